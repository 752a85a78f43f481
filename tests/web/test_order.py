"""What one page keeps of the book under a name is the same thing on every page that asks for that name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable

from web.conftest import Sign
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.desk.memo import Memo

PAGES = ("/", "/enterprises", "/enterprises/LH-S04", "/intake", "/intake/58", "/queries", "/decisions/new", "/high-end")


def test_one_name_keeps_one_kind_of_thing(sign: Sign, desk: Desk) -> None:
    """Seeded by a real one: two pages kept their open questions as "questions", one by firm and one in a row."""
    lin, kinds = sign("lin"), defaultdict[Hashable, set[str]](set)
    for path in PAGES:
        desk.memo = Memo()
        assert 200 == lin.get(path).status_code
        for key, made in desk.memo._kept.items():
            kinds[key].add(type(made.value).__name__)
    assert len(kinds) >= 6
    assert {} == {key: found for key, found in kinds.items() if len(found) > 1}
