"""Taking in files: versions, evidence, nothing twice, nothing half, each return by itself."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

import returns_sample as sample
from zhibiao.errors import UsageError
from zhibiao.monthly.returns import Record, Return
from zhibiao.procedures.intake import Fate, IntakeResult, take_in
from zhibiao.readers.returns.return_file import read_returns
from zhibiao.store.book_store import BookStore
from zhibiao.terms.finding import Outcome
from zhibiao.terms.period import Period
from zhibiao.terms.text import Text

FIRMS = (sample.STEEL, sample.ARC, sample.SCRAP)
MARCH = Period.parse("2025-03")
START = dt.datetime(2025, 4, 7, 2, tzinfo=dt.UTC)


class Clock:
    """Moves a minute with each look, and days when told."""

    def __init__(self) -> None:
        self.time = START

    def now(self) -> dt.datetime:
        self.time += dt.timedelta(minutes=1)
        return self.time


class Desk:
    """A book and a clock, and a hand that takes files in."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        self.store = BookStore.create(folder / "book.sqlite", at=START)

    def take(self, content: bytes, *, name: str = "return.xlsx", **given: Any) -> IntakeResult:
        return take_in(
            given.pop("store", self.store),
            self.clock,
            content=content,
            name=name,
            uploader="officer",
            read=read_returns,
            dictionary=sample.DICTIONARY,
            city=sample.CITY,
            sectors=sample.SECTORS,
            **given,
        )

    @property
    def references(self) -> list[str]:
        return [item.reference for item in self.store.returns()]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def collected(*filings: Any) -> bytes:
    return sample.workbook(filings or [sample.filing(firm, MARCH) for firm in FIRMS])


def test_a_collected_workbook_gives_a_version_per_firm(desk: Desk) -> None:
    result = desk.take(collected())
    assert Outcome.ACCEPT is result.outcome
    assert ["TT-1/2025-03/v1", "TT-2/2025-03/v1", "TT-3/2025-03/v1"] == desk.references
    assert [(result.file_sha256, "ACCEPT", "officer")] == [
        (file.sha256, file.outcome, file.uploader) for file in desk.store.files()
    ]
    kept = desk.store.returns()[0]
    assert (result.file_sha256, "bureau_monitoring_return") == (kept.file_sha256, kept.provenance)
    assert START < kept.received_at


def test_figures_keep_their_cells_and_are_whole_inner_units(desk: Desk) -> None:
    desk.take(collected())
    crude = next(fact for fact in desk.store.returns()[0].facts if fact.field == "crude_steel_t")
    assert (sample.made_in(sample.STEEL, MARCH)["crude_steel_t"], "D24", "TT-1") == (
        crude.value,
        crude.place.cell,
        crude.place.sheet,
    )


def test_the_same_bytes_again_change_nothing(desk: Desk) -> None:
    desk.take(collected())
    again = desk.take(collected(), name="other name.xlsx")
    assert Outcome.ACCEPT is again.outcome
    assert ["dup.idempotent"] * 3 == [finding.code for finding in again.findings]
    assert [(Fate.UNCHANGED, 1)] * 3 == [(receipt.fate, receipt.version) for receipt in again.receipts]
    assert 3 == len(desk.references)
    assert 1 == len(desk.store.files())


def test_the_same_figures_in_another_file_are_no_new_version(desk: Desk) -> None:
    desk.take(sample.good())
    again = desk.take(sample.csv_table(sample.STEEL, "2025-03").encode(), name="return.csv")
    assert [Fate.UNCHANGED] == [receipt.fate for receipt in again.receipts]
    assert ["TT-1/2025-03/v1"] == desk.references
    assert 2 == len(desk.store.files())


def test_a_later_file_with_other_figures_is_a_new_version_and_the_old_stays(desk: Desk) -> None:
    desk.take(sample.good())
    result = desk.take(collected(sample.filing(sample.STEEL, MARCH, workforce_persons=(8_050, None, 8_000, None))))
    assert Outcome.ACCEPT is result.outcome
    assert ["rev.superseded"] == [finding.code for finding in result.findings]
    assert {"version": 2, "changed": 1} == {name: result.findings[0].facts[name] for name in ("version", "changed")}
    told = result.findings[0].facts["what"]
    assert isinstance(told, Text)
    assert "平均用工人数本期 8,000人→8,050人" in told.zh
    assert ["TT-1/2025-03/v1", "TT-1/2025-03/v2"] == desk.references
    assert 8_050 == Record.of(desk.store.returns()).figure("TT-1", "workforce_persons", MARCH)


