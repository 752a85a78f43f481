"""The part `pacing:` of a rulebook file, read key by key."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
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
from zhibiao.readers.rulebook_keys import cited_clause, day_of
from zhibiao.readers.yaml_file import Block

_PARTS = ("seasons", "leave_out_years", "overrun", "shortfall", "release", "asks")


def read_pacing(block: Block) -> PacingPart:
    """What the block says; what cannot be read has been noted and stands as an empty value of its type."""
    block.only(_PARTS)
    given = block.node
    return PacingPart(
        seasons=tuple(_season(one) for one in block.blocks("seasons", optional=True)),
        left_out=_left_out(block.block("leave_out_years")) if "leave_out_years" in given else None,
        overrun=_bounds(block.block("overrun")) if "overrun" in given else None,
        shortfall=_bounds(block.block("shortfall")) if "shortfall" in given else None,
        release=_release(block.block("release")) if "release" in given else None,
        asks=tuple(_ask(one) for one in block.blocks("asks", optional=True)),
    )


def _season(block: Block) -> SeasonRule:
    block.only(("for", "since", "unit", "values", "clause"))
    unit = block.words("unit", one_of=[one.value for one in SeasonUnit])
    return SeasonRule(
        scope=block.words("for"),
        since=day_of(block, "since"),
        unit=SeasonUnit(unit) if unit in set(SeasonUnit) else SeasonUnit.MONTHLY_SHARES,
        values=_numbers(block, "values"),
        clause=cited_clause(block),
    )


def _left_out(block: Block) -> LeftOutYears:
    block.only(("years", "clause"))
    return LeftOutYears(years=block.whole_list("years"), clause=cited_clause(block))


def _bounds(block: Block) -> ColourBounds:
    block.only(("green", "blue", "orange", "clause"))
    green, blue, orange = (block.decimal(colour) for colour in ("green", "blue", "orange"))
    return ColourBounds(green=green, blue=blue, orange=orange, clause=cited_clause(block))


def _release(block: Block) -> ReleaseRule:
    block.only(("margin", "months", "clause"))
    margin, months = block.decimal("margin"), block.whole("months", least=1)
    return ReleaseRule(margin=margin, months=months, clause=cited_clause(block))


def _ask(block: Block) -> AskRule:
    block.only(("on", "colour", "of", "act", "working_days", "clause"))
    concern = block.words("on", one_of=[one.value for one in Concern])
    party = block.words("of", one_of=[one.value for one in Party])
    return AskRule(
        concern=Concern(concern) if concern in set(Concern) else Concern.OVERRUN,
        colour=block.words("colour"),
        party=Party(party) if party in set(Party) else Party.BUREAU,
        act=block.words("act"),
        working_days=block.whole("working_days", least=0, default=0),
        clause=cited_clause(block),
    )


def _numbers(block: Block, key: str) -> tuple[Decimal, ...]:
    """Exact numbers of a list, quoted or whole."""
    found = block.node.get(key)
    if not isinstance(found, list):
        block.note("yaml.key_missing" if found is None else "yaml.wrong_type", key, **_wanted(found))
        return ()
    numbers = []
    for item in found:
        number = _number(item)
        if number is None:
            block.note("yaml.wrong_type", key, **_wanted(item))
            return ()
        numbers.append(number)
    return tuple(numbers)


def _wanted(found: Any) -> dict[str, object]:
    return {} if found is None else {"wanted": "quoted exact numbers", "found": str(found)[:60]}


def _number(item: Any) -> Decimal | None:
    if not isinstance(item, str | int) or isinstance(item, bool):
        return None
    try:
        number = Decimal(item)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
