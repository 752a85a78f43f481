"""The chart of a comparison of rules: per rule a panel, per enterprise how far its quota lies from its base."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from zhibiao.allocation.comparison.compared import Compared
from zhibiao.allocation.comparison.comparison import IN_FORCE, RuleOutcome
from zhibiao.writers.canvas import (
    BLUE,
    FAINT,
    HAIR,
    INK,
    SOFT,
    VERMILION,
    Picture,
    as_png,
    as_svg,
    drawing,
    foot,
    head,
    png_language,
    sheet,
    width_in_ems,
    wrapped,
)
from zhibiao.writers.comparison_strip import draw_strip, strip_inches
from zhibiao.writers.comparison_words import compare_words, rule_name
from zhibiao.writers.wording import Words, signed

_WIDTH = 8.6
_ROW, _PANEL_HEAD, _GAP = 0.175, 0.42, 0.06  # inches: per enterprise, over a panel, between panels
_TITLE_LINE, _ABOVE = 0.28, 0.42  # inches: per line of the title, and around it
_FOOT_LINE, _BELOW = 0.14, 0.44  # inches: per line of the foot, and around it
_MOST_WIDE = 2.6  # inches of one panel
_TEXT = _WIDTH * 72 * 0.956  # points across, as `head` breaks its lines
_MOST_FIRMS = 31
_THREE_ACROSS = (5, 6)
_NAME_SIZE = 7.5
_MOST_NAME = 2.4  # inches for names of enterprises


def draw_comparison(found: Compared, words: Words) -> bytes:
    """The chart as SVG bytes; the same comparison gives the same bytes."""
    with drawing():
        return as_svg(_figure(found, words))


def draw_comparison_png(found: Compared, words: Words) -> Picture:
    """The chart as PNG at 200 dpi; in English, with a finding, where no Chinese font is installed."""
    lang, findings = png_language(words.lang)
    with drawing():
        content = as_png(_figure(found, Words(words.texts, lang)))
    return Picture(content=content, lang=lang, findings=findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Panel:
    """Rules that give the same quotas, drawn once."""

    outcomes: tuple[RuleOutcome, ...]

    @property
    def changes(self) -> tuple[Fraction | None, ...]:
        return self.outcomes[0].changes


def _figure(found: Compared, words: Words) -> Figure:
    comparison = found.comparison
    order = sorted(range(len(comparison.ids)), key=lambda place: (-comparison.bases[place], place))[:_MOST_FIRMS]
    panels = _panels([one for one in comparison.outcomes if one.name != IN_FORCE] or comparison.outcomes)
    across = min(len(panels), 3 if len(panels) in _THREE_ACROSS else 4)
    down = math.ceil(len(panels) / across)
    body = down * (len(order) * _ROW + _PANEL_HEAD) + (down - 1) * _GAP
    title = _title(comparison.outcomes, found, words)
    source = _source(found, words)
    around = _ABOVE + _TITLE_LINE * len(wrapped(title, most=_TEXT / 14.5)) + _BELOW + _FOOT_LINE * len(source)
    distinct = _distinct(comparison.outcomes)
    strip = strip_inches(distinct)
    figure = sheet(width=_WIDTH, height=around + body + strip)
    top = head(figure, title=title, subtitle=_subtitle(found, order, words))
    foot(figure, source="\n".join(source))
    names = [words.name(found.city[comparison.ids[place]].name) for place in order]
    if strip:
        draw_strip(figure, distinct, words, low=_BELOW - 0.12 + _FOOT_LINE * len(source))
    _lay(figure, panels, found=found, words=words, order=order, names=names, across=across, top=top)
    return figure


def _panels(outcomes: Sequence[RuleOutcome]) -> list[_Panel]:
    """One panel for each different outcome, in order of first appearance."""
    same: dict[tuple[int, ...], list[RuleOutcome]] = {}
    for one in outcomes:
        same.setdefault(one.quotas, []).append(one)
    return [_Panel(outcomes=tuple(group)) for group in same.values()]


def _distinct(outcomes: Sequence[RuleOutcome]) -> list[RuleOutcome]:
    """The first of each different outcome: the rulebook in force before a rule that gives the same."""
    return [panel.outcomes[0] for panel in _panels(outcomes)]


def _title(outcomes: Sequence[RuleOutcome], found: Compared, words: Words) -> str:
    """Whose quota hangs most on the choice of rule, and how far it may lie from the base."""
    reach: dict[int, tuple[Fraction, Fraction]] = {}
    for place in range(len(found.comparison.ids)):
        known = [change for one in outcomes if (change := one.changes[place]) is not None]
        if known:
            reach[place] = (min(known), max(known))
    most = max(reach, key=lambda place: (reach[place][1] - reach[place][0], -place), default=None)
    if most is None or reach[most][0] == reach[most][1]:
        return compare_words(words, "chart.same", count=sum(one.name != IN_FORCE for one in outcomes))
    low, high = reach[most]
    name = words.name(found.city[found.comparison.ids[most]].name)
    return compare_words(words, "chart.title", name=name, low=words.change(low), high=words.change(high))


def _subtitle(found: Compared, order: Sequence[int], words: Words) -> str:
    key = "subtitle" if found.comparison.in_force else "subtitle_alone"
    text = compare_words(words, f"chart.{key}")
    left_out = len(found.comparison.ids) - len(order)
    return text + compare_words(words, "chart.left_out", count=left_out) if left_out else text


def _source(found: Compared, words: Words) -> list[str]:
    facts = {"city": words.name(found.city.name), "rulebook": words.name(found.rulebook.title), "year": found.year}
    texts = (compare_words(words, "chart.source", **facts), words.name(found.city.note))
    return [line for text in texts if text for line in wrapped(text, most=_TEXT / 8)]


def _lay(
    figure: Figure,
    panels: Sequence[_Panel],
    *,
    found: Compared,
    words: Words,
    order: Sequence[int],
    names: Sequence[str],
    across: int,
    top: float,
) -> None:
    high = float(figure.get_figheight())
    left = min(max(width_in_ems(name) for name in names) * _NAME_SIZE / 72 + 0.26, _MOST_NAME)
    wide = min((_WIDTH - left - 0.2 - (across - 1) * 0.14) / across, _MOST_WIDE)
    tall = len(order) * _ROW
    in_force = found.comparison.in_force
    limit = _limit(found.comparison.outcomes)
    for rank, panel in enumerate(panels):
        row, column = divmod(rank, across)
        x = left + column * (wide + 0.14)
        y = top * high - row * (tall + _PANEL_HEAD + _GAP) - _PANEL_HEAD - tall
        axes = figure.add_axes((x / _WIDTH, y / high, wide / _WIDTH, tall / high))
        _draw(axes, panel, in_force=in_force, order=order, limit=limit)
        is_last = rank + across >= len(panels)
        _frame(axes, names=names if column == 0 else [], count=len(order), limit=limit, is_last=is_last)
        label = _panel_title(panel, words, most=wide * 72 / 8.8)
        axes.set_title("\n".join(label), fontsize=8.8, fontweight="bold", loc="left", pad=5, linespacing=1.15)


def _limit(outcomes: Sequence[RuleOutcome]) -> float:
    """Half the width of every panel, in per cent: one scale for all, so that they can be compared."""
    reach = [abs(float(change)) * 100 for one in outcomes for change in one.changes if change is not None]
    return max([*reach, 1.0]) * 1.18


def _step(quota: int, now: int | None) -> int:
    """1 for more than the rulebook in force gives, -1 for less, 0 for the same but for rounding."""
    if now is None:
        return 1
    return 0 if abs(quota - now) <= 1 else 1 if quota > now else -1


# Line and inside of a mark; in grey print a full dot is still more, an empty one less.
_MARKS = {1: (BLUE, BLUE), -1: (VERMILION, "white"), 0: (SOFT, FAINT)}


def _draw(axes: Axes, panel: _Panel, *, in_force: RuleOutcome | None, order: Sequence[int], limit: float) -> None:
    axes.axvline(0, color=FAINT, linewidth=0.9, zorder=1)
    for row, place in enumerate(order):
        change = panel.changes[place]
        if change is None:
            continue
        value = float(change) * 100
        colour, inside = _MARKS[_step(panel.outcomes[0].quotas[place], in_force.quotas[place] if in_force else None)]
        axes.plot([0, value], [row, row], color=colour, linewidth=1.1, zorder=2)
        axes.plot(value, row, "o", markersize=4.2, color=colour, markerfacecolor=inside, zorder=4)
        if in_force and (was := in_force.changes[place]) is not None:
            axes.plot([float(was) * 100] * 2, [row - 0.34, row + 0.34], color=INK, linewidth=1.0, zorder=3)
    axes.set_xlim(-limit, limit)


def _frame(axes: Axes, *, names: Sequence[str], count: int, limit: float, is_last: bool) -> None:
    axes.set_ylim(count - 0.4, -0.6)
    axes.set_yticks(range(count), labels=names or [""] * count, fontsize=_NAME_SIZE)
    axes.tick_params(axis="y", length=0, pad=3)
    step = next((each for each in (1, 2, 5, 10, 20, 50, 100, 200, 500) if each * 2.4 >= limit), round(limit / 2, -3))
    axes.set_xticks([-step * 2, -step, 0, step, step * 2] if step * 2 <= limit else [-step, 0, step])
    axes.xaxis.set_major_formatter(lambda value, _: signed(round(float(value))))
    axes.tick_params(axis="x", length=0, labelsize=7.5, labelcolor=SOFT, labelbottom=is_last, pad=2)
    axes.grid(axis="x", color=HAIR, linewidth=0.7)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)


def _panel_title(panel: _Panel, words: Words, *, most: float) -> list[str]:
    names = [rule_name(one, words) for one in panel.outcomes]
    lines = wrapped(words.joined(names), most=most)
    if len(lines) > 2:
        text = compare_words(words, "chart.and_others", name=names[0], more=len(names) - 1)
        lines = wrapped(text, most=most)[:2]
    return lines
