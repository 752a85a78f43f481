"""What is handed in twice, under a key, from one place, or for somebody else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import returns_sample as sample
from filing_sample import FIRMS, MARCH, START, Asking, FilingDesk, collected
from zhibiao.procedures.intake import Fate, IntakeResult
from zhibiao.store.book_store import BookStore
from zhibiao.terms.enterprise import City, Enterprise
from zhibiao.terms.finding import Outcome, Severity

WITHOUT_ARC = City(
    id=sample.CITY.id,
    name=sample.CITY.name,
    authority=sample.CITY.authority,
    note=sample.CITY.note,
    enterprises={firm.id: firm for firm in FIRMS if firm is not sample.ARC},
)
CHANGED = {"workforce_persons": (8_050, None, 8_000, None)}


@pytest.fixture
def desk() -> FilingDesk:
    return FilingDesk()


def told(result: IntakeResult) -> list[str]:
    return [finding.code for finding in result.findings]


def test_the_same_key_and_bytes_get_the_first_answer_word_for_word(where: Path | str) -> None:
    desk = FilingDesk(store=BookStore.create(where, at=START), read=Asking())
    first = desk.take(collected(), key="k1")
    # Meanwhile a later version, and everything else that would be answered otherwise now.
    desk.take(sample.workbook([sample.filing(sample.ARC, MARCH, **CHANGED)]))
    again = desk.take(collected(), key="k1", name="another.xlsx")
    told_before, told_again = first.plain(), again.plain()
    notes = [finding["code"] for finding in told_again["findings"][len(first.findings) :]]
    told_again["findings"] = told_again["findings"][: len(first.findings)]
    assert (told_before, first.outcome) == (told_again, again.outcome)
    assert ["dup.idempotent"] * 2 == notes
    assert (first.submission, first.returns) == (again.submission, again.returns) != (0, ())
    assert 2 == len(list(desk.store.submissions.all()))
    desk.store.check()
    desk.store.close()


def test_a_key_used_for_other_bytes_is_a_conflict_and_keeps_nothing(desk: FilingDesk) -> None:
    desk.take(sample.good(), key="k1")
    before = desk.store.proofs.states()
    result = desk.take(sample.workbook([sample.filing(sample.STEEL, MARCH, **CHANGED)]), key="k1")
    assert (Outcome.CONFLICT, ["dup.key_reused"], ()) == (result.outcome, told(result), result.returns)
    assert "k1" == result.findings[0].facts["key"]
    assert before == desk.store.proofs.states()


def test_a_key_is_the_senders_own(desk: FilingDesk) -> None:
    desk.take(sample.good(), key="k1", uploader="zhou")
    other = desk.take(sample.good(sample.ARC), key="k1", uploader="sun")
    assert (Outcome.ACCEPT, 2) == (other.outcome, other.submission)


def test_a_conflict_is_told_in_a_dry_run_too(desk: FilingDesk) -> None:
    desk.take(sample.good(), key="k1")
    assert Outcome.CONFLICT is desk.take(sample.good(sample.ARC), key="k1", dry_run=True).outcome


def test_the_same_bytes_without_a_key_keep_their_number(desk: FilingDesk) -> None:
    first = desk.take(sample.good())
    again = desk.take(sample.good())
    assert (1, 1, ["dup.idempotent"]) == (first.submission, again.submission, told(again))
    assert 1 == len(list(desk.store.submissions.all()))


def test_findings_of_quarantined_and_refused_files_are_kept_as_they_were_told(desk: FilingDesk) -> None:
    blank = sample.workbook([sample.filing(sample.ARC, MARCH, sales_t=(None, None, None, None))])
    for content in (blank, b"PK nothing"):
        result = desk.take(content)
        kept = desk.store.submissions.find(result.submission)
        assert kept is not None
        assert (result.findings, result.outcome.value) == (tuple(one.finding for one in kept.findings), kept.outcome)
        assert list(range(1, len(result.findings) + 1)) == [one.position for one in kept.findings]
    assert {"TT-2"} == {question.kept.enterprise for question in desk.open()}


def test_an_officer_files_for_its_own_enterprise_alone(desk: FilingDesk) -> None:
    assert Outcome.ACCEPT is desk.take(sample.good(), own="TT-1").outcome
    before = desk.store.proofs.states()
    result = desk.take(sample.good(sample.ARC), own="TT-1")
    assert (Outcome.DENY, ["auth.not_own_firm"], (), ()) == (
        result.outcome,
        told(result),
        result.returns,
        result.receipts,
    )
    after = desk.store.proofs.states()
    assert {"contents", "files", "submissions", "findings"} == {name for name in after if after[name] != before[name]}
    assert sample.good(sample.ARC) == desk.store.file_content(result.file_sha256)


def test_the_denial_does_not_say_whether_the_other_firm_exists(desk: FilingDesk) -> None:
    known = desk.take(sample.good(sample.ARC), own="TT-1")
    unknown = desk.take(sample.good(sample.ARC), own="TT-1", city=WITHOUT_ARC)
    assert known.plain() | {"submission": 0} == unknown.plain() | {"submission": 0}


def test_not_even_where_the_period_cannot_be_read(desk: FilingDesk) -> None:
    def undated(book: Any) -> None:
        for row in book.worksheets[0].iter_rows(max_row=12):
            for one in row:
                if isinstance(one.value, str) and "2025" in one.value:
                    one.value = one.value.replace("2025", "某")

    content = sample.edited(sample.good(sample.ARC), undated)
    assert "auth.not_own_firm" not in told(desk.take(content))
    assert ["auth.not_own_firm"] == told(desk.take(content, own="TT-1"))


def _list_of(firm: Enterprise, period: str) -> bytes:
    rows = [
        "统一社会信用代码,企业名称,报告期,指标名称,计量单位,本月,累计",
        f"{firm.credit_code},{firm.name.zh},{period},粗钢产量,万吨,26,80",
    ]
    return "\n".join(rows).encode()


def _collected_of(firm: Enterprise, period: str) -> bytes:
    rows = [
        "统一社会信用代码,企业名称,报告期,粗钢产量(万吨),钢材产量(万吨)",
        f"{firm.credit_code},{firm.name.zh},{period},26,25",
    ]
    return "\n".join(rows).encode()


def _titled(firm: Enterprise, period: str) -> bytes:
    rows = [
        f"{period}汇总",
        "统一社会信用代码,企业名称,粗钢产量(万吨),钢材产量(万吨)",
        f"{firm.credit_code},{firm.name.zh},26,25",
    ]
    return "\n".join(rows).encode()


@pytest.mark.parametrize("written", [_list_of, _collected_of, _titled])
@pytest.mark.parametrize("period", ["某年某月", "2025年3月"])
def test_nor_does_the_denial_of_a_table(
    written: Callable[[Enterprise, str], bytes], period: str, desk: FilingDesk
) -> None:
    content = written(sample.ARC, period)
    known = desk.take(content, name="a.csv", own="TT-1")
    unknown = desk.take(content, name="a.csv", own="TT-1", city=WITHOUT_ARC)
    assert ["auth.not_own_firm"] == told(known)
    assert known.plain() | {"submission": 0} == unknown.plain() | {"submission": 0}
    assert "auth.not_own_firm" not in told(desk.take(written(sample.STEEL, period), name="a.csv", own="TT-1"))


def test_a_name_without_a_code_does_not_tell_another_firms_code(desk: FilingDesk) -> None:
    expected = {}
    for firm in (sample.STEEL, sample.ARC):
        content = _list_of(firm, "2025年3月").replace(firm.credit_code.encode(), b"")
        (finding,) = [
            one for one in desk.take(content, name="a.csv", own="TT-1").findings if one.code.startswith("id.")
        ]
        expected[firm.id] = finding.facts["expected"]
    assert {"TT-1": sample.STEEL.credit_code, "TT-2": "—"} == expected


def test_nothing_of_a_file_with_somebody_elses_return_is_taken(desk: FilingDesk) -> None:
    assert Outcome.DENY is desk.take(collected(), own="TT-1").outcome
    assert ([], ()) == (desk.references, desk.open())


def test_every_attempt_is_on_record(desk: FilingDesk) -> None:
    for _ in range(2):
        desk.take(sample.good(sample.ARC), own="TT-1")
    assert ["DENY", "DENY"] == [one.outcome for one in desk.store.submissions.all()]


def firms(count: int) -> City:
    """A city of so many firms, alike but for their codes."""
    made = [sample._firm(number, f"试验废钢{number}厂", "scrap", "", ()) for number in range(1, count + 1)]
    return City(
        id="many",
        name=sample.CITY.name,
        authority=sample.CITY.authority,
        note=sample.CITY.note,
        enterprises={firm.id: firm for firm in made},
    )


def test_five_firms_from_one_place_are_worth_a_look_and_taken_in(desk: FilingDesk) -> None:
    city = firms(6)
    results = [
        desk.take(sample.workbook([sample.filing(firm, MARCH)]), origin="203.0.113.7", city=city) for firm in city
    ]
    assert [[]] * 4 + [["qual.one_address_many_firms"]] * 2 == [told(result) for result in results]
    assert [5, 6] == [result.findings[0].facts["count"] for result in results[4:]]
    assert (Outcome.QUERY, Severity.QUERY) == (results[4].outcome, results[4].findings[0].severity)
    assert 6 == len(desk.references)
    # From elsewhere, from nowhere said, or after a month it is not asked.
    for given in ({"origin": "203.0.113.8"}, {}):
        changed = sample.workbook([sample.filing(next(iter(city)), MARCH, workforce_persons=(130, None, 120, None))])
        assert "qual.one_address_many_firms" not in told(desk.take(changed, city=city, dry_run=True, **given))


def test_the_same_firms_again_are_not_counted_twice(desk: FilingDesk) -> None:
    city = firms(4)
    for month in ("2025-02", "2025-03"):
        for firm in city:
            result = desk.take(sample.good(firm, month), origin="203.0.113.7", city=city)
            assert "qual.one_address_many_firms" not in told(result)


def test_two_at_once_are_a_version_each(tmp_path: Path) -> None:
    """Whoever judged a file before somebody else's was written is judged again under the lock."""
    path = tmp_path / "book.sqlite"
    one = FilingDesk(store=BookStore.create(path, at=START))
    other = FilingDesk(store=BookStore.open(path, at=START))
    changed = sample.workbook([sample.filing(sample.STEEL, MARCH, **CHANGED)])

    def meanwhile(content: bytes, **given: object) -> object:
        other.take(sample.good())
        return one.read(content, **given)

    result = one.take(changed, read=meanwhile)
    assert [(Fate.SUPERSEDES, 2)] == [(receipt.fate, receipt.version) for receipt in result.receipts]
    assert ["TT-1/2025-03/v1", "TT-1/2025-03/v2"] == one.references
    one.store.close()
    other.store.close()
