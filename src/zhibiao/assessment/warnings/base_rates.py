"""Base rates: how often each early warning was right when it was tried, for one set of tolerances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from zhibiao.terms.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseRate:
    """How often one warning was right.

    Args:
        code: of the finding.
        right, cases: warnings that came true, and all that were given.
        tried_on: `planted` events, or `rolling` months of simulated cities.
        seeds: how many cities.
        measured_on: the day, YYYY-MM-DD.
        tolerances: mark of the tolerances they were given under.
    """

    code: str
    right: int
    cases: int
    tried_on: str
    seeds: int
    measured_on: str
    tolerances: str

    @property
    def share(self) -> float:
        """Share that was right; 0 where none was given."""
        return self.right / self.cases if self.cases else 0.0


@dataclass(frozen=True, slots=True)
class BaseRates:
    """All base rates by code."""

    by_code: Mapping[str, BaseRate] = field(default_factory=dict)

    def words(self, code: str, *, mark: str) -> Text:
        """What a finding says of its code: right in so many of so many cases, or that nobody has tried it so."""
        rate = self.by_code.get(code)
        if rate is None or rate.tolerances != mark or not rate.cases:
            return Text("这组参数尚未回测", "not yet tried in backtest with these tolerances")
        return Text(
            f"在虚拟城市回测{rate.cases:,}次中{rate.right:,}次说中",
            f"right in {rate.right:,} of {rate.cases:,} cases in backtest on simulated cities",
        )
