"""A comparison of rules on the small book, for tests of its act, its papers and its words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from small_book import SmallBook, build_small_book
from zhibiao.allocation.comparison.compared import Compared
from zhibiao.procedures.compare_rules import compare_rules
from zhibiao.terms.enterprise import City


def grouped(city: City) -> City:
    """The small city with its first two mills in one group."""
    firms = {
        name: replace(one, group="TB-G" if name in ("TB-1", "TB-2") else "") for name, one in city.enterprises.items()
    }
    return replace(city, enterprises=firms)


def compare_on(book: SmallBook, rules: str, **changes: Any) -> Compared:
    """Rules on the small book."""
    given = {"city": book.city, "sector": book.sector, "rulebook": book.rulebook} | {
        name: changes.pop(name) for name in ("city", "sector", "rulebook") if name in changes
    }
    return compare_rules(
        book.store,
        given["city"],
        given["sector"],
        given["rulebook"],
        book.dictionary,
        rules=rules,
        code_version="test",
        **changes,
    )


def sample(
    folder: Path, rules: str = "grandfathering,proportional,cea,two_pools:theta=0.3,permanent_shares"
) -> Compared:
    """A comparison of five rules, one of which cannot be run and two of which agree."""
    book = build_small_book(folder / "book.sqlite")
    found = compare_on(book, rules, city=grouped(book.city))
    book.store.close()
    return found
