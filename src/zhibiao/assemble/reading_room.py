"""The reading room: files of strangers are read in worker processes, under limits of time and memory."""

from __future__ import annotations

import json
import os
import pickle
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from zhibiao.assemble.reading_answer import Undone, answered, failed
from zhibiao.assemble.reading_jobs import FUNCTIONS, READ, Job, Told
from zhibiao.assemble.reading_worker import LENGTH, MEMORY, READY, Lists, function_at
from zhibiao.monthly.filed import FileRead
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.enterprise import City

GIB = 1 << 30

_START_SECONDS = 60.0
_PIECE = 1 << 20
_PIECES_AT_ONCE = 64
_MAIN = "import sys; from zhibiao.assemble.reading_worker import main; main(int(sys.argv[1]), sys.argv[2])"


class ReadingRoom:
    """A pool of worker processes that read files; what happens in them never reaches this process but as a finding.

    They know the closed list of `reading_jobs` and nothing else: read returns, copy sheets, tell a template's firm.

    A worker that does not answer in time is ended by its process id, one that dies is replaced, and the file that it
    read comes back with a finding: `file.took_too_long`, `file.needs_too_much_memory`, `file.reader_failed`. Workers
    start when there is work for them, know dictionary and city once, and end with this process, however it ends.

    The limit of memory counts address space beyond what a worker has at its start, and is set where the system tells
    that (Linux). Elsewhere on POSIX (macOS) only the limit of time holds; on Windows files are read in this process
    without limits. A room serves one thread at a time.

    Args:
        workers: most processes at once; as many as processors are free for this process by default.
        seconds: wall-clock time that one file may take.
        memory_bytes: memory that one file may take.
        functions: "module:function" by the name of the job.

    >>> from zhibiao.assemble.resources import dictionary
    >>> from zhibiao.terms.enterprise import City
    >>> from zhibiao.terms.text import Text
    >>> city = City(id="none", name=Text("无"), authority=Text("无"), note=Text(""), enterprises={})
    >>> with ReadingRoom(workers=1) as room:
    ...     file = room.read(b"", name="2025-03.xlsx", dictionary=dictionary(), city=city)
    >>> [finding.code for finding in file.findings]
    ['file.empty']
    """

    def __init__(
        self,
        workers: int | None = None,
        *,
        seconds: float = 10.0,
        memory_bytes: int = GIB,
        functions: Mapping[str, str] = FUNCTIONS,
    ) -> None:
        self._most = max(1, workers or _processors())
        self._seconds, self._memory_bytes, self._functions = seconds, memory_bytes, dict(functions)
        self._workers: list[_Worker] = []
        self._lists: tuple[Lists, bytes] | None = None
        self._selector = selectors.DefaultSelector()

    def __enter__(self) -> ReadingRoom:
        if os.name == "posix":
            self._free()  # it gets ready while its caller opens the book
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all workers; a room may be closed twice, and starts new ones when it is used again."""
        for worker in tuple(self._workers):
            self._end(worker)

    def read(self, content: bytes, *, name: str, dictionary: Dictionary, city: City) -> FileRead:
        """Read one file; fits `procedures.intake.Read`."""
        return next(self.read_each([(content, name)], dictionary=dictionary, city=city))

    def read_each(
        self, items: Iterable[tuple[bytes, str]], *, dictionary: Dictionary, city: City
    ) -> Iterator[FileRead]:
        """Read many files, each with its name, at once; the results come in their order.

        At most twice as many files as there are workers are taken from `items` ahead of the result asked for.
        """
        for read in self.do_each(READ, items, dictionary=dictionary, city=city):
            yield read if isinstance(read, FileRead) else FileRead(name=read.name, findings=read.findings, returns=())

    def do(self, job: Job[Told], content: bytes, *, name: str, dictionary: Dictionary, city: City) -> Told | Undone:
        """Do one job with one file."""
        done = self.do_each(job, [(content, name)], dictionary=dictionary, city=city)
        return next(done)

    def do_each(
        self, job: Job[Told], items: Iterable[tuple[bytes, str]], *, dictionary: Dictionary, city: City
    ) -> Iterator[Told | Undone]:
        """Do one job with many files as `read_each` does; Undone for a file that it was not done with, and why."""
        if os.name != "posix":
            yield from self._do_here(job, items, dictionary, city)
            return
        self._tell(dictionary, city)
        source, results, taken, given, is_over = iter(items), dict[int, object](), 0, 0, False
        try:
            while not (is_over and given == taken):
                while not is_over and taken - given < 2 * self._most and (worker := self._free()) is not None:
                    item = next(source, None)
                    if item is None:
                        is_over = True
                    else:
                        self._begin(worker, _Task(taken, job, item[1]), item[0])
                        taken += 1
                if given in results:
                    result = results.pop(given)
                    assert isinstance(result, (job.answer, Undone))
                    yield result
                    given += 1
                elif given < taken:
                    results.update(self._wait())
        finally:
            for worker in [one for one in self._workers if one.task is not None]:
                self._end(worker)  # whoever stops asking leaves files unread

    def _do_here(
        self, job: Job[Told], items: Iterable[tuple[bytes, str]], dictionary: Dictionary, city: City
    ) -> Iterator[Told]:
        for content, name in items:
            done = function_at(self._functions[job.name])(content, name=name, dictionary=dictionary, city=city)
            assert isinstance(done, job.answer)
            yield done

    def _tell(self, dictionary: Dictionary, city: City) -> None:
        """Prepare what workers have to know; those that know other lists are told anew when they get work."""
        if self._lists and self._lists[0].dictionary is dictionary and self._lists[0].city is city:
            return
        lists = Lists(
            dictionary=dictionary,
            city=city,
            memory_bytes=self._memory_bytes,
            seconds=self._seconds,
        )
        self._lists = lists, pickle.dumps(lists, 5)

    def _free(self) -> _Worker | None:
        """A worker without a file, a new one where there may be more; None where all are at work."""
        free = next((worker for worker in self._workers if worker.task is None), None)
        if free is None and len(self._workers) < self._most:
            free = _started(self._functions)
            self._workers.append(free)
            self._selector.register(free.line, selectors.EVENT_READ, free)
        return free

    def _begin(self, worker: _Worker, task: _Task, content: bytes) -> None:
        assert self._lists is not None
        worker.task = task
        worker.deadline = time.monotonic() + self._seconds
        if worker.knows is not self._lists[1]:
            worker.is_ready, worker.knows = False, self._lists[1]
            worker.deadline = time.monotonic() + _START_SECONDS
            worker.post(self._lists[1])
        worker.post(pickle.dumps((task.job.name, content, task.name), 5))
        self._watch(worker)

    def _watch(self, worker: _Worker) -> None:
        wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if worker.outbox else 0)
        self._selector.modify(worker.line, wanted, worker)

    def _wait(self) -> dict[int, object]:
        """The files that are done, or undone, at the next event or deadline."""
        busy = [worker for worker in self._workers if worker.task is not None]
        patience = max(0.0, min(worker.deadline for worker in busy) - time.monotonic())
        done: dict[int, object] = {}
        for key, events in self._selector.select(patience):
            done.update(self._attend(key.data, events))
        for worker in [one for one in busy if one.task is not None and time.monotonic() > one.deadline]:
            done.update(self._give_up(worker, "seconds" if worker.is_ready else "start"))
        return done

    def _attend(self, worker: _Worker, events: int) -> dict[int, object]:
        """Send on, take in, and look whether an answer is whole."""
        if events & selectors.EVENT_WRITE:
            with suppress(OSError):  # a worker that has closed its end may have said why
                worker.push()
            self._watch(worker)
        try:
            is_open = worker.pull()
        except OSError:
            is_open = False
        done: dict[int, object] = {}
        while (message := worker.message()) is not None:
            if message == READY:
                worker.is_ready, worker.deadline = True, time.monotonic() + self._seconds
            elif worker.task is not None:
                done[worker.task.number] = self._answered(message, worker.task)
                worker.task = None
                is_open = is_open and not worker.outbox  # whoever answers before it has heard all hears no more
        if not is_open:
            done.update(self._give_up(worker, "exit"))
        elif len(worker.inbox) > self._memory_bytes:
            done.update(self._give_up(worker, MEMORY))  # this process has limits too
        return done

    def _answered(self, message: bytes, task: _Task) -> object:
        answer = answered(message, task.job.answer)
        return failed(answer, task.name, self._seconds, self._memory_bytes) if isinstance(answer, str) else answer

    def _give_up(self, worker: _Worker, reason: str) -> dict[int, object]:
        """End a worker, and what becomes of the file it had; "exit" is told with the status it ended with."""
        task = worker.task
        status = self._end(worker)
        worker.task = None  # its time may have run out at the same moment
        if task is None:
            return {}
        why = f"exit {status}" if reason == "exit" else reason
        return {task.number: failed(why, task.name, self._seconds, self._memory_bytes)}

    def _end(self, worker: _Worker) -> int:
        """End a worker by its process id and take its exit status, so that none is left behind."""
        self._selector.unregister(worker.line)
        self._workers.remove(worker)
        worker.line.close()
        try:
            return worker.process.wait(0.05 if worker.task is not None else 0)
        except subprocess.TimeoutExpired:
            worker.process.kill()
            return worker.process.wait()


@dataclass(frozen=True, slots=True)
class _Task:
    number: int
    job: Job[Any]
    name: str


@dataclass(slots=True, eq=False)
class _Worker:
    """One process, the line to it, and what is on its way in either direction."""

    process: subprocess.Popen[bytes]
    line: socket.socket
    task: _Task | None = None
    knows: bytes | None = None
    is_ready: bool = False
    deadline: float = 0.0
    outbox: list[memoryview] = field(default_factory=list)
    inbox: bytearray = field(default_factory=bytearray)

    def post(self, message: bytes) -> None:
        self.outbox += [memoryview(LENGTH.pack(len(message))), memoryview(message)]

    def push(self) -> None:
        """Send as much as the line takes without waiting."""
        while self.outbox:
            try:
                sent = self.line.send(self.outbox[0])
            except BlockingIOError:
                return
            self.outbox[0] = self.outbox[0][sent:]
            if not self.outbox[0]:
                self.outbox.pop(0)

    def pull(self) -> bool:
        """Take in what has come, for one piece of time; False when the other end has closed."""
        for _ in range(_PIECES_AT_ONCE):
            try:
                piece = self.line.recv(_PIECE)
            except BlockingIOError:
                return True
            if not piece:
                return False
            self.inbox += piece
        return True

    def message(self) -> bytes | None:
        """The next message that has come whole, taken out."""
        if len(self.inbox) < LENGTH.size:
            return None
        end = LENGTH.size + LENGTH.unpack_from(self.inbox)[0]
        if len(self.inbox) < end:
            return None
        message = bytes(self.inbox[LENGTH.size : end])
        del self.inbox[:end]
        return message


def _started(functions: Mapping[str, str]) -> _Worker:
    """A fresh process: it shares no memory, key or file with this one, only one end of a socket."""
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", _MAIN, str(theirs.fileno()), json.dumps(functions)],
            pass_fds=(theirs.fileno(),),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )
    ours.setblocking(False)
    return _Worker(process=process, line=ours)


def _processors() -> int:
    available: Any = getattr(os, "sched_getaffinity", None)
    return len(available(0)) if available else os.cpu_count() or 1
