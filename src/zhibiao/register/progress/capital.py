"""Plans of investment over named projects: number and amount against what was promised, spent, started, done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from zhibiao.register.bounds import amount_told, is_bounded
from zhibiao.register.commitment import Terms
from zhibiao.register.deeds import Claim
from zhibiao.register.progress.counted import found_of_counted
from zhibiao.register.progress.named import Named, Shown, named_items
from zhibiao.register.progress.plain import number_text
from zhibiao.register.progress.scale import unit_of
from zhibiao.register.progress.values import Because, Capital, Found, State
from zhibiao.register.register import Commitment
from zhibiao.terms.quantity import UNITS, convert


def found_of_capital(commitment: Commitment, *, on: dt.date) -> Found:
    """How a capital plan stands: a counted goal of projects with their money beside it.

    It is under way as soon as one of its projects is. A plan that promises an amount and no number is kept by the
    amounts of projects that are done and shown.
    """
    counted = found_of_counted(commitment, on=on)
    projects = named_items(commitment, on=on)
    capital = _capital(commitment.terms, projects)
    state = State.UNDER_WAY if counted.state is State.WAITING and capital.started else counted.state
    found = replace(counted, state=state, capital=capital, because=(*counted.because, *_told(capital)))
    if commitment.terms.items is None and capital.promised:
        over = commitment.terms.due is not None and commitment.terms.due < on
        return _by_amount(found, projects, capital.promised, terms=commitment.terms, over=over)
    return found


def _by_amount(found: Found, projects: Sequence[Named], promised: Fraction, *, terms: Terms, over: bool) -> Found:
    shown, said = (
        sum((amount_told(one.latest.amount) or Fraction(0) for one in projects if one.shown in states), Fraction(0))
        for states in ({Shown.EVIDENCED}, {Shown.EVIDENCED, Shown.CLAIMED})
    )
    state = found.state
    if state not in {State.STOPPED, State.CLAIMED}:
        state = State.MISSED if over else state
        state = State.CLAIMED if said >= promised else state
    if shown >= promised and state is not State.STOPPED:
        state = State.DONE
    unit = terms.figure.unit or "" if terms.figure else ""
    size = promised / Fraction(terms.figure.value) if terms.figure and terms.figure.value else Fraction(1)
    measure = replace(
        found.measure,
        reached=shown / size,
        promised=promised / size,
        unit=unit,
        share=shown / promised,
        met=shown >= promised,
    )
    return replace(found, state=state, measure=measure)


def promised_yuan(terms: Terms) -> Fraction | None:
    """The amount that a plan promises, in yuan; None where its figure is no money."""
    figure = terms.figure
    unit = unit_of(figure.unit or "") if figure else None
    if figure is None or figure.value is None or unit is None or unit.dimension != "money":
        return None
    if not is_bounded(figure.value):
        return None
    return Fraction(convert(figure.value, source=unit, target=UNITS["yuan"]))


def _capital(terms: Terms, named: Sequence[Named]) -> Capital:
    kept = [one for one in named if one.shown is not Shown.DROPPED]
    amounts = {one.latest.name: told for one in kept if (told := amount_told(one.latest.amount)) is not None}
    spent = {one.latest.name: told for one in kept if (told := amount_told(one.latest.spent)) is not None}
    promised = promised_yuan(terms)
    both = [name for name in spent if amounts.get(name)]
    total = sum((amounts[name] for name in both), Fraction(0))
    amount = sum(amounts.values(), Fraction(0))
    return Capital(
        named=len(kept),
        number_difference=None if terms.items is None else len(kept) - terms.items,
        amount=amount,
        promised=promised,
        amount_difference=None if promised is None else amount - promised,
        spent=sum(spent.values(), Fraction(0)),
        spent_share=sum((spent[name] for name in both), Fraction(0)) / total if total else None,
        started=sum(_has_started(one) for one in kept),
        done=sum(one.shown is Shown.EVIDENCED for one in kept),
        claimed=sum(one.shown is Shown.CLAIMED for one in kept),
        dropped=len(named) - len(kept),
        without_amount=tuple(one.latest.name for one in kept if one.latest.name not in amounts),
        overspent=tuple(name for name in both if spent[name] > amounts[name]),
    )


def _has_started(one: Named) -> bool:
    if one.shown in {Shown.EVIDENCED, Shown.CLAIMED}:
        return True
    return one.latest.claim is Claim.UNDER_WAY or bool(amount_told(one.latest.spent))


def _told(capital: Capital) -> tuple[Because, ...]:
    told = []
    if capital.number_difference:
        told.append(Because(code="progress.capital_number", facts={"difference": f"{capital.number_difference:+d}"}))
    if capital.amount_difference:
        facts = {"difference": number_text(capital.amount_difference), "promised": number_text(capital.promised)}
        told.append(Because(code="progress.capital_amount", facts=facts))
    if capital.without_amount:
        facts = {"count": str(len(capital.without_amount)), "names": "、".join(capital.without_amount)}
        told.append(Because(code="progress.capital_without_amount", facts=facts))
    if capital.overspent:
        told.append(Because(code="progress.capital_overspent", facts={"names": "、".join(capital.overspent)}))
    return tuple(told)
