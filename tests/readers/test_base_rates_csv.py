"""Base rates as a file: read as written, and what cannot be is refused with its row."""

from pathlib import Path

import pytest

from zhibiao.errors import InputRefused
from zhibiao.readers.base_rates_csv import COLUMNS, read_base_rates

HEAD = ",".join(COLUMNS)
GOOD = "warn.turn_up,9,10,planted,3,2026-11-22,abc"


def _file(folder: Path, *rows: str) -> Path:
    path = folder / "base_rates.csv"
    path.write_text("\n".join([HEAD, *rows, ""]), encoding="utf-8")
    return path


def test_rates_are_read_by_code(tmp_path: Path) -> None:
    rate = read_base_rates(_file(tmp_path, GOOD)).by_code["warn.turn_up"]
    assert (9, 10, 3, "planted", "abc") == (rate.right, rate.cases, rate.seeds, rate.tried_on, rate.tolerances)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("warn.turn_up,11,10,planted,3,2026-11-22,abc", "warnings.count_broken"),
        ("warn.turn_up,1.5,10,planted,3,2026-11-22,abc", "warnings.count_broken"),
        ("warn.turn_up,,10,planted,3,2026-11-22,abc", "warnings.count_broken"),
        (GOOD + "\n" + GOOD, "dictionary.doubled"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, row: str, code: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read_base_rates(_file(tmp_path, row))
    assert code in {finding.code for finding in refused.value.findings}
