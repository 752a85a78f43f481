"""A sector of two enterprises over the wire: no mean of theirs is told to either, since it would tell the other's."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest
from benchmarks.api_fuzz import sign_with
from starlette.testclient import TestClient

import small_book
from web.api.conftest import API
from web.api.small_desk import city_of
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.resources import SetClock
from zhibiao.readers.rulebook_yaml import read_rulebook
from zhibiao.store.book_folder import create_book_folder
from zhibiao.terms.authority import BookSettings, Person, Role

NOW = dt.datetime(2025, 5, 20, 2, tzinfo=dt.UTC)
PEOPLE = (
    Person(id="lin", name="林岚", roles=(Role.ANALYST,)),
    Person(id="officer-1", name="何报", roles=(Role.OFFICER,), enterprise="TB-1"),
)


@pytest.fixture(scope="module", params=[2, 4])
def quotas(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Any, Any]]:
    """How many enterprises there are, and the quota of the first as its officer and as the bureau read it."""
    root = tmp_path_factory.mktemp("firms") / "book"
    rows = small_book.ROWS[: request.param]
    cap_t = sum(row[4] for row in rows) * 12
    rulebook = small_book.RULEBOOK_FILE.read_text(encoding="utf-8")
    create_book_folder(
        root,
        settings=BookSettings(city="small", language="zh", people=PEOPLE),
        city=city_of(row[0] for row in rows).encode(),
        rulebooks={"steel-2025.yaml": rulebook.replace("27050000", str(cap_t)).encode()},
        at=NOW,
    )
    (root / "book.sqlite").unlink()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(small_book, "ROWS", rows)
        path = root / "rulebooks" / "steel-2025.yaml"
        small_book.build_small_book(root / "book.sqlite", change=lambda _: read_rulebook(path)).store.close()
    desk = Desk(root, clock=SetClock(NOW))
    sign = sign_with(desk)
    yield request.param, _quota(sign("officer-1")), _quota(sign("lin"))
    desk.close()


def _quota(client: TestClient) -> dict[str, Any]:
    answer = client.get(f"{API}/enterprises/TB-1?month=2025-03")
    assert 200 == answer.status_code, answer.text
    quota: dict[str, Any] = answer.json()["result"]["quota"]
    return quota


def test_au_003_a_mean_of_two_is_withheld_and_one_of_four_is_told(quotas: tuple[int, Any, Any]) -> None:
    count, own, of_bureau = quotas
    told = [own["mean_score"], *(one["reference"] for one in own["indicators"])]
    assert len(told) > 5
    assert own["quota_t"] == of_bureau["quota_t"] > 0
    assert [count == 2] * len(told) == [one is None for one in told]


def test_au_003_nothing_names_the_other(quotas: tuple[int, Any, Any]) -> None:
    assert all(f"TB-{number}" not in json.dumps(quotas[1]) for number in (2, 3, 4))
