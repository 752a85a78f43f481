"""`zhibiao returns show` and `zhibiao restatements` on a real book folder, and what `intake` says of a restatement."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from zhibiao.assemble.book import open_book
from zhibiao.assemble.bundled import CITY, new_book_from
from zhibiao.cli.main import zhibiao

FIRM, PERIOD = "LH-C01", "2025-03"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled city's book with one firm's return, and the same one filed again with other figures."""
    path = tmp_path_factory.mktemp("restated") / "book"
    new_book_from(path, people=("lin:林:analyst", "wang:王:approver"))
    _done(path, "intake", str(CITY / "returns" / "firms" / PERIOD / f"{FIRM}.xlsx"), "--as", "lin")
    again = _again(path, {"profit_yuan": Decimal("12345.67")})
    dry = _done(path, "intake", str(again), "--dry-run")
    assert [f"{FIRM}/{PERIOD}/v2"] == [one["reference"] for one in dry["touches"]]
    assert [] == _done(path, "restatements")["restatements"]
    kept = _done(path, "intake", str(again), "--as", "lin")
    assert dry["touches"][0]["revisions"] == kept["touches"][0]["revisions"]
    return path


def _again(folder: Path, added: Mapping[str, Decimal]) -> Path:
    """The return as kept, with something added to figures, as a text table."""
    shown = _done(folder, "returns", "show", FIRM, "--period", PERIOD)
    figures: dict[str, dict[str, Decimal]] = {}
    for fact in shown["versions"][-1]["facts"]:
        figures.setdefault(fact["field"], {})[fact["scope"]] = Decimal(fact["value"]) + added.get(fact["field"], 0)
    rows = [
        f"{FIRM},{PERIOD},{field},{shown['units'][field]},{values['period']},{values.get('ytd', '')}"
        for field, values in figures.items()
    ]
    path = folder.parent / "again.csv"
    path.write_text("\n".join(["enterprise,period,field,unit,value,year_to_date", *rows]) + "\n", encoding="utf-8")
    return path


def _done(folder: Path, *words: str) -> dict[str, Any]:
    code, answer = _run(folder, *words)
    assert 0 == code, answer
    result: dict[str, Any] = answer["result"]
    return result


def _run(folder: Path, *words: str) -> tuple[int, dict[str, Any]]:
    done = CliRunner().invoke(zhibiao, [*words, "--book", str(folder), "--json"])
    return done.exit_code, json.loads(done.stdout)


def _said(folder: Path, *words: str, lang: str = "zh") -> str:
    done = CliRunner().invoke(zhibiao, [*words, "--book", str(folder), "--lang", lang])
    assert 0 == done.exit_code, done.output
    return done.output


def test_the_restatement_is_listed_with_both_cells_files_and_instants(folder: Path) -> None:
    (one,) = _done(folder, "restatements", "--enterprise", FIRM, "--period", PERIOD)["restatements"]
    assert (f"{FIRM}/{PERIOD}/v1", True) == (one["earlier"]["reference"], one["stands"])
    assert one["earlier"]["received_at"] < one["received_at"]
    assert one["earlier"]["file_sha256"] != one["file_sha256"]
    (month, to_date) = one["revisions"]
    assert ("profit_yuan", "period", "changed", "12345.67") == tuple(
        month[key] for key in ("field", "scope", "change", "difference")
    )
    assert (f"{FIRM}.xlsx", "again.csv") == (month["before"]["place"]["file"], month["after"]["place"]["file"])
    assert ("ytd", [], None, []) == (to_date["scope"], one["decisions"], one["booked"], one["bases"])


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", ("订正 1 份", "利润总额", "again.csv", "订正本身不改变任何方案")),
        ("en", ("Restatements: 1", "Total profit", "again.csv", "only a new decision changes quotas")),
    ],
)
def test_people_read_it_in_their_language(folder: Path, lang: str, words: tuple[str, ...]) -> None:
    said = _said(folder, "restatements", lang=lang)
    assert [] == [word for word in words if word not in said.replace("\n", " ")]


def test_a_figure_by_version_and_as_known_before(folder: Path) -> None:
    shown = _done(folder, "returns", "show", FIRM, "--period", PERIOD)
    assert [(1, False), (2, True)] == [(item["version"], item["stands"]) for item in shown["versions"]]
    profit = next(one for one in shown["vintages"] if (one["field"], one["scope"]) == ("profit_yuan", "period"))
    others = [one for one in shown["vintages"] if one["field"] != "profit_yuan"]
    assert [True, True] == [value["is_new"] for value in profit["values"]]
    assert others
    assert not any(one["values"][1]["is_new"] for one in others)
    then = _done(folder, "returns", "show", FIRM, "--known-by", shown["versions"][0]["received_at"])
    assert [(1, True)] == [(item["version"], item["stands"]) for item in then["versions"]]
    assert [] == _done(folder, "returns", "show", FIRM, "--known-by", "2020-01-01")["versions"]


def test_people_read_vintages_and_cells(folder: Path) -> None:
    said = _said(folder, "returns", "show", FIRM, "--period", PERIOD)
    (row,) = [line for line in said.splitlines() if "利润总额" in line and "本期" in line]
    assert 2 == row.count("万元")
    assert "第 " in row
    (other,) = [line for line in said.splitlines() if "营业收入" in line and "本期" in line]
    assert " = " in other
    assert "「=」与上一版相同" in said
    assert "--period" in _said(folder, "returns", "show", FIRM)
    assert "no returns received by 2020-01-01 23:59" in _said(
        folder, "returns", "show", FIRM, "--known-by", "2020-01-01", lang="en"
    )


def test_intake_says_it_in_one_line(folder: Path) -> None:
    again = _again(folder, {"profit_yuan": Decimal(9)})
    for lang, words in (("zh", "是订正：0 个方案引用了旧版"), ("en", "is a restatement: 0 decisions cite")):
        assert words in _said(folder, "intake", str(again), "--dry-run", lang=lang)
    opened = open_book(folder)
    assert 2 == len(opened.store.returns())
    opened.store.close()


def test_narrowing_by_instant(folder: Path) -> None:
    assert 1 == len(_done(folder, "restatements", "--since", "2020-01-01")["restatements"])
    assert [] == _done(folder, "restatements", "--since", "2199-01-01T00:00:00+08:00")["restatements"]
    assert "没有订正" in _said(folder, "restatements", "--since", "2199-01-01")


@pytest.mark.parametrize(
    ("words", "code", "named"),
    [
        (("returns", "show", "LH-X99"), 1, "restatement.enterprise_unknown"),
        (("restatements", "--enterprise", "LH-X99"), 1, "restatement.enterprise_unknown"),
        (("restatements", "--period", "2025-13"), 2, "usage.invalid"),
        (("restatements", "--since", "2025-01-01T00:00:00"), 2, "usage.invalid"),
        (("returns", "show", FIRM, "--known-by", "yesterday"), 2, "usage.invalid"),
    ],
)
def test_what_makes_no_sense_is_said(folder: Path, words: tuple[str, ...], code: int, named: str) -> None:
    done = CliRunner().invoke(zhibiao, [*words, "--book", str(folder), "--json"])
    assert code == done.exit_code
    if code == 1:
        assert named == json.loads(done.stdout)["error"]["code"]
    else:
        assert "Traceback" not in done.output
        assert "写作" in done.output
