"""Every method through the acts of a book: drafted from returns, approved, issued, exported, verified and printed."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document

from ledger_sample import AUDITOR
from method_sample import PARTED, with_method
from small_book import RULEBOOK_FILE, SmallBook, build_small_book
from zhibiao.allocation.decision.decision import Decision
from zhibiao.allocation.decision.reading import decision_of_plain
from zhibiao.allocation.reasons.dossier import Marks, NoticeFacts
from zhibiao.allocation.reasons.own_view import own_view
from zhibiao.allocation.reasons.recourse import Recourse, recourse_of_all
from zhibiao.policy.review import review
from zhibiao.procedures.export_decision import export_decision
from zhibiao.readers.catalogue_csv import read_catalogue
from zhibiao.terms.text import Text
from zhibiao.verification.verify import unpack, verify
from zhibiao.writers.notice import write_notice
from zhibiao.writers.wording import Words

DATA = Path(__file__).parents[2] / "src" / "zhibiao" / "data"
# One of each kind: a pool, a line, ranges, ranks, and claims.
BOOKED = ("two_pools", "bounded_tilt", "tiers", "classes", "minimal_overlap")


@pytest.fixture(scope="module", params=BOOKED)
def book(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallBook]:
    made = build_small_book(
        tmp_path_factory.mktemp("methods") / "book.sqlite", change=lambda rulebook: with_method(rulebook, request.param)
    )
    assert () == review(made.rulebook, dictionary=made.dictionary)
    yield made
    made.store.close()


@pytest.mark.parametrize("place", [0, 1])
def test_the_export_of_a_decision_holds(book: SmallBook, place: int) -> None:
    stored = book.store.decisions()[place]
    assert book.rulebook.method == stored.body["rulebook"]["method"]["rule"]
    export = export_decision(
        book.store,
        city=book.city,
        decision_id=stored.id,
        reader=AUDITOR,
        rulebook_source=RULEBOOK_FILE.read_bytes(),
        companions={},
    )
    report = verify(unpack(export), head=book.store.head())
    assert [] == list(report.differences)
    assert len(stored.body["shares"]) <= report.counts["claim"]
    assert ("" == stored.body["scale"]) == (book.rulebook.method in PARTED)
    assert json.loads(json.dumps(stored.body)) == decision_of_plain(stored.body).plain()


def text_of(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(line.text for line in document.paragraphs), *cells])


def notice_facts(book: SmallBook, decision: Decision, name: str, steps: tuple[Recourse, ...]) -> NoticeFacts:
    """What the notice of one firm is written from; the acts around it are not what is tested here."""
    firm, blank = book.city[name], Text("—")
    day = dt.date(2025, 4, 1)
    return NoticeFacts(
        **{"city": book.city.name, "authority": book.city.authority, "note": blank, "enterprise": name},
        **{"name": firm.name, "credit_code": firm.credit_code, "tier": firm.tier, "grade": firm.grade},
        **{"sector": book.sector, "dictionary": book.dictionary, "rulebook": book.rulebook},
        **{"view": own_view(decision, name), "recourse": steps, "since_last": None, "is_issued": True, "number": 1},
        **{"acts": (), "issued_on": day, "dated": day},
        marks=Marks(
            **{"decision_id": decision.id, "decision_sha256": decision.sha256, "rulebook_id": book.rulebook.id},
            **{"rulebook_sha256": book.rulebook.source_sha256, "ledger_head": "", "code_version": "1"},
        ),
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_notice_says_by_what_method_and_why(book: SmallBook, lang: str) -> None:
    decision = decision_of_plain(book.store.decisions()[1].body)
    printed = decision.shares[::2]
    steps = recourse_of_all(decision, [share.enterprise for share in printed])
    words = Words(read_catalogue(DATA), "zh" if lang == "zh" else "en")
    for share in printed:
        notice = notice_facts(book, decision, share.enterprise, steps[share.enterprise])
        text = text_of(write_notice(notice, words))
        assert words.label(f"rule.{book.rulebook.method}") in text
        assert f"{share.quota_t:,}" in text
        assert "{" not in text
        # Only a quota with parts by indicator speaks of tilts and of equal scores.
        has_tilts = any(part.code.startswith("indicator.") for part in share.parts)
        assert has_tilts is (words("notice.parts_sum") in text)
