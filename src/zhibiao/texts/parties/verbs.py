"""What follows a subject and never begins a name: words of will and time, verbs."""

from __future__ import annotations

import re

from zhibiao.texts.lexicon import Lexicon, any_of


def doing(lexicon: Lexicon) -> re.Pattern[str]:
    """Words of will and time, and the verbs of actions but those of one character, which begin too many nouns."""
    return any_of([*(term.word for term in lexicon.terms("institutions", "doing")), *_verbs(lexicon)])


def whole_verbs(lexicon: Lexicon) -> re.Pattern[str]:
    """Those of two characters and more."""
    words = [term.word for term in lexicon.terms("institutions", "doing") if len(term.word) > 1]
    return any_of([*words, *_verbs(lexicon)])


def _verbs(lexicon: Lexicon) -> list[str]:
    return [term.word for term in lexicon.tables.get("actions", ()) if len(term.word) > 1]
