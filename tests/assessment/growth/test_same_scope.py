"""Same scope: who is counted, who is left out and why, and what a missing figure does not become."""

import datetime as dt
from decimal import Decimal

import pytest

from zhibiao.assessment.figures import Figures
from zhibiao.assessment.growth.growth import Comparison
from zhibiao.assessment.growth.same_scope import Presence, Reported, reported_by, same_scope
from zhibiao.monthly.returns import Fact, Record, Return, Scope
from zhibiao.terms.citation import Place
from zhibiao.terms.period import Month, Period

MONTH = Month(2025, 3)


def _record(**first_and_made: tuple[str, str, int]) -> Record:
    """By enterprise: the first and last month filed, and what it makes in each."""
    returns = []
    for name, (first, last, made) in first_and_made.items():
        month = Month.parse(first)
        while month <= Month.parse(last):
            fact = Fact(field="crude_steel_t", scope=Scope.PERIOD, value=Decimal(made), place=Place())
            returns.append(
                Return(
                    enterprise=name,
                    period=Period.of(month),
                    version=1,
                    received_at=dt.datetime(2025, 4, 8, tzinfo=dt.UTC),
                    provenance="test",
                    file_sha256="",
                    facts=(fact,),
                )
            )
            month = month.next()
    return Record.of(returns)


def _presences(figures: Figures, **since: Month) -> dict[str, Presence]:
    names = figures.first
    compared = {name: figures.month(name, "crude_steel_t", Period.of(MONTH)) for name in names}
    found = reported_by(figures, compared, first=MONTH, last=MONTH, since=since)
    return {item.enterprise: item.presence for item in found}


def test_each_enterprise_is_told_by_its_returns_and_the_register() -> None:
    record = _record(
        OLD=("2023-01", "2025-03", 100),
        NEW=("2024-09", "2025-03", 40),
        GONE=("2023-01", "2024-12", 30),
        PAST=("2023-01", "2023-12", 30),
        LATE=("2023-01", "2025-02", 60),
        SILENT=("2024-09", "2025-03", 50),
    )
    figures = Figures.of(record, left={"GONE": Month(2025, 1), "PAST": Month(2024, 1)})
    assert {
        "OLD": Presence.BOTH,
        "NEW": Presence.ENTERED,
        "GONE": Presence.LEFT,
        "LATE": Presence.NOT_NOW,
        # On the register since 2010 it was at work a year ago: its first return is late, it did not enter.
        "SILENT": Presence.NOT_BEFORE,
    } == _presences(figures, SILENT=Month(2010, 1))


def test_where_the_record_itself_begins_nobody_entered() -> None:
    figures = Figures.of(_record(A=("2024-06", "2025-03", 100), B=("2024-06", "2025-03", 40)))
    assert {"A": Presence.NOT_BEFORE, "B": Presence.NOT_BEFORE} == _presences(figures)


def test_the_sums_three_ways() -> None:
    scope = same_scope(
        [
            Reported(enterprise="A", presence=Presence.BOTH, figures=Comparison(now=105, before=100)),
            Reported(enterprise="B", presence=Presence.ENTERED, figures=Comparison(now=40, before=0)),
            Reported(enterprise="C", presence=Presence.LEFT, figures=Comparison(now=0, before=30)),
            Reported(enterprise="D", presence=Presence.NOT_NOW, figures=Comparison(now=None, before=60)),
            Reported(enterprise="E", presence=Presence.NOT_BEFORE, figures=Comparison(now=7, before=None)),
        ]
    )
    assert Comparison(now=105, before=100) == scope.same
    assert Comparison(now=145, before=130) == scope.whole
    assert Comparison(now=152, before=190) == scope.raw
    assert (("A",), ["B", "C", "D", "E"]) == (scope.counted, [item.enterprise for item in scope.left_out])


def test_nobody_is_not_zero() -> None:
    assert Comparison(now=None, before=None) == same_scope([]).same
    with pytest.raises(ValueError, match="both"):
        Reported(enterprise="A", presence=Presence.BOTH, figures=Comparison(now=1, before=None))
