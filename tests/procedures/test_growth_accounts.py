"""Growth accounts of an assessed month: entries, exits and late returns, and last year's figure told three ways."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import city_sample
import returns_sample as sample
from ledger_sample import memory_store
from zhibiao.assessment.growth.growth import Comparison
from zhibiao.assessment.growth.growth_account import GrowthAccount, RevisedBase
from zhibiao.assessment.growth.same_scope import Presence
from zhibiao.assessment.monthly import MonthAssessment
from zhibiao.monthly.filed import Filed
from zhibiao.monthly.returns import Fact, Return, Scope
from zhibiao.procedures.assess import assess_month
from zhibiao.store.book_store import BookStore
from zhibiao.terms.canonical import sha256_hex
from zhibiao.terms.citation import Place
from zhibiao.terms.enterprise import City, Enterprise
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.kept import StoredFile
from zhibiao.terms.period import Month, Period
from zhibiao.terms.submission import KeptFinding, Submission
from zhibiao.terms.text import Text

AT = "2025-04-08T02:00:00Z"
FILE = sha256_hex(b"a")
FIELD, MONTH = "crude_steel_t", Month(2025, 3)
MARCH, QUARTER = Period.of(MONTH), Period(Month(2025, 1), Month(2025, 4))


def _firm(name: str, *, until: Month | None = None, group: str = "") -> Enterprise:
    (furnace,) = sample.ARC.facilities
    return replace(sample.ARC, id=name, name=Text(name, name), group=group, facilities=(replace(furnace, until=until),))


CITY = City(
    id="test",
    name=Text("试验市", "Testville"),
    authority=Text("试验市工信局", "Bureau"),
    note=Text("虚构", "made up"),
    enterprises={
        item.id: item
        for item in (
            _firm("A", group="G"),
            _firm("B", group="G"),
            replace(_firm("N"), facilities=()),  # without a furnace on the register: its first return is its entry
            _firm("X", until=Month(2025, 1)),
            _firm("L"),
            replace(_firm("S"), sector="scrap", facilities=()),
        )
    },
)


def _filed(name: str, month: Month, made: int, *, at: dt.datetime | None = None, version: int = 1) -> Return:
    values = {FIELD: made, "gross_output_yuan": made * 4000}
    return Return(
        enterprise=name,
        period=Period.of(month),
        version=version,
        received_at=at or dt.datetime.combine(month.next().last_day, dt.time(2), tzinfo=dt.UTC),
        provenance="test",
        file_sha256=FILE if (name, month) == ("A", MONTH) else "",
        facts=tuple(
            Fact(field=field, scope=Scope.PERIOD, value=Decimal(value), place=Place())
            for field, value in values.items()
        ),
    )


def _months(name: str, made: int, first: str, last: str) -> list[Return]:
    month, returns = Month.parse(first), []
    while month <= Month.parse(last):
        returns.append(_filed(name, month, made))
        month = month.next()
    return returns


def _returns() -> list[Return]:
    """A +10 %, B −5 %, N from July on, X gone by the end of 2024, L late in March; S buys scrap."""
    return [
        *_months("A", 100, "2024-01", "2024-12"),
        *_months("A", 110, "2025-01", "2025-03"),
        *_months("B", 200, "2024-01", "2024-12"),
        *_months("B", 190, "2025-01", "2025-03"),
        *_months("N", 30, "2024-07", "2025-03"),
        *_months("X", 50, "2024-01", "2024-12"),
        *_months("L", 80, "2024-01", "2025-02"),
        *_months("S", 10, "2024-01", "2025-03"),
    ]


def _assess(returns: Sequence[Return], **more: Any) -> MonthAssessment:
    store: BookStore = more.pop("store", None) or memory_store()
    with store.transaction():
        for item in returns:
            store.add_return(replace(item, file_sha256="") if not more else item)
    return assess_month(
        store,
        CITY,
        "steel",
        None,
        city_sample.dictionary(),
        month=MONTH,
        sectors={item.id: item for item in city_sample.sectors()},
        **more,
    )


def _account(found: MonthAssessment, span: Period = MARCH) -> GrowthAccount:
    account = found.growth_account(FIELD, span)
    assert account is not None
    return account


def test_same_scope_beside_raw_and_whole() -> None:
    account = _account(_assess(_returns()))
    assert Comparison(now=300, before=300) == account.scope.same
    assert Comparison(now=330, before=350) == account.scope.whole
    assert Comparison(now=330, before=430) == account.scope.raw
    assert {"N": Presence.ENTERED, "X": Presence.LEFT, "L": Presence.NOT_NOW} == {
        item.enterprise: item.presence for item in account.scope.left_out
    }


def test_contributions_by_firm_group_and_sector() -> None:
    found = _assess(_returns())
    account = _account(found)
    assert {"N": Fraction(60, 7), "A": Fraction(20, 7), "B": Fraction(-20, 7), "X": Fraction(-100, 7)} == {
        item.name: item.points for item in account.firms
    }
    assert Fraction(-40, 7) == account.points == sum(item.points for item in account.groups)
    assert ("G", 0, 2) == next((one.name, one.points, one.enterprises) for one in account.groups if one.name == "G")
    (chain,) = (item for item in found.growth if not item.sector)
    assert QUARTER == chain.span
    assert {
        ("steel", Presence.BOTH),
        ("steel", Presence.ENTERED),
        ("steel", Presence.LEFT),
        ("scrap", Presence.BOTH),
    } == {(item.name, item.presence) for item in chain.sectors}
    assert chain.points == sum(item.points for item in chain.sectors)


def test_the_chain_counts_the_same_enterprises() -> None:
    found = _assess(_returns())
    measure = found.chain[0].measure("gross_output_yuan")
    account = found.growth_account("gross_output_yuan", QUARTER)
    assert measure is not None
    assert account is not None
    assert (account.scope.same, account.scope.raw) == (measure.to_date, measure.raw)
    assert ("N", "X", "L") == measure.left_out


def test_last_year_filed_again_is_told_beside_what_was_filed_first() -> None:
    again = _filed("B", Month(2024, 3), 210, at=dt.datetime(2024, 9, 1, tzinfo=dt.UTC), version=2)
    account = _account(_assess([*_returns(), again]))
    assert (Comparison(now=300, before=310), Comparison(now=300, before=300)) == (account.scope.same, account.by_first)
    assert account.scope.same == account.by_stated
    assert (RevisedBase(enterprise="B", first=200, on_record=210, stated=210),) == account.revised


def _store_with_a_differing_file() -> BookStore:
    """Intake found that A's March states another figure for last year than the record."""
    store = memory_store()
    finding = Finding(code="edit.last_year_differs", severity=Severity.QUERY, place=Place(file="a.xlsx"))
    kept = KeptFinding(position=1, enterprise="A", period=str(MARCH), finding=finding)
    submission = Submission(
        number=0,
        file_sha256=FILE,
        name="a.xlsx",
        received_at=AT,
        uploader="lin",
        outcome="QUERY",
        receipt={},
        findings=(kept,),
    )
    file = StoredFile(sha256=FILE, name="a.xlsx", received_at=AT, uploader="lin", outcome="QUERY")
    with store.transaction():
        store.add_file(file, b"a")
        store.submissions.add(submission)
    return store


