"""A calculation as the one document that programs read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from zhibiao import __version__
from zhibiao.allocation.division.divide_groups import GroupedDivision
from zhibiao.assemble.calculator import Calculation, Question
from zhibiao.assemble.resources import catalogue
from zhibiao.terms.finding import Finding


def calculation_plain(calculation: Calculation) -> dict[str, Any]:
    """The answer of `zhibiao split`; rows in the order of the file, amounts in what the file counts in."""
    division, unit = calculation.division, calculation.unit
    plain: dict[str, Any] = {
        "rule": calculation.rule.code,
        "cap": _number(calculation.cap * unit),
        "unit": _number(unit),
        "rounding": calculation.rounding,
        "parameters": {code: _number(value) for code, value in calculation.parameters.items()},
        "rows": list(_rows(calculation)),
        "sum": _number(sum(division.units) * unit),
        "scale": None if division.scale is None else _number(division.scale),
        "ties": _ties(calculation),
        "estimate": _estimate(calculation),
        "notes": [_note(finding) for finding in calculation.notes],
        "columns_not_read": list(calculation.unread),
        "source": calculation.rule.source,
    }
    if isinstance(division, GroupedDivision):
        plain["groups"] = [
            {
                "group": group.code,
                "share": _number(group.share * unit),
                "quota": _number(group.tonnes * unit),
                "binding": group.bound,
            }
            for group in division.groups
        ]
    return plain


def marks(question: Question) -> dict[str, Any]:
    """What the answer rests on."""
    return {"code_version": __version__, "input_sha256": hashlib.sha256(question.content).hexdigest()}


def _rows(calculation: Calculation) -> Iterator[dict[str, Any]]:
    division, unit = calculation.division, calculation.unit
    errors = division.estimate.errors if division.estimate else None
    quota: Fraction | int
    for name, position in zip(calculation.ids, calculation.positions, strict=True):
        share, quota = division.shares[position], division.units[position]
        if unit != 1:
            share, quota = share * unit, quota * unit
        row = {
            "id": name,
            "share": _number(share),
            "share_exact": str(share),
            "quota": _number(quota),
            "binding": division.binding[position],
        }
        if errors is not None:
            row["share_error"] = errors[position] * float(unit)
        yield row


def _ties(calculation: Calculation) -> dict[str, Any] | None:
    """Who stood level for the last unit, and who got it; None where nobody did."""
    given, passed = calculation.tied()
    return {"order": "id", "got_the_unit": given, "without_it": passed} if given else None


def _estimate(calculation: Calculation) -> dict[str, Any] | None:
    """How shares were estimated, where exact ones were out of reach; `share_error` of each row is of that kind."""
    estimate = calculation.division.estimate
    if estimate is None:
        return None
    return {"kind": estimate.kind, "orders": estimate.orders, "seed": calculation.seed}


def _note(finding: Finding) -> dict[str, Any]:
    words = catalogue()
    return {
        "code": finding.code,
        "place": str(finding.place),
        "message": {
            "zh": words.what(finding.code, "zh", finding.facts),
            "en": words.what(finding.code, "en", finding.facts),
        },
    }


def _number(value: Fraction | int) -> int | float:
    """A JSON number: whole where it is whole."""
    return value.numerator if value.denominator == 1 else value.numerator / value.denominator
