"""Read every figure of a page: what it is about, what it says, against which base, result or target."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from zhibiao.texts.figures.before import Before, read_before
from zhibiao.texts.figures.bounds import is_bound, is_idle, qualifies
from zhibiao.texts.figures.carrier import AMONG, Carrier, carrier_of, suffix_of
from zhibiao.texts.figures.change import Said, said
from zhibiao.texts.figures.heard import Told
from zhibiao.texts.figures.hero import hero_of
from zhibiao.texts.figures.memory import Memory
from zhibiao.texts.figures.naming import name_of
from zhibiao.texts.figures.parity import Parity, parity_of
from zhibiao.texts.figures.phrases import plain, trimmed
from zhibiao.texts.figures.pieces import HOLE, Piece, pieces_of
from zhibiao.texts.figures.placing import (
    comparator_of,
    end_of,
    is_measure,
    is_size,
    modifying,
    run_of,
    span_of,
    start_of,
)
from zhibiao.texts.figures.recall import Recall
from zhibiao.texts.figures.stance import Setting, Will, stance
from zhibiao.texts.figures.tables import Cell, cells_of, tables_of
from zhibiao.texts.figures.telling import kind_in, period_in
from zhibiao.texts.figures.words import Words
from zhibiao.texts.layout import Line, Role
from zhibiao.texts.lexicon import Term
from zhibiao.texts.page import Page
from zhibiao.texts.parties import Parties
from zhibiao.texts.quantity import Quantity
from zhibiao.texts.statement import Change, Comparator, Figure, Polarity, Statement, StatementKind
from zhibiao.texts.times import Times

_SURE = 0.95
DOUBTS = {
    "texts.because.subject_inherited": 0.1,
    "texts.because.subject_unsure": 0.4,
    "texts.because.kind_unsure": 0.2,
    "texts.because.base_assumed": 0.05,
    "texts.because.period_unknown": 0.1,
}
_POINTS = frozenset(("百分点", "个百分点"))
_EVEN = re.compile(r"持平|相当|零增长|不增不减|只减不增|追平|赶上|水平|规模|不增|不超|不上升")
_FIRST_PERSON = re.compile(r"我们|我市|我省|我县|我区|我局|本市|我公司")
_OFFICE = re.compile(r"(?:省|市|县|区|州|政府|委|局|厅|办|部|协会|办公室)$")
_LEADS = re.compile(
    r"(?:以下|如下|主要|下列|具体|总体)(?:发展|工作|预期)?(?:目标|任务|指标)(?:任务|如下|是|为)*[:：。]?\s*$"
)
_ITEM = re.compile(r"\s*(?:[—\-·•●■◆]|[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]|[一二三四五六七八九十]是)")
_MOST_DOUBLED = 10
_MOST_IN_LINE = 300  # no line that is written for people holds more
_LEVELS = (Change.LEVEL, Change.SHARE, Change.FROM_TO)
_DUTY = re.compile(
    r"[(（【][^()（）【】]{0,120}(?:牵头|负责|责任单位|责任部门|配合|完成时限)[^()（）【】]{0,80}[)）】]\s*[。.;；]?\s*$",
    re.M,
)
_WEEKLY = re.compile(r"早报|日评|本周|周报|一周|周评|周度")
_QUOTA = re.compile(r"(?:控制|总量|开采|生产|分离|计划|年度)(?:控制)?(?:指标|配额)$")
_CURBS = ("压减", "限产", "削减")
_MORE = re.compile(r"再(?:增|新增|增加|添)$")
_LABEL = re.compile(r"\s*([^:：,，。;；、\d\s]{1,10})[:：]")


def figures(page: Page, times: Times, parties: Parties) -> list[Statement]:
    """Every figure of a page as a result or a target, in the order of the text.

    Numbers that are barred, bound or name something, or count people at a meeting give nothing. What describes a
    named project is told here as a figure as well; who joins the readers turns it into the project's.
    """
    return list(_Reader(page=page, times=times, parties=parties, words=Words.of(page.lexicon)).read())


@dataclass(slots=True, kw_only=True)
class _Reader:
    page: Page
    times: Times
    parties: Parties
    words: Words
    speakers: frozenset[str] = frozenset()
    is_weekly: bool = False  # a report of a week compares with the week before
    last: StatementKind | None = None  # what the figure before it in the sentence was
    duty: tuple[int, int] | None = None  # the bracket that says who answers for the line and by when

    def read(self) -> Iterator[Statement]:
        lines = self.page.layout.lines
        title = next((self.page.text[one.start : one.end] for one in lines if one.role is Role.TITLE), "")
        hero = hero_of(title, self.page.text)
        self.is_weekly = _WEEKLY.search(title) is not None
        starts = [one.start for one in self.page.quantities]
        self.speakers = _speakers(self.page.text, lines)
        tables = tables_of(self.page.text, lines, self.words, self.page.lexicon)
        recall, lead = Recall(), False
        for index, line in enumerate(lines):
            numbers = self.page.quantities[bisect_left(starts, line.start) : bisect_left(starts, line.end)]
            if line.role is Role.MARGIN:
                continue
            headings = [self.page.text[lines[one].start : lines[one].end] for one in line.under]
            setting = Setting.of(" ".join(headings), title, self.words)
            duty = _DUTY.search(self.page.text, line.start, line.end)
            self.duty = duty.span() if duty else None
            if duty is not None:
                setting = replace(setting, heading=True)
            heading = plain(trimmed(headings[-1])) if headings else ""
            lead = _lead(self.page.text[line.start : line.end], line, lead)
            setting = replace(setting, listed=lead and setting.heading is not False)
            memory = Memory(words=self.words, heading=heading, hero=hero, recall=recall)
            cells: list[Cell] = []
            told: set[int] = set()
            if index in tables:
                cells, told = cells_of(self.page.text, line, tables[index], self.words, self.page.lexicon)
            for cell in cells:
                yield self._cell(cell, setting)
            rest = tuple(one for one in numbers if one.start not in told and one.number_start not in told)
            rest = rest[:_MOST_IN_LINE]
            if rest or _EVEN.search(self.page.text, line.start, line.end):
                yield from self._line(line, rest, memory, setting)

    def _line(self, line: Line, numbers: tuple[Quantity, ...], memory: Memory, setting: Setting) -> Iterator[Statement]:
        label = _LABEL.match(self.page.text, line.start, line.end)
        turn = self.page.layout.turn_at(line.start)
        start = label.end() if label and label[1] in self.speakers else line.start
        start = turn.end if turn is not None and turn.start == line.start and turn.end < line.end else start
        pieces = pieces_of(self.page.text, start, line.end, numbers)
        will, sentence, self.last = Will(), 0, None
        for index, piece in enumerate(pieces):
            if piece.sentence != sentence:
                will, sentence, self.last = will.turned(piece.text), piece.sentence, None
            memory.turn(piece)
            will.hear(piece.text, self.words)
            told = False
            for number in piece.numbers:
                if number.bar is not None or is_bound(piece, number) or is_idle(piece, number, self.words):
                    continue
                if qualifies(piece, number):
                    memory.count(piece, number)
                    continue
                for statement in self._figure(pieces, index, number, memory, will, setting):
                    told = True
                    yield statement
            if told or any(one.bar is None for one in piece.numbers):
                continue
            equal = parity_of(piece.text, self.words)
            if equal is not None:
                yield from self._parity(piece, equal, memory, will, setting)
            else:
                memory.hear(piece)

    def _figure(
        self, pieces: list[Piece], index: int, number: Quantity, memory: Memory, will: Will, setting: Setting
    ) -> Iterator[Statement]:
        piece, number = pieces[index], _doubled(number)
        left = piece.between(start_of(piece, number), number.start)
        after = piece.between(number.end, end_of(piece, number)).replace(HOLE, "")
        before = self._inherited(modifying(read_before(left, self.words), left, after, number), piece, memory)
        carrier = name_of(
            before, after, number, memory.told if piece.opener == "、" or number.is_rank else None, self.words
        )
        if is_size(piece, number, carrier, before):
            return
        if number.unit == "%" and after.startswith("的") and left.endswith(("将", "把")) and suffix_of(after):
            carrier = Carrier(name=plain(trimmed(suffix_of(after))) + "比例")
        if left.endswith("的") and not is_measure(number) and not suffix_of(after) and carrier.name:
            carrier = replace(carrier, elided=True)
        answer = memory.answer(carrier, before, number, piece, run_of(pieces, index))
        answer = replace(answer, subjects=self._finished(answer.subjects, number, memory, piece))
        if not answer.subjects:
            return
        meant = self._said(before, number, answer.subjects[0], carrier, memory, piece)
        comparator = self._comparator(pieces, index, number, memory)
        memory.keep(
            Told(
                subjects=answer.subjects,
                unit=number.unit,
                change=meant.change,
                polarity=meant.polarity,
                comparator=comparator,
                sentence=piece.sentence,
                is_level=meant.change in _LEVELS and not carrier.part,
                based=meant.based,
                part=carrier.part,
                noun=answer.subjects[0].removesuffix(carrier.name) if carrier.says else carrier.noun,
                act=carrier.act or (memory.told.act if memory.told and piece.opener == "、" else ""),
                way=carrier.way or (memory.told.way if memory.told and piece.opener == "、" and carrier.name else ""),
            )
        )
        if after in AMONG:
            memory.topic, memory.among, memory.is_passing = answer.subjects[0], number.unit, False
        for subject in answer.subjects:
            yield self._statement(
                piece, number, subject, meant, comparator, answer.because, carrier, before, will, setting
            )

    def _cell(self, cell: Cell, setting: Setting) -> Statement:
        """The statement of a table's cell: time and kind are those of its headings, else of what rules the table."""
        (start, end), will = cell.place, Will()
        will.hear(cell.column.label, self.words)
        piece = Piece(
            start=start,
            end=end,
            text=cell.column.label,
            opener="",
            closer="",
            bracket=-1,
            sentence=0,
            numbers=(cell.number,),
        )
        meant = Said(change=cell.change, polarity=cell.polarity)
        told = self._statement(
            piece,
            cell.number,
            cell.subject,
            meant,
            cell.number.comparator,
            (),
            Carrier(),
            Before(name=""),
            will,
            setting,
        )
        period = period_in(cell, self.page, self.times)
        kind = kind_in(cell, period, self.page.published) or told.kind
        actors = self._actors(piece, kind, Carrier(), will, cell.subject)
        return replace(
            told, kind=kind, period=period, actors=actors, place=cell.area or told.place, start=cell.start, end=cell.end
        )

    def _parity(self, piece: Piece, equal: Parity, memory: Memory, will: Will, setting: Setting) -> Iterator[Statement]:
        number = Quantity(
            start=piece.end,
            end=piece.end,
            number_start=piece.end,
            number_end=piece.end,
            value=Decimal(0),
            unit="百分点" if equal.change is Change.GAP else "%",
        )
        before = Before(name=equal.name, verb=Term(word="持平", sense="keep"))
        carrier = carrier_of(equal.name, self.words)
        answer = memory.answer(carrier, before, number, piece, 1)
        meant = Said(change=equal.change, polarity=Polarity.KEEP)
        for subject in answer.subjects:
            name = f"{subject}与{equal.of}差距" if equal.of else subject
            yield self._statement(
                piece, number, name, meant, equal.comparator, answer.because, carrier, before, will, setting
            )

    def _said(
        self, before: Before, number: Quantity, name: str, carrier: Carrier, memory: Memory, piece: Piece
    ) -> Said:
        if number.base is not None:
            return Said(change=Change.FROM_TO, polarity=self._way_inside(number))
        near = memory.told if memory.told and memory.told.sentence == piece.sentence else None
        if number.unit == "倍" and carrier.is_empty and before.verb is None and before.name:
            past = re.search(r"上年|去年|同期", before.name)
            return Said(change=Change.YOY if past else Change.DELTA, based=True)
        if carrier.part and not number.is_rank:
            return Said(change=Change.SHARE if number.unit != "百分点" else Change.YOY)
        alone = piece.bracket >= 0 and carrier.is_empty and before.verb is None and number.unit == "%"
        if near and alone and near.polarity is not None:
            change = Change.SHARE if near.change in _LEVELS else near.change
            return Said(change=change, polarity=near.polarity, based=near.based)
        same = near is not None and carrier.is_empty and before.verb is None and before.growth is None
        if same and near and number.unit == near.unit == "%" and near.change in (Change.YOY, Change.MOM):
            return Said(change=near.change, polarity=near.polarity, based=near.based)
        way = carrier.way
        if not way and near and piece.opener == "、" and not carrier.act and not carrier.scope:
            way = near.way
        meant = said(before, number, name, way, near, self.words)
        if meant.assumed and self.is_weekly and meant.change is Change.YOY:
            return replace(meant, change=Change.MOM)
        if _MORE.search(piece.between(piece.start, number.start)) and not is_measure(number):
            return replace(meant, change=Change.LEVEL)
        if meant.assumed and near and number.unit in memory.bases and meant.change is Change.YOY:
            return replace(meant, change=memory.bases[number.unit], assumed=False)
        return meant

    def _comparator(self, pieces: list[Piece], index: int, number: Quantity, memory: Memory) -> Comparator:
        """The number's own, that of the bracket's end, or that of the list it stands in (`分别为3、4、5万吨以上`)."""
        own = comparator_of(self.page.text, pieces[index], number)
        if own is not Comparator.EQUAL:
            return own
        piece = pieces[index]
        bare = piece.opener == "、" and not piece.between(piece.start, number.start).replace(HOLE, "").strip()
        if bare and memory.told is not None and memory.told.sentence == pieces[index].sentence:
            return memory.told.comparator
        if not memory.spread:
            return own
        rest = pieces[index + 1 : index + run_of(pieces, index)]
        last = next((one for one in reversed(rest) if one.numbers), None)
        return comparator_of(self.page.text, last, last.numbers[-1]) if last is not None else own

    def _inherited(self, before: Before, piece: Piece, memory: Memory) -> Before:
        """`增长5%、6%和7%`: the second and third take the verb of the first."""
        told = memory.told
        bare = not (before.name.strip() or before.verb or before.growth or before.change)
        if piece.opener != "、" or not bare or told is None or told.change in _LEVELS:
            return before
        verb = next((one for one in self.words.direction.terms.values() if one.sense == told.polarity), None)
        return replace(before, verb=verb, change=told.change)

    def _way_inside(self, number: Quantity) -> Polarity | None:
        text = self.page.text[number.start : number.end]
        for at in range(len(text)):
            term = self.words.direction.at_start(text[at : at + 8])
            if term is not None and term.sense in {"increase", "decrease"}:
                return Polarity(term.sense)
        return None

    def _finished(self, subjects: tuple[str, ...], number: Quantity, memory: Memory, piece: Piece) -> tuple[str, ...]:
        """A change in percentage points of what was told as a growth is one of its rate of growth."""
        told = memory.told
        if number.unit not in _POINTS or told is None or subjects != told.subjects or told.sentence != piece.sentence:
            return subjects
        if told.unit != "%" or told.change not in (Change.YOY, Change.MOM):
            return subjects
        return tuple(one if one.endswith("增速") else one + "增速" for one in subjects)

    def _statement(
        self,
        piece: Piece,
        number: Quantity,
        subject: str,
        meant: Said,
        comparator: Comparator,
        doubts: tuple[str, ...],
        carrier: Carrier,
        before: Before,
        will: Will,
        setting: Setting,
    ) -> Statement:
        ahead = self.times.is_ahead(piece.start, piece.end)
        start, end = span_of(self.page.text, piece)
        period = self._period(piece)
        kind, unsure = stance(piece.text, will, ahead, setting, is_over=_is_over(period, self.page.published))
        change = meant.change
        if self.last is not None and (
            (carrier.inner and "不" not in piece.text) or (carrier.is_empty and before.change and not will.past)
        ):
            kind, unsure = self.last, ()
        if change is Change.LEVEL and _QUOTA.search(subject):
            kind, unsure = StatementKind.TARGET, ()
        self.last = kind
        if (
            kind is StatementKind.TARGET
            and meant.assumed
            and before.verb
            and (self._is_far(period) or before.verb.word in _CURBS)
        ):
            change = Change.DELTA
        because = (*doubts, *unsure, *(("texts.because.base_assumed",) if meant.assumed else ()))
        because = (*because, *(("texts.because.period_unknown",) if period is None else ()))
        actors = self._actors(piece, kind, carrier, will, subject)
        alone = len(actors) == 1 and len(self.parties.actors_of(piece.start, piece.end)) == 1
        is_office = actors != () and _OFFICE.search(actors[0]) is not None and not _QUOTA.search(subject)
        if kind is StatementKind.TARGET and alone and is_office and len(subject) > len(actors[0]) + 2:
            subject = (
                trimmed(subject.removeprefix(actors[0])) or subject
            )  # an office only answers for it; a firm owns what it tells
        return Statement(
            kind=kind,
            subject=subject,
            figure=Figure(
                value=number.value,
                value_max=number.value_max,
                base=number.base,
                reached=number.reached,
                unit=number.unit,
                change=change,
                comparator=comparator,
            ),
            polarity=meant.polarity,
            period=period,
            actors=actors,
            place=self.parties.place_of(piece.start, piece.end),
            start=start,
            end=end,
            confidence=max(0.1, round(_SURE - sum(DOUBTS[one] for one in set(because)), 2)),
            because=because,
        )

    def _period(self, piece: Piece) -> str | None:
        if self.duty is not None and not self.times.own(piece.start, piece.end):
            deadline = self.times.own(*self.duty)
            if deadline:
                return self.times.period_of(*self.duty, is_deadline=True)
        return self.times.period_of(piece.start, piece.end)

    def _is_far(self, period: str | None) -> bool:
        """Whether a deadline lies years ahead, so that a bare change is against the base of a plan."""
        if period is None or not period.startswith(".."):
            return False
        return self.page.published is None or int(period[2:6]) > self.page.published.year

    def _actors(self, piece: Piece, kind: StatementKind, carrier: Carrier, will: Will, subject: str) -> tuple[str, ...]:
        if kind is StatementKind.TARGET:
            if will.forecast and not will.aim:
                return ()
            actors = self.parties.actors_of(piece.start, piece.end)
            named = tuple(one for one in actors if one in subject)
            return named if len(actors) > 1 and len(named) == 1 else actors
        if carrier.act and (carrier.doer or _FIRST_PERSON.search(piece.text)):
            return self.parties.actors_of(piece.start, piece.end)
        return ()


def _lead(text: str, line: Line, lead: bool) -> bool:
    """Whether a line stands in a list that `力争实现以下目标:` began; the line that begins it does not."""
    if _LEADS.search(text):
        return True
    return lead and (line.role is Role.ITEM or _ITEM.match(text) is not None)


def _doubled(number: Quantity) -> Quantity:
    """翻一番 is 100 %, 翻两番 300 %."""
    if number.unit != "番" or number.value is None or number.value > _MOST_DOUBLED:
        return number
    return replace(number, value=Decimal(100 * (2 ** int(number.value) - 1)), unit="%")


def _speakers(text: str, lines: Sequence[Line]) -> frozenset[str]:
    """Who speaks in an interview: labels that begin several lines."""
    labels = Counter(found[1] for line in lines if (found := _LABEL.match(text, line.start, line.end)))
    return frozenset(label for label, times in labels.items() if times > 1)


def _is_over(period: str | None, published: dt.date | None) -> bool:
    """Whether a period ended before the page was published."""
    if not period or period.endswith("..") or published is None:
        return False
    return period.rpartition("..")[2] < published.isoformat()[: len(period.rpartition("..")[2])]
