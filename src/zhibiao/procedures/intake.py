"""Take in files of returns: read, check, keep as evidence, and stage what may be used; all of a file or nothing."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Protocol

from zhibiao.errors import UsageError
from zhibiao.monthly.filed import FileRead, Sighted
from zhibiao.monthly.restatement import takes_place_of
from zhibiao.monthly.returns import Return
from zhibiao.monthly.standing import Tolerances
from zhibiao.procedures.filing.fates import INFORMING, OF_THE_FILE, Fate, IntakeResult, Receipt, answer_to
from zhibiao.procedures.filing.judging import PROVENANCE, Judging, Measures
from zhibiao.procedures.filing.kept import adds_nothing, first_answer, key_reused, submission_of
from zhibiao.procedures.filing.past import Origins, Past, WithinFile
from zhibiao.procedures.ports import Clock, Store, StoredFile
from zhibiao.procedures.restatements import touched_by
from zhibiao.procedures.touched import Touches
from zhibiao.sectors.sector import Sector
from zhibiao.terms.canonical import sha256_hex
from zhibiao.terms.citation import Place
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.enterprise import City
from zhibiao.terms.finding import Finding, Outcome, Severity, outcome_of, ranked
from zhibiao.terms.grounds import NO_GROUNDS, Grounds
from zhibiao.terms.instant import instant_text
from zhibiao.terms.period import Period

# What the answer of this act is made of, for whoever asks the act.
__all__ = ["INFORMING", "PROVENANCE", "Fate", "Handed", "IntakeResult", "Read", "ReadEach", "Receipt", "take_in"]

TolerancesOf = Callable[[str, Period], Tolerances]
"""The tolerances in force for a sector and a period."""

_MANY_FIRMS = 5
_MONTH = dt.timedelta(days=31)
_LEADS_NOWHERE = "id.unknown"
_CODELESS = "id.code_missing"


class Read(Protocol):
    """Reads the returns of a file; whatever is wrong with it comes back as findings."""

    def __call__(self, content: bytes, *, name: str, dictionary: Dictionary, city: City) -> FileRead: ...


class ReadEach(Protocol):
    """Reads many files, given as content and name, and gives what it read in the same order."""

    def __call__(
        self, items: Iterable[tuple[bytes, str]], *, dictionary: Dictionary, city: City
    ) -> Iterator[FileRead]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """A file as handed in.

    Args:
        content: its bytes.
        name: its name, shown and never trusted.
        uploader: who handed it in.
        own: the enterprise whose officer that is, for which alone it may be filed; "" for the bureau's own people.
        key: the sender's mark: the same key with the same bytes gets the first answer again.
        origin: the address or device it came from, or "".
    """

    content: bytes
    name: str
    uploader: str
    own: str = ""
    key: str = ""
    origin: str = ""


def take_in(
    store: Store | None,
    clock: Clock,
    *,
    content: bytes,
    name: str,
    uploader: str,
    read: Read,
    dictionary: Dictionary,
    city: City,
    sectors: Mapping[str, Sector],
    dry_run: bool = False,
    tolerances: Tolerances | TolerancesOf | None = None,
    grounds: Grounds = NO_GROUNDS,
    own: str = "",
    key: str = "",
    origin: str = "",
) -> IntakeResult:
    """Take in one file; the same bytes again give no second version of anything.

    The raw file is kept whatever becomes of it, with its outcome: it is the evidence. A fault of the file as a whole
    stages nothing. Otherwise each return is judged by itself: a quarantined one stays in the kept file only, one that
    a finding holds waits there for the firm's answer, a queried one stands until the firm answers, and a later file of
    the same firm and period is a new version unless its figures are the same. No figure is changed on the way.

    Args:
        store: the book; None only for a dry run without one.
        content, name, uploader, own, key, origin: as in `Handed`.
        read: reads the file; `zhibiao.readers.returns.return_file.read_returns`.
        tolerances: those in force, or what gives them for a sector and a period.
        grounds: those that a firm may state.

    Raises:
        UsageError: `intake.book_needed` when there is neither a book nor a dry run.
    """
    measures = measures_of(dictionary, city, sectors, tolerances=tolerances, grounds=grounds)
    desk = Desk(store, clock, measures, dry_run=dry_run)
    handed = Handed(content=content, name=name, uploader=uploader, own=own, key=key, origin=origin)
    if (first := desk.first_answer(handed)) is not None:
        return first
    return desk.take(handed, read(content, name=name, dictionary=dictionary, city=city))


def take_in_each(
    store: Store | None,
    clock: Clock,
    files: Iterable[Handed],
    *,
    read_each: ReadEach,
    measures: Measures,
    dry_run: bool = False,
) -> Iterator[IntakeResult]:
    """Take in many files one after the other, each as `take_in` does, while the next ones are being read.

    What was filed before is read from the book once and continued, not anew for each file.
    """
    desk = Desk(store, clock, measures, dry_run=dry_run)
    waiting: deque[Handed] = deque()

    def handed_on() -> Iterator[tuple[bytes, str]]:
        for handed in files:
            waiting.append(handed)
            yield handed.content, handed.name

    for file in read_each(handed_on(), dictionary=measures.dictionary, city=measures.city):
        yield desk.take(waiting.popleft(), file)


def measures_of(
    dictionary: Dictionary,
    city: City,
    sectors: Mapping[str, Sector],
    *,
    tolerances: Tolerances | TolerancesOf | None = None,
    grounds: Grounds = NO_GROUNDS,
) -> Measures:
    """What returns are held against, with one set of tolerances for all or one for each sector and period."""
    if callable(tolerances):
        return Measures(dictionary=dictionary, city=city, sectors=sectors, grounds=grounds, tolerances=tolerances)
    fixed = tolerances or Tolerances()

    def for_all(_sector: str, _period: Period) -> Tolerances:
        return fixed

    return Measures(dictionary=dictionary, city=city, sectors=sectors, grounds=grounds, tolerances=for_all)


class Desk:
    """Where files are handed in one after the other; what the book holds is read once and continued."""

    def __init__(self, store: Store | None, clock: Clock, measures: Measures, *, dry_run: bool) -> None:
        if store is None and not dry_run:
            raise UsageError("intake.book_needed")
        self._store = store
        self._keeps = store if not dry_run else None
        self._clock = clock
        self._measures = measures
        self._past = Past()
        self._origins = Origins()

    def first_answer(self, handed: Handed) -> IntakeResult | None:
        """What was answered when the sender used that key before; None for a new one."""
        found = self._store.submissions.by_key(handed.uploader, handed.key) if self._store and handed.key else None
        if found is None or self._store is None:
            return None
        if found.file_sha256 != sha256_hex(handed.content):
            return key_reused(found, handed.name)
        return first_answer(self._store, found)

    def take(self, handed: Handed, file: FileRead) -> IntakeResult:
        """Judge a file that was read and keep it: file, answer and returns together or not at all."""
        # Judged under the book's lock, so that two files of one firm at once are a version each.
        with self._keeps.transaction() if self._keeps else nullcontext():
            if (first := self.first_answer(handed)) is not None:
                return first
            now = self._clock.now()
            result = self._judged(handed, file, now)
            if self._keeps:
                return self._kept(self._keeps, handed, result, at=instant_text(now))
            return replace(result, is_dry_run=True)

    def _judged(self, handed: Handed, file: FileRead, now: dt.datetime) -> IntakeResult:
        if self._store:
            self._past.catch_up(self._store)
        sha256 = sha256_hex(handed.content)
        if handed.own:
            if (stranger := next((one for one in file.returns if _is_not_of(one, handed.own)), None)) is not None:
                return _denied(stranger, file, sha256)
            file = _without_codes_of_others(file, self._measures.city[handed.own].credit_code)
        closed: dict[str, tuple[str, ...]] = {}

        def closed_months(sector: str) -> tuple[str, ...]:
            if sector not in closed:
                closed[sector] = tuple(self._store.closed_months(sector=sector)) if self._store else ()
            return closed[sector]

        judging = Judging(
            measures=self._measures, past=WithinFile(self._past), closed_months=closed_months, now=now, sha256=sha256
        )
        result = self._with_origin(handed, judging.answer(file), now)
        return replace(result, touches=self._touches(result.returns))

    def _touches(self, taken: tuple[Return, ...]) -> tuple[Touches, ...]:
        firms = {item.enterprise for item in taken}
        filed = [*self._past.of_firms(firms), *taken]
        by_firm = {firm: [item for item in filed if item.enterprise == firm] for firm in firms}
        restate = any(takes_place_of(item, other) for item in taken for other in by_firm[item.enterprise])
        if self._store is None or not restate:
            return ()
        return touched_by(self._store, self._measures.city, self._measures.sectors, taken, filed=filed)

    def _with_origin(self, handed: Handed, result: IntakeResult, now: dt.datetime) -> IntakeResult:
        """Many firms from one address within a month are worth a look, and no more: a group's office files for all."""
        if not handed.origin or self._store is None:
            return result
        self._origins.catch_up(self._store, handed.origin)
        here = {receipt.enterprise for receipt in result.receipts if receipt.enterprise}
        firms = here | self._origins.firms(handed.origin, since=now - _MONTH)
        if not here or len(firms) < _MANY_FIRMS:
            return result
        finding = Finding(
            code="qual.one_address_many_firms",
            severity=Severity.QUERY,
            place=Place(file=result.name),
            facts={"origin": handed.origin, "count": len(firms), "most": _MANY_FIRMS - 1, "days": _MONTH.days},
        )
        whose = {id(one): about for one, about in zip(result.findings, result.whose, strict=True)}
        findings = ranked([*result.findings, finding])
        outcome = outcome_of(one for one in findings if one.code not in INFORMING)
        about = tuple(whose.get(id(one), OF_THE_FILE) for one in findings)
        return replace(result, findings=findings, whose=about, outcome=outcome)

    def _kept(self, store: Store, handed: Handed, result: IntakeResult, *, at: str) -> IntakeResult:
        """Bytes already kept are kept again, and answered under a new number, only if something new came of them."""
        last = store.submissions.last_of(result.file_sha256)
        if last is not None and not handed.key and adds_nothing(last, result):
            return replace(result, submission=last.number)
        if result.returns or not store.keeps(result.file_sha256):
            stored = StoredFile(
                sha256=result.file_sha256,
                name=result.name,
                received_at=at,
                uploader=handed.uploader,
                outcome=result.outcome.value,
            )
            store.add_file(stored, handed.content)
        for item in result.returns:
            store.add_return(item)
        kept = store.submissions.add(
            submission_of(result, uploader=handed.uploader, key=handed.key, origin=handed.origin, at=at)
        )
        return replace(result, submission=kept.number)


