"""The folder of a book: made whole or not at all, never over something else, read back as it was."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from ledger_sample import ANALYST, APPROVER, START, opening
from zhibiao.errors import ActRefused, InputRefused, NotFound
from zhibiao.store import book_folder
from zhibiao.store.book_folder import BookFolder, create_book_folder, open_book_folder
from zhibiao.store.snapshot.folder import back_up, restore_book
from zhibiao.terms.authority import BookSettings

SETTINGS = BookSettings(city="liaohe", language="en", people=(ANALYST, APPROVER))


def _create(root: Path, **rulebooks: bytes) -> BookFolder:
    files = {f"{name}.yaml": content for name, content in rulebooks.items()}
    return create_book_folder(root, settings=SETTINGS, city="name: 辽河市\n".encode(), rulebooks=files, at=START)


def test_layout(tmp_path: Path) -> None:
    made = _create(tmp_path / "deep" / "book", b=b"two", a=b"one")
    assert ["book.sqlite", "city.yaml", "out", "rulebooks", "zhibiao.toml"] == sorted(
        path.name for path in made.root.iterdir()
    )
    assert ["deep"] == [path.name for path in tmp_path.iterdir()]
    assert ["book"] == [path.name for path in (tmp_path / "deep").iterdir()]
    assert made == open_book_folder(made.root)
    assert "name: 辽河市\n" == made.city.read_text(encoding="utf-8")
    assert [b"one", b"two"] == [path.read_bytes() for path in made.rulebooks]
    assert made.out.is_dir()
    store = made.store(at=START)
    store.check()
    store.close()


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    _create(tmp_path / "book")
    assert open_book_folder(tmp_path / "book")


def test_what_is_there_already_is_left_alone(tmp_path: Path) -> None:
    full, file = tmp_path / "full", tmp_path / "file"
    full.mkdir()
    (full / "letter.txt").write_text("mine")
    file.write_text("mine too")
    for root in (full, file):
        with pytest.raises(ActRefused, match=r"book\.folder_not_empty"):
            _create(root)
    assert ["letter.txt"] == [path.name for path in full.iterdir()]
    assert "mine too" == file.read_text()
    assert ["file", "full"] == sorted(path.name for path in tmp_path.iterdir())


def test_nothing_half_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(book_folder.BookStore, "create", full_disk)
    with pytest.raises(ActRefused, match=r"book\.cannot_create"):
        _create(tmp_path / "book")
    assert [] == list(tmp_path.iterdir())
    monkeypatch.undo()
    with pytest.raises(ValueError, match="file name"):
        create_book_folder(tmp_path / "book", settings=SETTINGS, city=b"", rulebooks={"../x": b""}, at=START)
    assert [] == list(tmp_path.iterdir())


def test_a_parent_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ActRefused, match=r"book\.cannot_create"):
        _create(tmp_path / "file" / "book")


@pytest.mark.parametrize("missing", ["zhibiao.toml", "book.sqlite"])
def test_a_folder_that_is_no_book(tmp_path: Path, missing: str) -> None:
    made = _create(tmp_path / "book")
    (made.root / missing).unlink()
    with pytest.raises(NotFound, match=r"book\.not_found") as absent:
        open_book_folder(made.root)
    assert ("book", missing) == (absent.value.facts["folder"], absent.value.facts["missing"])
    with pytest.raises(NotFound, match=r"book\.not_found"):
        open_book_folder(tmp_path / "nowhere")


def test_the_folder_one_stands_in_is_named_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NotFound) as absent:
        open_book_folder(Path())
    assert tmp_path.name == absent.value.facts["folder"]


def test_a_book_on_a_server(tmp_path: Path, postgres_url: str) -> None:
    settings = replace(SETTINGS, store_url=postgres_url)
    made = create_book_folder(tmp_path / "book", settings=settings, city=b"", rulebooks={}, at=START)
    assert ["city.yaml", "out", "rulebooks", "zhibiao.toml"] == sorted(path.name for path in made.root.iterdir())
    assert made == open_book_folder(made.root)
    store = made.store(at=START)
    store.append(opening(1000, A=400), at=START)
    head = store.check()
    store.close()
    with pytest.raises(ActRefused, match=r"store\.exists"):
        create_book_folder(tmp_path / "other", settings=settings, city=b"", rulebooks={}, at=START)
    assert not (tmp_path / "other").exists()
    back_up(made, tmp_path / "b.zip", at=START, code_version="test", readme=b"")
    restore_book(tmp_path / "b.zip", tmp_path / "again", at=START, head=head)
    restored = open_book_folder(tmp_path / "again")
    assert tmp_path / "again" / "book.sqlite" == restored.database
    shutil.copy(tmp_path / "again" / "book.sqlite", made.root / "book.sqlite")
    with pytest.raises(ActRefused, match=r"book\.two_stores"):
        open_book_folder(made.root)


@pytest.mark.parametrize("content", [b"city = ", b"city = 'a'\ncity = 'b'", b"city = '\xff'"])
def test_settings_that_are_no_toml(tmp_path: Path, content: bytes) -> None:
    made = _create(tmp_path / "book")
    (made.root / "zhibiao.toml").write_bytes(content)
    with pytest.raises(InputRefused, match=r"settings\.unreadable") as refused:
        open_book_folder(made.root)
    assert refused.value.place is not None
    assert "zhibiao.toml" == refused.value.place.file


def test_only_the_keeper_reads_what_is_secret(tmp_path: Path) -> None:
    root = tmp_path / "book"
    create_book_folder(root, settings=SETTINGS, city=b"", rulebooks={}, at=START)
    assert {0o600} == {(root / name).stat().st_mode & 0o777 for name in ("zhibiao.toml", "book.sqlite")}
