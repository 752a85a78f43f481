"""Guesses at passwords: limited for the person and the address, without telling who is known."""

from __future__ import annotations

import datetime as dt

import pytest

from zhibiao.assemble.desk.access.accounts import door_of
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.resources import SetClock
from zhibiao.errors import NotAllowed, TooMany
from zhibiao.procedures.access.attempts import MOST_FOR_A_PERSON, MOST_FROM_AN_ADDRESS, WINDOW
from zhibiao.procedures.access.ports import Door
from zhibiao.procedures.access.sign_in import sign_in

PASSWORD = "三峡 大坝 风筝 蓝莓 tumble"


class Counted:
    """A hash of its own kind that costs nothing and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def make(self, password: str) -> str:
        return f"hash of {password}"

    def fits(self, password: str, password_hash: str | None) -> bool:
        self.asked += 1
        return password_hash == self.make(password)

    def is_old(self, password_hash: str) -> bool:
        return password_hash == ""


def door(desk: Desk, hashes: Counted, address: str) -> Door:
    """The desk's door with the cheap hash."""
    real = door_of(desk, address=address)
    return Door(
        access=real.access,
        passwords=hashes,
        clock=desk.clock,
        people=real.people,
        settings=real.settings,
        address=address,
    )


@pytest.fixture(autouse=True)
def account(desk: Desk) -> None:
    """The account that is guessed at, and no guesses yet."""
    with desk.access() as access:
        access.accounts.set_password("lin", Counted().make(PASSWORD), at=desk.clock.now())
        access.database.write("DELETE FROM attempts")


def outcome(here: Door, person: str, password: str) -> str:
    """What came of one guess."""
    try:
        sign_in(here, person, password)
    except (NotAllowed, TooMany) as error:
        return error.code
    return "in"


def test_ten_thousand_guesses_in_a_day_are_a_few_that_count(desk: Desk, clock: SetClock) -> None:
    begin, hashes = clock.instant, Counted()
    here = door(desk, hashes, "192.0.2.1")
    for number in range(10_000):
        clock.instant = begin + dt.timedelta(seconds=number / 2)  # for an hour and a half
        assert "in" != outcome(here, "lin", f"guess {number}")
    windows = -(-dt.timedelta(seconds=5_000) // WINDOW)
    assert hashes.asked <= windows * MOST_FOR_A_PERSON
    clock.instant = begin
    with desk.access() as access:
        told = access.events.find(act="sign_in_limited", most=10_000)
    assert 1 <= len(told) <= windows  # a storm does not fill the log


def test_whoever_waits_comes_in_again(desk: Desk, clock: SetClock) -> None:
    begin, here = clock.instant, door(desk, Counted(), "192.0.2.2")
    for _ in range(MOST_FOR_A_PERSON):
        outcome(here, "lin", "wrong")
    assert "auth.too_many" == outcome(here, "lin", PASSWORD)
    clock.instant = begin + WINDOW + dt.timedelta(seconds=1)
    assert "in" == outcome(here, "lin", PASSWORD)
    clock.instant = begin


def test_an_address_that_goes_through_names_is_stopped(desk: Desk) -> None:
    here = door(desk, Counted(), "192.0.2.3")
    codes = [outcome(here, f"name{number}", "wrong") for number in range(MOST_FROM_AN_ADDRESS + 5)]
    assert ["auth.wrong_password"] * MOST_FROM_AN_ADDRESS + ["auth.too_many"] * 5 == codes


def test_who_is_known_is_told_by_neither_answer_nor_work_nor_limit(desk: Desk) -> None:
    traces = []
    for number, person in enumerate(("lin", "nobody")):
        hashes = Counted()
        here = door(desk, hashes, f"192.0.2.{10 + number}")
        codes = [outcome(here, person, "wrong") for _ in range(MOST_FOR_A_PERSON + 2)]
        traces.append((codes, hashes.asked))
    assert traces[0] == traces[1]


def test_a_right_password_forgives(desk: Desk) -> None:
    here = door(desk, Counted(), "192.0.2.20")
    for _ in range(5):
        assert ["auth.wrong_password"] * 9 + ["in"] == [outcome(here, "lin", "wrong") for _ in range(9)] + [
            outcome(here, "lin", PASSWORD)
        ]
