"""Templates of papers: those that come along fit, a book's own are used, and what is wrong is told at once."""

from pathlib import Path

import pytest

from main_job import answer
from zhibiao.assemble.book import OpenBook, open_book
from zhibiao.assemble.papers import templates_of, write_paper_templates
from zhibiao.errors import InputRefused


@pytest.fixture
def opened(demo_book: Path, tmp_path: Path) -> OpenBook:
    """A folder with the demo's settings and a database that is never read."""
    for name in ("zhibiao.toml", "city.yaml", "book.sqlite"):
        (tmp_path / name).write_bytes((demo_book / name).read_bytes())
    return open_book(tmp_path)


def test_without_templates_those_that_come_along_are_used(opened: OpenBook) -> None:
    found = templates_of(opened)
    assert ({}, None) == (found.bases, found.brief)


def test_what_the_verb_writes_can_be_used_as_it_is(opened: OpenBook) -> None:
    told = answer("template", "--papers", "--out", str(opened.folder.templates))
    assert ["paper.docx", "paper.en.docx", "brief.html"] == [Path(name).name for name in told["result"]["files"]]
    found = templates_of(opened)
    assert {"zh", "en"} == set(found.bases)
    assert found.brief is not None


def test_everything_wrong_is_told_at_once(opened: OpenBook) -> None:
    write_paper_templates(opened.folder.templates)
    (opened.folder.templates / "paper.en.docx").write_bytes(b"")
    (opened.folder.templates / "brief.html").write_bytes(b"{{ }")
    with pytest.raises(InputRefused, match=r"paper_template\.refused") as refused:
        templates_of(opened)
    assert ["templates/paper.en.docx", "templates/brief.html"] == [one.place.file for one in refused.value.findings]


def test_a_month_is_asked_for_where_a_form_is_wanted(tmp_path: Path) -> None:
    told = answer("template", "--enterprise", "LH-S01", "--out", str(tmp_path / "x.xlsx"), code=2)
    assert "template.period" == told["error"]["code"]
