"""Rules of the catalogue side by side on what a draft would rest on: quotas, fairness, effects, and what they cost."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from starlette.requests import Request

from zhibiao.allocation.comparison.compared import Compared
from zhibiao.allocation.comparison.comparison import IN_FORCE, RuleOutcome
from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.finding_plain import finding_plain
from zhibiao.terms.period import Month
from zhibiao.web.doors.caller import desk_of
from zhibiao.web.frame.charts import Chart
from zhibiao.web.frame.tables import Cell, Column, Kind, Table, Value
from zhibiao.web.frame.words import DeskWords
from zhibiao.writers.comparison_words import rule_name
from zhibiao.writers.wording import signed

ALL = "all"
FEW = "grandfathering,contribution_tilt,two_pools,bounded_tilt,cea,cel"
FEW_FROM = 60
"""From so many enterprises on only a few rules are run: some need time that grows with every pair of them."""
SHOWN_FIRST = (IN_FORCE, "grandfathering", "two_pools", "cea")
_SYMBOLS = ("diamond", "circle", "rect", "triangle", "emptyCircle", "emptyRect", "emptyTriangle", "pin", "arrow")
_INKS = ("#b3261e", "#1f5a92", "#55595e", "#1e6b34", "#9a4b00", "#6a3d9a", "#1a1a1a", "#7a8a99", "#a0522d")
_KINDS: dict[str, Kind] = {"yuan": "money", "t": "mass", "tce": "mass", "1": "percent"}


def compared(request: Request, opened: OpenBook, sector: str, year: int, as_of: Month | None) -> Compared:
    """The comparison, run once for a state of the book."""
    rules = ALL if len(opened.city.of_sector(sector)) < FEW_FROM else FEW
    key = ("compare", sector, year, as_of)
    return desk_of(request).remembered(opened, key, lambda: opened.compare(year, sector, rules=rules, as_of=as_of))


def choices(found: Compared, asked: Sequence[str], words: DeskWords) -> list[tuple[str, str, bool]]:
    """Every rule that was run: its name in the address, its words, and whether it is shown firm by firm."""
    chosen = {one.name for one in _chosen(found, asked)}
    return [(one.name, rule_name(one, words.figures), one.name in chosen) for one in found.comparison.outcomes]


def shown(found: Compared, asked: Sequence[str], words: DeskWords) -> tuple[list[Table], list[Chart]]:
    """Two tables, of rules and of quotas, and the chart of changes: figures of all rules, quotas of those asked for."""
    chosen = _chosen(found, asked)
    return [_rules(found, words), _quotas(found, chosen, words)], [_chart(found, chosen, words)]


def findings(found: Compared) -> list[dict[str, object]]:
    """Rules that could not be run, and figures that are missing."""
    return [finding_plain(one) for one in found.comparison.findings]


def _chosen(found: Compared, asked: Sequence[str]) -> list[RuleOutcome]:
    known = {one.name for one in found.comparison.outcomes}
    names = [name for name in asked if name in known] or [name for name in SHOWN_FIRST if name in known]
    return [one for one in found.comparison.outcomes if one.name in names]


def _rules(found: Compared, words: DeskWords) -> Table:
    per_tonne = found.comparison.per_tonne
    has_cost = any(one.cost for one in found.comparison.outcomes)
    columns = (
        Column(head=words("compare.rule")),
        Column(head=words("compare.more"), kind="count"),
        Column(head=words("compare.less"), kind="count"),
        Column(head=words("compare.moved"), kind="mass"),
        Column(head=words("compare.least"), kind="percent"),
        Column(head=words("compare.most"), kind="percent"),
        Column(head=words("sliders.figure.gini_quota"), kind="score"),
        Column(head=words("sliders.figure.gini_use"), kind="score"),
        Column(head=words("sliders.figure.spread"), kind="decimal"),
        Column(head=words("sliders.figure.envy"), kind="count"),
        *(_effect_column(one.code, one.unit, words) for one in per_tonne),
        *((Column(head=words("compare.cost"), kind="percent"),) if has_cost else ()),
    )
    rows = tuple(_rule_row(one, words, has_cost=has_cost) for one in found.comparison.outcomes)
    return Table(
        name="rules",
        title=words("compare.rules", year=found.year),
        columns=columns,
        rows=rows,
        note=words("compare.rules_note", year=found.year),
        as_of=words.figures.day(found.dated),
    )


def _effect_column(code: str, unit: str, words: DeskWords) -> Column:
    named = words("compare.unit.tce") if unit == "tce" else ""
    return Column(head=words(f"compare.effect.{code}"), kind="decimal" if named else _KINDS[unit], unit=named)


def _rule_row(one: RuleOutcome, words: DeskWords, *, has_cost: bool) -> tuple[Value | Cell, ...]:
    fair = one.fairness
    against, known = fair.against_in_force, [change for change in one.changes if change is not None]
    effects = [_effect(each.unit, each.change, each.value, words) for each in one.amounts]
    return (
        rule_name(one, words.figures),
        len(against.winners) if against else None,
        len(against.losers) if against else None,
        Fraction(against.gained) if against else None,
        min(known, default=None),
        max(known, default=None),
        fair.gini_quota,
        fair.gini_use,
        fair.use.spread if fair.use else None,
        sum(fair.envies),
        *effects,
        *((one.cost.price if one.cost else None,) if has_cost else ()),
    )


def _effect(unit: str, change: Fraction | None, value: Fraction | None, words: DeskWords) -> Fraction | None:
    """Amounts as their change against the rulebook in force; a share as it is."""
    if unit == "1":
        return value
    scale = (10_000 if words.lang == "zh" else 1_000) if unit == "tce" else 1
    return None if change is None else change / scale


def _quotas(found: Compared, chosen: Sequence[RuleOutcome], words: DeskWords) -> Table:
    comparison = found.comparison
    columns = (
        Column(head=words("decisions.enterprise")),
        Column(head=words("compare.base"), kind="tonnes"),
        *(
            column
            for one in chosen
            for column in (
                Column(head=_quota_head(one, words), kind="tonnes"),
                Column(head=words("compare.on_base"), kind="percent"),
                Column(head=words("compare.bound")),
            )
        ),
    )
    rows = tuple(
        (
            Cell(value=found.city.name_of(name), href=f"/enterprises/{name}"),
            int(comparison.bases[place]),
            *(
                value
                for one in chosen
                for value in (
                    one.quotas[place],
                    one.changes[place],
                    words(f"compare.bound.{one.binding[place] or 'none'}"),
                )
            ),
        )
        for place, name in enumerate(comparison.ids)
    )
    sums = [value for one in chosen for value in (sum(one.quotas), None, None)]
    total = (words("compare.total"), int(sum(comparison.bases)), *sums)
    return Table(
        name="quotas",
        title=words("compare.quotas"),
        columns=columns,
        rows=(*rows, total),
        note=words("compare.quotas_note"),
        total=True,
    )


def _quota_head(one: RuleOutcome, words: DeskWords) -> str:
    """A rule's name; that of the rulebook in force says that its split alone is meant, as the sliders show more."""
    return words("compare.in_force_split") if one.name == IN_FORCE else rule_name(one, words.figures)


