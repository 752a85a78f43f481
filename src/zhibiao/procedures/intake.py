"""Take in a file of returns: read it, check it, keep it, and stage what may be used; all in one transaction or none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from typing import Any, Protocol

from zhibiao.errors import UsageError
from zhibiao.monthly.checks.every import check_return
from zhibiao.monthly.filed import Filed, FileRead, Sighted
from zhibiao.monthly.returns import Record, Return
from zhibiao.monthly.standing import Standing, Tolerances, amount
from zhibiao.procedures.ports import Clock, Store, StoredFile
from zhibiao.procedures.restatements import touched_by
from zhibiao.procedures.touched import Touches
from zhibiao.sectors.sector import Sector
from zhibiao.terms.canonical import sha256_hex
from zhibiao.terms.citation import Place
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.enterprise import City
from zhibiao.terms.finding import Finding, Outcome, Severity, outcome_of, ranked
from zhibiao.terms.instant import instant_text
from zhibiao.terms.period import Period
from zhibiao.terms.text import Text

PROVENANCE = "bureau_monitoring_return"
"""Returns are the bureau's own monitoring returns, not statistical ones, which may not be used for quotas."""

INFORMING = frozenset({"dup.idempotent", "rev.superseded", "rev.late"})
"""Codes that tell what became of a return; they leave the outcome of the file as it is."""

_MOST_NAMED = 4
_TWO_YEARS = 24
_GRACE = dt.timedelta(days=1)
_BEIJING = dt.timezone(dt.timedelta(hours=8))


class Read(Protocol):
    """Reads the returns of a file; whatever is wrong with it comes back as findings."""

    def __call__(self, content: bytes, *, name: str, dictionary: Dictionary, city: City) -> FileRead: ...


