"""Add to an appeal (补充材料): more words, documents or claims of the enterprise that filed it."""

from __future__ import annotations

from collections.abc import Sequence

from zhibiao.allocation.appeals.appeal import Appeal, claims_together
from zhibiao.allocation.appeals.deeds import Added
from zhibiao.allocation.appeals.window import is_over
from zhibiao.errors import ActRefused
from zhibiao.procedures.appeals.acting import File, act_on, keep_evidence, keep_rerun, own_appeal
from zhibiao.procedures.appeals.claims import Said, read_claims
from zhibiao.procedures.appeals.file import appealable
from zhibiao.procedures.ports import Clock, Person, Store
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.text import Text

ADDS = Text("补充申诉材料", "add to an appeal")


def add_to_appeal(
    store: Store,
    clock: Clock,
    dictionary: Dictionary,
    person: Person,
    name: str,
    *,
    statement: str,
    said: Sequence[Said] = (),
    evidence: Sequence[File] = (),
) -> Appeal:
    """Add to an open appeal; words and documents at any time, claims until the last day of the notice.

    Raises:
        NotAllowed: `auth.forbidden`; NotYours: `auth.not_found`.
        ActRefused: `appeal.wrong_stage`, `appeal.claims_late`, and what filing refuses of claims and documents.
    """
    with store.transaction():
        appeal = own_appeal(store, person, name, ADDS)
        found = appealable(store, dictionary, appeal.filed.decision, appeal.enterprise)
        if said and is_over(appeal.filed.last_day, now=clock.now()):
            raise ActRefused("appeal.claims_late", appeal=name, last=appeal.filed.last_day)
        claims = read_claims(said, found.inputs, found.rulebook)
        together = claims_together((*appeal.claims, *claims))
        is_rerun = any(claim.name for claim in claims)
        added = Added(
            appeal=name,
            statement=statement.strip(),
            claims=claims,
            evidence=keep_evidence(store, clock, person, evidence),
            rerun=keep_rerun(store, clock, found.stored, person, name=name, claims=together) if is_rerun else "",
        )
        return act_on(store, clock, person, added)
