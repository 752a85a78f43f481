"""Files handed in over the desk: read in a reading room while nobody waits for the book, then taken in as always."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.intake import measures_for
from zhibiao.assemble.resources import dictionary
from zhibiao.errors import NotYours
from zhibiao.monthly.filed import FileRead
from zhibiao.procedures.intake import Handed, IntakeResult, take_in_each
from zhibiao.procedures.ports import Person
from zhibiao.procedures.query import Answered, answer_questions
from zhibiao.procedures.rights import FILES, check_right
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.enterprise import City
from zhibiao.terms.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploaded:
    """A file as a browser or program sent it: a name that is shown and never trusted, and its bytes."""

    name: str
    content: bytes


def hand_in(
    desk: Desk, files: Sequence[Uploaded], *, person: Person, key: str = "", origin: str = "", is_dry_run: bool = False
) -> tuple[IntakeResult, ...]:
    """Take files in one after another, each as `zhibiao intake` does; the answers in their order.

    Args:
        desk: whose book it is.
        files: as received.
        person: who hands them in; for an enterprise's officer only its own returns are taken.
        key: the sender's mark of this handing in: sent again under it, each file gets its first answer again.
        origin: the address that they came from.
        is_dry_run: whether nothing is kept.

    Raises:
        NotAllowed: `auth.forbidden`.
        NotYours: `auth.not_found` for the officer of an enterprise that is not on the list.
        ActRefused: `intake.busy`.
    """
    check_right(person, FILES, Text("报送月报", "hand in returns"))
    with desk.book() as opened:
        city = opened.city
    if person.enterprise and person.enterprise not in city.enterprises:
        raise NotYours("auth.not_found")
    with desk.rooms.lent() as room:
        items = [(file.content, file.name) for file in files]
        read = list(room.read_each(items, dictionary=dictionary(), city=city))
    handed = (
        Handed(
            content=file.content,
            name=file.name,
            uploader=person.id,
            own=person.enterprise,
            key=f"{key}-{number}" if key else "",
            origin=origin,
        )
        for file, number in zip(files, count(1), strict=False)
    )

    def read_each(items: Iterable[tuple[bytes, str]], *, dictionary: Dictionary, city: City) -> Iterator[FileRead]:  # noqa: ARG001 - read already, by the same lists
        return (file for _, file in zip(items, read, strict=True))

    with desk.book() as opened:
        measures = measures_for(opened.city, opened)
        return tuple(
            take_in_each(opened.store, opened.clock, handed, read_each=read_each, measures=measures, dry_run=is_dry_run)
        )


def answer_query(
    desk: Desk,
    submission: int,
    findings: Sequence[int],
    *,
    reason: str,
    ground: str,
    person: Person,
    document: Uploaded | None,
) -> Answered:
    """Put an enterprise's answer on record, as `zhibiao query answer` does."""
    with desk.rooms.lent() as room, desk.book() as opened:
        return answer_questions(
            opened.store,
            opened.clock,
            measures_for(opened.city, opened),
            submission=submission,
            findings=findings,
            reason=reason,
            ground=ground,
            person=person,
            read=room.read,
            document=(document.name, document.content) if document else None,
        )
