"""Text that leaves in tables: a spreadsheet must never take a word for a formula, nor a reader keep the mark on it."""

from __future__ import annotations

import re

_MARK = "'"
# What is skipped before the first letter counts: blanks, controls, marks of order and joiners.
_SKIPPED = r"[\x00-\x20\x7f-\xa0\u00ad\u061c\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]*"
_FORMULA = re.compile(rf"(?:[\t\r\n]|{_SKIPPED}[=+\-@＝＋－＠])", re.DOTALL)
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet may take the text for a formula; a plain signed number and a lone dash are harmless.

    >>> [is_formula_like(text) for text in ("=1+1", " @SUM(A1)", "＝1", "-500", "-", "A=B")]
    [True, True, True, False, False, False]
    """
    if _NUMBER.fullmatch(text) or (len(text.strip()) <= 1 and not text.startswith(("\t", "\r", "\n"))):
        return False
    return _FORMULA.match(text) is not None


def as_cell_text(text: str) -> str:
    """The text as a .csv holds it: with a leading apostrophe where a spreadsheet would run it.

    A text that is one already marked gets a second mark, so that taking one off always gives back what was written.

    >>> as_cell_text("=1+1"), as_cell_text("-500"), from_cell_text(as_cell_text("'=1"))
    ("'=1+1", '-500', "'=1")
    """
    return _MARK + text if is_formula_like(text.lstrip(_MARK)) else text


def from_cell_text(text: str) -> str:
    """The text without the mark that `as_cell_text` put before it; any other text as it is."""
    return text[1:] if text.startswith(_MARK) and is_formula_like(text.lstrip(_MARK)) else text
