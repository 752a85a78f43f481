"""Whether a swap of capacity is allowed: in force or suspended, its case, and what is retired for what is built."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor

from zhibiao.errors import ActRefused
from zhibiao.policy.swap_rules import Inside, SwapRegime, SwapRule, SwapRules

ORDINARY = "ordinary"


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapFurnace:
    """A furnace that is retired, or one to be built, with the tonnes per year that count in this swap."""

    facility: str
    enterprise: str
    kind: str
    quantity: str
    tonnes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """A swap as announced.

    Args:
        sector: whose capacity.
        day: the day it is announced.
        region: `key` or `other`.
        case: code of the case.
        retired: what is given up.
        built: what is to be built.
        drafts: drafts of measures that are taken to be in force, by the day from which.
        has_case_document: whether a document shows that the case is met.
        has_override: whether a document is cited that lets the swap through while swaps are suspended, or where the
            program knows no rule.
        ratio: the ratio of that document, where the program knows no rule.
    """

    sector: str
    day: dt.date
    region: str
    case: str
    retired: tuple[SwapFurnace, ...]
    built: tuple[SwapFurnace, ...]
    drafts: Mapping[str, dt.date] = field(default_factory=dict)
    has_case_document: bool = False
    has_override: bool = False
    ratio: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What a swap is held to: the ratio, and the measures it comes from (empty for one that a document sets)."""

    ratio: Fraction
    regime: str
    is_draft: bool = False
    is_suspended: bool = False


def rule_on_swap(rules: SwapRules | None, swap: Swap) -> Ruling:
    """The ratio a swap is held to, once everything about it is allowed.

    Args:
        rules: of the sector; None where the program knows none.
        swap: as announced.

    Raises:
        ActRefused: `capacity.no_swap_rule`, `capacity.swap_suspended`, `capacity.case_unknown`,
            `capacity.case_needs_document`, `capacity.case_not_met`, `capacity.retired_not_needed`,
            `capacity.ratio_not_met`, in this order; the last with what would be enough.
    """
    regime = rules.regime_on(swap.day, swap.drafts) if rules else None
    if rules is None or regime is None:
        ruling = Ruling(ratio=_stated(rules, swap), regime="")
    else:
        suspension = rules.suspension_on(swap.day, regime)
        if suspension and not swap.has_override:
            since, source = suspension.since.isoformat(), suspension.source.title
            raise ActRefused("capacity.swap_suspended", day=swap.day.isoformat(), since=since, source=source)
        rule = _rule(regime, swap)
        _check_case(rule, swap)
        ruling = Ruling(
            ratio=rule.ratio, regime=regime.id, is_draft=regime.is_draft, is_suspended=suspension is not None
        )
    check_ratio(swap.retired, swap.built, ruling.ratio)
    return ruling


def check_ratio(retired: Iterable[SwapFurnace], built: Iterable[SwapFurnace], ratio: Fraction) -> None:
    """Retired is at least ratio times built, class by class: iron does not pay for steel.

    Raises:
        ActRefused: `capacity.retired_not_needed`, `capacity.ratio_not_met`.
    """
    retired_t, built_t = _sums(retired), _sums(built)
    for quantity in sorted(retired_t.keys() - built_t.keys()):
        raise ActRefused("capacity.retired_not_needed", quantity=quantity, retired_t=retired_t[quantity])
    for quantity, tonnes in sorted(built_t.items()):
        if retired_t[quantity] < ratio * tonnes:
            raise ActRefused(
                "capacity.ratio_not_met",
                quantity=quantity,
                ratio=_ratio_text(ratio),
                retired_t=retired_t[quantity],
                built_t=tonnes,
                short_t=ceil(ratio * tonnes) - retired_t[quantity],
                most_t=floor(retired_t[quantity] / ratio),
            )


def _stated(rules: SwapRules | None, swap: Swap) -> Fraction:
    """The ratio that a cited document sets where no measures are known."""
    if swap.has_override and swap.ratio is not None and swap.ratio >= 1:
        return swap.ratio
    since = min((one.since.isoformat() for one in rules.regimes if not one.is_draft), default="—") if rules else "—"
    raise ActRefused("capacity.no_swap_rule", sector=swap.sector, day=swap.day.isoformat(), since=since)


def _rule(regime: SwapRegime, swap: Swap) -> SwapRule:
    rule = regime.rule(swap.case, swap.region)
    if rule is None:
        known = "、".join(dict.fromkeys(one.case for one in regime.rules if swap.region in one.regions))
        facts = {"case": swap.case, "region": swap.region, "regime": regime.id, "known": known or "—"}
        raise ActRefused("capacity.case_unknown", place=None, **facts)
    return rule


def _check_case(rule: SwapRule, swap: Swap) -> None:
    if rule.case != ORDINARY and not swap.has_case_document:
        raise ActRefused("capacity.case_needs_document", case=rule.case)
    for furnaces, allowed in ((swap.retired, rule.donors), (swap.built, rule.built)):
        for one in furnaces:
            if allowed and one.kind not in allowed:
                raise _not_met(rule, f"{one.facility} {one.kind}")
    owners = {one.enterprise for one in (*swap.retired, *swap.built)}
    if rule.inside and len(owners) > 1:
        raise _not_met(rule, "、".join(sorted(owners)))
    if rule.inside is Inside.FURNACE:
        retired, built = (sorted((one.kind, one.tonnes) for one in some) for some in (swap.retired, swap.built))
        if retired != built:
            raise _not_met(
                rule, "、".join(f"{kind} {tonnes}" for kind, tonnes in retired if (kind, tonnes) not in built)
            )


def _not_met(rule: SwapRule, found: str) -> ActRefused:
    return ActRefused("capacity.case_not_met", case=rule.case, found=found or "—")


def _sums(furnaces: Iterable[SwapFurnace]) -> Counter[str]:
    found: Counter[str] = Counter()
    for one in furnaces:
        found[one.quantity] += one.tonnes
    return found


def _ratio_text(ratio: Fraction) -> str:
    """A ratio as people write it.

    >>> _ratio_text(Fraction(5, 4)), _ratio_text(Fraction(1))
    ('1.25 : 1', '1 : 1')
    """
    value = float(ratio)
    return f"{value:g} : 1"
