"""Two thousand mutants meet every demand; mistakes put into the reader are found."""

from __future__ import annotations

import doctest
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from functools import cache

import pytest
from benchmarks.reliability import second_reader
from benchmarks.reliability.mutant_sources import WORKBOOKS, WRITERS, is_read
from benchmarks.reliability.mutations import Tally, mutant, run_batch, shortfalls

_PARTS, _EACH = 4, 500


@cache
def _part(part: int) -> Tally:
    return _in_process(2, part * _EACH, _EACH, mix="everyday")


@pytest.mark.xdist_group("mutations")
@pytest.mark.parametrize("part", range(_PARTS))
def test_mutants_meet_every_demand(part: int) -> None:
    assert [] == _part(part).failures


@pytest.mark.xdist_group("mutations")
def test_enough_was_taken_in_and_compared() -> None:
    tally = Tally()
    for part in range(_PARTS):
        tally.add(_part(part))
    assert _PARTS * _EACH == tally.mutants
    assert [] == shortfalls(tally)


@pytest.mark.parametrize(
    ("bug", "kind"),
    [
        ("python-numbers", "figure: underscores"),
        ("trusted-dimension", "dimension"),
        ("lost-minus", "figure: full-width minus"),
    ],
)
def test_a_mistake_in_the_reader_is_found(bug: str, kind: str) -> None:
    assert [] != _in_process(3, 0, 40, bug, kind).failures


@pytest.mark.parametrize("number", [2184, 6581])
def test_a_collected_table_whose_firm_columns_lost_their_headings_is_answered(number: int) -> None:
    assert [] == _in_process(5, number, 1).failures


def test_every_layout_and_format_gives_mutants() -> None:
    assert all(is_read(layout, suffix) for layout in WORKBOOKS for suffix in WRITERS)
    assert is_read("csv", "csv")
    assert is_read("json", "json")
    assert mutant(4, 1) == mutant(4, 1) != mutant(4, 2)


def test_the_second_reader_reads_as_its_examples_say() -> None:
    assert 0 == doctest.testmod(second_reader).failed


def _in_process(seed: int, first: int, count: int, bug: str = "", only: str = "", mix: str = "soak") -> Tally:
    """In a fresh process: a batch bounds its memory, whatever this one has loaded, and a mistake stays there."""
    with ProcessPoolExecutor(max_workers=1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(run_batch, seed, first, count, bug, "", only, mix).result()
