"""The verbs of follow-up on a small book: what they answer, what they write, what they refuse."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from docx import Document

from register_sample import sample_acts
from zhibiao.assemble.book import open_book
from zhibiao.assemble.bundled import new_book_from
from zhibiao.cli.main import zhibiao

PEOPLE = ("lin:林:analyst", "wang:王:approver")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled city's book with the acts of the sample register."""
    folder = tmp_path_factory.mktemp("follow") / "book"
    new_book_from(folder, people=PEOPLE)
    opened = open_book(folder)
    with opened.store.transaction():
        for act in sample_acts():
            opened.store.register_acts.add(act)
    opened.store.close()
    return folder


def run(book: Path, *words: str) -> tuple[int, dict[str, Any]]:
    done = CliRunner().invoke(zhibiao, ["register", *words, "--book", str(book), "--json"])
    return done.exit_code, json.loads(done.stdout)


def read(book: Path, *words: str, lang: str = "zh") -> str:
    done = CliRunner().invoke(zhibiao, ["register", *words, "--book", str(book), "--lang", lang])
    assert 0 == done.exit_code, done.output
    return " ".join(done.output.split())


_VERBS = [
    (("dispatch", "--on", "2025-04-10"), "dispatch-2025-04-10", "xlsx"),
    (("bulletin", "2025-03"), "bulletin-2025-03", "docx"),
    (("score", "2025-Q1"), "score-2025-Q1", "xlsx"),
    (("minutes", "--meeting", "会商会议", "--on", "2025-04-08"), "minutes-2025-04-08", "docx"),
    (("pack", "--on", "2025-04-10"), "pack-C0001-2025-04-10", "docx"),
    (("brief", "--on", "2025-04-10"), "brief-2025-04-10", "html"),
]


@pytest.mark.parametrize(("words", "name", "ending"), _VERBS)
def test_every_verb_writes_its_paper_in_both_languages(
    book: Path, tmp_path: Path, words: tuple[str, ...], name: str, ending: str
) -> None:
    code, answer = run(book, *words, "--out", str(tmp_path / "first"))
    assert (0, True) == (code, answer["ok"])
    files = [tmp_path / "first" / f"{name}{end}.{ending}" for end in ("", ".en")]
    assert [str(file) for file in files] == answer["result"]["files"]
    assert {"code_version", "ledger_head", "register_act"} <= set(answer["marks"])
    run(book, *words, "--out", str(tmp_path / "second"))
    for file in files:
        assert file.read_bytes() == (tmp_path / "second" / file.name).read_bytes()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("words", "name", "ending"), _VERBS)
def test_every_verb_tells_on_the_terminal(
    book: Path, tmp_path: Path, words: tuple[str, ...], name: str, ending: str, lang: str
) -> None:
    told = read(book, *words, "--out", str(tmp_path), lang=lang)
    assert f"{name}.en.{ending}" in told.replace(" ", "")
    assert "paper.register" not in told


def test_the_dispatch_list_on_the_terminal_in_json_and_on_paper_says_the_same(book: Path, tmp_path: Path) -> None:
    words = ("dispatch", "--on", "2025-04-10", "--out", str(tmp_path))
    _, answer = run(book, *words)
    overdue = [line["item"]["id"] for unit in answer["result"]["units"] for line in unit["overdue"]]
    assert ["C0005"] == overdue
    told = read(book, *words)
    assert "逾期 1，一周内到期 1" in told
    assert "自报完成（无佐证）（逾期）" in told.replace(" ", "")
    overview = openpyxl.load_workbook(tmp_path / "dispatch-2025-04-10.xlsx")["总览"]
    assert "合计" == overview.cell(overview.max_row, 1).value


def test_a_day_before_anything_was_put_on_record_knows_nothing(book: Path, tmp_path: Path) -> None:
    _, answer = run(book, "dispatch", "--on", "2025-02-27", "--out", str(tmp_path))
    assert ([], 0) == (answer["result"]["units"], answer["marks"]["register_act"])


def test_the_figures_of_the_bulletin_are_those_of_the_answer(book: Path, tmp_path: Path) -> None:
    _, answer = run(book, "bulletin", "2025-03", "--out", str(tmp_path))
    total = answer["result"]["total"]
    document = Document(io.BytesIO((tmp_path / "bulletin-2025-03.docx").read_bytes()))
    text = "".join(paragraph.text for paragraph in document.paragraphs)
    assert f"在册事项 {total['items']} 项" in text
    assert f"已完成 {total['states']['done']} 项" in text
    assert f"自报完成（无佐证） {total['states']['claimed']} 项" in text
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert total["items"] == sum(int(row[1]) for row in rows[1:])


def test_papers_lie_in_the_book_where_no_folder_is_named(book: Path) -> None:
    _, answer = run(book, "brief", "--on", "2025-04-10")
    assert [str(book / "out" / "register" / "brief-2025-04-10.html")] == answer["result"]["files"][:1]


def test_another_rule_of_scoring_is_used_and_a_broken_one_refused(book: Path, tmp_path: Path) -> None:
    from zhibiao.assemble.resources import DATA

    rule = (DATA / "register" / "scoring.csv").read_text(encoding="utf-8")
    own = tmp_path / "own.csv"
    own.write_text(rule.replace("done_in_time,10", "done_in_time,20"), encoding="utf-8")
    words = ("score", "2025-Q1", "--rules", str(own), "--out", str(tmp_path))
    works = next(unit for unit in run(book, *words)[1]["result"]["units"] if unit["unit"] == "市工业和信息化局")
    assert "23" == works["total"]
    own.write_text(rule.replace("done_in_time,10", "done_in_time,1"), encoding="utf-8")
    code, answer = run(book, *words)
    assert (3, "table.refused") == (code, answer["error"]["code"])
    assert answer["findings"][0]["code"] == "scoring.not_monotone"


@pytest.mark.parametrize(
    ("code", "exit_code", "words"),
    [
        ("register.no_minutes", 1, ("minutes", "--meeting", "办公会", "--on", "2025-04-08")),
        ("register.no_agreement", 1, ("pack", "--on", "2025-04-10", "--agreement", "C0002")),
    ],
)
def test_what_cannot_be_told_is_answered_with_words(
    book: Path, code: str, exit_code: int, words: tuple[str, ...]
) -> None:
    answered, document = run(book, *words)
    assert (exit_code, code) == (answered, document["error"]["code"])
    assert document["error"]["message"]
    assert "{" not in document["error"]["hint"]


@pytest.mark.parametrize("quarter", ["2025-Q5", "2025", "Q1", "0000-Q1"])
def test_a_quarter_is_written_as_one(book: Path, quarter: str) -> None:
    assert 2 == CliRunner().invoke(zhibiao, ["register", "score", quarter, "--book", str(book)]).exit_code
