"""The verifier alone: no packages, an empty environment, broken input without a trace, words in both languages."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from forging import listed, opened, packed, replaced
from hand_made_export import four_firms
from zhibiao.verification import verify as verifier
from zhibiao.verification.verify import TEXTS, main, unpack, verify

FILE = Path(verifier.__file__)
MESSAGES = sorted((FILE.parents[1] / "data" / "messages").glob("verify*.csv"))


def _folder(path: Path, files: dict[str, bytes]) -> Path:
    path.mkdir(exist_ok=True)
    for name, content in files.items():
        (path / name).write_bytes(content)
    return path


def _zip(files: dict[str, bytes], *, inside: str = "") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(inside + name, content)
    return target.getvalue()


def _alone(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a copy of the file, isolated from site packages' settings and with nothing in the environment."""
    script = folder / "verify.py"
    script.write_bytes(FILE.read_bytes())
    command = [sys.executable, "-I", "-S", "-W", "error", str(script), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env={}, cwd=folder, check=False)


def test_it_runs_alone_where_it_lies(tmp_path: Path) -> None:
    done = _alone(folder=_folder(tmp_path, four_firms()))
    assert (0, "") == (done.returncode, done.stderr)
    assert "全部相符" in done.stdout


def test_a_reader_that_leaves_early_gets_no_trace(tmp_path: Path) -> None:
    folder = _folder(tmp_path, four_firms())
    (folder / "verify.py").write_bytes(FILE.read_bytes())
    reads, writes = os.pipe()
    os.close(reads)
    command = [sys.executable, "-I", "-S", str(folder / "verify.py")]
    done = subprocess.run(command, stdout=writes, stderr=subprocess.PIPE, env={}, cwd=folder, check=False)
    os.close(writes)
    assert (0, b"") == (done.returncode, done.stderr)


def test_it_names_the_first_difference_in_words_and_for_programs(tmp_path: Path) -> None:
    values = replaced(opened(four_firms()), "decision.json", ("shares", 0, "quota_t"), 1541)
    folder = _folder(tmp_path, listed(packed(values)))
    done = _alone("--lang", "en", folder=folder)
    assert 5 == done.returncode
    assert "first difference · verify.hash" in done.stdout
    answer = json.loads(_alone("--json", folder=folder).stdout)
    assert not answer["ok"]
    places = {(item["file"], item["where"], item["expected"], item["found"]) for item in answer["differences"]}
    assert ("decision.json", "shares[LH-S01].quota_t", "1540", "1541") in places


def test_a_head_kept_elsewhere_is_held_against_the_ledger(tmp_path: Path) -> None:
    files = four_firms()
    head = json.loads(files["manifest.json"])["head"]
    folder = _folder(tmp_path, files)
    assert (0, 5) == tuple(_alone("--head", value, folder=folder).returncode for value in (head, "a" * 64))
    assert "--head" not in _alone("--head", head, "--lang", "en", folder=folder).stdout


@pytest.mark.parametrize("arguments", [["nowhere"], ["--lang", "fr"], ["verify.py"]])
def test_a_call_that_makes_no_sense_is_answered_with_two(tmp_path: Path, arguments: list[str]) -> None:
    done = _alone(*arguments, folder=tmp_path)
    assert 2 == done.returncode
    assert "Traceback" not in done.stderr


def test_it_imports_the_standard_library_and_nothing_else() -> None:
    script = f"import runpy, sys; runpy.run_path({str(FILE)!r}); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True, check=True)
    rooms = {name.split(".")[0] for name in done.stdout.split()} - {"__main__", "__mp_main__"}
    assert set() == rooms - sys.stdlib_module_names


def test_a_zip_holds_as_the_folder_does_also_one_folder_deep(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for inside in ("", "steel-2025/"):
        path = tmp_path / "export.zip"
        path.write_bytes(_zip(four_firms(), inside=inside))
        assert 0 == main([str(path), "--lang", "en"])
    assert "everything holds" in capsys.readouterr().out


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04nothing", b"text"])
def test_what_is_no_zip_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="zip"):
        unpack(data)


@pytest.mark.parametrize("name", sorted(four_firms()))
def test_a_missing_file_is_named(name: str) -> None:
    files = four_firms()
    del files[name]
    first = verify(files).differences[0]
    assert ("verify.file_missing", name) == (first.code, first.file)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b"1.5", b'{"a":1,"a":2}', b"\xff", b"[" * 100_000, b'{"files":NaN}']
)
@pytest.mark.parametrize("name", ["decision.json", "entries.jsonl", "manifest.json", "returns.json"])
def test_what_is_no_json_of_the_agreed_form_is_a_difference(name: str, content: bytes) -> None:
    report = verify({**four_firms(), name: content})
    assert report.differences
    assert name in {item.file for item in report.differences}


def test_random_damage_never_ends_in_an_exception() -> None:
    """Bytes replaced anywhere, manifest made to fit: a report with a difference, never an exception."""
    chance, files = random.Random(7), four_firms()
    names = sorted(set(files) - {"manifest.json"})
    for _ in range(150):
        name = chance.choice(names)
        data = bytearray(files[name])
        for _ in range(chance.randint(1, 4)):
            data[chance.randrange(len(data))] = chance.choice(b'0123456789"{}[],:-ex')
        if bytes(data) != files[name]:
            assert verify({**files, name: bytes(data)}).differences


def test_its_words_are_those_of_the_catalogue() -> None:
    """The file stands alone, so it carries its own words; the catalogue has the same, with why and what to do."""
    rows = {}
    for path in MESSAGES:
        with path.open(encoding="utf-8", newline="") as file:
            rows |= {row["code"]: (row["zh"], row["en"]) for row in csv.DictReader(file)}
    assert dict(TEXTS) == {code: rows.get(code) for code in TEXTS}


def test_every_word_is_in_both_languages() -> None:
    assert [] == [key for key, words in verifier.WORDS.items() if not all(words)]
