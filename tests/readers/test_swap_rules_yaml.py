"""Files of swap rules: what is wrong is named with its line."""

from pathlib import Path

import pytest

from zhibiao.errors import InputRefused
from zhibiao.readers.swap_rules_yaml import read_swap_rules

TEXT = """\
sector: steel
sources:
  - {id: a, title: {zh: 甲}, address: "https://example.org", read: press}
cases:
  - {code: ordinary, name: {zh: 一般}}
regimes:
  - id: one
    status: in_force
    since: "2021-06-01"
    source: a
    rules:
      - {case: ordinary, regions: [key], ratio: "3/2"}
suspensions:
  - {regime: one, since: "2024-08-23", source: a}
"""


def test_read(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(TEXT, encoding="utf-8")
    rules = read_swap_rules(path)
    assert ("steel", "3/2") == (rules.sector, str(rules.regimes[0].rules[0].ratio))


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (('"3/2"', '"3/0"'), 12),
        (('"3/2"', '"0.9"'), 12),
        (("[key]", "[moon]"), 12),
        (("case: ordinary, regions", "case: other, regions"), 12),
        (('since: "2021-06-01"', 'since: "June 2021"'), 9),
        (("read: press", "read: hearsay"), 3),
        (("source: a\n    rules", "source: b\n    rules"), 10),
        (("regime: one", "regime: two"), 14),
    ],
)
def test_mistakes(tmp_path: Path, change: tuple[str, str], line: int) -> None:
    path = tmp_path / "rules.yaml"
    assert TEXT.count(change[0]) == 1
    path.write_text(TEXT.replace(*change), encoding="utf-8")
    with pytest.raises(InputRefused, match=r"yaml\.refused") as refused:
        read_swap_rules(path)
    assert [line] == [finding.place.line for finding in refused.value.findings]
