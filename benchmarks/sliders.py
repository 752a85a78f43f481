"""Sliders answered over HTTP in one process: a city, and 1,000 firms made up from its claims.

`python -m benchmarks.sliders --book BOOK` copies a demo's book, signs an analyst in and asks for 200 random positions
of the sliders, each as part of a page and as JSON. It prints median and 95th of 100 answers, the latter in processor
time too, and ends with 1 when a limit is missed or when the tonnes of any answer do not sum to the cap. The 1,000 firms
are synthetic: drawn from the demo's claimants with figures moved at random, in a book that exists in memory alone.
"""

from __future__ import annotations

import argparse
import logging
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any, TypeVar, cast

import structlog
from starlette.testclient import TestClient

from zhibiao.allocation.decision.decide import bases_of, day_of
from zhibiao.allocation.decision.decision import Claimant
from zhibiao.assemble.book import OpenBook, open_book
from zhibiao.assemble.desk.decisions.sliders import Ground, ground_from, ground_of
from zhibiao.assemble.desk.desk import Desk
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text
from zhibiao.web.app import make_app

T = TypeVar("T")

POSITIONS, FIRMS, SEED = 200, 1_000, 20250331
LIMITS = {"a city": 0.1, "1,000 firms": 0.3}
AS_OF = Month(2025, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Seconds of every answer, by the clock and of the processor, and how many positions were out of reach."""

    seconds: tuple[float, ...]
    of_processor: tuple[float, ...]
    refused: int


def p95(seconds: tuple[float, ...]) -> float:
    """The time that 95 of 100 keep to."""
    return sorted(seconds)[round(len(seconds) * 0.95) - 1]


class GrownDesk(Desk):
    """A desk whose sliders stand on given ground; all else is the book's own."""

    ground: Ground

    def remembered(self, opened: OpenBook, key: Hashable, make: Callable[[], T]) -> T:
        """The ground for the sliders; anything else as ever."""
        if isinstance(key, tuple) and key[0] == "sliders":
            return cast(T, self.ground)
        return super().remembered(opened, key, make)


def grown(ground: Ground, count: int) -> Ground:
    """Synthetic claimants drawn from those of a ground, and its rulebook with a cap one per cent below their bases."""
    drawn = random.Random(SEED)
    claimants = tuple(_made(drawn, drawn.choice(ground.claimants), number) for number in range(1, count + 1))
    day = day_of(ground.rulebook, AS_OF)
    cap = sum(bases_of(claimants, ground.rulebook, day=day).values()) * 99 // 100
    parameters = dict(ground.rulebook.parameters)
    values = tuple((since, Decimal(cap)) for since, _ in parameters["cap_t"].values)
    parameters["cap_t"] = replace(parameters["cap_t"], values=values)
    names = {
        one.enterprise: Text(f"合成企业{one.enterprise[1:]}", f"Synthetic {one.enterprise[1:]}") for one in claimants
    }
    return ground_from(claimants, replace(ground.rulebook, parameters=parameters), as_of=AS_OF, names=names)


def _made(drawn: random.Random, of: Claimant, number: int) -> Claimant:
    factor = drawn.uniform(0.5, 1.5)
    history = {year: round(tonnes * factor * drawn.uniform(0.95, 1.05)) for year, tonnes in of.history_t.items()}
    measures = tuple(
        replace(
            one, numerator=None if one.numerator is None else one.numerator * round(Decimal(drawn.uniform(0.7, 1.3)), 4)
        )
        for one in of.measures
    )
    capacity_t, made_t = round(of.capacity_t * factor * 1.1), round(of.made_t * factor * 0.8)
    return replace(
        of, enterprise=f"X{number:04d}", history_t=history, capacity_t=capacity_t, made_t=made_t, measures=measures
    )


def positions() -> Iterator[dict[str, str]]:
    """Random places of every slider, the same in every run."""
    drawn = random.Random(SEED)
    for _ in range(POSITIONS):
        yield {
            "method": drawn.choice(("contribution_tilt", "two_pools")),
            "tilt_beta": f"{drawn.uniform(0, 2):.2f}",
            "theta": f"{drawn.uniform(0, 0.5):.2f}",
            "floor_delta": f"{drawn.uniform(0.04, 0.3):.3f}",
            "ceiling_delta": f"{drawn.uniform(0.04, 0.3):.3f}",
            "reserve_share": f"{drawn.uniform(0, 0.04):.3f}",
        }


def take(client: TestClient, *, accept: str) -> Taken:
    """Ask for every position once; the tonnes of each answer in JSON are summed."""
    seconds, of_processor, refused = [], [], 0
    for asked in positions():
        query = {"sector": "steel", "year": "2025", "as_of": str(AS_OF), **asked}
        start, busy = time.perf_counter(), time.process_time()
        answer = client.get("/decisions/sliders", params=query, headers={"accept": accept})
        seconds.append(time.perf_counter() - start)
        of_processor.append(time.process_time() - busy)
        if answer.status_code == 409:
            refused += 1
        elif answer.status_code != 200:
            raise SystemExit(f"{answer.status_code} for {asked}: {answer.text[:300]}")
        elif accept == "application/json":
            check_sum(answer.json())
    return Taken(seconds=tuple(seconds), of_processor=tuple(of_processor), refused=refused)


def check_sum(plain: dict[str, Any]) -> None:
    """Every tonne of the cap is given out or kept back; SystemExit where not."""
    given = sum(one["tried_t"] for one in plain["enterprises"])
    if given + plain["reserve_t"] != plain["cap_t"]:
        raise SystemExit(f"{given} + {plain['reserve_t']} is not {plain['cap_t']}: {plain['parameters']}")


def signed_in(desk: Desk) -> TestClient:
    """The browser of an analyst."""
    client = TestClient(make_app(desk), follow_redirects=False)
    with desk.book() as opened, desk.access() as access:
        people = opened.folder.settings.people
        analyst = next(one.id for one in people if any(role.value == "analyst" for role in one.roles))
        client.cookies.set("zhibiao_session", access.sessions.begin(analyst, at=desk.clock.now()))
    return client


def main() -> int:
    """Measure both and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--book", type=Path, required=True, help="a demo's book, which is copied")
    book = parser.parse_args().book
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    missed = False
    with tempfile.TemporaryDirectory(prefix="zhibiao-sliders-") as folder:
        root = Path(folder) / "book"
        shutil.copytree(book, root)
        opened = open_book(root)
        ground = ground_of(opened, "steel", 2025, AS_OF)
        opened.store.close()
        for name, desk in (("a city", Desk(root)), ("1,000 firms", GrownDesk(root))):
            if isinstance(desk, GrownDesk):
                desk.ground = grown(ground, FIRMS)
            client = signed_in(desk)
            for accept in ("text/html", "application/json"):
                client.get("/decisions/sliders", params={"sector": "steel", "year": "2025"}, headers={"accept": accept})
                taken = take(client, accept=accept)
                clock, busy = p95(taken.seconds), p95(taken.of_processor)
                print(
                    f"{name:12} {accept:17} median {median(taken.seconds) * 1000:6.1f} ms, p95 {clock * 1000:6.1f} ms "
                    f"(processor {busy * 1000:6.1f} ms), {taken.refused} out of reach",
                    flush=True,
                )
                missed |= clock > LIMITS[name] or taken.refused > POSITIONS // 4
            desk.close()
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
