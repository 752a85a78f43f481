"""Appeals as they stand: every act applied in order, and refused where it makes no sense."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from zhibiao.allocation.appeals.deeds import (
    Accepted,
    Act,
    Added,
    Asked,
    CarriedOut,
    Claim,
    Decided,
    Deed,
    Filed,
    Follows,
    Ground,
    Heard,
    Outcome,
    Withdrawn,
)
from zhibiao.errors import ActRefused, Conflict, NotFound
from zhibiao.register.deeds import Evidence
from zhibiao.terms.text import Text


class Stage(StrEnum):
    """How far an appeal has come."""

    FILED = "filed"
    ACCEPTED = "accepted"
    ASKED = "asked"
    DECIDED = "decided"
    CARRIED_OUT = "carried_out"
    WITHDRAWN = "withdrawn"

    @property
    def words(self) -> Text:
        """The stage as people say it."""
        return _STAGES[self]


_STAGES = {
    Stage.FILED: Text("待受理", "waiting to be taken up"),
    Stage.ACCEPTED: Text("已受理", "taken up"),
    Stage.ASKED: Text("待补充", "waiting for the enterprise's answer"),
    Stage.DECIDED: Text("已处理", "decided"),
    Stage.CARRIED_OUT: Text("已落实", "carried out"),
    Stage.WITHDRAWN: Text("已撤回", "withdrawn"),
}


class Mover(StrEnum):
    """Whose move it is."""

    BUREAU = "bureau"
    ENTERPRISE = "enterprise"
    NOBODY = "nobody"


ENDED = frozenset({Stage.DECIDED, Stage.CARRIED_OUT, Stage.WITHDRAWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """One appeal: every act upon it in order; all else is read from these."""

    acts: tuple[Act, ...]

    @property
    def filed(self) -> Filed:
        """How it began."""
        deed = self.acts[0].deed
        assert isinstance(deed, Filed)
        return deed

    @property
    def id(self) -> str:
        """Its name: that of the decision and of the enterprise, so that no name tells how many others appealed."""
        return self.filed.appeal

    @property
    def enterprise(self) -> str:
        """Whose appeal it is."""
        return self.filed.enterprise

    def done(self, kind: type[Any]) -> tuple[tuple[Act, Any], ...]:
        """The acts of one kind, each with its deed."""
        return tuple((act, act.deed) for act in self.acts if isinstance(act.deed, kind))

    @property
    def stage(self) -> Stage:
        """How far it has come."""
        ends = ((Withdrawn, Stage.WITHDRAWN), (CarriedOut, Stage.CARRIED_OUT), (Decided, Stage.DECIDED))
        for kind, stage in ends:
            if self.done(kind):
                return stage
        if self.question is not None:
            return Stage.ASKED
        return Stage.ACCEPTED if self.done(Accepted) else Stage.FILED

    @property
    def is_open(self) -> bool:
        """Whether it waits for its outcome."""
        return self.stage not in ENDED

    @property
    def question(self) -> Asked | None:
        """The last thing the enterprise was asked and has added nothing to since; None where nothing waits."""
        waiting: Asked | None = None
        for act in self.acts:
            if isinstance(act.deed, Asked):
                waiting = act.deed
            elif isinstance(act.deed, Added):
                waiting = None
        return waiting

    @property
    def outcome(self) -> Decided | None:
        """The bureau's answer; None before it."""
        return next((deed for _, deed in self.done(Decided)), None)

    @property
    def mover(self) -> Mover:
        """Whose move it is: the bureau's until the outcome, the enterprise's where it was asked or is to file again."""
        if self.is_open:
            return Mover.ENTERPRISE if self.stage is Stage.ASKED else Mover.BUREAU
        if self.stage is not Stage.DECIDED or self.outcome is None:
            return Mover.NOBODY
        follows = self.outcome.follows
        if Follows.FILE_AGAIN in follows and Follows.DECIDE_AGAIN not in follows:
            return Mover.ENTERPRISE
        return Mover.BUREAU if follows else Mover.NOBODY

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """What it rests on."""
        return self.filed.grounds

    @property
    def claims(self) -> tuple[Claim, ...]:
        """What is claimed now: rules as they came, and of each figure the claim that came last."""
        stated = [claim for act in self.acts if isinstance(act.deed, Filed | Added) for claim in act.deed.claims]
        return claims_together(stated)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Every document on file, in order."""
        return tuple(
            one for act in self.acts if isinstance(act.deed, Filed | Added | Heard) for one in act.deed.evidence
        )

    @property
    def rerun(self) -> str:
        """Hash of the last re-run; "" where no figure is claimed."""
        found = [act.deed.rerun for act in self.acts if isinstance(act.deed, Filed | Added) and act.deed.rerun]
        return found[-1] if found else ""

    @property
    def reruns(self) -> int:
        """How often the decision was run again for it."""
        return sum(isinstance(act.deed, Filed | Added) and bool(act.deed.rerun) for act in self.acts)

    @property
    def accepted_at(self) -> str:
        """When it was taken up (UTC); "" before that."""
        return next((act.at for act, _ in self.done(Accepted)), "")

    @property
    def decided_at(self) -> str:
        """When its outcome was given (UTC); "" before that."""
        return next((act.at for act, _ in self.done(Decided)), "")


def claims_together(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Claims in order, of each figure only the last one."""
    found: dict[tuple[str, str], Claim] = {}
    for claim in claims:
        found[claim.name, claim.clause] = claim
    return tuple(found.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeals:
    """All appeals of a book by id, in the order in which they came; `last` is the number of the last act."""

    by_id: Mapping[str, Appeal] = field(default_factory=dict)
    last: int = 0

    def __iter__(self) -> Iterator[Appeal]:
        return iter(self.by_id.values())

    def appeal(self, name: str) -> Appeal:
        """An appeal by its id; NotFound `appeal.not_found`."""
        if name not in self.by_id:
            raise NotFound("appeal.not_found", appeal=name)
        return self.by_id[name]

    def of(self, *, decision: str, enterprise: str) -> tuple[Appeal, ...]:
        """What one enterprise filed against one decision, in order."""
        return tuple(one for one in self if one.filed.decision == decision and one.enterprise == enterprise)

    def next_id(self, *, decision: str, enterprise: str) -> str:
        """The id of the next appeal of an enterprise against a decision."""
        before = len(self.of(decision=decision, enterprise=enterprise))
        return f"{decision}-{enterprise}" + (f"-{before + 1}" if before else "")

    def after(self, act: Act) -> Appeals:
        """The appeals with one more act.

        Raises:
            NotFound: `appeal.not_found`.
            Conflict: `appeal.out_of_order`, `appeal.taken` for an id in use, `appeal.open_already` and
                `appeal.decided_already` where the enterprise has appealed against the decision before.
            ActRefused: `appeal.wrong_stage`, `appeal.not_accepted`, `appeal.no_words`, `appeal.too_long`,
                `appeal.follows_missing`, `appeal.follows_of_dismissal`, `appeal.nothing_to_carry_out`.
        """
        if act.number != self.last + 1:
            raise Conflict("appeal.out_of_order", number=act.number, last=self.last)
        _CHECKS[type(act.deed)](self, act.deed)
        name = act.deed.appeal
        known = self.by_id[name].acts if name in self.by_id else ()
        return replace(self, by_id={**self.by_id, name: Appeal(acts=(*known, act))}, last=act.number)


def appeals_of(acts: Iterable[Act]) -> Appeals:
    """The appeals that those acts, in order, have made."""
    appeals = Appeals()
    for act in acts:
        appeals = appeals.after(act)
    return appeals


def counted(appeals: Iterable[Appeal]) -> dict[str, int]:
    """How many were filed, are open, were withdrawn, and how the others ended; for the city's bulletin.

    >>> counted(())["filed"]
    0
    """
    found = list(appeals)
    outcomes = [one.outcome.outcome for one in found if one.outcome is not None]
    return {
        "filed": len(found),
        "open": sum(one.is_open for one in found),
        "withdrawn": sum(one.stage is Stage.WITHDRAWN for one in found),
        **{outcome.value: outcomes.count(outcome) for outcome in Outcome},
        "carried_out": sum(one.stage is Stage.CARRIED_OUT for one in found),
    }


def _filed(appeals: Appeals, deed: Filed) -> None:
    _says_something(deed.statement)
    if deed.appeal in appeals.by_id:
        raise Conflict("appeal.taken", appeal=deed.appeal)
    for before in appeals.of(decision=deed.decision, enterprise=deed.enterprise):
        if before.is_open:
            raise Conflict("appeal.open_already", appeal=before.id)
        if before.outcome is not None:
            raise Conflict("appeal.decided_already", appeal=before.id)


def _added(appeals: Appeals, deed: Added) -> None:
    _says_something(deed.statement)
    _open(appeals, deed.appeal)


def _accepted(appeals: Appeals, deed: Accepted) -> None:
    found = _open(appeals, deed.appeal)
    if found.accepted_at:
        raise ActRefused("appeal.wrong_stage", appeal=found.id, stage=found.stage.words)


def _asked(appeals: Appeals, deed: Asked) -> None:
    _says_something(deed.question)
    _taken_up(appeals, deed.appeal)


def _heard(appeals: Appeals, deed: Heard) -> None:
    _says_something(deed.record)
    _taken_up(appeals, deed.appeal)


def _decided(appeals: Appeals, deed: Decided) -> None:
    _says_something(deed.reasons)
    _taken_up(appeals, deed.appeal)
    if deed.outcome is Outcome.DISMISSED and deed.follows:
        raise ActRefused("appeal.follows_of_dismissal", appeal=deed.appeal)
    if deed.outcome is not Outcome.DISMISSED and not deed.follows:
        raise ActRefused("appeal.follows_missing", appeal=deed.appeal)


def _carried_out(appeals: Appeals, deed: CarriedOut) -> None:
    found = appeals.appeal(deed.appeal)
    if found.stage is not Stage.DECIDED or found.outcome is None or not found.outcome.follows:
        raise ActRefused("appeal.nothing_to_carry_out", appeal=found.id)


def _withdrawn(appeals: Appeals, deed: Withdrawn) -> None:
    _says_something(deed.reason)
    _open(appeals, deed.appeal)


def _open(appeals: Appeals, name: str) -> Appeal:
    found = appeals.appeal(name)
    if not found.is_open:
        raise ActRefused("appeal.wrong_stage", appeal=found.id, stage=found.stage.words)
    return found


def _taken_up(appeals: Appeals, name: str) -> Appeal:
    found = _open(appeals, name)
    if not found.accepted_at:
        raise ActRefused("appeal.not_accepted", appeal=found.id)
    return found


LEAST_WORDS, MOST_WORDS = 6, 10_000
"""Fewer characters are no reason in any language; more belong into a document."""


def _says_something(text: str) -> None:
    if len("".join(text.split())) < LEAST_WORDS:
        raise ActRefused("appeal.no_words", least=LEAST_WORDS)
    if len(text) > MOST_WORDS:
        raise ActRefused("appeal.too_long", most=MOST_WORDS, count=len(text))


_CHECKS: Mapping[type[Deed], Callable[[Appeals, Any], None]] = {
    Filed: _filed,
    Added: _added,
    Accepted: _accepted,
    Asked: _asked,
    Heard: _heard,
    Decided: _decided,
    CarriedOut: _carried_out,
    Withdrawn: _withdrawn,
}
