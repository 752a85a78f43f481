"""Which expressions of time reach a place from elsewhere, the strongest first."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhibiao.texts.layout import Role as LineRole
from zhibiao.texts.times.asked import DONE, Asked
from zhibiao.texts.times.mentions import Mentions
from zhibiao.texts.times.stretch import Role, Stretch, TimeMention

SILENT = frozenset((Role.BASE, Role.NAME, Role.REPORTED, Role.RECURRING))
HEADS = frozenset((Role.PERIOD, Role.HORIZON, Role.POINT))
_IN_PARAGRAPH = frozenset((Role.PERIOD, Role.POINT, Role.HORIZON, Role.SINCE, Role.EVENT))
_ONWARD = frozenset((Role.PERIOD, Role.HORIZON, Role.EVENT))
_BOUNDS = frozenset((Role.DEADLINE, Role.HORIZON, Role.PERIOD, Role.POINT, Role.MILESTONE))
_STANDING = re.compile(
    r"已(?!知)|正在|现有|拥有|建有|现存|保有|探明(?!度)|获批(?=国家|省|市)|(?:查明|地质|资源|累计)储量|资源(?:储)?量|累计(?:获|培育|建成|认定|创建|入选|培养|引进|签约|落户|注册|拥有)"
)
_RULES = re.compile(r"(?:办法|细则|规定|条例|标准|规程|准则|规则)(?:\(.{2,6}\)|（.{2,6}）)?$")
_PAPERS = re.compile(r"方案|意见|行动|规划|要点|任务分解|措施|责任清单")
_REPORTS = re.compile(r"报告|通报|情况|总结|进展|解读|成效|召开|举行|推进|加快|[,，:：]")
_GROUNDS = re.compile(r"基础|现状|背景|形势|成效|回顾|问题|进展|情况")
_PRESENT = re.compile(r"现有|现存|正在|目前")
_NEXT_POINT = re.compile(r"[;；] ?(?:[一二三四五六七八九十]+是|[(（]\d+[)）]|\d[.、](?!\d))")
_BREAKDOWN = re.compile(r"[分按从].{1,8}?看[,，]")
_BROKEN_DOWN = re.compile(r"[。;；] ?[分按从][^,，。;；]{1,8}?看[,，]")
_LISTED = re.compile(r"[-—–●•·■◆]|[(（]?[\d一二三四五六七八九十]{1,3}[)）.、．]")
_CLOSING = re.compile(r"[(（][^()（）\n]{2,80}[)）][。;；]?$")
_LIMIT = re.compile(r"(?:时限|期限|完成时间|时间节点|时间要求|办结时间)[^:：\n]{0,4}[:：] ?$")
_KEYED = re.compile(r"[^,，。;；:：\n]{2,8}[:：]")
_LIMIT_LINES = 3
_CHARGE = re.compile(r"加价|加收|征收|计收|计征|收费标准|补贴标准|税率")
_LEAD_IN = re.compile(r"[^,，。;；:：\n]{0,24}[:：] ?(?:[一1]是|[(（]?[一1][)）.、]|首先)")
_BRACKETED = re.compile(r"[(（][^()（）\n]*[一-鿿%][)）]")
_DIGIT = re.compile(r"\d")
_FEW = 8
_COMPLETES = re.compile(
    r"(?:要|须|必须|全部|正式|一并)?(?:完成|到位|完毕|见效|报|提交|印发|发布|公布|交付|投用|投产|投入|投运|建成|落实|办结|验收|审定|通车|竣工|上线|挂牌|启用|运行|拆除|关停)"
    r"[^,，。;；、]{0,12}$"
)
_APART = re.compile(r"[;；]")
_FORBIDS = re.compile(r"(?:坚决|一律)?(?:严禁|禁止|不得|杜绝|严控)")
_BARE = 6


def carried(mentions: Mentions, place: Asked) -> Iterator[TimeMention]:
    """The expressions that reach a place which states no time of its own, the strongest first."""
    if not place.page.layout.sentences:
        return
    for one in _every(mentions, place):
        if place.may_be_ruled_by(one):
            yield one


def _every(mentions: Mentions, place: Asked) -> Iterator[TimeMention]:
    standing = _standing(place) if "正在" in place.page.text[slice(*place.clause)] else None
    yield from (standing,) if standing else ()
    if place.is_deadline:
        yield from _soon_after(mentions, place)
    yield from _in_sentence(mentions, place)
    yield from _closing(mentions, place)
    yield from _soon_after(mentions, place)
    yield from _in_force(mentions, place)
    yield from _in_paragraph(mentions, place)
    yield from _from_afar(mentions, place)
    yield from _at_last(mentions, place)


def _in_sentence(mentions: Mentions, place: Asked) -> Iterator[TimeMention]:
    text, begin = place.page.text, place.clause[0]
    forbids = _FORBIDS.match(text, begin)  # no deadline of another clause bounds what is forbidden
    found: list[TimeMention] = []
    for one in mentions.before(place.sentence[0], begin):
        if one.role in SILENT or one.role is Role.ASIDE or is_bracketed(text, one, place):
            continue
        if forbids and one.role is Role.DEADLINE and not (_opens_clause(place, one) and _opens_sentence(place, one)):
            continue
        is_point_of_its_own = _NEXT_POINT.search(text, one.end, begin + 4) and not _LEAD_IN.match(text, one.end)
        if is_yearly(one) or not is_point_of_its_own:
            found.append(one)
    if place.is_deadline:  # what stands in the midst of another clause bounds that one first of all
        found.sort(key=lambda one: not _opens_clause(place, one))
    yield from found


def is_bracketed(text: str, one: TimeMention, place: Asked) -> bool:
    """Whether an expression stands with a figure in brackets that do not hold the place (6个(其中今年新增2个))."""
    opened = max(text.rfind("(", place.sentence[0], one.start), text.rfind("（", place.sentence[0], one.start))
    found = _BRACKETED.match(text, opened) if opened >= 0 else None
    if not found or found.end() < one.end or opened <= place.start < found.end():
        return False
    return bool(_DIGIT.search(text, opened, one.start) or _DIGIT.search(text, one.end, found.end()))


def _opens_clause(place: Asked, one: TimeMention) -> bool:
    clause = place.page.layout.clauses[place.page.layout.clause_at(one.start)]
    return one.start - clause.start < _FEW


def _closing(mentions: Mentions, place: Asked) -> Iterator[TimeMention]:
    """The deadline in brackets at the end of an item, or on a line of its own under it (完成时限:2024年12月)."""
    layout = place.page.layout
    line = layout.lines[place.line]
    bracket = _CLOSING.search(place.page.text, max(line.start, line.end - 90), line.end)
    if bracket:
        yield from (one for one in mentions.between(bracket.start(), line.end) if one.role is Role.DEADLINE)
    for number, following in enumerate(layout.lines[place.line : place.line + _LIMIT_LINES + 1]):
        if number and not _KEYED.match(place.page.text, following.start):
            return
        for one in mentions.between(following.start, following.end):
            if one.role in _BOUNDS and _LIMIT.search(place.page.text, max(following.start, one.start - 12), one.start):
                yield _as_deadline(one)
                return


def _as_deadline(one: TimeMention) -> TimeMention:
    if one.stretch is None or one.stretch.first is None:
        return one
    return TimeMention(start=one.start, end=one.end, role=Role.DEADLINE, stretch=Stretch(None, one.stretch.last))


def _soon_after(mentions: Mentions, place: Asked) -> Iterator[TimeMention]:
    """The deadline that the next clause states (高炉2座,5月底前拆除), unless this one tells what is done."""
    if DONE.search(place.told):
        return
    layout = place.page.layout
    following = layout.clause_at(place.clause[0]) + 1
    for clause in layout.clauses[following : following + 2]:
        if clause.start >= place.sentence[1] or _APART.search(place.page.text, place.clause[1], clause.start):
            return
        found = next((one for one in mentions.between(clause.start, clause.end) if one.role not in SILENT), None)
        if found is not None:
            # Of things to be done the next clause may tell another, unless it says little more than by when.
            is_bare = clause.end - clause.start - (found.end - found.start) <= _BARE or bool(
                found.start - clause.start < _BARE and _COMPLETES.match(place.page.text, found.end, clause.end)
            )
            if found.role is Role.DEADLINE and (is_bare or not place.is_deadline):
                yield found
            return


def _in_force(mentions: Mentions, place: Asked) -> Iterator[TimeMention]:
    """For a charge or a tariff, the day from which the page says that it holds (自7月1日起)."""
    if _CHARGE.search(place.told):
        yield from (one for one in mentions.before(0, place.sentence[0]) if one.role is Role.OPEN and one.stretch)


def _in_paragraph(mentions: Mentions, place: Asked) -> Iterator[TimeMention]:
    earlier = list(mentions.before(place.line_start, place.sentence[0]))
    told = place.page.text[earlier[0].end : place.clause[1]] if earlier else ""
    if _BREAKDOWN.match(place.told) or _BROKEN_DOWN.search(told):  # 分品种看: back to what the paragraph began with
        earlier = [one for one in earlier if one.role is Role.PERIOD][-1:] + earlier
    for one in earlier:
        # What is to be done has the deadline of its own sentence, or the year that the paragraph is about.
        is_brief = place.is_deadline and not (
            one.role is Role.PERIOD and is_yearly(one) and _opens_sentence(place, one)
        )
        if one.role in _IN_PARAGRAPH and not is_brief:
            yield one


def _opens_sentence(place: Asked, one: TimeMention) -> bool:
    """Whether an expression stands in the first clause of its sentence, or behind a run-in number of its own."""
    layout = place.page.layout
    clause = layout.clauses[layout.clause_at(one.start)]
    return layout.clause_at(layout.sentences[clause.sentence].start) == layout.clause_at(one.start)


def _from_afar(mentions: Mentions, place: Asked) -> Iterator[TimeMention]:
    layout, published = place.page.layout, place.page.published
    standing = _standing(place)
    roles = HEADS | {Role.DEADLINE} if place.is_deadline else HEADS
    if standing and _PRESENT.search(place.told):
        yield standing
    heads = [one for head in _heads(place) for one in mentions.between(*head) if one.role in roles]
    for one in heads:
        if standing and one.role is not Role.POINT and not is_yearly(one):
            yield standing
        yield one
    here = layout.headings_over(place.start)
    if is_rule(place):
        return
    orders = _orders(place)
    for one in mentions.before(0, place.line_start):
        if orders and published is not None and one.stretch is not None and one.stretch.ends_by(published):
            continue
        if one.role not in _ONWARD or (one.role is Role.EVENT and layout.headings_over(one.start) != here):
            continue
        if one.role is Role.HORIZON and not (place.is_willed or _aims(place)):
            continue
        is_ahead = published is not None and one.stretch is not None and one.stretch.begins_after(published)
        is_one_year = is_yearly(one) and one.stretch is not None and one.stretch.first == one.stretch.last
        if is_ahead and not (is_one_year or place.is_willed or _aims(place)):
            continue
        if standing and not is_yearly(one):
            yield standing
        yield one


def is_rule(place: Asked) -> bool:
    """Whether the place is one of the standing rules of a paper (办法, 细则), which no year of another item dates."""
    layout = place.page.layout
    first = layout.lines[0]
    if first.role is not LineRole.TITLE or not _RULES.search(place.page.text, first.start, first.end):
        return False
    return not DONE.search(place.told)


def _orders(place: Asked) -> bool:
    """Whether the place is an order of a paper (方案, 意见), which no time that is over and stands in another item
    dates."""
    layout, text = place.page.layout, place.page.text
    first = layout.lines[0]
    if first.role is not LineRole.TITLE or not _PAPERS.search(text, first.start, first.end):
        return False
    if _REPORTS.search(text, first.start, first.end) or DONE.search(place.told):
        return False
    return not any(_GROUNDS.search(text, *head) for head in layout.headings_over(place.start))


def _at_last(mentions: Mentions, place: Asked) -> Iterator[TimeMention]:
    """What rules where nothing else does: for a title what the first lines say; a date of making known, a name."""
    layout = place.page.layout
    if place.line_start == layout.lines[0].start:
        first = next((one for one in mentions.after(place.start) if one.role in _ONWARD), None)
        yield from (first,) if first else ()
    standing = _standing(place)
    yield from (standing,) if standing else ()
    yield from (one for one in mentions.before(0, place.start) if one.role in (Role.SINCE, Role.POINT))
    for one in mentions.before(0, place.start):
        if one.role in (Role.REPORTED, Role.NAME) and one.stretch:
            yield one


def _aims(place: Asked) -> bool:
    """Whether the place is an item of a list, or stands under a heading that speaks of aims."""
    layout = place.page.layout
    line = layout.lines[place.line]
    heads = "".join(place.page.text[slice(*head)] for head in layout.headings_over(place.start))
    return line.role is LineRole.ITEM or bool(_LISTED.match(place.page.text, line.start)) or "目标" in heads


def _heads(place: Asked) -> Iterator[tuple[int, int]]:
    """The headings over a place from the inmost, then the title."""
    layout = place.page.layout
    yield from reversed(layout.headings_over(place.start))
    first = layout.lines[0]
    if first.role is LineRole.TITLE and place.start >= first.end:
        yield first.start, first.end


def _standing(place: Asked) -> TimeMention | None:
    """已建成, 现有: a present state is one of the month of publication."""
    published = place.page.published
    if place.is_willed or published is None or not _STANDING.search(place.told):
        return None
    month = (published.year, published.month)
    return TimeMention(start=place.start, end=place.start, role=Role.NOW, stretch=Stretch(month, month))


def is_yearly(one: TimeMention) -> bool:
    """Whether an expression means whole years."""
    return one.stretch is not None and one.stretch.last is not None and len(one.stretch.last) == 1
