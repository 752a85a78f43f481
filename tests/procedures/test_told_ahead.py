"""Plans in returns, from the record to the assessment: what is taken up, what is shown, and what came of it."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import zhibiao
from zhibiao.assessment.case import Case
from zhibiao.assessment.figures import Figures
from zhibiao.assessment.monthly import MonthAssessment
from zhibiao.assessment.told_ahead import planned_outage, plans_in_time, told_ahead
from zhibiao.monthly.returns import Fact, Record, Return, Scope
from zhibiao.procedures.assess import assess_month
from zhibiao.readers.catalogue_csv import read_catalogue
from zhibiao.readers.dictionary_csv import read_dictionary
from zhibiao.readers.sector_yaml import read_sector
from zhibiao.terms.citation import Place
from zhibiao.terms.enterprise import City, Enterprise
from zhibiao.terms.finding import Severity
from zhibiao.terms.period import Month, Period
from zhibiao.terms.text import Text

DATA = Path(zhibiao.__file__).parent / "data"
DICTIONARY = read_dictionary(DATA / "dictionary" / "return.csv")
STEEL = read_sector(DATA / "sectors" / "steel.yaml", DICTIONARY)
MAY, JUNE, JULY = Month(2025, 5), Month(2025, 6), Month(2025, 7)
FIRMS = {
    name: Enterprise(
        id=name,
        credit_code="",
        name=Text(f"{name}公司", name),
        sector="steel",
        group="",
        zone="",
        route="",
        tier="normative",
        grade="B",
        facilities=(),
    )
    for name in ("A", "B")
}
CITY = City(
    id="test",
    name=Text("测试市", "Test City"),
    authority=Text("测试市工信局", "Test Bureau"),
    note=Text("虚构", "fictional"),
    enterprises=FIRMS,
)
Changed = dict[tuple[str, Month], dict[str, str]]


def _return(firm: str, month: Month, *, version: int = 1, at: dt.datetime | None = None, **figures: str) -> Return:
    place = Place(file="r.xlsx", sheet=firm, cell="D7")
    after = month.next()
    return Return(
        enterprise=firm,
        period=Period.of(month),
        version=version,
        received_at=at or dt.datetime(after.year, after.month, 8, tzinfo=dt.UTC),
        provenance="test",
        file_sha256="0" * 64,
        facts=tuple(
            Fact(field=code, scope=Scope.PERIOD, value=Decimal(value), place=place) for code, value in figures.items()
        ),
    )


def _returns(last: Month, changed: Changed | None = None) -> list[Return]:
    """From 2021 on A makes 10 000 t a day and B 1 000 t; figures of some months are changed or added."""
    months, month = [], Month(2021, 1)
    while month <= last:
        months.append(month)
        month = month.next()
    return [
        _return(firm, month, **{"crude_steel_t": str(month.days * rate), **(changed or {}).get((firm, month), {})})
        for month in months
        for firm, rate in (("A", 10_000), ("B", 1_000))
    ]


class _Memory:
    def __init__(self, returns: list[Return]) -> None:
        self._returns = returns

    def returns(self, *, known_by: dt.datetime | None = None) -> list[Return]:
        return [item for item in self._returns if known_by is None or item.received_at <= known_by]

    def entries(self, **_: object) -> list[Any]:
        return []


def _assess(last: Month, changed: Changed | None = None, *, more: tuple[Return, ...] = ()) -> MonthAssessment:
    return assess_month(
        _Memory([*_returns(last, changed), *more]),  # type: ignore[arg-type]
        CITY,
        "steel",
        None,
        DICTIONARY,
        month=last,
        sectors={"steel": STEEL},
    )


def _case(returns: list[Return], month: Month) -> Case:
    return Case(
        city=CITY,
        sector="steel",
        industry=STEEL,
        sectors={"steel": STEEL},
        dictionary=DICTIONARY,
        month=month,
        figures=Figures.of(Record.of(returns)),
        book=None,
        rulebook=None,
        returns=returns,
    )


def _end(assessment: MonthAssessment, firm: str = "A") -> dict[str, Any]:
    """One enterprise's expected year end as `--json` prints it."""
    body = json.loads(json.dumps(assessment.plain(), ensure_ascii=False))
    found: dict[str, Any] = next(one for one in body["enterprises"] if one["enterprise"] == firm)["standing"][
        "year_end"
    ]
    return found


def test_what_a_return_states_is_shown_with_what_it_moved() -> None:
    told = _assess(JUNE, {("A", JUNE): {"planned_outage_days": "10", "planned_output_t": "150000"}})
    plain = _assess(JUNE)
    end = _end(told)
    # 31 days of 10 000 t, less ten days, then halfway to the plan: 210 000 and 150 000 give 180 000 instead of 310 000
    assert pytest.approx(-130_000, rel=0.02) == end["told_shift_t"]
    assert end["told_shift_t"] == end["central_t"] - _end(plain)["central_t"]
    common = {"enterprise": "A", "month": "2025-07", "told_in": "2025-06"}
    assert [
        {**common, "kind": "outage_days", "value": "10"},
        {**common, "kind": "planned", "value": "150000"},
    ] == end["told"]
    assert ([], None) == (_end(told, "B")["told"], _end(told, "B")["told_shift_t"])
    assert told.total is not None
    assert told.total.year_end is not None
    assert pytest.approx(end["told_shift_t"], abs=1) == told.total.year_end.told_shift_t


