"""What the text has named so far: the subject spoken of, its scope and topic, and a list that is being told."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from zhibiao.texts.figures.before import Before
from zhibiao.texts.figures.carrier import Carrier, topic_of
from zhibiao.texts.figures.phrases import is_generic, joined, listed, plain, trimmed, without_heads
from zhibiao.texts.figures.pieces import HOLE, Piece
from zhibiao.texts.figures.words import Words
from zhibiao.texts.quantity import Quantity
from zhibiao.texts.statement import Change, Polarity

_SAME = re.compile(r"^(?:上述|以上|前述|该|这些|该类|其)(?=企业|行业|产业|公司|集团|项目|产品|地区|.{0,4}$)")
_GROUP = re.compile(r"(?:企业|公司|集团|会员|钢厂|厂|项目|工程|铁矿|矿山|矿业|行业|产业|园区|基地|协会|股份|板块|钢企)$")
_LEADING_TOPIC = re.compile(r"(?:.{1,14}?(?:行业|产业|集团|公司|园区|项目|工程|铁矿|矿业|基地|板块|领域))(?=.)")
_DAILY = re.compile(r"按?日均|平均每天|日平均")
_MARKED = re.compile(r"^[一二三四五六七八九十\d]+[、.．]|^[(（][一二三四五六七八九十\d]+[)）]")
_LONGEST_TOPIC = 24
_COUNTED = frozenset("家户个座条项场处所台套批件辆艘类种名人次期口孔幢栋片块只位".replace("", " ").split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The figure told last, which an ellipsis goes back to."""

    subjects: tuple[str, ...]
    unit: str | None
    change: Change
    polarity: Polarity | None
    sentence: int
    is_level: bool
    based: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The subjects of a number and the reasons that speak against trusting them."""

    subjects: tuple[str, ...]
    because: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Memory:
    """The running context of one line; `heading` is what the heading above it names."""

    words: Words
    heading: str = ""
    sentence: int = 0
    scope: str = ""
    topic: str = ""
    pending: str = ""
    daily: bool = False
    told: Told | None = None
    level: Told | None = None
    levels: list[str] = field(default_factory=list)
    spread: list[str] = field(default_factory=list)
    spread_at: int = 0

    def turn(self, piece: Piece) -> None:
        """Forget what does not outlive a sentence."""
        if piece.sentence != self.sentence:
            self.sentence, self.topic, self.pending, self.daily = piece.sentence, "", "", False
            self.levels, self.spread = [], []

    def hear(self, piece: Piece) -> None:
        """Take in a piece without a figure: a topic, or a subject whose number follows."""
        text = _MARKED.sub("", piece.text.replace(HOLE, "").strip())
        if _DAILY.search(text):
            self.daily = True
        bare = trimmed(text)
        topic = topic_of(text)
        if topic:
            self.topic = topic
        elif piece.closer in (":", "：") and 0 < len(bare) <= _LONGEST_TOPIC:
            self.topic = "" if self.words.indicators.at_end(bare) else plain(bare)
            self.pending = plain(bare) if self.words.indicators.at_end(bare) else ""
        else:
            self._lead(bare)

    def _lead(self, bare: str) -> None:
        found = _LEADING_TOPIC.match(bare)
        if found is not None:
            self.topic = plain(trimmed(found.group()))
        for size in range(2, min(len(bare), _LONGEST_TOPIC) + 1):
            head = self.words.indicators.at_end(bare[:size])
            if head is not None and len(head.word) > 1 and not self.words.indicators.at_end(bare[: size + 1]):
                self.pending = plain(bare[:size])
                return

    def answer(self, carrier: Carrier, before: Before, number: Quantity, piece: Piece, ahead: int) -> Answer:
        """The subjects of a number; `ahead` is how many numbers the list that begins here holds."""
        if carrier.is_empty:
            return self._elliptic(before, piece, ahead)
        names = listed(carrier.name, self.words) if before.spreads or before.each else [carrier.name]
        full = [self._complete(name, carrier, number, piece) for name in names]
        full = [joined(self._front(full[0], names[0]), name) if index else name for index, name in enumerate(full)]
        if before.spreads and len(full) > 1:
            self.spread, self.spread_at = full, 0
            return Answer(subjects=(full[0],))
        self.spread = []
        return Answer(subjects=tuple(full))

    def _front(self, first: str, name: str) -> str:
        return first[: -len(name)] if name and first.endswith(name) else ""

    def _elliptic(self, before: Before, piece: Piece, ahead: int) -> Answer:
        if piece.opener == "、" and self.spread and self.spread_at + 1 < len(self.spread):
            self.spread_at += 1
            return Answer(subjects=(self.spread[self.spread_at],))
        if before.spreads and len(self.spread) != ahead and len(self.levels) >= ahead > 1:
            self.spread = self.levels[-ahead:]
        if self.spread and len(self.spread) == ahead > 1:
            self.spread_at = 0
            return Answer(subjects=(self.spread[0],))
        if self.pending and not (self.told and self.told.sentence == self.sentence and before.verb):
            subject = self.pending
            if is_generic(subject, self.words):
                subject = joined(self._whose(), subject)
            return Answer(subjects=(subject,), because=("subject_inherited",))
        if self.told is not None:
            far = () if self.told.sentence == self.sentence else ("subject_inherited",)
            return Answer(subjects=self.told.subjects, because=far)
        if self.topic or self.heading:
            return Answer(subjects=(self.topic or self.heading,), because=("subject_unsure",))
        return Answer(subjects=(), because=("subject_unsure",))

    def _complete(self, name: str, carrier: Carrier, number: Quantity, piece: Piece) -> str:
        if carrier.act:
            return carrier.act + name
        scope = self._resolved(carrier.scope)
        if scope:
            self.scope = scope
            return joined(scope, self._with_head(name, number, measured=carrier.measured))
        same = _SAME.match(name)
        if same is not None and self.scope:
            rest = re.sub(r"^(?:企业|行业|产业|公司|集团|项目)", "", name[same.end() :])
            return joined(self.scope, rest)
        if carrier.inner or piece.bracket >= 0:
            return self._part(name)
        if carrier.elided and self.told is not None:
            return joined(name, without_heads(self.told.subjects[0], self.words))
        if is_generic(name, self.words):
            return joined(self._whose(), self._daily_head(name))
        headed = self._with_head(name, number, measured=carrier.measured)
        if (headed != name or piece.opener == "、") and self.scope and _GROUP.search(self.scope):
            return joined(self.scope, headed)
        return headed

    def _resolved(self, scope: str) -> str:
        same = _SAME.match(scope)
        return self.scope or scope if same is not None else scope

    def _part(self, name: str) -> str:
        """A part of what was told last: `(其中车间2个、工厂1个)` are kinds of its list."""
        if self.told is None:
            return name
        parent = self.told.subjects[0]
        for item in listed(parent, self.words):
            if item.endswith(name) and item != name:
                return joined(self.scope, item) if item not in parent[: len(item)] else item
        if is_generic(name, self.words):
            return joined(without_heads(parent, self.words), name)
        if self.words.indicators.at_end(name) is None and self.level is not None:
            head = parent[len(without_heads(parent, self.words)) :]
            return name + head
        return name

    def _whose(self) -> str:
        """Whose indicator a name without owner is."""
        if self.topic:
            return self.topic
        if self.told is not None and self.told.sentence == self.sentence:
            subject = self.told.subjects[0]
            if self.words.own.at_end(subject) is None:
                return without_heads(subject, self.words)
            return ""
        if self.scope and _GROUP.search(self.scope):
            return self.scope
        return self.heading if _GROUP.search(self.heading) else ""

    def _daily_head(self, name: str) -> str:
        return "日均" + name if self.daily and name.startswith("产量") else name

    def _with_head(self, name: str, number: Quantity, *, measured: bool) -> str:
        """`生铁90万吨` after `粗钢产量100万吨` is 生铁产量."""
        if measured or self.level is None or self.words.indicators.at_end(name) is not None:
            return name
        if number.unit is None or number.unit != self.level.unit or number.unit in _COUNTED or number.unit == "%":
            return name
        subject = self.level.subjects[0]
        head = subject[len(without_heads(subject, self.words)) :]
        if self.daily and "日均" not in head and head:
            head = "日均" + head
        return name + head

    def keep(self, told: Told) -> None:
        """Remember a figure that was told."""
        self.told = told
        self.pending = ""
        if told.is_level:
            self.level = told
            self.levels.extend(told.subjects)
