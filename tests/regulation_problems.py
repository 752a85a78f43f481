"""Small problems of the monthly regulation, feasible by construction, for tests that solve many."""

import numpy as np

from zhibiao.regulation.problem import Problem


def small_problem(seed: int, *, plants: int = 3, months: int = 3, families: int = 2) -> Problem:
    """A problem around a reference plan drawn from `seed`; every limit leaves it a little room."""
    g = np.random.default_rng([7, seed, plants, months, families])
    plant = np.repeat(np.arange(plants), families)
    family = np.tile(np.arange(families), plants)
    made = g.uniform(40, 100, (plants, 1)) * g.uniform(0.95, 1.05, (plants, months))
    share = g.dirichlet(np.full(families, 3.0), (plants, months)).transpose(0, 2, 1).reshape(plants * families, months)
    reference = share * made[plant]
    q = made.sum(axis=1)
    group, district, zone = np.arange(plants) % 2, np.arange(plants) % 2, np.zeros(plants, dtype=int)
    a = g.uniform(0.2, 1.8, (5, plants))[:, plant]
    of_group = np.bincount(group, q, 2)
    return Problem(
        plant=plant,
        family=family,
        value=np.round(g.uniform(100, 600, (plants * families, months)), 2),
        d=reference * g.uniform(1.1, 1.8, reference.shape),
        m=0.5 * made,
        u=1.15 * made,
        r=0.4 * made.max(axis=1),
        b=q,
        qlo=0.8 * q,
        qhi=1.2 * q,
        group=group,
        glo=0.92 * of_group,
        ghi=1.08 * of_group,
        prov=district,
        plo=0.9 * of_group,
        phi=1.1 * of_group,
        zone=zone,
        hcap=1.05 * made.sum(axis=0)[None, :1],
        a=a,
        S=1.04 * (a @ reference),
        C=float(q.sum()),
        e=q * (1 + 0.05 * np.sin(np.arange(plants))),
        kappa=500.0,
        season=np.array([0]),
    )
