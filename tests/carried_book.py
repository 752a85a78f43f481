"""A steel book in which part of what was held in 2024 is carried into 2025, to be used by the close of a month.

The year before: everybody holds 1000 and makes 900, so that 100 are recalled, and a tenth of the holding, 100, carried.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from ledger_sample import ANALYST, APPROVER, HandClock, keep_decision, make_decision, make_return
from settlement_sample import settling_rulebook
from zhibiao.policy.parameter import Parameter
from zhibiao.policy.plain import rulebook_hash, rulebook_plain
from zhibiao.policy.rulebook import Rulebook
from zhibiao.procedures.approve import approve
from zhibiao.procedures.close import close_month, close_year
from zhibiao.procedures.closed import Closed
from zhibiao.procedures.issue import issue
from zhibiao.procedures.settling import settled_for
from zhibiao.store.book_store import BookStore
from zhibiao.terms.canonical import content_hash
from zhibiao.terms.kept import StoredDecision
from zhibiao.terms.period import Month

FIRMS = ("A", "B")
CAP_T = 3000


def carrying(until: int, *, year: int = 2024) -> Rulebook:
    """The rulebook that carries a tenth, to be used by the close of that month; 0 for no such month."""
    plain = settling_rulebook(year=year)
    if not until:
        return plain
    own = Parameter(code="carry_until", unit="month", clause="1", values=((dt.date(year, 1, 1), Decimal(until)),))
    return replace(plain, parameters={**plain.parameters, "carry_until": own})


def decide(
    store: BookStore, clock: HandClock, year: int, split: Mapping[str, int], rulebook: Rulebook, *, cap_t: int = CAP_T
) -> StoredDecision:
    """Draft, approve and issue what the split gives with what earlier years leave; a second after one another."""
    drafted = drafted_of(store, year, split, rulebook, cap_t=cap_t)
    keep_decision(store, drafted)
    clock.instant += dt.timedelta(seconds=1)
    approve(store, clock, drafted.id, APPROVER)
    issue(store, clock, drafted.id, APPROVER, rulebook_sha256=drafted.body["rulebook_sha256"])
    return drafted


def drafted_of(
    store: BookStore, year: int, split: Mapping[str, int], rulebook: Rulebook, *, cap_t: int = CAP_T
) -> StoredDecision:
    """A decision as `allocate` drafts it, with the keys that the acts read."""
    settled = settled_for(store, "steel", year)
    carried = {name: settled[name].carried_t if name in settled else 0 for name in split}
    quotas = {name: tonnes + carried[name] for name, tonnes in split.items()}
    plain = make_decision(quotas, cap_t=cap_t, head=store.head(of_moves=True), year=year)
    body: dict[str, Any] = {
        **plain.body,
        "rulebook": rulebook_plain(rulebook),
        "rulebook_sha256": rulebook_hash(rulebook),
        "claimants": [{"enterprise": name, "carried_t": tonnes} for name, tonnes in carried.items()],
    }
    sha256 = content_hash(body)
    name = f"steel-{year}-{sha256[:8]}"
    return replace(plain, id=name, sha256=sha256, body=body, signatures=(replace(plain.signatures[0], decision=name),))


def make(store: BookStore, made_t: Mapping[str, int], period: str) -> None:
    """File what was made in a period."""
    for name, tonnes in made_t.items():
        store.add_return(make_return(name, period, tonnes))


def close(store: BookStore, clock: HandClock, month: Month) -> Closed:
    """Close a month, or the months until then that were filed together with it."""
    clock.instant += dt.timedelta(seconds=1)
    return close_month(store, clock, "steel", "crude_steel_t", month, ANALYST)


def end_of_2024(store: BookStore, clock: HandClock, until: int, *, held_t: int = 1000, made_t: int = 900) -> None:
    """The year before: held, made, closed."""
    decide(store, clock, 2024, dict.fromkeys(FIRMS, held_t), carrying(until))
    make(store, dict.fromkeys(FIRMS, made_t), "2024-01..12")
    close(store, clock, Month(2024, 12))
    close_year(store, clock, "steel", "crude_steel_t", 2024, APPROVER)
