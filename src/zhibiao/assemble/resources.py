"""What the package brings along: texts, dictionary, sectors; and the clocks."""

from __future__ import annotations

import datetime as dt
import locale
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from zhibiao.assessment.warnings.base_rates import BaseRates
from zhibiao.errors import NotFound
from zhibiao.readers.base_rates_csv import read_base_rates
from zhibiao.readers.catalogue_csv import Catalogue, read_catalogue
from zhibiao.readers.dictionary_csv import read_dictionary
from zhibiao.readers.grounds_csv import read_grounds
from zhibiao.readers.sector_yaml import read_sector
from zhibiao.sectors.sector import Sector
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.grounds import Grounds
from zhibiao.terms.text import Language

if TYPE_CHECKING:
    from zhibiao.register.indicators import Indicators

DATA = Path(__file__).parents[1] / "data"
CITY = DATA / "city"


@cache
def catalogue() -> Catalogue:
    """All texts of the program."""
    return read_catalogue(DATA)


@cache
def dictionary() -> Dictionary:
    """The data dictionary of returns."""
    return read_dictionary(DATA / "dictionary" / "return.csv")


@cache
def grounds() -> Grounds:
    """The grounds that a firm may state beside a figure."""
    return read_grounds(DATA / "dictionary" / "grounds.csv")


@cache
def sectors() -> dict[str, Sector]:
    """The sectors by id."""
    found = (read_sector(path, dictionary()) for path in sorted((DATA / "sectors").glob("*.yaml")))
    return {sector.id: sector for sector in found}


@cache
def indicators() -> Indicators:
    """The indicators that progress is computed from."""
    from zhibiao.readers.indicators_csv import read_indicators  # with the register, which few verbs need

    path = DATA / "register" / "indicators.csv"
    return read_indicators(path, dictionary(), catalogued=frozenset(sectors()))


def sector_of(sector_id: str) -> Sector:
    """The sector of that id; NotFound `sector.unknown` with those there are."""
    if sector_id not in sectors():
        raise NotFound("sector.unknown", sector=sector_id, known="、".join(sectors()))
    return sectors()[sector_id]


@cache
def base_rates() -> BaseRates:
    """How often each early warning was right in backtest."""
    return read_base_rates(DATA / "warnings" / "base_rates.csv")


def habitual_language() -> Language:
    """English where the machine's locale says so, else Chinese."""
    name = locale.getlocale()[0] or ""
    return "en" if name.startswith("en") else "zh"


class SystemClock:
    """The machine's clock."""

    def now(self) -> dt.datetime:
        """The present instant, UTC."""
        return dt.datetime.now(dt.UTC)


class SetClock:
    """A clock that stands where it was set: for a book that is built from what arrived in the past."""

    def __init__(self, instant: dt.datetime) -> None:
        self.instant = instant

    def now(self) -> dt.datetime:
        """The instant that was set."""
        return self.instant
