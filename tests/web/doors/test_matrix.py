"""Every route × every kind of viewer × own, other, none: as the table of rights says, and no route outside it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.testclient import TestClient

from web.conftest import Sign
from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.appeals import read_appeals
from zhibiao.assemble.desk.desk import Desk
from zhibiao.procedures.viewing import viewer_of
from zhibiao.terms.access import Reach, RouteRight, Viewer
from zhibiao.web.doors import guard
from zhibiao.web.doors.guard import SAFE, GuardedRoute, rights
from zhibiao.web.doors.objects import OBJECTS, owners_of

VIEWERS = ("", "officer-s01", "officer-s04", "planner-g01", "lin", "wang", "zhao", "admin")
"""The public, two officers of competitors, and one of each other kind."""

Named = Mapping[str, str]


def _notices(opened: OpenBook) -> Iterator[Named]:
    for path in sorted(opened.folder.out.glob("*/notices/*")):
        yield {"folder": path.parts[-3], "name": path.name}


CANDIDATES: Mapping[str, Callable[[OpenBook], Iterator[Named]]] = {
    "appeal": lambda opened: iter([{"appeal": name} for name in read_appeals(opened.store).by_id]),
    "decision": lambda opened: iter([{"decision": one.id} for one in opened.store.decisions()]),
    "enterprise": lambda opened: iter([{"enterprise": one.id} for one in opened.city]),
    "paper": _notices,
    "return": lambda opened: iter([{"reference": one.reference} for one in opened.store.returns()]),
    "return_file": lambda opened: iter([{"reference": one.reference} for one in opened.store.returns()]),
    "submission": lambda opened: iter([{"submission": str(one.number)} for one in opened.store.submissions.all()]),
}
"""Things of each kind in the demo's book; whose they are, the finders themselves say."""

NOT_IN_THE_DEMO = frozenset({"appeal"})

NONE: Named = {
    "appeal": "appeal-0000",
    "decision": "steel-2025-00000000",
    "enterprise": "LH-X99",
    "folder": "steel-1999-01",
    "name": "LH-X99.docx",
    "reference": "LH-X99/2025-03/v1",
    "submission": "999999",
}
"""Names of things that are not there."""

EXAMPLES: Named = {
    "item": "T-01",
    "job": "0",
    "month": "2025-03",
    "name": "LH-S01.docx",
    "folder": "steel-2025-03",
    "number": "1",
    "part": "json",
    "period": "2025-03",
    "person": "zhao",
    "publication": "steel-2025-03",
    "rule": "cea",
    "sector": "steel",
    "seq": "1",
    "sha256": "0" * 64,
    "transfer": "0" * 8,
    "version": "1",
    "year": "2025",
}
"""What stands in blanks that name nobody's thing."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One call of one viewer, which answers would be right, and whether the page itself decides."""

    method: str
    path: str
    which: str
    right: frozenset[int]
    is_page: bool


LET_IN = frozenset({418})
"""Said in these tests behind the door: what the pages then show costs minutes, and is theirs to test."""


