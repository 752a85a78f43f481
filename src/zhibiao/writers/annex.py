"""The annex workbook: quotas, their parts, indicators, ledger, the month, high-end shares and sources, with checks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from zhibiao.allocation.decision.decision import Decision, Share
from zhibiao.allocation.reasons.dossier import Dossier
from zhibiao.writers.annex_growth import growth_sheet
from zhibiao.writers.annex_month import high_end_sheet, ledger_sheet, month_sheet, sources_sheet, warnings_sheet
from zhibiao.writers.annex_regulation import regulation_sheet
from zhibiao.writers.colophon import act_lines, foot_line, paper_number
from zhibiao.writers.high_end_table import axes_sheet, reallocation_sheet
from zhibiao.writers.indicator_figure import unit_of
from zhibiao.writers.quota_words import part_name
from zhibiao.writers.wording import Words
from zhibiao.writers.workbook import Cell, Column, Formula, Sheet, letter_of, write_workbook


def write_annex(dossier: Dossier, words: Words) -> bytes:
    """The workbook as .xlsx; the same dossier gives the same bytes.

    Without a decision the sheets of the allocation are left out.
    """
    sheets: list[Sheet] = []
    if dossier.decision is not None:
        sheets += [
            _quota_sheet(dossier, dossier.decision, words),
            _parts_sheet(dossier, dossier.decision, words),
            _indicator_sheet(dossier, dossier.decision, words),
        ]
    if dossier.decision is not None and dossier.decision.is_regulation:
        sheets.append(regulation_sheet(dossier, dossier.decision, words))
    sheets += [ledger_sheet(dossier, words), month_sheet(dossier, words)]
    warned = warnings_sheet(dossier, words)
    sheets += [warned] if warned else []
    sheets += [growth_sheet(dossier, words)] if dossier.assessment.growth else []
    sheets += _high_end_sheets(dossier, words)
    sheets.append(sources_sheet(dossier, words))
    title = words(
        "annex.title",
        city=words.name(dossier.city.name),
        sector=words.name(dossier.sector.name),
        month=_month(dossier, words),
    )
    return write_workbook(
        [_readme_sheet(dossier, title, sheets, words), *sheets],
        title=title,
        author=words.name(dossier.city.authority),
        at=dt.datetime.combine(dossier.dated, dt.time(), dt.UTC),
        foot=foot_line(dossier.marks, words=words),
        comments=words.name(dossier.city.note),
    )


def _high_end_sheets(dossier: Dossier, words: Words) -> list[Sheet]:
    assessment = dossier.assessment
    sheets = [high_end_sheet(dossier, words)] if assessment.high_end else []
    sheets += [axes_sheet(dossier, words)] if any(account.axes for account in assessment.high_end) else []
    outlook = assessment.high_end_outlook
    return [*sheets, reallocation_sheet(outlook, words)] if outlook and outlook.reallocations else sheets


def _month(dossier: Dossier, words: Words) -> str:
    return words.month(dossier.assessment.month)


def _number(dossier: Dossier, words: Words) -> str:
    return paper_number(dossier.number, city=dossier.city.name, year=dossier.assessment.plan_year, words=words)


def _readme_sheet(dossier: Dossier, title: str, sheets: Sequence[Sheet], words: Words) -> Sheet:
    rows: list[tuple[Cell, Cell]] = [
        (words("annex.status"), words("annex.issued" if dossier.is_issued else "draft")),
        (words("annex.number"), _number(dossier, words)),
        (words("annex.authority"), words.name(dossier.city.authority)),
        (words("annex.date"), words.day(dossier.dated)),
        (words("annex.note"), words.name(dossier.city.note)),
        (words("annex.units"), words("annex.units_text")),
        (words("annex.missing"), words("annex.missing_text")),
        (words("annex.checks"), words("annex.checks_text")),
    ]
    rows += [(words("annex.acts"), line) for line in act_lines(dossier.acts, words=words)]
    rows += [(words(f"annex.mark.{name}"), value) for name, value in dossier.marks.plain().items() if value]
    rows += [(words("annex.sheet", name=sheet.name), sheet.title) for sheet in sheets]
    columns = (Column(head=words("annex.item")), Column(head=words("annex.content")))
    return Sheet(name=words("annex.readme"), title=title, columns=columns, rows=tuple(rows))


def _quota_sheet(dossier: Dossier, decision: Decision, words: Words) -> Sheet:
    claimants = {claimant.enterprise: claimant for claimant in decision.claimants}
    years = sorted({year for claimant in decision.claimants for year in claimant.history_t})
    has_claims = any(share.claim is not None for share in decision.shares)
    heads: tuple[tuple[str, Column], ...] = (
        ("code", Column(head=words("head.code"))),
        ("name", Column(head=words("head.enterprise"))),
        *((f"year{year}", Column(head=words("head.year_t", year=year), kind="whole", total=True)) for year in years),
        ("base", Column(head=words("head.base_t"), kind="whole", total=True)),
        ("capacity", Column(head=words("head.capacity_t"), kind="whole", total=True)),
        ("score", Column(head=words("head.score"), kind="figure")),
        ("multiplier", Column(head=words("head.multiplier"), kind="figure")),
        ("tilt", Column(head=words("head.tilt"), kind="figure")),
        *((("claim", Column(head=words("head.claim_t"), kind="figure")),) if has_claims else ()),
        ("floor", Column(head=words("head.floor_t"), kind="whole", total=True)),
        ("floor_reason", Column(head=words("head.floor_reason"))),
        ("ceiling", Column(head=words("head.ceiling_t"), kind="whole", total=True)),
        ("ceiling_reason", Column(head=words("head.ceiling_reason"))),
        ("quota", Column(head=words("head.quota_t"), kind="whole", total=True)),
        ("binding", Column(head=words("head.binding"))),
        ("to_base", Column(head=words("head.to_base"), kind="ratio")),
        ("made", Column(head=words("head.made_t"), kind="whole", total=True)),
        ("left", Column(head=words("head.left_t"), kind="whole", total=True)),
    )
    at = {key: letter_of(position) for position, (key, _) in enumerate(heads)}

    def row(share: Share) -> tuple[Cell | Formula, ...]:
        claimant = claimants[share.enterprise]
        to_base = Decimal(share.quota_t) / share.base_t if share.base_t else Decimal(0)
        return (
            share.enterprise,
            words.name(dossier.city[share.enterprise].name),
            *(claimant.history_t.get(year) for year in years),
            share.base_t,
            claimant.capacity_t,
            share.score,
            share.multiplier,
            share.tilt,
            *((share.claim,) if has_claims else ()),
            share.floor_t,
            words(f"bound.{share.floor_reason}") if share.floor_reason else "",
            share.ceiling_t,
            words(f"bound.{share.ceiling_reason}") if share.ceiling_reason else "",
            share.quota_t,
            words(f"bound.{share.binding}") if share.binding else "",
            Formula(text=f"IF({at['base']}{{row}}=0,0,{at['quota']}{{row}}/{at['base']}{{row}})", value=to_base),
            claimant.made_t,
            Formula(text=f"{at['quota']}{{row}}-{at['made']}{{row}}", value=share.quota_t - claimant.made_t),
        )

    given = sum(share.quota_t for share in decision.shares)
    quotas = f"SUM({at['quota']}{{first}}:{at['quota']}{{last}})"
    return Sheet(
        name=words("annex.quota"),
        title=words("annex.quota_title", year=decision.plan_year, quantity=words.name(dossier.sector.quantity_name)),
        note=words("annex.quota_note"),
        columns=tuple(column for _, column in heads),
        rows=tuple(row(share) for share in decision.shares),
        frozen=2,
        total=words("total"),
        below=(
            (words("annex.given"), Formula(text=quotas, value=given)),
            (words("annex.reserve"), Formula(text=str(decision.reserve_t), value=decision.reserve_t)),
            (words("annex.cap"), Formula(text=str(decision.cap_t), value=decision.cap_t)),
            (
                words("annex.cap_check"),
                Formula(
                    text=f"{decision.cap_t}-{decision.reserve_t}-{quotas}",
                    value=decision.cap_t - decision.reserve_t - given,
                ),
            ),
        ),
    )


def _parts_sheet(dossier: Dossier, decision: Decision, words: Words) -> Sheet:
    codes = list(dict.fromkeys(part.code for share in decision.shares for part in share.parts))
    codes.sort(key=_part_order)
    first, last = letter_of(2), letter_of(1 + len(codes))
    total, quota = letter_of(2 + len(codes)), letter_of(3 + len(codes))

    def row(share: Share) -> tuple[Cell | Formula, ...]:
        tonnes = {part.code: part.tonnes for part in share.parts}
        summed = sum(tonnes.values())
        return (
            share.enterprise,
            words.name(dossier.city[share.enterprise].name),
            *(tonnes.get(code, 0) for code in codes),
            Formula(text=f"SUM({first}{{row}}:{last}{{row}})", value=summed),
            share.quota_t,
            Formula(text=f"{total}{{row}}-{quota}{{row}}", value=summed - share.quota_t),
        )

    names = [part_name(code, rulebook=dossier.rulebook, words=words) for code in codes]
    heads = [*names, words("annex.parts_sum"), words("annex.parts_quota"), words("annex.parts_check")]
    return Sheet(
        name=words("annex.parts"),
        title=words("annex.parts_title", year=decision.plan_year, quantity=words.name(dossier.sector.quantity_name)),
        note=words("annex.parts_note"),
        columns=(
            Column(head=words("head.code")),
            Column(head=words("head.enterprise")),
            *(Column(head=words("head.of_t", name=head), kind="whole", total=True) for head in heads),
        ),
        rows=tuple(row(share) for share in decision.shares),
        frozen=2,
        total=words("total"),
    )


_ORDER = ("base", "indicator", "multiplier", "method", "pool", "bound", "redistribution", "rounding")


def _part_order(code: str) -> int:
    kind = code.partition(".")[0]
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER)


def _indicator_sheet(dossier: Dossier, decision: Decision, words: Words) -> Sheet:
    rules = {rule.code: rule for rule in dossier.rulebook.indicators}
    units = {code: unit_of(rule, dictionary=dossier.dictionary, words=words) for code, rule in rules.items()}

    def rows(share: Share) -> list[tuple[Cell | Formula, ...]]:
        tonnes = {part.code: part.tonnes for part in share.parts}
        return [
            (
                share.enterprise,
                words.name(dossier.city[share.enterprise].name),
                words.name(rules[result.indicator].name),
                units[result.indicator].label,
                None if result.value is None else result.value * units[result.indicator].factor,
                result.reference * units[result.indicator].factor,
                result.score,
                result.weight,
                Formula(text="G{row}*H{row}", value=result.score * result.weight),
                words(f"treatment.{result.treatment}") if result.treatment else "",
                tonnes.get(f"indicator.{result.indicator}", 0),
            )
            for result in share.indicators
        ]

    kinds = {"own": "figure", "reference": "figure", "item": "figure", "weight": "figure", "weighted": "figure"}
    keys = ("code", "enterprise", "indicator", "unit", *kinds, "treatment", "part_t")
    return Sheet(
        name=words("annex.indicators"),
        title=words("annex.indicators_title", year=decision.plan_year),
        note=words("annex.indicators_note"),
        columns=tuple(
            Column(head=words(f"head.{key}"), kind="whole" if key == "part_t" else "figure" if key in kinds else "text")
            for key in keys
        ),
        rows=tuple(row for share in decision.shares for row in rows(share)),
        frozen=3,
    )
