"""`zhibiao register progress`, and progress in `list` and `show`: what a person reads, what a program gets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from zhibiao.assemble.bundled import new_book_from
from zhibiao.cli.main import zhibiao

_GROWTH = ("--set", "value=4.5", "--set", "unit=%", "--set", "change=yoy", "--set", "polarity=increase")


def run(folder: Path, *words: str) -> dict[str, Any]:
    done = CliRunner().invoke(zhibiao, ["register", *words, "--book", str(folder), "--json"])
    assert 0 == done.exit_code, done.output
    result: dict[str, Any] = json.loads(done.stdout)["result"]
    return result


def read(folder: Path, *words: str, lang: str = "en") -> str:
    done = CliRunner().invoke(zhibiao, ["register", *words, "--book", str(folder), "--lang", lang])
    assert 0 == done.exit_code, done.output
    return " ".join(done.output.split())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with a target, an agreement with two obligations, a programme and a counted goal, and words about them."""
    book = tmp_path_factory.mktemp("progress") / "book"
    new_book_from(book)
    paper = book.parent / "验收单.pdf"
    paper.write_bytes(b"%PDF")
    for words in (
        ("add", "--set", "kind=target", "--set", "title=菱镁行业产值", *_GROWTH, "--set", "period=2025"),
        ("add", "--set", "kind=agreement", "--set", "title=合作协议", "--set", "parties=辽河市人民政府;角宿钢铁集团"),
        _obligation("办理用地手续", "辽河市人民政府", "2025-03-31"),
        _obligation("建设废钢基地", "角宿钢铁集团", "2025-06-30"),
        (
            "add",
            *("--set", "kind=programme", "--set", "title=文体活动", "--set", "period=2025-01..2025-06"),
            *("--set", "coverage=quarter:theme:1"),
        ),
        ("add", "--set", "kind=counted", "--set", "title=建成智能工厂", "--set", "items=2", "--set", "period=2025"),
        ("report", "C0004", "--claim", "done", "--as-of", "2025-04-01", "--evidence", str(paper)),
        ("block", "C0003", "--cause", "land", "--mover", "省自然资源厅", "--since", "2025-03-01"),
        ("move", "C0003", "--due", "2025-05-31", "--reason", "用地未批"),
        ("item", "C0005", "登山节", "--level", "theme", "--on", "2025-02-01"),
        ("item", "C0006", "角宿热轧智能工厂", "--evidence", str(paper), "--on", "2025-03-01"),
        ("item", "C0006", "角宿热轧 智能工厂", "--on", "2025-03-01"),
    ):
        run(book, *words, "--as", "lin")
    return book


def _obligation(title: str, lead: str, due: str) -> tuple[str, ...]:
    settings = ("kind=obligation", f"title={title}", f"lead={lead}", "agreement=C0002", f"due={due}")
    return ("add", *(word for one in settings for word in ("--set", one)))


def test_everything_is_told_as_of_a_day(folder: Path) -> None:
    told = run(folder, "progress", "--on", "2025-06-01")
    by_id = {one["commitment"]: one for one in told["items"]}
    assert ["waiting", "under_way", "waiting", "done", "under_way", "under_way"] == [
        one["state"] for one in told["items"]
    ]
    assert (True, -1, "2025-03-31", 61) == tuple(
        by_id["C0003"][name] for name in ("overdue", "days_left", "first_due", "slipped_days")
    )
    assert [("省自然资源厅", 92)] == [(one["mover"], one["days"]) for one in by_id["C0003"]["blocks"]]
    assert [["C0003"], ["C0004"]] == [[owed["commitment"] for owed in side["owed"]] for side in by_id["C0002"]["sides"]]
    assert ["2025-Q2"] == [gap["name"] for gap in by_id["C0005"]["coverage"]["gaps"]]
    assert (1, 1, "0.5") == (
        by_id["C0006"]["items"]["named"],
        by_id["C0006"]["items"]["evidenced"],
        by_id["C0006"]["measure"]["share"],
    )
    assert ["progress.no_figures"] == [one["code"] for one in by_id["C0001"]["because"][:1]]


def test_an_earlier_day_does_not_know_what_came_later(folder: Path) -> None:
    states = [one["state"] for one in run(folder, "progress", "--on", "2025-03-15")["items"]]
    assert ["waiting", "waiting", "waiting", "waiting", "under_way", "under_way"] == states


def test_a_kind_is_asked_for_alone(folder: Path) -> None:
    words = ("progress", "--on", "2025-06-01", "--kind", "obligation", "--lead", "角宿钢铁集团")
    assert ["C0004"] == [one["commitment"] for one in run(folder, *words)["items"]]
    assert "No item" in read(folder, "progress", "--kind", "capital")


@pytest.mark.parametrize(
    ("lang", "parts"),
    [
        ("en", ("Progress as of 2025-06-01", "waiting · overdue · blocked", "2025-05-31", "1 / 2", "50.0 %")),
        ("zh", ("截至 2025-06-01 的进展", "未启动 · 逾期 · 受阻", "已完成")),
    ],
)
def test_a_person_reads_a_table(folder: Path, lang: str, parts: tuple[str, ...]) -> None:
    shown = read(folder, "progress", "--on", "2025-06-01", lang=lang)
    for part in parts:
        assert part in shown


def test_show_and_list_tell_how_items_stand(folder: Path) -> None:
    shown = read(folder, "show", "C0002", lang="zh")
    for part in ("双方义务已完成 1 项，共 2 项", "辽河市人民政府：完成 0 项", "待 省自然资源厅 办理"):
        assert part in shown
    assert "原定 2025-03-31，改期 1 次，推后 61 天" in read(folder, "show", "C0003", lang="zh")
    assert "Gap: 2025-Q2" in read(folder, "show", "C0005")
    assert "done" == run(folder, "show", "C0004")["progress"]["state"]
    listed = run(folder, "list", "--kind", "counted")["items"]
    assert ["1"] == [one["progress"]["measure"]["reached"] for one in listed]
    assert "1 / 2" in read(folder, "list", "--kind", "counted")


def test_review_proposes_an_indicator_and_a_person_sets_another_or_none(folder: Path) -> None:
    assert "magnesia_output_value" == run(folder, "show", "C0001")["terms"]["indicator"]
    assert "由指标“菱镁产值”（magnesia_output_value）" in read(folder, "show", "C0001", lang="zh")
    words = ("correct", "C0001", "--reason", "另有口径", "--as", "lin", "--set")
    assert "magnesia_revenue" == run(folder, *words, "indicator=magnesia_revenue")["items"][0]["terms"]["indicator"]
    assert "indicator" not in run(folder, *words, "indicator=")["items"][0]["terms"]
    refused = CliRunner().invoke(zhibiao, ["register", *words, "indicator=magnesia", "--book", str(folder), "--json"])
    assert "register.no_such_indicator" == json.loads(refused.stdout)["error"]["code"]


def test_a_day_that_is_none_is_a_usage_error(folder: Path) -> None:
    assert 2 == CliRunner().invoke(zhibiao, ["register", "progress", "--on", "soon", "--book", str(folder)]).exit_code
