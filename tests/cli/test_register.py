"""`zhibiao register` on the bundled city's book: what a person types and reads, what a program gets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from zhibiao.assemble.book import open_book
from zhibiao.assemble.bundled import new_book_from
from zhibiao.cli.main import zhibiao
from zhibiao.procedures.register.take_texts import ReadText, take_texts
from zhibiao.register.commitment import Candidate, CommitmentKind, Source, Terms
from zhibiao.terms.canonical import sha256_hex

PEOPLE = ("lin:林:analyst", "wang:王:approver", "zhou:周:officer@LH-S04")
_PAGE = "年内建成智能工厂110个以上。".encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The bundled city's book with one text taken: a goal read twice and a slogan."""
    new_book_from(tmp_path / "book", people=PEOPLE)
    (tmp_path / "认定文件.pdf").write_bytes(b"%PDF")
    place = {"start": 0, "end": 13, "raw_start": 0, "raw_end": 13, "quote": "年内建成智能工厂110个以上"}
    source = Source(document=sha256_hex(_PAGE), name="plan.txt", **place)
    goal = Terms(kind=CommitmentKind.COUNTED, title="建成智能工厂", items=110, period="2025")
    slogan = Terms(kind=CommitmentKind.TASK, title="增强活力")
    found = tuple(
        Candidate(id=name, terms=terms, source=source) for name, terms in (("a", goal), ("b", goal), ("c", slogan))
    )
    opened = open_book(tmp_path / "book")
    text = ReadText(name="plan.txt", content=_PAGE, candidates=found)
    take_texts(opened.store, opened.clock, opened.person("lin"), [text])
    opened.store.close()
    return tmp_path / "book"


def run(folder: Path, *words: str) -> tuple[int, dict[str, Any]]:
    done = CliRunner().invoke(zhibiao, ["register", *words, "--book", str(folder), "--json"])
    return done.exit_code, json.loads(done.stdout)


def read(folder: Path, *words: str, lang: str = "en") -> str:
    done = CliRunner().invoke(zhibiao, ["register", *words, "--book", str(folder), "--lang", lang])
    assert 0 == done.exit_code, done.output
    return " ".join(done.output.split())


def test_candidates_are_decided_by_a_person(folder: Path) -> None:
    assert ["a", "b", "c"] == [one["id"] for one in run(folder, "candidates")[1]["result"]["candidates"]]
    code, made = run(folder, "accept", "a", "--set", "lead=市工信局", "--as", "lin")
    assert (0, "市工信局") == (code, made["result"]["items"][0]["terms"]["lead"])
    assert 2 == len(run(folder, "merge", "b", "--into", "C0001", "--as", "wang")[1]["result"]["items"][0]["sources"])
    assert {"rejected": ["c"], "waiting": 0} == run(folder, "reject", "c", "--reason", "口号", "--as", "lin")[1][
        "result"
    ]
    assert "No candidate waits" in read(folder, "candidates")
    assert "没有待审条目" in read(folder, "candidates", lang="zh")


def test_an_item_is_shown_with_all_that_was_done(folder: Path) -> None:
    run(folder, "accept", "a", "--set", "due=2025-12-31", "--as", "lin")
    paper = str(folder.parent / "认定文件.pdf")
    for words in (
        ("item", "C0001", "角宿热轧智能工厂", "--evidence", paper),
        ("report", "C0001", "--claim", "under_way", "--figure", "1", "--as-of", "2025-04-30"),
        ("block", "C0001", "--cause", "funds", "--mover", "市财政局", "--since", "2025-04-01"),
        ("note", "C0001", "--meeting", "会商会议", "--conclusion", "五月拨付", "--on", "2025-04-08"),
        ("move", "C0001", "--due", "2026-03-31", "--reason", "资金未到位"),
    ):
        assert 0 == run(folder, *words, "--as", "lin")[0]
    shown = read(folder, "show", "C0001", lang="zh")
    for part in ("角宿热轧智能工厂", "认定文件.pdf", "市财政局", "五月拨付", "2026-03-31 (2025-12-31)", "资金未到位"):
        assert part in shown
    _, plain = run(folder, "show", "C0001")
    block = next(act["number"] for act in plain["result"]["acts"] if act["deed"] == "blocked")
    assert 0 == run(folder, "release", "C0001", "--block", str(block), "--as", "lin")[0]
    assert 1 == run(folder, "release", "C0001", "--block", str(block), "--as", "lin")[0]


def test_items_are_listed_by_kind_and_unit(folder: Path) -> None:
    run(folder, "accept", "a", "c", "--as", "lin")
    given = ("--set", "kind=obligation", "--set", "title=办理用地手续", "--set", "lead=市自然资源局")
    run(
        folder,
        "add",
        *given,
        "--quote",
        "甲方办理用地手续",
        "--document",
        str(folder.parent / "认定文件.pdf"),
        "--as",
        "lin",
    )
    assert ["C0003"] == [one["id"] for one in run(folder, "list", "--kind", "obligation")[1]["result"]["items"]]
    assert ["C0003"] == [one["id"] for one in run(folder, "list", "--lead", "市自然资源局")[1]["result"]["items"]]
    assert "Items: 3" in read(folder, "list")


