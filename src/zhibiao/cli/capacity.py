"""The verbs of capacity accounts: open, change, swap, show, and hold against the register."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zhibiao.assemble.finding_plain import finding_plain
from zhibiao.cli import options
from zhibiao.cli.answer import Answer, show_findings, verb
from zhibiao.cli.options import MONTH
from zhibiao.cli.show import line
from zhibiao.cli.tell import words
from zhibiao.errors import UsageError
from zhibiao.terms.period import Month
from zhibiao.terms.text import Language

if TYPE_CHECKING:
    from zhibiao.assemble.book import OpenBook
    from zhibiao.assemble.capacity import Capacity
    from zhibiao.procedures.capacity.plan import Done, Plan
    from zhibiao.procedures.capacity.register import Opened
    from zhibiao.terms.finding import Finding

_FILE = click.Path(path_type=Path, dir_okay=False, exists=True)
_document = click.option("--document", type=_FILE, required=True, help="What it rests on; kept by hash.")
_month = click.option("--month", type=MONTH, required=True, help="From which month it takes effect.")
_sector = click.option("--sector", default="steel", show_default=True, help="Whose accounts, by id of the register.")
_tonnes = click.option("--tonnes", type=int, default=None, help="Tonnes per year, whole; all of it without.")


@click.group("capacity")
def capacity_() -> None:
    """Keep one account per furnace or kiln: running, sealed, dismantled, swapped, cut. 产能台账"""


@capacity_.command("open", epilog="Example: zhibiao capacity open --from-register --book liaohe --as lin")
@click.option("--from-register", "from_register", is_flag=True, required=True, help="Take what city.yaml has on file.")
@click.option("--sector", default="", help="Only this sector; all without.")
@options.book
@options.acting
@verb
def open_(*, from_register: bool, sector: str, book: Path, person: str) -> Answer:
    """Open the accounts from the register, once; again it says what differs. 立账"""
    del from_register  # said so that nobody opens accounts by a slip
    opened, accounts = _accounts(book)
    done = accounts.open(sector=sector, person=person)
    findings = [finding_plain(finding) for finding in done.findings]
    result = {"opened": list(done.opened), "known": list(done.known), "entries": len(done.entries)}
    return Answer(
        result={**result, "differences": findings},
        show=lambda lang: _opened(done, lang),
        marks=opened.marks(),
        findings=done.findings,
        is_ok=not done.findings,
    )


@capacity_.command("admit", epilog="Example: zhibiao capacity admit LH-S03-BF9 --document letter.pdf --as lin")
@click.argument("facility")
@_document
@options.book
@options.acting
@verb
def admit_(*, facility: str, document: Path, book: Path, person: str) -> Answer:
    """Put forward an account for a furnace the register got later. 补立账户"""
    opened, accounts = _accounts(book)
    return _put_forward(opened, accounts.admit(facility, document=document, person=person))


@capacity_.command(
    "seal", epilog="Example: zhibiao capacity seal LH-M01-K2 --month 2025-03 --document seal.pdf --as lin"
)
@click.argument("facility")
@_month
@_document
@options.book
@options.acting
@verb
def seal_(*, facility: str, month: Month, document: Path, book: Path, person: str) -> Answer:
    """Book a running furnace as sealed. 封存"""
    opened, accounts = _accounts(book)
    return _done(opened, accounts.seal(facility, month, document=document, person=person))


@capacity_.command(
    "restart", epilog="Example: zhibiao capacity restart LH-M01-K2 --month 2025-06 --document ok.pdf --as lin"
)
@click.argument("facility")
@_month
@_document
@options.book
@options.acting
@verb
def restart_(*, facility: str, month: Month, document: Path, book: Path, person: str) -> Answer:
    """Put the restart of a sealed furnace forward; another person confirms. 恢复运行"""
    opened, accounts = _accounts(book)
    return _put_forward(opened, accounts.restart(facility, month, document=document, person=person))


@capacity_.command(
    "dismantle", epilog="Example: zhibiao capacity dismantle LH-S03-BF1 --month 2025-03 --document gone.pdf --as lin"
)
@click.argument("facility")
@_month
@_document
@options.book
@options.acting
@verb
def dismantle_(*, facility: str, month: Month, document: Path, book: Path, person: str) -> Answer:
    """Book a furnace as dismantled for good; what it promised goes to its projects. 拆除"""
    opened, accounts = _accounts(book)
    return _done(opened, accounts.dismantle(facility, month, document=document, person=person))


@capacity_.command(
    "reduce", epilog="Example: zhibiao capacity reduce LH-M01-K1 --month 2025-03 --document plan.pdf --as lin"
)
@click.argument("subject")
@_month
@_tonnes
@click.option("--sector", default="", help="Whose accounts; found by the id without.")
@click.option("--quantity", default="", help="Which class of a project that has several.")
@_document
@options.book
@options.acting
@verb
def reduce_(*, subject: str, month: Month, tonnes: int | None, document: Path, book: Path, **rest: str) -> Answer:
    """Cut capacity of a furnace or a project without replacement. 压减"""
    opened, accounts = _accounts(book)
    return _done(opened, accounts.reduce(subject, month, tonnes=tonnes, document=document, **rest))


@capacity_.command(
    "bar",
    epilog="Example: zhibiao capacity bar LH-S03-BF1 --excluded obsolete --month 2025-03 --document x.pdf --as lin",
)
@click.argument("facility")
@click.option("--excluded", required=True, help="Which excluded class, by code.")
@_month
@_tonnes
@_document
@options.book
@options.acting
@verb
def bar_(
    *, facility: str, excluded: str, month: Month, tonnes: int | None, document: Path, book: Path, person: str
) -> Answer:
    """Book capacity as barred from swaps; it runs as before. 列为不得置换"""
    opened, accounts = _accounts(book)
    done = accounts.bar(facility, month, excluded=excluded, tonnes=tonnes, document=document, person=person)
    return _done(opened, done)


@capacity_.command(
    "hand-over",
    epilog="Example: zhibiao capacity hand-over LH-S03-BF1 --to LH-S04 --month 2025-03 --document deed.pdf --as lin",
)
@click.argument("facility")
@click.option("--to", "enterprise", required=True, metavar="ENTERPRISE", help="Whose it will be.")
@_month
@_document
@options.book
@options.acting
@verb
def hand_over_(*, facility: str, enterprise: str, month: Month, document: Path, book: Path, person: str) -> Answer:
    """Put forward that a furnace goes to another enterprise as it stands. 转让"""
    opened, accounts = _accounts(book)
    return _put_forward(opened, accounts.hand_over(facility, enterprise, month, document=document, person=person))


@capacity_.command("correct", epilog="Example: zhibiao capacity correct ENTRY --document note.pdf --as lin")
@click.argument("entry")
@_sector
@click.option("--month", type=MONTH, default=None, help="From which month; that of the entry without.")
@_document
@options.book
@options.acting
@verb
def correct_(*, entry: str, sector: str, month: Month | None, document: Path, book: Path, person: str) -> Answer:
    """Put forward that an entry recorded in error is turned back. 更正"""
    opened, accounts = _accounts(book)
    return _put_forward(opened, accounts.correct(entry, sector=sector, month=month, document=document, person=person))


@capacity_.group("swap")
def swap_() -> None:
    """Announce a replacement project by the dated rules, by two persons. 产能置换"""


@swap_.command(
    "propose",
    epilog="Example: zhibiao capacity swap propose P1 --for LH-S03 --region other --retire LH-S03-BF1"
    " --build LH-S03-BF3:blast_furnace:pig_iron_t=1200000 --document plan.pdf --as lin",
)
@click.argument("project")
@click.option("--for", "enterprise", required=True, metavar="ENTERPRISE", help="Who builds.")
@click.option(
    "--region",
    type=click.Choice(["key", "other"]),
    required=True,
    help="A key region of air pollution control, or not.",
)
@click.option("--case", default="ordinary", show_default=True, help="Which case of the measures, by code.")
@click.option(
    "--retire", multiple=True, metavar="FACILITY[=TONNES]", help="What is given up; all that is free without."
)
@click.option("--build", multiple=True, metavar="FACILITY:KIND:CLASS=TONNES", help="What is to be built.")
@click.option(
    "--with-draft", "drafts", multiple=True, metavar="DRAFT=DAY", help="Take a draft to be in force from a day."
)
@click.option("--ratio", default="", help="The ratio of the overriding document, where no rule is known.")
@_sector
@_document
@click.option("--case-document", type=_FILE, default=None, help="Shows that the case is met.")
@click.option("--overriding", type=_FILE, default=None, help="Allows it while swaps are suspended, or sets its ratio.")
@options.book
@options.acting
@verb
def propose_(
    *,
    project: str,
    enterprise: str,
    sector: str,
    document: Path,
    case_document: Path | None,
    overriding: Path | None,
    book: Path,
    person: str,
    **written: Any,
) -> Answer:
    """Put a swap forward: retired at least ratio times built, class by class. 提出置换"""
    from zhibiao.assemble.capacity import announcement_of

    opened, accounts = _accounts(book)
    given = {"basis": document, "case": case_document, "override": overriding}
    plan = accounts.propose_swap(
        announcement_of(project, enterprise, **written),
        sector=sector,
        documents={role: path for role, path in given.items() if path is not None},
        person=person,
    )
    return _put_forward(opened, plan)


@capacity_.command(
    "build", epilog="Example: zhibiao capacity build P1 LH-S03-BF3 --month 2025-03 --document accepted.pdf --as lin"
)
@click.argument("project")
@click.argument("facility")
@_month
@_tonnes
@_sector
@_document
@options.book
@options.acting
@verb
def build_(*, project: str, facility: str, month: Month, book: Path, **rest: Any) -> Answer:
    """Put forward that a furnace of a project runs; what the ratio takes is cut. 建成投产"""
    opened, accounts = _accounts(book)
    return _put_forward(opened, accounts.propose_build(project, facility, month, **rest))


@click.command("confirm", epilog="Example: zhibiao capacity confirm capacity-restart-magnesia-1a2b3c4d --as wang")
@click.argument("plan")
@options.book
@options.acting
@verb
def confirm_(*, plan: str, book: Path, person: str) -> Answer:
    """Carry a plan out, as another person. 办理"""
    opened, accounts = _accounts(book)
    return _done(opened, accounts.confirm(plan, person=person))


capacity_.add_command(confirm_)
swap_.add_command(confirm_)


@capacity_.command("withdraw", epilog="Example: zhibiao capacity withdraw capacity-restart-magnesia-1a2b3c4d --as lin")
@click.argument("plan")
@options.book
@options.acting
@verb
def withdraw_(*, plan: str, book: Path, person: str) -> Answer:
    """End a plan without effect. 撤回"""
    opened, accounts = _accounts(book)
    found = accounts.withdraw(plan, person=person)
    return Answer(
        result={"id": found.id, "sha256": found.sha256},
        show=lambda lang: line(words("capacity.withdrawn", lang, id=found.id)),
        marks=opened.marks(),
    )


@capacity_.command("show", epilog="Example: zhibiao capacity show --sector magnesia --as-of 2024-12 --since 2023-01")
@_sector
@click.option("--as-of", "as_of", type=MONTH, default=None, help="At the end of which month; all recorded without.")
@click.option("--since", type=MONTH, default=None, help="A series by month from here on.")
@click.option("--target", "target_t", type=int, default=None, help="Tonnes per year to go down since --since.")
@click.option("--quantity", default="", help="Only this class, by code.")
@options.book
@verb
def show_(*, sector: str, book: Path, **asked: Any) -> Answer:
    """Print the accounts of a sector, with the document behind each. 查看"""
    from zhibiao.cli.capacity_tables import overview

    if asked["target_t"] is not None and asked["since"] is None:
        raise UsageError("capacity.target_needs_since")
    opened, accounts = _accounts(book)
    found = accounts.show(sector, **asked)
    return Answer(result=found.plain(), show=lambda lang: overview(found, opened.city, lang), marks=opened.marks())


@capacity_.command("check", epilog="Example: zhibiao capacity check --sector steel")
@click.option("--sector", default="", help="Only this sector; all without.")
@options.book
@verb
def check_(*, sector: str, book: Path) -> Answer:
    """Hold the accounts against the register. 与花名册核对"""
    opened, accounts = _accounts(book)
    checked = accounts.check(sector)
    findings = [finding for found in checked.values() for finding in found or ()]
    result = {
        "sectors": [{"sector": name, "is_open": found is not None} for name, found in checked.items()],
        "differences": [finding_plain(finding) for finding in findings],
    }
    return Answer(
        result=result,
        show=lambda lang: _checked(checked, lang),
        marks=opened.marks(),
        findings=findings,
        is_ok=not findings,
    )


def _accounts(book: Path) -> tuple[OpenBook, Capacity]:
    from zhibiao.assemble.capacity import Capacity

    opened = options.open_book(book)
    return opened, Capacity(opened)


def _done(opened: OpenBook, done: Done) -> Answer:
    return Answer(
        result=done.plain(),
        show=lambda lang: line(words("capacity.done", lang, person=done.person, entries=len(done.entries))),
        marks=opened.marks(),
    )


def _put_forward(opened: OpenBook, plan: Plan) -> Answer:
    return Answer(
        result={"id": plan.id, "sha256": plan.sha256, **plan.plain()},
        show=lambda lang: _plan(plan, lang),
        marks=opened.marks(),
    )


def _plan(plan: Plan, lang: Language) -> None:
    if "ratio" in plan.facts:
        regime = plan.facts["regime"] or words("capacity.by_document", lang)
        if plan.facts["is_draft"]:
            regime = words("capacity.by_draft", lang, regime=regime)
        line(words("capacity.ruling", lang, ratio=plan.facts["ratio"], regime=regime))
    line(words("capacity.put_forward", lang, id=plan.id, person=plan.person))


def _opened(done: Opened, lang: Language) -> None:
    for sector in done.opened:
        entries = sum(one.draft.sector == sector for one in done.entries)
        line(words("capacity.opened", lang, sector=sector, entries=entries))
    if done.known:
        line(words("capacity.known", lang, sector="、".join(done.known), count=len(done.findings)))
    show_findings(done.findings, lang)


def _checked(checked: dict[str, tuple[Finding, ...] | None], lang: Language) -> None:
    for sector, findings in checked.items():
        key = "not_open" if findings is None else "differs" if findings else "agrees"
        facts = {"count": len(findings)} if findings else {}
        line(words(f"capacity.{key}", lang, sector=sector, **facts))
        show_findings(findings or (), lang)
