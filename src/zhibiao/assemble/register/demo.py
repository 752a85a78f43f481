"""The bundled city's register: its texts taken, reviewed and followed up by the persons of the demo, act by act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.register.desk import RegisterOf, evidence_files, waiting
from zhibiao.assemble.resources import CITY, SetClock
from zhibiao.procedures.register.take_texts import ReadText
from zhibiao.readers.lexicon_csv import read_lexicon
from zhibiao.readers.page_file import page_of
from zhibiao.readers.register_script import Ruling, Step, published_dates, read_register_script
from zhibiao.register.candidate import candidate_of
from zhibiao.register.commitment import Candidate, CommitmentKind
from zhibiao.register.deeds import BlockCause, Claim
from zhibiao.register.matching import candidate_said, changed_settings, overlaps, reads_otherwise
from zhibiao.terms.canonical import sha256_hex
from zhibiao.texts.clean import clean
from zhibiao.texts.cleaned import Cleaned
from zhibiao.texts.lexicon import Lexicon
from zhibiao.texts.reading import read

_TEXTS, _REGISTER = "texts", "register"
_ITEM = "@"


@dataclass(slots=True)
class Reviews:
    """How the reading stood the review: candidates that were right as read, corrected, joined to others or rejected,
    and what a person had to enter by hand because it was not read."""

    right: int = 0
    corrected: int = 0
    by_hand: int = 0
    merged: int = 0
    rejected: int = 0


@dataclass
class DemoRegister:
    """The register's script on its way through the demo."""

    opened: OpenBook
    clock: SetClock
    reviews: Reviews = field(default_factory=Reviews)
    _texts: dict[str, Cleaned] = field(default_factory=dict)
    _items: dict[str, str] = field(default_factory=dict)
    _done: int = 0

    def until(self, instant: dt.datetime) -> None:
        """Do what its persons did up to an instant; the clock stands at the last of it."""
        while self._done < len(self._steps) and self._steps[self._done].at <= instant:
            step = self._steps[self._done]
            self._done += 1
            self.clock.instant = step.at
            self._do(step)

    def facts(self) -> dict[str, Any]:
        """What stands in the register as of the day of its last act, and how the reading stood the review."""
        register = RegisterOf(self.opened).register
        kinds = [one.terms.kind for one in register.commitments.values()]
        return {
            "as_of": self._steps[self._done - 1].at.date().isoformat() if self._done else "",
            "texts": len(self._texts),
            "candidates": len(register.candidates),
            "items": len(kinds),
            "waiting": sum(one.waits for one in register.candidates.values()),
            "kinds": {kind.value: kinds.count(kind) for kind in CommitmentKind if kind in kinds},
            "blocked": sum(bool(one.blocks) for one in register.commitments.values()),
            "moved": sum(bool(one.moves) for one in register.commitments.values()),
            "right": self.reviews.right,
            "corrected": self.reviews.corrected,
            "by_hand": self.reviews.by_hand,
            "merged": self.reviews.merged,
            "rejected": self.reviews.rejected,
        }

    @cached_property
    def _steps(self) -> tuple[Step, ...]:
        return read_register_script(CITY / _REGISTER)

    @cached_property
    def _dates(self) -> Mapping[str, str]:
        return published_dates(CITY / _TEXTS / "index.jsonl")

    @cached_property
    def _lexicon(self) -> Lexicon:
        return read_lexicon(())

    def _do(self, step: Step) -> None:
        desk = RegisterOf(self.opened, step.person)
        if step.taken:
            desk.take([self._read(CITY / _TEXTS / step.text)])
        for ruling in step.accepted:
            self._accept(desk, step.text, ruling)
        for ruling in step.merged:
            self._merge(desk, step.text, ruling)
        for ruling in step.rejected:
            self._reject(desk, step.text, ruling)
        if step.item and step.named:
            self._name(desk, step)
        if step.deed:
            _TELL[step.deed](desk, self._items[step.item], dict(step.facts))

    def _read(self, path: Path) -> ReadText:
        """The page's statements as candidates; its cleaned text is kept, for rulings quote it."""
        content = path.read_bytes()
        page = page_of(content, name=path.name)
        cleaned = clean(page.text, self._lexicon, page.source)
        self._texts[path.name] = cleaned
        published = self._dates[path.stem]
        reading = read(cleaned, published=dt.date.fromisoformat(published), lexicon=self._lexicon)
        document = sha256_hex(content)
        found = tuple(
            candidate_of(one, cleaned, document=document, name=path.name, published=published)
            for one in reading.statements
        )
        return ReadText(name=path.name, content=content, candidates=found, published=published)

    def _accept(self, desk: RegisterOf, text: str, ruling: Ruling) -> None:
        terms = {name: self._resolved(value) for name, value in ruling.terms.items()}
        span = self._span(text, ruling)
        candidate = candidate_said(self._waiting(desk, text), span, terms) if span else None
        if candidate is None:
            self.reviews.by_hand += 1
            made = desk.enter(terms, document=CITY / _TEXTS / text, quote=ruling.words)
        else:
            settings = changed_settings(candidate.terms, terms)
            if reads_otherwise(candidate.terms, settings):
                self.reviews.corrected += 1
            else:
                self.reviews.right += 1
            (made,) = desk.accept([candidate.id], settings=settings, as_one=False)
        if ruling.item:
            self._items[ruling.item] = made.id

    def _merge(self, desk: RegisterOf, text: str, ruling: Ruling) -> None:
        found = [one.id for one in self._said(desk, text, ruling)]
        if found:
            self.reviews.merged += len(found)
            desk.merge(found, into=self._items[ruling.item])

    def _reject(self, desk: RegisterOf, text: str, ruling: Ruling) -> None:
        found = [one.id for one in self._said(desk, text, ruling)]
        if found:
            self.reviews.rejected += len(found)
            desk.reject(found, reason=ruling.reason)

    def _said(self, desk: RegisterOf, text: str, ruling: Ruling) -> list[Candidate]:
        """The candidates that still wait and stand at the words; all of the text without words."""
        waiting = self._waiting(desk, text)
        if not ruling.words:
            return list(waiting)
        span = self._span(text, ruling)
        return [one for one in waiting if span and overlaps(one.source, span)]

    def _waiting(self, desk: RegisterOf, text: str) -> list[Candidate]:
        return [one.candidate for one in waiting(desk.register, document=text)]

    def _span(self, text: str, ruling: Ruling) -> tuple[int, int] | None:
        """Where the words stand in the cleaned text; None where it was cleaned otherwise than when they were quoted."""
        start = self._texts[text].text.find(ruling.words)
        return (start, start + len(ruling.words)) if start >= 0 else None

    def _resolved(self, value: str) -> str:
        return self._items[value.removeprefix(_ITEM)] if value.startswith(_ITEM) else value

    def _name(self, desk: RegisterOf, step: Step) -> None:
        for row in step.named:
            desk.desk.item(
                self._items[step.item],
                row["name"],
                claim=Claim(row["claim"]),
                on=dt.date.fromisoformat(row["on"]) if row["on"] else None,
                level=row["level"],
                amount=row["amount"],
                spent=row["spent"],
                evidence=_evidence([row["evidence"]] if row["evidence"] else []),
            )


