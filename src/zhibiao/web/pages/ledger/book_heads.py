"""Heads at the desk: those handed out, one to look at, a kept one held against the book, and an enterprise's proof."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import File, Path, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from zhibiao.assemble import heads
from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.ledger import check_kept_head
from zhibiao.assemble.resources import catalogue
from zhibiao.errors import BookBroken, NotFound, UsageError, ZhibiaoError
from zhibiao.ledger.head import SignedHead
from zhibiao.procedures.heads import HeadChecked
from zhibiao.terms.instant import instant_of
from zhibiao.web.doors.caller import book_of, caller_of
from zhibiao.web.frame import page
from zhibiao.web.frame.downloads import attachment
from zhibiao.web.frame.filters import Choice
from zhibiao.web.frame.tables import Cell, Column, Table
from zhibiao.web.frame.words import DeskWords
from zhibiao.web.pages.ledger.book import ways

router = page.router()
MOST_BYTES = 4 << 20
NOW = "now"
_SHORT = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What came of holding a kept head against the book: a colour, a sentence, and what else is to be known."""

    colour: str
    said: str
    more: tuple[str, ...]


@router.get("/book/heads")
def show_heads(request: Request, period: str = "") -> Response:
    """The heads handed out; with a period, or `now`, the head of that moment."""
    return _page(request, period=period, checked=None)


