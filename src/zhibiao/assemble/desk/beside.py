"""A process beside the pages that assesses months of a large book.

What takes half a minute would slow every page in theirs, since the threads of one process compute one at a time.
"""

from __future__ import annotations

import copyreg
import gc
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Hashable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

import structlog

from zhibiao.assemble.book import OpenBook, open_book
from zhibiao.assemble.logs import set_up_logs
from zhibiao.assessment.monthly import MonthAssessment
from zhibiao.errors import NotReady, ZhibiaoError
from zhibiao.store.book_folder import stamp_of

_log = structlog.get_logger("zhibiao.desk")

_MAIN = "import sys; from zhibiao.assemble.desk.beside import main; main(sys.argv[1])"
_LENGTH = 8
_NICE = 10
_ENDS_IN_S = 5.0


class Beside:
    """The process, started with the first question; one question at a time."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._is_closed = False

    def assess(self, **asked: Any) -> MonthAssessment | None:
        """What `OpenBook.assess` says to these arguments of the book as it stands then.

        None where it refuses or cannot be had: whoever asks computes it then, and is told why.

        Raises:
            NotReady: `desk.not_ready` once this is closed.
        """
        with self._lock:
            try:
                content = self._answer(pickle.dumps(asked))
            except (OSError, EOFError):
                self._end()
                content = b""
        if self._is_closed:
            raise NotReady("desk.not_ready")
        return _loaded(content) if content else None

    def close(self) -> None:
        """End the process, whatever it is at."""
        self._is_closed = True
        process = self._process
        if process is not None:
            process.kill()
        with self._lock:
            self._end()

    def _answer(self, question: bytes) -> bytes:
        if self._is_closed:
            return b""
        if self._process is None:
            command = [sys.executable, "-c", _MAIN, str(self._root)]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        _write(self._process.stdin, question)
        return _read(self._process.stdout)

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        process.wait(_ENDS_IN_S)


def main(root: str) -> None:
    """Answer on standard output what standard input asks, until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all: the one that serves ends this one
    if hasattr(os, "nice"):
        os.nice(_NICE)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints does not disturb them
    set_up_logs(is_watched=False)
    opened, stamp = None, None
    with suppress(EOFError):
        while True:
            asked = pickle.loads(_read(sys.stdin.buffer))
            content = b""
            try:
                opened, stamp = _fresh(opened, stamp, Path(root))
                content = _dumped(opened.assess(**asked))
            except ZhibiaoError:
                pass  # whoever asked is refused the same, and told why
            except Exception:  # noqa: BLE001 - whoever asked computes it in the open, and is told
                _log.exception("assessment_beside_failed", month=str(asked["month"]), sector=asked["sector"])
            _write(answers, content)


def _fresh(opened: OpenBook | None, stamp: Hashable, root: Path) -> tuple[OpenBook, Hashable]:
    """The book, opened anew where its folder's files have changed."""
    now = stamp_of(root)
    if opened is not None and now == stamp:
        return opened, stamp
    if opened is not None:
        opened.store.close()
    return open_book(root), now


class _Pickler(pickle.Pickler):
    """With mappings that nobody may change, which pickle leaves to others."""

    dispatch_table = copyreg.dispatch_table | {MappingProxyType: lambda mapping: (frozen, (dict(mapping),))}


def frozen(mapping: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    """A mapping that nobody may change."""
    return MappingProxyType(mapping)


def _dumped(assessed: MonthAssessment) -> bytes:
    content = BytesIO()
    _Pickler(content, protocol=pickle.HIGHEST_PROTOCOL).dump(assessed)
    return content.getvalue()


def _loaded(content: bytes) -> MonthAssessment:
    """Without the collector, which would walk through a million objects again and again while they come, and after."""
    is_on = gc.isenabled()
    gc.disable()
    try:
        assessed: MonthAssessment = pickle.loads(content)
        gc.freeze()
    finally:
        if is_on:
            gc.enable()
    return assessed


def _write(stream: IO[bytes], content: bytes) -> None:
    stream.write(len(content).to_bytes(_LENGTH, "big") + content)
    stream.flush()


def _read(stream: IO[bytes]) -> bytes:
    """EOFError where it ends before the content does."""
    length = int.from_bytes(_exactly(stream, _LENGTH), "big")
    return _exactly(stream, length)


def _exactly(stream: IO[bytes], count: int) -> bytes:
    content = stream.read(count)
    if len(content) < count:
        raise EOFError
    return content
