"""Restatements and what was known at an instant, read from an open book, and figures as people read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from functools import cache

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.resources import dictionary, sectors
from zhibiao.monthly.standing import amount
from zhibiao.procedures.known_returns import KnownReturns, known_returns
from zhibiao.procedures.restatements import list_restatements
from zhibiao.procedures.touched import Touches
from zhibiao.terms.period import Period
from zhibiao.terms.text import Language, Text


def restatements(
    opened: OpenBook, *, enterprise: str, period: Period | None, since: dt.datetime | None
) -> tuple[Touches, ...]:
    """The restatements of a book with what rests on what they follow."""
    return list_restatements(opened.store, opened.city, sectors(), enterprise=enterprise, period=period, since=since)


def returns_known(
    opened: OpenBook, enterprise: str, *, period: Period | None, known_by: dt.datetime | None
) -> KnownReturns:
    """What an enterprise had filed by an instant."""
    return known_returns(opened.store, opened.city, enterprise, period=period, known_by=known_by)


def field_name(code: str) -> Text:
    """A field's name, or its code for one that the dictionary no longer has: books outlive it."""
    return dictionary()[code].name if code in dictionary() else Text(code, code)


def form_order(code: str) -> tuple[int, str]:
    """Where a field stands in the form, for sorting; one that the dictionary no longer has comes last."""
    return _places().get(code, len(_places())), code


@cache
def _places() -> dict[str, int]:
    return {field.code: place for place, field in enumerate(dictionary())}


def units_of(codes: Iterable[str]) -> dict[str, str]:
    """The unit inside of each field, by code."""
    return {code: dictionary()[code].unit.symbol for code in sorted(set(codes)) if code in dictionary()}


def shown_figure(value: Decimal | None, code: str, lang: Language) -> str:
    """A figure as people read it, a dash where there is none."""
    if value is None:
        return "—"
    return amount(value, dictionary()[code]).in_(lang) if code in dictionary() else f"{value:,f}"


def shown_step(before: Decimal | None, after: Decimal | None, code: str, lang: Language) -> tuple[str, str]:
    """Two figures as people read them; whole and in the unit inside where they would look alike and are not."""
    shown = shown_figure(before, code, lang), shown_figure(after, code, lang)
    if before == after or shown[0] != shown[1] or before is None or after is None:
        return shown
    unit = units_of([code]).get(code, "")
    return f"{before:,f} {unit}".rstrip(), f"{after:,f} {unit}".rstrip()
