"""Arrivals: which file comes when, what is missing from it, and that everything is right in the end."""

import csv
import datetime as dt
from functools import cache
from io import StringIO

from city_sample import city, dictionary, specification
from zhibiao.monthly.form import form_sheet
from zhibiao.simulation.arrivals import Arrival, arrivals_of
from zhibiao.simulation.filings import filing_of
from zhibiao.simulation.lists import blemishes_csv, manifest_csv
from zhibiao.terms.period import Month


@cache
def arrivals() -> dict[str, Arrival]:
    return {arrival.path: arrival for arrival in arrivals_of(specification(), city(), dictionary())}


def test_forty_eight_collected_workbooks_for_fifty_one_months() -> None:
    collected = [path for path, item in arrivals().items() if item.uploader == "analyst-1"]
    assert 48 == len(collected)  # three Januaries come with their Februaries
    assert "returns/2021-02.xlsx" == collected[0]
    assert "returns/2025-03.xlsx" == collected[-1]
    assert "returns/2022-01.xlsx" in collected
    assert "returns/2023-01.xlsx" not in collected


def test_files_are_listed_in_the_order_in_which_they_arrived() -> None:
    instants = [item.received_at for item in arrivals().values() if item.received_at is not None]
    assert sorted(instants) == instants
    rows = list(csv.DictReader(StringIO(manifest_csv(tuple(arrivals().values())))))
    assert len(instants) == len(rows)
    assert {"file": "returns/2021-02.xlsx", "received_at": "2021-03-08T02:30:00Z"}.items() <= rows[0].items()
    assert rows == sorted(rows, key=lambda row: row["received_at"])


def test_the_last_months_are_also_there_firm_by_firm() -> None:
    for month in ("2025-02", "2025-03"):
        own = [path for path in arrivals() if path.startswith(f"returns/firms/{month}/")]
        assert 34 == len(own)


def test_a_late_firm_is_missing_first_and_alone_later() -> None:
    collected, late = arrivals()["returns/2023-06.xlsx"], arrivals()["returns/2023-06_LH-M04.xlsx"]
    assert "LH-M04" not in {sheet.enterprise for sheet in collected.sheets}
    assert ["LH-M04"] == [sheet.enterprise for sheet in late.sheets]
    assert collected.received_at is not None
    assert late.received_at is not None
    assert dt.timedelta(days=20) < late.received_at - collected.received_at


def test_two_months_in_one_return_leave_no_january() -> None:
    january = {sheet.enterprise for sheet in arrivals()["returns/2022-01.xlsx"].sheets}
    february = {sheet.enterprise: str(sheet.period) for sheet in arrivals()["returns/2022-02.xlsx"].sheets}
    assert "LH-C02" not in january
    assert ("2022-01..02", "2022-02") == (february["LH-C02"], february["LH-C01"])


def test_the_last_word_on_every_period_is_the_truth() -> None:
    """Whatever was wrong is filed again, unless what stays is harmless; the CSV file is looked at elsewhere."""
    stays = {
        rule.enterprise + str(rule.month)
        for rule in specification().blemishes
        if rule.by is None or rule.kind.code == "gb18030_csv"
    }
    last = {}
    for item in arrivals().values():
        if item.received_at is not None:
            last |= {(sheet.enterprise, sheet.period): sheet for sheet in item.sheets}
    compared = 0
    for (enterprise, period), sheet in last.items():
        if enterprise + str(period.last) in stays:
            continue
        filing = filing_of(city(), city().register[enterprise], period, dictionary())
        assert form_sheet(filing, dictionary()).rows == sheet.rows, (enterprise, period)
        compared += 1
    assert compared > 1500


def test_every_month_of_every_firm_arrives_exactly_once_or_again_corrected() -> None:
    covered: dict[tuple[str, Month], int] = {}
    for item in arrivals().values():
        if item.received_at is None:
            continue
        firms = [(sheet.enterprise, sheet.period) for sheet in item.sheets]
        for enterprise, period in firms:
            for month in period:
                covered[enterprise, month] = covered.get((enterprise, month), 0) + 1
    wanted = {(name, month) for name in city().figures for month in city().months}
    assert {("LH-M06", Month(2022, 9))} == wanted - set(covered)  # it came as CSV
    assert {1, 2} == set(covered.values())


def test_corrections_arrive_before_the_next_month_is_collected() -> None:
    for rule in specification().blemishes:
        if rule.by is not None:
            following = rule.month.shift(2)
            assert rule.by < dt.date(following.year, following.month, specification().collected_on_day)


def test_the_list_of_blemishes_points_at_files_that_exist() -> None:
    rows = list(csv.DictReader(StringIO(blemishes_csv(tuple(arrivals().values())))))
    assert len(specification().blemishes) == len(rows)
    assert len({row["kind"] for row in rows}) >= 24
    for row in rows:
        assert row["file"] in arrivals()
        assert not row["resolved_by"] or row["resolved_by"] in arrivals()
        sheets = {sheet.name for sheet in arrivals()[row["file"]].sheets}
        assert not row["sheet"] or row["sheet"] in sheets
        assert row["description_zh"]
        assert row["description_en"]
