"""The review desk: what was read in texts beside the lines that say it; accepted, joined or rejected by a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.register.register_fields import changed_fields
from zhibiao.assemble.desk.register.register_texts import passage_of, read_texts
from zhibiao.assemble.register.desk import RegisterOf, waiting
from zhibiao.assemble.resources import catalogue
from zhibiao.errors import UsageError
from zhibiao.procedures.register.tell import Files
from zhibiao.procedures.rights import KEEPS_BOOKS, check_right
from zhibiao.register.commitment import CommitmentKind
from zhibiao.register.register import Register, Reviewed
from zhibiao.terms.text import Text
from zhibiao.web.api.frame.uploads import as_files
from zhibiao.web.doors.caller import book_of, caller_of, desk_of
from zhibiao.web.frame import page
from zhibiao.web.frame.filters import Choice
from zhibiao.web.frame.tables import Cell, Column, Table
from zhibiao.web.frame.words import DeskWords
from zhibiao.web.pages.appeals.appeals import SentForm, text_of, texts_of
from zhibiao.web.pages.register.register_acts import acting
from zhibiao.web.pages.register.register_forms import day_in, documents_in, may_act, shown_fields, typed_fields
from zhibiao.web.pages.register.register_words import promise_text, term_facts

router = page.router()
SAID = frozenset({"taken", "taken-before", "accepted", "merged", "rejected"})
AT_ONCE = 25
"""How many candidates stand on one page."""
_MOST_FILES = 20


@router.get("/register/candidates")
def candidates(
    request: Request, source: str = "", kind: str = "", part: int = 1, said: str = "", new: int = 0
) -> Response:
    """What waits for a person, text by text."""
    caller = caller_of(request)
    words = DeskWords(caller.lang)
    with book_of(request) as opened:
        register = RegisterOf(opened).register
        everything = waiting(register)
        found = [one for one in everything if _fits(one, source, kind)]
        parts = max(1, -(-len(found) // AT_ONCE))
        part = min(max(1, part), parts)
        shown = found[(part - 1) * AT_ONCE : part * AT_ONCE]
        may = may_act(caller.viewer.person)
        return page.show(
            request,
            "register_candidates.html",
            opened,
            title=words("register.candidates"),
            tables=[_table(found, words)],
            choices=_choices(everything, words, source=source, kind=kind),
            shown=[_card(request, opened, one, words, with_fields=may) for one in shown],
            count=len(found),
            parts=parts,
            part=part,
            earlier=_address(source, kind, part - 1) if part > 1 else "",
            later=_address(source, kind, part + 1) if part < parts else "",
            items=_items(register) if may else [],
            may=may,
            said=said if said in SAID else "",
            new=new,
        )


@router.post("/register/candidates/accept")
def accept(request: Request, form: SentForm) -> Response:
    """Make candidates items: as they were read, all as one, or one of them with fields set otherwise."""
    ids = _ids(form)
    with book_of(request) as opened:
        desk = acting(request, opened)
        settings: dict[str, str] = {}
        if len(ids) == 1 and (typed := typed_fields(form)):
            settings = changed_fields(desk.register.candidate(ids[0]).candidate.terms, typed)
        made = desk.accept(ids, settings=settings, as_one=text_of(form, "as_one") == "yes")
    if len(made) == 1:
        return RedirectResponse(f"/register/items/{made[0].id}?said=accepted", status_code=303)
    return _back("accepted", new=len(made))


@router.post("/register/candidates/merge")
def merge(request: Request, form: SentForm) -> Response:
    """Join candidates to the item that they repeat."""
    ids, into = _ids(form), text_of(form, "into")
    with book_of(request) as opened:
        made = acting(request, opened).merge(ids, into=into)
    return RedirectResponse(f"/register/items/{made.id}?said=merged", status_code=303)


@router.post("/register/candidates/reject")
def reject(request: Request, form: SentForm) -> Response:
    """Reject candidates with a reason, which stays on record."""
    ids, reason = _ids(form), text_of(form, "reason")
    with book_of(request) as opened:
        acting(request, opened).reject(ids, reason=reason)
    return _back("rejected", new=len(ids))


@router.post("/register/texts")
def take_texts(request: Request, form: SentForm) -> Response:
    """Take published pages for review: all of them, or none where one cannot be read."""
    files, day = _pages(form), day_in(form, "date")
    check_right(caller_of(request).person, KEEPS_BOOKS, Text("提交文本供审核", "take texts for review"))
    # Reading takes seconds: no book is held meanwhile.
    with as_files(files) as paths:
        texts = read_texts(paths, date=day)
    with book_of(request) as opened:
        taken = acting(request, opened).take(texts)
    new = sum(len(one.new) for one in taken)
    return _back("taken" if new else "taken-before", new=new)


def _ids(form: FormData) -> list[str]:
    ids = list(dict.fromkeys(texts_of(form, "candidate")))
    if not ids:
        raise UsageError("register.none_chosen")
    return ids


def _pages(form: FormData) -> Files:
    files = documents_in(form)
    if not files:
        raise UsageError("register.no_file")
    if len(files) > _MOST_FILES:
        raise UsageError("register.many_files", count=len(files), most=_MOST_FILES)
    return files


def _fits(one: Reviewed, source: str, kind: str) -> bool:
    found = one.candidate
    return source in ("", found.source.document[:12]) and kind in ("", found.terms.kind.value)


def _choices(found: Sequence[Reviewed], words: DeskWords, *, source: str, kind: str) -> list[Choice]:
    every = ("", words("register.every"))
    sources = {one.candidate.source.document[:12]: one.candidate.source.name for one in found}
    kinds = {one.candidate.terms.kind for one in found}
    return [
        Choice(
            name="source",
            label=words("register.filter.source"),
            options=(every, *sources.items()),
            chosen=source if source in sources else "",
        ),
        Choice(
            name="kind",
            label=words("register.filter.kind"),
            options=(
                every,
                *((one.value, words.label(f"cli.register.kind_{one.value}")) for one in CommitmentKind if one in kinds),
            ),
            chosen=kind if kind in {one.value for one in kinds} else "",
        ),
    ]


def _card(request: Request, opened: OpenBook, one: Reviewed, words: DeskWords, *, with_fields: bool) -> dict[str, Any]:
    """A candidate: what was read, where it stands, how sure that is and why."""
    found = one.candidate
    source = found.source
    return {
        "id": found.id,
        "title": found.terms.title,
        "kind": words.label(f"cli.register.kind_{found.terms.kind.value}"),
        "facts": list(term_facts(found.terms, words)),
        "due": found.terms.due,
        "confidence": found.confidence,
        "because": [words.finding(code, {}) for code in found.because if code in catalogue().messages],
        "passage": passage_of(desk_of(request), opened, source),
        "source": source,
        "href": f"/register/texts/{source.document}?start={source.raw_start}&end={source.raw_end}#place",
        "repeats": len(found.repeats),
        "fields": shown_fields(found.terms, words) if with_fields else [],
    }


def _table(found: Sequence[Reviewed], words: DeskWords) -> Table:
    """The same to take away."""
    heads = ("id", "kind", "item", "figure", "period", "unit", "confidence", "quote", "source")
    return Table(
        name="candidates",
        title=words("register.candidates"),
        columns=tuple(Column(head=words(f"register.head.{head}")) for head in heads),
        rows=tuple(
            (
                one.candidate.id,
                words.label(f"cli.register.kind_{one.candidate.terms.kind.value}"),
                one.candidate.terms.title,
                promise_text(one.candidate.terms, words),
                one.candidate.terms.period,
                one.candidate.terms.lead,
                one.candidate.confidence,
                one.candidate.source.quote,
                Cell(value=one.candidate.source.name),
            )
            for one in found
        ),
    )


def _items(register: Register) -> list[tuple[str, str]]:
    return [(one.id, f"{one.id} {one.terms.title}"[:60]) for one in register.commitments.values()]


def _address(source: str, kind: str, part: int) -> str:
    asked = {"source": source, "kind": kind, "part": part}
    return "/register/candidates?" + urlencode({name: value for name, value in asked.items() if value})


def _back(said: str, *, new: int = 0) -> Response:
    return RedirectResponse(f"/register/candidates?said={said}&new={new}", status_code=303)
