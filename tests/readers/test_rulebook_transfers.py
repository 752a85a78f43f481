"""The `transfers` section of a rulebook file: read exactly, and each mistake named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhibiao.errors import RulebookRefused
from zhibiao.policy.rulebook import Rulebook
from zhibiao.readers.rulebook_yaml import read_rulebook, rulebook_plain

BUNDLED = Path(__file__).parents[1] / "policy" / "rulebook.yaml"
SECTION = 'transfers:\n  between_groups: true\n  clause: "10"\n'


def _read(tmp_path: Path, section: str = SECTION) -> Rulebook:
    path = tmp_path / "rules.yaml"
    path.write_text(BUNDLED.read_text(encoding="utf-8") + section, encoding="utf-8")
    return read_rulebook(path)


def test_it_is_read(tmp_path: Path) -> None:
    assert {"between_groups": True, "clause": "10"} == rulebook_plain(_read(tmp_path))["transfers"]
    assert not _read(tmp_path, SECTION.replace("true", "false")).lets_pass_between_groups


def test_without_it_the_hash_is_that_of_before(tmp_path: Path) -> None:
    assert read_rulebook(BUNDLED).source_sha256 == _read(tmp_path, "").source_sha256
    assert _read(tmp_path).source_sha256 != _read(tmp_path, "").source_sha256


@pytest.mark.parametrize(
    ("old", "new", "code", "key"),
    [
        ("true", "maybe", "yaml.wrong_type", "transfers.between_groups"),
        ("between_groups", "between", "yaml.key_missing", "transfers.between_groups"),
        ("between_groups", "between", "yaml.key_unknown", "transfers.between"),
        ('"10"', '"99"', "rulebook.clause_unknown", "transfers.clause"),
        ('  clause: "10"\n', "", "yaml.key_missing", "transfers.clause"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, old: str, new: str, code: str, key: str) -> None:
    with pytest.raises(RulebookRefused) as refused:
        _read(tmp_path, SECTION.replace(old, new))
    assert (code, key) in [(one.code, one.place.field) for one in refused.value.findings]
