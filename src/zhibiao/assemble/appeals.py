"""The appeals of a book: its acts with clock, person and files, as command line and desk call them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from zhibiao import __version__
from zhibiao.allocation.appeals.appeal import Appeal, counted
from zhibiao.allocation.appeals.deeds import Follows, Ground, Outcome
from zhibiao.allocation.appeals.outcome import OutcomeFacts
from zhibiao.allocation.appeals.rerun import Moved, Rerun
from zhibiao.allocation.appeals.terms import Terms, due, remedies
from zhibiao.allocation.appeals.window import day_of_act
from zhibiao.allocation.reasons.dossier import Marks
from zhibiao.allocation.reasons.own_trial import free_others
from zhibiao.allocation.reasons.own_view import LEAST_FIRMS
from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.resources import DATA, catalogue, dictionary, sector_of
from zhibiao.errors import ActRefused
from zhibiao.ledger.head import blinded_chain
from zhibiao.procedures.appeals import accept, acting, add, ask, carry_out, decide, file, hear, view, withdraw
from zhibiao.procedures.appeals.acting import File
from zhibiao.procedures.appeals.claims import Said
from zhibiao.procedures.appeals.file import Appealable
from zhibiao.procedures.ports import Person
from zhibiao.procedures.viewing import check_sight, viewer_of
from zhibiao.readers.appeal_terms_csv import read_appeal_terms
from zhibiao.terms.access import Viewer
from zhibiao.terms.text import Language
from zhibiao.writers.appeal_outcome import write_appeal_outcome
from zhibiao.writers.wording import Words


@cache
def appeal_terms() -> Terms:
    """The times within which appeals are handled and their outcomes can be fought."""
    return read_appeal_terms(DATA / "appeals" / "terms.csv")


@dataclass(frozen=True)
class AppealsOf:
    """The appeals of an opened book; `person` is who acts or looks."""

    opened: OpenBook
    person: Person

    @cached_property
    def viewer(self) -> Viewer:
        """How far this person sees."""
        return viewer_of(self.person, self.opened.city)

    def appealable(self, decision_id: str, enterprise: str) -> Appealable:
        """What an enterprise may appeal against; raises as the procedure does, NotYours for another's."""
        check_sight(self.viewer, enterprise)
        return file.appealable(self.opened.store, dictionary(), decision_id, enterprise)

    def seen(self) -> tuple[Appeal, ...]:
        """The appeals that this person may read, the last one first."""
        return view.appeals_seen(self.opened.store, self.viewer)

    def one(self, name: str) -> Appeal:
        """An appeal that this person may read."""
        return view.appeal_seen(self.opened.store, self.viewer, name)

    def file(
        self,
        *,
        decision_id: str,
        enterprise: str,
        grounds: Sequence[Ground],
        statement: str,
        said: Sequence[Said] = (),
        evidence: Sequence[File] = (),
    ) -> Appeal:
        """File an appeal."""
        return file.file_appeal(
            self.opened.store,
            self.opened.clock,
            dictionary(),
            self.person,
            decision_id=decision_id,
            enterprise=enterprise,
            grounds=grounds,
            statement=statement,
            said=said,
            evidence=evidence,
        )

    def add(self, name: str, *, statement: str, said: Sequence[Said] = (), evidence: Sequence[File] = ()) -> Appeal:
        """Add to an appeal."""
        act = self.opened.store, self.opened.clock, dictionary(), self.person
        return add.add_to_appeal(*act, name, statement=statement, said=said, evidence=evidence)

    def accept(self, name: str) -> Appeal:
        """Take an appeal up."""
        return accept.accept_appeal(self.opened.store, self.opened.clock, self.person, name)

    def ask(self, name: str, *, question: str, by: dt.date) -> Appeal:
        """Ask the enterprise for more."""
        return ask.ask_for_more(self.opened.store, self.opened.clock, self.person, name, question=question, by=by)

    def hear(self, name: str, *, on: dt.date, record: str, evidence: Sequence[File] = ()) -> Appeal:
        """Put a hearing on record."""
        act = self.opened.store, self.opened.clock, self.person
        return hear.hear_appeal(*act, name, on=on, record=record, evidence=evidence)

    def decide(self, name: str, *, outcome: Outcome, reasons: str, follows: Sequence[Follows] = ()) -> Appeal:
        """Give an appeal its outcome."""
        act = self.opened.store, self.opened.clock, self.person
        return decide.decide_appeal(*act, name, outcome=outcome, reasons=reasons, follows=follows)

    def carry_out(self, name: str, *, decision_id: str) -> Appeal:
        """Name the decision that carried an outcome out."""
        return carry_out.carry_out(self.opened.store, self.opened.clock, self.person, name, decision_id=decision_id)

    def withdraw(self, name: str, *, reason: str) -> Appeal:
        """Take an appeal back."""
        return withdraw.withdraw_appeal(self.opened.store, self.opened.clock, self.person, name, reason=reason)

    def rerun(self, appeal: Appeal) -> Rerun | None:
        """What the claimed figures would give, as kept; None where none is claimed, or its enterprise may not see it.

        Where fewer than three others are free to move, an own quota under own figures would tell where theirs stand.
        """
        return acting.kept_rerun(self.opened.store, appeal) if self.viewer.sees_all else self._told(appeal)

    def _told(self, appeal: Appeal) -> Rerun | None:
        """The re-run as its enterprise may be told of it, on the page and on paper."""
        found = acting.kept_rerun(self.opened.store, appeal)
        if found is None:
            return None
        decision, behind = acting.with_behind(self.opened.store, self.opened.decision(appeal.filed.decision))
        return found if free_others(behind or decision, appeal.enterprise) >= LEAST_FIRMS else None

    def effect(self, appeal: Appeal) -> tuple[Moved, ...]:
        """What the claims would do to everybody's quota; NotYours to whoever may not see everybody's."""
        return view.effect_on_all(self.opened.store, self.viewer, appeal)

    def evidence(self, appeal: Appeal, sha256: str) -> tuple[str, bytes]:
        """Name and bytes of a document."""
        return view.evidence_content(self.opened.store, appeal, sha256)

    def may_decide(self, appeal: Appeal) -> bool:
        """Whether this person had no hand in the decision nor in the appeal; the act itself checks again."""
        return self.person.id not in decide.involved(self.opened.store, appeal)

    def due(self, appeal: Appeal) -> dt.date | None:
        """By when the next move is wanted."""
        return due(appeal, appeal_terms())

    def paper(self, appeal: Appeal, lang: Language) -> bytes:
        """The paper of the outcome as a .docx; ActRefused `appeal.undecided` before there is one."""
        return write_appeal_outcome(self.outcome_facts(appeal), Words(catalogue(), lang))

    def outcome_facts(self, appeal: Appeal) -> OutcomeFacts:
        """What the paper of the outcome is written from; ActRefused `appeal.undecided`."""
        if appeal.outcome is None:
            raise ActRefused("appeal.undecided", appeal=appeal.id)
        store, city = self.opened.store, self.opened.city
        found = file.appealable(store, dictionary(), appeal.filed.decision, appeal.enterprise)
        people = {one.id: one.name for one in self.opened.folder.settings.people}
        decided_on = day_of_act(appeal.decided_at)
        decider = next(act.person for act in appeal.acts if act.deed is appeal.outcome)
        return OutcomeFacts(
            authority=city.authority,
            note=city.note,
            name=city.name_of(appeal.enterprise),
            quantity=sector_of(found.decision.sector).quantity_name,
            plan_year=found.decision.plan_year,
            appeal=appeal,
            outcome=appeal.outcome,
            filed_on=day_of_act(appeal.acts[0].at),
            decided_on=decided_on,
            decider=people.get(decider, decider),
            inputs=found.inputs,
            rerun=self._told(appeal),
            remedies=remedies(decided_on, appeal_terms()),
            rulebook=found.rulebook,
            dictionary=dictionary(),
            marks=self._marks(found, appeal.decided_at),
        )

    def _marks(self, found: Appealable, until: str) -> Marks:
        """The chain as it stood at the outcome, behind the salt of a head, so that later entries change no paper."""
        key = {"sector": found.decision.sector, "plan_year": found.decision.plan_year}
        entries = [one for one in self.opened.store.entries(**key) if one.recorded_at <= until]  # type: ignore[arg-type]
        secret = self.opened.store.proofs.secret()
        return Marks(
            decision_id=found.stored.id,
            decision_sha256=found.stored.sha256,
            rulebook_id=found.rulebook.id,
            rulebook_sha256=found.decision.rulebook_sha256,
            ledger_head=blinded_chain(secret, entries[-1].seq, entries[-1].hash) if entries else "",
            code_version=__version__,
        )


def appeals_counted(opened: OpenBook, *, sector: str = "", plan_year: int = 0) -> dict[str, int]:
    """How many appeals a book has and how they ended, of all or of one sector and plan year; for the bulletin."""
    found = acting.read_appeals(opened.store)
    of = {one.id for one in opened.store.decisions(sector=sector, plan_year=plan_year)} if sector else None
    return counted(one for one in found if of is None or one.filed.decision in of)
