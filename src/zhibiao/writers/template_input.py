"""What may be typed into a form: open cells, rules per kind of figure with their words, and red where a check fails."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Protocol

from zhibiao.monthly.relations import Ref
from zhibiao.monthly.standing import unit_words
from zhibiao.monthly.template import COLUMN_OF, GROUND_COLUMN, Template, Words
from zhibiao.terms.dictionary import Field, Kind
from zhibiao.terms.grounds import CORRECTION, Grounds
from zhibiao.terms.text import Language
from zhibiao.writers.workbook import letter_of

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

# The most a firm can file, in the form's units: beyond it the unit slipped.
_MOST = {
    **{"mass": 100_000, "volume": 1_000_000, "money": 100_000_000, "energy": 100_000_000, "electricity": 1_000_000},
    **{"people": 1_000_000, "number": 1_000, "days": 366},
}
# A loss, a refund and a negative operating surplus are figures like others.
_MAY_BE_NEGATIVE = frozenset({"profit_yuan", "value_added_yuan", "taxes_yuan", "vat_payable_yuan"})
_MOST_MESSAGE, _MOST_TITLE = 255, 32


class Beside(Protocol):
    """What the rules need of the form's companions."""

    @property
    def words(self) -> Words: ...
    @property
    def grounds(self) -> Grounds: ...


def guard_inputs(
    book: Workbook,
    sheet: Worksheet,
    template: Template,
    beside: Beside,
    *,
    failing: Iterable[tuple[str, tuple[Ref, ...]]],
) -> None:
    """Close everything but input, without a password, and say in words what each open cell takes.

    Args:
        failing: of each check, the formula that is true where it fails, and the figures it is about.
    """
    sheet.protect("", {"format_columns": True, "format_rows": True})
    for field in template.fields:
        row = template.rows[field.code]
        for column in template.open_columns(field):
            sheet.data_validation(row, column, row, column, _rule(field, row, column, beside.words, template.lang))
        sheet.data_validation(row, GROUND_COLUMN, row, GROUND_COLUMN, _ground_rule(beside))
    bad = book.add_format({"bg_color": "#FFD6D1", "font_color": "#9C1C0E"})
    for formula, refs in failing:
        for ref in refs:
            cell = f"{letter_of(COLUMN_OF[ref.scope])}{template.rows[ref.field] + 1}"
            rule = {"type": "formula", "criteria": f'=AND({formula},{cell}<>"")', "format": bad}
            sheet.conditional_format(cell, rule)


def _rule(field: Field, row: int, column: int, words: Words, lang: Language) -> dict[str, object]:
    """A negative quantity is lawful only where the firm states that it corrects earlier months."""
    dimension = field.unit.dimension
    unit, most = unit_words(field.form_unit).in_(lang), _MOST[dimension]
    kind = "any_money" if field.code in _MAY_BE_NEGATIVE else "money" if dimension == "money" else "quantity"
    if kind == "quantity" and field.kind is not Kind.FLOW:
        kind = "stock"
    cell, ground = f"{letter_of(column)}{row + 1}", f"${letter_of(GROUND_COLUMN)}{row + 1}"
    within = {
        "any_money": f"ABS({cell})<={most}",
        "money": f'OR({cell}>=0,ISNUMBER(SEARCH("{CORRECTION}",{ground}))),ABS({cell})<={most}',
        "quantity": f'OR({cell}>=0,ISNUMBER(SEARCH("{CORRECTION}",{ground}))),ABS({cell})<={most}',
        "stock": f"{cell}>=0,{cell}<={most}",
    }[kind]
    facts = {"name": field.name.in_(lang), "unit": unit, "most": f"{most:,}", "ground": CORRECTION}
    return {
        "validate": "custom",
        "value": f"=AND(ISNUMBER({cell}),{within})",
        "error_title": words("input.error")[:_MOST_TITLE],
        "error_message": words(f"input.error.{kind}", **facts)[:_MOST_MESSAGE],
        **_prompt(field, column, facts, lang),
    }


def _prompt(field: Field, column: int, facts: Mapping[str, object], lang: Language) -> dict[str, str]:
    """A line beside the cell, for the month's figure of fields whose meaning needs one."""
    if column != min(COLUMN_OF.values()) or not field.description.zh:
        return {}
    said = f"{facts['unit']} · {field.description.in_(lang)}"
    return {"input_title": str(facts["name"])[:_MOST_TITLE], "input_message": said[:_MOST_MESSAGE]}


def _ground_rule(beside: Beside) -> dict[str, object]:
    """A list to choose from; several codes may be typed, so the rule warns and does not stop."""
    return {
        "validate": "list",
        "source": [ground.code for ground in beside.grounds],
        "error_type": "warning",
        "error_title": beside.words("input.grounds")[:_MOST_TITLE],
        "error_message": beside.words("input.error.grounds")[:_MOST_MESSAGE],
    }
