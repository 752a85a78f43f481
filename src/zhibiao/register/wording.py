"""Words as a register keeps them: without what nobody sees, without what commands a screen, and not without end."""

from __future__ import annotations

import unicodedata

from zhibiao.errors import ActRefused

# Joiners, blanks without width and fillers that a page carries along when it is copied: they say nothing.
_WITHOUT_WIDTH = frozenset("\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufe0e\ufe0f\ufeff")
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_ACTING = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
_LINES = frozenset("\n\t")
_SHOWN = 40


def is_unseen(sign: str) -> bool:
    """Whether a sign leaves nothing on paper, other than a blank: no width, a filler, or a mark of control.

    >>> [is_unseen(sign) for sign in ("\u200b", "\u202e", "炼")]
    [True, True, False]
    """
    return sign in _BLANK or sign in _WITHOUT_WIDTH or unicodedata.category(sign) in _ACTING


def kept_words(field: str, text: str, *, most: int, lines: bool = False) -> str:
    r"""Words as they are kept: what has no width is taken out, and what is invisible is stripped at the ends.

    Args:
        field: what the words are, for the finding.
        text: as somebody gave them.
        most: characters at most.
        lines: whether line ends and tabs may stand inside.

    >>> kept_words("title", "\u200b 建设废钢\u200b加工基地\u3000\n", most=300)
    '建设废钢加工基地'

    Raises:
        ActRefused: `register.control_character` with the character, `register.too_long` with the lengths.
    """
    bare = "".join(sign for sign in text.replace("\r\n", "\n") if sign not in _WITHOUT_WIDTH)
    kept = _stripped(bare)
    for place, sign in enumerate(kept, 1):
        if unicodedata.category(sign) in _ACTING and not (lines and sign in _LINES):
            raise ActRefused("register.control_character", field=field, character=f"U+{ord(sign):04X}", nth=place)
    if len(kept) > most:
        raise ActRefused("register.too_long", field=field, length=len(kept), most=most)
    return kept


def shortened(text: str) -> str:
    """The beginning of what somebody wrote, as a finding shows it.

    >>> shortened("9" * 5000) == "9" * 40 + "…"
    True
    """
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _stripped(text: str) -> str:
    first, last = 0, len(text)
    while first < last and _is_margin(text[first]):
        first += 1
    while first < last and _is_margin(text[last - 1]):
        last -= 1
    return text[first:last]


def _is_margin(sign: str) -> bool:
    return sign.isspace() or sign in _BLANK
