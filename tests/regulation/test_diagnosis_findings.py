"""A diagnosis in words: names, sums and changes in both languages."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from diagnosis_problems import PLANTED, named, planted_in, roomy
from plan_problems import by_hand
from zhibiao.readers.catalogue_csv import Catalogue, read_catalogue
from zhibiao.regulation.diagnosis import diagnose, findings_of
from zhibiao.regulation.diagnosis.limits import KINDS, Limit
from zhibiao.regulation.diagnosis.naming import Words
from zhibiao.regulation.diagnosis.relaxation import EVERYTHING
from zhibiao.regulation.problem import Problem
from zhibiao.terms.text import Language, Text

DATA = Path(__file__).parents[2] / "src" / "zhibiao" / "data"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue(DATA)


def _told(problem: Problem, catalogue: Catalogue, lang: Language, *, unit: str = "t") -> list[str]:
    found = findings_of(diagnose(problem, unit=unit), catalogue.labels, unit=unit)
    return [catalogue.what(one.code, lang, one.facts) for one in found]


FLOORS = by_hand(
    C=3_050_000.0,
    glo=np.array([1_900_000.0, 0.0]),
    qlo=np.array([0.0, 1_220_000.0]),
    qhi=np.full(2, 4e6),
    ghi=np.full(2, 4e6),
    phi=np.array([4e6]),
    u=np.full((2, 3), 2e6),
    d=np.full((4, 3), 1e6),
    r=np.full(2, 2e6),
    hcap=np.array([[4e6]]),
    S=np.full((1, 3), 1e7),
)


def test_a_conflict_is_told_with_both_sums_and_what_would_do(catalogue: Catalogue) -> None:
    zh, en = (_told(FLOORS, catalogue, lang) for lang in ("zh", "en"))
    assert (
        "企业产量下限（Bei He）以及集团产量下限（安和集团）合计要求 3,120,000 吨，"
        "而总量（不得超出）只留出 3,050,000 吨，差 70,000 吨。"
    ) == zh[0]
    assert (
        "In conflict: the floor of the enterprise Bei He and the floor of the group 安和集团 (3,120,000 t in all) "
        "against the cap, which must not be exceeded (3,050,000 t in all): 70,000 t too few."
    ) == en[0]
    assert ["集团产量下限（安和集团）：要求 1,900,000 吨。", "企业产量下限（Bei He）：要求 1,220,000 吨。"] == sorted(
        zh[1:3], reverse=True
    )
    (least,) = [text for text in en if text.startswith("The least change")]
    assert "by 70,000 t" in least
    alone = [text for text in en if text.startswith("With ")]
    assert [
        "With floors of enterprises alone: lower floors of enterprises by 70,000 t (Bei He 1,220,000→1,150,000).",
        "With floors of groups alone: lower floors of groups by 70,000 t (安和集团 1,900,000→1,830,000).",
        "With the ban on exceeding the cap alone: raise the cap by 70,000 t (3,050,000→3,120,000).",
    ] == sorted(alone)


def test_names_of_plants_and_products_come_from_the_caller(catalogue: Catalogue) -> None:
    names = {"安和": Text("安和钢铁", "Anhe Steel")}
    problem = by_hand(qlo=np.array([90.0, 20.0]))
    found = findings_of(diagnose(problem), catalogue.labels, names=names)
    assert "Anhe Steel" in catalogue.what(found[0].code, "en", found[0].facts)
    assert "安和钢铁" in catalogue.what(found[0].code, "zh", found[0].facts)


def test_facts_are_told_as_what_is_missing(catalogue: Catalogue) -> None:
    problem = planted_in(roomy(), [named("technical minimum above capacity")])
    codes = [one.code for one in findings_of(diagnose(problem), catalogue.labels)]
    assert ["diagnosis.conflict", "diagnosis.no_relaxation", "diagnosis.facts"] == codes[:3]


def test_a_conflict_of_supplies_alone_is_not_told_in_tonnes(catalogue: Catalogue) -> None:
    (told, *_) = _told(planted_in(roomy(), [named("a stock that no supply fills")]), catalogue, "en")
    assert "5,000 of its own units in all" in told


def test_no_conflict_is_told_as_such(catalogue: Catalogue) -> None:
    assert ["diagnosis.feasible"] == [one.code for one in findings_of(diagnose(roomy()), catalogue.labels)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_blank_stays_open(catalogue: Catalogue, lang: Language) -> None:
    for conflict in PLANTED:
        for unit in ("t", "kt"):
            told = _told(planted_in(roomy(), [conflict]), catalogue, lang, unit=unit)
            assert [] == [text for text in told if "{" in text or "-1" in text]


def test_every_kind_of_limit_and_change_has_words(catalogue: Catalogue) -> None:
    words = Words(problem=roomy(), labels=catalogue.labels, unit="t")
    for kind in KINDS:
        assert words.limits([Limit(kind=kind, holder=0)]).en
        assert words.limits([Limit(kind=kind, holder=0), Limit(kind=kind, holder=1)]).en
        assert words.clause((kind, 0)).zh
    assert set() == {f"diagnosis.move.{kind}" for kind in EVERYTHING} - set(catalogue.labels)


def test_a_holder_is_named_once_and_months_as_runs(catalogue: Catalogue) -> None:
    words = Words(problem=by_hand(), labels=catalogue.labels, unit="t")
    months = [Limit(kind="minimum", holder=0, month=month) for month in range(3)]
    assert "the technical minima of 安和" == words.limits(months).en
    assert "the technical minima of 安和 2025-10–2025-11" == words.limits(months[:2]).en
    assert "the technical minima of 安和 2025-10, 2025-12" == words.limits(months[::2]).en
    orders = [Limit(kind="order", holder=1, family=family, month=month) for family in (0, 1) for month in (0, 1)]
    assert "the orders of Bei He 2025-10–2025-11" == words.limits(orders).en
    assert "the orders of Bei He rebar_t 2025-10–2025-11, Bei He plate_t 2025-10" == words.limits(orders[:3]).en


def test_figures_are_whole_tonnes_in_either_unit(catalogue: Catalogue) -> None:
    of = {unit: Words(problem=roomy(), labels=catalogue.labels, unit=unit) for unit in ("t", "kt")}
    assert ("3,120,000", "0") == (of["t"].figure(3_120_000.4), of["t"].figure(-0.3))
    assert ("3,120.001", "70", "0") == (of["kt"].figure(3120.0014), of["kt"].figure(70.0), of["kt"].figure(-0.0001))


def test_long_lists_are_cut_and_counted(catalogue: Catalogue) -> None:
    problem = replace(roomy(), labels=replace(roomy().labels, plants=tuple("ABCDEFGH")))
    words = Words(problem=problem, labels=catalogue.labels, unit="t")
    limits = [Limit(kind="plant.low", holder=place) for place in range(8)]
    assert "the floors of the enterprises A, B, C, D, E, F and others, 8 in all" == words.limits(limits).en
    assert "企业产量下限（A、B、C、D、E、F等共8个）" == words.limits(limits).zh


def test_a_conflict_that_may_be_larger_than_needed_says_so(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zhibiao.regulation.diagnosis.conflict._questions", lambda _: 0)
    (told, *_) = findings_of(diagnose(FLOORS), catalogue.labels)
    assert "diagnosis.conflict_wide" == told.code
    assert "3,120,000" in catalogue.what(told.code, "en", told.facts)
