"""Judge the returns of one file: each by itself, held against what its firm filed before, and given its fate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby

from zhibiao.monthly.checks.every import check_return
from zhibiao.monthly.filed import Filed, FileRead, Sighted
from zhibiao.monthly.returns import Record, Return, Scope
from zhibiao.monthly.standing import Standing, Tolerances, amount
from zhibiao.procedures.filing.fates import Fate, IntakeResult, Receipt, Whose, answer_to, receipt_of, whose_of
from zhibiao.procedures.filing.past import WithinFile
from zhibiao.sectors.sector import Sector
from zhibiao.terms.canonical import content_hash
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.enterprise import City
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.grounds import Grounds
from zhibiao.terms.period import Period
from zhibiao.terms.text import Text

PROVENANCE = "bureau_monitoring_return"
"""Returns are the bureau's own monitoring returns, not statistical ones, which may not be used for quotas."""

_MOST_NAMED = 4
_SCOPES = {Scope.PERIOD: Text("本期", "this period"), Scope.YEAR_TO_DATE: Text("累计", "year to date")}
_TWO_YEARS = 24
_GRACE = dt.timedelta(days=1)
_BEIJING = dt.timezone(dt.timedelta(hours=8))

Told = tuple[Finding, Whose]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What every return is held against, whoever filed it.

    Args:
        dictionary, city, sectors, grounds: as the package and the book have them.
        tolerances: those in force for a sector and a period.
    """

    dictionary: Dictionary
    city: City
    sectors: Mapping[str, Sector]
    grounds: Grounds
    tolerances: Callable[[str, Period], Tolerances]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """One file at the moment it is judged.

    Args:
        measures: what returns are held against.
        past: what was filed before.
        closed_months: of a sector.
        now: the present instant.
        sha256: hash of the file.
        confirmed: enterprise and period of held returns that their firm has answered for; these are not asked again.
    """

    measures: Measures
    past: WithinFile
    closed_months: Callable[[str], Collection[str]]
    now: dt.datetime
    sha256: str
    confirmed: Collection[Whose] = field(default=())

    def answer(self, file: FileRead) -> IntakeResult:
        """The answer to a file: nothing of it where any part is refused, else what each return deserves."""
        return self._refused(file) if is_refused(file) else self._judged(file)

    def _refused(self, file: FileRead) -> IntakeResult:
        """Nothing of the file is staged; every finding is told all the same."""
        told = [*_of_file(file), *((finding, whose_of(one)) for one in file.returns for finding in one.findings)]
        receipts = [receipt_of(one, Fate.REFUSED) for one in file.returns]
        return answer_to(told, file_sha256=self.sha256, name=file.name, receipts=receipts)

    def _judged(self, file: FileRead) -> IntakeResult:
        """Earlier periods first, so that a later one is held against what it follows."""
        taken: list[Return] = []
        told = _of_file(file)
        receipts: list[tuple[int, Receipt]] = []
        ordered = sorted(enumerate(file.returns), key=lambda pair: _order(pair[1]))
        for _, together in groupby(ordered, key=lambda pair: _order(pair[1])):
            judged = [(place, one, self.judge(one)) for place, one in together]
            for place, one, (findings, receipt, item) in judged:
                told += [(finding, whose_of(one)) for finding in findings]
                receipts.append((place, receipt))
                if item is not None:
                    self.past.add(item)
                    taken.append(item)
        in_order = [receipt for _, receipt in sorted(receipts, key=lambda pair: pair[0])]
        return answer_to(told, file_sha256=self.sha256, name=file.name, returns=tuple(taken), receipts=in_order)

    def judge(self, one: Sighted) -> tuple[list[Finding], Receipt, Return | None]:
        """Findings and fate of one return, and the version that it makes."""
        findings = list(one.findings)
        if one.filed is None:
            return findings, receipt_of(one, Fate.QUARANTINED), None
        filed = one.filed
        is_confirmed = whose_of(one) in self.confirmed
        if not is_confirmed:
            findings += check_return(filed, self._standing(filed), read=one.findings)
        if any(finding.severity >= Severity.QUARANTINE for finding in findings):
            return findings, receipt_of(one, Fate.QUARANTINED), None
        latest, same = self._earlier(filed)
        if same is not None:
            # What a version was asked when it came is not asked again of its repetition.
            asked = [finding for finding in findings if not finding.holds]
            again = _informing("dup.idempotent", filed, version=same.version, **_about(filed))
            return [*asked, again], receipt_of(one, Fate.UNCHANGED, same.version), None
        if not is_confirmed and any(finding.holds for finding in findings):
            return findings, receipt_of(one, Fate.HELD, figures_sha256=figures_sha256(filed)), None
        return self._version(one, filed, findings, latest)

    def _standing(self, filed: Filed) -> Standing:
        enterprise = self.measures.city[filed.enterprise]
        tolerances = self.measures.tolerances(enterprise.sector, filed.period)
        months = max(_TWO_YEARS, tolerances.history_months) + 1
        return Standing(
            enterprise=enterprise,
            dictionary=self.measures.dictionary,
            record=Record.of(self.past.before(filed, months=months)),
            today=self.now.astimezone(_BEIJING).date(),
            sector=self.measures.sectors.get(enterprise.sector),
            tolerances=tolerances,
            grounds=self.measures.grounds,
        )

    def _earlier(self, filed: Filed) -> tuple[Return | None, Return | None]:
        """The latest version of the period, and the version that this return only repeats."""
        before = [item for item in self.past.of_firm(filed.enterprise) if item.period == filed.period]
        latest = max(before, key=lambda item: item.version, default=None)
        from_here = next((item for item in before if item.file_sha256 == self.sha256), None)
        return latest, from_here or (latest if latest and _figures(latest) == _figures(filed) else None)

    def _version(
        self, one: Sighted, filed: Filed, findings: list[Finding], latest: Return | None
    ) -> tuple[list[Finding], Receipt, Return | None]:
        version = latest.version + 1 if latest else 1
        findings += self._timing(filed, latest)
        if latest:
            changed = self._changes(latest, filed)
            what = Text(zh="；".join(one.zh for one in changed), en="; ".join(one.en for one in changed))
            facts = {"version": version, "changed": _differences(latest, filed), "what": what}
            findings.append(_informing("rev.superseded", filed, **facts, **_about(filed)))
        item = Return(
            enterprise=filed.enterprise,
            period=filed.period,
            version=version,
            received_at=self.now,
            provenance=PROVENANCE,
            file_sha256=self.sha256,
            facts=filed.facts,
        )
        return findings, receipt_of(one, Fate.SUPERSEDES if latest else Fate.TAKEN, version), item

    def _changes(self, latest: Return, filed: Filed) -> list[Text]:
        """The first few fields that differ, with what was filed before and now."""
        before = {(fact.field, fact.scope): fact.value for fact in latest.facts}
        changed: list[Text] = []
        for fact in filed.facts:
            old = before.get((fact.field, fact.scope))
            if old != fact.value and len(changed) < _MOST_NAMED:
                field = self.measures.dictionary[fact.field]
                scope = _SCOPES[fact.scope]
                now, was = amount(fact.value, field), None if old is None else amount(old, field)
                changed.append(
                    Text(
                        zh=f"{field.name.zh}{scope.zh} {was.zh if was else '—'}→{now.zh}",
                        en=f"{field.name.en}, {scope.en}: {was.en if was else '—'} → {now.en}",
                    )
                )
        return changed

    def _timing(self, filed: Filed, latest: Return | None) -> Iterator[Finding]:
        """A closed month keeps its decision; the new figures are a new version, and count from the open month on."""
        closed = self.closed_months(self.measures.city[filed.enterprise].sector)
        is_closed = any(str(month) in closed for month in filed.period)
        if latest is not None and is_closed:
            yield Finding(code="rev.after_decision", severity=Severity.QUERY, place=filed.place, facts=_about(filed))
        elif latest is None and (is_closed or self._is_behind(filed)):
            yield _informing("rev.late", filed, **_about(filed))

    def _is_behind(self, filed: Filed) -> bool:
        """Whether others filed the same period days ago; by date alone every old file of a new book would be late."""
        others = self.past.first_received(filed.period)
        return others is not None and self.now - others > _GRACE


def is_refused(file: FileRead) -> bool:
    """Whether any part of the file keeps all of it out."""
    everything = [*file.findings, *(finding for one in file.returns for finding in one.findings)]
    return any(finding.severity is Severity.REJECT for finding in everything)


def figures_sha256(filed: Filed) -> str:
    """A hash of the figures as read, every digit and the scope of each; where they stand does not count."""
    return content_hash(sorted([field, scope, str(value)] for field, scope, value in _figures(filed)))


def _of_file(file: FileRead) -> list[Told]:
    return [(finding, ("", "")) for finding in file.findings]


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


def _about(filed: Filed) -> dict[str, object]:
    return {"enterprise": filed.enterprise, "period": str(filed.period)}


def _informing(code: str, filed: Filed, **facts: object) -> Finding:
    return Finding(code=code, severity=Severity.NOTE, place=filed.place, facts=facts)
