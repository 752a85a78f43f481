"""Two times: a decision keeps what it used, a restatement lists what it touches, and any instant can be read again."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zhibiao.monthly.restatement as pure
from effort import examples
from ledger_sample import AUDITOR
from small_book import RULEBOOK_FILE, SmallBook, build_small_book
from zhibiao.allocation.decision.decision import Claimant
from zhibiao.errors import InputRefused
from zhibiao.monthly.returns import Fact, Record, Return, Scope
from zhibiao.procedures.allocate import claimants_from
from zhibiao.procedures.export_decision import export_decision
from zhibiao.procedures.known_returns import known_returns
from zhibiao.procedures.ports import StoredDecision
from zhibiao.procedures.restatements import list_restatements
from zhibiao.procedures.touched import Touches
from zhibiao.terms.canonical import canonical_bytes, sha256_hex
from zhibiao.terms.citation import Place
from zhibiao.terms.period import Month, Period
from zhibiao.verification import verify as verifier

FIRMS = ("TB-1", "TB-2", "TB-3", "TB-6")
MONTHS = [f"{year}-{month:02d}" for year, last in ((2023, 12), (2024, 12), (2025, 3)) for month in range(1, last + 1)]
FIELDS = ("crude_steel_t", "value_added_yuan", "energy_tce", "rebar_t", "profit_yuan", "workforce_persons")


@dataclass(frozen=True)
class Change:
    """A firm files a period again: which one, what is added to which figure, and which figure is left out."""

    enterprise: str
    period: str
    added: tuple[tuple[str, Decimal], ...]
    left_out: frozenset[str]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallBook]:
    made = build_small_book(tmp_path_factory.mktemp("two_times") / "book.sqlite")
    made.clock.tick()
    yield made
    made.store.close()


class _UndoneError(Exception):
    """Takes back what a test did to the book."""


@contextmanager
def undone(book: SmallBook) -> Iterator[None]:
    """What is done inside is done to the real store, and taken back at the end."""
    with suppress(_UndoneError), book.store.transaction():
        yield
        raise _UndoneError


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """Mostly the months by which the sample files; January and February also each alone, or together."""
    month = draw(st.sampled_from(MONTHS))
    joint = f"{month[:4]}-01..02"
    period = draw(st.sampled_from([month, joint, joint])) if month[5:] in ("01", "02") else month
    amounts = st.decimals(min_value=-400, max_value=90_000, places=2)
    return Change(
        draw(st.sampled_from(FIRMS)),
        period,
        tuple(draw(st.dictionaries(st.sampled_from(FIELDS), amounts, max_size=3)).items()),
        draw(st.frozensets(st.sampled_from(FIELDS), max_size=1)),
    )


def filed_again(book: SmallBook, change: Change, *, minutes: int = 0) -> Return:
    """The return as the firm files it: the figures that stand for the month, with the change."""
    months = set(Period.parse(change.period))
    own = [item for item in book.store.returns() if item.enterprise == change.enterprise]
    like = next((item for item in reversed(own) if months & set(item.period)), own[-1])
    place = Place(file="again.xlsx", sheet=change.enterprise, cell="F9")
    facts = {fact.field: replace(fact, place=place) for fact in like.facts if fact.scope is Scope.PERIOD}
    for name, amount in change.added:
        value = amount + (facts[name].value if name in facts else 0)
        facts[name] = Fact(field=name, scope=Scope.PERIOD, value=value, place=place)
    return replace(
        like,
        period=Period.parse(change.period),
        version=1 + max((item.version for item in own if str(item.period) == change.period), default=0),
        received_at=book.clock.now() + dt.timedelta(minutes=minutes),
        file_sha256=like.file_sha256,
        facts=tuple(fact for name, fact in facts.items() if name not in change.left_out),
    )


def listed(book: SmallBook) -> tuple[Touches, ...]:
    return list_restatements(book.store, book.city, {"steel": book.sector})


def export(book: SmallBook, decision: StoredDecision) -> bytes:
    return export_decision(
        book.store,
        city=book.city,
        decision_id=decision.id,
        reader=AUDITOR,
        rulebook_source=RULEBOOK_FILE.read_bytes(),
        companions={"verify.py": Path(verifier.__file__).read_bytes()},
    )


# what a decision froze


@settings(max_examples=examples(6))
@given(st.lists(changes(), min_size=1, max_size=4))
def test_a_decision_keeps_the_versions_it_used(book: SmallBook, given: list[Change]) -> None:
    decisions = book.store.decisions()
    before = [export(book, decision) for decision in decisions]
    with undone(book):
        for place, change in enumerate(given):
            book.store.add_return(filed_again(book, change, minutes=place))
        assert decisions == book.store.decisions()
        assert [one.sha256 for one in decisions] == [sha256_hex(canonical_bytes(one.body)) for one in decisions]
        assert before == [export(book, decision) for decision in decisions]


def test_and_its_export_still_verifies(book: SmallBook) -> None:
    with undone(book):
        for place, period in enumerate(("2024-01", "2024-07", "2025-01..02", "2023-12")):
            change = Change("TB-1", period, (("crude_steel_t", Decimal(7_000)),), frozenset({"energy_tce"}))
            book.store.add_return(filed_again(book, change, minutes=place))
        for decision in book.store.decisions():
            assert [] == list(verifier.verify(verifier.unpack(export(book, decision))).differences)


# what is touched, by a second route; TB-6 began in 2024, and a first return of its months follows nothing


def brute_force(book: SmallBook, after: Return) -> dict[str, set[str]]:
    """The decisions in whose bodies a return stands that the new one follows: by the text alone, month by month."""
    received = {item.reference: item.received_at for item in book.store.returns()}
    wanted, found = _month_texts(str(after.period)), {}
    for decision in book.store.decisions():
        text = json.dumps(decision.body, ensure_ascii=True)
        for whole, period, version in re.findall(rf'"({re.escape(after.enterprise)}/([0-9.-]+)/v(\d+))"', text):
            same = period == str(after.period)
            is_earlier = int(version) < after.version if same else received[whole] < after.received_at
            if is_earlier and wanted & _month_texts(period):
                found.setdefault(decision.id, set()).add(whole)
    return found


def _month_texts(period: str) -> set[str]:
    first, _, last = period[5:].partition("..")
    return {f"{period[:4]}-{month:02d}" for month in range(int(first), int(last or first) + 1)}


def check_against_brute_force(book: SmallBook, given: Sequence[Change]) -> None:
    """Every return filed again is listed, in order, with the decisions that the second route finds."""
    with undone(book):
        again = [filed_again_and_kept(book, change, minutes=place) for place, change in enumerate(given, start=1)]
        touches = listed(book)
        assert [item.reference for item in again] == [one.restatement.after.reference for one in touches]
        for one in touches:
            found = {decision.id: set(decision.cited) for decision in one.decisions}
            assert brute_force(book, one.restatement.after) == found


def filed_again_and_kept(book: SmallBook, change: Change, *, minutes: int) -> Return:
    item = filed_again(book, change, minutes=minutes)
    book.store.add_return(item)
    return item


@settings(max_examples=examples(20))
@given(st.lists(changes().filter(lambda one: one.enterprise != "TB-6"), min_size=1, max_size=4))
def test_the_decisions_touched_are_those_a_search_of_all_bodies_finds(book: SmallBook, given: list[Change]) -> None:
    check_against_brute_force(book, given)


def test_the_search_catches_periods_compared_by_equality(book: SmallBook, monkeypatch: pytest.MonkeyPatch) -> None:
    """The seeded bug: January alone would pass by the decisions that used it together with February."""
    given = [Change("TB-1", "2024-01", (), frozenset())]
    check_against_brute_force(book, given)
    monkeypatch.setattr(pure, "overlap", lambda one, other: one == other)
    with pytest.raises(AssertionError):
        check_against_brute_force(book, given)


def claimant_now(book: SmallBook, decision: StoredDecision, enterprise: str, *more: Return) -> Claimant | None:
    """What a draft on the returns that the decision knew, and these, would say of the enterprise; None when refused."""
    month = Month.parse(decision.body["as_of"]) if decision.body["as_of"] else None
    drafted_at = dt.datetime.fromisoformat(decision.signatures[0].at)
    known = (*book.store.returns(known_by=drafted_at), *more)
    try:
        found = claimants_from(Record.of(known), book.city, book.sector, book.rulebook, book.dictionary, month)
    except InputRefused:
        return None
    (own,) = (replace(one, sources=()) for one in found if one.enterprise == enterprise)
    return own


def check_no_use_is_missed(book: SmallBook, change: Change) -> bool:
    """Whatever a new draft would read otherwise in the one return is listed as used otherwise; whether it was so."""
    with undone(book):
        after = filed_again_and_kept(book, change, minutes=1)
        touches = next((one for one in listed(book) if one.restatement.after == after), None)
        otherwise = {one.id for one in touches.decisions if one.used_otherwise} if touches else set()
        read = {
            decision.id
            for decision in book.store.decisions()
            if _counts(decision, after)
            and claimant_now(book, decision, after.enterprise) != claimant_now(book, decision, after.enterprise, after)
        }
        assert read <= otherwise
        return bool(read)


def _counts(decision: StoredDecision, after: Return) -> bool:
    """Whether the decision reaches the return's period: a later month is not of its span."""
    return str(after.period.last) <= (decision.body["as_of"] or f"{decision.body['plan_year'] - 1}-12")


