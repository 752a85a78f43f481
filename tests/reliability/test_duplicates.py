"""A slice of the duplicated requests, on both stores, and the id check that knows one process only."""

from __future__ import annotations

import pytest
from benchmarks.reliability.duplicates import OF_A_PROCESS, Twice, judged, main, request

from zhibiao.ledger.chain import GENESIS, link


def test_an_id_has_one_effect_and_one_receipt() -> None:
    assert 600 == main(600)["requests"]


def test_an_id_check_of_one_process_is_found() -> None:
    with pytest.raises(Twice):
        main(400, bug=OF_A_PROCESS)


def test_another_answer_than_the_receipt_is_found() -> None:
    (one,) = request(4, 0)
    entry = link(one, seq=1, previous=GENESIS, recorded_at="2025-01-06T01:00:00Z")
    with pytest.raises(Twice, match="id 4, body 0: told other"):
        judged([entry], [[[4, 0, [entry.hash]], [4, 0, "other"]]])
    with pytest.raises(Twice, match="id 4, body 1: told"):
        judged([entry], [[[4, 0, [entry.hash]], [4, 1, [entry.hash]]]])


def test_on_postgresql_as_well(postgres_url: str) -> None:
    assert 400 == main(400, where=postgres_url)["requests"]
