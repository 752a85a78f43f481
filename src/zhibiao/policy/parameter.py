"""A parameter: a value by effective date, with its unit and the clause that sets it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A number of policy; `values` run from earliest to latest effective date."""

    code: str
    unit: str
    clause: str
    values: tuple[tuple[dt.date, Decimal], ...]

    def at(self, day: dt.date) -> Decimal:
        """The value in force on that day; LookupError before the first one."""
        in_force = [value for since, value in self.values if since <= day]
        if not in_force:
            raise LookupError(f"{self.code} has no value on {day}")
        return in_force[-1]
