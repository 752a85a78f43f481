"""Restatements on a small city's book: which decisions, bookings and bases rest on what is followed, and how far."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal

import pytest

from ledger_sample import ANALYST
from small_book import SmallBook, build_small_book
from zhibiao.allocation.decision.reconciliation import BaseRow, BaseStatement
from zhibiao.errors import NotFound
from zhibiao.monthly.returns import Fact, Record, Return, Scope
from zhibiao.procedures.close import close_month
from zhibiao.procedures.ports import DecisionState, Signature
from zhibiao.procedures.restatements import list_restatements, touched_by
from zhibiao.procedures.touched import Touches
from zhibiao.terms.citation import Place
from zhibiao.terms.period import Month, Period


class _UndoneError(Exception):
    """Takes back what a test did to the book."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallBook]:
    made = build_small_book(tmp_path_factory.mktemp("restatements") / "book.sqlite")
    made.clock.tick()
    yield made
    made.store.close()


@pytest.fixture
def book(built: SmallBook) -> Iterator[SmallBook]:
    """The book as it was built; what a test does to it is taken back."""
    instant = built.clock.instant
    with suppress(_UndoneError), built.store.transaction():
        yield built
        raise _UndoneError
    built.clock.instant = instant


def revised(
    book: SmallBook, enterprise: str, period: str, changes: Mapping[str, Decimal | None], *, by: str = ""
) -> Return:
    """The return that stands for the period (or for `by`), filed again with other figures; None takes one away."""
    base = max(
        (item for item in book.store.returns() if (item.enterprise, str(item.period)) == (enterprise, by or period)),
        key=lambda item: item.version,
    )
    place = Place(file="again.xlsx", sheet=enterprise, cell="F7")
    kept = [fact for fact in base.facts if fact.field not in changes]
    new = [
        Fact(field=name, scope=Scope.PERIOD, value=value, place=place)
        for name, value in changes.items()
        if value is not None
    ]
    before = [
        item.version for item in book.store.returns() if (item.enterprise, str(item.period)) == (enterprise, period)
    ]
    return replace(
        base,
        period=Period.parse(period),
        version=max(before, default=0) + 1,
        received_at=book.clock.now(),
        facts=(*kept, *new),
    )


def refile(book: SmallBook, enterprise: str, period: str, **changes: Decimal | None) -> Touches:
    book.store.add_return(revised(book, enterprise, period, changes))
    return listed(book, enterprise=enterprise)[-1]


def listed(book: SmallBook, **asked: object) -> tuple[Touches, ...]:
    return list_restatements(book.store, book.city, {"steel": book.sector}, **asked)  # type: ignore[arg-type]


def test_a_book_without_a_second_version_lists_nothing(book: SmallBook) -> None:
    assert () == listed(book)


def test_a_return_of_the_year_assessed_touches_every_decision_with_the_fields_it_used(book: SmallBook) -> None:
    value = next(
        fact.value
        for item in book.store.returns()
        for fact in item.facts
        if (item.reference, fact.field) == ("TB-2/2024-05/v1", "value_added_yuan")
    )
    found = refile(book, "TB-2", "2024-05", value_added_yuan=value + Decimal("0.25"), profit_yuan=Decimal(1))
    assert [one.id for one in book.store.decisions()] == [one.id for one in found.decisions]
    assert ["issued", "issued", "draft"] == [one.state.value for one in found.decisions]
    assert {("TB-2/2024-05/v1",)} == {one.cited for one in found.decisions}
    # Profit is in no indicator of this rulebook: the return says it otherwise, no decision used it.
    assert {"value_added_yuan", "profit_yuan"} == {item.field for item in found.restatement.revisions}
    for decision in found.decisions:
        assert ["value_added_yuan"] == [figure.field for figure in decision.changed]
        assert "profit_yuan" not in {figure.field for figure in decision.figures}
        (figure,) = decision.changed
        assert (Decimal("0.25"), "F7") == (figure.difference, figure.cells_after[0][1].place.cell)
        assert "D20" == figure.cells_before[0][1].place.cell


def test_of_a_base_year_only_the_quantity_counts(book: SmallBook) -> None:
    found = refile(book, "TB-1", "2023-06", value_added_yuan=Decimal(1))
    assert 3 == len(found.decisions)
    assert [["crude_steel_t"]] * 3 == [[figure.field for figure in one.figures] for one in found.decisions]
    assert [False] * 3 == [one.used_otherwise for one in found.decisions]


