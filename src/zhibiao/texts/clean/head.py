"""What stands above the first line of the body and is of the article: title, subtitle, number, addressee."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhibiao.texts.clean.boilerplate import Part
from zhibiao.texts.clean.lines import Line

_DOCUMENT_NUMBER = re.compile(r"\S{1,20}[〔\[(（【]\s*(?:19|20)\d\d\s*[〕\])）】]\s*(?:第\s*)?\d{1,5}\s*号")
_SUBTITLE = re.compile(r"^(?:——|—|--)|^[(（].{2,60}[)）]$")
_TITLE_WORDS = re.compile(
    r"报告|通知|意见|方案|公报|办法|规划|计划|公告|公示|批复|纲要|要点|通报|决定|实录|快报|月报|旬报|编者按"
)
_ISSUER = re.compile(
    r"(?:政府|委员会|办公[室厅]|局|厅|部|处|协会|公司|集团|中心|学会|研究院|编辑部|[市县省区]长\s*\S{2,4})$"
)
_NAMED = re.compile(rf"(?:{_TITLE_WORDS.pattern})(?:[(（].{{1,12}}[)）])?$")
_BULLET = re.compile(r"[·•◆■●▪▶►※★*\-]\s*")
_SITE = re.compile(
    r"(?:门户网站|政府网|信息网|新闻网|日报网|之窗|在线|官网|频道|门户|客户端|网|Online|Bulletin|News|Newswire|Journal|Daily)$"
)
_ALIKE = 0.3
_WIDEST_TITLE = 130
_REACH = 120
"""How many lines above the body are looked at."""


def head(lines: Sequence[Line], parts: Sequence[Part | None], first: int) -> list[int]:
    """The numbers of the lines above line `first` that are of the article.

    The title is the line that shares most with the body, or stands there twice; lines set right above it that share
    something are of it, and whatever below it is nothing of the page's frame.
    """
    open_lines = [number for number in range(max(0, first - _REACH), first) if parts[number] in (None, Part.SUMMARY)]
    sure = {number for number in open_lines if _is_piece(lines[number].text)}
    titles = [number for number in open_lines if number not in sure and not parts[number] and _is_title(lines[number])]
    titles = [number for number in titles if not lines[number].is_numbered] or titles
    title = _title(lines, titles, first)
    if title is None and not sure:
        title = next((n for n in open_lines[-1:] if n == first - 1 and len(lines[n].text) >= 4), None)
    begin = min(sure | ({title} if title is not None else set()), default=first)
    while begin - 1 in open_lines and _belongs_above(lines, begin, first):
        begin -= 1
    return [number for number in open_lines if number >= begin and len(lines[number].text) >= 2]


def _is_piece(text: str) -> bool:
    if _DOCUMENT_NUMBER.fullmatch(text):
        return True
    return len(text) <= 60 and ((bool(_SUBTITLE.search(text)) and "图" not in text) or text[-1] in ":：")


def _is_title(line: Line) -> bool:
    is_named = line.width >= 8 and bool(_TITLE_WORDS.search(line.text))
    return not _BULLET.match(line.text) and (line.width >= 16 or is_named) and line.width <= _WIDEST_TITLE


def _title(lines: Sequence[Line], candidates: Sequence[int], first: int) -> int | None:
    """Of the lines that look like titles the one most alike the body; the later of two, else the last."""
    said = _pieces(" ".join(line.text for line in lines[first : first + 40]))
    texts = [lines[number].text for number in candidates]
    scores = [_score(text, said, twice=texts.count(text) > 1) for text in texts]
    if not scores:
        return None
    best = max(scores)
    if best < _ALIKE:
        return candidates[-1]
    good = [number for number, score in zip(candidates, scores, strict=True) if score >= min(best, 0.9) - 0.05]
    return good[0] if texts.count(lines[good[0]].text) > 1 else good[-1]


def _score(text: str, said: set[str], *, twice: bool) -> float:
    own = _pieces(text)
    alike = len(own & said) / max(1, len(own))
    is_site = bool(_SITE.search(text)) and len(text) <= 24
    is_named = bool(_NAMED.search(text))
    is_issuer = bool(_ISSUER.search(text)) and not is_named
    return alike + (0.4 if twice else 0.0) + (0.3 if is_named else 0.0) - (0.5 if is_site or is_issuer else 0.0)


def _belongs_above(lines: Sequence[Line], below: int, first: int) -> bool:
    """Whether the line above the title is its beginning: set right above it and of the body's words."""
    line = lines[below - 1]
    if (
        lines[below].blanks_before
        or len(line.cells()) > 1
        or not _is_title(line)
        or (_SITE.search(line.text) and len(line.text) <= 24)
    ):
        return False
    said = _pieces(" ".join(one.text for one in lines[first : first + 40]))
    return bool(_TITLE_WORDS.search(line.text)) or _score(line.text, said, twice=False) >= _ALIKE


def _pieces(text: str) -> set[str]:
    """Pairs of neighbouring Chinese characters, and longer words of letters."""
    low = text.lower()
    pairs = {low[at : at + 2] for at in range(len(low) - 1) if low[at] > "\u2e80"}
    return pairs | set(re.findall(r"[a-z]{4,}", low))
