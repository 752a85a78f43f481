"""`zhibiao doctor`: what it finds on a sound machine, and that it finds what is wrong."""

import datetime as dt
import stat
from pathlib import Path

import apsw
import pytest

from main_job import answer, copy_of, run
from zhibiao.assemble.doctor import machine
from zhibiao.assemble.doctor.book import looks
from zhibiao.terms.finding import Severity

NOW = dt.datetime(2025, 4, 20, tzinfo=dt.UTC)


@pytest.fixture
def book(demo_book: Path, tmp_path: Path) -> Path:
    """A copy of the demo's book."""
    copied = copy_of(demo_book, tmp_path)
    (copied / "zhibiao.toml").chmod(0o600)
    (copied / "book.sqlite").chmod(0o600)
    return copied


def codes(book: Path) -> set[str]:
    """The codes of what is wrong with a book."""
    return {finding.code for look in looks(book, now=NOW) for finding in look.findings}


def test_a_sound_machine_has_nothing_against_work() -> None:
    assert set() == {
        finding.code for look in machine.LOOKS for finding in look().findings if finding.severity > Severity.NOTE
    }


def test_a_sound_book_has_nothing_against_work(book: Path) -> None:
    found = [finding for look in looks(book, now=NOW) for finding in look.findings]
    assert set() == {one.code for one in found if one.severity > Severity.NOTE} - {"doctor.space_short"}


def test_what_is_wrong_is_found(book: Path) -> None:
    settings = book / "zhibiao.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('"approver"', '"auditor"'), encoding="utf-8")
    settings.chmod(0o644)
    for path in (book / "rulebooks").glob("*2025*.yaml"):
        path.unlink()
    found = codes(book)
    assert {"doctor.no_second_person", "doctor.readable_by_others", "doctor.no_rule_in_force"} <= found


def test_a_dropped_guard_is_found(book: Path) -> None:
    connection = apsw.Connection(str(book / "book.sqlite"))
    (trigger,) = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger' LIMIT 1").fetchone()
    connection.execute(f"DROP TRIGGER {trigger}")
    connection.close()
    assert "store.guards_differ" in codes(book)


def test_it_changes_nothing(book: Path) -> None:
    before = {path: (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) for path in book.glob("*.*")}
    list(looks(book, now=NOW))
    assert before == {path: (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) for path in before}


def test_a_folder_that_is_no_book_is_said(tmp_path: Path) -> None:
    assert "book.not_found" in codes(tmp_path)


@pytest.mark.parametrize(("lang", "said"), [("zh", "求解器 HiGHS"), ("en", "Solver HiGHS")])
def test_people_are_told_line_by_line(lang: str, said: str) -> None:
    assert said in run("doctor", "--lang", lang).stdout


def test_programs_get_every_look() -> None:
    names = [one["name"] for one in answer("doctor")["result"]["looks"]]
    assert [look.__name__ for look in machine.LOOKS] == names


def test_a_book_that_does_not_open_ends_in_findings(tmp_path: Path) -> None:
    assert "book.not_found" in {one["code"] for one in answer("doctor", "--book", str(tmp_path), code=3)["findings"]}
