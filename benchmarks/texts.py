"""Published texts: milliseconds for a page, and ten thousand pages by two processes with memory that stays flat.

`python -m benchmarks.texts [--data FOLDER]` makes pages of 3,000 characters by putting paragraphs together: those of
the labelled texts in FOLDER where they are (`docs/*.txt`), and sentences of our own. It prints the time of each stage
of a page, the time of 10,000 pages through `zhibiao text read`, and the resident memory along the way.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TypeVar

from zhibiao.readers.lexicon_csv import read_lexicon
from zhibiao.texts.actions import actions
from zhibiao.texts.agreements import agreements
from zhibiao.texts.clean import clean
from zhibiao.texts.figures import figures
from zhibiao.texts.laying import lay_out
from zhibiao.texts.lexicon import Lexicon
from zhibiao.texts.page import Page
from zhibiao.texts.parties import parties_of
from zhibiao.texts.projects import projects
from zhibiao.texts.quantities import quantities
from zhibiao.texts.reading import read
from zhibiao.texts.times import times_of

Made = TypeVar("Made")

CHARACTERS, PAGES, WORKERS = 3_000, 10_000, 2
LIMIT_MS = 50.0
DAY = dt.date(2025, 3, 10)
LABELLED = Path(__file__).parents[2] / "shared" / "extraction"
_SEED = 8
_REPEATS = 40
_OWN = (
    "今年一季度,清源市规模以上工业增加值同比增长6.4%,比上年同期提高1.2个百分点,高于全省0.8个百分点。",
    "北岭钢铁集团全年粗钢产量达到612.5万吨,比上年减少18.3万吨(2.9%),高端产品占比由21.4%提升到25.6%。",
    "下一步,我市将建设菱镁检测中心,整治反射窑,力争年底前培育数字化车间30个以上、绿色工厂12家。",
    "清源球团项目总投资18.6亿元,设计年产球团矿240万吨,目前形象进度已到45%,计划2026年6月投产。",
    "4月2日,清源市政府与北岭钢铁集团签订战略合作协议,双方将共同推进废钢加工配送中心建设。",
    "完成尾矿库治理8座。(市自然资源局牵头,市应急管理局、各县区配合,2025年11月底前完成)",
    "前5个月,重点统计企业生铁、钢材日均产量分别为201.3万吨、214.6万吨,环比增长0.6%、下降1.1%。",
    "会议强调,要深入学习贯彻会议精神,压实责任,形成合力,为高质量发展作出新的更大贡献。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One figure of the benchmark, with its limit where the issue sets one."""

    name: str
    value: float
    unit: str
    limit: float | None = None


def paragraphs(data: Path) -> list[str]:
    """Paragraphs of the labelled raw texts where they are at hand, and our own."""
    found = [
        line.strip()
        for path in sorted((data / "docs").glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if len(line.strip()) > 20 and not line.isascii()
    ]
    return [*found, *_OWN]


def page(parts: Sequence[str], chance: random.Random) -> str:
    """A page of 3,000 characters."""
    lines = ["清源市经济运行和重点工作情况"]
    while sum(map(len, lines)) < CHARACTERS:
        lines.append(chance.choice(parts))
    return "\n".join(lines)[:CHARACTERS] + "\n"


def stages(text: str, lexicon: Lexicon) -> dict[str, float]:
    """Milliseconds of processor time of each stage for one page."""
    spent: dict[str, float] = {}

    def timed(name: str, work: Callable[[], Made]) -> Made:
        start = time.process_time()
        made = work()
        spent[name] = (time.process_time() - start) * 1000
        return made

    cleaned = timed("cleaning", lambda: clean(text, lexicon))
    layout = timed("layout", lambda: lay_out(cleaned.text, lexicon))
    found = timed("numbers", lambda: quantities(cleaned.text, lexicon))
    laid = Page(layout=layout, lexicon=lexicon, published=DAY, quantities=found)
    times = timed("times", lambda: times_of(laid))
    parties = timed("parties", lambda: parties_of(laid))
    timed("figures", lambda: figures(laid, times, parties))
    timed("tasks", lambda: actions(laid, times, parties))
    timed("projects", lambda: projects(laid, times, parties))
    timed("agreements", lambda: agreements(laid, times, parties))
    whole = timed("reading, all of these", lambda: read(cleaned, published=DAY, lexicon=lexicon))
    assert whole.language == "zh"
    spent["a page, cleaned and read"] = spent["cleaning"] + spent["reading, all of these"]
    return spent


def one_page(data: Path) -> list[Taken]:
    """The median of each stage over many pages."""
    lexicon, chance, parts = read_lexicon(), random.Random(_SEED), paragraphs(data)
    stages(page(parts, chance), lexicon)
    rows = [stages(page(parts, chance), lexicon) for _ in range(_REPEATS)]
    named = {name: median(row[name] for row in rows) for name in rows[0]}
    limits = {"a page, cleaned and read": LIMIT_MS}
    return [Taken(name=name, value=value, unit="ms", limit=limits.get(name)) for name, value in named.items()]


def many_pages(data: Path, *, count: int = PAGES) -> list[Taken]:
    """All pages by the verb with two workers, and how much memory its processes held early and late."""
    chance, parts = random.Random(_SEED), paragraphs(data)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "pages"
        folder.mkdir()
        for number in range(count):
            (folder / f"{number:05}.txt").write_text(page(parts, chance), encoding="utf-8")
        out = Path(name) / "records.jsonl"
        verb = [str(Path(sys.executable).parent / "zhibiao"), "text", "read", str(folder), "--date", DAY.isoformat()]
        start = time.perf_counter()
        process = subprocess.Popen(
            [*verb, "--workers", str(WORKERS), "--out", str(out), "--json"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        held = _watched(process)
        taken = time.perf_counter() - start
        assert process.returncode == 0
        records = sum(1 for _ in out.open(encoding="utf-8"))
    early, late = _thirds(held)
    return [
        Taken(name=f"{count} pages, {WORKERS} workers", value=taken, unit="s"),
        Taken(name="pages in a second", value=count / taken, unit=""),
        Taken(name="records", value=records, unit=""),
        Taken(name="most memory of all processes", value=max(held), unit="MB"),
        Taken(name="memory of the last third to the second", value=late / early, unit="×", limit=1.1),
    ]


def _thirds(held: Sequence[float]) -> tuple[float, float]:
    """The median of the middle and of the last third."""
    third = max(1, len(held) // 3)
    return median(held[third : 2 * third] or held), median(held[2 * third :] or held)


def _watched(process: subprocess.Popen[bytes]) -> list[float]:
    """Resident megabytes of a process and its children, four times a second until it ends."""
    held: list[float] = []
    while process.poll() is None:
        held.append(_resident(process.pid) or (held[-1] if held else 0.0))
        time.sleep(0.25)
    return held


def _resident(pid: int) -> float:
    pages = 0
    children = Path(f"/proc/{pid}/task/{pid}/children")
    try:
        for one in (str(pid), *children.read_text(encoding="ascii").split()):
            pages += int(Path(f"/proc/{one}/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> int:
    """Print the table; 1 when a limit is missed."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--data", type=Path, default=LABELLED, help="folder of the labelled texts")
    reader.add_argument("--pages", type=int, default=PAGES)
    given = reader.parse_args()
    missed = False
    for one in (*one_page(given.data), *many_pages(given.data, count=given.pages)):
        over = one.limit is not None and one.value > one.limit
        missed = missed or over
        limit = "" if one.limit is None else f" (limit {one.limit:g}){' MISSED' if over else ''}"
        print(f"{one.name}: {one.value:,.1f} {one.unit}{limit}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
