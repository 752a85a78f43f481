"""The bundled city arrives file by file: every planted blemish is found, and clean returns pass in peace."""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pytest

from zhibiao.procedures.intake import Fate, IntakeResult, Receipt, take_in
from zhibiao.readers.city_yaml import read_city
from zhibiao.readers.dictionary_csv import read_dictionary
from zhibiao.readers.returns.return_file import read_returns
from zhibiao.readers.sector_yaml import read_sector
from zhibiao.store.book_store import BookStore
from zhibiao.terms.finding import Finding, Severity

DATA = Path(__file__).parents[2] / "src" / "zhibiao" / "data"
CITY = DATA / "city"
REFUSED = {Fate.QUARANTINED, Fate.REFUSED}
NOT_USED = REFUSED | {Fate.HELD}
UNUSABLE = {"QUARANTINE", "REJECT_FILE"}


def _table(name: str) -> list[dict[str, str]]:
    with (CITY / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@dataclass
class Clock:
    """The instant at which the manifest says a file arrived."""

    time: dt.datetime

    def now(self) -> dt.datetime:
        return self.time


@dataclass(frozen=True)
class Arrived:
    """One return of one file, and what was found about it."""

    file: str
    enterprise: str
    receipt: Receipt
    findings: tuple[Finding, ...]

    @property
    def codes(self) -> set[str]:
        return {finding.code for finding in self.findings}

    @property
    def is_quiet(self) -> bool:
        return all(finding.severity is Severity.NOTE for finding in self.findings)


def _arrivals(file: str, result: IntakeResult) -> list[Arrived]:
    """A finding belongs to the return on its sheet; what is said of the file as a whole belongs to a lone return."""
    by_sheet: dict[str, list[Finding]] = defaultdict(list)
    for finding in result.findings:
        by_sheet[finding.place.sheet].append(finding)
    return [
        Arrived(
            file=file,
            enterprise=receipt.enterprise or receipt.place.sheet,
            receipt=receipt,
            findings=tuple(result.findings if len(result.receipts) == 1 else by_sheet[receipt.place.sheet]),
        )
        for receipt in result.receipts
    ]


@pytest.fixture(scope="module")
def arrived(tmp_path_factory: pytest.TempPathFactory) -> list[Arrived]:
    """All files of the manifest taken in, in order of arrival."""
    dictionary, city = read_dictionary(DATA / "dictionary" / "return.csv"), read_city(CITY / "city.yaml")
    sectors = {path.stem: read_sector(path) for path in (DATA / "sectors").glob("*.yaml")}
    start = dt.datetime(2021, 1, 1, tzinfo=dt.UTC)
    store = BookStore.create(tmp_path_factory.mktemp("city") / "book.sqlite", at=start)
    found: list[Arrived] = []
    for row in _table("manifest.csv"):
        result = take_in(
            store,
            Clock(dt.datetime.fromisoformat(row["received_at"])),
            content=(CITY / row["file"]).read_bytes(),
            name=Path(row["file"]).name,
            uploader=row["uploader"],
            read=read_returns,
            dictionary=dictionary,
            city=city,
            sectors=sectors,
        )
        found += _arrivals(row["file"], result)
    return found


BLEMISHES = _table("blemishes.csv")


@pytest.mark.parametrize("row", BLEMISHES, ids=lambda row: f"{row['file'].rsplit('/', 1)[-1]} {row['kind']}")
def test_each_blemish_is_found(row: dict[str, str], arrived: list[Arrived]) -> None:
    (one,) = [one for one in arrived if (one.file, one.enterprise) == (row["file"], row["enterprise"])]
    told = row["finding_code"]
    if (told and not row["resolved_by"]) or (told and told != "rev.superseded"):
        assert told in one.codes
    else:
        assert one.is_quiet
    assert (row["expected_outcome"] in UNUSABLE) == (one.receipt.fate in REFUSED)


def test_what_a_later_file_resolves_is_taken_in_as_its_own_version(arrived: list[Arrived]) -> None:
    resolved = [row for row in BLEMISHES if row["resolved_by"]]
    assert resolved
    for row in resolved:
        (later,) = [
            one for one in arrived if one.file == row["resolved_by"] and one.receipt.enterprise == row["enterprise"]
        ]
        (doubted,) = [one for one in arrived if (one.file, one.enterprise) == (row["file"], row["enterprise"])]
        first = doubted.receipt.fate in NOT_USED
        assert later.receipt.fate in ({Fate.TAKEN} if first else {Fate.SUPERSEDES, Fate.UNCHANGED})
        assert later.is_quiet


def test_a_slip_of_the_unit_is_asked_about_and_held(arrived: list[Arrived]) -> None:
    held = [one for one in arrived if one.receipt.fate is Fate.HELD]
    assert [("returns/2023-04.xlsx", "LH-S06")] == [(one.file, one.enterprise) for one in held]


def test_clean_returns_are_hardly_ever_queried(arrived: list[Arrived]) -> None:
    planted = {(row["file"], row["enterprise"]) for row in BLEMISHES}
    clean = [one for one in arrived if (one.file, one.enterprise) not in planted]
    loud = [(one.file, one.enterprise, sorted(one.codes)) for one in clean if not one.is_quiet]
    assert 1_500 < len(clean)
    assert len(loud) <= len(clean) * 0.05, loud[:10]
