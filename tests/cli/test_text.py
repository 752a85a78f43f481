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


@pytest.mark.usefixtures("_interruptible")
def test_an_interrupt_leaves_no_half_written_file(pages: Path, tmp_path: Path) -> None:
    many = tmp_path / "many"
    many.mkdir()
    count = 4_000  # so many that none of the machines is done before it is told to stop
    for number in range(count):
        (many / f"{number:04}.txt").write_text(PAGE * 12, "utf-8")
    out, clean = tmp_path / "records.jsonl", tmp_path / "clean"
    command = ["text", "read", many, "--out", out, "--clean-dir", clean, "--workers", "1"]
    starter = "import sys; from zhibiao.cli.main import main; sys.argv[0] = 'zhibiao'; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", starter, *map(str, command)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    deadline = time.monotonic() + 20
    while not list(clean.glob("000*.txt")) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    assert 130 == process.wait(timeout=20)
    assert ["clean", "many", "pages"] == sorted(path.name for path in tmp_path.iterdir())
    (text,) = {path.read_text("utf-8") for path in clean.iterdir()}  # pages that were done, each whole
    assert text.rstrip().endswith("培育数字化车间30个以上。")
    assert len(list(clean.iterdir())) < count


def _told(done: Result) -> list[tuple[str | None, str]]:
    """What stands on standard error: page and code of each finding."""
    return [(one["doc"], one["code"]) for one in map(json.loads, done.stderr.splitlines())]


def _refusal(done: Result) -> tuple[int, str, str]:
    error = json.loads(done.stdout)["error"]
    return _code(done), error["code"], error["place"]["file"]


@pytest.mark.parametrize(
    "more", [("--clean-dir", "."), ("--out", "b.txt"), ("--clean-dir", "linked"), ("--out", "hard")]
)
def test_a_page_that_is_read_is_never_written_over(
    pages: Path, more: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(pages)
    (pages / "linked").symlink_to(pages)
    os.link(pages / "b.txt", pages / "hard")
    code, why, place = _refusal(_run("read", "b.txt", *more, "--json"))
    assert (2, "texts.would_overwrite") == (code, why)
    assert place == str(Path(more[1]) / "b.txt" if more[0] == "--clean-dir" else more[1])
    assert PAGE.encode("gb18030") == (pages / "b.txt").read_bytes()


def test_index_and_tables_are_never_written_over_nor_one_file_twice(pages: Path, tmp_path: Path) -> None:
    index = pages / "index.jsonl"
    index.write_text('{"doc": "b"}\n', "utf-8")
    done = _run("read", "--index", index, "--out", index, "--json")
    assert (2, "texts.would_overwrite", str(index)) == _refusal(done)
    out = tmp_path / "b.txt"
    done = _run("read", "--index", index, "--clean-dir", tmp_path, "--out", out, "--json")
    assert (2, "texts.same_output", str(out)) == _refusal(done)
    assert ["pages"] == [path.name for path in tmp_path.iterdir()]


@pytest.mark.parametrize(
    "doc", ["../secret", "/etc/hostname", "..\\secret", "C:secret", "sub/../../secret", "link", ".."]
)
def test_an_index_leads_to_no_other_folder(pages: Path, doc: str) -> None:
    (pages.parent / "secret.txt").write_text(PAGE, "utf-8")
    (pages / "link.txt").symlink_to(pages.parent / "secret.txt")
    (pages / "index.jsonl").write_text(json.dumps({"doc": doc}), "utf-8")
    done = _run("read", "--index", pages / "index.jsonl", "--clean-dir", pages / "x" / "y", "--json")
    assert (2, "texts.index_outside", "index.jsonl") == _refusal(done)
    assert not (pages / "x").exists()


@pytest.mark.parametrize("line", ['{"doc": "\\ud800"}', '{"doc": "a\\u0000"}', '{"doc": "\\u001b[31m"}', "[" * 100_000])
def test_an_index_of_names_that_are_none_is_refused(pages: Path, line: str) -> None:
    (pages / "index.jsonl").write_text(line, "utf-8")
    done = _run("read", "--index", pages / "index.jsonl", "--json")
    assert (2, "texts.index_unreadable", "index.jsonl") == _refusal(done)


def test_names_of_any_bytes_are_shown_as_escapes(tmp_path: Path) -> None:
    names = [b"lat\xe9", b"red\x1b[31m", "turn\u202e".encode()]
    for name in names:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name + b".txt")).write_text(PAGE, "utf-8")
    done = _run("read", tmp_path, "--clean-dir", tmp_path / "clean", "--json")
    shown = ["lat\\xe9", "red\\x1b[31m", "turn\\u202e"]
    assert (0, shown) == (_code(done), sorted({record["doc"] for record in _records(done)}))
    assert {f"{name}.txt" for name in shown} == {path.name for path in (tmp_path / "clean").iterdir()}
    table = _run("read", tmp_path).stdout
    assert "red\\x1b[31m" in table
    assert not {"\x1b", "\u202e"} & set(table)