@pytest.mark.parametrize(
    ("code", "exit_code", "words"),
    [
        ("register.no_candidate", 1, ("accept", "z", "--as", "lin")),
        ("register.no_commitment", 1, ("show", "C0009")),
        ("register.setting_unreadable", 2, ("accept", "a", "--set", "due", "--as", "lin")),
        ("register.no_such_field", 1, ("accept", "a", "--set", "deadline=2025", "--as", "lin")),
        ("register.bad_value", 1, ("accept", "a", "--set", "due=soon", "--as", "lin")),
        ("register.settings_for_one", 2, ("accept", "a", "b", "--set", "lead=x", "--as", "lin")),
        ("register.no_title", 1, ("add", "--set", "kind=task", "--as", "lin")),
        ("auth.forbidden", 1, ("accept", "a", "--as", "zhou")),
        ("person.unknown", 2, ("accept", "a", "--as", "nobody")),
        ("usage.invalid", 2, ("move", "C0001", "--due", "soon", "--reason", "r", "--as", "lin")),
    ],
)
def test_what_cannot_be_done_is_answered_with_words(
    folder: Path, code: str, exit_code: int, words: tuple[str, ...]
) -> None:
    if code == "usage.invalid":
        assert exit_code == CliRunner().invoke(zhibiao, ["register", *words, "--book", str(folder)]).exit_code
        return
    answered, document = run(folder, *words)
    assert (exit_code, code) == (answered, document["error"]["code"])
    assert document["error"]["message"]


def test_an_act_leaves_the_book_verifiable(folder: Path) -> None:
    run(folder, "accept", "a", "--as", "lin")
    done = CliRunner().invoke(zhibiao, ["verify", "--book", str(folder), "--json"])
    assert 0 == done.exit_code, done.output


_ARTICLE = "松山市召开工业会议\n\n2025年,全市规上工业增加值增长6%以上,建成智能工厂12个。严禁新增轻烧镁产能。\n"


def test_pages_and_records_of_pages_bring_the_same_candidates(folder: Path, tmp_path: Path) -> None:
    page = tmp_path / "news.txt"
    page.write_text(_ARTICLE, encoding="utf-8")
    read_ = CliRunner().invoke(zhibiao, ["text", "read", str(page), "--date", "2025-01-09", "--json"])
    (tmp_path / "read.jsonl").write_text(read_.stdout, encoding="utf-8")
    code, first = run(folder, "import", str(page), "--date", "2025-01-09", "--as", "lin")
    (text,) = first["result"]["texts"]
    assert (0, text["read"]) == (code, len(text["new"]))
    assert text["read"] >= 3
    again = ("import", str(tmp_path / "read.jsonl"), "--text", str(page), "--date", "2025-01-09", "--as", "lin")
    code, second = run(folder, *again)
    assert (0, []) == (code, second["result"]["texts"][0]["new"])


@pytest.mark.parametrize(
    ("code", "content", "beside"),
    [
        ("register.page_missing", '{"doc": "other"}', True),
        ("register.record_unreadable", '{"doc": "news", "kind": "wish"}', True),
        ("register.record_unreadable", "[" * 9_999, True),
        ("register.record_unreadable", "7", True),
        (
            "register.quote_differs",
            '{"doc":"news","kind":"task","subject":"x","start":0,"end":2,"raw_start":0,"raw_end":2,"raw":"别的"}',
            True,
        ),
        (
            "register.quote_differs",
            '{"doc":"news","kind":"task","subject":"x","start":0,"end":2,"raw_start":0,"raw_end":999}',
            True,
        ),
        ("register.page_missing", '{"doc": "news"}', False),
    ],
)
def test_records_that_their_page_does_not_bear_out_bring_nothing(
    folder: Path, tmp_path: Path, code: str, content: str, beside: bool
) -> None:
    page, records = tmp_path / "news.txt", tmp_path / "read.jsonl"
    page.write_text(_ARTICLE, encoding="utf-8")
    records.write_text(content, encoding="utf-8")
    before = run(folder, "candidates")[1]["result"]
    answered, document = run(folder, "import", str(records), *(("--text", str(page)) if beside else ()), "--as", "lin")
    assert (3, code) == (answered, document["findings"][0]["code"])
    assert before == run(folder, "candidates")[1]["result"]


def test_a_page_that_cannot_be_read_is_refused_and_others_are_taken(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"%PDF-1.7 \x00\x01")
    (tmp_path / "news.txt").write_text(_ARTICLE, encoding="utf-8")
    code, document = run(folder, "import", str(tmp_path / "bad.txt"), str(tmp_path / "news.txt"), "--as", "lin")
    assert (3, ["news.txt"]) == (code, [one["name"] for one in document["result"]["texts"]])
