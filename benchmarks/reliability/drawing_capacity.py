"""Random drafts for a walk through capacity accounts: mostly what could be taken, often enough with one thing wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from random import Random
from types import MappingProxyType
from typing import Any

from benchmarks.reliability.drawing import PEOPLE, Step
from benchmarks.reliability.plain_capacity import GIVES, STATES, WAYS, PlainCapacity, parted
from zhibiao.ledger.entry import Draft, EntryKind, Posting

FIRMS = ("A", "B", "丙")
CLASSES = ("iron", "steel")
RATIOS = ("1-1", "5-4", "3-2")
ALONE: Mapping[str, int] = MappingProxyType(
    {"propose": 7, "issue": 20, "withdraw": 1, "seal": 18, "dismantle": 8, "reduce": 6, "swap_out": 9, "bar": 6}
)
WITH_ISSUE: Mapping[str, int] = MappingProxyType(
    {"restart": 30, "swap_pledge": 15, "build": 16, "hand_over": 14, "correct": 4, "capacity_open": 9}
)


class CapacityDrawing:
    """Draws steps for one book of capacity; looks at nothing but the plain book."""

    def __init__(self, chance: Random, book: PlainCapacity, *, is_stored: bool = False) -> None:
        self.chance, self.book, self.is_stored = chance, book, is_stored
        self.now = datetime(2024, 1, 5, 1, tzinfo=UTC)
        self.issued: Draft | None = None
        self.numbers = self.months = 0

    def step(self) -> Step:
        """The next step."""
        if not self.issued or self.chance.random() < 0.2:
            self.issued = None
            if self.numbers > 6:
                self.now += timedelta(seconds=self.chance.choice((0, 1, 60, 3_000)))
                self.months += self.chance.random() < 0.05
        drawn = self.chance.random()
        if drawn < 0.03 and self.book.taken:
            return self._step(self._changed(self.chance.choice(list(self.book.taken.values()))))
        draft = self._fair()
        if not self.is_stored and drawn > 0.98:
            return replace(self._step(draft), back=self.chance.randint(1, 4))
        if not self.is_stored and drawn > 0.97:
            return self._step(replace(draft, plan_year=2025))
        return self._step(self._spoiled(draft) if drawn > 0.76 else draft)

    def told(self, step: Step, outcome: str) -> None:
        """Hear what became of a step."""
        if outcome == "taken" and step.draft.kind is EntryKind.ISSUE:
            self.issued = step.draft

    def _step(self, draft: Draft) -> Step:
        return Step(draft=draft, at=self.now.isoformat().replace("+00:00", "Z"), year=0)

    @property
    def month(self) -> str:
        return f"{2024 + self.months // 12}-{self.months % 12 + 1:02d}"

    def _fair(self) -> Draft:
        weights = WITH_ISSUE if self.issued else ALONE
        for _ in range(8):
            (kind,) = self.chance.choices(list(weights), list(weights.values()))
            if self.numbers < 6:
                kind = "capacity_open"
            if draft := self._draw(kind):
                return draft
        return self._draft("propose", [], basis="f" * 8)

    def _draw(self, kind: str) -> Draft | None:
        makers: Mapping[str, Callable[[], Draft | None]] = {
            "capacity_open": self._open,
            "seal": lambda: self._whole("seal", ("running",), "sealed"),
            "restart": lambda: self._whole("restart", ("sealed",), "running"),
            "dismantle": lambda: self._whole("dismantle", ("running", "sealed"), "dismantled"),
            "reduce": self._reduce,
            "swap_pledge": self._pledge,
            "swap_out": self._swap_out,
            "build": self._build,
            "bar": self._bar,
            "hand_over": self._hand_over,
            "correct": self._correct,
            "propose": self._propose,
            "issue": self._end,
            "withdraw": lambda: self._end("withdraw"),
        }
        return makers[kind]()

    def _draft(self, kind: str, moved: Sequence[tuple[str, int]], **more: str) -> Draft:
        self.numbers += 1
        fields: dict[str, Any] = {"actor": self.chance.choice(PEOPLE), "reason": "walk", "basis": "d" * 8}
        if kind in WAYS or kind == "correct":
            fields["month"] = self.month
        if self.issued and (kind in GIVES or kind == "capacity_open"):
            fields |= {"proposal": self.issued.proposal, "actor": self.issued.actor, "basis": self.issued.basis}
        return Draft(
            id=f"{kind}:{self.numbers}",
            kind=EntryKind(kind),
            sector=self.book.sector,
            plan_year=0,
            postings=tuple(Posting(account=name, tonnes=tonnes) for name, tonnes in moved),
            **(fields | more),
        )

    def _tonnes(self, most: int) -> int:
        drawn = self.chance.random()
        if drawn < 0.04 or most < 1:
            return max(most, 0) + 1
        return most if drawn < 0.3 else self.chance.randint(1, max(1, most // self.chance.choice((1, 2, 6))))

    def _standing(self, *roles: str) -> tuple[str, str, str] | None:
        """A furnace that has something in one of these states: state, furnace, owner."""
        found = [
            (name.role, name.furnace, name.owner)
            for text, tonnes in self.book.balances.items()
            if tonnes > 0 and (name := parted(text)) and name.role in roles
        ]
        return self.chance.choice(found) if found else None

    def _fresh(self) -> str:
        if self.book.owners and self.chance.random() < 0.04:
            return f"bf/{self.chance.choice(list(self.book.owners))}"
        return f"{self.chance.choice(('bf', 'kiln'))}/F{self.numbers}"

    def _open(self) -> Draft:
        quantity, tonnes = self.chance.choice(CLASSES), self.chance.randint(100, 2_000_000)
        account = f"running/{quantity}/{self._fresh()}:{self.chance.choice(FIRMS)}"
        return self._draft("capacity_open", [(f"opened/{quantity}", -tonnes), (account, tonnes)])

    def _whole(self, kind: str, roles: tuple[str, ...], to: str) -> Draft | None:
        found = self._standing(*roles)
        if not found:
            return None
        role, furnace, owner = found
        tonnes = self.book.of(f"{role}/{furnace}:{owner}")
        return self._draft(kind, [(f"{role}/{furnace}:{owner}", -tonnes), (f"{to}/{furnace}:{owner}", tonnes)])

    def _reduce(self) -> Draft | None:
        names = [
            text for text, tonnes in self.book.balances.items() if tonnes > 0 and text.startswith((*STATES, "proj"))
        ]
        if not names:
            return None
        name = self.chance.choice(names)
        tonnes = self._tonnes(self.book.of(name) // 2)
        return self._draft("reduce", [(name, -tonnes), (f"cut/{name.split('/')[1]}", tonnes)])

    def _pledge(self) -> Draft | None:
        found = self._standing(*STATES)
        if not found:
            return None
        _, furnace, owner = found
        facility, quantity = furnace.rpartition("/")[2], furnace.partition("/")[0]
        taken = self.book.promised(facility) + self.book.promised(facility, "barred")
        tonnes = self._tonnes(sum(self.book.standing((furnace, owner)).values()) - taken)
        project = f"{self.chance.choice(RATIOS)}/P{self.chance.randint(1, 4)}/{self.chance.choice(FIRMS)}"
        return self._draft(
            "swap_pledge", [(f"pledges/{quantity}", -tonnes), (f"pledged/{furnace}/{project}:{owner}", tonnes)]
        )

    def _swap_out(self) -> Draft | None:
        pledged = [
            (text, name)
            for text, tonnes in self.book.balances.items()
            if tonnes > 0 and (name := parted(text)) and name.role == "pledged"
        ]
        ready = [one for one in pledged if self.book.of(f"dismantled/{one[1].furnace}:{one[1].owner}") > 0]
        if not (ready or pledged) or (not ready and self.chance.random() < 0.9):
            return None
        text, name = self.chance.choice(ready or pledged)
        gone = f"dismantled/{name.furnace}:{name.owner}"
        tonnes = self._tonnes(min(self.book.of(text), self.book.of(gone)))
        moved = [(gone, -tonnes), (text, -tonnes), (name.project, tonnes), (f"pledges/{name.quantity}", tonnes)]
        return self._draft("swap_out", moved)

    def _build(self) -> Draft | None:
        names = [text for text, tonnes in self.book.balances.items() if tonnes > 0 and text.startswith("project/")]
        if not names:
            return None
        name = self.chance.choice(names)
        _, quantity, ratio, _ = name.split("/")
        retired = self._tonnes(self.book.of(name))
        built = int(retired / Fraction(ratio.replace("-", "/"))) + (self.chance.random() < 0.1)
        if not built:
            return None
        account = f"running/{quantity}/{self._fresh()}:{name.rpartition(':')[2]}"
        cut = [(f"cut/{quantity}", retired - built)] if retired != built else []
        return self._draft("build", [(name, -retired), (account, built), *cut])

    def _bar(self) -> Draft | None:
        found = self._standing(*STATES)
        if not found:
            return None
        _, furnace, owner = found
        tonnes = self._tonnes(self.book.standing((furnace, owner))[found[0]] // 2)
        return self._draft(
            "bar", [(f"bars/{furnace.partition('/')[0]}", -tonnes), (f"barred/{furnace}:{owner}", tonnes)]
        )

    def _hand_over(self) -> Draft | None:
        found = self._standing(*STATES)
        if not found:
            return None
        role, furnace, owner = found
        tonnes = self.book.of(f"{role}/{furnace}:{owner}")
        other = self.chance.choice([one for one in FIRMS if one != owner])
        return self._draft("hand_over", [(f"{role}/{furnace}:{owner}", -tonnes), (f"{role}/{furnace}:{other}", tonnes)])

    def _correct(self) -> Draft | None:
        known = list(self.book.taken.values())[-60:]
        kinds = [one for one in known if one.kind in WAYS and one.id not in self.book.reversed]
        if not kinds:
            return None
        cut = [one for one in kinds if one.kind is EntryKind.REDUCE]
        cited = self.chance.choice(cut if cut and self.chance.random() < 0.4 else kinds)
        return self._draft("correct", [(one.account, -one.tonnes) for one in cited.postings], corrects=cited.id)

    def _propose(self) -> Draft:
        waits = {}
        if self.chance.random() < 0.3:
            later = self.now + timedelta(seconds=self.chance.choice((1, 60, 3_000)))
            waits["not_before"] = later.isoformat().replace("+00:00", "Z")
        return self._draft("propose", [], basis=f"{self.numbers:08d}", **waits)

    def _end(self, kind: str = "issue") -> Draft | None:
        plans = [one for one in self.book.plans.values() if not one.ended]
        if not plans:
            return None
        plan = self.chance.choice(plans).draft
        if plan.not_before and kind == "issue":
            until = datetime.fromisoformat(plan.not_before)
            self.now = max(self.now, until - timedelta(seconds=self.chance.random() < 0.4))
        second = self.chance.choice([one for one in PEOPLE if one != plan.actor])
        return self._draft(kind, [], basis=plan.basis, actor=second, proposal=plan.id)

    # what must be refused

    def _changed(self, known: Draft) -> Draft:
        return self.chance.choice((known, known, replace(known, reason="other"), replace(known, actor="x")))

    def _spoiled(self, draft: Draft) -> Draft:
        spoil = self.chance.choice(
            (self._spoil_word, self._spoil_word, self._spoil_citing, self._spoil_figures, self._spoil_accounts)
        )
        return spoil(draft)

    def _spoil_word(self, draft: Draft) -> Draft:
        plan = self.book.plans.get(draft.proposal)
        kinds = (EntryKind.USE, EntryKind.CLOSE, EntryKind.ISSUE, EntryKind.SEAL)
        changes: Sequence[dict[str, Any]] = (
            {"month": self.chance.choice(("", "x", "2024-13", "2023-12", "2024-01", "2030-01"))},
            {"month": "2024-01"},
            {"basis": self.chance.choice(("", "other"))},
            {"proposal": self.chance.choice([*list(self.book.plans)[-6:], "propose:0", ""])},
            {"actor": self.chance.choice(PEOPLE)},
            {"actor": plan.draft.actor if plan else "x"},
            {"kind": self.chance.choice(kinds)},
            {"not_before": self.chance.choice(("soon", "2024-01-05T01:00:00Z"))},
        )
        return replace(draft, **self.chance.choice(changes))

    def _spoil_citing(self, draft: Draft) -> Draft:
        """A correction of something that was turned back, or of anything at all."""
        drawn = self.chance.random()
        taken = sorted(self.book.reversed) if drawn < 0.3 else list(self.book.taken)[-20:]
        if drawn > 0.7 or not taken:
            return replace(draft, corrects=self.chance.choice(("nothing", draft.id)))
        cited = self.book.taken[self.chance.choice(taken)]
        factor = self.chance.choice((-1, -1, 1))
        opposite = tuple(replace(one, tonnes=factor * one.tonnes) for one in cited.postings)
        return replace(draft, kind=EntryKind.CORRECT, corrects=cited.id, postings=opposite or _wild(), month=self.month)

    def _spoil_figures(self, draft: Draft) -> Draft:
        ends = list(draft.postings)
        if not ends:
            return replace(draft, postings=_wild())
        if self.chance.random() < 0.4:
            factor = self.chance.choice((-1, 2, 1_000))
            return replace(draft, postings=tuple(replace(one, tonnes=one.tonnes * factor) for one in ends))
        place = self.chance.randrange(len(ends))
        tonnes: Any = self.chance.choice((0, 1.5, True, ends[place].tonnes + 1))
        ends[place] = replace(ends[place], tonnes=tonnes)
        return replace(draft, postings=tuple(ends) if self.chance.random() < 0.8 else ())

    def _spoil_accounts(self, draft: Draft) -> Draft:
        ends = list(draft.postings)
        if not ends:
            return replace(draft, postings=_wild())
        place, drawn = self.chance.randrange(len(ends)), self.chance.random()
        if drawn < 0.3:
            ends[place] = replace(ends[place], account=self.chance.choice((*WRONG_NAMES, *self.book.balances)))
        elif drawn < 0.6:
            swapped = {"iron": "steel", "steel": "iron"}
            parts = ends[place].account.split("/")
            ends[place] = replace(ends[place], account="/".join(swapped.get(part, part) for part in parts))
        else:
            ends = [replace(one, account=name) for one, name in zip(ends, self._misnamed(ends), strict=True)]
        return replace(draft, postings=tuple(ends))

    def _misnamed(self, ends: Sequence[Posting]) -> list[str]:
        """The accounts of another owner, or of a furnace that has one already."""
        known = [furnace for furnace, _ in self.book.owners.values()] or ["iron/bf/F0"]
        other, owner = self.chance.choice(known), self.chance.choice(FIRMS)
        names = [one.account for one in ends]
        for number, text in enumerate(names):
            name = parted(text)
            if name and name.furnace and name.role != "pledged":
                names[number] = f"{name.role}/{self.chance.choice((other, name.furnace))}:{owner}"
        return names


WRONG_NAMES = ("vault/iron", "running/iron", "cut/iron:A", "project/iron/2-4/P1:A", "project/iron/1-2/P1:A")


def _wild() -> tuple[Posting, ...]:
    return (Posting(account="opened/iron", tonnes=-5), Posting(account="cut/iron", tonnes=5))
