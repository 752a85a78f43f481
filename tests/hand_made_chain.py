"""A chain of two years written by hand, without the ledger: entries of version 1, then of version 2 on top of them.

2024 begins in version 1: a cap of 1000 t, 500 to A and 300 to B, 20 passed from A to B, 400 used, 30 made beyond.
Version 2 takes over in March: the use is turned back and booked as 380, the year closed, unused quota recalled, and the
debt rolled over into 2025 with a surcharge of 6. There a decision is issued after it waited, another is withdrawn, a
third takes 50 more from the pool, A passes 30 on, and what B owes is paid back from what it did not use.
"""

from __future__ import annotations

import copy
from typing import Any

from forging import canonical, chained

Entry = dict[str, Any]

DECISIONS = {"one": "1" * 64, "two": "2" * 64, "three": "3" * 64, "t1": "a" * 64, "four": "4" * 64}
RULES = "f" * 64
WAITS_UNTIL = "2025-01-13T03:00:00Z"
LATER = "2025-01-13T09:00:00.5Z"


def move(source: str, target: str, tonnes: int) -> list[list[Any]]:
    """Postings from one account to another."""
    return [[source, -tonnes], [target, tonnes]]


def entry(kind: str, id_: str, postings: list[list[Any]] | None = None, **fields: Any) -> Entry:
    """An entry of version 2, of steel in 2025 where nothing else is said; its place is given later."""
    plain = {
        **{"version": 2, "seq": 0, "recorded_at": "2025-01-12T03:00:00Z", "previous": "", "id": id_, "kind": kind},
        **{"sector": "steel", "plan_year": 2025, "postings": postings or [], "reason": "by hand", "basis": ""},
        **{"actor": "li", "month": "", "corrects": "", "proposal": "", "not_before": ""},
    }
    return plain | fields


def first(kind: str, id_: str, postings: list[list[Any]] | None = None, **fields: Any) -> Entry:
    """An entry of version 1, of 2024, which knew no proposals."""
    plain = entry(kind, id_, postings, **{"version": 1, "plan_year": 2024, **fields})
    return {key: value for key, value in plain.items() if key not in ("proposal", "not_before")}


def step(kind: str, subject: str, postings: list[list[Any]] | None = None, **fields: Any) -> Entry:
    """A step of a proposal, which Wang makes and Li brings further."""
    about = {"basis": DECISIONS[subject], "actor": "wang" if kind == "propose" else "li"}
    if kind != "propose":
        about["proposal"] = f"propose:{subject}"
    return entry(kind, f"{kind}:{subject}", postings, **{**about, **fields})


def of_issue(kind: str, id_: str, postings: list[list[Any]], subject: str, **fields: Any) -> Entry:
    """What comes with the issue of a decision."""
    given = {"basis": DECISIONS[subject], "proposal": f"propose:{subject}", **fields}
    return entry(kind, id_, postings, **given)


def _of_2024() -> list[Entry]:
    months = [f"2024-{number:02d}" for number in range(1, 13)]
    early = [first("close", f"close:steel:{month}", month=month) for month in months[:2]]
    late = [entry("close", f"close:steel:{month}", month=month, plan_year=2024) for month in months[2:]]
    last = {"plan_year": 2024, "basis": RULES}
    transfer = "transfer:steel:2024:" + "b" * 16
    return [
        first("cap", "cap:old", move("cap", "pool", 1000)),
        first("reserve", "reserve:old", move("pool", "reserve", 50)),
        first("issue", "issue:old:A", move("pool", "available:A", 500)),
        first("issue", "issue:old:B", move("pool", "available:B", 300)),
        first("transfer", transfer, move("available:A", "available:B", 20), basis=f"proposal/wang/{'b' * 64}"),
        first("use", "use:A:01", move("available:A", "used:A", 400), month="2024-01"),
        first("overrun", "overrun:B:01", move("overrun", "debt:B", 30), month="2024-01"),
        *early,
        entry("correct", "correct:use:A:01", move("used:A", "available:A", 400), corrects="use:A:01", plan_year=2024),
        entry("use", "use:A:01:again", move("available:A", "used:A", 380), month="2024-03", plan_year=2024),
        *late,
        entry("recall", "recall:steel:2024:A", move("available:A", "pool", 100), **last),
        entry("recall", "recall:steel:2024:B", move("available:B", "pool", 320), **last),
        entry("close", "close:steel:2024", plan_year=2024),
        entry("debt_out", "debt_out:steel:2024:B", move("debt:B", "overrun", 30), **last),
    ]


