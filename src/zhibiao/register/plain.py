"""Deeds as plain values and back: what is hashed, kept and handed on."""

from __future__ import annotations

import datetime as dt
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from zhibiao.register.deeds import Deed
from zhibiao.terms.canonical import Plain

_T = TypeVar("_T")
_DEEDS: Mapping[str, type] = {deed.__name__.lower(): deed for deed in typing.get_args(Deed)}


def plain_of_deed(deed: Deed) -> dict[str, Plain]:
    """The deed under its name; what stands at its default is left out, so that a later field changes no hash.

    >>> from zhibiao.register.deeds import Rejected
    >>> plain_of_deed(Rejected(candidate="a1", reason="slogan"))
    {'deed': 'rejected', 'candidate': 'a1', 'reason': 'slogan'}
    """
    return {"deed": type(deed).__name__.lower(), **_plain_of(deed)}


def deed_of_plain(plain: Mapping[str, Any]) -> Deed:
    """Read what `plain_of_deed` wrote; ValueError on anything else."""
    known = _DEEDS.get(str(plain.get("deed")))
    if known is None:
        raise ValueError(f"no such deed: {plain.get('deed')!r}")
    deed: Deed = _value(known, {name: value for name, value in plain.items() if name != "deed"})
    return deed


def plain_of(value: Any) -> Any:
    """Any value of the register as plain values."""
    if is_dataclass(value) and not isinstance(value, type):
        return _plain_of(value)
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dt.date):
        return value.isoformat()
    return [plain_of(one) for one in value] if isinstance(value, tuple) else value


def value_of(kind: type[_T], plain: Mapping[str, Any]) -> _T:
    """Read what `plain_of` wrote of a value of that kind; ValueError on anything else."""
    read: _T = _value(kind, plain)
    return read


def _plain_of(value: Any) -> dict[str, Plain]:
    there = ((one, getattr(value, one.name)) for one in fields(value))
    return {one.name: plain_of(held) for one, held in there if held != one.default or one.default is MISSING}


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _value(kind: Any, plain: Any) -> Any:
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        inner = next(one for one in typing.get_args(kind) if one is not type(None))
        return None if plain is None else _value(inner, plain)
    if typing.get_origin(kind) is tuple:
        if not isinstance(plain, list | tuple):
            raise ValueError(f"a list is wanted, not {plain!r}")
        each, *_ = typing.get_args(kind)
        return tuple(_value(each, one) for one in plain)
    if is_dataclass(kind):
        return _dataclass(kind, plain)
    return _leaf(kind, plain)


def _dataclass(kind: Any, plain: Any) -> Any:
    if not isinstance(plain, Mapping):
        raise ValueError(f"{kind.__name__} is wanted, not {plain!r}")  # noqa: TRY004 - somebody else wrote it
    hints = _hints(kind)
    if strangers := set(plain) - set(hints):
        raise ValueError(f"{kind.__name__} has no {', '.join(sorted(strangers))}")
    try:
        return kind(**{name: _value(hints[name], held) for name, held in plain.items()})
    except TypeError as error:
        raise ValueError(str(error)) from error


def _leaf(kind: Any, plain: Any) -> Any:
    if kind is Decimal:
        return _number(plain)
    if kind is dt.date:
        return dt.date.fromisoformat(plain)
    if issubclass(kind, StrEnum):
        return kind(plain)
    if type(plain) is not kind:
        raise ValueError(f"{kind.__name__} is wanted, not {plain!r}")
    return plain


def _number(plain: Any) -> Decimal:
    try:
        number = Decimal(plain)
    except (InvalidOperation, TypeError) as error:
        raise ValueError(f"no number: {plain!r}") from error
    if not number.is_finite():
        raise ValueError(f"no number: {plain!r}")
    return number