def _report(desk: RegisterOf, item: str, facts: Mapping[str, Any]) -> None:
    desk.desk.report(
        item,
        claim=Claim(facts["claim"]),
        as_of=dt.date.fromisoformat(facts["as_of"]),
        note=facts.get("note", ""),
        figure=str(facts.get("figure", "")),
        evidence=_evidence(facts.get("evidence", ())),
    )


def _block(desk: RegisterOf, item: str, facts: Mapping[str, Any]) -> None:
    since = dt.date.fromisoformat(facts["since"])
    desk.desk.block(item, cause=BlockCause(facts["cause"]), mover=facts["mover"], since=since, note=facts["note"])


def _release(desk: RegisterOf, item: str, facts: Mapping[str, Any]) -> None:
    ((act, _),) = desk.register.commitment(item).blocks
    desk.desk.release(item, block=act.number, on=dt.date.fromisoformat(facts["on"]), note=facts["note"])


def _move(desk: RegisterOf, item: str, facts: Mapping[str, Any]) -> None:
    (document,) = _evidence([facts["document"]])
    desk.desk.move(item, due=dt.date.fromisoformat(facts["due"]), reason=facts["reason"], document=document)


def _note(desk: RegisterOf, item: str, facts: Mapping[str, Any]) -> None:
    desk.desk.note(
        item,
        on=dt.date.fromisoformat(facts["on"]),
        meeting=facts["meeting"],
        conclusion=facts["conclusion"],
        mover=facts.get("mover", ""),
        due=dt.date.fromisoformat(facts["due"]) if "due" in facts else None,
    )


def _correct(desk: RegisterOf, item: str, facts: Mapping[str, Any]) -> None:
    settings = {name: str(value) for name, value in facts.items() if name != "reason"}
    desk.correct(item, settings=settings, reason=facts["reason"])


_TELL: Mapping[str, Callable[[RegisterOf, str, Mapping[str, Any]], None]] = MappingProxyType(
    {"report": _report, "block": _block, "release": _release, "move": _move, "note": _note, "correct": _correct}
)


def _evidence(names: Iterable[str]) -> list[tuple[str, bytes]]:
    return evidence_files([CITY / _REGISTER / "evidence" / name for name in names])
