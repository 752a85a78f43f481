"""`zhibiao cross-check` as typed: ranked, told in both languages, written as a workbook, and not for officers."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from main_job import answer, copy_of, run

pytestmark = pytest.mark.xdist_group("main_job")


def test_the_ranking_and_its_workbook(demo_book: Path, tmp_path: Path) -> None:
    file = tmp_path / "cross-check.xlsx"
    asked = ("cross-check", "2025-03", "--book", str(demo_book), "--as", "zhao", "--out", str(file), "--lang", "zh")
    result = answer(*asked)["result"]
    assert file.stat().st_size == result["bytes"]
    rows = result["rows"]
    assert list(range(1, len(rows) + 1)) == [row["rank"] for row in rows]
    points = [row["points"] for row in rows]
    assert sorted(points, reverse=True) == points
    book = load_workbook(file)
    assert ["核对排序", "理由", "旁证"] == book.sheetnames
    sheet = book["核对排序"]
    assert [rows[0]["enterprise"], rows[0]["combined"]["tonnes"]] == [sheet["B4"].value, sheet["F4"].value]
    assert len(rows) == sheet.max_row - 3
    assert sum(len(row["reasons"]) for row in rows) == book["理由"].max_row - 3
    assert "不说明申报有误" in str(sheet["A2"].value)
    for row in rows:
        for reason in row["reasons"]:
            assert all(reason[key][lang] for key in ("message", "why", "settles") for lang in ("zh", "en"))
            assert "{" not in reason["message"]["zh"] + reason["message"]["en"]


@pytest.mark.parametrize(("lang", "said"), [("zh", "核查意见不是结论"), ("en", "a flag is not a proof")])
@pytest.mark.parametrize("sector", ["steel", "magnesia"])
def test_people_are_told_what_it_does_not_mean(demo_book: Path, lang: str, said: str, sector: str) -> None:
    asked = ("cross-check", "2025-03", "--book", str(demo_book), "--as", "lin", "--lang", lang, "--sector", sector)
    done = run(*asked)
    assert (0, "") == (done.returncode, done.stderr)
    assert said in done.stdout.replace("\n", " ")


def test_an_officer_is_refused(demo_book: Path, tmp_path: Path) -> None:
    book = copy_of(demo_book, tmp_path)
    settings = book / "zhibiao.toml"
    officer = '\n[[people]]\nid = "zhou"\nname = "周"\nroles = ["officer"]\n'
    settings.write_text(settings.read_text(encoding="utf-8") + officer, encoding="utf-8")
    refused = answer("cross-check", "2025-03", "--book", str(book), "--as", "zhou", code=1)
    assert "cross_check.not_for_reader" == refused["error"]["code"]


def test_a_month_without_returns_is_said(demo_book: Path) -> None:
    asked = ("cross-check", "2035-03", "--book", str(demo_book), "--as", "lin")
    done = answer(*asked, code=1)
    assert "cross_check.no_returns" == done["error"]["code"]
