"""Mutants of good files: no crash, no answer later than ten seconds, no silently changed value.

`python -m benchmarks.reliability.mutations --count 100000 --done FILE`. The n-th mutant of a seed is always the same:
a good workbook, text table or JSON with one or two changes to cells, rows, sheets, parts or bytes. Each is taken in by
the real reader and checks. What is demanded of the answer: it is one of the known classes, its findings have words in
both languages with every blank filled, and each figure taken in equals what a second reader finds in the cell that the
figure names, or the firm is asked about that cell. Batches run in processes; those noted in FILE are not run again, so
that a long run may be taken in slices. `--seeded-bug NAME` puts a mistake into the reader, which must be found. Ends
with 1 when a demand is not met or the work stayed below its floors: a reader that refuses everything proves nothing.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from string import Formatter

from benchmarks.reliability import second_reader
from benchmarks.reliability.mutant_sources import (
    CITY,
    DICTIONARY,
    PERIODS,
    WORKBOOKS,
    WRITERS,
    opened,
    read,
    structured,
    text,
)
from benchmarks.reliability.mutate_cells import CHANGES
from benchmarks.reliability.mutate_parts import BYTE_EDITS, PART_EDITS, packed, unpacked
from benchmarks.reliability.mutate_text import JSON_EDITS, TABLE_EDITS
from benchmarks.reliability.mutation_bugs import BUGS
from zhibiao.assemble.resources import SetClock, catalogue, sectors
from zhibiao.monthly.filed import FileRead
from zhibiao.procedures.intake import IntakeResult, take_in
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.enterprise import City
from zhibiao.terms.finding import Finding, Outcome

MOST_SECONDS = 10
LEAST_TAKEN = 0.30
"""The share of mutants that must be accepted, normalised or queried: whoever refuses everything changes no value."""
LEAST_EACH = 0.02
"""The share of each class of answers; below it a class is hardly tested."""
MOST_UNOPENED = 0.05
"""The share of what was taken in that the second reader may fail to open, which leaves it unchecked."""

_FIGURES_SHARE = 0.4
_NOW = dt.datetime(2025, 5, 1, 2, tzinfo=dt.UTC)
_MOST_MEMORY = 3 << 30
_BATCH = 250
_MOST_ATTEMPTS = 200
_TAKEN = (Outcome.ACCEPT, Outcome.NORMALISE, Outcome.QUERY)
_ANSWERS = (*_TAKEN, Outcome.QUARANTINE, Outcome.REJECT_FILE)
MIXES: Mapping[str, Mapping[str, int]] = {
    "soak": {"form": 40, "three forms": 5, "small form": 12, "list": 10, "collected": 10, "csv": 18, "json": 5},
    "everyday": {"form": 3, "small form": 24, "list": 2, "collected": 8, "csv": 57, "json": 6},
}
"""How often each good file is taken, of a hundred; what is quick to make and to read comes oftener every day."""
_FORMATS = {"xlsx": 70, "xls": 18, "ods": 12}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A changed file; `kinds` are the changes made to it, the first of which it is counted under."""

    number: int
    content: bytes
    suffix: str
    kinds: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"mutant-{self.number}.{self.suffix}"


