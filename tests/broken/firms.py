"""The firms of the desk: the sample's, one that grew, one small and erratic, one that closed, and a crowd."""

from __future__ import annotations

from dataclasses import replace

import returns_sample as sample
from zhibiao.monthly.form import Filing
from zhibiao.terms.credit_code import check_character
from zhibiao.terms.enterprise import Enterprise, Facility
from zhibiao.terms.period import Month, Period
from zhibiao.terms.text import Text


def _code(number: int) -> str:
    first = f"912100{number:03d}MA0CRWD0".replace("O", "0")
    return first + check_character(first)


def _firm(number: int, name: str, like: Enterprise, facilities: tuple[Facility, ...]) -> Enterprise:
    return replace(like, id=f"TT-{number}", credit_code=_code(number), name=Text(name), facilities=facilities)


def _furnace(firm: int, number: int, capacity_t: int, since: Month) -> Facility:
    return Facility(
        id=f"TT-{firm}-F{number}", kind="furnace", counts_for="crude_steel_t", capacity_t=capacity_t, since=since
    )


GROWN = _firm(
    4,
    "试验新炉特钢有限公司",
    sample.ARC,
    (_furnace(4, 1, 600_000, Month(2015, 1)), _furnace(4, 2, 6_000_000, Month(2025, 3))),
)
SMALL = _firm(5, "试验小型废钢加工有限公司", sample.SCRAP, ())
CLOSED = replace(
    _firm(6, "试验旧电炉有限公司", sample.ARC, (_furnace(6, 1, 600_000, Month(2010, 1)),)),
    until=Month(2024, 7),
    successor=sample.ARC.id,
)
CROWD = tuple(
    _firm(number, f"试验第{number}轧钢有限公司", sample.STEEL, (_furnace(number, 1, 3_600_000, Month(2015, 1)),))
    for number in range(11, 36)
)
FIRMS = (sample.STEEL, sample.ARC, sample.SCRAP, GROWN, SMALL, CLOSED, *CROWD)
CITY = replace(sample.CITY, enterprises={firm.id: firm for firm in FIRMS})

_LIKE = {
    GROWN.id: sample.ARC,
    CLOSED.id: sample.ARC,
    SMALL.id: sample.SCRAP,
    **{firm.id: sample.STEEL for firm in CROWD},
}


def figures(firm: Enterprise, period: Period) -> dict[str, tuple[int | None, int | None, int | None, int | None]]:
    """The four columns of each field that the firm files, all adding up."""
    return sample.figures(_LIKE.get(firm.id, firm), period)


def filing(firm: Enterprise, period: Period) -> Filing:
    """A good return."""
    first = sample.filing(_LIKE.get(firm.id, firm), period)
    return replace(first, enterprise=firm.id, name=firm.name, credit_code=firm.credit_code)
