"""The part `pacing:` as it stands in a file: read whole, or refused with line and clause of every mistake."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from zhibiao.errors import RulebookRefused
from zhibiao.policy.pacing_part import Concern, PacingPart, Party, SeasonUnit
from zhibiao.policy.plain import rulebook_of, rulebook_plain
from zhibiao.readers.rulebook_yaml import read_rulebook

SAMPLE = Path(__file__).parents[1] / "policy" / "rulebook.yaml"
PART = """
pacing:
  seasons:
    - {for: "*", since: 2025-01-01, unit: daily_indices, clause: 1,
       values: ["1", 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, "1.001"]}
  leave_out_years: {years: [2021, 2022], clause: 1}
  overrun: {green: "0", blue: "0.01", orange: "0.03", clause: 1}
  release: {margin: "0.01", months: 3, clause: 1}
  asks:
    - {on: overrun, colour: orange, of: enterprise, act: written_plan, working_days: 7, clause: 1}
"""


def _file(tmp_path: Path, part: str) -> Path:
    path = tmp_path / "rulebook.yaml"
    path.write_text(SAMPLE.read_text(encoding="utf-8") + part, encoding="utf-8")
    return path


def test_the_part_is_read_whole(tmp_path: Path) -> None:
    rulebook = read_rulebook(_file(tmp_path, PART))
    part = rulebook.pacing
    assert SeasonUnit.DAILY_INDICES is part.seasons[0].unit
    assert (Decimal("1.001"), "1") == (part.seasons[0].values[-1], part.seasons[0].clause)
    assert part.left_out is not None
    assert (2021, 2022) == part.left_out.years
    assert part.release is not None
    assert (Decimal("0.01"), 3) == (part.release.margin, part.release.months)
    assert 7 == part.asked(Concern.OVERRUN, "orange", Party.ENTERPRISE)[0].working_days
    assert rulebook == rulebook_of(rulebook_plain(rulebook))


@pytest.mark.parametrize(
    ("written", "instead", "code", "key"),
    [
        ('"1.001"]', "1.001]", "yaml.wrong_type", "pacing.seasons[0].values"),
        ('"1.001"]', '"x"]', "yaml.wrong_type", "pacing.seasons[0].values"),
        (', "1.001"]', "]", "pacing.season_not_twelve", "pacing.seasons[0].values"),
        ("unit: daily_indices", "unit: days", "yaml.not_one_of", "pacing.seasons[0].unit"),
        ("since: 2025-01-01", "since: soon", "yaml.wrong_type", "pacing.seasons[0].since"),
        ("on: overrun", "on: heat", "yaml.not_one_of", "pacing.asks[0].on"),
        ("months: 3", "months: 0", "yaml.too_small", "pacing.release.months"),
        ("leave_out_years", "leave_out", "yaml.key_unknown", "pacing.leave_out"),
    ],
)
def test_a_mistake_is_refused_with_its_line(tmp_path: Path, written: str, instead: str, code: str, key: str) -> None:
    assert PART.count(written) == 1
    path = _file(tmp_path, PART.replace(written, instead))
    with pytest.raises(RulebookRefused) as refused:
        read_rulebook(path)
    found = refused.value.findings
    assert (code, key) in [(one.code, one.place.field or one.facts["key"]) for one in found]
    line = path.read_text(encoding="utf-8").partition("\npacing:")[0].count("\n") + 1
    line += PART.partition(written)[0].count("\n")
    assert line in [one.place.line for one in found]


@pytest.mark.parametrize("page", ["pacing", "verdict"])
def test_the_examples_of_the_documents_may_be_used(tmp_path: Path, page: str) -> None:
    text = (Path(__file__).parents[2] / "docs" / "maths" / f"{page}.md").read_text(encoding="utf-8")
    example = text.partition("```yaml\n")[2].partition("```")[0]
    rulebook = read_rulebook(_file(tmp_path, "\n" + example.replace('clause: "12"', "clause: 1")))
    assert PacingPart() != rulebook.pacing
