"""Three made-up areas with published totals since January, taken through the real acts: nothing but output is known."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from ledger_sample import ANALYST, APPROVER, AUDITOR, HandClock, memory_store
from zhibiao.monthly.year_to_date import OutputTable, YearToDate
from zhibiao.policy.review import names_of
from zhibiao.policy.rulebook import Rulebook
from zhibiao.procedures.allocate import draft_allocation
from zhibiao.procedures.approve import approve
from zhibiao.procedures.area_book import AreaBook, area_book, keep_published_file, returns_of, take_in_published
from zhibiao.procedures.close import close_month
from zhibiao.procedures.export_decision import export_decision
from zhibiao.procedures.issue import issue
from zhibiao.readers.city_yaml import read_city
from zhibiao.readers.dictionary_csv import read_dictionary
from zhibiao.readers.rulebook_yaml import read_rulebook
from zhibiao.readers.sector_yaml import read_sector
from zhibiao.store.book_store import BookStore
from zhibiao.terms.enterprise import City
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text
from zhibiao.verification.verify import unpack

DATA = Path(__file__).parents[1] / "src" / "zhibiao" / "data"
DICTIONARY = read_dictionary(DATA / "dictionary" / "return.csv")
SECTOR = read_sector(DATA / "sectors" / "steel.yaml", DICTIONARY)
PUBLISHED = b"as published"
# Tonnes a month; Dongshan runs ahead in the plan year, Beihe's total of July 2021 is revised downwards.
MONTHLY = {"Beihe": 1000, "Dongshan": 700, "Nan Ling": 301}


def table() -> OutputTable:
    """Totals since January from 2014 to 2021; nothing is published for January alone."""
    series = [YearToDate(name=name, made_t=_made(name, monthly)) for name, monthly in MONTHLY.items()]
    labels = {
        "Beihe": Text("北河", "Beihe"),
        "Dongshan": Text("东山", "Dongshan"),
        "Nan Ling": Text("南岭", "Nan Ling"),
    }
    return OutputTable(product="crude_steel", series=tuple(series), labels=labels)


def _made(name: str, monthly: int) -> dict[Month, int]:
    made = {Month(year, month): monthly * month for year in range(2014, 2022) for month in range(2, 13)}
    if name == "Dongshan":
        made |= {Month(2021, month): 800 * month for month in range(2, 13)}
    if name == "Beihe":
        made[Month(2021, 7)] = 5900
    return made


def plan(**templates: str) -> AreaBook:
    """The book's content, from the bundled templates or others."""
    texts = {name: (DATA / "provinces" / f"{name}.yaml.template").read_text("utf-8") for name in ("city", "rulebook")}
    return area_book(table(), year=2021, **(texts | templates))


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaSample:
    """The book, what reads it, and the export of its decision by file name."""

    store: BookStore
    city: City
    rulebook: Rulebook
    decision: str
    export: dict[str, bytes]


def build_areas(folder: Path, rulebook: str | None = None) -> AreaSample:
    """Take the areas through their year until August; `rulebook` is another template."""
    content = plan(**({"rulebook": rulebook} if rulebook else {}))
    city_file, rulebook_file = folder / "city.yaml", folder / "rules.yaml"
    city_file.write_text(content.city, "utf-8")
    rulebook_file.write_text(content.rulebook, "utf-8")
    city = read_city(city_file)
    rules = read_rulebook(rulebook_file, dictionary=DICTIONARY, names=names_of(city))
    store, clock = memory_store(), HandClock(content.starts_at)
    sha256 = keep_published_file(store, clock, content=PUBLISHED, name="published.csv", uploader="wang")
    items = list(returns_of(content, file="published.csv", file_sha256=sha256))
    take_in_published(store, [item for item in items if item.period.last < Month(2021, 1)])
    draft = draft_allocation(store, clock, city, SECTOR, rules, DICTIONARY, person=ANALYST, code_version="test")
    clock.tick()
    approve(store, clock, draft.id, APPROVER)
    issue(store, clock, draft.id, APPROVER, rulebook_sha256=rules.source_sha256)
    take_in_published(store, [item for item in items if Month(2021, 1) <= item.period.last <= Month(2021, 8)])
    clock.instant = dt.datetime(2021, 9, 20, 2, tzinfo=dt.UTC)
    for month in range(1, 9):
        close_month(store, clock, "steel", "crude_steel_t", Month(2021, month), ANALYST)
    return AreaSample(
        store=store,
        city=city,
        rulebook=rules,
        decision=draft.id,
        export=unpack(
            export_decision(
                store,
                city=city,
                decision_id=draft.id,
                reader=AUDITOR,
                rulebook_source=rulebook_file.read_bytes(),
                companions={},
            )
        ),
    )
