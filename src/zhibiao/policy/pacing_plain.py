"""The part `pacing:` as plain values and back: what is hashed and kept with every decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from zhibiao.policy.pacing_part import (
    AskRule,
    ColourBounds,
    Concern,
    LeftOutYears,
    PacingPart,
    Party,
    ReleaseRule,
    SeasonRule,
    SeasonUnit,
)
from zhibiao.terms.exact import plain_decimal


def pacing_plain(part: PacingPart) -> dict[str, Any]:
    """What it sets, in the shape of the file; empty where it sets nothing, so that such a rulebook keeps its hash."""
    told: dict[str, Any] = {}
    if part.seasons:
        told["seasons"] = [_season(rule) for rule in part.seasons]
    if part.left_out:
        told["leave_out_years"] = {"years": list(part.left_out.years), "clause": part.left_out.clause}
    for name, bounds in (("overrun", part.overrun), ("shortfall", part.shortfall)):
        if bounds:
            told[name] = _bounds(bounds)
    if part.release:
        margin = plain_decimal(part.release.margin)
        told["release"] = {"margin": margin, "months": part.release.months, "clause": part.release.clause}
    if part.asks:
        told["asks"] = [_ask(rule) for rule in part.asks]
    return told


def pacing_of(plain: Mapping[str, Any]) -> PacingPart:
    """The part behind its plain values; KeyError where they have another shape."""
    left_out, release = plain.get("leave_out_years"), plain.get("release")
    return PacingPart(
        seasons=tuple(_season_of(item) for item in plain.get("seasons", ())),
        left_out=LeftOutYears(years=tuple(left_out["years"]), clause=left_out["clause"]) if left_out else None,
        overrun=_bounds_of(plain["overrun"]) if "overrun" in plain else None,
        shortfall=_bounds_of(plain["shortfall"]) if "shortfall" in plain else None,
        release=ReleaseRule(margin=Decimal(release["margin"]), months=release["months"], clause=release["clause"])
        if release
        else None,
        asks=tuple(_ask_of(item) for item in plain.get("asks", ())),
    )


def _season(rule: SeasonRule) -> dict[str, Any]:
    return {
        "for": rule.scope,
        "since": rule.since.isoformat(),
        "unit": rule.unit.value,
        "values": [plain_decimal(value) for value in rule.values],
        "clause": rule.clause,
    }


def _season_of(item: Mapping[str, Any]) -> SeasonRule:
    return SeasonRule(
        scope=item["for"],
        since=dt.date.fromisoformat(item["since"]),
        unit=SeasonUnit(item["unit"]),
        values=tuple(Decimal(value) for value in item["values"]),
        clause=item["clause"],
    )


def _bounds(bounds: ColourBounds) -> dict[str, str]:
    steps = {"green": bounds.green, "blue": bounds.blue, "orange": bounds.orange}
    return {**{colour: plain_decimal(value) for colour, value in steps.items()}, "clause": bounds.clause}


def _bounds_of(item: Mapping[str, str]) -> ColourBounds:
    green, blue, orange = (Decimal(item[colour]) for colour in ("green", "blue", "orange"))
    return ColourBounds(green=green, blue=blue, orange=orange, clause=item["clause"])


def _ask(rule: AskRule) -> dict[str, Any]:
    days = {"working_days": rule.working_days} if rule.working_days else {}
    who = {"on": rule.concern.value, "colour": rule.colour, "of": rule.party.value, "act": rule.act}
    return {**who, **days, "clause": rule.clause}


def _ask_of(item: Mapping[str, Any]) -> AskRule:
    return AskRule(
        concern=Concern(item["on"]),
        colour=item["colour"],
        party=Party(item["of"]),
        act=item["act"],
        working_days=item.get("working_days", 0),
        clause=item["clause"],
    )
