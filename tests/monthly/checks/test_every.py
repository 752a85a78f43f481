"""The list of checks: complete, named once, with codes that have texts, tolerances that exist and a source."""

from __future__ import annotations

import csv
from dataclasses import fields

import returns_sample as sample
from checked_returns import grounds
from zhibiao.monthly.checks.every import CHECKS
from zhibiao.monthly.standing import Tolerances


def test_each_check_says_what_it_asks_where_it_comes_from_and_what_it_reads() -> None:
    known = {field.name for field in fields(Tolerances)}
    assert len(CHECKS) == len({check.name for check in CHECKS})
    for check in CHECKS:
        assert check.asks.endswith("."), check.name
        assert check.source
        assert check.codes
        assert set(check.tolerances) <= known, check.name


def test_each_tolerance_is_read_by_some_check() -> None:
    read = {name for check in CHECKS for name in check.tolerances}
    assert set() == {field.name for field in fields(Tolerances)} - read


def test_each_code_has_its_text() -> None:
    codes = [code for check in CHECKS for code in check.codes]
    assert set(codes) <= _told()


def test_grounds_explain_codes_that_checks_give() -> None:
    given = {code for check in CHECKS for code in check.codes}
    assert set() == {code for ground in grounds() for code in ground.covers} - given


def _told() -> set[str]:
    found = set()
    for path in (sample.DATA / "messages").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            found |= {row["code"] for row in csv.DictReader(file)}
    return found
