"""Tables of the bulletin: the sector's figures, the chain, the enterprises, the quotas, the high-end shifts."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from zhibiao.assessment.growth.growth import Comparison
from zhibiao.assessment.monthly import EnterpriseAssessment, Measure, MonthAssessment
from zhibiao.assessment.pace.standing import Standing
from zhibiao.writers.pace_notes import season_notes
from zhibiao.writers.summary import expected_t, is_over, made_share, ranked
from zhibiao.writers.word_table import Table
from zhibiao.writers.wording import Number, Words, figure, percent, signed

# Inner unit to the label of the printed one, what it is divided by and the decimals, by language.
_UNITS: Mapping[tuple[str, str], tuple[str, int, int]] = {
    ("zh", "t"): ("volume", 10_000, 2),
    ("zh", "yuan"): ("money", 10**8, 2),
    ("zh", "kWh"): ("electricity", 10**8, 2),
    ("zh", "tce"): ("energy", 10_000, 2),
    ("en", "t"): ("volume", 1_000, 1),
    ("en", "yuan"): ("money", 10**6, 0),
    ("en", "kWh"): ("electricity", 10**6, 1),
    ("en", "tce"): ("energy", 1_000, 1),
}

_QUOTA_WIDTHS = (47, 16, 12.5, 15.5, 16, 16, 16.5, 16)
_DAILY = ("forecast_rate", "required")  # daily rates from now on: none after 31 December
_FIRM_WIDTHS = (52, 19, 16, 18, 16, 18, 17)
_OUTPUT = 3  # enterprise, output and its growth always stand there


def main_table(assessment: MonthAssessment, words: Words, *, number: int) -> Table:
    """The sector's own amounts: month and year so far, each with its growth; what nobody ever reported has no row."""
    measures = assessment.chain[0].measures if assessment.chain else ()
    rows = tuple(
        (
            words.name(item.name),
            words(f"table.{_UNITS[words.lang, item.unit][0]}"),
            amount(item.month.now, item.unit, words),
            change(item.month, words),
            amount(item.to_date.now, item.unit, words),
            change(item.to_date, words),
        )
        for item in measures
        if _is_known(item)
    )
    return Table(
        title=words("bulletin.main_table", number=number, sector=words.name(assessment.sector_name)),
        head=tuple(words(f"table.{key}") for key in ("item", "unit", "month", "growth", "to_date", "growth")),
        rows=rows,
        widths=(40, 26, 24, 22, 24, 22),
        figures=frozenset({2, 3, 4, 5}),
        note=words.joined_notes([words("table.scope"), *_left_out(measures, assessment, words)]),
    )


def chain_table(assessment: MonthAssessment, words: Words, *, number: int) -> Table:
    """Output value, revenue and profit along the chain, year so far."""

    def cells(measure: Measure | None) -> tuple[str, str]:
        none = words("mark.none")
        return (
            (none, none)
            if measure is None
            else (words.purse_or_none(measure.to_date.now), change(measure.to_date, words))
        )

    rows = tuple(
        (
            words.label(f"assess.sector.{line.sector}"),
            *cells(line.measure("gross_output_yuan")),
            *cells(line.measure("sales_revenue_yuan")),
            *cells(line.measure("profit_yuan")),
        )
        for line in assessment.chain
    )
    keys = ("link", "output_value", "growth", "revenue", "growth", "profit", "growth")
    return Table(
        title=words("bulletin.chain_table", number=number, since=words.since_january(assessment.month)),
        unit=words("table.in_money"),
        head=tuple(words(f"table.{key}") for key in keys),
        rows=rows,
        widths=(24, 24, 20, 24, 20, 22, 22),
        figures=frozenset(range(1, 7)),
        is_small=True,
    )


