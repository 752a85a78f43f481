"""A broken file or a forbidden act, put through intake or the act itself, and the answer held against what is due."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import desk
import drafts
import returns_sample as sample
from drafts import MONTH, TO_DATE, Change, Draft
from expected import Expected
from shapes import SHAPES, TEXTS, Paper, Where
from zhibiao.monthly.returns import Scope
from zhibiao.procedures.intake import INFORMING, IntakeResult
from zhibiao.readers.catalogue_csv import read_catalogue
from zhibiao.store.book_store import BookStore
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.quantity import UNITS, convert

CATALOGUE = read_catalogue(sample.DATA)
MOST_SECONDS = 2.0
ROOT = "edit.multiple"
SCOPES = {MONTH: Scope.PERIOD, TO_DATE: Scope.YEAR_TO_DATE}
Figures = dict[tuple[str, str, Scope], Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One mistake, or one unusual thing that is none, in the shapes in which it may arrive.

    Args:
        id: the catalogue's, or that of a twin: the neighbour's with a word.
        shapes: names of `shapes.SHAPES`, or "" where `content` gives the bytes themselves.
        start: the sound return.
        given: the change of what its cells hold.
        book: a change of the workbook as its owner would make it, in a spreadsheet.
        text: a change of the text table or document.
        encoding: of the text.
        raw: a change of the bytes.
        content: all bytes, where no shape fits.
        name: the name of the file, where it matters.
        where: the places of which one finding of the code must name the first, and all among them.
        facts: what the finding's text must carry.
        figures: what must come out where the cells do not say it themselves, by field and column; "" for nothing.
        along: other codes that may ask beside it, each with a cause of its own.
        history: which book it is taken into.
        received: when, where it is not the desk's own day.
        due: for a twin, what is due.
        also: further demands on the answer.
    """

    id: str
    shapes: tuple[str, ...] = ("form",)
    start: Callable[[], Draft] = drafts.good
    given: Change | None = None
    book: Callable[[Any, Paper], object] | None = None
    text: Callable[[str], str] | None = None
    encoding: str = "utf-8"
    raw: Callable[[bytes, Paper], bytes] | None = None
    content: Callable[[], bytes] | None = None
    name: str = ""
    where: Callable[[Paper], Iterable[Where]] | None = None
    facts: tuple[str, ...] = ()
    figures: Mapping[tuple[str, int], str] = field(default_factory=dict)
    along: tuple[str, ...] = ()
    history: str = "history"
    received: dt.datetime | None = None
    due: Expected | None = None
    also: Callable[[Answer], None] | None = None

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of one file: the result, the store after it, and the file as it was."""

    result: IntakeResult
    store: BookStore
    paper: Paper
    before: int
    finding: Finding | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One row of the table."""

    id: str
    shape: str
    due: Expected
    outcome: str
    codes: tuple[str, ...]
    place: str
    seconds: float
    faults: tuple[str, ...]

    @property
    def is_ok(self) -> bool:
        return not self.faults


def write(case: Case, shape: str) -> tuple[Paper, Draft, Draft]:
    """The file of a case in one shape, and the draft before and after the change."""
    before, draft = case.start(), case.start()
    if case.given:
        case.given(draft)
    if case.content is not None:
        return Paper("", case.name or "return.xlsx", case.content()), before, draft
    written, paper = SHAPES[shape](draft)
    if shape not in TEXTS:
        if case.book:
            case.book(written, paper)
        paper.content = desk.saved(written)
    else:
        text = case.text(written) if case.text else written
        paper.content = text.encode(case.encoding)
    if case.raw:
        paper.content = case.raw(paper.content, paper)
    paper.name = case.name or paper.name
    return paper, before, draft


