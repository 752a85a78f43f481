"""Counted goals (so many workshops, so many firms): every item by its name, once, and only what is shown counts."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from zhibiao.register.commitment import Terms
from zhibiao.register.deeds import Claim
from zhibiao.register.progress.named import Named, Shown, named_items
from zhibiao.register.progress.promise import promise_of
from zhibiao.register.progress.reports import Word, said, word_of
from zhibiao.register.progress.scale import unit_of
from zhibiao.register.progress.values import Because, Found, Items, Measure, State
from zhibiao.register.register import Commitment


def found_of_counted(commitment: Commitment, *, on: dt.date) -> Found:
    """How a counted goal stands: reached by shown items alone, claimed where unshown ones or a report make it up."""
    items = items_of(named_items(commitment, on=on), promised=promised_items(commitment))
    word = word_of(commitment, on=on)
    promised = items.promised
    reached = Fraction(items.evidenced)
    measure = Measure(
        reached=reached,
        promised=None if promised is None else Fraction(promised),
        unit=_unit(commitment.terms),
        share=reached / promised if promised else None,
        met=None if promised is None else items.evidenced >= promised,
        as_of=on,
    )
    over = commitment.terms.due is not None and commitment.terms.due < on
    state = _state(items, word, over=over)
    return Found(state=state, measure=measure, items=items, because=(*counted_because(items), *_said(word, state)))


def _said(word: Word | None, state: State) -> tuple[Because, ...]:
    """The reason that a report is; documents of the report alone show no item."""
    told = said(word)
    by_items = word is not None and word.report.claim is Claim.DONE and word.evidence and state is not State.DONE
    return tuple(replace(one, code="progress.done_by_items") for one in told) if by_items else told


def items_of(named: Sequence[Named], *, promised: int | None) -> Items:
    """The count of named items by what is known of them."""
    counts = Counter(one.shown for one in named)
    return Items(
        promised=promised,
        named=len(named),
        evidenced=counts[Shown.EVIDENCED],
        claimed=counts[Shown.CLAIMED],
        planned=counts[Shown.PLANNED],
        dropped=counts[Shown.DROPPED],
        repeats=tuple(one.spellings for one in named if len(one.spellings) > 1),
    )


def promised_items(commitment: Commitment) -> int | None:
    """How many a commitment promises: as its terms say, else the whole number of its figure, unless that is money."""
    if commitment.terms.items is not None or _is_money(commitment.terms):
        return commitment.terms.items
    promise = promise_of(commitment.terms)
    whole = promise is not None and promise.goal.denominator == 1 and promise.goal > 0
    return int(promise.goal) if promise is not None and whole else None


def counted_because(items: Items) -> tuple[Because, ...]:
    """The reasons that named items are."""
    facts = {"evidenced": items.evidenced, "claimed": items.claimed, "planned": items.planned}
    told = [Because(code="progress.items", facts={**facts, "promised": items.promised or "—"})]
    if items.repeats:
        names = "; ".join(" = ".join(spellings) for spellings in items.repeats)
        told.append(Because(code="progress.items_repeated", facts={"count": len(items.repeats), "names": names}))
    return tuple(told)


def _unit(terms: Terms) -> str:
    """The unit that items are counted in: that of the figure, unless the figure is money."""
    return "" if terms.figure is None or _is_money(terms) else terms.figure.unit or ""


def _is_money(terms: Terms) -> bool:
    unit = unit_of(terms.figure.unit or "") if terms.figure else None
    return unit is not None and unit.dimension == "money"


def _state(items: Items, word: Word | None, *, over: bool) -> State:
    if word is not None and word.report.claim is Claim.STOPPED:
        return State.STOPPED
    if items.promised is not None and items.evidenced >= items.promised:
        return State.DONE
    claims_all = word is not None and word.report.claim is Claim.DONE
    if claims_all or (items.promised is not None and items.evidenced + items.claimed >= items.promised):
        return State.CLAIMED
    if over and items.promised is not None:
        return State.MISSED
    begun = items.evidenced or items.claimed or (word is not None and word.report.claim is Claim.UNDER_WAY)
    return State.UNDER_WAY if begun else State.WAITING
