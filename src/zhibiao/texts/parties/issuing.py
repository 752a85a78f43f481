"""Who issued a page and what area it is about: signature, title, the first sentence, the place named most."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from zhibiao.texts.layout import Layout, Role
from zhibiao.texts.parties.names import Names, Party
from zhibiao.texts.parties.places import LEVELS, PlaceMention

_PAPER = re.compile(r"方案|规划|计划|意见|通知|报告|任务|分解|要点|措施|行动|细则|办法|清单|决定|公告|纲要|条例|规定")
_NATIONAL = re.compile(
    r"国家统计局|全国|中钢协|我国|中国钢铁工业协会|工业和信息化部|工信部|国家发展改革委|国家发改委|中国[㐀-鿿]{2,8}协会|海关总署|国务院"
)
_WHOLE = re.compile(r"(?:全|我)([国省])(?!家)")
_WIDER = {"省": "province", "国": "country"}
_SPEAKING = {"body", "firm", "association"}
_JOINED = re.compile(r"\s*[、和与]\s*|\s+")
_MAKES_KNOWN = re.compile(r"\s*(?:联合|共同)?(?:关于|印发|发布|出台|下发|部署)")
_OFFICIAL = re.compile(r"[㐀-鿿]{4,20}(?:管理委员会|管委会|人民政府|指挥部|领导小组办公室|领导小组)")
_SIGNERS = 8
_UNDER_TITLE = 4
_DATED = re.compile(r"\s*[(（][^()（）]*年[^()（）]*[)）]")
_HEAD_CHARACTERS = 160
_TITLE_WEIGHT = 6
_LEAD_WEIGHT = 2


def home_of(layout: Layout, places: Sequence[PlaceMention]) -> PlaceMention | None:
    """The area that a page is about, None for one about the whole country or none in particular."""
    title = _title(layout)
    weights: Counter[str] = Counter()
    first: dict[str, PlaceMention] = {}
    lead_end = _lead_end(layout)
    for place in places:
        first.setdefault(place.name, place)
        in_title = title is not None and title[0] <= place.start < title[1]
        weights[place.name] += _TITLE_WEIGHT if in_title else _LEAD_WEIGHT if place.start < lead_end else 1
    in_title_names = [place for place in places if title and title[0] <= place.start < title[1]]
    lead = layout.text[:lead_end]
    whole = _WHOLE.search(layout.text, *title) if title else None
    if whole and not any(place.start < whole.start() for place in in_title_names):
        wider = [place for place in places if place.level == _WIDER[whole.group(1)]]
        return max(wider, key=lambda one: weights[one.name]) if wider else None
    if not in_title_names and _NATIONAL.search(lead[:_HEAD_CHARACTERS]):
        return None
    if not weights:
        return None
    if not in_title_names and all(place.start >= lead_end for place in places):
        return None
    most = max(weights.values())
    strong = [name for name in weights if 2 * weights[name] >= most]
    return min((first[name] for name in strong), key=lambda one: (LEVELS.index(one.level) == 0, -weights[one.name]))


def issuers_of(layout: Layout, names: Names, home: PlaceMention | None, speaker: Party | None) -> tuple[str, ...]:
    """The bodies that speak on a page: the interviewed one's, else those that signed or stand at the head of the title,
    whichever are more, else the area or its government."""
    if speaker is not None:
        return (speaker.name,)
    title = _title(layout)
    told = max(_signed(layout, names), _titled(layout, names, title), key=len)
    if told:
        return told
    if home is None:
        return ()
    is_paper = bool(title and _PAPER.search(layout.text, *title))
    return (f"{home.name}政府" if is_paper else home.name,)


def _titled(layout: Layout, names: Names, title: tuple[int, int] | None) -> tuple[str, ...]:
    """The body at the head of a title, or several that make something known together (`甲厅 乙厅关于…的通知`)."""
    if title is None:
        return ()
    found, stop = _listed(layout, names, *title)
    together = len(found) > 1 and _MAKES_KNOWN.match(layout.text, stop, title[1])
    return found if together else found[:1]


def _listed(layout: Layout, names: Names, start: int, end: int) -> tuple[tuple[str, ...], int]:
    """The bodies that stand in a row from a place on, and where they end."""
    found: list[str] = []
    stop = start
    while (party := names.party_at(start, end)) is not None and party.sense in _SPEAKING:
        found.append(short_government(party.name))
        stop = party.end
        joint = _JOINED.match(layout.text, stop, end)
        if not joint:
            break
        start = joint.end()
    return tuple(dict.fromkeys(found)), stop


def short_government(name: str) -> str:
    """The government of an area under its short name; other names stay.

    >>> short_government("某某市人民政府办公室")
    '某某市政府'
    """
    found = re.fullmatch(r"(.*[省市县区州旗])(?:人民)?政府(?:办公[厅室])?", name)
    return f"{found.group(1)}政府" if found else name


def _signed(layout: Layout, names: Names) -> tuple[str, ...]:
    """The bodies whose names stand alone under the title or on the last lines."""
    found: list[str] = []
    for line in (*layout.lines[:_UNDER_TITLE], *layout.lines[-_SIGNERS:]):
        if line.role is Role.MARGIN and layout.text[line.end - 1] not in ":：":
            listed, stop = _listed(layout, names, line.start, line.end)
            if not listed and line.start and _OFFICIAL.fullmatch(layout.text, line.start, line.end):
                found.append(short_government(layout.text[line.start : line.end]))
            found += listed if stop >= line.end - 1 or _DATED.fullmatch(layout.text, stop, line.end) else ()
    return tuple(dict.fromkeys(found))


def _title(layout: Layout) -> tuple[int, int] | None:
    return next(((line.start, line.end) for line in layout.lines if line.role is Role.TITLE), None)


def _lead_end(layout: Layout) -> int:
    body = next((line for line in layout.lines if line.role in {Role.BODY, Role.ITEM}), None)
    return body.end if body else len(layout.text)
