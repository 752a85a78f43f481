"""`zhibiao template`: forms for one firm or all, a sheet for collecting, and the plain text table."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from zhibiao.cli.main import zhibiao


def _run(*arguments: str, code: int = 0) -> dict[str, Any]:
    done = CliRunner().invoke(zhibiao, ["template", *arguments, "--json"])
    assert code == done.exit_code, done.output
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_one_form(tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    answer = _run("--enterprise", "LH-S01", "--period", "2025-04", "--out", str(out))
    assert [str(out)] == answer["result"]["files"]
    assert ["LH-S01", "审核", "填报说明", "_meta"] == openpyxl.load_workbook(out).sheetnames
    _run("--enterprise", "LH-S01", "--period", "2025-04", "--out", str(out), "--lang", "en")
    assert ["LH-S01", "Checks", "Guide", "_meta"] == openpyxl.load_workbook(out).sheetnames


def test_a_form_for_every_firm_of_a_sector(tmp_path: Path) -> None:
    answer = _run("--all", "--sector", "scrap", "--period", "2025-01..02", "--out", str(tmp_path / "forms"))
    files = [Path(file) for file in answer["result"]["files"]]
    assert len(files) > 1
    assert {file.name for file in files} == {file.name for file in (tmp_path / "forms").iterdir()}


def test_a_sheet_for_collecting_has_units_in_its_heads_and_a_hidden_row_of_codes(tmp_path: Path) -> None:
    out = tmp_path / "c.xlsx"
    _run("--collected", "--sector", "steel", "--period", "2025-04", "--out", str(out))
    page = openpyxl.load_workbook(out).worksheets[0]
    heads = [cell.value for cell in page[3]]
    codes = [cell.value for cell in page[5]]
    assert page.row_dimensions[5].hidden
    assert "粗钢产量(万吨)" == heads[codes.index("crude_steel_t")]
    assert 2 == codes.count("crude_steel_t")
    assert 1 == codes.count("stock_t")
    firms = [page.cell(row, 1).value for row in range(6, page.max_row + 1)]
    assert len(firms) == len(set(firms)) > 5


def test_the_text_table_holds_the_same_codes(tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    _run("--enterprise", "LH-D01", "--csv", "--period", "2025-04", "--out", str(out))
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"))))
    assert {"LH-D01"} == {row["enterprise"] for row in rows}
    assert {"2025-04"} == {row["period"] for row in rows}
    assert {"steel_processed_t", "gross_output_yuan"} < {row["field"] for row in rows}
    assert {""} == {row["value"] for row in rows}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--enterprise", "LH-S99"), "template.enterprise_unknown"),
        (("--all", "--sector", "wood"), "template.sector_unknown"),
        ((), "template.whose"),
        (("--all", "--enterprise", "LH-S01"), "template.whose"),
    ],
)
def test_a_call_that_means_nobody_is_refused(tmp_path: Path, arguments: tuple[str, ...], code: str) -> None:
    done = CliRunner().invoke(
        zhibiao, ["template", *arguments, "--period", "2025-04", "--out", str(tmp_path / "x"), "--json"]
    )
    assert 0 != done.exit_code
    assert code == json.loads(done.stdout)["error"]["code"]
    assert [] == list(tmp_path.iterdir())
