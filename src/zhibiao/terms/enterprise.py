"""Enterprises and their facilities: who reports, who holds quota, with which furnaces and kilns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from zhibiao.terms.period import Month
from zhibiao.terms.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Facility:
    """A furnace, converter, kiln or mill; `capacity_t` is the compliant capacity on file in tonnes per year.

    It counts from `since` until the month before `until`; `counts_for` names the quota quantity it makes.
    """

    id: str
    kind: str
    counts_for: str
    capacity_t: int
    since: Month
    until: Month | None = None
    document: str = ""

    def is_running(self, month: Month) -> bool:
        """Whether the facility is on file in that month."""
        return self.since <= month and (self.until is None or month < self.until)


ENTERPRISE, STATISTICAL_AREA = "enterprise", "statistical_area"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enterprise:
    """One reporting enterprise, known by its 18-character unified social credit code.

    `tier` is leading, normative or nonconforming; `grade` the environmental grade A to D; `veto_years` the years
    with a grave accident on file. `kind` is `enterprise`, or `statistical_area` for a province whose published total
    stands in the place of returns: an area is no legal person, so its credit code, tier and grade may be empty.
    From `until` on the enterprise is dissolved or merged and files no more; `successor` is the id of who took it over.
    """

    id: str
    credit_code: str
    name: Text
    sector: str
    group: str
    zone: str
    route: str
    tier: str
    grade: str
    veto_years: tuple[int, ...] = ()
    facilities: tuple[Facility, ...] = ()
    kind: str = ENTERPRISE
    until: Month | None = None
    successor: str = ""

    def capacity_t(self, quantity: str, month: Month) -> int:
        """Compliant capacity on file for a quota quantity in that month, tonnes per year."""
        return sum(
            facility.capacity_t
            for facility in self.facilities
            if facility.counts_for == quantity and facility.is_running(month)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """The authority's own list of enterprises, in a fixed order."""

    id: str
    name: Text
    authority: Text
    note: Text
    enterprises: Mapping[str, Enterprise]

    def __iter__(self) -> Iterator[Enterprise]:
        return iter(self.enterprises.values())

    def __getitem__(self, enterprise_id: str) -> Enterprise:
        return self.enterprises[enterprise_id]

    def name_of(self, enterprise_id: str) -> Text:
        """Its name, or the id itself for one that is no longer on the list: books outlive it."""
        return self[enterprise_id].name if enterprise_id in self.enterprises else Text(enterprise_id)

    def of_sector(self, sector: str) -> tuple[Enterprise, ...]:
        """The enterprises of one sector, in the list's order."""
        return tuple(enterprise for enterprise in self if enterprise.sector == sector)
