"""The optional part `pacing:` of a rulebook as values: its own seasons, years that set none, colours, what they ask."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

EVERYONE = "*"


class SeasonUnit(StrEnum):
    """What the twelve numbers of a season are: shares of the year, or daily output over the year's daily mean."""

    MONTHLY_SHARES = "monthly_shares"
    DAILY_INDICES = "daily_indices"


class Concern(StrEnum):
    """What a colour warns of."""

    OVERRUN = "overrun"
    SHORTFALL = "shortfall"
    UNUSED = "unused"
    LATE = "late"
    MONEY = "money"


class Party(StrEnum):
    """Who is asked: the bureau about an enterprise, the enterprise itself, the bureau about the whole city."""

    BUREAU = "bureau"
    ENTERPRISE = "enterprise"
    CITY = "city"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonRule:
    """A season that is set and not measured.

    Args:
        scope: id of an enterprise, or `*` for whoever has none of its own and for the city.
        since: the day from which it holds.
        values: January to December, shape (12,), each > 0.
    """

    scope: str
    since: dt.date
    unit: SeasonUnit
    values: tuple[Decimal, ...]
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOutYears:
    """Years whose output a control bent, so that they say nothing about the season."""

    years: tuple[int, ...]
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ColourBounds:
    """Up to which deviation, as a share of the goal, a warning is green, blue or orange; beyond it is red."""

    green: Decimal
    blue: Decimal
    orange: Decimal
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseRule:
    """When a colour falls: `margin` of the goal below its bound, or that many `months` in a row not beyond it."""

    margin: Decimal
    months: int
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskRule:
    """What one colour of one concern asks of one party.

    Args:
        colour: `blue`, `orange` or `red`; green asks for nothing.
        act: one of `ACTS`.
        working_days: within how many; 0 where the act has no term.
        clause: empty for what this program suggests while no rulebook says otherwise.
    """

    concern: Concern
    colour: str
    party: Party
    act: str
    working_days: int = 0
    clause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PacingPart:
    """What a rulebook says of pace; None and empty where it says nothing and the program's own defaults hold."""

    seasons: tuple[SeasonRule, ...] = ()
    left_out: LeftOutYears | None = None
    overrun: ColourBounds | None = None
    shortfall: ColourBounds | None = None
    release: ReleaseRule | None = None
    asks: tuple[AskRule, ...] = ()

    def season(self, scope: str, day: dt.date) -> SeasonRule | None:
        """The season in force for that name on that day: its own, else everybody's, else None."""
        for name in (scope, EVERYONE):
            held = [rule for rule in self.seasons if rule.scope == name and rule.since <= day]
            if held:
                return max(held, key=lambda rule: rule.since)
        return None

    def asked(self, concern: Concern, colour: str, party: Party) -> tuple[AskRule, ...]:
        """What is asked in that case: the rulebook's own acts, else the ones this program suggests."""
        own = _matching(self.asks, concern, colour, party)
        return own or _matching(SUGGESTED, concern, colour, party)


ASKING_COLOURS = ("blue", "orange", "red")
# Every act with who may be asked for it; those in WITH_TERM need a number of working days.
ACTS: Mapping[str, tuple[Party, ...]] = MappingProxyType(
    {
        "watch": (Party.BUREAU, Party.CITY),
        "examine_plan": (Party.BUREAU,),
        "hold_additions": (Party.BUREAU,),
        "propose_limit": (Party.BUREAU,),
        "consider_transfer": (Party.BUREAU,),
        "propose_recall": (Party.BUREAU,),
        "remind": (Party.BUREAU,),
        "prepare_cuts": (Party.CITY,),
        "give_out_reserve": (Party.CITY,),
        "report": (Party.CITY,),
        "explain": (Party.ENTERPRISE,),
        "written_plan": (Party.ENTERPRISE,),
        "keep_rate": (Party.ENTERPRISE,),
        "say_unused": (Party.ENTERPRISE,),
        "file_return": (Party.ENTERPRISE,),
    }
)
WITH_TERM = frozenset({"written_plan", "say_unused"})


def _matching(rules: tuple[AskRule, ...], concern: Concern, colour: str, party: Party) -> tuple[AskRule, ...]:
    return tuple(rule for rule in rules if (rule.concern, rule.colour, rule.party) == (concern, colour, party))


def _suggested(concern: Concern, colour: str, **acts: str) -> tuple[AskRule, ...]:
    """Acts by party, several of one party joined by a blank, a term behind a colon."""
    found = []
    for party, names in acts.items():
        for act, _, days in (name.partition(":") for name in names.split()):
            term = int(days or 0)
            found.append(AskRule(concern=concern, colour=colour, party=Party(party), act=act, working_days=term))
    return tuple(found)


SUGGESTED: tuple[AskRule, ...] = (
    *_suggested(Concern.OVERRUN, "blue", bureau="watch", enterprise="explain", city="watch"),
    *_suggested(
        Concern.OVERRUN, "orange", bureau="examine_plan", enterprise="written_plan:10", city="watch prepare_cuts"
    ),
    *_suggested(
        Concern.OVERRUN,
        "red",
        bureau="hold_additions propose_limit",
        enterprise="keep_rate written_plan:5",
        city="prepare_cuts report",
    ),
    *_suggested(Concern.SHORTFALL, "blue", bureau="watch", enterprise="explain", city="watch"),
    *_suggested(
        Concern.SHORTFALL, "orange", bureau="examine_plan", enterprise="written_plan:10", city="watch give_out_reserve"
    ),
    *_suggested(
        Concern.SHORTFALL,
        "red",
        bureau="propose_recall",
        enterprise="say_unused:5 written_plan:5",
        city="give_out_reserve report",
    ),
    *_suggested(Concern.UNUSED, "blue", bureau="consider_transfer", enterprise="say_unused:10", city="watch"),
    *(
        rule
        for colour in ASKING_COLOURS
        for rule in _suggested(Concern.LATE, colour, bureau="remind", enterprise="file_return")
    ),
    *(
        rule
        for colour in ASKING_COLOURS
        for rule in _suggested(Concern.MONEY, colour, bureau="watch", enterprise="explain", city="watch")
    ),
)
