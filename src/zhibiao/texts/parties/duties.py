"""Who is answerable for which stretch of a text: 牵头单位 and 责任单位, in brackets, lines or columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhibiao.texts.layout import Layout, Line, Role

_LEAD = r"牵头(?:责任)?(?:单位|部门|领导单位)|主办单位|主责(?:单位|部门)|第一责任单位"
_ALL = r"(?:主要|共同)?责任(?:单位|部门|主体)|负责(?:单位|部门)|落实单位|实施单位|承办单位|执行单位"
_HELP = r"配合(?:单位|部门)|协办(?:单位|部门)|参与(?:单位|部门)|协同(?:单位|部门)|协助(?:单位|部门)"
_LABEL = re.compile(rf"(?:(?P<lead>{_LEAD})|(?P<all>{_ALL})|(?P<help>{_HELP})|(?P<other>[㐀-鿿]{{2,8}}))\s*[:：]")
_LEADS = re.compile(r"(?P<who>[^;；。:：()（）]{2,80}?)(?:共同|联合)?牵头(?!单位|部门|责任)")
_ANSWERS = re.compile(
    r"(?P<who>[^;；。:：()（）]{2,200}?)(?:按照?(?:职责|责任)?分工|按职责|分别|共同|具体|等|各自|依职责|分工)*(?:负责|落实|承担|组织实施)(?:落实)?\s*$"
)
_BRACKET = re.compile(
    r"[(（〔【\[]([^()（）〔〕【】\[\]]{2,240}(?:[(（][^()（）]{1,12}[)）][^()（）〔〕【】\[\]]{0,200})*)[)）〕】\]]"
)
_COLUMN_LEAD = re.compile(rf"^(?:{_LEAD}|牵头)$")
_COLUMN_ALL = re.compile(rf"^(?:{_ALL}|责任人单位|单位)$")
_COLUMN_WORK = re.compile(r"任务|工作|措施|事项|内容|时限|期限|牵头|项目|举措")
_SPLIT = re.compile(r"[、,，;；]|\s+|(?<=[局委厅办部府院司团])(?:和|及|与|以及|会同)(?=[市省县区各州国中])")
_DUE = re.compile(
    r"\s*[,，;；、。]\s*[^,，;；、。]*(?:\d年|\d月|年底|月底|季度|完成|推进|长期|持续|每年|每月|贯穿)[^,，;；、。]*$"
)
_INNER = re.compile(r"[(（][^()（）]*[)）]")
_AFTER_NAME = re.compile(r"(?:等(?:单位|部门|有关部门|相关部门)?|按职责.*|配合|分别|共同|牵头|负责|为|是|由|:|：|。)+$")
_BEFORE_NAME = re.compile(r"^(?:由|为|是|:|：|和|及|以及|会同)+")
_LONGEST_NAME = 24
_LAST_BRACKET = re.compile(r"[(（〔【\[]([^()（）〔〕【】\[\]]{3,120})[)）〕】\]][。;；]?$")
_LONGEST_LAST = 124
_LEAST_BARE = 2
_BODY = re.compile(
    r"(?:各|市|省|县|区|国网)?(?!.*(?:融媒|日报|晚报|新闻|记者|来源))[㐀-鿿()（）]{1,20}"
    r"(?:[局委办厅部院署]|政府|公司|集团|管委会|委员会|中心|海关|[分支]行|银行|协会|县区|单位|部门|开发区|高新区|经开区)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """From `start` to `end` (exclusive) the text is the duty of `actors`."""

    start: int
    end: int
    actors: tuple[str, ...]


def duties_in(layout: Layout) -> tuple[Duty, ...]:
    """The duties that a text assigns, narrower ones after the wider that hold them."""
    found = [*_of_lines(layout), *_of_columns(layout), *_of_bare_brackets(layout)]
    return tuple(sorted(found, key=lambda duty: (duty.start, -duty.end)))


def answerable(words: str) -> tuple[str, ...]:
    """Who leads by a phrase of responsibility, or all who answer where nobody leads; empty for other phrases.

    >>> answerable("牵头单位:市工信局;责任单位:市发改委、各县区")
    ('市工信局',)
    >>> answerable("市工信局、市财政局按职责分工负责")
    ('市工信局', '市财政局')
    """
    labels = list(_LABEL.finditer(words))
    told: dict[str, tuple[str, ...]] = {}
    ends = [*(label.start() for label in labels[1:]), len(words)]
    for label, end in zip(labels, ends, strict=False):
        told.setdefault(label.lastgroup or "other", names_of(words[label.end() : end]))
    if told.get("lead") or told.get("all"):
        return told.get("lead") or told["all"]
    if labels:
        return ()
    leads = _LEADS.search(words)
    if leads:
        return names_of(leads.group("who"))
    answers = _ANSWERS.match(_DUE.sub("", words.strip()))
    return names_of(answers.group("who")) if answers else ()


def names_of(words: str) -> tuple[str, ...]:
    """The names of a list of units; what is too long to be a name is none."""
    names = (_BEFORE_NAME.sub("", _AFTER_NAME.sub("", _INNER.sub("", part).strip())) for part in _SPLIT.split(words))
    return tuple(dict.fromkeys(name for name in names if 1 < len(name) <= _LONGEST_NAME))


def _bare(bracket: str) -> tuple[str, ...]:
    """The bodies of a bracket that holds nothing else (`(市工信局、市财政局)`)."""
    names = names_of(bracket)
    parts = len([part for part in _SPLIT.split(bracket) if part.strip()])
    return names if names and parts == len(names) and all(map(_BODY.fullmatch, names)) else ()


def _of_bare_brackets(layout: Layout) -> Iterator[Duty]:
    """Brackets of bodies alone at the ends of paragraphs, where a text has several of them: one is its source."""
    found = []
    for line in layout.lines:
        bracket = _LAST_BRACKET.search(layout.text, max(line.start + 1, line.end - _LONGEST_LAST), line.end)
        if bracket and line.role is not Role.ROW and (actors := _bare(bracket.group(1))):
            found.append(Duty(start=line.start, end=line.end, actors=actors))
    yield from found if len(found) >= _LEAST_BARE else ()


def _of_lines(layout: Layout) -> Iterator[Duty]:
    text = layout.text
    for number, line in enumerate(layout.lines):
        words = text[line.start : line.end]
        if line.role is Role.ROW or (
            "负责" not in words
            and "牵头" not in words
            and "单位" not in words
            and "落实" not in words
            and "责任" not in words
        ):
            continue
        whole = words.strip("()（）[]【】〔〕。 ")
        label = _LABEL.match(whole)
        if label and label.lastgroup in {"lead", "all"} and (actors := answerable(whole)):
            yield Duty(start=_start_of_item(layout, number), end=line.end, actors=actors)
            continue
        yield from _in_line(layout, number, line)


def _in_line(layout: Layout, number: int, line: Line) -> Iterator[Duty]:
    """Brackets of a line; each answers for what stands before it since the last one, a heading's for all under it."""
    start = line.start
    for bracket in _BRACKET.finditer(layout.text, line.start, line.end):
        actors = answerable(bracket.group(1))
        if not actors:
            continue
        alone = not layout.text[line.start : bracket.start()].strip() and bracket.end() >= line.end - 1
        if alone:
            yield Duty(start=_start_of_item(layout, number), end=line.end, actors=actors)
        else:
            reaches = line.role is Role.HEADING or (line.role is Role.ITEM and bracket.end() >= line.end - 1)
            yield Duty(start=start, end=_end_under(layout, number) if reaches else bracket.end(), actors=actors)
        start = bracket.end()
    if start == line.start:
        tail = re.search(
            r"(?:牵头(?:责任)?单位|责任(?:单位|部门)|主责单位)\s*[:：]", layout.text[line.start : line.end]
        )
        if tail and (actors := answerable(layout.text[line.start + tail.start() : line.end].rstrip("。)） "))):
            yield Duty(start=line.start, end=line.end, actors=actors)


