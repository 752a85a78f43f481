"""A plan as plain values: canonical, complete for its certificate, and read back for the next plan."""

import json
from dataclasses import replace
from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from city_plan_sample import drawn, two
from effort import examples
from zhibiao.regulation.city.exact import certify_exactly
from zhibiao.regulation.city.plain import inputs_of, plain_inputs, plain_moves, plain_plan, previous_of
from zhibiao.regulation.city.plan import city_plan
from zhibiao.terms.canonical import canonical_bytes


@given(st.integers(min_value=0, max_value=100_000))
@settings(max_examples=examples(25), deadline=None)
def test_inputs_are_read_back_as_they_were(seed: int) -> None:
    inputs = drawn(seed)
    assert inputs == inputs_of(json.loads(canonical_bytes(plain_inputs(inputs))))


def test_the_next_plan_finds_what_it_compares_with() -> None:
    plan = city_plan(two())
    assert plan.as_previous == previous_of(json.loads(canonical_bytes(plain_plan(plan))))


def test_everything_has_a_canonical_form() -> None:
    plan = city_plan(drawn(7))
    kept = json.loads(canonical_bytes({"plan": plain_plan(plan), "moves": plain_moves(plan)}))
    assert plan.y.tolist() == kept["plan"]["y"]
    assert plan.certificate.objective == Fraction(kept["plan"]["certificate"]["objective"])


def test_the_certificate_follows_from_what_is_kept() -> None:
    plan = city_plan(drawn(11))
    kept = plain_plan(plan)["problem"]
    problem = plan.city.problem

    def read(name: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        shape = getattr(problem, name).shape
        flat = [np.inf if one is None else float(one) for one in _flat(kept[name])]
        return np.array(flat).reshape(shape)

    names = ("value", "d", "m", "u", "qlo", "qhi", "glo", "ghi", "plo", "phi", "hcap", "a", "S", "e", "e_scale")
    again = replace(problem, **{name: read(name) for name in names})
    found = certify_exactly(again, plan.y, plan.certificate.multipliers, qp=plan.solution.qp)
    assert (plan.certificate.objective, plan.certificate.dual_bound) == (found.objective, found.dual_bound)


def _flat(values: object) -> list[object]:
    return [one for each in values for one in _flat(each)] if isinstance(values, list) else [values]
