"""A book in plain dictionaries, by docs/ledger.md and none of the ledger's functions: what a walk is held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from zhibiao.ledger.entry import Draft

TAKEN, AGAIN = "taken", "again"

# Kind: source, target, and whether it may go backwards.
WAYS: Mapping[str, tuple[str, str, bool]] = {
    "cap": ("cap", "pool", True),
    "reserve": ("pool", "reserve", False),
    "release": ("reserve", "pool", False),
    "grant": ("pool", "available", False),
    "adjust": ("pool", "available", True),
    "use": ("available", "used", False),
    "overrun": ("overrun", "debt", False),
    "recall": ("available", "pool", False),
    "carry": ("pool", "available", False),
    "deduct": ("available", "pool", False),
    "payback": ("owed", "overrun", False),
    "debt_out": ("debt", "overrun", False),
    "debt_in": ("overrun", "owed", False),
    "surcharge": ("overrun", "owed", False),
    "owed_out": ("owed", "overrun", False),
    "owed_in": ("overrun", "owed", False),
    "expire": ("available", "pool", False),
    "charge": ("charges", "charge", False),
    "credit": ("charge", "charges", False),
}
BY_DECISION = ("cap", "reserve", "release", "grant", "adjust", "carry")
TWO_PHASE = ("propose", "approve", "issue", "withdraw")
CITY = ("cap", "pool", "reserve", "overrun", "charges", "pledged", "pledges")
FIRM = ("available", "used", "debt", "owed", "charge", "pledged")
BELOW_ZERO = ("cap", "overrun", "charges", "pledges")


@dataclass(slots=True)
class PlainProposal:
    """What a book must remember of a proposal."""

    draft: Draft
    waits: list[datetime]
    pledges: dict[str, int]
    approved: bool = False
    ended: str = ""
    ended_at: str = ""

    @property
    def is_transfer(self) -> bool:
        """Whether it pledges an enterprise's tonnes."""
        return bool(self.draft.postings)


