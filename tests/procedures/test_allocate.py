"""Drafting: who takes part, what is taken from the record, what is missing, who may, and what is stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from allocation_sample import make_rule, make_rulebook
from zhibiao.errors import ActRefused, InputRefused, RulebookRefused, UsageError
from zhibiao.monthly.returns import Fact, Record, Return, Scope
from zhibiao.policy.rulebook import Direction, Missing, Rulebook
from zhibiao.procedures.allocate import claimants_from, draft_allocation
from zhibiao.procedures.ports import DecisionState, Person, Role, StoredFile
from zhibiao.readers.dictionary_csv import read_dictionary
from zhibiao.readers.sector_yaml import read_sector
from zhibiao.store.book_store import BookStore
from zhibiao.terms.canonical import content_hash, sha256_hex
from zhibiao.terms.citation import Place
from zhibiao.terms.enterprise import City, Enterprise, Facility
from zhibiao.terms.period import Month, Period, months_of
from zhibiao.terms.text import Text

DATA = Path(str(files("zhibiao"))) / "data"
DICTIONARY = read_dictionary(DATA / "dictionary" / "return.csv")
STEEL = read_sector(DATA / "sectors" / "steel.yaml")
NOW = dt.datetime(2025, 4, 8, 9, 0, tzinfo=dt.UTC)
ANALYST = Person(id="li", name="李", roles=(Role.ANALYST,))
# A month of each firm: 100 t of steel, of which 30 t of automotive sheet and 70 t of rebar.
MONTH = {
    "crude_steel_t": 100,
    "steel_products_t": 100,
    "rebar_t": 70,
    "auto_sheet_t": 30,
    "value_added_yuan": 120_000,
    "gross_output_yuan": 500_000,
    "taxes_yuan": 30_000,
    "energy_tce": 55,
    "sales_revenue_yuan": 480_000,
}


class Clock:
    """Always the same instant."""

    def now(self) -> dt.datetime:
        return NOW


def firm(name: str, *, since: str = "2010-01", until: str | None = None, **changes: Any) -> Enterprise:
    furnace = Facility(
        id=f"{name}-1",
        kind="converter",
        counts_for="crude_steel_t",
        capacity_t=1500,
        since=Month.parse(since),
        until=Month.parse(until) if until else None,
    )
    plain: dict[str, Any] = {
        "id": name,
        "credit_code": f"91{name}",
        "name": Text(f"{name}钢铁有限公司", f"{name} Works"),
        "sector": "steel",
        "group": "",
        "zone": "",
        "route": "",
        "tier": "normative",
        "grade": "B",
        "facilities": (furnace,),
    }
    return Enterprise(**(plain | changes))


def city(*enterprises: Enterprise) -> City:
    text = Text("市")
    return City(id="x", name=text, authority=text, note=text, enterprises={one.id: one for one in enterprises})


def filed(name: str, month: Month, changes: Mapping[str, int | None] | None = None) -> Return:
    figures = {field: value for field, value in (MONTH | dict(changes or {})).items() if value is not None}
    return Return(
        enterprise=name,
        period=Period.of(month),
        version=1,
        received_at=NOW,
        provenance="test",
        file_sha256=f"{name}-{month}",
        facts=tuple(
            Fact(field=field, scope=Scope.PERIOD, value=Decimal(value), place=Place())
            for field, value in figures.items()
        ),
    )


def years(name: str, *wanted: int, changes: Mapping[str, int | None] | None = None) -> list[Return]:
    return [filed(name, month, changes) for year in wanted for month in months_of(year)]


def rules(**changes: Any) -> Rulebook:
    indicators = (
        make_rule("value_added_per_t", "0.4", price_normalised=True),
        make_rule("high_end_share", "0.3", numerator=("high_end",), denominator="steel_products_t"),
        make_rule("energy_per_t", "0.2", numerator=("energy_tce",), direction=Direction.COST),
        make_rule("capability", "0.1", numerator=("crude_steel_t",), denominator="capacity"),
    )
    numbers = {"cap_t": "2400", "base_years": "2", "capacity_factor": "1.2"}
    plain: dict[str, Any] = {"indicators": indicators, "base_rule": "mean"}
    return make_rulebook(numbers, **(plain | changes))


def claimants(returns: list[Return], *enterprises: Enterprise, month: Month | None = None, **changes: Any) -> dict:
    found = claimants_from(Record.of(returns), city(*enterprises), STEEL, rules(**changes), DICTIONARY, month)
    return {one.enterprise: one for one in found}


def measures(claimant: Any) -> dict[str, tuple[Decimal | None, Decimal | None]]:
    return {item.indicator: (item.numerator, item.denominator) for item in claimant.measures}


def test_what_is_taken_from_the_record() -> None:
    """Twelve months of 2024. At reference prices a month is 70 * 3800 + 30 * 6100 = 449 000 yuan, against 500 000 as
    valued: value added 12 * 120 000 * 0.898 = 1 293 120 yuan. High-end: automotive sheet only, 12 * 30 t."""
    found = claimants(years("AAAA", 2023, 2024), firm("AAAA"))["AAAA"]
    assert {2023: 1200, 2024: 1200} == found.history_t
    assert (1500, 0, "normative", "B", False) == (
        *(found.capacity_t, found.made_t),
        *(found.tier, found.grade, found.is_vetoed),
    )
    assert {
        "value_added_per_t": (1293120, 1200),
        "high_end_share": (360, 1200),
        "energy_per_t": (660, 1200),
        "capability": (1200, 1500),
    } == measures(found)
    assert 24 == len(found.sources)
    assert ("AAAA/2023-01/v1", "AAAA-2023-01") == found.sources[0]


def test_only_the_catalogue_of_the_year_assessed_counts_as_high_end() -> None:
    """Line pipe is in the catalogue of 2024 and not in that of 2021: it counts for plan year 2025, not for 2024."""
    changes = {"auto_sheet_t": None, "pipeline_plate_t": 30}
    returns = years("AAAA", 2022, 2023, 2024, changes=changes)
    later = claimants(returns, firm("AAAA"))["AAAA"]
    start, end = dt.date(2024, 1, 1), dt.date(2024, 12, 31)
    parameters = {
        code: replace(one, values=tuple((start, value) for _, value in one.values))
        for code, one in rules().parameters.items()
    }
    dated = {"plan_year": 2024, "effective": start, "expires": end, "parameters": parameters}
    earlier = claimants(returns, firm("AAAA"), **dated)["AAAA"]
    assert [360, 0] == [measures(one)["high_end_share"][0] for one in (later, earlier)]


def test_a_product_left_blank_was_not_made_but_no_breakdown_is_missing() -> None:
    returns = years("AAAA", 2023, 2024, changes={"auto_sheet_t": None, "rebar_t": 100})
    assert 0 == measures(claimants(returns, firm("AAAA"))["AAAA"])["high_end_share"][0]
    bare = years("AAAA", 2023, 2024, changes={"auto_sheet_t": None, "rebar_t": None})
    loose = tuple(replace(rule, missing=Missing.ZERO) for rule in rules().indicators)
    found = measures(claimants(bare, firm("AAAA"), indicators=loose)["AAAA"])
    assert (None, None) == (found["high_end_share"][0], found["value_added_per_t"][0])


def test_mid_year_counts_what_was_made() -> None:
    returns = years("AAAA", 2023, 2024) + [filed("AAAA", month) for month in months_of(2025)[:4]]
    found = claimants(returns, firm("AAAA"), month=Month(2025, 3))["AAAA"]
    assert (300, 27) == (found.made_t, len(found.sources))


def test_january_and_february_as_one_period_count_once() -> None:
    both = replace(filed("AAAA", Month(2025, 2), {"crude_steel_t": 210}), period=Period.parse("2025-01..02"))
    returns = [*years("AAAA", 2023, 2024), both, filed("AAAA", Month(2025, 3))]
    assert 310 == claimants(returns, firm("AAAA"), month=Month(2025, 3))["AAAA"].made_t


def test_who_takes_part() -> None:
    """Capacity on file in any month of the plan year so far: a firm that closed in March stays in."""
    firms = (
        firm("AAAA"),
        firm("CLOSED", until="2025-03"),
        firm("GONE", until="2025-01"),
        firm("LATER", since="2025-07"),
        firm("ROLLS", facilities=()),
        firm("MAGNESIA", sector="magnesia"),
    )
    returns = [
        item
        for name in ("AAAA", "CLOSED")
        for item in years(name, 2023, 2024) + [filed(name, month) for month in months_of(2025)[:6]]
    ]
    assert {"AAAA", "CLOSED"} == set(claimants(returns, *firms))
    found = claimants(returns, *firms, month=Month(2025, 6))
    assert {"AAAA": 1500, "CLOSED": 0} == {name: one.capacity_t for name, one in found.items()}


def test_a_year_before_the_first_furnace_counts_as_zero() -> None:
    found = claimants(years("NEWER", 2024), firm("NEWER", since="2024-01"))["NEWER"]
    assert {2023: 0, 2024: 1200} == found.history_t


def test_a_veto_is_of_the_year_assessed() -> None:
    for year, expected in ((2023, False), (2024, True), (2025, False)):
        assert expected is claimants(years("AAAA", 2023, 2024), firm("AAAA", veto_years=(year,)))["AAAA"].is_vetoed


def gaps(returns: list[Return], *enterprises: Enterprise, month: Month | None = None) -> list[tuple[str, ...]]:
    with pytest.raises(InputRefused) as refused:
        claimants(returns, *enterprises, month=month)
    assert "allocate.record_incomplete" == refused.value.code
    return [
        (one.code, *(str(one.facts[fact]) for fact in ("enterprise", "field", "months")))
        for one in refused.value.findings
    ]


def test_a_month_without_a_return_is_one_finding_with_its_months() -> None:
    missing = {Month(2023, 5), Month(2024, 11), Month(2024, 12)}
    returns = [item for item in years("AAAA", 2023, 2024) if item.period.start not in missing]
    expected = ("allocate.return_missing", "AAAA", "crude_steel_t", "2023-05、2024-11..2024-12")
    assert [expected] == gaps(returns + years("BBBB", 2023, 2024), firm("AAAA"), firm("BBBB"))


def test_a_month_of_the_plan_year_that_is_not_filed_is_missed_too() -> None:
    returns = [*years("AAAA", 2023, 2024), filed("AAAA", Month(2025, 1)), filed("AAAA", Month(2025, 3))]
    expected = ("allocate.return_missing", "AAAA", "crude_steel_t", "2025-02")
    assert [expected] == gaps(returns, firm("AAAA"), month=Month(2025, 3))


def test_a_figure_left_blank_names_field_and_months() -> None:
    returns = years("AAAA", 2023, 2024)
    returns[14] = filed("AAAA", Month(2024, 3), {"energy_tce": None, "crude_steel_t": None})
    assert [
        ("allocate.figure_missing", "AAAA", "crude_steel_t", "2024-03"),
        ("allocate.figure_missing", "AAAA", "energy_tce", "2024-03"),
    ] == gaps(returns, firm("AAAA"))


def test_a_figure_that_the_rulebook_can_do_without_is_no_gap() -> None:
    loose = tuple(replace(rule, missing=Missing.ZERO) for rule in rules().indicators)
    returns = years("AAAA", 2023, 2024, changes={"energy_tce": None})
    assert (None, 1200) == measures(claimants(returns, firm("AAAA"), indicators=loose)["AAAA"])["energy_per_t"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[BookStore]:
    made = BookStore.create(tmp_path / "book.sqlite", at=NOW)
    content = b"as received"
    file = StoredFile(sha256=sha256_hex(content), name="a.csv", received_at="", uploader="li", outcome="ACCEPT")
    made.add_file(file, content)
    with made.transaction():
        for item in years("AAAA", 2023, 2024) + years("BBBB", 2023, 2024, changes={"energy_tce": 60}):
            made.add_return(replace(item, file_sha256=file.sha256))
    yield made
    made.close()


def draft(store: BookStore, rulebook: Rulebook | None = None, person: Person = ANALYST, **changes: Any) -> Any:
    pair = city(firm("AAAA"), firm("BBBB"))
    arguments: dict[str, Any] = {"person": person, "code_version": "0.1"} | changes
    return draft_allocation(store, Clock(), pair, STEEL, rulebook or rules(), DICTIONARY, **arguments)


def test_a_draft_is_stored_with_its_drafter(store: BookStore) -> None:
    stored = draft(store)
    assert (DecisionState.DRAFT, content_hash(stored.body)) == (stored.state, stored.sha256)
    assert [("draft", "li", "2025-04-08T09:00:00Z")] == [(one.act, one.person, one.at) for one in stored.signatures]
    assert [stored] == list(store.decisions())
    assert 2400 == sum(share["quota_t"] for share in stored.body["shares"])
    assert [("propose", "li", stored.sha256)] == [
        (entry.draft.kind, entry.draft.actor, entry.draft.basis) for entry in store.entries()
    ]
    assert ("li", "0.1", store.head(of_moves=True)) == tuple(
        stored.body[key] for key in ("drafted_by", "code_version", "ledger_head")
    )


def test_drafting_again_gives_the_same_decision(store: BookStore) -> None:
    assert draft(store) == draft(store)
    assert 1 == len(store.decisions())


@pytest.mark.parametrize(
    ("error", "code", "rulebook", "changes"),
    [
        (ActRefused, "allocate.not_analyst", None, {"person": Person(id="w", name="王", roles=(Role.APPROVER,))}),
        (UsageError, "allocate.wrong_sector", {"sector": "magnesia"}, {}),
        (RulebookRefused, "rulebook.refused", {"clauses": {"1": Text("AAAA钢铁有限公司不适用。")}}, {}),
        (UsageError, "allocate.month_outside_year", None, {"month": Month(2024, 12)}),
        (ActRefused, "allocate.rulebook_not_in_force", {"expires": dt.date(2025, 3, 30)}, {"month": Month(2025, 3)}),
        (InputRefused, "allocate.record_incomplete", None, {"month": Month(2025, 1)}),
    ],
)
def test_what_is_refused_leaves_nothing_behind(
    store: BookStore, error: type[Exception], code: str, rulebook: dict | None, changes: dict
) -> None:
    with pytest.raises(error) as refused:
        draft(store, rules(**(rulebook or {})), **changes)
    assert code == refused.value.code  # type: ignore[attr-defined]
    assert [] == list(store.decisions())
