"""Papers as published: nothing but what the marks list, each held against its hash, whose it is by its name."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from zhibiao.errors import Conflict, NotAllowed, NotFound
from zhibiao.procedures.publish import check_may_publish
from zhibiao.procedures.published import is_intact, paper_bytes, published_months, published_paper
from zhibiao.terms.authority import Person, Role
from zhibiao.terms.canonical import sha256_hex
from zhibiao.terms.period import Month

FILES = {
    "bulletin.docx": b"bulletin",
    "decision.public.docx": b"public",
    "notices/LH-S01.docx": b"one",
    "notices/LH-S01.en.docx": b"one in English",
    "notices/a.public.docx": b"a notice with a strange name",
}


@dataclass
class Kept:
    """A shelf in memory."""

    there: dict[str, dict[str, bytes]]

    def folders(self) -> list[str]:
        return list(self.there)

    def read(self, folder: str, name: str) -> bytes | None:
        return self.there.get(folder, {}).get(name)


def _kept(files: Mapping[str, bytes] = FILES, *, folder: str = "steel-2025-03", **more: object) -> Kept:
    hashes = {name: sha256_hex(content) for name, content in files.items()}
    marks = json.dumps({"marks": {"decision_id": "d"}, "files": hashes, **more}).encode()
    return Kept({folder: {**files, "marks.json": marks}})


def test_months_are_told_with_their_papers_and_marks() -> None:
    (month,) = published_months(_kept(is_issued=False))
    assert ("steel", Month(2025, 3), False, {"decision_id": "d"}) == (
        month.sector,
        month.month,
        month.is_issued,
        month.marks,
    )
    assert list(FILES) == [paper.name for paper in month.papers]


def test_whose_a_paper_is_follows_from_its_name() -> None:
    (month,) = published_months(_kept())
    told = {paper.name: (paper.enterprise, paper.is_public) for paper in month.papers}
    assert {
        "bulletin.docx": ("", False),
        "decision.public.docx": ("", True),
        "notices/LH-S01.docx": ("LH-S01", False),
        "notices/LH-S01.en.docx": ("LH-S01", False),
        "notices/a.public.docx": ("a.public", False),
    } == told


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("steel-2025-03", "marks.json"),
        ("steel-2025-03", "../book.sqlite"),
        ("steel-2025-03", "notices/../bulletin.docx"),
        ("steel-2025-03", ""),
        ("..", "zhibiao.toml"),
        ("steel-2025-03/..", "bulletin.docx"),
        ("steel-2025-04", "bulletin.docx"),
    ],
)
def test_what_the_marks_do_not_list_is_not_there(folder: str, name: str) -> None:
    with pytest.raises(NotFound, match=r"paper\.not_found"):
        published_paper(_kept(), folder, name)


def test_a_name_that_leads_elsewhere_is_not_a_paper_even_where_the_marks_list_it() -> None:
    kept = _kept({**FILES, "../book.sqlite": b"x", "/etc/passwd": b"y", "a/b.docx": b"z"})
    (month,) = published_months(kept)
    assert list(FILES) == [paper.name for paper in month.papers]


def test_a_changed_paper_is_refused_and_a_lost_one_is_not_found() -> None:
    kept = _kept()
    paper = published_paper(kept, "steel-2025-03", "bulletin.docx")
    assert (b"bulletin", True) == (paper_bytes(kept, paper), is_intact(kept, paper))
    kept.there["steel-2025-03"]["bulletin.docx"] = b"Bulletin"
    assert not is_intact(kept, paper)
    with pytest.raises(Conflict, match=r"paper\.changed"):
        paper_bytes(kept, paper)
    del kept.there["steel-2025-03"]["bulletin.docx"]
    with pytest.raises(NotFound, match=r"paper\.not_found"):
        paper_bytes(kept, paper)


@pytest.mark.parametrize("marks", [b"", b"[]", b'{"marks": {}}', b'{"marks": [], "files": {}}', b"\xff"])
def test_marks_that_cannot_be_read_are_no_month(marks: bytes) -> None:
    assert () == published_months(Kept({"steel-2025-03": {"marks.json": marks}}))
    assert () == published_months(_kept(folder="register"))


@pytest.mark.parametrize(
    ("role", "may"),
    [(Role.ANALYST, True), (Role.APPROVER, True), (Role.AUDITOR, False), (Role.OFFICER, False), (Role.PLANNER, False)],
)
def test_who_keeps_books_publishes(role: Role, may: bool) -> None:
    person = Person(id="p", name="某人", roles=(role,))
    if may:
        check_may_publish(person, "steel-2025-03")
    else:
        with pytest.raises(NotAllowed, match=r"auth\.forbidden"):
            check_may_publish(person, "steel-2025-03")
