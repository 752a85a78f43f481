"""Findings to rows and back: code, place and facts, so that their texts read the same whenever they are told."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple
from decimal import Decimal
from fractions import Fraction
from typing import Any

from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.submission import KeptFinding
from zhibiao.terms.text import Text

Row = Sequence[Any]

COLUMNS = (
    "submission, position, code, severity, because, holds, enterprise, period, place_file, place_sheet, place_cell, "
    "place_row, place_line, place_clause, place_field, facts"
)


def rows_of_findings(submission: int, findings: Iterable[KeptFinding]) -> Iterator[Row]:
    """The findings of one submission in their order."""
    for kept in findings:
        found = kept.finding
        about = (found.code, found.severity.name, found.because, int(found.holds), kept.enterprise, kept.period)
        place = (_storable(part) if isinstance(part, str) else part for part in astuple(found.place))
        yield (submission, kept.position, *about, *place, facts_text(found.facts))


def finding_of_row(row: Row) -> KeptFinding:
    """A finding from its row."""
    _, position, code, severity, because, holds, enterprise, period, *place, facts = row
    finding = Finding(
        code=code,
        severity=Severity[severity],
        place=Place(*place),
        facts=facts_of(facts),
        because=because,
        holds=bool(holds),
    )
    return KeptFinding(position=position, enterprise=enterprise, period=period, finding=finding)


def facts_text(facts: Mapping[str, object]) -> str:
    """Facts as one JSON text in ASCII, whatever characters a file brought along.

    >>> facts_text({"count": 3, "name": Text("粗钢", "crude steel"), "share": Decimal("0.20")})
    '{"count":3,"name":{"text":["\\\\u7c97\\\\u94a2","crude steel"]},"share":{"decimal":"0.20"}}'
    """
    plain = {name: _plain(fact) for name, fact in facts.items()}
    return json.dumps(plain, sort_keys=True, separators=(",", ":"))


def facts_of(text: str) -> dict[str, object]:
    """Facts from what `facts_text` wrote."""
    return {name: _value(plain) for name, plain in json.loads(text).items()}


def _plain(fact: object) -> object:
    """Values that a text may format as numbers stay numbers; everything else is the words it would be shown by."""
    if fact is None or isinstance(fact, bool | int):
        return fact
    if isinstance(fact, Text):
        return {"text": [fact.zh, fact.en]}
    if isinstance(fact, float):
        return {"float": fact.hex()}
    if isinstance(fact, Decimal):
        return {"decimal": str(fact)}
    if isinstance(fact, Fraction):
        return {"fraction": str(fact)}
    return str(fact)


def _value(plain: Any) -> object:
    if not isinstance(plain, dict):
        return plain
    ((kind, value),) = plain.items()
    if kind == "text":
        return Text(*value)
    if kind == "float":
        return float.fromhex(value)
    return Decimal(value) if kind == "decimal" else Fraction(value)


def _storable(text: str) -> str:
    """No NUL, which PostgreSQL refuses, and no half of a pair, which is no text."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode() if not text.isprintable() else text
