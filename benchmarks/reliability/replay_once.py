"""One run of a replay, in the process whose environment is under test; what came of it goes into a file."""

from __future__ import annotations

import argparse
import hashlib
import json
import locale
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.reliability.ten_years import TenYears
from zhibiao.allocation.decision import decide
from zhibiao.allocation.decision.decision import Claimant, Part
from zhibiao.procedures.export_decision import entries_bytes, export_files
from zhibiao.store.book_store import BookStore
from zhibiao.terms.canonical import canonical_bytes, sha256_hex
from zhibiao.terms.enterprise import City
from zhibiao.terms.kept import StoredDecision
from zhibiao.verification import verify

# A decision is derived again for each year, another month of it every time.
VERIFIED_EVERY = 11
MOST_FAULTS = 5


def lines_of(store: BookStore) -> Iterator[str]:
    """Everything a run came to, in order: decisions, entries, balances told in two ways, seals, head."""
    for decision in store.decisions():
        yield f"decision {decision.id} {sha256_hex(canonical_bytes(decision.body))}"
        yield from (f"signed {one.decision} {one.act} {one.person} {one.at}" for one in decision.signatures)
    for line in entries_bytes(store.entries()).splitlines():
        yield f"entry {line.decode()}"
    for book in store.books():
        for account, tonnes in sorted(book.balances.items()):
            yield f"balance {book.sector} {book.plan_year} {account} {tonnes}"
    view = "SELECT sector, plan_year, account, tonnes FROM balances ORDER BY sector, plan_year, account"
    yield from ("asked " + " ".join(map(str, row)) for row in store._database.all(view))
    yield from (f"seal {body.decode()}" for body in store.proofs.bodies())
    yield f"head {store.head()}"


def wrong_sums(body: Mapping[str, Any]) -> Iterator[str]:
    """Where parts do not sum to the quota in whole numbers, or the quotas to the cap less the reserve."""
    when = body["as_of"] or body["plan_year"]
    for share in body["shares"]:
        tonnes = [part["tonnes"] for part in share["parts"]]
        if {type(one) for one in (*tonnes, share["quota_t"])} != {int} or sum(tonnes) != share["quota_t"]:
            yield f"{when}, {share['enterprise']}: parts sum to {sum(tonnes)}, its quota is {share['quota_t']}"
    given, due = sum(share["quota_t"] for share in body["shares"]), body["cap_t"] - body["reserve_t"]
    if given != due:
        yield f"{when}: {given} t given of {due}"


def unverified(store: BookStore, city: City, decisions: Sequence[StoredDecision]) -> Iterator[str]:
    """What the independent program finds in the chain and in these decisions."""
    entries = entries_bytes(store.entries())
    reports = [verify.verify_ledger({"entries.jsonl": entries}, head=store.head())]
    for decision in decisions:
        reports.append(verify.verify_decision(export_files(store, city=city, decision=decision, entries=entries)))
    yield from (f"the verifier found {found}" for report in reports for found in report.differences)


def seen_by(where: str) -> dict[str, str]:
    """What this process has of its environment, asked of the system and not of its variables."""
    conventions = locale.localeconv()
    return {
        "store": "postgresql" if where.startswith("postgresql:") else "sqlite",
        "zone": "/".join(time.tzname) + f" {-time.timezone // 60:+d} min",
        "locale": f"{locale.setlocale(locale.LC_ALL)}, decimal {conventions['decimal_point']}",
        "hash": f"{hash('指标') & 0xFFFFFFFF:08x}",
        "python": sys.version.split()[0],
    }


def seed_bug(name: str) -> None:
    """Put a mistake into the program that is run."""
    if name:
        {
            "set-order": _order_by_a_set,
            "local-date": _write_local_time,
            "float-in-a-share": _round_floats,
            "part-off-by-one": _lose_a_tonne,
        }[name]()


def _order_by_a_set() -> None:
    in_order: Callable[..., tuple[Claimant, ...]] = decide._in_order

    def by_a_set(claimants: Any) -> tuple[Claimant, ...]:
        by_name = {one.enterprise: one for one in in_order(claimants)}
        return tuple(by_name[name] for name in set(by_name))

    decide._in_order = by_a_set


def _write_local_time() -> None:
    from zhibiao.terms import instant

    told = instant.instant_text

    def local_text(at: Any) -> str:
        return told(at).replace(f"{at:%Y-%m-%d}", f"{at.astimezone():%Y-%m-%d}")

    for module in [*sys.modules.values()]:
        if getattr(module, "instant_text", None) is told:
            vars(module)["instant_text"] = local_text


def _round_floats() -> None:
    split = decide._split

    def by_floats(*arguments: Any, **more: Any) -> Any:
        exact = split(*arguments, **more)
        return replace(exact, tonnes=tuple(round(float(share)) for share in exact.shares))

    decide._split = by_floats


def _lose_a_tonne() -> None:
    parts_of = vars(decide)["parts_of"]

    def one_off(*arguments: Any, **more: Any) -> tuple[Part, ...]:
        first, *rest = parts_of(*arguments, **more)
        return (replace(first, tonnes=first.tonnes - 1), *rest)

    vars(decide)["parts_of"] = one_off


def once(where: str, place: Path, *, years: int, firms: int, seed: int) -> dict[str, Any]:
    """Make one run and write its lines; what was done, and as `faults` what does not hold."""
    start = time.perf_counter()
    run = TenYears(where, place, years=years, firms=firms, seed=seed)
    with closing(run.store):
        run.run()
    with closing(BookStore.open(where, at=run.clock.now())) as store:
        digest = hashlib.sha256()
        with (place / "lines").open("wb") as file:
            for line in lines_of(store):
                file.write(f"{line}\n".encode())
                digest.update(f"{line}\n".encode())
        decisions = store.decisions()
        sample = decisions[::VERIFIED_EVERY]
        faults = [fault for one in decisions for fault in wrong_sums(one.body)]
        faults += unverified(store, run.made.city, sample)
        entries, head = len(store.entries()), store.head()
    return {
        "decisions": len(decisions),
        "shares": sum(len(one.body["shares"]) for one in decisions),
        "entries": entries,
        "verified": len(sample),
        "faults": faults[:MOST_FAULTS],
        "sha256": digest.hexdigest(),
        "head": head,
        "seconds": time.perf_counter() - start,
    }


def _command() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("where")
    parser.add_argument("place", type=Path)
    for name in ("--years", "--firms", "--seed"):
        parser.add_argument(name, type=int, required=True)
    parser.add_argument("--seeded-bug", default="")
    given = parser.parse_args()
    # As a program that minds the user's locale would do; from here on C's own functions go by it.
    locale.setlocale(locale.LC_ALL, "")
    seed_bug(given.seeded_bug)
    done = once(given.where, given.place, years=given.years, firms=given.firms, seed=given.seed)
    print(json.dumps({**done, "seen": seen_by(given.where)}, ensure_ascii=True))


if __name__ == "__main__":
    _command()
