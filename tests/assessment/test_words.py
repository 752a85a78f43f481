"""Every verdict, reason, colour and movement has its words, and the words can be filled with the facts given."""

import ast
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
FIRM_ONLY = {"return_late", "loss_making"}


def _constants(name: str) -> set[str]:
    tree = ast.parse((ROOM / name).read_text(encoding="utf-8"))
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def _grounds() -> set[str]:
    tree = ast.parse((ROOM / "verdict.py").read_text(encoding="utf-8"))
    calls = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_Ground"
    ]
    given = [word.value for call in calls for word in call.keywords if word.arg == "code"]
    fixed = {item.value for item in given if isinstance(item, ast.Constant)}
    return fixed | {"ahead_of_pace", "overrun_likely", "behind_pace", "shortfall_likely"}


def test_every_verdict_has_its_words() -> None:
    grounds = _grounds()
    assert len(grounds) >= 12
    wanted = {f"verdict.{code}" for code in grounds} | {f"verdict.city_{code}" for code in grounds - FIRM_ONLY}
    assert wanted == {key for key in LABELS if key.startswith("verdict.")}


def test_every_reason_has_its_words() -> None:
    used = {text for name in ("verdict.py", "reasons.py") for text in _constants(name) if text.startswith("reason.")}
    used -= {"reason.output_value_"}
    used |= {f"reason.output_value_{word}" for word in ("up", "down", "flat")}
    used |= {f"{code}_interval" for code in used if code.startswith("reason.year_end_")}
    assert used == {key for key in LABELS if key.startswith("reason.")}


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
