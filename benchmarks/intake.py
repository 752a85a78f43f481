"""A month of 2,000 firms and 60 fields, taken in as one collected workbook, as one list, and as 2,000 workbooks.

`python -m benchmarks.intake` makes a city, a dictionary padded to 60 fields and the files, takes each lot into an empty
book of its own by the acts that `zhibiao intake` uses (reading room, checks, store), each in a process of its own, and
prints seconds and memory beside those of openpyxl's read-only walk over the same cells, which checks and keeps nothing.
`--profile LOT` says where the time goes, in one process without the room.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import io
import json
import pstats
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from zhibiao.assemble.reading_room import ReadingRoom
from zhibiao.assemble.resources import SystemClock, dictionary, grounds, sectors
from zhibiao.monthly.form import Filing, form_sheet
from zhibiao.procedures.intake import Handed, IntakeResult, measures_of, take_in_each
from zhibiao.readers.returns.return_file import read_returns
from zhibiao.store.book_store import BookStore
from zhibiao.terms.credit_code import check_character
from zhibiao.terms.dictionary import Dictionary, Field, Kind
from zhibiao.terms.enterprise import City, Enterprise, Facility
from zhibiao.terms.period import Month, Period
from zhibiao.terms.quantity import convert, unit
from zhibiao.terms.text import Text
from zhibiao.writers.return_form import return_workbook

FIRMS, FIELDS, LIMIT_SECONDS = 2_000, 60, 30
PERIOD = Period.parse("2025-01")
LOTS = ("collected", "list", "single")
_UNITS = {"10kt": "万吨", "10kyuan": "万元", "10MWh": "万千瓦时", "person": "人", "tce": "吨标准煤"}
_AUTHORITY = Text("测算市工信局", "Bureau of a made city")

# The made-up steel works of the tests stands beside them; its figures fit together.
sys.path.append(str(Path(__file__).parents[1] / "tests"))


@cache
def padded() -> Dictionary:
    """The dictionary with as many made fields as it takes to 60 in the form of steel."""
    known = dictionary()
    made = {f"made_{number}_t": _made(number) for number in range(1, FIELDS - len(known.of_form("steel")) + 1)}
    return Dictionary({**{field.code: field for field in known}, **made})


def _made(number: int) -> Field:
    return Field(
        code=f"made_{number}_t",
        row_code=f"{500 + number}",
        name=Text(f"测算指标{number}号", f"Made field {number}"),
        unit=unit("t"),
        form_unit=unit("万吨"),
        kind=Kind.FLOW,
        sectors=("steel",),
        required=False,
        synonyms=(),
        part_of="",
        description=Text(""),
    )


@cache
def city(firms: int) -> City:
    """That many steel works."""
    return City(
        id="measured",
        name=Text("测算市", "Made city"),
        authority=_AUTHORITY,
        note=Text("虚构", "fictional"),
        enterprises={firm.id: firm for firm in map(_firm, range(1, firms + 1))},
    )


def _firm(number: int) -> Enterprise:
    first = f"91210000MA{number:07d}"
    melts = Facility(
        id=f"MC-{number}-F", kind="furnace", counts_for="crude_steel_t", capacity_t=6_000_000, since=Month(2015, 1)
    )
    return Enterprise(
        id=f"MC-{number:04d}",
        credit_code=first + check_character(first),
        name=Text(f"测算{number:04d}号钢铁有限公司"),
        sector="steel",
        group="",
        zone="",
        route="bf_bof",
        tier="normative",
        grade="B",
        facilities=(melts,),
    )


def _figures(number: int) -> dict[str, int]:
    """Whole inner units that fit together as the tests' steel works does, a little larger from firm to firm."""
    from returns_sample import STEEL, figures

    scale = 1 + number / 10_000
    whole = {code: round(columns[0] or 0) for code, columns in figures(STEEL, PERIOD).items()}
    made = {field.code: 12_300 for field in padded().of_form("steel")}
    nothing = {field.code: 0 for field in padded().parts_of("steel_products_t")} | {"billets_bought_t": 0}
    return {code: round(amount * scale / 100) * 100 for code, amount in (made | nothing | whole).items()}


def _shown(field: Field, amount: int) -> Decimal:
    return convert(Decimal(amount), source=field.unit, target=field.form_unit)


