"""The rule of the quarterly score: what is wrong with it is said, all at once."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from zhibiao.assemble.resources import DATA
from zhibiao.errors import InputRefused
from zhibiao.readers.scoring_csv import read_scoring
from zhibiao.register.follow_up.scoring import Outcome

_RULE = (DATA / "register" / "scoring.csv").read_text(encoding="utf-8")


def _read(folder: Path, text: str) -> list[str]:
    path = folder / "scoring.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputRefused) as refused:
        read_scoring(path)
    return [finding.code for finding in refused.value.findings]


def test_the_rule_that_comes_along_is_whole() -> None:
    scoring = read_scoring(DATA / "register" / "scoring.csv")
    assert set(Outcome) == set(scoring.clauses)
    assert Fraction(10) == scoring.points(Outcome.DONE_IN_TIME)
    assert "计10分" in scoring.clauses[Outcome.DONE_IN_TIME].text.zh


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("scoring.unknown", "stopped,", "halted,"),
        ("scoring.doubled", "stopped,", "overdue,"),
        ("scoring.no_clause", "已登记停止的，计0分。", ""),
        ("scoring.not_monotone", "done_late,6", "done_late,11"),
        ("scoring.not_monotone", "claimed,3", "claimed,9"),
        ("scoring.not_monotone", "moved_without_document,-3", "moved_without_document,3"),
        ("table.number_broken", "overdue,-5", "overdue,five"),
        ("table.number_broken", "overdue,-5", "overdue,"),
        ("table.column_missing", "code,points", "code,point"),
    ],
)
def test_a_rule_that_cannot_be_used_is_refused(tmp_path: Path, code: str, old: str, new: str) -> None:
    assert code in _read(tmp_path, _RULE.replace(old, new, 1))


def test_a_rule_that_lacks_an_outcome_says_which(tmp_path: Path) -> None:
    kept = "".join(line for line in _RULE.splitlines(keepends=True) if not line.startswith("held_up"))
    assert ["scoring.lacking"] == _read(tmp_path, kept)
