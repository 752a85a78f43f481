"""Random drafts for a walk: mostly what a book could take as it stands, often enough with one thing wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random
from types import MappingProxyType
from typing import Any

from benchmarks.reliability.plain_book import BY_DECISION, WAYS, PlainBook, PlainProposal
from zhibiao.ledger.entry import Draft, EntryKind, Posting

FIRMS = ("A", "B", "C", "甲", "E-5")
PEOPLE = ("wang", "li", "zhao", "sun")
CITY_ROLES = ("cap", "pool", "reserve", "overrun", "charges")

# How often a kind is tried while a book is open; those of a decision only while its issue is the present act.
WEIGHTS: Mapping[str, int] = MappingProxyType(
    {
        "propose": 14, "approve": 6, "issue": 8, "withdraw": 5, "transfer": 15, "use": 9, "overrun": 8, "recall": 7,
        "deduct": 7, "expire": 11, "payback": 4, "debt_in": 5, "surcharge": 4, "owed_in": 4, "charge": 4, "credit": 7,
        "correct": 5,
    }
)  # fmt: skip
WITH_ISSUE: Mapping[str, int] = MappingProxyType(
    {"cap": 7, "reserve": 11, "release": 13, "grant": 11, "adjust": 13, "carry": 13, "payback": 1, "correct": 1}
)
AFTER_THE_YEAR: Mapping[str, int] = MappingProxyType({"debt_out": 5, "owed_out": 5})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A draft as it is handed in: to which year's book, at which instant, with which place in the chain.

    `back` is by how much its number lies before the next one of its book; 0 in its place.
    """

    draft: Draft
    at: str
    year: int
    back: int = 0

    def plain(self) -> dict[str, Any]:
        """The step as plain values, for a script that can be replayed."""
        draft = {name: getattr(self.draft, name) for name in self.draft.__slots__}
        draft["postings"] = [[one.account, one.tonnes] for one in self.draft.postings]
        return {"at": self.at, "year": self.year, "back": self.back, **draft}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Step:
        """Read back what `plain` wrote."""
        texts = {k: v for k, v in plain.items() if k not in ("at", "year", "back")}
        texts["kind"] = EntryKind(texts["kind"])
        texts["postings"] = tuple(Posting(account=name, tonnes=tonnes) for name, tonnes in texts["postings"])
        return cls(draft=Draft(**texts), at=plain["at"], year=plain["year"], back=plain["back"])


