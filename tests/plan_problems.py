"""Problems of plans for tests: one worked out by hand, drawn ones that some plan keeps, and the bench's own."""

import importlib.util
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from zhibiao.regulation.problem import Labels, Pace, Problem, Stocks


def by_hand(**changed: Any) -> Problem:
    """Two works, rebar and plate, three months: 23,400, with 9 of A's plate in December and 11 of B's plate in all.

    Worth per tonne: works A 300 and 200, works B 250 and 100; 1.5 and 1.6 of ore. All rebar is made, 2 x 30. December
    has ore for 44.5: 15 + 16 go into rebar, 13.5 into 9 of A's plate. So A makes 29 of plate, and B the 11 that the cap
    of 100 asks for. One tonne more of the cap is one of B's plate, 100; one of December's ore moves 1 / 1.5 t from B's
    plate to A's, 66.67. Worth 30 x 300 + 30 x 250 + 29 x 200 + 11 x 100.
    """
    given: dict[str, Any] = {
        "plant": np.array([0, 0, 1, 1]),
        "family": np.array([0, 1, 0, 1]),
        "value": np.repeat([[300.0], [200.0], [250.0], [100.0]], 3, axis=1),
        "d": np.full((4, 3), 10.0),
        "m": np.zeros((2, 3)),
        "u": np.full((2, 3), 25.0),
        "r": np.array([25.0, 25.0]),
        "b": np.array([60.0, 40.0]),
        "qlo": np.array([40.0, 20.0]),
        "qhi": np.array([80.0, 60.0]),
        "group": np.array([0, 1]),
        "glo": np.array([30.0, 10.0]),
        "ghi": np.array([90.0, 70.0]),
        "prov": np.array([0, 0]),
        "plo": np.array([50.0]),
        "phi": np.array([150.0]),
        "zone": np.array([0, 0]),
        "hcap": np.array([[40.0]]),
        "season": np.array([0]),
        "a": np.array([[1.5, 1.5, 1.6, 1.6]]),
        "S": np.array([[60.0, 60.0, 44.5]]),
        "C": 100.0,
        "e": np.array([60.0, 40.0]),
        "kappa": 100.0,
        "labels": Labels(
            plants=("安和", "Bei He"),
            families=("rebar_t", "plate_t"),
            months=("2025-10", "2025-11", "2025-12"),
            groups=("安和集团", "2号"),
            provinces=("临河",),
            zones=("北",),
            commodities=("ore",),
        ),
    }
    return Problem(**given | changed)


def drawn(seed: int, *, plants: int = 4, families: int = 3, months: int = 3, with_extras: bool = False) -> Problem:
    """A problem that at least one plan keeps: the plan is drawn first, every limit around it.

    Args:
        with_extras: also a stock, output before the first month, use by product, limits that are not there, a class
            without any plant, and a pace of the months.
    """
    chance = np.random.default_rng([7, seed, plants, families, months])
    kinds = chance.integers(1, families + 1, plants)
    plant = np.repeat(np.arange(plants), kinds)
    family = np.concatenate([np.sort(chance.choice(families, kind, replace=False)) for kind in kinds])
    made = chance.uniform(1.0, 20.0, (plant.size, months))
    x = np.stack([np.bincount(plant, month, plants) for month in made.T], axis=1)
    q = x.sum(axis=1)
    group, district, zone = (chance.integers(0, 2, plants) for _ in range(3))
    season = np.arange(0, months, 2)
    zoned = np.zeros((2, season.size))
    np.add.at(zoned, zone, x[:, season])
    use = chance.uniform(0.2, 2.0, (2, plants))[:, plant]
    if with_extras:
        use = use * chance.uniform(0.9, 1.1, use.shape)
    spread = np.abs(np.diff(x, axis=1)).max(axis=1, initial=0.0)
    problem = Problem(
        plant=plant,
        family=family,
        value=chance.normal(200.0, 120.0, made.shape).round(2),
        d=made * chance.uniform(1.0, 2.0, made.shape),
        m=x * chance.uniform(0.0, 1.0, x.shape),
        u=x * chance.uniform(1.0, 1.6, x.shape),
        r=spread * chance.uniform(1.0, 1.3, plants) + 0.1,
        b=q,
        qlo=q * 0.8,
        qhi=q * 1.2,
        group=group,
        glo=np.bincount(group, q, 2) * 0.95,
        ghi=np.bincount(group, q, 2) * 1.05,
        prov=district,
        plo=np.bincount(district, q, 2) * 0.95,
        phi=np.bincount(district, q, 2) * 1.05,
        zone=zone,
        hcap=zoned * 1.03,
        season=season,
        a=use,
        S=(use @ made) * chance.uniform(1.0, 1.05, (2, months)),
        C=float(q.sum()),
        e=q * chance.uniform(0.8, 1.2, plants),
        kappa=500.0,
    )
    return _with_extras(problem, made, chance) if with_extras else problem


def _with_extras(problem: Problem, made: np.ndarray, chance: np.random.Generator) -> Problem:
    x = problem.by_plant(made)
    before = x[:, 0] + problem.r * chance.uniform(-1.0, 1.0, problem.n)
    before[chance.random(problem.n) < 0.3] = np.nan
    use = problem.a @ made
    supply = use * chance.uniform(0.9, 1.05, use.shape)
    needed = np.maximum(np.cumsum(use - supply, axis=1), 0.0)
    supply[1] = np.inf
    stocks = Stocks(
        opening=np.array([needed[0].max(), 0.0]),
        lowest=np.zeros_like(use),
        highest=np.array([[use.sum()], [0.0]]) * np.ones_like(use),
    )
    without = np.array([np.inf, 0.0])
    return replace(
        problem,
        before=before,
        stocks=stocks,
        S=supply,
        e_scale=problem.b,
        pace=Pace(aim=x.mean(axis=1, keepdims=True) + 0 * x, scale=x + 1.0, kappa=float(chance.uniform(0.0, 300.0))),
        glo=np.append(problem.glo, 0.0),
        ghi=np.append(problem.ghi, np.inf),
        plo=np.array([-np.inf, problem.plo[1]]),
        phi=problem.phi + without,
        hcap=problem.hcap + without[:, None],
    )


@cache
def bench(shared_data: Path) -> ModuleType:
    """The seeded problems and their referees beside the public data; skips where they are not."""
    path = shared_data.parent / "bench" / "problems.py"
    if not path.is_file():
        pytest.skip("the bench's problems are not beside the public data")
    spec = importlib.util.spec_from_file_location("bench_problems", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module
