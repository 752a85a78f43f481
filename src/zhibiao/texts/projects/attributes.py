"""Turns figures in the reach of a named project into its attributes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from zhibiao.texts.projects.mention import ATTRIBUTE, EFFECT, ProjectMention, Projects
from zhibiao.texts.projects.sizes import lag_words
from zhibiao.texts.statement import Change, Figure, Polarity, Statement, StatementKind

_WORDS = re.compile(
    r"(?:累计|已|计划|概算|静态|年度|年度计划|固定资产|合同|项目|工程)?(?:完成)?(?:总?投资|总概算|概算)(?!者|商)|投入(?!使用|运营|生产)|(?:保有|资源|地质|矿石|探明|可采)*储量|资源量|矿石量|(?:平均)?品位|(?:建设)?(?:总?工期|周期|建设期)"
    r"|服务年限|使用寿命|寿命|(?:设计|年|新增|日|生产|处理|产品)*(?:产能(?!利用)|生产能力|处理能力|加工能力|制[氢氧]能力)|(?:设计|建设|生产|采选|开采|建筑)?规模(?!以上)|装机(?:容量)?"
    r"|(?:设计|达产后|投产后|建成后)?(?:(?<![去今上本全前近两半多\d])年|每年|(?<![\d今昨])日)(?:可?以?(?:新增|增产|生产|产(?!值)|处理|加工|消纳|消化|利用|回收|供应|输送|采选|开采|发电量?|吞吐)|产量)|新增[^,，\d]{0,8}产量|可产|占(?:年度|总)?计划|工程量|累计发电|可?形成|可以?消化|(?:形象|工程|总体|建设|施工)?进度|(?:总)?库容|回收率|选矿比|金属化率|含量|资本金|自有资金|自筹资金|银行贷款|(?:安装|浇筑|施工)(?:已)?完成|掘进|进尺|土建|占设计量|设计总量|入驻企业|企业入驻|历时"
)
_EFFECTS = re.compile(
    r"(?:主营)?(?:营业?收入?|销售(?:收入|额)|产值)|税收|利税|纳税|(?:净|税后)?利润|(?:就业)?岗位|就业|用工|节约|减排|减少|效益|增加值|创汇|收益|节省|降低|节能|增收|节水|节电|减碳"
)
_OTHERS = re.compile(
    r"产量将|总产能|全[市省县区国球]|[我本][市省县区国]|同比|环比|占[全总](?!工程|设计|投资|概算)|规模以上|其中工业|行业|产业(?!园|城|基地|链)|(?<!由)现有|会员|各企业|国内|世界|去年产|上年产|利用率"
)
_LEAVING = re.compile(r"退出|淘汰|拆除|压减|关停|停产|关闭")
_INVOLVED = re.compile(r"涉及|合计|共计|折合|对应|、")
_PROGRESS = re.compile(r"进度|提前|完成|累计|掘进|安装|进尺|土建|占设计量|工程量")
_STANDING = re.compile(r"储量|资源量|矿石量|品位")
_PIECES = {"座", "条", "台", "套", "孔", "台套", "台(套)", "口", "栋", "层", "万吨级"}
_PEOPLE = re.compile(r"口人|层次|层楼高|台阶|条件|条例")
_VERBS = re.compile(
    r"^(?:规划|计划|拟|将|主要|同步|并)*(?:新建|建设(?!总?工期|期|规模|周期|内容|进度|投资)|建有|包括|配套|配备|共有|安装(?!完成|已)|购置|设置|其中|内含|布置|拥有|上马|改造)+(?:建设(?!期|工期))?"
)
_NOUN = re.compile(
    r"(?:\d[\d.]*(?:万?吨|立方米|平方米|毫米|千伏|兆瓦|万?千瓦)级?)?(?P<noun>[\u4e00-\u9fff]{2,10}?)(?=全部|已|均|正|于|的|$|[^\u4e00-\u9fff])"
)
_SIZES = re.compile(r"\d[\d.]*(?:万?吨|立方米|平方米|毫米|千伏|兆瓦|万?千瓦)级?")
_LEAD = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}、|[(（][一二三四五六七八九十\d]{1,2}[)）]|(?:该|本|此|这个?)(?:项目|工程|矿山?|电站|基地|园区|生产线|产线)|项目|工程|其中|达产后可?|现|已|共|还|将|可|预计|届时|具备|合计|涉及|目前|公司|企业|同步|拟(?=投资)|截至[^,，]*|(?:前?[一二三四]季度|[上下]半年|今年|去年|全年|\d{1,2}月底?)|由[^,，]{2,14}?(?=投资)|将?在[^,，\d]{2,14}?(?=投资)|[,，、\s])*"
)
_TAIL = re.compile(
    r"(?:由|约|近|达到?|为|超过?|将|可|突破|升?至|降至|到|仅|有|共|总计|合计|不低于|不少于|计划|预计|\s)+$"
)
_SMALL = re.compile(
    r"该|本|项目|工程|全部|整体|建成|达产|投产|竣工|运营|之?后|预计|预期|可|能|将|每|年均|年|实现|新增|带动|直接|间接|提供|创造|贡献|有望|力争|为|向|地方|当地|周边|上缴|累计|约|近|超|增加|人员|群众|吸纳|标准煤|二氧化碳|[,，、和及\s]"
)
_NEAR = 1
_CUTS = re.compile(r"减排|减碳")
_SIZE = re.compile(r"^\d+(?:万?吨|立方米)级?(?=[^\d]{6,}$)")  # enough of the name is left without its size
_FOUND = re.compile(r"^(?:累计|查明|探明|保有)*铁?矿石(?=资源)")
_PHASE = re.compile(r"[一二三四]期")
_CAPACITY = re.compile(r"产能|能力|年新增|新增[^,，]*产量")
_GROWTHS = {Change.YOY, Change.DELTA}
_LONGEST = 12
_NUMERAL = re.compile(r"\d+(?:\.\d+)?")
_TIMES = re.compile(
    r"(?:截至|到|至|自|从|于)?(?:(?:19|20)\d\d年(?:\d{1,2}月)?|(?<!\d)\d{1,2}月)(?:\d{1,2}日|[上中下]旬)?[底末初份]?(?:之?前)?"
)
_BEING = re.compile(r"(?<=..)为.*$")
_SIZED_THING = re.compile(
    r"(?:万?千瓦|兆瓦|万?吨|万?立方米)级?(?P<thing>[^\d,，、]{2,10}?(?:电站|装置|生产线|储罐|码头|机组|堆场|料棚|系统))"
)
_EARLIER = re.compile(r"^.*\d[\d.]*[万亿]?(?:吨|元|座|条|台|套|千瓦|米|家|平方米|立方米)*(?=[^\d]{2,}$)(?!期|号)")
_DIGIT = re.compile(r"\d|[一二两三四五六七八九十百千]+(?:座|条|台|套|年|个|成)")
_WORK_DONE = re.compile(r"(?:完成|占)(?:设计|总|全部)?(?:工程)?总?(?:量|体量)的?$")
_LENGTHS = {"天", "个月", "周"}
_LATE = re.compile(r"(?:计划|合同|工期|进度|节点|原定|预定)[^,，]{0,4}?(?P<way>提前|落后|滞后|推迟|延后)")
_FROM = re.compile(r"由(?:现有|现在|原来|原有|原先|目前)?的?$")
_SHARE_DONE = re.compile(r"占(?:工程|项目|概算|计划)*总?(?:投资|概算)的?$")


def as_attributes(figures: Iterable[Statement], projects: Projects) -> list[Statement]:
    """The figures, those that tell an attribute of a named project turned into statements of that project.

    Effects after completion (output value, taxes, jobs) stay targets and take the project's name; a sum over many
    projects is in nobody's reach.
    """
    turned: list[Statement] = []
    leaving = -1
    for figure in figures:
        before = turned[-1] if turned else None
        runs_on = bool(before and ATTRIBUTE in before.because and _is_next(projects.text, before.end, figure))
        if _leaves(projects.text, figure, leaving):
            leaving = figure.end
            turned.append(figure)
            continue
        turned.append(_turned(figure, projects.at(figure.start), projects, runs_on=runs_on))
    return turned


def _leaves(text: str, figure: Statement, leaving: int) -> bool:
    """Whether a figure tells of what is taken out of use, or goes on with one that does (`…,涉及产能255万吨`)."""
    words = text[figure.start : figure.end]
    if _LEAVING.search(words):
        return True
    goes_on = 0 <= figure.start - leaving <= _NEAR and (
        text[leaving : figure.start] in "、和及" or _INVOLVED.match(words)
    )
    return leaving >= 0 and bool(goes_on)


def _is_next(text: str, end: int, figure: Statement) -> bool:
    """`年产铁矿石530万吨、铁精矿175万吨`: whether a figure in tonnes or the like goes on with the list before it."""
    unit = figure.figure.unit if figure.figure else None
    return (
        0 <= figure.start - end <= _NEAR
        and text[end : figure.start] in "、和及"
        and bool(unit and unit[-1] in "吨米瓦")
    )


def _turned(figure: Statement, project: ProjectMention | None, projects: Projects, *, runs_on: bool) -> Statement:
    """The figure as an attribute, an effect, or itself; `runs_on` where it follows an attribute in the same list."""
    if project is None or figure.figure is None:
        return figure
    words = _own_words(projects.text[figure.start : figure.end], project)
    late = _LATE.search(words) if figure.figure.unit in _LENGTHS else None
    if late:
        return _late(figure, figure.figure, project, late["way"])
    number = _number_in(words, figure.figure)
    before = _FROM.sub("", _EARLIER.sub("", _TIMES.sub("", words[: number.start()] if number else words)))
    if _OTHERS.search(before if project.is_row else words):
        return figure
    effect = _EFFECTS.search(before)
    if effect or (_EFFECTS.search(figure.subject) and not before.strip("、,， ")):
        return _effect(figure, project, before, effect)
    says_nothing = project.is_row or not before.strip("、,， ")
    named = _WORDS.search(before) or (_WORDS.search(figure.subject) if says_nothing else None)
    is_piece = figure.figure.unit in _PIECES and not _PEOPLE.search(words)
    measured = _measured(figure.figure, named)
    sized = None if named or number is None else _SIZED_THING.match(words, number.end())
    if measured is None or not (named or is_piece or runs_on or sized):
        return figure
    attribute = f"{sized['thing']}规模" if sized else _attribute(before, words, named, is_piece=is_piece)
    is_progress = bool(_PROGRESS.search(attribute))
    return replace(
        figure,
        kind=StatementKind.PROJECT,
        subject=figure.subject if project.is_row else _headed(_SIZE.sub("", project.stem), attribute),
        figure=measured,
        polarity=_polarity(figure, measured, attribute),
        period=figure.period
        if is_progress or project.is_row
        else projects.present
        if _STANDING.search(attribute)
        else None,
        actors=project.actors,
        status=project.status,
        because=(*figure.because, ATTRIBUTE),
    )


def _polarity(figure: Statement, measured: Figure, attribute: str) -> Polarity | None:
    """The way a change goes; what is added (`年新增铁精粉`) goes up, any other size goes nowhere."""
    if measured.change in {Change.DELTA, Change.FROM_TO}:
        return figure.polarity
    return Polarity.INCREASE if "新增" in attribute else None


def _late(figure: Statement, told: Figure, project: ProjectMention, way: str) -> Statement:
    """How far the project is ahead of its plan or behind it."""
    return replace(
        figure,
        kind=StatementKind.PROJECT,
        subject=project.stem + lag_words(way),
        figure=replace(told, change=Change.GAP),
        polarity=None,
        actors=project.actors,
        status=project.status,
        because=(*figure.because, ATTRIBUTE),
    )


def _number_in(words: str, figure: Figure) -> re.Match[str] | None:
    """Where the figure's own number stands; another may stand in a project's name before it."""
    value = figure.base if figure.base is not None else figure.value
    same = (one for one in _NUMERAL.finditer(words) if value is not None and Decimal(one.group()) == value)
    return next(same, None) or _DIGIT.search(words)


def _own_words(words: str, project: ProjectMention) -> str:
    """What a figure's clause says besides the names of the project and its builders."""
    for known in (project.name, project.stem, *project.actors):
        words = words.replace(known, "")
    return words


