"""Where a book of capacity stands after its entries: balances, each furnace's account, pledges, proposals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from zhibiao.errors import ActRefused
from zhibiao.ledger.capacity.accounts import (
    BARRED,
    HELD,
    OPENED,
    PLEDGED,
    SOURCES,
    STATES,
    Furnace,
    class_account,
    furnace_account,
    project_account,
)
from zhibiao.ledger.capacity.invariants import STEPS, Legs, furnaces_of, legs_of, projects_of
from zhibiao.ledger.entry import Draft, Entry, EntryKind
from zhibiao.ledger.invariants import insufficient
from zhibiao.ledger.proposals import Proposal

MAKES = frozenset({EntryKind.CAPACITY_OPEN, EntryKind.BUILD})
_WHOLE = frozenset({EntryKind.SEAL, EntryKind.RESTART, EntryKind.DISMANTLE, EntryKind.HAND_OVER})


@dataclass(slots=True)
class CapacityState:
    """What a book must know of its first `length` entries; only `CapacityBook` holds one, and shares it as it grows.

    `furnaces` has each furnace's account in use, `opened_at` the instant of the first opening, `months` by furnace and
    project the month of its last entry.
    """

    length: int = 0
    balances: dict[str, int] = field(default_factory=dict)
    held_t: Counter[str] = field(default_factory=Counter)
    furnaces: dict[str, Furnace] = field(default_factory=dict)
    pledged_t: Counter[str] = field(default_factory=Counter)
    barred_t: Counter[str] = field(default_factory=Counter)
    months: dict[str, str] = field(default_factory=dict)
    opened_at: str = ""
    proposals: dict[str, Proposal] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> CapacityState:
        """The state after entries that were checked before."""
        state, seen = cls(), dict[str, Entry]()
        for entry in entries:
            state.take(entry, seen.get(entry.draft.corrects))
            seen[entry.draft.id] = entry
        return state

    def check(self, entry: Entry) -> None:
        """Refuse an entry that does not follow from where the book stands; nothing has moved yet.

        Raises:
            ActRefused: `capacity.month_before_last`, `capacity.facility_known`, `capacity.facility_unknown`,
                `capacity.not_whole`, `capacity.barred`, `ledger.insufficient`, `capacity.two_states`,
                `capacity.pledged`, `capacity.sum_broken`, in this order.
        """
        draft = entry.draft
        legs = legs_of(draft)
        self._check_months(draft, legs)
        if draft.kind is not EntryKind.CORRECT:
            self._check_furnaces(draft, legs)
        if draft.kind is EntryKind.SWAP_PLEDGE:
            self._check_not_barred(draft, legs)
        after = self._after(draft)
        for name in sorted(after):
            if after[name] < 0 and name.partition("/")[0] not in SOURCES:
                raise insufficient(draft.id, name, available_t=self.balances.get(name, 0), left_t=after[name])
        for furnace in furnaces_of(legs):
            self._check_one_state(draft, furnace, legs, after)
        for furnace in furnaces_of(legs):
            self._check_pledges(draft, furnace, legs, after)
        self._check_sum(draft, legs, after)

    def take(self, entry: Entry, cited: Entry | None) -> None:
        """Count one more entry; `cited` is the one that it turns back, if it is a correction."""
        draft, legs = entry.draft, legs_of(entry.draft)
        self.length += 1
        if draft.kind is EntryKind.PROPOSE:
            self.proposals[draft.id] = Proposal(entry=entry)
        elif draft.kind in STEPS:
            self.proposals[draft.proposal] = replace(self.proposals[draft.proposal], end=entry)
        self.balances.update(self._after(draft))
        for account, tonnes in legs:
            if account.role in HELD:
                self.held_t[account.quantity] += tonnes
            for role, sums in ((PLEDGED, self.pledged_t), (BARRED, self.barred_t)):
                if account.role == role and account.furnace:
                    sums[account.furnace.facility] += tonnes
        self.months.update(dict.fromkeys(_keys(legs), draft.month))
        self._take_furnaces(entry, legs, cited)

    def standing_t(self, furnace: Furnace) -> int:
        """Tonnes of a furnace that run, are sealed, or are dismantled and not given away."""
        return sum(self.balances.get(furnace_account(role, furnace), 0) for role in STATES)

    def free_t(self, furnace: Furnace) -> int:
        """Tonnes of a furnace that are neither promised to a project nor barred from one."""
        taken_t = self.pledged_t[furnace.facility] + self.barred_t[furnace.facility]
        return max(self.standing_t(furnace) - taken_t, 0)

    def _take_furnaces(self, entry: Entry, legs: Legs, cited: Entry | None) -> None:
        """A furnace turned back before it was made is unknown again; one handed over is its new owner's."""
        kind = entry.draft.kind
        if kind is EntryKind.CAPACITY_OPEN:
            self.opened_at = self.opened_at or entry.recorded_at
        if kind in MAKES or kind is EntryKind.HAND_OVER:
            self.furnaces[furnaces_of(legs)[-1].facility] = furnaces_of(legs)[-1]
        elif cited is not None and cited.draft.kind in MAKES:
            del self.furnaces[furnaces_of(legs)[0].facility]
        elif cited is not None and cited.draft.kind is EntryKind.HAND_OVER:
            self.furnaces[furnaces_of(legs)[-1].facility] = furnaces_of(legs)[-1]

    def _check_months(self, draft: Draft, legs: Legs) -> None:
        """A furnace's entries follow one another by month, so that every month between shows what stood then."""
        for key in _keys(legs):
            last = self.months.get(key, "")
            if draft.month < last:
                raise ActRefused("capacity.month_before_last", id=draft.id, account=key, month=draft.month, last=last)

    def _check_furnaces(self, draft: Draft, legs: Legs) -> None:
        furnaces = furnaces_of(legs)
        if draft.kind in MAKES:
            facility = furnaces[-1].facility
            if facility in self.furnaces:
                raise ActRefused("capacity.facility_known", id=draft.id, facility=facility)
            return
        for furnace in furnaces[:1]:
            if self.furnaces.get(furnace.facility) != furnace:
                raise ActRefused("capacity.facility_unknown", id=draft.id, facility=furnace.facility)
        if draft.kind in _WHOLE:
            self._check_whole(draft, legs)

    def _check_whole(self, draft: Draft, legs: Legs) -> None:
        """A furnace runs or stands still as a whole."""
        account, tonnes = min(legs, key=lambda leg: leg[1])
        assert account.furnace is not None
        name = furnace_account(account.role, account.furnace)
        whole_t = self.balances.get(name, 0)
        if -tonnes != whole_t:
            facts: dict[str, Any] = {
                "facility": account.furnace.facility,
                "account": name,
                "tonnes": -tonnes,
                "whole_t": whole_t,
            }
            raise ActRefused("capacity.not_whole", id=draft.id, **facts)

    def _check_not_barred(self, draft: Draft, legs: Legs) -> None:
        (furnace,) = furnaces_of(legs)
        barred_t, tonnes = self.barred_t[furnace.facility], max(tonnes for _, tonnes in legs)
        if barred_t and tonnes > (free_t := self.free_t(furnace)):
            facts: dict[str, Any] = {
                "facility": furnace.facility,
                "tonnes": tonnes,
                "barred_t": barred_t,
                "free_t": free_t,
            }
            raise ActRefused("capacity.barred", id=draft.id, **facts)

    def _check_one_state(self, draft: Draft, furnace: Furnace, legs: Legs, after: dict[str, int]) -> None:
        """A furnace runs, or is sealed, or is dismantled, of one enterprise; never in parts of each."""
        in_use = self.furnaces.get(furnace.facility, furnace)
        owners = {in_use, *(one for one in furnaces_of(legs) if one.facility == furnace.facility)}
        names = {furnace_account(role, owner) for role in STATES for owner in owners}
        standing = sorted(name for name in names if after.get(name, self.balances.get(name, 0)) > 0)
        if len(standing) > 1:
            facts: dict[str, Any] = {"facility": furnace.facility, "accounts": "、".join(standing)}
            raise ActRefused("capacity.two_states", id=draft.id, **facts)

    def _check_pledges(self, draft: Draft, furnace: Furnace, legs: Legs, after: dict[str, int]) -> None:
        """What a furnace promised is still there, and on its account in use."""
        moved = (tonnes for account, tonnes in legs if account.role == PLEDGED and account.furnace == furnace)
        pledged_t = self.pledged_t[furnace.facility] + sum(moved)
        names = (furnace_account(role, furnace) for role in STATES)
        short_t = pledged_t - sum(after.get(name, self.balances.get(name, 0)) for name in names)
        if short_t > 0:
            raise ActRefused("capacity.pledged", id=draft.id, facility=furnace.facility, short_t=short_t)

    def _check_sum(self, draft: Draft, legs: Legs, after: dict[str, int]) -> None:
        """What was opened runs, is sealed, dismantled, in a project or cut, class by class."""
        for quantity in {account.quantity for account, _ in legs}:
            name = class_account(OPENED, quantity)
            opened_t = -after.get(name, self.balances.get(name, 0))
            of_class = (tonnes for account, tonnes in legs if account.role in HELD and account.quantity == quantity)
            held_t = self.held_t[quantity] + sum(of_class)
            if held_t != opened_t:
                facts: dict[str, Any] = {"quantity": quantity, "held_t": held_t, "opened_t": opened_t}
                raise ActRefused("capacity.sum_broken", id=draft.id, **facts)

    def _after(self, draft: Draft) -> dict[str, int]:
        """The balances of the accounts it touches as they will be."""
        moved: Counter[str] = Counter()
        for posting in draft.postings:
            moved[posting.account] += posting.tonnes
        return {name: self.balances.get(name, 0) + tonnes for name, tonnes in moved.items()}


def _keys(legs: Legs) -> list[str]:
    """What the month of an entry is held against: each furnace and each project it names."""
    furnaces = dict.fromkeys(furnace.facility for furnace in furnaces_of(legs))
    return [*furnaces, *(project_account(project) for project in projects_of(legs))]
