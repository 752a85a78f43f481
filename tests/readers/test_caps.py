"""Tables of caps: rules as published, every mistake with its row."""

from decimal import Decimal
from pathlib import Path

import pytest

from zhibiao.errors import InputRefused
from zhibiao.policy.cap_rule import Bound, CapKind
from zhibiao.readers.caps import read_caps
from zhibiao.terms.period import Month

HEAD = "scope,year,rule,value,known_from,source\n"


def test_published_caps(shared_data: Path) -> None:
    rules = read_caps(shared_data / "caps.csv", unit_t=Decimal(10_000))
    shandong = next(rule for rule in rules if rule.scope == "Shandong")
    assert (5, CapKind.ABSOLUTE, 76_500_000, Month(2021, 7)) == (
        len(rules),
        shandong.kind,
        shandong.cap_t(0),
        shandong.known_from,
    )


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("A,21,last_year,1,2021-04,", "caps.year_broken"),
        ("A,2021,half,1,2021-04,", "caps.rule_unknown"),
        (",2021,last_year,1,2021-04,", "caps.scope_missing"),
        ("A,2021,absolute,,2021-04,", "caps.value_missing"),
        ("A,2021,absolute,-1,2021-04,", "caps.value_negative"),
        ("A,2021,absolute,x,2021-04,", "table.number_broken"),
        ("A,2021,last_year,1,April,", "table.month_broken"),
        ("B,2021,last_year,1,2021-04,", "caps.row_doubled"),
    ],
)
def test_a_broken_rule_is_named(tmp_path: Path, row: str, code: str) -> None:
    file = tmp_path / "caps.csv"
    file.write_text(f"{HEAD}B,2021,last_year,,2021-04,\n{row}\n", "utf-8")
    with pytest.raises(InputRefused) as caught:
        read_caps(file)
    assert [(code, 3)] == [(finding.code, finding.place.row) for finding in caught.value.findings]


def test_a_column_bound_says_from_which_side(tmp_path: Path) -> None:
    file = tmp_path / "caps.csv"
    rows = ("A,2021,last_year,1,2021-04,floor", "A,2021,last_year,1,2021-04,cap", "B,2021,last_year,1,2021-04,")
    file.write_text("\n".join(("scope,year,rule,value,known_from,bound", *rows)), "utf-8")
    assert [Bound.FLOOR, Bound.CAP, Bound.CAP] == [rule.bound for rule in read_caps(file)]


def test_an_unknown_bound_is_named(tmp_path: Path) -> None:
    file = tmp_path / "caps.csv"
    file.write_text("scope,year,rule,value,known_from,bound\nA,2021,last_year,1,2021-04,above\n", "utf-8")
    with pytest.raises(InputRefused) as caught:
        read_caps(file)
    assert [("caps.bound_unknown", 2)] == [(finding.code, finding.place.row) for finding in caught.value.findings]
