"""A publication is put whole, or what was there stays."""

from pathlib import Path

import pytest

from zhibiao.errors import ActRefused
from zhibiao.writers.paper_folder import PaperFolder


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_publication_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    shelf = PaperFolder(tmp_path / "out")
    shelf.put("steel-2025-03", {"a.docx": b"1", "notices/A.docx": b"2"})
    shelf.put("steel-2025-03", {"a.docx": b"3"})
    assert {"steel-2025-03/a.docx": b"3"} == _files(tmp_path / "out")


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    shelf = PaperFolder(tmp_path)
    shelf.put("m", {"a": b"1"})
    with pytest.raises(ActRefused, match=r"publish\.not_written"):
        shelf.put("m", {"b": b"2", "b/c": b"a folder cannot be where a file is"})
    assert {"m/a": b"1"} == _files(tmp_path)


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file, not a folder")
    with pytest.raises(ActRefused, match=r"publish\.not_written"):
        PaperFolder(tmp_path / "out").put("m", {"a": b"1"})


def test_files_are_read_inside_their_folder_alone(tmp_path: Path) -> None:
    folder = PaperFolder(tmp_path / "out")
    assert () == folder.folders()
    folder.put("steel-2025-03", {"a.docx": b"a", "notices/b.docx": b"b"})
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "out" / "steel-2025-03" / "link.docx").symlink_to(tmp_path / "secret")
    assert ("steel-2025-03",) == folder.folders()
    assert (b"a", b"b") == (folder.read("steel-2025-03", "a.docx"), folder.read("steel-2025-03", "notices/b.docx"))
    for place, name in (
        ("steel-2025-03", "../../secret"),
        ("steel-2025-03", "link.docx"),
        ("steel-2025-03", "notices"),
        ("..", "secret"),
        (".", "steel-2025-03/a.docx"),
        ("steel-2025-03/notices", "b.docx"),
    ):
        assert folder.read(place, name) is None, (place, name)
