"""`zhibiao backup`, `restore` and `export book` as typed: the demo's book away and back, for those who may."""

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from main_job import answer, copy_of, run

pytestmark = pytest.mark.xdist_group("main_job")


def test_the_demo_book_is_restored_and_verified(demo_book: Path, tmp_path: Path) -> None:
    book = copy_of(demo_book, tmp_path)
    written = answer("backup", "--book", str(book), "--to", str(tmp_path / "b.zip"), "--as", "zhao")
    result = written["result"]
    assert (tmp_path / "b.zip").stat().st_size == result["bytes"]
    assert result["head"] == written["marks"]["ledger_head"]
    again = tmp_path / "again"
    restored = answer("restore", str(tmp_path / "b.zip"), "--to", str(again), "--head", result["head"])["result"]
    assert result["tables"] == restored["tables"]
    assert 0 < restored["tables"]["entries"]["rows"] == result["entries"]
    verified = answer("verify", "--book", str(again), "--head", result["head"])
    assert verified["marks"]["ledger_head"] == result["head"]
    # And out again, as plain files: the same hashes.
    exported = answer("export", "book", "--book", str(again), "--to", str(tmp_path / "out"), "--as", "lin")["result"]
    assert result["tables"] == exported["tables"]
    third = answer("restore", str(tmp_path / "out"), "--to", str(tmp_path / "third"))["result"]
    assert result["tables"] == third["tables"]
    for path in (book / "rulebooks").iterdir():
        assert path.read_bytes() == (tmp_path / "third" / "rulebooks" / path.name).read_bytes()
    words = (tmp_path / "out" / "README.txt").read_text(encoding="utf-8")
    assert all(name in words for name in ("manifest.json", "zhibiao restore", "--head"))


@pytest.mark.parametrize(("lang", "said"), [("zh", "已备份并回读核对"), ("en", "read back and found whole")])
def test_people_are_told_the_head_to_keep(demo_book: Path, tmp_path: Path, lang: str, said: str) -> None:
    book = copy_of(demo_book, tmp_path)
    asked = ("--book", str(book), "--to", str(tmp_path / "b.zip"), "--as", "wang", "--lang", lang)
    done = run("backup", *asked)
    assert (0, "") == (done.returncode, done.stderr)
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        head = json.loads(archive.read("manifest.json"))["head"]
    assert said in done.stdout
    assert head in done.stdout
    refused = answer("backup", *asked[:-2], code=1)
    assert "snapshot.target_exists" == refused["error"]["code"]


def test_a_damaged_backup_is_told_by_place(demo_book: Path, tmp_path: Path) -> None:
    book = copy_of(demo_book, tmp_path)
    answer("export", "book", "--book", str(book), "--to", str(tmp_path / "out"), "--as", "zhao")
    facts = tmp_path / "out" / "tables" / "facts.jsonl"
    facts.write_bytes(facts.read_bytes().replace(b"1", b"2", 1))
    (tmp_path / "out" / "city.yaml").unlink()
    refused = answer("restore", str(tmp_path / "out"), "--to", str(tmp_path / "again"), code=3)
    assert "snapshot.refused" == refused["error"]["code"]
    assert [("snapshot.member_missing", "city.yaml")] == [
        (found["code"], found["place"]["sheet"]) for found in refused["findings"]
    ]
    shutil.copy(book / "city.yaml", tmp_path / "out" / "city.yaml")
    refused = answer("restore", str(tmp_path / "out"), "--to", str(tmp_path / "again"), code=3)
    assert [("snapshot.member_differs", "tables/facts.jsonl")] == [
        (found["code"], found["place"]["sheet"]) for found in refused["findings"]
    ]
    assert not (tmp_path / "again").exists()


def test_a_head_kept_elsewhere_that_differs_is_a_broken_ledger(demo_book: Path, tmp_path: Path) -> None:
    book = copy_of(demo_book, tmp_path)
    answer("backup", "--book", str(book), "--to", str(tmp_path / "b.zip"), "--as", "zhao")
    asked = ("restore", str(tmp_path / "b.zip"), "--to", str(tmp_path / "again"), "--head", "0" * 64)
    assert "chain.head_differs" == answer(*asked, code=5)["error"]["code"]


@pytest.mark.parametrize(
    ("person", "code", "exit_code"), [("zhou", "snapshot.not_for_reader", 1), ("nobody", "person.unknown", 2)]
)
def test_an_officer_and_a_stranger_are_refused(
    demo_book: Path, tmp_path: Path, person: str, code: str, exit_code: int
) -> None:
    book = copy_of(demo_book, tmp_path)
    settings = book / "zhibiao.toml"
    officer = '\n[[people]]\nid = "zhou"\nname = "周"\nroles = ["officer"]\n'
    settings.write_text(settings.read_text(encoding="utf-8") + officer, encoding="utf-8")
    for asked in (("backup",), ("export", "book")):
        refused = answer(*asked, "--book", str(book), "--to", str(tmp_path / "b"), "--as", person, code=exit_code)
        assert code == refused["error"]["code"]
    assert not (tmp_path / "b").exists()


def test_what_is_no_backup_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 nothing")
    for path in (tmp_path / "a.zip", tmp_path):
        refused = answer("restore", str(path), "--to", str(tmp_path / "again"), code=3)
        assert "snapshot.not_a_snapshot" == refused["error"]["code"]
