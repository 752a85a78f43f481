"""Planted errors in months of the simulated city: how many are told, how many questions are idle, what is named first.

`python -m benchmarks.reliability.planted --returns 10000`. Cities of several seeds file their months in order, and
each return is held against its own past. Into each return with a record one error is planted; the clean twin is
checked beside it. An error is recalled when a finding of QUERY or harder has a code of its kind and names its cell or
field. Precision of a kind: of all findings with its codes, over planted and clean returns, the share that names the
planted cell. Consequences (`because`) are explained already and not counted. Ends with 1 below a goal or the floors.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from benchmarks.reliability.planted_errors import Changed, Error, draw
from benchmarks.reliability.simulated_months import (
    FirmMonth,
    city_of,
    file_name,
    firm_months,
    kept,
    received_at,
    with_figures,
)
from zhibiao.assemble.resources import SetClock, dictionary, sectors
from zhibiao.monthly.checks import every
from zhibiao.monthly.filed import Filed
from zhibiao.monthly.form import Filing, form_sheet
from zhibiao.procedures.intake import IntakeResult, take_in
from zhibiao.readers.returns.return_file import read_returns
from zhibiao.store.book_store import BookStore
from zhibiao.terms.enterprise import City
from zhibiao.terms.finding import Finding, Severity, ranked
from zhibiao.terms.period import Period
from zhibiao.writers.return_form import return_workbook

LONG_RECORD = 12
"""Returns on record from which the goals hold; a younger record is counted apart."""

YOUNG_RECORD = 3
"""Returns on record below which nothing is planted: a firm's first returns can be held against little."""

PER_CITY = 1_250
"""How many returns of one seed have a long record, a little less."""

FAMILIES = ("unit 10^4", "unit 10^3", "unit 10", "month <-> cumulative", "sign", "digit > 20 %", "missing and zero")
GOALS = {
    "unit 10^4": (0.99, 0.99),
    "month <-> cumulative": (0.99, 0.99),
    "sign": (0.99, 0.99),
    "digit > 20 %": (0.80, 0.60),
}
MOST_CLEAN_QUERIED = 0.05
LEAST_ROOT_FIRST = 0.95

_CODES = {
    "unit 10^4": re.compile(r"unit\.(factor_1e4|low_confidence|other)"),
    "unit 10^3": re.compile(r"unit\.(factor_1e3|low_confidence|other)"),
    "unit 10": re.compile(r"unit\.(factor_10_|low_confidence|other)"),
    "month <-> cumulative": re.compile(r"edit\.(month_|cumulative_|columns_|to_date_)"),
    "sign": re.compile(r"edit\.(negative|sign)"),
    "digit > 20 %": re.compile(r""),
    "missing and zero": re.compile(r"edit\.(required_missing|.*missing|.*zero|.*stop|.*nothing)|balance\."),
    "stale copy": re.compile(r"dup\."),
}
_CELL = re.compile(r"[A-Z]{1,2}\d+")


@dataclass(slots=True)
class Score:
    """Counts of one kind of error; those of all seeds add up."""

    planted: int = 0
    recalled: int = 0
    findings: int = 0
    right: int = 0

    def add(self, other: Score) -> None:
        self.planted += other.planted
        self.recalled += other.recalled
        self.findings += other.findings
        self.right += other.right

    @property
    def recall(self) -> float:
        return self.recalled / self.planted if self.planted else 0.0

    @property
    def precision(self) -> float:
        return self.right / self.findings if self.findings else 0.0


