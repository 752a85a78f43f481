"""A drawn SVG made ready to stand inside a page: no prolog, no outside address, its own ids, a name for readers."""

from __future__ import annotations

import html
import re

_PROLOG = re.compile(r"^.*?(?=<svg\b)", re.DOTALL)
_METADATA = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)
_SIZE = re.compile(r'(<svg\b[^>]*?)\s(?:width|height)="[^"]*"')
_ID = re.compile(r'\bid="([^"]+)"')
_USE = re.compile(r'(url\(|href=")#')


def inline_svg(svg: bytes, *, name: str, prefix: str) -> str:
    """The SVG element as text that scales to its box.

    Args:
        svg: a whole SVG file.
        name: what the picture says, for those who cannot see it.
        prefix: set before every id, so that two pictures in one page do not share one.
    """
    text = _METADATA.sub("", _PROLOG.sub("", svg.decode(), count=1))
    while _SIZE.search(text):
        text = _SIZE.sub(r"\1", text, count=1)
    text = _USE.sub(rf"\1#{prefix}-", _ID.sub(rf'id="{prefix}-\1"', text))
    return text.replace("<svg", f'<svg role="img" aria-label="{html.escape(name, quote=True)}"', 1).strip()
