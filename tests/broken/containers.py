"""Containers as bytes: archives whose parts are too many, too large or misnamed, and files of other programs."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import desk
from drafts import Draft, good
from shapes import Paper, form, listed

SHEET = "xl/worksheets/sheet1.xml"


def workbook(draft: Draft | None = None) -> bytes:
    """A good return in the form."""
    return desk.saved(form(draft or good())[0])


def small_workbook() -> bytes:
    """A good list."""
    return desk.saved(listed(good())[0])


def repacked(content: bytes, change: Callable[[dict[str, bytes]], object], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The archive's parts after a change, packed again."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=method)
    return buffer.getvalue()


def replaced(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """Bytes of one part replaced once."""

    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[part], (part, old)
        parts[part] = parts[part].replace(old, new, 1)

    return repacked(content, change)


def with_parts(*added: tuple[str, bytes]) -> bytes:
    """A good workbook with parts beside the normal ones."""
    return repacked(workbook(), lambda parts: parts.update(dict(added)))


@lru_cache(maxsize=1)
def bomb() -> bytes:
    """A list of two rows whose sheet carries a comment of 300 MiB."""
    comment = b"<!--" + b" " * (300 << 20) + b"-->"

    def change(parts: dict[str, bytes]) -> None:
        parts[SHEET] = parts[SHEET].replace(b"<sheetData>", comment + b"<sheetData>", 1)

    return repacked(small_workbook(), change)


@lru_cache(maxsize=1)
def many_parts() -> bytes:
    """A good workbook and 70 000 empty parts."""
    buffer = io.BytesIO(workbook())
    with zipfile.ZipFile(buffer, "a") as archive:
        for number in range(70_000):
            archive.writestr(zipfile.ZipInfo(f"x/{number}"), b"")
    return buffer.getvalue()


@lru_cache(maxsize=1)
def spread_bomb() -> bytes:
    """Every part below the limit of one, all together far above the limit of the file."""
    return with_parts(*((f"xl/media/{number}.bin", bytes(7 << 20)) for number in range(40)))


def lying_sizes() -> bytes:
    """The directory states a small size for a part that inflates to 30 MiB."""
    content = with_parts(("xl/x.xml", b"<x>" + b" " * (30 << 20) + b"</x>"))
    size = struct.pack("<I", (30 << 20) + 7)
    assert content.count(size) >= 1
    return content.replace(size, struct.pack("<I", 1000))


def compound(*streams: tuple[str, bytes]) -> bytes:
    """A compound file (OLE2) of 512-byte sectors that holds these streams, padded beyond the mini stream's limit."""
    padded = [(name, data + bytes(max(0, 4096 - len(data)))) for name, data in streams]
    sectors: list[bytes] = []
    fat: list[int] = []
    entries = [_entry("Root Entry", kind=5, child=1 if streams else 0xFFFFFFFF, start=0xFFFFFFFE, size=0)]
    for number, (name, data) in enumerate(padded, start=1):
        blocks = [data[at : at + 512].ljust(512, b"\0") for at in range(0, len(data), 512)]
        start = len(sectors)
        sectors += blocks
        fat += [*range(start + 1, start + len(blocks)), 0xFFFFFFFE]
        right = number + 1 if number < len(padded) else 0xFFFFFFFF
        entries.append(_entry(name, kind=2, child=0xFFFFFFFF, start=start, size=len(data), right=right))
    while len(entries) % 4:
        entries.append(bytes(128))
    directory = len(sectors)
    folders = len(entries) // 4
    sectors += [b"".join(entries[at : at + 4]) for at in range(0, len(entries), 4)]
    fat += [*range(directory + 1, directory + folders), 0xFFFFFFFE]
    table = len(sectors)
    fat.append(0xFFFFFFFD)
    fat += [0xFFFFFFFF] * (128 - len(fat))
    assert len(fat) == 128
    sectors.append(struct.pack("<128I", *fat))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<9I", 0, 1, directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<109I", table, *([0xFFFFFFFF] * 108))
    return head + b"".join(sectors)


def _entry(name: str, *, kind: int, child: int, start: int, size: int, right: int = 0xFFFFFFFF) -> bytes:
    wide = name.encode("utf-16-le") + b"\0\0"
    head = wide.ljust(64, b"\0") + struct.pack("<HBB", len(wide), kind, 1)
    return head + struct.pack("<3I", 0xFFFFFFFF, right, child) + bytes(36) + struct.pack("<IQ", start, size)


def encrypted() -> bytes:
    """What a spreadsheet program writes for a workbook under a password."""
    return compound(("EncryptionInfo", b"\x04\x00\x04\x00\x40\x00\x00\x00<?xml"), ("EncryptedPackage", bytes(8000)))


