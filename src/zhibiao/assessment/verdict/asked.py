"""What a colour asks for: acts of the bureau and of the enterprise, with their terms, and who set them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from zhibiao.assessment.pace.pacing import Colour
from zhibiao.policy.pacing_part import Concern, PacingPart, Party

OF_ENTERPRISE = (Party.BUREAU, Party.ENTERPRISE)
OF_CITY = (Party.CITY,)
# Figures that an act's text names beside its term.
_NAMED: Mapping[str, tuple[str, ...]] = MappingProxyType({"keep_rate": ("needed_t_per_day",)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One act that a colour asks for.

    Args:
        concern, colour: what it answers to.
        party: who is to act.
        act: its text is `ask.<act>` of the catalogue.
        facts: figures of that text: `working_days`, `needed_t_per_day`.
        clause: of the rulebook that sets it; empty for a suggestion of this program, which binds nobody.
    """

    concern: Concern
    colour: Colour
    party: Party
    act: str
    facts: Mapping[str, int]
    clause: str

    @property
    def code(self) -> str:
        """Code of its text."""
        return f"ask.{self.act}"


def asks_of(
    concern: Concern,
    colour: Colour,
    part: PacingPart,
    *,
    parties: Iterable[Party],
    needed_t_per_day: int | None = None,
) -> tuple[Ask, ...]:
    """What the colour of one concern asks of the parties; nothing in green.

    Args:
        needed_t_per_day: the daily rate that lands on the quota; an act that names it is left out without one above
            zero, since what is already made beyond a quota is no matter of pace.

    >>> [ask.code for ask in asks_of(Concern.OVERRUN, Colour.BLUE, PacingPart(), parties=OF_ENTERPRISE)]
    ['ask.watch', 'ask.explain']
    """
    if colour is Colour.GREEN:
        return ()
    known = {"needed_t_per_day": needed_t_per_day} if needed_t_per_day is not None and needed_t_per_day > 0 else {}
    found = []
    for party in parties:
        for rule in part.asked(concern, colour.value, party):
            facts = {name: known[name] for name in _NAMED.get(rule.act, ()) if name in known}
            if len(facts) < len(_NAMED.get(rule.act, ())):
                continue
            if rule.working_days:
                facts["working_days"] = rule.working_days
            found.append(
                Ask(concern=concern, colour=colour, party=party, act=rule.act, facts=facts, clause=rule.clause)
            )
    return tuple(found)
