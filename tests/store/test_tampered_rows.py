"""Rows that somebody else wrote: named, and never a traceback."""

import pytest

from zhibiao.errors import BookBroken
from zhibiao.store.rows import decision_of, line_of_row
from zhibiao.terms.canonical import sha256_hex


def test_a_decision_in_an_unknown_state_is_named() -> None:
    with pytest.raises(BookBroken, match="unreadable"):
        decision_of(("d", sha256_hex(b"{}"), "draft", "{}"), [("issue", "li", "2025-01-01T00:00:00Z", "issbed")])
    with pytest.raises(BookBroken, match="unreadable"):
        decision_of(("d", sha256_hex(b"{"), "draft", "{"), [])


def test_an_entry_is_a_line_only_where_columns_and_body_agree() -> None:
    body = '{"basis":",\\"id\\":","id":"a","kind":"use","month":"","plan_year":2025,"sector":"steel","seq":1}'
    columns = (1, "a", "steel", 2025, "use", "")
    line = line_of_row((*columns, sha256_hex(body.encode()), body)).decode()
    assert line == body.replace(',"id":"a"', f',"hash":"{sha256_hex(body.encode())}","id":"a"') + "\n"
    with pytest.raises(BookBroken, match="columns_differ"):
        line_of_row((2, *columns[1:], sha256_hex(body.encode()), body))
    with pytest.raises(BookBroken, match="entry_unreadable"):
        line_of_row((*columns, sha256_hex(b"[]"), "[]"))