def _headed(stem: str, attribute: str) -> str:
    """The stem before the attribute, what both say once: 矿业实验室 and 实验室面积 make 矿业实验室面积."""
    shared = next((size for size in range(min(len(stem), len(attribute)), 1, -1) if stem.endswith(attribute[:size])), 0)
    if _PHASE.match(attribute) and attribute[:2] == stem[-2:]:
        shared = 2
    return stem + attribute[shared:] if len(attribute) > shared else stem + attribute


def _measured(figure: Figure, named: re.Match[str] | None) -> Figure | None:
    """The figure as an attribute: an amount or share as it is, added capacity as a change; None for a growth rate."""
    if figure.change in {Change.LEVEL, Change.SHARE} or (figure.change is Change.FROM_TO and named):
        return figure
    is_added = bool(named and _CAPACITY.search(named.string)) and figure.unit not in {"%", "百分点", "倍"}
    return replace(figure, change=Change.DELTA) if is_added and figure.change in _GROWTHS else None


def _attribute(before: str, words: str, named: re.Match[str] | None, *, is_piece: bool) -> str:
    """What the figure measures: from the word of an attribute on; of things counted, their name."""
    if _SHARE_DONE.search(before):
        return "投资完成率"
    if _WORK_DONE.search(before):
        return "完成工程量"
    if named and named.group() == "历时":
        return "建设工期"
    if named and not is_piece:
        if named.string != before:
            return named.group()
        whole = _TAIL.sub("", _VERBS.sub("", _LEAD.sub("", before.split("的")[-1]))).strip("、,， ")
        whole = _FOUND.sub("", _BEING.sub("", whole))
        return whole if 2 <= len(whole) <= _LONGEST else _TAIL.sub("", before[named.start() :])
    if is_piece:
        counted = re.search(r"\d[\d.]*\s*余?(?:座|条|台套|台|套|孔|口|栋|层)", words)
        noun = _NOUN.match(words, counted.end()) if counted else None
        if noun:
            return noun["noun"]
        before = _SIZES.sub("", words[: counted.start()] if counted else before)
        if "在" in before:
            before = re.sub(r"^.*在[^,，]{2,20}?(?=新建|建设|扩建)", "", before)
        return _VERBS.sub("", _LEAD.sub("", before)).strip("、,， 拟") or "规模"
    return _TAIL.sub("", _VERBS.sub("", _LEAD.sub("", before))).strip("、,， ") or "规模"


def _effect(figure: Statement, project: ProjectMention, before: str, effect: re.Match[str] | None) -> Statement:
    """An effect of the project: still what it was, its subject with the project's name.

    Growth, and what something else earns (`园区产值`, `废钢产业产值`), is no effect of it.
    """
    if (
        figure.figure is None
        or figure.figure.change in _GROWTHS
        or project.is_row
        or project.stem[:4] in figure.subject
    ):
        return figure
    if effect and _SMALL.sub("", before[: effect.start()]):
        return figure
    words = figure.subject
    if effect:
        words = ("年" if "年" in before[: effect.start()] else "") + _TAIL.sub("", before[effect.start() :]).strip(
            "、,， "
        )
    words = re.sub(r"^(?:该|本)?(?:项目|工程)", "", words)
    polarity = Polarity.DECREASE if _CUTS.search(words) else figure.polarity
    return replace(
        figure,
        subject=project.stem + words,
        polarity=polarity,
        actors=project.actors,
        because=(*figure.because, EFFECT),
    )
