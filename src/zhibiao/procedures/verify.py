"""Verify a book (复核): each decision derived again by a second program, the whole chain, the raw files by hash."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from zhibiao.errors import BookBroken, NotFound
from zhibiao.ledger.seal import cited_seal
from zhibiao.procedures.capacity.plan import PLANNED, REGISTER
from zhibiao.procedures.citations import check_citations
from zhibiao.procedures.export_decision import export_files
from zhibiao.procedures.heads import HeadChecked
from zhibiao.procedures.ports import Store, StoredDecision
from zhibiao.terms.canonical import content_hash, sha256_hex
from zhibiao.terms.citation import Place
from zhibiao.terms.enterprise import City


class Difference(Protocol):
    """One thing that does not hold, as the independent verifier names it."""

    @property
    def code(self) -> str: ...
    @property
    def file(self) -> str: ...
    @property
    def where(self) -> str: ...
    @property
    def expected(self) -> str: ...
    @property
    def found(self) -> str: ...


class Report(Protocol):
    """What the independent verifier answers: comparisons by kind, differences in order, head of the ledger."""

    @property
    def counts(self) -> Mapping[str, int]: ...
    @property
    def differences(self) -> Sequence[Difference]: ...
    @property
    def head(self) -> str: ...
    @property
    def behind(self) -> Mapping[str, int]: ...


class Verifier(Protocol):
    """The program that shares no code with this one: the module `zhibiao.verification.verify`."""

    FIGURES: frozenset[str]

    def verify_lines(self, lines: Iterable[bytes], *, head: str = "") -> Report: ...
    def parsed(self, lines: Iterable[bytes]) -> Sequence[Mapping[str, Any]]: ...
    def verify_decision(
        self, files: Mapping[str, bytes], *, entries: Sequence[Mapping[str, Any]] | None = None
    ) -> Report: ...
    def verify_seals(
        self, closings: Sequence[Mapping[str, Any]], seals: Sequence[bytes], tables: Mapping[str, Iterable[bytes]]
    ) -> Report: ...
    def verify_papers(
        self,
        entries: Iterable[Mapping[str, Any]],
        *,
        kept: Mapping[str, Sequence[str]],
        plans: Mapping[str, bytes],
        registers: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
        swap_rules: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> Report: ...


class YamlOfBook(Protocol):
    """What the independent verifier cannot read: the registers that capacity was opened from, the rules of swaps."""

    def register(self, content: bytes) -> Sequence[Mapping[str, Any]] | None:
        """A register as one row per furnace, in its order; None when it is none."""
        ...

    def swap_rules(self) -> Mapping[str, Mapping[str, Any]]:
        """The dated rules of swaps by sector."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What came into a book after something that covers all before it: entries of the chain, and rows by table."""

    entries: int
    rows: Mapping[str, int]

    def plain(self) -> dict[str, Any]:
        """The value as plain values."""
        return {"entries": self.entries, "rows": dict(sorted(self.rows.items()))}


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyResult:
    """A book that holds.

    Args:
        decisions: decisions derived again, by short name.
        compared: how many figures were derived again and compared, by kind.
        checked: what else was held against a rule or a hash, by kind.
        entries: entries in the chain.
        raw_files: raw files whose hash was taken again.
        head: hash of the last entry.
        since_seal: what stands behind the last seal, so that only a head, or the next close, covers it.
        held: a head kept outside that the book still holds; what came since is in it.
    """

    decisions: tuple[str, ...]
    compared: Mapping[str, int]
    checked: Mapping[str, int]
    entries: int
    raw_files: int
    head: str
    since_seal: Since
    held: HeadChecked | None = None

    @property
    def since_head(self) -> Since | None:
        """What came after the head that was given; nobody who kept that head has seen it. None without a head."""
        return Since(entries=self.held.later_entries, rows=self.held.later_rows) if self.held else None

    def plain(self) -> dict[str, Any]:
        """The result as plain values."""
        return {
            "decisions": list(self.decisions),
            "figures": sum(self.compared.values()),
            "compared": dict(sorted(self.compared.items())),
            "checked": dict(sorted(self.checked.items())),
            "entries": self.entries,
            "raw_files": self.raw_files,
            "head": self.head,
            "since_seal": self.since_seal.plain(),
            "since_head": self._since_head_plain(),
        }

    def _since_head_plain(self) -> dict[str, Any] | None:
        if self.held is None or self.since_head is None:
            return None
        return {"number": self.held.number, "period": self.held.period, **self.since_head.plain()}


