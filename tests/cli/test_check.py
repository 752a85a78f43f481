"""`zhibiao check`: a firm's own look at its return, offline, with its earlier files and an annotated copy."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import nullcontext
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from returns_sample import CITY, STEEL, edited, figures, filing, workbook
from writers.test_template_workbook import desk, filled
from zhibiao.assemble.reading_room import ReadingRoom
from zhibiao.assemble.template import companions, template_for, workbook_of
from zhibiao.cli.main import zhibiao
from zhibiao.terms.period import Period
from zhibiao.terms.text import Language
from zhibiao.writers.template_workbook import template_workbook


@pytest.fixture(scope="module")
def room() -> Iterator[ReadingRoom]:
    with ReadingRoom(workers=1) as opened:
        yield opened


@pytest.fixture(autouse=True)
def _one_room(monkeypatch: pytest.MonkeyPatch, room: ReadingRoom) -> None:
    """Most of a short run is the start of a worker; these tests share one."""
    monkeypatch.setattr("zhibiao.assemble.reading_room.ReadingRoom", lambda **_: nullcontext(room))


def _run(*arguments: str | Path, code: int = 0) -> dict[str, Any]:
    done = CliRunner().invoke(zhibiao, ["check", *map(str, arguments), "--json"])
    assert code == done.exit_code, done.output
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _codes(answer: dict[str, Any]) -> set[str]:
    return {finding["code"] for finding in answer["result"]["findings"]}


def _file(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def _month(period: str) -> bytes:
    """A template of that month filled with good figures; nothing on record."""
    given = filing(STEEL, Period.parse(period))
    return template_workbook(template_for(desk(), STEEL, given.period, "zh", filing=given), companions(STEEL, "zh"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_template_filled_with_good_figures_is_accepted_exactly(tmp_path: Path, lang: Language) -> None:
    earlier = [_file(tmp_path, f"{month}.xlsx", _month(month)) for month in ("2025-01", "2025-02")]
    path = _file(tmp_path, "a.xlsx", filled(lang))
    answer = _run(path, *(part for one in earlier for part in ("--with", one)))
    assert ("ACCEPT", []) == (answer["result"]["outcome"], answer["result"]["findings"])
    assert [f"{STEEL.id}/2025-03/v1"] == answer["result"]["returns"]


def test_an_empty_template_lacks_its_required_figures_and_files_no_zeros(tmp_path: Path) -> None:
    path = _file(tmp_path, "a.xlsx", workbook_of(desk(), STEEL, Period.parse("2025-03"), "zh"))
    answer = _run(path, code=3)
    assert "QUARANTINE" == answer["result"]["outcome"]
    assert {"edit.required_missing"} == _codes(answer)


def test_a_firm_of_another_city_checks_its_own_template_without_any_list(tmp_path: Path) -> None:
    assert STEEL.id in CITY.enterprises
    answer = _run(_file(tmp_path, "a.xlsx", filled()))
    assert "id.unknown" not in _codes(answer)
    # A form that does not say whose it is cannot be told from a stranger's.
    assert "id.unknown" in _codes(
        _run(_file(tmp_path, "b.xlsx", workbook([filing(STEEL, Period.parse("2025-03"))])), code=3)
    )


def test_earlier_files_bear_witness_to_the_year_so_far(tmp_path: Path) -> None:
    month, _, last, last_to_date = figures(STEEL, Period.parse("2025-03"))["crude_steel_t"]
    wrong = filled(changed={"crude_steel_t": (month, 900_000, last, last_to_date)})
    path = _file(tmp_path, "a.xlsx", wrong)
    earlier = [_file(tmp_path, f"{one}.xlsx", _month(one)) for one in ("2025-02", "2025-01")]
    assert "edit.cumulative_identity" not in _codes(_run(path))
    answer = _run(path, "--with", earlier[0], "--with", earlier[1], code=3)
    assert "edit.cumulative_identity" in _codes(answer)


def test_the_answer_marks_what_is_in_question(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        book.worksheets[0]["B8"] = "斤"

    path, out = _file(tmp_path, "a.xlsx", edited(filled(), change)), tmp_path / "out" / "answer.xlsx"
    answer = _run(path, "--answer", out, code=3)
    assert [str(out)] == answer["result"]["answers"]
    book = openpyxl.load_workbook(BytesIO(out.read_bytes()))
    assert ["校验结果", STEEL.id, "审核", "填报说明", "_meta"] == book.sheetnames
    assert "unit.unknown" in book[STEEL.id]["B8"].comment.text
    # The copy, corrected where it lies, is a file like the one before.
    book[STEEL.id]["B8"] = "万元"
    book.save(path)
    assert "unit.unknown" not in _codes(_run(path))


def test_several_files_are_answered_in_a_folder(tmp_path: Path) -> None:
    paths = [_file(tmp_path, name, filled()) for name in ("a.xlsx", "b.xlsx")]
    answer = _run(*paths, "--answer", tmp_path / "out")
    assert {"a-answer.xlsx", "b-answer.xlsx"} == {Path(path).name for path in answer["result"]["answers"]}


def test_people_read_both_languages_cell_by_cell(tmp_path: Path) -> None:
    path = _file(tmp_path, "a.xlsx", workbook_of(desk(), STEEL, Period.parse("2025-03"), "zh"))
    done = CliRunner().invoke(zhibiao, ["check", str(path)])
    assert 3 == done.exit_code
    for words in ("暂不采用", "set aside", "没有数", "is blank", "edit.required_missing"):
        assert words in done.stdout
    only = CliRunner().invoke(zhibiao, ["check", str(path), "--lang", "zh"]).stdout
    assert "set aside" not in only


def test_a_file_that_is_no_return_is_refused_with_an_answer_and_no_trace(tmp_path: Path) -> None:
    path, out = _file(tmp_path, "a.xlsx", b"PK\x03\x04 not a workbook"), tmp_path / "answer.xlsx"
    answer = _run(path, "--answer", out, code=3)
    assert "REJECT_FILE" == answer["result"]["outcome"]
    assert ["校验结果"] == openpyxl.load_workbook(out).sheetnames


def test_intake_writes_the_same_answer(tmp_path: Path) -> None:
    path, out = _file(tmp_path, "a.xlsx", workbook([filing(STEEL, Period.parse("2025-03"))])), tmp_path / "answer.xlsx"
    done = CliRunner().invoke(zhibiao, ["intake", str(path), "--dry-run", "--answer", str(out), "--json"])
    assert 3 == done.exit_code, done.output
    page = openpyxl.load_workbook(out).worksheets[0]
    assert "校验结果" == page.title
    codes = {page.cell(row, 8).value for row in range(6, page.max_row + 1)}
    assert {one["code"] for one in json.loads(done.stdout)["result"]["findings"]} == codes
