"""The workbook of a comparison of rules: quotas, change, fairness and effects, shares, filing otherwise, parameters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from zhibiao.allocation.comparison.compared import Compared
from zhibiao.allocation.comparison.comparison import RuleOutcome
from zhibiao.allocation.comparison.fairness import lorenz_at
from zhibiao.allocation.division.rules import RULES
from zhibiao.terms.exact import printed, rounded
from zhibiao.writers.colophon import foot_line
from zhibiao.writers.comparison_words import compare_words, comparison_title, group_name, rule_name
from zhibiao.writers.wording import Words, head_lines
from zhibiao.writers.workbook import Cell, Column, Formula, Kind, Sheet, letter_of, write_workbook

_FIXED = 6  # columns of the sheet of quotas before the first rule
_BASE = letter_of(2)
_NUMBER_PLACES = 6
_Row = tuple[Cell | Formula, ...]


def write_comparison_workbook(found: Compared, words: Words) -> bytes:
    """The workbook as .xlsx; the same comparison gives the same bytes."""
    sheets = [
        _quotas(found, words),
        _changes(found, words),
        _fairness(found, words),
        _shares(found, words),
        _filing(found, words),
        _lorenz(found, words),
        _parameters(found, words),
    ]
    title = comparison_title(found, words)
    return write_workbook(
        [_readme(found, title, sheets, words), *(sheet for sheet in sheets if sheet.rows)],
        title=title,
        author=words.name(found.city.authority),
        at=dt.datetime.combine(found.dated, dt.time(), dt.UTC),
        foot=foot_line(found.marks, words=words),
        comments=words.name(found.city.note),
    )


def _head(words: Words, key: str, kind: Kind = "text", *, total: bool = False, **facts: object) -> Column:
    return Column(head=compare_words(words, f"column.{key}", **facts), kind=kind, total=total)


def _readme(found: Compared, title: str, sheets: Sequence[Sheet], words: Words) -> Sheet:
    comparison = found.comparison
    rows: list[tuple[Cell, Cell]] = [
        (compare_words(words, "readme.status"), compare_words(words, "readme.status_text")),
        (words("annex.note"), words.name(found.city.note)),
        (words("annex.authority"), words.name(found.city.authority)),
        (words("annex.date"), words.day(found.dated)),
        (words("annex.units"), words("annex.units_text")),
        (compare_words(words, "readme.cap"), words.mass(comparison.cap)),
        (compare_words(words, "readme.as_of"), found.as_of or compare_words(words, "readme.first")),
        (compare_words(words, "readme.year"), str(found.year)),
        (compare_words(words, "readme.definitions"), compare_words(words, "readme.definitions_text")),
    ]
    rows += [(compare_words(words, "readme.rules"), rule_name(one, words)) for one in comparison.outcomes]
    rows += [
        (compare_words(words, "readme.figure"), f"{_figure_name(each.code, words)}: {each.source}")
        for each in comparison.per_tonne
    ]
    rows += [
        (compare_words(words, "readme.not_run"), words.finding(one.code, one.facts)) for one in comparison.findings
    ]
    rows += [(words(f"annex.mark.{name}"), value) for name, value in found.marks.plain().items() if value]
    rows += [(words("annex.sheet", name=sheet.name), sheet.title) for sheet in sheets if sheet.rows]
    columns = (Column(head=words("annex.item")), Column(head=words("annex.content")))
    return Sheet(name=words("annex.readme"), title=title, columns=columns, rows=tuple(rows))


def _figure_name(code: str, words: Words) -> str:
    return head_lines(compare_words(words, f"column.{code}"))[0]


def _firm(found: Compared, place: int, words: Words) -> tuple[str, str]:
    name = found.comparison.ids[place]
    return name, words.name(found.city[name].name)


def _quotas(found: Compared, words: Words) -> Sheet:
    comparison = found.comparison

    def row(place: int) -> _Row:
        return (
            *_firm(found, place, words),
            comparison.bases[place],
            comparison.capacities[place],
            comparison.floors[place],
            comparison.ceilings[place],
            *(one.quotas[place] for one in comparison.outcomes),
        )

    return Sheet(
        name=compare_words(words, "sheet.quotas"),
        title=compare_words(words, "sheet.quotas_title"),
        note=compare_words(words, "sheet.quotas_note"),
        columns=(
            _head(words, "code"),
            _head(words, "enterprise"),
            *(_head(words, key, "whole", total=True) for key in ("base", "capacity", "floor", "ceiling")),
            *(_head(words, "quota", "whole", total=True, rule=rule_name(one, words)) for one in comparison.outcomes),
        ),
        rows=tuple(row(place) for place in range(len(comparison.ids))),
        frozen=2,
        total=words("total"),
    )


def _changes(found: Compared, words: Words) -> Sheet:
    """Formulas on the sheet of quotas, whose rows stand in the same places."""
    comparison, quotas = found.comparison, compare_words(words, "sheet.quotas")

    def cell(change: Fraction | None, column: int) -> Cell | Formula:
        if change is None:
            return None
        text = f"'{quotas}'!{letter_of(column)}{{row}}/'{quotas}'!${_BASE}{{row}}-1"
        return Formula(text=text, value=change)

    def row(place: int) -> _Row:
        cells = (cell(one.changes[place], _FIXED + rank) for rank, one in enumerate(comparison.outcomes))
        return (*_firm(found, place, words), *cells)

    return Sheet(
        name=compare_words(words, "sheet.changes"),
        title=compare_words(words, "sheet.changes_title"),
        note=compare_words(words, "sheet.changes_note"),
        columns=(
            _head(words, "code"),
            _head(words, "enterprise"),
            *(_head(words, "change", "ratio", rule=rule_name(one, words)) for one in comparison.outcomes),
        ),
        rows=tuple(row(place) for place in range(len(comparison.ids))),
        frozen=2,
    )


_Figure = tuple[str, Kind, Callable[[RuleOutcome], Cell]]

_FIGURES: tuple[_Figure, ...] = (
    (
        "winners",
        "whole",
        lambda one: len(one.fairness.against_in_force.winners) if one.fairness.against_in_force else None,
    ),
    (
        "losers",
        "whole",
        lambda one: len(one.fairness.against_in_force.losers) if one.fairness.against_in_force else None,
    ),
    ("moved", "whole", lambda one: one.fairness.against_in_force.gained if one.fairness.against_in_force else None),
    ("above_base", "whole", lambda one: len(one.fairness.against_base.winners)),
    ("below_base", "whole", lambda one: len(one.fairness.against_base.losers)),
    ("least_change", "ratio", lambda one: min(_known(one), default=None)),
    ("most_change", "ratio", lambda one: max(_known(one), default=None)),
    ("gini_quota", "figure", lambda one: one.fairness.gini_quota),
    ("gini_use", "figure", lambda one: one.fairness.gini_use),
    ("least_use", "ratio", lambda one: one.fairness.use.least if one.fairness.use else None),
    ("most_use", "ratio", lambda one: one.fairness.use.most if one.fairness.use else None),
    ("spread", "figure", lambda one: one.fairness.use.spread if one.fairness.use else None),
    ("envy", "whole", lambda one: sum(one.fairness.envies)),
)


def _known(outcome: RuleOutcome) -> list[Fraction]:
    return [change for change in outcome.changes if change is not None]


def _fairness(found: Compared, words: Words) -> Sheet:
    outcomes = found.comparison.outcomes
    figures = [*_FIGURES, *_effects(found)]

    def row(one: RuleOutcome) -> _Row:
        return (rule_name(one, words), *(cell(one) for _, _, cell in figures))

    return Sheet(
        name=compare_words(words, "sheet.fairness"),
        title=compare_words(words, "sheet.fairness_title"),
        note=compare_words(words, "sheet.fairness_note"),
        columns=(_head(words, "rule"), *(_head(words, key, kind) for key, kind, _ in figures)),
        rows=tuple(row(one) for one in outcomes),
        frozen=1,
    )


def _effects(found: Compared) -> Iterator[_Figure]:
    for place, each in enumerate(found.comparison.per_tonne):
        is_share = each.is_share
        yield each.code, "ratio" if is_share else "whole", _amount(place)
        yield f"{each.code}_change", "points" if is_share else "whole", _change(place, is_share=is_share)
    if any(one.cost for one in found.comparison.outcomes):
        yield "lost", "whole", lambda one: round(one.cost.lost) if one.cost else None
        yield "price", "ratio", lambda one: one.cost.price if one.cost else None


def _amount(place: int) -> Callable[[RuleOutcome], Cell]:
    return lambda one: one.amounts[place].value


def _change(place: int, *, is_share: bool) -> Callable[[RuleOutcome], Cell]:
    def cell(one: RuleOutcome) -> Cell:
        change = one.amounts[place].change
        return None if change is None else printed(change * 100, 2) if is_share else round(change)

    return cell


def _shares(found: Compared, words: Words) -> Sheet:
    comparison = found.comparison

    def rows() -> Iterator[_Row]:
        for by in comparison.groupings:
            for group, first in comparison.outcomes[0].fairness.shifts[by].items():
                shifts = (printed(one.fairness.shifts[by][group].shift * 100, 2) for one in comparison.outcomes)
                names = (compare_words(words, f"by.{by}"), group_name(by, group, words))
                yield (*names, first.members, first.before, *shifts)

    return Sheet(
        name=compare_words(words, "sheet.shares"),
        title=compare_words(words, "sheet.shares_title"),
        note=compare_words(words, "sheet.shares_note"),
        columns=(
            _head(words, "grouping"),
            _head(words, "group"),
            _head(words, "members", "whole"),
            _head(words, "base_share", "ratio"),
            *(_head(words, "points", "points", rule=rule_name(one, words)) for one in comparison.outcomes),
        ),
        rows=tuple(rows()) if comparison.outcomes else (),
        frozen=2,
    )


def _filing(found: Compared, words: Words) -> Sheet:
    comparison = found.comparison
    run = [one for one in comparison.outcomes if one.fairness.filing is not None]
    filings = [one.fairness.filing for one in run if one.fairness.filing is not None]

    def rows() -> Iterator[_Row]:
        for group in filings[0].groups:
            yield _named("group", group, (each.groups[group] for each in filings))
        if any(each.pair for each in filings):
            yield _named("pair", compare_words(words, "filing.each"), (each.pair_gain for each in filings))
        for name in filings[0].halves:
            yield _named("halves", name, (each.halves[name] for each in filings))

    def _named(kind: str, who: str, gains: Iterator[Fraction | None]) -> _Row:
        return (compare_words(words, f"filing.{kind}"), who, *(None if gain is None else round(gain) for gain in gains))

    return Sheet(
        name=compare_words(words, "sheet.filing"),
        title=compare_words(words, "sheet.filing_title"),
        note=compare_words(words, "sheet.filing_note"),
        columns=(
            _head(words, "filing"),
            _head(words, "who"),
            *(_head(words, "gain", "whole", rule=rule_name(one, words)) for one in run),
        ),
        rows=tuple(rows()) if filings else (),
        frozen=2,
    )


def _lorenz(found: Compared, words: Words) -> Sheet:
    outcomes = found.comparison.outcomes
    curves = {
        "use": [one.fairness.lorenz_use for one in outcomes],
        "quota": [one.fairness.lorenz_quota for one in outcomes],
    }

    def rows() -> Iterator[_Row]:
        for curve, drawn in curves.items():
            for tenth in range(1, 10) if all(drawn) else ():
                share = Fraction(tenth, 10)
                yield (compare_words(words, f"curve.{curve}"), share, *(lorenz_at(points, share) for points in drawn))

    return Sheet(
        name=compare_words(words, "sheet.lorenz"),
        title=compare_words(words, "sheet.lorenz_title"),
        note=compare_words(words, "sheet.lorenz_note"),
        columns=(
            _head(words, "curve"),
            _head(words, "lower", "ratio"),
            *(_head(words, "change", "ratio", rule=rule_name(one, words)) for one in outcomes),
        ),
        rows=tuple(rows()),
        frozen=2,
    )


def _parameters(found: Compared, words: Words) -> Sheet:
    def rows() -> Iterator[_Row]:
        for one in found.comparison.outcomes:
            source = RULES[one.code].source if one.code in RULES else ""
            named = (rule_name(one, words), one.code)
            for each in one.settings:
                origin = compare_words(words, f"origin.{each.origin}")
                value = rounded(each.value, _NUMBER_PLACES).normalize()
                yield (*named, each.code, format(value, "f"), each.unit, origin, source)
            if not one.settings:
                yield (*named, "", "", "", "", source)

    keys = ("rule", "rule_code", "parameter", "value", "unit", "origin", "source")
    return Sheet(
        name=compare_words(words, "sheet.parameters"),
        title=compare_words(words, "sheet.parameters_title"),
        columns=tuple(_head(words, key) for key in keys),
        rows=tuple(rows()),
        frozen=1,
    )
