"""The fictional city assessed from its own figures: the published shares, their three terms, sensible verdicts."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import zhibiao
from zhibiao.assessment.high_end.account import Basis, Window
from zhibiao.assessment.monthly import MonthAssessment
from zhibiao.ledger.entry import Entry
from zhibiao.monthly.returns import Fact, Return, Scope
from zhibiao.procedures.assess import assess_month
from zhibiao.readers.city_specification import read_city_specification
from zhibiao.readers.dictionary_csv import read_dictionary
from zhibiao.readers.sector_yaml import read_sector
from zhibiao.simulation.city import SimulatedCity, simulate
from zhibiao.simulation.filings import filing_of, periods_of
from zhibiao.terms.citation import Place
from zhibiao.terms.period import Month

DATA = Path(zhibiao.__file__).parent / "data"
DICTIONARY = read_dictionary(DATA / "dictionary" / "return.csv")
SECTORS = {name: read_sector(DATA / "sectors" / f"{name}.yaml", DICTIONARY) for name in ("steel", "magnesia")}


class _Memory:
    def __init__(self, returns: Sequence[Return]) -> None:
        self._returns = returns

    def returns(self, **_: object) -> Sequence[Return]:
        return self._returns

    def entries(self, **_: object) -> Sequence[Entry]:
        return []


def _returns(city: SimulatedCity) -> list[Return]:
    """What careful officers would have filed, in inner units."""
    returns = []
    for period in periods_of(city, joint_years={2021, 2023, 2025}):
        for enterprise in city.register:
            filing = filing_of(city, enterprise, period, DICTIONARY)
            columns = ((Scope.PERIOD, 0), (Scope.YEAR_TO_DATE, 1))
            facts = tuple(
                Fact(field=field, scope=scope, value=Decimal(value), place=Place())
                for field, figures in filing.figures.items()
                for scope, column in columns
                if (value := figures[column]) is not None
            )
            returns.append(
                Return(
                    enterprise=enterprise.id,
                    period=period,
                    version=1,
                    received_at=dt.datetime(period.end.year, period.end.month, 8, tzinfo=dt.UTC),
                    provenance="test",
                    file_sha256="",
                    facts=facts,
                )
            )
    return returns


@pytest.fixture(scope="module")
def city() -> tuple[SimulatedCity, _Memory]:
    specification = read_city_specification(DATA / "simulation")
    made = simulate(specification, sectors=tuple(SECTORS.values()), generator=np.random.default_rng(2024))
    return made, _Memory(_returns(made))


def _assess(city: tuple[SimulatedCity, _Memory], sector: str, month: str) -> MonthAssessment:
    made, store = city
    return assess_month(
        store,  # type: ignore[arg-type]
        made.register,
        sector,
        None,
        DICTIONARY,
        month=Month.parse(month),
        sectors=SECTORS,
    )


@pytest.mark.parametrize(("sector", "before", "after"), [("steel", "9.60", "16.30"), ("magnesia", "18.00", "25.00")])
def test_the_published_shares_come_out_with_their_terms(
    city: tuple[SimulatedCity, _Memory], sector: str, before: str, after: str
) -> None:
    account = _assess(city, sector, "2024-12").high_end_account(Window.FULL_YEAR, Basis.WEIGHT)
    assert account is not None
    assert (before, after) == tuple(f"{float(share) * 100:.2f}" for share in (account.before, account.after))
    assert account.change == account.upgrading + account.reallocation + account.catalogue
    assert Decimal(after) - Decimal(before) == sum(account.points.values())
    # Line-pipe plate joined the steel catalogue in 2024; the magnesia catalogue stayed.
    assert (sector == "steel") == (account.catalogue > 0) == (account.card.added == ("pipeline_plate_t",))
    assert account.upgrading > account.reallocation > 0
    assert account.change == sum((shift.total for shift in account.firms), Fraction(0))


@pytest.mark.parametrize(("sector", "rate"), [("mine", "0.047"), ("scrap", "0.481"), ("magnesia", "0.045")])
def test_output_value_grows_along_the_chain_as_published(
    city: tuple[SimulatedCity, _Memory], sector: str, rate: str
) -> None:
    result = _assess(city, sector, "2024-12")
    output = result.chain[0].measure("gross_output_yuan")
    assert output is not None
    assert output.to_date.rate is not None
    assert Decimal(rate) == output.to_date.rate.quantize(Decimal("0.001"))
    assert (sector, ()) == (result.chain[0].sector, output.left_out)


def test_the_first_quarter_of_2025_is_ahead_of_last_years_level(city: tuple[SimulatedCity, _Memory]) -> None:
    result = _assess(city, "steel", "2025-03")
    assert result.total is not None
    assert result.total.pace is not None
    assert result.total.year_end is not None
    assert Decimal("0.035") == result.total.to_date.rate.quantize(Decimal("0.001"))  # type: ignore[union-attr]
    assert result.total.pace.ahead_t > 0
    assert result.total.required_for_level_t_per_day < result.total.run_t_per_day  # type: ignore[operator]
    assert result.total.year_end.central_t > result.total.level_t  # type: ignore[operator]
    assert "verdict.city_on_pace" == result.verdict.code  # no cap is booked here, and the level is reached
    made = [line for line in result.enterprises if line.standing is not None]
    assert (12, 10) == (len(result.enterprises), len(made))
    assert sum(line.standing.to_date.now for line in made) == result.total.to_date.now  # type: ignore[union-attr,misc]


def test_no_month_of_the_history_fails_and_every_verdict_has_its_reasons(
    city: tuple[SimulatedCity, _Memory],
) -> None:
    colours: Counter[str] = Counter()
    for month in ("2021-02", "2022-01", "2024-01", "2025-02"):
        for sector in ("steel", "magnesia", "scrap"):
            result = _assess(city, sector, month)
            assert all(line.verdict.reasons for line in result.enterprises)
            assert {"assess.no_interval", "assess.nothing_booked"} >= {finding.code for finding in result.findings}
            colours.update(line.verdict.colour.value for line in result.enterprises)
    assert {"green", "blue", "orange", "red"} == set(colours)


def test_the_giant_lost_money_in_2024(city: tuple[SimulatedCity, _Memory]) -> None:
    giant = _assess(city, "steel", "2024-12").enterprise("LH-S01")
    assert giant.profit.now is not None
    assert giant.profit.now < 0
    assert "reason.loss_new" in [reason.code for reason in giant.verdict.reasons]
