"""A month's regulation as its decision keeps it: moves with reasons, holdings, prices, findings and certificate."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from zhibiao.allocation.reasons.own_moves import reason_facts
from zhibiao.assemble.resources import catalogue, sector_of
from zhibiao.regulation.city.words import gained, named, worded
from zhibiao.terms.enterprise import City
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text
from zhibiao.web.frame.tables import Cell, Column, Table, Value
from zhibiao.web.frame.words import DeskWords
from zhibiao.writers.wording import figure, signed

Body = Mapping[str, Any]


def moves_table(body: Body, city: City, words: DeskWords) -> Table:
    """Every move: what, whose, how many tonnes, and why."""
    names = names_of(body["sector"], city)
    columns = (
        Column(head=words("regulation.move")),
        Column(head=words("regulation.whose")),
        Column(head=words("decision.tonnes"), kind="tonnes"),
        Column(head=words("regulation.why")),
    )
    rows = tuple(_move(one, names, words) for one in body["moves"])
    return Table(
        name="moves",
        title=words("regulation.moves"),
        columns=columns,
        rows=rows,
        note=words("regulation.moves_note"),
        as_of=words.figures.month(Month.parse(body["as_of"])),
    )


def holdings_table(body: Body, city: City, words: DeskWords) -> Table:
    """Each holding before and after, what is planned of it, and what its next tonne is worth."""
    heads = ("holding", "move", "share", "after", "made", "month", "year", "worth")
    kinds = ("tonnes", "tonnes", "percent", "tonnes", "tonnes", "tonnes", "tonnes", "decimal")
    columns = (
        Column(head=words("decisions.enterprise")),
        *(
            Column(head=words(f"regulation.head.{head}"), kind=kind, unit=words("unit.yuan") if head == "worth" else "")  # type: ignore[arg-type]
            for head, kind in zip(heads, kinds, strict=True)
        ),
    )
    rows = tuple(_holding(one, city) for one in body["plan"]["enterprises"])
    return Table(
        name="holdings",
        title=words("regulation.holdings"),
        columns=columns,
        rows=rows,
        as_of=words.figures.month(Month.parse(body["as_of"])),
    )


def proof(body: Body, words: DeskWords) -> list[str]:
    """The certificate and the prices, in sentences."""
    plan = body["plan"]
    certificate, costs = plan["certificate"], plan["costs"]
    behind = Fraction(certificate["dual_bound"]) - Fraction(certificate["objective"])
    said = [
        words(
            "regulation.proof",
            broken=len(certificate["broken"]),
            yuan=figure(behind, 2),
            gap=f"{float(Fraction(certificate['gap'])):.1e}",
            rounding=figure(max(Decimal(costs["rounding_yuan"]), Decimal(0)), 2),
            pacing=figure(Decimal(costs["pacing_yuan"]), 2),
        ),
        words("regulation.price", gained=gained(plan["prices"]["cap"]).in_(words.lang)),
    ]
    for kind in ("groups", "districts"):
        for name, price in plan["prices"][kind].items():
            if Decimal(price):
                told = gained(price).in_(words.lang)
                said.append(words(f"regulation.price.{kind}", name=name, gained=told))
    return said


def plan_findings(body: Body, city: City, words: DeskWords) -> list[str]:
    """What is contradictory in what the plan rests on, and bounds that gave way."""
    names = names_of(body["sector"], city)
    return [_said(one, names, words) for one in body["plan"]["findings"]]


def names_of(sector: str, city: City) -> dict[str, Text]:
    """Words for enterprises and products."""
    of = sector_of(sector)
    return {one.id: one.name for one in city.of_sector(of.id)} | {one.field: one.name for one in of.products}


def moved_t(body: Body) -> int:
    """Tonnes that change hands."""
    moves = [one["target_t"] - one["holding_t"] for one in body["plan"]["enterprises"]]
    return sum(tonnes for tonnes in moves if tonnes > 0)


def _move(one: Body, names: Mapping[str, Text], words: DeskWords) -> tuple[Value | Cell, ...]:
    kind = one["kind"]
    if kind == "transfer":
        whose = words(
            "regulation.from_to", giver=_name(one["giver"], names, words), taker=_name(one["taker"], names, words)
        )
    elif kind == "note":
        whose = named(one["commodity"]).in_(words.lang)
    else:
        whose = _name(one["enterprise"], names, words)
    why = " ".join(_said(reason, names, words) for reason in one["reasons"])
    months = [
        f"{words.figures.month(Month.parse(each['month']))} {signed(each['tonnes'])}" for each in one.get("months", ())
    ]
    moved = one["tonnes"] if kind in ("recall", "grant", "transfer") else None
    sign = -1 if kind == "recall" else 1
    return (
        words(f"regulation.kind.{kind}"),
        whose,
        None if moved is None else sign * moved,
        " ".join([why, *([words.figures.joined(months)] if months else [])]),
    )


def _said(one: Body, names: Mapping[str, Text], words: DeskWords) -> str:
    return catalogue().what(one["code"], words.lang, worded(reason_facts(one["facts"]), names))


def _name(enterprise: str, names: Mapping[str, Text], words: DeskWords) -> str:
    return words.name(names.get(enterprise) or Text(enterprise))


def _holding(one: Body, city: City) -> tuple[Value | Cell, ...]:
    move = one["target_t"] - one["holding_t"]
    return (
        Cell(value=city.name_of(one["enterprise"]), href=f"/enterprises/{one['enterprise']}"),
        one["holding_t"],
        move or None,
        Fraction(move, one["holding_t"]) if move and one["holding_t"] else None,
        one["target_t"],
        one["made_t"],
        one["month_t"][0],
        one["year_t"],
        Decimal(one["prices"]["worth"]) if one["prices"] else None,
    )