def _of_2025() -> list[Entry]:
    at_one, at_three = {"recorded_at": LATER}, {"recorded_at": "2025-02-01T01:00:00Z"}
    frees_a = [*move("available:A", "available:B", 30), ["pledged:A", -30], ["pledges", 30]]
    return [
        entry("debt_in", "debt_in:steel:2025:B", move("overrun", "owed:B", 30), basis="debt_out:steel:2024:B"),
        entry("surcharge", "surcharge:steel:2025:B", move("overrun", "owed:B", 6), basis=RULES),
        step("propose", "one"),
        step("approve", "one", not_before=WAITS_UNTIL),
        step("issue", "one", **at_one),
        of_issue("cap", "cap:one", move("cap", "pool", 2000), "one", **at_one),
        of_issue("reserve", "reserve:one", move("pool", "reserve", 100), "one", **at_one),
        of_issue(
            "carry", "carry:steel:2025:A", move("pool", "available:A", 40), "one", basis="recall:steel:2024:A", **at_one
        ),
        of_issue("grant", "grant:one:A", move("pool", "available:A", 900), "one", **at_one),
        of_issue("grant", "grant:one:B", move("pool", "available:B", 700), "one", **at_one),
        of_issue("payback", "payback:one:B", move("owed:B", "overrun", 6), "one", **at_one),
        step("propose", "two"),
        step("approve", "two", move("pledges", "pledged", 60)),
        step("withdraw", "two", move("pledged", "pledges", 60), actor="wang", basis="9" * 64),
        step("propose", "three"),
        step("approve", "three", move("pledges", "pledged", 50)),
        step("issue", "three", move("pledged", "pledges", 50), **at_three),
        of_issue("release", "release:three", move("reserve", "pool", 10), "three", **at_three),
        of_issue("adjust", "adjust:three:A", move("pool", "available:A", 50), "three", **at_three),
        step("propose", "t1", move("pledges", "pledged:A", 30)),
        step("transfer", "t1", frees_a),
        entry("use", "use:A:25-01", move("available:A", "used:A", 100), month="2025-01"),
        entry("overrun", "overrun:B:25-01", move("overrun", "debt:B", 8), month="2025-01"),
        entry("charge", "charge:steel:2025-01:B", move("charges", "charge:B", 8), month="2025-01", basis=RULES),
        entry("close", "close:steel:2025-01", month="2025-01"),
        entry("credit", "credit:steel:2025-02:B", move("charge:B", "charges", 8), month="2025-02", basis=RULES),
        entry("expire", "expire:steel:2025:A", move("available:A", "pool", 10), basis="carry:steel:2025:A"),
        entry("deduct", "deduct:steel:2025:B", move("available:B", "pool", 20), basis=RULES),
        entry("payback", "payback:steel:2025:B", move("owed:B", "overrun", 20), basis="deduct:steel:2025:B"),
        step("propose", "four"),
    ]


def two_years() -> list[Entry]:
    """The chain, linked and hashed."""
    return sealed([*_of_2024(), *_of_2025()])


def sealed(entries: list[Entry]) -> list[Entry]:
    """The entries numbered, linked and hashed anew, so that only a rule of the book can find what is wrong."""
    numbered = [{**one, "seq": seq} for seq, one in enumerate(copy.deepcopy(entries), 1)]
    return chained(numbered)


def lines(entries: list[Entry]) -> list[bytes]:
    """One entry to a line, as they are exported."""
    return [canonical(one) + b"\n" for one in entries]