class Fate(StrEnum):
    """What became of one return."""

    TAKEN = "taken"
    SUPERSEDES = "supersedes"
    UNCHANGED = "unchanged"
    QUARANTINED = "quarantined"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What became of one return of the file; `version` is 0 where none was made, ids are "" where unknown."""

    enterprise: str
    period: str
    fate: Fate
    version: int
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeResult:
    """The answer to a file.

    Args:
        outcome: the hardest answer that any part of the file got.
        file_sha256: hash under which the raw file is kept.
        findings: hardest first, then by place.
        returns: the new versions that may be used.
        receipts: one per return sighted, in the order of the file.
        is_dry_run: whether nothing was kept.
        touches: of the new versions, those that restate earlier ones, with what rests on those; it changes nothing.
    """

    outcome: Outcome
    file_sha256: str
    findings: tuple[Finding, ...]
    returns: tuple[Return, ...]
    receipts: tuple[Receipt, ...]
    is_dry_run: bool
    touches: tuple[Touches, ...] = ()

    @property
    def is_ok(self) -> bool:
        """Whether nothing is asked of the sender."""
        return self.outcome in (Outcome.ACCEPT, Outcome.NORMALISE)

    def plain(self) -> dict[str, Any]:
        """The shape of DESIGN §8 without the texts, which a face adds by code."""
        return {
            "outcome": self.outcome.value,
            "file_sha256": self.file_sha256,
            "dry_run": self.is_dry_run,
            "findings": [_plain_finding(finding) for finding in self.findings],
            "returns": [item.reference for item in self.returns],
            "receipts": [
                {
                    "enterprise": receipt.enterprise,
                    "period": receipt.period,
                    "fate": receipt.fate.value,
                    "version": receipt.version,
                    "sheet": receipt.place.sheet,
                }
                for receipt in self.receipts
            ],
            "touches": [one.plain() for one in self.touches],
        }


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
    tolerances: Tolerances | None = None,
) -> IntakeResult:
    """Take in one file; the same bytes again give no second version of anything.

    The raw file is kept whatever becomes of it, with its outcome: it is the evidence. A fault of the file as a whole
    stages nothing. Otherwise each return is judged by itself: a quarantined one stays in the kept file only, a
    queried one stands until the firm answers, and a later file of the same firm and period is a new version unless
    its figures are the same. No figure is changed on the way.

    Args:
        store: the book; None only for a dry run without one.
        content: the file as received.
        name: its name, shown and never trusted.
        uploader: who handed it in.
        read: reads the file; `zhibiao.readers.return_file.read_returns`.

    Raises:
        UsageError: `intake.book_needed` when there is neither a book nor a dry run.
    """
    if store is None and not dry_run:
        raise UsageError("intake.book_needed")
    act = _Act(
        store=store,
        now=clock.now(),
        sha256=sha256_hex(content),
        dictionary=dictionary,
        city=city,
        sectors=sectors,
        tolerances=tolerances or Tolerances(),
    )
    file = read(content, name=name, dictionary=dictionary, city=city)
    result = act.refused(file) if _is_refused(file) else act.judged(file)
    touches = touched_by(store, city, sectors, result.returns) if store is not None else ()
    result = replace(result, is_dry_run=dry_run, touches=touches)
    if store is not None and not dry_run:
        _keep(store, act, result, file=file.name, content=content, uploader=uploader)
    return result


def _is_refused(file: FileRead) -> bool:
    everything = [*file.findings, *(finding for one in file.returns for finding in one.findings)]
    return any(finding.severity is Severity.REJECT for finding in everything)


def _keep(store: Store, act: _Act, result: IntakeResult, *, file: str, content: bytes, uploader: str) -> None:
    """File and returns together or not at all; bytes already kept are kept again only if they now gave something."""
    is_new = all(kept.sha256 != act.sha256 for kept in store.files())
    if not (is_new or result.returns):
        return
    stored = StoredFile(
        sha256=act.sha256,
        name=file,
        received_at=instant_text(act.now),
        uploader=uploader,
        outcome=result.outcome.value,
    )
    with store.transaction():
        store.add_file(stored, content)
        for item in result.returns:
            store.add_return(item)


@dataclass(frozen=True, slots=True)
class _Past:
    """The returns kept so far: by firm, since a return is held against its own firm only, and when each period began
    to come in."""

    of_firm: dict[str, list[Return]]
    first_received: Mapping[Period, dt.datetime]

    @classmethod
    def of(cls, known: Sequence[Return]) -> _Past:
        of_firm: dict[str, list[Return]] = {}
        first: dict[Period, dt.datetime] = {}
        for item in known:
            of_firm.setdefault(item.enterprise, []).append(item)
            first[item.period] = min(first.get(item.period, item.received_at), item.received_at)
        return cls(of_firm, first)

    def before(self, filed: Filed, *, months: int) -> Iterator[Return]:
        """The firm's returns that any check may look back to."""
        first = filed.period.start.shift(-months)
        return (item for item in self.of_firm.get(filed.enterprise, ()) if item.period.end > first)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Act:
    """What one intake holds on to."""

    store: Store | None
    now: dt.datetime
    sha256: str
    dictionary: Dictionary
    city: City
    sectors: Mapping[str, Sector]
    tolerances: Tolerances

    def refused(self, file: FileRead) -> IntakeResult:
        """Nothing of the file is staged; every finding is told all the same."""
        findings = [*file.findings, *(finding for one in file.returns for finding in one.findings)]
        return self._result(findings, (), [_receipt(one, Fate.REFUSED, 0) for one in file.returns])

    def judged(self, file: FileRead) -> IntakeResult:
        """Each return by itself, earlier periods first, so that a later one is held against what it follows."""
        past = _Past.of(self.store.returns() if self.store else ())
        taken: list[Return] = []
        findings = list(file.findings)
        receipts: list[tuple[int, Receipt]] = []
        ordered = sorted(enumerate(file.returns), key=lambda pair: _order(pair[1]))
        for _, together in groupby(ordered, key=lambda pair: _order(pair[1])):
            judged = [(place, self._judge(one, past)) for place, one in together]
            for place, (more, receipt, item) in judged:
                findings += more
                receipts.append((place, receipt))
                if item is not None:
                    past.of_firm.setdefault(item.enterprise, []).append(item)
                    taken.append(item)
        return self._result(findings, tuple(taken), [receipt for _, receipt in sorted(receipts, key=lambda r: r[0])])

    def _judge(self, one: Sighted, past: _Past) -> tuple[list[Finding], Receipt, Return | None]:
        findings = list(one.findings)
        if one.filed is None:
            return findings, _receipt(one, Fate.QUARANTINED, 0), None
        filed = one.filed
        enterprise = self.city[filed.enterprise]
        standing = Standing(
            enterprise=enterprise,
            dictionary=self.dictionary,
            record=Record.of(past.before(filed, months=max(_TWO_YEARS, self.tolerances.history_months) + 1)),
            today=self.now.astimezone(_BEIJING).date(),
            sector=self.sectors.get(enterprise.sector),
            tolerances=self.tolerances,
        )
        findings += check_return(filed, standing)
        if any(finding.severity >= Severity.QUARANTINE for finding in findings):
            return findings, _receipt(one, Fate.QUARANTINED, 0), None
        return self._version(one, filed, findings, past)

    def _version(
        self, one: Sighted, filed: Filed, findings: list[Finding], past: _Past
    ) -> tuple[list[Finding], Receipt, Return | None]:
        before = [item for item in past.of_firm.get(filed.enterprise, ()) if item.period == filed.period]
        latest = max(before, key=lambda item: item.version, default=None)
        about: dict[str, object] = {"enterprise": filed.enterprise, "period": str(filed.period)}
        from_here = next((item for item in before if item.file_sha256 == self.sha256), None)
        same = from_here or (latest if latest and _figures(latest) == _figures(filed) else None)
        if same is not None:
            findings.append(_informing("dup.idempotent", filed, version=same.version, **about))
            return findings, _receipt(one, Fate.UNCHANGED, same.version), None
        version = latest.version + 1 if latest else 1
        findings += self._timing(filed, latest, past, about)
        if latest:
            changed = self._changes(latest, filed)
            what = Text(zh="；".join(one.zh for one in changed), en="; ".join(one.en for one in changed))
            facts = {"version": version, "changed": _differences(latest, filed), "what": what}
            findings.append(_informing("rev.superseded", filed, **facts, **about))
        item = Return(
            enterprise=filed.enterprise,
            period=filed.period,
            version=version,
            received_at=self.now,
            provenance=PROVENANCE,
            file_sha256=self.sha256,
            facts=filed.facts,
        )
        return findings, _receipt(one, Fate.SUPERSEDES if latest else Fate.TAKEN, version), item

    def _changes(self, latest: Return, filed: Filed) -> list[Text]:
        """The first few fields that differ, with what was filed before and now."""
        before = {(fact.field, fact.scope): fact.value for fact in latest.facts}
        changed: list[Text] = []
        for fact in filed.facts:
            old = before.get((fact.field, fact.scope))
            if old != fact.value and len(changed) < _MOST_NAMED:
                field = self.dictionary[fact.field]
                now, was = amount(fact.value, field), None if old is None else amount(old, field)
                changed.append(
                    Text(
                        zh=f"{field.name.zh} {was.zh if was else '—'}→{now.zh}",
                        en=f"{field.name.en} {was.en if was else '—'} → {now.en}",
                    )
                )
        return changed

    def _timing(self, filed: Filed, latest: Return | None, past: _Past, about: dict[str, object]) -> Iterator[Finding]:
        """A closed month keeps its decision; the new figures are a new version, and count from the open month on."""
        sector = self.city[filed.enterprise].sector
        closed = self.store.closed_months(sector=sector) if self.store else ()
        is_closed = any(str(month) in closed for month in filed.period)
        if latest is not None and is_closed:
            yield Finding(code="rev.after_decision", severity=Severity.QUERY, place=filed.place, facts=about)
        elif latest is None and (is_closed or self._is_behind(filed, past)):
            yield _informing("rev.late", filed, **about)

    def _is_behind(self, filed: Filed, past: _Past) -> bool:
        """Whether others filed the same period days ago; by date alone every old file of a new book would be late."""
        others = past.first_received.get(filed.period)
        return others is not None and self.now - others > _GRACE

    def _result(
        self, findings: Sequence[Finding], returns: tuple[Return, ...], receipts: Sequence[Receipt]
    ) -> IntakeResult:
        return IntakeResult(
            outcome=outcome_of(finding for finding in findings if finding.code not in INFORMING),
            file_sha256=self.sha256,
            findings=ranked(findings),
            returns=returns,
            receipts=tuple(receipts),
            is_dry_run=False,
        )


