"""Monthly means and the table in yuan without tax: days weigh, gaps are told, nothing is guessed."""

import datetime as dt
from decimal import Decimal

from price_sample import point, series_of
from zhibiao.market.monthly import VatRate, monthly_means, priced
from zhibiao.market.price import Rhythm
from zhibiao.terms.period import Month

RATES = (
    VatRate(first=Month(2018, 5), rate_pct=Decimal(16), source="a"),
    VatRate(first=Month(2019, 4), rate_pct=Decimal(13), source="b"),
)
TAXED = frozenset({"coke"})
FEBRUARY = Month(2024, 2)


def test_periods_weigh_by_their_days() -> None:
    series = series_of([point("2024-02-01", "100"), point("2024-02-11", "200"), point("2024-02-21", "400")])
    (mean,) = monthly_means(series)
    # (10·100 + 10·200 + 9·400) / 29 = 6600 / 29
    assert (Decimal("227.5862"), 29, True) == (mean.price, mean.days, mean.is_whole)
    assert dt.date(2024, 3, 4) == mean.published_on


def test_a_month_with_a_missing_period_says_so_and_fills_nothing() -> None:
    series = series_of([point("2024-02-01", "100"), point("2024-02-21", "400")])
    made = priced([series], taxed=TAXED, rates=RATES)
    (mean,) = made.means[0]
    # (10·100 + 9·400) / 19
    assert (Decimal("242.1053"), 19, False) == (mean.price, mean.days, mean.is_whole)
    assert ["price.period_missing", "price.month_partial"] == [finding.code for finding in made.findings]
    assert ("2024-02", 19, 29) == tuple(made.findings[1].facts[name] for name in ("last", "days", "of"))


def test_days_of_a_worked_out_period_are_counted_apart() -> None:
    series = series_of([point("2024-02-01", "100"), point("2024-02-21", "110", change=4, change_pct="3.8")])
    (mean,) = priced([series], taxed=TAXED, rates=RATES).means[0]
    assert (29, 10, True) == (mean.days, mean.implied_days, mean.is_whole)


def test_tax_comes_out_at_the_rate_of_the_month() -> None:
    series = series_of([point("2019-03-01", "1160"), point("2019-04-01", "1130")], rhythm=Rhythm.MONTH)
    table = priced([series], taxed=TAXED, rates=RATES).table
    assert [Decimal(1000)] * 2 == [table.price("coke", Month(2019, month)) for month in (3, 4)]
    assert "made-up" == table.sources["coke"]


def test_without_a_known_rate_there_is_no_price() -> None:
    early = series_of([point("2018-04-01", "1170")], rhythm=Rhythm.MONTH)
    made = priced([early], taxed=TAXED, rates=RATES)
    assert (None, ["price.tax_unknown"]) == (
        made.table.price("coke", Month(2018, 4)),
        [finding.code for finding in made.findings],
    )
    other = series_of([point("2024-02-01", "1090")], rhythm=Rhythm.MONTH, good="urea")
    assert {} == priced([other], taxed=TAXED, rates=RATES).table.prices


def test_dollars_wait_for_the_rate_of_their_month() -> None:
    ore = series_of(
        [point("2024-01-01", "130"), point("2024-02-01", "120")],
        rhythm=Rhythm.MONTH,
        good="iron_ore",
        currency="USD",
        has_vat=False,
    )
    rate = series_of([point("2024-02-01", "7.1")], rhythm=Rhythm.MONTH, good="usd", per="USD", has_vat=False)
    made = priced([ore, rate], taxed=TAXED, rates=RATES)
    assert (None, Decimal(852)) == tuple(made.table.price("iron_ore", Month(2024, month)) for month in (1, 2))
    (told,) = (finding for finding in made.findings if finding.code == "price.no_exchange_rate")
    assert ("2024-01", 1) == (told.facts["months"], told.facts["count"])


def test_of_two_sources_the_month_received_later_stands() -> None:
    def one(price: str, receipt: int, source: str) -> object:
        return series_of(
            [point("2024-02-01", price, receipt=receipt)], rhythm=Rhythm.MONTH, has_vat=False, source=source
        )

    old, new = one("1000", 1, "a"), one("1100", 2, "b")
    for order in ([old, new], [new, old]):
        assert Decimal(1100) == priced(order, taxed=TAXED, rates=RATES).table.price("coke", FEBRUARY)  # type: ignore[arg-type]
