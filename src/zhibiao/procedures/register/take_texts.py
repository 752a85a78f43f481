"""Published texts taken for review: the raw page kept, what was read in it waiting for a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhibiao.procedures.ports import Clock, Person, Store
from zhibiao.procedures.register.acting import TEXT, act_on, keep_file, read_register
from zhibiao.procedures.rights import KEEPS_BOOKS, check_right
from zhibiao.register.commitment import Candidate
from zhibiao.register.deeds import Taken
from zhibiao.terms.canonical import sha256_hex
from zhibiao.terms.text import Text

_TAKES = Text("提交文本供审核", "take texts for review")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadText:
    """A page as received, and what was read in it.

    Args:
        name: its file name.
        content: its bytes.
        candidates: what was read in it.
        published: date of publication (YYYY-MM-DD), "" where unknown.
    """

    name: str
    content: bytes
    candidates: tuple[Candidate, ...]
    published: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenText:
    """What became of a page: its hash, how many candidates were read in it, and which are new to the register."""

    name: str
    document: str
    read: int
    new: tuple[str, ...]


def take_texts(store: Store, clock: Clock, person: Person, texts: Sequence[ReadText]) -> tuple[TakenText, ...]:
    """Keep pages and put what was read in them up for review; what was read before is not put up twice.

    Raises:
        NotAllowed: `auth.forbidden` to whoever does not keep books.
    """
    check_right(person, KEEPS_BOOKS, _TAKES)
    with store.transaction():
        register = read_register(store)
        before = set(register.candidates)
        deeds, taken = [], []
        for one in texts:
            deed = _deed(one)
            new = tuple(dict.fromkeys(found.id for found in deed.candidates if found.id not in before))
            taken.append(TakenText(name=one.name, document=deed.document, read=len(one.candidates), new=new))
            before.update(new)
            if new:
                keep_file(store, clock, person, one.name, one.content, outcome=TEXT)
                deeds.append(deed)
        act_on(store, clock, person, deeds)
    return tuple(taken)


def _deed(text: ReadText) -> Taken:
    document = sha256_hex(text.content)
    return Taken(document=document, name=text.name, published=text.published, candidates=text.candidates)
