"""Terms of the register as the fields of a form: what stands in each, and which of them a person changed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from zhibiao.register.commitment import CommitmentKind, Terms
from zhibiao.register.setting import FIELDS
from zhibiao.texts.statement import Change, Comparator, Polarity, ProjectStatus

_FIGURE = MappingProxyType({"value": "value", "value_max": "value_max", "from": "base", "to": "reached"})
CHOICES: Mapping[str, type[StrEnum]] = MappingProxyType(
    {"kind": CommitmentKind, "polarity": Polarity, "stage": ProjectStatus, "change": Change, "comparator": Comparator}
)
"""Fields whose content is one of a few words."""
NEEDED = frozenset({"kind", "title", "change", "comparator"})
"""Fields that are never empty."""


def texts_of_terms(terms: Terms) -> dict[str, str]:
    """Every field as a person would write it.

    >>> from zhibiao.register.setting import with_settings
    >>> bare = Terms(kind=CommitmentKind.TASK, title="建园区")
    >>> said = {"lead": "市工信局", "others": "甲;乙", "coverage": "quarter:theme:1", "value": "12.5", "unit": "%"}
    >>> {name: texts_of_terms(with_settings(bare, said))[name] for name in said} == said
    True
    """
    return {name: _text(terms, name) for name in FIELDS}


def changed_fields(terms: Terms, typed: Mapping[str, str]) -> dict[str, str]:
    """The fields that a form brought back otherwise than they stand.

    >>> changed_fields(Terms(kind=CommitmentKind.TASK, title="建园区"), {"title": "建园区 ", "lead": "市工信局"})
    {'lead': '市工信局'}
    """
    stands = texts_of_terms(terms)
    return {name: text.strip() for name, text in typed.items() if name in stands and text.strip() != stands[name]}


def _text(terms: Terms, name: str) -> str:
    figure = terms.figure
    if name in _FIGURE:
        return _plain(getattr(figure, _FIGURE[name])) if figure else ""
    if name in ("unit", "change", "comparator"):
        return _plain(getattr(figure, name)) if figure else {"change": "level", "comparator": "="}.get(name, "")
    if name == "coverage":
        return ";".join(f"{one.every.value}:{one.level}:{one.least}" for one in terms.coverage)
    return _plain(getattr(terms, name))


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return ";".join(value)
    return format(value, "f") if isinstance(value, Decimal) else str(value)
