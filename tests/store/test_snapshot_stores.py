"""The same snapshot from either store, and into either: a city may move from a file to a server and back."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ledger_sample import START, draft
from postgres import fresh_schema
from store.test_snapshot import fill
from zhibiao.errors import ActRefused, InputRefused, ZhibiaoError
from zhibiao.ledger.entry import EntryKind
from zhibiao.store.address import create_database, open_database
from zhibiao.store.book_folder import BookFolder, create_book_folder, open_book_folder
from zhibiao.store.book_store import BookStore
from zhibiao.store.database import Database
from zhibiao.store.snapshot.check import check_snapshot
from zhibiao.store.snapshot.folder import back_up, restore_book
from zhibiao.store.snapshot.load import load_snapshot
from zhibiao.store.snapshot.manifest import Manifest
from zhibiao.store.snapshot.source import snapshot_source
from zhibiao.store.snapshot.write import FolderSink, write_snapshot
from zhibiao.terms.authority import BookSettings

BESIDE = {"zhibiao.toml": b"", "city.yaml": b""}


def write(where: Path | str, root: Path) -> Manifest:
    root.mkdir()
    with closing(open_database(where)) as database:
        return write_snapshot(FolderSink(root), database, BESIDE, recorded_at="then", code_version="test")


def load(root: Path, where: Path | str, *, manifest: Manifest | None = None) -> None:
    """Into a new store; with a manifest of before, as if its hashes still held."""
    with snapshot_source(root) as source:
        manifest = manifest or check_snapshot(source)

        def build(database: Database) -> None:
            load_snapshot(database, source, manifest, recorded_at="now")

        create_database(where, build=build).close()


def test_from_either_store_to_either(where: Path | str, postgres: str, tmp_path: Path) -> None:
    with closing(BookStore.create(where, at=START)) as store:
        fill(store)
        told = store.entries(), store.returns(), store.files(), store.decisions()
    manifest = write(where, tmp_path / "first")
    with fresh_schema(postgres) as url:
        for number, target in enumerate((tmp_path / "again.sqlite", url)):
            load(tmp_path / "first", target)
            assert manifest == write(target, tmp_path / f"second-{number}")
            with closing(BookStore.open(target, at=START)) as store:
                assert manifest.head == store.check(head=manifest.head)
                assert told == (store.entries(), store.returns(), store.files(), store.decisions())
                # It goes on from there, under the same guards.
                store.append([draft("on", EntryKind.CAP, "cap", "pool", 1)], at=START)
                assert manifest.entries + 1 == len(store.entries())


def _without_parent(lines: list[bytes]) -> list[bytes]:
    return [lines[0].replace(b'"return_number":1,', b'"return_number":99,'), *lines[1:]]


def _twice(lines: list[bytes]) -> list[bytes]:
    return [*lines, lines[-1]]


def _of_another_kind(lines: list[bytes]) -> list[bytes]:
    return [lines[0].replace(b'"scope":"period"', b'"scope":"year"'), *lines[1:]]


def _no_row(lines: list[bytes]) -> list[bytes]:
    return [*lines[:-1], b"{\n"]


def _a_fraction(lines: list[bytes]) -> list[bytes]:
    return [lines[0].replace(b'"position":0,', b'"position":0.5,'), *lines[1:]]


def _bytes_that_are_not_there(lines: list[bytes]) -> list[bytes]:
    return [lines[0].replace(b'"scope":"period"', b'"scope":{"sha256":"%s"}' % (b"0" * 64)), *lines[1:]]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_without_parent, "snapshot.row_refused"),
        (_twice, "snapshot.row_refused"),
        (_of_another_kind, "snapshot.row_refused"),
        (_no_row, "snapshot.row_unreadable"),
        (_a_fraction, "snapshot.row_unreadable"),
        (_bytes_that_are_not_there, "snapshot.row_unreadable"),
    ],
)
def test_rows_that_no_book_wrote_are_refused_on_both(
    where: Path | str, tmp_path: Path, change: Callable[[list[bytes]], list[bytes]], code: str
) -> None:
    with closing(BookStore.create(tmp_path / "source.sqlite", at=START)) as store:
        fill(store)
    manifest = write(tmp_path / "source.sqlite", tmp_path / "first")
    facts = tmp_path / "first" / "tables" / "facts.jsonl"
    lines = facts.read_bytes().splitlines(keepends=True)
    assert lines != change(lines)
    facts.write_bytes(b"".join(change(lines)))
    with pytest.raises(InputRefused) as refused:
        load(tmp_path / "first", where, manifest=manifest)
    assert refused.value.place is not None
    assert (code, "tables/facts.jsonl") == (refused.value.code, refused.value.place.sheet)
    # Nothing is left of it: the place is free for another try.
    BookStore.create(where, at=START).close()


def on_server(root: Path, url: str) -> BookFolder:
    """A book kept on a server, with something in it; its address holds a password."""
    settings = BookSettings(city="small", language="zh", people=(), store_url=url)
    made = create_book_folder(root, settings=settings, city=b"id: small\n", rulebooks={"a.yaml": b"a: 1\n"}, at=START)
    with closing(made.store(at=START)) as store:
        fill(store)
    return made


def test_the_address_of_the_server_stays_at_home(postgres: str, tmp_path: Path) -> None:
    with fresh_schema(postgres) as first, fresh_schema(postgres) as second:
        # The server trusts whom it knows; the password is there to be found again.
        url = f"{first}&password=do-not-tell"
        folder = on_server(tmp_path / "book", url)
        manifest = back_up(folder, tmp_path / "b.zip", at=START, code_version="test", readme=b"")
        assert ("store.url",) == manifest.left_out
        with zipfile.ZipFile(tmp_path / "b.zip") as archive:
            packed = {name: archive.read(name) for name in archive.namelist()}
        assert [] == [
            name for name, content in packed.items() if b"do-not-tell" in content or b"postgresql:" in content
        ]

        restore_book(tmp_path / "b.zip", tmp_path / "file", at=START)
        restore_book(tmp_path / "b.zip", tmp_path / "server", at=START, store_url=second)
        assert [True, False] == [(tmp_path / name / "book.sqlite").exists() for name in ("file", "server")]
        for name in ("file", "server"):
            again = open_book_folder(tmp_path / name)
            second_manifest = back_up(again, tmp_path / f"{name}.zip", at=START, code_version="test", readme=b"")
            assert (manifest.tables, manifest.head) == (second_manifest.tables, second_manifest.head)
        assert second == open_book_folder(tmp_path / "server").settings.store_url
        # A place where a book stands already is no place for another.
        with pytest.raises(ActRefused, match=r"store\.exists"):
            restore_book(tmp_path / "b.zip", tmp_path / "third", at=START, store_url=second)
        assert not (tmp_path / "third").exists()


@pytest.mark.parametrize("failing", ["rename", "commit"])
def test_a_restore_to_a_server_is_whole_or_leaves_nothing(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    folder = create_book_folder(
        tmp_path / "book",
        settings=BookSettings(city="small", language="zh", people=()),
        city=b"",
        rulebooks={},
        at=START,
    )
    with closing(folder.store(at=START)) as store:
        fill(store)
    back_up(folder, tmp_path / "b.zip", at=START, code_version="test", readme=b"")

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    from zhibiao.store.postgresql import PostgresDatabase

    run = PostgresDatabase._run

    def run_until_commit(self: PostgresDatabase, statements: Any) -> None:
        if statements == "COMMIT":
            raise ZhibiaoError("store.connection_lost", reason="test")
        run(self, statements)

    with monkeypatch.context() as broken:
        if failing == "rename":
            broken.setattr(Path, "rename", fail)
        else:
            broken.setattr(PostgresDatabase, "_run", run_until_commit)
        with pytest.raises(ZhibiaoError) as refused:
            restore_book(tmp_path / "b.zip", tmp_path / "again", at=START, store_url=postgres_url)
    code = "snapshot.cannot_write" if failing == "rename" else "store.connection_lost"
    assert code == refused.value.code
    assert ["b.zip", "book"] == sorted(item.name for item in tmp_path.iterdir())
    # Nothing is in the way of another try.
    restore_book(tmp_path / "b.zip", tmp_path / "again", at=START, store_url=postgres_url)
