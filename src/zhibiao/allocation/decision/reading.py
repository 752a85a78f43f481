"""A decision read back from its plain values, as stored and exported."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from zhibiao.allocation.decision.decision import (
    OF_REGULATION,
    Claimant,
    Decision,
    IndicatorResult,
    Measure,
    Part,
    Share,
)


def decision_of_plain(body: Mapping[str, Any]) -> Decision:
    """The decision whose `plain()` is this; KeyError when a field is missing.

    Reading back and writing again gives the same hash: decimals travel as strings, whole numbers as they are.
    """
    read = ("claimants", "mean_score", "shares")
    present = [name for name in Decision.__dataclass_fields__ if name in body or name not in OF_REGULATION]
    return Decision(
        **{name: body[name] for name in present if name not in read},
        claimants=tuple(_claimant(item) for item in body["claimants"]),
        mean_score=Decimal(body["mean_score"]),
        shares=tuple(_share(item) for item in body["shares"]),
    )


def _claimant(item: Mapping[str, Any]) -> Claimant:
    beside = ("carried_t", "owed_t", "deducted_t", "transferred_t", "regulated_t")
    known = ("history_t", "measures", "sources", *beside)
    return Claimant(
        **{name: item[name] for name in Claimant.__slots__ if name not in known},
        **{name: item.get(name, 0) for name in beside},
        history_t={int(year): tonnes for year, tonnes in item["history_t"].items()},
        measures=tuple(
            Measure(
                indicator=measure["indicator"],
                numerator=_decimal(measure["numerator"]),
                denominator=_decimal(measure["denominator"]),
            )
            for measure in item["measures"]
        ),
        sources=tuple((reference, sha256) for reference, sha256 in item["sources"]),
    )


def _share(item: Mapping[str, Any]) -> Share:
    exact = ("multiplier", "score", "tilt", "claim")
    return Share(
        **{name: item[name] for name in Share.__slots__ if name not in ("indicators", "parts", *exact)},
        multiplier=Decimal(item["multiplier"]),
        score=Decimal(item["score"]),
        tilt=Decimal(item["tilt"]),
        claim=_decimal(item.get("claim")),
        indicators=tuple(_indicator(result) for result in item["indicators"]),
        parts=tuple(Part(code=part["code"], tonnes=part["tonnes"]) for part in item["parts"]),
    )


def _indicator(item: Mapping[str, Any]) -> IndicatorResult:
    return IndicatorResult(
        indicator=item["indicator"],
        value=_decimal(item["value"]),
        reference=Decimal(item["reference"]),
        score=Decimal(item["score"]),
        weight=Decimal(item["weight"]),
        treatment=item["treatment"],
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
