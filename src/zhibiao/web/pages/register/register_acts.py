"""The acts upon an item of the register, each by the same call as the verb of its name."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.register.register_fields import changed_fields
from zhibiao.assemble.register.desk import RegisterOf
from zhibiao.errors import UsageError
from zhibiao.register.deeds import BlockCause, Claim
from zhibiao.web.doors.caller import book_of, caller_of
from zhibiao.web.frame import page
from zhibiao.web.pages.appeals.appeals import SentForm, text_of
from zhibiao.web.pages.register.register_forms import choice_of, day_in, documents_in, typed_fields

router = page.router()


@router.post("/register/items/{item}/report")
def report(request: Request, item: str, form: SentForm) -> Response:
    """Put on record what is said of an item; without evidence it stays a claim."""
    with book_of(request) as opened:
        desk = acting(request, opened)
        desk.desk.report(
            item,
            claim=choice_of(form, "claim", Claim),
            as_of=day_in(form, "as_of") or desk.today,
            note=text_of(form, "note"),
            figure=text_of(form, "figure"),
            evidence=documents_in(form),
        )
    return _back(item, "reported")


@router.post("/register/items/{item}/block")
def block(request: Request, item: str, form: SentForm) -> Response:
    """Say what holds an item up, and whose move it is."""
    with book_of(request) as opened:
        desk = acting(request, opened)
        desk.desk.block(
            item,
            cause=choice_of(form, "cause", BlockCause),
            mover=text_of(form, "mover"),
            since=day_in(form, "since") or desk.today,
            note=text_of(form, "note"),
        )
    return _back(item, "blocked")


@router.post("/register/items/{item}/release")
def release(request: Request, item: str, form: SentForm) -> Response:
    """Say that what held an item up is gone."""
    number = text_of(form, "block")
    if not (number.isascii() and number.isdigit()) or len(number) > 9:
        raise UsageError("desk.choice_unreadable", field="block", text=number[:40], known="1, 2, 3, …")
    with book_of(request) as opened:
        desk = acting(request, opened)
        desk.desk.release(item, block=int(number), on=day_in(form, "on") or desk.today, note=text_of(form, "note"))
    return _back(item, "released")


@router.post("/register/items/{item}/move")
def move(request: Request, item: str, form: SentForm) -> Response:
    """Move a due date, with the document that allows it; every move stays on the item."""
    due, documents = day_in(form, "due"), documents_in(form)
    if due is None:
        raise UsageError("desk.day_unreadable", text="")
    with book_of(request) as opened:
        acting(request, opened).desk.move(
            item, due=due, reason=text_of(form, "reason"), document=documents[0] if documents else None
        )
    return _back(item, "moved")


@router.post("/register/items/{item}/name")
def name_one(request: Request, item: str, form: SentForm) -> Response:
    """Name one of what an item counts."""
    with book_of(request) as opened:
        acting(request, opened).desk.item(
            item,
            text_of(form, "name"),
            claim=choice_of(form, "claim", Claim),
            on=day_in(form, "on"),
            level=text_of(form, "level"),
            amount=text_of(form, "amount"),
            spent=text_of(form, "spent"),
            evidence=documents_in(form),
        )
    return _back(item, "named")


@router.post("/register/items/{item}/note")
def note(request: Request, item: str, form: SentForm) -> Response:
    """Put on record what a meeting concluded on an item."""
    with book_of(request) as opened:
        desk = acting(request, opened)
        desk.desk.note(
            item,
            on=day_in(form, "on") or desk.today,
            meeting=text_of(form, "meeting"),
            conclusion=text_of(form, "conclusion"),
            mover=text_of(form, "mover"),
            due=day_in(form, "due"),
        )
    return _back(item, "noted")


@router.post("/register/items/{item}/correct")
def correct(request: Request, item: str, form: SentForm, reason: Annotated[str, Form()] = "") -> Response:
    """Write an item's terms anew, as far as the form brought them back otherwise; the due date is moved instead."""
    typed = typed_fields(form)
    typed.pop("due", None)
    with book_of(request) as opened:
        desk = acting(request, opened)
        changed = changed_fields(desk.register.commitment(item).terms, typed)
        if not changed:
            raise UsageError("register.nothing_changed", commitment=item[:40])
        desk.correct(item, settings=changed, reason=reason)
    return _back(item, "corrected")


def acting(request: Request, opened: OpenBook) -> RegisterOf:
    """The register with the caller as the one who acts."""
    return RegisterOf(opened, caller_of(request).person.id)


def _back(item: str, said: str) -> Response:
    return RedirectResponse(f"/register/items/{item}?said={said}", status_code=303)
