"""Every colour, movement, basis and window has its words, and reasons name the unit beside a bare number."""

from pathlib import Path

import pytest

import zhibiao
from zhibiao.assessment.growth.growth import Movement
from zhibiao.assessment.high_end.account import Basis, Window
from zhibiao.assessment.pace.pacing import Colour
from zhibiao.readers.catalogue_csv import read_catalogue

ROOM = Path(zhibiao.__file__).parent / "assessment"
LABELS = read_catalogue(ROOM.parent / "data").labels


@pytest.mark.parametrize(
    ("room", "words"), [("colour", Colour), ("movement", Movement), ("basis", Basis), ("window", Window)]
)
def test_every_member_has_its_label(room: str, words: type) -> None:
    assert {f"assess.{room}.{word.value}" for word in words} == {  # type: ignore[attr-defined]
        key for key in LABELS if key.startswith(f"assess.{room}.")
    }


@pytest.mark.parametrize("key", sorted(key for key in LABELS if key.startswith("reason.")))
def test_reasons_name_the_unit_beside_a_bare_number(key: str) -> None:
    for text in (LABELS[key].zh, LABELS[key].en):
        assert ("_pct" in text) <= ("%" in text)
        assert ("_t_per_day" in text) <= ("吨" in text or "t a day" in text)
