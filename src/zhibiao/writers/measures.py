"""The rulebook prints itself: the official measures (办法), clause by clause, with every number it computes with."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from zhibiao.allocation.methods.tiers import NO_CEILING
from zhibiao.policy.clause import clause_text
from zhibiao.policy.high_end_target import TARGET, TARGET_YEAR
from zhibiao.policy.methods import METHOD_NUMBERS, defaults_of
from zhibiao.policy.plain import REGULATION, TRANSFERS, plain_decimal, rulebook_rules
from zhibiao.policy.regulation_part import REGULATION_PARAMETERS
from zhibiao.policy.rulebook import Direction, IndicatorRule, Rulebook
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.text import Text
from zhibiao.writers.indicator_figure import unit_of
from zhibiao.writers.quota_words import clause_name
from zhibiao.writers.word import WordPaper
from zhibiao.writers.word_table import Table
from zhibiao.writers.wording import Words, figure, percent

_PERCENT = frozenset(
    {
        *("reserve_share", "floor_delta", "ceiling_delta"),
        *("carry_share", "payback_most_share", "interim_share", TARGET),
        *("cut", "surcharge", "band", "theta", "tau"),
        *(code for code, (unit, _, _) in REGULATION_PARAMETERS.items() if unit == "1"),
        *(code for code in METHOD_NUMBERS if code.startswith(("up_to.", "cut_"))),
    }
)


def write_measures(
    rulebook: Rulebook, words: Words, *, dictionary: Dictionary, note: Text | None, code_version: str
) -> bytes:
    """The measures as a .docx: the clauses with their numbers filled in, then what is computed, table by table.

    Args:
        rulebook: as read and reviewed; the same rulebook gives the same bytes.
        words: the language of the paper.
        dictionary: names and units of the fields that indicators divide.
        note: what is to be said of the authority at the end, such as that it is fictional; None for nothing.
        code_version: of the program, for the marks.
    """
    paper = WordPaper(words.lang)
    title = words.name(rulebook.title)
    paper.issuer(words.name(rulebook.authority))
    paper.title(title)
    for number in rulebook.clauses:
        paper.body(words.name(clause_text(rulebook, number)), lead=_lead(number, words))
    paper.signature(words.name(rulebook.authority), words.day(rulebook.issued))
    tables = [_rules(rulebook, words), _parameters(rulebook, words)]
    if rulebook.indicators:
        tables.append(_indicators(rulebook, words, dictionary))
    if rulebook.multipliers:
        tables.append(_multipliers(rulebook, words))
    if rulebook.deduction:
        tables.append(_deduction(rulebook, words))
    paper.addressee(words("measures.computed"))
    paper.body(words("measures.one_object"))
    for table in tables:
        paper.table(table)
    paper.marks(
        [
            words("measures.in_force", first=words.day(rulebook.effective), last=words.day(rulebook.expires)),
            words("marks.rulebook_id", value=rulebook.id)
            + words("mark.gap")
            + words("marks.code_version", value=code_version),
            words("marks.rulebook_sha256", value=rulebook.source_sha256),
            *([] if note is None else [words.name(note)]),
        ]
    )
    paper.foot(words("foot.rulebook", value=rulebook.source_sha256[:12]))
    return paper.save(
        at=dt.datetime.combine(rulebook.issued, dt.time(), dt.UTC),
        title=title,
        author=words.name(rulebook.authority),
        subject=rulebook.id,
    )


def _lead(number: str, words: Words) -> str:
    name = clause_name(number, words=words)
    return f"{name}　" if words.lang == "zh" else f"{name.capitalize()}. "


def _rules(rulebook: Rulebook, words: Words) -> Table:
    """Which rule each part names, and its formula."""
    rows = []
    for part, rule in rulebook_rules(rulebook).items():
        key = f"rule.{rule}" if part == "method" else f"{part}_rule.{rule}"
        clause = clause_name(rulebook.clause_of[part], words=words)
        rows.append((words(f"measures.part.{part}"), words.label(key), words.label(f"{key}.formula"), clause))
    if TRANSFERS in rulebook.clause_of:
        key = f"transfers_rule.{'between_groups' if rulebook.lets_pass_between_groups else 'within_groups'}"
        clause = clause_name(rulebook.clause_of[TRANSFERS], words=words)
        rows.append((words("measures.part.transfers"), words.label(key), words.label(f"{key}.formula"), clause))
    if rulebook.regulation_rule:
        key, clause = f"regulation_rule.{rulebook.regulation_rule}", rulebook.clause_of[REGULATION]
        named = (words("measures.part.regulation"), words.label(key), words.label(f"{key}.formula"))
        rows.append((*named, clause_name(clause, words=words)))
    return Table(
        title=words("measures.rules", number=1),
        head=tuple(words(f"measures.head.{key}") for key in ("part", "rule", "formula", "clause")),
        rows=tuple(rows),
        widths=(20, 34, 84, 18),
        figures=frozenset(),
        note=words("measures.symbols"),
        is_small=True,
    )


def _parameters(rulebook: Rulebook, words: Words) -> Table:
    """Every parameter with every value it has or will have, and what acts where the rulebook sets nothing."""
    rows = [
        (
            words(f"measures.parameter.{code}"),
            _value(code, parameter.unit, value, words),
            words.day(since),
            clause_name(parameter.clause, words=words),
        )
        for code, parameter in rulebook.parameters.items()
        for since, value in parameter.values
    ]
    rows += [
        (
            words(f"measures.parameter.{code}"),
            _value(code, METHOD_NUMBERS[code].unit, value, words),
            words("measures.by_default"),
            clause_name(rulebook.clause_of["method"], words=words),
        )
        for code, value in defaults_of(rulebook.method).items()
        if code not in rulebook.parameters
    ]
    return Table(
        title=words("measures.parameters", number=2),
        head=tuple(words(f"measures.head.{key}") for key in ("parameter", "value", "since", "clause")),
        rows=tuple(rows),
        widths=(62, 40, 36, 18),
        figures=frozenset({1}),
        is_small=True,
    )


def _value(code: str, unit: str, value: Decimal, words: Words) -> str:
    if unit == "t":
        return words("measures.tonnes", figure=figure(value, 0))
    if unit in ("year", "month", "day") and code != TARGET_YEAR:
        return words(f"measures.unit.{unit}", figure=plain_decimal(value))
    if code.startswith("cut_least.") and value == NO_CEILING:
        return words("measures.no_limit")
    return _percent(value) if code in _PERCENT else plain_decimal(value)


def _percent(value: Decimal) -> str:
    return plain_decimal(value * 100) + "%"


def _indicators(rulebook: Rulebook, words: Words, dictionary: Dictionary) -> Table:
    return Table(
        title=words("measures.indicators", number=3),
        head=tuple(words(f"measures.head.{key}") for key in ("indicator", "ratio", "weight", "reference", "missing")),
        rows=tuple(_indicator(rule, words, dictionary) for rule in rulebook.indicators),
        widths=(32, 62, 14, 26, 22),
        figures=frozenset({2}),
        note=words("measures.indicator_note"),
        is_small=True,
    )


def _indicator(rule: IndicatorRule, words: Words, dictionary: Dictionary) -> tuple[str, ...]:
    def name(field: str) -> str:
        special = {"high_end", "capacity"}
        return words(f"measures.field.{field}") if field in special else words.name(dictionary[field].name)

    above = words("measures.plus").join(name(field) for field in rule.numerator)
    is_cost = rule.direction is Direction.COST
    key = "measures.ratio_at_prices" if rule.price_normalised else "measures.ratio"
    unit = unit_of(rule, dictionary=dictionary, words=words)
    if rule.reference is None:
        reference = words("measures.group_mean")
    else:
        reference = words("measures.fixed", figure=unit.shown(rule.reference, absent=""), unit=unit.label)
    return (
        words.name(rule.name),
        words(key, above=above, below=name(rule.denominator)) + (words("measures.cost") if is_cost else ""),
        percent(rule.weight, 0) if rule.weight * 100 % 1 == 0 else percent(rule.weight, 2),
        reference,
        words(f"measures.missing.{rule.missing.value}"),
    )


def _multipliers(rulebook: Rulebook, words: Words) -> Table:
    return Table(
        title=words("measures.multipliers", number=3 + bool(rulebook.indicators)),
        head=tuple(words(f"measures.head.{key}") for key in ("applies_to", "factor", "clause")),
        rows=tuple(
            (
                words(f"measures.{one.attribute}.{one.value}"),
                plain_decimal(one.factor),
                clause_name(one.clause, words=words),
            )
            for one in rulebook.multipliers
        ),
        widths=(90, 36, 30),
        figures=frozenset({1}),
        is_small=True,
    )


def _deduction(rulebook: Rulebook, words: Words) -> Table:
    """What an overrun costs, slice by slice."""
    rows, start = [], "0%"
    for one in rulebook.deduction:
        end = "" if one.up_to is None else _percent(one.up_to)
        key = "measures.slice.open" if one.up_to is None else "measures.slice"
        clause = clause_name(rulebook.clause_of["deduction"], words=words)
        rows.append((words(key, start=start, end=end), plain_decimal(one.factor), clause))
        start = end
    return Table(
        title=words("measures.deduction", number=3 + bool(rulebook.indicators) + bool(rulebook.multipliers)),
        head=tuple(words(f"measures.head.{key}") for key in ("slice", "factor", "clause")),
        rows=tuple(rows),
        widths=(90, 36, 30),
        figures=frozenset({1}),
        note=words("measures.deduction_note"),
        is_small=True,
    )
