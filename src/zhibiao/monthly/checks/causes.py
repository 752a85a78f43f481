"""Causes: which one figure, read otherwise, would make a chain of broken rules vanish; named first, never applied."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from zhibiao.monthly.checks.check import Check
from zhibiao.monthly.checks.history import log_rate, past_of, periods_before
from zhibiao.monthly.checks.identity import flow_of, to_date_before
from zhibiao.monthly.checks.suspects import counterfactual, figures_named, figures_of, value_of
from zhibiao.monthly.checks.unit_slip import CODES
from zhibiao.monthly.filed import Figure, Filed
from zhibiao.monthly.returns import Scope
from zhibiao.monthly.standing import Standing, about, amount
from zhibiao.terms.dictionary import Kind
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Period
from zhibiao.terms.text import Text

MULTIPLE = "edit.multiple"
"""One figure that breaks several rules at once, where nothing more particular explains it."""

STALE = "sheet.formula_stale"
"""A stored result that its formula no longer gives: the reader has seen which figure is wrong."""

Rule = tuple[str, str, str]
"""A broken rule as two runs of the checks know it: code, field and first figure."""
Rerun = Callable[[Filed, Sequence[Check]], Sequence[Finding]]

_MIX_UPS = frozenset({"edit.month_equals_cumulative", "edit.cumulative_identity", "edit.columns_swapped"})
_SIGNS = frozenset({"edit.negative", "edit.sign_suspected"})
_LEAST = 2
_LEAST_FOR_QUARANTINE = 3
_MOST_DOUBTS = 5
_DOUBT_COST = 1.0
_STRANGE_GAIN = 0.4
_READING_COST = 0.5
_FAR = 10.0
"""Spreads from its own past at which a figure is as strange as it gets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis:
    """One way in which the return may have gone wrong.

    Args:
        changed: the figures as they would be read; None for one that is only doubted.
        causes: findings that state this very slip; none for a doubt.
        cost: how much has to be believed; a reading that repairs costs less than a mere doubt.
        figure: the figure doubted.
    """

    changed: Mapping[Figure, Decimal | None]
    causes: tuple[Finding, ...]
    cost: float
    figure: Figure | None = None


def with_causes(
    findings: Sequence[Finding],
    filed: Filed,
    standing: Standing,
    *,
    checks: Sequence[Check],
    rerun: Rerun,
    read: Sequence[Finding] = (),
) -> tuple[Finding, ...]:
    """The same findings, those that a likelier slip explains marked `because` of it and weighing no more than it.

    Hypotheses are tried on counterfactual returns: the slips that findings state (unit, sign, month and total mixed
    up), and doubts of single figures. Of those that clear rules the one with the least cost per rule is taken, until
    no figure explains two of the rest (Fellegi and Holt's least change, taken greedily). With fewer than two
    questions nothing is tried. What the reader has seen to be wrong (`read`) comes before any hypothesis: it explains
    all that is broken at its figures, and what would have kept the return out waits for the firm's word instead.
    """
    broken = {rule_of(finding): finding for finding in findings if finding.severity >= Severity.QUERY}
    serious = {rule: broken[rule] for rule in sorted(broken)}
    stale = _stale(read, filed)
    if not serious or (len(serious) < _LEAST and not stale):
        return tuple(findings)
    left, because, causes = dict(serious), {}, []
    failing = [check for check in checks if any(finding.code in check.codes for finding in serious.values())]
    tried = _Tried(filed=filed, all_checks=checks, failing=failing, rerun=rerun, before=frozenset(serious))
    if stale:
        seen, doubted = stale
        explained = tried.cleared(doubted)
        must_wait = _keeps_out([serious[rule] for rule in explained], tried)
        because = dict.fromkeys(explained, replace(seen, holds=must_wait))
        left = {rule: finding for rule, finding in left.items() if rule not in explained}
    while len(left) >= _LEAST:
        best = _best(left, filed, standing, tried)
        if best is None:
            break
        hypothesis, cleared = best
        stated = hypothesis.causes or (_multiple(hypothesis, cleared, left, filed, standing, tried),)
        if not hypothesis.causes:
            causes.append(stated[0])
        own = {rule_of(finding) for finding in hypothesis.causes}
        for rule in cleared | own:
            if rule not in own:
                because[rule] = stated[0]
            left.pop(rule, None)
    told = [_explained(finding, because.get(rule_of(finding))) for finding in findings]
    return (*causes, *told)


