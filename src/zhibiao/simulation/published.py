"""The texts that a simulated city publishes: templates filled with what its own returns add up to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from math import floor
from string import Template

from zhibiao.sectors.sector import Sector
from zhibiao.simulation.city import SimulatedCity
from zhibiao.simulation.rulebooks import FACTOR_OF_LAST_YEAR
from zhibiao.simulation.tuned import high_end_share
from zhibiao.terms.exact import plain_decimal, printed
from zhibiao.terms.period import Month, months_of

YEAR = 2025
_BEFORE = YEAR - 1
_GROUP = "LH-G01"
_TEN_THOUSAND, _HUNDRED = 10_000, 100
_DECLARED = "charset=gb18030"


def published_of(
    city: SimulatedCity, *, sectors: Mapping[str, Sector], templates: Mapping[str, str]
) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of each text below the city's folder; a page that declares GB18030 is written in it."""
    figures = published_figures(city, sectors)
    for path, template in sorted(templates.items()):
        text = Template(template).substitute(figures)
        yield path, text.encode("gb18030" if _DECLARED in text else "utf-8")


def published_figures(city: SimulatedCity, sectors: Mapping[str, Sector]) -> dict[str, str]:
    """What the texts' blanks are filled with, by name.

    Tonnes in 10 000 t, shares and growth in per cent, with one decimal; `*_words` and `*_way` say which way it went.
    """
    early, quarter = _months(1, 2), _months(1, 2, 3)
    return {
        "crude": _ten_kt(_crude(city, months_of(_BEFORE))),
        "group_crude": _ten_kt(_of_group(city, months_of(_BEFORE))),
        "early_crude": _ten_kt(_crude(city, early)),
        "early_steel_share": _per_cent(_share(city, sectors["steel"], early)),
        "quarter_crude": _ten_kt(_crude(city, quarter)),
        "quarter_steel_share": _per_cent(_share(city, sectors["steel"], quarter)),
        "quarter_magnesia_share": _per_cent(_share(city, sectors["magnesia"], quarter)),
        "sand_cap": _sand_cap(city, sectors["magnesia"]),
        **_went("crude", _crude_growth(city, months_of(_BEFORE))),
        **_went("early_crude", _crude_growth(city, early)),
        **_went("early_magnesia", _growth(city, "magnesia", early)),
        **_went("quarter_crude", _crude_growth(city, quarter)),
        **_shares_of_years(city, sectors),
        **_growths_of_value(city),
    }


def _shares_of_years(city: SimulatedCity, sectors: Mapping[str, Sector]) -> dict[str, str]:
    found = {}
    for name in ("steel", "magnesia"):
        found[f"{name}_share"] = _per_cent(high_end_share(city, sectors[name], _BEFORE))
        found[f"{name}_share_before"] = _per_cent(high_end_share(city, sectors[name], _BEFORE - 1))
    return found


def _growths_of_value(city: SimulatedCity) -> dict[str, str]:
    of = {"ore": "mine", "scrap": "scrap", "magnesia": "magnesia"}
    return {f"{name}_growth": _per_cent(_growth(city, sector, months_of(_BEFORE))) for name, sector in of.items()}


def _crude(city: SimulatedCity, months: Iterable[Month]) -> int:
    return city.total("crude_steel_t", months, sector="steel")


def _crude_growth(city: SimulatedCity, months: Iterable[Month]) -> Fraction:
    now = tuple(months)
    return Fraction(_crude(city, now), _crude(city, [month.year_before() for month in now])) - 1


def _growth(city: SimulatedCity, sector: str, months: Iterable[Month]) -> Fraction:
    """Growth of output value against the same months of the year before."""
    now = tuple(months)
    value, before = (
        city.total("gross_output_yuan", which, sector=sector) for which in (now, [month.year_before() for month in now])
    )
    return Fraction(value, before) - 1


def _of_group(city: SimulatedCity, months: Iterable[Month]) -> int:
    wanted = tuple(months)
    mills = [one for one in city.register.of_sector("steel") if one.group == _GROUP]
    return sum(city.figures[mill.id]["crude_steel_t"][month] for mill in mills for month in wanted)


def _share(city: SimulatedCity, sector: Sector, months: Iterable[Month]) -> Fraction:
    """High-end products of some months by the catalogue in force, over all products, by weight."""
    wanted = tuple(months)
    catalogue = sector.catalogue(wanted[0].year)
    fields = sorted(catalogue.fields) if catalogue else []
    high = sum(city.total(field, wanted, sector=sector.id) for field in fields)
    return Fraction(high, city.total(sector.output, wanted, sector=sector.id))


def _sand_cap(city: SimulatedCity, magnesia: Sector) -> str:
    """The cap that the rulebook of the year sets, to the hundred tonnes below it: a text promises no more."""
    made = city.total(magnesia.quantity, months_of(_BEFORE), sector=magnesia.id)
    cap = Fraction(FACTOR_OF_LAST_YEAR[magnesia.id]) * made
    return plain_decimal(Decimal(floor(cap / _HUNDRED)).scaleb(-2))


def _months(*numbers: int) -> tuple[Month, ...]:
    return tuple(Month(YEAR, number) for number in numbers)


def _ten_kt(tonnes: Fraction | int) -> str:
    return _one_decimal(Fraction(tonnes) / _TEN_THOUSAND)


def _per_cent(ratio: Fraction) -> str:
    return _one_decimal(ratio * 100)


def _one_decimal(value: Fraction) -> str:
    """As a newspaper prints it: 25 rather than 25.0."""
    return plain_decimal(printed(value, 1))


def _went(name: str, growth: Fraction) -> dict[str, str]:
    """How much it grew or fell, which way, and both in words."""
    percent = _per_cent(abs(growth))
    way, verb = ("increase", "增长") if growth > 0 else ("decrease", "下降")
    if percent == "0":
        return {f"{name}_percent": percent, f"{name}_way": "keep", f"{name}_words": "持平"}
    return {f"{name}_percent": percent, f"{name}_way": way, f"{name}_words": f"{verb}{percent}%"}
