"""The answer to a file as its page shows it: causes with what they explain, old beside new, and what waits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.resources import dictionary
from zhibiao.errors import NotFound
from zhibiao.monthly.returns import Return, Scope
from zhibiao.procedures.filing.fates import Fate
from zhibiao.procedures.filing.kept import first_answer
from zhibiao.procedures.intake import IntakeResult
from zhibiao.terms.access import Viewer
from zhibiao.terms.dictionary import Field
from zhibiao.terms.finding import Outcome
from zhibiao.terms.instant import instant_of
from zhibiao.terms.period import Period
from zhibiao.terms.submission import KeptFinding, QueryAnswer, Submission

MOST_NUMBER = 2**31
"""Numbers beyond it stand for no file: a database would not even take them."""

MOST_CHANGES = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A finding with those of the same return that it explains."""

    kept: KeptFinding
    explains: tuple[KeptFinding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One figure of a version beside that of the version before; None where it was or is not reported."""

    enterprise: str
    period: Period
    field: Field
    scope: Scope
    old: Decimal | None
    new: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """A version that took another's place, and in what they differ."""

    enterprise: str
    period: Period
    version: int
    changes: tuple[Change, ...]


def kept_file(opened: OpenBook, number: int) -> Submission:
    """The file of that number; NotFound `intake.no_file`."""
    found = opened.store.submissions.find(number) if 0 < number < MOST_NUMBER else None
    if found is None:
        raise NotFound("intake.no_file", submission=number)
    return found


def owners_of_file(opened: OpenBook, number: int) -> frozenset[str] | None:
    """Whose the file of that number is; None where there is none."""
    found = opened.store.submissions.find(number) if 0 < number < MOST_NUMBER else None
    return None if found is None else owners_of_kept(opened, found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """A file handed in as lists show it, with the enterprises that `owners_of_kept` gives."""

    number: int
    name: str
    outcome: Outcome
    received_at: dt.datetime
    uploader: str
    returns: int
    owners: frozenset[str]


def files_handed_in(opened: OpenBook) -> tuple[Handed, ...]:
    """Every file handed in, latest first."""
    own = {person.id: person.enterprise for person in opened.folder.settings.people}
    found = [
        Handed(
            number=one.number,
            name=one.name,
            outcome=Outcome(one.outcome),
            received_at=instant_of(one.received_at),
            uploader=one.uploader,
            returns=len(one.receipt["receipts"]),
            owners=_owners(one, own.get(one.uploader, "")),
        )
        for one in opened.store.submissions.all()
    ]
    return tuple(reversed(found))


def owners_of_kept(opened: OpenBook, kept: Submission) -> frozenset[str]:
    """The enterprises whose returns the file holds, and that of the officer who brought it; empty where nobody can say.

    A file of the bureau that was refused, or holds a return of nobody on the list, may tell of any enterprise.
    """
    person = next((one for one in opened.folder.settings.people if one.id == kept.uploader), None)
    return _owners(kept, person.enterprise if person else "")


def _owners(kept: Submission, own: str) -> frozenset[str]:
    named = {receipt["enterprise"] for receipt in kept.receipt["receipts"]}
    if own:
        return frozenset(named - {""} | {own})
    is_told = "" not in named and kept.outcome != Outcome.REJECT_FILE.value
    return frozenset(named) if is_told else frozenset()


def may_open(viewer: Viewer, kept: Submission) -> bool:
    """Whether a viewer who sees the answer may have the file itself.

    A file that was denied or read as nobody's may hold anything: it goes to whoever brought it, and to the bureau.
    """
    if viewer.sees_all or (viewer.person is not None and viewer.person.id == kept.uploader):
        return True
    owners = {receipt["enterprise"] for receipt in kept.receipt["receipts"]}
    return bool(owners) and kept.outcome != Outcome.DENY.value and all(map(viewer.sees, owners))


def result_of(opened: OpenBook, kept: Submission) -> IntakeResult:
    """The answer as it was given, without what a repetition adds to it."""
    first = first_answer(opened.store, kept)
    count = len(kept.findings)
    return replace(first, findings=first.findings[:count], whose=first.whose[:count])


def numbered(result: IntakeResult) -> tuple[KeptFinding, ...]:
    """The findings of an answer with their places, as they are kept."""
    pairs = enumerate(zip(result.findings, result.whose, strict=True), 1)
    return tuple(
        KeptFinding(position=position, enterprise=enterprise, period=period, finding=finding)
        for position, (finding, (enterprise, period)) in pairs
    )


def told(findings: Sequence[KeptFinding]) -> tuple[Told, ...]:
    """Causes in their order, each with the findings of the same return that it explains."""
    causes: dict[tuple[str, str, str], int] = {}
    for place, one in enumerate(findings):
        if not one.finding.because:
            causes.setdefault((one.enterprise, one.period, one.finding.code), place)
    explained: dict[int, list[KeptFinding]] = {}
    heads = []
    for place, one in enumerate(findings):
        cause = causes.get((one.enterprise, one.period, one.finding.because)) if one.finding.because else None
        if cause is None:
            heads.append((place, one))
        else:
            explained.setdefault(cause, []).append(one)
    return tuple(Told(kept=one, explains=tuple(explained.get(place, ()))) for place, one in heads)


def replaced_by(opened: OpenBook, kept: Submission) -> tuple[Replaced, ...]:
    """The versions that this file made in the place of others, with each figure that differs."""
    wanted = {
        (one["enterprise"], one["period"]): one["version"]
        for one in kept.receipt["receipts"]
        if one["fate"] == Fate.SUPERSEDES.value
    }
    if not wanted:
        return ()
    versions: dict[tuple[str, str], dict[int, Return]] = {}
    for item in opened.store.returns():
        key = item.enterprise, str(item.period)
        if key in wanted:
            versions.setdefault(key, {})[item.version] = item
    return tuple(
        _replaced(versions[key][number], versions[key][number - 1])
        for key, number in wanted.items()
        if number - 1 in versions.get(key, {}) and number in versions[key]
    )


def _replaced(new: Return, old: Return) -> Replaced:
    return Replaced(
        enterprise=new.enterprise, period=new.period, version=new.version, changes=tuple(_changes(new, old))
    )


def _changes(new: Return, old: Return) -> Iterable[Change]:
    """In the dictionary's order, the period's figure before the year to date."""
    was = {(fact.field, fact.scope): fact.value for fact in old.facts}
    now = {(fact.field, fact.scope): fact.value for fact in new.facts}
    for field in dictionary():
        for scope in Scope:
            key = field.code, scope
            if was.get(key) != now.get(key):
                yield Change(
                    enterprise=new.enterprise,
                    period=new.period,
                    field=field,
                    scope=scope,
                    old=was.get(key),
                    new=now.get(key),
                )


def answers_by_finding(opened: OpenBook, number: int) -> Mapping[int, QueryAnswer]:
    """What was said to the findings of a file, by their places."""
    return {one.position: one for one in opened.store.submissions.answers(number)}
