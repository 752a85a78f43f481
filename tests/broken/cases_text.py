"""TX: encodings, full-width and padded text, names that were damaged on the way, delimiters."""

from __future__ import annotations

from typing import Any

import pytest

import drafts as d
import returns_sample as sample
from case import Answer, Case, at, cell, due, fixed
from shapes import SHEETS_AND_TABLES, TABLES, Paper, Where

_WIDE = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")
_DAMAGED_NAME = "试验长流程\ufffd\ufffd有限公司"
_GARBLED_NAME = sample.STEEL.name.zh.encode().decode("latin-1")
_TRADITIONAL = "試驗長流程鋼鐵有限公司"


def wide(text: str) -> str:
    return text.translate(_WIDE)


def mixed(content: bytes, _: Paper) -> bytes:
    """The upper half as it is, the lower in GBK."""
    lines = content.decode().splitlines(keepends=True)
    half = len(lines) // 2
    return "".join(lines[:half]).encode() + "".join(lines[half:]).encode("gbk")


def _lower_half(paper: Paper) -> list[Where]:
    upper = 0
    for row, line in enumerate(paper.content.split(b"\n"), start=1):
        try:
            line.decode()
        except UnicodeDecodeError:
            upper = row
            break
    return [Where(row=upper)]


def _offset(answer: Answer) -> None:
    """The byte named is the first that is not UTF-8."""
    assert answer.finding is not None
    with pytest.raises(UnicodeDecodeError) as error:
        answer.paper.content.decode()
    assert str(error.value.start) == str(answer.finding.facts["offset"])


def _contact(name: str) -> Any:
    """Somebody's name in the form's foot."""

    def change(book: Any, _: Paper) -> None:
        sheet = book.worksheets[0]
        row = next(row for row in range(8, 60) if "填表人" in str(sheet.cell(row, 1).value))
        sheet.cell(row, 1).value = sheet.cell(row, 1).value.replace("丙某", name)

    return change


def _foot(paper: Paper) -> list[Where]:
    row = 8 + len(d.good().first.lines)
    return [Where(paper.at("name").sheet, f"A{row}")]


CASES = (
    Case(id="TX-001", shapes=TABLES, encoding="gbk"),
    Case(id="TX-005", shapes=TABLES, encoding="utf-8-sig"),
    Case(id="TX-007", shapes=("csv",), raw=mixed, where=_lower_half, also=_offset),
    Case(id="TX-008", shapes=("csv", "csv collected", "list", "form"), given=d.named(_GARBLED_NAME), where=at("name")),
    Case(id="TX-009", shapes=("csv", "csv collected", "list", "form"), given=d.named(_DAMAGED_NAME), where=at("name")),
    Case(
        id="TX-010", shapes=SHEETS_AND_TABLES, given=d.typed("gross_output_yuan", wide), where=cell("gross_output_yuan")
    ),
    Case(
        id="TX-011",
        shapes=SHEETS_AND_TABLES,
        given=d.both(d.files(profit_yuan=-1234), d.put("profit_yuan", "－１，２３４")),
        figures={("profit_yuan", d.MONTH): "-12340000"},
        where=cell("profit_yuan"),
    ),
    Case(
        id="TX-012",
        shapes=SHEETS_AND_TABLES,
        given=d.both(
            d.typed("gross_output_yuan", lambda text: f"\u3000{text}\u3000"),
            d.coded(f"\u3000{sample.STEEL.credit_code}\u3000"),
        ),
        where=cell("gross_output_yuan"),
    ),
    Case(id="TX-018", shapes=SHEETS_AND_TABLES, given=d.named(_TRADITIONAL), where=at("name")),
    Case(id="TX-019", book=_contact("Jose\u0301"), where=_foot),
    Case(id="TX-023", shapes=TABLES, text=lambda text: text.replace(",", ";"), where=fixed(row=1)),
    Case(
        id="TX-024",
        shapes=TABLES,
        given=d.put("gross_output_yuan", "1.234,56"),
        where=cell("gross_output_yuan"),
    ),
)

