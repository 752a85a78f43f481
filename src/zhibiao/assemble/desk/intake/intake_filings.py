"""What each enterprise has handed in, receipt by receipt, and how it stands with a month: who is late, and how late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.resources import dictionary
from zhibiao.monthly.returns import Return
from zhibiao.monthly.template import due_on
from zhibiao.procedures.filing.fates import Fate
from zhibiao.procedures.query import Question
from zhibiao.terms.enterprise import ENTERPRISE, City, Enterprise
from zhibiao.terms.instant import LOCAL, instant_of
from zhibiao.terms.period import Month, Period
from zhibiao.terms.submission import Submission

_COUNTS = frozenset({Fate.TAKEN, Fate.SUPERSEDES, Fate.UNCHANGED, Fate.HELD})


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """What became of one return of one file.

    Args:
        submission: the file's number; 0 for a return that came into the book otherwise than as a file handed in.
        file: its name.
        received_at: when it came.
        uploader: who handed it in.
        origin: the address that it came from, or "".
        outcome: of the file as a whole.
        fate: of this return.
        version: the version that it made or repeats; 0 for none.
        period: of the return; None where it could not be told.
        owners: the enterprises of all returns of the file.
    """

    submission: int
    file: str
    received_at: dt.datetime
    uploader: str
    origin: str
    outcome: str
    fate: Fate
    version: int
    period: Period | None
    owners: frozenset[str]

    @property
    def counts(self) -> bool:
        """Whether something usable had come with it, an answer to a question perhaps outstanding."""
        return self.fate in _COUNTS


Filings = Mapping[str, Sequence[Filing]]
"""By enterprise, in order of receipt."""


class FilingState(StrEnum):
    """How an enterprise stands with a month."""

    TAKEN = "taken"
    ASKED = "asked"  # in use, and a question is open
    HELD = "held"  # not used until a question is answered
    UNUSABLE = "unusable"  # filed, and to be filed again
    DUE = "due"
    LATE = "late"


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmMonth:
    """One enterprise and one month.

    Args:
        enterprise: from the list.
        state: how it stands.
        due: the last day to file.
        days_late: from that day until something usable came, or until today where nothing has; 0 in time.
        filings: what was handed in for the month, in order of receipt.
        version: the version that stands; 0 for none.
        questions: findings that still ask something of the enterprise.
    """

    enterprise: Enterprise
    state: FilingState
    due: dt.date
    days_late: int
    filings: tuple[Filing, ...]
    version: int
    questions: int

    @property
    def last(self) -> Filing | None:
        """What was handed in last."""
        return self.filings[-1] if self.filings else None

    @property
    def received_at(self) -> dt.datetime | None:
        """When the first filing came that counts, else the first of all."""
        found = next((one for one in self.filings if one.counts), None)
        found = found or (self.filings[0] if self.filings else None)
        return found.received_at if found else None


def filings_of(opened: OpenBook) -> Filings:
    """Everything handed in so far; returns that came without a file handed in, such as published totals, included."""
    found: dict[str, list[Filing]] = {}
    known: set[tuple[str, Period | None, int]] = set()
    held: dict[tuple[str, Period | None, str], Filing] = {}
    periods: dict[str, Period | None] = {"": None}
    for one in opened.store.submissions.all():
        for enterprise, filing in _receipts(one, periods):
            found.setdefault(enterprise, []).append(filing)
            known.add((enterprise, filing.period, filing.version))
            if filing.fate is Fate.HELD:
                held[enterprise, filing.period, one.file_sha256] = filing
    for item in opened.store.returns():
        if (item.enterprise, item.period, item.version) not in known:
            source = held.get((item.enterprise, item.period, item.file_sha256))
            found.setdefault(item.enterprise, []).append(_without_receipt(item, source))
    return {name: tuple(sorted(own, key=lambda one: one.received_at)) for name, own in found.items()}


def _receipts(one: Submission, periods: dict[str, Period | None]) -> Iterator[tuple[str, Filing]]:
    """The returns of one file; the same few periods are read once."""
    receipts, received_at = one.receipt["receipts"], instant_of(one.received_at)
    owners = frozenset(receipt["enterprise"] for receipt in receipts) - {""}
    for receipt in receipts:
        if receipt["period"] not in periods:
            periods[receipt["period"]] = Period.parse(receipt["period"])
        yield (
            receipt["enterprise"],
            Filing(
                submission=one.number,
                file=one.name,
                received_at=received_at,
                uploader=one.uploader,
                origin=one.origin,
                outcome=one.outcome,
                fate=Fate(receipt["fate"]),
                version=receipt["version"],
                period=periods[receipt["period"]],
                owners=owners,
            ),
        )


def _without_receipt(item: Return, held: Filing | None) -> Filing:
    """A version that no receipt tells of: made when a question was answered, or loaded as published."""
    fate = Fate.TAKEN if item.version == 1 else Fate.SUPERSEDES
    if held is not None:
        return replace(held, received_at=item.received_at, fate=fate, version=item.version)
    return Filing(
        submission=0,
        file="",
        received_at=item.received_at,
        uploader="",
        origin="",
        outcome="",
        fate=fate,
        version=item.version,
        period=item.period,
        owners=frozenset({item.enterprise}),
    )


def month_of_firms(
    firms: Iterable[Enterprise], filings: Filings, questions: Sequence[Question], *, month: Month, today: dt.date
) -> tuple[FirmMonth, ...]:
    """How enterprises stand with a month, in their order.

    Args:
        firms: from whom a return is expected.
        filings: as `filings_of` gives them.
        questions: that stand open.
        month: the month; a period of January with February covers both.
        today: in the authority's time.
    """
    asked: dict[tuple[str, str], int] = {}
    for one in questions:
        key = one.kept.enterprise, one.kept.period
        asked[key] = asked.get(key, 0) + 1
    return tuple(stands(firm, filings.get(firm.id, ()), asked, month=month, today=today) for firm in firms)


def expected(city: City, sector: str, month: Month) -> tuple[Enterprise, ...]:
    """Who files for a month: the enterprises of the sector that have a form and are not dissolved by then."""
    if not dictionary().of_sector(sector):
        return ()
    firms = (one for one in city.of_sector(sector) if one.kind == ENTERPRISE)
    return tuple(one for one in firms if one.until is None or month < one.until)


def filing_sectors(city: City) -> tuple[str, ...]:
    """The sectors whose enterprises file, in the list's order."""
    return tuple(
        dict.fromkeys(one.sector for one in city if one.kind == ENTERPRISE and dictionary().of_sector(one.sector))
    )


