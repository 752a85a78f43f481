"""Whether what a sentence says is over, stands now, or lies ahead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from zhibiao.texts.english.pieces import Piece
from zhibiao.texts.english.words import last_match, phrases, whole
from zhibiao.texts.lexicon import Lexicon


class Tense(StrEnum):
    """Where a piece stands to the time of its page."""

    OVER = "over"
    PRESENT = "present"
    AHEAD = "ahead"
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True)
class _Grammar:
    ahead: re.Pattern[str]
    reached: re.Pattern[str]
    outlook: re.Pattern[str]
    present: re.Pattern[str]
    over: re.Pattern[str]


_PRESENT = (
    r"is|are|has(?!\s\w+(?:ed|en|own|one|ade|ut|uilt)\b)|have(?!\s\w+(?:ed|en|own|one|ade|ut|uilt)\b)|holds|hold|produces|produce|"
    r"accounts?|makes|consumes|exports|employs|operates|owns|supplies|contains|stands|lies|covers|comprises|represents|"
    r"includes|runs|ranks|houses|hosts|remains|spans|imports(?=\s\d)"
)


def _grammar(lexicon: Lexicon) -> _Grammar:
    return _Grammar(
        whole(phrases(lexicon, "modality_en", "future")),
        whole(phrases(lexicon, "modality_en", "reached")),
        whole(phrases(lexicon, "modality_en", "past_outlook")),
        re.compile(rf"(?<![\w-])(?:{_PRESENT})(?![\w-])"),
        re.compile(
            r"(?<![\w-])(?:was|were|had|fell|rose|grew|dropped|reached|hit|totalled|totaled|stood|came|climbed|jumped|declined|"
            r"slipped|produced|exported|imported|added|cut|closed|shut|built|completed|edged|surged|saw|\w+ed)(?![\w-])"
        ),
    )


def tense_of(text: str, sentence_start: int, piece: Piece, at: int, end: int, lexicon: Lexicon) -> Tense:
    """The tense of what stands at `at` in a piece, by the nearest words before it that tell."""
    grammar = lexicon.once(_grammar)
    if grammar.reached.search(text, sentence_start, piece.end):
        return Tense.OVER
    if grammar.outlook.search(text, piece.start, piece.end):
        return Tense.OVER
    own = _said(text, piece.start, at, grammar)
    if own is not None:
        return own
    if not piece.own and sentence_start < piece.start:
        before = _said(text, sentence_start, piece.start, grammar)
        if before is not None:
            return before
    behind = _said(text, end, piece.end, grammar)
    return behind or Tense.UNSAID


def _said(text: str, start: int, end: int, grammar: _Grammar) -> Tense | None:
    ahead = last_match(grammar.ahead, text, start, end)
    if ahead:
        return Tense.AHEAD
    over, present = last_match(grammar.over, text, start, end), last_match(grammar.present, text, start, end)
    if over and (not present or over.start() > present.start()) and not _is_adjective(text, over):
        return Tense.OVER
    if present:
        return Tense.PRESENT
    return None


def _is_adjective(text: str, over: re.Match[str]) -> bool:
    """`an estimated 3bn`, `combined capacity`: a participle before its noun."""
    return bool(re.search(r"\b(?:an?|the|of|its|with)\s$", text[max(0, over.start() - 6) : over.start()]))
