"""`zhibiao text` as typed: the stream of records, refusals, folders, an index, files written whole."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from zhibiao.cli.main import zhibiao

PAGE = """清源市上半年菱镁产值增长6.5%
发布日期:2024-08-14
今年上半年,清源市菱镁产业产值同比增长6.5%,菱镁高端产品占比由20%提升到26%。
下一步,我市将建设菱镁检测中心,培育数字化车间30个以上。
"""


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(zhibiao, ["text", *map(str, arguments)], standalone_mode=False)


def _code(done: Result) -> int:
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    return done.return_value or 0


def _records(done: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "b.txt").write_bytes(PAGE.encode("gb18030"))
    (folder / "a.html").write_text(f"<html><body><p>{'</p><p>'.join(PAGE.split())}</p></body></html>", "utf-8")
    (folder / "note.md").write_text("no page", "utf-8")
    return folder


def test_records_come_one_a_line_in_the_order_of_the_pages(pages: Path, tmp_path: Path) -> None:
    done = _run("read", pages, "--date", "2024-08-14", "--clean-dir", tmp_path / "clean", "--json")
    records = _records(done)
    assert (0, ["a", "b"]) == (_code(done), list(dict.fromkeys(record["doc"] for record in records)))
    assert [6.5, 6.5] == [one["value"] for one in records if one["change"] == "yoy"]
    cleaned = (tmp_path / "clean" / "b.txt").read_text("utf-8")
    for record in records:
        if record["doc"] == "b":
            assert record["text"] == cleaned[record["start"] : record["end"]]
            assert record["raw"] == PAGE[record["raw_start"] : record["raw_end"]]


def test_a_refused_page_is_told_and_the_others_are_read(pages: Path) -> None:
    (pages / "c.txt").write_bytes(b"%PDF-1.7 \x00\x01")
    (pages / "d.txt").write_bytes(b"")
    done = _run("read", pages, "--json")
    told = [json.loads(line) for line in done.stderr.splitlines()]
    assert 3 == _code(done)
    assert [("c", "texts.binary_pdf"), ("d", "texts.empty")] == [(one["doc"], one["code"]) for one in told]
    assert {"a", "b"} == {record["doc"] for record in _records(done)}


def test_an_index_names_pages_and_dates(pages: Path, tmp_path: Path) -> None:
    index = pages / "index.jsonl"
    index.write_text('{"doc": "b", "date": "2019-08-14"}\n{"doc": "a", "date": null}\n', "utf-8")
    done = _run("read", "--index", index, "--out", tmp_path / "out" / "records.jsonl", "--json")
    result = json.loads(done.stdout)["result"]
    lines = (tmp_path / "out" / "records.jsonl").read_text("utf-8").splitlines()
    assert (0, 2, len(lines)) == (_code(done), result["pages"], result["records"])
    first = json.loads(lines[0])
    assert ("b", "2019-01..2019-06") == (first["doc"], first["period"])


@pytest.mark.parametrize(
    ("line", "code"),
    [("nonsense", "texts.index_unreadable"), ("{}", "texts.index_unreadable"), ("", "texts.no_files")],
)
def test_an_index_that_is_none_is_a_mistake_of_the_call(pages: Path, line: str, code: str) -> None:
    (pages / "index.jsonl").write_text(line, "utf-8")
    done = _run("read", "--index", pages / "index.jsonl", "--json")
    assert (2, code) == (_code(done), json.loads(done.stdout)["error"]["code"])


def test_two_pages_of_one_name_are_refused(pages: Path) -> None:
    (pages / "a.txt").write_text(PAGE, "utf-8")
    done = _run("read", pages, "--json")
    assert (2, "texts.same_name") == (_code(done), json.loads(done.stdout)["error"]["code"])


def test_a_page_that_an_index_misses_is_told(pages: Path) -> None:
    (pages / "index.jsonl").write_text('{"doc": "z"}\n{"doc": "b"}\n', "utf-8")
    done = _run("read", "--index", pages / "index.jsonl", "--json")
    assert (3, "file.unreadable") == (_code(done), json.loads(done.stderr.splitlines()[0])["code"])
    assert {"b"} == {record["doc"] for record in _records(done)}


def test_an_analyst_adds_a_word(pages: Path, tmp_path: Path) -> None:
    page = tmp_path / "new.txt"
    page.write_text("月报\n本月,青鸾渡的粗钢产量8万吨。\n", "utf-8")
    words = tmp_path / "words"
    words.mkdir()
    (words / "places.csv").write_text("word,sense,value\n青鸾渡,county,青鸾渡区\n", "utf-8")
    places = [
        _records(_run("read", page, "--date", "2024-05-03", *more, "--json"))[0]["place"]
        for more in ((), ("--lexicon", words))
    ]
    assert [None, "青鸾渡区"] == places


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_table_for_people(pages: Path, lang: str) -> None:
    done = _run("read", pages / "b.txt", "--lang", lang)
    assert 0 == _code(done)
    assert "6.5 %" in done.stdout
    assert ("同比" if lang == "zh" else "yoy") in done.stdout


def test_clean_prints_or_writes_the_article(pages: Path, tmp_path: Path) -> None:
    done = _run("clean", pages / "b.txt", "--json")
    (page,) = json.loads(done.stdout)["result"]["pages"]
    assert ("b", "2024-08-14", False) == (page["doc"], page["published"], "发布日期" in page["text"])
    _run("clean", pages, "--clean-dir", tmp_path / "clean")
    assert ["a.txt", "b.txt"] == sorted(path.name for path in (tmp_path / "clean").iterdir())


def test_an_interrupt_leaves_no_half_written_file(pages: Path, tmp_path: Path) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for number in range(400):
        (many / f"{number:03}.txt").write_text(PAGE * 12, "utf-8")
    out = tmp_path / "records.jsonl"
    command = ["text", "read", many, "--out", out, "--workers", "1"]
    starter = "import sys; from zhibiao.cli.main import main; sys.argv[0] = 'zhibiao'; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", starter, *map(str, command)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    deadline = time.monotonic() + 20
    while not list(tmp_path.glob(".records.jsonl-*/*")) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    assert 130 == process.wait(timeout=20)
    assert ["many", "pages"] == sorted(path.name for path in tmp_path.iterdir())
