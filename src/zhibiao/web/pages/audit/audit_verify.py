"""*Verify*: the independent program over the whole ledger, beside the request, and its answer on a page of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, cast

from fastapi import File, Form, Path, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zhibiao.assemble.desk.audit import KeptHead, verifier_source, verify_held
from zhibiao.assemble.resources import catalogue
from zhibiao.errors import NotFound, UsageError, ZhibiaoError
from zhibiao.terms.instant import instant_of
from zhibiao.terms.visible import visible
from zhibiao.web.api.frame.jobs import Job, Jobs
from zhibiao.web.doors.caller import book_of, caller_of, desk_of
from zhibiao.web.frame import page
from zhibiao.web.frame.downloads import attachment
from zhibiao.web.frame.tables import Column, Table, shown
from zhibiao.web.frame.words import DeskWords
from zhibiao.web.pages.audit.audit import ways
from zhibiao.web.pages.ledger.book_heads import content_of

router = page.router()
PATH = "/audit/verify"
WAITS_S = 0.5
"""How long a caller is kept before the answer's own page is shown; a small book is done by then or soon after."""

_HEAD = re.compile(r"[0-9a-f]{64}")
NOT_COVERED = ("true", "tail", "words", "register", "rulebook", "definition")
ALONE = (
    "unzip DECISION.zip -d checked",
    "cp verify.py checked/",
    "cd checked && python3 verify.py --head HASH",
)
"""How an auditor verifies without this program, with Python alone."""


@router.get(PATH)
def ask(request: Request) -> Response:
    """What verification compares and what it does not, the form that begins one, and how to do without us."""
    words = DeskWords(caller_of(request).lang)
    with book_of(request) as opened:
        return page.show(
            request,
            "audit_verify.html",
            opened,
            title=words("audit.verify_title"),
            ways=ways(words),
            way=PATH,
            not_covered=[words(f"audit.not.{one}") for one in NOT_COVERED],
            alone=ALONE,
        )


@router.post(PATH)
def verify(
    request: Request,
    head: Annotated[str, Form()] = "",
    document: Annotated[UploadFile | None, File()] = None,
    signature: Annotated[UploadFile | None, File()] = None,
    key: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """Begin a verification; its answer has an address of its own."""
    head = head.strip().lower()
    if head and not _HEAD.fullmatch(head):
        raise UsageError("audit.head_unreadable", text=visible(head[:80]))
    content = content_of(document)
    kept = None
    if document is not None and content:
        kept = KeptHead(
            name=document.filename or "",
            document=content,
            signature=content_of(signature),
            public_key=content_of(key),
        )
    desk = desk_of(request)

    def work() -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        with desk.long_work.place(), desk.book() as opened:
            return verify_held(opened, head=head, kept=kept), opened.marks()

    job = jobs_of(request).begin(work, person=caller_of(request).person.id, at=desk.clock.now())
    job.ended.wait(WAITS_S)
    return RedirectResponse(f"{PATH}/{job.id}", status_code=303)


@router.get("/audit/verify.py")
def take_verifier() -> Response:
    """The verifier itself, one file."""
    return attachment(verifier_source(), name="verify.py", media_type="text/x-python; charset=utf-8")


@router.get("/audit/verify/{job}")
def answer(request: Request, job: Annotated[str, Path(max_length=40)]) -> Response:
    """Still at it, everything holds, or the first difference with its place; for whoever began it."""
    words = DeskWords(caller_of(request).lang)
    found = jobs_of(request).find(job, person=caller_of(request).person.id)
    if found is None:
        raise NotFound("auth.not_found")
    with book_of(request) as opened:
        return page.show(
            request,
            "audit_verified.html",
            opened,
            title=words("audit.job_title"),
            tables=_tables(found, words),
            ways=ways(words),
            way=PATH,
            job=found,
            begun=words("audit.job_begun", at=shown(instant_of(found.begun_at), "instant", words)),
            headline=_headline(found, words),
            notes=_notes(found.result, words) if found.result else [],
            difference=_difference(found.error, words) if found.error else [],
            hint=catalogue().hint(found.error.code, words.lang, found.error.facts) if found.error else "",
        )


def jobs_of(request: Request) -> Jobs:
    """The work that the application does beside its requests."""
    return cast(Jobs, request.app.state.jobs)


def _headline(job: Job, words: DeskWords) -> str:
    if job.error is not None:
        return words("audit.job_broken", what=catalogue().what(job.error.code, words.lang, job.error.facts))
    if job.result is None:
        return words("audit.job_running")
    result = job.result
    facts = {"decisions": len(result["decisions"]), "figures": result["figures"], "entries": result["entries"]}
    return words("audit.job_done", **{name: f"{count:,}" for name, count in facts.items()})


def _tables(job: Job, words: DeskWords) -> list[Table]:
    if job.result is None:
        return []
    columns = (Column(head=words("audit.kind")), Column(head=words("audit.count"), kind="count"))
    return [
        Table(
            name=name,
            title=words(f"audit.{name}"),
            columns=columns,
            rows=tuple((words.label(f"verify.kind.{kind}"), count) for kind, count in job.result[name].items()),
        )
        for name in ("compared", "checked")
    ]


def _notes(result: Mapping[str, Any], words: DeskWords) -> list[str]:
    """What else is to be known of a book that holds: its files, and what nobody outside has seen yet."""
    said = [words("audit.raw_files", count=f"{result['raw_files']:,}")]
    for name in ("since_seal", "since_head"):
        if (since := result[name]) is not None:
            said.append(words(f"audit.{name}", what=_since(since, words)))
    return said


def _since(since: Mapping[str, Any], words: DeskWords) -> str:
    labels = catalogue().labels
    counts = {words.label("verify.entries"): since["entries"]}
    for table, count in since["rows"].items():
        key = f"verify.table.{table}"
        counts[words.label(key) if key in labels else table] = count
    return words.figures.joined([f"{name} {count:,}" for name, count in counts.items() if count]) or words.label(
        "cli.head.nothing"
    )


def _difference(error: ZhibiaoError, words: DeskWords) -> list[tuple[str, str]]:
    """The first difference: in which file, where, what should stand there, what does, and how many there are."""
    facts = {
        name: visible(str(error.facts[name])) for name in ("file", "where", "expected", "found") if name in error.facts
    }
    names = {"file": "job_file", "where": "job_place", "expected": "job_expected", "found": "job_found"}
    rows = [(words(f"audit.{names[name]}"), value) for name, value in facts.items() if value]
    return [*rows, (words("audit.job_code"), error.code)]
