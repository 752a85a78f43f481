"""The tables of a decision's page, and the way of one firm's quota from its base as a waterfall."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from zhibiao.allocation.decision.decision import Share
from zhibiao.assemble.desk.decisions.decisions import Reading
from zhibiao.policy.plain import rulebook_of
from zhibiao.policy.rulebook import Rulebook
from zhibiao.terms.enterprise import City
from zhibiao.web.charts.bars import Step, waterfall
from zhibiao.web.frame.charts import Chart
from zhibiao.web.frame.tables import Cell, Column, Row, Rows, Table, Value
from zhibiao.web.frame.words import DeskWords
from zhibiao.writers.quota_words import part_name
from zhibiao.writers.wording import figure, signed

_BESIDE = (("carried_t", 1), ("deducted_t", -1), ("transferred_t", 1), ("regulated_t", 1))


def quotas_table(reading: Reading, city: City, words: DeskWords) -> Table:
    """Every firm: base, score, bounds, quota, the bound it met, what it holds now; the last row sums."""
    decision = reading.decision
    columns = (
        Column(head=words("decisions.enterprise")),
        Column(head=words("decision.quota"), kind="tonnes"),
        Column(head=words("decision.on_base"), kind="percent"),
        Column(head=words("decision.holding"), kind="tonnes"),
        Column(head=words("compare.base"), kind="tonnes"),
        Column(head=words("compare.score"), kind="score"),
        Column(head=words("decision.floor"), kind="tonnes"),
        Column(head=words("decision.ceiling"), kind="tonnes"),
        Column(head=words("compare.bound")),
    )

    def row(share: Share) -> Row:
        return (
            Cell(value=city.name_of(share.enterprise), href=f"?firm={share.enterprise}#parts"),
            share.quota_t,
            Fraction(share.quota_t, share.base_t) - 1 if share.base_t else None,
            reading.holdings_t[share.enterprise],
            share.base_t,
            share.score,
            share.floor_t,
            share.ceiling_t,
            words.label(f"bound.{share.binding}") if share.binding else None,
        )

    sums: tuple[Value, ...] = (
        words("compare.total"),
        sum(share.quota_t for share in decision.shares),
        None,
        sum(reading.holdings_t.values()),
        sum(share.base_t for share in decision.shares),
        None,
        None,
        None,
        None,
    )
    given, reserve, cap = (figure(one, 0) for one in _sum(reading))
    note = words("decision.sum", given=given, reserve=reserve, cap=cap)
    if rest := decision.cap_t - decision.reserve_t - sum(share.quota_t for share in decision.shares):
        note = words("decision.sum_pool", given=given, reserve=reserve, cap=cap, pool=signed(rest))
    return _table(
        reading,
        words,
        name="quotas",
        columns=columns,
        rows=Rows(decision.shares, row, sums=[sums]),
        note=note,
        total=True,
    )


def parts_table(reading: Reading, city: City, words: DeskWords) -> Table:
    """The parts of every quota in whole tonnes; each row sums to the quota."""
    rulebook = rulebook_of(reading.progress.stored.body["rulebook"])
    codes = list(dict.fromkeys(part.code for share in reading.decision.shares for part in share.parts))
    columns = (
        Column(head=words("decisions.enterprise")),
        *(Column(head=part_name(code, rulebook=rulebook, words=words.figures), kind="tonnes") for code in codes),
        Column(head=words("decision.quota"), kind="tonnes"),
    )

    def row(share: Share) -> Row:
        tonnes = {part.code: part.tonnes for part in share.parts}
        return (city.name_of(share.enterprise), *(tonnes.get(code) for code in codes), share.quota_t)

    return _table(
        reading,
        words,
        name="parts",
        columns=columns,
        rows=Rows(reading.decision.shares, row),
        note=words("decision.parts_note"),
    )


def beside_tables(reading: Reading, city: City, words: DeskWords) -> list[Table]:
    """What earlier years, transfers and regulations leave beside the split; none where nothing does."""
    claimants = [one for one in reading.decision.claimants if any(getattr(one, kind) for kind, _ in _BESIDE)]
    if not claimants:
        return []
    kinds = [(kind, sign) for kind, sign in _BESIDE if any(getattr(one, kind) for one in claimants)]
    columns = (
        Column(head=words("decisions.enterprise")),
        *(Column(head=words(f"decision.beside.{kind}"), kind="tonnes") for kind, _ in kinds),
    )
    rows = tuple(
        (city.name_of(one.enterprise), *(sign * getattr(one, kind) or None for kind, sign in kinds))
        for one in claimants
    )
    return [_table(reading, words, name="beside", columns=columns, rows=rows)]


def last_table(reading: Reading, city: City, words: DeskWords) -> Table:
    """Each quota against the decision issued before; empty where there is none."""
    columns = (
        Column(head=words("decisions.enterprise")),
        Column(head=words("decision.before"), kind="tonnes"),
        Column(head=words("decision.after"), kind="tonnes"),
        Column(head=words("decision.change"), kind="tonnes"),
        Column(head=words("decision.largest")),
    )
    rulebook = rulebook_of(reading.progress.stored.body["rulebook"])
    rows = []
    for name, one in reading.changes.items():
        largest = max(one.parts, key=lambda part: abs(part.tonnes), default=None)
        said = ""
        if largest and largest.tonnes:
            said = f"{part_name(largest.code, rulebook=rulebook, words=words.figures)} {signed(largest.tonnes)}"
        rows.append((city.name_of(name), one.before_t, one.after_t, one.change_t, said or None))
    return _table(reading, words, name="last", columns=columns, rows=tuple(rows))


def sources_table(reading: Reading, city: City, words: DeskWords) -> Table:
    """The returns by reference, with the hash of their file."""
    columns = (
        Column(head=words("decisions.enterprise")),
        Column(head=words("decision.reference"), kind="code"),
        Column(head="SHA-256", kind="code"),
    )
    cited = [(one.enterprise, *source) for one in reading.decision.claimants for source in one.sources]

    def row(item: tuple[str, str, str]) -> Row:
        name, reference, sha256 = item
        return (city.name_of(name), Cell(value=reference, href=f"/returns/{reference}"), sha256[:16])

    return _table(reading, words, name="sources", columns=columns, rows=Rows(cited, row))


def firm_chart(reading: Reading, city: City, enterprise: str, words: DeskWords) -> Chart:
    """One firm's way from base to quota; its table has every part."""
    share = next(one for one in reading.decision.shares if one.enterprise == enterprise)
    rulebook = rulebook_of(reading.progress.stored.body["rulebook"])
    named = [(part_name(part.code, rulebook=rulebook, words=words.figures), part.tonnes) for part in share.parts]
    first, moves = named[0], [(name, tonnes) for name, tonnes in named[1:] if tonnes]
    steps = [Step(name=first[0], value=first[1], label=figure(first[1], 0), is_level=True)]
    steps += [Step(name=name, value=tonnes, label=signed(tonnes)) for name, tonnes in moves]
    steps.append(Step(name=words("decision.quota"), value=share.quota_t, label=figure(share.quota_t, 0), is_level=True))
    facts = {
        "firm": words.name(city.name_of(enterprise)),
        "quota": figure(share.quota_t, 0),
        "base": figure(first[1], 0),
    }
    most = max(moves, key=lambda move: abs(move[1]), default=None)
    key = "decision.chart" if most else "decision.chart_level"
    facts |= {"name": most[0], "tonnes": signed(most[1])} if most else {}
    heard = words.figures.joined([f"{name} {signed(tonnes)}" for name, tonnes in moves]) or words("none")
    return Chart(
        name="firm",
        title=words(key, **facts),
        summary=words("decision.chart_heard", **{**facts, "parts": heard}),
        unit=words("unit.t"),
        option=_roomy(waterfall(steps, upright=False, from_zero=False)),
        table=_firm_table(reading, share, rulebook, words),
    )


