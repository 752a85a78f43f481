"""Looks of a sender's cells as formats of a new workbook: each property from a closed set, whatever a look says."""

from __future__ import annotations

import re

from zhibiao.terms.look import Look

Shape = dict[str, object]

_LINES = {
    name: number
    for number, name in enumerate(
        (
            *("thin", "medium", "dashed", "dotted", "thick", "double", "hair", "mediumDashed", "dashDot"),
            *("mediumDashDot", "dashDotDot", "mediumDashDotDot", "slantDashDot"),
        ),
        start=1,
    )
}
_ACROSS = {
    **{name: name for name in ("left", "center", "right", "fill", "justify", "distributed")},
    "centerContinuous": "center_across",
}
_UPRIGHT = {"top": "top", "center": "vcenter", "justify": "vjustify", "distributed": "vdistributed"}
_COLOUR = re.compile(r"#[0-9A-F]{6}")
_SIDES = ("left", "right", "top", "bottom")
_USUAL_FONT, _USUAL_SIZE = "宋体", 10


def shape_of(look: Look) -> Shape:
    """The properties of a format that looks like it; anything unknown in a look is left at its default.

    >>> shape_of(Look(fill="#FFF0B8", across="sideways", edges=("thin", "", "", "wavy")))
    {'font_name': '宋体', 'font_size': 10, 'bg_color': '#FFF0B8', 'left': 1}
    """
    shape: Shape = {"font_name": look.font or _USUAL_FONT, "font_size": look.size or _USUAL_SIZE}
    shape |= {key: True for key, is_on in _switches(look) if is_on}
    shape |= {"num_format": look.number_format} if look.number_format else {}
    for key, colour in (("font_color", look.colour), ("bg_color", look.fill)):
        shape |= {key: colour} if _COLOUR.fullmatch(colour) else {}
    shape |= {side: _LINES[line] for side, line in zip(_SIDES, look.edges, strict=True) if line in _LINES}
    if _COLOUR.fullmatch(look.edge_colour):
        shape |= {f"{side}_color": look.edge_colour for side in _SIDES if side in shape}
    shape |= {"align": _ACROSS[look.across]} if look.across in _ACROSS else {}
    shape |= {"valign": _UPRIGHT[look.upright]} if look.upright in _UPRIGHT else {}
    shape |= {"indent": min(max(look.indent, 0), 15)} if look.indent else {}
    return shape


def _switches(look: Look) -> tuple[tuple[str, bool], ...]:
    return (
        ("bold", look.is_bold),
        ("italic", look.is_italic),
        ("underline", look.is_underlined),
        ("text_wrap", look.is_wrapped),
        ("shrink", look.shrinks),
    )
