"""What somebody may read of appeals: an enterprise its own, whoever works on figures all of them."""

from __future__ import annotations

from zhibiao.allocation.appeals.appeal import Appeal
from zhibiao.allocation.appeals.rerun import Moved, others_moved
from zhibiao.errors import NotFound, NotYours
from zhibiao.procedures.appeals.acting import read_appeals, with_behind
from zhibiao.procedures.approve import find_decision
from zhibiao.procedures.ports import Store
from zhibiao.terms.access import Viewer


def appeals_seen(store: Store, viewer: Viewer) -> tuple[Appeal, ...]:
    """The appeals that a viewer may read, the last one first."""
    return tuple(reversed([one for one in read_appeals(store) if viewer.sees(one.enterprise)]))


def appeal_seen(store: Store, viewer: Viewer, name: str) -> Appeal:
    """An appeal by its name; NotYours `auth.not_found` for one that is another's, or is not there."""
    found = read_appeals(store).by_id.get(name)
    if found is None or not viewer.sees(found.enterprise):
        raise NotYours("auth.not_found")
    return found


def evidence_content(store: Store, appeal: Appeal, sha256: str) -> tuple[str, bytes]:
    """Name and bytes of a document of an appeal; NotFound `appeal.no_such_document`."""
    name = next((one.name for one in appeal.evidence if one.sha256 == sha256), None)
    if name is None:
        raise NotFound("appeal.no_such_document", appeal=appeal.id)
    return name, store.file_content(sha256)


def effect_on_all(store: Store, viewer: Viewer, appeal: Appeal) -> tuple[Moved, ...]:
    """What the claims would do to everybody's quota; NotYours `auth.not_found` to whoever may not see everybody's."""
    if not viewer.sees_all:
        raise NotYours("auth.not_found")
    decision, behind = with_behind(store, find_decision(store, appeal.filed.decision))
    return others_moved(decision, appeal.enterprise, appeal.claims, behind=behind)
