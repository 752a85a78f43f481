"""Reconcile bases (基数核对): put them out, take each enterprise's answer, and let its own documents decide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from zhibiao.allocation.appeals.window import local_day
from zhibiao.allocation.decision.decide import day_of
from zhibiao.allocation.decision.reconciliation import (
    Act,
    BaseAnswer,
    BaseRow,
    BaseStatement,
    Stand,
    closes_on,
    stand_of,
)
from zhibiao.errors import ActRefused, InputRefused, NotFound, NotYours
from zhibiao.monthly.returns import Record
from zhibiao.policy.asked import BASE_WINDOW
from zhibiao.policy.rulebook import Rulebook
from zhibiao.procedures.allocate import claimants_from, refuse_unfit
from zhibiao.procedures.base_rows import base_rows
from zhibiao.procedures.ports import Clock, Person, Role, Store, StoredFile
from zhibiao.procedures.rights import APPROVES, check_right, forbidden, one_person
from zhibiao.sectors.sector import Sector
from zhibiao.terms.canonical import sha256_hex
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.enterprise import City
from zhibiao.terms.instant import instant_text
from zhibiao.terms.text import Text

MAY_ANSWER = frozenset({Role.ANALYST, Role.OFFICER})
# What became of a file that is a letter and no return.
LETTER = "LETTER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """Where the bases of a sector and plan year stand: the statement that counts and each enterprise's stand."""

    statement: BaseStatement
    stands: dict[str, Stand]
    closes: dict[str, dt.date]
    answers: tuple[BaseAnswer, ...]

    @property
    def is_settled(self) -> bool:
        """Whether quotas may rest on all of it."""
        return all(stand.is_settled for stand in self.stands.values())

    def plain(self) -> dict[str, Any]:
        """The result as plain values."""
        rows = [
            {**row.plain(), "stand": self.stands[row.enterprise], "closes": self.closes[row.enterprise].isoformat()}
            for row in self.statement.rows
        ]
        answers = [{name: getattr(answer, name) for name in answer.__slots__} for answer in self.answers]
        return {
            **self.statement.plain(),
            "statement": self.statement.id,
            "is_settled": self.is_settled,
            "rows": rows,
            "answers": answers,
        }


def state_bases(
    store: Store,
    clock: Clock,
    city: City,
    sector: Sector,
    rulebook: Rulebook,
    dictionary: Dictionary,
    *,
    person: Person,
) -> Reconciliation:
    """Put out every enterprise's base and score of a plan year, from the record as it stands, open to answers.

    Put out again from the same record on the same day it is the same statement; after a return was filed again only
    the rows that changed begin a new window.

    Raises:
        ActRefused: `base.not_analyst`, `base.not_asked` (the rulebook sets no window), `base.already_allocated`.
        InputRefused: `allocate.record_incomplete`, `score.refused`.
    """
    if Role.ANALYST not in person.roles:
        raise ActRefused("base.not_analyst", person=person.id)
    _check_asked(rulebook)
    refuse_unfit(city, sector, rulebook, dictionary)
    with store.transaction():
        _check_not_allocated(store, rulebook)
        today = local_day(clock.now())
        days = int(rulebook.number(BASE_WINDOW, day_of(rulebook, None)))
        statement = BaseStatement(
            sector=rulebook.sector,
            plan_year=rulebook.plan_year,
            rule=rulebook.base_rule,
            rulebook_sha256=rulebook.source_sha256,
            opens=today,
            closes=today + dt.timedelta(days=days),
            stated_by=person.id,
            rows=_rows_now(store, city, sector, rulebook, dictionary),
        )
        store.add_base_statement(statement)
        return base_standing(store, clock, rulebook)


def answer_base(
    store: Store,
    clock: Clock,
    rulebook: Rulebook,
    enterprise: str,
    act: Act,
    *,
    person: Person,
    reason: str = "",
    document: tuple[str, bytes] | None = None,
) -> Reconciliation:
    """Put an answer on record: confirm, dispute, or (a second person) uphold a base although it is disputed.

    A dispute moves no figure. It is settled by the enterprise filing its returns again, after which bases are put out
    anew, or by an approver who upholds the base with a reason. The same answer twice in a row is one.

    Args:
        store: of the book.
        clock: of the act.
        rulebook: of the sector and plan year.
        enterprise: whose base.
        act: what is answered.
        person: who answers; for a firm its officer, or an analyst with the firm's letter.
        reason: in words; asked for unless the base is confirmed.
        document: name and content of the letter that says so; kept by hash.

    Raises:
        NotYours: `auth.not_found`, where an officer answers for another enterprise.
        NotFound: `base.nothing_stated`, `base.enterprise_unknown`.
        ActRefused: `base.already_allocated`, `auth.forbidden` (NotAllowed), `flow.same_person`,
            `base.not_disputed`, `base.window_closed`, `base.reason_missing`, `base.document_missing`, in this order.
        InputRefused: `base.document_empty`.
    """
    is_own = Role.OFFICER not in person.roles or Role.ANALYST in person.roles or person.enterprise == enterprise
    if act is not Act.UPHOLD and not is_own:
        raise NotYours("auth.not_found")
    with store.transaction():
        standing = base_standing(store, clock, rulebook)
        row = standing.statement.row(enterprise)
        if row is None:
            raise NotFound("base.enterprise_unknown", enterprise=enterprise, statement=standing.statement.id)
        _check_not_allocated(store, rulebook)
        now = clock.now()
        if document is not None and not document[1]:
            raise InputRefused("base.document_empty", document=document[0])
        sha256 = "" if document is None else sha256_hex(document[1])
        given = BaseAnswer(
            statement=standing.statement.id,
            enterprise=enterprise,
            row_sha256=row.sha256,
            act=act,
            reason=reason,
            document_sha256=sha256,
            person=person.id,
            at=instant_text(now),
        )
        if _is_given_again(given, standing.answers):
            return standing
        _check_answer(standing, enterprise, act, person, reason=reason, document=document, today=local_day(now))
        if document is not None:
            name, content = document
            file = StoredFile(sha256=sha256, name=name, received_at=given.at, uploader=person.id, outcome=LETTER)
            store.add_file(file, content)
        store.add_base_answer(given)
        return base_standing(store, clock, rulebook)