@router.post("/book/heads/check")
def check_head(
    request: Request,
    document: Annotated[UploadFile | None, File()] = None,
    signature: Annotated[UploadFile | None, File()] = None,
    key: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """Hold an uploaded head against the book; nothing is kept of it."""
    words = DeskWords(caller_of(request).lang)
    if document is None or not document.size:
        raise UsageError("book.head_none")
    content, signed, public = content_of(document), content_of(signature), content_of(key)
    with book_of(request) as opened:
        try:
            found, is_signed = check_kept_head(
                opened, content, signature=signed, public_key=public, name=document.filename or ""
            )
            checked = _fits(found, words, is_signed=is_signed)
        except (BookBroken, UsageError) as error:
            checked = Checked(colour="red", said=_said("what", error, words), more=(_said("hint", error, words),))
    return _page(request, period="", checked=checked)


@router.get("/book/heads/{number}/{part}")
def take_head(
    request: Request, number: Annotated[int, Path(ge=1, le=10**9)], part: Literal["json", "sig", "pem"]
) -> Response:
    """One file of a head that was handed out, byte for byte: document, signature, or public key."""
    with book_of(request) as opened:
        head = next((one for one in opened.store.proofs.heads() if one.number == number), None)
    if head is None:
        raise NotFound("auth.not_found")
    contents = {"json": head.body.encode(), "sig": bytes.fromhex(head.signature), "pem": head.public_key.encode()}
    name = f"head-{_document(head)['period'] or f'{head.number:04d}'}.{part}"
    return attachment(contents[part], name=name, media_type="application/octet-stream")


@router.get("/book/own")
def take_own(request: Request, enterprise: str = "") -> Response:
    """An enterprise's own entries under the head handed out last, as `zhibiao export own` packs them."""
    with book_of(request) as opened:
        if enterprise not in opened.city.enterprises:
            raise NotFound("auth.not_found")
        own = heads.export_own(opened, enterprise, person=caller_of(request).person.id, head=None)
    return attachment(own.content, name=f"own-{enterprise}.zip", media_type="application/zip")


def content_of(file: UploadFile | None) -> bytes:
    """The bytes of an uploaded file, empty where none came; UsageError `book.head_too_large`."""
    if file is None or not file.size:
        return b""
    if file.size > MOST_BYTES:
        raise UsageError("book.head_too_large", most=MOST_BYTES >> 20)
    return file.file.read()


def _page(request: Request, *, period: str, checked: Checked | None) -> Response:
    words = DeskWords(caller_of(request).lang)
    with book_of(request) as opened:
        handed_out = opened.store.proofs.heads()
        shown = heads.show(opened, "" if period == NOW else period) if period else None
        tables = [_heads(handed_out, words)]
        if shown is not None:
            tables.append(_tables_of(shown.document, shown.opening, words))
        return page.show(
            request,
            "book_heads.html",
            opened,
            title=words("book.heads_title"),
            tables=tables,
            ways=ways(words),
            way="/book/heads",
            handed_out=len(handed_out),
            choice=_periods(opened, period, words),
            period=period,
            shown=_shown(shown, words) if shown else [],
            checked=checked,
            most_mib=MOST_BYTES >> 20,
            firms=[(one.id, f"{one.id} {words.name(one.name)}") for one in opened.city],
            command=" ".join(("zhibiao head sign", *((period,) if period not in ("", NOW) else ()), _SIGN)),
        )


_SIGN = "--book DIR --key key.pem --as PERSON --out heads"


def _periods(opened: OpenBook, asked: str, words: DeskWords) -> Choice:
    """The present, and every month and year that was closed under a seal; the latest first."""
    seals = [json.loads(body) for body in opened.store.proofs.bodies()]
    closed = sorted({one["month"] or f"{one['plan_year']:04d}" for one in seals}, reverse=True)
    options = ((NOW, words("book.now")), *((one, one) for one in closed))
    return Choice(name="period", label=words("book.moment"), options=options, chosen=asked or NOW)


def _heads(handed_out: Any, words: DeskWords) -> Table:
    rows = []
    for head in reversed(handed_out):
        document, base = _document(head), f"/book/heads/{head.number}"
        rows.append(
            (
                str(head.number),
                document["period"] or words("book.now"),
                instant_of(document["recorded_at"]),
                document["entries"],
                Cell(value=head.sha256),
                *(Cell(value=f".{part}", href=f"{base}/{part}") for part in ("json", "sig", "pem")),
            )
        )
    return Table(
        name="heads",
        title=words("book.heads_table"),
        columns=(
            Column(head=words("book.number"), kind="code"),
            Column(head=words("book.moment")),
            Column(head=words("book.made_at"), kind="instant"),
            Column(head=words("book.entries"), kind="count"),
            Column(head="SHA-256", kind="code"),
            *(Column(head=words(f"book.head_file.{part}"), kind="code") for part in ("json", "sig", "pem")),
        ),
        rows=tuple(rows),
    )


def _shown(shown: Any, words: DeskWords) -> list[tuple[str, str]]:
    """What a head says, with what lies behind its blinded hashes; for the bureau alone."""
    document, opening = shown.document, shown.opening
    statements = document["statements"]
    facts = {
        "number": f"{document['number']}",
        "entries": f"{document['entries']:,}",
        "chain": opening["chain"]["hash"],
        "blinded": document["chain"],
        "statements": f"{statements['count']}",
        "root": statements["root"],
        "previous": document["previous"],
    }
    return [(words(f"book.head.{name}"), value) for name, value in facts.items()]


def _tables_of(document: Any, opening: Any, words: DeskWords) -> Table:
    labels = catalogue().labels
    rows = tuple(
        (
            words.label(f"verify.table.{name}") if f"verify.table.{name}" in labels else name,
            state["rows"],
            state["digest"],
            document["tables"][name]["digest"],
        )
        for name, state in opening["tables"].items()
    )
    return Table(
        name="tables",
        title=words("book.head_tables"),
        columns=(
            Column(head=words("book.head_table")),
            Column(head=words("book.rows"), kind="count"),
            Column(head=words("book.digest"), kind="code"),
            Column(head=words("book.digest_blinded"), kind="code"),
        ),
        rows=rows,
    )


def _fits(found: HeadChecked, words: DeskWords, *, is_signed: bool) -> Checked:
    facts = {name: f"{getattr(found, name):,}" for name in ("number", "entries", "tables", "later_entries")}
    more = [words("book.head_signed" if is_signed else "book.head_unsigned")]
    if not found.is_kept:
        more.append(words("book.head_not_kept"))
    return Checked(
        colour="green" if found.is_kept else "orange", said=words("book.head_fits", **facts), more=tuple(more)
    )


def _said(kind: str, error: ZhibiaoError, words: DeskWords) -> str:
    texts = catalogue()
    told = {"what": texts.what, "hint": texts.hint}[kind]
    return told(error.code, words.lang, error.facts)


def _document(head: SignedHead) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(head.body)
    return document
