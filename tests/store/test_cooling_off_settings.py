"""`[cooling_off]` in `zhibiao.toml`: read(write(x)) == x, absent means nothing waits, and nonsense is named."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibiao.errors import InputRefused
from zhibiao.store.settings_toml import read_settings, settings_text
from zhibiao.terms.authority import MOST_HOURS, BookSettings, CoolingOff

PLAIN = BookSettings(city="liaohe", language="zh", people=())


@given(st.builds(CoolingOff, hours=st.integers(1, MOST_HOURS), above_t=st.integers(0, 10**9)))
def test_read_write(waits: CoolingOff) -> None:
    settings = replace(PLAIN, cooling_off=waits)
    assert settings == read_settings(tomllib.loads(settings_text(settings)), file="zhibiao.toml")


def test_without_it_nothing_waits() -> None:
    assert "cooling_off" not in settings_text(PLAIN)
    assert read_settings(tomllib.loads(settings_text(PLAIN)), file="zhibiao.toml").cooling_off is None


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ({"hours": 0, "above_t": 1}, [("settings.bad_value", "cooling_off.hours")]),
        ({"hours": MOST_HOURS + 1, "above_t": 1}, [("settings.bad_value", "cooling_off.hours")]),
        ({"hours": True, "above_t": 1}, [("settings.bad_value", "cooling_off.hours")]),
        (
            {"hours": 26.0, "above_t": "1"},
            [("settings.bad_value", f"cooling_off.{key}") for key in ("hours", "above_t")],
        ),
        ({"hours": 26, "above_t": -1}, [("settings.bad_value", "cooling_off.above_t")]),
        ({"hours": 26}, [("settings.missing", "cooling_off.above_t")]),
        ({"hours": 26, "above_t": 1, "above": 1}, [("settings.unknown_key", "cooling_off.above")]),
        ("26:1", [("settings.bad_value", "cooling_off")]),
        ([], [("settings.bad_value", "cooling_off")]),
    ],
)
def test_nonsense_is_named(table: Any, expected: list[tuple[str, str]]) -> None:
    content = {"city": "liaohe", "language": "zh", "people": [], "cooling_off": table}
    with pytest.raises(InputRefused, match=r"settings\.refused") as refused:
        read_settings(content, file="zhibiao.toml")
    assert expected == [(one.code, one.place.field) for one in refused.value.findings]