@dataclass(slots=True)
class PlainBook:
    """One sector and plan year; `predict` says what has to become of a draft, `take` counts one that was taken."""

    sector: str
    year: int
    balances: dict[str, int] = field(default_factory=dict)
    taken: dict[str, Draft] = field(default_factory=dict)
    reversed: set[str] = field(default_factory=set)
    closed: list[str] = field(default_factory=list)
    is_over: bool = False
    proposals: dict[str, PlainProposal] = field(default_factory=dict)
    last_seq: int = 0

    def of(self, name: str) -> int:
        """What stands on an account."""
        return self.balances.get(name, 0)

    @property
    def next_month(self) -> str:
        """The first month not closed, empty when all are."""
        return f"{self.year}-{len(self.closed) + 1:02d}" if len(self.closed) < 12 else ""

    def rule_broken(self, balances: Mapping[str, int]) -> str:
        """The rule on balances that does not hold of these; empty when all hold."""
        return broken(balances)

    def standing(self) -> list[PlainProposal]:
        """Proposals without an end."""
        return [one for one in self.proposals.values() if not one.ended]

    def predict(self, draft: Draft, *, seq: int, at: str) -> str:
        """`taken`, `again`, or the first refusal in order of precedence."""
        known = self.taken.get(draft.id)
        if known is not None:
            return AGAIN if is_same(known, draft) else "entry.id_reused"
        if (draft.sector, draft.plan_year) != (self.sector, self.year):
            return "ledger.other_book"
        if seq <= self.last_seq:
            return "ledger.out_of_order"
        return (
            self._period(draft) or _shape(draft) or self._phases(draft, at) or self._expiry(draft)
            or self._correction(draft) or self._after(draft) or TAKEN
        )  # fmt: skip

    def take(self, draft: Draft, *, seq: int, at: str) -> None:
        """Count a draft that was predicted to be taken."""
        self.taken[draft.id] = draft
        self.last_seq = seq
        for one in draft.postings:
            self.balances[one.account] = self.of(one.account) + one.tonnes
        kind = str(draft.kind)
        if kind == "close" and draft.month:
            self.closed.append(draft.month)
        elif kind == "close":
            self.is_over = True
        elif kind == "correct":
            self.reversed.add(draft.corrects)
        elif kind == "propose":
            self.proposals[draft.id] = PlainProposal(draft=draft, waits=_wait(draft), pledges=_pledged(draft))
        elif kind == "approve":
            proposal = self.proposals[draft.proposal]
            proposal.approved = True
            proposal.waits += _wait(draft)
            proposal.pledges |= _pledged(draft)
        elif kind in ("issue", "withdraw", "transfer"):
            self.proposals[draft.proposal].ended = kind
            self.proposals[draft.proposal].ended_at = at

    def _period(self, draft: Draft) -> str:
        leaves = draft.kind in ("debt_out", "owed_out")
        if self.is_over and not leaves:
            return "ledger.closed_period"
        if leaves and not self.is_over:
            return "ledger.year_open"
        if draft.month in self.closed:
            return "ledger.closed_period"
        if draft.kind == "close" and draft.month != self.next_month:
            return "ledger.months_in_order"
        if draft.kind == "close" and not draft.month and self.standing():
            return "ledger.proposal_standing"
        return ""

    def _phases(self, draft: Draft, at: str) -> str:
        kind = str(draft.kind)
        cited = self.taken.get(draft.corrects) if kind == "correct" else None
        by_decision = kind in BY_DECISION or (cited is not None and cited.kind in BY_DECISION)
        if kind in ("approve", "issue", "withdraw", "transfer"):
            proposal = self.proposals.get(draft.proposal)
            return self._step(draft, proposal, at) if proposal else "ledger.proposal_unknown"
        if not by_decision and not draft.proposal:
            return ""
        if draft.proposal not in self.proposals or not (by_decision or kind in ("payback", "correct")):
            return "ledger.proposal_unknown"
        proposal = self.proposals[draft.proposal]
        return "" if (proposal.ended, proposal.ended_at) == ("issue", at) else "ledger.not_issued"

    def _step(self, draft: Draft, proposal: PlainProposal, at: str) -> str:
        kind = str(draft.kind)
        if kind != "withdraw" and (kind == "transfer") != proposal.is_transfer:
            return "ledger.proposal_other_kind"
        if proposal.ended:
            return "ledger.proposal_ended"
        if kind == "approve" and proposal.approved:
            return "ledger.already_approved"
        if kind == "issue" and not proposal.approved:
            return "ledger.not_approved"
        if kind != "withdraw" and draft.actor == proposal.draft.actor:
            return "ledger.one_person"
        if kind in ("issue", "transfer") and any(moment(at) < until for until in proposal.waits):
            return "ledger.cooling_off"
        if kind != "approve":
            freed = {name: -tonnes for name, tonnes in _pledged(draft).items()}
            if freed != proposal.pledges:
                return "ledger.pledge_differs"
        return ""

    def _expiry(self, draft: Draft) -> str:
        cited = self.carries().get(draft.basis)
        return "ledger.carry_unknown" if draft.kind == "expire" and (not cited or cited != owner(draft)) else ""

    def carries(self) -> dict[str, str]:
        """Whose tonnes were carried, by the id of every entry that carried some and stands."""
        found = [one for one in self.taken.values() if one.kind == "carry" and one.id not in self.reversed]
        return {one.id: owner(one) for one in found}

    def _correction(self, draft: Draft) -> str:
        if draft.kind != "correct":
            return "ledger.correction_unknown" if draft.corrects else ""
        cited = self.taken.get(draft.corrects)
        if cited is None:
            return "ledger.correction_unknown"
        if cited.kind in (*TWO_PHASE, "transfer", "close"):
            return "ledger.not_turned_back"
        if cited.kind == "correct" or draft.corrects in self.reversed:
            return "ledger.already_reversed"
        opposite = sorted((one.account, -one.tonnes) for one in cited.postings)
        if sorted((one.account, one.tonnes) for one in draft.postings) != opposite:
            return "ledger.correction_not_opposite"
        return ""

    def _after(self, draft: Draft) -> str:
        after = dict(self.balances)
        for one in draft.postings:
            after[one.account] = after.get(one.account, 0) + one.tonnes
        return broken(after)


def owner(draft: Draft) -> str:
    """The firm whose accounts a draft of one firm moves."""
    return max(one.account.partition(":")[2] for one in draft.postings)


def broken(balances: Mapping[str, int]) -> str:
    """The first of the three rules on balances that does not hold, over all accounts; empty when all hold."""
    held = sum(tonnes for name, tonnes in balances.items() if name.split(":")[0] in HELD)
    if held != -balances.get("cap", 0):
        return "ledger.sum_broken"
    if any(tonnes < 0 and name not in BELOW_ZERO for name, tonnes in balances.items()):
        return "ledger.insufficient"
    for name, tonnes in balances.items():
        if name.startswith("pledged"):
            source = "available" + name.removeprefix("pledged") if ":" in name else "pool"
            if balances.get(source, 0) < tonnes:
                return "ledger.pledged"
    return ""


