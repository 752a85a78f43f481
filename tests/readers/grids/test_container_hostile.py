"""Hostile and foreign files: each is answered by its own code within two seconds and 200 MB more memory."""

from __future__ import annotations

import base64
import gzip
import io
import json
import os
import random
import re
import struct
import zipfile
from collections.abc import Callable, Iterator

import pytest

import hand_made_files as made
import returns_sample as sample
from zhibiao.assemble.reading_room import ReadingRoom

Build = Callable[[], bytes]
_OLE2_VBA = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "_VBA_PROJECT".encode("utf-16-le") + bytes(100)
_DTD = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "b">]><w>&a;</w>'
_LAUGHS = b"<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a 'ha'>%s]><l>&b19;</l>" % b"".join(
    b"<!ENTITY b%d '&%s;&%s;'>" % (n, *[b"a" if n == 0 else b"b%d" % (n - 1)] * 2) for n in range(20)
)
_FILE_ENTITY = b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]><w>&x;</w>'


def _part(name: str, data: bytes) -> Build:
    return lambda: made.xlsx(extra={name: data})


def _rows(rows: str, **other: str) -> Build:
    return lambda: made.xlsx(made.sheet(rows, **other))


def _zip_of(*names: str) -> Build:
    return lambda: made.zipped(dict.fromkeys(names, b"<w/>"))


def _twice() -> bytes:
    buffer = io.BytesIO(made.xlsx())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/workbook.xml", b"<w/>")
    return buffer.getvalue()


def _patched(part: bytes, at: int, value: bytes, *, mark: bytes = b"PK\x01\x02") -> bytes:
    """A field of the directory's entry of a part overwritten."""
    content = bytearray(made.xlsx())
    name = content.rindex(part)
    start = content.rindex(mark, 0, name)
    content[start + at : start + at + len(value)] = value
    return bytes(content)


def _promising(parts: bytes, *, size: int) -> bytes:
    """Parts whose directory promises that they unpack to so much."""
    content = bytearray(made.xlsx())
    for entry in re.finditer(rb"PK\x01\x02", bytes(content)):
        if content[entry.start() + 46 :].startswith(parts):
            content[entry.start() + 24 : entry.start() + 28] = struct.pack("<I", size)
    return bytes(content)


def _named(name: bytes) -> bytes:
    """An archive with a part of a raw name, which no library would write."""
    content = made.xlsx(extra={"x" * len(name): b""})
    return content.replace(b"x" * len(name), name)


def _overlapping() -> bytes:
    """Two entries of the directory that share the bytes of one part."""
    content = made.xlsx()
    start = content.rindex(b"PK\x01\x02", 0, content.rindex(b"xl/worksheets/sheet1.xml"))
    first = struct.unpack_from("<I", content, content.index(b"PK\x01\x02") + 42)[0]
    return content[: start + 42] + struct.pack("<I", first) + content[start + 46 :]


def _encrypted_cut_off() -> bytes:
    name = "EncryptedPackage"
    return made.renamed_stream(made.xls(), name)[:2000] + name.encode("utf-16-le")


def _noise(size: int) -> str:
    return base64.b64encode(random.Random(0).randbytes(size)).decode()


_FAR = (
    '<row r="1"><c r="A1"><v>1</v></c></row>'
    '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t> </t></is></c></row>'
)
_MACRO_TYPE = b'<Types><Override PartName="/xl/p.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
_EXCEL_2003 = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
_TEXT = '<row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row>'
_ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_ODS_BOMB = (
    '<table:table table:name="S"><table:table-row table:number-rows-repeated="1000000"><table:table-cell '
    'table:number-columns-repeated="16384" office:value-type="float" office:value="1"/></table:table-row></table:table>'
)

