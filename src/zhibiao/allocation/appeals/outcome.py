"""What the paper of an appeal's outcome is written from; holds no figure of any other enterprise."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zhibiao.allocation.appeals.appeal import Appeal
from zhibiao.allocation.appeals.deeds import Decided
from zhibiao.allocation.appeals.inputs import OwnInput
from zhibiao.allocation.appeals.rerun import Rerun
from zhibiao.allocation.appeals.terms import Remedies
from zhibiao.allocation.reasons.dossier import Marks
from zhibiao.policy.rulebook import Rulebook
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeFacts:
    """One decided appeal as its paper tells it.

    Args:
        quantity: name of what the quota is of.
        inputs: the own figures that the decision used.
        rerun: the kept re-run; None where no figure is claimed.
        decider: name of whoever gave the outcome.
        decided_on: the day of the outcome in China.
    """

    authority: Text
    note: Text
    name: Text
    quantity: Text
    plan_year: int
    appeal: Appeal
    outcome: Decided
    filed_on: dt.date
    decided_on: dt.date
    decider: str
    inputs: tuple[OwnInput, ...]
    rerun: Rerun | None
    remedies: Remedies
    rulebook: Rulebook
    dictionary: Dictionary
    marks: Marks
