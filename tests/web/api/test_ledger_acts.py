"""Acts on a small book over the wire: races, caps, closed periods, and expiry that comes once (LW-*)."""

import base64
import json
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import pytest
from benchmarks.api_fuzz import sign_with
from starlette.testclient import TestClient

from ledger_sample import file_year, make_return
from web.api.conftest import API, codes
from web.api.small_desk import HELD_T, NOW, give_out, make_folder, put_forward
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.resources import SetClock
from zhibiao.procedures import transfer
from zhibiao.store.book_folder import open_book_folder
from zhibiao.store.book_store import BookStore

Make = Callable[[Callable[[BookStore], Any]], Callable[[str], TestClient]]


@pytest.fixture
def make(where: Path | str, tmp_path: Path, request: pytest.FixtureRequest) -> Make:
    """Gives the browsers at a desk over a small book, filled as told; in a file, and on a server."""

    def made(fill: Callable[[BookStore], Any]) -> Callable[[str], TestClient]:
        root = tmp_path / "book"
        store = make_folder(root, store_url=where if isinstance(where, str) else "")
        fill(store)
        store.close()
        desk = Desk(root, clock=SetClock(NOW))
        request.addfinalizer(desk.close)
        return sign_with(desk)

    return made


def _propose(client: TestClient, tonnes: int, letter: str, taker: str = "B") -> Any:
    document = {"name": f"{letter}.pdf", "content_base64": base64.b64encode(letter.encode()).decode()}
    body = {"year": 2024, "giver": "A", "taker": taker, "tonnes": tonnes, "documents": [document]}
    return client.post(f"{API}/transfers", json=body)


def _at_once(*calls: Callable[[], Any]) -> list[Any]:
    together, answers = threading.Barrier(len(calls)), list[Any]()

    def run(call: Callable[[], Any]) -> None:
        together.wait()
        answers.append(call())

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def _held(client: TestClient) -> dict[str, int]:
    holdings = client.get(f"{API}/books/steel/2024").json()["result"]["holdings"]
    return {one["enterprise"]: one["holding_t"] for one in holdings}


def _entries(client: TestClient) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = client.get(f"{API}/entries?limit=500&sort=seq").json()["result"]["items"]
    return items


def _close(client: TestClient, period: str) -> Any:
    return client.post(f"{API}/closings", json={"period": period, "sector": "steel"})


def _least_seen(entries: list[dict[str, Any]]) -> int:
    """The least that any enterprise had available after any of the entries."""
    had, least = Counter[str](), 0
    for entry in entries:
        for account, tonnes in entry["postings"]:
            had[account] += tonnes
        least = min([least, *(tonnes for account, tonnes in had.items() if account.startswith("available:"))])
    return least


def test_lw_006_two_transfers_racing_for_one_holding(make: Make) -> None:
    sign = make(give_out)
    lin, other = sign("lin"), sign("lin")
    answers = _at_once(lambda: _propose(lin, 360, "one"), lambda: _propose(other, 360, "two", taker="C"))
    assert [201, 422] == sorted(one.status_code for one in answers), [one.text for one in answers]
    late = next(one for one in answers if one.status_code == 422)
    assert "ledger.insufficient" == codes(late)[0]
    assert all(figure in late.json()["title"] for figure in ("240", "360"))
    taken = next(one for one in answers if one.status_code == 201).json()["result"]
    address, wangs = f"{API}/transfers/{taken['id']}/confirm", [sign("wang"), sign("wang")]
    confirmed = _at_once(*(partial(client.post, address) for client in wangs))
    assert [200, 200] == [one.status_code for one in confirmed], [one.text for one in confirmed]
    assert HELD_T | {"A": 240, taken["taker"]: HELD_T[taken["taker"]] + 360} == _held(lin)
    assert 0 == _least_seen(_entries(lin))


def test_lw_006_six_transfers_at_once(make: Make) -> None:
    """Five of 120 take the 600 that there are; no prefix of the ledger is overdrawn."""
    sign = make(give_out)
    clients = [sign("lin") for _ in range(6)]
    answers = _at_once(*(partial(_propose, client, 120, f"letter {n}") for n, client in enumerate(clients)))
    assert [201] * 5 + [422] == sorted(one.status_code for one in answers), [one.text for one in answers]
    assert (422, "ledger.insufficient") == ((last := _propose(clients[0], 1, "last")).status_code, codes(last)[0])
    for one in answers:
        if one.status_code == 201:
            assert 200 == sign("wang").post(f"{API}/transfers/{one.json()['result']['id']}/confirm").status_code
    assert {"A": 0, "B": 900, "C": 100} == _held(clients[0])
    assert 0 == _least_seen(_entries(clients[0]))