@settings(max_examples=examples(15))
@given(changes().filter(lambda one: one.enterprise != "TB-6"))
def test_no_figure_that_a_new_draft_would_read_otherwise_is_missed(book: SmallBook, change: Change) -> None:
    check_no_use_is_missed(book, change)


def test_that_harness_sees_uses_and_catches_a_forgotten_field(book: SmallBook, monkeypatch: pytest.MonkeyPatch) -> None:
    change = Change("TB-2", "2024-05", (("energy_tce", Decimal(100)),), frozenset())
    assert check_no_use_is_missed(book, change)
    from zhibiao.procedures import touched

    fields = touched.used_fields
    monkeypatch.setattr(touched, "used_fields", lambda *given: fields(*given) - {"energy_tce"})
    with pytest.raises(AssertionError):
        check_no_use_is_missed(book, change)


# what changes nothing


@settings(max_examples=examples(10))
@given(st.sampled_from(FIRMS[:3]), st.sampled_from([month for month in MONTHS if month[5:] not in ("01", "02")]))
def test_the_same_figures_again_are_a_version_and_touch_no_figure(book: SmallBook, firm: str, month: str) -> None:
    with undone(book):
        again = filed_again_and_kept(book, Change(firm, month, (), frozenset()), minutes=1)
        (one,) = listed(book)
        assert (again, (), False) == (
            one.restatement.after,
            one.restatement.revisions,
            one.restatement.has_new_figures,
        )
        assert not any(decision.used_otherwise for decision in one.decisions)
        (shown,) = [found for found in known_returns(book.store, book.city, firm).versions if found == again]
        vintages = known_returns(book.store, book.city, firm).vintages(shown.period)
        assert not any(values[-1].is_new for values in vintages.values())