class Drawing:
    """Draws steps for the books of two years that grow in one chain; looks at nothing but the plain books."""

    def __init__(self, chance: Random, books: Sequence[PlainBook], *, is_stored: bool = False) -> None:
        self.chance = chance
        self.books = {book.year: book for book in books}
        # A store finds the book by the draft and numbers it itself: some mistakes cannot be made there.
        self.is_stored = is_stored
        self.now = datetime(books[0].year, 1, 5, 1, tzinfo=UTC)
        self.issued: tuple[int, str] | None = None
        self.numbers = 0

    def step(self) -> Step:
        """The next step."""
        book = self._book()
        chance = self.chance.random()
        if chance < 0.04 and book.taken:
            return self._again(book)
        step = self._fair(book)
        return self._spoiled(step, book) if chance > 0.78 else step

    # time and place

    @property
    def at(self) -> str:
        return self.now.isoformat().replace("+00:00", "Z")

    def _book(self) -> PlainBook:
        if self.issued:
            if self.chance.random() < 0.93:
                return self.books[self.issued[0]]
            self.issued = None
        # Whoever issues stays at one instant; otherwise time goes on, now and then by no more than a second.
        self.now += timedelta(seconds=self.chance.choice((0, 1, 1, 60, 3_000, 40_000)))
        first, second = self.books.values()
        if first.is_over:
            return first if self.chance.random() < 0.35 else second
        return first if self.chance.random() < 0.8 else second

    # what could be taken

    def _fair(self, book: PlainBook) -> Step:
        if not book.is_over and self._is_time_to_close(book):
            is_waiting = not book.next_month and book.standing() and self.chance.random() < 0.8
            end = self.chance.choice((self._withdraw, self._transfer))
            draft = end(book) if is_waiting else self._close(book)
            return Step(draft=draft or self._close(book), at=self.at, year=book.year)
        if book.is_over:
            weights = AFTER_THE_YEAR
        elif self.issued:
            weights = WITH_ISSUE
        elif book.of("cap") == 0 and not book.standing():
            weights = MappingProxyType({"propose": 5, "debt_in": 1, "owed_in": 1})
        else:
            weights = WEIGHTS
        for _ in range(8):
            (kind,) = self.chance.choices(list(weights), list(weights.values()))
            draft = self._draw(kind, book)
            if draft:
                return Step(draft=draft, at=self.at, year=book.year)
        return Step(draft=self._propose(book), at=self.at, year=book.year)

    def _is_time_to_close(self, book: PlainBook) -> bool:
        """Whether the year should go on: slowly through its months, and not for long after them."""
        return book.of("cap") != 0 and self.chance.random() < (0.11 if book.next_month else 0.3)

    def _draw(self, kind: str, book: PlainBook) -> Draft | None:
        makers: Mapping[str, Callable[[PlainBook], Draft | None]] = {
            "propose": self._propose,
            "approve": self._approve,
            "issue": self._issue,
            "withdraw": self._withdraw,
            "transfer": self._transfer,
            "correct": self._correct,
            "expire": self._expire,
        }
        maker = makers.get(kind)
        return maker(book) if maker else self._move(kind, book)

    def _draft(self, book: PlainBook, kind: str, moved: Sequence[tuple[str, int]], **more: str) -> Draft:
        self.numbers += 1
        fields: dict[str, Any] = {"actor": self.chance.choice(PEOPLE), "reason": "walk", "basis": "", **more}
        return Draft(
            id=f"{kind}:{self.numbers}",
            kind=EntryKind(kind),
            sector=book.sector,
            plan_year=book.year,
            postings=tuple(Posting(account=name, tonnes=tonnes) for name, tonnes in moved),
            **fields,
        )

    def _tonnes(self, most: int) -> int:
        """From one to most, small amounts and all of it more often; now and then a tonne too much."""
        drawn = self.chance.random()
        if drawn < 0.03 or most < 1:
            return max(most, 0) + 1
        if drawn < 0.1:
            return most
        return self.chance.randint(1, max(1, most // self.chance.choice((1, 2, 4, 10))))

    def _move(self, kind: str, book: PlainBook) -> Draft | None:
        source, target, backwards = WAYS[kind]
        firm = self._firm_with(book, source)
        names = [role if role in CITY_ROLES else f"{role}:{firm}" for role in (source, target)]
        fresh = {"cap": 4_000_000, "overrun": 60_000, "charges": 5_000}
        most = fresh.get(source) or book.of(names[0]) - book.of("pledged" + names[0].removeprefix(source)) * (
            source in ("pool", "available")
        )
        if most < 1 and self.chance.random() < 0.9:
            return None
        tonnes = self._tonnes(most)
        if backwards and self.chance.random() < 0.4:
            back = self._firm_with(book, target)
            names[1] = target if target in CITY_ROLES else f"{target}:{back}"
            tonnes = -self._tonnes(max(book.of(names[1]) // 3, 0))
        more = {}
        if kind in ("use", "overrun", "charge", "credit") or self.chance.random() < 0.02:
            more["month"] = book.next_month
        if self.issued and (kind in BY_DECISION or kind == "payback"):
            more["proposal"] = self.issued[1]
        return self._draft(book, kind, [(names[0], -tonnes), (names[1], tonnes)], **more)

    def _expire(self, book: PlainBook) -> Draft | None:
        carries = book.carries()
        cited = self.chance.choice(list(carries)) if carries else ""
        if not cited and self.chance.random() < 0.9:
            return None
        firm = carries.get(cited) or self._firm_with(book, "available")
        tonnes = self._tonnes(book.of(f"available:{firm}") - book.of(f"pledged:{firm}"))
        basis = self.chance.choice(list(book.taken)) if self.chance.random() < 0.05 and book.taken else cited
        return self._draft(book, "expire", [(f"available:{firm}", -tonnes), ("pool", tonnes)], basis=basis)

    def _firm_with(self, book: PlainBook, role: str) -> str:
        having = [firm for firm in FIRMS if book.of(f"{role}:{firm}") > 0]
        return self.chance.choice(having or FIRMS)

    def _propose(self, book: PlainBook) -> Draft:
        waits = {}
        if self.chance.random() < 0.4:
            later = self.now + timedelta(seconds=self.chance.choice((1, 60, 3_000)))
            waits["not_before"] = later.isoformat().replace("+00:00", "Z")
        giver = self._firm_with(book, "available")
        most = book.of(f"available:{giver}") - book.of(f"pledged:{giver}")
        if most > 0 and self.chance.random() < 0.65:
            tonnes = self._tonnes(most)
            return self._draft(book, "propose", [("pledges", -tonnes), (f"pledged:{giver}", tonnes)], **waits)
        return self._draft(book, "propose", [], **waits)

    def _pick(self, proposals: Sequence[PlainProposal]) -> PlainProposal | None:
        return self.chance.choice(proposals) if proposals else None

    def _second(self, proposal: PlainProposal) -> str:
        return self.chance.choice([person for person in PEOPLE if person != proposal.draft.actor])

    def _approve(self, book: PlainBook) -> Draft | None:
        one = self._pick([one for one in book.standing() if not one.is_transfer and not one.approved])
        if one is None:
            return None
        free, moved = book.of("pool") - book.of("pledged"), []
        if free > 0 and self.chance.random() < 0.6:
            tonnes = self._tonnes(free // 3)
            moved = [("pledges", -tonnes), ("pledged", tonnes)]
        waits = {}
        if self.chance.random() < 0.4:
            later = self.now + timedelta(seconds=self.chance.choice((1, 60, 3_000)))
            waits["not_before"] = later.isoformat().replace("+00:00", "Z")
        return self._draft(book, "approve", moved, actor=self._second(one), proposal=one.draft.id, **waits)

    def _freed(self, proposal: PlainProposal) -> list[tuple[str, int]]:
        return [pair for name, tonnes in proposal.pledges.items() for pair in (("pledges", tonnes), (name, -tonnes))]

    def _wait_for(self, proposal: PlainProposal) -> None:
        """Go to the instant from which it may be carried out, or now and then to the second before."""
        if proposal.waits and max(proposal.waits) > self.now:
            self.now = max(self.now, max(proposal.waits) - timedelta(seconds=self.chance.random() < 0.4))

    def _issue(self, book: PlainBook) -> Draft | None:
        one = self._pick([one for one in book.standing() if one.approved])
        if one is None:
            return None
        self._wait_for(one)
        return self._draft(book, "issue", self._freed(one), actor=self._second(one), proposal=one.draft.id)

    def _withdraw(self, book: PlainBook) -> Draft | None:
        one = self._pick(book.standing())
        # Most decisions are issued.
        if one is None or (not one.is_transfer and book.next_month and self.chance.random() < 0.5):
            return None
        return self._draft(book, "withdraw", self._freed(one), proposal=one.draft.id)

    def _transfer(self, book: PlainBook) -> Draft | None:
        one = self._pick([one for one in book.standing() if one.is_transfer])
        if one is None:
            return None
        self._wait_for(one)
        ((pledged, tonnes),) = one.pledges.items()
        giver = pledged.partition(":")[2]
        taker = self.chance.choice([firm for firm in FIRMS if firm != giver])
        moved = [
            (f"available:{giver}", -tonnes),
            (f"available:{taker}", tonnes),
            (pledged, -tonnes),
            ("pledges", tonnes),
        ]
        return self._draft(book, "transfer", moved, actor=self._second(one), proposal=one.draft.id)

    def _correct(self, book: PlainBook) -> Draft | None:
        cited = self._pick_entry(book, lambda one: str(one.kind) in WAYS and one.id not in book.reversed)
        if cited is None:
            return None
        more = {"proposal": self.issued[1]} if self.issued and cited.kind in BY_DECISION else {}
        return self._draft(
            book,
            "correct",
            [(one.account, -one.tonnes) for one in cited.postings],
            corrects=cited.id,
            month=book.next_month if cited.month else "",
            **more,
        )

    def _pick_entry(self, book: PlainBook, fits: Callable[[Draft], bool]) -> Draft | None:
        entries = list(book.taken.values())[-40:]
        found = [one for one in entries if fits(one)]
        return self.chance.choice(found) if found else None

    def _close(self, book: PlainBook) -> Draft:
        return self._draft(book, "close", [], month=book.next_month)

    def told(self, step: Step, outcome: str) -> None:
        """Hear what became of a step."""
        if outcome == "taken" and step.draft.kind is EntryKind.ISSUE:
            self.issued = (step.year, step.draft.proposal)

    # what must be refused

    def _again(self, book: PlainBook) -> Step:
        """What was taken before, as it was or with something changed."""
        known = self.chance.choice(list(book.taken.values()))
        drawn = self.chance.random()
        if drawn < 0.2 and known.postings:
            first = known.postings[0]
            tonnes: Any = self.chance.choice((first.tonnes + 1, first.tonnes + 0.5, True, str(first.tonnes)))
            known = replace(known, postings=(replace(first, tonnes=tonnes), *known.postings[1:]))
        elif drawn < 0.4:
            known = replace(known, actor=known.actor + "x")
        return Step(draft=known, at=self.at, year=book.year)

    def _spoiled(self, step: Step, book: PlainBook) -> Step:
        spoil = self.chance.choice(
            (self._spoil_figures, self._spoil_accounts, self._spoil_period, self._spoil_proposal, self._spoil_citing)
        )
        if not self.is_stored and self.chance.random() < 0.05:
            if self.chance.random() < 0.5:
                return replace(step, back=self.chance.randint(1, 4))
            sector = self.chance.choice((book.sector, "other"))
            return replace(step, draft=replace(step.draft, sector=sector, plan_year=book.year + 5))
        return replace(step, draft=spoil(step.draft, book))

    def _spoil_figures(self, draft: Draft, _: PlainBook) -> Draft:
        if self.chance.random() < 0.05:
            blank = {self.chance.choice(("actor", "reason")): self.chance.choice(("", " "))}
            return replace(draft, **blank)
        ends = list(draft.postings)
        if not ends:
            return replace(draft, postings=(Posting(account="pool", tonnes=self.chance.choice((0, 1))),))
        place = self.chance.randrange(len(ends))
        tonnes: Any = self.chance.choice((0, 1.5, True, "7", ends[place].tonnes + 1, 10**9, None))
        if tonnes == 10**9:
            return replace(draft, postings=tuple(replace(one, tonnes=one.tonnes * 1_000) for one in ends))
        if tonnes is None:
            return replace(draft, postings=())
        ends[place] = replace(ends[place], tonnes=tonnes)
        return replace(draft, postings=tuple(ends))

    def _spoil_accounts(self, draft: Draft, _: PlainBook) -> Draft:
        ends = list(draft.postings)
        if self.chance.random() < 0.3:
            return replace(draft, postings=tuple(replace(one, tonnes=-one.tonnes) for one in ends))
        if not ends:
            return replace(draft, postings=(Posting(account="pool", tonnes=-5), Posting(account="vault", tonnes=5)))
        place, owner = self.chance.randrange(len(ends)), ends[0].account.partition(":")[2]
        names = (
            "vault",
            "used:",
            "available:B",
            "pool:A",
            f"debt:{owner}",
            "reserve",
            "pledged",
            "pledged:A",
            "pledges",
        )
        ends[place] = replace(ends[place], account=self.chance.choice(names))
        return replace(draft, postings=tuple(ends[: self.chance.choice((1, 4, 4, 4))]))

    def _spoil_period(self, draft: Draft, book: PlainBook) -> Draft:
        if self.chance.random() < 0.2:
            kind = self.chance.choice((EntryKind.DEBT_OUT, EntryKind.OWED_OUT, EntryKind.CLOSE))
            if self.chance.random() < 0.2:
                kind = self.chance.choice((EntryKind.SEAL, EntryKind.BUILD))
            return replace(draft, kind=kind, postings=draft.postings if self.chance.random() < 0.5 else ())
        if self.chance.random() < 0.3:
            return replace(
                draft, not_before=self.chance.choice(("soon", "2024-01-01", self.at, "2024-02-30T00:00:00Z"))
            )
        months = ["x", f"{book.year}-13", f"{book.year + 1}-01", "", f"{book.year}-12", f"{book.year}-01", *book.closed]
        return replace(draft, month=self.chance.choice(months))

    def _spoil_proposal(self, draft: Draft, book: PlainBook) -> Draft:
        drawn = self.chance.random()
        if drawn < 0.25 and draft.proposal in book.proposals:
            return replace(draft, actor=book.proposals[draft.proposal].draft.actor)
        if drawn < 0.4 and draft.proposal in book.proposals:
            factor = self.chance.choice((0, 2))
            return replace(
                draft, postings=tuple(replace(one, tonnes=one.tonnes * factor) for one in draft.postings if factor)
            )
        names = [*list(book.proposals)[-6:], "propose:0", ""]
        if drawn < 0.75:
            kind = self.chance.choice((EntryKind.APPROVE, EntryKind.ISSUE, EntryKind.WITHDRAW, draft.kind))
            ended = [name for name, one in book.proposals.items() if one.ended or one.approved]
            names = [*names, *ended[-4:]]
            freed = book.proposals.get(name := self.chance.choice(names))
            postings = self._freed(freed) if freed and self.chance.random() < 0.7 else []
            moved = tuple(Posting(account=one, tonnes=tonnes) for one, tonnes in postings)
            return replace(draft, kind=kind, proposal=name, postings=moved)
        if drawn < 0.85:
            return self._move(self.chance.choice(BY_DECISION), book) or draft
        return replace(draft, proposal=self.chance.choice(names))

    def _spoil_citing(self, draft: Draft, book: PlainBook) -> Draft:
        cited = self._pick_entry(book, lambda _: True)
        if cited is None or self.chance.random() < 0.2:
            return replace(draft, corrects=self.chance.choice(("nothing", draft.id)))
        if self.chance.random() < 0.2:
            return replace(draft, corrects=cited.id)
        turned = [one for name in sorted(book.reversed)[-4:] if (one := book.taken.get(name))]
        if turned and self.chance.random() < 0.5:
            cited = self.chance.choice(turned)
        factor = self.chance.choice((-1, -1, 1, -2))
        postings = tuple(replace(one, tonnes=factor * one.tonnes) for one in cited.postings)
        return replace(draft, kind=EntryKind.CORRECT, postings=postings, corrects=cited.id, proposal="", not_before="")