def _start_of_item(layout: Layout, number: int) -> int:
    """Where begins what a line of its own answers for: the numbered lines before it, back to the last that somebody
    answers for, or to their heading."""
    start = layout.lines[number].start
    for before in range(number - 1, -1, -1):
        line = layout.lines[before]
        words = layout.text[line.start : line.end]
        if line.role in {Role.TITLE, Role.ROW, Role.MARGIN}:
            break
        if _LABEL.match(words.lstrip("(（[【〔")):
            if (
                answerable(words.strip("()（）[]【】〔〕。 "))
                and before < number - 1
                and start < layout.lines[number].start
            ):
                break
            continue
        start = line.start
        if line.role is Role.HEADING or (line.role is Role.ITEM and _is_answered(layout, before - 1)):
            break
    return start


def _is_answered(layout: Layout, number: int) -> bool:
    """Whether a line names somebody answerable."""
    if number < 0:
        return True
    words = layout.text[layout.lines[number].start : layout.lines[number].end]
    return any(answerable(one.group(1)) for one in _BRACKET.finditer(words)) or bool(answerable(words.strip("。 ")))


def _end_under(layout: Layout, number: int) -> int:
    """Where ends what stands under a heading or a numbered line."""
    line = layout.lines[number]
    if line.role is not Role.HEADING:
        return line.end
    last = number
    for place in range(number + 1, len(layout.lines)):
        if number not in layout.lines[place].under:
            break
        last = place
    return layout.lines[last].end


def _of_columns(layout: Layout) -> Iterator[Duty]:
    """Rows of a table whose head names a column of units."""
    lead = every = None
    heads_are_bare = False
    for line in layout.lines:
        if line.role is not Role.ROW:
            lead = every = None
            continue
        cells = _cells(layout.text, line)
        words = [layout.text[start:end].strip() for start, end in cells]
        of_work = any(_COLUMN_WORK.search(word) for word in words)  # else 单位 heads the units of measure
        heads = [
            (_COLUMN_LEAD.match(word), _COLUMN_ALL.match(word) if of_work or word != "单位" else None) for word in words
        ]
        if any(left or right for left, right in heads):
            lead = next((place for place, (left, _) in enumerate(heads) if left), None)
            every = next((place for place, (_, right) in enumerate(heads) if right), None)
            heads_are_bare = "单位" in words  # 单位 alone is as often the unit of a figure
            continue
        for column in (lead, every):
            if column is None or column >= len(words):
                continue
            actors = _bare(words[column]) if heads_are_bare else names_of(words[column])
            if actors:
                yield Duty(start=line.start, end=line.end, actors=actors)
                break


def _cells(text: str, line: Line) -> Sequence[tuple[int, int]]:
    bounds, start = [], line.start
    for bar in re.finditer(r" \| ", text[line.start : line.end]):
        bounds.append((start, line.start + bar.start()))
        start = line.start + bar.end()
    return [*bounds, (start, line.end)]
