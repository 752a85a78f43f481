"""A book as the desk holds it: opened as often as pages are read at once, with who may sign in and a memory."""

from __future__ import annotations

import datetime as dt
import gc
import queue
import threading
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from zhibiao.assemble.book import OpenBook, open_book
from zhibiao.assemble.desk.beside import Beside
from zhibiao.assemble.desk.intake.reading_rooms import ReadingRooms
from zhibiao.assemble.desk.lagging import PATIENCE_S, Lent, Renewals
from zhibiao.assemble.desk.long_work import LongWork
from zhibiao.assemble.desk.memo import Memo
from zhibiao.assemble.resources import SystemClock
from zhibiao.assessment.monthly import MonthAssessment
from zhibiao.errors import NotReady, ZhibiaoError
from zhibiao.procedures.ports import Clock, Person
from zhibiao.store.access.access_store import AccessStore
from zhibiao.store.book_folder import stamp_of
from zhibiao.terms.period import Month

T = TypeVar("T")

AT_ONCE = 12
"""How many requests read the book at the same moment; others wait their turn."""

MANY_RETURNS = 10_000
"""From so many on, about 200 enterprises over four years, an assessment takes seconds."""


class Desk:
    """One book served to many people.

    The folder's files (settings, city, rulebooks) are looked at with every request: what changed there counts at once.
    """

    def __init__(self, root: Path, *, clock: Clock | None = None, at_once: int = AT_ONCE) -> None:
        self.root = root
        self.clock: Clock = clock or SystemClock()
        self.memo = Memo()
        self.rooms = ReadingRooms()
        # Half of the books at most: the other half stays for pages.
        self.long_work = LongWork(max(1, at_once // 2))
        self._free: queue.LifoQueue[OpenBook | None] = queue.LifoQueue()
        for _ in range(at_once):
            self._free.put(None)
        self._at_once = at_once
        self._access = AccessStore.open(root)
        self._access_lock = threading.RLock()
        self._stamps: dict[int, Hashable] = {}
        self._opening = threading.Lock()
        self._last: tuple[Hashable, OpenBook] | None = None
        self._lent: dict[int, Lent] = {}
        self._renewals = Renewals()
        self._beside = Beside(root)
        # By what clock a value was made; the memory's own only runs.
        self._began = self.clock.now(), time.monotonic()

    @contextmanager
    def book(self, *, may_lag: bool = False) -> Iterator[OpenBook]:
        """The book for one request: nobody else uses this connection meanwhile.

        `may_lag` is for pages that say so where what they show is being computed anew; see `remembered_lately`.
        NotReady `desk.not_ready` where the folder's files cannot be used as they stand now.
        """
        kept, fresh = self._free.get(), None
        try:
            fresh = self._ready(kept)
            self._lent[id(fresh)] = Lent(may_lag=may_lag)
            yield fresh
        finally:
            if fresh is not None:
                self._lent.pop(id(fresh), None)
            self._free.put(fresh)

    def stands_for(self, opened: OpenBook) -> dt.datetime | None:
        """The instant that something used of this borrowing stands for; None where all of it is of the present."""
        lent = self._lent.get(id(opened))
        return lent.stands_for if lent else None

    @contextmanager
    def access(self) -> Iterator[AccessStore]:
        """Who may sign in; one thread at a time."""
        with self._access_lock:
            yield self._access

    def person(self, opened: OpenBook, person_id: str) -> Person | None:
        """The person of that id as the settings stand now; None when there is none any more."""
        return next((one for one in opened.folder.settings.people if one.id == person_id), None)

    def remembered(
        self, opened: OpenBook, key: Hashable, make: Callable[[], T], *, extent: Hashable | None = None
    ) -> T:
        """Something computed of the book alone, kept until book, settings, city or rulebooks change.

        `key` names what it is, its subject first, and is of this value alone; `make` must not depend on who asks. What
        rests on a part of the book says how far that part has grown in `extent`, and outlives what is done to the rest.
        """
        grown = opened.store.extent() if extent is None else extent
        return self.memo.get(key, make, state=(self._stamps.get(id(opened)), grown))

    def remembered_lately(self, opened: OpenBook, key: Hashable, make: Callable[[OpenBook], T]) -> T:
        """As `remembered`; to a page that may lag, what was computed before the book changed, where that took long.

        It is then computed anew on another thread, and the page says from when it is.
        """
        stamp, extent = self._stamps.get(id(opened)), opened.store.extent()
        last, lent = self.memo.last(key), self._lent.get(id(opened))
        is_late = last is not None and last.state != (stamp, extent)
        if last is not None and is_late and lent is not None and lent.may_lag:
            is_of_files = isinstance(last.state, tuple) and last.state[0] == stamp
            if is_of_files and last.seconds > PATIENCE_S:
                self._renewals.ask(key, lambda: self._renew(key, make))
                lent.lag(self._began[0] + dt.timedelta(seconds=last.begun - self._began[1]))
                value: T = last.value
                return value
        return self.memo.get(key, lambda: self._exactly(opened, make), state=(stamp, extent))

    def assess(
        self, opened: OpenBook, sector: str, month: Month, *, known_by: dt.datetime | None = None
    ) -> MonthAssessment:
        """As `OpenBook.assess`; that of a large book is computed by a process beside this one."""
        asked: dict[str, Any] = {"month": month, "sector": sector, "known_by": known_by}
        found = self._beside.assess(**asked) if len(opened.store.returns()) >= MANY_RETURNS else None
        return found or opened.assess(**asked)

    def warm(self, first: Callable[[OpenBook], object], *, each: Callable[[OpenBook], object]) -> None:
        """Compute ahead what the pages of a large book begin with, behind the first of them.

        `first` is done once; `each` for every connection that pages are likely to meet.
        """

        def work() -> None:
            with self.book() as opened, opened.store.snapshot():
                if len(opened.store.returns()) < MANY_RETURNS:
                    return
                first(opened)
            with ExitStack() as borrowed:
                for _ in range(self._at_once // 2):
                    each(borrowed.enter_context(self.book()))
            _settle()

        self._renewals.ask("warm", work)

    def _renew(self, key: Hashable, make: Callable[[OpenBook], T]) -> None:
        if self._at_once:
            with self.book() as opened, opened.store.snapshot():
                self.remembered_lately(opened, key, make)
            _settle()

    def _exactly(self, opened: OpenBook, make: Callable[[OpenBook], T]) -> T:
        """Made without anything that lags: it is kept for the present state."""
        lent = self._lent.get(id(opened), Lent(may_lag=False))
        may_lag, lent.may_lag = lent.may_lag, False
        try:
            return make(opened)
        finally:
            lent.may_lag = may_lag

    def close(self) -> None:
        """Let go of the book and of the accounts; no request may be at work. Once done, it is done."""
        at_once, self._at_once = self._at_once, 0
        if not at_once:
            return
        self._beside.close()
        self._renewals.close()
        for _ in range(at_once):
            opened = self._free.get()
            if opened is not None:
                opened.store.close()
        self.rooms.close()
        self._access.close()

    def _ready(self, opened: OpenBook | None) -> OpenBook:
        try:
            return self._fresh(opened)
        except (ZhibiaoError, OSError, ValueError) as error:
            # The parser's words quote the settings, and this is no fault of the request.
            raise NotReady("desk.not_ready") from error

    def _fresh(self, opened: OpenBook | None) -> OpenBook:
        stamp = stamp_of(self.root)
        if opened is not None and self._stamps.get(id(opened)) == stamp:
            return opened
        if opened is not None:
            self._stamps.pop(id(opened), None)
            opened.store.close()
        # One at a time: whoever comes later takes over what the first has read.
        with self._opening:
            fresh = open_book(self.root, clock=self.clock)
            if self._last is not None:
                known, like = self._last
                fresh.take_over(like, files=known == stamp)
            _ = fresh.city
            self._last = stamp, fresh
        self._stamps[id(fresh)] = stamp
        return fresh


def _settle() -> None:
    """Let the collector pass by what is there now: among millions of values that stay, each of its walks takes long.

    What goes is still let go of, unless it refers to itself; of that little has survived the young generations.
    """
    gc.collect(1)
    gc.freeze()