def _roomy(option: dict[str, Any]) -> dict[str, Any]:
    """The same with few figures along the axis, which on a phone would run into each other."""
    axis = option["xAxis"]
    label = {**axis.get("axisLabel", {}), "hideOverlap": True}
    return {**option, "xAxis": {**axis, "splitNumber": 3, "axisLabel": label}}


def _firm_table(reading: Reading, share: Share, rulebook: Rulebook, words: DeskWords) -> Table:
    columns = (Column(head=words("decision.part")), Column(head=words("decision.tonnes"), kind="tonnes"))
    rows = [(part_name(part.code, rulebook=rulebook, words=words.figures), part.tonnes) for part in share.parts]
    rows.append((words("decision.quota"), share.quota_t))
    return _table(reading, words, name="firm", columns=columns, rows=tuple(rows), total=True)


def _sum(reading: Reading) -> tuple[int, int, int]:
    decision = reading.decision
    return sum(share.quota_t for share in decision.shares), decision.reserve_t, decision.cap_t


def _table(
    reading: Reading,
    words: DeskWords,
    *,
    name: str,
    columns: tuple[Column, ...],
    rows: Sequence[Row],
    note: str = "",
    total: bool = False,
) -> Table:
    return Table(
        name=name,
        title=words(f"decision.table.{name}"),
        columns=columns,
        rows=rows,
        note=note,
        source=words("decision.source", decision=reading.progress.stored.id),
        as_of=reading.decision.as_of or str(reading.decision.plan_year),
        total=total,
    )
