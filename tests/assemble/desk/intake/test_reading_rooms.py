"""Rooms lent out one by one: a request without a room waits, and is told when it waited long enough."""

import pytest

from zhibiao.assemble.desk.intake.reading_rooms import ReadingRooms
from zhibiao.errors import ActRefused


def test_a_room_comes_back_whatever_happens_in_it() -> None:
    rooms = ReadingRooms(1, patience_seconds=0.01)
    with pytest.raises(ZeroDivisionError), rooms.lent():
        raise ZeroDivisionError
    with rooms.lent() as room, pytest.raises(ActRefused, match=r"intake\.busy"), rooms.lent():
        pass
    with rooms.lent() as again:
        assert room is again
    rooms.close()
