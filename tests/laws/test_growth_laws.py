"""Laws of growth: terms sum to the total's growth, outsiders change no growth, and a triangle ends at the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from zhibiao.assessment.growth.contributions import Contribution, contributions, growth_points
from zhibiao.assessment.growth.growth import Comparison
from zhibiao.assessment.growth.revision_triangle import Row, Triangle, revision_triangle
from zhibiao.assessment.growth.same_scope import Presence, Reported, SameScope, same_scope
from zhibiao.assessment.growth.vintages import History
from zhibiao.monthly.returns import Fact, Record, Return, Scope
from zhibiao.terms.citation import Place
from zhibiao.terms.period import Month, Period

FIELD = "crude_steel_t"
OUTSIDERS = (Presence.ENTERED, Presence.LEFT, Presence.NOT_NOW, Presence.NOT_BEFORE, Presence.NEITHER)
Divide = Callable[..., tuple[Contribution, ...]]


def _figures(draw: st.DrawFn, presence: Presence) -> Comparison:
    amount = st.integers(min_value=-(10**6), max_value=10**9)
    now, before = draw(amount), draw(amount)
    known = {
        Presence.BOTH: (now, before),
        Presence.ENTERED: (now, 0),
        Presence.LEFT: (0, before),
        Presence.NOT_NOW: (None, before),
        Presence.NOT_BEFORE: (now, None),
        Presence.NEITHER: (None, None),
    }
    return Comparison(now=known[presence][0], before=known[presence][1])


@st.composite
def firms(draw: st.DrawFn, kinds: Sequence[Presence] = tuple(Presence), prefix: str = "F") -> tuple[Reported, ...]:
    chosen = draw(st.lists(st.sampled_from(kinds), max_size=8))
    return tuple(
        Reported(enterprise=f"{prefix}{place}", presence=kind, figures=_figures(draw, kind))
        for place, kind in enumerate(chosen)
    )


def _sum_is_the_growth(reported: Sequence[Reported], divide: Divide) -> None:
    scope = same_scope(reported)
    for by in (lambda name: name, lambda name: "even" if int(name[1:]) % 2 == 0 else "odd", lambda _: "all"):
        terms, growth = divide(reported, scope, by=by), growth_points(scope)
        if growth is None:
            assert () == terms
        else:
            assert growth == sum((item.points for item in terms), Fraction(0))


@given(firms())
@settings(max_examples=examples(200), deadline=None)
def test_contributions_sum_exactly_to_the_growth_of_the_total(reported: tuple[Reported, ...]) -> None:
    _sum_is_the_growth(reported, contributions)


def _without_exits(reported: Sequence[Reported], scope: SameScope, **by: object) -> tuple[Contribution, ...]:
    """The mistake to be caught: who left is forgotten."""
    return tuple(item for item in contributions(reported, scope, **by) if item.presence is not Presence.LEFT)  # type: ignore[arg-type]


def test_the_harness_catches_exits_forgotten() -> None:
    reported = (
        Reported(enterprise="F0", presence=Presence.BOTH, figures=Comparison(now=110, before=100)),
        Reported(enterprise="F1", presence=Presence.LEFT, figures=Comparison(now=0, before=30)),
    )
    _sum_is_the_growth(reported, contributions)
    with pytest.raises(AssertionError):
        _sum_is_the_growth(reported, _without_exits)


def _outsiders_change_nothing(
    inside: Sequence[Reported], outside: Sequence[Reported], growth: Callable[[SameScope], Comparison]
) -> None:
    assert growth(same_scope(inside)) == growth(same_scope((*inside, *outside)))


@given(firms(), firms(OUTSIDERS, "X"))
@settings(max_examples=examples(200), deadline=None)
def test_same_scope_growth_is_unchanged_by_a_firm_outside_it(
    reported: tuple[Reported, ...], outside: tuple[Reported, ...]
) -> None:
    _outsiders_change_nothing(reported, outside, lambda scope: scope.same)
    alone, together = same_scope(reported), same_scope((*reported, *outside))
    assert alone.counted == together.counted
    assert {*alone.left_out, *outside} == set(together.left_out)


@pytest.mark.parametrize("wrong", [lambda scope: scope.whole, lambda scope: scope.raw], ids=["whole", "raw"])
def test_the_harness_catches_an_outsider_counted(wrong: Callable[[SameScope], Comparison]) -> None:
    inside = Reported(enterprise="F0", presence=Presence.BOTH, figures=Comparison(now=110, before=100))
    outside = Reported(enterprise="X0", presence=Presence.ENTERED, figures=Comparison(now=40, before=0))
    with pytest.raises(AssertionError):
        _outsiders_change_nothing([inside], [outside], wrong)


@st.composite
def filings(draw: st.DrawFn) -> list[Return]:
    """Returns of three firms in 2024, filed again at random, January and February apart, together or both."""
    months = [Period.of(Month(2024, number)) for number in range(1, 7)]
    periods = st.sampled_from([*months, Period(Month(2024, 1), Month(2024, 3))])
    one = st.tuples(
        st.sampled_from(("A", "B", "C")),
        periods,
        st.integers(min_value=0, max_value=500),
        st.one_of(st.none(), st.decimals(min_value=-5, max_value=10**6, places=2)),
        st.one_of(st.none(), st.decimals(min_value=0, max_value=10**7, places=2)),
    )
    versions: dict[tuple[str, Period], int] = {}
    found = []
    for name, period, days, value, to_date in sorted(draw(st.lists(one, max_size=14)), key=lambda item: item[2]):
        number = versions[name, period] = versions.get((name, period), 0) + 1
        received = dt.datetime(2024, 2, 1, 5, tzinfo=dt.UTC) + dt.timedelta(days=days, minutes=len(found))
        found.append(filed(name, period, value, to_date=to_date, version=number, at=received))
    return found


def filed(
    name: str, period: Period, value: Decimal | None, *, to_date: Decimal | None, version: int, at: dt.datetime
) -> Return:
    facts = tuple(
        Fact(field=FIELD, scope=scope, value=amount, place=Place())
        for scope, amount in ((Scope.PERIOD, value), (Scope.YEAR_TO_DATE, to_date))
        if amount is not None
    )
    return Return(
        enterprise=name,
        period=period,
        version=version,
        received_at=at,
        provenance="test",
        file_sha256="",
        facts=facts,
    )


def _triangle(returns: Sequence[Return], scope: Scope, known_by: dt.datetime, *, ages: int = 40) -> Triangle:
    histories = [History.of(returns, enterprise=name, field=FIELD) for name in ("A", "B", "C")]
    return revision_triangle(histories, field=FIELD, scope=scope, known_by=known_by, year=None, ages=ages)


def _on_record(record: Record, row: Row, scope: Scope) -> Decimal | None:
    """The same sum straight from the record, without histories."""
    amounts = [
        record.filed_to_date(name, FIELD, row.span.last)
        if scope is Scope.YEAR_TO_DATE
        else record.over(name, FIELD, first=row.span.start, last=row.span.last)
        for name in ("A", "B", "C")
    ]
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


def _ends_at_the_record(triangle: Triangle, returns: Sequence[Return]) -> None:
    record = Record.of(item for item in returns if item.received_at <= triangle.known_by)
    for row in triangle.rows:
        expected = _on_record(record, row, triangle.scope)
        assert expected == row.now
        assert expected == row.last.value
        assert row.last.revision in (None, 0)
        for cell in row.cells[1:]:
            then = Record.of(item for item in returns if item.received_at <= cell.known_by)
            assert _on_record(then, row, triangle.scope) == cell.value


@given(filings(), st.sampled_from(list(Scope)), st.integers(min_value=0, max_value=600))
@settings(max_examples=examples(120), deadline=None)
def test_the_last_diagonal_is_the_record_and_each_cell_the_record_known_then(
    returns: list[Return], scope: Scope, days: int
) -> None:
    known_by = dt.datetime(2024, 2, 1, tzinfo=dt.UTC) + dt.timedelta(days=days)
    _ends_at_the_record(_triangle(returns, scope, known_by), returns)


def test_the_harness_catches_a_version_received_later() -> None:
    """A triangle that reads all there is, whatever the instant, does not end at the record of that instant."""
    month = Period.of(Month(2024, 3))
    early, late = (dt.datetime(2024, number, 8, tzinfo=dt.UTC) for number in (4, 9))
    returns = [
        filed("A", month, Decimal(100), to_date=None, version=1, at=early),
        filed("A", month, Decimal(130), to_date=None, version=2, at=late),
    ]
    then = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)
    _ends_at_the_record(_triangle(returns, Scope.PERIOD, then), returns)
    all_read = _triangle(returns, Scope.PERIOD, late)
    wrong = Triangle(
        field=FIELD,
        scope=Scope.PERIOD,
        known_by=then,
        enterprises=all_read.enterprises,
        rows=all_read.rows,
        ages=all_read.ages,
    )
    with pytest.raises(AssertionError):
        _ends_at_the_record(wrong, returns)


@given(filings())
@settings(max_examples=examples(60), deadline=None)
def test_revisions_are_told_on_one_set_of_firms(returns: list[Return]) -> None:
    """The total's revision at an age is the sum of the firms' own, whoever else filed late."""
    known_by = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    total = _triangle(returns, Scope.PERIOD, known_by)
    for row in total.rows:
        for cell in row.cells:
            if cell.revision is None:
                continue
            at = cell.known_by
            expected = Decimal(0)
            for name in ("A", "B", "C"):
                history = History.of(returns, enterprise=name, field=FIELD)
                first = history.first_known(row.span, Scope.PERIOD)
                then = history.amount(row.span, Scope.PERIOD, known_by=at)
                then = (first[1] if first else None) if cell.age == 0 else then
                now = history.amount(row.span, Scope.PERIOD)
                expected += now - then if now is not None and then is not None else 0
            assert expected == cell.revision