def xls(draft: Draft | None = None, change: Callable[[Any], object] = lambda _: None) -> bytes:
    """A true Excel 97–2003 file with the form's cells."""
    import openpyxl
    import xlwt

    source = openpyxl.load_workbook(io.BytesIO(workbook(draft))).worksheets[0]
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet(source.title)
    covered = {
        (row, column)
        for area in source.merged_cells.ranges
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }
    for area in source.merged_cells.ranges:
        value = source.cell(area.min_row, area.min_col).value
        sheet.write_merge(area.min_row - 1, area.max_row - 1, area.min_col - 1, area.max_col - 1, value)
    for cells in source.iter_rows():
        for one in cells:
            if one.value is not None and (one.row, one.column) not in covered:
                sheet.write(one.row - 1, one.column - 1, one.value)
    change(sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def open_document(draft: Draft | None = None, *, declaration: str = "") -> bytes:
    """An .ods file with the form's cells."""
    import openpyxl

    source = openpyxl.load_workbook(io.BytesIO(workbook(draft))).worksheets[0]
    spans = {(area.min_row, area.min_col): area for area in source.merged_cells.ranges}
    rows = []
    for cells in source.iter_rows(max_col=7):
        rows.append("".join(_open_cell(one, spans) for one in cells))
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{declaration}'
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="{source.title}">{body}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), kind)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return buffer.getvalue()


def _open_cell(one: Any, spans: dict[tuple[int, int], Any]) -> str:
    from xml.sax.saxutils import escape

    if type(one).__name__ == "MergedCell":
        return "<table:covered-table-cell/>"
    span = ""
    if (one.row, one.column) in spans:
        area = spans[one.row, one.column]
        across, down = area.max_col - area.min_col + 1, area.max_row - area.min_row + 1
        span = f' table:number-columns-spanned="{across}" table:number-rows-spanned="{down}"'
    if one.value is None:
        return f"<table:table-cell{span}/>"
    if isinstance(one.value, str):
        text = f"<text:p>{escape(one.value)}</text:p>"
        return f'<table:table-cell{span} office:value-type="string">{text}</table:table-cell>'
    return (
        f'<table:table-cell{span} office:value-type="float" office:value="{one.value!r}">'
        f"<text:p>{one.value}</text:p></table:table-cell>"
    )


def binary_workbook() -> bytes:
    """An .xlsb as far as its parts tell."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.bin", bytes(100))
    return buffer.getvalue()


def _sheet_xml(change: Callable[[bytes], bytes], content: bytes) -> bytes:
    def changed(parts: dict[str, bytes]) -> None:
        parts[SHEET] = change(parts[SHEET])

    return repacked(content, changed)


def _cell_xml(xml: bytes, cell: str) -> bytes:
    found = re.search(rf'<c r="{cell}"(?: [^>]*)?(?:/>|>.*?</c>)'.encode(), xml)
    assert found is not None, cell
    return found[0]


def cell_as(key: tuple[object, ...], xml: str) -> Callable[[bytes, Paper], bytes]:
    """One cell's XML replaced; `{ref}` stands for its address."""

    def change(content: bytes, paper: Paper) -> bytes:
        ref = paper.at(*key).cell
        return _sheet_xml(lambda old: old.replace(_cell_xml(old, ref), xml.format(ref=ref).encode()), content)

    return change


def sum_at(key: tuple[object, ...], *terms: tuple[object, ...], value: str) -> Callable[[bytes, Paper], bytes]:
    """A cell holds the sum of others as a formula, with a stored result."""

    def change(content: bytes, paper: Paper) -> bytes:
        ref = paper.at(*key).cell
        formula = "+".join(paper.at(*term).cell for term in terms)
        new = f'<c r="{ref}"><f>{formula}</f><v>{value}</v></c>'.encode()
        return _sheet_xml(lambda old: old.replace(_cell_xml(old, ref), new), content)

    return change


def dimension(reference: str) -> Callable[[bytes, Paper], bytes]:
    """The sheet states another extent than it has."""

    def change(content: bytes, _: Paper) -> bytes:
        new = f'<dimension ref="{reference}"/>'.encode()
        return _sheet_xml(lambda old: re.sub(rb'<dimension ref="[^"]*" ?/>', new, old, count=1), content)

    return change


def rows_swapped(first: int, second: int) -> Callable[[bytes, Paper], bytes]:
    """Two rows change places in the XML; their references stay."""

    def swap(xml: bytes) -> bytes:
        rows = [re.search(rf'<row r="{row}".*?</row>'.encode(), xml, re.DOTALL) for row in (first, second)]
        assert rows[0] is not None
        assert rows[1] is not None
        upper, lower = rows[0][0], rows[1][0]
        return xml.replace(upper, b"@@").replace(lower, upper).replace(b"@@", lower)

    return lambda content, _: _sheet_xml(swap, content)


def empty_compound(stream: str) -> bytes:
    """The first sectors of a compound file whose directory would name one stream."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + struct.pack("<8H", 0, 0, 0, 0, 62, 3, 0xFFFE, 9) + bytes(488)
    return head + stream.encode("utf-16-le") + bytes(512)


def empty_open_document() -> bytes:
    """A workbook in the open document format, as far as its first part tells."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<office:document-content/>")
    return buffer.getvalue()