TWINS = (
    Case(id="TX-001 UTF-16", shapes=TABLES, encoding="utf-16", due=due("NORMALISE", "text.decoded_utf16", "file")),
    Case(
        id="TX-001 GB18030's four bytes",
        shapes=("csv",),
        encoding="gb18030",
        given=d.called("gross_output_yuan", "工业总产值"),
        due=due("NORMALISE", "text.decoded_gb18030", "file"),
    ),
    Case(
        id="TX-002 UTF-16 without its mark",
        shapes=("csv",),
        encoding="utf-16-le",
        due=due("NORMALISE", "text.decoded_utf16", "file"),
    ),
    Case(
        id="TX-007 GBK above UTF-8",
        shapes=("csv",),
        raw=lambda content, _: (
            content.decode().split("\n", 1)[0].encode("gbk") + b"\n" + content.decode().split("\n", 1)[1].encode()
        ),
        due=due("REJECT_FILE", "text.encoding_mixed", "row", "byte offset"),
    ),
    Case(
        id="TX-008 GBK read as Latin",
        shapes=("list",),
        given=d.named(sample.STEEL.name.zh.encode("gbk").decode("latin-1")),
        where=at("name"),
        due=due("QUARANTINE", "text.mojibake"),
    ),
    Case(
        id="TX-009 in a field's name",
        shapes=("form", "list"),
        given=d.called("gross_output_yuan", "工业\ufffd产值"),
        where=at("gross_output_yuan", "name"),
        due=due("QUARANTINE", "text.replacement_char"),
    ),
    Case(
        id="TX-012 hard blank",
        shapes=SHEETS_AND_TABLES,
        given=d.typed("gross_output_yuan", lambda text: f"\u00a0{text}\u00a0"),
        where=cell("gross_output_yuan"),
        due=due("NORMALISE", "text.trimmed"),
    ),
    Case(
        id="TX-012 around the code alone",
        shapes=("form", "list", "collected"),
        given=d.coded(f"\u3000{sample.STEEL.credit_code}\u3000"),
        where=at("code"),
        due=due("NORMALISE", "text.trimmed"),
    ),
    Case(
        id="TX-013 no width at all",
        shapes=SHEETS_AND_TABLES,
        given=d.typed("gross_output_yuan", lambda text: f"\u200b{text}\ufeff"),
        where=cell("gross_output_yuan"),
        due=due("NORMALISE", "text.trimmed"),
    ),
    Case(
        id="TX-013 no width between digits",
        shapes=SHEETS_AND_TABLES,
        given=d.typed("gross_output_yuan", lambda text: f"{text[:3]}\u200b{text[3:]}"),
        where=cell("gross_output_yuan"),
        due=due("QUARANTINE", "num.bad_grammar"),
    ),
    Case(
        id="TX-013 control character in a name",
        shapes=("csv",),
        given=d.named("试验长流程\x07钢铁有限公司"),
        where=at("name"),
        due=due("QUERY", "id.name_differs"),
    ),
    Case(
        id="TX-018 former name",
        shapes=("form", "list"),
        given=d.named("试验长流程钢铁厂"),
        where=at("name"),
        due=due("QUERY", "id.name_differs"),
    ),
    Case(
        id="TX-019 half-width kana",
        book=_contact("ﾔﾏﾀﾞ"),
        where=_foot,
        due=due("NORMALISE", "text.nfc"),
    ),
    Case(
        id="TX-020 line ends of a Macintosh",
        shapes=("csv",),
        text=lambda text: text.replace("\n", "\r"),
        due=due("ACCEPT"),
    ),
    Case(
        id="TX-021 line ends of Windows", shapes=TABLES, text=lambda text: text.replace("\n", "\r\n"), due=due("ACCEPT")
    ),
    Case(
        id="TX-021 line end in quotes",
        shapes=("csv",),
        given=d.called("gross_output_yuan", "工业总产值\n"),
        due=due("ACCEPT"),
    ),
    Case(
        id="TX-023 TAB",
        shapes=TABLES,
        text=lambda text: text.replace(",", "\t"),
        where=fixed(row=1),
        due=due("NORMALISE", "csv.delimiter"),
    ),
    Case(
        id="TX-023 a semicolon in a text",
        shapes=("csv",),
        given=d.called("gross_output_yuan", "工业总产值(现价)"),
        text=lambda text: text.replace("吨标准煤", '"吨标准煤"'),
        due=due("ACCEPT"),
    ),
    Case(
        id="TX-024 a comma for the point",
        shapes=TABLES,
        given=d.put("taxes_yuan", "4080,5"),
        where=cell("taxes_yuan"),
        due=due("QUARANTINE", "num.bad_grammar"),
    ),
    Case(
        id="TX-025 quotes broken",
        shapes=("csv",),
        text=lambda text: text.replace("营业收入", '"营业收入"x', 1),
        due=due("REJECT_FILE", "csv.broken", "row"),
    ),
    Case(
        id="TX-026 row cut short",
        shapes=("csv",),
        text=lambda text: "\n".join(
            line.rsplit(",", 5)[0] if row == 4 else line for row, line in enumerate(text.split("\n"))
        ),
        where=fixed(row=5),
        due=due("QUARANTINE", "csv.row_short"),
        along=("edit.required_missing", "edit.to_date_missing"),
    ),
    Case(
        id="TX-027 a letter, not a table",
        content=lambda: "关于报送月报的通知\n各有关企业：\n".encode(),
        name="a.txt",
        due=due("REJECT_FILE", "sheet.no_return", "file"),
    ),
)
