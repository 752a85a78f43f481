"""Bases as the desk shows them: what was put out, each row that a viewer may see with its answer, letters and lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhibiao.allocation.appeals.window import local_day
from zhibiao.allocation.decision.reconciliation import BaseAnswer, BaseRow, BaseStatement, Stand
from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.resources import dictionary, sector_of
from zhibiao.errors import NotFound, NotYours, ZhibiaoError
from zhibiao.monthly.returns import Record
from zhibiao.policy.asked import BASE_WINDOW
from zhibiao.policy.rulebook import Rulebook
from zhibiao.procedures.allocate import claimants_from
from zhibiao.procedures.base_rows import asks_for_reconciled_bases
from zhibiao.procedures.reconcile_base import Reconciliation, base_standing
from zhibiao.terms.access import Viewer

_ENDINGS = (".docx", ".en.docx")


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseLine:
    """One enterprise's base as it was put out, with where it stands.

    Args:
        row: as put out.
        stand: where it stands today.
        closes: the last day on which it can be answered.
        answer: the last one to these very figures; None where nobody answered.
        sources: the returns that base and score rest on, as the record stands now.
    """

    row: BaseRow
    stand: Stand
    closes: dt.date
    answer: BaseAnswer | None
    sources: tuple[str, ...]

    def days_left(self, today: dt.date) -> int:
        """Days behind today on which it still can be answered; 0 on the last one and after it."""
        return max((self.closes - today).days, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class BasesOfYear:
    """The bases of a sector and plan year.

    Args:
        rulebook: whose window holds.
        is_due: whether quotas of the year wait for them: a window is set, and nothing is allocated yet.
        is_asked: whether the rulebook sets a window at all.
        found: where they stand; None before they were put out.
        statements: every list put out, in order.
        today: the day in China.
    """

    rulebook: Rulebook
    is_due: bool
    is_asked: bool
    found: Reconciliation | None
    statements: Sequence[BaseStatement]
    today: dt.date


def bases_of_year(opened: OpenBook, sector: str, year: int) -> BasesOfYear:
    """Where the bases of a year stand, put out or not; NotFound `sector.unknown`, `rulebook.missing`."""
    rulebook = opened.rulebook(sector, year)
    statements = opened.store.base_statements(sector=sector, plan_year=year)
    return BasesOfYear(
        rulebook=rulebook,
        is_due=asks_for_reconciled_bases(opened.store, rulebook),
        is_asked=BASE_WINDOW in rulebook.parameters,
        found=base_standing(opened.store, opened.clock, rulebook) if statements else None,
        statements=statements,
        today=local_day(opened.clock.now()),
    )


def lines_for(desk: Desk, opened: OpenBook, of: BasesOfYear, viewer: Viewer) -> tuple[BaseLine, ...]:
    """The rows that this viewer may see, in order of id."""
    if of.found is None:
        return ()
    sector, year = of.rulebook.sector, of.rulebook.plan_year
    sources = desk.remembered(opened, ("base_sources", sector, year), lambda: _sources(opened, of.rulebook))
    return tuple(
        BaseLine(
            row=row,
            stand=of.found.stands[row.enterprise],
            closes=of.found.closes[row.enterprise],
            answer=_answer_to(row, of.found.answers),
            sources=sources.get(row.enterprise, ()),
        )
        for row in of.found.statement.rows
        if viewer.sees(row.enterprise)
    )


def answers_of(of: BasesOfYear, enterprise: str) -> tuple[BaseAnswer, ...]:
    """Everything that was answered to an enterprise's bases of the year, in order."""
    return tuple(one for one in of.found.answers if one.enterprise == enterprise) if of.found else ()


def check_listed(of: BasesOfYear, enterprise: str) -> None:
    """Refuse an enterprise without a row, in words that tell nothing of the list; NotYours `auth.not_found`."""
    if of.found is not None and of.found.statement.row(enterprise) is None:
        raise NotYours("auth.not_found")


def letter_of(opened: OpenBook, of: BasesOfYear, enterprise: str, sha256: str) -> tuple[str, bytes]:
    """Name and bytes of the letter that an answer came with; NotYours `auth.not_found`."""
    if not sha256 or sha256 not in {one.document_sha256 for one in answers_of(of, enterprise)}:
        raise NotYours("auth.not_found")
    name = next(one.name for one in opened.store.files() if one.sha256 == sha256)
    return name, opened.store.file_content(sha256)


def lists_of(opened: OpenBook, statement: BaseStatement) -> tuple[str, ...]:
    """The names of a statement's papers that lie where they were written, Chinese before English."""
    names = (f"{statement.id}{ending}" for ending in _ENDINGS)
    return tuple(name for name in names if (opened.folder.out / name).is_file())


def list_content(opened: OpenBook, of: BasesOfYear, name: str) -> bytes:
    """The bytes of a paper of one of the year's statements; NotFound `paper.not_found`."""
    if not any(name in lists_of(opened, one) for one in of.statements):
        raise NotFound("paper.not_found")
    return (opened.folder.out / name).read_bytes()


def _answer_to(row: BaseRow, answers: Sequence[BaseAnswer]) -> BaseAnswer | None:
    own = (one for one in reversed(answers) if (one.enterprise, one.row_sha256) == (row.enterprise, row.sha256))
    return next(own, None)


def _sources(opened: OpenBook, rulebook: Rulebook) -> Mapping[str, tuple[str, ...]]:
    """The returns behind each enterprise's base and score; nothing where the record is not complete any more."""
    own = {one.id for one in opened.city.of_sector(rulebook.sector)}
    record = Record.of(item for item in opened.store.returns() if item.enterprise in own)
    try:
        found = claimants_from(record, opened.city, sector_of(rulebook.sector), rulebook, dictionary(), None)
    except ZhibiaoError:
        return {}
    return {one.enterprise: tuple(name for name, _ in one.sources) for one in found}