def test_a_revision_tells_the_month_from_the_year_to_date(desk: Desk) -> None:
    desk.take(sample.good())
    figures = {"crude_steel_t": (26.1, 80.1, 27, 81)}
    result = desk.take(collected(sample.filing(sample.STEEL, MARCH, **figures)))
    (told,) = [one.facts["what"] for one in result.findings if one.code == "rev.superseded"]
    assert isinstance(told, Text)
    assert ["粗钢产量本期", "粗钢产量累计"] == [part.split(" ")[0] for part in told.zh.split("；")]
    assert ["this period", "year to date"] == [part.split(", ")[1].split(":")[0] for part in told.en.split("; ")]


def test_a_restatement_is_told_with_what_it_touches_also_before_it_is_handed_in(desk: Desk) -> None:
    assert () == desk.take(collected()).touches
    changed = collected(
        sample.filing(sample.STEEL, MARCH, workforce_persons=(8_050, None, 8_000, None)),
        sample.filing(sample.ARC, MARCH),
    )
    (dry,) = desk.take(changed, dry_run=True).touches
    assert 3 == len(desk.references)
    result = desk.take(changed)
    (kept,) = result.touches
    assert ("TT-1/2025-03/v1", "TT-1/2025-03/v2") == (
        kept.restatement.replaced[0].reference,
        kept.restatement.after.reference,
    )
    assert dry.restatement.revisions == kept.restatement.revisions
    assert [kept.plain()] == result.plain()["touches"]
    assert () == desk.take(changed).touches


def test_the_first_file_sent_once_more_does_not_undo_the_second(desk: Desk) -> None:
    desk.take(sample.good())
    desk.take(collected(sample.filing(sample.STEEL, MARCH, workforce_persons=(8_050, None, 8_000, None))))
    assert [Fate.UNCHANGED] == [receipt.fate for receipt in desk.take(sample.good()).receipts]
    assert 8_050 == Record.of(desk.store.returns()).figure("TT-1", "workforce_persons", MARCH)


def test_a_quarantined_return_stays_out_and_the_others_of_its_file_do_not(desk: Desk) -> None:
    blank = sample.filing(sample.ARC, MARCH, sales_t=(None, None, None, None))
    content = collected(sample.filing(sample.STEEL, MARCH), blank, sample.filing(sample.SCRAP, MARCH))
    result = desk.take(content)
    assert Outcome.QUARANTINE is result.outcome
    assert [Fate.TAKEN, Fate.QUARANTINED, Fate.TAKEN] == [receipt.fate for receipt in result.receipts]
    assert ["TT-1/2025-03/v1", "TT-3/2025-03/v1"] == desk.references
    assert content == desk.store.file_content(result.file_sha256)
    assert ["QUARANTINE"] == [file.outcome for file in desk.store.files()]
    assert ["TT-2/2025-03/v1"] == [item.reference for item in desk.take(sample.good(sample.ARC)).returns]


def test_a_broken_header_keeps_its_own_sheet_out_and_no_other(desk: Desk) -> None:
    broken = sample.edited(collected(), lambda book: book.worksheets[1].__setitem__("F6", "备用"))
    result = desk.take(broken)
    assert Outcome.QUARANTINE is result.outcome
    assert ("sheet.header_missing", "TT-2") == (result.findings[0].code, result.findings[0].place.sheet)
    assert ["TT-1/2025-03/v1", "TT-3/2025-03/v1"] == desk.references


def test_a_queried_return_stands_while_the_firm_is_asked(desk: Desk) -> None:
    rows = sample.figures(sample.STEEL, MARCH)["crude_steel_t"]
    result = desk.take(collected(sample.filing(sample.STEEL, MARCH, crude_steel_t=(400_000, *rows[1:]))))
    assert Outcome.QUERY is result.outcome
    assert not result.is_ok
    assert ["TT-1/2025-03/v1"] == desk.references