CASES: list[tuple[str, Build, str, str]] = [
    ("empty", lambda: b"", "a.xlsx", "file.empty"),
    ("only a mark", lambda: b"\xef\xbb\xbf\r\n", "a.csv", "file.empty"),
    (
        "part inflates a thousandfold",
        _rows("", after=f"<!--{' ' * (30 << 20)}-->"),
        "a.xlsx",
        "file.uncompressed_too_large",
    ),
    (
        "part that promises 300 MB",
        lambda: _promising(b"xl/styles.xml", size=300 << 20),
        "a.xlsx",
        "file.uncompressed_too_large",
    ),
    (
        "parts that are large together",
        lambda: _promising(b"xl/", size=60 << 20),
        "a.xlsx",
        "file.uncompressed_too_large",
    ),
    ("5,000 parts", lambda: made.xlsx(extra={f"x{n}": b"" for n in range(5000)}), "a.xlsx", "file.too_many_parts"),
    ("a directory of a million", lambda: b"PK\x03\x04" + b"PK\x01\x02" * 1_000_000, "a.xlsx", "file.too_many_parts"),
    ("gzip bomb", lambda: gzip.compress(bytes(20 << 20)), "a.xlsx", "file.uncompressed_too_large"),
    ("gzip", lambda: gzip.compress(b"a,b\n"), "a.csv.gz", "file.type_unsupported"),
    ("gzip cut off", lambda: b"\x1f\x8b\x08" + bytes(40), "a.gz", "file.damaged"),
    ("path upwards", _part("../../etc/cron.d/x", b""), "a.xlsx", "file.bad_part_name"),
    ("absolute path", _part("/etc/x", b""), "a.xlsx", "file.bad_part_name"),
    ("drive letter", _part("C:/x", b""), "a.xlsx", "file.bad_part_name"),
    ("backslashes upwards", _part("xl\\..\\..\\x", b""), "a.xlsx", "file.bad_part_name"),
    ("escaped path upwards", _part("xl/%2e%2e/%2e%2e/x", b""), "a.xlsx", "file.bad_part_name"),
    ("zero in a name", lambda: _named(b"xl/a\x00b.xml"), "a.xlsx", "file.bad_part_name"),
    ("line end in a name", lambda: _named(b"xl/a\nb.xml"), "a.xlsx", "file.bad_part_name"),
    ("document type in the workbook", _part("xl/workbook.xml", _DTD), "a.xlsx", "file.dtd_forbidden"),
    ("document type in a sheet", _part("xl/worksheets/sheet1.xml", _DTD), "a.xlsx", "file.dtd_forbidden"),
    ("entities that double", _part("xl/sharedStrings.xml", _LAUGHS), "a.xlsx", "file.dtd_forbidden"),
    ("entity that reads a file", _part("xl/worksheets/sheet1.xml", _FILE_ENTITY), "a.xlsx", "file.dtd_forbidden"),
    ("document type in relations", _part("xl/_rels/workbook.xml.rels", _DTD), "a.xlsx", "file.dtd_forbidden"),
    (
        "document type in UTF-16",
        _part("docProps/app.xml", _DTD.decode().encode("utf-16")),
        "a.xlsx",
        "file.dtd_forbidden",
    ),
    (
        "document type behind a long comment in UTF-16",
        _part("docProps/app.xml", f"<!--{'x' * 400_000}--><!DOCTYPE w><w/>".encode("utf-16")),
        "a.xlsx",
        "file.dtd_forbidden",
    ),
    (
        "document type in an encoding only others read",
        _part("docProps/app.xml", "<?xml version='1.0' encoding='cp037'?><!DOCTYPE w><w/>".encode("cp037")),
        "a.xlsx",
        "file.dtd_forbidden",
    ),
    (
        "document type in a part of another name",
        _part("xl/media/image1.png", b"\n" + _DTD[21:]),
        "a.xlsx",
        "file.dtd_forbidden",
    ),
    ("document type in an .ods", lambda: made.ods("", extra={"styles.xml": _DTD}), "a.ods", "file.dtd_forbidden"),
    ("macros", _part("xl/vbaProject.bin", b"x"), "a.xlsm", "file.macros"),
    ("macros renamed", _part("xl/printer.bin", _OLE2_VBA), "a.xlsx", "file.macros"),
    (
        "macros named by type only",
        _part("[Content_Types].xml", _MACRO_TYPE),
        "a.xlsx",
        "file.macros",
    ),
    ("old macro sheet", _part("xl/macrosheets/sheet1.xml", b"<w/>"), "a.xlsx", "file.macros"),
    ("control that runs", _part("xl/activeX/activeX1.xml", b"<w/>"), "a.xlsx", "file.macros"),
    ("macros in an .ods", lambda: made.ods("", extra={"Basic/Standard/Module1.xml": b"<w/>"}), "a.ods", "file.macros"),
    ("macros in an .xls", lambda: made.with_storage(made.xls(), "_VBA_PROJECT_CUR"), "a.xls", "file.macros"),
    ("data connection", _part("xl/connections.xml", b"<connections/>"), "a.xlsx", "file.fetches"),
    (
        "DDE",
        _part("xl/externalLinks/externalLink1.xml", b"<externalLink><ddeLink/></externalLink>"),
        "a.xlsx",
        "file.fetches",
    ),
    ("encrypted .xlsx", lambda: made.renamed_stream(made.xls(), "EncryptedPackage"), "a.xlsx", "file.encrypted"),
    ("encrypted, cut off", _encrypted_cut_off, "a.xlsx", "file.encrypted"),
    ("encrypted .xls", lambda: made.with_second_record(made.xls(), 0x2F), "a.xls", "file.encrypted"),
    ("encrypted part", lambda: _patched(b"xl/styles.xml", 8, b"\x01\x00"), "a.xlsx", "file.encrypted"),
    (
        "encrypted .ods",
        lambda: made.ods("", extra={"META-INF/manifest.xml": b"<m><encryption-data/></m>"}),
        "a.ods",
        "file.encrypted",
    ),
    ("WPS .et", lambda: made.with_storage(made.xls(), "ETExtData"), "a.xlsx", "file.type_unsupported"),
    (".et by name", made.xls, "a.et", "file.type_unsupported"),
    ("Word 97", lambda: made.renamed_stream(made.xls(), "WordDocument"), "a.xls", "file.type_unsupported"),
    ("xlsb", _zip_of("xl/workbook.bin", "[Content_Types].xml"), "a.xlsb", "file.type_unsupported"),
    ("docx", _zip_of("word/document.xml"), "a.xlsx", "file.type_unsupported"),
    (
        "zip of workbooks",
        lambda: made.zipped({"1.xlsx": made.xlsx(), "2.xlsx": made.xlsx()}),
        "a.zip",
        "file.type_unsupported",
    ),
    (
        "text document",
        lambda: made.zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}),
        "a.ods",
        "file.type_unsupported",
    ),
    ("pdf", lambda: b"%PDF-1.7\n", "a.xlsx", "file.type_unsupported"),
    ("html under .xls", lambda: "<html><table><tr><td>产量".encode("gb18030"), "a.xls", "file.type_mismatch"),
    ("Excel 2003 XML", lambda: _EXCEL_2003, "a.xls", "file.type_unsupported"),
    ("html in UTF-16", lambda: "<table>".encode("utf-16"), "a.xls", "file.type_mismatch"),
    ("html under .csv", lambda: b"<table>", "a.csv", "file.type_unsupported"),
    ("mail archive", lambda: b"MIME-Version: 1.0\n", "a.xls", "file.type_unsupported"),
    ("Excel 4", lambda: b"\x09\x04\x06\x00" + bytes(100), "a.xls", "file.type_unsupported"),
    ("7z", lambda: b"7z\xbc\xaf\x27\x1c" + bytes(30), "a.7z", "file.type_unsupported"),
    ("binary", lambda: bytes(range(256)), "a.csv", "file.type_unsupported"),
    ("text under .xlsx", lambda: b"a,b\n1,2\n", "a.xlsx", "file.type_mismatch"),
    ("text under .et", lambda: b"a,b\n1,2\n", "a.et", "file.type_mismatch"),
    ("JSON under .xlsx", lambda: json.dumps({"a": 1}).encode(), "a.xlsx", "file.type_mismatch"),
    ("part twice", _twice, "a.xlsx", "file.part_twice"),
    ("part twice in other letters", _part("XL/Workbook.xml", b"<w/>"), "a.xlsx", "file.part_twice"),
    ("bytes before", lambda: made.xlsx() + made.xlsx(), "a.xlsx", "file.archive_ambiguous"),
    ("bytes behind", lambda: made.xlsx() + b"more", "a.xlsx", "file.archive_ambiguous"),
    ("overlapping parts", _overlapping, "a.xlsx", "file.archive_ambiguous"),
    (
        "packed another way",
        lambda: made.zipped(made.parts(made.sheet("")), method=zipfile.ZIP_LZMA),
        "a.xlsx",
        "file.type_unsupported",
    ),
    ("longer than it says", lambda: _patched(b"xl/styles.xml", 24, struct.pack("<I", 10)), "a.xlsx", "file.damaged"),
    ("wrong checksum", lambda: _patched(b"xl/styles.xml", 16, bytes(4)), "a.xlsx", "file.damaged"),
    ("cut off", lambda: made.xlsx()[:-300], "a.xlsx", "file.damaged"),
    (".xls cut off", lambda: made.xls()[:1500], "a.xls", "file.damaged"),
    ("sheet without its part", _part("xl/_rels/workbook.xml.rels", b"<Relationships/>"), "a.xlsx", "file.damaged"),
    (
        "sheet that ends early",
        _part("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row>"),
        "a.xlsx",
        "file.damaged",
    ),
    ("text that no list has", _rows('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'), "a.xlsx", "file.damaged"),
    ("cell beyond the last column", _rows('<row r="1"><c r="XFE1"><v>7</v></c></row>'), "a.xlsx", "file.damaged"),
    ("row zero", _rows('<row r="0"><c r="A0"><v>7</v></c></row>'), "a.xlsx", "file.damaged"),
    ("far cell", _rows(_FAR), "a.xlsx", "sheet.far_cell"),
    ("far cell in small letters", _rows(_FAR.replace("XFD", "xfd")), "a.xlsx", "sheet.far_cell"),
    (
        "cell stored twice",
        _rows('<row r="1"><c r="A1"><v>7</v></c><c r="A1"><v>8</v></c></row>'),
        "a.xlsx",
        "sheet.cell_twice",
    ),
    ("a cell repeated without end", lambda: made.ods(_ODS_BOMB), "a.ods", "sheet.too_many_cells"),
    ("a repetition of 10^12", lambda: made.ods(_ODS_BOMB.replace("1000000", "1000000000000")), "a.ods", "file.damaged"),
    ("no sheets in an .ods", lambda: made.zipped({"mimetype": _ODS_TYPE}), "a.ods", "file.damaged"),
    ("one token of 8 MB", lambda: made.xlsx(made.sheet("", after=f"<!--{_noise(6 << 20)}-->")), "a.xlsx", ""),
    ("a text of 8 MB", lambda: made.xlsx(made.sheet(_TEXT.format(_noise(6 << 20)))), "a.xlsx", "file.damaged"),
    ("elements 200,000 deep", _rows("<x>" * 200_000 + "</x>" * 200_000), "a.xlsx", ""),
    (
        "merged over the whole sheet",
        _rows("", after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        "a.xlsx",
        "",
    ),
    ("all columns hidden", _rows("", before='<cols><col min="1" max="16384" hidden="1"/></cols>'), "a.xlsx", ""),
    ("padded with zeros by mail", lambda: made.xlsx() + bytes(100), "a.xlsx", ""),
]


