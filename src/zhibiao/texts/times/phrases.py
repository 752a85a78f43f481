"""Expressions of time that are words rather than dates: 目前, 近日, 今年以来 as a whole, 十四五, 未来三年, 投产后."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator

from zhibiao.texts.quantities.numerals import chinese
from zhibiao.texts.times.stretch import Moment, Role, Stretch, TimeMention

_N = r"(?:\d{1,2}|[一二两三四五六七八九十])"
_PHRASE = re.compile(
    r"(?P<now>截[至止](?:目前|今日?|日前|发稿[时前]?|现在)|到目前为止|迄今(?:为止)?|(?<!项)目前|当前(?!形势)|眼下|如今|现阶段|至今)"
    r"|(?P<whole>(?<![年本上为占成达较超])年度(?=计划|完成|投资|安排|实施|新增)(?!计划的|目标))"
    r"|(?P<gone>过去的?一年|过去这一年|(?<![零一二三四五六七八九十百])一年来)"
    r"|(?P<day>同日|当[日天晚](?![，,]?[产均]))"
    r"|(?P<lately>近日|(?<![\d零一二三四五六七八九十])日前|近期|最近(?!的)|连日来|不久前|前不久|昨[日天]|今[日天](?!头)|前[日天](?=[,，]))"
    r"|(?P<month>本月(?![底末])|这个月|上个?月(?![末底])|上一个月)"
    r"|(?P<plan>[“\"]?十(?P<nth>[一二三四五六])五[”\"]?(?P<at>期?末|时期末|期间末|收官|期间|时期|以来|[头前][一两二三四]年|中期(?!评估))?)"
    rf"|(?P<ahead>(?:未来|今后|接下来)(?P<ahead_n>{_N})(?:到(?P<ahead_m>{_N}))?年)"
    rf"|(?P<within>(?P<within_n>{_N})年(?:之内|内(?![外容部])))"
    rf"|(?P<span>用(?P<span_n>{_N})年(?:左右)?的?时间)"
    r"|(?P<nthyear>(?<!连续)(?:首年(?!度)|第[一二三四五]年(?!度)))"
    r"|(?P<both>今明两年|明后两年)"
    r"|(?P<nextweek>下一?周)"
    rf"|(?P<soon>{_N}(?:个月|天|日)(?:之内|内(?![外容部])))"
    rf"|(?P<past>(?:过去|近|最近|这)(?P<past_n>{_N})年(?:来|间)?|(?<![\d.])(?P<came_n>{_N})年(?:来|间))"
    r"|(?P<yearend>(?:(?:今|本)?年内(?!新[高低]|最|首|第|高|低|累|已|涨|跌)|本年度内))"
    r"|(?P<after>(?:全[部面])?(?:投产|建成|达产|竣工|完工|投运|投用|投入运营|投入使用|全部达产|满产|实施|落成|交付)(?:投产|达产|投运|投用|运营|使用)?(?:之?后(?!续|期|劲|[备台方段])))"
    r"|(?P<era>(?:党的)?[一二]十[一二三]?大以来|改革开放以来|一直以来|长期以来|多年来|近年来|近几年|历年)"
    r"|(?P<same>同期|同旬|上一?旬|上一?周(?!期)|上一?季度?|上年|环比)"
    r"|(?P<end>[旬月季期]末|[旬月季]底)"
)
_WHILE = re.compile(r"[,，]|年均|累计|全[市省国县区]|我[市省国县区]|将|力争|计划(?!纲要)|新增|建成|共(?!同)")
_FIRST_PLAN_YEAR = 1956
_NTH = {"一": 11, "二": 12, "三": 13, "四": 14, "五": 15, "六": 16}


def phrases(text: str, published: dt.date | None) -> Iterator[TimeMention]:
    """The expressions of a half-width text whose meaning the date of publication alone settles, in order.

    The ends of a month or ten days spoken of before (旬末) and its day (同日) come with no stretch; who knows what was
    spoken of fills it.
    """
    for found in _PHRASE.finditer(text):
        for name, make in _MAKERS.items():
            if found.group(name):
                role, stretch = make(found, published)
                yield TimeMention(start=found.start(), end=found.end(), role=role, stretch=stretch)
                break


def is_end(words: str) -> bool:
    """Whether the words mean the end of what was spoken of before."""
    return len(words) == 2 and words[0] in "旬月季期" and words[1] in "末底"


def _month_of(published: dt.date | None, back: int = 0) -> Moment | None:
    if published is None:
        return None
    months = published.year * 12 + published.month - 1 - back
    return (months // 12, months % 12 + 1)


def _at(moment: Moment | None) -> Stretch | None:
    return Stretch(moment, moment) if moment else None


def _count(words: str) -> int:
    return int(words) if words.isdigit() else int(chinese(words) or 0)


def _now(found: re.Match[str], published: dt.date | None) -> tuple[Role, Stretch | None]:
    is_end_of_way = found.string[found.start() - 1 : found.start()] in ("到", "至") and found.string.startswith(
        "的", found.end()
    )
    return Role.ASIDE if is_end_of_way else Role.NOW, _at(_month_of(published))


def _lately(found: re.Match[str], published: dt.date | None) -> tuple[Role, Stretch | None]:
    if published and found.group()[:1] in "昨今":
        day = published - dt.timedelta(days=found.group().startswith("昨"))
        return Role.EVENT, _at((day.year, day.month, day.day))
    return Role.EVENT, _at(_month_of(published))


def _month(found: re.Match[str], published: dt.date | None) -> tuple[Role, Stretch | None]:
    return Role.PERIOD, _at(_month_of(published, back=int(found.group().startswith("上"))))


def _plan(found: re.Match[str], published: dt.date | None) -> tuple[Role, Stretch | None]:
    first = _FIRST_PLAN_YEAR + (_NTH[found.group("nth")] - 1) * 5
    at = found.group("at") or ""
    if at.endswith("末") or at == "收官":
        return Role.HORIZON, Stretch(None, (first + 4,))
    if at == "以来":
        return Role.SINCE, Stretch((first, 1), _month_of(published)) if published else None
    if at.startswith(("头", "前")):
        return Role.PERIOD, Stretch((first,), (first - 1 + _count(at[1]),))
    is_told = at or _WHILE.match(found.string, found.end())
    return (Role.PERIOD if is_told else Role.NAME), Stretch((first,), (first + 4,))


def _ahead(found: re.Match[str], published: dt.date | None) -> tuple[Role, Stretch | None]:
    years = _count(found.group("ahead_m") or found.group("ahead_n"))
    if published is None:
        return Role.HORIZON, None
    return Role.HORIZON, Stretch((published.year,), (published.year + years - 1,))


def _within(found: re.Match[str], published: dt.date | None) -> tuple[Role, Stretch | None]:
    if published is None:
        return Role.DEADLINE, None
    return Role.DEADLINE, Stretch(None, (published.year + _count(found.group("within_n")),))


def _span(found: re.Match[str], published: dt.date | None) -> tuple[Role, Stretch | None]:
    if published is None:
        return Role.DEADLINE, None
    return Role.DEADLINE, Stretch(None, (published.year + _count(found.group("span_n")),))


def _nth_year(_: re.Match[str], __: dt.date | None) -> tuple[Role, Stretch | None]:
    return Role.HORIZON, None


def _both(found: re.Match[str], published: dt.date | None) -> tuple[Role, Stretch | None]:
    if published is None:
        return Role.PERIOD, None
    first = published.year + found.group().startswith("明")
    return Role.PERIOD, Stretch((first,), (first + 1,))


def _next_week(_: re.Match[str], published: dt.date | None) -> tuple[Role, Stretch | None]:
    """From Monday to Sunday."""
    if published is None:
        return Role.PERIOD, None
    monday = published + dt.timedelta(days=7 - published.weekday())
    sunday = monday + dt.timedelta(days=6)
    return Role.PERIOD, Stretch((monday.year, monday.month, monday.day), (sunday.year, sunday.month, sunday.day))


def _soon(_: re.Match[str], __: dt.date | None) -> tuple[Role, Stretch | None]:
    return Role.UNKNOWN, None


def _past(found: re.Match[str], published: dt.date | None) -> tuple[Role, Stretch | None]:
    years = _count(found.group("past_n") or found.group("came_n"))
    if published is None or years < 2:
        return Role.UNKNOWN, None
    last = published.year - (published.month <= 4)
    return Role.SINCE, Stretch((last - years + 1,), (last,))


def _day(_: re.Match[str], __: dt.date | None) -> tuple[Role, Stretch | None]:
    return Role.EVENT, None


def _whole(_: re.Match[str], published: dt.date | None) -> tuple[Role, Stretch | None]:
    return Role.ASIDE, _at((published.year,) if published else None)


def _gone(_: re.Match[str], published: dt.date | None) -> tuple[Role, Stretch | None]:
    year = published.year - (published.month <= 4) if published else None
    return Role.PERIOD, _at((year,) if year else None)


def _year_end(_: re.Match[str], published: dt.date | None) -> tuple[Role, Stretch | None]:
    return Role.DEADLINE, Stretch(None, (published.year, 12)) if published else None


def _unknown(_: re.Match[str], __: dt.date | None) -> tuple[Role, Stretch | None]:
    return Role.UNKNOWN, None


def _era(found: re.Match[str], _: dt.date | None) -> tuple[Role, Stretch | None]:
    return (Role.NAME if found.group() in ("一直以来", "长期以来") else Role.UNKNOWN), None


def _same(_: re.Match[str], __: dt.date | None) -> tuple[Role, Stretch | None]:
    return Role.BASE, None


def _end(_: re.Match[str], __: dt.date | None) -> tuple[Role, Stretch | None]:
    return Role.POINT, None


_MAKERS: dict[str, Callable[[re.Match[str], dt.date | None], tuple[Role, Stretch | None]]] = {
    "now": _now,
    "lately": _lately,
    "month": _month,
    "plan": _plan,
    "ahead": _ahead,
    "within": _within,
    "span": _span,
    "nthyear": _nth_year,
    "both": _both,
    "nextweek": _next_week,
    "soon": _soon,
    "past": _past,
    "day": _day,
    "whole": _whole,
    "gone": _gone,
    "yearend": _year_end,
    "after": _unknown,
    "era": _era,
    "same": _same,
    "end": _end,
}
