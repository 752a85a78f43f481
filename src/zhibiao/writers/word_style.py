"""Styles and page of official Word papers: A4, type area, fonts and line grid after GB/T 9704-2012."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from functools import cache
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from zhibiao.terms.text import Language
from zhibiao.writers.fixed_zip import fixed_zip

# GB/T 9704-2012: A4, top 37 mm, left 28 mm, type area 156 x 225 mm, 22 lines of 28 characters.
TOP_MM, LEFT_MM, WIDTH_MM, HEIGHT_MM, LINES, CHARACTERS = 37, 28, 156, 225, 22, 28
PAGE_WIDTH_MM, PAGE_HEIGHT_MM = 210, 297
LINE_PT = 28.95
RED = RGBColor(0xC0, 0x00, 0x00)
GREY = RGBColor(0x55, 0x55, 0x55)

TITLE_FONT = "方正小标宋简体"
BODY_FONT = "仿宋_GB2312"
BLACK_FONT = "黑体"
KAI_FONT = "楷体_GB2312"
SONG_FONT = "宋体"
LATIN_FONT = "Times New Roman"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Style:
    """One paragraph style: sizes in points, indent in characters of its own size."""

    name: str
    font: str
    size: float
    align: str = "both"
    indent: int = 0
    line: float = LINE_PT
    before: float = 0
    after: float = 0
    level: int = 0
    keep: bool = False
    color: RGBColor | None = None
    bold_latin: bool = False


# Sizes by name: 二号 22, 三号 16, 四号 14, 小四 12, 五号 10.5, 小五 9.
_STYLES = (
    _Style(name="Issuer", font=TITLE_FONT, size=30, align="center", line=44, before=12, color=RED, bold_latin=True),
    _Style(name="Number", font=BODY_FONT, size=16, align="center", before=10),
    _Style(name="Stamp", font=BLACK_FONT, size=16, align="left", bold_latin=True),
    _Style(
        name="Title", font=TITLE_FONT, size=22, align="center", line=34, before=20, after=18, keep=True, bold_latin=True
    ),
    _Style(name="Subtitle", font=KAI_FONT, size=16, align="center", after=10, keep=True),
    _Style(name="Addressee", font=BODY_FONT, size=16, align="left", keep=True),
    _Style(name="Heading 1", font=BLACK_FONT, size=16, indent=2, level=1, keep=True, bold_latin=True),
    _Style(name="Heading 2", font=KAI_FONT, size=16, indent=2, level=2, keep=True, bold_latin=True),
    _Style(name="Paragraph", font=BODY_FONT, size=16, indent=2),
    _Style(name="Table Title", font=BLACK_FONT, size=12, align="center", line=20, before=8, keep=True, bold_latin=True),
    _Style(name="Table Unit", font=BODY_FONT, size=10.5, align="right", line=16, keep=True),
    _Style(name="Table Head", font=BLACK_FONT, size=10.5, align="center", line=15, bold_latin=True),
    _Style(name="Table Text", font=BODY_FONT, size=10.5, align="left", line=15),
    _Style(name="Table Figure", font=BODY_FONT, size=10.5, align="right", line=15),
    _Style(name="Small Head", font=BLACK_FONT, size=9, align="center", line=12.5, bold_latin=True),
    _Style(name="Small Text", font=BODY_FONT, size=9, align="left", line=12.5),
    _Style(name="Small Figure", font=BODY_FONT, size=9, align="right", line=12.5),
    _Style(name="Table Note", font=BODY_FONT, size=9, align="both", line=13, before=2, after=6),
    _Style(name="Picture", font=BODY_FONT, size=10.5, align="center", line=0, before=6, keep=True),
    _Style(name="Signature", font=BODY_FONT, size=16, align="right", keep=True),
    _Style(name="Attachment", font=BODY_FONT, size=16, align="left", indent=2),
    _Style(name="Marks", font=SONG_FONT, size=9, align="left", line=13, color=GREY),
    _Style(name="Page Number", font=SONG_FONT, size=14, align="right", line=18),
    _Style(name="Page Marks", font=SONG_FONT, size=7.5, align="center", line=10, color=GREY),
)
_ENGLISH_SIZES = {"Title": 17}
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


def styled_document(lang: Language) -> Any:
    """An empty document with the page, the line grid and every style of official papers."""
    return Document(io.BytesIO(_template(lang)))


def style_names() -> tuple[str, ...]:
    """The styles that papers use, by name."""
    return tuple(style.name for style in _STYLES)


def style_id(name: str) -> str:
    """The id by which papers give a style."""
    return name.replace(" ", "")


def base_document(lang: Language) -> bytes:
    """The empty document with page and styles as .docx, to be made one's own; the same bytes every time."""
    return fixed_zip(_template(lang), replaced={"word/fontTable.xml": font_table()})


def give_style(paragraph: Any, style: str) -> Any:
    """Set a paragraph's style by name and return the paragraph.

    The library's own setter reads every style of the document each time, which took half of the writing.
    """
    paragraph._p.style = style_id(style)
    return paragraph