def test_where_it_moves_the_year_it_is_a_ground_of_the_verdict_and_of_the_city_s() -> None:
    catalogue = read_catalogue(DATA)
    told = _assess(JUNE, {("A", JUNE): {"planned_outage_days": "10"}, ("B", JUNE): {"planned_outage_days": "1"}})
    said = {
        firm.enterprise: [
            catalogue.text(one.code, "en", **one.facts) for one in firm.verdict.reasons if "told" in one.code
        ]
        for firm in told.enterprises
    }
    assert [] == said["B"]  # one day in a year is 0.3 %
    (line,) = said["A"]
    assert line.startswith("The enterprise states 10 days without output in 2025-07; this takes ")
    assert ["reason.told_city_less"] == [one.code for one in told.verdict.reasons if "told" in one.code]
    assert [] == [one.code for one in _assess(JUNE).verdict.reasons if "told" in one.code]


@pytest.mark.parametrize(
    ("month", "changed"),
    [
        (JUNE, {("A", MAY): {"planned_outage_days": "10", "planned_output_t": "1"}}),  # of an earlier return
        (Month(2025, 12), {("A", Month(2025, 12)): {"planned_outage_days": "10"}}),  # of the next year
        (JUNE, {("A", JUNE): {"planned_outage_days": "32"}}),  # July has 31 days
    ],
)
def test_history_another_year_and_what_no_month_can_hold_are_left_out(month: Month, changed: Changed) -> None:
    assert () == told_ahead(_case(_returns(month, changed), month))
    assert _end(_assess(month)) == _end(_assess(month, changed))


@pytest.mark.parametrize(
    ("plan", "came", "expected"),
    [
        ({"planned_output_t": "300000"}, {"crude_steel_t": "255000"}, []),  # 15 %, not more
        ({"planned_output_t": "300000"}, {"crude_steel_t": "345000"}, []),
        ({"planned_output_t": "300000"}, {"crude_steel_t": "254999"}, ["assess.plan_came_otherwise"]),
        ({"planned_output_t": "300000"}, {"crude_steel_t": "345001"}, ["assess.plan_came_otherwise"]),
        ({"planned_output_t": "0"}, {"crude_steel_t": "0"}, []),
        ({"planned_output_t": "0"}, {"crude_steel_t": "5"}, ["assess.plan_came_otherwise"]),
        ({"planned_outage_days": "10"}, {"outage_days": "11"}, []),
        ({"planned_outage_days": "10"}, {"outage_days": "8"}, ["assess.outage_came_otherwise"]),
        ({"planned_outage_days": "10"}, {"outage_days": "0"}, ["assess.outage_came_otherwise"]),
        ({"planned_outage_days": "3"}, {"outage_days": "3.8"}, []),  # less than a day
        ({"planned_outage_days": "10"}, {}, ["assess.planned_outage_untold"]),
        ({"planned_outage_days": "0"}, {"outage_days": "4"}, []),  # nobody plans a breakdown
        ({}, {"outage_days": "4"}, []),
    ],
)
def test_plan_and_what_came(plan: dict[str, str], came: dict[str, str], expected: list[str]) -> None:
    found = _assess(JUNE, {("A", MAY): plan, ("A", JUNE): came}).findings
    about_plans = [one for one in found if "plan" in one.code or "outage_came" in one.code]
    assert expected == [one.code for one in about_plans]
    for one in about_plans:
        assert one.severity is (Severity.NOTE if one.code.endswith("untold") else Severity.QUERY)
        texts = [read_catalogue(DATA).what(one.code, lang, one.facts) for lang in ("zh", "en")]  # type: ignore[arg-type]
        assert not any("{" in text for text in texts)
        assert ("r.xlsx", "D7") == (one.place.file, one.place.cell)


def _filed_again(day: str, days: str) -> Return:
    at = dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC)
    plan = {"planned_outage_days": days} if days else {}
    return _return("A", MAY, version=2, at=at, crude_steel_t="310000", **plan)


@pytest.mark.parametrize(
    ("again", "expected"),
    [
        ((), 10),
        ((_filed_again("2025-06-20", "5"),), 5),  # corrected while June ran
        ((_filed_again("2025-07-02", "5"),), 10),  # June was over: no plan any more
        ((_filed_again("2025-06-30T17:00:00", "5"),), 10),  # July in China
        ((_filed_again("2025-06-20", "31"),), None),  # June has 30 days
        ((_filed_again("2025-06-20", ""),), None),  # withdrawn in time
        ((_filed_again("2025-07-02", ""),), 10),
    ],
)
def test_a_plan_filed_when_its_month_is_over_is_none(again: tuple[Return, ...], expected: int | None) -> None:
    case = _case([*_returns(JUNE, {("A", MAY): {"planned_outage_days": "10"}}), *again], JUNE)
    plans = plans_in_time(case)
    assert expected == planned_outage(plans, "A", Period.of(JUNE))
    assert plans == plans_in_time(case, month=JUNE)
    assert planned_outage(plans, "B", Period.of(JUNE)) is None
    assert planned_outage(plans, "A", Period.of(MAY)) is None
    assert planned_outage(plans, "A", Period(JUNE, JULY.next())) is None


@pytest.mark.parametrize(
    ("plan", "came", "expected"),
    [
        ({}, {}, True),
        ({"planned_outage_days": "20"}, {}, False),
        ({"planned_outage_days": "20"}, {"outage_days": "0"}, True),  # its own word goes first
        ({"planned_outage_days": "3"}, {}, True),  # three days do not explain twenty
        ({}, {"outage_days": "20"}, False),
    ],
)
def test_a_stop_stated_beforehand_is_no_hidden_stop(plan: dict[str, str], came: dict[str, str], expected: bool) -> None:
    low = {"crude_steel_t": "100000", **came}  # ten days of thirty
    found = _assess(JUNE, {("A", MAY): plan, ("A", JUNE): low}).findings
    assert expected == ("warn.output_fell" in [one.code for one in found])
