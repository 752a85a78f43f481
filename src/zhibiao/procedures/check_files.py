"""Check files before they are sent: what intake reads and checks, with the sender's own earlier files behind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from zhibiao.monthly.filed import FileRead
from zhibiao.monthly.returns import Return
from zhibiao.procedures.filing.fates import IntakeResult
from zhibiao.procedures.filing.judging import Judging, Measures
from zhibiao.procedures.filing.past import Past, WithinFile
from zhibiao.procedures.intake import ReadEach
from zhibiao.procedures.ports import Clock, Store
from zhibiao.terms.canonical import sha256_hex

Named = tuple[bytes, str]


def check_each(
    files: Sequence[Named],
    *,
    earlier: Sequence[Named],
    store: Store | None,
    clock: Clock,
    read_each: ReadEach,
    measures: Measures,
) -> Iterator[IntakeResult]:
    """Judge each file by itself against what stands before it; nothing is kept anywhere.

    Args:
        files: content and name of each.
        earlier: files whose usable returns count as filed; what is wrong with them is not asked again.
        store: a book that knows what was filed, or None.
        clock: the present instant.
        read_each: reads files in order.
        measures: what returns are held against.
    """
    past, now = Past(), clock.now()
    if store is not None:
        past.catch_up(store)

    def judging(content: bytes, before: WithinFile) -> Judging:
        closed = _closed(store)
        return Judging(measures=measures, past=before, closed_months=closed, now=now, sha256=sha256_hex(content))

    known: list[Return] = []
    for (content, _), read in _in_time(earlier, _read(earlier, read_each, measures)):
        known += judging(content, _behind(past, known)).answer(read).returns
    for (content, _), read in zip(files, _read(files, read_each, measures), strict=True):
        yield replace(judging(content, _behind(past, known)).answer(read), is_dry_run=True)


def _read(files: Sequence[Named], read_each: ReadEach, measures: Measures) -> Iterator[FileRead]:
    return read_each(files, dictionary=measures.dictionary, city=measures.city)


def _in_time(files: Sequence[Named], reads: Iterable[FileRead]) -> list[tuple[Named, FileRead]]:
    """Earlier periods first, whatever order the files were named in."""

    def last_month(pair: tuple[Named, FileRead]) -> tuple[int, int]:
        months = [one.filed.period.last for one in pair[1].returns if one.filed is not None]
        return max(((month.year, month.month) for month in months), default=(0, 0))

    return sorted(zip(files, reads, strict=True), key=last_month)


def _behind(past: Past, known: Iterable[Return]) -> WithinFile:
    before = WithinFile(past)
    for item in known:
        before.add(item)
    return before


def _closed(store: Store | None) -> Callable[[str], Sequence[str]]:
    return lambda sector: tuple(store.closed_months(sector=sector)) if store is not None else ()
