"""Claims as an officer writes them: a figure in any unit of its kind, read and converted once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from zhibiao.allocation.appeals.deeds import Claim
from zhibiao.allocation.appeals.inputs import OwnInput, check_claim
from zhibiao.errors import ActRefused, NotFound
from zhibiao.policy.rulebook import Rulebook
from zhibiao.terms.quantity import convert, unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One claim as written: `figure` names an own input (`rd_expense_yuan/2024`), or `clause` a clause of the rules.

    `unit` is a symbol such as 万吨; without one the text is in the unit used inside.
    """

    figure: str = ""
    text: str = ""
    unit: str = ""
    clause: str = ""
    note: str = ""


def read_claims(said: Iterable[Said], known: Sequence[OwnInput], rulebook: Rulebook) -> tuple[Claim, ...]:
    """The claims in order.

    Raises:
        NotFound: `appeal.no_such_figure`, `appeal.no_such_clause`.
        ActRefused: `appeal.claim_unreadable`, `appeal.claim_same`.
    """
    return tuple(_rule(one, rulebook) if one.clause else _figure(one, known) for one in said)


def _rule(said: Said, rulebook: Rulebook) -> Claim:
    if said.clause not in rulebook.clauses:
        raise NotFound("appeal.no_such_clause", clause=said.clause, known="、".join(rulebook.clauses))
    return Claim(clause=said.clause, note=said.note.strip())


def _figure(said: Said, known: Sequence[OwnInput]) -> Claim:
    field, _, period = said.figure.partition("/")
    found = next((one for one in known if one.name == said.figure), None)
    if found is None:
        raise NotFound("appeal.no_such_figure", field=field, period=period)
    value = said.text.strip() if found.is_word else _converted(said, found)
    claim = Claim(field=field, period=period, value=value, unit=found.unit, note=said.note.strip())
    check_claim(claim, known)
    return claim


def _converted(said: Said, found: OwnInput) -> str:
    text = said.text.strip().replace(",", "").replace("，", "")
    try:
        value = Decimal(text)
        if value.is_finite() and said.unit.strip():
            value = convert(value, source=unit(said.unit.strip()), target=unit(found.unit))
    except (InvalidOperation, KeyError, ValueError) as error:
        shown = f"{said.text} {said.unit}".strip()
        raise ActRefused("appeal.claim_unreadable", field=found.field, period=found.period, text=shown) from error
    return format(value, "f")
