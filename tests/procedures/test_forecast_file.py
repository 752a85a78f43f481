"""A table of series through the forecast: rows, totals and their names, rules, what is refused alone."""

from decimal import Decimal

import pytest

from zhibiao.errors import InputRefused
from zhibiao.forecast.soundness import Reported
from zhibiao.policy.cap_rule import EACH, CapKind, CapRule
from zhibiao.procedures.forecast_file import FileForecast, forecast_file, total_names
from zhibiao.terms.finding import Severity
from zhibiao.terms.period import Month

AS_OF = Month(2021, 6)
SHAPE = (0.0, 0.07, 0.15, 0.24, 0.32, 0.41, 0.50, 0.59, 0.67, 0.76, 0.84, 0.92, 1.0)
SWING = (1.0, 1.04, 0.97, 1.02, 0.99, 1.05, 1.01)


def _series(level: float, *, shift: int = 0, first: int = 2015) -> list[Reported]:
    return [
        Reported(month=Month(year, month), value=level * SHAPE[month] * SWING[(year + shift) % len(SWING)])
        for year in range(first, 2022)
        for month in range(2, 13)
        if Month(year, month) <= Month(2021, 9)
    ]


def _rule(scope: str, year: int = 2021) -> CapRule:
    return CapRule(scope=scope, year=year, kind=CapKind.ABSOLUTE, value=Decimal(100), known_from=Month(2021, 1))


TWO = {"A": _series(1000.0), "B": _series(300.0, shift=2)}


def _names(made: FileForecast) -> list[str]:
    return [row.outlook.series for row in made.rows]


def _codes(made: FileForecast) -> list[str]:
    return [finding.code for finding in made.findings]


def test_a_row_per_series_and_their_total() -> None:
    made = forecast_file(TWO, as_of=AS_OF)
    assert (["A", "B", "total"], (), True, []) == (_names(made), made.refused, made.is_whole, _codes(made))
    row = made.plain()["rows"][0]
    assert {"series", "year", "p05", "p10", "p25", "p50", "p75", "p90", "p95", "mean", "members"} <= row.keys()
    assert ("2021-06", 1000.0 * SWING[2020 % 7], 2, True) == (
        row["known_to"],
        row["last_year"],
        made.plain()["rows"][2]["parts"],
        made.plain()["rows"][2]["is_total"],
    )


def test_nothing_after_the_month_is_read() -> None:
    later = {name: [one for one in reported if one.month and one.month <= AS_OF] for name, reported in TWO.items()}
    assert forecast_file(later, as_of=AS_OF).plain() == forecast_file(TWO, as_of=AS_OF).plain()


@pytest.mark.parametrize(
    ("scopes", "series", "names"),
    [
        ((), {"A"}, ()),
        ((), {"A", "B"}, ("total",)),
        ((), {"A", "total"}, ()),
        (("A", EACH), {"A", "B"}, ("total",)),
        (("China",), {"A"}, ("China",)),
        (("China", "A", "全国"), {"A", "B"}, ("China", "全国")),
    ],
)
def test_what_the_total_is_called(scopes: tuple[str, ...], series: set[str], names: tuple[str, ...]) -> None:
    assert names == total_names([_rule(scope) for scope in scopes], series=series, year=2021)


def test_a_total_named_for_another_year_keeps_its_name() -> None:
    assert ("China",) == total_names([_rule("China", 2022)], series={"A", "B"}, year=2021)


def test_a_rule_that_is_not_known_yet_names_the_total_and_changes_no_figure() -> None:
    later = CapRule(scope="China", year=2021, kind=CapKind.LAST_YEAR, known_from=Month(2021, 7))
    made, plain = (forecast_file(TWO, as_of=AS_OF, rules=rules) for rules in ([later], []))
    assert [row.outlook.row() | {"series": ""} for row in plain.rows] == [
        row.outlook.row() | {"series": ""} for row in made.rows
    ]
    assert ["A", "B", "China"] == [row.outlook.series for row in made.rows]
    assert () == made.rules


@pytest.mark.parametrize(
    ("since", "code"), [(Month(2021, 4), "forecast.stands_still"), (Month(2020, 3), "forecast.closed")]
)
def test_a_standstill_is_told_and_no_mistake(since: Month, code: str) -> None:
    running = {one.month: one.value for one in TWO["A"] if one.month}
    stopped = []
    for month, value in running.items():
        before = [m for m in running if m < since and m.year == month.year]
        flat = running[max(before)] if before else 0.0
        stopped.append(Reported(month=month, value=value if month < since else flat))
    made = forecast_file({**TWO, "C": stopped}, as_of=AS_OF)
    assert ([code], True) == (_codes(made), made.is_whole)
    row = made.rows[2].outlook
    assert row.quantiles["p05"] == row.made