def base_standing(store: Store, clock: Clock, rulebook: Rulebook) -> Reconciliation:
    """Where the bases stand today; NotFound `base.nothing_stated` before they were put out."""
    sector, year = rulebook.sector, rulebook.plan_year
    statements = store.base_statements(sector=sector, plan_year=year)
    answers = store.base_answers(sector=sector, plan_year=year)
    if not statements:
        raise NotFound("base.nothing_stated", sector=sector, year=year)
    last, today = statements[-1], local_day(clock.now())
    return Reconciliation(
        statement=last,
        stands={row.enterprise: stand_of(row, statements, answers, today=today) for row in last.rows},
        closes={row.enterprise: closes_on(row, statements) for row in last.rows},
        answers=tuple(answers),
    )


def _rows_now(
    store: Store, city: City, sector: Sector, rulebook: Rulebook, dictionary: Dictionary
) -> tuple[BaseRow, ...]:
    """Bases and scores as the record gives them now, in order of id."""
    own = {one.id for one in city.of_sector(sector.id)}
    record = Record.of(item for item in store.returns() if item.enterprise in own)
    claimants = sorted(claimants_from(record, city, sector, rulebook, dictionary, None), key=lambda one: one.enterprise)
    return base_rows(claimants, rulebook)


def _check_asked(rulebook: Rulebook) -> None:
    if BASE_WINDOW not in rulebook.parameters:
        raise ActRefused("base.not_asked", rulebook=rulebook.id, parameter=BASE_WINDOW)


def _check_not_allocated(store: Store, rulebook: Rulebook) -> None:
    """Refuse once the year's first allocation is issued: nothing rests on bases put out or answered after it."""
    if store.book(sector=rulebook.sector, plan_year=rulebook.plan_year).cap:
        raise ActRefused("base.already_allocated", sector=rulebook.sector, year=rulebook.plan_year)


def _is_given_again(answer: BaseAnswer, answers: Sequence[BaseAnswer]) -> bool:
    """Whether the enterprise's last answer to this row says the same, by the same person."""
    last = next((one for one in reversed(answers) if one.enterprise == answer.enterprise), None)
    return last is not None and replace(last, at=answer.at, statement=answer.statement) == answer


def _check_answer(
    standing: Reconciliation,
    enterprise: str,
    act: Act,
    person: Person,
    *,
    reason: str,
    document: tuple[str, bytes] | None,
    today: dt.date,
) -> None:
    if act is Act.UPHOLD:
        _check_uphold(standing, enterprise, person)
    elif not MAY_ANSWER & set(person.roles):
        raise forbidden(person, frozenset({Role.ANALYST, Role.OFFICER}), Text("答复基数", "answer on a base"))
    elif act is Act.DISPUTE and today > standing.closes[enterprise]:
        closes = standing.closes[enterprise].isoformat()
        raise ActRefused("base.window_closed", enterprise=enterprise, closes=closes)
    if act is not Act.CONFIRM and not reason.strip():
        raise ActRefused("base.reason_missing", enterprise=enterprise)
    if act is Act.DISPUTE and document is None:
        raise ActRefused("base.document_missing", enterprise=enterprise)


def _check_uphold(standing: Reconciliation, enterprise: str, person: Person) -> None:
    """An approver, other than who put the bases out and who entered the dispute; persons count."""
    act = Text("维持有异议的基数", "uphold a disputed base")
    check_right(person, APPROVES, act)
    disputers = {one.person for one in standing.answers if (one.enterprise, one.act) == (enterprise, Act.DISPUTE)}
    if person.id in disputers | {standing.statement.stated_by}:
        raise one_person(person, act)
    if standing.stands[enterprise] is not Stand.DISPUTED:
        raise ActRefused("base.not_disputed", enterprise=enterprise)
