"""`zhibiao head` and `zhibiao export own` as typed: handed out, checked by others, and held against the book."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from main_job import answer, copy_of, run

pytestmark = pytest.mark.xdist_group("main_job")


@pytest.fixture(scope="module")
def handed(demo_book: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A copy of the demo's book with one head handed out, and the folder the head was written to."""
    place = tmp_path_factory.mktemp("heads")
    book = copy_of(demo_book, place)
    answer("head", "key", "--out", str(place / "key.pem"))
    signed = _sign(book, place)
    assert [str(place / f"head-2025-03.{end}") for end in ("json", "sig", "pem")] == signed["files"]
    return book, place


def _sign(book: Path, place: Path) -> dict[str, object]:
    key = str(place / "key.pem")
    asked = ("--book", str(book), "--key", key, "--as", "wang", "--out", str(place))
    result: dict[str, object] = answer("head", "sign", "2025-03", *asked)["result"]
    return result


def test_a_head_of_the_demo_is_held_by_it(handed: tuple[Path, Path]) -> None:
    book, place = handed
    checked = answer("head", "check", str(place / "head-2025-03.json"), "--book", str(book))["result"]
    assert (1, "2025-03", True, True) == tuple(checked[name] for name in ("number", "period", "is_kept", "is_signed"))
    assert _sign(book, place)["sha256"] == checked["sha256"]
    assert answer("verify", "--book", str(book), "--head-file", str(place / "head-2025-03.json"))["result"]["checked"][
        "seal"
    ]
    own_key = ("--key", str(place / "key.pub.pem"))
    assert answer("head", "check", str(place / "head-2025-03.json"), "--book", str(book), *own_key)["ok"]
    other = place / "other.pem"
    answer("head", "key", "--out", str(other))
    foreign = ("--key", str(place / "other.pub.pem"), "--book", str(book))
    refused = answer("head", "check", str(place / "head-2025-03.json"), *foreign, code=5)
    assert "head.signature_wrong" == refused["error"]["code"]


@pytest.mark.parametrize(("lang", "said"), [("zh", "仅供查看"), ("en", "not handed out")])
def test_a_head_is_shown(handed: tuple[Path, Path], lang: str, said: str) -> None:
    shown = run("head", "show", "--book", str(handed[0]), "--lang", lang)
    assert (0, "") == (shown.returncode, shown.stderr)
    assert said in shown.stdout
    result = answer("head", "show", "2025-03", "--book", str(handed[0]))
    assert "2025-03" == result["result"]["head"]["period"]
    assert "facts" in result["result"]["opening"]["tables"]


def test_people_are_told(handed: tuple[Path, Path], tmp_path: Path) -> None:
    book, place = handed
    asked = ("--book", str(book), "--lang", "en")
    checked = run("head", "check", str(place / "head-2025-03.json"), *asked)
    assert "still holds all that head 1 says" in checked.stdout
    assert "signature fits" in checked.stdout
    own = run("export", "own", "--enterprise", "LH-S01", *asked, "--as", "lin", "--out", str(tmp_path / "own.zip"))
    assert "proven under head 1" in own.stdout, own.stderr
    made = run("head", "key", "--out", str(tmp_path / "key.pem"), "--lang", "en")
    assert "readable by its owner alone" in made.stdout


def test_an_enterprise_checks_its_own_package(handed: tuple[Path, Path], tmp_path: Path) -> None:
    book, place = handed
    head = place / "head-2025-03.json"
    target = tmp_path / "own.zip"
    asked = ("--book", str(book), "--as", "lin", "--out", str(target))
    result = answer("export", "own", "--enterprise", "LH-S01", *asked, "--head", str(head))["result"]
    assert (1, target.stat().st_size) == (result["head"], result["bytes"])
    verifier = Path(__file__).parents[2] / "src" / "zhibiao" / "verification" / "verify.py"
    done = subprocess.run(
        [sys.executable, "-I", str(verifier), str(target), "--json"], capture_output=True, text=True, check=False
    )
    assert (0, "") == (done.returncode, done.stderr)
    assert json.loads(done.stdout)["ok"]
    for enterprise, code in (("LH-X99", "own.not_in_book"), ("", "own.not_in_book")):
        assert code == answer("export", "own", "--enterprise", enterprise, *asked, code=1)["error"]["code"]


def test_what_is_refused_has_its_words(handed: tuple[Path, Path], demo_book: Path, tmp_path: Path) -> None:
    book, place = handed
    no_head = tmp_path / "head.json"
    no_head.write_text("{}", encoding="utf-8")
    key = ("--key", str(place / "key.pem"))
    cases = [
        (("head", "check", str(no_head), "--book", str(book)), 2, "head.unreadable"),
        (("head", "sign", "2031-01", "--book", str(book), *key, "--as", "wang"), 1, "head.close_unknown"),
        (("head", "sign", "--book", str(book), *key, "--as", "lin"), 1, "auth.forbidden"),
        (("head", "sign", "--book", str(book), "--key", str(no_head), "--as", "wang"), 1, "head.key_open"),
        (("head", "key", "--out", str(book / "key.pem")), 1, "head.key_in_book"),
        (("export", "own", "--enterprise", "LH-S01", "--book", str(demo_book), "--as", "lin"), 1, "own.no_head"),
    ]
    for arguments, code, said in cases:
        refused = answer(*arguments, code=code)["error"]
        assert said == refused["code"]
        assert refused["hint"]