@dataclass(slots=True)
class Tally:
    """What a batch gave; all fields add up."""

    mutants: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=dict)
    sources: dict[str, int] = field(default_factory=dict)
    compared: int = 0
    unopened: int = 0
    unopened_kinds: dict[str, int] = field(default_factory=dict)
    slowest: float = 0.0
    failures: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Add another batch."""
        for name in ("outcomes", "kinds", "sources", "unopened_kinds"):
            for key, count in getattr(other, name).items():
                getattr(self, name)[key] = getattr(self, name).get(key, 0) + count
        self.mutants += other.mutants
        self.compared += other.compared
        self.unopened += other.unopened
        self.slowest = max(self.slowest, other.slowest)
        self.failures += other.failures


class TooLong(Exception):
    """An answer took longer than it may."""


def mutant(seed: int, number: int, *, only: str = "", mix: str = "soak") -> Mutant:
    """The n-th mutant of a seed; drawn again where a library refuses to write such a file.

    `only` keeps to kinds of changes with these words in their name, for a closer look.
    """
    for attempt in range(_MOST_ATTEMPTS):
        try:
            found = _drawn(Random(f"{seed}/{number}/{attempt}"), number, only, MIXES[mix])
        except Exception:  # noqa: BLE001 — a workbook may be beyond what a writing library takes, each in its own way
            continue
        if found is not None:
            return found
    raise RuntimeError(f"no mutant {number} of seed {seed} can be written")


def _drawn(random: Random, number: int, only: str, mix: Mapping[str, int]) -> Mutant | None:
    (source,) = random.choices(list(mix), weights=list(mix.values()))
    period = random.choice(PERIODS)
    if source in ("csv", "json"):
        return _of_text(random, number, source, period, only)
    (suffix,) = random.choices(list(_FORMATS), weights=list(_FORMATS.values()))
    return _of_workbook(random, number, WORKBOOKS[source](period), suffix, only)


def _of_text(random: Random, number: int, suffix: str, period: str, only: str) -> Mutant | None:
    edits, good = (TABLE_EDITS, text(period)) if suffix == "csv" else (JSON_EDITS, structured(period))
    kind = _one_of(edits, random, only)
    content = edits[kind](good, random)
    return (
        None if content == good else Mutant(number=number, content=content, suffix=suffix, kinds=(f"{suffix} {kind}",))
    )


def _of_workbook(random: Random, number: int, good: bytes, suffix: str, only: str) -> Mutant | None:
    """Changes to cells are written in any format; those to parts and bytes follow, or stand alone."""
    how = random.choices(("cells", "two cells", "parts", "cells, parts", "bytes"), weights=(50, 10, 25, 8, 7))[0]
    kinds: list[str] = []
    content = good
    if "cells" in how or suffix != "xlsx":
        book = opened(good)
        for _ in range(2 if how == "two cells" else 1):
            kind = _one_of(CHANGES, random, only)
            if not CHANGES[kind].make(book, random):
                return None
            kinds.append(kind)
        content = WRITERS[suffix](book)
    if "parts" in how and suffix == "xlsx":
        kind = _one_of(PART_EDITS, random, only)
        kinds.append(f"part {kind}")
        content = packed(PART_EDITS[kind](unpacked(content), random))
    if how == "bytes":
        kind = _one_of(BYTE_EDITS, random, only)
        kinds.append(kind)
        content = BYTE_EDITS[kind](content, random)
    return Mutant(number=number, content=content, suffix=suffix, kinds=tuple(kinds))


def _one_of(edits: Mapping[str, object], random: Random, only: str) -> str:
    """A name drawn; the ways to write a figure, which are many and mostly refused, come in their share."""
    names = [name for name in edits if only in name]
    figures = [name for name in names if name.startswith("figure: ")]
    others = [name for name in names if name not in figures]
    return random.choice(figures if figures and (not others or random.random() < _FIGURES_SHARE) else others)


def answer(one: Mutant) -> IntakeResult:
    """What becomes of the file, without a book."""

    def reading(content: bytes, *, name: str, dictionary: Dictionary, city: City) -> FileRead:
        del dictionary, city
        return read(content, name)

    return take_in(
        None,
        SetClock(_NOW),
        content=one.content,
        name=one.name,
        uploader="harness",
        read=reading,
        dictionary=DICTIONARY,
        city=CITY,
        sectors=sectors(),
        dry_run=True,
    )


def judge(one: Mutant, tally: Tally) -> None:
    """Take one in and hold the answer against what is demanded."""
    start = time.perf_counter()
    try:
        with _Limit(MOST_SECONDS):
            result = answer(one)
    except Exception as error:  # noqa: BLE001 — that there is none is the promise
        _count(tally, one, "EXCEPTION", time.perf_counter() - start)
        tally.failures.append(f"{one.number} {', '.join(one.kinds)}: {type(error).__name__}: {str(error)[:200]}")
        return
    _count(tally, one, result.outcome.value, time.perf_counter() - start)
    complaints = [*_class(result), *(words for finding in result.findings for words in _words(finding))]
    complaints += _changed_values(one, result, tally)
    tally.failures += [
        f"{one.number} {', '.join(one.kinds)}: {result.outcome.value}: {text}" for text in complaints[:3]
    ]


def _count(tally: Tally, one: Mutant, outcome: str, seconds: float) -> None:
    tally.mutants += 1
    tally.outcomes[outcome] = tally.outcomes.get(outcome, 0) + 1
    tally.sources[one.suffix] = tally.sources.get(one.suffix, 0) + 1
    tally.slowest = max(tally.slowest, seconds)
    for kind in one.kinds:
        key = f"{kind}|{outcome}"
        tally.kinds[key] = tally.kinds.get(key, 0) + 1
    if seconds > MOST_SECONDS:
        tally.failures.append(f"{one.number} {', '.join(one.kinds)}: {seconds:.1f} s")


def _class(result: IntakeResult) -> Iterator[str]:
    if result.outcome not in _ANSWERS:
        yield f"the answer is of no known class: {result.outcome}"
    if result.outcome is Outcome.REJECT_FILE and result.returns:
        yield "returns were staged of a file that was refused"
    if result.outcome is not Outcome.ACCEPT and not result.findings:
        yield "no finding says why"


def _words(finding: Finding) -> Iterator[str]:
    """What is missing in the texts of a finding: a message, a language, or what a blank asks for."""
    message = catalogue().messages.get(finding.code)
    if message is None:
        yield f"{finding.code} has no words"
        return
    for part in (message.what, message.why, message.hint):
        for words in (part.zh, part.en):
            blanks = {name for _, name, _, _ in Formatter().parse(words) if name}
            if not words or blanks - set(finding.facts):
                yield f"{finding.code} lacks {sorted(blanks - set(finding.facts)) or 'a text'}"
    for lang in ("zh", "en"):
        for told in (catalogue().what, catalogue().why, catalogue().hint):
            told(finding.code, lang, finding.facts)  # type: ignore[arg-type]


def _changed_values(one: Mutant, result: IntakeResult, tally: Tally) -> tuple[str, ...]:
    if not result.returns:
        return ()
    held = _held(one, result)
    if held is None:
        tally.unopened += 1
        tally.unopened_kinds[one.kinds[-1]] = tally.unopened_kinds.get(one.kinds[-1], 0) + 1
        return ()
    tally.compared += held.compared
    return held.wrong


def _held(one: Mutant, result: IntakeResult) -> second_reader.Held | None:
    if one.suffix == "json":
        return second_reader.hold_json(one.content, result.returns, result.findings)
    sighted = frozenset(receipt.enterprise for receipt in result.receipts)
    readings = second_reader.opened(one.content, one.suffix)
    each = [second_reader.hold(pages, result.returns, result.findings, CITY.enterprises, sighted) for pages in readings]
    return min(each, key=lambda held: len(held.wrong), default=None)


class _Limit:
    """Interrupts what takes longer; a native library answers the signal when it returns, and the clock tells then."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds

    def __enter__(self) -> None:
        signal.signal(signal.SIGALRM, _ring)
        signal.alarm(self.seconds)

    def __exit__(self, *_: object) -> None:
        signal.alarm(0)


