"""What an enterprise had filed by an instant: versions, cells, which of them stood, and how a figure came to be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from ledger_sample import START
from zhibiao.errors import NotFound
from zhibiao.monthly.returns import Fact, Return, Scope
from zhibiao.procedures.known_returns import KnownReturns, known_returns
from zhibiao.procedures.ports import Store
from zhibiao.store.book_store import BookStore
from zhibiao.terms.citation import Place
from zhibiao.terms.enterprise import City
from zhibiao.terms.period import Period
from zhibiao.terms.text import Text

CITY = City(id="none", name=Text("无"), authority=Text("无"), note=Text("虚构"), enterprises={})
# period, version, day of receipt, tonnes
FILED = (("2024-01", 1, 0, "100"), ("2024-03", 1, 1, "300"), ("2024-01", 2, 2, "100.0"), ("2024-01..02", 1, 5, "205"))


def _return(period: str, version: int, day: int, tonnes: str) -> Return:
    place = Place(file=f"{day}.xlsx", sheet="E-1", cell="D24")
    return Return(
        enterprise="E-1",
        period=Period.parse(period),
        version=version,
        received_at=START + dt.timedelta(days=day),
        provenance="bureau_monitoring_return",
        file_sha256="",
        facts=(Fact(field="crude_steel_t", scope=Scope.PERIOD, value=Decimal(tonnes), place=place),),
    )


@pytest.fixture
def store(where: Path | str) -> Iterator[Store]:
    """A book with these returns, once on SQLite and once on PostgreSQL."""
    made = BookStore.create(where, at=START)
    for row in FILED:
        made.add_return(_return(*row))
    yield made
    made.close()


def _known(store: Store, day: int | None, period: str = "") -> KnownReturns:
    return known_returns(
        store,
        CITY,
        "E-1",
        period=Period.parse(period) if period else None,
        known_by=None if day is None else START + dt.timedelta(days=day),
    )


@pytest.mark.parametrize(
    ("day", "versions", "standing"),
    [
        (-1, [], set()),
        (0, ["2024-01/v1"], {"2024-01/v1"}),
        (1, ["2024-01/v1", "2024-03/v1"], {"2024-01/v1", "2024-03/v1"}),
        (4, ["2024-01/v1", "2024-01/v2", "2024-03/v1"], {"2024-01/v2", "2024-03/v1"}),
        (5, ["2024-01/v1", "2024-01/v2", "2024-01..02/v1", "2024-03/v1"], {"2024-01..02/v1", "2024-03/v1"}),
        (None, ["2024-01/v1", "2024-01/v2", "2024-01..02/v1", "2024-03/v1"], {"2024-01..02/v1", "2024-03/v1"}),
    ],
)
def test_each_instant_has_its_versions_and_what_stood(
    store: Store, day: int | None, versions: list[str], standing: set[str]
) -> None:
    found = _known(store, day)
    assert [f"E-1/{one}" for one in versions] == [item.reference for item in found.versions]
    assert {f"E-1/{one}" for one in standing} == found.standing


def test_a_period_shows_what_shares_a_month_with_it_and_what_stands_is_judged_by_all(store: Store) -> None:
    found = _known(store, None, "2024-01")
    assert ["2024-01", "2024-01..02"] == [str(period) for period in found.periods]
    assert [False, False, True] == [version["stands"] for version in found.plain()["versions"]]


def test_values_by_version_with_instant_and_cell(store: Store) -> None:
    plain = _known(store, None, "2024-01").plain()
    (single, joint) = plain["vintages"]
    assert [(1, "100", True), (2, "100.0", False)] == [
        (one["version"], one["value"], one["is_new"]) for one in single["values"]
    ]
    assert {"file": "2.xlsx", "sheet": "E-1", "cell": "D24"} == single["values"][1]["place"]
    assert ("2024-01..02", "2024-01-13T01:00:00Z") == (joint["period"], joint["values"][0]["received_at"])
    assert "" == plain["known_by"]


def test_an_enterprise_nobody_knows_is_said(store: Store) -> None:
    with pytest.raises(NotFound) as missing:
        known_returns(store, CITY, "E-2")
    assert "restatement.enterprise_unknown" == missing.value.code
