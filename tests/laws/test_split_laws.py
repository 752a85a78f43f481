"""The split by two routes that share no code: the arrays of `split_by_weight`, and breakpoints in a batch of problems.

`make soak` takes 100,000 problems and more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from effort import examples
from zhibiao.allocation import split_by_weight

UNIT = 27_720  # a multiple of all weights from 1 to 12: breakpoints times UNIT are whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Problems of six claimants each, one per row."""

    weights: np.ndarray
    floors: np.ndarray
    ceilings: np.ndarray
    caps: np.ndarray


def batch(seed: int, problems: int) -> Batch:
    chance = np.random.default_rng(seed)
    shape = (problems, 6)
    weights = chance.integers(1, 13, shape)
    floors = chance.integers(0, 20, shape) * (chance.random(shape) < 0.7)
    ceilings = floors + chance.integers(0, 25, shape) * (chance.random(shape) < 0.8)
    least, most = floors.sum(1), ceilings.sum(1)
    caps = chance.integers(least, most + 1)
    edge = chance.random(problems)
    caps = np.where(edge < 0.05, least, np.where(edge > 0.95, most, caps))
    return Batch(weights=weights, floors=floors, ceilings=ceilings, caps=caps)


def by_breakpoints(asked: Batch) -> np.ndarray:
    """Whole tonnes by the line between the two breakpoints around the cap, in whole numbers of 64 bits."""
    rows = np.arange(asked.caps.size)
    bends = np.concatenate([asked.floors, asked.ceilings], axis=1) * UNIT // np.tile(asked.weights, 2)
    bends = np.sort(np.concatenate([np.zeros((rows.size, 1), dtype=np.int64), bends], axis=1), axis=1)
    free = bends[:, :, None] * asked.weights[:, None, :]
    held = np.clip(free, asked.floors[:, None, :] * UNIT, asked.ceilings[:, None, :] * UNIT)
    sums = held.sum(2)
    last = np.maximum((sums < (asked.caps * UNIT)[:, None]).sum(1), 1)  # the first bend at or beyond the cap
    left, right = bends[rows, last - 1], bends[rows, last]
    rise = np.maximum(sums[rows, last] - sums[rows, last - 1], 1)
    scale = left * rise + (asked.caps * UNIT - sums[rows, last - 1]) * (right - left)
    one = (UNIT * rise)[:, None]
    shares = np.clip(scale[:, None] * asked.weights, asked.floors * one, asked.ceilings * one)
    assert (shares.sum(1) == asked.caps * one[:, 0]).all()
    whole, remainders = np.divmod(shares, one)
    order = np.argsort(-remainders, axis=1, kind="stable")
    given = np.arange(6) < (asked.caps - whole.sum(1))[:, None]
    np.put_along_axis(whole, order, np.take_along_axis(whole, order, 1) + given, 1)
    return whole


def disagreements(asked: Batch, expected: np.ndarray) -> int:
    wrong = 0
    for row, tonnes in enumerate(expected):
        found = split_by_weight(
            asked.weights[row], floors=asked.floors[row], ceilings=asked.ceilings[row], cap=int(asked.caps[row])
        )
        wrong += not np.array_equal(tonnes, found.tonnes)
    return wrong


def test_two_routes_agree_on_random_problems() -> None:
    for seed in range(examples(1)):
        asked = batch(seed, 2500)
        assert disagreements(asked, by_breakpoints(asked)) == 0


def test_a_route_that_gives_ties_to_the_later_position_is_told_apart() -> None:
    """The comparison can fail: the same batch with its columns turned round, and the answer turned back."""
    asked = batch(0, 200)
    turned = Batch(
        weights=asked.weights[:, ::-1], floors=asked.floors[:, ::-1], ceilings=asked.ceilings[:, ::-1], caps=asked.caps
    )
    assert disagreements(asked, by_breakpoints(turned)[:, ::-1]) > 0