def test_words_that_would_act_on_a_terminal_are_shown_as_escapes(tmp_path: Path) -> None:
    page = tmp_path / "a.txt"
    page.write_text("月报\n今年一季度,清源\x1b[31m市产值\x9b增长5%。\n", "utf-8")
    for verb, more in (("clean", ()), ("read", ()), ("read", ("--json",)), ("clean", ("--json",))):
        assert not {"\x1b", "\x9b"} & set(_run(verb, page, *more).output)


def test_pipes_devices_and_folders_are_no_pages(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "folder.txt").mkdir()
    done = _run("read", tmp_path, "/dev/zero", "--json")
    codes = [(doc, "file.unreadable") for doc in ("folder", "pipe", "zero")]
    assert (3, codes) == (_code(done), _told(done))
    done = _run("read", "--index", tmp_path / "pipe.txt", "--json")
    assert (2, "texts.index_unreadable", "pipe.txt") == _refusal(done)


def test_notes_are_told_beside_the_stream_and_change_no_exit_code(tmp_path: Path) -> None:
    (tmp_path / "bare.html").write_text("<html><body><script>x = 1</script></body></html>", "utf-8")
    (tmp_path / "lost.txt").write_bytes(PAGE.encode()[:-1] + b"\xff\n")
    (tmp_path / "undated.txt").write_text("今年上半年,清源市菱镁产业产值同比增长6.5%。\n", "utf-8")
    done = _run("read", tmp_path, "--json")
    assert 0 == _code(done)
    told = [("bare", "texts.nothing_left"), ("lost", "texts.bytes_lost"), ("undated", "texts.date_unknown")]
    assert told == [one for one in _told(done) if one in told]
    cleaned = json.loads(_run("clean", tmp_path / "bare.html", "--json").stdout)["result"]
    assert ["texts.nothing_left"] == [one["code"] for one in cleaned["findings"]]


def test_folders_that_are_made_are_said(pages: Path, tmp_path: Path) -> None:
    clean, out = tmp_path / "new" / "clean", tmp_path / "other" / "records.jsonl"
    done = _run("read", pages / "b.txt", "--clean-dir", clean, "--out", out, "--json")
    told = [one["place"]["file"] for one in json.loads(done.stdout)["result"]["findings"]]
    assert [str(clean), str(out.parent)] == told
    assert (None, "texts.folder_made") in _told(_run("read", pages / "b.txt", "--clean-dir", tmp_path / "z", "--json"))


def test_a_folder_that_is_a_file_is_said_in_both_languages(pages: Path) -> None:
    done = _run("read", pages / "b.txt", "--out", pages / "a.html" / "r.jsonl", "--json", "--lang", "zh")
    error = json.loads(done.stdout)["error"]
    assert (2, "file.not_written") == (_code(done), error["code"])
    assert "该是文件夹的地方是一个文件" in error["message"]


def test_a_table_that_is_refused_leaves_nothing_behind(pages: Path, tmp_path: Path) -> None:
    words = tmp_path / "words"
    words.mkdir()
    (words / "places.csv").write_text("word,sense,value\n,county,x\n", "utf-8")
    done = _run("read", pages, "--lexicon", words, "--out", tmp_path / "new" / "r.jsonl", "--json")
    (finding,) = json.loads(done.stdout)["findings"]
    where = finding["place"]["file"], finding["place"]["row"]
    assert (3, "lexicon.word_empty", ("places.csv", 2)) == (_code(done), finding["code"], where)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    "text",
    [
        f"月报\n今年一季度,产值增长{'9' * 5000}%。粗钢产量100万吨。\n",
        f"Output\n\nOutput rose by {'9' * 5000} percent in 2024. Steel output was 100 million tonnes in 2024.\n",
    ],
)
def test_a_number_without_end_is_no_figure_and_the_rest_is_read(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text, "utf-8")
    done = _run("read", tmp_path / "a.txt", "--date", "2025-02-01", "--json")
    assert (0, [100]) == (_code(done), [record["value"] for record in _records(done)])


def test_limits_speak_of_pages(pages: Path) -> None:
    from zhibiao.assemble.page_list import Document
    from zhibiao.assemble.pages import of_page
    from zhibiao.assemble.reading_answer import failed
    from zhibiao.assemble.resources import catalogue

    page = Document(path=pages / "b.txt", doc="b", published=None)
    for reason in ("seconds", "memory", "exit 1"):
        (one,) = of_page(page, failed(reason, page.name, 10.0, 1 << 30))
        words = [
            catalogue().why(one.code, lang, one.facts) + catalogue().what(one.code, lang, one.facts)
            for lang in ("zh", "en")
        ]
        assert one.code.startswith("texts.")
        assert "b.txt" in words[0]
        assert not any(word in "".join(words) for word in ("月报", "return", "original"))