@settings(max_examples=examples(10))
@given(changes(), changes())
def test_it_does_not_matter_which_of_two_firms_came_first(book: SmallBook, one: Change, other: Change) -> None:
    pair = (replace(one, enterprise="TB-1"), replace(other, enterprise="TB-2"))

    def told(order: Sequence[Change]) -> dict[str, object]:
        with undone(book):
            for place, change in enumerate(order, start=1):
                filed_again_and_kept(book, change, minutes=place)
            found = {touches.restatement.after.reference: touches.plain() for touches in listed(book)}
        return {reference: plain | {"received_at": ""} for reference, plain in found.items()}

    assert told(pair) == told(pair[::-1])


# any instant can be read again


@settings(max_examples=examples(10))
@given(st.lists(st.tuples(changes(), st.integers(0, 3)), min_size=1, max_size=6))
def test_what_was_known_at_an_instant_is_the_store_as_it_was(book: SmallBook, given: list[tuple[Change, int]]) -> None:
    """The model: after each return that came in, a copy of all there was; several may come at one instant."""
    with undone(book):
        instant, as_it_was = 0, {0: list(book.store.returns())}
        for change, minutes in given:
            instant += minutes
            filed_again_and_kept(book, change, minutes=instant)
            as_it_was[instant] = list(book.store.returns())
        for minute in range(instant + 2):
            at = book.clock.now() + dt.timedelta(minutes=minute)
            expected = as_it_was[max(known for known in as_it_was if known <= minute)]
            assert expected == list(book.store.returns(known_by=at))
            for firm in FIRMS:
                found = known_returns(book.store, book.city, firm, known_by=at)
                own = [item for item in expected if item.enterprise == firm]
                assert sorted(own, key=lambda item: (item.period, item.version)) == list(found.versions)
                assert {item.reference for item in Record.of(own).returns.values()} == found.standing