def _ring(*_: object) -> None:
    raise TooLong(f"no answer within {MOST_SECONDS} s")


def run_batch(
    seed: int, first: int, count: int, bug: str = "", keep: str = "", only: str = "", mix: str = "soak"
) -> Tally:
    """Judge a run of mutants in this process; a failing one is written below `keep`."""
    import warnings

    warnings.simplefilter("ignore")  # openpyxl's remarks on odd workbooks
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    if bug:
        BUGS[bug]()
    tally = Tally()
    for number in range(first, first + count):
        one, before = mutant(seed, number, only=only, mix=mix), len(tally.failures)
        judge(one, tally)
        if keep and len(tally.failures) > before:
            (Path(keep) / f"{seed}-{one.name}").write_bytes(one.content)
    return tally


def run(
    seed: int,
    first: int,
    count: int,
    *,
    workers: int,
    done: Path | None,
    bug: str = "",
    keep: str = "",
    only: str = "",
) -> Tally:
    """Judge `count` mutants in batches; what `done` says of earlier batches is taken over."""
    known = _known(done, seed)
    tally = Tally()
    with ProcessPoolExecutor(max_workers=workers) as pool:
        jobs = {}
        for start in range(first, first + count, _BATCH):
            size = min(_BATCH, first + count - start)
            if (start, size) in known:
                tally.add(known[start, size])
            else:
                jobs[start, size] = pool.submit(run_batch, seed, start, size, bug, keep, only)
        for (start, size), job in jobs.items():
            batch = job.result(timeout=MOST_SECONDS * _BATCH)
            tally.add(batch)
            if done is not None:
                with done.open("a", encoding="utf-8") as file:
                    file.write(json.dumps({"seed": seed, "first": start, "count": size, **asdict(batch)}) + "\n")
    return tally