def has_form(city: City, enterprise: str) -> bool:
    """Whether that is an enterprise on the list with a form to file."""
    return enterprise in city.enterprises and city[enterprise].sector in filing_sectors(city)


def last_due(today: dt.date) -> Month:
    """The month whose return is to be filed next: the one before today's."""
    return Month(today.year, today.month).shift(-1)


def today_of(opened: OpenBook) -> dt.date:
    """The day in the authority's time."""
    return opened.clock.now().astimezone(LOCAL).date()


def stands(
    firm: Enterprise, own: Sequence[Filing], asked: Mapping[tuple[str, str], int], *, month: Month, today: dt.date
) -> FirmMonth:
    """How one enterprise stands with a month, from what it filed and how many questions are open by its periods."""
    filings = tuple(one for one in own if one.period is not None and month in one.period)
    due = due_on(filings[-1].period or Period.of(month)) if filings else due_on(Period.of(month))
    counting = next((one for one in filings if one.counts), None)
    until = counting.received_at.astimezone(LOCAL).date() if counting else today
    periods = {str(one.period) for one in filings}
    questions = sum(asked.get((firm.id, period), 0) for period in periods)
    version = max((one.version for one in filings), default=0)
    return FirmMonth(
        enterprise=firm,
        state=_state(filings, version, questions, is_past=today > due),
        due=due,
        days_late=max(0, (until - due).days),
        filings=filings,
        version=version,
        questions=questions,
    )


def _state(filings: Sequence[Filing], version: int, questions: int, *, is_past: bool) -> FilingState:
    if not filings:
        return FilingState.LATE if is_past else FilingState.DUE
    if filings[-1].fate is Fate.HELD and questions:
        return FilingState.HELD
    if not version:
        return FilingState.UNUSABLE
    if filings[-1].fate is Fate.QUARANTINED and questions:
        return FilingState.UNUSABLE
    return FilingState.ASKED if questions else FilingState.TAKEN
