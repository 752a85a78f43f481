"""What one assessment reads: the register, the figures up to the month, the book and the rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType

from zhibiao.assessment.figures import Figures
from zhibiao.assessment.warnings.base_rates import BaseRates
from zhibiao.assessment.warnings.tolerances import WarningTolerances
from zhibiao.ledger.book import Book
from zhibiao.monthly.returns import Return, Scope
from zhibiao.policy.rulebook import Rulebook
from zhibiao.sectors.sector import Sector
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.enterprise import City, Enterprise
from zhibiao.terms.period import Month, Period
from zhibiao.terms.text import Text

_LINKS: Mapping[str, Text] = MappingProxyType(
    {
        "mine": Text("铁矿", "Iron mines"),
        "scrap": Text("废钢", "Scrap"),
        "deep": Text("深加工", "Deep processing"),
    }
)


# Without slots, so that what every enterprise is held against is gathered once.
@dataclass(frozen=True, kw_only=True)
class Case:
    """One sector, one month.

    `industry` is None for a sector without a file of its own (mines, scrap, deep processing), `book` before the
    first entry of the plan year, `rulebook` without rules for it. `returns` are all versions up to
    the month; `stated` what this year's returns state of last year (上年同期), by enterprise, field and scope, where
    it was found to differ from the record. `base_rates` say how often early warnings were right; `stated_stops` are
    the returns whose grounds told of a stop, by enterprise and period.
    """

    city: City
    sector: str
    industry: Sector | None
    sectors: Mapping[str, Sector]
    dictionary: Dictionary
    month: Month
    figures: Figures
    book: Book | None
    rulebook: Rulebook | None
    returns: Sequence[Return] = ()
    stated: Mapping[tuple[str, str, Scope], Decimal] | None = None
    warning_tolerances: WarningTolerances = field(default_factory=WarningTolerances)
    base_rates: BaseRates = field(default_factory=BaseRates)
    stated_stops: frozenset[tuple[str, Period]] = frozenset()

    @cached_property
    def enterprises(self) -> tuple[Enterprise, ...]:
        """Enterprises of the sector that were at work by the month, in the register's order."""
        return tuple(item for item in self.city.of_sector(self.sector) if has_begun(item, self.figures, self.month))

    @cached_property
    def names(self) -> dict[str, Text]:
        """Names of the enterprises by id."""
        return {item.id: item.name for item in self.enterprises}

    @property
    def quantity(self) -> str:
        """Field of what the quota counts, empty without one."""
        return self.industry.quantity if self.industry else ""

    @property
    def cap_t(self) -> int | None:
        """The cap as booked; before anything is booked, as the rulebook has it on the month's last day."""
        if self.book is not None and self.book.cap:
            return self.book.cap
        if self.rulebook is None:
            return None
        return int(self.rulebook.number("cap_t", self.month.last_day))

    @cached_property
    def quotas(self) -> dict[str, int]:
        """Holdings by enterprise, tonnes; empty before any."""
        return {} if self.book is None else {name: self.book.holding(name) for name in self.book.enterprises}


def gone_from(enterprise: Enterprise) -> Month | None:
    """The month from which none of its facilities is on the register; None while one is, or when it has none."""
    ends = [facility.until for facility in enterprise.facilities]
    return max((end for end in ends if end is not None), default=None) if ends and None not in ends else None


def has_begun(enterprise: Enterprise, figures: Figures, month: Month) -> bool:
    """Whether it has reported by the month, or should have."""
    return enterprise.id in figures.first or is_expected(enterprise, month)


def is_expected(enterprise: Enterprise, month: Month) -> bool:
    """Whether a return is due: one of its facilities is on the register, or it has none there."""
    facilities = enterprise.facilities
    return not facilities or any(facility.is_running(month) for facility in facilities)


def sector_name(sectors: Mapping[str, Sector], sector: str) -> Text:
    """The industry's name; links of the chain without quota have no file of their own, an unknown one shows its id."""
    return sectors[sector].name if sector in sectors else _LINKS.get(sector, Text(sector, sector))
