"""`zhibiao withdraw`, `new --cooling-off` and what a person reads of a wait; documents of both sides of a transfer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from ledger_sample import chained, draft, opening
from zhibiao.assemble.book import open_book
from zhibiao.assemble.bundled import new_book_from
from zhibiao.cli import tell
from zhibiao.cli.main import zhibiao
from zhibiao.ledger.entry import EntryKind
from zhibiao.procedures.approve import Approval
from zhibiao.procedures.closed import Closed
from zhibiao.terms.authority import CoolingOff

PEOPLE = ("lin:林:analyst", "wang:王:approver")
WAIT = CoolingOff(hours=26, above_t=49)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The bundled city's book, with quota for its group's two mills; more than 49 tonnes wait."""
    path = tmp_path / "book"
    new_book_from(path, people=PEOPLE, cooling_off=WAIT)
    opened = open_book(path)
    opened.store.append(opening(1000, **{"LH-S01": 600, "LH-S02": 300, "LH-S03": 100}), at=opened.clock.now())
    opened.store.close()
    for name in ("one", "two", "three"):
        (tmp_path / f"{name}.pdf").write_text(name)
    return path


def _call(folder: Path, *words: str) -> tuple[int, str]:
    done = CliRunner().invoke(zhibiao, [*words, "--book", str(folder)])
    return done.exit_code, " ".join(done.output.split())


def _run(folder: Path, *words: str) -> tuple[int, dict[str, Any]]:
    done = CliRunner().invoke(zhibiao, [*words, "--book", str(folder), "--json"])
    return done.exit_code, json.loads(done.stdout)


def _propose(folder: Path, *names: str, tonnes: int = 50, taker: str = "LH-S02", lang: str = "") -> list[str]:
    documents = [part for name in names for part in ("--document", str(folder.parent / f"{name}.pdf"))]
    given = ["--from", "LH-S01", "--to", taker, "--tonnes", str(tonnes), "--as", "lin"]
    return ["transfer", "propose", "2024", *given, *documents, *(["--lang", lang] if lang else [])]


def test_a_transfer_is_withdrawn_and_the_answer_says_so(folder: Path) -> None:
    _, proposed = _run(folder, *_propose(folder, "one"))
    name = proposed["result"]["id"]
    code, done = _run(folder, "withdraw", name, "--reason", "数量有误", "--as", "lin")
    assert (0, "数量有误", {"pledged:LH-S01": 50}) == (code, done["result"]["reason"], done["result"]["freed_t"])
    assert done["result"]["entry"]["hash"] == done["marks"]["ledger_head"]
    code, again = _run(folder, "withdraw", name, "--reason", "数量有误", "--as", "wang")
    assert (1, "withdraw.wrong_state") == (code, again["error"]["code"])
    assert "lin" in again["error"]["message"]


@pytest.mark.parametrize(
    ("words", "exit_code", "error"),
    [
        (("steel-2024-0", "--reason", "x", "--as", "wang"), 1, "decision.not_found"),
        (("transfer-0", "--reason", "x", "--as", "wang"), 1, "transfer.not_found"),
    ],
)
def test_what_is_unknown(folder: Path, words: tuple[str, ...], exit_code: int, error: str) -> None:
    code, answer = _run(folder, "withdraw", *words)
    assert (exit_code, error) == (code, answer["error"]["code"])


def test_a_withdrawal_without_words(folder: Path) -> None:
    _, proposed = _run(folder, *_propose(folder, "one"))
    code, answer = _run(folder, "withdraw", proposed["result"]["id"], "--reason", " ", "--as", "lin")
    assert (2, "withdraw.no_reason") == (code, answer["error"]["code"])


@pytest.mark.parametrize(("lang", "said"), [("zh", "之前不能确认"), ("en", "not to be confirmed before")])
def test_a_large_transfer_says_until_when_it_waits(folder: Path, lang: str, said: str) -> None:
    code, text = _call(folder, *_propose(folder, "one", lang=lang))
    assert 0 == code
    assert said in text
    assert "(UTC+8)" in text
    assert "zhibiao withdraw transfer-steel-2024-" in text
    code, text = _call(folder, *_propose(folder, "one", tonnes=49, lang=lang))
    assert (0, False) == (code, said in text)


