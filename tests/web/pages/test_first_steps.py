"""A book in which nobody has filed yet says what comes first, and lists the enterprises of the city."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from web.conftest import NOW, PEOPLE
from zhibiao.assemble.bundled import new_book_from
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.resources import SetClock
from zhibiao.terms.authority import Person
from zhibiao.terms.enterprise import Enterprise
from zhibiao.web.app import make_app


def _written(person: Person) -> str:
    own = person.enterprise or person.group
    return f"{person.id}:{person.name}:{','.join(person.roles)}" + (f"@{own}" if own else "")


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk over a book that was only just made."""
    root: Path = tmp_path_factory.mktemp("fresh") / "book"
    new_book_from(root, city=None, rulebooks=None, people=tuple(map(_written, PEOPLE)))
    desk = Desk(root, clock=SetClock(NOW))
    yield desk
    desk.close()


def _page(desk: Desk, person: str, path: str) -> str:
    client = TestClient(make_app(desk), follow_redirects=False)
    with desk.access() as access:
        client.cookies.set("zhibiao_session", access.sessions.begin(person, at=desk.clock.now()))
    answer = client.get(path)
    assert 200 == answer.status_code
    return answer.text


def test_the_first_page_says_what_comes_first(fresh: Desk) -> None:
    text = _page(fresh, "lin", "/")
    assert "钢铁：还没有月报" in text
    assert '<a href="/decisions/new">测算并起草年度指标</a>' in text
    assert '<a href="/enterprises/LH-S01">' in text
    assert "LH-M" not in text  # another sector's


def test_a_planner_finds_the_own_group_and_no_way_that_is_closed(fresh: Desk) -> None:
    text = _page(fresh, "planner-g01", "/enterprises?lang=en")
    own = {one.id for one in _city(fresh) if one.group == "LH-G01"}
    others = {one.id for one in _city(fresh)} - own
    assert own
    assert all(f'href="/enterprises/{one}"' in text for one in own)
    assert not any(f"/enterprises/{one}" in text for one in others)
    assert '<a href="/intake">File returns</a>' in text
    assert 'href="/decisions' not in text


def test_the_bureau_sees_every_sector(fresh: Desk) -> None:
    text = _page(fresh, "wang", "/enterprises")
    assert all(f'href="/enterprises/{one.id}"' in text for one in _city(fresh))


def _city(desk: Desk) -> tuple[Enterprise, ...]:
    with desk.book() as opened:
        return tuple(opened.city)
