"""Random acts on capacity accounts, each judged by a plain model of what the accounts should say."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor

import capacity_sample as sample
from capacity_sample import IRON, STEEL, by_two, draft, entry_after, furnace, postings, project
from zhibiao.errors import ActRefused
from zhibiao.ledger.capacity.accounts import Furnace, Project, furnace_account
from zhibiao.ledger.capacity.book import CapacityBook
from zhibiao.ledger.capacity.views import class_standings
from zhibiao.ledger.entry import Draft, EntryKind, Posting

K = EntryKind
RATIOS = ("1", "11/10", "5/4", "3/2", "4/3")
STATES = ("running", "sealed", "dismantled")


@dataclass
class Kiln:
    quantity: str
    owner: str
    state: str
    tonnes: int
    barred: int = 0


@dataclass
class Model:
    """What the accounts should say, kept as plainly as can be."""

    kilns: dict[str, Kiln] = field(default_factory=dict)
    promised: Counter[tuple[str, str]] = field(default_factory=Counter)
    projects: Counter[str] = field(default_factory=Counter)
    opened: Counter[str] = field(default_factory=Counter)
    cut: Counter[str] = field(default_factory=Counter)

    def promised_of(self, name: str) -> int:
        return sum(tonnes for (kiln, _), tonnes in self.promised.items() if kiln == name)

    def sums(self) -> dict[str, dict[str, int]]:
        found = {quantity: dict.fromkeys(STATES, 0) | {"project": 0} for quantity in self.opened}
        for kiln in self.kilns.values():
            found[kiln.quantity][kiln.state] += kiln.tonnes
        for number, tonnes in self.projects.items():
            if tonnes:
                found[PROJECTS[number].quantity]["project"] += tonnes
        return {
            quantity: of | {"cut": self.cut[quantity], "opened": self.opened[quantity]}
            for quantity, of in found.items()
        }


PROJECTS = {
    f"P{place}": project(f"P{place}", "A", quantity=(IRON, STEEL)[place % 2], ratio=ratio)
    for place, ratio in enumerate(RATIOS)
}


class Walk:
    """Random acts, each tried on the book and judged by the model."""

    def __init__(self, seed: int, names: Callable[[str], str] = lambda name: name) -> None:
        self.chance, self.named = random.Random(seed), names
        self.model, self.book = Model(), CapacityBook.empty("steel")
        self.number = 0
        self.codes: list[str] = []
        self.drafts: list[Draft] = []

    def account(self, name: str, owner: str = "") -> Furnace:
        kiln = self.model.kilns[name]
        kind = "blast_furnace" if kiln.quantity == IRON else "converter"
        return furnace(self.named(name), self.named(owner or kiln.owner), quantity=kiln.quantity, kind=kind)

    def project(self, number: str) -> Project:
        of = PROJECTS[number]
        return Project(
            quantity=of.quantity, ratio=of.ratio, project=self.named(number), enterprise=self.named(of.enterprise)
        )

    def open(self, count: int) -> None:
        for place in range(count):
            quantity = (IRON, STEEL)[place % 2]
            kiln = Kiln(quantity, "AB"[place // 2 % 2], "running", self.chance.randint(1, 60))
            self.model.kilns[f"F{place}"] = kiln
            self.model.opened[quantity] += kiln.tonnes
            self.take([self.draft(K.CAPACITY_OPEN, sample.opened(self.account(f"F{place}"), kiln.tonnes))])

    def draft(self, kind: EntryKind, moved: tuple[Posting, ...]) -> Draft:
        self.number += 1
        return draft(f"n{self.number}", kind, moved)

    def take(self, drafts: list[Draft]) -> str:
        """Book all or none; the code of the refusal, or `ok`."""
        book = self.book
        try:
            for one in drafts:
                book = book.append(entry_after(book, one))
        except ActRefused as refused:
            self.codes.append(refused.code)
            return refused.code
        self.book, self.drafts = book, self.drafts + drafts
        self.codes.append("ok")
        return "ok"

    def step(self) -> None:
        act = self.chance.choice(
            ["seal", "restart", "dismantle", "reduce", "pledge", "give", "build", "hand_over", "bar", "mix", "revive"]
        )
        before = dict(self.book.balances)
        allowed, apply, drafts = getattr(self, act)(self.chance.choice(sorted(self.model.kilns)))
        outcome = self.take(drafts)
        assert allowed == (outcome == "ok"), (act, outcome, drafts[-1])
        if allowed:
            apply()
        else:
            assert before == dict(self.book.balances)
        self.check()

    def check(self) -> None:
        found = {one.quantity: one for one in class_standings(self.book.balances)}
        for quantity, sums in self.model.sums().items():
            one = found[quantity]
            assert sums == {name: getattr(one, f"{name}_t") for name in (*STATES, "project", "cut", "opened")}
            assert one.opened_t == one.running_t + one.sealed_t + one.dismantled_t + one.project_t + one.cut_t

    # each act: whether the model allows it, what it then does, and the entries
    def shift(self, name: str, kind: EntryKind, source: str, target: str, *, tonnes: int | None = None):  # type: ignore[no-untyped-def]
        kiln = self.model.kilns[name]
        moved_t = kiln.tonnes if tonnes is None else tonnes
        moved = sample.shifted(self.account(name), source, target, moved_t)
        is_allowed = kiln.state == source and moved_t == kiln.tonnes > 0
        return is_allowed, lambda: setattr(kiln, "state", target), moved, kind

    def seal(self, name: str):  # type: ignore[no-untyped-def]
        tonnes = self.chance.choice([None, self.chance.randint(1, 60)])
        allowed, apply, moved, kind = self.shift(name, K.SEAL, "running", "sealed", tonnes=tonnes)
        return allowed, apply, [self.draft(kind, moved)]

    def restart(self, name: str):  # type: ignore[no-untyped-def]
        allowed, apply, moved, kind = self.shift(name, K.RESTART, "sealed", "running")
        return allowed, apply, self.two(kind, moved)

    def revive(self, name: str):  # type: ignore[no-untyped-def]
        _, _, moved, kind = self.shift(name, K.RESTART, "dismantled", "running")
        return False, None, self.two(kind, moved)

    def dismantle(self, name: str):  # type: ignore[no-untyped-def]
        state = self.model.kilns[name].state
        source = state if state != "dismantled" else self.chance.choice(["running", "sealed"])
        allowed, apply, moved, kind = self.shift(name, K.DISMANTLE, source, "dismantled")
        return allowed, apply, [self.draft(kind, moved)]

    def two(self, kind: EntryKind, moved: tuple[Posting, ...]) -> list[Draft]:
        self.number += 1
        return list(by_two(f"n{self.number}", kind, moved))

    def reduce(self, name: str):  # type: ignore[no-untyped-def]
        kiln, tonnes = self.model.kilns[name], self.chance.randint(1, 40)
        moved = sample.reduced(furnace_account(kiln.state, self.account(name)), kiln.quantity, tonnes)

        def apply() -> None:
            kiln.tonnes -= tonnes
            self.model.cut[kiln.quantity] += tonnes

        return tonnes <= kiln.tonnes - self.model.promised_of(name), apply, [self.draft(K.REDUCE, moved)]

    def mix(self, name: str):  # type: ignore[no-untyped-def]
        kiln = self.model.kilns[name]
        other = STEEL if kiln.quantity == IRON else IRON
        moved = sample.reduced(furnace_account(kiln.state, self.account(name)), other, 1)

        def apply() -> None:
            kiln.tonnes -= 1
            self.model.cut[other] += 1

        return False, apply, [self.draft(K.REDUCE, moved)]

    def bar(self, name: str):  # type: ignore[no-untyped-def]
        kiln, tonnes = self.model.kilns[name], self.chance.randint(1, 20)

        def apply() -> None:
            kiln.barred += tonnes

        return True, apply, [self.draft(K.BAR, sample.barred(self.account(name), tonnes))]

    def pledge(self, name: str):  # type: ignore[no-untyped-def]
        kiln = self.model.kilns[name]
        number = self.chance.choice([one for one, of in PROJECTS.items() if of.quantity == kiln.quantity])
        free = kiln.tonnes - self.model.promised_of(name) - kiln.barred
        tonnes = self.chance.choice([max(free, 1), self.chance.randint(1, 60)])

        def apply() -> None:
            self.model.promised[name, number] += tonnes

        moved = sample.pledged(self.account(name), self.project(number), tonnes)
        return tonnes <= free, apply, self.two(K.SWAP_PLEDGE, moved)

    def give(self, name: str):  # type: ignore[no-untyped-def]
        ripe = [key for key, t in self.model.promised.items() if t and self.model.kilns[key[0]].state == "dismantled"]
        if ripe:
            name, number = self.chance.choice(ripe)
        kiln = self.model.kilns[name]
        if not ripe:
            number = self.chance.choice([one for one, of in PROJECTS.items() if of.quantity == kiln.quantity])
        promised = self.model.promised[name, number]
        tonnes = self.chance.choice([max(promised, 1), self.chance.randint(1, 60)])

        def apply() -> None:
            self.model.promised[name, number] -= tonnes
            kiln.tonnes -= tonnes
            self.model.projects[number] += tonnes

        allowed = kiln.state == "dismantled" and tonnes <= promised
        moved = sample.given(self.account(name), self.project(number), tonnes)
        return allowed, apply, [self.draft(K.SWAP_OUT, moved)]

    def build(self, name: str):  # type: ignore[no-untyped-def]
        number = self.chance.choice([one for one, tonnes in self.model.projects.items() if tonnes] or sorted(PROJECTS))
        of, held = PROJECTS[number], self.model.projects[number]
        built = self.chance.randint(1, max(floor(held / of.ratio), 1))
        retired = ceil(built * of.ratio) + self.chance.choice([-1, 0, 0, 0, 3])
        if retired < built:
            retired = built
        new = f"N{self.number}" if self.chance.random() < 0.9 else name
        kind = "blast_furnace" if of.quantity == IRON else "converter"
        made = furnace(self.named(new), self.named("A"), quantity=of.quantity, kind=kind)

        def apply() -> None:
            self.model.kilns[new] = Kiln(of.quantity, "A", "running", built)
            self.model.projects[number] -= retired
            self.model.cut[of.quantity] += retired - built

        allowed = retired <= held and Fraction(retired) >= of.ratio * built and new not in self.model.kilns
        return allowed, apply, self.two(K.BUILD, sample.built(self.project(number), made, retired, built))

    def hand_over(self, name: str):  # type: ignore[no-untyped-def]
        kiln = self.model.kilns[name]
        other = "B" if kiln.owner == "A" else "A"
        source, target = self.account(name), self.account(name, other)
        moved = postings(
            (furnace_account(kiln.state, source), -kiln.tonnes), (furnace_account(kiln.state, target), kiln.tonnes)
        )
        allowed = kiln.tonnes > 0 and not self.model.promised_of(name)
        return allowed, lambda: setattr(kiln, "owner", other), self.two(K.HAND_OVER, moved)


def walked(seed: int, steps: int = 40, names: Callable[[str], str] = lambda name: name) -> Walk:
    walk = Walk(seed, names)
    walk.open(walk.chance.randint(2, 6))
    for _ in range(steps):
        walk.step()
    return walk


def all_walks() -> list[Walk]:
    return [walked(seed) for seed in range(60)]
