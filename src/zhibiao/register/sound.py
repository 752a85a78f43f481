"""A deed before it is put on record: its words cleaned, its numbers, times and repeats held to make sense.

What stands in a book already is not judged again: a register is the fold of its acts, as they were when they were done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from types import MappingProxyType
from typing import Any, TypeVar

from zhibiao.errors import ActRefused, Conflict
from zhibiao.register.bounds import is_bounded
from zhibiao.register.candidate import last_day
from zhibiao.register.commitment import CommitmentKind, Terms
from zhibiao.register.deeds import Accepted, Blocked, Corrected, Deed, Merged, Moved, Noted, Taken
from zhibiao.register.progress.names import folded_name
from zhibiao.register.progress.when import first_day, is_period
from zhibiao.register.register import Register
from zhibiao.register.setting import NUMBER_WANTED
from zhibiao.register.wording import kept_words, shortened
from zhibiao.texts.statement import Figure

_T = TypeVar("_T")

_TITLE, _NAME, _PROSE = 300, 200, 2000
_MOST: Mapping[str, int] = MappingProxyType(
    {
        "title": _TITLE,
        **dict.fromkeys(("name", "mover", "level", "meeting", "number", "lead"), _NAME),
        **dict.fromkeys(("agreement", "indicator", "place", "unit", "others", "parties"), _NAME),
        **dict.fromkeys(("reason", "note", "conclusion"), _PROSE),
    }
)
# What is written in sentences, which may stand in several lines.
_IN_LINES = frozenset({"reason", "note", "conclusion"})
_SET_AS: Mapping[str, str] = MappingProxyType(
    {"value": "value", "value_max": "value_max", "base": "from", "reached": "to"}
)
_TOLD = 8  # agreements named to whoever names none of them
_PERIOD_WANTED = "2025 | 2025-06 | 2025-01..2025-06 | ..2025-12"


def sound(deed: Deed, register: Register) -> Deed:
    """A deed as it is to be put on record.

    Args:
        deed: what a person does.
        register: as it stands before.

    Raises:
        ActRefused: `register.control_character`, `register.too_long`, `register.bad_value`, `register.range_reversed`,
            `register.from_without_to`, `register.due_is_signing`, `register.due_stands`, `register.no_mover`,
            `register.no_conclusion`.
        Conflict: `register.block_stands` for what holds the item up already, with the number of its act.
    """
    if isinstance(deed, Taken | Merged):
        return deed  # what a program read stands as it was read, until a person takes it over
    kept = _worded(deed)
    if isinstance(kept, Accepted | Corrected):
        terms = _sound_terms(kept.terms, is_new=isinstance(kept, Accepted))
        _check_agreement(kept.commitment, terms, register)
        return replace(kept, terms=terms)
    if isinstance(kept, Moved) and kept.due == register.commitment(kept.commitment).terms.due:
        raise ActRefused("register.due_stands", commitment=kept.commitment, due=kept.due.isoformat())
    if isinstance(kept, Blocked):
        _check_block(kept, register)
    if isinstance(kept, Noted) and not kept.conclusion:
        raise ActRefused("register.no_conclusion", commitment=kept.commitment)
    return kept


def _worded(value: _T) -> _T:
    """A deed, its terms, rules or evidence with every text as it is kept."""
    changes: dict[str, Any] = {}
    for field in fields(value):  # type: ignore[arg-type]
        held = getattr(value, field.name)
        if field.name in _MOST and isinstance(held, str):
            changes[field.name] = _words(field.name, held)
        elif field.name in _MOST and isinstance(held, tuple):
            changes[field.name] = tuple(name for one in held if (name := _words(field.name, one)))
        elif field.name in {"evidence", "coverage"}:
            changes[field.name] = tuple(map(_worded, held))
    made: _T = replace(value, **changes)  # type: ignore[type-var]
    return made


def _words(field: str, text: str) -> str:
    return kept_words(field, text, most=_MOST[field], lines=field in _IN_LINES)


def _sound_terms(terms: Terms, *, is_new: bool) -> Terms:
    kept = _worded(terms)
    if kept.period and not is_period(kept.period):
        wanted = _PERIOD_WANTED
        raise ActRefused("register.bad_value", field="period", text=shortened(kept.period), wanted=wanted)
    if is_new and _is_due_at_signing(kept):
        raise ActRefused("register.due_is_signing", due=kept.due.isoformat() if kept.due else "")
    return kept if kept.figure is None else replace(kept, figure=_sound_figure(kept.figure))


def _is_due_at_signing(terms: Terms) -> bool:
    if terms.kind is not CommitmentKind.AGREEMENT or terms.due is None:
        return False
    return first_day(terms.period) == last_day(terms.period) == terms.due


def _sound_figure(figure: Figure) -> Figure:
    for name, field in _SET_AS.items():
        number = getattr(figure, name)
        if number is not None and not is_bounded(number):
            raise ActRefused("register.bad_value", field=field, text=shortened(str(number)), wanted=NUMBER_WANTED)
    if figure.value is not None and figure.value_max is not None and figure.value_max < figure.value:
        low, high = format(figure.value, "f"), format(figure.value_max, "f")
        raise ActRefused("register.range_reversed", value=low, value_max=high)
    if figure.base is not None and figure.reached is None:
        raise ActRefused("register.from_without_to", base=format(figure.base, "f"))
    return figure if figure.unit is None else replace(figure, unit=_words("unit", figure.unit) or None)


def _check_agreement(commitment: str, terms: Terms, register: Register) -> None:
    """An obligation belongs to an agreement that stands in the register, and to no other item."""
    if not terms.agreement:
        return
    named = register.commitments.get(terms.agreement)
    if named is None or named.id == commitment or named.terms.kind is not CommitmentKind.AGREEMENT:
        known = [one.id for one in register.commitments.values() if one.terms.kind is CommitmentKind.AGREEMENT]
        wanted = " | ".join(known[:_TOLD]) or "—"
        raise ActRefused("register.bad_value", field="agreement", text=terms.agreement, wanted=wanted)


def _check_block(deed: Blocked, register: Register) -> None:
    if not deed.mover:
        raise ActRefused("register.no_mover", commitment=deed.commitment)
    told = (deed.cause, folded_name(deed.mover), folded_name(deed.note))
    for act, standing in register.commitment(deed.commitment).blocks:
        if told == (standing.cause, folded_name(standing.mover), folded_name(standing.note)):
            raise Conflict("register.block_stands", commitment=deed.commitment, block=act.number)
