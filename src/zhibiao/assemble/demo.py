"""The main job on the bundled city: years of returns and quotas, a published month, a register of what was promised."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zhibiao.allocation.decision.reconciliation import Act
from zhibiao.assemble import bases
from zhibiao.assemble.acting import allot, close_complete_months
from zhibiao.assemble.audit import verify_opened
from zhibiao.assemble.book import OpenBook, open_book
from zhibiao.assemble.bundled import Arrived, arrivals, new_book_from
from zhibiao.assemble.capacity import Capacity
from zhibiao.assemble.demo_folder import clear_demo_folder, mark_demo_folder
from zhibiao.assemble.intake import take_in_file
from zhibiao.assemble.market_city import import_supply
from zhibiao.assemble.market_prices import import_prices
from zhibiao.assemble.papers import publish
from zhibiao.assemble.register.demo import DemoRegister
from zhibiao.assemble.resources import CITY, SetClock
from zhibiao.assessment.monthly import MonthAssessment
from zhibiao.errors import InputRefused
from zhibiao.ledger.capacity.views import class_standings
from zhibiao.procedures.closed import Closed
from zhibiao.procedures.ports import StoredDecision
from zhibiao.procedures.verify import VerifyResult
from zhibiao.terms.authority import CoolingOff
from zhibiao.terms.finding import Outcome
from zhibiao.terms.period import Month

SECTORS = ("steel", "magnesia")
MONTH = Month(2025, 3)
ANALYST, APPROVER = "lin", "wang"
# The demo's clock passes the 26 hours that registries of emission allowances wait.
COOLING_OFF = CoolingOff(hours=26, above_t=100_000)
Say = Callable[[str, dict[str, Any]], None]


@dataclass(slots=True, kw_only=True)
class Demo:
    """What came of it, gathered on the way."""

    book: Path
    outcomes: dict[Outcome, int] = field(default_factory=dict)
    decisions: list[StoredDecision] = field(default_factory=list)
    closed_years: list[Closed] = field(default_factory=list)
    months_closed: int = 0
    assessments: list[MonthAssessment] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)
    bases: list[Path] = field(default_factory=list)
    register: dict[str, Any] = field(default_factory=dict)
    exported: Path = Path()
    verified: VerifyResult | None = None
    marks: dict[str, Any] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """The outcome as plain values."""
        return {
            "book": str(self.book),
            "outcomes": {outcome.value: count for outcome, count in sorted(self.outcomes.items())},
            "decisions": [decision.id for decision in self.decisions],
            "months_closed": self.months_closed,
            "years_closed": [_closed_facts(closed) for closed in self.closed_years],
            "verdicts": {month.sector: month.verdict.code for month in self.assessments},
            "bases": [str(path) for path in self.bases],
            "papers": [str(folder) for folder in self.folders],
            "register": self.register,
            "exported": str(self.exported),
            "verified": self.verified.plain() if self.verified else None,
        }


def run_demo(folder: Path, *, say: Say) -> Demo:
    """Make the book, let the files arrive on their days, act as a bureau would, publish the last month, verify.

    `say` is told each step by key with its facts. Every step is the act that the command line calls.
    """
    files = arrivals()
    clock = SetClock(files[0].received_at)
    clear_demo_folder(folder)
    new_book_from(folder, cooling_off=COOLING_OFF, clock=clock)
    mark_demo_folder(folder)
    demo = Demo(book=folder)
    opened = open_book(folder, clock=clock)
    register = DemoRegister(opened, clock)
    with closing(opened.store):
        for arrived in files:
            register.until(arrived.received_at)
            clock.instant = arrived.received_at
            _take(opened, arrived, demo)
            for sector in SECTORS:
                _keep_up(opened, clock, sector, demo, say)
        say("taken", _taken_facts(opened, files, demo))
        import_prices(opened, CITY / "prices.csv", person=ANALYST)
        import_supply(opened, CITY / "supply.csv", person=ANALYST)
        _open_capacity(opened, say)
        demo.register = register.facts()
        say("register", demo.register)
        _publish(opened, demo, say)
        _verify(opened, demo, say)
        demo.marks = opened.marks()
    return demo


def _open_capacity(opened: OpenBook, say: Say) -> None:
    """An account for each furnace and kiln on file; what the register says ended stands sealed."""
    done = Capacity(opened).open(sector="", person=ANALYST)
    standing = class_standings(opened.store.capacity(sector="magnesia").balances)
    (sand,) = (one for one in standing if one.quantity == "magnesia_sand_t")
    say("capacity", {"furnaces": len(done.entries), "running_t": sand.running_t, "sealed_t": sand.sealed_t})


def _take(opened: OpenBook, arrived: Arrived, demo: Demo) -> None:
    result = take_in_file(opened, arrived.path, uploader=arrived.uploader)
    demo.outcomes[result.outcome] = demo.outcomes.get(result.outcome, 0) + 1


def _keep_up(opened: OpenBook, clock: SetClock, sector: str, demo: Demo, say: Say) -> None:
    """Do what has become possible: the new year's quotas, the months that are complete, a year's end."""
    for year in sorted(year for name, year in opened.rulebooks if name == sector):
        book = opened.store.book(sector=sector, plan_year=year)
        if not book.cap:
            if clock.instant < dt.datetime(year, 1, 1, tzinfo=dt.UTC) or not _allot(
                opened, clock, sector, year, demo, say
            ):
                return
            say("allotted", _allotted_facts(demo.decisions[-1]))
        closed, _ = close_complete_months(opened, year, sector, person=ANALYST)
        demo.months_closed += closed
        book = opened.store.book(sector=sector, plan_year=year)
        # The reserve is given out by 30 September: with what was made until then as the least anyone can hold.
        if (
            book.reserve
            and book.open_month == f"{year}-10"
            and _allot(opened, clock, sector, year, demo, say, as_of=Month(year, 9))
        ):
            say("released", {**_allotted_facts(demo.decisions[-1]), "reserve_t": book.reserve})
        if not book.open_month and not book.is_closed:
            demo.closed_years.append(opened.close_year(year, sector, person=ANALYST))
            say("year_closed", _closed_facts(demo.closed_years[-1]))
            rolled = opened.roll_over(year, sector, person=ANALYST)
            if rolled.owed_t:
                say("rolled_over", {"sector": sector, "year": year, "owed_t": sum(rolled.owed_t.values())})


def _allot(
    opened: OpenBook, clock: SetClock, sector: str, year: int, demo: Demo, say: Say, *, as_of: Month | None = None
) -> bool:
    """Draft, approve and issue a year's quotas, once the rules are out; not yet when returns are still missing."""
    rules_out = dt.datetime.combine(opened.rulebook(sector, year).issued, dt.time(1), dt.UTC)
    clock.instant = max(clock.instant, rules_out)
    try:
        if as_of is None:
            _reconcile(opened, clock, sector, year, demo, say)
        decision = allot(opened, clock, year, sector, analyst=ANALYST, approver=APPROVER, as_of=as_of)
    except InputRefused as refused:
        if refused.code != "allocate.record_incomplete":
            raise
        return False
    demo.decisions.append(decision)
    return True


