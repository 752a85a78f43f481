"""Why a month cannot be regulated (限额冲突): limits that exclude each other, each with the clause that sets it."""

from __future__ import annotations

from collections.abc import Mapping

from zhibiao.regulation.city.problem import CityProblem
from zhibiao.regulation.city.sources import cap_words, sources_of
from zhibiao.regulation.diagnosis import diagnose, findings_of
from zhibiao.terms.finding import Finding
from zhibiao.terms.text import Text


def conflicts_of(city: CityProblem, labels: Mapping[str, Text], names: Mapping[str, Text]) -> tuple[Finding, ...]:
    """Which clauses of a city's problem exclude each other, and what would do.

    Args:
        city: the problem without a plan.
        labels: the catalogue's, by key.
        names: of enterprises and products.

    Raises:
        NoSolution: `plan.uncertified`, as `diagnose`.
    """
    said = {**labels, **cap_words(city, labels)}
    return findings_of(diagnose(city.problem, unit="t"), said, names=names, sources=sources_of(city, labels))
