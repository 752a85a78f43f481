"""NU: what may pass for a number, and what must not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import containers as c
import drafts as d
import returns_sample as sample
from case import Case, cell, due
from drafts import MONTH, Change, Draft
from shapes import SHEETS_AND_TABLES, WORKBOOKS, Paper

FIELD = "gross_output_yuan"
_EVERYWHERE = (*SHEETS_AND_TABLES, "json")
_BAD = due("QUARANTINE", "num.bad_grammar")


def add_line(code: str, *cells: object, unit: object = None) -> Change:
    """A supplementary field filed below the form proper."""

    def change(draft: Draft) -> None:
        of = draft.dictionary[code]
        line = d.Line(of.code, of.name.zh, unit or of.form_unit.symbol, of.row_code, [*cells, *[None] * 4][:4])
        free = next(place for place in range(len(draft.first.lines) - 1, 0, -1) if draft.first.lines[place].is_blank)
        draft.first.lines[free] = line

    return change


def shown_as(code: str, number_format: str) -> Callable[[Any, Paper], None]:
    """The cell as a spreadsheet shows it."""

    def change(book: Any, paper: Paper) -> None:
        book.worksheets[0][paper.at(code, MONTH).cell].number_format = number_format

    return change


def text_number(code: str) -> Change:
    return d.typed(code, lambda text: text)


_UTILISATION = "capacity_utilisation"
CASES = (
    Case(id="NU-001", shapes=WORKBOOKS, given=text_number(FIELD), where=cell(FIELD)),
    Case(id="NU-004", shapes=SHEETS_AND_TABLES, given=d.put(FIELD, "1.2E5"), where=cell(FIELD), facts=("text",)),
    Case(id="NU-006", shapes=_EVERYWHERE, given=d.put(FIELD, "1_000"), where=cell(FIELD)),
    Case(id="NU-007", shapes=_EVERYWHERE, given=d.put(FIELD, "nan"), where=cell(FIELD)),
    Case(id="NU-008", shapes=_EVERYWHERE, given=d.put(FIELD, "①"), where=cell(FIELD)),
    Case(
        id="NU-011",
        shapes=SHEETS_AND_TABLES,
        given=d.put(FIELD, "12.5万元"),
        where=cell(FIELD),
        facts=("text",),
    ),
    Case(id="NU-013", shapes=_EVERYWHERE, given=d.put(FIELD, None), where=cell(FIELD)),
    Case(id="NU-015", shapes=_EVERYWHERE, given=d.files(crude_steel_t="-0.035"), where=cell("crude_steel_t")),
    Case(
        id="NU-018",
        shapes=WORKBOOKS,
        given=d.both(d.files(taxes_yuan="4123.60"), d.put("taxes_yuan", "4123.60")),
        raw=c.cell_as(("taxes_yuan", MONTH), '<c r="{ref}"><v>4123.600000000002</v></c>'),
        figures={("taxes_yuan", MONTH): "41236000"},
        where=cell("taxes_yuan"),
    ),
    Case(
        id="NU-019",
        shapes=WORKBOOKS,
        given=d.files(taxes_yuan="4234.5678"),
        book=shown_as("taxes_yuan", "0"),
    ),
    Case(
        id="NU-020",
        shapes=("form", "list"),
        given=add_line(_UTILISATION, 0.852, unit="%"),
        book=shown_as(_UTILISATION, "0.0%"),
        figures={(_UTILISATION, MONTH): "0.852"},
        where=cell(_UTILISATION),
    ),
    Case(
        id="NU-021",
        along=("edit.capacity_utilisation",),
        shapes=("list",),
        given=add_line(_UTILISATION, 85.2, unit="1"),
        figures={(_UTILISATION, MONTH): "85.2"},
        where=cell(_UTILISATION),
    ),
    Case(id="NU-024", shapes=(*WORKBOOKS, "json"), given=d.put(FIELD, True), where=cell(FIELD)),
    Case(id="NU-027", shapes=_EVERYWHERE, given=d.put(FIELD, "1" + "0" * 30), where=cell(FIELD)),
)

TWINS = (
    *(
        Case(
            id=f"NU-007 {text}",
            shapes=("form", "csv"),
            given=d.put(FIELD, text),
            where=cell(FIELD),
            due=due("QUARANTINE", "num.not_finite"),
        )
        for text in ("inf", "-Infinity", "NaN", "∞")
    ),
    *(
        Case(id=f"NU-008 {name}", shapes=("form", "csv"), given=d.put(FIELD, text), where=cell(FIELD), due=_BAD)
        for name, text in (
            ("superscript", "10²"),
            ("Arabic digits", "١٢٣٤"),
            ("Chinese digits", "一千二百"),
            ("roman", "Ⅻ"),
            ("fraction", "½"),
            ("hexadecimal", "0x1F"),
            ("two points", "1.234.56"),
            ("bad groups", "12,34,567"),
            ("two numbers", "100/200"),
            ("a range", "100-120"),
            ("about", "约100"),
            ("greater than", ">100"),
            ("sum", "100+20"),
        )
    ),
    *(
        Case(
            id=f"NU-011 {name}",
            shapes=("form", "list"),
            given=d.put("crude_steel_t", text),
            where=cell("crude_steel_t"),
            due=due("QUARANTINE", "num.unit_in_cell"),
        )
        for name, text in (("tonnes", "26.06万吨"), ("latin", "26.06t"))
    ),
    Case(
        id="NU-002 thousands marks",
        shapes=("form", "list", "csv"),
        given=d.typed("sales_revenue_yuan", lambda text: f"{int(float(text)):,}"),
        where=cell("sales_revenue_yuan"),
        due=due("NORMALISE", "num.thousands"),
    ),
    Case(
        id="NU-003 apostrophe before",
        shapes=("form", "csv"),
        given=d.typed(FIELD, lambda text: f"'{text}"),
        where=cell(FIELD),
        due=_BAD,
    ),
    Case(
        id="NU-014 blanks only",
        shapes=SHEETS_AND_TABLES,
        given=d.put(FIELD, "  "),
        where=cell(FIELD),
        due=due("QUARANTINE", "edit.required_missing"),
    ),
    Case(
        id="NU-015 in parentheses",
        shapes=("form", "list"),
        given=d.both(d.files(crude_steel_t="-0.035"), d.put("crude_steel_t", "(0.035)")),
        where=cell("crude_steel_t"),
        due=due("QUARANTINE", "edit.negative"),
    ),
    Case(
        id="NU-016 loss in parentheses",
        shapes=SHEETS_AND_TABLES,
        given=d.both(d.files(profit_yuan=-1234), d.put("profit_yuan", "(1,234)")),
        figures={("profit_yuan", MONTH): "-12340000"},
        where=cell("profit_yuan"),
        due=due("NORMALISE", "num.sign_mark"),
    ),
    Case(
        id="NU-018 the other way",
        shapes=("form",),
        given=d.files(taxes_yuan="4123.60"),
        raw=c.cell_as(("taxes_yuan", MONTH), '<c r="{ref}"><v>4123.599999999999</v></c>'),
        where=cell("taxes_yuan"),
        due=due("NORMALISE", "num.float_tail"),
    ),
    Case(
        id="NU-020 typed with its mark",
        shapes=("form", "list", "csv"),
        given=add_line(_UTILISATION, "85.2%", unit="%"),
        figures={(_UTILISATION, MONTH): "0.852"},
        where=cell(_UTILISATION),
        due=due("NORMALISE", "num.percent"),
    ),
    Case(
        id="NU-020 in its own unit",
        shapes=("form", "list", "csv"),
        given=add_line(_UTILISATION, 85.2, unit="%"),
        figures={(_UTILISATION, MONTH): "0.852"},
        due=due("ACCEPT"),
    ),
    Case(
        id="NU-021 share under a percent sign",
        along=("edit.capacity_utilisation",),
        shapes=("form", "list"),
        given=add_line(_UTILISATION, 0.852, unit="%"),
        figures={(_UTILISATION, MONTH): "0.00852"},
        where=cell(_UTILISATION),
        due=due("QUERY", "unit.percent_suspected"),
    ),
    Case(
        id="NU-023 percent in a field of tonnes",
        shapes=("form", "list"),
        given=d.put("crude_steel_t", "26%"),
        where=cell("crude_steel_t"),
        due=due("QUARANTINE", "num.bad_grammar"),
    ),
    Case(
        id="NU-025 a date in a number field",
        shapes=("form", "list"),
        given=d.put(FIELD, dt.date(2025, 3, 1)),
        where=cell(FIELD),
        due=due("QUARANTINE", "num.bad_type"),
    ),
    Case(
        id="NU-026 text in a number field",
        shapes=SHEETS_AND_TABLES,
        given=d.put(FIELD, "见附表"),
        where=cell(FIELD),
        due=_BAD,
    ),
    Case(
        id="NU-027 as a number",
        shapes=("form", "list"),
        given=d.put(FIELD, 1e30),
        where=cell(FIELD),
        due=due("QUARANTINE", "num.out_of_range"),
    ),
    Case(
        id="NU-012 dash for none",
        shapes=("form", "list", "csv"),
        start=lambda: d.good(sample.ARC),
        given=d.put("iron_ore_used_t", "—"),
        figures={("iron_ore_used_t", MONTH): ""},
        where=cell("iron_ore_used_t"),
        along=("edit.zero_suspected",),
        due=due("NORMALISE", "num.none_mark"),
    ),
    Case(
        id="NU-010 ten thousand twice",
        along=("unit.factor_1e4_suspected",),
        shapes=("form", "list", "csv"),
        given=d.put("crude_steel_t", "26.06万"),
        where=cell("crude_steel_t"),
        due=due("QUARANTINE", "num.unit_in_cell"),
    ),
)
