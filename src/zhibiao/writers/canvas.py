"""The sheet every chart is drawn on: fonts, title with the finding, unit and source, and its SVG and PNG bytes."""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import matplotlib as mpl
import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.transforms import Bbox

from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.text import Language

FONT_STACK = "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
PNG_DPI = 200

INK = "#1a1a1a"
SOFT = "#5c5c5c"
FAINT = "#b9b9b9"
HAIR = "#e4e4e4"
BLUE = "#1f5a92"
VERMILION = "#c8451c"

_CJK_FONTS = (
    "PingFang SC",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "WenQuanYi Micro Hei",
    "SimHei",
    "Heiti SC",
)
_PLAIN_FONT = "DejaVu Sans"  # comes with matplotlib
_FAMILY = re.compile(r"""(font(?:-family)?:[^;"]*?)(?:'[^']+'(?:, )?)+(?:, ?)?(?:sans-serif)?""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A drawn picture: its bytes, the language it came out in, and what had to be different from what was asked."""

    content: bytes
    lang: Language
    findings: tuple[Finding, ...] = ()


@cache
def chinese_font() -> str | None:
    """The first installed font with Chinese glyphs, None where there is none."""
    installed = set(font_manager.get_font_names())
    return next((name for name in _CJK_FONTS if name in installed), None)


@contextmanager
def drawing() -> Iterator[None]:
    """Settings under which a figure is drawn and saved: text stays text, nothing depends on the day or the run."""
    font = chinese_font() or _PLAIN_FONT
    settings = {
        "font.family": [font] if font == _PLAIN_FONT else [font, _PLAIN_FONT],
        "font.size": 9.5,
        "text.color": INK,
        "text.parse_math": False,
        "axes.unicode_minus": True,
        "svg.fonttype": "none",
        "svg.hashsalt": "zhibiao",
        "path.simplify": False,
    }
    with mpl.rc_context(settings), warnings.catch_warnings():  # type: ignore[arg-type]
        # In an SVG the reader's own font draws the glyphs that this machine lacks.
        warnings.filterwarnings("ignore", message=r"Glyph .* missing from")
        yield


def sheet(*, width: float, height: float) -> Figure:
    """An empty white figure of that size in inches."""
    return Figure(figsize=(width, height), facecolor="white")


def head(figure: Figure, *, title: str, subtitle: str, advice: str = "", left: float = 0.022) -> float:
    """Write the finding, below it what is drawn in which unit, and what follows; returns the height below, 0 to 1."""
    inches = float(figure.get_figheight())
    lines = wrapped(title, most=float(figure.get_figwidth()) * 72 * (1 - 2 * left) / 14.5)
    top = 1 - 0.14 / inches
    figure.text(left, top, "\n".join(lines), fontsize=14.5, fontweight="bold", va="top", linespacing=1.25)
    below = top - len(lines) * 14.5 * 1.38 / 72 / inches
    figure.text(left, below, subtitle, fontsize=9.5, color=SOFT, va="top")
    if not advice:
        return below - 0.26 / inches
    below -= 0.235 / inches
    rows = wrapped(advice, most=float(figure.get_figwidth()) * 72 * (1 - 2 * left) / 10.5)
    figure.text(left, below, "\n".join(rows), fontsize=10.5, va="top", linespacing=1.25)
    return below - (0.11 + len(rows) * 10.5 * 1.3 / 72) / inches


def name_point(
    axes: Axes, text: str, *, at: tuple[float, float], lines: Sequence[tuple[list[float], list[float]]]
) -> None:
    """Write a point's name as near to it as it crosses none of the lines, no legend, and stays inside the axes.

    Args:
        axes: with its limits and legend final.
        text: one line.
        at: the point, in data.
        lines: what must not be crossed, as (x, y) in data.
    """
    drawn = axes.annotate(text, at, xytext=(0, 0), textcoords="offset points", fontweight="bold", fontsize=10)
    points = 72 / axes.figure.dpi
    box = drawn.get_window_extent()
    width, height = box.width * points, box.height * points
    frame = [edge * points for edge in axes.get_window_extent().extents]
    legend = axes.get_legend()
    taken = [[edge * points for edge in legend.get_window_extent().extents]] if legend else []
    paths = [Path(axes.transData.transform(np.column_stack(line)) * points) for line in lines]
    x, y = axes.transData.transform(at) * points

    def hits(place: tuple[float, float]) -> float:
        """How much stands in the way of a box whose lower left corner is that far from the point."""
        left, low = x + place[0], y + place[1]
        spot = Bbox.from_extents(left - 2, low - 2, left + width + 2, low + height + 1)
        outside = left < frame[0] + 2 or left + width > frame[2] or low < frame[1] + 2
        crossed = sum(bool(path.intersects_bbox(spot, filled=False)) for path in paths)
        covered = sum(bool(spot.overlaps(Bbox.from_extents(*other))) for other in taken)
        return crossed + 5 * (bool(outside) + covered)

    sides = (-width - 6, 7.0, -width / 2)
    places = [(side, float(step)) for step in range(-120, 121, 4) for side in sides]
    places.sort(key=lambda place: (_away(place, width, height), place))
    free = next((place for place in places if not hits(place)), None)
    drawn.set_position(free or min(places, key=hits))


def _away(place: tuple[float, float], width: float, height: float) -> float:
    """How far a box is from the origin, by its nearest edge; above is a little nearer than below."""
    across = max(place[0], -(place[0] + width), 0.0)
    up = max(place[1], -(place[1] + height) * 1.2, 0.0)
    return across + up


def foot(figure: Figure, *, source: str, left: float = 0.022) -> None:
    """Write the source at the bottom, on two lines where one sentence after the other would run off the sheet."""
    note = figure.text(left, 0.10 / float(figure.get_figheight()), source, fontsize=8, color=SOFT, va="bottom")
    if note.get_window_extent().x1 > figure.bbox.width:
        note.set_text(source.replace(". ", ".\n", 1))


def as_svg(figure: Figure) -> bytes:
    """The SVG bytes: same figure, same bytes; names a stack of fonts so that any reader's machine has one."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    text = _FAMILY.sub(rf"\g<1>{FONT_STACK}", buffer.getvalue().decode())
    return text.encode()


def as_png(figure: Figure) -> bytes:
    """The PNG bytes at 200 dpi, for papers."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=PNG_DPI, metadata={"Software": None})
    return buffer.getvalue()


def png_language(lang: Language) -> tuple[Language, tuple[Finding, ...]]:
    """The language a PNG can be drawn in here: English, with a finding that says so, where Chinese has no font."""
    if lang == "en" or chinese_font():
        return lang, ()
    finding = Finding(
        code="chart.no_chinese_font", severity=Severity.NOTE, place=Place(), facts={"fonts": ", ".join(_CJK_FONTS)}
    )
    return "en", (finding,)


def wrapped(text: str, *, most: float) -> list[str]:
    """Break a line where it grows wider than `most` ems: between Chinese characters, or at a blank.

    >>> wrapped("one two three", most=4)
    ['one two', 'three']
    """
    lines, line = [], ""
    for piece in re.findall(r"[\u2e80-\uffef]|[^\s\u2e80-\uffef]+|\s+", text):
        if line.strip() and width_in_ems(line + piece) > most and piece not in "，。；：、）":
            lines.append(line.strip())
            line = ""
        line += piece
    return [*lines, line.strip()]


def width_in_ems(text: str) -> float:
    """Roughly how wide a line is set: a Chinese character one em, others about half of one."""
    return sum(1.0 if unicodedata.east_asian_width(letter) in "WF" else 0.53 for letter in text.rstrip())


def spread(wanted: list[float], *, gap: float, low: float, high: float) -> list[float]:
    """Move labels apart: same order, at least `gap` between neighbours, as near to where they are wanted as that goes.

    >>> spread([1.0, 1.0, 5.0], gap=1.0, low=0.0, high=10.0)
    [0.5, 1.5, 5.0]
    """
    order = sorted(range(len(wanted)), key=lambda index: (wanted[index], index))
    blocks: list[tuple[float, int]] = []  # (sum of the places wanted by the block's first label, labels)
    for index in order:
        total, count = wanted[index], 1
        while blocks and _first(blocks[-1]) + blocks[-1][1] * gap > _first((total, count)):
            before, many = blocks.pop()
            total, count = before + total - count * many * gap, count + many
        blocks.append((total, count))
    places = [_first(block) + gap * step for block in blocks for step in range(block[1])]
    for step in range(len(places)):
        places[step] = max(places[step], low + gap * step)
    for step in range(len(places)):
        places[-1 - step] = min(places[-1 - step], high - gap * step)
    found = [0.0] * len(wanted)
    for place, index in zip(places, order, strict=True):
        found[index] = place
    return found


def _first(block: tuple[float, int]) -> float:
    return block[0] / block[1]