def test_a_decision_that_did_not_count_the_month_is_not_touched(book: SmallBook) -> None:
    found = refile(book, "TB-1", "2025-03", crude_steel_t=Decimal(250_000))
    assert [False, True, True] == [
        one.id in {touched.id for touched in found.decisions} for one in book.store.decisions()
    ]
    assert all(one.used_otherwise for one in found.decisions)


def test_january_alone_touches_what_used_january_with_february(book: SmallBook) -> None:
    book.store.add_return(revised(book, "TB-1", "2024-01", {}, by="2024-01..02"))
    (found,) = listed(book)
    assert (None, ["TB-1/2024-01..02/v1"]) == (
        found.restatement.earlier,
        [item.reference for item in found.restatement.replaced],
    )
    assert [(False, True)] * 3 == [(one.covers_same_months, one.used_otherwise) for one in found.decisions]


def test_a_figure_that_is_gone_is_not_zero(book: SmallBook) -> None:
    found = refile(book, "TB-1", "2024-07", taxes_yuan=None)
    (figure,) = found.decisions[0].changed
    assert ("taxes_yuan", None, None, ()) == (figure.field, figure.after, figure.difference, figure.cells_after)
    assert {"before": format(figure.before or 0, "f"), "after": None, "difference": None}.items() <= (
        found.plain()["decisions"][0]["figures"][
            [item.field for item in found.decisions[0].figures].index("taxes_yuan")
        ]
    ).items()


def test_the_same_figures_again_are_listed_and_touch_nothing_in_figures(book: SmallBook) -> None:
    found = refile(book, "TB-3", "2024-09")
    assert (False, ()) == (found.restatement.has_new_figures, found.restatement.revisions)
    assert [False] * 3 == [one.used_otherwise for one in found.decisions]
    assert found.booked is None


def test_a_withdrawn_decision_is_marked(book: SmallBook) -> None:
    draft = book.store.decisions()[2]
    book.store.sign(
        Signature(decision=draft.id, act="withdraw", person="wang", at="2025-05-01T00:00:00Z"), DecisionState.WITHDRAWN
    )
    assert DecisionState.WITHDRAWN is refile(book, "TB-1", "2024-07").decisions[2].state


def test_a_second_restatement_is_held_against_what_each_decision_used(book: SmallBook) -> None:
    refile(book, "TB-1", "2025-03", crude_steel_t=Decimal(250_000))
    book.clock.tick()
    used = next(
        fact.value
        for item in book.store.returns()
        for fact in item.facts
        if (item.reference, fact.field) == ("TB-1/2025-03/v1", "crude_steel_t")
    )
    second = refile(book, "TB-1", "2025-03", crude_steel_t=used)
    first = listed(book)[0]
    assert (False, True) == (first.stands, second.stands)
    assert [True, True] == [one.used_otherwise for one in first.decisions]
    assert [False, False] == [one.used_otherwise for one in second.decisions]
    assert second.restatement.has_new_figures


def test_production_booked_from_it_and_what_the_next_close_makes_of_it(book: SmallBook) -> None:
    found = refile(book, "TB-1", "2025-03", crude_steel_t=Decimal(250_000))
    assert found.booked is not None
    (entry,) = found.booked.entries
    assert ("2025-03", "TB-1/2025-03/v1", "") == (entry.month, entry.reference, entry.turned_back_by)
    assert ("2025-04", entry.tonnes) == (found.booked.next_close, found.booked.stands_t)
    assert found.booked.difference_t is not None
    used = book.store.book(sector="steel", plan_year=2025).used("TB-1")
    for name in book.city.enterprises:
        book.store.add_return(revised(book, name, "2025-04", {"crude_steel_t": Decimal(0)}, by="2025-03"))
    close_month(book.store, book.clock, "steel", "crude_steel_t", Month(2025, 4), ANALYST)
    assert used + found.booked.difference_t == book.store.book(sector="steel", plan_year=2025).used("TB-1")
    (after,) = [one for one in listed(book, enterprise="TB-1") if str(one.restatement.after.period) == "2025-03"]
    assert after.booked is not None
    assert (0, None, "correct:" + entry.entry) == (
        after.booked.stands_t,
        after.booked.difference_t,
        after.booked.entries[0].turned_back_by,
    )


