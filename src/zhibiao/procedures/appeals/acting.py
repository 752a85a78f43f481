"""An act upon an appeal: by whom, held against the appeals as they stand, and kept."""

from __future__ import annotations

import json
from collections.abc import Sequence

from zhibiao.allocation.appeals.appeal import Appeal, Appeals, appeals_of
from zhibiao.allocation.appeals.deeds import Act, Claim, Deed
from zhibiao.allocation.appeals.rerun import Rerun, rerun
from zhibiao.allocation.decision.decision import Decision
from zhibiao.allocation.decision.reading import decision_of_plain
from zhibiao.errors import ActRefused, BookBroken, NotYours
from zhibiao.procedures.last_decision import allocation_behind
from zhibiao.procedures.ports import Clock, Person, Role, Store, StoredDecision, StoredFile
from zhibiao.procedures.rights import forbidden
from zhibiao.register.deeds import Evidence
from zhibiao.register.plain import value_of
from zhibiao.terms.canonical import canonical_bytes, sha256_hex
from zhibiao.terms.instant import instant_text
from zhibiao.terms.text import Text

EVIDENCE, RERUN = "APPEAL_EVIDENCE", "APPEAL_RERUN"
"""What a file kept for an appeal is, where other files say what became of a return."""

MOST_FILES, MOST_BYTES = 20, 20 << 20

MOST_RERUNS = 12
"""So often an enterprise may have one decision run again: enough to claim, too few to sound others out."""

_OFFICERS = frozenset({Role.OFFICER})

File = tuple[str, bytes]


def read_appeals(store: Store) -> Appeals:
    """The appeals as they stand; BookBroken `store.damaged` where an act says nothing."""
    return appeals_of(store.appeal_acts.all())


def act_on(store: Store, clock: Clock, person: Person, deed: Deed) -> Appeal:
    """Put a deed on record and give back its appeal; to be called inside a transaction; raises as `Appeals.after`."""
    appeals = read_appeals(store)
    act = Act(number=appeals.last + 1, at=instant_text(clock.now()), person=person.id, deed=deed)
    after = appeals.after(act)
    store.appeal_acts.add(act)
    return after.appeal(deed.appeal)


def check_officer(person: Person, enterprise: str, act: Text) -> None:
    """Refuse whoever is not that enterprise's officer; NotAllowed `auth.forbidden`, NotYours `auth.not_found`.

    Officers of other enterprises are told what they would be told of an enterprise that is not there.
    """
    if Role.OFFICER not in person.roles:
        raise forbidden(person, _OFFICERS, act)
    if person.enterprise != enterprise:
        raise NotYours("auth.not_found")


def own_appeal(store: Store, person: Person, name: str, act: Text) -> Appeal:
    """An appeal that this officer's enterprise filed; NotYours `auth.not_found` for any other name."""
    if Role.OFFICER not in person.roles:
        raise forbidden(person, _OFFICERS, act)
    found = read_appeals(store).by_id.get(name)
    if found is None or found.enterprise != person.enterprise:
        raise NotYours("auth.not_found")
    return found


def keep_evidence(store: Store, clock: Clock, person: Person, files: Sequence[File]) -> tuple[Evidence, ...]:
    """Keep documents by their hash; to be called inside the transaction of the act that cites them.

    Raises:
        ActRefused: `appeal.empty_file`, `appeal.file_too_large`, `appeal.too_many_files`.
    """
    if len(files) > MOST_FILES:
        raise ActRefused("appeal.too_many_files", count=len(files), most=MOST_FILES)
    for name, content in files:
        if not content:
            raise ActRefused("appeal.empty_file", file=name)
        if len(content) > MOST_BYTES:
            raise ActRefused("appeal.file_too_large", file=name, most=MOST_BYTES >> 20)
    return tuple(
        Evidence(sha256=_keep(store, clock, person, name, content, outcome=EVIDENCE), name=name)
        for name, content in files
    )


def keep_rerun(
    store: Store, clock: Clock, stored: StoredDecision, person: Person, *, name: str, claims: Sequence[Claim]
) -> str:
    """Run the decision again with the claims and keep the outcome by its hash; "" where no figure is claimed.

    The person is the officer of the enterprise that claims; `name` is that of the appeal.

    Raises:
        ActRefused: `appeal.too_many_reruns`, over all appeals of the enterprise against the decision.
    """
    if not any(claim.name for claim in claims):
        return ""
    before = read_appeals(store).of(decision=stored.id, enterprise=person.enterprise)
    if sum(appeal.reruns for appeal in before) >= MOST_RERUNS:
        raise ActRefused("appeal.too_many_reruns", most=MOST_RERUNS)
    decision, behind = with_behind(store, stored)
    found = rerun(decision, person.enterprise, claims, behind=behind)
    return _keep(store, clock, person, f"{name}.json", canonical_bytes(found.plain()), outcome=RERUN)


def with_behind(store: Store, stored: StoredDecision) -> tuple[Decision, Decision | None]:
    """A decision, and the allocation behind it where it is a regulation."""
    behind = allocation_behind(store, stored)
    return decision_of_plain(stored.body), None if behind is stored else decision_of_plain(behind.body)


def kept_rerun(store: Store, appeal: Appeal) -> Rerun | None:
    """The re-run as it was kept; BookBroken `store.damaged` where it says nothing."""
    if not appeal.rerun:
        return None
    try:
        return value_of(Rerun, json.loads(store.file_content(appeal.rerun)))
    except ValueError as error:
        raise BookBroken("store.damaged", detail=f"{appeal.id}: {error}") from error


def _keep(store: Store, clock: Clock, person: Person, name: str, content: bytes, *, outcome: str) -> str:
    sha256, at = sha256_hex(content), instant_text(clock.now())
    file = StoredFile(sha256=sha256, name=name, received_at=at, uploader=person.id, outcome=outcome)
    store.add_file(file, content)
    return sha256
