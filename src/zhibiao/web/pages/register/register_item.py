"""*One item*: its terms with the text that says so, how it stands and why, every act, and the forms for the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.register.register import evidence_of, register_on
from zhibiao.assemble.desk.register.register_texts import passage_of, raw_passage, text_file
from zhibiao.assemble.register.desk import RegisterOf
from zhibiao.procedures.register.follow_up import Gathered
from zhibiao.register.commitment import CommitmentKind
from zhibiao.register.deeds import BlockCause, Claim
from zhibiao.register.follow_up.item import item_of, units_of
from zhibiao.register.progress.values import Because, Progress, Side
from zhibiao.register.register import Commitment
from zhibiao.register.setting import LEVELS
from zhibiao.terms.period import Month
from zhibiao.web.doors.caller import book_of, caller_of, desk_of
from zhibiao.web.frame import page
from zhibiao.web.frame.downloads import attachment
from zhibiao.web.frame.tables import Table
from zhibiao.web.frame.words import DeskWords
from zhibiao.web.pages.register.register_filters import Row, day_asked
from zhibiao.web.pages.register.register_forms import may_act, shown_fields
from zhibiao.web.pages.register.register_tables import acts_table, figures_table, gaps_table, named_table
from zhibiao.web.pages.register.register_words import (
    chance_of,
    claim_name,
    held_up,
    say_in,
    shown_against_claimed,
    state_colour,
    term_facts,
)

router = page.router()
SAID = frozenset({"reported", "blocked", "released", "moved", "named", "noted", "corrected", "accepted", "merged"})
_WITH_ITEMS = frozenset({CommitmentKind.COUNTED, CommitmentKind.CAPITAL, CommitmentKind.PROGRAMME})


@router.get("/register/items/{item}")
def item_page(request: Request, item: str, on: str = "", said: str = "") -> Response:
    """One item as of a day."""
    caller = caller_of(request)
    words = DeskWords(caller.lang)
    with book_of(request) as opened:
        today = RegisterOf(opened).today
        told = register_on(desk_of(request), opened, day_asked(on, today=today))
        one = told.register.commitment(item)
        row = Row(
            one=one, progress=told.progress[item], item=item_of(one, told.progress[item], units_of(told.register))
        )
        may = may_act(caller.viewer.person)
        say = say_in(words)
        return page.show(
            request,
            "register_item.html",
            opened,
            title=say.title(row.item),
            tables=_tables(opened, row, told, words),
            row=row,
            kind=say.kind(row.item),
            colour=state_colour(row.progress.state, overdue=row.progress.overdue),
            sentence=_sentence(row, words),
            tiles=_tiles(row, words),
            facts=list(term_facts(one.terms, words)),
            agreement=told.register.commitments.get(one.terms.agreement),
            because=[_reason(each, words) for each in row.progress.because],
            expected=_expected(row.progress, words),
            sources=_sources(request, opened, one),
            blocks=[(each, say.cause(each)) for each in row.progress.blocks],
            moves=row.progress.moves,
            sides=[_side(each, words) for each in row.progress.sides],
            capital=_capital(row.progress, words),
            forms=_forms(row, words) if may else None,
            today=today.isoformat(),
            on=told.on.isoformat() if told.on != today else "",
            said=said if said in SAID else "",
        )


@router.get("/register/items/{item}/evidence/{sha256}")
def item_evidence(request: Request, item: str, sha256: str) -> Response:
    """A document of an item, to keep; never shown in the page, whatever it says it is."""
    with book_of(request) as opened:
        name, content = evidence_of(opened, RegisterOf(opened).register.commitment(item), sha256)
    return attachment(content, name=name, media_type="application/octet-stream")


@router.get("/register/texts/{sha256}")
def text_page(request: Request, sha256: str, start: int = 0, end: int = 0) -> Response:
    """A text as it came in, with the place that an item comes from."""
    words = DeskWords(caller_of(request).lang)
    with book_of(request) as opened:
        name, _ = text_file(opened, RegisterOf(opened).register, sha256)
        shown = raw_passage(desk_of(request), opened, sha256, start=start, end=end)
        return page.show(
            request,
            "register_text.html",
            opened,
            title=words("register.text_title", name=name),
            shown=shown,
            sha256=sha256,
        )


@router.get("/register/texts/{sha256}/file")
def text_bytes(request: Request, sha256: str) -> Response:
    """A text's own bytes, to keep."""
    with book_of(request) as opened:
        name, content = text_file(opened, RegisterOf(opened).register, sha256)
    return attachment(content, name=name, media_type="application/octet-stream")


def _tables(opened: OpenBook, row: Row, told: Gathered, words: DeskWords) -> list[Table]:
    people = {person.id: person.name for person in opened.folder.settings.people}
    tables = [acts_table(row.one, people, words)]
    if row.one.terms.kind in _WITH_ITEMS:
        tables.append(named_table(row.one, row.progress, words))
    if row.progress.coverage is not None and row.progress.coverage.gaps:
        tables.append(gaps_table(row.progress.coverage, words))
    figures = told.figures.get(row.one.terms.indicator)
    if figures is not None:
        tables.append(figures_table(figures, since=Month(told.on.year - 1, 1), words=words))
    return tables


