"""What the text has named so far: the subject spoken of, its scope and topic, and a list that is being told."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from zhibiao.texts.figures.carrier import carrier_of, is_aspect, parted, topic_of
from zhibiao.texts.figures.owners import AREA
from zhibiao.texts.figures.owners import ENTITY as _GROUP
from zhibiao.texts.figures.phrases import is_generic, joined, plain, trimmed
from zhibiao.texts.figures.pieces import HOLE, Piece
from zhibiao.texts.figures.recall import Recall
from zhibiao.texts.figures.words import Words
from zhibiao.texts.quantity import Quantity
from zhibiao.texts.statement import Change, Comparator, Polarity

_LEADING_TOPIC = re.compile(
    r"(?:.{1,16}(?:行业|产业|集团|公司|园区|产业园|项目|工程|铁矿|矿业|基地|板块|领域|企业|电站|装置|生产线))(?=.|$)"
)
_PROJECT = re.compile(r"(?:项目|工程|电站|铁矿|生产线|装置)$")
NO_TOPIC = re.compile(
    r"目标|如下|指标|任务|情况|包括|主要|其中|介绍|表示|指出|强调|透露|说|认为|要求|显示|是$|消息|公告|报告|会议"
)
_DAILY = re.compile(r"按?日均|平均每天|日平均")
_MARKED = re.compile(r"^[一二三四五六七八九十\d]+[、.．]|^[(（][一二三四五六七八九十\d]+[)）]")
_BREAKDOWN = re.compile(r"分[^,，。]{1,8}看|其中$|从[^,，。]{1,8}看")
_LISTED_IN = re.compile(r"(?:列入|纳入|入选|入围)(?P<what>[“《][^,，]{2,14}[”》])(?:范围)?的$")
_LONGEST_TOPIC = 24
_LONGEST_PENDING = 48
COUNTED = frozenset("家户个座条项场处所台套批件辆艘类种名人次期口孔幢栋片块只位")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A figure told, which an ellipsis goes back to; `way` is what its verb of doing said (新增)."""

    subjects: tuple[str, ...]
    unit: str | None
    change: Change
    polarity: Polarity | None
    comparator: Comparator
    sentence: int
    is_level: bool
    based: bool = False
    way: str = ""
    part: str = ""
    noun: str = ""
    act: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The subjects of a number and the reasons that speak against trusting them."""

    subjects: tuple[str, ...]
    because: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Heard:
    """The running context of one line; `heading` is what the heading above it names, `hero` what the page is about."""

    words: Words
    heading: str = ""
    hero: str = ""
    sentence: int = 0
    recall: Recall = field(default_factory=Recall)  # of the whole page
    scope: str = ""
    scope_at: int = -1  # the sentence that named it
    among: str | None = None  # the unit of those counted with 中
    parts: bool = False  # 其中 stood alone before a comma
    whole: str = ""  # `银行借款中`: what the next share is a part of
    good: str = ""  # what was produced or traded last, and by which verb
    trade: str = ""
    topic: str = ""
    is_passing: bool = False  # the topic ends with the next figure
    parent: Told | None = None  # what 其中 or a bracket takes apart
    bracket: int = -1
    pending: str = ""
    daily: bool = False
    breaks_down: bool = False  # `分品种看`: what follows are parts of the group told of
    told: Told | None = None
    level: Told | None = None
    levels: list[str] = field(default_factory=list)
    thing: str = ""  # the project that the whole line tells of
    spread: list[str] = field(default_factory=list)
    spread_at: int = 0
    bases: dict[str | None, Change] = field(default_factory=dict)  # stated in this sentence, by unit

    def turn(self, piece: Piece) -> None:
        """Forget what does not outlive a sentence."""
        if piece.sentence != self.sentence:
            self.sentence, self.topic, self.pending, self.daily = piece.sentence, "", "", False
            self.whole, self.among, self.parts = "", None, False
            self.breaks_down = False
            self.levels, self.spread, self.parent = [], [], None
            self.bases.clear()
        if piece.bracket != self.bracket:
            self.bracket, self.parent = piece.bracket, self.told if piece.bracket >= 0 else None

    def hear(self, piece: Piece) -> None:
        """Take in a piece without a figure: a topic, or a subject whose number follows."""
        text = _MARKED.sub("", piece.text.replace(HOLE, "").strip())
        self.breaks_down = self.breaks_down or _BREAKDOWN.match(text) is not None
        self.daily = self.daily or _DAILY.search(text) is not None
        bare = trimmed(text)
        if re.search(r"[\d“”]", bare):
            return
        if is_aspect(text):
            return
        if text == "其中":
            self.parts, self.parent = True, self.told
            return
        topic = topic_of(text)
        self.is_passing = False
        if topic:
            self.topic = topic
            self.whole = topic if text.endswith("中") and self.words.head_of(topic) else ""
        elif piece.closer in (":", "：") and 0 < len(bare) <= _LONGEST_TOPIC and not NO_TOPIC.search(bare):
            headed = bool(self.words.head_of(bare))
            self.topic, self.pending = ("", plain(bare)) if headed else (plain(bare), "")
        elif (
            piece.closer == "。"
            and not self.told
            and not self.thing
            and _GROUP.search(bare)
            and len(bare) <= _LONGEST_TOPIC
        ):
            self.thing = plain(bare)
        else:
            self._lead(bare)

    def _lead(self, bare: str) -> None:
        found = _LEADING_TOPIC.match(bare[:24])
        if found is not None and not NO_TOPIC.search(found.group()):
            name = carrier_of(found.group(), self.words).name
            if not is_generic(name, self.words):
                self.topic, self.is_passing = name, True
            if _PROJECT.search(self.topic):
                self.thing = self.topic
        for size in range(min(len(bare), _LONGEST_PENDING), 1, -1):
            head = self.words.indicators.at_end(bare[:size])
            if head is not None and len(head.word) > 1:
                self.pending = carrier_of(bare[:size], self.words).name
                return

    def count(self, piece: Piece, number: Quantity) -> None:
        """Take in a count that only says among how many: `127个重点项目中` sets the topic."""
        among = re.fullmatch(r"(.{1,20}?)(?:当中|之中|中)", piece.between(number.end, piece.end).replace(HOLE, ""))
        if among is not None:
            listed_in = _LISTED_IN.search(piece.between(piece.start, number.start).replace(HOLE, ""))
            front = listed_in["what"] if listed_in else ""
            self.topic, self.is_passing = joined(front, plain(trimmed(among[1]))), False
            return
        following = next((one.start for one in piece.numbers if one.start >= number.end), piece.end)
        noun, _ = parted(piece.between(number.end, following).replace(HOLE, ""))
        if noun:
            self.topic, self.is_passing = noun, False

    def _set_scope(self, scope: str) -> None:
        self.scope, self.scope_at = scope, self.sentence

    def keep(self, told: Told) -> None:
        """Remember a figure that was told."""
        self.told = told
        for subject in told.subjects:
            self.recall.keep(subject, self.words)
        if told.unit is not None and told.is_level and told.unit in COUNTED:
            noun = told.noun or told.subjects[0]
            if not AREA.match(noun):
                self.recall.by_unit[told.unit] = noun
        if told.based and told.change in (Change.YOY, Change.MOM, Change.DELTA):
            self.bases[told.unit] = told.change
        self.pending = ""
        if self.is_passing:
            self.topic, self.is_passing = "", False
        if told.is_level:
            self.level = told
            self.levels.extend(told.subjects)
