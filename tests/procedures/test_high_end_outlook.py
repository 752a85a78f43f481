"""Path and re-allocation of a real book: bounds of the decision issued last, a target of the rulebook, and without."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from small_book import SmallBook, build_small_book
from zhibiao.assessment.high_end.account import Basis
from zhibiao.assessment.high_end.outlook import HighEndOutlook, Untold
from zhibiao.assessment.high_end.path import PathState
from zhibiao.assessment.high_end.reallocation import Reach
from zhibiao.assessment.monthly import MonthAssessment
from zhibiao.policy.parameter import Parameter
from zhibiao.policy.rulebook import Rulebook
from zhibiao.procedures.assess import assess_month
from zhibiao.procedures.ports import DecisionState
from zhibiao.procedures.verify import verify_book
from zhibiao.readers.catalogue_csv import read_catalogue
from zhibiao.sectors.sector import Sector
from zhibiao.terms.period import Month
from zhibiao.verification import verify as verifier
from zhibiao.writers.high_end_words import path_sentences, reallocation_sentences
from zhibiao.writers.wording import Words

DATA = Path(__file__).parents[2] / "src" / "zhibiao" / "data"
MARCH = Month(2025, 3)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallBook]:
    """Two decisions issued, the second one in March 2025."""
    made = build_small_book(tmp_path_factory.mktemp("book") / "book.sqlite")
    yield made
    made.store.close()


def _targeted(rulebook: Rulebook, share: str, year: int) -> Rulebook:
    clause = next(iter(rulebook.clauses))
    added = {
        code: Parameter(code=code, unit=unit, clause=clause, values=((rulebook.effective, Decimal(value)),))
        for code, unit, value in (("high_end_target", "1", share), ("high_end_target_year", "year", str(year)))
    }
    return replace(rulebook, parameters={**rulebook.parameters, **added})


def _assess(book: SmallBook, rulebook: Rulebook | None = None, *, sector: Sector | None = None) -> MonthAssessment:
    return assess_month(
        book.store,
        book.city,
        "steel",
        rulebook or book.rulebook,
        book.dictionary,
        month=MARCH,
        sectors={"steel": sector or book.sector},
    )


def _outlook(month: MonthAssessment) -> HighEndOutlook:
    assert month.high_end_outlook is not None
    return month.high_end_outlook


def test_the_bounds_are_those_of_the_decision_issued_last(book: SmallBook) -> None:
    outlook = _outlook(_assess(book))
    issued = [
        item for item in book.store.decisions(sector="steel", plan_year=2025) if item.state is DecisionState.ISSUED
    ]
    last = next(item for item in issued if item.body["as_of"] == "2025-03")
    assert last.id == outlook.decision
    best = outlook.reallocation(Basis.WEIGHT, Reach.ALL)
    assert best is not None
    bounds = {share["enterprise"]: (share["floor_t"], share["ceiling_t"]) for share in last.body["shares"]}
    assert bounds == {item.enterprise: (item.floor_t, item.ceiling_t) for item in best.quotas}
    assert best.total_t == sum(share["quota_t"] for share in last.body["shares"])
    assert all(item.floor_t <= item.best_t <= item.ceiling_t for item in best.quotas)
    # TB-6 makes nothing but high-end products, TB-3 a tenth: output moves from the one to the other.
    moved = {item.enterprise: item.moved_t for item in best.quotas}
    assert moved["TB-3"] <= 0 <= moved["TB-6"]
    assert best.present <= best.best
    assert best.gain > 0


def test_the_target_of_the_rulebook_is_followed(book: SmallBook) -> None:
    outlook = _outlook(_assess(book, _targeted(book.rulebook, "0.6", 2026)))
    path = outlook.path
    assert path.target is not None
    assert (Fraction(6, 10), 2026, 21) == (path.target.share, path.target.year, path.months_left)
    assert path.until == MARCH
    # Every month is of one mix, so the share of any twelve months moves with the weights alone.
    assert path.yearly_gain == (Fraction(6, 10) - path.share) * Fraction(12, 21)
    assert PathState.SHORT is path.state
    best = outlook.reallocation(Basis.WEIGHT, Reach.ALL)
    assert best is not None
    # Its bounds ask for less high-end output than was made: all the wanted points have to come from upgrading.
    assert best.whole < 0
    assert 0 == outlook.part_of_wanted
    assert [2023, 2024] == [year.year for year in path.years]
    # Line pipe counts since 2024: 2023 restated is higher than 2023 as it was published.
    assert path.years[0].own is not None
    assert path.years[0].own < path.years[0].restated


def test_the_words_add_up_and_say_what_upgrading_has_to_give(book: SmallBook) -> None:
    outlook = _outlook(_assess(book, _targeted(book.rulebook, "0.6", 2026)))
    texts = read_catalogue(DATA)
    best = outlook.reallocation(Basis.WEIGHT, Reach.ALL)
    assert best is not None
    for lang in ("zh", "en"):
        words = Words(texts, lang)  # type: ignore[arg-type]
        said = words.running([*path_sentences(outlook, words, month=MARCH), *reallocation_sentences(outlook, words)])
        assert f"{float(outlook.path.share) * 100:.2f}%" in said
        assert f"{float(best.best) * 100:.2f}%" in said
        assert "60.00%" in said
        assert "{" not in said
    assert "只能靠企业自身升级" in "".join(reallocation_sentences(outlook, Words(texts, "zh")))


def test_a_target_reached_or_over_asks_for_nothing(book: SmallBook) -> None:
    words = Words(read_catalogue(DATA), "en")
    for share, year, state, told in (
        ("0.1", 2026, PathState.REACHED, "is reached"),
        ("0.6", 2024, PathState.OVERDUE, "is over"),
    ):
        outlook = _outlook(_assess(book, _targeted(book.rulebook, share, year)))
        assert state is outlook.path.state
        assert told in path_sentences(outlook, words, month=MARCH)[-1]
        assert outlook.path.yearly_gain is None or outlook.path.upgrade_t == 0


def test_without_a_decision_it_cannot_be_told(book: SmallBook) -> None:
    month = assess_month(
        book.store,
        book.city,
        "steel",
        None,
        book.dictionary,
        month=Month(2024, 12),
        sectors={"steel": book.sector},
    )
    outlook = _outlook(month)
    assert ((), Untold.NO_DECISION, "") == (outlook.reallocations, outlook.untold, outlook.decision)
    assert outlook.part_of_wanted is None
    (said,) = reallocation_sentences(outlook, Words(read_catalogue(DATA), "zh"))
    assert "不能判断" in said


def test_an_unknown_product_is_a_finding_and_never_ordinary(book: SmallBook) -> None:
    products = tuple(item for item in book.sector.products if item.field != "hot_coil_t")
    month = _assess(book, sector=replace(book.sector, products=products))
    unknown = [finding for finding in month.findings if finding.code == "high_end.product_unknown"]
    assert {"TB-1", "TB-2", "TB-3", "TB-4", "TB-5"} == {finding.place.file for finding in unknown}
    assert "assess.products_incomplete" not in {finding.code for finding in month.findings}
    # Everybody who made hot coil is out of the share; TB-6 alone is known.
    assert {"TB-1", "TB-2", "TB-3", "TB-4", "TB-5"} == set(_outlook(month).path.left_out)
    best = _outlook(month).reallocation(Basis.WEIGHT, Reach.ALL)
    assert best is not None
    assert all(item.moved_t == 0 for item in best.quotas if item.enterprise != "TB-6")


def test_plain_values_carry_what_is_derived(book: SmallBook) -> None:
    plain = _assess(book, _targeted(book.rulebook, "0.6", 2026)).plain()["high_end_outlook"]
    assert "short" == plain["path"]["state"]
    assert "3/5" == plain["path"]["target"]["share"]
    assert {"given", "gain", "whole", "moved_t", "quotas"} <= set(plain["reallocations"][0])
    assert plain["path"]["waypoints"][-1] == {"year": 2026, "share": "3/5"}


def test_decisions_under_a_rulebook_with_a_target_verify(tmp_path: Path) -> None:
    """The target moves no quota, and the separate code of the verifier takes it as any other number."""
    targeted = build_small_book(tmp_path / "book.sqlite", change=lambda rulebook: _targeted(rulebook, "0.6", 2026))
    result = verify_book(targeted.store, city=targeted.city, verifier=verifier)
    assert {"quota", "part"} <= set(result.compared)
    assert PathState.SHORT is _outlook(_assess(targeted)).path.state
    targeted.store.close()
