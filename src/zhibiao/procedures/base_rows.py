"""Bases as the record gives them now, and whether they are the ones that were put out and answered."""

from __future__ import annotations

from collections.abc import Iterable

from zhibiao.allocation.appeals.window import local_day
from zhibiao.allocation.decision.decide import bases_of, day_of, scores_of
from zhibiao.allocation.decision.decision import Claimant
from zhibiao.allocation.decision.reconciliation import BaseRow, unreconciled
from zhibiao.errors import Conflict, InputRefused
from zhibiao.policy.asked import BASE_WINDOW, scores_contribution
from zhibiao.policy.plain import rulebook_of
from zhibiao.policy.rulebook import Rulebook
from zhibiao.procedures.ports import Clock, Store, StoredDecision
from zhibiao.terms.finding import ranked
from zhibiao.terms.text import Text


def base_rows(claimants: Iterable[Claimant], rulebook: Rulebook) -> tuple[BaseRow, ...]:
    """Base and score of each claimant of a year's first allocation, in order of id; raises what they raise."""
    ordered = sorted(claimants, key=lambda one: one.enterprise)
    day = day_of(rulebook, None)
    bases = bases_of(ordered, rulebook, day=day)
    scores = scores_of(ordered, rulebook, day=day) if scores_contribution(rulebook) else {}
    return tuple(
        BaseRow(
            enterprise=one.enterprise,
            history_t=one.history_t,
            capacity_t=one.capacity_t,
            base_t=bases[one.enterprise],
            score=format(scores[one.enterprise].score, "f") if scores else "",
        )
        for one in ordered
    )


def asks_for_reconciled_bases(store: Store, rulebook: Rulebook) -> bool:
    """Whether the next allocation is the year's first one under a rulebook that sets a window for bases."""
    book = store.book(sector=rulebook.sector, plan_year=rulebook.plan_year)
    return BASE_WINDOW in rulebook.parameters and not book.cap


def check_reconciled(store: Store, clock: Clock, rulebook: Rulebook, claimants: Iterable[Claimant]) -> None:
    """Refuse bases that were never put out, changed since, are still open or disputed.

    Raises:
        InputRefused: `base.unreconciled` with a finding per enterprise.
    """
    year = rulebook.plan_year
    findings = tuple(
        unreconciled(
            base_rows(claimants, rulebook),
            store.base_statements(sector=rulebook.sector, plan_year=year),
            store.base_answers(sector=rulebook.sector, plan_year=year),
            today=local_day(clock.now()),
        )
    )
    if findings:
        raise InputRefused("base.unreconciled", ranked(findings), year=year, count=len(findings))


def check_answers_stand(store: Store, clock: Clock, decision: StoredDecision) -> None:
    """Refuse a year's first allocation whose bases were put out anew, or disputed, after it was drafted.

    Raises:
        Conflict: `flow.stale`.
        InputRefused: `base.unreconciled` with a finding per enterprise.
    """
    body = decision.body
    sector, year = body["sector"], body["plan_year"]
    statements = store.base_statements(sector=sector, plan_year=year)
    if not statements or not asks_for_reconciled_bases(store, rulebook_of(body["rulebook"])):
        return
    answers = store.base_answers(sector=sector, plan_year=year)
    rows = statements[-1].rows
    stated = {row.enterprise: row.base_t for row in rows}
    if not body["as_of"] and stated != {share["enterprise"]: share["base_t"] for share in body["shares"]}:
        raise Conflict("flow.stale", decision=decision.id, changed=Text("公布的基数", "the bases put out"))
    findings = tuple(unreconciled(rows, statements, answers, today=local_day(clock.now())))
    if findings:
        raise InputRefused("base.unreconciled", ranked(findings), year=year, count=len(findings))
