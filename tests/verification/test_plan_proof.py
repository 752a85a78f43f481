"""A plan's proof is worked out again from the decision alone: the honest one holds, and no figure can be turned."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from copy import deepcopy
from fractions import Fraction
from typing import Any

import pytest

from effort import examples
from ledger_sample import ANALYST
from regulated_book import APRIL, build_regulated_book, carry_out, copy_of
from small_book import DATA
from zhibiao.assemble.market_city import cost_coefficients
from zhibiao.assemble.market_prices import price_table_of_files
from zhibiao.market.supply import SupplyList
from zhibiao.procedures.export_decision import export_files
from zhibiao.procedures.regulation.regulate import MarketDesk, draft_regulation
from zhibiao.readers.catalogue_csv import read_catalogue
from zhibiao.terms.canonical import canonical_bytes
from zhibiao.verification import verify as verifier

Files = dict[str, Any]
# What nothing else in the decision says: reasons in words, and figures that the plan notes but binds nothing by.
TOLD_ONLY = ("more", "less", "change", "prices", "findings", "costs", "solver", "basis", "market_files", "clauses")
FROM_RETURNS = ("capacity_t", "last_year_t", "planned_t", "orders_t", "usual_orders_t", "before_t", "outage_days")
NAMES = ("name", "floor_reason", "ceiling_reason", "pledged_t")
# Whatever the pace, the plan is the best at it; that it is an even one is not derived again.
CHOSEN = ("pace",)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Files]:
    """What proves an issued regulation of April."""
    built = build_regulated_book(tmp_path_factory.mktemp("proof") / "book.sqlite")
    book = copy_of(built)
    desk = MarketDesk(
        prices=price_table_of_files([DATA / "city" / "prices.csv"]),
        supply=SupplyList(rows={}),
        coefficients=cost_coefficients(),
        files=("0" * 64,),
    )
    desks = (book.store, book.clock, book.city, book.sector, book.rulebook, book.dictionary)
    labels = read_catalogue(DATA).labels
    drafted = draft_regulation(
        *desks, month=APRIL, desk=desk, person=ANALYST, labels=labels, code_version="test"
    ).decision
    carry_out(book, drafted)
    stored = book.store.decision(drafted.id)
    assert stored is not None
    lines = b"".join(line + b"\n" for line in book.store.proofs.lines())
    found = export_files(book.store, city=book.city, decision=stored, entries=lines)
    yield {name: content if name == "entries.jsonl" else json.loads(content) for name, content in found.items()}
    built.store.close()


def chapters(files: Files) -> list[str]:
    """Where the chapters of the plan find a difference."""
    audit, book = verifier.Audit(), {**files, "entries.jsonl": []}
    for chapter in verifier.PLAN_CHAPTERS:
        audit.attempt(chapter, book)
    return [one.where for one in audit.differences]


def test_the_honest_plan_holds(files: Files) -> None:
    content = {name: one if isinstance(one, bytes) else canonical_bytes(one) for name, one in files.items()}
    report = verifier.verify_decision(content)
    assert [] == list(report.differences)
    assert report.counts["plan"] > 100


def _copy(files: Files) -> Files:
    return {**files, "decision.json": deepcopy(files["decision.json"])}


def _plan(files: Files) -> dict[str, Any]:
    found: dict[str, Any] = files["decision.json"]["plan"]
    return found


def _first(files: Files) -> dict[str, Any]:
    found: dict[str, Any] = _plan(files)["inputs"]["enterprises"][0]
    return found


def _better(files: Files) -> None:
    """A certificate that hides a gap: the bound pulled down to the objective of another plan."""
    plan = _plan(files)
    plan["certificate"]["dual_bound"] = plan["certificate"]["objective"]
    plan["certificate"]["gap"] = "0/1"
    plan["y"][0][0] -= 1000
    plan["y"][0][1] += 1000


def _shift(files: Files) -> None:
    """A tonne more in one month than the plant can make."""
    plan = _plan(files)
    plan["y"][0][0] = plan["problem"]["u"][0][0] + 1


FORGERIES: dict[str, tuple[Callable[[Files], Any], str]] = {
    "a certificate of another plan": (_better, "plan.certificate.dual_bound"),
    "tonnes beyond what can be made": (_shift, "plan.y"),
    "a bound that no price proves": (
        lambda f: _plan(f)["certificate"].update(dual_bound=str(Fraction(_plan(f)["certificate"]["objective"]))),
        "plan.certificate.dual_bound",
    ),
    "a wider month": (lambda f: _plan(f)["inputs"]["limits"].update(month_share="0.5"), "limits.month_share"),
    "a wider bound of the year": (lambda f: _plan(f)["problem"]["qhi"].__setitem__(0, 10**9), "plan.problem.qhi"),
    "output that was not made": (lambda f: _first(f).update(made_t=1), "made_t"),
    "a holding that is not held": (lambda f: _first(f).update(holding_t=1), "holding_t"),
    "another entitlement": (lambda f: _first(f).update(entitlement_t=1), "entitlement_t"),
    "a value that is not the inputs'": (
        lambda f: _plan(f)["problem"]["value"][0].__setitem__(0, "999.99"),
        "plan.problem.value",
    ),
    "another cap": (lambda f: _plan(f)["problem"].update(C=1), "plan.problem.C"),
    "a target beyond the month's limit": (
        lambda f: _plan(f)["enterprises"][0].update(target_t=1),
        "plan.enterprises",
    ),
    "another price of the cap": (lambda f: _plan(f)["prices"].update(cap="1.00"), "plan.prices.cap"),
    "no plan at all": (lambda f: f["decision.json"].update(plan={}), "check_certificate"),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_plan_is_seen(files: Files, name: str) -> None:
    forged = _copy(files)
    forge, where = FORGERIES[name]
    forge(forged)
    assert any(where in one for one in chapters(forged)), chapters(forged)


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, item in items:
            yield from _leaves(item, (*path, key))
    else:
        yield path, value


def test_hardly_a_figure_of_problem_inputs_or_tonnes_can_be_turned(files: Files) -> None:
    """Each figure by one, eighty of them at random; left out is what only words or the returns themselves say."""
    left_out = {*TOLD_ONLY, *FROM_RETURNS, *NAMES, *CHOSEN}
    figures = [
        (path, value)
        for path, value in _leaves(_plan(files))
        if isinstance(value, int) and not isinstance(value, bool) and not left_out & set(path)
    ]
    missed = []
    for path, value in random.Random(7).sample(figures, examples(80)):
        forged = _copy(files)
        place = _plan(forged)
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = value + 1
        if not chapters(forged):
            missed.append(path)
    assert [] == missed
