"""The audit ranking of a book: the same tonnes as filing again and drafting again, and for whom it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from ledger_sample import ANALYST, APPROVER, AUDITOR
from small_book import SmallBook, build_small_book
from zhibiao.errors import ActRefused, UsageError
from zhibiao.procedures.allocate import draft_allocation
from zhibiao.procedures.audit_ranking import AuditRanking, rank_for_audit
from zhibiao.procedures.last_decision import last_decision
from zhibiao.procedures.ports import Person, Role, StoredDecision
from zhibiao.terms.period import Month

OFFICER = Person(id="zhou", name="周统计", roles=(Role.OFFICER,))
HIGH_END = ("auto_sheet_t", "pipeline_plate_t")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallBook]:
    made = _widened(build_small_book(tmp_path_factory.mktemp("audit") / "book.sqlite"))
    _drafted(made, "wide")
    yield made
    made.store.close()


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallBook]:
    """The same book once more, for filing again."""
    made = _widened(build_small_book(tmp_path_factory.mktemp("audit") / "other.sqlite"))
    yield made
    made.store.close()


def _widened(book: SmallBook) -> SmallBook:
    """Bounds so wide that every figure counts."""
    wide = {"floor_delta": "0.9", "ceiling_delta": "0.9", "capacity_factor": "2"}
    parameters = dict(book.rulebook.parameters)
    for code, value in wide.items():
        parameters[code] = replace(parameters[code], values=((book.rulebook.effective, Decimal(value)),))
    return replace(book, rulebook=replace(book.rulebook, parameters=parameters))


def _drafted(book: SmallBook, code_version: str) -> StoredDecision:
    desk = (book.store, book.clock, book.city, book.sector, book.rulebook, book.dictionary)
    return draft_allocation(*desk, person=ANALYST, code_version=code_version)


def ranked(book: SmallBook, place: int = -1, **changes: Any) -> AuditRanking:
    arguments: dict[str, Any] = {"sector": book.sector, "dictionary": book.dictionary, "reader": AUDITOR}
    return rank_for_audit(book.store, book.store.decisions()[place].id, **(arguments | changes))


@pytest.mark.parametrize(
    ("fields", "year"),
    [
        (("taxes_yuan",), 2024),
        (("gross_output_yuan",), 2024),
        (("energy_tce",), 2024),
        (("crude_steel_t",), 2024),
        (("crude_steel_t",), 2023),
        (HIGH_END, 2024),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, tuple) else str(value),
)
def test_the_tonnes_are_those_of_filing_and_drafting_again(
    book: SmallBook, other: SmallBook, fields: tuple[str, ...], year: int
) -> None:
    """The other route: every return of the year filed in a second version, and the year drafted from the store."""
    name = "high_end" if len(fields) > 1 else fields[0]
    row = next(one for one in ranked(book).rows if (one.enterprise, one.field, one.year) == ("TB-2", name, year))
    up, down = (_drafted_again(other, book, fields, year, Decimal(by)) - row.quota_t for by in ("0.01", "-0.01"))
    assert max(up, down) == row.gains[0].tonnes > 0
    direction = "0.01" if up > down else "-0.01"
    assert Decimal(direction) == row.gains[0].by


def _drafted_again(other: SmallBook, book: SmallBook, fields: tuple[str, ...], year: int, by: Decimal) -> int:
    """TB-2's quota of the year's first draft, after it has filed everything again with one figure moved."""
    versions = Counter((item.enterprise, item.period) for item in other.store.returns())
    for item in book.store.returns():
        if item.enterprise == "TB-2":
            moved = fields if item.period.start.year == year else ()
            facts = tuple(
                replace(fact, value=fact.value * (1 + by if fact.field in moved else 1)) for fact in item.facts
            )
            version = versions["TB-2", item.period] + 1
            other.store.add_return(replace(item, version=version, facts=facts))
    shares = _drafted(other, "again").body["shares"]
    return next(int(share["quota_t"]) for share in shares if share["enterprise"] == "TB-2")


def test_every_figure_behind_the_decision_is_ranked(book: SmallBook) -> None:
    rows = ranked(book, sizes=(Decimal("0.02"),)).rows
    assert sorted((-row.gains[0].tonnes, row.enterprise, row.field, row.year) for row in rows) == [
        (-row.gains[0].tonnes, row.enterprise, row.field, row.year) for row in rows
    ]
    own = {(row.field, row.year) for row in rows if row.enterprise == "TB-2"}
    assert {("crude_steel_t", 2023), ("crude_steel_t", 2024), ("taxes_yuan", 2024), ("high_end", 2024)} <= own
    assert ("rd_expense_yuan", 2024) not in {(row.field, row.year) for row in rows if row.enterprise == "TB-5"}


@pytest.mark.parametrize("reader", [ANALYST, APPROVER, AUDITOR])
def test_the_bureau_and_auditors_may_see_it(book: SmallBook, reader: Person) -> None:
    assert ranked(book, reader=reader).rows


def test_an_officer_may_not(book: SmallBook) -> None:
    with pytest.raises(ActRefused) as refused:
        ranked(book, reader=OFFICER)
    assert "audit.not_for_reader" == refused.value.code


@pytest.mark.parametrize("size", ["0", "-0.01", "0.51"])
def test_a_size_that_means_nothing_is_refused(book: SmallBook, size: str) -> None:
    with pytest.raises(UsageError) as refused:
        ranked(book, sizes=(Decimal(size),))
    assert "audit.size_out_of_range" == refused.value.code


def test_a_sector_that_has_changed_since_is_noticed(book: SmallBook) -> None:
    """Another catalogue: the high-end share of the decision does not come out of its returns any more."""
    catalogues = tuple(replace(item, fields=frozenset({"rebar_t"})) for item in book.sector.catalogues)
    with pytest.raises(ActRefused) as refused:
        ranked(book, sector=replace(book.sector, catalogues=catalogues))
    assert "audit.inputs_differ" == refused.value.code


def test_which_decision_stood_before(book: SmallBook) -> None:
    """The first of the year has none, the second the first; a draft comes after both."""
    stored = book.store.decisions()
    first, second = (item for item in stored if item.signatures[-1].act == "issue")
    draft = next(item for item in stored if item.signatures[-1].act == "draft")
    assert str(Month(2025, 3)) == second.body["as_of"]
    assert [None, first.id, second.id] == [
        found.id if (found := last_decision(book.store, item)) else None for item in (first, second, draft)
    ]