def enterprise_table(assessment: MonthAssessment, words: Words, *, number: int) -> Table:
    """One line per enterprise: output, value, profit, value per tonne, high-end share; no column without a figure."""

    def row(item: EnterpriseAssessment) -> tuple[str, ...]:
        made = item.standing.to_date if item.standing else None
        none = words("mark.none")
        return (
            words.name(item.name),
            none if made is None or made.now is None else words.bulk(made.now),
            none if made is None else change(made, words),
            words.purse_or_none(item.output_value.now),
            words.purse_or_none(item.profit.now),
            none if item.value_per_t.now is None else figure(item.value_per_t.now, 0),
            none if item.high_end_share is None else percent(item.high_end_share),
        )

    keys = ("enterprise", "made", "growth", "output_value", "profit", "value_per_t", "high_end")
    rows = [row(item) for item in assessment.enterprises]
    kept = [
        place for place in range(len(keys)) if place < _OUTPUT or any(_is_figure(one[place], words) for one in rows)
    ]
    widths = [_FIRM_WIDTHS[place] for place in kept]
    return Table(
        title=words("bulletin.enterprise_table", number=number, since=words.since_january(assessment.month)),
        head=tuple(words(f"table.{keys[place]}") for place in kept),
        rows=tuple(tuple(one[place] for place in kept) for one in rows),
        widths=(widths[0] + sum(_FIRM_WIDTHS) - sum(widths), *widths[1:]),
        figures=frozenset(range(1, len(kept))),
        is_small=True,
        may_break=True,
        note=words("table.enterprise_note"),
    )


def quota_table(assessment: MonthAssessment, words: Words, *, number: int) -> Table:
    """Quota and pace of each enterprise, hardest warning first, and of the city."""

    def cells(standing: Standing) -> tuple[str, ...]:
        none = words("mark.none")
        expected, pace = expected_t(standing), standing.pace
        return (
            none if standing.quota_t is None else words.bulk(standing.quota_t),
            made_share(standing, words),
            none if pace is None or standing.quota_t is None else signed_bulk(pace.ahead_t, words),
            none if standing.forecast_t_per_day is None else figure(standing.forecast_t_per_day, 0),
            none if standing.required_t_per_day is None else figure(max(0, standing.required_t_per_day), 0),
            none if expected is None else words.bulk(expected),
        )

    rows: list[tuple[str, ...]] = [
        (words.name(item.name), *cells(item.standing), words(f"colour_word.{item.verdict.colour.value}"))
        for item in ranked(assessment)
        if item.standing is not None
    ]
    has_total = assessment.total is not None
    if assessment.total is not None:
        rows.append(
            (words("table.city"), *cells(assessment.total), words(f"colour_word.{assessment.verdict.colour.value}"))
        )
    keys = ("enterprise", "quota", "progress", "ahead", "forecast_rate", "required", "year_end", "warning")
    kept = [place for place, key in enumerate(keys) if not (is_over(assessment) and key in _DAILY)]
    widths = [_QUOTA_WIDTHS[place] for place in kept]
    note = words("table.quota_note" if len(kept) == len(keys) else "table.quota_note_ended")
    return Table(
        title=words("bulletin.quota_table", number=number),
        head=tuple(words(f"table.{keys[place]}") for place in kept),
        rows=tuple(tuple(row[place] for place in kept) for row in rows),
        widths=(widths[0] + sum(_QUOTA_WIDTHS) - sum(widths), *widths[1:]),
        figures=frozenset(range(1, len(kept) - 1)),
        is_small=True,
        may_break=True,
        total=has_total,
        note=words.running([note, *season_notes(assessment, words)]),
    )


def amount(value: int | None, unit: str, words: Words) -> str:
    """An amount in the unit its row prints."""
    _, divisor, decimals = _UNITS[words.lang, unit]
    return words("mark.none") if value is None else figure(_ratio(value, divisor), decimals)


def change(comparison: Comparison, words: Words) -> str:
    """Growth for a table: a rate where there is one, else the word for what happened."""
    if comparison.rate is not None:
        return signed(comparison.rate * 100, 1)
    return words.label(f"assess.movement.{comparison.movement.value}")


def signed_bulk(tonnes: Number, words: Words) -> str:
    """Tonnes in the unit of papers with their sign."""
    divisor, decimals = (10_000, 2) if words.lang == "zh" else (1_000, 1)
    return signed(_ratio(tonnes, divisor), decimals)


def _is_known(measure: Measure) -> bool:
    """Whether anybody reported the amount, in this year or the one before."""
    return any(
        value is not None
        for comparison in (measure.month, measure.to_date)
        for value in (comparison.now, comparison.before)
    )


def _is_figure(cell: str, words: Words) -> bool:
    return cell != words("mark.none")


def _left_out(measures: tuple[Measure, ...], assessment: MonthAssessment, words: Words) -> list[str]:
    names = {item.enterprise: item.name for item in assessment.enterprises}
    lost = sorted({name for item in measures for name in item.left_out})
    shown = [words.name(names[name]) if name in names else name for name in lost]
    return [words("table.left_out", names=words.joined(shown))] if shown else []


def _ratio(value: Number, divisor: int) -> Number:
    return Fraction(value) / divisor