def test_a_dry_run_tells_the_same_and_keeps_nothing(desk: Desk) -> None:
    dry = desk.take(collected(), dry_run=True)
    assert ([], ()) == (desk.references, tuple(desk.store.files()))
    kept = desk.take(collected())
    assert dry.is_dry_run
    assert not kept.is_dry_run
    assert dry.plain()["receipts"] == kept.plain()["receipts"]


def test_without_a_book_only_a_dry_run_is_possible(desk: Desk) -> None:
    assert Outcome.ACCEPT is desk.take(sample.good(), store=None, dry_run=True).outcome
    with pytest.raises(UsageError, match=r"intake\.book_needed"):
        desk.take(sample.good(), store=None)


def test_a_store_that_fails_half_way_keeps_neither_file_nor_returns(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    added = BookStore.add_return

    def fails_at_the_third(store: BookStore, item: Return) -> None:
        if item.enterprise == "TT-3":
            raise OSError("disk full")
        added(store, item)

    monkeypatch.setattr(BookStore, "add_return", fails_at_the_third)
    with pytest.raises(OSError, match="disk full"):
        desk.take(collected())
    assert ([], ()) == (desk.references, tuple(desk.store.files()))


def test_a_return_long_after_the_others_is_late_and_is_told_so(desk: Desk) -> None:
    desk.take(collected(*(sample.filing(firm, MARCH) for firm in FIRMS[:2])))
    desk.clock.time += dt.timedelta(days=20)
    late = desk.take(sample.good(sample.SCRAP))
    assert (Outcome.ACCEPT, ["rev.late"]) == (late.outcome, [finding.code for finding in late.findings])


def test_figures_of_a_closed_month_are_kept_and_asked_about(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.take(sample.good())
    monkeypatch.setattr(BookStore, "closed_months", lambda _, *, sector: ("2025-03",) * (sector == "steel"))
    changed = desk.take(collected(sample.filing(sample.STEEL, MARCH, workforce_persons=(8_050, None, 8_000, None))))
    assert Outcome.QUERY is changed.outcome
    assert ["rev.after_decision", "rev.superseded"] == [finding.code for finding in changed.findings]
    first = desk.take(sample.good(sample.ARC))
    assert (Outcome.ACCEPT, ["rev.late"]) == (first.outcome, [finding.code for finding in first.findings])


def test_several_months_of_one_firm_in_one_table_are_held_against_each_other(desk: Desk) -> None:
    tables = [sample.csv_table(sample.STEEL, period) for period in ("2025-03", "2025-01", "2025-02")]
    header = tables[0].splitlines()[0]
    text = "\n".join([header, *(line for table in tables for line in table.splitlines()[1:])])
    broken = text.replace(
        *(
            f"{sample.STEEL.id},2025-03,crude_steel_t,t,{sample.made_in(sample.STEEL, MARCH)['crude_steel_t']},{total}"
            for total in (sample.figures(sample.STEEL, MARCH)["crude_steel_t"][1], 700_000)
        )
    )
    assert Outcome.ACCEPT is desk.take(text.encode(), name="a.csv", dry_run=True).outcome
    result = desk.take(broken.encode(), name="a.csv", dry_run=True)
    assert ["edit.cumulative_identity"] == [finding.code for finding in result.findings]
    assert ["2025-03", "2025-01", "2025-02"] == [receipt.period for receipt in result.receipts]


def test_the_plain_answer_has_the_shape_that_outside_checks_call(desk: Desk) -> None:
    plain = desk.take(sample.edited(sample.good(), lambda book: book.worksheets[0].__setitem__("D8", "98000"))).plain()
    assert "NORMALISE" == plain["outcome"]
    (finding,) = plain["findings"]
    assert ("num.text", "NOTE") == (finding["code"], finding["severity"])
    assert {"file": "return.xlsx", "sheet": "TT-1", "cell": "D8"}.items() <= finding["place"].items()
    assert plain == json.loads(json.dumps(plain))
