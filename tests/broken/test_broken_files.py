"""Every mistake gets its outcome, its code and its cell; nothing of it stays behind, and no message has a blank."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import returns_sample as sample
from broken_cases import CASES, SHEET, Case
from desk import Clock, intake
from zhibiao.readers.catalogue_csv import read_catalogue
from zhibiao.store.book_store import BookStore
from zhibiao.terms.finding import Finding
from zhibiao.terms.period import Period

CATALOGUE = read_catalogue(sample.DATA)
MONTHS = ("2023-01..02", *(f"{year}-{month:02d}" for year in (2023, 2024) for month in range(3, 13)))


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> BookStore:
    """Two years of good returns of three firms, the last of them January and February 2025 apart for one."""
    store = BookStore.create(tmp_path_factory.mktemp("book") / "book.sqlite", at=Clock().now())
    firms = (sample.STEEL, sample.ARC, sample.SCRAP)
    for period in ("2023-01..02", "2024-01", "2024-02", *MONTHS[1:], "2025-01", "2025-02"):
        content = sample.workbook([sample.filing(firm, Period.parse(period)) for firm in firms])
        assert "ACCEPT" == intake(store, content).outcome.value
    return store


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_mistake_has_its_outcome_its_code_and_its_place(case: Case, book: BookStore) -> None:
    result = intake(book, case.build(), name=case.name, dry_run=True)
    found = [finding for finding in result.findings if finding.code == case.code]
    told = [(finding.code, finding.severity.name, str(finding.place)) for finding in result.findings]
    assert found, told
    assert case.outcome == result.outcome.value, told
    sheet = (SHEET if case.name.endswith(".xlsx") else "") if case.sheet is None else case.sheet
    assert (sheet, case.cell, case.row or found[0].place.row) == (
        found[0].place.sheet,
        found[0].place.cell,
        found[0].place.row,
    )
    for finding in result.findings:
        _reads_whole(finding)


def _reads_whole(finding: Finding) -> None:
    for lang in ("zh", "en"):
        for words in (CATALOGUE.what, CATALOGUE.why, CATALOGUE.hint):
            text = words(finding.code, lang, finding.facts)  # type: ignore[arg-type]
            assert text
            assert not re.search(r"\{\w*\}|Text\(|None", text), text


@pytest.mark.parametrize("case", [case for case in CASES if case.outcome == "REJECT_FILE"], ids=str)
def test_a_refused_file_is_kept_as_evidence_and_leaves_nothing_else(case: Case, tmp_path: Path) -> None:
    store = BookStore.create(tmp_path / "book.sqlite", at=Clock().now())
    content = case.build()
    result = intake(store, content, name=case.name)
    assert [("REJECT_FILE", result.file_sha256)] == [(kept.outcome, kept.sha256) for kept in store.files()]
    assert content == store.file_content(result.file_sha256)
    assert () == tuple(store.returns())
    assert () == result.returns


def test_every_class_of_answer_is_met() -> None:
    assert {"NORMALISE", "QUERY", "QUARANTINE", "REJECT_FILE"} == {case.outcome for case in CASES}
    assert len(CASES) == len({case.id for case in CASES})
