"""Reading an English text: from a clean page to the statements that it makes."""

from __future__ import annotations

import datetime as dt

from zhibiao.texts.english.figures import EnglishPage, figures
from zhibiao.texts.english.laying import lay_out_english
from zhibiao.texts.english.numbers import amounts_of
from zhibiao.texts.english.parties import parties_of
from zhibiao.texts.english.pieces import pieces_of
from zhibiao.texts.english.times import mentions_of
from zhibiao.texts.layout import Role
from zhibiao.texts.lexicon import Lexicon
from zhibiao.texts.statement import Statement


def read_english(text: str, *, published: dt.date | None, lexicon: Lexicon) -> list[Statement]:
    """Every statement of a clean English text, in the order of the text.

    Args:
        text: the article, one paragraph a line.
        published: the date of publication, by which relative times resolve; None leaves these periods null.
        lexicon: the tables, of which those that end in `_en` are read.
    """
    page = open_english(text, published=published, lexicon=lexicon)
    return sorted(figures(page), key=lambda one: (one.start, one.end))


def open_english(text: str, *, published: dt.date | None, lexicon: Lexicon) -> EnglishPage:
    """The text with its layout, times, numbers, parties and pieces."""
    layout = lay_out_english(text, lexicon)
    times = mentions_of(text, published=published, lexicon=lexicon)
    title_end = layout.lines[0].end if layout.lines and layout.lines[0].role is Role.TITLE else 0
    return EnglishPage(
        layout=layout,
        lexicon=lexicon,
        published=published,
        times=times,
        amounts=amounts_of(text, times, lexicon),
        parties=parties_of(text, title_end, lexicon),
        pieces=pieces_of(layout, lexicon),
    )
