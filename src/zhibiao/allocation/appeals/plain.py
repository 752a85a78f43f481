"""Deeds upon appeals as plain values and back: what is hashed and kept."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from typing import Any

from zhibiao.allocation.appeals.deeds import Deed
from zhibiao.register.plain import plain_of, value_of
from zhibiao.terms.canonical import Plain

_DEEDS: Mapping[str, type] = {deed.__name__.lower(): deed for deed in typing.get_args(Deed)}


def plain_of_deed(deed: Deed) -> dict[str, Plain]:
    """The deed under its name; what stands at its default is left out, so that a later field changes no hash.

    >>> from zhibiao.allocation.appeals.deeds import Withdrawn
    >>> plain_of_deed(Withdrawn(appeal="a", reason="found our own mistake"))
    {'deed': 'withdrawn', 'appeal': 'a', 'reason': 'found our own mistake'}
    """
    return {"deed": type(deed).__name__.lower(), **plain_of(deed)}


def deed_of_plain(plain: Mapping[str, Any]) -> Deed:
    """Read what `plain_of_deed` wrote; ValueError on anything else."""
    known = _DEEDS.get(str(plain.get("deed")))
    if known is None:
        raise ValueError(f"no such deed: {plain.get('deed')!r}")
    deed: Deed = value_of(known, {name: value for name, value in plain.items() if name != "deed"})
    return deed
