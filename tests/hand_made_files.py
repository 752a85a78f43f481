"""Workbooks put together by hand, part by part and byte by byte, as no spreadsheet program would write them."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def sheet(rows: str, *, before: str = "", after: str = "") -> str:
    """The XML of a sheet with these rows."""
    return f'{_DECLARATION}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def parts(*sheets: str, styles: str = "", texts: str = "", book: str = "") -> dict[str, bytes]:
    """The parts of an .xlsx with these sheets, named S1, S2 and so on."""
    listed = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId{n}"/>' for n in range(1, len(sheets) + 1))
    links = "".join(_relation(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1))
    links += _relation("rS", "styles", "styles.xml") + _relation("rT", "sharedStrings", "sharedStrings.xml")
    made = {
        "[Content_Types].xml": f'{_DECLARATION}<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": _relations(_relation("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{_DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{book}'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _relations(links),
        "xl/styles.xml": f'{_DECLARATION}<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
        "xl/sharedStrings.xml": f'{_DECLARATION}<sst xmlns="{MAIN}">{texts}</sst>',
        **{f"xl/worksheets/sheet{number}.xml": text for number, text in enumerate(sheets, start=1)},
    }
    return {name: text.encode() for name, text in made.items()}


def _relation(identity: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{identity}" Type="{RELATIONS}/{kind}" Target="{target}"/>'


def _relations(links: str) -> str:
    return f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def zipped(content: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def xlsx(*sheets: str, extra: Mapping[str, bytes] | None = None, **other: str) -> bytes:
    """An .xlsx with these sheets and, after them, further parts or others in their place."""
    return zipped({**parts(*(sheets or (sheet(""),)), **other), **(extra or {})})


def ods(tables: str, *, styles: str = "", extra: Mapping[str, bytes] | None = None) -> bytes:
    """An .ods with these tables."""
    spaces = " ".join(f'xmlns:{name}="{_ODF}:{name}:1.0"' for name in ("office", "table", "text", "style"))
    content = (
        f"{_DECLARATION}<office:document-content {spaces}"
        ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = f'{_DECLARATION}<manifest:manifest xmlns:manifest="{_ODF}:manifest:1.0"/>'
    mimetype = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}
    return zipped(
        {**mimetype, "content.xml": content.encode(), "META-INF/manifest.xml": manifest.encode(), **(extra or {})}
    )


def xls(fill: Callable[[object], object] = lambda book: book.add_sheet("S1").write(0, 0, 1.5)) -> bytes:  # type: ignore[attr-defined]
    """An .xls that `fill` writes into an xlwt workbook."""
    import xlwt

    book = xlwt.Workbook()
    fill(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def renamed_stream(content: bytes, name: str) -> bytes:
    """An .xls whose one stream bears another name."""
    return _entry(content, content.index("Workbook".encode("utf-16-le")), name)


def with_storage(content: bytes, name: str) -> bytes:
    """An .xls whose directory lists one storage more."""
    place = content.index("Workbook".encode("utf-16-le")) + 128
    made = bytearray(_entry(content, place, name))
    made[place + 66] = 1
    return bytes(made)


def _entry(content: bytes, place: int, name: str) -> bytes:
    made = bytearray(content)
    encoded = name.encode("utf-16-le")
    made[place : place + 64] = encoded.ljust(64, b"\x00")
    made[place + 64 : place + 66] = struct.pack("<H", len(encoded) + 2)
    return bytes(made)


def with_second_record(content: bytes, kind: int) -> bytes:
    """An .xls whose record behind the first is said to be of another kind."""
    made = bytearray(content)
    first = 512 + 4 + struct.unpack_from("<H", content, 514)[0]
    made[first : first + 2] = struct.pack("<H", kind)
    return bytes(made)
