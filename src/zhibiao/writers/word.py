"""Official Word papers piece by piece: red heading, title, numbered text, tables, pictures, signature, marks."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from zhibiao.terms.text import Language
from zhibiao.writers.fixed_zip import fixed_zip
from zhibiao.writers.word_base import PaperBase
from zhibiao.writers.word_style import KAI_FONT, WIDTH_MM, font_table, give_style, styled_document
from zhibiao.writers.word_table import Table, lay_table
from zhibiao.writers.wording import chinese_numeral


class WordPaper:
    """A paper being written, from its heading down; `save` gives the bytes."""

    def __init__(self, lang: Language, base: PaperBase | None = None) -> None:
        self.lang = lang
        self._document = base.document() if base is not None else styled_document(lang)
        self._headings = 0
        self._subheadings = 0
        self._breaks = False

    def stamp(self, text: str) -> None:
        """The word at the top left, such as the mark of a draft."""
        self._add("Stamp", text)

    def issuer(self, text: str) -> None:
        """The issuing body's line, red and centred; narrower characters where the name is long."""
        paragraph = self._add("Issuer", text)
        width_pt = WIDTH_MM / 25.4 * 72
        size = min(30.0, width_pt / _width_em(text))
        for run in paragraph.runs:
            run.font.size = Pt(int(size * 2) / 2)

    def number(self, text: str) -> None:
        """The document's number over the red rule that closes the heading."""
        paragraph = self._add("Number", text)
        borders = parse_xml(
            f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="18" w:space="8" w:color="C00000"/></w:pBdr>'
        )
        paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc")

    def title(self, text: str, subtitle: str = "") -> None:
        """The title, centred, and a line under it."""
        self._add("Title", text)
        if subtitle:
            self._add("Subtitle", subtitle)

    def addressee(self, text: str) -> None:
        """To whom the paper goes, flush left."""
        self._add("Addressee", text)

    def heading(self, text: str) -> None:
        """A heading of the first level, numbered 一、 or 1."""
        self._headings, self._subheadings = self._headings + 1, 0
        number = f"{chinese_numeral(self._headings)}、" if self.lang == "zh" else f"{self._headings}. "
        self._add("Heading 1", number + text)

    def subheading(self, text: str) -> None:
        """A heading of the second level, numbered （一） or 1.1."""
        self._subheadings += 1
        number = (
            f"（{chinese_numeral(self._subheadings)}）"
            if self.lang == "zh"
            else f"{self._headings}.{self._subheadings} "
        )
        self._add("Heading 2", number + text)

    def run_in(self, heading: str, text: str) -> None:
        """A heading of the second level at the head of its paragraph."""
        self._subheadings += 1
        number = f"（{chinese_numeral(self._subheadings)}）" if self.lang == "zh" else ""
        self.body(text, lead=f"{number}{heading}。" if self.lang == "zh" else f"{heading}. ")

    def body(self, text: str, *, lead: str = "", strong: str = "") -> None:
        """A paragraph of text; `lead` stands before it in 楷体, `strong` is the part of it in bold."""
        paragraph = self._add("Paragraph", "")
        if lead:
            run = paragraph.add_run(lead)
            run.bold = True
            _set_font(run, KAI_FONT)
        before, found, after = text.partition(strong) if strong else (text, "", "")
        paragraph.add_run(before)
        if found:
            paragraph.add_run(found).bold = True
            paragraph.add_run(after)

    def items(self, texts: Sequence[str]) -> None:
        """Numbered paragraphs: 1. 2. 3."""
        for number, text in enumerate(texts, start=1):
            self.body(f"{number}.{' ' if self.lang == 'en' else ''}{text}")

    def table(self, table: Table) -> None:
        """A table under its title and unit."""
        self._add("Table Title", table.title)
        if table.unit:
            self._add("Table Unit", table.unit)
        lay_table(self._document, table)
        note = self._add("Table Note", table.note)
        if not table.note:
            note.paragraph_format.line_spacing = Pt(4)

    def picture(self, png: bytes, *, title: str, alt: str, note: str = "", width_mm: float = WIDTH_MM) -> None:
        """A picture with its title under it, and a text that stands for it."""
        paragraph = self._add("Picture", "")
        paragraph.add_run().add_picture(io.BytesIO(png), width=Mm(width_mm))
        properties = paragraph._p.find(".//" + qn("wp:docPr"))
        properties.set("descr", alt)
        properties.set("title", title)
        self._add("Table Title", title).paragraph_format.keep_with_next = bool(note)
        if note:
            self._add("Table Note", note)

    def attachments(self, word: str, names: Sequence[str]) -> None:
        """The list of attachments under the text."""
        for number, name in enumerate(names, start=1):
            line = self._add("Attachment", f"{word if number == 1 else '　' * len(word)}{number}. {name}")
            line.paragraph_format.keep_with_next = True

    def signature(self, *lines: str) -> None:
        """Issuing body and date, right, kept together."""
        # A signature never stands alone on a page.
        self._document.paragraphs[-1].paragraph_format.keep_with_next = True
        self._add("Paragraph", "").paragraph_format.keep_with_next = True
        for position, line in enumerate(lines, start=1):
            shape = self._add("Signature", line).paragraph_format
            shape.right_indent, shape.keep_with_next = Pt(32), position < len(lines)

    def marks(self, lines: Sequence[str]) -> None:
        """What a reader checks the paper by, between two rules at the end."""
        for position, line in enumerate(lines):
            paragraph = self._add("Marks", line)
            paragraph.paragraph_format.keep_with_next = position + 1 < len(lines)
            if position == 0:
                _rule(paragraph, "top")
                paragraph.paragraph_format.space_before = Pt(18)
            if position == len(lines) - 1:
                _rule(paragraph, "bottom")

    def page_break(self) -> None:
        """What comes next begins a page."""
        self._breaks = True

    def foot(self, marks: str) -> None:
        """Page numbers `— 1 —`, right on odd and left on even pages, with the short marks under them."""
        section = self._document.sections[0]
        section.footer.is_linked_to_previous = section.even_page_footer.is_linked_to_previous = False
        for footer, align in (
            (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
            (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
        ):
            # What a bureau's own base has in its foot stays above.
            first = footer.paragraphs[0]
            line = give_style(footer.add_paragraph() if first.text else first, "Page Number")
            line.alignment = align
            # One character in from the edge of the type area.
            line.paragraph_format.left_indent = line.paragraph_format.right_indent = Pt(14)
            line.add_run("— ")
            _page_field(line)
            line.add_run(" —")
            give_style(footer.add_paragraph(marks), "Page Marks")

    def save(self, *, at: dt.datetime, title: str, author: str, subject: str = "", draft: bool = False) -> bytes:
        """The document's bytes; the same pieces and moment give the same bytes."""
        core = self._document.core_properties
        core.title, core.author, core.last_modified_by, core.subject = title, author, author, subject
        core.created = core.modified = at.astimezone(dt.UTC).replace(tzinfo=None, microsecond=0)
        core.language = "zh-CN" if self.lang == "zh" else "en-GB"
        core.comments, core.revision = "", 1
        core.content_status = "draft" if draft else "final"
        raw = io.BytesIO()
        self._document.save(raw)
        return fixed_zip(raw.getvalue(), replaced={"word/fontTable.xml": font_table()})

    def _add(self, style: str, text: str) -> Any:
        paragraph = give_style(self._document.add_paragraph(text), style)
        if self._breaks:
            paragraph.paragraph_format.page_break_before, self._breaks = True, False
        return paragraph


def _width_em(text: str) -> float:
    """Width of a line in characters; Latin letters take about half."""
    return sum(1.0 if ord(character) > 0x2E7F else 0.55 for character in text) + 0.5


def _set_font(run: Any, font: str) -> None:
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _rule(paragraph: Any, side: str) -> None:
    borders = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:{side} w:val="single" w:sz="8" w:space="4" w:color="555555"/></w:pBdr>'
    )
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc")


def _page_field(paragraph: Any) -> None:
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("text", "1"), ("end", "")):
        run = paragraph.add_run()._r
        if kind == "text":
            run.text = text
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run.append(mark)
        else:
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = text
            run.append(instruction)