def test_the_least_seen_would_tell_of_an_overdraft() -> None:
    postings = [["available:A", -360], ["available:B", 360]], [["available:A", 600], ["pool", -600]]
    assert -360 == _least_seen([{"postings": one} for one in postings])


def test_lw_008_a_cap_below_what_it_gives_out(make: Make) -> None:
    names: list[str] = []

    def fill(store: BookStore) -> None:
        give_out(store)
        names.append(put_forward(store, cap_t=900).id)

    sign = make(fill)
    before = _entries(sign("lin"))
    answer = sign("wang").post(f"{API}/decisions/{names[0]}/approve")
    assert (409, "ledger.cap_below_holdings") == (answer.status_code, codes(answer)[0])
    assert all(figure in answer.json()["title"] for figure in ("900", "1,000"))
    assert "adjust" in answer.json()["hint"]["en"]
    assert before == _entries(sign("lin"))


def test_lw_010_what_is_not_used_goes_back_once(make: Make) -> None:
    def fill(store: BookStore) -> None:
        give_out(store)
        file_year(store, {"A": 40, "B": 20, "C": 8})

    sign = make(fill)
    lin = sign("lin")
    for month in range(1, 13):
        assert 200 == _close(lin, f"2024-{month:02d}").status_code
    answers = [*_at_once(*(partial(_close, sign("wang"), "2024") for _ in range(2))), _close(lin, "2024")]
    assert [200] * 3 == [one.status_code for one in answers]
    assert 1 == len({json.dumps(one.json()["result"]) for one in answers})
    recalled = [one["postings"] for one in _entries(lin) if one["kind"] == "recall"]
    assert [[["available:A", -120], ["pool", 120]], [["available:B", -60], ["pool", 60]]] == sorted(recalled)[:2]
    assert 3 == len(recalled)


def test_lw_011_what_comes_late_for_a_closed_month_is_booked_in_the_open_one_with_a_link(
    make: Make, tmp_path: Path
) -> None:
    def fill(store: BookStore) -> None:
        give_out(store)
        file_year(store, {"A": 50, "B": 20, "C": 8}, months=range(1, 6))

    lin = make(fill)("lin")
    assert [200, 200] == [_close(lin, f"2024-{month:02d}").status_code for month in (1, 2)]
    before = _entries(lin)
    for version, made_t, month in ((2, 60, "2024-03"), (3, 70, "2024-04")):
        with closing(open_book_folder(tmp_path / "book").store(at=NOW)) as store:
            store.add_return(make_return("A", "2024-01", made_t, version=version, received_at=NOW))
        assert 200 == _close(lin, month).status_code
    entries = _entries(lin)
    assert before == entries[: len(before)]
    turned = [one for one in entries if one["corrects"]]
    assert ["2024-03", "2024-04"] == [one["month"] for one in turned]
    assert 2 == len({one["corrects"] for one in turned})
    assert not {one["corrects"] for one in turned} & {one["id"] for one in turned}
    assert _close(lin, "2024-01").json()["result"] == _close(lin, "2024-01").json()["result"]
    assert entries == _entries(lin)


def test_lw_011_the_ledger_refuses_a_closed_year_by_itself(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(store: BookStore) -> None:
        give_out(store)
        file_year(store, {"A": 40, "B": 20, "C": 8})

    lin = make(fill)("lin")
    for period in (*(f"2024-{month:02d}" for month in range(1, 13)), "2024"):
        assert 200 == _close(lin, period).status_code
    before = _entries(lin)
    told = _propose(lin, 1, "late")
    assert (409, "transfer.year_closed") == (told.status_code, codes(told)[0])
    monkeypatch.setattr(transfer, "check_transfer", MagicMock())
    told = _propose(lin, 1, "late")
    assert (409, "ledger.closed_period") == (told.status_code, codes(told)[0])
    assert before == _entries(lin)


def test_lw_018_what_was_turned_back_is_not_turned_back_again(make: Make) -> None:
    sign = make(give_out)
    lin, wang = sign("lin"), sign("wang")
    address = f"{API}/transfers/{_propose(lin, 100, 'letter').json()['result']['id']}"
    assert 200 == lin.post(f"{address}/withdraw", json={"reason": "撤回"}).status_code
    before = _entries(lin)
    again = wang.post(f"{address}/withdraw", json={"reason": "撤回"})
    assert (409, "withdraw.wrong_state") == (again.status_code, codes(again)[0])
    late = wang.post(f"{address}/confirm")
    assert (409, "transfer.withdrawn") == (late.status_code, codes(late)[0])
    assert all(address.rpartition("/")[2] in one.json()["title"] for one in (again, late))
    assert (HELD_T, before) == (_held(lin), _entries(lin))
