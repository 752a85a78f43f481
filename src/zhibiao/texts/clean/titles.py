"""Titles as pages give them again: with the site's name behind, with a label before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from zhibiao.texts.clean.lines import Line

_SITE_BEHIND = re.compile(
    r"\s*[-_|｜—–]+\s*[^-_|｜—–。,，]{1,20}(?:网|在线|频道|门户|新闻|日报|晚报|网站|资讯|公司|集团|协会|局|政府)$"
    r"|\s*[-_|｜–]\s*(?:首页|新闻|资讯|正文|[A-Z][\w ]{2,30})$"
)
_LABEL = re.compile(r"标\s*题\s*[:：]\s*|名\s*称\s*[:：]\s*")
_MOST_MORE = 20
_LONGEST = 160
_REACH = 40


def plain_titles(lines: Sequence[Line]) -> list[Line]:
    """The lines with titles bare of label and site, and those left out that give a title again with more about it."""
    first = next((number for number, line in enumerate(lines) if line.is_sentence), len(lines))
    bare = [_bare(line) for line in lines[:first]]
    return [line for line in bare if not _says_more(line, bare[:_REACH])] + list(lines[first:])


def _bare(line: Line) -> Line:
    label = _LABEL.match(line.text)
    start = label.end() if label else 0
    site = _SITE_BEHIND.search(line.text, start + 8) if len(line.text) <= _LONGEST else None
    return replace(line, traced=line.traced.part(start, site.start() if site else len(line.text)))


def _says_more(line: Line, others: Sequence[Line]) -> bool:
    return any(
        len(other.text) >= 8 and 0 < len(line.text) - len(other.text) <= _MOST_MORE and other.text in line.text
        for other in others
    )