@pytest.fixture(scope="module")
def room() -> Iterator[ReadingRoom]:
    """Two seconds and 200 MB: a reader that needs more gives another answer than the one expected."""
    if os.name != "posix":
        pytest.skip("limits need a POSIX system")
    with ReadingRoom(
        workers=1, seconds=2.0, memory_bytes=200 << 20, functions={"read": "hostile_readers:through_the_door"}
    ) as opened:
        yield opened


@pytest.mark.parametrize(("build", "name", "code"), [pytest.param(*case[1:], id=case[0]) for case in CASES])
def test_each_is_answered_by_its_code(room: ReadingRoom, build: Build, name: str, code: str) -> None:
    file = room.read(build(), name=name, dictionary=sample.DICTIONARY, city=sample.CITY)
    assert ([code] if code else []) == [finding.code for finding in file.findings]
    assert all(name == finding.place.file for finding in file.findings)


def test_the_limits_of_this_harness_bite() -> None:
    """A sound file that needs more than it allows gets another answer, so that the cases above can fail."""
    content = made.xlsx(made.sheet("", after=f"<!--{_noise(6 << 20)}-->"))
    with ReadingRoom(workers=1, memory_bytes=20 << 20, functions={"read": "hostile_readers:through_the_door"}) as small:
        file = small.read(content, name="a.xlsx", dictionary=sample.DICTIONARY, city=sample.CITY)
    assert ["file.needs_too_much_memory"] == [finding.code for finding in file.findings]
