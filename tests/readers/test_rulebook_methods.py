"""Rulebooks of other methods from their files: read whole, and every mistake in a number placed at its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhibiao.errors import RulebookRefused
from zhibiao.policy.plain import rulebook_hash, rulebook_of, rulebook_plain
from zhibiao.readers.rulebook_yaml import read_rulebook
from zhibiao.terms.finding import Finding

PLAIN = (Path(__file__).parents[1] / "policy" / "rulebook.yaml").read_text(encoding="utf-8")
NUMBERS = """\
  factor.leading: {unit: "1", clause: "6", values: {2025-01-01: "1.1"}}
  factor.D: {unit: "1", clause: "6", values: {2025-01-01: "0.9", 2025-07-01: "0.8"}}
  cut_most.nonconforming: {unit: "1", clause: "7", values: {2025-01-01: "0.5"}}
"""


def tiers(numbers: str = NUMBERS) -> str:
    """The rulebook of the tests under the method `tiers`: nothing scored, and some numbers set."""
    head, _, _ = PLAIN.partition("\nindicators:")
    lines = [line for line in head.splitlines(keepends=True) if "score_cap:" not in line and "tilt_beta:" not in line]
    text = "".join(lines).replace("rule: contribution_tilt", "rule: tiers")
    return text.replace("\nscope:", f"{numbers}\nscope:") + "\nindicators: []\nmultipliers: []\n"


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "rulebook.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_rulebook_of_tiers_is_read_and_comes_back_from_its_plain_form(tmp_path: Path) -> None:
    rulebook = read_rulebook(written(tmp_path, tiers()))
    assert ("tiers", ()) == (rulebook.method, rulebook.indicators)
    assert {"factor.leading", "factor.D", "cut_most.nonconforming"} <= set(rulebook.parameters)
    again = rulebook_of(rulebook_plain(rulebook))
    assert (rulebook, rulebook.source_sha256) == (again, rulebook_hash(again))


def refused(path: Path) -> list[Finding]:
    with pytest.raises(RulebookRefused) as error:
        read_rulebook(path)
    return list(error.value.findings)


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ('clause: "6", values: {2025-01-01: "1.1"}', 'clause: "6", values: {2025-01-01: "11"}', "value_out_of_range"),
        ('clause: "6", values: {2025-01-01: "1.1"}', 'clause: "6", values: {2025-01-01: "0.9"}', "factors_reversed"),
        ('clause: "6", values: {2025-01-01: "1.1"}', 'clause: "66", values: {2025-01-01: "1.1"}', "clause_unknown"),
    ],
)
def test_a_mistake_in_a_number_with_a_dot_is_placed_at_its_line(
    tmp_path: Path, before: str, after: str, code: str
) -> None:
    """`factor.leading: 0.9` lies below the factor 1 of the next tier, which is a default and has no line."""
    text = tiers().replace(before, after)
    (finding,) = refused(written(tmp_path, text))
    assert f"rulebook.{code}" == finding.code
    assert text.splitlines()[finding.place.line - 1].strip().startswith("factor.leading")


def test_a_number_that_cannot_be_read_names_its_clause_and_line(tmp_path: Path) -> None:
    text = tiers().replace('2025-07-01: "0.8"', "2025-07-01: much")
    (finding,) = refused(written(tmp_path, text))
    assert ("6", True) == (finding.place.clause, "factor.D" in text.splitlines()[finding.place.line - 1])
