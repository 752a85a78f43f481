"""The bundled city under the real allocation: quotas are roughly kept, a few firms run over, some leave some unused."""

import datetime as dt
from decimal import Decimal
from functools import cache

import pytest

from allocation_sample import SECTOR_DATA
from city_sample import BUNDLED, city, dictionary, sectors
from zhibiao.allocation.decision.decide import decide
from zhibiao.monthly.returns import Fact, Record, Return, Scope
from zhibiao.policy.review import names_of
from zhibiao.procedures.allocate import claimants_from
from zhibiao.readers.rulebook_yaml import read_rulebook
from zhibiao.terms.citation import Place
from zhibiao.terms.period import Month, Period, months_of

SECTORS = {sector.id: sector for sector in sectors()}
RESERVE_IS_OUT = 9  # the month from whose end on nothing is kept in reserve


@cache
def record() -> Record:
    """Every month of every firm as it stands in the end."""
    return Record.of(
        Return(
            enterprise=name,
            period=Period.of(month),
            version=1,
            received_at=dt.datetime(month.year, month.month, 28, tzinfo=dt.UTC),
            provenance="test",
            file_sha256="",
            facts=tuple(
                Fact(field=field, scope=Scope.PERIOD, value=Decimal(series[month]), place=Place())
                for field, series in city().figures[name].items()
            ),
        )
        for sector in SECTORS
        for name in (enterprise.id for enterprise in city().register.of_sector(sector))
        for month in city().months
    )


@cache
def use_of_quota(sector: str, year: int) -> dict[str, float]:
    path = BUNDLED / "rulebooks" / f"liaohe-{sector}-{year}.yaml"
    rulebook = read_rulebook(path, dictionary=dictionary(), names=names_of(city().register))
    month = Month(year, RESERVE_IS_OUT)
    claimants = claimants_from(record(), city().register, SECTORS[sector], rulebook, dictionary(), month)
    decision = decide(
        claimants,
        rulebook,
        as_of=month,
        sector_data=SECTOR_DATA,
        ledger_head="",
        code_version="",
        drafted_by="",
    )
    assert 0 == decision.reserve_t
    made = {
        share.enterprise: sum(city().figures[share.enterprise][rulebook.quantity][one] for one in months_of(year))
        for share in decision.shares
    }
    return {share.enterprise: made[share.enterprise] / share.quota_t for share in decision.shares}


@pytest.mark.parametrize("year", [2023, 2024])
@pytest.mark.parametrize("sector", ["steel", "magnesia"])
def test_one_or_two_firms_run_over_and_some_leave_quota_unused(sector: str, year: int) -> None:
    used = use_of_quota(sector, year)
    over = [name for name, share in used.items() if share > 1.001]
    assert 1 <= len(over) <= 2
    assert max(used.values()) <= 1.02
    assert 1 <= len([name for name, share in used.items() if share < 0.98])
    assert min(used.values()) >= 0.93


@pytest.mark.parametrize("year", [2023, 2024])
def test_most_steelmakers_stay_near_their_base(year: int) -> None:
    moves = []
    for firm in (firm for firm in city().register.of_sector("steel") if firm.facilities):
        series = city().figures[firm.id]["crude_steel_t"]
        first, second, now = (sum(series[month] for month in months_of(one)) for one in (year - 2, year - 1, year))
        moves.append(abs(now / ((first + second) / 2) - 1))
    assert 8 <= sum(move <= 0.09 for move in moves)
    assert max(moves) <= 0.15


def test_rerollers_take_no_part() -> None:
    assert not {"LH-S11", "LH-S12"} & set(use_of_quota("steel", 2024))
