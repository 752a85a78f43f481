"""Colours of an .xlsx as "#RRGGBB", whether they are written out, numbered, or taken from the theme and tinted."""

from __future__ import annotations

import colorsys
import re
import zipfile
from collections.abc import Mapping, Sequence

from zhibiao.readers.grids.guarded_xml import feed, local, parser

OFFICE = tuple(
    f"#{colour}"
    for colour in (
        *("FFFFFF", "000000", "EEECE1", "1F497D", "4F81BD", "C0504D"),
        *("9BBB59", "8064A2", "4BACC6", "F79646", "0000FF", "800080"),
    )
)
"""The theme of a workbook that brings none, in the order in which cells count it."""

_RGB = re.compile(r"(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})")
_SLOTS = ("lt1", "dk1", "lt2", "dk2", *(f"accent{number}" for number in range(1, 7)), "hlink", "folHlink")


def colour_of(said: Mapping[str, str], theme: Sequence[str] = OFFICE) -> str:
    """The colour that an element names by its attributes; "" where it is the usual one, or names none.

    >>> colour_of({"rgb": "FFC00000"}), colour_of({"theme": "4", "tint": "0.8"}), colour_of({"auto": "1"})
    ('#C00000', '#DCE6F2', '')
    """
    found = ""
    if match := _RGB.fullmatch(said.get("rgb", "")):
        found = f"#{match[1].upper()}"
    elif (number := _whole(said.get("theme", ""))) is not None and number < len(theme):
        found = theme[number]
    elif (number := _whole(said.get("indexed", ""))) is not None and number < 64:
        found = _indexed(number)
    return _tinted(found, said["tint"]) if found and "tint" in said else found


def read_theme(archive: zipfile.ZipFile, part: str) -> tuple[str, ...]:
    """The colours of a theme, in the order in which cells count them."""
    found = dict(zip(_SLOTS, OFFICE, strict=True))
    slot = ""

    def start(tag: str, said: dict[str, str]) -> None:
        nonlocal slot
        name = local(tag)
        if name in found:
            slot = name
        elif slot and name in ("srgbClr", "sysClr"):
            found[slot] = colour_of({"rgb": said.get("lastClr", said.get("val", ""))}) or found[slot]
            slot = ""

    with archive.open(part) as stream:
        feed(stream, parser(start=start))
    return tuple(found[name] for name in _SLOTS)


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None


def _indexed(number: int) -> str:
    from openpyxl.styles.colors import COLOR_INDEX

    return colour_of({"rgb": COLOR_INDEX[number]})


def _tinted(colour: str, tint: str) -> str:
    """Lighter for a tint above zero, darker below (ECMA-376 part 1, 18.8.19)."""
    if not re.fullmatch(r"-?\d(?:\.\d{0,20})?(?:[eE]-?\d{1,2})?", tint) or not -1 <= float(tint) <= 1:
        return colour
    by = float(tint)
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    hue, light, strength = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + by) if by < 0 else light * (1 - by) + by
    parts = colorsys.hls_to_rgb(hue, light, strength)
    return "#" + "".join(f"{round(255 * part):02X}" for part in parts)
