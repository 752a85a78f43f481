"""The bundled fictional city: its people, its rulebooks, its returns in the order in which they arrived."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from zhibiao.assemble.book import make_book
from zhibiao.assemble.resources import CITY
from zhibiao.errors import UsageError
from zhibiao.procedures.new_book import NewBook
from zhibiao.procedures.ports import Clock, Person, Role
from zhibiao.readers.city_yaml import read_city
from zhibiao.store.postgresql_url import is_url
from zhibiao.terms.authority import MOST_HOURS, BookSettings, CoolingOff
from zhibiao.terms.instant import instant_of

# Invented people of an invented bureau.
PEOPLE = (
    Person(id="lin", name="林岚", roles=(Role.ANALYST,)),
    Person(id="wang", name="王越", roles=(Role.APPROVER,)),
    # Whoever approved a decision does not decide the appeal against it.
    Person(id="sun", name="孙承", roles=(Role.APPROVER,)),
    Person(id="zhao", name="赵衡", roles=(Role.AUDITOR,)),
    Person(id="officer-s04", name="江报", roles=(Role.OFFICER,), enterprise="LH-S04"),
    Person(id="officer-s03", name="何报", roles=(Role.OFFICER,), enterprise="LH-S03"),
    Person(id="planner-g01", name="程计", roles=(Role.PLANNER,), group="LH-G01"),
    Person(id="admin", name="关理", roles=(Role.ADMINISTRATOR,)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A file of returns, when it arrived and who handed it in."""

    path: Path
    received_at: dt.datetime
    uploader: str


def arrivals() -> tuple[Arrived, ...]:
    """The city's files in order of arrival."""
    with (CITY / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Arrived(path=CITY / row["file"], received_at=instant_of(row["received_at"]), uploader=row["uploader"])
            for row in csv.DictReader(file, strict=True)
        )


def new_book_from(
    book: Path,
    *,
    city: Path | None = None,
    rulebooks: Path | None = None,
    people: Sequence[str] = (),
    cooling_off: CoolingOff | None = None,
    store_url: str = "",
    clock: Clock | None = None,
) -> NewBook:
    """Make a book from the files named, and from the bundled city where none is.

    Args:
        book: the folder to make.
        city: a list of enterprises.
        rulebooks: a folder of rulebooks; a city of one's own without it starts with none.
        people: `ID:NAME:ROLE[,ROLE][@ENTERPRISE or @GROUP]` each; with the bundled city its own people where none
            is named.
        cooling_off: how long large changes wait; None where none has to.
        store_url: the schema of PostgreSQL that keeps the book; without it a file of the folder does.
        clock: the time.
    """
    if city is not None and not people:
        raise UsageError("new.people_missing")
    path = city or CITY / "city.yaml"
    folder = rulebooks or (CITY / "rulebooks" if city is None else None)
    read = read_city(path)
    groups = frozenset(one.group for one in read if one.group)
    given = tuple(_person(text, groups) for text in people)
    for person in given:
        if person.enterprise and person.enterprise not in read.enterprises:
            raise UsageError("new.enterprise_unknown", person=person.id, enterprise=person.enterprise)
    settings = BookSettings(
        city=read.id,
        language="zh",
        people=given or PEOPLE,
        cooling_off=cooling_off,
        store_url=store_url,
    )
    found = sorted(folder.glob("*.yaml")) if folder else []
    return make_book(book, settings=settings, city=path, rulebooks=found, clock=clock)


def checked_url(url: str) -> str:
    """The address of a store as it was given, or nothing; UsageError `store.url_unreadable`."""
    if url and not is_url(url):
        raise UsageError("store.url_unreadable")
    return url


def cooling_off_of(text: str) -> CoolingOff:
    """Read `HOURS:TONNES`; UsageError `new.cooling_off_unreadable`.

    >>> cooling_off_of("26:100000")
    CoolingOff(hours=26, above_t=100000)
    """
    hours, colon, above_t = text.partition(":")
    if not (colon and all(part.isascii() and part.isdecimal() for part in (hours, above_t))):
        raise UsageError("new.cooling_off_unreadable", text=text, most=MOST_HOURS)
    if not 1 <= int(hours) <= MOST_HOURS:
        raise UsageError("new.cooling_off_unreadable", text=text, most=MOST_HOURS)
    return CoolingOff(hours=int(hours), above_t=int(above_t))


def _person(text: str, groups: frozenset[str]) -> Person:
    parts = text.split(":")
    try:
        person_id, name, about = parts
        roles, _, whose = about.partition("@")
        own = tuple(Role(role) for role in roles.split(","))
        if whose in groups:
            return Person(id=person_id, name=name, roles=own, group=whose)
        return Person(id=person_id, name=name, roles=own, enterprise=whose)
    except ValueError:
        raise UsageError("new.person_unreadable", text=text, roles=", ".join(Role)) from None
