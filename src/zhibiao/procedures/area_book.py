"""Published provincial output as a book (分省推演): areas as enterprises, last year's total as their cap."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from string import Template

from zhibiao.errors import NotFound
from zhibiao.monthly.published import joined_steps, published_returns
from zhibiao.monthly.returns import Return
from zhibiao.monthly.year_to_date import OutputTable, YearToDate
from zhibiao.procedures.ports import Clock, Store, StoredFile
from zhibiao.procedures.replay_provinces import span, split_off
from zhibiao.terms.canonical import sha256_hex
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Outcome, Severity, ranked
from zhibiao.terms.instant import instant_text
from zhibiao.terms.period import Period
from zhibiao.terms.text import Text

SECTOR, QUANTITY = "steel", "crude_steel_t"
HISTORY_YEARS = 7
_PUBLISHED_ON = 20  # the bureau publishes a month's provinces about the middle of the next one


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaBook:
    """What a book of areas is made of.

    Args:
        year: the plan year.
        series: the areas whose year and year before are whole, in order of name.
        labels: their names, in the same order.
        cap_t: the sum of their output of the year before.
        city: the list of areas, YAML.
        rulebook: the rules of the exercise, YAML.
        findings: who was left out and why, which periods were joined, and that figures are final vintages.
    """

    year: int
    series: tuple[YearToDate, ...]
    labels: tuple[Text, ...]
    cap_t: int
    city: str
    rulebook: str
    findings: tuple[Finding, ...]

    @property
    def starts_at(self) -> dt.datetime:
        """When December of the year before counts as known, and the book begins."""
        return dt.datetime(self.year, 1, _PUBLISHED_ON, 2, tzinfo=dt.UTC)

    def received_at(self, period: Period) -> dt.datetime:
        """When a period's figure counts as known: the history at the start, the plan year month by month."""
        after = period.end
        return max(self.starts_at, dt.datetime(after.year, after.month, _PUBLISHED_ON, 2, tzinfo=dt.UTC))


def area_book(table: OutputTable, *, year: int, city: str, rulebook: str) -> AreaBook:
    """Make a list of areas and rules for a plan year from published totals.

    Args:
        table: published totals since January, by name.
        year: the plan year; it and the year before must be whole for an area to take part.
        city: template that asks for `$year` and `$count`; the areas are put below it.
        rulebook: template that asks for `$year`, `$before` and `$cap_t`.

    Raises:
        NotFound: `replay.year_not_whole`, no area has both years.
    """
    kept, left_out = split_off(table, year=year)
    if not kept:
        first, last = span(table)
        raise NotFound("replay.year_not_whole", year=year, first=first, last=last)
    cap_t = sum(series.total_t(year - 1) or 0 for series in kept)
    vintages = Finding(code="replay.final_vintages", severity=Severity.NOTE, place=Place(), facts={"year": year})
    labels = tuple(table.labels[series.name] for series in kept)
    joined = [
        note
        for series, label in zip(kept, labels, strict=True)
        for each in years_of(year)
        for note in joined_steps(series, each, name=label)
    ]
    return AreaBook(
        year=year,
        series=kept,
        labels=labels,
        cap_t=cap_t,
        city=Template(city).substitute(year=year, count=len(kept)) + "".join(_entries(kept, labels)),
        rulebook=Template(rulebook).substitute(year=year, before=year - 1, cap_t=cap_t),
        findings=ranked([vintages, *table.findings, *left_out, *joined]),
    )


def years_of(year: int) -> range:
    """The plan year and those before it that give season and forecast their history."""
    return range(year - HISTORY_YEARS, year + 1)


def area_id(name: str) -> str:
    """The id of an area, from its English name.

    >>> area_id("Inner Mongolia")
    'CN-INNER-MONGOLIA'
    """
    return "CN-" + name.upper().replace(" ", "-")


def returns_of(book: AreaBook, *, file: str, file_sha256: str) -> Iterator[Return]:
    """Every figure of the plan year and its history as returns, area by area."""
    for series in book.series:
        for year in years_of(book.year):
            yield from published_returns(
                series,
                year,
                enterprise=area_id(series.name),
                field=QUANTITY,
                file=file,
                file_sha256=file_sha256,
                received_at=book.received_at,
            )


def keep_published_file(store: Store, clock: Clock, *, content: bytes, name: str, uploader: str) -> str:
    """Keep a published file by its hash, which is returned."""
    sha256 = sha256_hex(content)
    at = instant_text(clock.now())
    file = StoredFile(sha256=sha256, name=name, received_at=at, uploader=uploader, outcome=Outcome.NORMALISE.value)
    store.add_file(file, content)
    return sha256


def take_in_published(store: Store, returns: Sequence[Return]) -> None:
    """Keep published figures as returns, all of them or none; no form's checks apply, for nobody filed them."""
    with store.transaction():
        for item in sorted(returns, key=lambda one: (one.period, one.enterprise)):
            store.add_return(item)


def _entries(series: Sequence[YearToDate], labels: Sequence[Text]) -> Iterator[str]:
    for one, label in zip(series, labels, strict=True):
        yield (
            f'  - {{id: {area_id(one.name)}, kind: statistical_area, credit_code: "", '
            f'name: {{zh: "{label.zh}", en: "{label.en}"}}, sector: {SECTOR}}}\n'
        )
