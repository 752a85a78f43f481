"""The folder of a book: `zhibiao.toml`, `city.yaml`, `rulebooks/`, `out/`, and `book.sqlite` unless it has a server."""

from __future__ import annotations

import datetime as dt
import shutil
import tomllib
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp

from zhibiao.errors import ActRefused, InputRefused, NotFound
from zhibiao.store.book_store import BookStore
from zhibiao.store.settings_toml import read_settings, settings_text
from zhibiao.terms.authority import BookSettings
from zhibiao.terms.citation import Place

SETTINGS = "zhibiao.toml"
CITY = "city.yaml"
RULEBOOKS = "rulebooks"
DATABASE = "book.sqlite"
OUT = "out"
TEMPLATES = "templates"


def stamp_of(root: Path) -> Hashable:
    """When the files of a book's folder were last written: settings, city and rulebooks, not the database."""
    paths = (root / SETTINGS, root / CITY, *sorted((root / RULEBOOKS).glob("*.yaml")))
    stats = [(path.name, path.stat()) for path in paths]
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)


@dataclass(frozen=True, slots=True, kw_only=True)
class BookFolder:
    """One authority's book: where its files are, and what its settings say."""

    root: Path
    settings: BookSettings

    @property
    def city(self) -> Path:
        """The authority's list of enterprises."""
        return self.root / CITY

    @property
    def rulebooks(self) -> tuple[Path, ...]:
        """The rulebooks, in order of name."""
        return tuple(sorted((self.root / RULEBOOKS).glob("*.yaml")))

    @property
    def database(self) -> Path | str:
        """The store's file, or its URL where the settings name one."""
        return self.settings.store_url or self.root / DATABASE

    @property
    def out(self) -> Path:
        """Where papers are written."""
        return self.root / OUT

    @property
    def templates(self) -> Path:
        """Where the authority's own templates of papers are, if it has any."""
        return self.root / TEMPLATES

    def store(self, *, at: dt.datetime) -> BookStore:
        """Open the store; `at` is put on record when its schema is brought up to date."""
        return BookStore.open(self.database, at=at)


def open_book_folder(root: Path) -> BookFolder:
    """Read a book folder's settings.

    Raises:
        NotFound: `book.not_found` when the folder holds no `zhibiao.toml`, or neither `book.sqlite` nor a URL.
        InputRefused: `settings.refused`, with every mistake in `zhibiao.toml`.
        ActRefused: `book.two_stores` when it holds a file and names a URL as well.
    """
    if not (root / SETTINGS).is_file():
        raise NotFound("book.not_found", folder=root.resolve().name, missing=SETTINGS)
    folder = BookFolder(root=root, settings=settings_of(root / SETTINGS))
    has_file = (root / DATABASE).is_file()
    if not has_file and not folder.settings.store_url:
        raise NotFound("book.not_found", folder=root.resolve().name, missing=DATABASE)
    if has_file and folder.settings.store_url:
        raise ActRefused("book.two_stores", folder=root.resolve().name, file=DATABASE)
    return folder


def create_book_folder(
    root: Path, *, settings: BookSettings, city: bytes, rulebooks: Mapping[str, bytes], at: dt.datetime
) -> BookFolder:
    """Make a book folder whole or not at all: it is built beside its place and moved there in one step.

    Args:
        root: where it shall stand; absent or an empty folder.
        settings: what `zhibiao.toml` will say.
        city: the list of enterprises as YAML bytes, kept as they are.
        rulebooks: YAML bytes by file name.
        at: the present instant.

    Raises:
        ActRefused: `book.folder_not_empty`, `book.cannot_create`; where the settings name a URL, what
            `BookStore.create` raises.
    """
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise ActRefused("book.folder_not_empty", folder=root.name)
    try:
        root.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(mkdtemp(prefix=f".{root.name}-", dir=root.parent))
    except OSError as error:
        raise ActRefused("book.cannot_create", folder=root.name, reason=error.strerror or str(error)) from error
    try:
        draft.chmod(0o755)
        _fill(draft, settings=settings, city=city, rulebooks=rulebooks, at=at)
        # Renaming onto an empty folder replaces it; onto one that was filled meanwhile it fails.
        draft.rename(root)
    except OSError as error:
        raise ActRefused("book.cannot_create", folder=root.name, reason=error.strerror or str(error)) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    if settings.store_url:
        # Last of all, since a folder can be taken back and what a server has committed cannot.
        try:
            BookStore.create(settings.store_url, at=at).close()
        except BaseException:
            shutil.rmtree(root)
            raise
    return BookFolder(root=root, settings=settings)


def _fill(draft: Path, *, settings: BookSettings, city: bytes, rulebooks: Mapping[str, bytes], at: dt.datetime) -> None:
    # It may name a server, and somebody may write a password there: for whoever keeps the book only.
    (draft / SETTINGS).touch(mode=0o600)
    (draft / SETTINGS).write_text(settings_text(settings), encoding="utf-8", newline="\n")
    (draft / CITY).write_bytes(city)
    (draft / OUT).mkdir()
    (draft / RULEBOOKS).mkdir()
    for name, content in rulebooks.items():
        if PurePosixPath(name).name != name:
            raise ValueError(f"a rulebook's file name, not a path: {name!r}")
        (draft / RULEBOOKS / name).write_bytes(content)
    if not settings.store_url:
        BookStore.create(draft / DATABASE, at=at).close()


def settings_of(path: Path) -> BookSettings:
    """What a `zhibiao.toml` says; InputRefused `settings.unreadable`, `settings.refused`."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputRefused("settings.unreadable", place=Place(file=path.name), reason=str(error)) from error
    return read_settings(content, file=path.name)
