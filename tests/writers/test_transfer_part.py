"""The part of a quota that was passed on: its name says nothing of groups, and its clause is the one on transfers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from allocation_sample import make_rulebook
from zhibiao.assemble.resources import catalogue
from zhibiao.policy.clause import clause_text
from zhibiao.terms.text import Language, Text
from zhibiao.writers.quota_words import part_clause, part_name
from zhibiao.writers.wording import Words


@pytest.mark.parametrize(("lang", "name"), [("zh", "企业间调剂"), ("en", "Transferred between enterprises")])
def test_its_name(lang: Language, name: str) -> None:
    assert name == part_name("transfer", rulebook=make_rulebook(), words=Words(catalogue(), lang))


def test_its_clause() -> None:
    plain = make_rulebook()
    speaking = replace(
        plain,
        clauses={**plain.clauses, "2": Text("企业之间可以调剂。", "Enterprises may pass quota on.")},
        clause_of={**plain.clause_of, "transfers": "2"},
        lets_pass_between_groups=True,
    )
    assert plain.clause_of["settlement"] == part_clause("transfer", rulebook=plain)
    assert "2" == part_clause("transfer", rulebook=speaking)
    assert plain.clause_of["settlement"] == part_clause("carry", rulebook=speaking)
    assert "企业之间可以调剂。" == clause_text(speaking, "2").zh
