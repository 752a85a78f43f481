"""The ranking: whoever left output out stands first, honest cities are quiet, and nobody sees it who may not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest

import city_sample
from planted_leakage import METAL, ROLLED, STEEL, honest_returns, left_out, pressed_below, tolled, until
from settled_book import build_settled_book
from zhibiao.errors import ActRefused, NotFound
from zhibiao.ledger.entry import Entry, EntryKind
from zhibiao.monthly.cross_checked import CrossCheck, Row
from zhibiao.monthly.filed import Filed
from zhibiao.monthly.returns import Record, Return
from zhibiao.monthly.standing import Standing, Tolerances
from zhibiao.procedures.cross_check import (
    BALANCES,
    cross_check,
    cross_check_record,
    held_before_settling,
)
from zhibiao.procedures.ports import Person, Role
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Month
from zhibiao.terms.submission import KeptFinding, Submission

SECTORS = {sector.id: sector for sector in city_sample.sectors()}
OCTOBER, DECEMBER = Month(2024, 10), Month(2024, 12)
TODAY = dt.date(2025, 5, 1)
AUTUMN = [Month(2024, month) for month in (8, 9, 10)]


def ranked(
    returns: Sequence[Return],
    *,
    month: Month = OCTOBER,
    held_t: dict[tuple[str, int], int] | None = None,
    sector: str = "steel",
    seed: int = 2024,
) -> CrossCheck:
    firms = city_sample.city(seed).register.of_sector(sector)
    names = {firm.id for firm in firms}
    return cross_check_record(
        until([item for item in returns if item.enterprise in names], month),
        month=month,
        enterprises=firms,
        sector=SECTORS[sector],
        dictionary=city_sample.dictionary(),
        held_t=held_t or {},
        today=TODAY,
        tolerances=Tolerances(),
    )


def row_of(checked: CrossCheck, firm: str) -> Row:
    return next(row for row in checked.rows if row.enterprise == firm)


@pytest.mark.parametrize("firm", ["LH-S01", "LH-S06", "LH-S09"])
@pytest.mark.parametrize(
    ("also", "share"),
    [((), "0.1"), ((), "0.3"), (ROLLED, "0.1"), (ROLLED, "0.3"), ((*ROLLED, *METAL), "0.2")],
    ids=["steel", "much steel", "with products", "much with products", "all but power"],
)
def test_output_left_out_stands_first(firm: str, also: tuple[str, ...], share: str) -> None:
    checked = ranked(left_out(honest_returns(2024), firm, AUTUMN, Decimal(share), also=also))
    row = row_of(checked, firm)
    assert 1 == row.rank
    assert {"cross.gap_above", "cross.conflict"} & {reason.code for reason in row.reasons}
    assert all(other.points < row.points for other in checked.rows[1:])


@pytest.mark.parametrize("firm", ["LH-S01", "LH-S06", "LH-S09"])
def test_steel_melted_elsewhere_stands_first(firm: str) -> None:
    checked = ranked(tolled(honest_returns(2024), firm, AUTUMN, Decimal("0.1")))
    row = row_of(checked, firm)
    assert 1 == row.rank
    assert {"cross.conflict", "screen.billets_bought"} <= {reason.code for reason in row.reasons}


def test_a_year_pressed_below_its_quota_stands_first() -> None:
    firm, record = "LH-S03", until(honest_returns(2024), DECEMBER)
    held_t = {
        (one.id, 2024): round(record.year_to_date(one.id, STEEL, Month(2023, 12)) or 0)
        for one in city_sample.city().register.of_sector("steel")
    }
    held_t[firm, 2024] = round((record.year_to_date(firm, STEEL, DECEMBER) or Decimal(0)) * Decimal("0.98"))
    pressed = pressed_below(honest_returns(2024), firm, 2024, held_t[firm, 2024])
    row = row_of(ranked(pressed, month=DECEMBER, held_t=held_t), firm)
    assert 1 == row.rank
    assert {"screen.just_below", "cross.gap_above"} <= {reason.code for reason in row.reasons}


@pytest.mark.parametrize("seed", [2024, 7])
@pytest.mark.parametrize("sector", ["steel", "magnesia"])
def test_an_honest_city_is_quiet(seed: int, sector: str) -> None:
    months = [Month(2024, 2), Month(2024, 9), Month(2025, 3)]
    rows = [row for month in months for row in ranked(honest_returns(seed), month=month, seed=seed, sector=sector).rows]
    assert sum(row.points > 2 for row in rows) <= 0.04 * len(rows)


@pytest.mark.parametrize("seed", [2024, 7, 11])
def test_the_balances_ask_hardly_anything_of_an_honest_city(seed: int) -> None:
    city, record, asked, looked = city_sample.city(seed).register, Record.of(honest_returns(seed)), 0, 0
    for item in honest_returns(seed):
        if item.period.start < Month(2024, 7):
            continue
        firm = city[item.enterprise]
        standing = Standing(
            enterprise=firm,
            dictionary=city_sample.dictionary(),
            record=record,
            today=TODAY,
            sector=SECTORS.get(firm.sector),
        )
        filed = Filed(enterprise=firm.id, period=item.period, place=Place(file="f"), facts=item.facts)
        looked += 1
        asked += any(True for check in BALANCES for _ in check.run(filed, standing))
    assert 300 <= looked
    assert asked <= 0.015 * looked


def test_rows_are_the_same_whatever_order_the_returns_come_in() -> None:
    planted = left_out(honest_returns(2024), "LH-S06", AUTUMN, Decimal("0.1"))
    assert ranked(planted).plain() == ranked(planted[::-1]).plain()
    assert list(range(1, 13)) == [row["rank"] for row in ranked(planted).plain()["rows"]]


def test_a_firm_without_a_return_is_shown_without_an_estimate() -> None:
    returns = [item for item in honest_returns(2024) if not (item.enterprise == "LH-S04" and OCTOBER in item.period)]
    row = row_of(ranked(returns), "LH-S04").plain()
    assert (None, None, None) == (row["period"], row["reported_t"], row["combined"])


NEGATIVE = Finding(code="edit.negative", severity=Severity.QUARANTINE, place=Place(file="f"), facts={})


@dataclass(frozen=True)
class Answers:
    """What a cross-check asks of the submissions kept."""

    findings: tuple[KeptFinding, ...] = ()
    knows_files: bool = False

    def open_findings(self) -> list[tuple[int, KeptFinding]]:
        return [(1, finding) for finding in self.findings]

    def all(self) -> Iterator[Submission]:
        yield self.last_of("")

    def last_of(self, file_sha256: str) -> Any:
        if not (self.knows_files or not file_sha256):
            return None
        return Submission(
            number=1,
            file_sha256=file_sha256,
            name="f",
            received_at="2024-11-05T00:00:00Z",
            uploader="lin",
            outcome="QUARANTINE",
            receipt={
                "receipts": [
                    {"enterprise": one.enterprise, "period": one.period, "fate": "quarantined"} for one in self.findings
                ]
            },
            findings=self.findings,
        )


@dataclass(frozen=True)
class Shelf:
    """What a cross-check asks of a store."""

    kept: tuple[Return, ...]
    submissions: Answers = Answers()

    def returns(self) -> tuple[Return, ...]:
        return self.kept

    def entries(self, *, sector: str) -> tuple[Entry, ...]:
        assert "steel" == sector
        return ()


@dataclass(frozen=True)
class Clock:
    def now(self) -> dt.datetime:
        return dt.datetime(2025, 5, 1, tzinfo=dt.UTC)


def asked_by(role: Role, *, month: Month = OCTOBER, answers: Answers = Answers()) -> CrossCheck:
    return cross_check(
        cast(Any, Shelf(honest_returns(2024), answers)),
        Clock(),
        month=month,
        city=city_sample.city().register,
        sector=SECTORS["steel"],
        dictionary=city_sample.dictionary(),
        reader=Person(id="zhou", name="周", roles=(role,)),
    )


def test_an_officer_sees_nothing_of_it() -> None:
    with pytest.raises(ActRefused, match=r"cross_check[.]not_for_reader"):
        asked_by(Role.OFFICER)
    assert 12 == len(asked_by(Role.AUDITOR).rows)


def test_what_stands_open_counts_also_of_a_return_that_waits() -> None:
    open_one = KeptFinding(position=1, enterprise="LH-S04", period="2024-10", finding=NEGATIVE)
    of_another_month = KeptFinding(position=2, enterprise="LH-S05", period="2024-09", finding=NEGATIVE)
    consequence = KeptFinding(
        position=3, enterprise="LH-S06", period="2024-10", finding=replace(NEGATIVE, because="unit.header_mismatch")
    )
    checked = asked_by(Role.ANALYST, answers=Answers(findings=(open_one, of_another_month, consequence)))
    first = checked.rows[0]
    assert ("LH-S04", ("cross.open_findings",)) == (first.enterprise, tuple(one.code for one in first.reasons))
    assert {0} == {len(row.findings) for row in checked.rows[1:]}


def test_a_month_that_nobody_filed_for_is_said() -> None:
    with pytest.raises(NotFound, match=r"cross_check[.]no_returns"):
        asked_by(Role.ANALYST, month=Month(2026, 1))


def test_what_was_held_is_what_stood_before_the_year_took_back_the_unused(tmp_path: Path) -> None:
    store = build_settled_book(tmp_path / "book.sqlite").store
    entries = store.entries(sector="steel")
    held_t, after = held_before_settling(entries), store.book(sector="steel", plan_year=2025)
    taken_back = sum(
        posting.tonnes
        for entry in entries
        if entry.draft.plan_year == 2025 and entry.draft.kind in (EntryKind.RECALL, EntryKind.DEDUCT)
        for posting in entry.draft.postings
        if posting.tonnes > 0
    )
    firms = after.enterprises
    assert 0 < taken_back
    assert taken_back == sum(held_t[firm, 2025] - after.holding(firm) for firm in firms)
    store.close()
