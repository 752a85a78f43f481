"""The k-th read, write, sync or allocation fails: `python -m benchmarks.reliability.faults`.

For each of twenty operations and each k until the operation no longer meets the fault: the book, opened anew, is as it
was before or as it is after the operation, never between, and the failure comes in our words. What fails:

- `read`, `write`, `sync`, `open`: the k-th call of the file layer answers with an I/O error, once;
- `gone`: from the k-th write or sync on, all of them do;
- `full`: from the k-th write on the disk is full;
- `heap`: SQLite may take 512 × k bytes more than it holds and gets no memory beyond;
- `memory`: the k-th statement raises MemoryError in our own code.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import apsw

from benchmarks.reliability.operations import Operation, operations
from zhibiao.errors import ZhibiaoError
from zhibiao.store.sqlite import APPLICATION_ID, SqliteDatabase
from zhibiao.terms.canonical import sha256_hex

KINDS = ("read", "write", "sync", "open", "gone", "full", "heap", "memory")
SWALLOWED, HALF = "error-swallowed", "commit-in-halves"
HEAP_STEP = 512
NOTHING = "no book"


class Between(AssertionError):
    """A book is neither as before nor as after, or the failure was not said in our words."""


class Fault:
    """Counts the calls of its kind and lets the k-th one fail."""

    def __init__(self, kind: str, k: int) -> None:
        self.kind, self.k, self.calls, self.hits = kind, k, 0, 0

    def meets(self, *kinds: str) -> bool:
        """Whether this call is the one, or one of those, to fail."""
        if self.kind not in kinds:
            return False
        self.calls += 1
        is_hit = self.calls >= self.k if self.kind in ("gone", "full") else self.calls == self.k
        self.hits += is_hit
        return is_hit

    def strike(self, code: int, *kinds: str) -> None:
        """Fail if this call is to; apsw's own errors carry what SQLite is told."""
        if self.meets(*kinds):
            error: Any = apsw.FullError("disk full") if self.kind == "full" else apsw.IOError("disk I/O error")
            error.extendedresult = apsw.SQLITE_FULL if self.kind == "full" else code
            raise error


class _Files(apsw.VFS):
    def __init__(self, fault: Fault) -> None:
        self.fault, self.below = fault, apsw.vfs_names()[0]
        super().__init__("faulty", self.below, makedefault=True)

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: N802
        self.fault.strike(apsw.SQLITE_IOERR, "open")
        return _File(self.fault, self.below, name, flags)


class _File(apsw.VFSFile):
    def __init__(self, fault: Fault, below: str, name: Any, flags: list[int]) -> None:
        self.fault = fault
        super().__init__(below, name, flags)

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802
        self.fault.strike(apsw.SQLITE_IOERR_READ, "read")
        return super().xRead(amount, offset)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self.fault.strike(apsw.SQLITE_IOERR_WRITE, "write", "gone", "full")
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        self.fault.strike(apsw.SQLITE_IOERR_TRUNCATE, "write", "gone")
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:  # noqa: N802
        self.fault.strike(apsw.SQLITE_IOERR_FSYNC, "sync", "gone")
        super().xSync(flags)


