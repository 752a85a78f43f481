"""A book written away whole and made again: who may, under which clock, and with which words beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from zhibiao import __version__
from zhibiao.assemble.resources import DATA, SystemClock
from zhibiao.errors import NotAllowed, UsageError
from zhibiao.procedures.export_decision import MAY_SEE_ALL
from zhibiao.procedures.ports import Clock
from zhibiao.store.book_folder import BookFolder, open_book_folder
from zhibiao.store.snapshot import folder as snapshots
from zhibiao.store.snapshot.manifest import Manifest


def back_up(root: Path, target: Path, *, person: str, clock: Clock | None = None) -> Manifest:
    """Write a book into one zip while others go on writing to it; ActRefused `snapshot.not_for_reader`."""
    now = (clock or SystemClock()).now()
    return snapshots.back_up(_seen_by(root, person), target, at=now, code_version=__version__, readme=_readme())


def export_book(root: Path, target: Path, *, person: str, clock: Clock | None = None) -> Manifest:
    """Write a book into a folder of plain files; ActRefused `snapshot.not_for_reader`."""
    now = (clock or SystemClock()).now()
    return snapshots.export_book(_seen_by(root, person), target, at=now, code_version=__version__, readme=_readme())


def restore(path: Path, root: Path, *, store_url: str = "", head: str = "", clock: Clock | None = None) -> Manifest:
    """Make a new book folder of either, kept in a file or, by its URL, on a server."""
    now = (clock or SystemClock()).now()
    return snapshots.restore_book(path, root, at=now, store_url=store_url, head=head)


def manifest_plain(manifest: Manifest) -> dict[str, Any]:
    """What an answer says of a snapshot."""
    return {
        "head": manifest.head,
        "entries": manifest.entries,
        "rows": manifest.rows,
        "schema": manifest.schema,
        "recorded_at": manifest.recorded_at,
        "left_out": list(manifest.left_out),
        "tables": {name: {"rows": mark.rows, "sha256": mark.sha256} for name, mark in sorted(manifest.tables.items())},
    }


def _seen_by(root: Path, person_id: str) -> BookFolder:
    folder = open_book_folder(root)
    people = {person.id: person for person in folder.settings.people}
    if person_id not in people:
        raise UsageError("person.unknown", person=person_id, known="、".join(people))
    if not MAY_SEE_ALL & set(people[person_id].roles):
        raise NotAllowed("snapshot.not_for_reader", person=person_id)
    return folder


def _readme() -> bytes:
    return (DATA / "export" / "book.txt").read_bytes()
