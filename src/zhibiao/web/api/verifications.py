"""Verification (复核): every figure of the book derived again by separate code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, cast

from fastapi import Path
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from zhibiao import __version__
from zhibiao.assemble.audit import verify_opened
from zhibiao.errors import NotFound
from zhibiao.web.api.frame import jobs
from zhibiao.web.api.frame.answers import Plain, answer
from zhibiao.web.api.frame.asked import Body
from zhibiao.web.api.frame.subject import PREFIX, Subject
from zhibiao.web.doors.caller import book_of, caller_of, desk_of

subject = Subject("verifications")


class Verification(Body):
    """What to hold the book against."""

    head: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = Field(
        "", description="The ledger's head as kept elsewhere: finds a cut tail."
    )


class JobShown(BaseModel):
    """A work that goes on, or its result."""

    job: str
    state: Literal["running", "done", "failed"]
    begun_at: str
    result: Plain | None


@subject.acts("/verifications", Plain, is_writing=False, is_keyed=False)
def verify(request: Request, body: Verification) -> Response:
    """Derive every figure again; what takes longer than ten seconds goes on under the address of a job (202)."""
    desk = desk_of(request)

    def work() -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        with desk.long_work.place(), desk.book() as opened:
            return verify_opened(opened, head=body.head).plain(), opened.marks()

    job = jobs_of(request).begin(work, person=caller_of(request).person.id, at=desk.clock.now())
    if not job.ended.wait(jobs.WAITS_S):
        return answer(
            job.plain(),
            {"code_version": __version__},
            status=202,
            headers={"location": f"{PREFIX}/jobs/{job.id}", "retry-after": "5"},
        )
    if job.error is not None:
        raise job.error
    return answer(job.result, job.marks)


@subject.reads("/jobs/{job}", JobShown, is_tagged=False)
def show_job(request: Request, job: Annotated[str, Path(max_length=40)]) -> Response:
    """A work begun by the caller: still running, or its result; what refused it is the answer here too."""
    found = jobs_of(request).find(job, person=caller_of(request).person.id)
    if found is None:
        raise NotFound("auth.not_found")
    if found.error is not None:
        raise found.error
    with book_of(request) as opened:
        return answer(found.plain(), found.marks or opened.marks())


def jobs_of(request: Request) -> jobs.Jobs:
    """The work that the application does beside its requests."""
    return cast(jobs.Jobs, request.app.state.jobs)
