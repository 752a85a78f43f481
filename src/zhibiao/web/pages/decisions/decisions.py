"""*Decisions*: every allocation and regulation of the book, how far each has come, and who did what when."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.decisions.decisions import Progress, Stage, every_decision
from zhibiao.assemble.desk.months import sectors_of
from zhibiao.assemble.resources import sector_of
from zhibiao.terms.instant import instant_of
from zhibiao.terms.period import Month
from zhibiao.web.doors.caller import book_of, caller_of
from zhibiao.web.frame import page
from zhibiao.web.frame.filters import Choice
from zhibiao.web.frame.tables import Cell, Column, Table, Value, shown
from zhibiao.web.frame.words import DeskWords

router = page.router()
COLOURS = {
    Stage.DRAFT: "orange",
    Stage.WAITING: "blue",
    Stage.APPROVED: "orange",
    Stage.ISSUED: "green",
    Stage.WITHDRAWN: "",
}
"""Orange asks somebody for something; a form and a word stand beside each colour."""


@router.get("/decisions")
def decisions(request: Request, sector: str = "", year: str = "", state: str = "") -> Response:
    """The list, by sector, year and state."""
    words = DeskWords(caller_of(request).lang)
    with book_of(request) as opened:
        known = every_decision(opened)
        choices = _choices(opened, known, words, sector=sector, year=year, state=state)
        chosen = [one for one in known if _fits(one, *(choice.chosen for choice in choices))]
        filters = {choice.label: dict(choice.options)[choice.chosen] for choice in choices if choice.chosen}
        return page.show(
            request,
            "decisions.html",
            opened,
            title=words("decisions.title"),
            tables=[_table(opened, chosen, words, filters)],
            choices=choices,
            waiting=sum(one.stage in (Stage.DRAFT, Stage.APPROVED, Stage.WAITING) for one in known),
            may=may_of(request),
        )


def may_of(request: Request) -> frozenset[str]:
    """The roles of the caller, by which the page offers ways on; the routes behind them decide."""
    return frozenset(caller_of(request).viewer.viewpoints)


def person_name(opened: OpenBook, person: str) -> str:
    """A person's name by the settings; the id of one who has left."""
    people = opened.folder.settings.people
    return next((one.name for one in people if one.id == person), person)


def kind_name(progress: Progress, words: DeskWords) -> str:
    """What a decision is: a year's allocation, a later one, or a month's regulation."""
    body = progress.stored.body
    if progress.is_regulation:
        return words("decisions.kind.regulation", month=words.figures.month(Month.parse(body["month"])))
    if body["as_of"]:
        return words("decisions.kind.later", month=words.figures.month(Month.parse(body["as_of"])))
    return words("decisions.kind.first")


def stage_name(progress: Progress, words: DeskWords) -> str:
    """How far it has come; one that waits says until when."""
    until = shown(instant_of(progress.not_before), "instant", words) if progress.not_before else ""
    return words(f"decisions.stage.{progress.stage.value}", until=until)


def _choices(
    opened: OpenBook, known: tuple[Progress, ...], words: DeskWords, *, sector: str, year: str, state: str
) -> list[Choice]:
    every = ("", words("decisions.every"))
    sectors = [(name, words.name(sector_of(name).name)) for name in sectors_of(opened)]
    years = sorted({str(one.stored.body["plan_year"]) for one in known}, reverse=True)
    stages = [(stage.value, words(f"decisions.stage.short.{stage.value}")) for stage in Stage]
    options = {"sector": sectors, "year": [(one, one) for one in years], "state": stages}
    asked = {"sector": sector, "year": year, "state": state}
    return [
        Choice(
            name=name,
            label=words(f"decisions.filter.{name}"),
            options=(every, *rows),
            chosen=asked[name] if asked[name] in dict(rows) else "",
        )
        for name, rows in options.items()
    ]


def _fits(one: Progress, sector: str, year: str, state: str) -> bool:
    body = one.stored.body
    return sector in ("", body["sector"]) and year in ("", str(body["plan_year"])) and state in ("", one.stage.value)


def _table(opened: OpenBook, chosen: list[Progress], words: DeskWords, filters: dict[str, str]) -> Table:
    columns = (
        Column(head=words("decisions.id"), kind="code"),
        Column(head=words("decisions.filter.sector")),
        Column(head=words("decisions.kind")),
        Column(head=words("decisions.filter.state")),
        Column(head=words("decisions.cap"), kind="mass"),
        *(Column(head=words(f"decisions.act.{act}")) for act in ("draft", "approve", "issue", "withdraw")),
    )
    rows = tuple(_row(opened, one, words) for one in chosen)
    return Table(
        name="decisions",
        title=words("decisions.table"),
        columns=columns,
        rows=rows,
        filters=filters,
        source=words("decisions.source"),
    )


def _row(opened: OpenBook, one: Progress, words: DeskWords) -> tuple[Value | Cell, ...]:
    body = one.stored.body
    signed = one.acts
    return (
        Cell(value=one.stored.id, href=f"/decisions/{one.stored.id}"),
        sector_of(body["sector"]).name,
        kind_name(one, words),
        Cell(value=stage_name(one, words), mark=COLOURS[one.stage] or "plain"),
        body["cap_t"],
        *(_signed(opened, signed[act].person, signed[act].at, words) if act in signed else None for act in _ACTS),
    )


_ACTS = ("draft", "approve", "issue", "withdraw")


def _signed(opened: OpenBook, person: str, at: str, words: DeskWords) -> str:
    return words("decisions.signed", person=person_name(opened, person), at=shown(instant_of(at), "instant", words))
