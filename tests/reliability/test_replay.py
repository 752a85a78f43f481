"""A slice of the replay: one year on both stores, two hash seeds, two time zones; seeded mistakes are found."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from benchmarks.reliability.replay import (
    HASH_SEEDS,
    LOCALES,
    STORES,
    ZONES,
    Cell,
    Differs,
    Tally,
    cover,
    main,
    shortfalls,
)

SQLITE = Cell(store="sqlite", zone=ZONES[1], hash_seed=1)
# Where the system cannot make another locale, the plain one.
TURKISH = LOCALES[1][0] if shutil.which("localedef") and Path("/usr/share/i18n/locales/tr_TR").exists() else "C"


def test_the_same_bytes_on_both_stores(postgres: str) -> None:
    cells = [
        SQLITE,
        Cell(store="postgresql", zone=ZONES[2], hash_seed=2),
        Cell(store="sqlite", zone=ZONES[2], hash_seed=2, locale=TURKISH),
    ]
    done = main(cells, years=1, firms=6, server=postgres)
    assert (3, 36, 216, 1) == (done.runs, done.decisions, done.shares, len(done.hashes))


def test_every_environment_is_covered_on_both_stores() -> None:
    cells = [*cover(HASH_SEEDS, ("one", "other"))]
    for store in STORES:
        own = [cell for cell in cells if cell.store == store]
        found = (
            {cell.hash_seed for cell in own},
            {(cell.zone, cell.locale) for cell in own},
            {cell.python for cell in own},
        )
        assert (10, 9, 2) == tuple(map(len, found))


@pytest.mark.parametrize(
    ("bug", "words"),
    [
        ("set-order", "decision steel-"),
        ("local-date", "signed steel-"),
    ],
)
def test_what_differs_between_environments_is_found(bug: str, words: str) -> None:
    cells = [SQLITE, Cell(store="sqlite", zone=ZONES[2], hash_seed=2)]
    with pytest.raises(Differs, match=words):
        main(cells, years=1, firms=3, bug=bug)


@pytest.mark.parametrize(
    ("bug", "words"), [("float-in-a-share", "t given of|the verifier found"), ("part-off-by-one", "parts sum to")]
)
def test_what_is_wrong_everywhere_is_found(bug: str, words: str) -> None:
    with pytest.raises(Differs, match=words):
        main([SQLITE], years=1, firms=3, bug=bug)


def test_work_below_the_floor_is_told() -> None:
    cells = [SQLITE, Cell(store="sqlite", zone=ZONES[2], hash_seed=2)]
    idle = Tally(runs=2, decisions=24, shares=100, entries=60, verified=2, seen={"store": {"sqlite"}, "zone": {"UTC"}})
    told = " ".join(shortfalls(idle, cells, years=1, firms=6))
    for words in ("shares: 100 of 144", "zone: 2 asked for", "hash: 2 asked for"):
        assert words in told
