"""Plans of investment over named projects: number and amount against what was promised, spent, started, done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from zhibiao.register.commitment import Terms
from zhibiao.register.deeds import Claim
from zhibiao.register.progress.counted import counted_because, found_of_counted
from zhibiao.register.progress.named import Named, Shown, named_items
from zhibiao.register.progress.plain import number_text
from zhibiao.register.progress.values import Because, Capital, Found
from zhibiao.register.register import Commitment
from zhibiao.terms.quantity import UNITS, convert


def found_of_capital(commitment: Commitment, *, on: dt.date) -> Found:
    """How a capital plan stands: a counted goal of projects, with their money beside it."""
    counted = found_of_counted(commitment, on=on)
    assert counted.items is not None
    capital = _capital(commitment.terms, named_items(commitment, on=on))
    because = (*counted_because(counted.items), *_told(capital), *counted.because[-1:])
    return Found(state=counted.state, measure=counted.measure, items=counted.items, capital=capital, because=because)


def promised_yuan(terms: Terms) -> Fraction | None:
    """The amount that a plan promises, in yuan; None where its figure is no money."""
    figure = terms.figure
    unit = UNITS.get(figure.unit or "") if figure else None
    if figure is None or figure.value is None or unit is None or unit.dimension != "money":
        return None
    return Fraction(convert(figure.value, source=unit, target=UNITS["yuan"]))


def _capital(terms: Terms, named: Sequence[Named]) -> Capital:
    kept = [one for one in named if one.shown is not Shown.DROPPED]
    amounts = {one.latest.name: Fraction(Decimal(one.latest.amount)) for one in kept if one.latest.amount}
    spent = {one.latest.name: Fraction(Decimal(one.latest.spent)) for one in kept if one.latest.spent}
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
        without_amount=tuple(one.latest.name for one in kept if not one.latest.amount),
        overspent=tuple(name for name in both if spent[name] > amounts[name]),
    )


def _has_started(one: Named) -> bool:
    if one.shown in {Shown.EVIDENCED, Shown.CLAIMED}:
        return True
    return one.latest.claim is Claim.UNDER_WAY or bool(one.latest.spent and Decimal(one.latest.spent))


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
