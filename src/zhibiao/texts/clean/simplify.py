"""Traditional characters to simplified ones, each in its place."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from zhibiao.texts.clean.traced import Traced

if TYPE_CHECKING:
    from opencc import OpenCC


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")


def simplified(text: Traced) -> Traced:
    """The text in simplified characters (OpenCC `t2s`); a line that would change its length, character by character.

    >>> simplified(Traced.of("鋼鐵產量")).text
    '钢铁产量'
    """
    convert = _converter().convert
    new = convert(text.text)
    if len(new) != len(text.text):
        new = "\n".join(_same_length(line) for line in text.text.split("\n"))
    return Traced(new, text.places)


def _same_length(line: str) -> str:
    convert = _converter().convert
    new: str = convert(line)
    if len(new) == len(line):
        return new
    chars = ((char, convert(char)) for char in line)
    return "".join(other if len(other) == 1 else char for char, other in chars)