@cache
def _template(lang: Language) -> bytes:
    document = Document()
    _drop_unused_styles(document)
    for style in _STYLES:
        _define(document, style, lang=lang)
    _set_default_fonts(document, lang=lang)
    _set_page(document.sections[0], lang=lang)
    document.settings.odd_and_even_pages_header_footer = True
    core = document.core_properties
    core.created = core.modified = dt.datetime(2025, 1, 1)  # noqa: DTZ001 - the library wants it bare
    core.author = core.last_modified_by = core.title = core.comments = ""
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _drop_unused_styles(document: Any) -> None:
    """Keep the defaults alone of the library's hundred and more styles."""
    kept = {"Normal", "Default Paragraph Font", "Normal Table", "No List", "Header", "Footer"}
    for style in list(document.styles):
        if style.name not in kept:
            style.delete()


def _define(document: Any, style: _Style, *, lang: Language) -> None:
    # A heading keeps its built-in name, by which programs build an outline, but nothing of its built-in look.
    made = document.styles.add_style(style.name, WD_STYLE_TYPE.PARAGRAPH, builtin=bool(style.level))
    made.base_style = document.styles["Normal"]
    made.quick_style = True
    made.font.size = Pt(_size(style, lang))
    made.font.name = LATIN_FONT
    made.font.bold = style.bold_latin if lang == "en" else False
    if style.color is not None:
        made.font.color.rgb = style.color
    made.element.rPr.rFonts.set(qn("w:eastAsia"), style.font)
    _set_paragraph(made, style, lang=lang)


def _set_paragraph(made: Any, style: _Style, *, lang: Language) -> None:
    shape = made.paragraph_format
    shape.alignment = _ALIGN["left" if lang == "en" and style.align == "both" else style.align]
    shape.space_before, shape.space_after = Pt(style.before), Pt(style.after)
    shape.keep_with_next = style.keep
    shape.widow_control = True
    if style.line:
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(_line(style.line, lang))
    else:
        shape.line_spacing = 1.0
    if style.line != LINE_PT:
        # Lines of another height would be pulled up to the grid of the body text.
        properties = made.element.get_or_add_pPr()
        properties.insert_element_before(
            parse_xml(f'<w:snapToGrid {nsdecls("w")} w:val="0"/>'), "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
        )
    if lang == "en" and style.line == LINE_PT:
        shape.space_before, shape.space_after = Pt(8 if style.level else style.before), Pt(5)
    elif style.indent:
        indent = made.element.get_or_add_pPr().get_or_add_ind()
        indent.set(qn("w:firstLineChars"), str(style.indent * 100))
        indent.set(qn("w:firstLine"), str(int(style.indent * style.size * 20)))
    if style.level:
        outline = OxmlElement("w:outlineLvl")
        outline.set(qn("w:val"), str(style.level - 1))
        made.element.pPr.append(outline)


def _size(style: _Style, lang: Language) -> float:
    """English text is set smaller: the official sizes and line grid are made for Chinese characters."""
    return _ENGLISH_SIZES.get(style.name, 12 if style.line == LINE_PT else style.size) if lang == "en" else style.size


def _line(points: float, lang: Language) -> float:
    return 17 if lang == "en" and points == LINE_PT else points


def _set_default_fonts(document: Any, *, lang: Language) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for child in list(defaults):
        defaults.remove(child)
    defaults.append(
        parse_xml(
            f'<w:rFonts {nsdecls("w")} w:ascii="{LATIN_FONT}" w:hAnsi="{LATIN_FONT}" w:cs="{LATIN_FONT}" '
            f'w:eastAsia="{BODY_FONT}"/>'
        )
    )
    defaults.append(parse_xml(f'<w:sz {nsdecls("w")} w:val="32"/>'))
    # Latin letters and digits count as English in Chinese papers too: as Chinese they would break inside a number.
    latin = "en-US" if lang == "zh" else "en-GB"
    defaults.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="{latin}" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'))
    normal = document.styles["Normal"]
    normal.font.size, normal.font.name = Pt(16), LATIN_FONT
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), BODY_FONT)


def _set_page(section: Any, *, lang: Language) -> None:
    section.page_width, section.page_height = Mm(PAGE_WIDTH_MM), Mm(PAGE_HEIGHT_MM)
    section.top_margin, section.left_margin = Mm(TOP_MM), Mm(LEFT_MM)
    section.bottom_margin = Mm(PAGE_HEIGHT_MM - TOP_MM - HEIGHT_MM)
    section.right_margin = Mm(PAGE_WIDTH_MM - LEFT_MM - WIDTH_MM)
    section.header_distance, section.footer_distance = Mm(15), Mm(20)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "lines" if lang == "zh" else "default")
    grid.set(qn("w:linePitch"), str(round(LINE_PT * 20)))


# Word picks the first of these that a machine has when the named font is not installed.
_FALLBACKS = (
    (TITLE_FONT, "小标宋;STZhongsong;华文中宋;Noto Serif CJK SC;SimSun", "roman"),
    (BODY_FONT, "仿宋;FangSong;STFangsong;Noto Serif CJK SC;SimSun", "modern"),
    (KAI_FONT, "楷体;KaiTi;STKaiti;Noto Serif CJK SC;SimSun", "modern"),
    (BLACK_FONT, "SimHei;Noto Sans CJK SC;Microsoft YaHei", "swiss"),
    (SONG_FONT, "SimSun;Noto Serif CJK SC", "roman"),
    (LATIN_FONT, "Liberation Serif", "roman"),
)


def font_table() -> bytes:
    """The document's list of fonts with what may stand in for each; no font is embedded."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:family w:val="{family}"/></w:font>'
        for name, others, family in _FALLBACKS
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w")}>{fonts}</w:fonts>'
    ).encode()
