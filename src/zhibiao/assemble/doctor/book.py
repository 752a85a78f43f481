"""A book folder: whether it opens, is guarded, private, up to date, decided by two persons and by rules in force."""

from __future__ import annotations

import datetime as dt
import shutil
import stat
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from zhibiao.assemble.doctor.looked import Looked, wrong
from zhibiao.assemble.resources import dictionary
from zhibiao.errors import ZhibiaoError
from zhibiao.policy.review import names_of
from zhibiao.readers.city_yaml import read_city
from zhibiao.readers.rulebook_yaml import read_rulebook
from zhibiao.store.access.access_store import FILE as ACCESS
from zhibiao.store.address import open_database
from zhibiao.store.book_folder import DATABASE, SETTINGS, BookFolder, open_book_folder
from zhibiao.store.guards import check_guards
from zhibiao.store.schema import applied_through, pending
from zhibiao.terms.authority import Role
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity

_LEAST_FREE = 1 << 30


def looks(root: Path, *, now: dt.datetime) -> Iterator[Looked]:
    """Every look at a book folder in order; where it does not open, the first says why and ends it."""
    try:
        folder = open_book_folder(root)
    except ZhibiaoError as error:
        yield Looked(name="folder", facts={"folder": root.resolve().name}, findings=(_as_finding(error),))
        return
    for look in (_folder, _private, _space, _store, _people, partial(_rulebooks, today=now.date())):
        yield _guarded(look, folder)


def _guarded(look: Callable[[BookFolder], Looked], folder: BookFolder) -> Looked:
    """A look whose error is what it found."""
    try:
        return look(folder)
    except ZhibiaoError as error:
        name = getattr(look, "func", look).__name__.strip("_")
        return Looked(name=f"{name}_failed", findings=(_as_finding(error),))


def _folder(folder: BookFolder) -> Looked:
    city = read_city(folder.city)
    count = len(city.enterprises)
    return Looked(name="folder", facts={"folder": folder.root.resolve().name, "city": city.name, "count": count})


def _private(folder: BookFolder) -> Looked:
    """Files with secrets are for whoever keeps the book alone."""
    files = [folder.root / name for name in (SETTINGS, DATABASE, ACCESS) if (folder.root / name).is_file()]
    open_ones = [path.name for path in files if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)]
    findings = wrong("doctor.readable_by_others", Severity.QUERY, files="、".join(open_ones)) if open_ones else ()
    return Looked(name="private", facts={"files": len(files)}, findings=findings)


def _space(folder: BookFolder) -> Looked:
    """Room for as much again as the book, since a backup and a log may stand beside it."""
    free = shutil.disk_usage(folder.root).free
    size = sum(path.stat().st_size for path in folder.root.rglob("*") if path.is_file())
    least = max(_LEAST_FREE, 2 * size)
    facts = {"free_mb": free >> 20, "book_mb": size >> 20}
    findings = () if free >= least else wrong("doctor.space_short", Severity.QUERY, **facts, least_mb=least >> 20)
    return Looked(name="space", facts=facts, findings=findings)


def _store(folder: BookFolder) -> Looked:
    """The database as it stands; nothing is brought up to date here."""
    database = open_database(folder.database)
    try:
        waiting = pending(database)
        facts = {"kind": database.kind, "schema": applied_through(database)}
        if waiting:
            named = "、".join(step.name for step in waiting)
            behind = wrong("doctor.schema_behind", Severity.NOTE, steps=named)
            return Looked(name="store_behind", facts=facts, findings=behind)
        database.check()
        check_guards(database)
        return Looked(name="store", facts=facts)
    finally:
        database.close()


def _people(folder: BookFolder) -> Looked:
    """Whether a second person can approve what a first one drafts."""
    people = folder.settings.people
    approvers = {one.id for one in people if Role.APPROVER in one.roles}
    drafters = {one.id for one in people if {Role.ANALYST, Role.APPROVER} & set(one.roles)}
    can_decide = any(approvers - {drafter} for drafter in drafters)
    findings = () if can_decide else wrong("doctor.no_second_person", Severity.QUERY)
    if not any(Role.ADMINISTRATOR in one.roles for one in people):
        findings += wrong("doctor.no_administrator", Severity.NOTE)
    return Looked(name="people", facts={"count": len(people), "approvers": len(approvers)}, findings=findings)


def _rulebooks(folder: BookFolder, *, today: dt.date) -> Looked:
    """Whether every rulebook reads, and each sector has one that is in force today."""
    names = names_of(read_city(folder.city))
    read = [read_rulebook(path, dictionary=dictionary(), names=names) for path in folder.rulebooks]
    in_force = {one.sector for one in read if one.issued <= today <= one.expires}
    gone = sorted({one.sector for one in read} - in_force)
    findings = wrong("doctor.no_rule_in_force", Severity.QUERY, sectors="、".join(gone), day=today) if gone else ()
    findings += () if read else wrong("doctor.no_rulebook", Severity.NOTE)
    return Looked(
        name="rulebooks", facts={"count": len(read), "in_force": "、".join(sorted(in_force)) or "—"}, findings=findings
    )


def _as_finding(error: ZhibiaoError) -> Finding:
    place = error.place or Place()
    return Finding(code=error.code, severity=Severity.REJECT, place=place, facts=error.facts)
