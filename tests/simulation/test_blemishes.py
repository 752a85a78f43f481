"""Each kind of blemish: it changes the sheet, names its cells, and reads as the list says it will."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest

from city_sample import city, dictionary, specification
from zhibiao.monthly.checks.every import check_return
from zhibiao.monthly.form import FormSheet, form_sheet
from zhibiao.monthly.returns import Fact, Record, Return, Scope
from zhibiao.monthly.standing import Standing
from zhibiao.readers.returns.return_file import read_returns
from zhibiao.simulation.blemishes import SPOILERS, spoil
from zhibiao.simulation.filings import filing_of
from zhibiao.simulation.specification import BlemishRule
from zhibiao.terms.citation import Place
from zhibiao.terms.enterprise import Enterprise
from zhibiao.terms.finding import outcome_of
from zhibiao.terms.period import Month, Period
from zhibiao.writers.return_form import return_workbook

RULES = {rule.kind.code: rule for rule in specification().blemishes if rule.kind.code in SPOILERS}
NEEDS_RECORD = {"unit_slip", "year_to_date_wrong", "last_year_wrong"}  # found against what is on record, not by reading


def _clean(rule: BlemishRule) -> FormSheet:
    enterprise = city().register[rule.enterprise]
    period = Period.of(rule.month) if rule.month.month > 2 else Period.parse(f"{rule.month.year}-01..02")
    return form_sheet(filing_of(city(), enterprise, period, dictionary()), dictionary())


def test_every_kind_that_changes_a_sheet_is_planted_somewhere() -> None:
    assert set(SPOILERS) == set(RULES)


@pytest.mark.parametrize("kind", sorted(RULES))
def test_a_blemish_changes_its_sheet_and_says_where(kind: str) -> None:
    clean = _clean(RULES[kind])
    spoiled, cells = spoil(kind, clean)
    assert spoiled != clean
    touches_no_cell = {"renamed_sheet", "sheet_name_blank", "no_machine_row"}
    assert (kind not in touches_no_cell) == bool(cells)


@pytest.mark.parametrize("kind", sorted(set(RULES) - NEEDS_RECORD))
def test_reading_it_gives_the_listed_outcome_and_code(kind: str) -> None:
    rule = RULES[kind]
    sheet, _ = spoil(kind, _clean(rule))
    content = return_workbook([sheet], dictionary=dictionary(), title="")
    read = read_returns(content, name="x.xlsx", dictionary=dictionary(), city=city().register)
    (sighted,) = read.returns
    findings = (*read.findings, *sighted.findings)
    assert rule.kind.outcome == outcome_of(findings), findings
    codes = {finding.code for finding in findings}
    assert rule.kind.finding in codes if rule.kind.finding else not codes


@pytest.mark.parametrize("kind", sorted(NEEDS_RECORD))
def test_against_the_record_it_gives_the_listed_outcome_and_code(kind: str) -> None:
    rule = RULES[kind]
    enterprise = city().register[rule.enterprise]
    sheet, _ = spoil(kind, _clean(rule))
    content = return_workbook([sheet], dictionary=dictionary(), title="")
    (sighted,) = read_returns(content, name="x.xlsx", dictionary=dictionary(), city=city().register).returns
    assert sighted.filed is not None
    standing = Standing(
        enterprise=enterprise,
        dictionary=dictionary(),
        record=Record.of(_filed_before(enterprise, rule.month)),
        today=rule.month.next().last_day,
    )
    findings = check_return(sighted.filed, standing)
    assert rule.kind.outcome == outcome_of(findings)
    assert rule.kind.finding in {finding.code for finding in findings}


@pytest.mark.parametrize("period", ["2022-02", "2023-01..02", "2024-07", "2025-03"])
def test_a_clean_return_raises_no_finding(period: str) -> None:
    covered = Period.parse(period)
    for enterprise in city().register:
        sheet = form_sheet(filing_of(city(), enterprise, covered, dictionary()), dictionary())
        content = return_workbook([sheet], dictionary=dictionary(), title="")
        (sighted,) = read_returns(content, name="x.xlsx", dictionary=dictionary(), city=city().register).returns
        assert sighted.filed is not None
        standing = Standing(
            enterprise=enterprise,
            dictionary=dictionary(),
            record=Record.of(_filed_before(enterprise, covered.start)),
            today=covered.last.next().last_day,
        )
        assert () == (*sighted.findings, *check_return(sighted.filed, standing)), enterprise.id


def _filed_before(enterprise: Enterprise, month: Month) -> Iterator[Return]:
    """What the firm truly made, month by month, until the one before."""
    for earlier in (one for one in city().months if one < month):
        yield Return(
            enterprise=enterprise.id,
            period=Period.of(earlier),
            version=1,
            received_at=dt.datetime(2021, 1, 1, tzinfo=dt.UTC),
            provenance="test",
            file_sha256="",
            facts=tuple(
                Fact(field=field, scope=Scope.PERIOD, value=Decimal(series[earlier]), place=Place())
                for field, series in city().figures[enterprise.id].items()
            ),
        )


def test_thousands_and_full_width_write_the_same_numbers() -> None:
    clean = _clean(RULES["fullwidth_text"])
    spoiled, cells = spoil("fullwidth_text", clean)
    row = next(number for number, row in enumerate(clean.rows) if row.field == "sales_t")
    before, after = clean.rows[row].cells[3], spoiled.rows[row].cells[3]
    assert before is not None
    assert after is not None
    assert f"D{row + 1}" in cells
    assert before.value == Decimal(str(after.value).translate(str.maketrans("０１２３４５６７８９．", "0123456789.")))


def test_a_slip_is_a_factor_of_ten_thousand_in_every_mass() -> None:
    clean = _clean(RULES["unit_slip"])
    spoiled, _ = spoil("unit_slip", clean)
    for one, other in zip(clean.rows, spoiled.rows, strict=True):
        before, after = one.cells[3], other.cells[3]
        if one.field.endswith("_t") and before is not None and isinstance(before.value, Decimal):
            assert after is not None
            assert before.value * 10_000 == after.value


def test_an_added_total_row_sums_what_stands_above_it() -> None:
    spoiled, cells = spoil("total_row", _clean(RULES["total_row"]))
    row = int(cells[0].partition(":")[0][1:]) - 1
    parts = [
        item.cells[3].value
        for item in spoiled.rows
        if item.field and dictionary()[item.field].part_of and item.cells[3] is not None
    ]
    total = spoiled.rows[row].cells[3]
    assert total is not None
    assert sum(part for part in parts if isinstance(part, Decimal)) == total.value
