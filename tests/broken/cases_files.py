"""FC: containers that must not be opened, and names that are not trusted."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import containers as c
import drafts as d
from case import Answer, Case, due
from shapes import csv_list

_ENTITY = b'<!DOCTYPE w [<!ENTITY e "x">]>'
_OUTSIDE = b'<!DOCTYPE s [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
_LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
_MEMORY = """
import resource, sys
from zhibiao.readers.grids.container import inspect
content = open(sys.argv[1], "rb").read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
findings = inspect(content, name="return.xlsx")[1]
print(findings[0].code, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def refused_within(mib: int, code: str) -> None:
    """The container of FC-001 is refused by its directory: measured in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bomb.xlsx"
        path.write_bytes(c.bomb())
        done = subprocess.run(
            [sys.executable, "-c", _MEMORY, str(path)], capture_output=True, text=True, check=True, env={**os.environ}
        )
    found, grown = done.stdout.split()
    assert (code, True) == (found, int(grown) < mib), done.stdout


def _host_nowhere(answer: Answer) -> None:
    host = Path("/etc/hostname")
    name = host.read_text().strip() if host.exists() else os.uname().nodename
    assert name not in str(answer.result)
    assert name not in str(answer.store.files())


def _nothing_outside(_: Answer) -> None:
    assert not Path("/etc/cron.d/x").exists()
    assert not any(Path.cwd().parent.glob("**/cron.d"))


def _named(answer: Answer) -> None:
    """What is kept as the name leads nowhere and fits anywhere."""
    kept = answer.store.files()[-1].name
    assert not {"/", "\\"} & set(kept), kept
    assert ".." not in kept, kept
    assert len(kept.encode()) <= 255, kept
    assert all(ch.isprintable() for ch in kept), kept
    assert kept.endswith(".xlsx"), kept


def _text_bytes() -> bytes:
    return csv_list(d.good())[0].encode()


CASES = (
    Case(id="FC-001", content=c.bomb, also=lambda _: refused_within(50, "file.uncompressed_too_large")),
    Case(id="FC-003", content=c.many_parts),
    Case(id="FC-006", content=lambda: c.with_parts(("../../etc/cron.d/x", b"x")), also=_nothing_outside),
    Case(id="FC-007", shapes=("form", "list"), name="../../../data/app.xlsx", also=_named),
    Case(id="FC-009", shapes=("form", "list"), name="表" * 4990 + "😀" * 10 + ".xlsx", also=_named),
    Case(
        id="FC-010",
        content=lambda: c.replaced(c.workbook(), "xl/workbook.xml", b"<workbook", _ENTITY + b"<workbook"),
    ),
    Case(
        id="FC-012",
        content=lambda: c.repacked(
            c.workbook(),
            lambda parts: parts.update(
                {c.SHEET: _OUTSIDE + parts[c.SHEET].split(b"?>", 1)[-1].replace(b"<v>0</v>", b"<v>&e;</v>", 1)}
            ),
        ),
        also=_host_nowhere,
    ),
    Case(id="FC-014", content=lambda: c.with_parts(("xl/vbaProject.bin", b"\xd0\xcf")), name="return.xlsm"),
    Case(id="FC-015", content=lambda: c.with_parts(("xl/vbaProject.bin", b"\xd0\xcf"))),
    Case(id="FC-016", content=c.encrypted),
    Case(id="FC-017", content=c.xls, name="return.xls"),
    Case(id="FC-019", content=_text_bytes, name="return.xlsx"),
    Case(id="FC-022", content=lambda: b""),
    Case(id="FC-026", content=c.open_document, name="return.ods"),
)

_UNSUPPORTED = due("REJECT_FILE", "file.type_unsupported", "file")
_DAMAGED = due("REJECT_FILE", "file.damaged", "file")
_DTD = due("REJECT_FILE", "file.dtd_forbidden", "file", "part name")
_LARGE = due("REJECT_FILE", "file.uncompressed_too_large", "file", "part name", "limit", "actual")

TWINS = (
    Case(id="FC-001 spread over parts", content=c.spread_bomb, due=_LARGE),
    Case(id="FC-001 stated smaller", content=c.lying_sizes, due=_DAMAGED),
    Case(
        id="FC-005 too large as received",
        content=lambda: b"PK\x03\x04" + bytes(65 << 20),
        due=due("REJECT_FILE", "file.too_large", "file", "limit", "actual"),
    ),
    Case(
        id="FC-006 backslashes",
        content=lambda: c.with_parts(("..\\..\\x", b"x")),
        due=due("REJECT_FILE", "file.bad_part_name", "file", "part name"),
    ),
    Case(
        id="FC-006 from the root",
        content=lambda: c.with_parts(("/etc/passwd", b"x")),
        due=due("REJECT_FILE", "file.bad_part_name", "file", "part name"),
    ),
    Case(
        id="FC-007 control characters",
        shapes=("form",),
        name="a\r\nb\x1b[2J.xlsx",
        due=due("NORMALISE", "file.name_sanitised", "file"),
        also=_named,
    ),
    Case(
        id="FC-007 text turned round",
        shapes=("form",),
        name="return\u202exslx.xlsx",
        due=due("NORMALISE", "file.name_sanitised", "file"),
        also=_named,
    ),
    Case(
        id="FC-007 a drive's path",
        shapes=("form",),
        name="C:\\Users\\a\\return.xlsx",
        due=due("NORMALISE", "file.name_sanitised", "file"),
        also=_named,
    ),
    Case(
        id="FC-010 in the sheet",
        content=lambda: c.repacked(
            c.workbook(), lambda p: p.update({c.SHEET: _ENTITY + p[c.SHEET].split(b"?>", 1)[-1]})
        ),
        due=_DTD,
    ),
    Case(
        id="FC-011 many laughs",
        content=lambda: c.replaced(c.workbook(), "xl/styles.xml", b"<styleSheet", _LAUGHS + b"<styleSheet"),
        due=_DTD,
    ),
    Case(
        id="FC-010 in UTF-16",
        content=lambda: c.repacked(
            c.workbook(),
            lambda p: p.update({c.SHEET: (_ENTITY + p[c.SHEET].split(b"?>", 1)[-1]).decode().encode("utf-16")}),
        ),
        due=_DTD,
    ),
    Case(
        id="FC-013 in an .ods",
        content=lambda: c.open_document(declaration=_OUTSIDE.decode()),
        name="return.ods",
        due=_DTD,
        also=_host_nowhere,
    ),
    Case(
        id="FC-014 old macro sheet",
        content=lambda: c.with_parts(("xl/macrosheets/sheet1.xml", b"<xm:macrosheet/>")),
        due=due("REJECT_FILE", "file.macros", "file", "part name"),
    ),
    Case(
        id="FC-015 macros in capitals",
        content=lambda: c.with_parts(("XL/VBAPROJECT.BIN", b"\xd0\xcf")),
        due=due("REJECT_FILE", "file.macros", "file", "part name"),
    ),
    Case(id="FC-016 named .xls", content=c.encrypted, name="a.xls", due=due("REJECT_FILE", "file.encrypted", "file")),
    Case(id="FC-017 named .xlsx", content=c.xls, due=due("NORMALISE", "file.legacy_xls", "file")),
    Case(id="FC-018 cut short", content=lambda: c.workbook()[:-400], due=_DAMAGED),
    Case(id="FC-018 cut in half", content=lambda: c.workbook()[:3000], due=_DAMAGED),
    Case(
        id="FC-018 a byte turned",
        content=lambda: c.workbook()[:2000] + b"\xff\xff\xff\xff" + c.workbook()[2004:],
        due=_DAMAGED,
    ),
    Case(
        id="FC-019 page named .xls",
        content=lambda: "<html><body><table><tr><td>粗钢产量</td></tr></table></body></html>".encode(),
        name="report.xls",
        due=due("REJECT_FILE", "file.type_mismatch", "file"),
    ),
    Case(
        id="FC-020 workbook named .csv", shapes=("form",), name="return.csv", due=due("NORMALISE", "file.name_differs")
    ),
    Case(id="FC-020 text named .txt", shapes=("csv",), name="return.txt", due=due("ACCEPT")),
    Case(
        id="FC-021 picture",
        content=lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)),
        due=_UNSUPPORTED,
    ),
    Case(id="FC-021 PDF", content=lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n" + bytes(50), due=_UNSUPPORTED),
    Case(
        id="FC-021 PDF of plain letters",
        content=lambda: b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\n%%EOF\n",
        name="report.pdf",
        due=_UNSUPPORTED,
    ),
    Case(
        id="FC-021 document of a writer",
        content=lambda: c.repacked(
            c.workbook(),
            lambda p: (p.clear(), p.update({"word/document.xml": b"<w/>", "[Content_Types].xml": b"<T/>"})),
        ),
        name="report.docx",
        due=_UNSUPPORTED,
    ),
    Case(
        id="FC-022 blanks only",
        content=lambda: b"\xef\xbb\xbf \r\n\t",
        name="a.csv",
        due=due("REJECT_FILE", "file.empty"),
    ),
    Case(
        id="FC-023 header only",
        content=lambda: csv_list(d.good())[0].split("\n")[0].encode() + b"\n",
        name="a.csv",
        due=due("REJECT_FILE", "sheet.no_return", "file"),
    ),
    Case(id="FC-026 xlsb", content=c.binary_workbook, name="return.xlsb", due=_UNSUPPORTED),
    Case(id="FC-026 et", content=c.xls, name="return.et", due=_UNSUPPORTED),
    Case(
        id="FC-026 archive",
        content=lambda: c.repacked(c.workbook(), lambda p: (p.clear(), p.update({"return.csv": b"a,b\n"}))),
        name="return.zip",
        due=_UNSUPPORTED,
    ),
    Case(id="FC-026 7z", content=lambda: b"7z\xbc\xaf\x27\x1c" + bytes(100), name="return.7z", due=_UNSUPPORTED),
)
