"""Turns figures in the reach of a named project into its attributes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from zhibiao.texts.projects.mention import ProjectMention, Projects
from zhibiao.texts.statement import Change, Figure, Statement, StatementKind

ATTRIBUTE = "texts.because.project_attribute"
EFFECT = "texts.because.project_effect"
_WORDS = re.compile(
    r"(?:累计|已|计划|概算|年度|年度计划|固定资产|合同|项目|工程)?(?:完成)?(?:总?投资|总概算|概算)(?!者|商)|投入(?!使用|运营|生产)|(?:保有|资源|地质|矿石|探明)*储量|资源量|(?:平均)?品位|(?:建设)?(?:总?工期|周期|建设期)"
    r"|服务年限|(?:设计|年|新增|日|生产|处理|产品)*(?:产能|生产能力|处理能力|加工能力)|(?:设计|建设|生产|采选|开采|建筑)?规模(?!以上)|装机(?:容量)?"
    r"|(?:设计|达产后|投产后|建成后)?(?:每?年|日)(?:可?以?(?:生产|产(?!值)|处理|加工|消纳|消化|利用|回收|供应|输送|采选|开采|发电量?|吞吐)|产量)|可产|占(?:年度|总)?计划|工程量|累计发电|可?形成|可以?消化|(?:形象|工程|总体|建设|施工)?进度|(?:总)?库容|容积|回收率|含量|(?:安装|掘进|浇筑|施工)(?:已)?完成"
)
_EFFECTS = re.compile(
    r"营业?收入?|销售(?:收入|额)|产值|税收|利税|纳税|利润|就业|岗位|用工|节约|减排|减少|效益|增加值|创汇|收益|节省|降低|节能|增收|节水|节电"
)
_OTHERS = re.compile(r"届时|总产能|全[市省县区国]|同比|环比|占[全总]|规模以上|其中工业")
_PROGRESS = re.compile(r"进度|完成|累计|掘进|安装")
_PIECES = {"座", "条", "台", "套", "孔", "台套", "台(套)", "口", "栋", "层", "万吨级"}
_VERBS = re.compile(
    r"^(?:规划|计划|拟|将|主要)?(?:新建|建设|建有|包括|配套|配备|共有|安装|购置|设置|其中|内含|布置|拥有|上马|改造)+"
)
_NOUN = re.compile(r"[\u4e00-\u9fff]{2,8}?(?=全部|已|均|正|于|的|$|[^\u4e00-\u9fff])")
_LEAD = re.compile(
    r"^(?:该|本)?(?:项目|工程)?(?:其中|达产后可?|现|已|共|还|将|可|预计|目前|截至[^,，]*|由[^,，]{2,14}?(?=投资))*"
)
_TAIL = re.compile(r"(?:约|近|达到?|为|超过?|将|可|突破|至|到|仅|有|共|总计|合计|不低于|不少于|\s)+$")
_NEAR = 1
_PHASE = re.compile(r"[一二三四]期")
_CAPACITY = re.compile(r"产能|能力")
_GROWTHS = {Change.YOY, Change.DELTA}
_LONGEST = 14
_DIGIT = re.compile(r"\d|[一二两三四五六七八九十百千]+(?:座|条|台|套|年|个)")


def as_attributes(figures: Iterable[Statement], projects: Projects) -> list[Statement]:
    """The figures, those that tell an attribute of a named project turned into statements of that project.

    Effects after completion (output value, taxes, jobs) stay targets and take the project's name; a sum over many
    projects is in nobody's reach.
    """
    turned: list[Statement] = []
    for figure in figures:
        before = turned[-1] if turned else None
        runs_on = bool(before and ATTRIBUTE in before.because and _is_next(projects.text, before.end, figure))
        turned.append(_turned(figure, projects.at(figure.start), projects.text, runs_on=runs_on))
    return turned


def _is_next(text: str, end: int, figure: Statement) -> bool:
    """`年产铁矿石530万吨、铁精矿175万吨`: whether a figure in tonnes or the like goes on with the list before it."""
    unit = figure.figure.unit if figure.figure else None
    return (
        0 <= figure.start - end <= _NEAR
        and text[end : figure.start] in "、和及"
        and bool(unit and unit[-1] in "吨米瓦")
    )


def _turned(figure: Statement, project: ProjectMention | None, text: str, *, runs_on: bool) -> Statement:
    """The figure as an attribute, an effect, or itself; `runs_on` where it follows an attribute in the same list."""
    if project is None or figure.figure is None:
        return figure
    words = text[figure.start : figure.end]
    for known in (project.name, project.stem):
        words = words.replace(known, "")
    number = _DIGIT.search(words)
    before = words[: number.start()] if number else words
    if _OTHERS.search(words):
        return figure
    if _EFFECTS.search(before) or _EFFECTS.search(figure.subject):
        return _effect(figure, project)
    says_nothing = project.is_row or not before.strip("、,， ")
    named = _WORDS.search(before) or (_WORDS.search(figure.subject) if says_nothing else None)
    is_piece = figure.figure.unit in _PIECES
    measured = _measured(figure.figure, named)
    if measured is None or not (named or is_piece or runs_on):
        return figure
    attribute = _attribute(before, words, named, is_piece=is_piece)
    if attribute[:2] == project.stem[-2:] and _PHASE.match(attribute):
        attribute = attribute[2:]
    is_progress = bool(_PROGRESS.search(attribute))
    return replace(
        figure,
        kind=StatementKind.PROJECT,
        subject=figure.subject if project.is_row else project.stem + attribute,
        figure=measured,
        polarity=figure.polarity if measured.change is Change.DELTA else None,
        period=figure.period if is_progress or project.is_row else None,
        actors=project.actors,
        status=project.status,
        because=(*figure.because, ATTRIBUTE),
    )


def _measured(figure: Figure, named: re.Match[str] | None) -> Figure | None:
    """The figure as an attribute: an amount or share as it is, added capacity as a change; None for a growth rate."""
    if figure.change in {Change.LEVEL, Change.SHARE}:
        return figure
    is_added = bool(named and _CAPACITY.search(named.string)) and figure.unit not in {"%", "百分点", "倍"}
    return replace(figure, change=Change.DELTA) if is_added and figure.change in _GROWTHS else None


def _attribute(before: str, words: str, named: re.Match[str] | None, *, is_piece: bool) -> str:
    """What the figure measures: from the word of an attribute on; of things counted, their name."""
    if named and not is_piece:
        if named.string != before:
            return named.group()
        whole = _TAIL.sub("", _VERBS.sub("", _LEAD.sub("", before.split("的")[-1]))).strip("、,， ")
        return whole if len(whole) <= _LONGEST else _TAIL.sub("", before[named.start() :])
    if is_piece:
        counted = re.search(r"\d[\d.]*\s*余?(?:座|条|台套|台|套|孔|口|栋|层)", words)
        noun = _NOUN.match(words, counted.end()) if counted else None
        if noun:
            return noun.group()
        plain = re.sub(
            r"\d[\d.]*(?:万?吨|立方米|平方米|千伏|兆瓦|万?千瓦)级?", "", words[: counted.start()] if counted else before
        )
        return _VERBS.sub("", _LEAD.sub("", plain)).strip("、,， ") or "规模"
    return _TAIL.sub("", _VERBS.sub("", _LEAD.sub("", before))).strip("、,， ") or "规模"


def _effect(figure: Statement, project: ProjectMention) -> Statement:
    """An effect of the project: still what it was, its subject with the project's name."""
    if project.stem[:4] in figure.subject or project.is_row:
        return figure
    subject = re.sub(r"^(?:该|本)?(?:项目|工程)", "", figure.subject)
    return replace(figure, subject=project.stem + subject, actors=project.actors, because=(*figure.because, EFFECT))
