"""What a password must be: long enough, and not one of those that are tried first; nothing is asked of its signs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from zhibiao.errors import UsageError
from zhibiao.procedures.ports import Person

SHORTEST, LONGEST = 12, 128
# What is left of a password without its guessable parts must still take that many guesses.
_LEAST_LEFT = 5
_RUNS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm")
_LOOKS_LIKE = str.maketrans("@$!013457", "asioleast")


def check_new_password(password: str, person: Person, *, common: Iterable[str]) -> None:
    """Refuse a password that is too short, too long or easily guessed.

    Args:
        password: as typed or pasted.
        person: whose; parts of the person's own name and id count for nothing.
        common: words that guesses begin with.

    Raises:
        UsageError: `auth.password_short`, `auth.password_long`, `auth.password_common`.
    """
    if len(password) < SHORTEST:
        raise UsageError("auth.password_short", least=SHORTEST)
    if len(password) > LONGEST:
        raise UsageError("auth.password_long", most=LONGEST)
    own = (person.id, person.name, *re.split(r"[\W_]+", person.id), person.enterprise, "zhibiao", "指标")
    if is_easily_guessed(password, [*common, *own]):
        raise UsageError("auth.password_common")


def is_easily_guessed(password: str, words: Iterable[str]) -> bool:
    """Whether little is left of a password without common words, runs of neighbouring signs and repeats.

    >>> is_easily_guessed("Passw0rd-2025!", ["password"]), is_easily_guessed("abcabcabcabc", [])
    (True, True)
    >>> is_easily_guessed("correct horse battery staple", ["password", "horse"])
    False
    """
    plain = password.casefold()
    known = sorted((word.casefold() for word in words if len(word) > 1), key=len, reverse=True)
    return any(_left(text, known) < _LEAST_LEFT for text in (plain, plain.translate(_LOOKS_LIKE)))


def _left(text: str, known: Iterable[str]) -> int:
    """How many different signs remain."""
    for word in known:
        text = text.replace(word, " ")
    for run in (*_RUNS, "01234567890"):
        text = _without_run(_without_run(text, run), run[::-1])
    # Years, dates and numbers at an end are what people add first.
    text = re.sub(r"\d{1,8}(?=[\W_]*$)|(?<![^\W_])\d{4,8}", " ", text)
    return len(set(re.sub(r"[\W_]+", "", text)))


def _without_run(text: str, run: str) -> str:
    """The text without pieces of four and more neighbours in that run."""
    for length in range(len(run), 3, -1):
        for start in range(len(run) - length + 1):
            text = text.replace(run[start : start + length], " ")
    return text
