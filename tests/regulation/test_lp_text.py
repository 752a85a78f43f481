"""A problem as text: as expected line by line, and read back by a solver to the same plan."""

import os
from pathlib import Path

import highspy
import numpy as np
import pytest

from plan_problems import by_hand, drawn
from zhibiao.regulation.lp_text import lp_text
from zhibiao.regulation.plan import solve
from zhibiao.regulation.problem import Labels, Problem

EXPECTED = Path(__file__).parents[1] / "golden"


@pytest.mark.parametrize(("name", "qp"), [("plan_by_value.lp", False), ("plan_near_entitlement.lp", True)])
def test_the_text_of_the_problem_by_hand_is_as_expected(name: str, qp: bool) -> None:
    path = EXPECTED / name
    if "ZHIBIAO_UPDATE_GOLDEN" in os.environ:
        path.write_text(lp_text(by_hand(), qp=qp), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == lp_text(by_hand(), qp=qp)


def _read_back(text: str, path: Path, *, qp: bool) -> float:
    """The optimum that HiGHS finds when it reads the text."""
    path.write_text(text, encoding="utf-8")
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("solver", "hipo" if qp else "simplex")
    assert highspy.HighsStatus.kOk == highs.readModel(str(path))
    highs.run()
    return float(highs.getInfo().objective_function_value)


@pytest.mark.parametrize("qp", [False, True])
@pytest.mark.parametrize(
    "problem", [by_hand(), drawn(1), drawn(2, with_extras=True), drawn(3, plants=1, families=1, months=1)]
)
def test_what_is_written_is_read_back_to_the_same_optimum(problem: Problem, qp: bool, tmp_path: Path) -> None:
    found = _read_back(lp_text(problem, qp=qp), tmp_path / "plan.lp", qp=qp)

    assert solve(problem, qp=qp).objective == pytest.approx(found, rel=1e-6)


def test_a_figure_is_written_with_every_digit_that_it_needs() -> None:
    assert "= 100.10000000000001\n" in lp_text(by_hand(C=100.10000000000001))


def test_names_escape_what_the_format_would_misread() -> None:
    text = lp_text(by_hand(labels=Labels(plants=("3-甲 <= e9", "a.b"), families=("x", "y"), months=("1", "2", "3"))))

    assert " x(3.甲~20~3C~3D~20e9,1) " in text
    assert " x(a~2Eb,1) " in text


def test_places_stand_for_labels_that_are_missing_or_alike() -> None:
    assert " <= q(1) <= " in lp_text(by_hand(labels=Labels()))
    assert " <= q(1) <= " in lp_text(by_hand(labels=Labels(plants=("same", "same"))))


def test_no_line_is_longer_than_readers_take() -> None:
    assert max(map(len, lp_text(drawn(1, plants=20)).splitlines())) <= 200


def test_a_limit_that_is_not_there_is_not_written() -> None:
    text = lp_text(by_hand(hcap=np.array([[np.inf]]), ghi=np.array([np.inf, 70.0])))

    assert "heat" not in text
    assert "group(安和集团).most" not in text
    assert "group(安和集团).least" in text
