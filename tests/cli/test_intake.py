"""`zhibiao intake` and `zhibiao query`: paths that are no files, keys, held returns, and answers."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import returns_sample as sample
from filing_sample import MARCH, Asking
from zhibiao.assemble.bundled import CITY, new_book_from
from zhibiao.assemble.reading_room import ReadingRoom
from zhibiao.cli.main import zhibiao
from zhibiao.readers.city_yaml import read_city

PEOPLE = ("lin:林:analyst", "wang:王:approver", "sun:孙:auditor", "zhou:周:officer@LH-S06", "he:何:officer@LH-S04")
FIRM = read_city(CITY / "city.yaml")["LH-S06"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The bundled city's book."""
    path = tmp_path / "book"
    new_book_from(path, people=PEOPLE)
    return path


@pytest.fixture
def filed(tmp_path: Path) -> Path:
    """A return of one of its firms."""
    path = tmp_path / "2025-03.xlsx"
    path.write_bytes(sample.workbook([sample.filing(FIRM, MARCH)]))
    return path


@pytest.fixture
def asking(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader asks of every return of that firm, and holds it."""
    read = Asking(held=frozenset({FIRM.id}))

    def read_each(_room: ReadingRoom, items: Any, *, dictionary: Any, city: Any) -> Any:
        return (read(content, name=name, dictionary=dictionary, city=city) for content, name in items)

    monkeypatch.setattr(ReadingRoom, "read_each", read_each)


def run(folder: Path | None, *words: str) -> tuple[int, dict[str, Any]]:
    at = ["--book", str(folder)] if folder else []
    done = CliRunner().invoke(zhibiao, [*words, *at, "--json"])
    return done.exit_code, json.loads(done.stdout)


@pytest.mark.parametrize(
    ("path", "code"),
    [("none.xlsx", "file.missing"), (".", "file.directory"), ("x" * 5000 + ".xlsx", "file.unreadable")],
)
def test_a_path_behind_which_no_file_is(tmp_path: Path, path: str, code: str) -> None:
    found, answer = run(None, "intake", str(tmp_path / path), "--dry-run")
    assert (3, False, "REJECT_FILE") == (found, answer["ok"], answer["result"]["outcome"])
    (finding,) = answer["result"]["findings"]
    assert (code, "REJECT") == (finding["code"], finding["severity"])
    assert 0 < len(finding["place"]["file"]) <= 120
    assert all(finding[part][lang] for part in ("message", "why", "hint") for lang in ("zh", "en"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
@pytest.mark.parametrize("verb", [("intake", "--dry-run"), ("check",)])
def test_a_pipe_that_nobody_writes_to_is_answered(tmp_path: Path, verb: tuple[str, ...]) -> None:
    os.mkfifo(pipe := tmp_path / "pipe.xlsx")
    done = CliRunner().invoke(zhibiao, [verb[0], str(pipe), *verb[1:], "--json", "--lang", "zh"])
    assert done.exit_code in (2, 3)
    assert "管道" in done.stdout


def test_files_are_answered_in_their_order(folder: Path, filed: Path) -> None:
    missing = filed.with_name("missing.xlsx")
    code, answer = run(folder, "intake", str(missing), str(filed), str(missing), "--as", "lin")
    assert (3, "REJECT_FILE") == (code, answer["result"]["outcome"])
    files = answer["result"]["files"]
    assert ["missing.xlsx", "2025-03.xlsx", "missing.xlsx"] == [one["file"] for one in files]
    assert [["LH-S06/2025-03/v1"]] == [one["returns"] for one in files if one["returns"]]


def test_a_held_return_its_question_and_its_answer(asking: None, folder: Path, filed: Path) -> None:
    code, answer = run(folder, "intake", str(filed), "--as", "zhou")
    assert (3, "QUERY", ["held"]) == (
        code,
        answer["result"]["outcome"],
        [one["fate"] for one in answer["result"]["receipts"]],
    )
    number = next(one["number"] for one in answer["result"]["findings"] if one["holds"])
    code, listed = run(folder, "query", "list", "--as", "zhou")
    asked = [one for one in listed["result"]["questions"] if one["held"]]
    assert (0, [number], {1}) == (
        code,
        [one["finding"]["number"] for one in asked if one["finding"]["holds"]],
        {one["submission"] for one in asked},
    )
    given = ["query", "answer", "1", *(part for one in asked for part in ("--finding", str(one["finding"]["number"])))]
    code, done = run(folder, *given, "--reason", "新炉投产", "--as", "zhou")
    assert (0, "taken", 1) == (code, done["result"]["receipt"]["fate"], done["result"]["receipt"]["version"])
    _, listed = run(folder, "query", "list", "--as", "zhou")
    assert [] == [one for one in listed["result"]["questions"] if one["held"]]


def test_what_people_read_of_it(asking: None, folder: Path, filed: Path) -> None:
    at = ["--book", str(folder), "--lang", "en"]
    told = CliRunner().invoke(zhibiao, ["intake", str(filed), "--as", "zhou", *at]).output
    assert "1 kept until the enterprise answers: LH-S06 2025-03 (submission 1" in " ".join(told.split())
    told = CliRunner().invoke(zhibiao, ["query", "list", "--as", "lin", *at]).output
    assert "submission 1, finding 1 · LH-S06 2025-03" in told
    told = CliRunner().invoke(zhibiao, ["query", "answer", "1", "--finding", "1", "--reason", "x", "--as", "lin", *at])
    assert (1, True) == (told.exit_code, "query.letter_missing" in told.output)


def test_nobody_files_or_answers_for_another(folder: Path, filed: Path) -> None:
    code, answer = run(folder, "intake", str(filed), "--as", "he")
    assert (3, "DENY", ["auth.not_own_firm"]) == (
        code,
        answer["result"]["outcome"],
        [one["code"] for one in answer["result"]["findings"]],
    )
    # What the sender's own file says is its own; the register's words are not told.
    told = json.dumps([answer["result"][part] for part in ("returns", "receipts", "touches")], ensure_ascii=False)
    assert ("[[], [], []]", True) == (told, bool(answer["result"]["findings"][0]["place"]["cell"]))
    code, answer = run(folder, "intake", str(filed), "--as", "sun")
    assert (1, "auth.forbidden", "DENY") == (code, answer["error"]["code"], answer["error"]["answer"])
    code, answer = run(folder, "query", "answer", "1", "--finding", "1", "--reason", "x", "--as", "he")
    assert (1, "auth.not_found", "DENY") == (code, answer["error"]["code"], answer["error"]["answer"])


def test_a_key_stands_for_one_file(folder: Path, filed: Path) -> None:
    words = ("intake", str(filed), "--as", "lin", "--key", "k1", "--origin", "203.0.113.7")
    first, again = run(folder, *words), run(folder, *words)
    assert first[1]["result"]["submission"] == again[1]["result"]["submission"] == 1
    assert first[1]["result"]["returns"] == again[1]["result"]["returns"] == ["LH-S06/2025-03/v1"]
    filed.write_bytes(sample.workbook([sample.filing(FIRM, MARCH, workforce_persons=(7, None, 7, None))]))
    code, answer = run(folder, *words)
    assert (3, "CONFLICT", ["dup.key_reused"]) == (
        code,
        answer["result"]["outcome"],
        [one["code"] for one in answer["result"]["findings"]],
    )
    code, answer = run(folder, "intake", str(filed), str(filed), "--as", "lin", "--key", "k2")
    assert (2, "intake.key_for_one") == (code, answer["error"]["code"])


def test_an_officer_of_no_enterprise_on_the_list(tmp_path: Path) -> None:
    code, answer = run(
        tmp_path / "new", "new", *(part for one in (*PEOPLE[:2], "x:徐:officer@LH-X99") for part in ("--person", one))
    )
    assert (2, "new.enterprise_unknown", False) == (code, answer["error"]["code"], (tmp_path / "new").exists())
