"""Files of others in the interface: each with package, version, licence, and the hash it came with."""

import csv
import hashlib
from pathlib import Path

import zhibiao

VENDORED = Path(zhibiao.__file__).parent / "web" / "static" / "vendored"
MANIFEST = "manifest.csv"


def _rows() -> list[dict[str, str]]:
    with (VENDORED / MANIFEST).open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def test_every_file_is_named_and_none_is_missing() -> None:
    assert [row["file"] for row in _rows()] == sorted(path.name for path in VENDORED.iterdir() if path.name != MANIFEST)


def test_every_file_is_as_it_came() -> None:
    assert {row["file"]: row["sha256"] for row in _rows()} == {
        row["file"]: hashlib.sha256((VENDORED / row["file"]).read_bytes()).hexdigest() for row in _rows()
    }


def test_every_package_brings_its_licence() -> None:
    for package in {row["package"] for row in _rows()}:
        files = [row for row in _rows() if row["package"] == package]
        assert all(row["version"] and row["licence"] for row in files)
        assert any(row["file"].endswith("LICENSE") for row in files)
