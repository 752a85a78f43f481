"""`zhibiao plan` as typed: the contract of DESIGN §8, exit codes, lies of solvers, bad files, both languages."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from effort import examples
from main_job import answer, run
from plan_files import arrays_of, packed
from plan_mutants import mutant
from plan_problems import bench, by_hand, drawn
from plan_referee import value_of, worst_violation
from zhibiao.cli.main import zhibiao
from zhibiao.regulation import plan as planning
from zhibiao.regulation.problem import Problem
from zhibiao.regulation.solver.solver import Answer as SolverAnswer


def _run(file: Path, *arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(zhibiao, ["plan", "--problem", str(file), *arguments], standalone_mode=False)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.return_value or 0, done.stdout, done.stderr


def _answer(file: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    code, output, _ = _run(file, *arguments, "--json")
    document: dict[str, Any] = json.loads(output, parse_constant=pytest.fail)
    assert document["ok"] is (code == 0)
    return code, document


def _file(folder: Path, problem: Problem, **changed: Any) -> Path:
    path = folder / "p.npz"
    path.write_bytes(packed(arrays_of(problem) | changed))
    return path


def test_the_problem_by_hand_as_typed(tmp_path: Path) -> None:
    document = answer("plan", "--problem", str(_file(tmp_path, by_hand())))
    result = document["result"]
    assert (str(tmp_path / "p.plan.npy"), 23_400.0, 100.0) == (
        result["y"],
        pytest.approx(result["objective"]),
        pytest.approx(result["cap_price"]),
    )
    y = np.load(result["y"])
    assert (4, 3) == y.shape
    assert [30.0, 29.0, 30.0, 11.0] == pytest.approx(y.sum(axis=1).tolist())
    certificate = result["certificate"]
    assert certificate["primal_violation"] <= 1e-6
    assert abs(certificate["gap"]) <= 1e-6
    assert 23_400.0 == pytest.approx(certificate["dual_bound"])
    assert {"plants": 2, "pairs": 4, "months": 3, "groups": 2, "provinces": 1, "zones": 1, "commodities": 1} == result[
        "sizes"
    ]
    ore = [one for one in result["binding"] if one["row"] == "commodity"]
    assert [(["ore", "2025-12"], "upper", 44.5)] == [(one["names"], one["side"], one["limit"]) for one in ore]
    assert 200 / 3 == pytest.approx(ore[0]["price"])
    assert {"code_version", "input_sha256"} == document["marks"].keys()
    assert ((2, 3), (1, 3), (2, 2)) == tuple(np.shape(result["duals"][code]) for code in ("link", "commodity", "ramp"))


@pytest.mark.parametrize("size", ["tiny", "city"])
@pytest.mark.parametrize("qp", [False, True])
def test_plans_of_the_bench_hold_by_its_own_referees(shared_data: Path, tmp_path: Path, size: str, qp: bool) -> None:
    plans = bench(shared_data)
    plan = plans.plan(size, 1)
    path = tmp_path / "p.npz"
    path.write_bytes(packed({field.name: getattr(plan, field.name) for field in fields(plan)}))
    code, document = _answer(path, *(["--qp"] if qp else []))
    result = document["result"]
    y = np.load(result["y"])
    held = plans.plan_check(plan, y, qp)
    matrix = plans.plan_matrix(plan, qp=qp)
    bound = plans.plan_bound(matrix, np.concatenate([np.ravel(result["duals"][code]) for code in matrix.rows]))
    assert 0 == code
    assert held["violation"] <= 1e-6
    assert held["objective"] == pytest.approx(result["objective"], rel=1e-12)
    assert bound - held["objective"] <= 1e-6 * abs(held["objective"])


def test_another_cap_than_the_files(tmp_path: Path) -> None:
    path = _file(tmp_path, by_hand())
    _, document = _answer(path, "--cap", "101")
    assert (101.0, 23_500.0) == (document["result"]["cap"], pytest.approx(document["result"]["objective"]))
    for cap in ("nan", "inf", "-1"):
        assert (2, "plan_file.cap_wrong") == ((found := _answer(path, "--cap", cap))[0], found[1]["error"]["code"])


def test_prices_go_along_into_an_npz(tmp_path: Path) -> None:
    path, out = _file(tmp_path, by_hand()), tmp_path / "deep" / "plan.npz"
    _, document = _answer(path, "--out", str(out))
    first = out.read_bytes()
    with np.load(out, allow_pickle=False) as held:
        assert {"y", *(f"dual_{code}" for code in document["result"]["duals"])} <= set(held.files)
        assert document["result"]["duals"]["cap"] == held["dual_cap"].tolist()
    assert ["plan_file.replaced"] == [one["code"] for one in _answer(path, "--out", str(out))[1]["result"]["findings"]]
    assert first == out.read_bytes()


def test_an_earlier_plan_is_replaced_and_said_so(tmp_path: Path) -> None:
    path = _file(tmp_path, by_hand())
    assert [] == _answer(path)[1]["result"]["findings"]
    assert ["plan_file.replaced"] == [one["code"] for one in _answer(path)[1]["result"]["findings"]]


def test_an_earlier_plan_is_not_taken_for_the_answer(tmp_path: Path) -> None:
    _answer(_file(tmp_path, by_hand()))
    earlier = (tmp_path / "p.plan.npy").read_bytes()
    for problem in (by_hand(C=130.0), by_hand(C=np.nan), by_hand(S=np.array([[50.0, 50.0, 49.0]]))):
        _, document = _answer(_file(tmp_path, problem))
        assert "plan_file.earlier_plan" in [one["code"] for one in document["findings"]]
    assert earlier == (tmp_path / "p.plan.npy").read_bytes()


@pytest.mark.parametrize("content", [b"mine", packed({"x": np.zeros(3)})])
@pytest.mark.parametrize("name", ["p.plan.npy", "other.npz"])
def test_a_file_of_somebody_else_is_never_replaced(tmp_path: Path, content: bytes, name: str) -> None:
    path, other = _file(tmp_path, by_hand()), tmp_path / name
    other.write_bytes(content)
    code, document = _answer(path, "--out", str(other))
    assert (2, "plan_file.not_a_plan", content) == (code, document["error"]["code"], other.read_bytes())


def test_the_problem_itself_is_never_replaced(tmp_path: Path) -> None:
    path = _file(tmp_path, by_hand())
    before = path.read_bytes()
    (tmp_path / "same.npz").symlink_to(path)
    for out in (path, tmp_path / "same.npz"):
        assert "plan_file.not_a_plan" == _answer(path, "--out", str(out))[1]["error"]["code"]
    assert before == path.read_bytes()


@pytest.mark.parametrize(
    ("out", "code"), [("plan.csv", "plan_file.out_suffix"), ("p.npz/plan.npy", "file.not_written")]
)
def test_a_place_that_takes_no_plan(tmp_path: Path, out: str, code: str) -> None:
    found, document = _answer(_file(tmp_path, by_hand()), "--out", str(tmp_path / out))
    assert (2, code) == (found, document["error"]["code"])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_words_for_people(tmp_path: Path, lang: str) -> None:
    code, told, _ = _run(_file(tmp_path, by_hand()), "--lang", lang)
    expected = {
        "zh": ("2 家企业，4 个品种对，3 个月", "每增加 1 kt，价值增加 10.00 万元", "铁矿石 · 2025-12", "1e-6"),
        "en": ("2 plants, 4 pairs", "one more kt of it is worth 100.0 thousand yuan", "ore · 2025-12", "1e-6"),
    }[lang]
    assert (0, []) == (code, [words for words in expected if words not in told])


@pytest.mark.parametrize(
    "name", ["[/x]", "[red]ore", ":smile:", "{count}", "%s", "\x1b[31mred", "a\nb", "", "铁" * 500]
)
def test_names_of_strangers_are_only_names(tmp_path: Path, name: str) -> None:
    path = _file(tmp_path, by_hand(), commodities=np.array([name]), plants=np.array([name, name]))
    code, told, _ = _run(path, "--lang", "zh")
    shown = "".join(sign if sign.isprintable() else "?" for sign in name[:20]) or "?"
    assert (0, True, False) == (code, shown in told, "\x1b" in told)
    path = _file(tmp_path, by_hand(d=np.full((4, 3), -1.0)), plants=np.array([name, name]))
    code, told, _ = _run(path, "--lang", "zh")
    assert (3, True) == (code, shown in told.replace("\n", ""))


def test_places_without_names_are_told_by_index(shared_data: Path, tmp_path: Path) -> None:
    plan = bench(shared_data).plan("city")
    path = tmp_path / "p.npz"
    path.write_bytes(packed({field.name: getattr(plan, field.name) for field in fields(plan)}))
    _, told, _ = _run(path, "--lang", "en")
    assert "coke · month[5]" in told
    assert "group[0]" in told


REFUSED: tuple[tuple[Problem, str, str, int], ...] = (
    (by_hand(C=np.nan), "plan_file.missing", "C", 3),
    (by_hand(d=np.full((4, 3), np.inf)), "plan_file.unbounded", "d[0,0]", 3),
    (by_hand(C=100_000.0), "plan_file.scale_large", "C", 3),
    (by_hand(C=130.0), "plan_file.cap_above_ceilings", "C", 4),
    (by_hand(C=50.0), "plan_file.cap_below_floors", "C", 4),
)


@pytest.mark.parametrize(("problem", "code", "place", "exit_code"), REFUSED, ids=[one[1] for one in REFUSED])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_refused_names_code_place_and_hint(
    tmp_path: Path, problem: Problem, code: str, place: str, exit_code: int, lang: str
) -> None:
    path = _file(tmp_path, problem)
    found, document = _answer(path)
    named = {(one["code"], one["place"].get("field", "")): one for one in document["findings"]}
    assert exit_code == found
    assert (code, place) in named
    assert all(named[code, place]["hint"][lang] for lang in ("zh", "en"))
    assert not (tmp_path / "p.plan.npy").exists()
    told, words, _ = _run(path, "--lang", lang)
    assert (exit_code, True) == (told, named[code, place]["message"][lang] in words)


def test_crossed_bounds_bring_their_likeliest_cause(shared_data: Path, tmp_path: Path) -> None:
    plan = bench(shared_data).plan("city")
    path = tmp_path / "p.npz"
    arrays = {field.name: getattr(plan, field.name) for field in fields(plan)}
    path.write_bytes(packed(arrays | {"u": plan.u / 1000}))
    code, document = _answer(path)
    assert 3 == code
    assert {"plan_file.minimum_above_capacity", "plan_file.scale_small"} == {
        one["code"] for one in document["findings"]
    }


def test_limits_that_only_together_exclude_each_other(tmp_path: Path) -> None:
    # A makes at least 40 and B at most 60, but coal for A and B together allows 99 of the 100.
    short = by_hand(S=np.array([[50.0, 50.0, 49.0]]))
    code, document = _answer(_file(tmp_path, short))
    assert (4, "plan.infeasible") == (code, document["error"]["code"])
    codes = [one["code"] for one in document["findings"]]
    assert "looking for the limits in conflict" in _run(tmp_path / "p.npz", "--lang", "en")[2]
    assert "diagnosis.relaxation" in codes or "diagnosis.facts" in codes
    assert codes[0].startswith("diagnosis.conflict")
    assert not (tmp_path / "p.plan.npy").exists()


class _Liar:
    """A solver that calls whatever it likes optimal."""

    name = "Liar"

    def __init__(self, y: float, status: str = "Optimal", *, infeasible: bool = False) -> None:
        self._answer = (y, status, infeasible)

    def open(self, problem: Problem, *, qp: bool) -> _Liar:
        del problem, qp
        return self

    def solve(self, problem: Problem) -> SolverAnswer:
        y, status, infeasible = self._answer
        made = np.full(problem.value.shape, y)
        return SolverAnswer(y=made, duals={}, status=status, is_infeasible=infeasible)


@pytest.mark.parametrize(
    "liar",
    [
        _Liar(100 / 12),  # on the cap, within the orders, not the best
        _Liar(10.0),  # worth more than any plan, over the cap
        _Liar(np.nan),
        _Liar(np.nan, "Time limit reached"),
        _Liar(0.0, "Infeasible", infeasible=True),
    ],
    ids=["not the best", "too good", "nothing", "stopped early", "says there is none"],
)
def test_a_lie_is_reported_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, liar: _Liar) -> None:
    monkeypatch.setattr(planning, "_in_turn", lambda: [liar])
    code, document = _answer(_file(tmp_path, by_hand()))
    assert (4, "plan.uncertified") == (code, document["error"]["code"])
    assert "Liar" in document["error"]["message"]
    assert ["p.npz"] == [path.name for path in tmp_path.iterdir()]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "none.npz", tmp_path / ("x" * 300)):
        code, document = _answer(path)
        assert (2, "plan_file.unreadable") == (code, document["error"]["code"])


def test_a_folder_is_no_problem(tmp_path: Path) -> None:
    assert 2 == run("plan", "--problem", str(tmp_path), "--json").returncode


def test_mutants_never_end_in_a_trace_or_a_wrong_plan(tmp_path: Path) -> None:
    path = tmp_path / "p.npz"
    codes: dict[int, int] = {}
    for seed in range(examples(120)):
        chance = np.random.default_rng([5, seed])
        sound = (by_hand(), drawn(seed), drawn(seed, with_extras=True))[seed % 3]
        path.write_bytes(mutant(arrays_of(sound), chance))
        qp = seed % 2 == 1
        code, document = _answer(path, *(["--qp"] if qp else []))
        codes[code] = codes.get(code, 0) + 1
        out = tmp_path / "p.plan.npy"
        assert (code == 0) == out.exists(), seed
        if code == 0:
            _holds(path, out, document, qp=qp)
            out.unlink()
    assert {0, 3, 4} == codes.keys()
    assert min(codes.values()) >= len(codes)


def _holds(path: Path, out: Path, document: dict[str, Any], *, qp: bool) -> None:
    with np.load(path, allow_pickle=False) as held:
        arrays = {name: held[name] for name in held.files}
    y = np.load(out)
    assert worst_violation(arrays, y) <= 1.000_001e-6
    assert value_of(arrays, y, qp=qp) == pytest.approx(document["result"]["objective"], rel=1e-9, abs=1e-9)


def test_the_referee_of_the_mutants_can_fail(tmp_path: Path) -> None:
    problem = by_hand()
    _answer(path := _file(tmp_path, problem))
    y = np.load(tmp_path / "p.plan.npy")
    arrays = {name: np.asarray(array) for name, array in arrays_of(problem).items()}
    assert worst_violation(arrays, y) <= 1e-6
    for seed in range(20):
        moved = y.copy()
        moved.ravel()[seed % y.size] += 0.001 if seed < y.size else -0.001
        assert worst_violation(arrays, moved) > 1e-6, seed
    tighter = arrays_of(replace(problem, S=problem.S - np.array([[0.0, 0.0, 0.01]])))
    assert worst_violation(tighter, y) > 1e-6
    assert path.exists()
