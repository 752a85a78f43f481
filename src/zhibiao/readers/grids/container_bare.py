"""Bytes without a container: text, JSON, and the many formats that are told by their first bytes and refused."""

from __future__ import annotations

import re
import zlib

from zhibiao.readers.grids.container_door import BROKEN, Content, Door, Limits
from zhibiao.readers.grids.decoded import unmarked_utf16
from zhibiao.terms.finding import Finding
from zhibiao.terms.text import Text

_GZIP = b"\x1f\x8b\x08"
_STEP = 1 << 20
_HEAD = 4096

_BY_FIRST_BYTES = {
    b"%PDF": "PDF",
    b"{\\rtf": "RTF",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!": "RAR",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"MZ": "EXE",
    b"\x7fELF": "ELF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
    b"SQLite format 3\x00": "SQLite",
    b"PAR1": "Parquet",
    b"\x09\x00\x04\x00": "Excel 2",
    b"\x09\x02\x06\x00": "Excel 3",
    b"\x09\x04\x06\x00": "Excel 4",
    b"\x09\x08\x10\x00": "Excel 97",
    b"ID;P": "SYLK",
    b"MIME-Version:": "MHTML",
}
_MARKUP = {
    "urn:schemas-microsoft-com:office:spreadsheet": "Excel 2003 XML",
    "<html": "HTML",
    "<!doctype html": "HTML",
    "<table": "HTML",
    "<office:document": "OpenDocument XML",
    "<?xml": "XML",
}
_JSON = re.compile(r'\s*(?:\{\s*["}]|\[\s*[\[\]{])')
_BRACKET = re.compile(r"\s*[\[{]")
_WORKBOOK_NAMES = ("xlsx", "xlsm", "xlsb", "xls", "ods", "et")
_PAGE = "HTML"
_BINARY = Text("二进制数据", "binary data")


def inspect_bare(content: bytes, door: Door, limits: Limits) -> tuple[Content, tuple[Finding, ...]]:
    """Tell text and JSON from what is neither; text under a workbook's name is refused."""
    if content.startswith(_GZIP):
        return Content.OTHER, (_judge_gzip(content, door, limits),)
    found = next((kind for first, kind in _BY_FIRST_BYTES.items() if content.startswith(first)), "")
    if found:
        return Content.OTHER, (door.refuse("file.type_unsupported", found=found),)
    text = _head(content)
    if text is None:
        return Content.OTHER, (door.refuse("file.type_unsupported", found=_BINARY),)
    if not content.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        return Content.OTHER, (door.refuse("file.empty"),)
    markup = _markup(text)
    if markup == _PAGE and door.extension in _WORKBOOK_NAMES:
        return Content.OTHER, (_mismatch(door, Text("网页(HTML)", "a web page (HTML)"), _SAVE),)
    if markup:
        return Content.OTHER, (door.refuse("file.type_unsupported", found=markup),)
    is_json = _JSON.match(text) or (door.extension == "json" and _BRACKET.match(text))
    kind = Content.JSON if is_json else Content.TEXT
    if door.extension in _WORKBOOK_NAMES:
        rename = Text(
            f"改名为 .{kind.value}，或另存为真正的 .xlsx。", f"Rename it to .{kind.value}, or save it as a true .xlsx."
        )
        return kind, (_mismatch(door, Text("文本", "text"), rename),)
    return kind, ()


def _mismatch(door: Door, found: Text, remedy: Text) -> Finding:
    return door.refuse("file.type_mismatch", extension=door.extension, found=found, remedy=remedy)


_SAVE = Text("在 WPS 或 Excel 中打开，另存为真正的 .xlsx。", "Open it in WPS or Excel and save it as a true .xlsx.")


def _head(content: bytes) -> str | None:
    """The first characters as far as their signs matter here; None for bytes that are no text in any encoding."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content[:_HEAD].decode("utf-16", "replace")
    if b"\x00" in content:
        encoding = unmarked_utf16(content)
        return content[:_HEAD].decode(encoding, "replace") if encoding else None
    return content[:_HEAD].decode("utf-8-sig", "replace")


def _markup(text: str) -> str:
    head = text.lstrip("\ufeff \t\r\n").lower()
    if not head.startswith("<"):
        return ""
    return next((kind for mark, kind in _MARKUP.items() if mark in head), "")


def _judge_gzip(content: bytes, door: Door, limits: Limits) -> Finding:
    """Gzip is not read; one that would not stop growing is called what it is. At most one step is held at a time."""
    inflater = zlib.decompressobj(wbits=31)
    limit = min(limits.part_bytes, max(limits.ratio_from_bytes, limits.ratio * len(content)))
    unpacked, rest = 0, content
    try:
        while rest and not inflater.eof and unpacked <= limit:
            unpacked += len(inflater.decompress(rest, _STEP))
            rest = inflater.unconsumed_tail
    except zlib.error as error:
        return door.refuse("file.damaged", reason=BROKEN, detail=str(error))
    if unpacked > limit:
        return door.refuse("file.uncompressed_too_large", part="gzip", limit=limit, actual=unpacked)
    return door.refuse("file.type_unsupported", found="gzip")