def _reconcile(opened: OpenBook, clock: SetClock, sector: str, year: int, demo: Demo, say: Say) -> None:
    """Put the bases out, let the first enterprise confirm and the others keep silent until the window has ended."""
    stated, papers = bases.state(opened, sector, year, person=ANALYST)
    demo.bases += papers
    clock.instant += dt.timedelta(hours=1)
    bases.answer(opened, sector, year, stated.statement.rows[0].enterprise, Act.CONFIRM, person=ANALYST)
    closes = stated.statement.closes
    clock.instant = dt.datetime.combine(closes + dt.timedelta(days=1), dt.time(1), dt.UTC)
    count = len(stated.statement.rows)
    say("reconciled", {"sector": sector, "year": year, "enterprises": count, "closes": closes.isoformat()})


def _publish(opened: OpenBook, demo: Demo, say: Say) -> None:
    for sector in SECTORS:
        demo.assessments.append(opened.assess(MONTH, sector))
        publication = publish(opened, MONTH, sector, assessment=demo.assessments[-1])
        demo.folders.append(opened.folder.out / publication.folder)
        say("published", {"sector": sector, "month": str(MONTH), "files": len(publication.files)})


def _verify(opened: OpenBook, demo: Demo, say: Say) -> None:
    demo.verified = verify_opened(opened)
    say("verified", {"figures": sum(demo.verified.compared.values()), "decisions": len(demo.verified.decisions)})
    steel = [decision.id for decision in demo.decisions if decision.body["sector"] == "steel"]
    demo.exported = opened.folder.out / f"{steel[-1]}.zip"
    demo.exported.write_bytes(opened.export(steel[-1], person=ANALYST))


def _taken_facts(opened: OpenBook, files: Sequence[Arrived], demo: Demo) -> dict[str, Any]:
    outcomes = {outcome.value: demo.outcomes[outcome] for outcome in Outcome if outcome in demo.outcomes}
    return {"files": len(files), "returns": len(opened.store.returns()), "outcomes": outcomes}


def _allotted_facts(decision: StoredDecision) -> dict[str, Any]:
    body = decision.body
    bound = sum(bool(share["binding"]) for share in body["shares"])
    return {
        "sector": body["sector"],
        "year": body["plan_year"],
        "decision": decision.id,
        "cap_t": body["cap_t"],
        "enterprises": len(body["shares"]),
        "bound": bound,
    }


def _closed_facts(closed: Closed) -> dict[str, Any]:
    used = sum(one.used_t for one in closed.standings)
    return {
        "sector": closed.sector,
        "year": closed.plan_year,
        "made_t": used + sum(closed.debts_t.values()),
        "cap_t": closed.cap_t,
        "debt_t": sum(closed.debts_t.values()),
        "recalled_t": sum(closed.recalled_t.values()),
    }