@pytest.fixture
def stop_behind_the_door(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is let in is told so, and nothing is computed."""

    def stop(request: Request) -> Request:
        raise HTTPException(418)

    monkeypatch.setattr(guard, "limited", stop)


def filled(path: str, named: Named) -> str:
    """A path with its blanks filled."""
    return re.sub(r"\{(\w+)\}", lambda found: {**EXAMPLES, **named}[found[1]], path)


def examples(kind: str, opened: OpenBook, viewer: Viewer) -> dict[str, Named]:
    """A thing of one's own, another's, and one that is not there, as far as the book holds them."""
    found: dict[str, Named] = {"none": NONE}
    for named in CANDIDATES[kind](opened):
        owners = owners_of(kind, opened, named)
        which = "own" if owners and all(viewer.sees(owner) for owner in owners) else "other"
        found.setdefault(which, named)
        # Whoever sees all, or nothing, has no second case to look for.
        if {"own", "other"} <= set(found) or not viewer.enterprises:
            break
    return found


def cells(right: RouteRight, viewer: Viewer, opened: OpenBook, kept: dict[str, dict[str, Named]]) -> Iterator[Cell]:
    """Every call of a route by a viewer."""
    reach, is_api = right.of(viewer), right.path.startswith("/api/")
    blanks = [blank for blank in re.findall(r"\{(\w+)\}", right.path) if blank not in EXAMPLES]
    kind = right.object if right.object != "-" else next(iter(blanks), "")
    things: dict[str, Named] = {"": {}}
    if kind:
        things = kept.setdefault(kind, examples(kind, opened, viewer))
    for which, named in things.items():
        if reach is Reach.NONE:
            is_led = viewer.person is None and right.method == "GET" and not is_api
            wanted = frozenset({303 if is_led else 401 if viewer.person is None else 403})
        elif reach is Reach.OWN and which in ("other", "none"):
            wanted = frozenset({404}) if right.object != "-" else frozenset({403, 404})
        else:
            wanted = LET_IN
        is_page = reach is Reach.OWN and right.object == "-" and which in ("other", "none")
        yield Cell(right.method, filled(right.path, named), which, wanted, is_page)


def viewer_at(desk: Desk, person: str) -> Viewer:
    """What that person may see."""
    with desk.book() as opened:
        return viewer_of(desk.person(opened, person) if person else None, opened.city)


def all_cells(desk: Desk, person: str, methods: Callable[[str], bool]) -> list[Cell]:
    """Every cell of a viewer."""
    viewer, kept = viewer_at(desk, person), {}
    with desk.book() as opened:
        return [
            cell for right in rights().values() if methods(right.method) for cell in cells(right, viewer, opened, kept)
        ]


def state_of(desk: Desk) -> Any:
    """Everything that a call without a right must leave as it is; the log of refusals may grow."""
    with desk.book() as opened, desk.access() as access:
        rows = [access.accounts.all(), access.tokens.of("lin"), access.database.all("SELECT * FROM passes")]
        papers = sorted(str(path) for path in opened.folder.out.rglob("*"))
        return opened.store.extent(), (desk.root / "zhibiao.toml").read_bytes(), rows, papers


def called(client: TestClient, cell: Cell, **more: Any) -> int:
    """The status of the answer."""
    return client.request(cell.method, cell.path, **more).status_code


def test_every_route_has_a_row_and_every_row_a_route(calls: list[tuple[str, str]]) -> None:
    assert [] == sorted(call for call, count in Counter(calls).items() if count > 1)
    assert set() == set(calls) - set(rights())
    assert set() == set(rights()) - set(calls)


def test_every_route_is_behind_the_door(routes: list[APIRoute]) -> None:
    assert [] == [route.path_format for route in routes if not isinstance(route, GuardedRoute)]


def test_every_kind_of_thing_has_examples(desk: Desk) -> None:
    assert set(OBJECTS) == set(CANDIDATES)
    with desk.book() as opened:
        assert set(NOT_IN_THE_DEMO) == {kind for kind, found in CANDIDATES.items() if not list(found(opened))}


@pytest.mark.parametrize("person", ["officer-s01", "officer-s04"])
def test_officers_have_things_of_their_own_and_others(desk: Desk, person: str) -> None:
    viewer = viewer_at(desk, person)
    # The first officer's figures came in files of the bureau alone.
    with desk.book() as opened:
        for kind in ("enterprise", "return", "paper", *(("submission",) if person == "officer-s04" else ())):
            assert {"own", "other", "none"} == set(examples(kind, opened, viewer)), kind


@pytest.mark.usefixtures("stop_behind_the_door")
@pytest.mark.parametrize("person", VIEWERS)
def test_the_door(desk: Desk, sign: Sign, person: str) -> None:
    """Every cell that the door decides; the word of the form comes after it."""
    client, everything = sign(person), all_cells(desk, person, lambda _: True)
    wrong = [
        (cell, status) for cell in everything if not cell.is_page and (status := called(client, cell)) not in cell.right
    ]
    assert [] == wrong
    assert len(everything) > len(rights())


@pytest.mark.parametrize("person", ["officer-s04", "planner-g01"])
def test_pages_that_look_themselves_whose_a_thing_is(desk: Desk, sign: Sign, person: str) -> None:
    client, before = sign(person), state_of(desk)
    own = [cell for cell in all_cells(desk, person, SAFE.__contains__) if cell.is_page]
    wrong = [(cell, status) for cell in own if (status := called(client, cell)) not in cell.right]
    assert [] == wrong
    assert own
    assert before == state_of(desk)


@pytest.mark.parametrize("person", VIEWERS)
def test_writing_without_a_right_or_from_elsewhere(desk: Desk, sign: Sign, person: str) -> None:
    client = sign(person)
    word = client.headers.pop("x-csrf-token", "")
    before = state_of(desk)
    foreign = {"x-csrf-token": word, "origin": "https://evil.example"}
    cross = {"x-csrf-token": word, "sec-fetch-site": "cross-site"}
    wrong = []
    for cell in all_cells(desk, person, lambda method: method not in SAFE):
        refused = {403} if cell.right == LET_IN else cell.right | ({403, 415} if cell.is_page else set())
        for headers in ({}, foreign, cross, {"x-csrf-token": "guessed"}):
            status = called(client, cell, headers=headers)
            if status not in refused:
                wrong.append((cell, headers, status))
    assert [] == wrong
    assert before == state_of(desk)


def test_nothing_is_written_by_asking(desk: Desk, sign: Sign, calls: list[tuple[str, str]]) -> None:
    client, before = sign("wang"), state_of(desk)
    for method, path in calls:
        if method not in SAFE and ("GET", path) not in calls:
            assert client.get(filled(path, NONE)).status_code in (404, 405), path
    assert before == state_of(desk)


def test_what_is_anothers_is_told_in_the_words_of_what_is_not_there(desk: Desk, sign: Sign) -> None:
    client = sign("officer-s01")
    other, none = (client.get(f"/enterprises/{name}") for name in ("LH-S04", "LH-X99"))
    assert (404, 404) == (other.status_code, none.status_code)
    assert other.text.replace("LH-S04", "LH-X99") == none.text


@pytest.mark.usefixtures("stop_behind_the_door")
def test_the_matrix_would_notice(desk: Desk, sign: Sign, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = all_cells(desk, "officer-s01", SAFE.__contains__)
    monkeypatch.setattr(guard, "owners_of", lambda *_: frozenset({"LH-S01"}))
    client = sign("officer-s01")
    others = [cell for cell in everything if cell.which == "other" and cell.right == {404}]
    assert others
    assert {418} == {called(client, cell) for cell in others}
