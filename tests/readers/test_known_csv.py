"""Tables of what is known of coming months: every mistake with its row."""

from pathlib import Path

import pytest

from zhibiao.errors import InputRefused
from zhibiao.forecast.known import KnownFact, KnownKind
from zhibiao.readers.known_csv import read_known
from zhibiao.terms.period import Month

HEAD = "series,month,kind,value,known_from\n"


def test_a_fact_as_written(tmp_path: Path) -> None:
    file = tmp_path / "known.csv"
    file.write_text(f"{HEAD}A,2021-08,outage_days,12.5,2021-06\n", "utf-8")
    outage = KnownKind.OUTAGE_DAYS
    fact = KnownFact(series="A", month=Month(2021, 8), kind=outage, value=12.5, known_from=Month(2021, 6))
    assert (fact,) == read_known(file)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("A,2021-08,strike,1,2021-06", "known.kind_unknown"),
        (",2021-08,planned,1,2021-06", "known.series_missing"),
        ("A,2021-08,planned,,2021-06", "known.value_missing"),
        ("A,2021-08,planned,-1,2021-06", "known.value_negative"),
        ("A,2021-08,planned,x,2021-06", "table.number_broken"),
        ("A,August,planned,1,2021-06", "table.month_broken"),
        ("A,2021-08,planned,1,", "table.month_broken"),
    ],
)
def test_a_broken_fact_is_named(tmp_path: Path, row: str, code: str) -> None:
    file = tmp_path / "known.csv"
    file.write_text(f"{HEAD}{row}\n", "utf-8")
    with pytest.raises(InputRefused) as caught:
        read_known(file)
    assert [(code, 2)] == [(finding.code, finding.place.row) for finding in caught.value.findings]