def _chart(found: Compared, chosen: Sequence[RuleOutcome], words: DeskWords) -> Chart:
    comparison = found.comparison
    names = [words.name(found.city.name_of(name)) for name in comparison.ids]
    widest, low, high = _widest(chosen, len(names))
    facts = {"firm": names[widest], "low": signed(low * 100, 1), "high": signed(high * 100, 1)}
    series = [
        {
            "type": "scatter",
            "name": rule_name(one, words.figures),
            "symbol": _SYMBOLS[place % len(_SYMBOLS)],
            "symbolSize": 11,
            "itemStyle": {"color": _INKS[place % len(_INKS)]},
            "data": [
                [float(round(change * 100, 2)), index] for index, change in enumerate(one.changes) if change is not None
            ],
        }
        for place, one in enumerate(chosen)
    ]
    rows = tuple((name, *(one.changes[index] for one in chosen)) for index, name in enumerate(names))
    columns = (
        Column(head=words("decisions.enterprise")),
        *(Column(head=rule_name(one, words.figures), kind="percent") for one in chosen),
    )
    table = Table(
        name="changes",
        title=words("compare.changes"),
        columns=columns,
        rows=rows,
        source=words("compare.source"),
        as_of=words.figures.day(found.dated),
    )
    return Chart(
        name="changes",
        title=words("compare.chart", count=len(chosen), **facts),
        summary=words("compare.chart_heard", count=len(chosen), firms=len(names), **facts),
        unit="%",
        option={
            "grid": {"left": 8, "right": 24, "top": 40, "bottom": 28, "containLabel": True},
            "legend": {"top": 4},
            "tooltip": {"trigger": "item"},
            "xAxis": {"type": "value", "axisLabel": {"formatter": "{value} %"}, "axisLine": {"onZero": True}},
            "yAxis": {"type": "category", "data": names, "inverse": True, "splitLine": {"show": True}},
            "series": series,
        },
        table=table,
        size="tall" if len(names) > 8 else "wide",
    )


def _widest(chosen: Sequence[RuleOutcome], count: int) -> tuple[int, Fraction, Fraction]:
    """The enterprise for which it makes most which rule is chosen, with its least and its greatest change."""
    spans = []
    for place in range(count):
        known = [change for one in chosen if (change := one.changes[place]) is not None]
        spans.append((min(known, default=Fraction(0)), max(known, default=Fraction(0))))
    place = max(range(count), key=lambda one: spans[one][1] - spans[one][0])
    return (place, *spans[place])