def _numbered(firms: int) -> Iterator[tuple[Enterprise, dict[str, int]]]:
    return ((firm, _figures(number)) for number, firm in enumerate(city(firms), start=1))


def make(lot: str, folder: Path, firms: int) -> None:
    """Write the files of one lot."""
    folder.mkdir(parents=True)
    if lot == "single":
        for firm, figures in _numbered(firms):
            (folder / f"{firm.id}.xlsx").write_bytes(_form(firm, figures))
        return
    from xlsxwriter import Workbook

    book = Workbook(folder / f"{lot}.xlsx", {"constant_memory": True})
    sheet = book.add_worksheet(lot)
    for row, cells in enumerate(_collected(firms) if lot == "collected" else _listed(firms)):
        sheet.write_row(row, 0, cells)
    book.close()


def _form(firm: Enterprise, figures: dict[str, int]) -> bytes:
    filing = Filing(
        enterprise=firm.id,
        name=firm.name,
        credit_code=firm.credit_code,
        sector=firm.sector,
        authority=_AUTHORITY,
        period=PERIOD,
        signed_on=PERIOD.last.next().last_day,
        figures={
            code: (amount, amount if padded()[code].kind is Kind.FLOW else None, None, None)
            for code, amount in figures.items()
        },
    )
    return return_workbook([form_sheet(filing, padded())], dictionary=padded(), title="月报")


def _collected(firms: int) -> Iterator[list[Any]]:
    fields = padded().of_form("steel")
    yield ["2025年1月重点企业汇总"]
    yield ["统一社会信用代码", "企业名称", *(f"{one.name.zh}({_UNITS[one.form_unit.symbol]})" for one in fields)]
    for firm, figures in _numbered(firms):
        yield [firm.credit_code, firm.name.zh, *(_shown(one, figures[one.code]) for one in fields)]


def _listed(firms: int) -> Iterator[list[Any]]:
    yield ["统一社会信用代码", "企业名称", "期间", "指标名称", "计量单位", "本月", "1-本月累计"]
    for firm, figures in _numbered(firms):
        for field in padded().of_form("steel"):
            amount = _shown(field, figures[field.code])
            to_date = amount if field.kind is Kind.FLOW else None
            about = (field.name.zh, _UNITS[field.form_unit.symbol])
            yield [firm.credit_code, firm.name.zh, "2025-01", *about, amount, to_date]


def take(folder: Path, book: Path, firms: int) -> dict[str, Any]:
    """Read, check and store a lot; counts, seconds and peak memory of this process and its largest child."""
    gc.set_threshold(100_000, 50, 100)  # as the command line does
    paths = sorted(folder.iterdir())
    lists, listed = padded(), city(firms)
    store = BookStore.create(book, at=SystemClock().now())
    measures = measures_of(lists, listed, sectors(), grounds=grounds())
    start = time.perf_counter()
    handed = (Handed(content=path.read_bytes(), name=path.name, uploader="officer") for path in paths)
    # A collected file of 2,000 firms is one file to the room: it may take as long as the limit allows.
    with ReadingRoom(seconds=LIMIT_SECONDS * 4) as room:
        results = list(take_in_each(store, SystemClock(), handed, read_each=room.read_each, measures=measures))
    seconds = time.perf_counter() - start
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    kept = len(store.returns())
    store.close()
    return {
        "seconds": seconds,
        "returns": kept,
        "figures": sum(len(one.facts) for result in results for one in result.returns),
        "answers": sorted({result.outcome.value for result in results}),
        "codes": _codes(results),
        "processor": sum(one.ru_utime + one.ru_stime for one in used),
        "own_mb": used[0].ru_maxrss / 1024,
        "child_mb": used[1].ru_maxrss / 1024,
        "files_mb": sum(path.stat().st_size for path in paths) / 1e6,
    }


def _codes(results: Sequence[IntakeResult]) -> list[str]:
    counts: dict[str, int] = {}
    for result in results:
        for finding in result.findings:
            counts[finding.code] = counts.get(finding.code, 0) + 1
    return [f"{code} x {count}" for code, count in sorted(counts.items(), key=lambda pair: -pair[1])][:6]


