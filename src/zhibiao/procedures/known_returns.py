"""Read what an enterprise had filed by an instant: every version with its cells, and which of them stood."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zhibiao.monthly.restatement import Vintage, overlap, vintages
from zhibiao.monthly.returns import Record, Return, Scope
from zhibiao.procedures.ports import Store
from zhibiao.procedures.restatements import known_of
from zhibiao.procedures.touched import fact_plain, return_plain
from zhibiao.terms.enterprise import City
from zhibiao.terms.instant import instant_text
from zhibiao.terms.period import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownReturns:
    """What was known of an enterprise at an instant; None for all there is.

    `versions` are in order of period and version; `standing` the references of those that stood then.
    """

    enterprise: str
    known_by: dt.datetime | None
    versions: tuple[Return, ...]
    standing: frozenset[str]

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods that were filed, in order."""
        return tuple(dict.fromkeys(item.period for item in self.versions))

    def vintages(self, period: Period) -> Mapping[tuple[str, Scope], tuple[Vintage, ...]]:
        """How the figures of one period came to be what they were."""
        return vintages(item for item in self.versions if item.period == period)

    def plain(self) -> dict[str, Any]:
        """The answer as plain values: versions with their cells, and each figure's vintages."""
        return {
            "enterprise": self.enterprise,
            "known_by": "" if self.known_by is None else instant_text(self.known_by),
            "versions": [self._version_plain(item) for item in self.versions],
            "vintages": [
                {
                    "period": str(period),
                    "field": field,
                    "scope": scope.value,
                    "values": [_vintage(one) for one in found],
                }
                for period in self.periods
                for (field, scope), found in self.vintages(period).items()
            ],
        }

    def _version_plain(self, item: Return) -> dict[str, Any]:
        facts = [{"field": one.field, "scope": one.scope.value, **(fact_plain(one) or {})} for one in item.facts]
        return {**return_plain(item), "stands": item.reference in self.standing, "facts": facts}


def known_returns(
    store: Store, city: City, enterprise: str, *, period: Period | None = None, known_by: dt.datetime | None = None
) -> KnownReturns:
    """What an enterprise had filed by that instant, of all periods or of those that share a month with `period`.

    Raises:
        NotFound: `restatement.enterprise_unknown`.
    """
    known_of(store.returns(), city, enterprise)
    own = [item for item in store.returns(known_by=known_by) if item.enterprise == enterprise]
    shown = (item for item in own if period is None or overlap(item.period, period))
    return KnownReturns(
        enterprise=enterprise,
        known_by=known_by,
        versions=tuple(sorted(shown, key=lambda item: (item.period, item.version))),
        standing=frozenset(item.reference for item in Record.of(own).returns.values()),
    )


def _vintage(one: Vintage) -> dict[str, Any]:
    given = fact_plain(one.fact) or {"value": None}
    return {"version": one.version, "received_at": instant_text(one.received_at), "is_new": one.is_new, **given}
