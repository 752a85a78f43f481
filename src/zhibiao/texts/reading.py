"""A cleaned text read into statements: the page made, every reader asked, what they found made one."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity
from zhibiao.texts.acting import with_actors, with_builder, with_place
from zhibiao.texts.actions import actions, without_figures
from zhibiao.texts.agreements import agreements
from zhibiao.texts.certainty import weighed
from zhibiao.texts.cleaned import Cleaned
from zhibiao.texts.english import read_english
from zhibiao.texts.figures import figures
from zhibiao.texts.joining import joined
from zhibiao.texts.laying import lay_out
from zhibiao.texts.layout import Layout
from zhibiao.texts.lexicon import Lexicon
from zhibiao.texts.page import Page
from zhibiao.texts.parties import parties_of
from zhibiao.texts.projects import as_attributes, projects
from zhibiao.texts.quantities import quantities
from zhibiao.texts.quantity import Quantity
from zhibiao.texts.statement import Statement
from zhibiao.texts.times import times_of

CHINESE, ENGLISH = "zh", "en"
_HAN = re.compile(r"[㐀-鿿]")
_LATIN = re.compile(r"[A-Za-z]+")
_WORD_OF_ENGLISH = 2  # a word of English carries about as much as two characters of Chinese
_TOLD_LOST = 3
_MOST_IN_LINE, _MOST_IN_PAGE = 2_000, 10_000
_LONGEST_LINE = 30_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The statements of a text in its order, its language (`zh`, `en`), the date they were read by, and findings."""

    statements: tuple[Statement, ...]
    language: str
    published: dt.date | None
    findings: tuple[Finding, ...] = ()


def read(cleaned: Cleaned, *, published: dt.date | None, lexicon: Lexicon) -> Reading:
    """Read a cleaned text into statements.

    Args:
        cleaned: the text, each character with its place in the raw one.
        published: date of publication, by which relative years resolve; None takes the date that the page states,
            and without one such years stay unknown.
        lexicon: the tables of words.
    """
    date = published or _stated(cleaned)
    language = language_of(cleaned.text)
    unread = 0
    if language == ENGLISH:
        statements = _read_english(cleaned, published=date, lexicon=lexicon)
    else:
        page, unread = _page(cleaned.text, published=date, lexicon=lexicon)
        statements = _read_chinese(page, cleaned)
    return Reading(
        statements=tuple(one for one in statements if one.start < one.end),
        language=language,
        published=date,
        findings=tuple(_findings(cleaned, date, statements, unread)),
    )


def nothing_left(text: str) -> tuple[Finding, ...]:
    """The finding about a cleaned text that is empty; none about any other."""
    return () if text.strip() else (Finding(code="texts.nothing_left", severity=Severity.QUERY, place=Place()),)


def language_of(text: str) -> str:
    """`en` where words of English outweigh Chinese characters, else `zh`.

    >>> language_of("粗钢产量(crude steel)1000万吨"), language_of("Crude steel output rose 3 %")
    ('zh', 'en')
    """
    han = len(_HAN.findall(text))
    latin = sum(1 for _ in _LATIN.finditer(text))
    return ENGLISH if latin * _WORD_OF_ENGLISH > han else CHINESE


def _page(text: str, *, published: dt.date | None, lexicon: Lexicon) -> tuple[Page, int]:
    """The page laid open, and how many of its numbers are left unread because a line or the page holds too many."""
    borne = _without_overlong(text)
    layout, found = lay_out(borne, lexicon), quantities(borne, lexicon)
    kept = tuple(islice(_bearable(layout, found), _MOST_IN_PAGE))
    return Page(layout=layout, lexicon=lexicon, published=published, quantities=kept), len(found) - len(kept)


def _without_overlong(text: str) -> str:
    """The text with what no paragraph is long enough to hold made empty lines, every other character in its place."""
    lines = text.split("\n")
    if all(len(line) <= _LONGEST_LINE for line in lines):
        return text
    return "\n".join(line[:_LONGEST_LINE] + "\n" * max(0, len(line) - _LONGEST_LINE) for line in lines)


def _bearable(layout: Layout, found: Sequence[Quantity]) -> Iterator[Quantity]:
    """The numbers that are read: no paragraph or page that a person wrote holds more."""
    of_line: Counter[int] = Counter()
    for one in found:
        line = layout.line_at(one.start)
        of_line[line] += 1
        if of_line[line] <= _MOST_IN_LINE:
            yield one


def _read_chinese(page: Page, cleaned: Cleaned) -> tuple[Statement, ...]:
    times, parties = times_of(page), parties_of(page)
    named = projects(page, times, parties)
    told = [
        with_place(with_actors(one, named, parties), parties)
        for one in as_attributes(figures(page, times, parties), named)
    ]
    found = joined(
        page.layout,
        figures=told,
        tasks=without_figures(actions(page, times, parties), told),
        projects=named.statements,
        agreements=agreements(page, times, parties),
    )
    built = (with_builder(one, parties) for one in found)
    return tuple(weighed(one, layout=page.layout, times=times, cleaned=cleaned) for one in built)


def _read_english(cleaned: Cleaned, *, published: dt.date | None, lexicon: Lexicon) -> tuple[Statement, ...]:
    text = _without_overlong(cleaned.text)
    layout = lay_out(text, lexicon)
    found = read_english(text, published=published, lexicon=lexicon)
    return tuple(weighed(one, layout=layout, times=None, cleaned=cleaned) for one in found)


def _stated(cleaned: Cleaned) -> dt.date | None:
    try:
        return dt.date.fromisoformat(cleaned.published) if cleaned.published else None
    except ValueError:
        return None


def _findings(cleaned: Cleaned, date: dt.date | None, statements: tuple[Statement, ...], unread: int) -> list[Finding]:
    """What a person who reviews the statements has to know of the text as a whole."""
    if nothing := nothing_left(cleaned.text):
        return list(nothing)
    found = []
    overlong = max(map(len, cleaned.text.split("\n")))
    if overlong > _LONGEST_LINE:
        facts = {"longest": overlong, "limit": _LONGEST_LINE}
        found.append(Finding(code="texts.line_too_long", severity=Severity.QUERY, place=Place(), facts=facts))
    if unread:
        facts = {"count": unread, "line": _MOST_IN_LINE, "page": _MOST_IN_PAGE}
        found.append(Finding(code="texts.too_many_numbers", severity=Severity.QUERY, place=Place(), facts=facts))
    without = sum(one.period is None for one in statements)
    if date is None and without:
        facts = {"count": without, "all": len(statements)}
        found.append(Finding(code="texts.date_unknown", severity=Severity.NOTE, place=Place(), facts=facts))
    lost = [one.at for one in cleaned.lost if not one.restored]
    if lost:
        words = "、".join(cleaned.text[max(0, at - 4) : at + 5].replace("\n", " ") for at in lost[:_TOLD_LOST])
        told: dict[str, object] = {"count": len(lost), "words": words}
        found.append(Finding(code="texts.characters_lost", severity=Severity.NOTE, place=Place(), facts=told))
    return found
