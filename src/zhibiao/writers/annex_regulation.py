"""The annex's sheet of a month's regulation: holdings before and after, plan, prices and the plan's certificate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from zhibiao.allocation.decision.decision import Decision
from zhibiao.allocation.reasons.dossier import Dossier
from zhibiao.allocation.reasons.own_moves import reason_facts
from zhibiao.regulation.city.words import named, unit_named, worded
from zhibiao.terms.exact import printed
from zhibiao.terms.period import Month
from zhibiao.writers.wording import Words, figure
from zhibiao.writers.workbook import Cell, Column, Formula, Kind, Sheet

_KINDS: Mapping[str, Kind] = {
    "before": "whole",
    "move": "whole",
    "after": "whole",
    "month": "whole",
    "year": "whole",
    "worth": "yuan",
    "reason": "text",
}


def regulation_sheet(dossier: Dossier, decision: Decision, words: Words) -> Sheet:
    """One row per enterprise, then the price of the cap, commodities that are tight, and the certificate."""
    plan: Any = decision.plan
    month = words.month(Month.parse(decision.month))
    reasons = _main_reasons(decision)
    names = {one: firm.name for one, firm in dossier.city.enterprises.items()}
    names |= {product.field: product.name for product in dossier.sector.products}

    def row(one: Mapping[str, Any]) -> tuple[Cell | Formula, ...]:
        name, reason = one["enterprise"], reasons.get(one["enterprise"])
        said = "" if reason is None else words.finding(reason["code"], worded(reason_facts(reason["facts"]), names))
        return (
            name,
            words.name(dossier.city[name].name),
            one["holding_t"],
            one["target_t"] - one["holding_t"],
            Formula(text="C{row}+D{row}", value=one["target_t"]),
            one["month_t"][0],
            one["year_t"],
            Decimal(one["prices"]["worth"]) if one["prices"] else None,
            said,
        )

    return Sheet(
        name=words("annex.regulation"),
        title=words("annex.regulation_title", month=month, quantity=words.name(dossier.sector.quantity_name)),
        note=words("annex.regulation_note"),
        columns=(
            Column(head=words("head.code")),
            Column(head=words("head.enterprise")),
            *(
                Column(head=words(f"head.regulation_{key}", month=month), kind=kind, total=kind == "whole")
                for key, kind in _KINDS.items()
            ),
        ),
        rows=tuple(row(one) for one in plan["enterprises"]),
        frozen=2,
        total=words("total"),
        below=tuple(_city_lines(dossier, decision, words)),
    )


def _main_reasons(decision: Decision) -> dict[str, Mapping[str, Any]]:
    """The first reason of each enterprise's first move of quota; of one that stays why it gets no more or no less."""
    plan: Any = decision.plan
    moves: Any = decision.moves
    found: dict[str, Mapping[str, Any]] = {}
    for move in moves:
        if move["kind"] == "transfer":
            # The giver's reason stands first, the taker's behind it.
            sides = list(zip((move["giver"], move["taker"]), move["reasons"], strict=False))
        elif move["kind"] in ("recall", "grant"):
            sides = [(move["enterprise"], reason) for reason in move["reasons"][:1]]
        else:
            continue
        for name, reason in sides:
            found.setdefault(name, reason)
    for one in plan["enterprises"]:
        order = (one["less"], one["more"]) if _is_below(one, plan) else (one["more"], one["less"])
        for reason in [*order[0], *order[1]][:1]:
            found.setdefault(one["enterprise"], reason)
    return found


def _is_below(one: Mapping[str, Any], plan: Mapping[str, Any]) -> bool:
    """Whether the next tonne brings less than the cap's price, so that what holds the quota holds it from below."""
    own = one["prices"]
    return own is not None and Decimal(own["worth"]) - Decimal(own["pull"]) < Decimal(plan["prices"]["cap"])


def _city_lines(dossier: Dossier, decision: Decision, words: Words) -> Iterator[tuple[str, Cell]]:
    plan: Any = decision.plan
    allocation: Any = decision.allocation
    certificate = plan["certificate"]
    yield words("annex.regulation_cap"), Decimal(plan["prices"]["cap"])
    yield from _tight(plan, words)
    yield words("annex.regulation_objective"), printed(Fraction(certificate["objective"]), 2)
    yield words("annex.regulation_bound"), printed(Fraction(certificate["dual_bound"]), 2)
    yield words("annex.regulation_gap"), f"{float(Fraction(certificate['gap'])):.1e}"
    yield words("annex.regulation_solver"), plan["solver"]
    yield words("annex.regulation_decision"), dossier.marks.decision_id
    yield words("annex.regulation_allocation"), allocation["decision"]


def _tight(plan: Mapping[str, Any], words: Words) -> Iterator[tuple[str, Cell]]:
    """One line per commodity with a price in some month: what one more unit would be worth in which month."""
    prices = {code: [Decimal(one) for one in months] for code, months in plan["prices"]["commodities"].items()}
    if not any(any(months) for months in prices.values()):
        yield words("annex.regulation_none_tight"), words(f"annex.regulation_{'none' if prices else 'unlimited'}")
    for code, months in prices.items():
        shown = [
            f"{month} {figure(price, 2)}"
            for month, price in zip(plan["inputs"]["months"], months, strict=True)
            if price
        ]
        if shown:
            name, unit = words.name(named(code)), words.name(unit_named(code))
            yield words("annex.regulation_tight", name=name, unit=unit), words("mark.semicolon").join(shown)
