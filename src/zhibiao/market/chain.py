"""One comparable series over changes of specification, linked by the published change, in the level of the newest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from zhibiao.market.price import PricePoint, PriceSeries, Rhythm
from zhibiao.terms.exact import rounded
from zhibiao.terms.finding import Finding, Severity

DECIMALS = 4
"""Chained levels and means are rounded to so many decimals of a yuan, half to even."""

_LEVEL_SLACK = Decimal("0.15")  # levels and changes are published to 0.1 yuan, each rounded by itself
_PERCENT_SLACK = Decimal("0.06")  # per cent to 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Where two specifications were joined.

    Args:
        start: first period of the new specification.
        before, after: both specifications.
        factor: what earlier levels were multiplied by.
        by: which published figure it rests on, `change` (in yuan, the finer one) or `change_pct`.
    """

    start: dt.date
    before: str
    after: str
    factor: Fraction
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """A comparable series.

    Args:
        series: the newest stretch, levels as of its newest specification; unpublished periods that the change of the
            period after gives away are there, marked.
        earlier: older stretches that nothing published joins to it, oldest first, each in its own level.
        links: joints of `series`, in order of time.
        findings: joints made and not made, gaps, and changes that do not fit the levels.
    """

    series: PriceSeries
    earlier: tuple[PriceSeries, ...]
    links: tuple[Link, ...]
    findings: tuple[Finding, ...]


def chained(series: PriceSeries) -> Chain:
    """Join specifications by the published change, which is on a comparable basis; never by the levels.

    Where a specification changes and no change is published, or a period is missing just there, the series is kept as
    two and a finding says so.

    Source: docs/maths/prices.md.
    """
    findings: list[Finding] = []
    points = _filled(series, findings)
    links: list[Link] = []
    stretches: list[list[PricePoint]] = [[]]
    for point in points:
        before = stretches[-1][-1] if stretches[-1] else None
        if before is not None and before.spec != point.spec:
            link = _link(series, before, point)
            if link is None:
                findings.append(_about(series, "price.break_unlinked", Severity.QUERY, point, **_specs(before, point)))
                stretches.append([])
            else:
                links.append(link)
        elif before is not None:
            findings += _disagreement(series, before, point)
        stretches[-1].append(point)
    first = stretches[-1][0].start if stretches[-1] else dt.date.min
    kept = tuple(link for link in links if link.start > first)
    findings += [_linked(series, link) for link in kept]
    return Chain(
        series=replace(series, points=_levelled(stretches[-1], kept)),
        earlier=tuple(
            replace(
                series, points=_levelled(part, [one for one in links if part[0].start < one.start <= part[-1].start])
            )
            for part in stretches[:-1]
        ),
        links=kept,
        findings=tuple(findings),
    )


def _filled(series: PriceSeries, findings: list[Finding]) -> list[PricePoint]:
    """The points, with those unpublished ones that the change of the next period gives away."""
    filled: list[PricePoint] = []
    for point in series.points:
        missing = series.between(filled[-1].start, point.start) - 1 if filled else 0
        if missing > 0:
            level = _level_before(point)
            if level is not None:
                start = series.rhythm.start_before(point.start)
                implied = PricePoint(
                    start=start, price=_rounded(level), spec=point.spec, is_implied=True, place=point.place
                )
                filled.append(implied)
            code = "price.period_missing" if level is None else "price.period_implied"
            gap = {"first": series.rhythm.start_after(filled[-1 if level is None else -2].start), "count": missing}
            findings.append(_about(series, code, Severity.NOTE, point, **gap))
        filled.append(point)
    return filled


def _level_before(point: PricePoint) -> Fraction | None:
    """The comparable level of the period before, from what was published with this one."""
    if point.change is not None and not _percent_differs(point):
        level = Fraction(point.price) - Fraction(point.change)
    elif point.change_pct is not None:
        level = (
            Fraction(point.price) / (1 + Fraction(point.change_pct) / 100) if point.change_pct > -100 else Fraction(0)
        )
    else:
        return None
    return level if level > 0 else None


def _percent_differs(point: PricePoint) -> bool:
    if point.change is None or point.change_pct is None:
        return False
    before = point.price - point.change
    return before <= 0 or abs(point.change * 100 - point.change_pct * before) > _PERCENT_SLACK * before


def _link(series: PriceSeries, before: PricePoint, point: PricePoint) -> Link | None:
    level = _level_before(point)
    if level is None or series.rhythm is Rhythm.DAY or series.between(before.start, point.start) != 1:
        return None
    by = "change_pct" if point.change is None or _percent_differs(point) else "change"
    return Link(start=point.start, before=before.spec, after=point.spec, factor=level / Fraction(before.price), by=by)


def _levelled(points: Sequence[PricePoint], links: Sequence[Link]) -> tuple[PricePoint, ...]:
    """Levels before each link multiplied by the factors of all later ones."""
    levelled: list[PricePoint] = []
    factor, waiting = Fraction(1), list(links)
    for point in reversed(points):
        while waiting and point.start < waiting[-1].start:
            factor *= waiting.pop().factor
        if factor != 1:
            point = replace(point, price=_rounded(Fraction(point.price) * factor), as_published=point.price)
        levelled.append(point)
    return tuple(reversed(levelled))


def _disagreement(series: PriceSeries, before: PricePoint, point: PricePoint) -> list[Finding]:
    """A published change that the published levels do not show."""
    if _percent_differs(point):
        facts = {"change": point.change, "pct": point.change_pct, "price": point.price}
        return [_about(series, "price.percent_disagrees", Severity.QUERY, point, **facts)]
    if point.change is None or before.is_implied or series.rhythm is Rhythm.DAY:
        return []
    if series.between(before.start, point.start) != 1:
        return []
    if abs(point.price - before.price - point.change) <= _LEVEL_SLACK:
        return []
    facts = {"change": point.change, "levels": point.price - before.price}
    return [_about(series, "price.change_disagrees", Severity.QUERY, point, **facts)]


def _linked(series: PriceSeries, link: Link) -> Finding:
    point = next(point for point in series.points if point.start == link.start)
    facts = {"before": link.before or "—", "after": link.after or "—", "factor": rounded(link.factor, 4)}
    code = "price.linked_by_change" if link.by == "change" else "price.linked_by_percent"
    return _about(series, code, Severity.NOTE, point, **facts)


def _specs(before: PricePoint, point: PricePoint) -> dict[str, object]:
    return {"before": before.spec or "—", "after": point.spec or "—"}


def _about(series: PriceSeries, code: str, severity: Severity, point: PricePoint, **facts: object) -> Finding:
    told = {"good": series.good, "start": point.start.isoformat(), **facts}
    return Finding(code=code, severity=severity, place=point.place, facts=told)


def _rounded(value: Fraction) -> Decimal:
    return rounded(value, DECIMALS)
