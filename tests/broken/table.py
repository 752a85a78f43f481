"""Prints what became of every case of the catalogue and of their twins: `python tests/broken/table.py`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import desk  # noqa: E402
from case import Verdict  # noqa: E402
from every import verdicts  # noqa: E402
from expected import AREAS, WITH_THE_DESK, read_expected  # noqa: E402
from zhibiao.assemble.reading_room import ReadingRoom  # noqa: E402


def main() -> int:
    """Judge all cases, print one row each and the totals per class."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--catalogue", type=Path, default=HERE.parents[2] / "shared" / "bad_inputs" / "catalogue.csv")
    parser.add_argument("--only", default="", help="ids that begin so")
    parser.add_argument("--failing", action="store_true", help="only what is not as it should be")
    given = parser.parse_args()
    expected = read_expected(given.catalogue)
    rows: list[Verdict] = []
    with tempfile.TemporaryDirectory() as folder:
        desk.watch(Path(folder))
        with ReadingRoom(workers=1) as room:
            for row in verdicts(expected, desk.Books(room.read), only=given.only):
                rows.append(row)
                if not (given.failing and row.is_ok):
                    print(line(row), flush=True)
    for number, tests in WITH_THE_DESK.items():
        if number.startswith(given.only) and not given.failing:
            due = expected[number]
            print(f"{number:8} {AREAS[number[:2]]:12} {'':13} {due.outcome} {due.code} · shown by {', '.join(tests)}")
    print(totals(rows))
    return 0 if all(row.is_ok for row in rows) else 1


def line(row: Verdict) -> str:
    """One row of the table."""
    area = AREAS[row.id[:2]]
    due = f"{row.due.outcome} {row.due.code or '—'}"
    got = f"{row.outcome} {row.due.code if row.due.code in row.codes else ','.join(row.codes[:3]) or '—'}"
    mark = "ok" if row.is_ok else "NO"
    left = f"{row.id:38} {area:12} {row.shape or 'bytes':18} {due:44} {got:44}"
    head = f"{left} {row.place[:60]:60} {mark} {row.seconds:5.2f}s"
    more = [f"… {len(row.faults) - 5} more"] if len(row.faults) > 5 else []
    return "\n    ".join([head, *row.faults[:5], *more])


def totals(rows: list[Verdict]) -> str:
    """How many of each class are as they should be."""
    all_, good = Counter(row.due.outcome for row in rows), Counter(row.due.outcome for row in rows if row.is_ok)
    parts = [f"{name} {good[name]} of {count}" for name, count in sorted(all_.items())]
    return f"{sum(good.values())} of {len(rows)} as they should be: " + ", ".join(parts)


if __name__ == "__main__":
    raise SystemExit(main())
