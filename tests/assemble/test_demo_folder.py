"""The folder of a demo: an earlier demo gives way, anything else stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhibiao.assemble.demo_folder import MARK, clear_demo_folder, mark_demo_folder
from zhibiao.errors import ActRefused


def _book(root: Path) -> Path:
    (root / "out" / "steel-2021-06").mkdir(parents=True)
    (root / "rulebooks").mkdir()
    for name in ("zhibiao.toml", "city.yaml", "book.sqlite", "book.sqlite-wal", "rulebooks/a.yaml"):
        (root / name).write_text("x")
    return root


def test_an_earlier_demo_is_taken_away_whole(tmp_path: Path) -> None:
    root = _book(tmp_path / "demo")
    mark_demo_folder(root)
    clear_demo_folder(root)
    assert [] == list(root.iterdir())


def test_absent_and_empty_folders_are_left_as_they_are(tmp_path: Path) -> None:
    clear_demo_folder(tmp_path / "absent")
    clear_demo_folder(tmp_path)
    assert not (tmp_path / "absent").exists()


def test_a_book_in_which_somebody_works_is_not_touched(tmp_path: Path) -> None:
    root = _book(tmp_path / "liaohe")
    before = sorted(root.rglob("*"))
    with pytest.raises(ActRefused) as refused:
        clear_demo_folder(root)
    assert ("demo.folder_in_use", "liaohe") == (refused.value.code, refused.value.facts["folder"])
    assert before == sorted(root.rglob("*"))


def test_files_put_into_a_demo_keep_it_from_being_replaced(tmp_path: Path) -> None:
    root = _book(tmp_path / "demo")
    mark_demo_folder(root)
    (root / "notes.md").write_text("mine")
    with pytest.raises(ActRefused) as refused:
        clear_demo_folder(root)
    assert "notes.md" == refused.value.facts["found"]
    assert (root / MARK).exists()


def test_a_link_to_a_folder_outside_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "paper").write_text("x")
    root = tmp_path / "demo"
    root.mkdir()
    mark_demo_folder(root)
    (root / "out").symlink_to(tmp_path / "kept")
    clear_demo_folder(root)
    assert (tmp_path / "kept" / "paper").exists()


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "demo").write_text("x")
    with pytest.raises(ActRefused):
        clear_demo_folder(tmp_path / "demo")
