"""From a book folder to a snapshot and back: whole and on the disk, or not there at all."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from zhibiao.store.address import create_database, open_database
from zhibiao.store.book_folder import (
    CITY,
    DATABASE,
    OUT,
    RULEBOOKS,
    SETTINGS,
    TEMPLATES,
    BookFolder,
    settings_of,
)
from zhibiao.store.book_store import BookStore
from zhibiao.store.database import Database
from zhibiao.store.settings_toml import settings_text
from zhibiao.store.snapshot.check import check_snapshot
from zhibiao.store.snapshot.durable import drafted_file, drafted_folder, put_in_place
from zhibiao.store.snapshot.load import load_snapshot
from zhibiao.store.snapshot.manifest import README, Manifest
from zhibiao.store.snapshot.source import Source, snapshot_source
from zhibiao.store.snapshot.write import FolderSink, Sink, write_snapshot, zip_sink
from zhibiao.terms.instant import instant_text


def back_up(folder: BookFolder, target: Path, *, at: dt.datetime, code_version: str, readme: bytes) -> Manifest:
    """Write a book into one zip, while others go on writing to it; read it back before it bears its name.

    Args:
        folder: the book.
        target: the zip; absent.
        at: the present instant.
        code_version: of this program.
        readme: what tells a person who finds the file what it is.

    Raises:
        ActRefused: `snapshot.target_exists`.
        ZhibiaoError: `snapshot.cannot_write`.
        InputRefused, BookBroken: what was written does not read back as it should.
    """
    with drafted_file(target) as draft:
        with zip_sink(draft) as sink:
            _write(sink, folder, at=at, code_version=code_version, readme=readme)
        return _checked(draft, target)


def export_book(folder: BookFolder, target: Path, *, at: dt.datetime, code_version: str, readme: bytes) -> Manifest:
    """The same into a folder, absent or empty."""
    with drafted_folder(target) as draft:
        _write(FolderSink(draft), folder, at=at, code_version=code_version, readme=readme)
        return _checked(draft, target)


def restore_book(path: Path, root: Path, *, at: dt.datetime, store_url: str = "", head: str = "") -> Manifest:
    """Make a new book folder of a snapshot; the whole of it was read and held against its hashes before it appears.

    Args:
        path: a zip or a folder as `back_up` or `export_book` wrote it.
        root: where the book shall stand; absent or an empty folder.
        at: the present instant.
        store_url: a schema of PostgreSQL without tables; without it the book is kept in a file of the folder.
        head: the head as somebody kept it elsewhere.

    Raises:
        ActRefused: `snapshot.target_exists`; `store.exists`, `store.schema_in_use`.
        InputRefused, BookBroken: what `check_snapshot` and `load_snapshot` raise.
        ZhibiaoError: `snapshot.cannot_write`.
    """
    with snapshot_source(path) as source:
        manifest = check_snapshot(source, head=head)
        with drafted_folder(root) as draft:
            _unpack(draft, source, manifest, store_url=store_url)
            build = _builder(source, manifest, recorded_at=instant_text(at))
            if store_url:
                _restore_to_server(store_url, build, draft, root)
            else:
                create_database(draft / DATABASE, build=build).close()
                put_in_place(draft, root)
    return manifest


def _write(sink: Sink, folder: BookFolder, *, at: dt.datetime, code_version: str, readme: bytes) -> None:
    settings, left_out = _portable_settings(folder)
    files = {README: readme, SETTINGS: settings, CITY: folder.city.read_bytes()}
    templates = sorted(folder.templates.iterdir()) if folder.templates.is_dir() else []
    for path in (*sorted((folder.root / RULEBOOKS).iterdir()), *templates):
        if path.is_file() and not path.name.startswith("."):
            files[f"{path.parent.name}/{path.name}"] = path.read_bytes()
    with closing(open_database(folder.database)) as database:
        write_snapshot(
            sink, database, files, recorded_at=instant_text(at), code_version=code_version, left_out=left_out
        )


def _portable_settings(folder: BookFolder) -> tuple[bytes, tuple[str, ...]]:
    """The settings without the address of a server, which may hold a password, and what was left out of them."""
    if not folder.settings.store_url:
        return (folder.root / SETTINGS).read_bytes(), ()
    return settings_text(replace(folder.settings, store_url="")).encode(), ("store.url",)


def _checked(draft: Path, target: Path) -> Manifest:
    with snapshot_source(draft, name=target.name) as source:
        manifest = check_snapshot(source)
    put_in_place(draft, target)
    return manifest


def _unpack(draft: Path, source: Source, manifest: Manifest, *, store_url: str) -> None:
    draft.chmod(0o755)
    for name in (OUT, RULEBOOKS):
        (draft / name).mkdir()
    for name in manifest.files:
        if name in (SETTINGS, CITY) or name.startswith((f"{RULEBOOKS}/", f"{TEMPLATES}/")):
            (draft / name).parent.mkdir(exist_ok=True)
            with source.open(name) as file, (draft / name).open("xb") as copy:
                shutil.copyfileobj(file, copy)
    settings = settings_of(draft / SETTINGS)
    if settings.store_url != store_url:
        text = settings_text(replace(settings, store_url=store_url))
        (draft / SETTINGS).write_text(text, encoding="utf-8", newline="\n")


def _restore_to_server(url: str, build: Callable[[Database], None], draft: Path, root: Path) -> None:
    """The folder gets its name right before the server commits: a folder can be taken back, a commit cannot."""
    is_placed = False

    def build_and_place(database: Database) -> None:
        nonlocal is_placed
        build(database)
        put_in_place(draft, root)
        is_placed = True

    try:
        create_database(url, build=build_and_place).close()
    except BaseException:
        if is_placed:
            shutil.rmtree(root)
        raise


def _builder(source: Source, manifest: Manifest, *, recorded_at: str) -> Callable[[Database], None]:
    kept: list[BookStore] = []  # a store that is dropped lets go of its database

    def build(database: Database) -> None:
        load_snapshot(database, source, manifest, recorded_at=recorded_at)
        kept.append(BookStore(database))
        kept[0].check(head=manifest.head)

    return build
