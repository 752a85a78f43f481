"""Why a quota is another one than last time: the change taken apart into the same whole-tonne parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zhibiao.allocation.decision.decision import Decision, Part, Share

# What the indicators that the present rulebook no longer has gave, or took, last time.
INDICATORS_BEFORE = "indicators_before"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How one enterprise's quota differs from the decision before.

    Args:
        enterprise: id.
        last_id: short name of the decision before.
        last_plan_year: its plan year, this one or the year before.
        before_t: its quota there, None where it had none.
        after_t: its quota here, None where it has none any more.
        parts: differences of the parts, in whole tonnes; they sum to `change_t` exactly.
    """

    enterprise: str
    last_id: str
    last_plan_year: int
    before_t: int | None
    after_t: int | None
    parts: tuple[Part, ...]

    @property
    def change_t(self) -> int:
        """Tonnes more than last time, negative where less; no quota counts as none."""
        return (self.after_t or 0) - (self.before_t or 0)

    def plain(self) -> dict[str, Any]:
        """The comparison as plain values."""
        return {
            "enterprise": self.enterprise,
            "last": self.last_id,
            "last_plan_year": self.last_plan_year,
            "before_t": self.before_t,
            "after_t": self.after_t,
            "change_t": self.change_t,
            "parts": {part.code: part.tonnes for part in self.parts},
        }


def against_last(decision: Decision, last: Decision) -> tuple[Change, ...]:
    """The change of every enterprise that either decision covers: this one's in order, then who left.

    Each part is the difference of the two decisions' parts of that code; a part that only one of them has counts as
    zero in the other. What indicators gave that the rulebook has no longer is one part, `indicators_before`.

    Source: docs/maths/allocation.md, "Against the last decision".
    """
    known = {f"indicator.{result.indicator}" for share in decision.shares[:1] for result in share.indicators}
    now = {share.enterprise: share for share in decision.shares}
    before = {share.enterprise: share for share in last.shares}
    last_id = last.id  # a hash of the whole decision: once
    return tuple(
        Change(
            enterprise=name,
            last_id=last_id,
            last_plan_year=last.plan_year,
            before_t=before[name].quota_t if name in before else None,
            after_t=now[name].quota_t if name in now else None,
            parts=_differences(_tonnes(now.get(name)), _renamed(_tonnes(before.get(name)), known)),
        )
        for name in dict.fromkeys((*now, *before))
    )


def _tonnes(share: Share | None) -> dict[str, int]:
    return {} if share is None else {part.code: part.tonnes for part in share.parts}


def _renamed(tonnes: Mapping[str, int], known: set[str]) -> dict[str, int]:
    """Parts of indicators that are not known any more, as one."""
    gone = [code for code in tonnes if code.startswith("indicator.") and code not in known]
    kept = {code: value for code, value in tonnes.items() if code not in gone}
    return kept | ({INDICATORS_BEFORE: sum(tonnes[code] for code in gone)} if gone else {})


def _differences(now: Mapping[str, int], before: Mapping[str, int]) -> tuple[Part, ...]:
    codes = dict.fromkeys((*now, *before))
    return tuple(Part(code=code, tonnes=now.get(code, 0) - before.get(code, 0)) for code in codes)