def rule_of(finding: Finding) -> Rule:
    """What makes two findings of two runs the same broken rule."""
    first = next((figure for figure in finding.figures if isinstance(figure, Figure)), None)
    column = f"{first.is_last_year:d} {first.scope} {first.field}" if first else finding.place.cell
    return finding.code, finding.place.field, column


def _explained(finding: Finding, cause: Finding | None) -> Finding:
    if cause is None:
        return finding
    severity, holds = min(finding.severity, cause.severity), finding.holds or (cause.code == STALE and cause.holds)
    return replace(finding, because=cause.code, severity=severity, holds=holds)


def _stale(read: Iterable[Finding], filed: Filed) -> tuple[Finding, Hypothesis] | None:
    """The first stale result that the reader found in this return, and the doubt of all figures that are such."""
    found = {(one.place.file, one.place.sheet, one.place.cell): one for one in read if one.code == STALE}
    at = {figure: (fact.place.file, fact.place.sheet, fact.place.cell) for figure, fact in figures_of(filed)}
    figures = [figure for figure, spot in at.items() if spot in found]
    if not figures:
        return None
    doubted = Hypothesis(changed=dict.fromkeys(figures), causes=(), cost=0.0, figure=figures[0])
    return found[at[figures[0]]], doubted


def _keeps_out(broken: Sequence[Finding], tried: _Tried) -> bool:
    """Whether what one figure breaks is enough to keep its return out: what does so itself, or rules of accounting."""
    exact = {code for check in tried.all_checks if check.is_exact for code in check.codes}
    is_certain = len(broken) >= _LEAST_FOR_QUARANTINE and any(finding.code in exact for finding in broken)
    return is_certain or any(finding.severity >= Severity.QUARANTINE for finding in broken)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tried:
    """The return, the checks and a way to run them again on a counterfactual one."""

    filed: Filed
    all_checks: Sequence[Check]
    failing: Sequence[Check]
    rerun: Rerun
    before: frozenset[Rule]

    def cleared(self, hypothesis: Hypothesis) -> frozenset[Rule]:
        """The rules that hold again; none where a reading breaks as many others."""
        is_doubt = hypothesis.figure is not None
        again = self.rerun(
            counterfactual(self.filed, hypothesis.changed), self.failing if is_doubt else self.all_checks
        )
        after = {rule_of(finding) for finding in again if finding.severity >= Severity.QUERY}
        cleared = self.before - after
        return frozenset() if not is_doubt and len(after - self.before) >= len(cleared) else cleared


def _best(
    left: Mapping[Rule, Finding], filed: Filed, standing: Standing, tried: _Tried
) -> tuple[Hypothesis, frozenset[Rule]] | None:
    """The hypothesis with the least cost per rule cleared, readings that findings state before doubts."""
    for hypotheses in (_readings(left.values(), filed, standing), _doubts(left.values(), filed, standing)):
        scored = []
        for place, hypothesis in enumerate(hypotheses):
            own = frozenset(rule_of(finding) for finding in hypothesis.causes)
            cleared = (tried.cleared(hypothesis) & left.keys()) | own
            if len(cleared) >= _LEAST and cleared - own:
                scored.append((hypothesis.cost / len(cleared), place, hypothesis, frozenset(cleared)))
        if scored:
            _, _, hypothesis, cleared = min(scored, key=lambda one: one[:2])
            return hypothesis, cleared
    return None


# readings that findings state


