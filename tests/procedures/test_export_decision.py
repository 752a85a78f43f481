"""The export: everything a decision rests on, the same bytes each time, nothing else, and not for everybody."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ledger_sample import ANALYST, AUDITOR
from small_book import RULEBOOK_FILE, SmallBook, build_small_book
from zhibiao.errors import ActRefused, BookBroken, NotFound
from zhibiao.procedures.export_decision import export_decision
from zhibiao.procedures.ports import Person, Role
from zhibiao.verification import verify as verifier

OFFICER = Person(id="zhou", name="周统计", roles=(Role.OFFICER,))


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallBook]:
    made = build_small_book(tmp_path_factory.mktemp("export") / "book.sqlite")
    yield made
    made.store.close()


def _export(book: SmallBook, place: int = 1, **changes: Any) -> bytes:
    arguments: dict[str, Any] = {
        "city": book.city,
        "decision_id": book.store.decisions()[place].id,
        "reader": AUDITOR,
        "rulebook_source": RULEBOOK_FILE.read_bytes(),
        "companions": {"verify.py": Path(verifier.__file__).read_bytes(), "README.md": b"read me"},
    }
    return export_decision(book.store, **(arguments | changes))


@pytest.mark.parametrize("place", [0, 1, 2])
def test_every_export_holds_for_the_verifier(book: SmallBook, place: int) -> None:
    report = verifier.verify(verifier.unpack(_export(book, place)), head=book.store.head())
    assert [] == list(report.differences)
    assert book.store.decisions()[place].id == report.decision


def test_the_same_decision_gives_the_same_bytes(book: SmallBook) -> None:
    assert _export(book) == _export(book)


def test_members_carry_one_fixed_date_and_stand_in_order(book: SmallBook) -> None:
    with zipfile.ZipFile(io.BytesIO(_export(book))) as archive:
        members = archive.infolist()
    assert {(1980, 1, 1, 0, 0, 0)} == {member.date_time for member in members}
    assert sorted(member.filename for member in members) == [member.filename for member in members]
    assert {"decision.json", "rulebook.yaml", "verify.py", "README.md"} <= {member.filename for member in members}


def test_a_rulebook_file_that_was_changed_since_is_left_out(book: SmallBook) -> None:
    signed = book.store.decisions()[1].body["rulebook_sha256"]
    assert "rulebook.yaml" in verifier.unpack(_export(book, rulebook_sha256=signed))
    assert "rulebook.yaml" not in verifier.unpack(_export(book, rulebook_sha256="e" * 64))


def test_only_what_decides_is_exported(book: SmallBook) -> None:
    """Of the year assessed the fields the rulebook asks for; of other years the tonnes; never the rest of a return."""
    returns = json.loads(verifier.unpack(_export(book))["returns.json"])
    fields = {item["period"][:4]: {fact["field"] for fact in item["facts"]} for item in returns}
    assert {"crude_steel_t"} == fields["2023"] == fields["2025"]
    assert {"value_added_yuan", "taxes_yuan", "gross_output_yuan", "energy_tce"} <= fields["2024"]
    cited = {
        reference for claimant in book.store.decisions()[1].body["claimants"] for reference, _ in claimant["sources"]
    }
    assert cited == {item["reference"] for item in returns}


def test_an_enterprise_does_not_get_the_whole(book: SmallBook) -> None:
    with pytest.raises(ActRefused) as refused:
        _export(book, reader=OFFICER)
    assert "export.whole_not_for_reader" == refused.value.code


@pytest.mark.parametrize("reader", [ANALYST, AUDITOR])
def test_bureau_and_auditor_do(book: SmallBook, reader: Person) -> None:
    assert _export(book, reader=reader)


def test_an_unknown_decision_is_said(book: SmallBook) -> None:
    with pytest.raises(NotFound) as missing:
        _export(book, decision_id="steel-1999-00000000")
    assert "decision.not_found" == missing.value.code


def test_a_cited_return_that_is_gone_is_said(book: SmallBook) -> None:
    class Forgetful:
        """The store, without the first return."""

        def __getattr__(self, name: str) -> Any:
            return getattr(book.store, name)

        def returns(self) -> Any:
            return book.store.returns()[1:]

    with pytest.raises(BookBroken) as broken:
        _export(replace(book, store=Forgetful()))  # type: ignore[arg-type]
    assert "verify.cited_return_missing" == broken.value.code
