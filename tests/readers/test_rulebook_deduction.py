"""The `deduction` section of a rulebook file: read exactly, and each mistake named with its line."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from zhibiao.errors import RulebookRefused
from zhibiao.policy.rulebook import Rulebook
from zhibiao.readers.rulebook_yaml import read_rulebook

BUNDLED = Path(__file__).parents[1] / "policy" / "rulebook.yaml"
SECTION = """
deduction:
  clause: "10"
  slices:
    - {up_to: "0.10", factor: "1.0"}
    - {up_to: "0.20", factor: "1.2"}
    - {factor: "2.0"}
"""
PARAMETERS = """
  payback_years: {unit: year, clause: "10", values: {2025-01-01: 2}}
  payback_most_share: {unit: "1", clause: "10", values: {2025-01-01: "0.2"}}
  interim_share: {unit: "1", clause: "10", values: {2025-01-01: "0"}}
"""


def _read(tmp_path: Path, section: str = SECTION) -> Rulebook:
    text = BUNDLED.read_text(encoding="utf-8").replace("recall_unused_and_debt", "recall_and_deduct")
    text = text.replace("parameters:\n", f"parameters:{PARAMETERS}", 1) + section
    path = tmp_path / "rules.yaml"
    path.write_text(text, encoding="utf-8")
    return read_rulebook(path)


def test_slices_are_read_exactly(tmp_path: Path) -> None:
    rulebook = _read(tmp_path)
    assert [("0.10", "1.0"), ("0.20", "1.2"), ("None", "2.0")] == [
        (str(one.up_to), str(one.factor)) for one in rulebook.deduction
    ]
    assert "10" == rulebook.clause_of["deduction"]
    assert Decimal("0.2") == rulebook.number("payback_most_share", rulebook.expires)


@pytest.mark.parametrize(
    ("old", "new", "code", "key", "line"),
    [
        ('{factor: "2.0"}', "{factor: 2.0}", "yaml.wrong_type", "deduction.slices[2].factor", "factor: 2.0"),
        ('{factor: "2.0"}', '{up_to: "0.5"}', "yaml.key_missing", "deduction.slices[2].factor", '{up_to: "0.5"}'),
        ("  slices:", "  steps:", "yaml.key_unknown", "deduction.steps", "  steps:"),
        ('"0.20"', '"0.10"', "rulebook.slices_unordered", "deduction.slices[1].up_to", 'factor: "1.2"'),
        ('"1.2"', '"0.8"', "rulebook.slice_factor_low", "deduction.slices[1].factor", 'factor: "0.8"'),
        (
            '{factor: "2.0"}',
            '{up_to: "0.5", factor: "2.0"}',
            "rulebook.slices_open_end",
            "deduction.slices[2]",
            '"0.5"',
        ),
        ('clause: "10"', 'clause: "99"', "rulebook.clause_unknown", "deduction.clause", 'clause: "99"'),
    ],
)
def test_mistakes_are_named_with_their_line(tmp_path: Path, old: str, new: str, code: str, key: str, line: str) -> None:
    assert old in SECTION
    with pytest.raises(RulebookRefused) as refused:
        _read(tmp_path, SECTION.replace(old, new))
    found = {(one.code, one.place.field): one.place.line for one in refused.value.findings}
    assert (code, key) in found
    lines = (tmp_path / "rules.yaml").read_text(encoding="utf-8").splitlines()
    assert line in lines[found[code, key] - 1]
