"""Ways to write a figure into a cell that are not a plain number: some to be read with a note, some to be refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from random import Random
from types import MappingProxyType

_WIDE = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")
_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_CIRCLED = str.maketrans("123456789", "①②③④⑤⑥⑦⑧⑨")
_SPOKEN = str.maketrans("0123456789.", "〇一二三四五六七八九点")
_INVISIBLE = ("\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u202d", "\u202e", "\u2060", "\ufeff", "\u00ad")
_BLANKS = (" ", "\u00a0", "\u3000", "\u2009", "\u202f", "\t", "\n")

Write = Callable[[Decimal, Random], str]


def _within(text: str, mark: str, random: Random) -> str:
    place = random.randrange(len(text) + 1)
    return text[:place] + mark + text[place:]


def _grouped(value: Decimal, mark: str, every: int) -> str:
    sign, whole, *rest = ("-" if value < 0 else "", *f"{abs(value):f}".split("."))
    groups = []
    while whole:
        groups.append(whole[-every:])
        whole = whole[:-every]
    return sign + mark.join(reversed(groups)) + "".join(f".{part}" for part in rest)


FIGURES: Mapping[str, Write] = MappingProxyType(
    {
        "plain text": lambda value, _: f"{value:f}",
        "apostrophe": lambda value, _: f"'{value:f}",
        "full width": lambda value, _: f"{value:f}".translate(_WIDE),
        "full-width minus": lambda value, _: f"－{abs(value):f}",
        "full-width minus and digits": lambda value, _: f"-{abs(value):,f}".translate(_WIDE),
        "typographic minus": lambda value, random: f"{random.choice('−﹣–—‐')}{abs(value):f}",
        "minus behind": lambda value, _: f"{abs(value):f}-",
        "two signs": lambda value, random: f"{random.choice(('--', '+-', '- -', '-+'))}{abs(value):f}",
        "plus": lambda value, _: f"+{abs(value):f}",
        "thousands": lambda value, _: f"{value:,f}",
        "groups of four": lambda value, _: _grouped(value, ",", 4),
        "groups of two": lambda value, _: _grouped(value, ",", 2),
        "thousands by blanks": lambda value, random: _grouped(value, random.choice(_BLANKS), 3),
        "thousands by apostrophes": lambda value, _: _grouped(value, "'", 3),
        "full-width thousands": lambda value, _: _grouped(value, "，", 3),
        "underscores": lambda value, _: _grouped(value, "_", 3),
        "decimal comma": lambda value, _: f"{value:,f}".translate(str.maketrans(",.", ".,")),
        "two points": lambda value, random: _within(f"{value:.2f}", ".", random),
        "exponent": lambda value, _: f"{value:E}",
        "exponent without sign": lambda value, _: f"{value / 100:f}e2",
        "hexadecimal": lambda value, _: hex(int(value)),
        "percent": lambda value, _: f"{value:f}%",
        "full-width percent": lambda value, _: f"{value:f}％",
        "per mille": lambda value, _: f"{value:f}‰",
        "parentheses": lambda value, _: f"({abs(value):f})",
        "full-width parentheses": lambda value, _: f"（{abs(value):f}）",
        "triangle": lambda value, random: f"{random.choice('△▲')}{abs(value):f}",
        "suffix": lambda value, random: f"{value:f}{random.choice('万亿')}",
        "unit behind": lambda value, random: (
            f"{value:f}{random.choice(('吨', '万吨', '万元', 't', ' t', '元', '亿元'))}"
        ),
        "unit before": lambda value, random: f"{random.choice('¥￥$约≈')}{value:f}",
        "remark behind": lambda value, random: f"{value:f}{random.choice(('*', '(估)', '①', '?', '左右', '/月'))}",
        "blanks around": lambda value, random: f"{random.choice(_BLANKS)}{value:f}{random.choice(_BLANKS)}",
        "blank inside": lambda value, random: _within(f"{value:f}", random.choice(_BLANKS), random),
        "invisible inside": lambda value, random: _within(f"{value:f}", random.choice(_INVISIBLE), random),
        "invisible before": lambda value, random: random.choice(_INVISIBLE) + f"{value:f}",
        "right to left": lambda value, _: f"\u202e{f'{value:f}'[::-1]}\u202c",
        "Arabic digits": lambda value, _: f"{value:f}".translate(_INDIC),
        "circled digits": lambda value, _: f"{value:f}".translate(_CIRCLED),
        "spoken digits": lambda value, _: f"{value:f}".translate(_SPOKEN),
        "letter for digit": lambda value, _: f"{value:f}".replace("0", "O").replace("1", "l"),
        "leading zeros": lambda value, _: f"000{abs(value):f}",
        "no whole part": lambda value, _: f".{int(abs(value))}",
        "no decimals": lambda value, _: f"{int(value)}.",
        "not a number": lambda _, random: random.choice(
            ("nan", "NaN", "inf", "-Infinity", "∞", "None", "null", "TRUE")
        ),
        "error": lambda _, random: random.choice(("#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?", "#######")),
        "none mark": lambda _, random: random.choice(("—", "-", "/", "无", "…", "——", "N/A", "n.a.", "0*", "空")),
        "blank": lambda *_: "",
        "blanks": lambda _, random: random.choice(_BLANKS) * 3,
        "words": lambda _, random: random.choice(
            ("见附表", "同上", "待定", "=1+1", "@SUM(A1)", "+cmd|'/c calc'!A0", "<b>1</b>")
        ),
        "sum": lambda value, _: f"{value:f}+1",
        "two figures": lambda value, _: f"{value:f}/{value:f}",
        "range": lambda value, _: f"{value:f}-{value + 1:f}",
        "date": lambda _, random: random.choice(("2025-03-01", "3月5日", "2025/3/1", "12:30", "1/2")),
        "very many digits": lambda value, random: f"{value:f}" + "".join(random.choices("0123456789", k=40)),
        "very large": lambda _, random: "9" * random.randrange(15, 400),
        "very long": lambda *_: "1" * 40_000,
    }
)
"""By name, what stands in the cell in the place of a value; the value is finite, in the unit of the form."""
