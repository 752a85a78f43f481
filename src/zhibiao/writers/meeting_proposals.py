"""Proposals before a meeting: each beside what is in force, in sums and enterprise by enterprise."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from zhibiao.allocation.decision.decision import Decision
from zhibiao.allocation.reasons.public_view import totals_of
from zhibiao.terms.enterprise import City
from zhibiao.terms.period import Month
from zhibiao.writers.word_table import Table
from zhibiao.writers.wording import Words, figure, signed


def compared_table(in_force: Decision | None, pending: Sequence[Decision], words: Words, *, number: int) -> Table:
    """What stands and what is proposed, a column each: sums, bounds met, tonnes moved, the price of the cap."""
    columns = [*([in_force] if in_force else []), *pending]
    heads = [*([words("meeting.in_force")] if in_force else []), *(_name(one, words) for one in pending)]
    keys = ("cap", "reserve", "given", "at_ceiling", "at_floor", "moved", "price")
    rows = [(words(f"meeting.row_{key}"), *(_cell(key, one, in_force, words) for one in columns)) for key in keys]
    return Table(
        title=words("meeting.compared_table", number=number),
        head=(words("head.total_item"), *heads),
        rows=tuple(rows),
        widths=(50, *(106 / len(columns) for _ in columns)),
        figures=frozenset(range(1, len(columns) + 1)),
    )


def changes_table(in_force: Decision | None, one: Decision, city: City, words: Words, *, number: int) -> Table:
    """Every enterprise of a proposal: quota now, proposed, and the change; the sum last."""
    now = {} if in_force is None else {share.enterprise: share.quota_t for share in in_force.shares}
    none = words("mark.none")
    rows = [
        (
            words.name(city[share.enterprise].name),
            figure(now[share.enterprise], 0) if share.enterprise in now else none,
            figure(share.quota_t, 0),
            signed(share.quota_t - now[share.enterprise]) if share.enterprise in now else none,
            words(f"bound.{share.binding}") if share.binding else none,
        )
        for share in one.shares
    ]
    before, given = sum(now.values()), sum(share.quota_t for share in one.shares)
    total = (
        words("total"),
        figure(before, 0) if now else none,
        figure(given, 0),
        signed(given - before) if now else none,
        "",
    )
    return Table(
        title=words("meeting.changes_table", number=number, name=_name(one, words)),
        unit=words("unit.line", unit=words("unit.mass_t")),
        head=tuple(words(f"meeting.head_{key}") for key in ("firm", "now", "proposed", "change", "binding")),
        rows=(*rows, total),
        widths=(52, 26, 26, 24, 28),
        figures=frozenset({1, 2, 3}),
        total=True,
        is_small=True,
        may_break=True,
    )


def _name(one: Decision, words: Words) -> str:
    key = "meeting.regulation" if one.is_regulation else "meeting.allocation"
    return words(key, id=one.id, month=words.month(Month.parse(one.month)) if one.month else "")


def _cell(key: str, one: Decision, in_force: Decision | None, words: Words) -> str:
    totals = totals_of(one)
    if key in ("cap", "reserve", "given"):
        return words.mass(getattr(totals, f"{key}_t"))
    if key in ("at_ceiling", "at_floor"):
        bound = key.removeprefix("at_")
        return str(sum(share.binding.startswith(bound) for share in one.shares))
    if key == "moved":
        return _moved(one, in_force, words)
    plan: Any = one.plan
    return (
        words("mark.none") if plan is None else words("meeting.price", price=figure(Decimal(plan["prices"]["cap"]), 2))
    )


def _moved(one: Decision, in_force: Decision | None, words: Words) -> str:
    """Tonnes that change hands against what is in force; nothing for what is in force itself."""
    if in_force is None or one is in_force:
        return words("mark.none")
    now = {share.enterprise: share.quota_t for share in in_force.shares}
    gains = (share.quota_t - now.get(share.enterprise, 0) for share in one.shares)
    return words.mass(sum(gain for gain in gains if gain > 0))
