"""The check character of unified social credit codes."""

from __future__ import annotations

import pytest

from zhibiao.terms.credit_code import ALPHABET, check_character, has_right_check, is_well_formed


def test_the_standard_s_own_example() -> None:
    assert check_character("91350100M000100Y4") == "3"
    assert has_right_check("91350100M000100Y43")


@pytest.mark.parametrize("place", range(18))
def test_every_single_wrong_character_is_noticed(place: int) -> None:
    code = "91350100M000100Y43"
    others = [code[:place] + character + code[place + 1 :] for character in ALPHABET if character != code[place]]
    assert not any(has_right_check(other) for other in others)


@pytest.mark.parametrize(
    "code", ["", "91350100M000100Y4", "91350100M000100Y4I", "91350100m000100y43", "９1350100M000100Y43"]
)
def test_what_is_no_code_at_all(code: str) -> None:
    assert not is_well_formed(code)
    assert not has_right_check(code)


def test_seventeen_characters_are_wanted() -> None:
    with pytest.raises(ValueError, match="seventeen"):
        check_character("123")
