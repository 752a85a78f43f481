"""`zhibiao market`: prices, shocks and paths of files and books, in both languages, and what bad files are answered."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from price_files import BODY, bureau, sheet, text
from zhibiao.assemble.bundled import new_book_from
from zhibiao.cli.main import zhibiao

PLAIN = "good,period,price,unit,vat\n"


def _run(*words: str) -> tuple[int, dict[str, Any]]:
    done = CliRunner().invoke(zhibiao, [*words, "--json"])
    return done.exit_code, json.loads(done.stdout)


def _told(*words: str, lang: str) -> str:
    done = CliRunner().invoke(zhibiao, [*words, "--lang", lang])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.stdout


@pytest.fixture
def coke(tmp_path: Path) -> Path:
    """Ten-day prices of coke that stand still and then jump by a fifth."""
    days = [f"20{year}-{month:02d}-{day:02d}" for year in (23, 24) for month in range(1, 13) for day in (1, 11, 21)]
    prices = [1000 + 10 * (at % 2) for at in range(len(days) - 1)] + [1200]
    path = tmp_path / "coke.csv"
    rows = "".join(f"coke,{day},{price},元/吨,with\n" for day, price in zip(days, prices, strict=True))
    path.write_text(PLAIN + rows, encoding="utf-8")
    return path


def test_prices_of_a_file(coke: Path) -> None:
    code, answer = _run("market", "prices", str(coke))
    assert (0, True) == (code, answer["ok"])
    months = answer["result"]["months"]
    assert (24, "2023-01") == (len(months), months[0]["month"])
    # (10·1000 + 10·1010 + 11·1000) / 31 = 1003.2258, without 13 % of tax 887.8104
    assert ("1003.2258", "887.8104", True) == tuple(
        months[0][name] for name in ("mean", "yuan_without_tax", "is_whole")
    )
    assert ["coke.csv"] == list(answer["marks"]["input_sha256"])


def test_the_months_written_are_read_again(coke: Path, tmp_path: Path) -> None:
    out = tmp_path / "out" / "months.csv"
    _, answer = _run("market", "prices", str(coke), "--out", str(out))
    _, again = _run("market", "prices", str(out))
    assert str(out) == answer["result"]["written"]
    net = [(row["month"], row["yuan_without_tax"]) for row in answer["result"]["months"]]
    assert [(month, Decimal(price)) for month, price in net] == [
        (row["month"], Decimal(row["yuan_without_tax"])) for row in again["result"]["months"]
    ]
    assert [] == again["result"]["findings"]


def test_only_an_earlier_table_is_replaced(coke: Path, tmp_path: Path) -> None:
    out, letter = tmp_path / "months.csv", tmp_path / "letter.csv"
    assert [] == _run("market", "prices", str(coke), "--out", str(out))[1]["result"]["findings"]
    table = out.read_bytes()
    out.write_bytes(table + b"coke,2020-01,1,yuan/t,without,a\r\n")
    code, answer = _run("market", "prices", str(coke), "--out", str(out))
    assert (0, ["price.replaced"], table) == (
        code,
        [one["code"] for one in answer["result"]["findings"]],
        out.read_bytes(),
    )
    letter.write_text("good,period\n", encoding="utf-8")
    for read, to in ((coke, letter), (coke, coke), (out, out), (coke, tmp_path)):
        before = to.read_bytes() if to.is_file() else b""
        done = CliRunner().invoke(zhibiao, ["market", "prices", str(read), "--out", str(to), "--lang", "en"])
        assert (2, before) == (done.exit_code, to.read_bytes() if to.is_file() else b"")
        assert to == tmp_path or "price.not_a_table" in done.output


def test_shocks_of_a_file(coke: Path) -> None:
    code, answer = _run("market", "shocks", str(coke))
    (row,) = answer["result"]["rows"]
    assert (0, "jump", "rise", "2024-12-21", 20.0) == (
        code,
        *(row[name] for name in ("kind", "direction", "period_start", "change_pct")),
    )
    # 200 yuan / 1.13 × 0.3738 t a tonne of steel
    assert ["66.16"] == [one["yuan_per_t_steel"] for one in row["effects"]]
    assert [] == _run("market", "shocks", str(coke), "--since", "2024-12-22")[1]["result"]["rows"]
    assert [] == _run("market", "shocks", str(coke), "--published-by", "2024-12-30")[1]["result"]["rows"]


def test_paths_of_a_file(coke: Path) -> None:
    asked = ("market", "paths", str(coke), "--good", "焦炭", "--months", "2", "--count", "200", "--seed")
    code, answer = _run(*asked, "7")
    assert (0, ["2025-01", "2025-02"]) == (code, [row["month"] for row in answer["result"]["rows"]])
    assert answer["result"] == _run(*asked, "7")[1]["result"]
    assert answer["result"]["rows"] != _run(*asked, "8")[1]["result"]["rows"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_people_read_it_in_their_language(coke: Path, lang: str) -> None:
    name, jump = ("焦炭", "一期") if lang == "zh" else ("coke", "one period")
    assert name in _told("market", "prices", str(coke), lang=lang)
    assert "887.8" in _told("market", "prices", str(coke), "--good", "coke", lang=lang)
    told = _told("market", "shocks", str(coke), lang=lang)
    assert name in told
    assert jump in told
    assert "90 %" in _told("market", "paths", str(coke), "--good", "coke", "--months", "1", "--seed", "1", lang=lang)


def test_several_files_of_the_bureau_are_one_series(tmp_path: Path) -> None:
    files = []
    for part in ("上旬", "中旬"):
        rows = bureau()
        rows[0] = (f"2025年3月{part}流通领域重要生产资料市场价格变动情况",)
        files.append(tmp_path / f"{part}.xlsx")
        files[-1].write_bytes(sheet(rows))
    _, answer = _run("market", "prices", *map(str, files), "--good", "coke")
    (series,) = answer["result"]["series"]
    assert ["2025-03-01", "2025-03-11"] == [point["start"] for point in series["points"]]
    # The published change does not fit two equal prices, and April is not whole: both are said.
    assert {"price.change_disagrees", "price.month_partial"} == {one["code"] for one in answer["result"]["findings"]}


def test_a_bad_cell_is_exit_code_3_with_the_others_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(text(bureau(coke=(BODY[5][0], "吨", "约1287", None, None))))
    code, answer = _run("market", "prices", str(path))
    assert (3, False, 3) == (code, answer["ok"], len(answer["result"]["series"]))
    (finding,) = (one for one in answer["findings"] if one["severity"] == "QUARANTINE")
    assert ("price.not_a_number", 8) == (finding["code"], finding["place"]["row"])
    assert "约1287" in finding["message"]["zh"]
    assert "约1287" in finding["message"]["en"]


@pytest.mark.parametrize(
    ("words", "code", "named"),
    [
        (("prices", "absent.csv"), 2, "price.file_unreadable"),
        (("prices",), 2, "price.files_or_book"),
        (("prices", "{coke}", "--good", "moonstone"), 2, "price.name_unknown"),
        (("prices", "{coke}", "--good", "scrap"), 2, "price.good_not_there"),
        (("shocks", "{coke}", "--since", "yesterday"), 2, "usage.invalid"),
        (("paths", "{coke}", "--good", "coke", "--months", "0", "--seed", "1"), 2, "usage.invalid"),
        (
            ("paths", "{coke}", "--good", "coke", "--months", "1", "--seed", "1", "--published-by", "2023-04-01"),
            2,
            "price.paths_too_short",
        ),
        (("prices", "{broken}"), 3, "price.refused"),
    ],
)
def test_mistakes_have_names(coke: Path, tmp_path: Path, words: tuple[str, ...], code: int, named: str) -> None:
    broken = tmp_path / "broken.csv"
    broken.write_bytes(b"a,b\n1,2\n")
    asked = [word.format(coke=coke, broken=broken) for word in words]
    if named == "usage.invalid":
        assert code == CliRunner().invoke(zhibiao, ["market", *asked]).exit_code
        return
    exit_code, answer = _run("market", *asked)
    assert (code, named) == (exit_code, answer["error"]["code"])
    assert answer["error"]["message"]


def test_a_book_keeps_prices(tmp_path: Path, coke: Path) -> None:
    book = tmp_path / "book"
    new_book_from(book, people=("lin:林:analyst", "wang:王:approver"))
    asked = ("market", "import", str(coke), "--book", str(book), "--as", "lin")
    code, answer = _run(*asked)
    assert (0, True, ["coke"], 72) == (code, *(answer["result"][name] for name in ("is_new", "goods", "prices")))
    assert not _run(*asked)[1]["result"]["is_new"]
    assert 24 == len(_run("market", "prices", "--book", str(book))[1]["result"]["months"])
    assert 1 == len(_run("market", "shocks", "--book", str(book))[1]["result"]["rows"])
    assert 0 == _run("verify", "--book", str(book))[0]
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 broken")
    code, answer = _run("market", "import", str(broken), "--book", str(book), "--as", "lin")
    assert (3, "price.refused", ["file.damaged"]) == (
        code,
        answer["error"]["code"],
        [finding["code"] for finding in answer["findings"]],
    )
    assert "先前已存入" in _told(*asked, lang="zh")
    code, answer = _run("market", "import", str(coke), "--book", str(book), "--as", "nobody")
    assert (2, "person.unknown") == (code, answer["error"]["code"])


def test_a_file_that_is_not_there_is_told_in_the_language_of_the_reader() -> None:
    done = CliRunner().invoke(zhibiao, ["market", "prices", "absent.csv", "--lang", "zh"])
    assert "没有这个文件或文件夹" in done.output
    assert "No such file" not in done.output
