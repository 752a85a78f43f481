"""An act upon the register: by whom, held against the register as it stands, and kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zhibiao.errors import ActRefused
from zhibiao.procedures.ports import Clock, Person, Store, StoredFile
from zhibiao.procedures.rights import KEEPS_BOOKS, check_right
from zhibiao.register.deeds import Act, Deed, Evidence
from zhibiao.register.register import Register, register_of
from zhibiao.register.sound import sound
from zhibiao.terms.canonical import sha256_hex
from zhibiao.terms.instant import instant_text
from zhibiao.terms.text import Text

TEXT, EVIDENCE = "REGISTER_TEXT", "REGISTER_EVIDENCE"
"""What a file kept for the register is, where other files say what became of a return."""

_KEEPS = Text("登记事项台账", "keep the register")


def read_register(store: Store) -> Register:
    """The register as it stands; BookBroken `store.damaged` where an act says nothing."""
    return register_of(store.register_acts.all())


def act_on(store: Store, clock: Clock, person: Person, deeds: Iterable[Deed]) -> tuple[Register, Sequence[Act]]:
    """Put deeds on record, all or none; gives back the register after them, and the acts.

    Raises:
        NotAllowed: `auth.forbidden` to whoever does not keep books.
        ActRefused, Conflict, NotFound: as `sound` and `Register.after` say.
    """
    check_right(person, KEEPS_BOOKS, _KEEPS)
    with store.transaction():
        register, acts = read_register(store), []
        at = instant_text(clock.now())
        for deed in deeds:
            act = Act(number=register.last + 1, at=at, person=person.id, deed=sound(deed, register))
            register = register.after(act)
            store.register_acts.add(act)
            acts.append(act)
    return register, acts


def keep_file(store: Store, clock: Clock, person: Person, name: str, content: bytes, *, outcome: str) -> str:
    """Keep a text or a piece of evidence by its hash, which it gives back; ActRefused `register.empty_file`."""
    if not content:
        raise ActRefused("register.empty_file", file=name)
    sha256 = sha256_hex(content)
    at = instant_text(clock.now())
    store.add_file(StoredFile(sha256=sha256, name=name, received_at=at, uploader=person.id, outcome=outcome), content)
    return sha256


def keep_evidence(
    store: Store, clock: Clock, person: Person, files: Sequence[tuple[str, bytes]], *, note: str = ""
) -> tuple[Evidence, ...]:
    """Keep documents that show something; to be called inside the transaction of the act that cites them."""
    return tuple(
        Evidence(sha256=keep_file(store, clock, person, name, content, outcome=EVIDENCE), name=name, note=note)
        for name, content in files
    )
