"""One version of a return: where it came from, what changed since the one before, what was asked and answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhibiao.assemble.book import OpenBook
from zhibiao.errors import NotFound
from zhibiao.monthly.returns import Fact, Return
from zhibiao.terms.access import Viewer
from zhibiao.terms.submission import KeptFinding, QueryAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedFigure:
    """A figure that another version of the same return gives otherwise; None where one of them lacks it."""

    field: str
    scope: str
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a return, and what it changed of the one before."""

    item: Return
    file: str
    changes: tuple[ChangedFigure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A finding of a return, and what the enterprise said to it."""

    submission: int
    kept: KeptFinding
    answer: QueryAnswer | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledReturn:
    """One return as its page shows it.

    Args:
        item: the version asked for.
        file: name of the file that it came in, as received.
        versions: all versions of the same period, first to last.
        noted: the findings of its own file about this return.
        may_take: whether the raw file may be handed out: it holds nobody else's figures.
    """

    item: Return
    file: str
    versions: tuple[Version, ...]
    noted: tuple[Noted, ...]
    may_take: bool


def filed_return(opened: OpenBook, reference: str, *, viewer: Viewer) -> FiledReturn:
    """The return of that reference; whoever asks has been let in for it.

    Raises:
        NotFound: `auth.not_found`.
    """
    found = return_of(opened, reference)
    if found is None:
        raise NotFound("auth.not_found")
    names = {file.sha256: file.name for file in opened.store.files()}
    same = [one for one in opened.store.returns_of(found.enterprise) if one.period == found.period]
    same.sort(key=lambda one: one.version)
    pairs = zip([None, *same[:-1]], same, strict=True)
    return FiledReturn(
        item=found,
        file=names.get(found.file_sha256, ""),
        versions=tuple(
            Version(item=one, file=names.get(one.file_sha256, ""), changes=changes_of(before, one))
            for before, one in pairs
        ),
        noted=tuple(_noted(opened, found)),
        may_take=viewer.sees_all or all(viewer.sees(owner) for owner in owners_of_raw(opened, found.file_sha256)),
    )


def return_of(opened: OpenBook, reference: str) -> Return | None:
    """The stored return that is cited by that reference; None where there is none."""
    enterprise = reference.partition("/")[0]
    return next((one for one in opened.store.returns_of(enterprise) if one.reference == reference), None)


def owners_of_raw(opened: OpenBook, sha256: str) -> frozenset[str]:
    """Whose figures a raw file holds, used or not; "" among them where part of it could be told to be nobody's."""
    stored = {one.enterprise for one in opened.store.returns() if one.file_sha256 == sha256}
    sighted = {
        str(receipt["enterprise"])
        for one in opened.store.submissions.all()
        if one.file_sha256 == sha256
        for receipt in one.receipt["receipts"]
    }
    return frozenset(stored | sighted)


def changes_of(before: Return | None, after: Return) -> tuple[ChangedFigure, ...]:
    """The figures in which a version differs from the one before; none of the first."""
    if before is None:
        return ()
    old, new = _figures(before.facts), _figures(after.facts)
    return tuple(
        ChangedFigure(field=key[0], scope=key[1], before=old.get(key), after=new.get(key))
        for key in dict.fromkeys((*new, *old))
        if old.get(key) != new.get(key)
    )


def _figures(facts: Sequence[Fact]) -> Mapping[tuple[str, str], Decimal]:
    return {(one.field, one.scope.value): one.value for one in facts}


def _noted(opened: OpenBook, item: Return) -> Iterator[Noted]:
    """Findings of the submissions of its file that concern this return, with their answers."""
    store = opened.store.submissions
    for number in [one.number for one in store.all() if one.file_sha256 == item.file_sha256]:
        kept = store.find(number)
        answers = {one.position: one for one in store.answers(number)}
        for one in kept.findings if kept else ():
            if (one.enterprise, one.period) == (item.enterprise, str(item.period)):
                yield Noted(submission=number, kept=one, answer=answers.get(one.position))
