"""`zhibiao revisions` on a real book folder: a figure filed, filed again, and told in both languages."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from zhibiao.assemble.bundled import CITY, new_book_from
from zhibiao.cli.main import zhibiao

FIRM, FIELD = "LH-C01", "profit_yuan"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled city's book with one firm's March, and the same filed again with more profit."""
    path = tmp_path_factory.mktemp("revised") / "book"
    new_book_from(path, people=("lin:林:analyst", "wang:王:approver"))
    _done(path, "intake", str(CITY / "returns" / "firms" / "2025-03" / f"{FIRM}.xlsx"), "--as", "lin")
    shown = _done(path, "returns", "show", FIRM)
    figures: dict[str, dict[str, Decimal]] = {}
    for fact in shown["versions"][0]["facts"]:
        added = 20_000 if fact["field"] == FIELD else 0
        figures.setdefault(fact["field"], {})[fact["scope"]] = Decimal(fact["value"]) + added
    rows = [
        f"{FIRM},2025-03,{field},{shown['units'][field]},{values['period']},{values.get('ytd', '')}"
        for field, values in figures.items()
    ]
    again = path.parent / "again.csv"
    again.write_text("\n".join(["enterprise,period,field,unit,value,year_to_date", *rows]) + "\n", encoding="utf-8")
    _done(path, "intake", str(again), "--as", "lin")
    return path


def _done(folder: Path, *words: str) -> dict[str, Any]:
    code, output = _run(folder, *words, "--json")
    assert 0 == code, output
    result: dict[str, Any] = json.loads(output)["result"]
    return result


def _run(folder: Path, *words: str) -> tuple[int, str]:
    done = CliRunner().invoke(zhibiao, [*words, "--book", str(folder)])
    return done.exit_code, done.output


def test_the_triangle_as_json(folder: Path) -> None:
    result = _done(folder, "revisions", "--firm", FIRM, "--field", FIELD)
    (row,) = result["rows"]
    assert ("2025-03", "20000") == (row["period"], row["cells"][0]["revision"])
    assert 20_000 == int(row["now"]) - int(row["cells"][0]["value"])
    assert ("scrap", "yuan", 1) == (result["sector"], result["unit"], result["firms"][0]["revised"])


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", ("利润总额当期数的修订", "首报", "没有因版本不同而不同的月份")),
        ("en", ("months' own figures, was revised", "first", "No month differs")),
    ],
)
def test_the_triangle_as_people_read_it(folder: Path, lang: str, words: tuple[str, ...]) -> None:
    code, shown = _run(folder, "revisions", "--firm", FIRM, "--field", FIELD, "--lang", lang)
    assert 0 == code
    together = "".join(shown.split())
    for word in words:
        assert "".join(word.split()) in together


def test_what_is_not_there_is_refused_in_words(folder: Path) -> None:
    for asked, expected in (
        (("--field", "nope"), "revisions.field_unknown"),
        (("--year", "2020"), "revisions.nothing"),
    ):
        code, output = _run(folder, "revisions", *asked, "--json")
        answer = json.loads(output)
        assert (1, expected) == (code, answer["error"]["code"])
        assert answer["error"]["hint"]
