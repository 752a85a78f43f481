"""Two phases of what takes two persons: put forward, approved, and then issued, carried out or withdrawn, once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from zhibiao.errors import ActRefused
from zhibiao.ledger.accounts import PLEDGED, role_of
from zhibiao.ledger.entry import Draft, Entry, EntryKind
from zhibiao.terms.instant import instant_of, local_text

# What brings a standing proposal further, and what may only come with the issue of one.
STEPS = frozenset({EntryKind.APPROVE, EntryKind.ISSUE, EntryKind.WITHDRAW, EntryKind.TRANSFER})
ENDS = STEPS - {EntryKind.APPROVE}
OF_DECISION = frozenset(
    {EntryKind.CAP, EntryKind.RESERVE, EntryKind.RELEASE, EntryKind.GRANT, EntryKind.ADJUST, EntryKind.CARRY}
)
# These may come with the issue of a decision, and come without one as well.
_MAY_CITE = frozenset({EntryKind.PAYBACK, EntryKind.CORRECT})
# A proposal ends by what ends it; turned back, it would be neither standing nor ended.
NOT_TURNED_BACK = STEPS | {EntryKind.PROPOSE, EntryKind.CLOSE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A proposal, and the entries that approved and ended it, as far as it has come."""

    entry: Entry
    approval: Entry | None = None
    end: Entry | None = None

    @property
    def is_standing(self) -> bool:
        """Whether it is neither carried out nor withdrawn."""
        return self.end is None

    @property
    def is_of_transfer(self) -> bool:
        """Whether it puts a transfer forward, which pledges tonnes of an enterprise; otherwise a decision."""
        return bool(self.entry.draft.postings)

    @property
    def is_issued(self) -> bool:
        """Whether its decision was issued."""
        return self.end is not None and self.end.draft.kind is EntryKind.ISSUE

    @property
    def not_before(self) -> str:
        """The instant from which it may be carried out; empty when it need not wait."""
        drafts = [self.entry.draft] + ([self.approval.draft] if self.approval else [])
        return max((one.not_before for one in drafts if one.not_before), key=instant_of, default="")

    @property
    def pledged_t(self) -> dict[str, int]:
        """What it and its approval pledged, by account."""
        found: Counter[str] = Counter()
        for one in (self.entry, self.approval):
            for posting in one.draft.postings if one else ():
                if role_of(posting.account) == PLEDGED:
                    found[posting.account] += posting.tonnes
        return dict(found)


def check_proposal(draft: Draft, *, recorded_at: str, cited: Entry | None, proposals: Mapping[str, Proposal]) -> None:
    """Refuse a step that its proposal does not allow, and what comes without the issue it needs.

    Args:
        draft: the entry to be.
        recorded_at: its instant.
        cited: the entry that it turns back, if it is a correction.
        proposals: those of the book by id.

    Raises:
        ActRefused: `ledger.proposal_unknown`, `ledger.proposal_other_kind`, `ledger.proposal_ended`,
            `ledger.already_approved`, `ledger.not_approved`, `ledger.one_person`, `ledger.cooling_off`,
            `ledger.pledge_differs`; `ledger.not_issued`.
    """
    needs_issue = draft.kind in OF_DECISION or (cited is not None and cited.draft.kind in OF_DECISION)
    if not (needs_issue or draft.kind in STEPS or draft.proposal):
        return
    proposal = proposals.get(draft.proposal)
    if proposal is None or not (needs_issue or draft.kind in STEPS or draft.kind in _MAY_CITE):
        raise ActRefused("ledger.proposal_unknown", id=draft.id, kind=draft.kind, proposal=draft.proposal)
    if draft.kind in STEPS:
        _check_step(draft, proposal, recorded_at=recorded_at)
    elif not proposal.is_issued or proposal.end is None or proposal.end.recorded_at != recorded_at:
        # Of one act all entries bear one instant: nothing is given later in the name of what was issued once.
        raise ActRefused("ledger.not_issued", id=draft.id, kind=draft.kind, proposal=draft.proposal)


def _check_step(draft: Draft, proposal: Proposal, *, recorded_at: str) -> None:
    kind = draft.kind
    if kind is not EntryKind.WITHDRAW and proposal.is_of_transfer is not (kind is EntryKind.TRANSFER):
        raise ActRefused("ledger.proposal_other_kind", id=draft.id, kind=kind, proposal=draft.proposal)
    if proposal.end is not None:
        raise ActRefused(
            "ledger.proposal_ended",
            id=draft.id,
            proposal=draft.proposal,
            by=proposal.end.draft.kind,
            seq=proposal.end.seq,
        )
    if kind is EntryKind.APPROVE and proposal.approval is not None:
        raise ActRefused("ledger.already_approved", id=draft.id, proposal=draft.proposal)
    if kind is EntryKind.ISSUE and proposal.approval is None:
        raise ActRefused("ledger.not_approved", id=draft.id, proposal=draft.proposal)
    if kind is not EntryKind.WITHDRAW:
        _check_second_person(draft, proposal)
    if kind in (EntryKind.ISSUE, EntryKind.TRANSFER):
        _check_waited(draft, proposal, recorded_at=recorded_at)
    if kind in ENDS:
        _check_freed(draft, proposal)


def _check_second_person(draft: Draft, proposal: Proposal) -> None:
    if draft.actor == proposal.entry.draft.actor:
        raise ActRefused("ledger.one_person", id=draft.id, person=draft.actor)


def _check_waited(draft: Draft, proposal: Proposal, *, recorded_at: str) -> None:
    not_before = proposal.not_before
    if not_before and instant_of(recorded_at) < instant_of(not_before):
        raise ActRefused("ledger.cooling_off", id=draft.id, proposal=draft.proposal, not_before=local_text(not_before))


def _check_freed(draft: Draft, proposal: Proposal) -> None:
    """What ends a proposal frees exactly what it pledged."""
    freed_t = {one.account: -one.tonnes for one in draft.postings if role_of(one.account) == PLEDGED}
    if freed_t != proposal.pledged_t:
        raise ActRefused(
            "ledger.pledge_differs",
            id=draft.id,
            proposal=draft.proposal,
            pledged_t=sum(proposal.pledged_t.values()),
            freed_t=sum(freed_t.values()),
        )
