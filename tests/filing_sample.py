"""A desk at which returns are handed in and queries answered: a book, a clock, and a reader that can be made to ask."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import returns_sample as sample
from ledger_sample import memory_store
from zhibiao.monthly.filed import FileRead, Sighted
from zhibiao.procedures.filing.judging import Measures
from zhibiao.procedures.intake import IntakeResult, measures_of, take_in
from zhibiao.procedures.ports import Person, Role
from zhibiao.procedures.query import Answered, Question, answer_questions, list_questions
from zhibiao.readers.grounds_csv import read_grounds
from zhibiao.readers.returns.return_file import read_returns
from zhibiao.store.book_store import BookStore
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.enterprise import City
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Period

START = dt.datetime(2025, 4, 7, 2, tzinfo=dt.UTC)
MARCH = Period.parse("2025-03")
FIRMS = (sample.STEEL, sample.ARC, sample.SCRAP)
ANALYST = Person(id="lin", name="林岚", roles=(Role.ANALYST,))
AUDITOR = Person(id="zhao", name="赵衡", roles=(Role.AUDITOR,))
OFFICER = Person(id="zhou", name="周报", roles=(Role.OFFICER,), enterprise="TT-1")
OTHER = Person(id="sun", name="孙报", roles=(Role.OFFICER,), enterprise="TT-2")
GROUNDS = read_grounds(sample.DATA / "dictionary" / "grounds.csv")
MEASURES: Measures = measures_of(sample.DICTIONARY, sample.CITY, sample.SECTORS, grounds=GROUNDS)


class Clock:
    """Moves a minute with each look."""

    def __init__(self) -> None:
        self.time = START

    def now(self) -> dt.datetime:
        self.time += dt.timedelta(minutes=1)
        return self.time


@dataclass
class Asking:
    """Reads as the program does, and asks of each return what is set here; `held` says by which firms' it holds."""

    codes: tuple[str, ...] = ("unit.factor_1e4_suspected",)
    held: frozenset[str] = frozenset({"TT-1"})
    severity: Severity = Severity.QUERY

    def __call__(self, content: bytes, *, name: str, dictionary: Dictionary, city: City) -> FileRead:
        read = read_returns(content, name=name, dictionary=dictionary, city=city)
        return replace(read, returns=tuple(self._asked(one) for one in read.returns))

    def _asked(self, one: Sighted) -> Sighted:
        if one.filed is None or one.filed.enterprise not in self.held:
            return one
        holds = self.severity is Severity.QUERY
        asked = (
            Finding(code=code, severity=self.severity, place=one.filed.cell("crude_steel_t"), holds=holds)
            for code in self.codes
        )
        return replace(one, findings=(*one.findings, *asked))


@dataclass
class FilingDesk:
    """A book in memory, and whoever hands in and answers."""

    store: BookStore = field(default_factory=memory_store)
    clock: Clock = field(default_factory=Clock)
    read: Any = read_returns

    def take(self, content: bytes, *, name: str = "return.xlsx", **given: Any) -> IntakeResult:
        return take_in(
            self.store,
            self.clock,
            content=content,
            name=name,
            uploader=given.pop("uploader", "zhou"),
            read=given.pop("read", self.read),
            dictionary=sample.DICTIONARY,
            city=given.pop("city", sample.CITY),
            sectors=sample.SECTORS,
            **given,
        )

    def answer(self, submission: int, *findings: int, **given: Any) -> Answered:
        given = {"person": OFFICER, "reason": "新炉投产", "read": self.read} | given
        return answer_questions(self.store, self.clock, MEASURES, submission=submission, findings=findings, **given)

    def open(self, person: Person = ANALYST, **given: Any) -> tuple[Question, ...]:
        return list_questions(self.store, person, **given)

    @property
    def references(self) -> list[str]:
        return [item.reference for item in self.store.returns()]


def collected(**changed: Any) -> bytes:
    """A good workbook of all three firms; `changed` fields are those of the first."""
    first, *others = FIRMS
    return sample.workbook([sample.filing(first, MARCH, **changed), *(sample.filing(one, MARCH) for one in others)])


def letter(folder: Path) -> Path:
    """A firm's letter."""
    path = folder / "letter.pdf"
    path.write_bytes(b"%PDF-1.4 letter")
    return path
