"""What a rulebook says of transfers: its plain form, the hash of those that say nothing, and its clause."""

from __future__ import annotations

from dataclasses import replace

import pytest

from allocation_sample import make_rulebook
from zhibiao.policy.plain import rulebook_hash, rulebook_of, rulebook_plain
from zhibiao.policy.review import review
from zhibiao.policy.rulebook import Rulebook


def _speaking(*, between: bool, clause: str = "1") -> Rulebook:
    plain = make_rulebook()
    spoken = replace(plain, lets_pass_between_groups=between, clause_of={**plain.clause_of, "transfers": clause})
    return replace(spoken, source_sha256=rulebook_hash(spoken))


@pytest.mark.parametrize("between", [True, False])
def test_it_is_part_of_the_plain_form_and_read_back(between: bool) -> None:
    rulebook = _speaking(between=between)
    assert {"between_groups": between, "clause": "1"} == rulebook_plain(rulebook)["transfers"]
    assert rulebook == rulebook_of(rulebook_plain(rulebook))
    assert () == review(rulebook)


def test_a_rulebook_that_says_nothing_keeps_its_form() -> None:
    assert "transfers" not in rulebook_plain(make_rulebook())
    assert not rulebook_of(rulebook_plain(make_rulebook())).lets_pass_between_groups


def test_to_allow_and_to_forbid_are_different_rules() -> None:
    hashes = {rulebook_hash(one) for one in (make_rulebook(), _speaking(between=True), _speaking(between=False))}
    assert 3 == len(hashes)


def test_its_clause_has_to_exist() -> None:
    found = review(_speaking(between=True, clause="99"))
    assert [("rulebook.clause_unknown", "transfers.clause")] == [(one.code, one.place.field) for one in found]
