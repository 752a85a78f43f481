"""One slip that breaks several rules: its own cell comes first, the rest follows from it and weighs no more."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from random import Random

import pytest

import returns_sample as sample
from checked_returns import MARCH, MONTH, TOTAL, Figure, asked, filed, record, severities, standing
from effort import examples
from zhibiao.monthly.checks import every
from zhibiao.monthly.checks.causes import MULTIPLE, STALE
from zhibiao.monthly.checks.every import CHECKS, check_return
from zhibiao.monthly.filed import Filed
from zhibiao.terms.citation import Place
from zhibiao.terms.enterprise import Enterprise
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Period

FIRMS = (sample.STEEL, sample.ARC, sample.SCRAP)
PERIODS = ("2024-10", "2024-11", "2024-12", "2025-03")
GOAL = 0.95


def test_the_cause_comes_first_and_its_consequences_weigh_no_more() -> None:
    value = filed().value("rebar_t")
    assert value is not None
    found = asked(filed(rebar_t=value * 10_000))
    first, rest = found[0], found[1:]
    assert "unit.factor_1e4_suspected" == first.code
    assert rest
    assert {first.code} == {finding.because for finding in rest}
    assert all(finding.severity <= first.severity for finding in rest)


def test_a_digit_slip_that_breaks_four_rules_is_one_finding_at_its_cell() -> None:
    found = asked(filed(crude_steel_t=466_000))
    first, rest = found[0], found[1:]
    assert (MULTIPLE, Severity.QUARANTINE, "D21") == (first.code, first.severity, first.place.cell)
    assert len(rest) >= 4
    assert {MULTIPLE} == {finding.because for finding in rest}
    assert len(rest) == first.facts["count"]
    good = filed().value("crude_steel_t")
    assert good is not None
    assert f"{good:,} t" in first.facts["fits"].en  # type: ignore[attr-defined]


def test_parts_above_their_total_name_the_smallest_set_of_suspects() -> None:
    value = filed().value("rebar_t")
    assert value is not None
    found = check_return(filed(rebar_t=value + 60_000), standing())
    (parts,) = [finding for finding in found if finding.code == "edit.parts_exceed_total"]
    assert "Rebar (D23)" == parts.facts["suspects"].en  # type: ignore[attr-defined]


def test_two_slips_at_once_are_both_named() -> None:
    good = filed()
    steel, revenue = good.value("crude_steel_t"), good.value("sales_revenue_yuan")
    assert steel is not None
    assert revenue is not None
    found = asked(filed(crude_steel_t=steel * 10_000, sales_revenue_yuan=revenue * 1_000))
    own = {finding.code for finding in found if not finding.because}
    assert {"unit.factor_1e4_suspected", "unit.factor_1e3_suspected"} <= own
    assert all(finding.because in own for finding in found if finding.because)


def test_one_question_is_left_as_it_is() -> None:
    value = filed().value("coke_used_t")
    assert value is not None
    assert {"edit.cumulative_identity": "QUERY"} == severities(asked(filed(coke_used_t=value + 5_000)))


def _numbers(one: Filed) -> list[str]:
    return [fact.field for fact in one.facts if fact.scope is MONTH and fact.value > 1_000]


def _digit(value: Decimal, random: Random) -> Decimal:
    """The leading digit another one."""
    text = str(int(value))
    others = [digit for digit in "123456789" if digit != text[0]]
    return Decimal(random.choice(others) + text[1:])


def _plants(random: Random, one: Filed, code: str) -> dict[Figure, Decimal]:
    value, total = one.value(code), one.value(code, TOTAL)
    assert value is not None
    kinds: list[Callable[[], dict[Figure, Decimal]]] = [
        lambda: {(code, MONTH): value.scaleb(random.choice((1, 3, 4, -3, -4)))},
        lambda: {(code, MONTH): _digit(value, random)},
        lambda: {(code, MONTH): -value},
    ]
    if total is not None:
        kinds += [
            lambda: {(code, MONTH): total},
            lambda: {(code, MONTH): (slipped := _digit(value, random)), (code, TOTAL): total - value + slipped},
            lambda: {(code, scope): number * 10_000 for scope, number in ((MONTH, value), (TOTAL, total))},
        ]
    return random.choice(kinds)()


def _found(random: Random) -> Iterator[tuple[str, list[Finding]]]:
    """Planted slips, each with what is asked about it; without end."""
    past = {(firm.id, period): _before(firm, period) for firm in FIRMS for period in PERIODS}
    while True:
        firm, period = random.choice(FIRMS), random.choice(PERIODS)
        good = filed(firm, Period.parse(period))
        code = random.choice(_numbers(good))
        wrong = filed(firm, Period.parse(period), figures=_plants(random, good, code))  # type: ignore[arg-type]
        known = record(firm, past[firm.id, period])
        yield code, asked(wrong, standing(firm, known=known))


def _before(firm: Enterprise, period: str) -> tuple[str, ...]:
    """Periods filed before, in time; a year of them and more."""
    months = ["2023-01..02", *(f"2023-{month:02d}" for month in range(3, 13)), "2024-01..02"]
    months += [*(f"2024-{month:02d}" for month in range(3, 13)), "2025-01..02"]
    assert firm in FIRMS
    return tuple(one for one in months if one < period)


def _share_first(wanted: int) -> float:
    """Of that many slips that break two rules or more, the share whose own field is named first."""
    first = several = 0
    for code, found in _found(Random(5)):
        if len({finding.code for finding in found} - {MULTIPLE}) < 2:
            continue
        several += 1
        first += found[0].place.field == code
        if several == wanted:
            return first / several
    raise AssertionError


def test_the_root_cell_is_named_first() -> None:
    """Goal I5; in simulated months of other seeds 99.9 % of 1369 (benchmarks/reliability/planted.py)."""
    assert _share_first(examples(100)) >= GOAL


def test_findings_in_the_order_of_rules_would_miss_the_goal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The seeded bug: no causes are looked for."""
    monkeypatch.setattr(every, "with_causes", lambda findings, *_, **__: tuple(findings))
    assert _share_first(40) < GOAL