def test_two_names_of_the_total_get_a_row_each_and_are_asked_about() -> None:
    made = forecast_file(TWO, as_of=AS_OF, rules=[_rule("X"), _rule("Y")])
    assert (["A", "B", "X", "Y"], ["forecast.two_totals"], True) == (_names(made), _codes(made), made.is_whole)


def test_a_rule_of_a_series_elsewhere_is_no_rule_of_the_total() -> None:
    made = forecast_file(TWO, as_of=AS_OF, rules=[_rule("Hebei"), _rule("A")], elsewhere=frozenset({"Hebei", "A"}))
    assert (["A", "B", "total"], ["forecast.cap_of_another"]) == (_names(made), _codes(made))
    assert ["A"] == [rule.scope for rule in made.rules]


def test_a_broken_series_is_refused_alone_and_its_rule_is_not_the_totals() -> None:
    broken = [
        Reported(month=one.month, value=one.value * (1e4 if one.month.year == 2021 else 1))
        for one in TWO["A"]
        if one.month
    ]
    made = forecast_file({**TWO, "C": broken}, as_of=AS_OF, rules=[_rule("C")])
    assert (["A", "B", "total"], ("C",), False) == (_names(made), made.refused, made.is_whole)
    assert (["forecast.unit_changed", "forecast.total_incomplete"], ()) == (_codes(made), made.rules)
    assert made.rows[0].outlook == forecast_file(TWO, as_of=AS_OF).rows[0].outlook


def test_a_series_that_has_ended_is_no_mistake() -> None:
    ended = [one for one in TWO["A"] if one.month and one.month.year < 2018]
    made = forecast_file({**TWO, "C": ended}, as_of=AS_OF)
    assert (("C",), True, Severity.NOTE) == (made.refused, made.is_whole, made.findings[0].severity)


def test_the_sum_of_the_others_is_not_counted_twice() -> None:
    both = zip(TWO["A"], TWO["B"], strict=True)
    nation = [Reported(month=a.month, value=(a.value + b.value) * 1.004) for a, b in both]
    made = forecast_file({"nation": nation, **TWO}, as_of=AS_OF)
    assert ["forecast.sum_among_series"] == _codes(made)
    alone = forecast_file(TWO, as_of=AS_OF).rows[-1]
    assert (alone.parts, alone.outlook.made) == (made.rows[-1].parts, pytest.approx(made.rows[-1].outlook.made))


def test_a_rule_for_the_sum_of_the_others_holds_for_their_total() -> None:
    both = zip(TWO["A"], TWO["B"], strict=True)
    nation = [Reported(month=a.month, value=a.value + b.value) for a, b in both]
    tight = CapRule(scope="nation", year=2021, kind=CapKind.FACTOR_OF_LAST_YEAR, value=Decimal("0.8"), known_from=AS_OF)
    made = forecast_file({"nation": nation, **TWO}, as_of=AS_OF, rules=[tight])
    assert ["nation", "A", "B", "total"] == _names(made)
    assert all(row.outlook.cap_shift < 0 for row in made.rows)


def test_doubt_shows_in_the_row() -> None:
    odd = [*TWO["A"], Reported(month=Month(2021, 3), value=1.0)]
    made = forecast_file({"A": odd, "B": TWO["B"]}, as_of=AS_OF)
    assert [1.5, 1.0] == [row.doubt for row in made.rows if not row.parts]


def test_doubt_widens_the_interval() -> None:
    def width(reported: list[Reported]) -> float:
        at = forecast_file({"A": reported, "B": TWO["B"]}, as_of=AS_OF).rows[0].outlook.quantiles
        return at["p95"] - at["p05"]

    # The total of March is lost, which no member reads at the end of June but as a step on the way.
    odd = [*TWO["A"], Reported(month=Month(2021, 3), value=1.0)]
    assert width(odd) > 1.3 * width(TWO["A"])


def test_before_february_only_earlier_years_speak() -> None:
    made = forecast_file(TWO, as_of=Month(2021, 1))
    assert ([None] * 3, 0.0) == ([row.known_to for row in made.rows], made.rows[0].outlook.made)


def test_a_table_without_any_usable_series_is_refused_with_its_findings() -> None:
    with pytest.raises(InputRefused) as caught:
        forecast_file({"A": _series(1.0, first=2021)}, as_of=AS_OF)
    assert ("forecast.refused", ["forecast.too_short"]) == (
        caught.value.code,
        [finding.code for finding in caught.value.findings],
    )
