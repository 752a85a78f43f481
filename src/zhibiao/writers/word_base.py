"""A bureau's own Word base: checked for the styles that papers use, and made fit for writing on."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.shared import Mm

from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity
from zhibiao.writers.word_style import WIDTH_MM, style_id, style_names

MOST_BYTES = 8_000_000
_MOST_OPENED = 64_000_000
_REFERENCES = ("w:basedOn", "w:next", "w:link", "w:pStyle", "w:rStyle", "w:tblStyle")
# What opening raises on files that are no Word document; broken XML is a SyntaxError.
_UNREADABLE = (OpcError, SyntaxError, zipfile.BadZipFile, KeyError, ValueError, OSError, AttributeError)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperBase:
    """A checked base: page, styles, header and foot as its keeper made them, and no text."""

    content: bytes

    def document(self) -> Any:
        """A fresh document on it."""
        return Document(io.BytesIO(self.content))


def read_base(content: bytes, *, file: str) -> tuple[PaperBase | None, tuple[Finding, ...]]:
    """The base in a .docx with all that is wrong with it; None where anything is.

    Styles are found by name, whatever ids the program gave them that wrote the file.
    """
    document = None if _is_too_large(content) else _opened(content)
    if document is None:
        return None, (_finding("paper_template.unreadable", file=file),)
    findings = (*_missing_styles(document, file), *_page(document, file), *_links(document, file))
    if findings:
        return None, findings
    _name_styles(document)
    _empty(document)
    document.settings.odd_and_even_pages_header_footer = True
    kept = io.BytesIO()
    document.save(kept)
    return PaperBase(content=kept.getvalue()), ()


def _is_too_large(content: bytes) -> bool:
    """A small file may open into a huge one: what it says of its own size is added up first."""
    if len(content) > MOST_BYTES:
        return True
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return sum(member.file_size for member in packed.infolist()) > _MOST_OPENED
    except zipfile.BadZipFile:
        return True


def _opened(content: bytes) -> Any:
    try:
        document = Document(io.BytesIO(content))
        return document if document.element.body is not None and list(document.sections) else None
    except _UNREADABLE:
        return None


def _missing_styles(document: Any, file: str) -> Iterator[Finding]:
    there = {style.name for style in document.styles}
    for name in style_names():
        if name not in there:
            yield _finding("paper_template.style_missing", file=file, style=name)


def _page(document: Any, file: str) -> Iterator[Finding]:
    """Tables and pictures are as wide as the official type area."""
    section = document.sections[-1]
    sizes = (section.page_width, section.left_margin, section.right_margin)
    if None in sizes or sizes[0] - sizes[1] - sizes[2] < Mm(WIDTH_MM - 1):
        yield _finding("paper_template.page_narrow", file=file, width=WIDTH_MM)


def _links(document: Any, file: str) -> Iterator[Finding]:
    """What a reader's program would fetch from elsewhere: a linked template or picture."""
    parts = list(document.part.package.iter_parts())
    outside = {rel.target_ref for part in parts for rel in part.rels.values() if rel.is_external}
    for target in sorted(outside):
        yield _finding("paper_template.links_out", file=file, target=target[:80])


def _name_styles(document: Any) -> None:
    """Give each style that papers use the id by which they use it, and everything that refers to it."""
    styles = document.styles
    renamed = {styles[name].style_id: style_id(name) for name in style_names()}
    taken = {new: f"{new}Former" for old, new in renamed.items() if old != new and new not in renamed}
    ids = taken | renamed
    for style in styles.element.findall(qn("w:style")):
        old = style.get(qn("w:styleId"))
        style.set(qn("w:styleId"), ids.get(old, old))
    for part in document.part.package.iter_parts():
        element = getattr(part, "element", None)
        if element is None:
            continue
        for tag in _REFERENCES:
            for found in element.iter(qn(tag)):
                old = found.get(qn("w:val"))
                found.set(qn("w:val"), ids.get(old, old))


def _empty(document: Any) -> None:
    """Drop the text; the page of its last section stays."""
    body = document.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)


def _finding(code: str, *, file: str, **facts: object) -> Finding:
    return Finding(code=code, severity=Severity.REJECT, place=Place(file=file), facts={"file": file, **facts})
