"""`zhibiao regulate` on the demo's book: from the draft to the notices, told in both languages, and refused by name."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from main_job import answer, copy_of, run

pytestmark = pytest.mark.xdist_group("main_job")

MONTH = "2025-04"


def _text(path: Path) -> str:
    """Every word of a paper, tables included."""
    paper = docx.Document(str(path))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])


def test_from_the_draft_to_the_notices(demo_book: Path, tmp_path: Path) -> None:
    book = copy_of(demo_book, tmp_path)
    of_book = ("--book", str(book))
    drafted = answer("regulate", MONTH, *of_book, "--as", "lin")["result"]
    body, name = drafted["decision"], drafted["id"]
    assert ("regulation", MONTH, "draft") == (body["kind"], body["month"], drafted["state"])
    assert drafted["id"] == answer("regulate", MONTH, *of_book, "--as", "lin")["result"]["id"]
    quotas = {share["enterprise"]: share["quota_t"] for share in body["shares"]}
    parts = {share["enterprise"]: sum(part["tonnes"] for part in share["parts"]) for share in body["shares"]}
    assert quotas == parts
    answer("approve", name, *of_book, "--as", "wang")
    issued = answer("issue", name, *of_book, "--as", "wang")["result"]
    assert quotas == issued["holdings_t"]
    assert name in answer("verify", *of_book)["result"]["decisions"]
    answer("publish", "2025-03", *of_book)
    notices = book / "out" / "steel-2025-03" / "notices"
    giver = next(move for move in body["moves"] if move["kind"] == "transfer")
    own, other = giver["giver"], giver["taker"]
    for end in (".docx", ".en.docx"):
        said = _text(notices / f"{own}{end}")
        assert f"{giver['tonnes']:,}" in said
        assert other not in said
        assert f"{quotas[other]:,}" not in said


@pytest.mark.parametrize(
    ("lang", "sector", "said"),
    [
        ("zh", "steel", ("总量的价格", "集团内调剂", "校验证书", "铁矿石", "第一次调节")),
        ("en", "magnesia", ("Price of the cap", "recalled", "Certificate", "first regulation")),
    ],
)
def test_people_are_told_what_moves_and_why(demo_book: Path, lang: str, sector: str, said: tuple[str, ...]) -> None:
    done = run(
        *("regulate", MONTH, "--book", str(demo_book), "--as", "lin", "--dry-run"),
        *("--lang", lang, "--sector", sector),
    )
    assert (0, "") == (done.returncode, done.stderr)
    assert not [words for words in said if words not in done.stdout]


@pytest.mark.parametrize(
    ("month", "person", "code"),
    [
        ("2025-06", "lin", "regulate.month_not_next"),
        ("2024-07", "lin", "regulate.year_closed"),
        (MONTH, "wang", "regulate.not_analyst"),
    ],
)
def test_what_cannot_be_regulated_is_said(demo_book: Path, month: str, person: str, code: str) -> None:
    refused = answer("regulate", month, "--book", str(demo_book), "--as", person, "--dry-run", code=1)
    assert code == refused["error"]["code"]
    assert refused["error"]["hint"]


def test_a_dry_run_leaves_the_book_as_it_was(demo_book: Path) -> None:
    before = (demo_book / "book.sqlite").read_bytes()
    shown = answer("regulate", MONTH, "--book", str(demo_book), "--as", "lin", "--dry-run", "--sector", "magnesia")
    assert not shown["result"]["is_kept"]
    assert before == (demo_book / "book.sqlite").read_bytes()