@contextlib.contextmanager
def injected(fault: Fault) -> Iterator[None]:
    """Everything inside meets the fault."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(_replaced("close", _quietly(SqliteDatabase.close)))
        stack.enter_context(_unheard())
        if fault.kind == "heap":
            stack.callback(apsw.hard_heap_limit, 0)
            apsw.hard_heap_limit(apsw.memory_used() + HEAP_STEP * fault.k)
        elif fault.kind == "memory":
            stack.enter_context(_short_of_memory(fault))
        else:
            stack.callback(_Files(fault).unregister)
        yield


@contextlib.contextmanager
def _unheard() -> Iterator[None]:
    """What SQLite does not pass on is not to be told by the layer either."""
    hooks = sys.excepthook, sys.unraisablehook
    sys.excepthook = lambda *_: None
    sys.unraisablehook = lambda *_: None
    try:
        yield
    finally:
        sys.excepthook, sys.unraisablehook = hooks


@contextlib.contextmanager
def _replaced(name: str, method: Any) -> Iterator[None]:
    right = getattr(SqliteDatabase, name)
    setattr(SqliteDatabase, name, method)
    try:
        yield
    finally:
        setattr(SqliteDatabase, name, right)


def _quietly(close: Any) -> Any:
    """Closing as SQLite does it: it says nothing when the log cannot be moved. A layer written in Python would."""

    def call(database: SqliteDatabase) -> None:
        with contextlib.suppress(apsw.IOError, apsw.FullError):
            close(database)

    return call


@contextlib.contextmanager
def _short_of_memory(fault: Fault) -> Iterator[None]:
    def failing(method: Any) -> Any:
        def call(*given: Any) -> Any:
            if fault.meets("memory"):
                raise MemoryError
            return method(*given)

        return call

    with contextlib.ExitStack() as stack:
        for name in ("all", "write", "write_many"):
            stack.enter_context(_replaced(name, failing(getattr(SqliteDatabase, name))))
        yield


def dumped(path: Path) -> str:
    """A hash over every table and row, on whatever page they lie; the random secret is only there or not."""
    if not path.exists():
        return NOTHING
    connection = apsw.Connection(str(path))
    try:
        if connection.pragma("application_id") != APPLICATION_ID:
            return NOTHING
        if connection.execute("PRAGMA integrity_check; PRAGMA foreign_key_check").fetchall() != [("ok",)]:
            raise Between("SQLite finds the file damaged")
        schema = connection.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY 1, 2").fetchall()
        rows: dict[str, list[Any]] = {
            str(name): connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall()
            for kind, name, _ in schema
            if kind == "table"
        }
    finally:
        connection.close()
    rows["book_secret"] = len(rows.get("book_secret", ())) * [()]
    return sha256_hex(repr((schema, rows)).encode())


def tried(operation: Operation, path: Path, fault: Fault | None) -> tuple[str, BaseException | None]:
    """The book after the operation met a fault or none, and what the operation raised."""
    for old in path.parent.iterdir():
        old.unlink()
    if operation.before:
        path.write_bytes(operation.before)
    raised: BaseException | None = None
    with injected(fault) if fault else contextlib.nullcontext():
        try:
            operation.act(path).close()
        except Exception as error:  # noqa: BLE001 whatever comes is what is looked at
            raised = error
    return dumped(path), raised


def check(operation: Operation, path: Path, fault: Fault, states: tuple[str, str], done: Counter[str]) -> None:
    """Let one fault strike and look at what is left; Between."""
    before, after = states
    state, raised = tried(operation, path, fault)
    is_ours = isinstance(raised, ZhibiaoError) or (fault.kind == "memory" and isinstance(raised, MemoryError))
    if raised is not None and not is_ours:
        raise Between(f"not in our words: {raised!r}") from raised
    if state not in states:
        raise Between("the book is between before and after")
    if raised is None and state != after:
        raise Between("the operation said it was done, and it is not")
    if not fault.hits and raised is None:
        done["not met"] += 1
        return
    done[fault.kind] += 1
    name = "survived" if raised is None else getattr(raised, "code", type(raised).__name__)
    done[f"{name}, book as {'before' if state == before else 'after'}"] += 1
    if state == before:
        # Nothing of the failed try stands in the way of the next.
        try:
            operation.act(path).close()
        except ZhibiaoError as error:
            raise Between(f"done again, it is refused: {error}") from error
        if dumped(path) != after:
            raise Between("done again, it leads elsewhere")


def places(operation: Operation, path: Path, kind: str, most: int) -> Sequence[int]:
    """At which calls of its kind a fault is to strike: all, or `most` of them evenly spread."""
    if kind == "heap":
        last = 1
        while tried(operation, path, Fault(kind, last))[1] is not None:
            last *= 2
    else:
        counting = Fault(kind, sys.maxsize)
        tried(operation, path, counting)
        last = counting.calls
    if last <= most:
        return range(1, last + 1)
    return sorted({1 + number * (last - 1) // (most - 1) for number in range(most)})


@contextlib.contextmanager
def seeded(bug: str) -> Iterator[None]:
    """The store with a mistake in it."""
    right = SqliteDatabase.transaction

    @contextlib.contextmanager
    def swallowing(self: SqliteDatabase) -> Iterator[None]:
        with contextlib.suppress(ZhibiaoError), right(self):
            yield

    @contextlib.contextmanager
    def none(_: SqliteDatabase) -> Iterator[None]:
        yield

    with _replaced("transaction", {SWALLOWED: swallowing, HALF: none}.get(bug, right)):
        yield


def main(most: int = 1_000_000, *, bug: str = "", names: Sequence[str] = ()) -> Counter[str]:
    """Let every fault strike every operation, at no more than `most` places of a kind; what was done.

    Raises:
        Between: with every operation, kind of fault and k that shows it; or the work is below its floor.
    """
    done: Counter[str] = Counter()
    found: list[str] = []
    with tempfile.TemporaryDirectory(prefix="zhibiao-faults-", dir=_memory()) as folder:
        path = Path(folder) / "book" / "book.sqlite"
        path.parent.mkdir()
        for operation in operations():
            if names and operation.name not in names:
                continue
            path.unlink(missing_ok=True)
            if operation.before:
                path.write_bytes(operation.before)
            before = dumped(path)
            after, raised = tried(operation, path, None)
            if raised is not None:
                raise raised
            if before == after:
                raise Between(f"{operation.name} changes nothing")
            done["operations"] += 1
            with seeded(bug):
                for kind in KINDS:
                    for k in places(operation, path, kind, most):
                        try:
                            check(operation, path, Fault(kind, k), (before, after), done)
                        except Between as error:
                            found.append(f"operation {operation.name!r}, fault {kind!r}, k = {k}: {error}")
    if found:
        raise Between(f"{len(found)} times:\n" + "\n".join(found[:20]))
    if short := missing(done, most, names):
        raise Between("below the floor: " + "; ".join(short) + f"\n{done}")
    return done


def missing(done: Counter[str], most: int, names: Sequence[str]) -> list[str]:
    """Where the work stayed below its floor."""
    count = len(names) or 20
    floors = {"operations": count, **{kind: count * min(most, 2) // 2 for kind in KINDS}}
    return [f"{name}: {done[name]} of {floor}" for name, floor in floors.items() if done[name] < floor]


def _memory() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def _command() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=1_000_000, help="places of a kind at which a fault strikes")
    parser.add_argument("--seeded-bug", choices=[SWALLOWED, HALF], default="")
    parser.add_argument("--operation", action="append", default=[])
    given = parser.parse_args()
    start = time.perf_counter()
    try:
        done = main(given.most, bug=given.seeded_bug, names=given.operation)
    except Between as error:
        print(error, file=sys.stderr)
        return 1
    for name, count in sorted(done.items()):
        print(f"{count:>9,} {name}")
    print(f"{sum(done[kind] for kind in KINDS):,} faults struck, {time.perf_counter() - start:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(_command())
