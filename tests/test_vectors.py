"""Published figures that the house must give back, where no other test of one room already does."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from zhibiao.assemble.real import replay
from zhibiao.assemble.resources import sectors
from zhibiao.monthly.returns import Fact, Record, Return, Scope
from zhibiao.procedures.replay_outcome import summary
from zhibiao.terms.citation import Place
from zhibiao.terms.period import Month, Period

# Mt, national crude steel of 2025 as published month by month; the year's total was published as 960.81.
MONTHS_2025 = ("166.30", "92.84", "86.02", "86.55", "83.18", "79.66", "77.37", "73.49", "72.00", "69.87", "68.18")


def test_ore_and_carbon_dioxide_per_tonne_of_magnesia_follow_from_atomic_masses() -> None:
    # Mg 24.305, C 12.011, O 15.999: MgCO3 84.313, MgO 40.304, CO2 44.009.
    magnesium, carbon, oxygen = Decimal("24.305"), Decimal("12.011"), Decimal("15.999")
    oxide = magnesium + oxygen
    per_t = {
        "magnesite_per_magnesia": (oxide + carbon + 2 * oxygen) / oxide,
        "co2_per_magnesia": (carbon + 2 * oxygen) / oxide,
    }
    coefficients = sectors()["magnesia"].coefficients
    assert {name: coefficients[name].value for name in per_t} == {
        name: value.quantize(Decimal("0.001")) for name, value in per_t.items()
    }


def test_the_months_of_2025_and_the_published_year_stay_two_facts() -> None:
    """955.46 against 960.81: the difference of 5.35 Mt is neither spread nor dropped."""
    periods = [Period.parse("2025-01..02"), *(Period.of(Month(2025, month)) for month in range(3, 13))]
    record = Record.of(
        _published(period, value, year="960.81" if period.last.month == 12 else "")
        for period, value in zip(periods, MONTHS_2025, strict=True)
    )
    december = Month(2025, 12)
    assert Decimal("955.46") == record.year_to_date("CN", "crude_steel_t", december)
    assert Decimal("960.81") == record.filed_to_date("CN", "crude_steel_t", december)
    assert record.figure("CN", "crude_steel_t", Period.of(Month(2025, 1))) is None, "January alone was never published"


def _published(period: Period, value: str, *, year: str) -> Return:
    facts = [Fact(field="crude_steel_t", scope=Scope.PERIOD, value=Decimal(value), place=Place())]
    if year:
        facts.append(Fact(field="crude_steel_t", scope=Scope.YEAR_TO_DATE, value=Decimal(year), place=Place()))
    return Return(
        enterprise="CN",
        period=period,
        version=1,
        received_at=dt.datetime(2026, 1, 20, tzinfo=dt.UTC),
        provenance="published",
        file_sha256="",
        facts=tuple(facts),
    )


def test_hebei_carried_more_than_three_quarters_of_the_cut_of_2021(shared_data: Path) -> None:
    """24.805 Mt of the national 31.979 Mt, as the institute for metallurgical standards reported: 77.57 %."""
    year = summary(replay(shared_data / "nbs_province_steel_monthly", year=2021, cap="last-year"))
    nation = year["national_published_10kt"] - year["last_year_published_10kt"]
    assert Decimal("-2480.50") == round(Decimal(year["change_10kt"]["Hebei"]), 2)
    assert pytest.approx(0.7757, abs=1e-4) == year["change_10kt"]["Hebei"] / nation