HELD = ("available", "used", "pool", "reserve")


def _shape(draft: Draft) -> str:
    kind, postings = str(draft.kind), draft.postings
    if not is_named(draft):
        return "ledger.unnamed"
    if not are_whole(draft):
        return "ledger.not_whole_tonnes"
    if draft.month and draft.month not in [f"{draft.plan_year}-{number:02d}" for number in range(1, 13)]:
        return "ledger.month_unknown"
    if waits_wrongly(draft):
        return "ledger.instant_unknown"
    if kind == "close" or (kind in TWO_PHASE and not postings):
        return "ledger.account_not_of_kind" if postings else ""
    if not postings:
        return "ledger.no_postings"
    if any(one.tonnes == 0 for one in postings):
        return "ledger.amount_zero"
    if sum(one.tonnes for one in postings) != 0:
        return "ledger.unbalanced_postings"
    if kind == "correct":
        return ""
    if kind == "transfer":
        return _transfer_shape([(one.account, one.tonnes) for one in postings])
    return _pair_shape(kind, {one.account: one.tonnes for one in postings}, len(postings))


def is_named(draft: Draft) -> bool:
    """Whether it has an id, somebody who acts, and a reason."""
    return all(text.split() for text in (draft.id, draft.actor, draft.reason))


def are_whole(draft: Draft) -> bool:
    """Whether all tonnes are whole numbers."""
    return all(isinstance(one.tonnes, int) and not isinstance(one.tonnes, bool) for one in draft.postings)


def waits_wrongly(draft: Draft) -> bool:
    """Whether it names an instant to wait for and may not, or one that is none."""
    return bool(draft.not_before) and (draft.kind not in ("propose", "approve") or not _is_instant(draft.not_before))


def _transfer_shape(postings: list[tuple[str, int]]) -> str:
    accounts = [name for name, _ in postings]
    if len(postings) != 4:
        return "ledger.account_not_of_kind"
    giver, taker = (name.partition(":")[2] for name in accounts[:2])
    if accounts != [f"available:{giver}", f"available:{taker}", f"pledged:{giver}", "pledges"]:
        return "ledger.account_not_of_kind"
    tonnes = postings[1][1]
    if "" in (giver, taker) or giver == taker or [one for _, one in postings] != [-tonnes, tonnes, -tonnes, tonnes]:
        return "ledger.account_not_of_kind"
    return "ledger.amount_negative" if tonnes < 0 else ""


def _pair_shape(kind: str, moved: Mapping[str, int], count: int) -> str:
    """Two postings from one role to another, of one enterprise at most."""
    if kind not in WAYS and kind not in TWO_PHASE:
        return "ledger.account_not_of_kind"
    roles = {name.partition(":")[0]: name for name in moved}
    owners = {name.partition(":")[2] for name in moved} - {""}
    source, target, backwards = WAYS.get(kind, ("pledges", "pledged", False))
    if count != 2 or len(moved) != 2 or set(roles) != {source, target} or len(owners) > 1:
        return "ledger.account_not_of_kind"
    if not all(_exists(name) for name in moved):
        return "ledger.account_not_of_kind"
    if kind in ("propose", "approve", "issue") and bool(owners) != (kind == "propose"):
        return "ledger.account_not_of_kind"
    forward = moved[roles[target]] > 0
    if kind in ("issue", "withdraw"):
        forward = not forward
    return "" if forward or backwards else "ledger.amount_negative"


def _exists(name: str) -> bool:
    role, colon, owner = name.partition(":")
    return bool(owner) and role in FIRM if colon else role in CITY


def _pledged(draft: Draft) -> dict[str, int]:
    return {one.account: one.tonnes for one in draft.postings if one.account.startswith("pledged")}


def _wait(draft: Draft) -> list[datetime]:
    return [moment(draft.not_before)] if draft.not_before else []


def moment(text: str) -> datetime:
    """An instant from its text."""
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def _is_instant(text: str) -> bool:
    try:
        return text.endswith("Z") and moment(text) is not None
    except ValueError:
        return False


def is_same(known: Draft, draft: Draft) -> bool:
    """Whether two drafts say the same, to the type of their figures."""

    def told(one: Draft) -> list[Any]:
        texts = [getattr(one, name) for name in one.__slots__ if name != "postings"]
        return [*texts, *((posting.account, type(posting.tonnes), posting.tonnes) for posting in one.postings)]

    return told(known) == told(draft)