def verify_book(
    store: Store,
    *,
    city: City,
    verifier: Verifier,
    head: str = "",
    held: HeadChecked | None = None,
    yaml: YamlOfBook | None = None,
    looks_up: bool = True,
) -> VerifyResult:
    """Check raw files, the chain and every decision of a book; the first difference ends it.

    Args:
        store: the book's memory.
        city: the register.
        verifier: the independent program.
        head: a ledger head kept outside the book, empty when there is none; without one a ledger whose end was cut
            off, or all of which was rebuilt, looks whole.
        held: a signed head that was held against this book before; the result says what came since.
        yaml: reads registers and the rules of swaps; without it, capacity is held against neither.
        looks_up: hold what entries cite against the record; not for a chain made by hand, which keeps no papers.

    Raises:
        BookBroken: the code of the first difference, with file, place, what was expected and what was found.
    """
    raw_files = _check_raw_files(store)
    counts: Counter[str] = Counter()
    ledger = verifier.verify_lines(store.proofs.lines(), head=store.head())
    counts.update(_sound(ledger))
    if head and head != ledger.head:
        place = Place(file="entries.jsonl", field="head")
        raise BookBroken(
            "verify.head", place=place, file=place.file, where=place.field, expected=head, found=ledger.head
        )
    decisions = store.decisions()
    # Taken apart once for all decisions; a chain without any is never held as a whole.
    entries = verifier.parsed(store.proofs.lines()) if decisions else ()
    for decision in decisions:
        _check_kept(decision)
        files = export_files(store, city=city, decision=decision, entries=b"")
        counts.update(_sound(verifier.verify_decision(files, entries=entries), decision=decision.id))
    if looks_up:
        check_citations(store, store.proofs.lines())
        counts.update(_sound(_verify_papers(store, verifier, yaml)))
    closings = verifier.parsed(line for line in store.proofs.lines() if b',"kind":"close",' in line)
    seals = _verify_seals(store, verifier, closings)
    counts.update(_sound(seals))
    sealed = max((entry["seq"] for entry in closings if cited_seal(entry["basis"])), default=0)
    return VerifyResult(
        decisions=tuple(decision.id for decision in decisions),
        compared={kind: count for kind, count in counts.items() if kind in verifier.FIGURES},
        checked={kind: count for kind, count in counts.items() if kind not in verifier.FIGURES},
        entries=ledger.counts["form"],
        raw_files=raw_files,
        head=ledger.head,
        since_seal=Since(entries=ledger.counts["form"] - sealed, rows=seals.behind),
        held=held,
    )


def _verify_seals(store: Store, verifier: Verifier, closings: Sequence[Mapping[str, Any]]) -> Report:
    """Every table held against the seals, row by row; what differs there and nowhere above is in no decision."""
    return verifier.verify_seals(closings, store.proofs.bodies(), store.proofs.tables())


def _verify_papers(store: Store, verifier: Verifier, yaml: YamlOfBook | None) -> Report:
    """Entries of capacity, and withdrawals by hand, held against the files they cite."""
    kept: dict[str, list[str]] = {}
    for file in store.files():
        kept.setdefault(file.sha256, []).append(file.outcome)
    marks = (b'"plan_year":0,', b'"reason":"withdraw.by_hand"')
    entries = verifier.parsed(line for line in store.proofs.lines() if any(mark in line for mark in marks))
    plans, registers = (
        {sha256: store.file_content(sha256) for sha256, outcomes in kept.items() if wanted in outcomes}
        for wanted in (PLANNED, REGISTER)
    )
    if yaml is None:
        return verifier.verify_papers(entries, kept=kept, plans=plans)
    read = {sha256: yaml.register(content) for sha256, content in registers.items()}
    rows = {sha256: found for sha256, found in read.items() if found is not None}
    return verifier.verify_papers(entries, kept=kept, plans=plans, registers=rows, swap_rules=yaml.swap_rules())


def _sound(report: Report, *, decision: str = "") -> Mapping[str, int]:
    """The counts of a report without differences; BookBroken with the first one otherwise."""
    if not report.differences:
        return report.counts
    first = report.differences[0]
    file = f"{decision}/{first.file}" if decision else first.file
    raise BookBroken(
        first.code,
        place=Place(file=file, field=first.where),
        file=file,
        where=first.where,
        expected=first.expected,
        found=first.found,
        differences=len(report.differences),
    )


def _check_raw_files(store: Store) -> int:
    """Take the hash of every raw file again, and see that each was received; how many there were."""
    names = {file.sha256: file.name for file in store.files()}
    for sha256, name in names.items():
        try:
            found = sha256_hex(store.file_content(sha256))
        except (BookBroken, NotFound) as problem:
            found = problem.code
        if found != sha256:
            raise BookBroken("verify.raw_file", place=Place(file=name), name=name, expected=sha256, found=found)
    for sha256 in store.proofs.contents():
        if sha256 not in names:
            raise BookBroken("verify.raw_unknown", place=Place(file=sha256), sha256=sha256)
    return len(names)


def _check_kept(decision: StoredDecision) -> None:
    """The kept body has the kept hash."""
    found = content_hash(decision.body)
    if found != decision.sha256:
        place = Place(file=decision.id)
        raise BookBroken(
            "verify.decision_hash", place=place, decision=decision.id, expected=decision.sha256, found=found
        )
