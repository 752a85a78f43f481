"""The meeting pack (会商材料): both sides' obligations of an agreement, what holds them up, and what to decide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from zhibiao.errors import NotFound, UsageError
from zhibiao.register.commitment import CommitmentKind
from zhibiao.register.follow_up.ask import Ask, Asked, Rhythm, ask_to_release, ask_when_over
from zhibiao.register.follow_up.item import Item, Units, item_of, units_of
from zhibiao.register.progress.values import Progress, Standing, State
from zhibiao.register.register import Commitment, Register


@dataclass(frozen=True, slots=True, kw_only=True)
class PackSide:
    """What one side owes; `is_party` tells the signatories from units whose side nobody stated."""

    name: str
    is_party: bool
    items: tuple[Item, ...]

    def count(self, state: State) -> int:
        """How many items stand so."""
        return sum(item.state is state for item in self.items)

    @property
    def overdue(self) -> int:
        """How many are overdue."""
        return sum(item.overdue for item in self.items)

    @property
    def blocked(self) -> int:
        """How many open ones are held up."""
        return sum(bool(item.blocks) and item.is_open for item in self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision that the meeting is asked for: on which item, what, of whom by when, and the block behind it."""

    item: Item
    ask: Ask
    block: Standing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """What a joint meeting reads.

    Args:
        on: the day.
        agreement: the agreement itself.
        parties: the signatories, in the order of the text.
        sides: what each of them owes; then units whose side nobody stated.
        targets: the targets that promise a number, of the whole register.
        decisions: what is asked of the meeting, the longest held up first.
    """

    on: dt.date
    agreement: Item
    parties: tuple[str, ...]
    sides: tuple[PackSide, ...]
    targets: tuple[Item, ...]
    decisions: tuple[Decision, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """All obligations."""
        return tuple(item for side in self.sides for item in side.items)


def pack_of(
    register: Register,
    progress: Mapping[str, Progress],
    *,
    on: dt.date,
    agreement: str = "",
    rhythm: Rhythm | None = None,
) -> Pack:
    """The pack of an agreement's meeting on a day; the only agreement there is, unless one is named.

    Raises:
        NotFound: `register.no_agreement` where there is none, or the one named is none.
        UsageError: `register.which_agreement` where there are several.
    """
    rhythm = rhythm or Rhythm()
    one = _chosen(register, agreement)
    units = units_of(register)
    sides = tuple(
        PackSide(
            name=side.name,
            is_party=side.is_party,
            items=tuple(
                item_of(register.commitment(owed.commitment), progress[owed.commitment], units) for owed in side.owed
            ),
        )
        for side in progress[one.id].sides
    )
    items = [item for side in sides for item in side.items]
    return Pack(
        on=on,
        agreement=item_of(one, progress[one.id], units),
        parties=one.terms.parties,
        sides=sides,
        targets=targets_of(register, progress, units),
        decisions=decisions_of(items, register, progress, on=on, rhythm=rhythm),
    )


def targets_of(register: Register, progress: Mapping[str, Progress], units: Units) -> tuple[Item, ...]:
    """The targets that promise a number."""
    return tuple(
        item_of(one, progress[one.id], units)
        for one in register.commitments.values()
        if one.terms.kind is CommitmentKind.TARGET and progress[one.id].measure.promised is not None
    )


def _chosen(register: Register, name: str) -> Commitment:
    there = [one for one in register.commitments.values() if one.terms.kind is CommitmentKind.AGREEMENT]
    known = "; ".join(f"{one.id} {one.terms.title}" for one in there) or "—"
    chosen = [one for one in there if name in {"", one.id}]
    if not chosen:
        raise NotFound("register.no_agreement", agreement=name or "—", known=known)
    if len(chosen) > 1:
        raise UsageError("register.which_agreement", count=len(chosen), known=known)
    return chosen[0]


def decisions_of(
    items: Sequence[Item],
    register: Register,
    progress: Mapping[str, Progress],
    *,
    on: dt.date,
    rhythm: Rhythm | None = None,
) -> tuple[Decision, ...]:
    """What a meeting has to decide on these items: blocks, longest first; then what is overdue; then dates."""
    return tuple(_decisions(items, register, progress, units_of(register), on=on, rhythm=rhythm or Rhythm()))


def _decisions(
    items: Sequence[Item],
    register: Register,
    progress: Mapping[str, Progress],
    units: Units,
    *,
    on: dt.date,
    rhythm: Rhythm,
) -> Iterator[Decision]:
    """Blocks, longest first; then what is overdue and held up by nothing; dates without a document; no date at all."""
    waited = [item for item in items if item.is_open]
    held_up = [(item, block) for item in waited for block in item.blocks]
    for item, block in sorted(held_up, key=lambda pair: -pair[1].days):
        one, mover = register.commitment(item.id), units.called(block.mover)
        yield Decision(item=item, ask=ask_to_release(item, block, one, on=on, rhythm=rhythm, mover=mover), block=block)
    for item in sorted((one for one in waited if one.overdue and not one.blocks), key=lambda one: one.days_left or 0):
        yield Decision(item=item, ask=ask_when_over(item, on=on, rhythm=rhythm))
    by = rhythm.answer_by(on)
    for item in waited:
        moves = progress[item.id].moves
        if moves and moves[-1].before is not None and not moves[-1].document:
            yield Decision(item=item, ask=Ask(what=Asked.CONFIRM_MOVE, of=item.unit, by=by))
        if item.due is None:
            yield Decision(item=item, ask=Ask(what=Asked.SET_DUE, of=item.unit, by=by))
