"""Laws of snapshots: a row survives its line, a manifest its file, and no single changed byte passes unseen."""

from __future__ import annotations

import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from ledger_sample import START
from store.test_snapshot import SETTINGS, fill
from zhibiao.errors import BookBroken, InputRefused
from zhibiao.store.book_folder import create_book_folder
from zhibiao.store.snapshot.check import check_snapshot
from zhibiao.store.snapshot.folder import back_up
from zhibiao.store.snapshot.lines import line_of, row_of
from zhibiao.store.snapshot.manifest import Manifest, Mark, manifest_of
from zhibiao.store.snapshot.source import snapshot_source
from zhibiao.terms.canonical import sha256_hex

VALUES = st.none() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])) | st.binary(max_size=40)
HASHES = st.binary(max_size=4).map(sha256_hex)
COUNTS = st.integers(min_value=0, max_value=2**63)


@settings(max_examples=examples(200))
@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), VALUES, min_size=1))
def test_a_row_survives_its_line(row: dict[str, object]) -> None:
    kept: dict[str, bytes] = {}

    def keep(content: bytes) -> str:
        kept[sha256_hex(content)] = content
        return sha256_hex(content)

    columns = tuple(row)
    line = line_of(columns, tuple(row.values()), keep=keep)
    assert (1, True) == (line.count(b"\n"), line.endswith(b"\n"))
    assert tuple(row.values()) == row_of(columns, line, fetch=kept.__getitem__)
    # One line for one row, whatever the order in which a database names its columns.
    turned = tuple(reversed(columns))
    assert line == line_of(turned, tuple(row[name] for name in turned), keep=keep)


MARKS = st.builds(Mark, bytes=COUNTS, sha256=HASHES)
OF_TABLES = st.builds(Mark, bytes=COUNTS, sha256=HASHES, rows=COUNTS, columns=st.lists(st.text(max_size=5)).map(tuple))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=10)


@settings(max_examples=examples(100))
@given(
    COUNTS,
    HASHES,
    TEXTS,
    st.lists(TEXTS).map(tuple),
    st.dictionaries(TEXTS.map(lambda name: f"rulebooks/{name}"), MARKS),
    st.dictionaries(TEXTS.map(lambda name: f"tables/{name}.jsonl"), OF_TABLES),
)
def test_a_manifest_survives_its_file(
    count: int, head: str, text: str, left_out: tuple[str, ...], files: dict[str, Mark], tables: dict[str, Mark]
) -> None:
    manifest = Manifest(
        schema=count,
        head=head,
        entries=count,
        recorded_at=text,
        code_version=text,
        left_out=left_out,
        files=files | tables,
    )
    assert manifest == manifest_of(manifest.content())


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, dict[str, bytes], Path]:
    """A backup, its files, and a folder to write changed ones to."""
    place = tmp_path_factory.mktemp("packed")
    folder = create_book_folder(place / "book", settings=SETTINGS, city=b"id: small\n", rulebooks={}, at=START)
    with closing(folder.store(at=START)) as store:
        fill(store)
    back_up(folder, place / "b.zip", at=START, code_version="test", readme=b"what it is\n")
    return (place / "b.zip").read_bytes(), _files(place / "b.zip"), place


def _files(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@settings(max_examples=examples(150))
@given(st.data())
def test_no_changed_byte_passes_unseen(packed: tuple[bytes, dict[str, bytes], Path], data: st.DataObject) -> None:
    """Refused in our words, or the byte was one of the archive's own that no content rests on, such as a date."""
    content, files, place = packed
    changed = bytearray(content)
    at = data.draw(st.integers(0, len(content) - 1))
    changed[at] ^= data.draw(st.integers(1, 255))
    path = place / "changed.zip"
    path.write_bytes(bytes(changed))
    try:
        with snapshot_source(path) as source:
            check_snapshot(source)
    except (InputRefused, BookBroken):
        return
    assert files == _files(path)


@settings(max_examples=examples(60))
@given(st.data())
def test_no_cut_passes_unseen(packed: tuple[bytes, dict[str, bytes], Path], data: st.DataObject) -> None:
    content, _, place = packed
    path = place / "cut.zip"
    path.write_bytes(content[: data.draw(st.integers(0, len(content) - 1))])
    with pytest.raises((InputRefused, BookBroken)), snapshot_source(path) as source:
        check_snapshot(source)
