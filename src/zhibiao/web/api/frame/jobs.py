"""Work that takes longer than a request may: done beside it, and asked for again under an address of its own."""

from __future__ import annotations

import datetime as dt
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from zhibiao.errors import TooMany, ZhibiaoError
from zhibiao.terms.instant import instant_text

WAITS_S = 10.0
AT_ONCE = 2
_KEPT = 50


@dataclass(slots=True, kw_only=True)
class Job:
    """One piece of work; `result` and `marks` once it is done, `error` where it was refused."""

    id: str
    person: str
    begun_at: str
    state: Literal["running", "done", "failed"] = "running"
    result: Mapping[str, Any] | None = None
    marks: Mapping[str, Any] = field(default_factory=dict)
    error: ZhibiaoError | None = None
    ended: threading.Event = field(default_factory=threading.Event)

    def plain(self) -> dict[str, Any]:
        """The job as its address shows it."""
        return {"job": self.id, "state": self.state, "begun_at": self.begun_at, "result": self.result}


class Jobs:
    """The work of one application; what is done is forgotten when much else was done since."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()

    def begin(
        self, work: Callable[[], tuple[Mapping[str, Any], Mapping[str, Any]]], *, person: str, at: dt.datetime
    ) -> Job:
        """Begin a work, which gives result and marks; TooMany `api.jobs_busy` while enough others are at it."""
        with self._lock:
            if sum(one.state == "running" for one in self._jobs.values()) >= AT_ONCE:
                raise TooMany("api.jobs_busy", count=AT_ONCE, seconds=10)
            job = Job(id=secrets.token_urlsafe(12), person=person, begun_at=instant_text(at))
            self._jobs[job.id] = job
            for old in [key for key, one in self._jobs.items() if one.state != "running"][:-_KEPT]:
                del self._jobs[old]
        threading.Thread(target=_run, args=(job, work), name=f"job-{job.id}", daemon=True).start()
        return job

    def find(self, job_id: str, *, person: str) -> Job | None:
        """The job, for the person who began it."""
        job = self._jobs.get(job_id)
        return job if job is not None and job.person == person else None


def _run(job: Job, work: Callable[[], tuple[Mapping[str, Any], Mapping[str, Any]]]) -> None:
    try:
        job.result, job.marks = work()
        job.state = "done"
    except ZhibiaoError as error:
        job.error, job.state = error, "failed"
    except Exception:
        job.error, job.state = ZhibiaoError("internal.unforeseen"), "failed"
        raise
    finally:
        job.ended.set()