def test_confirmed_too_early_it_is_refused_with_the_local_time(folder: Path) -> None:
    _, proposed = _run(folder, *_propose(folder, "one"))
    assert proposed["result"]["not_before"].endswith("Z")
    code, answer = _run(folder, "transfer", "confirm", proposed["result"]["id"], "--as", "wang")
    assert (1, "ledger.cooling_off") == (code, answer["error"]["code"])
    assert "(UTC+8)" in answer["error"]["message"]


def test_three_documents_are_too_many(folder: Path) -> None:
    code, answer = _run(folder, *_propose(folder, "one", "two", "three"))
    assert (2, "transfer.too_many_documents") == (code, answer["error"]["code"])


def test_the_bundled_rulebooks_let_nothing_pass_between_groups(folder: Path) -> None:
    code, answer = _run(folder, *_propose(folder, "one", "two", taker="LH-S03"))
    assert (1, "transfer.other_group") == (code, answer["error"]["code"])


@pytest.mark.parametrize(("lang", "said"), [("zh", "26 小时"), ("en", "waits 26 hours")])
def test_a_new_book_says_what_waits(tmp_path: Path, lang: str, said: str) -> None:
    code, text = _call(tmp_path / "own", "new", "--cooling-off", "26:100000", "--lang", lang)
    assert (0, True) == (code, said in text)
    assert CoolingOff(hours=26, above_t=100_000) == open_book(tmp_path / "own").folder.settings.cooling_off
    code, text = _call(tmp_path / "other", "new", "--lang", lang)
    assert (0, True) == (code, "[cooling_off]" in text)


@pytest.mark.parametrize("text", ["", "26", "26:", ":5", "0:5", "721:5", "26:-5", "2.5:1", "26:1_000", "２６:5", "a:b"])
def test_a_wait_that_cannot_be_read(tmp_path: Path, text: str) -> None:
    code, answer = _run(tmp_path / "own", "new", "--cooling-off", text)
    assert (2, "new.cooling_off_unreadable") == (code, answer["error"]["code"])
    assert not (tmp_path / "own").exists()


@pytest.mark.parametrize(("lang", "said"), [("zh", "之前不能下达"), ("en", "may not be issued before")])
def test_an_approval_says_until_when_it_waits(capsys: pytest.CaptureFixture[str], lang: Any, said: str) -> None:
    facts = {"decision": "steel-2025-1", "sha256": "a" * 64, "person": "wang", "at": "2025-04-06T08:00:00Z"}
    tell.approved(Approval(**facts, not_before="2025-04-07T10:00:00Z"), lang)
    text = " ".join(capsys.readouterr().out.split())
    assert said in text
    assert "2025-04-07 18:00:00 (UTC+8)" in text
    assert "zhibiao withdraw steel-2025-1" in text
    tell.approved(Approval(**facts, not_before=""), lang)
    assert said not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", ("关账时撤回：steel-2024-1、transfer-steel-2024-2。", "收回 70 吨：LH-S01。")),
        ("en", ("Withdrawn by this close: steel-2024-1, transfer-steel-2024-2.", "back in the pool: 70 t (LH-S01).")),
    ],
)
def test_a_close_says_what_it_ended_and_what_expired(
    capsys: pytest.CaptureFixture[str], folder: Path, lang: Any, said: tuple[str, str]
) -> None:
    entries = chained(
        [
            draft("withdraw:steel-2024-1", EntryKind.WITHDRAW, proposal="propose:steel-2024-1"),
            draft("withdraw:transfer-steel-2024-2:2", EntryKind.WITHDRAW, proposal="propose:transfer-steel-2024-2:2"),
            draft("expire:steel:2024:LH-S01", EntryKind.EXPIRE, "available:LH-S01", "pool", 70),
        ]
    )
    figures = {"pool_t": 70, "reserve_t": 0, "cap_t": 70, "head": "0" * 64}
    done = Closed(sector="steel", plan_year=2024, month="2024-03", entries=entries, standings=(), **figures)  # type: ignore[arg-type]
    opened = open_book(folder)
    tell.closed(done, opened.city, lang)
    opened.store.close()
    text = " ".join(capsys.readouterr().out.split())
    for words in said:
        assert words in text
    assert (["steel-2024-1", "transfer-steel-2024-2"], {"LH-S01": 70}) == tuple(
        done.plain()[key] for key in ("withdrawn", "expired_t")
    )