def judge(case: Case, shape: str, due: Expected, books: desk.Books) -> Verdict:
    """Put one case in one shape through intake, for good, and tell everything that is not as it is due."""
    paper, before, draft = write(case, shape)
    try:
        store, returns, result, seconds = _taken(case, paper, books)
        if seconds > MOST_SECONDS:  # once more: a busy machine is no fault of the program
            store, returns, result, seconds = _taken(case, paper, books)
    except Exception as error:  # noqa: BLE001 - a crash is a row of the table, not the end of it
        fault = f"crashed: {error!r}"[:300]
        return Verdict(
            id=case.id, shape=shape, due=due, outcome="CRASH", codes=(), place="", seconds=0.0, faults=(fault,)
        )
    named = [finding for finding in result.findings if finding.code == due.code]
    best = next((one for one in named if case.where and not _misplaced(one, list(case.where(paper)))), None)
    finding = best or next(iter(named), None)
    answer = Answer(result=result, store=store, paper=paper, before=returns, finding=finding)
    faults = [
        *_class_and_code(result, due, finding),
        *_place(case, paper, due, finding, shape),
        *_unasked(case, paper, result, due),
        *_left(answer, due, draft),
        *_texts(result),
        *_figures_out(case, answer, due, before, draft, shape),
    ]
    if seconds > MOST_SECONDS:
        faults.append(f"took {seconds:.1f} s")
    if case.also:
        try:
            case.also(answer)
        except AssertionError as error:
            faults.append(f"also: {str(error)[:200]}")
    return Verdict(
        id=case.id,
        shape=shape,
        due=due,
        outcome=result.outcome.value,
        codes=tuple(dict.fromkeys(one.code for one in result.findings)),
        place=str(finding.place) if finding else "",
        seconds=seconds,
        faults=tuple(faults),
    )


def _taken(case: Case, paper: Paper, books: desk.Books) -> tuple[BookStore, int, IntakeResult, float]:
    """A copy of the book after the file was taken in, how many returns it held before, the answer, and how long."""
    store = books.copy(case.history)
    returns = len(store.returns())
    start = time.perf_counter()
    result = desk.intake(store, paper.content, name=paper.name, read=books.read, at=case.received)
    return store, returns, result, time.perf_counter() - start


def _class_and_code(result: IntakeResult, due: Expected, finding: Finding | None) -> Iterable[str]:
    if result.outcome.value != due.outcome:
        told = [(one.code, one.severity.name, one.place.cell or one.place.row) for one in result.findings]
        yield f"class {result.outcome.value}, {due.outcome} is due: {told[:6]}"
    if due.code and finding is None:
        yield f"no {due.code}"


def _place(case: Case, paper: Paper, due: Expected, finding: Finding | None, shape: str) -> Iterable[str]:
    if finding is None:
        return
    if not finding.place.file:
        yield "no file named"
    if case.where is not None:
        yield from _misplaced(finding, list(case.where(paper)))
    facts = set(case.facts)
    facts |= {"limit", "actual"} & set(due.locate)
    facts |= {"part"} if "part name" in due.locate else set()
    facts |= {"offset"} if "byte offset" in due.locate else set()
    for name in sorted(facts):
        if finding.facts.get(name) in (None, "", "—"):
            yield f"fact {name} missing from {sorted(finding.facts)}"
    if "field" in due.locate and not (finding.place.field or finding.place.cell):
        yield "no field named"


def _misplaced(finding: Finding, due: list[Where]) -> list[str]:
    """A joined finding names its cells in its text; the first of them is its place."""
    place = finding.place
    named = {*re.split(r"[,、]", place.cell), *re.split(r"[,、(…]", str(finding.facts.get("cell", "")))}
    rows = {str(place.row), *re.split(r"[,、(…]", str(finding.facts.get("rows", ""))), *named}
    rows |= {str(finding.facts.get("first", ""))} | {one.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for one in named}
    faults = []
    for where in due:
        if where.sheet != place.sheet:
            faults.append(f"sheet {place.sheet!r}, {where.sheet!r} is due")
        if where.cell and where.cell not in named:
            faults.append(f"cell {place.cell or place.row or named!r}, {where.cell} is due")
        if where.row and not where.cell and str(where.row) not in rows:
            faults.append(f"row {place.row or place.cell!r}, {where.row} is due")
    return faults


def _unasked(case: Case, paper: Paper, result: IntakeResult, due: Expected) -> Iterable[str]:
    """Nothing else is asked, unless as a consequence; nothing at all where the file is to be accepted.

    That one figure breaks several rules may be said of the very figure that the case is about, and of no other.
    """
    about = list(case.where(paper)) if case.where else []
    for finding in result.findings:
        if finding.code in INFORMING or finding.code == due.code:
            continue
        if finding.code == ROOT and any(not _misplaced(finding, [one]) for one in about):
            continue
        limit = Severity.NOTE if due.outcome == "ACCEPT" else Severity.QUERY
        if finding.severity >= limit and not finding.because and finding.code not in case.along:
            yield f"unasked {finding.code} {finding.severity.name} {finding.place.cell or finding.place.row}"


