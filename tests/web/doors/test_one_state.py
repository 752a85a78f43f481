"""What a page shows together is of one state of the book, whatever others file while it is made."""

from __future__ import annotations

import pytest

from web.conftest import Sign
from zhibiao.assemble.desk.desk import Desk
from zhibiao.procedures.query import Question, standing_questions
from zhibiao.store.book_store import BookStore
from zhibiao.terms.canonical import sha256_hex
from zhibiao.terms.kept import StoredFile
from zhibiao.web.pages.intake import queries


def test_what_comes_in_between_is_the_next_pages(sign: Sign, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def interrupted(store: BookStore) -> tuple[Question, ...]:
        seen.append(len(store.files()))
        content = b"came in between"
        file = StoredFile(sha256=sha256_hex(content), name="a", received_at="", uploader="lin", outcome="ACCEPT")
        with desk.book() as other:
            other.store.add_file(file, content)
        seen.append(len(store.files()))
        return standing_questions(store)

    monkeypatch.setattr(queries, "standing_questions", interrupted)
    assert 200 == sign("lin").get("/queries").status_code
    assert seen[0] == seen[1]
    with desk.book() as opened:
        assert seen[1] + 1 == len(opened.store.files())
