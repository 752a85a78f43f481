"""Price tables as their publishers give them, with made-up figures."""

import csv
import io
from collections.abc import Sequence

import openpyxl

TITLE = "2025年3月中旬流通领域重要生产资料市场价格变动情况"
HEADER = ("产品名称", "单位", "本期价格(元)", "比上期价格涨跌(元)", "涨跌幅(%)")
BODY: tuple[tuple[object, ...], ...] = (
    ("一、黑色金属", None, None, None, None),
    ("螺纹钢（Φ20mm，HRB400E）", "吨", 3241.1, -50.5, -1.5),
    ("线材（Φ8-10mm，HPB300）", "吨", 3410.8, -44.9, -1.3),
    ("二、煤炭", None, None, None, None),
    ("焦煤（主焦煤）", "吨", 1238.1, -52.4, -4.1),
    ("焦炭（准一级冶金焦）", "吨", 1287.4, -51.9, -3.9),
    ("注：上期为2025年3月上旬。", None, None, None, None),
)


def sheet(rows: Sequence[Sequence[object]], *, name: str = "Sheet1") -> bytes:
    """A workbook with these rows on one sheet."""
    book = openpyxl.Workbook()
    book.active.title = name  # type: ignore[union-attr]
    for row in rows:
        book.active.append(list(row))  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text(rows: Sequence[Sequence[object]], *, encoding: str = "utf-8") -> bytes:
    """A text table with these rows."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([["" if cell is None else cell for cell in row] for row in rows])
    return out.getvalue().encode(encoding)


def page(rows: Sequence[Sequence[object]], *, title: str = TITLE) -> bytes:
    """A saved web page with these rows in a table; a row of one cell spans them all."""
    body = "".join(
        f'<tr><td colspan="5"><p>{row[0]}</p></td></tr>'
        if row[1] is None
        else "<tr>" + "".join(f"<td><span>{cell}</span>&nbsp;</td>" for cell in row) + "</tr>"
        for row in rows
    )
    head = f"<head><script>var period = '2019年1月上旬';</script><title>{title}</title></head>"
    return f"<!DOCTYPE html><html>{head}<body><h1>{title}</h1><table>{body}</table></body></html>".encode()


def bureau(**changed: object) -> list[tuple[object, ...]]:
    """The bureau's table, its title above; `changed` puts other cells in the place of some: coke=(…)."""
    rows: list[tuple[object, ...]] = [(TITLE, None, None, None, None), HEADER, *BODY]
    if "coke" in changed:
        rows[7] = changed["coke"]  # type: ignore[assignment]
    return rows


def world_bank() -> bytes:
    """The published workbook: names above units above months."""
    rows = [
        ("World Bank Commodity Price Data (The Pink Sheet)",),
        ("monthly prices in nominal US dollars, 1960 to present",),
        ("(monthly series are available only in nominal US dollar terms)",),
        ("Updated on March 03, 2026",),
        (None, "Crude oil, average", "Coal, South African **", "Iron ore, cfr spot", "Shrimps, Mexican"),
        (None, "($/bbl)", "($/mt)", "($/dmtu)", "($/kg)"),
        ("2024M10", 73.9, "…", 100.5, 11.1),
        ("2024M11", 72.3, "…", 102.2, 11.2),
        ("2024M12", 72.31, 105.47, 103.1, 11.3),
    ]
    book = openpyxl.Workbook()
    book.active.title = "AFOSHEET"  # type: ignore[union-attr]
    book.active.append(["World Bank"])  # type: ignore[union-attr]
    months = book.create_sheet("Monthly Prices")
    for row in rows:
        months.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
