"""A diagnosis as findings (诊断意见): what excludes what, the least change, and what each clause would have to give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from zhibiao.regulation.diagnosis.conflict import Conflict, Member
from zhibiao.regulation.diagnosis.diagnosis import Alternative, Diagnosis
from zhibiao.regulation.diagnosis.naming import Words
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.text import Text


def findings_of(
    diagnosis: Diagnosis,
    labels: Mapping[str, Text],
    *,
    unit: str = "t",
    names: Mapping[str, Text] | None = None,
    sources: Mapping[tuple[str, int], Text] | None = None,
) -> tuple[Finding, ...]:
    """What was found, in the order in which it is read.

    Args:
        diagnosis: of `diagnose`, with the same unit.
        labels: the catalogue's labels, by key.
        unit: of weight, `t` or `kt`.
        names: what plants and products are called, by the problem's own labels; as they are labelled where missing.
        sources: what sets a limit, by `Limit.kind` and `Limit.holder`: a clause of the rulebook, a list; nothing is
            said where missing.
    """
    words = Words(problem=diagnosis.problem, labels=labels, unit=unit, names=names or {}, sources=sources or {})
    if diagnosis.is_feasible:
        return (Finding(code="diagnosis.feasible", severity=Severity.NOTE, place=Place()),)
    found = [finding for conflict in diagnosis.conflicts for finding in _conflict(conflict, words)]
    return (*found, *_changes(diagnosis, words), *(_alone(one, words) for one in diagnosis.alternatives))


def _conflict(conflict: Conflict, words: Words) -> Iterator[Finding]:
    code = "diagnosis.conflict" if conflict.is_plain else "diagnosis.conflict_weighted"
    if not conflict.is_smallest:
        code = "diagnosis.conflict_wide"
    sums = conflict.contradiction
    floors = [member for member in conflict.members if member.is_floor]
    ceilings = [member for member in conflict.members if not member.is_floor]
    yield Finding(
        code=code,
        severity=Severity.REJECT,
        place=Place(),
        facts={
            "floors": words.all_limits(member.limit for member in floors),
            "ceilings": words.all_limits(member.limit for member in ceilings),
            "asks": words.figure(sums.asks),
            "leaves": words.figure(sums.leaves),
            "short": words.figure(sums.shortfall),
            "unit": words.unit_of(conflict.limits),
            "count": len(conflict.members),
        },
    )
    for of in (floors, ceilings):
        parts: dict[tuple[tuple[str, int], Text], list[Member]] = {}
        for member in of:
            parts.setdefault((member.limit.clause, words.source(member.limit)), []).append(member)
        for members in reversed(parts.values()) if len(parts) > 1 else ():
            yield _part(members, words.unit_of(conflict.limits), words, code)


def _part(members: list[Member], unit: Text, words: Words, because: str) -> Finding:
    return Finding(
        code="diagnosis.part_asks" if members[0].is_floor else "diagnosis.part_leaves",
        severity=Severity.NOTE,
        place=Place(),
        facts={
            "limits": words.limits([member.limit for member in members]),
            "share": words.figure(sum(member.share for member in members)),
            "unit": unit,
        },
        because=because,
    )


def _changes(diagnosis: Diagnosis, words: Words) -> Iterator[Finding]:
    place = Place()
    if diagnosis.relaxation is not None:
        least = diagnosis.relaxation
        facts = {"moves": words.moves(least.moves), "total": words.figure(least.total), "unit": words.unit_of(())}
        yield Finding(code="diagnosis.relaxation", severity=Severity.NOTE, place=place, facts=facts)
        return
    yield Finding(code="diagnosis.no_relaxation", severity=Severity.NOTE, place=place)
    if diagnosis.facts is not None:
        facts = {"moves": words.moves(diagnosis.facts.moves)}
        yield Finding(code="diagnosis.facts", severity=Severity.NOTE, place=place, facts=facts)


def _alone(alternative: Alternative, words: Words) -> Finding:
    clause = words.clause(alternative.clause)
    if alternative.relaxation is None:
        return Finding(code="diagnosis.alone_cannot", severity=Severity.NOTE, place=Place(), facts={"clause": clause})
    facts = {"clause": clause, "moves": words.moves(alternative.relaxation.moves)}
    return Finding(code="diagnosis.alone", severity=Severity.NOTE, place=Place(), facts=facts)
