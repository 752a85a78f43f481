"""A city's plan as plain values without floats, as a decision keeps it, and back what the next plan needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from zhibiao.regulation.city.inputs import CityInputs, EnterpriseInputs, FamilyInputs, Limits, Supply
from zhibiao.regulation.city.plan import CityPlan, Previous
from zhibiao.regulation.problem import Problem
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text

_ARRAYS = (
    "plant",
    "family",
    "value",
    "d",
    "m",
    "u",
    "r",
    "b",
    "qlo",
    "qhi",
    "group",
    "glo",
    "ghi",
    "prov",
    "plo",
    "phi",
    "zone",
    "hcap",
    "a",
    "S",
    "C",
    "e",
    "kappa",
    "season",
    "before",
    "e_scale",
)
_COSTS = ("value_yuan", "nearness_yuan", "pacing_yuan", "rounding_yuan")
_LEFT_OUT = frozenset({"sources", "findings"})  # the decision's claimants cite returns; findings are told, not decided


def plain_plan(plan: CityPlan) -> dict[str, Any]:
    """The plan with the exact data of its problem, so that anybody can check its certificate without this program.

    Whole numbers are numbers, decimals are strings, fractions are "n/d", a limit that is not there is null.
    """
    certificate = plan.certificate
    return {
        "inputs": plain_inputs(plan.inputs),
        "problem": plain_problem(plan.city.problem),
        "y": plan.y.tolist(),
        "multipliers": {code: [_plain(one) for one in prices] for code, prices in certificate.multipliers.items()},
        "certificate": {
            "objective": _plain(certificate.objective),
            "dual_bound": _plain(certificate.dual_bound),
            "gap": _plain(certificate.gap),
            "broken": [_plain(one) for one in certificate.broken],
        },
        "qp": plan.solution.qp,
        "costs": {name: _plain(getattr(plan, name)) for name in _COSTS},
        "prices": _plain(plan.prices),
        "enterprises": [{**_plain(one), "year_t": one.year_t} for one in plan.enterprises],
        "solver": plan.solver,
    }


def plain_moves(plan: CityPlan) -> list[dict[str, Any]]:
    """The moves, in their order."""
    return [_plain(move) for move in plan.moves]


def plain_inputs(inputs: CityInputs) -> dict[str, Any]:
    """The inputs, without the returns behind them and without findings."""
    return {name: value for name, value in _plain(inputs).items() if name not in _LEFT_OUT}


def plain_problem(problem: Problem) -> dict[str, Any]:
    """The arrays of a problem under their own names, every figure as the decimal it was written with."""
    found: dict[str, Any] = {name: _figures(getattr(problem, name)) for name in _ARRAYS}
    stocks = problem.stocks
    found["stocks"] = (
        None if stocks is None else {name: _figures(getattr(stocks, name)) for name in ("opening", "lowest", "highest")}
    )
    pace = problem.pace
    found["pace"] = (
        None if pace is None else {name: _figures(getattr(pace, name)) for name in ("aim", "scale", "kappa")}
    )
    found["labels"] = _plain(problem.labels)
    return found


def previous_of(plain: Mapping[str, Any]) -> Previous:
    """What the next plan needs of one kept as `plain_plan` wrote it."""
    rows = plain["enterprises"]
    return Previous(
        inputs=inputs_of(plain["inputs"]),
        year_t={one["enterprise"]: one["year_t"] for one in rows},
        month_t={one["enterprise"]: tuple(one["month_t"]) for one in rows},
    )


def inputs_of(plain: Mapping[str, Any]) -> CityInputs:
    """Inputs as `plain_inputs` wrote them."""
    return CityInputs(
        sector=plain["sector"],
        plan_year=plain["plan_year"],
        quantity=plain["quantity"],
        as_of=Month.parse(plain["as_of"]),
        months=tuple(Month.parse(month) for month in plain["months"]),
        cap_t=plain["cap_t"],
        enterprises=tuple(_enterprise(one) for one in plain["enterprises"]),
        limits=_limits(plain["limits"]),
        commodities=tuple(plain["commodities"]),
        supplies={
            code: Supply(
                monthly=tuple(None if each is None else Decimal(each) for each in one["monthly"]),
                opening=Decimal(one["opening"]),
                lowest=_decimals(one["lowest"]),
            )
            for code, one in plain["supplies"].items()
        },
    )


_DECIMAL_TUPLES = frozenset({"outage_days"})
_TUPLES = frozenset({"capacity_t", "planned_t", "last_year_t"})


def _enterprise(plain: Mapping[str, Any]) -> EnterpriseInputs:
    given = {name: value for name, value in plain.items() if name not in _LEFT_OUT}
    given |= {name: tuple(given[name]) for name in _TUPLES}
    given |= {name: _decimals(given[name]) for name in _DECIMAL_TUPLES}
    given |= {name: Decimal(given[name]) for name in ("best_day_t", "typical_day_t")}
    given["name"] = Text(**plain["name"])
    given["families"] = tuple(
        FamilyInputs(
            family=one["family"],
            best_day_t=Decimal(one["best_day_t"]),
            value_yuan_per_t=_decimals(one["value_yuan_per_t"]),
            use=_decimals(one["use"]),
        )
        for one in plain["families"]
    )
    return EnterpriseInputs(**given)


def _limits(plain: Mapping[str, Any]) -> Limits:
    words = {"rule", "season_months", "clauses"}
    numbers = {name: None if value is None else Decimal(value) for name, value in plain.items() if name not in words}
    return Limits(
        rule=plain["rule"],
        season_months=tuple(plain["season_months"]),
        clauses=dict(plain["clauses"]),
        **numbers,  # type: ignore[arg-type]
    )


def _decimals(plain: list[str]) -> tuple[Decimal, ...]:
    return tuple(Decimal(one) for one in plain)


def _figures(value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, np.ndarray):
        return [_figures(each) for each in value]
    if isinstance(value, int | np.integer):
        return int(value)
    figure = float(value)
    if not np.isfinite(figure):
        return None
    return int(figure) if figure.is_integer() else format(Decimal(repr(figure)), "f")


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, Month):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value) if one.name not in _LEFT_OUT}
    return value