def _sentence(row: Row, words: DeskWords) -> str:
    """How it stands, and by when it is due."""
    say, item = say_in(words), row.item
    if not item.is_open:
        return say.state(item)
    if item.due is None:
        return words("register.stands_undated", state=say.state(item))
    return words("register.stands", state=say.state(item), due=say.due(item), left=say.left(item))


def _tiles(row: Row, words: DeskWords) -> list[dict[str, str]]:
    say, item, progress = say_in(words), row.item, row.progress
    tiles = [
        {
            "name": words("register.head.unit"),
            "figure": say.unit(item.unit),
            "below": words.figures.joined(list(item.others)),
        },
        {
            "name": words("register.head.progress"),
            "figure": say.measure(item.measure),
            "below": words.figures.joined(
                [part for part in (_part(row, words), shown_against_claimed(progress, words)) if part]
            ),
        },
    ]
    if item.blocks and item.is_open:
        longest = max(one.days for one in item.blocks)
        tiles.append(
            {
                "name": words("register.head.held_up"),
                "figure": words("register.days", days=longest),
                "below": held_up(item, words),
            }
        )
    chance = chance_of(progress)
    if chance is not None:
        tiles.append(
            {"name": words("register.head.chance"), "figure": f"{chance}%", "below": _expected(progress, words)}
        )
    if item.silent_days is not None and item.is_open:
        below = words("register.last_said", day=progress.last_said) if progress.last_said else ""
        figure = words("register.days", days=item.silent_days)
        tiles.append({"name": words("register.head.silent"), "figure": figure, "below": below})
    return tiles


def _part(row: Row, words: DeskWords) -> str:
    share = row.item.measure.share
    return words("register.part", share=say_in(words).share(share)) if share is not None else ""


def _expected(progress: Progress, words: DeskWords) -> str:
    """What the draws of the year's end come to; empty without them."""
    chance = progress.chance
    if chance is None:
        return ""
    say, unit = say_in(words), progress.measure.unit
    facts = {name: f"{say.number(getattr(chance, name))}{unit}" for name in ("expected", "low", "high")}
    return say("brief.expected", **facts)


def _reason(each: Because, words: DeskWords) -> str:
    return words.label(each.code, **each.facts)


def _sources(request: Request, opened: OpenBook, one: Commitment) -> list[dict[str, Any]]:
    desk = desk_of(request)
    return [
        {
            "source": source,
            "passage": passage_of(desk, opened, source),
            "href": f"/register/texts/{source.document}?start={source.raw_start}&end={source.raw_end}#place",
            "is_kept": opened.store.keeps(source.document),
        }
        for source in one.sources
    ]


def _side(side: Side, words: DeskWords) -> dict[str, Any]:
    say = say_in(words)
    return {
        "name": say.unit(side.name),
        "counts": words(
            "register.side_counts", of=len(side.owed), done=side.done, claimed=side.claimed, blocked=side.blocked
        ),
        "owed": [
            {
                "id": owed.commitment,
                "title": owed.title,
                "state": words("register.overdue", state=say.state_name(owed.state))
                if owed.overdue
                else say.state_name(owed.state),
                "colour": state_colour(owed.state, overdue=owed.overdue),
                "movers": words("register.move_of", movers=words.figures.joined(list(owed.movers)))
                if owed.movers
                else "",
            }
            for owed in side.owed
        ],
    }


def _capital(progress: Progress, words: DeskWords) -> list[tuple[str, str]]:
    """The money of a capital plan."""
    capital = progress.capital
    if capital is None:
        return []
    money, say = words.figures.money, say_in(words)
    spent = money(capital.spent)
    if capital.spent_share is not None:
        spent = words("register.with_share", amount=spent, share=say.share(capital.spent_share))
    told: Mapping[str, str] = {
        "promised": money(capital.promised) if capital.promised is not None else "",
        "amount": money(capital.amount),
        "spent": spent,
        "started": str(capital.started),
        "done": str(capital.done),
        "without_amount": words.figures.joined(list(capital.without_amount)),
        "overspent": words.figures.joined(list(capital.overspent)),
    }
    return [(words(f"register.capital.{name}"), text) for name, text in told.items() if text]


def _forms(row: Row, words: DeskWords) -> dict[str, Any]:
    """What may be done next, with what may be chosen."""
    kind = row.one.terms.kind
    is_owed = kind is not CommitmentKind.RESULT
    acts = [name for name in ("report", "block", "move", "note") if is_owed]
    if kind in _WITH_ITEMS:
        acts.insert(0, "name")
    return {
        "acts": acts,
        "claims": [(one.value, claim_name(one, words)) for one in Claim],
        "causes": [(one.value, words.label(f"cli.register.cause_{one.value}")) for one in BlockCause],
        "levels": [(one, words.label(f"cli.register.level_{one}")) for one in LEVELS]
        if kind is CommitmentKind.PROGRAMME
        else [],
        "is_capital": kind is CommitmentKind.CAPITAL,
        "unit": row.item.measure.unit,
        "fields": shown_fields(row.one.terms, words, without=("due",)),
    }