def _left(answer: Answer, due: Expected, draft: Draft) -> Iterable[str]:
    """The file is kept as evidence whatever becomes of it; returns only where they may be used."""
    store, result = answer.store, answer.result
    if result.file_sha256 not in {kept.sha256 for kept in store.files()}:
        if "dup.idempotent" not in {one.code for one in result.findings}:
            yield "raw file not kept"
    elif store.file_content(result.file_sha256) != answer.paper.content:
        yield "raw file altered"
    new = len(store.returns()) - answer.before
    if new != len(result.returns):
        yield f"{new} returns stored, {len(result.returns)} told"
    if due.outcome == "REJECT_FILE" and new:
        yield f"{new} returns left behind"
    if due.outcome == "QUARANTINE" and new >= len(draft.blocks):
        yield "a quarantined return was stored"
    if due.outcome in ("ACCEPT", "NORMALISE") and not due.code.startswith("dup.") and new != len(draft.blocks):
        yield f"{new} returns stored of {len(draft.blocks)}"
    yield from desk.left_on_disk()


def _texts(result: IntakeResult) -> Iterable[str]:
    for finding in result.findings:
        for lang in ("zh", "en"):
            for words in (CATALOGUE.what, CATALOGUE.why, CATALOGUE.hint):
                text = words(finding.code, lang, finding.facts)  # type: ignore[arg-type]
                if not text or re.search(r"\{\w*\}|Text\(|None|Decimal\(", text):
                    yield f"text of {finding.code} in {lang}: {text!r}"


def _figures_out(case: Case, answer: Answer, due: Expected, before: Draft, draft: Draft, shape: str) -> Iterable[str]:
    """Every figure that was stored is the one that the cells say; the draft's own where a cell was only typed oddly."""
    if not shape or due.outcome not in ("ACCEPT", "NORMALISE", "QUERY") or not answer.result.returns:
        return
    stored: Figures = {
        (item.enterprise, fact.field, fact.scope): fact.value for item in answer.result.returns for fact in item.facts
    }
    meant = _meant(case, before, draft)
    for key in sorted(set(stored) | set(meant), key=str):
        if stored.get(key) != meant.get(key):
            yield f"figure {key[1]} {key[2].value}: {stored.get(key)} stored, {meant.get(key)} filed"


def _meant(case: Case, before: Draft, draft: Draft) -> Figures:
    meant: Figures = {}
    for number, one in enumerate(draft.blocks):
        for line in one.lines:
            of = draft.dictionary[line.field]
            unit = UNITS.get(str(line.unit).strip(), of.form_unit)
            for column, scope in SCOPES.items():
                value = line.cells[column]
                if (line.field, column) in case.figures:
                    if case.figures[line.field, column]:
                        meant[one.firm.id, line.field, scope] = Decimal(case.figures[line.field, column])
                    continue
                if isinstance(value, str):
                    value = before.blocks[number].line(line.field).cells[column]
                if isinstance(value, Decimal):
                    inner = convert(value, source=unit, target=of.unit)
                    meant.setdefault((one.firm.id, line.field, scope), inner)
    return meant


def cell(code: str, column: int = MONTH) -> Callable[[Paper], Iterable[Where]]:
    """The cell of a field's figure."""
    return lambda paper: [paper.at(code, column)]


def cells(*keys: tuple[object, ...] | str) -> Callable[[Paper], Iterable[Where]]:
    """Several cells, the first of them foremost; a word alone is a field's figure of the month."""
    return lambda paper: [paper.at(key, MONTH) if isinstance(key, str) else paper.at(*key) for key in keys]


def at(*key: object) -> Callable[[Paper], Iterable[Where]]:
    """Another cell: ("name",), ("code",), ("period",), (field, "unit"), (field, "name")."""
    return lambda paper: [paper.at(*key)]


def fixed(sheet: str = "", cell: str = "", row: int = 0) -> Callable[[Paper], Iterable[Where]]:
    """A place known beforehand."""
    return lambda _: [Where(sheet, cell, row)]


def due(outcome: str, code: str = "", *locate: str) -> Expected:
    """What is due to a twin."""
    return Expected(outcome=outcome, code=code, locate=locate)
