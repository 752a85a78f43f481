"""Every page without blanks opens for whoever may see it, whichever was opened before it on the same desk."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from web.conftest import Sign
from zhibiao.assemble.desk.desk import Desk
from zhibiao.web.doors.guard import rights

PAGES = tuple(sorted(path for method, path in rights() if method == "GET" and "{" not in path))
ORDERS: tuple[Callable[[Sequence[str]], Sequence[str]], ...] = (lambda paths: paths, lambda paths: paths[::-1])


@pytest.mark.parametrize("order", ORDERS, ids=("forth", "back"))
@pytest.mark.parametrize("person", ["lin", "officer-s01"])
def test_no_page_fails_after_another(sign: Sign, desk: Desk, person: str, order: Callable[..., Sequence[str]]) -> None:
    desk.memo = type(desk.memo)()
    client = sign(person)
    found = {path: client.get(path).status_code for path in order(PAGES)}
    assert {} == {path: status for path, status in found.items() if status >= 500}
    assert 200 == found["/intake"]