def test_a_good_return_tries_nothing_and_a_bad_one_is_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = []
    real = every.run_checks

    def counted(*given: object) -> list[Finding]:
        runs.append(1)
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(every, "run_checks", counted)
    assert () == check_return(filed(), standing())
    assert 1 == len(runs)
    runs.clear()
    bad, against = filed(crude_steel_t=466_000), standing()
    start = time.process_time()
    check_return(bad, against)
    assert time.process_time() - start < 0.5, "twenty milliseconds on a quiet machine"
    assert len(runs) <= 12


def test_codes_given_are_codes_listed() -> None:
    listed = {code for check in CHECKS for code in check.codes} | {MULTIPLE}
    for (_, found), _ in zip(_found(Random(11)), range(30), strict=False):
        assert {finding.code for finding in found} <= listed


def test_what_is_filed_stays_as_it_is() -> None:
    bad = filed(crude_steel_t=466_000)
    before = (bad.facts, bad.last_year)
    check_return(bad, standing())
    assert before == (bad.facts, bad.last_year)
    assert MARCH == bad.period


def _stale_at(cell: str) -> tuple[Finding, ...]:
    place = Place(file="f", sheet="s", cell=cell)
    return (Finding(code=STALE, severity=Severity.QUERY, place=place, facts={"cell": cell}),)


def test_a_stale_result_is_the_cause_of_what_its_figure_breaks() -> None:
    """The same slip without it is one figure that breaks several rules, and kept out."""
    bad = filed(crude_steel_t=466_000)
    (cell,) = [fact.place.cell for fact in bad.those("crude_steel_t")]
    found = [one for one in check_return(bad, standing(), read=_stale_at(cell)) if one.severity >= Severity.QUERY]
    assert MULTIPLE in {finding.code for finding in check_return(bad, standing())}
    assert len(found) >= 4
    assert {(STALE, Severity.QUERY)} == {(finding.because, finding.severity) for finding in found}
    assert all(finding.holds for finding in found), "it was to be kept out: it waits"


def test_one_rule_broken_by_a_stale_result_follows_from_it_and_does_not_wait() -> None:
    value = filed().value("coke_used_t")
    assert value is not None
    bad = filed(coke_used_t=value + 5_000)
    (cell,) = [fact.place.cell for fact in bad.those("coke_used_t")]
    (found,) = check_return(bad, standing(), read=_stale_at(cell))
    assert ("edit.cumulative_identity", STALE, False) == (found.code, found.because, found.holds)


def test_a_stale_result_elsewhere_explains_nothing() -> None:
    bad = filed(crude_steel_t=466_000)
    (cell,) = [fact.place.cell for fact in bad.those("coke_used_t")]
    assert check_return(bad, standing()) == check_return(bad, standing(), read=_stale_at(cell))
    assert () == check_return(filed(), standing(), read=_stale_at(cell))
