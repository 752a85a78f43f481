"""A real year of the provinces as a book: published figures in, last year's output as quota, months closed."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from zhibiao.assemble.acting import allot, close_complete_months
from zhibiao.assemble.audit import verify_opened
from zhibiao.assemble.book import OpenBook, make_book, open_book
from zhibiao.assemble.demo_folder import clear_demo_folder, mark_demo_folder
from zhibiao.assemble.resources import DATA, SetClock
from zhibiao.assessment.monthly import MonthAssessment
from zhibiao.errors import UsageError
from zhibiao.monthly.returns import Return
from zhibiao.procedures.area_book import (
    SECTOR,
    AreaBook,
    area_book,
    keep_published_file,
    returns_of,
    take_in_published,
)
from zhibiao.procedures.ports import Person, Role
from zhibiao.procedures.verify import VerifyResult
from zhibiao.readers.city_yaml import read_city
from zhibiao.readers.nbs import PROVINCES_FILE, read_provinces
from zhibiao.terms.authority import BookSettings
from zhibiao.terms.finding import Finding
from zhibiao.terms.period import Month, months_of

FOLDER = "nbs_province_steel_monthly"
SHARED = "ZHIBIAO_SHARED"
DRAFTER, CHECKER = "drafter", "checker"
MIDDLE = 6
# Parts in an exercise, not persons: nobody is made to have signed for a real province.
PEOPLE = (
    Person(id=DRAFTER, name="推演·拟稿", roles=(Role.ANALYST,)),
    Person(id=CHECKER, name="推演·审核", roles=(Role.APPROVER,)),
)
_TEMPLATES = DATA / "provinces"


@dataclass(frozen=True, slots=True, kw_only=True)
class RealBook:
    """What came of it.

    Args:
        book: the folder.
        year: the plan year.
        areas: how many provinces take part.
        cap_t: their output of the year before.
        returns: published figures kept as returns.
        decision: the issued decision's short name.
        months_closed: how many months of the plan year.
        open_month: the first month that could not be closed, empty when all were.
        blocked: what kept it from being closed.
        june: the assessment of June.
        debts_t: output beyond the quota by enterprise id, as booked.
        verified: the book derived again by separate code.
        findings: who was left out, what was joined, and that figures are final vintages.
        marks: code version and ledger head.
    """

    book: Path
    year: int
    areas: int
    cap_t: int
    returns: int
    decision: str
    months_closed: int
    open_month: str
    blocked: tuple[Finding, ...]
    june: MonthAssessment
    debts_t: dict[str, int]
    verified: VerifyResult
    findings: tuple[Finding, ...]
    marks: dict[str, Any]

    @property
    def above_last_year(self) -> tuple[str, ...]:
        """Areas that by June had made more than in the same months of the year before."""
        return tuple(name for name, (now, before) in self._to_date().items() if now > before)

    def plain(self) -> dict[str, Any]:
        """The outcome as plain values."""
        return {
            "book": str(self.book),
            "year": self.year,
            "areas": self.areas,
            "cap_t": self.cap_t,
            "returns": self.returns,
            "decisions": [self.decision],
            "june": {
                "above_last_year": list(self.above_last_year),
                "made_t": sum(now for now, _ in self._to_date().values()),
                "to_lose_t": self._to_lose_t(),
            },
            "months_closed": self.months_closed,
            "open_month": self.open_month,
            "blocked": [finding.code for finding in self.blocked],
            "debts_t": self.debts_t,
            "verified": self.verified.plain(),
        }

    def facts(self) -> dict[str, Any]:
        """The figures that a sentence about it needs; tonnes end in `_t`."""
        return {
            "year": self.year,
            "before": self.year - 1,
            "areas": self.areas,
            "cap_t": self.cap_t,
            "returns": self.returns,
            "decision": self.decision,
            "above": len(self.above_last_year),
            "lose_t": self._to_lose_t(),
            "months": self.months_closed,
            "debtors": len(self.debts_t),
            "debt_t": sum(self.debts_t.values()),
            "figures": sum(self.verified.compared.values()),
            "folder": self.book,
        }

    def _to_date(self) -> dict[str, tuple[int, int]]:
        """Tonnes since January and in the same months of the year before, of every area that has both."""
        found = {one.enterprise: one.standing.to_date for one in self.june.enterprises if one.standing}
        return {
            name: (each.now, each.before)
            for name, each in found.items()
            if each.now is not None and each.before is not None
        }

    def _to_lose_t(self) -> int:
        """By how much the rest of the year must stay below the same months of the year before."""
        return sum(now - before for now, before in self._to_date().values())


def make_real_book(folder: Path, data: Path | None, *, year: int = 2021) -> RealBook:
    """Make the book of a year of the provinces and take it through its acts, each dated as if it had been then.

    Args:
        folder: where the book shall stand; an earlier demo's is replaced.
        data: the folder of provincial output, or the file; looked for beside the project when None.
        year: the plan year.

    Raises:
        UsageError: `demo.data_needed`.
        ActRefused: `demo.folder_in_use`.
        InputRefused: the data cannot be used.
        NotFound: no province has both years whole.
    """
    source = data or find_data()
    table = read_provinces(source)
    content = (source / PROVINCES_FILE if source.is_dir() else source).read_bytes()
    plan = area_book(
        table,
        year=year,
        city=(_TEMPLATES / "city.yaml.template").read_text("utf-8"),
        rulebook=(_TEMPLATES / "rulebook.yaml.template").read_text("utf-8"),
    )
    clear_demo_folder(folder)
    clock = SetClock(plan.starts_at)
    _make(folder, plan, clock)
    opened = open_book(folder, clock=clock)
    with closing(opened.store):
        return _run(opened, clock, plan, content=content)


def find_data() -> Path:
    """The folder of provincial output under ZHIBIAO_SHARED, or beside the current folder; UsageError with neither."""
    shared = os.environ.get(SHARED)
    looked = [*([Path(shared)] if shared else []), Path("..") / "shared" / "data"]
    for place in looked:
        if (place / FOLDER / PROVINCES_FILE).is_file():
            return place / FOLDER
    raise UsageError("demo.data_needed", looked="、".join(str(place / FOLDER) for place in looked))


def _make(folder: Path, plan: AreaBook, clock: SetClock) -> None:
    with TemporaryDirectory() as made:
        city, rulebook = Path(made) / "city.yaml", Path(made) / f"provinces-{SECTOR}-{plan.year}.yaml"
        city.write_text(plan.city, "utf-8")
        rulebook.write_text(plan.rulebook, "utf-8")
        settings = BookSettings(city=read_city(city).id, language="zh", people=PEOPLE)
        make_book(folder, settings=settings, city=city, rulebooks=[rulebook], clock=clock)
    mark_demo_folder(folder)


def _run(opened: OpenBook, clock: SetClock, plan: AreaBook, *, content: bytes) -> RealBook:
    """The history, the quotas, then the year's figures as they came out, each month closed as soon as it can be."""
    sha256 = keep_published_file(opened.store, clock, content=content, name=PROVINCES_FILE, uploader=DRAFTER)
    waiting = list(returns_of(plan, file=PROVINCES_FILE, file_sha256=sha256))
    count = len(waiting)
    waiting = _arrive(opened, clock, waiting)
    decision = allot(opened, clock, plan.year, SECTOR, analyst=DRAFTER, approver=CHECKER)
    closed = 0
    blocked: tuple[Finding, ...] = ()
    for month in months_of(plan.year):
        after = month.next()
        clock.instant = dt.datetime(after.year, after.month, plan.starts_at.day, plan.starts_at.hour, tzinfo=dt.UTC)
        waiting = _arrive(opened, clock, waiting)
        more, blocked = close_complete_months(opened, plan.year, SECTOR, person=DRAFTER)
        closed += more
    book = opened.store.book(sector=SECTOR, plan_year=plan.year)
    return RealBook(
        book=opened.folder.root,
        year=plan.year,
        areas=len(plan.series),
        cap_t=plan.cap_t,
        returns=count,
        decision=decision.id,
        months_closed=closed,
        open_month=book.open_month,
        blocked=blocked,
        june=opened.assess(Month(plan.year, MIDDLE), SECTOR),
        debts_t={name: debt_t for name in book.enterprises if (debt_t := book.debt(name))},
        verified=verify_opened(opened),
        findings=plan.findings,
        marks=opened.marks(),
    )


def _arrive(opened: OpenBook, clock: SetClock, waiting: Sequence[Return]) -> list[Return]:
    """Take in what is known by now; the rest goes on waiting."""
    take_in_published(opened.store, [item for item in waiting if item.received_at <= clock.instant])
    return [item for item in waiting if item.received_at > clock.instant]
