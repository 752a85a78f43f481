"""The data dictionary: what a field of a return is, in one row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from zhibiao.terms.quantity import Unit
from zhibiao.terms.text import Text


class Kind(StrEnum):
    """How months of a field add up."""

    FLOW = "flow"  # adds over months
    STOCK = "stock"  # stands at the month's end
    LEVEL = "level"  # an average over the month
    PLAN = "plan"  # stated ahead for the month after; no figure of any month


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field: its code, the row code in the printed form, names, units and how it adds up.

    `unit` is the unit inside (t, yuan, tce, kWh, person); `form_unit` the one the form asks for. A supplementary field
    (补充资料) stands below the form proper and serves the checks; nobody has to file it.
    """

    code: str
    row_code: str
    name: Text
    unit: Unit
    form_unit: Unit
    kind: Kind
    sectors: tuple[str, ...]
    required: bool
    synonyms: tuple[str, ...]
    part_of: str
    description: Text
    is_supplement: bool = False


@dataclass(frozen=True, slots=True)
class Dictionary:
    """All fields by code; an unknown code is a KeyError.

    What belongs to a sector or makes up a total is sorted out once: every check of every return asks for it.
    """

    fields: Mapping[str, Field]
    _by_sector: Mapping[str, tuple[Field, ...]] = field(init=False, repr=False, compare=False)
    _by_total: Mapping[str, tuple[Field, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_sector: dict[str, tuple[Field, ...]] = {}
        by_total: dict[str, tuple[Field, ...]] = {}
        for one in self:
            for sector in dict.fromkeys(one.sectors):
                by_sector[sector] = (*by_sector.get(sector, ()), one)
            if one.part_of:
                by_total[one.part_of] = (*by_total.get(one.part_of, ()), one)
        object.__setattr__(self, "_by_sector", by_sector)
        object.__setattr__(self, "_by_total", by_total)

    def __getitem__(self, code: str) -> Field:
        return self.fields[code]

    def __contains__(self, code: object) -> bool:
        return code in self.fields

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields.values())

    def of_sector(self, sector: str) -> tuple[Field, ...]:
        """The fields that enterprises of this sector file, in the order of the form, supplementary ones last."""
        return self._by_sector.get(sector, ())

    def of_form(self, sector: str) -> tuple[Field, ...]:
        """The fields of the form proper, without the supplementary ones."""
        return tuple(one for one in self.of_sector(sector) if not one.is_supplement)

    def parts_of(self, code: str) -> tuple[Field, ...]:
        """The fields whose sum makes up that field."""
        return self._by_total.get(code, ())
