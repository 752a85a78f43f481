"""How long explanations and recourse take: `python -m benchmarks.explanation [BOOK]`."""

from __future__ import annotations

import datetime as dt
import gc
import random
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from statistics import median

from zhibiao.allocation.decision.decide import Workings, day_of, work_out
from zhibiao.allocation.decision.decision import Claimant, Measure, Part
from zhibiao.allocation.decision.explain import Frame, Outcome, parts_of
from zhibiao.allocation.decision.reading import decision_of_plain
from zhibiao.allocation.decision.tilt_moves import tilt_moves
from zhibiao.allocation.reasons.recourse import recourse_of_all
from zhibiao.allocation.split.bounded import ExactSplit
from zhibiao.assemble.audit_ranking import rank
from zhibiao.assemble.book import open_book
from zhibiao.policy.parameter import Parameter
from zhibiao.policy.rulebook import Direction, IndicatorRule, Missing, Multiplier, Rulebook
from zhibiao.terms.text import Text

FIRMS, INDICATORS, TIMES = 1000, 10, 9
BETAS = (Decimal(1), Decimal("0.3"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure: seconds, the limit that the issue sets or None, and how it was taken."""

    name: str
    value: float
    limit: float | None
    how: str


def explanations() -> list[Figure]:
    """From bases and scores of 1,000 enterprises and 10 indicators to all parts; and the decision's path before."""
    how = f"{FIRMS} enterprises × {INDICATORS} indicators, median processor time of {TIMES}"
    found = []
    for beta in BETAS:
        claimants, rulebook = problem(beta)
        day = day_of(rulebook, None)
        workings = work_out(claimants, rulebook, day=day)
        assert all(
            workings.split.tonnes[place] == sum(part.tonnes for part in parts)
            for place, parts in enumerate(parts_of_all(workings, rulebook))
        )
        found += [
            Figure(
                name=f"explanations, beta {beta}",
                value=_seconds(lambda: parts_of_all(workings, rulebook)),  # noqa: B023 - called at once
                limit=0.1,
                how=how,
            ),
            Figure(
                name=f"base, score, claim, split, beta {beta}",
                value=_seconds(lambda: work_out(claimants, rulebook, day=day)),  # noqa: B023 - called at once
                limit=None,
                how=how,
            ),
        ]
    return found


def in_a_city(book: Path) -> list[Figure]:
    """Recourse of every enterprise and indicator, and the audit ranking, of the bundled city's last steel decision."""
    opened = open_book(book)
    with closing(opened.store):
        stored = [one for one in opened.store.decisions() if one.body["sector"] == "steel"][-1]
        decision = decision_of_plain(stored.body)
        size = f"{len(decision.shares)} enterprises × {len(decision.shares[0].indicators)} indicators"
        ranking = rank(opened, stored.id, person="lin")
        return [
            Figure(
                name="recourse, a city",
                value=_seconds(lambda: recourse_of_all(decision)),
                limit=1.0,
                how=f"{size}, least step and one per cent, median processor time of {TIMES}",
            ),
            Figure(
                name="audit ranking, a city",
                value=_seconds(lambda: rank(opened, stored.id, person="lin"), times=3),
                limit=None,
                how=f"{len(ranking.rows)} figures × 2 sizes × 2 directions, measured anew, median processor time of 3",
            ),
        ]


def parts_of_all(found: Workings, rulebook: Rulebook) -> list[tuple[Part, ...]]:
    """What a decision does from bases and scores on: the moves of every tilt, and every quota's parts."""
    moves = tilt_moves(
        found.bases_t, found.scores, rulebook.indicators, beta=found.beta, mean_score=found.claims.mean_score
    )
    assert isinstance(found.split, ExactSplit)
    frame = Frame(split_t=found.cap_t - found.reserve_t, bases_t=sum(found.bases_t.values()), scale=found.split.scale)
    return [
        parts_of(
            frame,
            Outcome(
                base_t=base,
                claim=found.claims.claims[name],
                share=found.split.shares[place],
                binding=found.split.binding[place],
                quota_t=found.split.tonnes[place],
            ),
            moves[name],
        )
        for place, (name, base) in enumerate(found.bases_t.items())
    ]


def problem(beta: Decimal) -> tuple[list[Claimant], Rulebook]:
    """Made-up enterprises with every third indicator a cost, and a rulebook of group means."""
    chance = random.Random(20250101)
    codes = [f"indicator_{number}" for number in range(INDICATORS)]
    claimants = [
        Claimant(
            enterprise=f"E{number:04}",
            history_t={2024: chance.randint(5_000, 9_000_000)},
            capacity_t=90_000_000,
            made_t=0,
            tier=chance.choice(["leading", "normative"]),
            grade="B",
            is_vetoed=False,
            measures=tuple(
                Measure(
                    indicator=code,
                    numerator=Decimal(chance.randint(1, 9_000_000)),
                    denominator=Decimal(chance.randint(1_000, 90_000)),
                )
                for code in codes
            ),
            sources=(),
        )
        for number in range(FIRMS)
    ]
    return claimants, _rulebook(codes, beta, cap_t=sum(one.history_t[2024] for one in claimants))


def _rulebook(codes: list[str], beta: Decimal, *, cap_t: int) -> Rulebook:
    start = dt.date(2025, 1, 1)
    numbers = {"cap_t": str(cap_t), "reserve_share": "0", "base_years": "1", "score_cap": "1.5", "tilt_beta": str(beta)}
    numbers |= {"floor_delta": "0.1", "ceiling_delta": "0.1", "capacity_factor": "1.2", "appeal_days": "10"}
    text = Text("基准测试", "benchmark")
    return Rulebook(
        id="benchmark-2025",
        title=text,
        authority=text,
        sector="steel",
        plan_year=2025,
        quantity="crude_steel_t",
        issued=start,
        effective=start,
        expires=dt.date(2025, 12, 31),
        clauses={"1": text},
        parameters={
            code: Parameter(code=code, unit="1", clause="1", values=((start, Decimal(value)),))
            for code, value in numbers.items()
        },
        base_rule="last_year",
        method="contribution_tilt",
        indicators=tuple(_indicator(code, is_cost=place % 3 == 2) for place, code in enumerate(codes)),
        multipliers=(Multiplier(attribute="tier", value="leading", factor=Decimal("1.05"), clause="1"),),
        rounding="largest_remainder",
        clause_of=dict.fromkeys(("scope", "base", "method", "bounds", "rounding", "settlement"), "1"),
        source_sha256="",
    )


def _indicator(code: str, *, is_cost: bool) -> IndicatorRule:
    return IndicatorRule(
        code=code,
        name=Text(code),
        numerator=("value_added_yuan",),
        denominator="crude_steel_t",
        direction=Direction.COST if is_cost else Direction.BENEFIT,
        weight=Decimal(1) / INDICATORS,
        reference=None,
        missing=Missing.REFUSE,
        price_normalised=False,
        is_actionable=True,
        clause="1",
    )


def _seconds(work: Callable[[], object], *, times: int = TIMES) -> float:
    taken = []
    for _ in range(times):
        gc.collect()
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return median(taken)


def main(book: Path | None) -> None:
    """Print every figure, those of a city where a book is given."""
    gc.set_threshold(100_000, 50, 100)  # as the command line does
    for figure in explanations() + (in_a_city(book) if book else []):
        limit = "" if figure.limit is None else f" (limit {figure.limit} s)"
        print(f"{figure.name}: {figure.value:.3f} s{limit}; {figure.how}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
