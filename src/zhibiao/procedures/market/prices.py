"""Prices of the commodity desk (大宗商品价格): files kept in the book by hash, and all that is read out of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from zhibiao.errors import UsageError
from zhibiao.market.chain import Chain
from zhibiao.market.desk import Desk
from zhibiao.market.goods import Goods
from zhibiao.market.monthly import DOLLAR, MonthlyMean, Priced, priced
from zhibiao.market.price import PriceSeries, merged
from zhibiao.market.price_file import PriceFile
from zhibiao.market.price_table import PriceTable
from zhibiao.procedures.ports import Clock, Person, Store, StoredFile
from zhibiao.procedures.rights import KEEPS_BOOKS, check_right
from zhibiao.terms.canonical import sha256_hex
from zhibiao.terms.exact import rounded
from zhibiao.terms.finding import Finding, Severity, ranked
from zhibiao.terms.instant import instant_of, instant_text
from zhibiao.terms.text import Text

PRICES = "MARKET_PRICES"
"""What files of prices are kept as."""

_TOGETHER = frozenset(
    {
        "price.period_implied",
        "price.period_missing",
        "price.month_partial",
        "price.no_exchange_rate",
        "price.tax_unknown",
    }
)


class ReadPrices(Protocol):
    """Read the bytes of a file of prices; InputRefused where nothing of it can be used."""

    def __call__(self, content: bytes, *, name: str) -> PriceFile: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PricesImported:
    """A file of prices that was kept, or was kept before."""

    file: PriceFile
    sha256: str
    received_at: str
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketPrices:
    """Prices read from files.

    Args:
        files: what each held.
        series: as published, files of one source joined.
        priced: chains, monthly means, and the table in yuan without tax.
        findings: of files, chains and months, hardest first; goods of one matter are told together.
    """

    files: tuple[PriceFile, ...]
    series: tuple[PriceSeries, ...]
    priced: Priced
    findings: tuple[Finding, ...]

    @property
    def is_whole(self) -> bool:
        """Whether no figure was left out for what is wrong with it."""
        return all(finding.severity < Severity.QUARANTINE for finding in self.findings)

    def chain(self, good: str) -> Chain:
        """The chain of a good, of several the one whose last price is newest; UsageError `price.good_not_there`."""
        found = [chain for chain in self.priced.chains if chain.series.good == good]
        _check_there([good], [chain.series for chain in self.priced.chains])
        return max(found, key=lambda chain: (chain.series.points[-1].start, chain.series.points[-1].receipt))


def import_prices(
    store: Store, clock: Clock, *, name: str, content: bytes, person: Person, read: ReadPrices
) -> PricesImported:
    """Keep a file of prices by hash; the same bytes again are the file of before. What cannot be used is not kept.

    Args:
        store: the book's memory.
        clock: the time.
        name: of the file.
        content: its bytes.
        person: an analyst or approver.
        read: reads it.

    Raises:
        NotAllowed: `auth.forbidden`.
        InputRefused: what `read` refuses.
    """
    check_right(person, KEEPS_BOOKS, Text("导入价格", "import prices"))
    file = read(content, name=name)
    sha256 = sha256_hex(content)
    with store.transaction():
        before = next((one for one in _kept(store) if one.sha256 == sha256), None)
        if before is not None:
            return PricesImported(file=file, sha256=sha256, received_at=before.received_at, is_new=False)
        at = instant_text(clock.now())
        store.add_file(
            StoredFile(sha256=sha256, name=name, received_at=at, uploader=person.id, outcome=PRICES), content
        )
    return PricesImported(file=file, sha256=sha256, received_at=at, is_new=True)


def prices_in(
    store: Store,
    read: ReadPrices,
    desk: Desk,
    *,
    goods: Sequence[str] = (),
    known_by: dt.datetime | None = None,
    published_by: dt.date | None = None,
) -> MarketPrices:
    """Everything that the kept files of prices say; of two prices of one good and period the one received later stands.

    Args:
        store: the book's memory.
        read: reads a kept file.
        desk: goods, taxes and usages.
        goods: only these, and the exchange rate; all by default.
        known_by: only files received by then.
        published_by: only prices published by the end of that day, so that a past month sees nothing of its future.
    """
    kept = [one for one in _kept(store) if known_by is None or instant_of(one.received_at) <= known_by]
    files = [read(store.file_content(one.sha256), name=one.name) for one in kept]
    return market_prices(files, desk, goods=goods, published_by=published_by)


def price_table_of(
    store: Store,
    read: ReadPrices,
    desk: Desk,
    *,
    known_by: dt.datetime | None = None,
    published_by: dt.date | None = None,
) -> PriceTable:
    """The monthly prices of a book, in yuan without tax; an empty table where no prices were imported."""
    return prices_in(store, read, desk, known_by=known_by, published_by=published_by).priced.table


def market_prices(
    files: Sequence[PriceFile], desk: Desk, *, goods: Sequence[str] = (), published_by: dt.date | None = None
) -> MarketPrices:
    """Join the series of files, chain them, and take their months.

    Args:
        files: in the order in which they were received.
        desk: goods, taxes and usages.
        goods: only these, and the exchange rate; all by default.
        published_by: only prices published by the end of that day.

    Raises:
        UsageError: `price.good_not_there`.
    """
    received = [_received(one, number) for number, file in enumerate(files, start=1) for one in file.series]
    _check_there(goods, received)
    series = merged([one for one in received if not goods or one.good in (*goods, DOLLAR)])
    if published_by is not None:
        cut = (one.known_by(published_by) for one in series)
        series = tuple(one for one in cut if one.points)
    made = priced(series, taxed=desk.taxed, rates=desk.rates)
    found = [finding for file in files for finding in file.findings]
    return MarketPrices(
        files=tuple(files),
        series=series,
        priced=made,
        findings=ranked([*found, *_told_together(made.findings, desk.goods)]),
    )


def prices_plain(prices: MarketPrices) -> dict[str, Any]:
    """Every series, chained, with its months, as plain values."""
    chains = prices.priced.chains
    return {
        "files": [{"file": file.file, "kind": file.kind.value} for file in prices.files],
        "series": [
            {
                "good": chain.series.good,
                "source": chain.series.source,
                "currency": chain.series.currency,
                "per": chain.series.per,
                "has_vat": chain.series.has_vat,
                "rhythm": chain.series.rhythm.value,
                "points": [
                    {"start": point.start.isoformat(), "level": str(point.price), "is_implied": point.is_implied}
                    for point in chain.series.points
                ],
                "links": [
                    {
                        "start": link.start.isoformat(),
                        "before": link.before,
                        "after": link.after,
                        "factor": str(rounded(link.factor, 6)),
                        "by": link.by,
                    }
                    for link in chain.links
                ],
                "unlinked": [
                    {"first": part.points[0].start.isoformat(), "last": part.points[-1].start.isoformat()}
                    for part in chain.earlier
                ],
            }
            for chain in chains
        ],
        "months": [
            row for chain in chains for row in _means_plain(prices.priced.means_of(chain.series), prices.priced.table)
        ],
    }


def _means_plain(means: Iterable[MonthlyMean], table: PriceTable) -> list[dict[str, Any]]:
    """Monthly means with the price of the table beside them, as plain values."""
    return [
        {
            "good": mean.good,
            "month": str(mean.month),
            "mean": str(mean.price),
            "yuan_without_tax": None if (price := table.price(mean.good, mean.month)) is None else str(price),
            "days": mean.days,
            "implied_days": mean.implied_days,
            "is_whole": mean.is_whole,
            "published_on": mean.published_on.isoformat(),
        }
        for mean in means
    ]


def _check_there(goods: Sequence[str], series: Sequence[PriceSeries]) -> None:
    there = dict.fromkeys(one.good for one in series)
    for good in goods:
        if good not in there:
            raise UsageError("price.good_not_there", good=good, known="、".join(there) or "—")


def _kept(store: Store) -> list[StoredFile]:
    return [file for file in store.files() if file.outcome == PRICES]


def _received(series: PriceSeries, number: int) -> PriceSeries:
    return replace(series, points=tuple(replace(point, receipt=number) for point in series.points))


def _told_together(findings: Iterable[Finding], goods: Goods) -> list[Finding]:
    """Findings with goods by name; several goods with the same matter become one."""
    alike: dict[tuple[object, ...], list[Finding]] = {}
    for number, finding in enumerate(findings):
        facts = sorted((name, str(value)) for name, value in finding.facts.items() if name != "good")
        key = (finding.code, *facts) if finding.code in _TOGETHER else (finding.code, number)
        alike.setdefault(key, []).append(finding)
    return [replace(found[0], facts={**found[0].facts, "good": _names(found, goods)}) for found in alike.values()]


def _names(found: Sequence[Finding], goods: Goods) -> Text:
    codes = list(dict.fromkeys(str(finding.facts["good"]) for finding in found))
    first = goods[codes[0]].name
    if len(codes) == 1:
        return first
    return Text(f"{first.zh}等 {len(codes)} 个品种", f"{first.en} and {len(codes) - 1} more")
