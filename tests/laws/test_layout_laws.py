"""The same returns read equal in whatever layout and kind of file they are written."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import layout_papers as papers
import returns_sample as sample
from effort import examples
from zhibiao.monthly.filed import FileRead
from zhibiao.readers.returns.return_csv import read_csv
from zhibiao.readers.returns.return_json import read_json
from zhibiao.terms.quantity import UNITS, convert

FIRMS = (sample.STEEL, sample.ARC, sample.SCRAP)
FIELDS = tuple(field for field in sample.DICTIONARY if field.unit.dimension != "number")
UNITS_OF = {
    dimension: sorted({unit.symbol for unit in UNITS.values() if unit.dimension == dimension})
    for dimension in {field.unit.dimension for field in FIELDS}
}


@st.composite
def filings(draw: st.DrawFn) -> list[papers.Filed]:
    """One to three firms with the same fields and units, and figures that a spreadsheet holds exactly."""
    fields = draw(st.lists(st.sampled_from(FIELDS), min_size=2, max_size=6, unique_by=lambda field: field.code))
    units = [UNITS[draw(st.sampled_from(UNITS_OF[field.unit.dimension]))] for field in fields]
    figure = st.decimals(min_value=-(10**8), max_value=10**8, places=4, allow_nan=False)
    firms = draw(st.lists(st.sampled_from(FIRMS), min_size=1, max_size=3, unique_by=lambda firm: firm.id))
    return [
        papers.Filed(
            firm,
            tuple(
                papers.Row(field, unit, (draw(figure), draw(figure), draw(figure), draw(figure)))
                for field, unit in zip(fields, units, strict=True)
            ),
        )
        for firm in firms
    ]


def expected(one: papers.Filed) -> dict[tuple[str, str], Decimal]:
    """What the figures come to in the fields' own units, by the table of units alone."""
    return {
        (row.field.code, scope): convert(value, source=row.unit, target=row.field.unit)
        for row in one.rows
        for scope, value in zip(("period", "ytd"), row.figures[:2], strict=True)
        if value is not None
    }


def every_reading(filed: list[papers.Filed]) -> dict[str, FileRead]:
    """The same filings through every layout and kind of file."""
    collected, merged = papers.collected_cells(filed)
    lists = papers.list_cells(filed)
    once = papers.typed_once(lists)
    beside, over = papers.beside_cells(filed)
    about = {"name": "a", "dictionary": sample.DICTIONARY, "city": sample.CITY}
    several = {"beside": papers.read(papers.grid(beside, over))} if len(filed) > 1 else {}
    return {
        **several,
        "list typed once": papers.read(papers.grid(once)),
        "list typed once as text": read_csv(papers.text_of(once), **about),  # type: ignore[arg-type]
        "form": papers.read(*(papers.grid(papers.form_cells(one), name=one.firm.id) for one in filed)),
        "list": papers.read(papers.grid(lists)),
        "collected": papers.read(papers.grid(collected, merged)),
        "list as text": read_csv(papers.text_of(lists), **about),  # type: ignore[arg-type]
        "list with tabs": read_csv(papers.text_of(lists, "\t"), **about),  # type: ignore[arg-type]
        "form as text": FileRead(
            name="a",
            findings=(),
            returns=tuple(
                sighted
                for one in filed
                for sighted in read_csv(papers.text_of(papers.form_cells(one)), **about).returns  # type: ignore[arg-type]
            ),
        ),
        "document": read_json(papers.document_of(filed), **about),  # type: ignore[arg-type]
    }


def differences(filed: list[papers.Filed]) -> list[str]:
    """The layouts that did not give back what was written."""
    due = [(one.firm.id, expected(one)) for one in filed]
    readings = every_reading(filed)
    got = {
        layout: [(one.filed.enterprise, papers.figures_of(one)) for one in result.returns if one.filed is not None]
        for layout, result in readings.items()
    }
    return [layout for layout, figures in got.items() if figures != due]


@settings(max_examples=examples(25))
@given(filings())
def test_every_layout_gives_back_what_was_written(filed: list[papers.Filed]) -> None:
    assert [] == differences(filed)


def test_the_law_can_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader of collected tables that mixes up month and year to date is caught."""
    from zhibiao.readers.returns import headings

    swapped = {**headings.SCOPES}
    value, to_date = headings.Column.VALUE, headings.Column.TO_DATE
    swapped[value], swapped[to_date] = swapped[to_date], swapped[value]
    monkeypatch.setattr("zhibiao.readers.returns.figures.SCOPES", swapped)
    filed = [papers.Filed(sample.STEEL, (papers.steel_row("crude_steel_t", 1, 2), papers.steel_row("sales_t", 3, 4)))]
    assert {"form", "list", "collected"} <= set(differences(filed))
