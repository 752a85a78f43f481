"""Bases as the record gives them now, and whether they are the ones that were put out and answered."""

from __future__ import annotations

from collections.abc import Iterable

from zhibiao.allocation.decide import bases_of, day_of, scores_of
from zhibiao.allocation.decision import Claimant
from zhibiao.allocation.reconciliation import BaseRow, unreconciled
from zhibiao.errors import InputRefused
from zhibiao.policy.asked import BASE_WINDOW, scores_contribution
from zhibiao.policy.rulebook import Rulebook
from zhibiao.procedures.ports import Clock, Store
from zhibiao.terms.finding import ranked


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
            today=clock.now().date(),
        )
    )
    if findings:
        raise InputRefused("base.unreconciled", ranked(findings), year=year, count=len(findings))
