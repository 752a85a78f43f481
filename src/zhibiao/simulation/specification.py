"""What a simulated city is made from: its firms, market, targets and blemishes, parsed from plain values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhibiao.terms.enterprise import Facility
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text

FIRST_YEAR = 2021
T_PER_10KT = 10_000

Plain = Mapping[str, Any]  # what a YAML file holds; every value is converted here, once


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """A planned stop: the month's output falls to this share of its usual."""

    month: Month
    factor: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """One enterprise as specified; lists run over the years from 2021, shares and rates are fractions of one.

    `output_t` plans crude steel for steelmakers and products for everybody else; `mix` gives shares of products
    by field, and the field `rest` takes what is left. `ratio` is material bought per tonne made (mines, yards).
    """

    id: str
    sector: str
    name: Text
    group: str
    zone: str
    route: str
    tier: str
    grade: str
    facilities: tuple[Facility, ...]
    output_t: tuple[int, ...]
    iron_ratio: float
    product_yield: float
    ratio: float
    rest: str
    mix: Mapping[str, tuple[float, ...]]
    price_factor: float
    margin: tuple[float, ...]
    tax: tuple[float, ...]
    rd: tuple[float, ...]
    workforce: tuple[float, ...]
    wage_yuan: int
    depreciation_yuan_per_t: int
    stock_days: float
    order_days: float
    noise: float
    outages: tuple[Outage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """What one tonne takes: electricity, other energy, and magnesia sand where it is made of it."""

    kwh: float
    tce: float
    tce_per_pig_iron: float = 0.0
    sand: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """Price indices by quarter (1 is the reference level), seasons by route (mean near 1), energy per tonne."""

    series: Mapping[str, tuple[float, ...]]
    other_prices: Mapping[str, int]
    series_of: Mapping[str, str]
    noise: float
    seasons: Mapping[str, tuple[float, ...]]
    process: Mapping[str, Process]
    steelmaking: Mapping[str, Process]
    coal_tce_per_kwh: float
    bought_power_share: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyRule:
    """Room over what came from outside a year before, and days of need in stock: at the month's start, and at least."""

    room: Decimal
    days: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the commodity desk's lists are made from; no return rests on it.

    Args:
        bought: reference price (yuan per tonne or kWh) and index by quarter, of what nobody in the city sells.
        followed: the product whose price a good follows, and at which ratio.
        supply: by commodity.
        supply_first_year, supply_last_month: what the supply list covers.
    """

    bought: Mapping[str, tuple[Decimal, tuple[float, ...]]]
    followed: Mapping[str, tuple[str, Decimal]]
    supply: Mapping[str, SupplyRule]
    supply_first_year: int
    supply_last_month: Month


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """The published figures that the city is tuned to; shares and growth as fractions of one."""

    high_end_share: Mapping[str, Mapping[int, float]]
    growth_2024: Mapping[str, float]
    steel_year_band: float
    steel_first_quarter_2025: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BlemishKind:
    """A way in which real returns go wrong, and what intake is expected to say: an outcome and a finding code."""

    code: str
    outcome: str
    finding: str
    description: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class BlemishRule:
    """One planned blemish: in whose return of which month; `by` is the day its corrected or late file arrives."""

    kind: BlemishKind
    enterprise: str
    month: Month
    by: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Specification:
    """Everything a simulated city is made from, beside the seed."""

    id: str
    name: Text
    authority: Text
    note: Text
    area_code: str
    first_month: Month
    last_month: Month
    joint_years: frozenset[int]
    own_files: tuple[Month, ...]
    collected_on_day: int
    uploader: str
    targets: Targets
    market: Market
    desk: Desk
    firms: tuple[Firm, ...]
    blemishes: tuple[BlemishRule, ...]


def specification_of(*, city: Plain, market: Plain, sectors: Sequence[Plain], blemishes: Plain) -> Specification:
    """Convert the plain files of a specification; a missing key is a KeyError that names it."""
    return Specification(
        id=city["city"],
        name=_text(city["name"]),
        authority=_text(city["authority"]),
        note=_text(city["note"]),
        area_code=str(city["area_code"]),
        first_month=Month.parse(city["first_month"]),
        last_month=Month.parse(city["last_month"]),
        joint_years=frozenset(city["joint_years"]),
        own_files=tuple(Month.parse(month) for month in city["own_files"]),
        collected_on_day=city["collected_on_day"],
        uploader=city["uploader"],
        targets=_targets(city["targets"]),
        market=_market(market),
        desk=_desk(market),
        firms=tuple(_firm(item, sector["sector"]) for sector in sectors for item in sector["enterprises"]),
        blemishes=_blemishes(blemishes),
    )


def _text(plain: Plain) -> Text:
    return Text(zh=plain["zh"], en=plain.get("en", ""))


def _targets(plain: Plain) -> Targets:
    shares = {
        sector: {year: float(value) for year, value in plain[f"{sector}_high_end_share"].items()}
        for sector in ("steel", "magnesia")
    }
    return Targets(
        high_end_share=shares,
        growth_2024={sector: float(value) for sector, value in plain["growth_2024"].items()},
        steel_year_band=float(plain["steel_year_band"]),
        steel_first_quarter_2025=float(plain["steel_first_quarter_2025"]),
    )


def _market(plain: Plain) -> Market:
    return Market(
        series={name: tuple(value / 100 for value in values) for name, values in plain["series"].items()},
        other_prices=dict(plain["other_prices"]),
        series_of=dict(plain["series_of"]),
        noise=float(plain["noise"]),
        seasons={route: tuple(value / 1000 for value in values) for route, values in plain["seasons"].items()},
        process={field: _process(item) for field, item in plain["process"].items()},
        steelmaking={route: _process(item) for route, item in plain["steelmaking"].items()},
        coal_tce_per_kwh=float(plain["coal_tce_per_kwh"]),
        bought_power_share={route: float(value) for route, value in plain["bought_power_share"].items()},
    )


def _desk(plain: Plain) -> Desk:
    supply = plain["supply"]
    return Desk(
        bought={
            good: (Decimal(item["price"]), tuple(value / 100 for value in item["index"]))
            for good, item in plain["bought"].items()
        },
        followed={good: (item["of"], Decimal(item["ratio"])) for good, item in plain["followed"].items()},
        supply={
            good: SupplyRule(room=Decimal(item["room"]), days=(item["opening_days"], item["lowest_days"]))
            for good, item in supply["goods"].items()
        },
        supply_first_year=supply["first_year"],
        supply_last_month=Month.parse(supply["last_month"]),
    )


def _process(plain: Plain) -> Process:
    return Process(**{name: float(value) for name, value in plain.items()})


def _firm(plain: Plain, sector: str) -> Firm:
    return Firm(
        id=plain["id"],
        sector=sector,
        name=_text(plain["name"]),
        group=plain.get("group", ""),
        zone=plain["zone"],
        route=plain["route"],
        tier=plain["tier"],
        grade=plain["grade"],
        facilities=tuple(_facility(item, plain["id"]) for item in plain.get("facilities", ())),
        output_t=tuple(round(value * T_PER_10KT) for value in plain["output"]),
        iron_ratio=float(plain.get("iron_ratio", 0)),
        product_yield=float(plain.get("yield", 1)),
        ratio=float(plain.get("ratio", 0)),
        rest=plain["rest"],
        mix={field: _fractions(values) for field, values in plain["mix"].items()},
        price_factor=float(plain["price"]),
        margin=_fractions(plain["margin"]),
        tax=_fractions(plain["tax"]),
        rd=_fractions(plain["rd"]),
        workforce=tuple(float(value) for value in plain["workforce"]),
        wage_yuan=plain["wage"],
        depreciation_yuan_per_t=plain["depreciation"],
        stock_days=float(plain["stock_days"]),
        order_days=float(plain["order_days"]),
        noise=float(plain["noise"]),
        outages=tuple(
            Outage(month=Month.parse(item["month"]), factor=float(item["factor"])) for item in plain.get("outages", ())
        ),
    )


def _fractions(values: Sequence[float]) -> tuple[float, ...]:
    return tuple(value / 100 for value in values)


def _facility(plain: Plain, firm: str) -> Facility:
    return Facility(
        id=f"{firm}-{plain['id']}",
        kind=plain["kind"],
        counts_for=plain["counts_for"],
        capacity_t=round(plain["capacity"] * T_PER_10KT),
        since=Month.parse(plain["since"]),
        until=Month.parse(plain["until"]) if "until" in plain else None,
        document=plain.get("document", ""),
    )


def _blemishes(plain: Plain) -> tuple[BlemishRule, ...]:
    kinds = {
        code: BlemishKind(code=code, outcome=item["outcome"], finding=item["code"], description=_text(item))
        for code, item in plain["kinds"].items()
    }
    return tuple(
        BlemishRule(
            kind=kinds[item["kind"]],
            enterprise=item["enterprise"],
            month=Month.parse(item["period"]),
            by=item.get("by"),
        )
        for item in plain["planned"]
    )