@dataclass(slots=True)
class Tally:
    """What one or more cities gave."""

    kinds: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    families: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    young: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    clean: int = 0
    clean_queried: int = 0
    clean_codes: Counter[str] = field(default_factory=Counter)
    several: int = 0
    root_first: int = 0
    through_files: int = 0
    differing: list[str] = field(default_factory=list)
    misses: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    idle: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    not_first: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        for name in ("kinds", "families", "young"):
            for key, score in getattr(other, name).items():
                getattr(self, name)[key].add(score)
        for name in ("clean", "clean_queried", "several", "root_first", "through_files"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.clean_codes += other.clean_codes
        self.differing += other.differing
        self.not_first += other.not_first
        for key, texts in other.misses.items():
            self.misses[key] += texts
        for key, texts in other.idle.items():
            self.idle[key] += texts

    @property
    def planted(self) -> int:
        return sum(score.planted for score in self.kinds.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A return with its error."""

    month: FirmMonth
    error: Error
    changed: Changed
    filing: Filing
    filed: Filed

    @property
    def fields(self) -> set[str]:
        return {code for code, _ in self.changed}

    @property
    def cells(self) -> set[str]:
        return {self.month.filed.cell(code, scope).cell for code, scope in self.changed}

    def is_named(self, finding: Finding) -> bool:
        """Whether the finding names the planted cell or field."""
        return finding.place.field in self.fields or bool(self.cells & cells_of(finding))

    def __str__(self) -> str:
        (code, scope), value = next(iter(self.changed.items()))
        more = f" and {len(self.changed) - 1} more" if len(self.changed) > 1 else ""
        was = self.month.filed.value(code, scope)
        return f"{self.month.filed.enterprise} {self.month.filed.period} {code}/{scope.value}: {was} -> {value}{more}"


def cells_of(finding: Finding) -> set[str]:
    """The cells that a finding names."""
    return set(_CELL.findall(finding.place.cell)) | set(_CELL.findall(str(finding.facts.get("cell", ""))))


def asked(month: FirmMonth, filed: Filed) -> list[Finding]:
    """What is asked about a return, causes first."""
    found = every.check_return(filed, month.standing)
    return [finding for finding in ranked(found) if finding.severity >= Severity.QUERY]


def score_city(seed: int, *, wanted: int, periods: int | None = None, bug: str = "", files: int = 0) -> Tally:
    """Go through one city; about `wanted` returns with a long record get an error, spread over its months."""
    if bug:
        take_out(bug)
    random, tally, share = Random(seed), Tally(), wanted / PER_CITY
    sample: list[Planted] = []
    for month in firm_months(seed, periods=periods):
        if month.past < YOUNG_RECORD or random.random() > share:
            continue
        drawn = draw(month, random)
        clean = asked(month, month.filed)
        if drawn is None:
            continue
        error, changed = drawn
        filing, filed = with_figures(month, changed)
        planted = Planted(month=month, error=error, changed=changed, filing=filing, filed=filed)
        found = asked(month, filed)
        if month.past < LONG_RECORD:
            _score(tally.young, planted, found, clean)
            continue
        _score_clean(tally, month, clean)
        _score_kind(tally, planted, found, clean)
        _score_root(tally, planted, found, clean)
        sample.append(planted)
    if files:
        tally.through_files, tally.differing = through_files(seed, random.sample(sample, min(files, len(sample))))
    return tally


def _score(families: dict[str, Score], planted: Planted, found: list[Finding], clean: list[Finding]) -> None:
    own = families[planted.error.family]
    own.planted += 1
    codes = _CODES[planted.error.family]
    told = [finding for finding in found if codes.match(finding.code) and _points(planted, finding)]
    own.recalled += bool(told)
    for family, score in families.items() if len(families) == len(_CODES) else _all_of(families):
        if family == "digit > 20 %" and planted.error.family != family:
            continue
        for finding in found:
            if _CODES[family].match(finding.code) and not finding.because:
                score.findings += 1
                score.right += _is_right(family, planted, finding)
        score.findings += sum(1 for finding in clean if _CODES[family].match(finding.code) and not finding.because)


def _all_of(families: dict[str, Score]) -> Iterable[tuple[str, Score]]:
    return [(family, families[family]) for family in _CODES]


def _points(planted: Planted, finding: Finding) -> bool:
    return planted.error.family == "stale copy" or planted.is_named(finding)


def _is_right(family: str, planted: Planted, finding: Finding) -> bool:
    """A unit's slip, a sign or a copy is right only where one was planted; a broken total has many true causes."""
    if family in ("month <-> cumulative", "digit > 20 %", "missing and zero"):
        return _points(planted, finding)
    return planted.error.family == family and _points(planted, finding)


def _score_clean(tally: Tally, month: FirmMonth, clean: list[Finding]) -> None:
    tally.clean += 1
    tally.clean_queried += bool(clean)
    tally.clean_codes.update({finding.code for finding in clean})
    for finding in clean:
        tally.idle[finding.code].append(
            f"{month.filed.enterprise} {month.filed.period} {finding.place.field} {_facts(finding)}"
        )


def _score_kind(tally: Tally, planted: Planted, found: list[Finding], clean: list[Finding]) -> None:
    before = tally.families[planted.error.family].recalled
    _score(tally.families, planted, found, clean)
    is_recalled = tally.families[planted.error.family].recalled > before
    kind = tally.kinds[planted.error.name]
    kind.planted += 1
    kind.recalled += is_recalled
    if not is_recalled:
        codes = ", ".join(sorted({f"{finding.code}@{finding.place.field}" for finding in found})) or "nothing"
        tally.misses[planted.error.name].append(f"{planted}; found {codes}")


def _score_root(tally: Tally, planted: Planted, found: list[Finding], clean: list[Finding]) -> None:
    """One slip in one field that breaks several rules: the first finding must stand at it."""
    known = {finding.code for finding in clean}
    own = [finding for finding in found if finding.code not in known]
    if len(planted.fields) != 1 or len({finding.code for finding in own}) < 2:
        return
    tally.several += 1
    if own[0].place.field in planted.fields:
        tally.root_first += 1
    else:
        first = f"{own[0].code}@{own[0].place.field}"
        tally.not_first.append(f"{planted.error.name}: {planted}; first {first} of {sorted({f.code for f in own})}")


def _facts(finding: Finding) -> str:
    return " ".join(f"{key}={value}" for key, value in finding.facts.items() if key not in ("name", "cell"))[:160]


def take_out(code: str) -> None:
    """The seeded mistake: the checks that give this code are no longer made."""
    left = tuple(check for check in every.CHECKS if code not in check.codes)
    if len(left) == len(every.CHECKS):
        raise ValueError(f"no check gives {code}")
    every.CHECKS = left


def through_files(seed: int, sample: Sequence[Planted]) -> tuple[int, list[str]]:
    """The sample once more as real workbooks, taken in over a real book of the same past; differences in words."""
    wanted = defaultdict(list)
    for planted in sample:
        wanted[planted.month.filed.period].append(planted)
    if not wanted:
        return 0, []
    last, city = max(wanted), city_of(seed).register
    differing: list[str] = []
    with TemporaryDirectory() as folder:
        first = min(received_at(month.filed.period) for month in firm_months(seed, periods=1))
        store = BookStore.create(Path(folder) / "book.sqlite", at=first)
        for period, months in _by_period(seed, {planted.filed.enterprise for planted in sample}):
            clock = SetClock(received_at(period))
            for planted in wanted.get(period, ()):
                read = _intake(store, clock, city, planted.filing, dry_run=True).findings
                pure = ranked(every.check_return(planted.filed, planted.month.standing))
                if _said(read) != _said(pure):
                    differing.append(f"{planted}: file {_said(read) - _said(pure)}, pure {_said(pure) - _said(read)}")
            if period == last:
                break
            for month in months:
                result = _intake(store, clock, city, month.filing, dry_run=False)
                if not result.returns:  # a good return that is asked about waits; the firm confirms it
                    with store.transaction():
                        store.add_return(kept(month.filed, result.file_sha256))
        store.close()
    return len(sample), differing


def _by_period(seed: int, firms: set[str]) -> Iterable[tuple[Period, list[FirmMonth]]]:
    """The months of these firms only: no return is held against another firm's."""
    together: dict[Period, list[FirmMonth]] = defaultdict(list)
    for month in firm_months(seed):
        if month.filed.enterprise in firms:
            together[month.filed.period].append(month)
    return together.items()


def _intake(store: BookStore, clock: SetClock, city: City, filing: Filing, *, dry_run: bool) -> IntakeResult:
    content = return_workbook([form_sheet(filing, dictionary())], dictionary=dictionary(), title="月报")
    return take_in(
        store,
        clock,
        content=content,
        name=file_name(filing),
        uploader="harness",
        read=read_returns,
        dictionary=dictionary(),
        city=city,
        sectors=sectors(),
        dry_run=dry_run,
    )


def _said(findings: Iterable[Finding]) -> set[tuple[str, int, str, str]]:
    return {
        (finding.code, int(finding.severity), finding.place.cell, finding.because)
        for finding in findings
        if finding.severity >= Severity.QUERY
    }


def table(tally: Tally) -> str:
    """The measured figures as Markdown."""
    lines = ["| kind | planted | recall % | precision % | goal |", "|---|---|---|---|---|"]
    for family in _CODES:
        score, goal = tally.families[family], GOALS.get(family)
        words = f"{goal[0]:.0%} / {goal[1]:.0%}" if goal else "–"
        precision = f"{score.precision:.2%} of {score.findings:,}"
        lines.append(f"| {family} | {score.planted:,} | {score.recall:.2%} | {precision} | {words} |")
    lines += ["", "| error | planted | told % |", "|---|---|---|"]
    lines += [f"| {name} | {kind.planted:,} | {kind.recall:.1%} |" for name, kind in sorted(tally.kinds.items())]
    lines += [
        "",
        f"| record of {YOUNG_RECORD} to {LONG_RECORD - 1} returns | planted | recall % | precision % |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {family} | {score.planted:,} | {score.recall:.1%} | {score.precision:.1%} |"
        for family, score in tally.young.items()
    ]
    queried = tally.clean_queried / tally.clean if tally.clean else 0
    first = tally.root_first / tally.several if tally.several else 0
    lines += [
        "",
        f"clean returns: {tally.clean:,}, queried {queried:.2%}: {dict(tally.clean_codes.most_common(12))}",
        f"one slip, several rules: {tally.several:,}, its own cell first {first:.2%}",
        f"through files: {tally.through_files:,}, differing {len(tally.differing)}",
    ]
    return "\n".join(lines)


def shortfalls(tally: Tally, *, goals: dict[str, tuple[float, float]] = GOALS) -> list[str]:
    """What lies below a goal, or was not measured at all."""
    short = []
    for family, (recall, precision) in goals.items():
        score = tally.families[family]
        if not score.planted:
            short.append(f"{family}: none planted")
        if score.recall < recall:
            short.append(f"{family}: recall {score.recall:.2%} below {recall:.0%}")
        if score.precision < precision:
            short.append(f"{family}: precision {score.precision:.2%} below {precision:.0%}")
    if tally.clean_queried > MOST_CLEAN_QUERIED * tally.clean or not tally.clean:
        short.append(f"clean returns queried: {tally.clean_queried} of {tally.clean}")
    if tally.root_first < LEAST_ROOT_FIRST * tally.several or not tally.several:
        short.append(f"own cell first: {tally.root_first} of {tally.several}")
    if tally.differing:
        short.append(f"files say something else in {len(tally.differing)}: {tally.differing[0]}")
    return short


def misses(tally: Tally, *, most: int = 2) -> str:
    """What was not told, by kind, with examples; questions on clean returns, by code; slips whose cell came second."""
    lines = []
    for name, texts in sorted(tally.misses.items()):
        lines.append(f"## {name}: {len(texts)} of {tally.kinds[name].planted} missed")
        lines += [f"- {text}" for text in texts[:: max(1, len(texts) // most)][:most]]
    for code, texts in sorted(tally.idle.items()):
        lines.append(f"## clean, {code}: {len(texts)} findings on {tally.clean_codes[code]} returns of {tally.clean}")
        lines += [f"- {text}" for text in texts[:: max(1, len(texts) // most)][:most]]
    lines.append(f"## own cell not first: {len(tally.not_first)} of {tally.several}")
    lines += [f"- {text}" for text in tally.not_first[:: max(1, len(tally.not_first) // 12)][:12]]
    return "\n".join(lines)


def measure(returns: int, *, seed: int = 1, workers: int = 2, bug: str = "", files: int = 0) -> Tally:
    """That many returns with an error, from as many cities as it takes, one process each."""
    cities = -(-returns // PER_CITY)
    tally, left = Tally(), returns
    with ProcessPoolExecutor(max_workers=min(workers, cities)) as pool:
        jobs = []
        for number in range(cities):
            share = min(left, -(-returns // cities))
            left -= share
            jobs.append(pool.submit(score_city, seed + number, wanted=share, bug=bug, files=-(-files // cities)))
        for job in jobs:
            tally.add(job.result())
    return tally


def main() -> int:
    """Measure, print the table, and say what lies below its goal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--returns", type=int, default=10_000)
    parser.add_argument("--files", type=int, default=300, help="how many go through real files as well")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seeded-bug", default="", metavar="CODE", help="leave out the checks that give it")
    parser.add_argument("--misses", type=Path, help="a file for examples of what was missed")
    given = parser.parse_args()
    tally = measure(given.returns, seed=given.seed, workers=given.workers, bug=given.seeded_bug, files=given.files)
    print(table(tally))
    if given.misses:
        given.misses.write_text(f"{table(tally)}\n\n{misses(tally)}\n", encoding="utf-8")
    short = shortfalls(tally)
    if tally.planted < given.returns * 0.95:
        short.append(f"only {tally.planted} planted")
    print("; ".join(short) or "every goal reached")
    told = ", ".join(
        f"{family} {tally.families[family].recall:.1%} / {tally.families[family].precision:.1%}" for family in GOALS
    )
    print(
        f"{tally.planted:,} returns with an error: {told}; {tally.clean_queried} of {tally.clean:,} clean ones queried"
    )
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