def _readings(findings: Iterable[Finding], filed: Filed, standing: Standing) -> list[Hypothesis]:
    """One hypothesis for each slip stated: all cells of one power of ten, all signs, all mix-ups of one kind."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        if finding.code in CODES.values():
            groups.setdefault((finding.code, str(finding.facts["factor"])), []).append(finding)
        elif finding.code in _SIGNS or (finding.code in _MIX_UPS and finding.severity >= Severity.QUARANTINE):
            groups.setdefault((finding.code, ""), []).append(finding)
    hypotheses = []
    for (code, factor), group in groups.items():
        changed: dict[Figure, Decimal | None] = {}
        for finding in group:
            changed |= _read_otherwise(finding, code, factor, filed, standing)
        hypotheses.append(Hypothesis(changed=changed, causes=tuple(group), cost=_READING_COST))
    return hypotheses


def _read_otherwise(
    finding: Finding, code: str, factor: str, filed: Filed, standing: Standing
) -> dict[Figure, Decimal | None]:
    """The figures as they would be were the finding right."""
    named = {one: value for one in figures_named(finding, filed) if (value := value_of(filed, one)) is not None}
    if factor:
        power = int(factor.removeprefix("10^"))
        return {figure: value.scaleb(-power) for figure, value in named.items()}
    if code == "edit.negative":
        return {figure: abs(value) for figure, value in named.items()}
    if code == "edit.sign_suspected":
        return {figure: -value for figure, value in named.items()}
    return _unmixed(finding.place.field, code, filed, standing)


def _unmixed(code: str, found: str, filed: Filed, standing: Standing) -> dict[Figure, Decimal | None]:
    month, to_date = Figure(code, Scope.PERIOD), Figure(code, Scope.YEAR_TO_DATE)
    flow = flow_of(filed, standing.dictionary[code], standing)
    if flow is None:
        return {}
    if found == "edit.columns_swapped":
        return {month: flow.to_date, to_date: flow.month}
    if found == "edit.month_equals_cumulative":
        return {month: flow.to_date - flow.before[0] if flow.before else None}
    return {to_date: flow.before[0] + flow.month if flow.before else None}


# doubts


def _doubts(findings: Iterable[Finding], filed: Filed, standing: Standing) -> list[Hypothesis]:
    """The figures that most findings speak of, the strangest against their own past first, each left out."""
    counts: dict[Figure, int] = {}
    for finding in findings:
        for figure in figures_named(finding, filed):
            counts[figure] = counts.get(figure, 0) + 1
    often = sorted((figure for figure, count in counts.items() if count >= _LEAST), key=lambda one: (-counts[one], one))
    days = periods_before(filed, standing)
    return [
        Hypothesis(
            changed={figure: None},
            causes=(),
            cost=_DOUBT_COST - _STRANGE_GAIN * _strangeness(figure, filed, standing, days),
            figure=figure,
        )
        for figure in often[:_MOST_DOUBTS]
    ]


def _strangeness(figure: Figure, filed: Filed, standing: Standing, days: Mapping[Period, float]) -> float:
    """How far a month's figure lies from its own past in its own spread, from 0 to 1; 0 for totals."""
    value, field = value_of(filed, figure), standing.dictionary[figure.field]
    is_month = figure.scope is Scope.PERIOD and not figure.is_last_year
    past = past_of(filed, field, days, standing) if is_month else None
    if past is None or value is None or value <= 0:
        return 0.0
    off = abs(log_rate(value, filed.period.days if field.kind is Kind.FLOW else 1) - past.middle)
    return min(1.0, off / max(past.spread, 0.01) / _FAR)


def _multiple(
    hypothesis: Hypothesis,
    cleared: frozenset[Rule],
    left: Mapping[Rule, Finding],
    filed: Filed,
    standing: Standing,
    tried: _Tried,
) -> Finding:
    """The finding at a doubted figure: the rules it breaks, and what would repair them where the total tells."""
    assert hypothesis.figure is not None
    figure = hypothesis.figure
    field, value = standing.dictionary[figure.field], value_of(filed, figure)
    assert value is not None
    broken = [left[rule] for rule in sorted(cleared)]
    names = sorted({finding.code for finding in broken})
    return about(
        MULTIPLE,
        Severity.QUARANTINE if _keeps_out(broken, tried) else max(finding.severity for finding in broken),
        filed,
        field,
        figures=[fact for one, fact in figures_of(filed) if one == figure],
        value=amount(value, field),
        count=len(broken),
        rules=Text(zh="、".join(names), en=", ".join(names)),
        fits=_fits(hypothesis.figure, cleared, filed, standing, tried),
    )


def _fits(figure: Figure, cleared: frozenset[Rule], filed: Filed, standing: Standing, tried: _Tried) -> Text:
    """The value that month and year to date give for the figure, where it repairs all that the doubt repairs."""
    field, scope = standing.dictionary[figure.field], figure.scope
    is_flow = field.kind is Kind.FLOW and not figure.is_last_year
    before = to_date_before(filed, field, standing) if is_flow else ()
    other = filed.value(field.code, Scope.YEAR_TO_DATE if scope is Scope.PERIOD else Scope.PERIOD)
    if not before or other is None:
        return Text(zh="", en="")
    value = other - before[0] if scope is Scope.PERIOD else other + before[0]
    reading = Hypothesis(changed={figure: value}, causes=(), cost=_READING_COST)
    if not cleared <= tried.cleared(reading):
        return Text(zh="", en="")
    shown = amount(value, field)
    return Text(zh=f"按本月与累计推算应为 {shown.zh}。", en=f"By month and year to date it would be {shown.en}.")
