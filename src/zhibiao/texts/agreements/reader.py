"""Reads the signings of a page: one statement for each document signed, told again or not."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zhibiao.texts.agreements.sides import SideFinder
from zhibiao.texts.agreements.titles import Signing, SigningFinder
from zhibiao.texts.layout import Clause, Role
from zhibiao.texts.page import Page
from zhibiao.texts.statement import Statement, StatementKind

if TYPE_CHECKING:
    from zhibiao.texts.parties import Parties
    from zhibiao.texts.times import Times


_LONGEST_CLAUSE = 400
_MORE = re.compile(r"(?:还|另|又)(?:分别|共同|现场)?$")
_REMEMBERED = 60  # documents back that a text still speaks of; bounds the work on hostile input


@dataclass(slots=True, kw_only=True)
class _Told:
    """One document signed, with the places that tell of it."""

    title: str
    is_titled: bool
    places: list[tuple[int, int, bool]] = field(default_factory=list)
    sides: tuple[str, ...] = ()


def agreements(page: Page, times: Times, parties: Parties) -> list[Statement]:
    """The agreements signed on a page, in the order of the text; a headline or later mention is a repeat."""
    told = _gathered(page)
    return [_statement(one, times, parties) for one in told]


def _gathered(page: Page) -> list[_Told]:
    finder, sides = SigningFinder(page.lexicon), SideFinder(page.lexicon)
    found: list[_Told] = []
    for clause in page.layout.clauses:
        line = page.layout.lines[clause.line]
        if line.role in {Role.MARGIN, Role.ROW} or clause.end - clause.start > _LONGEST_CLAUSE:
            continue
        signing = finder.find(page.text, clause.start, clause.end)
        if signing:
            _add(found, signing, clause, sides, in_body=line.role not in {Role.TITLE, Role.HEADING})
    return _headline_joined(found)


def _headline_joined(found: list[_Told]) -> list[_Told]:
    """A headline tells of what the text tells: its general words (合作协议) are no document of their own."""
    body = [one for one in found if any(in_body for _, _, in_body in one.places)]
    if not body:
        return found
    for one in found:
        if not any(in_body for _, _, in_body in one.places):
            body[0].places.extend(one.places)
    return body


def _add(found: list[_Told], signing: Signing, clause: Clause, sides: SideFinder, *, in_body: bool) -> None:
    for title in signing.titles:
        named = sides.in_title(title) or sides.between(signing.before)
        is_more = bool(_MORE.search(signing.before)) and all(known.title != title for known in found[-_REMEMBERED:])
        one = None if is_more else _same(found, title, is_titled=signing.is_titled, sides=named)
        if one is None:
            one = _Told(title=title, is_titled=signing.is_titled)
            found.append(one)
        elif signing.is_titled and not one.is_titled:
            one.title, one.is_titled = title, True
        elif len(title) > len(one.title) and not one.is_titled:
            one.title = title
        if len(named) > len(one.sides) or (signing.is_titled and sides.in_title(title)):
            one.sides = named
        one.places.append((clause.start, clause.end, in_body))


def _same(found: list[_Told], title: str, *, is_titled: bool, sides: tuple[str, ...]) -> _Told | None:
    """The document already told that this title means: the same title, or one of them without a name of its own."""
    for one in reversed(found[-_REMEMBERED:]):
        if one.title == title:
            if len(one.sides) >= 2 and len(sides) >= 2 and not _share(one.sides, sides):
                continue
            return one
        if one.is_titled and is_titled:
            continue
        if _core(one.title) in _core(title) or _core(title) in _core(one.title):
            if len(one.sides) >= 2 and len(sides) >= 2 and not _share(one.sides, sides):
                continue
            return one
    return None


def _share(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    return any(a in b or b in a or a[:2] == b[:2] for a in left for b in right)


def _core(title: str) -> str:
    return re.sub(r"战略|框架|全面|深化|年度|(?:19|20)\d\d年?|协议书?$|备忘录$|合同书?$", "", title)


def _statement(one: _Told, times: Times, parties: Parties) -> Statement:
    body = [place for place in one.places if place[2]]
    start, end, _ = (body or one.places)[0]
    rest = tuple((a, b) for a, b, _ in one.places if (a, b) != (start, end))
    told = parties.actors_of(start, end)
    sides = one.sides if len(one.sides) >= 2 or len(told) < 2 else told
    return Statement(
        kind=StatementKind.AGREEMENT,
        subject=one.title,
        period=times.date_of(start, end) or times.period_of(start, end),
        actors=tuple(sides),
        place=parties.place_of(start, end),
        start=start,
        end=end,
        repeats=rest,
        confidence=0.9 if len(sides) >= 2 else 0.75,
        because=("texts.because.signed", *(() if len(sides) >= 2 else ("texts.because.sides_unclear",))),
    )
