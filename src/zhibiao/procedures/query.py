"""Queries and answers (查询与答复): what enterprises are asked about their returns, and what they say to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from zhibiao.errors import ActRefused, Conflict, NotFound, NotYours, UsageError
from zhibiao.monthly.filed import Sighted
from zhibiao.procedures.filing.fates import ASKS, Fate, Receipt, Whose, plain_finding, whose_of
from zhibiao.procedures.filing.judging import Judging, Measures, figures_sha256
from zhibiao.procedures.filing.past import Past, WithinFile
from zhibiao.procedures.intake import Read
from zhibiao.procedures.ports import Clock, Person, Role, Store, StoredFile
from zhibiao.procedures.rights import forbidden
from zhibiao.terms.canonical import sha256_hex
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.instant import instant_text
from zhibiao.terms.submission import CONFIRM, KeptFinding, QueryAnswer, Submission
from zhibiao.terms.text import Text

_SEES_ALL = frozenset({Role.ANALYST, Role.APPROVER, Role.AUDITOR})
_ANSWERS = frozenset({Role.ANALYST, Role.OFFICER})
_LISTS = Text("查看其他企业的查询", "see what other enterprises are asked")
_HELD = Fate.HELD.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something that an enterprise is asked: it confirms with a reason, or files again.

    Args:
        submission: number of the file that it was found in.
        received_at: when that came, UTC.
        file: its name.
        kept: the finding with its place in the answer, enterprise and period.
        is_held: whether the return waits, for this answer or another.
    """

    submission: int
    received_at: str
    file: str
    kept: KeptFinding
    is_held: bool

    @property
    def can_be_confirmed(self) -> bool:
        """Whether a reason is enough; what is quarantined is only filed again."""
        return self.kept.finding.severity is Severity.QUERY

    def plain(self) -> dict[str, Any]:
        """The question as plain values."""
        return {
            "submission": self.submission,
            "received_at": self.received_at,
            "file": self.file,
            "enterprise": self.kept.enterprise,
            "period": self.kept.period,
            "held": self.is_held,
            "asks": "confirm" if self.can_be_confirmed else "file_again",
            "finding": plain_finding(self.kept.finding, self.kept.position),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What an answer led to.

    Args:
        submission: the file's number.
        answers: those that now stand on record of this act.
        open: findings of the same return that still ask, by their places.
        receipt: what became of a return that was held; None where it stood already, or waits for further answers.
        findings: what was found of timing and versions when it was taken in.
    """

    submission: int
    answers: tuple[QueryAnswer, ...]
    open: tuple[int, ...]
    receipt: Receipt | None = None
    findings: tuple[Finding, ...] = field(default=())

    def plain(self) -> dict[str, Any]:
        """The outcome as plain values."""
        return {
            "submission": self.submission,
            "answered": [
                {"finding": one.position, "act": one.act, "reason": one.reason, "ground": one.ground, "at": one.at}
                for one in self.answers
            ],
            "open": list(self.open),
            "receipt": self.receipt.plain() if self.receipt else None,
        }


def list_questions(store: Store, person: Person, *, enterprise: str = "") -> tuple[Question, ...]:
    """What stands open, in order of receipt; of one enterprise and period only what its last filing left.

    Args:
        store: the book's memory.
        person: who asks; an enterprise's officer sees its own.
        enterprise: only of that one.

    Raises:
        NotAllowed: `auth.forbidden` to an officer of no enterprise, and to one who asks for another.
    """
    own = _own(person)
    if own and enterprise not in ("", own):
        raise forbidden(person, _SEES_ALL, _LISTS)
    wanted = own or enterprise
    return tuple(one for one in standing_questions(store) if wanted in ("", one.kept.enterprise))


def standing_questions(store: Store) -> tuple[Question, ...]:
    """What stands open of everybody, in order of receipt; whoever shows it cuts out what its reader may see."""
    last, submissions = _last_filings(store)
    standing = list(store.submissions.open_findings())
    waiting = {
        (number, whose_is(kept))
        for number, kept in standing
        if kept.finding.holds and _fate(submissions[number], whose_is(kept)) == _HELD
    }
    return tuple(
        Question(
            submission=number,
            received_at=submissions[number].received_at,
            file=submissions[number].name,
            kept=kept,
            is_held=(number, whose_is(kept)) in waiting,
        )
        for number, kept in standing
        if last.get(whose_is(kept)) == number
    )


def answer_questions(
    store: Store,
    clock: Clock,
    measures: Measures,
    *,
    submission: int,
    findings: Sequence[int],
    reason: str,
    person: Person,
    read: Read,
    ground: str = "",
    document: tuple[str, bytes] | None = None,
) -> Answered:
    """Put an enterprise's answer on record; a held return is taken in once nothing holds it any more.

    Its figures are read again from the raw file as it was kept, and have to be those that were read then. A version
    made so bears the present instant: nobody could have used it before.

    Args:
        store, clock: the book's memory and the time.
        measures: what returns are held against.
        submission: number of the file.
        findings: places of the findings answered, of one return.
        reason: in the enterprise's words.
        person: its officer; or an analyst, with the enterprise's letter.
        read: reads the file again.
        ground: code of a ground (说明代码), or "".
        document: name and bytes of the letter.

    Raises:
        NotAllowed: `auth.forbidden`.
        NotYours: `auth.not_found` to an officer for whatever is not its own, kept or not.
        NotFound: `query.not_found`, to everybody else.
        UsageError: `query.nothing_named`, `query.ground_unknown`.
        ActRefused: `query.no_reason`, `query.letter_missing`, `query.two_returns`, `query.only_filed_again`,
            `query.nothing_asked`, `query.reads_otherwise` where the program no longer reads the figures that it did.
        Conflict: `query.overtaken` by a later filing, `query.answered` with another reason.
    """
    _check_words(reason, ground, findings, measures)
    asked = _asked(store, person, submission, findings)
    _check_letter(person, document)
    # Before the book is locked, since a large file takes its time; its bytes cannot change meanwhile.
    again = _read_again(store, measures, asked, read) if asked.waits else None
    with store.transaction():
        asked = _asked(store, person, submission, findings)
        at = clock.now()
        answers = tuple(
            QueryAnswer(
                submission=submission,
                position=kept.position,
                act=CONFIRM,
                reason=reason.strip(),
                ground=ground,
                document_sha256=sha256_hex(document[1]) if document else "",
                person=person.id,
                at=instant_text(at),
            )
            for kept in asked.findings
        )
        if (first := _repeated(asked, answers)) is not None:
            return first
        if document:
            _keep_letter(store, document, person, at=instant_text(at))
        for answer in answers:
            store.submissions.add_answer(answer)
        open_, holding = asked.still_open({one.position for one in answers})
        answered = Answered(submission=submission, answers=answers, open=open_)
        if again is None or holding or not asked.waits:
            return answered
        return _released(store, measures, asked, answered, again, now=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A submission, the findings of one of its returns that are being answered, and the answers it has."""

    submission: Submission
    whose: Whose
    fate: str
    findings: tuple[KeptFinding, ...]
    answered: tuple[QueryAnswer, ...]

    @property
    def waits(self) -> bool:
        """Whether the return is held still: the receipt tells of the day it came, the answers of what followed."""
        return self.fate == _HELD and self.still_open(set())[1]

    def still_open(self, answered: set[int]) -> tuple[tuple[int, ...], bool]:
        """The places of this return's questions that stay open, and whether any of them holds it."""
        done = answered | {one.position for one in self.answered}
        left = [
            kept
            for kept in self.submission.findings
            if whose_is(kept) == self.whose and kept.finding.severity is Severity.QUERY and kept.position not in done
        ]
        return tuple(kept.position for kept in left), any(kept.finding.holds for kept in left)


def whose_is(kept: KeptFinding) -> Whose:
    """Whose return a kept finding concerns."""
    return (kept.enterprise, kept.period)


def _own(person: Person) -> str:
    """The enterprise to whose questions a person is confined; "" for the bureau's people."""
    if any(role in _SEES_ALL for role in person.roles) and not person.enterprise:
        return ""
    if not person.enterprise:
        raise forbidden(person, _SEES_ALL, _LISTS)
    return person.enterprise


def _check_words(reason: str, ground: str, findings: Sequence[int], measures: Measures) -> None:
    if not reason.strip():
        raise ActRefused("query.no_reason")
    if not findings:
        raise UsageError("query.nothing_named")
    if ground and ground not in measures.grounds:
        raise UsageError("query.ground_unknown", ground=ground, known="、".join(one.code for one in measures.grounds))


def _check_letter(person: Person, document: tuple[str, bytes] | None) -> None:
    """Whoever answers for an enterprise without being its officer shows its letter."""
    if not person.enterprise and (document is None or not document[1]):
        raise ActRefused("query.letter_missing", person=person.id)


def _asked(store: Store, person: Person, number: int, positions: Sequence[int]) -> _Asked:
    own = _own(person)
    if not own and Role.ANALYST not in person.roles:
        raise forbidden(person, _ANSWERS, Text("答复企业查询", "answer what an enterprise is asked"))
    kept = store.submissions.find(number)
    named = [one for one in kept.findings if one.position in positions] if kept else []
    if own and any(one.enterprise != own for one in named):
        named = []
    if kept is None or len(named) != len(set(positions)):
        if own:
            raise NotYours("auth.not_found")
        raise NotFound("query.not_found", submission=number, findings="、".join(map(str, positions)))
    whose = {whose_is(one) for one in named}
    if len(whose) > 1:
        raise ActRefused("query.two_returns", submission=number)
    for one in named:
        if not one.enterprise or one.finding.severity > Severity.QUERY:
            raise ActRefused("query.only_filed_again", submission=number, finding=one.position, about=one.finding.code)
        if one.finding.severity < Severity.QUERY:
            raise ActRefused("query.nothing_asked", submission=number, finding=one.position, about=one.finding.code)
    (about,) = whose
    answers = tuple(store.submissions.answers(number))
    asked = _Asked(submission=kept, whose=about, fate=_fate(kept, about), findings=tuple(named), answered=answers)
    if asked.fate == Fate.QUARANTINED.value:
        raise ActRefused("query.only_filed_again", submission=number, finding=named[0].position, about="—")
    last, _ = _last_filings(store)
    if last.get(about) != number and not set(positions) <= {one.position for one in answers}:
        (enterprise, period), later = about, last.get(about, 0)
        raise Conflict("query.overtaken", enterprise=enterprise, period=period, submission=number, later=later)
    return asked


def _repeated(asked: _Asked, answers: Iterable[QueryAnswer]) -> Answered | None:
    """The same answer again is the first one; another answer to what was answered is a conflict."""
    before = {one.position: one for one in asked.answered}
    known = [before[one.position] for one in answers if one.position in before]
    if not known:
        return None
    given = {one.position: (one.reason, one.ground, one.document_sha256, one.person) for one in answers}
    differs = [one for one in known if (one.reason, one.ground, one.document_sha256, one.person) != given[one.position]]
    if differs or len(known) != len(given):
        position = (differs or known)[0].position
        raise Conflict("query.answered", submission=asked.submission.number, finding=position)
    open_, _ = asked.still_open(set())
    return Answered(submission=asked.submission.number, answers=tuple(known), open=open_)


def _keep_letter(store: Store, document: tuple[str, bytes], person: Person, *, at: str) -> None:
    name, content = document
    stored = StoredFile(sha256=sha256_hex(content), name=name, received_at=at, uploader=person.id, outcome="ANSWER")
    store.add_file(stored, content)


def _released(
    store: Store, measures: Measures, asked: _Asked, answered: Answered, one: Sighted, *, now: dt.datetime
) -> Answered:
    """The held return, read again from its raw file, taken in as it was."""
    past = Past()
    past.catch_up(store)
    judging = Judging(
        measures=measures,
        past=WithinFile(past),
        closed_months=lambda sector: store.closed_months(sector=sector),
        now=now,
        sha256=asked.submission.file_sha256,
        confirmed=(asked.whose,),
    )
    findings, receipt, item = judging.judge(one)
    known = len(one.findings)
    if item is not None:
        store.add_return(item)
    return replace(answered, receipt=receipt, findings=tuple(findings[known:]))


def _read_again(store: Store, measures: Measures, asked: _Asked, read: Read) -> Sighted:
    kept = asked.submission
    content = store.file_content(kept.file_sha256)
    file = read(content, name=kept.name, dictionary=measures.dictionary, city=measures.city)
    due = _receipt(kept, asked.whose)["figures_sha256"]
    for one in file.returns:
        if one.filed is not None and whose_of(one) == asked.whose and figures_sha256(one.filed) == due:
            return one
    enterprise, period = asked.whose
    raise ActRefused("query.reads_otherwise", submission=kept.number, enterprise=enterprise, period=period)


def _last_filings(store: Store) -> tuple[dict[Whose, int], dict[int, Submission]]:
    """By enterprise and period the last submission that its questions are of, and all submissions by number."""
    submissions = {one.number: one for one in store.submissions.all()}
    last: dict[Whose, int] = {}
    for number, one in submissions.items():
        for receipt in one.receipt["receipts"]:
            if Fate(receipt["fate"]) in ASKS:
                # A return whose period could not be told is followed by any other of its firm.
                last.pop((receipt["enterprise"], ""), None)
                last[receipt["enterprise"], receipt["period"]] = number
    return last, submissions


def _fate(kept: Submission, whose: Whose) -> str:
    return str(_receipt(kept, whose).get("fate", ""))


def _receipt(kept: Submission, whose: Whose) -> dict[str, Any]:
    own: Iterator[dict[str, Any]] = (
        one for one in kept.receipt["receipts"] if (one["enterprise"], one["period"]) == whose
    )
    return next(own, {})