def _known(done: Path | None, seed: int) -> dict[tuple[int, int], Tally]:
    if done is None or not done.exists():
        return {}
    rows = [json.loads(line) for line in done.read_text(encoding="utf-8").splitlines()]
    return {
        (row.pop("first"), row.pop("count")): Tally(**{key: value for key, value in row.items() if key != "seed"})
        for row in rows
        if row["seed"] == seed
    }


def shortfalls(tally: Tally) -> list[str]:
    """What was not demanded in vain: failures, and floors of work that were not reached."""
    short = []
    if tally.failures:
        short.append(f"{len(tally.failures)} demands not met")
    taken = sum(tally.outcomes.get(outcome.value, 0) for outcome in _TAKEN)
    if taken < LEAST_TAKEN * tally.mutants or not tally.mutants:
        short.append(f"only {taken} of {tally.mutants} were taken in")
    short += [
        f"hardly any {outcome.value}"
        for outcome in _ANSWERS
        if tally.outcomes.get(outcome.value, 0) < LEAST_EACH * tally.mutants
    ]
    if tally.compared < 10 * taken:
        short.append(f"only {tally.compared} figures compared")
    if tally.unopened > MOST_UNOPENED * taken:
        short.append(f"{tally.unopened} taken in that the second reader cannot open")
    return short


def table(tally: Tally) -> str:
    """Kinds of changes and what became of them."""
    kinds: dict[str, Counter[str]] = {}
    for key, count in tally.kinds.items():
        kind, _, outcome = key.rpartition("|")
        kinds.setdefault(kind, Counter())[outcome] += count
    names = [outcome.value for outcome in _ANSWERS]
    lines = [f"| change | {' | '.join(names)} |", "|---|" + "---|" * len(names)]
    lines += [
        f"| {kind} | {' | '.join(str(counts.get(name, '')) for name in names)} |"
        for kind, counts in sorted(kinds.items())
    ]
    return "\n".join(lines)


def summary(tally: Tally) -> str:
    """The work in one line."""
    outcomes = ", ".join(f"{tally.outcomes.get(outcome.value, 0):,} {outcome.value}" for outcome in _ANSWERS)
    sources = ", ".join(f"{count:,} {suffix}" for suffix, count in sorted(tally.sources.items()))
    compared = f"{tally.compared:,} figures held against the second reader, which could not open {tally.unopened}"
    return (
        f"{tally.mutants:,} mutants ({sources}): {outcomes}; {compared}; slowest answer {tally.slowest:.2f} s; "
        f"{len(tally.failures)} failures"
    )


def main() -> int:
    """Judge mutants and say what failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first mutant, for slices")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--done", type=Path, help="notes finished batches; a second run goes on after them")
    parser.add_argument("--keep", default="", help="a folder for the mutants that failed")
    parser.add_argument("--only", default="", help="keep to kinds of changes with these words in their name")
    parser.add_argument("--seeded-bug", choices=sorted(BUGS), default="", help="a mistake that must be found")
    given = parser.parse_args()
    if given.keep:
        Path(given.keep).mkdir(parents=True, exist_ok=True)
    tally = run(
        given.seed,
        given.first,
        given.count,
        workers=given.workers,
        done=given.done,
        bug=given.seeded_bug,
        keep=given.keep,
        only=given.only,
    )
    print(table(tally))
    print(f"taken in, and not opened by the second reader: {tally.unopened_kinds}")
    for failure in tally.failures[:200]:
        print(failure)
    short = shortfalls(tally)
    print("; ".join(short) or "every demand met")
    print(summary(tally))
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
