"""`zhibiao transfer` and `zhibiao rollover`: two persons on a real book folder, and what a person reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from ledger_sample import ANALYST, opening
from settled_book import build_settled_book
from zhibiao.assemble.book import open_book
from zhibiao.assemble.bundled import new_book_from
from zhibiao.cli.main import zhibiao
from zhibiao.cli.transfer import _rolled_over
from zhibiao.procedures.roll_over import roll_over
from zhibiao.terms.text import Language

PEOPLE = ("lin:林:analyst", "wang:王:approver")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The bundled city's book, with quota for its group's two mills."""
    path = tmp_path / "book"
    new_book_from(path, people=PEOPLE)
    opened = open_book(path)
    opened.store.append(opening(1000, **{"LH-S01": 600, "LH-S02": 300, "LH-S03": 100}), at=opened.clock.now())
    opened.store.close()
    (tmp_path / "letter.pdf").write_bytes(b"letter")
    return path


def _run(folder: Path, *words: str) -> tuple[int, dict[str, Any]]:
    done = CliRunner().invoke(zhibiao, [*words, "--book", str(folder), "--json"])
    return done.exit_code, json.loads(done.stdout)


def _propose(folder: Path, **changes: str) -> tuple[int, dict[str, Any]]:
    given = {"from": "LH-S01", "to": "LH-S02", "tonnes": "50", "as": "lin"} | changes
    options = [part for name, value in given.items() for part in (f"--{name}", value)]
    return _run(folder, "transfer", "propose", "2024", *options, "--document", str(folder.parent / "letter.pdf"))


def test_one_proposes_and_another_confirms(folder: Path) -> None:
    code, proposed = _propose(folder)
    assert (0, True) == (code, proposed["ok"])
    name = proposed["result"]["id"]
    assert ("LH-G01", "letter.pdf", "lin") == tuple(proposed["result"][key] for key in ("group", "document", "person"))
    code, refused = _run(folder, "transfer", "confirm", name, "--as", "lin")
    assert (1, "auth.forbidden") == (code, refused["error"]["code"])
    code, done = _run(folder, "transfer", "confirm", name, "--as", "wang")
    assert (0, {"LH-S01": 550, "LH-S02": 350}) == (code, done["result"]["holdings_t"])
    assert done["result"]["entries"][0]["hash"] == done["marks"]["ledger_head"]
    opened = open_book(folder)
    opened.store.check()
    opened.store.close()


@pytest.mark.parametrize(
    ("changes", "exit_code", "code"),
    [
        ({"to": "LH-S03"}, 1, "transfer.other_group"),
        ({"to": "LH-S99"}, 2, "transfer.enterprise_unknown"),
        ({"tonnes": "601"}, 1, "ledger.insufficient"),
        ({"tonnes": "-5"}, 1, "ledger.amount_negative"),
    ],
)
def test_what_is_refused_is_said(folder: Path, changes: dict[str, str], exit_code: int, code: str) -> None:
    found, answer = _propose(folder, **changes)
    assert (exit_code, False, code) == (found, answer["ok"], answer["error"]["code"])
    assert answer["error"]["message"]


def test_a_year_that_is_open_is_not_rolled_over(folder: Path) -> None:
    code, answer = _run(folder, "rollover", "2024", "--as", "lin")
    assert (1, "roll_over.year_open") == (code, answer["error"]["code"])


@pytest.mark.parametrize(("lang", "said"), [("zh", ("已结转", "年末补扣", "5 家")), ("en", ("rolled over", "by 5 "))])
def test_what_a_person_reads_of_a_roll_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: Language, said: tuple[str, ...]
) -> None:
    book = build_settled_book(tmp_path / "book.sqlite")
    rolled = roll_over(book.store, book.clock, "steel", 2025, ANALYST)
    assert 2426 == next(one.deducted_t - one.overrun_t for one in rolled.deductions if one.enterprise == "TB-2")
    _rolled_over(rolled, book.city, lang)
    book.store.close()
    text = capsys.readouterr().out
    for words in said:
        assert words in text
    assert "347,311" in text  # 215 870 over on a holding of 263 840, slice by slice
