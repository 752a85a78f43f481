"""What is told of an item: progress, blocks, moved dates, named items, and what a meeting concluded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from zhibiao.procedures.ports import Clock, Person, Store
from zhibiao.procedures.register.acting import EVIDENCE, act_on, keep_evidence, keep_file
from zhibiao.register.deeds import BlockCause, Blocked, Claim, Deed, ItemNamed, Moved, Noted, Released, Reported
from zhibiao.register.register import Commitment
from zhibiao.register.setting import exact_number

Files = Sequence[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Desk:
    """Who tells what, on which book, at which time."""

    store: Store
    clock: Clock
    person: Person

    def report(
        self,
        commitment: str,
        *,
        claim: Claim,
        as_of: dt.date,
        note: str = "",
        figure: str = "",
        evidence: Files = (),
    ) -> Commitment:
        """What those responsible say of an item as of a day; without evidence it stays a claim.

        Raises:
            ActRefused: `register.bad_value` for a figure that is no number, `register.result_owes_nothing`.
        """
        exact_number("figure", figure)
        with self.store.transaction():
            kept = keep_evidence(self.store, self.clock, self.person, evidence)
            deed = Reported(
                commitment=commitment, as_of=as_of, claim=claim, note=note, figure=figure.strip(), evidence=kept
            )
            return self._done(commitment, deed)

    def block(self, commitment: str, *, cause: BlockCause, mover: str, since: dt.date, note: str = "") -> Commitment:
        """Something holds an item up, and whose move it is."""
        return self._done(
            commitment, Blocked(commitment=commitment, since=since, cause=cause, mover=mover.strip(), note=note)
        )

    def release(self, commitment: str, *, block: int, on: dt.date, note: str = "") -> Commitment:
        """What held an item up is gone; `block` is the number of the act that told of it."""
        return self._done(commitment, Released(commitment=commitment, block=block, on=on, note=note))

    def move(
        self, commitment: str, *, due: dt.date, reason: str, document: tuple[str, bytes] | None = None
    ) -> Commitment:
        """Move a due date, with the reason and the document that allows it; the first one stays visible."""
        with self.store.transaction():
            sha256 = self._keep(document) if document else ""
            return self._done(commitment, Moved(commitment=commitment, due=due, reason=reason, document=sha256))

    def item(
        self,
        commitment: str,
        name: str,
        *,
        claim: Claim = Claim.DONE,
        on: dt.date | None = None,
        level: str = "",
        amount: str = "",
        spent: str = "",
        evidence: Files = (),
    ) -> Commitment:
        """Name an item of a counted goal, a capital plan or a programme; `amount` and `spent` in yuan.

        Raises:
            ActRefused: `register.bad_value`, `register.no_items`, `register.no_name`.
        """
        exact_number("amount", amount)
        exact_number("spent", spent)
        with self.store.transaction():
            deed = ItemNamed(
                commitment=commitment,
                name=name.strip(),
                on=on,
                level=level,
                amount=amount.strip(),
                spent=spent.strip(),
                claim=claim,
                evidence=keep_evidence(self.store, self.clock, self.person, evidence),
            )
            return self._done(commitment, deed)

    def note(
        self,
        commitment: str,
        *,
        on: dt.date,
        meeting: str,
        conclusion: str,
        mover: str = "",
        due: dt.date | None = None,
    ) -> Commitment:
        """What a meeting concluded on an item."""
        noted = Noted(
            commitment=commitment, on=on, meeting=meeting.strip(), conclusion=conclusion.strip(), mover=mover, due=due
        )
        return self._done(commitment, noted)

    def _keep(self, document: tuple[str, bytes]) -> str:
        return keep_file(self.store, self.clock, self.person, *document, outcome=EVIDENCE)

    def _done(self, commitment: str, deed: Deed) -> Commitment:
        return act_on(self.store, self.clock, self.person, [deed])[0].commitment(commitment)