def test_what_is_not_covered_any_more_is_not_reckoned(book: SmallBook) -> None:
    book.store.add_return(revised(book, "TB-1", "2025-02", {}, by="2025-01..02"))
    (found,) = listed(book)
    assert found.booked is not None
    assert (True, None) == (found.booked.stands_t > 0, found.booked.difference_t)


def statement(
    book: SmallBook, *, opens: dt.date, history_t: Mapping[int, int], score: str = "1.000000"
) -> BaseStatement:
    """Bases put out for 2025; the tonnes are what a test says."""
    row = BaseRow(enterprise="TB-1", history_t=history_t, capacity_t=1, base_t=1, score=score)
    made = BaseStatement(
        sector="steel",
        plan_year=2025,
        rule="average",
        rulebook_sha256="c" * 64,
        opens=opens,
        closes=opens + dt.timedelta(days=10),
        stated_by="wang",
        rows=(row,),
    )
    book.store.add_base_statement(made)
    return made


def test_bases_put_out_before_it_came_are_named_with_the_year_then_and_now(book: SmallBook) -> None:
    today = book.clock.now().date()
    made_t = round(Record.of(book.store.returns()).year_to_date("TB-1", "crude_steel_t", Month(2023, 12)) or 0)
    before = statement(book, opens=today - dt.timedelta(days=9), history_t={2023: made_t})
    statement(book, opens=today + dt.timedelta(days=1), history_t={2023: made_t})
    june = next(
        fact.value for item in book.store.returns() for fact in item.facts if item.reference == "TB-1/2023-06/v1"
    )
    (found,) = refile(book, "TB-1", "2023-06", crude_steel_t=june - 1_000).bases
    assert (before.id, 2023, made_t, made_t - 1_000, False) == (
        found.statement,
        found.year,
        found.before_t,
        found.after_t,
        found.is_scored,
    )


def test_a_score_rests_on_the_year_before_although_the_base_does_not(book: SmallBook) -> None:
    opens = book.clock.now().date() - dt.timedelta(days=9)
    statement(book, opens=opens, history_t={2023: 5})
    (found,) = refile(book, "TB-1", "2024-06", profit_yuan=Decimal(1)).bases
    assert (None, True) == (found.before_t, found.is_scored)


def test_of_the_very_day_only_bases_with_other_tonnes_are_named(book: SmallBook) -> None:
    today = book.clock.now().date()
    made_t = round(Record.of(book.store.returns()).year_to_date("TB-1", "crude_steel_t", Month(2023, 12)) or 0)
    statement(book, opens=today, history_t={2023: made_t})
    other = statement(book, opens=today, history_t={2023: made_t + 7})
    assert [other.id] == [one.statement for one in refile(book, "TB-1", "2023-06", profit_yuan=Decimal(1)).bases]


def test_it_can_be_asked_before_anything_is_kept(book: SmallBook) -> None:
    change = revised(book, "TB-1", "2025-03", {"crude_steel_t": Decimal(250_000)})
    (before,) = touched_by(book.store, book.city, {"steel": book.sector}, [change])
    assert () == listed(book)
    book.store.add_return(change)
    assert listed(book) == (before,)
    assert () == touched_by(
        book.store, book.city, {"steel": book.sector}, [replace(change, period=Period.parse("2025-04"))]
    )


def test_it_is_narrowed_by_enterprise_period_and_instant(book: SmallBook) -> None:
    refile(book, "TB-1", "2025-03", crude_steel_t=Decimal(250_000))
    book.clock.tick()
    refile(book, "TB-2", "2025-01..02", crude_steel_t=Decimal(1))
    assert 2 == len(listed(book))
    assert ["TB-2"] == [one.restatement.after.enterprise for one in listed(book, period=Period.parse("2025-01"))]
    assert ["TB-1"] == [one.restatement.after.enterprise for one in listed(book, enterprise="TB-1")]
    assert ["TB-2"] == [one.restatement.after.enterprise for one in listed(book, since=book.clock.now())]
    assert () == listed(book, since=book.clock.now() + dt.timedelta(seconds=1))
    assert () == listed(book, enterprise="TB-3")
    with pytest.raises(NotFound) as missing:
        listed(book, enterprise="TB-9")
    assert "restatement.enterprise_unknown" == missing.value.code
