"""Every colour, movement, basis and window has its words, and reasons name units beside their figures."""

from itertools import product
from pathlib import Path

import pytest

import zhibiao
from zhibiao.assessment.growth import Movement
from zhibiao.assessment.high_end import Basis, Window
from zhibiao.assessment.pacing import Colour
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


@pytest.mark.parametrize(
    ("key", "lang"), list(product(sorted(k for k in LABELS if k.startswith("reason.")), ("zh", "en")))
)
def test_reasons_name_units_beside_their_figures(key: str, lang: str) -> None:
    text = LABELS[key].in_(lang)  # type: ignore[arg-type]
    assert ("_10kt" in text) == ("万吨" in text or "10⁴ t" in text)
    assert ("_pct" in text) <= ("%" in text)
