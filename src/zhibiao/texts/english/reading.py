"""Reading an English text: from a clean page to the statements that it makes."""

from __future__ import annotations

import datetime as dt

from zhibiao.texts.english.actions import actions
from zhibiao.texts.english.agreements import agreements
from zhibiao.texts.english.certainty import weighed
from zhibiao.texts.english.figures import figures
from zhibiao.texts.english.page import open_english
from zhibiao.texts.english.projects import as_attributes, projects
from zhibiao.texts.english.repeats import without_repeats
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
    signed, built = agreements(page), projects(page)
    numbers = as_attributes(page, figures(page), built)
    status = [project.statement for project in built]
    tasks = [one for one in actions(page) if not any(_meet(one, other) for other in (*status, *signed))]
    found = sorted([*numbers, *status, *signed, *tasks], key=lambda one: (one.start, one.end))
    kept = without_repeats(found, page.layout)
    return weighed(page, sorted(kept, key=lambda one: (one.start, one.end)))


def _meet(one: Statement, other: Statement) -> bool:
    return one.start < other.end and other.start < one.end
