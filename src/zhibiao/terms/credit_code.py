"""Unified social credit codes (统一社会信用代码): eighteen characters, the last a check digit modulo 31."""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Digits and letters in the order of their values 0 to 30; I, O, S, V and Z are left out."""

LENGTH = 18


def check_character(first_17: str) -> str:
    """The eighteenth character that belongs to the first seventeen; ValueError when they are malformed.

    Source: GB 32100-2015, weights 3^i mod 31, check = 31 - (sum mod 31), 31 counting as 0.

    >>> check_character("91350100M000100Y4")
    '3'
    """
    if len(first_17) != LENGTH - 1 or any(character not in ALPHABET for character in first_17):
        raise ValueError(f"seventeen characters of the code alphabet are wanted, not {first_17!r}")
    total = sum(ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(first_17))
    return ALPHABET[-total % 31]


def is_well_formed(code: str) -> bool:
    """Whether the text has eighteen characters of the code's alphabet, whatever its check digit."""
    return len(code) == LENGTH and all(character in ALPHABET for character in code)


def has_right_check(code: str) -> bool:
    """Whether a well-formed code ends with the check character of its first seventeen."""
    return is_well_formed(code) and check_character(code[:-1]) == code[-1]