def test_last_year_as_this_years_return_states_it() -> None:
    asked: list[str] = []

    def read_again(sha256: str) -> tuple[Filed, ...]:
        asked.append(sha256)
        last_year = (Fact(field=FIELD, scope=Scope.PERIOD, value=Decimal(400), place=Place()),)
        return (Filed(enterprise="A", period=MARCH, place=Place(), facts=(), last_year=last_year),)

    store = _store_with_a_differing_file()
    found = _assess(
        _returns(),
        store=store,
        read_again=read_again,
    )
    account = _account(found)
    assert [FILE] == asked
    assert (RevisedBase(enterprise="A", first=100, on_record=100, stated=400),) == account.revised
    assert Comparison(now=300, before=600) == account.by_stated
    assert Comparison(now=300, before=300) == account.scope.same == account.by_first


def test_a_statement_within_rounding_is_no_revision() -> None:
    def read_again(_: str) -> tuple[Filed, ...]:
        last_year = (Fact(field=FIELD, scope=Scope.PERIOD, value=Decimal(150), place=Place()),)
        return (Filed(enterprise="A", period=MARCH, place=Place(), facts=(), last_year=last_year),)

    found = _assess(_returns(), store=_store_with_a_differing_file(), read_again=read_again)
    assert () == _account(found).revised  # 50 t of a form in 万吨 with two decimals


def test_the_plain_form_has_exact_points() -> None:
    plain = _assess(_returns()).plain()
    account = next(item for item in plain["growth"] if (item["field"], item["span"]) == (FIELD, "2025-03"))
    assert ("-40/7", "60/7", "entered") == (
        account["points"],
        account["firms"][0]["points"],
        account["firms"][0]["presence"],
    )
    assert {"now": 330, "before": 430}.items() <= account["scope"]["raw"].items()
