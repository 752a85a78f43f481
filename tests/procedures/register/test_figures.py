"""The register's figures: on the bundled city what its README says was achieved, on made-up firms the hard months."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from returns_sample import DICTIONARY, SECTORS
from zhibiao.assemble.book import OpenBook, open_book
from zhibiao.assemble.resources import indicators
from zhibiao.monthly.returns import Fact, Return, Scope
from zhibiao.procedures.register.figure_months import OnRecord, months_of
from zhibiao.procedures.register.figure_years import years_ahead
from zhibiao.procedures.register.figures import figures_of
from zhibiao.register.commitment import CommitmentKind, Terms
from zhibiao.register.deeds import Accepted, Act
from zhibiao.register.figures import PeriodFigure
from zhibiao.register.progress.progress import progress_of
from zhibiao.register.progress.values import Progress, State
from zhibiao.register.register import register_of
from zhibiao.terms.citation import Place
from zhibiao.terms.enterprise import City, Enterprise
from zhibiao.terms.exact import printed
from zhibiao.terms.period import Month, Period
from zhibiao.terms.text import Text
from zhibiao.texts.statement import Change, Comparator, Figure, Polarity

_WHEN = dt.datetime(2025, 5, 1, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def opened(demo_book: Path) -> Iterator[OpenBook]:
    book = open_book(demo_book)
    yield book
    book.store.close()


def _progress(opened: OpenBook, code: str, figure: Figure, *, period: str, on: str, known_by: str = "") -> Progress:
    terms = Terms(
        kind=CommitmentKind.TARGET, title=code, indicator=code, figure=figure, period=period, polarity=Polarity.INCREASE
    )
    act = Act(number=1, at="2024-01-01T00:00:00Z", person="lin", deed=Accepted(commitment="C0001", terms=terms))
    day = dt.date.fromisoformat(on)
    figures = figures_of(
        opened.store,
        opened.city,
        DICTIONARY,
        SECTORS,
        [indicators().by_code[code]],
        known_by=dt.datetime.fromisoformat(known_by) if known_by else None,
        on=day,
    )
    return progress_of(register_of([act]).commitment("C0001"), on=day, figures=figures)


def _growth(value: str) -> Figure:
    return Figure(value=Decimal(value), unit="%", change=Change.YOY, comparator=Comparator.EQUAL)


@pytest.mark.parametrize(
    ("expected", "code"),
    [
        ("4.7000", "mine_output_value"),
        ("48.1001", "scrap_output_value"),
        ("4.5005", "magnesia_output_value"),
        ("-0.1524", "crude_steel"),
    ],
)
def test_the_growth_of_the_readme_computes_itself(opened: OpenBook, expected: str, code: str) -> None:
    told = _progress(opened, code, _growth("4.5"), period="2024", on="2025-03-01")
    assert told.measure.reached is not None
    assert Decimal(expected) == printed(told.measure.reached, 4)
    assert (State.DONE if Decimal(expected) >= Decimal("4.5") else State.MISSED) is told.state
    assert "progress.by_returns" == told.because[0].code


@pytest.mark.parametrize(("expected", "code"), [("16.3000", "steel_high_end"), ("25.0000", "magnesia_high_end")])
def test_the_share_of_the_readme_computes_itself(opened: OpenBook, expected: str, code: str) -> None:
    way = Figure(base=Decimal("9.6"), reached=Decimal(16), unit="%", change=Change.FROM_TO, comparator=Comparator.EQUAL)
    told = _progress(opened, code, way, period="2023..2024", on="2025-03-01")
    assert told.measure.reached is not None
    assert told.measure.share is not None
    assert (Decimal(expected), State.DONE) == (printed(told.measure.reached, 4), told.state)
    assert told.measure.share > 1


def test_a_year_under_way_has_a_chance_with_a_band(opened: OpenBook) -> None:
    easy, hard = (
        _progress(opened, "magnesia_output_value", _growth(value), period="2025", on="2025-04-30")
        for value in ("-30", "60")
    )
    assert (State.UNDER_WAY, dt.date(2025, 3, 31)) == (easy.state, easy.measure.as_of)
    assert easy.chance
    assert hard.chance
    assert (Fraction(1), Fraction(0), 1000) == (easy.chance.chance, hard.chance.chance, easy.chance.draws)
    assert easy.chance.low < easy.chance.expected < easy.chance.high


def test_a_chance_lies_between_where_the_target_lies_inside_the_band(opened: OpenBook) -> None:
    first = _progress(opened, "magnesia_output_value", _growth("1"), period="2025", on="2025-04-30").chance
    assert first
    middle = _growth(str(printed(first.expected, 4)))
    told = _progress(opened, "magnesia_output_value", middle, period="2025", on="2025-04-30").chance
    assert told
    assert Fraction(1, 5) < told.chance < Fraction(4, 5)


def test_what_was_not_known_is_not_used(opened: OpenBook) -> None:
    early = _progress(
        opened, "crude_steel", _growth("1"), period="2025", on="2025-04-30", known_by="2025-03-20T00:00:00+00:00"
    )
    assert dt.date(2025, 2, 28) == early.measure.as_of
    nothing = _progress(
        opened, "crude_steel", _growth("1"), period="2025", on="2025-04-30", known_by="2025-01-20T00:00:00+00:00"
    )
    assert (State.WAITING, None) == (nothing.state, nothing.measure.reached)


def test_capacity_on_account_is_known_and_not_forecast(opened: OpenBook) -> None:
    level = Figure(value=Decimal(468), unit="万吨", change=Change.LEVEL, comparator=Comparator.AT_MOST)
    told = _progress(opened, "magnesia_sand_capacity", level, period="2025", on="2025-04-30")
    assert (Fraction(468), True, None) == (told.measure.reached, told.measure.met, told.chance)
    assert "progress.chance_level" in {one.code for one in told.because}


# Made-up firms: what joins, what lacks, what is not there yet.


def _firm(name: str) -> Enterprise:
    return Enterprise(
        id=name, credit_code="", name=Text(name), sector="mine", group="", zone="", route="", tier="", grade=""
    )


_CITY = City(
    id="t", name=Text("t"), authority=Text("t"), note=Text(""), enterprises={name: _firm(name) for name in ("A", "B")}
)


def _return(firm: str, period: str, value: int, *, version: int = 1, field: str = "gross_output_yuan") -> Return:
    fact = Fact(field=field, scope=Scope.PERIOD, value=Decimal(value), place=Place(file="f"))
    return Return(
        enterprise=firm,
        period=Period.parse(period),
        version=version,
        received_at=_WHEN + dt.timedelta(days=version),
        provenance="p",
        file_sha256="f",
        facts=(fact,),
    )


def _months(*returns: Return, on: str = "2025-12-31") -> tuple[PeriodFigure, ...]:
    record = OnRecord.of(returns, _CITY, DICTIONARY, SECTORS, on=dt.date.fromisoformat(on))
    return months_of(indicators().by_code["mine_output_value"], record)


def test_january_and_february_are_one_where_one_firm_files_them_so() -> None:
    found = _months(
        _return("A", "2025-01..02", 30),
        _return("B", "2025-01", 1),
        _return("B", "2025-02", 2),
        _return("A", "2025-03", 9),
    )
    assert [("2025-01..02", Fraction(33), ()), ("2025-03", Fraction(9), ("B",))] == [
        (str(one.period), one.value, one.lacking) for one in found
    ]
    assert 3 == len(found[0].sources)


def test_a_month_that_lacks_a_part_of_the_joint_period_is_said() -> None:
    (found,) = _months(_return("A", "2025-01..02", 30), _return("B", "2025-01", 1))
    assert (Fraction(30), ("B",)) == (found.value, found.lacking)


def test_the_latest_version_counts_and_carries_its_source() -> None:
    (found,) = _months(_return("A", "2025-03", 30), _return("A", "2025-03", 31, version=2), _return("B", "2025-03", 1))
    assert (Fraction(32), [2, 1]) == (found.value, [one.version for one in found.sources])
    assert "2025-05-03T00:00:00Z" == found.sources[0].received_at


def test_a_firm_that_never_filed_lacks_and_one_before_its_first_return_does_not() -> None:
    assert [("B",), ("B",)] == [one.lacking for one in _months(_return("A", "2025-03", 1), _return("A", "2025-04", 1))]
    later = _months(_return("A", "2025-03", 1), _return("A", "2025-04", 1), _return("B", "2025-04", 5))
    assert [(Fraction(1), ()), (Fraction(6), ())] == [(one.value, one.lacking) for one in later]


def test_months_that_are_not_over_are_not_read() -> None:
    assert ["2025-03"] == [
        str(one.period) for one in _months(_return("A", "2025-03", 1), _return("A", "2025-04", 1), on="2025-04-29")
    ]


def test_a_short_history_has_no_draws() -> None:
    months = _months(*(_return(name, f"2025-{month:02d}", 5) for name in "AB" for month in range(1, 7)))
    indicator = indicators().by_code["mine_output_value"]
    assert "progress.chance_short" == years_ahead(indicator, months, on=dt.date(2025, 7, 31))[2025].because
    gone = years_ahead(indicator, months, on=dt.date(2026, 7, 31))
    assert {2025, 2026} == set(gone)


def test_a_loss_is_not_forecast() -> None:
    months = [PeriodFigure(period=Period.of(Month(2025, 1)), value=Fraction(-1))]
    ahead = years_ahead(indicators().by_code["mine_profit"], months, on=dt.date(2025, 2, 28))
    assert "progress.chance_negative" == ahead[2025].because
