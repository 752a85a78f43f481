"""The times within which appeals are handled and their outcomes can be fought: dated values with their source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from zhibiao.allocation.appeals.appeal import Appeal, Stage
from zhibiao.allocation.appeals.window import day_of_act, last_day, last_day_of_months
from zhibiao.terms.text import Text

ACCEPT, DECIDE = "accept_days", "decide_days"
RECONSIDERATION, LITIGATION = "reconsideration_days", "litigation_months"
CODES = {ACCEPT: "day", DECIDE: "day", RECONSIDERATION: "day", LITIGATION: "month"}
"""Every term with its unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A number of days or months, from when on, and where it is written."""

    value: int
    effective: dt.date
    source: Text


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms by code, each in order of date."""

    by_code: Mapping[str, tuple[Term, ...]]

    def at(self, code: str, day: dt.date) -> Term:
        """The term in force on a day; LookupError before the first one."""
        found = [term for term in self.by_code[code] if term.effective <= day]
        if not found:
            raise LookupError(f"{code} on {day}")
        return found[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedies:
    """Until when, and by which law, the outcome of an appeal can be fought."""

    reconsideration: Term
    reconsider_until: dt.date
    litigation: Term
    sue_until: dt.date


def remedies(decided_on: dt.date, terms: Terms) -> Remedies:
    """The remedies against an outcome given on a day, counted from its delivery on that day."""
    reconsideration, litigation = terms.at(RECONSIDERATION, decided_on), terms.at(LITIGATION, decided_on)
    return Remedies(
        reconsideration=reconsideration,
        reconsider_until=last_day(decided_on, days=reconsideration.value),
        litigation=litigation,
        sue_until=last_day_of_months(decided_on, months=litigation.value),
    )


def due(appeal: Appeal, terms: Terms) -> dt.date | None:
    """By when whoever has the move is to make it; None where no day is set."""
    if appeal.stage is Stage.ASKED and appeal.question is not None:
        return appeal.question.by
    begun = {Stage.FILED: (appeal.acts[0].at, ACCEPT), Stage.ACCEPTED: (appeal.accepted_at, DECIDE)}
    if appeal.stage not in begun:
        return None
    at, code = begun[appeal.stage]
    since = day_of_act(at)
    return last_day(since, days=terms.at(code, since).value)
