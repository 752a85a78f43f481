"""A dirty page's text to the article, step by step; every character keeps its place in the raw text."""

from __future__ import annotations

from zhibiao.texts.clean.article import article
from zhibiao.texts.clean.boilerplate import Part, judge_of
from zhibiao.texts.clean.dates import published
from zhibiao.texts.clean.folding import folded
from zhibiao.texts.clean.lines import Line, lines_of, row_of
from zhibiao.texts.clean.lost import marked, restored
from zhibiao.texts.clean.numbers import whole_numbers
from zhibiao.texts.clean.pinyin import without_pinyin
from zhibiao.texts.clean.repeats import once
from zhibiao.texts.clean.simplify import simplified
from zhibiao.texts.clean.spam import without_spam
from zhibiao.texts.clean.titles import plain_titles
from zhibiao.texts.clean.traced import Traced, joined
from zhibiao.texts.clean.wraps import unwrapped, without_page_marks
from zhibiao.texts.cleaned import Cleaned
from zhibiao.texts.lexicon import Lexicon


def clean(raw: str, lexicon: Lexicon, source: Traced | None = None) -> Cleaned:
    """The article that a page's text holds: simplified, one paragraph a line, without what the page put about it.

    `source` is the text to clean where it is not `raw` itself but was taken from it (out of HTML), with its places in
    `raw`. A page of links only gives an empty text. Nothing is raised for any input.
    """
    text = without_pinyin(folded(Traced.of(raw) if source is None else source))
    text, meant = restored(whole_numbers(without_spam(simplified(text), lexicon)), lexicon)
    judge = judge_of(lexicon)
    lines = list(lines_of(text))
    parts = [judge.part(line) for line in lines]
    dated = published(line for line, part in zip(lines, parts, strict=True) if part in (Part.FIELD, Part.NOTICE))
    whole_lines = without_page_marks(unwrapped(list(zip(lines, parts, strict=True))))
    found = article([line for line, _ in whole_lines], [part for _, part in whole_lines])
    kept = once(plain_titles(found), lexicon)
    whole = whole_numbers(joined((_laid(line) for line in kept), "\n"))
    lost = tuple(marked(whole.places, meant))
    return Cleaned(raw=raw, text=whole.text, origin=whole.places, lost=lost, published=dated)


def _laid(line: Line) -> Traced:
    """The line as it is; a row with bars between its cells."""
    cells = line.cells()
    is_row = len(cells) >= 3 or "|" in line.text or (len(cells) == 2 and line.text.count("\t") > 1)
    return row_of(line.traced) if is_row else line.traced