def _is_not_of(one: Sighted, own: str) -> bool:
    """Whether a return is another firm's than the officer's, on the register or not: both are answered alike."""
    whose = one.filed.enterprise if one.filed else one.enterprise
    return whose != own if whose else any(finding.code == _LEADS_NOWHERE for finding in one.findings)


def _without_codes_of_others(file: FileRead, own: str) -> FileRead:
    """A name without a code leads to nobody; the code that the list holds for another firm's name is kept back."""

    def kept_back(finding: Finding) -> Finding:
        is_others = finding.code == _CODELESS and finding.facts.get("expected") not in (own, None)
        return replace(finding, facts={**finding.facts, "expected": "—"}) if is_others else finding

    returns = tuple(replace(one, findings=tuple(map(kept_back, one.findings))) for one in file.returns)
    return replace(file, findings=tuple(map(kept_back, file.findings)), returns=returns)


def _denied(stranger: Sighted, file: FileRead, sha256: str) -> IntakeResult:
    """Nothing is said of what the file holds: any more would tell whether the other firm exists, and what it filed."""
    place = replace(stranger.told_at or stranger.place, file=file.name)
    finding = Finding(code="auth.not_own_firm", severity=Severity.REJECT, place=place)
    return answer_to([(finding, OF_THE_FILE)], file_sha256=sha256, name=file.name, outcome=Outcome.DENY)
