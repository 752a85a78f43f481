"""A decision (方案): what was put in, what came out per enterprise and why, as one frozen value with a hash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import Any

from zhibiao.terms.canonical import Plain, content_hash

# Bounds that may bind, by code: `floor.base`, `floor.made`, `floor.tier`, `ceiling.base`, `ceiling.capacity`,
# `ceiling.made`, `ceiling.tier`, `ceiling.claim`.
# Parts that sum to a quota, by code: `base`, `indicator.<code>`, `multiplier`, `method`, `pool`, `bound.<code>`,
# `redistribution`, `rounding`, and beside the split `carry`, `debt`, `transfer`, `regulation`.

# Fields that stay out of the plain form as long as they hold this: a decision that does without keeps its hash.
_ADDED: Mapping[str, object] = MappingProxyType(
    {"claim": None, "carried_t": 0, "owed_t": 0, "deducted_t": 0, "transferred_t": 0, "regulated_t": 0}
)
# What only a regulation has; an allocation is written as if there were no such fields.
OF_REGULATION = frozenset({"kind", "month", "allocation", "last", "moves", "plan"})
REGULATION = "regulation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One indicator of one enterprise as measured: numerator over denominator, None when not reported."""

    indicator: str
    numerator: Decimal | None
    denominator: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimant:
    """Everything about one enterprise that its quota depends on, frozen.

    `history_t` maps the base years to tonnes made; `sources` are return references with the hash of their file. What
    earlier years and transfers leave stands beside the split: `carried_t` unused quota of the year before,
    `deducted_t` paid back this year of `owed_t`, what was owed as the year began, `transferred_t` passed on (negative)
    or taken over, `regulated_t` moved by regulations of the year.
    """

    enterprise: str
    history_t: Mapping[int, int]
    capacity_t: int
    made_t: int
    tier: str
    grade: str
    is_vetoed: bool
    measures: tuple[Measure, ...]
    sources: tuple[tuple[str, str], ...]
    carried_t: int = 0
    owed_t: int = 0
    deducted_t: int = 0
    transferred_t: int = 0
    regulated_t: int = 0

    @property
    def beside_t(self) -> int:
        """Tonnes of the quota that are not of the split."""
        return self.carried_t - self.deducted_t + self.transferred_t + self.regulated_t


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorResult:
    """One indicator's way into the score: value and reference as published, score to six decimals.

    `treatment` is empty, or says what a missing figure was replaced by (`group_mean`, `zero`).
    """

    indicator: str
    value: Decimal | None
    reference: Decimal
    score: Decimal
    weight: Decimal
    treatment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A summand of a quota in whole tonnes."""

    code: str
    tonnes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One enterprise's outcome; `parts` sum to `quota_t` exactly, `binding` is the bound met or empty.

    `score` has six decimals, `tilt` nine: the published figures are the ones the next step used. `claim` in tonnes with
    six decimals is what the split used; None where that is base times tilt. Floor and ceiling bound the part of the
    quota that the split gives.
    """

    enterprise: str
    base_t: int
    indicators: tuple[IndicatorResult, ...]
    multiplier: Decimal
    score: Decimal
    tilt: Decimal
    floor_t: int
    floor_reason: str
    ceiling_t: int
    ceiling_reason: str
    quota_t: int
    binding: str
    parts: tuple[Part, ...]
    claim: Decimal | None = None


# Without slots, so that a long decision is hashed once.
@dataclass(frozen=True, kw_only=True)
class Decision:
    """An allocation of one sector and plan year as of a month; a function of its frozen inputs.

    `as_of` is the last month counted in `made_t`, empty for the year's first allocation. `rulebook` is the plain
    rulebook, whose canonical hash is `rulebook_sha256`; `sector_data` what was used of the sector's data. `scale` is
    lambda as an exact fraction "n/d", empty under a claims rule, which has none.

    A regulation (`kind` is `regulation`) moves quota of an allocation that stands: claimants, shares and all that they
    rest on are that allocation's but for what was made since and what stands beside the split. It bears besides the
    `month` it is for, the `allocation` and the `last` decision by name and hash, its `moves` and its `plan`.
    """

    sector: str
    plan_year: int
    as_of: str
    quantity: str
    cap_t: int
    reserve_t: int
    rulebook: Plain
    rulebook_sha256: str
    sector_data: Plain
    ledger_head: str
    code_version: str
    drafted_by: str
    claimants: tuple[Claimant, ...]
    mean_score: Decimal
    scale: str
    shares: tuple[Share, ...]
    kind: str = ""
    month: str = ""
    allocation: Plain = None
    last: Plain = None
    moves: Plain = None
    plan: Plain = None

    @property
    def is_regulation(self) -> bool:
        """Whether it moves quota of another decision, and splits nothing itself."""
        return self.kind == REGULATION

    def plain(self) -> dict[str, Any]:
        """The decision as plain values: whole numbers, and decimals as strings."""
        items = {one.name: _plain(getattr(self, one.name)) for one in fields(self)}
        return {name: item for name, item in items.items() if self.is_regulation or name not in OF_REGULATION}

    @cached_property
    def sha256(self) -> str:
        """Hash of the canonical bytes of `plain()`."""
        return content_hash(self.plain())

    @property
    def id(self) -> str:
        """Short name: sector, year, month and the first eight digits of the hash."""
        when = self.as_of or str(self.plan_year)
        return f"{self.sector}-{when}-{self.sha256[:8]}"


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if hasattr(value, "__slots__"):
        fields = {name: getattr(value, name) for name in value.__slots__}
        return {name: _plain(item) for name, item in fields.items() if name not in _ADDED or item != _ADDED[name]}
    return value