def walk(folder: Path) -> dict[str, Any]:
    """What a peer needs to see the same cells once, without reading anything into them."""
    from openpyxl import load_workbook

    start, cells = time.perf_counter(), 0
    for path in sorted(folder.iterdir()):
        book = load_workbook(path, read_only=True, data_only=True)
        for sheet in book.worksheets:
            cells += sum(len(row) for row in sheet.iter_rows(values_only=True))
        book.close()
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds, processor = time.perf_counter() - start, used.ru_utime + used.ru_stime
    return {"seconds": seconds, "processor": processor, "cells": cells, "own_mb": used.ru_maxrss / 1024}


def _apart(what: str, *given: str) -> dict[str, Any]:
    """One measurement in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.intake", "--step", what, *given]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1])
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def measure(folder: Path, firms: int, lots: Sequence[str] = LOTS) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """Make, take in and walk each lot."""
    found = {}
    for lot in lots:
        make(lot, folder / lot, firms)
        ours = _apart("take", str(folder / lot), str(folder / f"{lot}.sqlite"), str(firms))
        found[lot] = ours, _apart("walk", str(folder / lot))
    return found


def profile(lot: str, folder: Path, firms: int) -> str:
    """Where the time goes: reading, checks and store in this one process."""
    make(lot, folder / lot, firms)
    store = BookStore.create(folder / "book.sqlite", at=SystemClock().now())
    measures = measures_of(padded(), city(firms), sectors(), grounds=grounds())
    handed = [
        Handed(content=path.read_bytes(), name=path.name, uploader="officer") for path in (folder / lot).iterdir()
    ]

    def read_each(items: Any, *, dictionary: Dictionary, city: City) -> Iterator[Any]:
        return (read_returns(content, name=name, dictionary=dictionary, city=city) for content, name in items)

    profiler = cProfile.Profile()
    profiler.enable()
    results = list(take_in_each(store, SystemClock(), handed, read_each=read_each, measures=measures))
    profiler.disable()
    assert results
    buffer = io.StringIO()
    pstats.Stats(profiler, stream=buffer).sort_stats("cumtime").print_stats(60)
    return buffer.getvalue()


def table(found: dict[str, tuple[dict[str, Any], dict[str, Any]]], firms: int) -> str:
    """The measured figures as Markdown."""
    lines = [
        "| lot | files | seconds, of processors | returns, figures | memory, MB: own + reader | openpyxl's walk |",
        "|---|---|---|---|---|---|",
    ]
    for lot, (ours, peer) in found.items():
        kept = f"{ours['returns']:,}, {ours['figures']:,}"
        memory = f"{ours['own_mb']:.0f} + {ours['child_mb']:.0f}"
        files = f"{firms if lot == 'single' else 1:,}, {ours['files_mb']:.1f} MB"
        seconds = f"{ours['seconds']:.1f}, {ours['processor']:.1f}"
        walked = f"{peer['seconds']:.1f}, {peer['processor']:.1f}"
        lines.append(f"| {lot} | {files} | {seconds} | {kept} | {memory} | {walked} |")
        lines.append(f"|  |  | {', '.join(ours['answers'])} | {'; '.join(islice(ours['codes'], 3))} |  |  |")
    return "\n".join(lines)


def main() -> int:
    """Measure and print; 1 when a lot takes longer than the limit or loses a return."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, default=FIRMS)
    parser.add_argument("--lot", action="append", choices=LOTS, help="may be given several times; all by default")
    parser.add_argument("--profile", choices=LOTS, help="say where the time of a lot goes")
    parser.add_argument("--step", nargs="+", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        what, folder, *more = given.step
        answer = take(Path(folder), Path(more[0]), int(more[1])) if what == "take" else walk(Path(folder))
        print(json.dumps(answer))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        if given.profile:
            print(profile(given.profile, Path(folder), given.firms))
            return 0
        found = measure(Path(folder), given.firms, given.lot or LOTS)
    print(table(found, given.firms))
    slow = [lot for lot, (ours, _) in found.items() if ours["seconds"] > LIMIT_SECONDS]
    short = [lot for lot, (ours, _) in found.items() if ours["figures"] < given.firms * FIELDS]
    print(f"longer than {LIMIT_SECONDS} s: {slow or 'none'}; figures lost: {short or 'none'}")
    return 1 if slow or short else 0


if __name__ == "__main__":
    sys.exit(main())
