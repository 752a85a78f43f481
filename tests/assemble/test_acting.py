"""A bureau at work by a set clock: what has to wait is issued when the wait is over, the rest an hour later."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ledger_sample import ANALYST, APPROVER
from small_book import DATA, RULEBOOK_FILE, _city, _file, _periods, _rulebook
from small_book import SmallBook as Small
from zhibiao.assemble.acting import allot
from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.resources import SetClock
from zhibiao.policy.plain import rulebook_hash
from zhibiao.readers.dictionary_csv import read_dictionary
from zhibiao.readers.sector_yaml import read_sector
from zhibiao.store.book_folder import BookFolder, create_book_folder
from zhibiao.terms.authority import BookSettings, CoolingOff

START = dt.datetime(2025, 1, 12, 2, 0, tzinfo=dt.UTC)
# The largest mill of the small city gets some three million tonnes.
CASES = [(None, 1), (CoolingOff(hours=26, above_t=5_000_000), 1), (CoolingOff(hours=26, above_t=100_000), 26)]


@pytest.mark.parametrize(("waits", "hours"), CASES)
def test_a_large_decision_waits_by_the_clock(tmp_path: Path, waits: CoolingOff | None, hours: int) -> None:
    clock: Any = SetClock(START)
    opened = _opened(tmp_path, clock, waits)
    decision = allot(opened, clock, 2025, "steel", analyst=ANALYST.id, approver=APPROVER.id)
    at = {one.act: dt.datetime.fromisoformat(one.at) for one in decision.signatures}
    assert START + dt.timedelta(hours=1) == at["approve"]
    assert dt.timedelta(hours=hours) == at["issue"] - at["approve"]
    opened.store.check()
    opened.store.close()


def _opened(tmp_path: Path, clock: Any, waits: CoolingOff | None) -> OpenBook:
    settings = BookSettings(city="small", language="zh", people=(ANALYST, APPROVER), cooling_off=waits)
    folder: BookFolder = create_book_folder(
        tmp_path / "book", settings=settings, city=b"", rulebooks={"r.yaml": RULEBOOK_FILE.read_bytes()}, at=START
    )
    opened = OpenBook(folder=folder, store=folder.store(at=START), clock=clock)
    rulebook = _rulebook(cap_t=6_500_000)
    rulebook = replace(rulebook, source_sha256=rulebook_hash(rulebook))
    opened.__dict__.update({"city": _city(), "rulebooks": {("steel", 2025): folder.root}})
    opened.read["steel", 2025] = rulebook
    dictionary = read_dictionary(DATA / "dictionary" / "return.csv")
    small = Small(
        store=opened.store,
        city=opened.city,
        sector=read_sector(DATA / "sectors" / "steel.yaml", dictionary),
        dictionary=dictionary,
        rulebook=rulebook,
        clock=clock,
    )
    for year in (2023, 2024):
        _file(small, _periods(year, 12))
    return opened
