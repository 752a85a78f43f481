"""Laws of the checks of returns: scale changes nothing, order changes nothing, and no counterfactual is ever filed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

import returns_sample as sample
from checked_returns import MARCH, asked, filed, record, standing
from effort import examples
from zhibiao.monthly.checks.every import check_return
from zhibiao.monthly.checks.suspects import Figure, counterfactual, figures_of
from zhibiao.monthly.filed import Filed
from zhibiao.monthly.returns import Fact, Record
from zhibiao.terms.enterprise import Enterprise
from zhibiao.terms.finding import Finding, ranked

FIRMS = st.sampled_from((sample.STEEL, sample.ARC, sample.SCRAP))
NUMBERS = [fact.field for fact in filed().facts if fact.value]


def _times(facts: tuple[Fact, ...], factor: int) -> tuple[Fact, ...]:
    return tuple(replace(fact, value=fact.value * factor) for fact in facts)


def _grown(firm: Enterprise, factor: int) -> tuple[Enterprise, Filed, Record]:
    """The firm, its return and its record, all so many times as large, capacity on file as well."""
    facilities = tuple(replace(one, capacity_t=one.capacity_t * factor) for one in firm.facilities)
    good = filed(firm, MARCH)
    larger = replace(good, facts=_times(good.facts, factor), last_year=_times(good.last_year, factor))
    past = [replace(one, facts=_times(one.facts, factor)) for one in record(firm).returns.values()]
    return replace(firm, facilities=facilities), larger, Record.of(past)


@settings(max_examples=examples(12), deadline=None)
@given(FIRMS, st.integers(1, 40))
def test_a_clean_return_stays_clean_at_any_size_that_capacity_allows(firm: Enterprise, factor: int) -> None:
    grown, good, past = _grown(firm, factor)
    assert [] == asked(good, standing(grown, known=past))


@settings(max_examples=examples(12), deadline=None)
@given(
    st.sets(st.sampled_from(NUMBERS), min_size=1, max_size=7),
    st.sampled_from(["3", "0.3", "1000", "-1"]),
    st.randoms(use_true_random=False),
)
def test_findings_do_not_depend_on_the_order_of_figures(codes: set[str], factor: str, random: object) -> None:
    changed = {code: (filed().value(code) or 0) * Decimal(factor) for code in sorted(codes)}
    one = filed(**changed)  # type: ignore[arg-type]
    facts, past = list(one.facts), list(one.last_year)
    random.shuffle(facts)  # type: ignore[attr-defined]
    random.shuffle(past)  # type: ignore[attr-defined]
    other = replace(one, facts=tuple(facts), last_year=tuple(past))
    assert _said(check_return(one, standing())) == _said(check_return(other, standing()))


def _said(found: tuple[Finding, ...]) -> list[tuple[object, ...]]:
    return [
        (finding.code, finding.severity, finding.place, finding.because, finding.holds, str(finding.facts))
        for finding in ranked(found)
    ]


@given(st.dictionaries(st.sampled_from(NUMBERS), st.one_of(st.none(), st.integers(-9, 9))), st.booleans())
def test_a_counterfactual_changes_what_it_names_and_nothing_that_was_filed(
    wanted: dict[str, int | None], is_last_year: bool
) -> None:
    one = filed()
    kept = dict(figures_of(one))
    changed = {
        figure: None if wanted[figure.field] is None else Decimal(wanted[figure.field] or 0)
        for figure in kept
        if figure.field in wanted and figure.is_last_year == is_last_year
    }
    other = dict(figures_of(counterfactual(one, changed)))
    assert kept == dict(figures_of(one))
    expected: dict[Figure, Decimal | None] = {figure: fact.value for figure, fact in kept.items()} | changed
    assert {figure: value for figure, value in expected.items() if value is not None} == {
        figure: fact.value for figure, fact in other.items()
    }