def _order(one: Sighted) -> tuple[int, int]:
    """Periods in time, those that end sooner first; returns without a period last."""
    if one.filed is None:
        return (9999, 0)
    last = one.filed.period.last
    return (last.year, last.month)


def _figures(of: Filed | Return) -> frozenset[tuple[str, str, Decimal]]:
    return frozenset((fact.field, fact.scope.value, fact.value) for fact in of.facts)


def _differences(latest: Return, filed: Filed) -> int:
    """How many figures differ, are new or are gone."""
    changed = _figures(latest) ^ _figures(filed)
    return len({(field, scope) for field, scope, _ in changed})


def _informing(code: str, filed: Filed, **facts: object) -> Finding:
    return Finding(code=code, severity=Severity.NOTE, place=filed.place, facts=facts)


def _receipt(one: Sighted, fate: Fate, version: int) -> Receipt:
    period: Period | None = one.filed.period if one.filed else None
    return Receipt(
        enterprise=one.filed.enterprise if one.filed else "",
        period=str(period) if period else "",
        fate=fate,
        version=version,
        place=one.place,
    )


def _plain_finding(finding: Finding) -> dict[str, Any]:
    place = finding.place
    return {
        "code": finding.code,
        "severity": finding.severity.name,
        "place": {"file": place.file, "sheet": place.sheet, "cell": place.cell, "row": place.row, "field": place.field},
        "facts": {name: _plain_fact(fact) for name, fact in finding.facts.items()},
    }


def _plain_fact(fact: object) -> object:
    if isinstance(fact, Text):
        return {"zh": fact.zh, "en": fact.en}
    return fact if isinstance(fact, str | int | bool | None) else str(fact)
