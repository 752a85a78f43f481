"""Read every figure of a page: what it is about, what it says, against which base, result or target."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zhibiao.texts.figures.before import Before, read_before
from zhibiao.texts.figures.bounds import is_bound, is_idle, qualifies
from zhibiao.texts.figures.carrier import Carrier, behind, carrier_of
from zhibiao.texts.figures.change import Said, said
from zhibiao.texts.figures.memory import Answer, Memory, Told
from zhibiao.texts.figures.phrases import plain, trimmed, without_heads
from zhibiao.texts.figures.pieces import HOLE, Piece, pieces_of
from zhibiao.texts.figures.stance import Setting, Will, stance
from zhibiao.texts.figures.words import Words
from zhibiao.texts.layout import Line, Role
from zhibiao.texts.page import Page
from zhibiao.texts.quantity import Quantity
from zhibiao.texts.statement import Change, Comparator, Figure, Polarity, Statement, StatementKind

if TYPE_CHECKING:
    from zhibiao.texts.parties import Parties
    from zhibiao.texts.times import Times

_SURE = 0.95
_DOUBTS = {"subject_inherited": 0.1, "subject_unsure": 0.4, "kind_unsure": 0.2, "base_assumed": 0.05, "period_unknown": 0.1}
_POINTS = frozenset(("百分点", "个百分点"))
_TAIL_BINDERS = (
    ("以上", Comparator.AT_LEAST),
    ("以下", Comparator.AT_MOST),
    ("以内", Comparator.AT_MOST),
    ("左右", Comparator.ABOUT),
)
_RANKED = re.compile(r"(?:位居|居于|排名|位列|稳居|名列|居|列|排在?|跻身|排到?)(?P<where>[^,，]{0,12}?)(?:的)?$")
_MEASURE_UNIT = re.compile(r"^(?:万|亿|百|千)*(?:元|美元|吨|千瓦|千瓦时|立方米|平方米|平方公里|公里|吨标准煤|标煤|%|‰|成|百分点|个百分点|点|倍|度|米|亩|天|年|月|小时|克|微克)")


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

    def read(self) -> Iterator[Statement]:
        lines = self.page.layout.lines
        title = next((self.page.text[one.start : one.end] for one in lines if one.role is Role.TITLE), "")
        starts = [one.start for one in self.page.quantities]
        for line in lines:
            numbers = self.page.quantities[bisect_left(starts, line.start) : bisect_left(starts, line.end)]
            if line.role is Role.MARGIN or not numbers:
                continue
            headings = [self.page.text[lines[one].start : lines[one].end] for one in line.under]
            setting = Setting.of(" ".join(headings), title, self.words)
            memory = Memory(words=self.words, heading=plain(trimmed(headings[-1])) if headings else "")
            yield from self._line(line, numbers, memory, setting)

    def _line(
        self, line: Line, numbers: tuple[Quantity, ...], memory: Memory, setting: Setting
    ) -> Iterator[Statement]:
        pieces = pieces_of(self.page.text, line.start, line.end, numbers)
        will, sentence = Will(), 0
        for index, piece in enumerate(pieces):
            if piece.sentence != sentence:
                will, sentence = Will(), piece.sentence
            memory.turn(piece)
            will.hear(piece.text, self.words)
            told = False
            for number in piece.numbers:
                if number.bar is not None or is_bound(piece, number, self.words) or is_idle(piece, number):
                    continue
                if qualifies(piece, number):
                    continue
                for statement in self._figure(pieces, index, number, memory, will, setting):
                    told = True
                    yield statement
            if not told and not any(one.bar is None for one in piece.numbers):
                memory.hear(piece)

    def _figure(
        self, pieces: list[Piece], index: int, number: Quantity, memory: Memory, will: Will, setting: Setting
    ) -> Iterator[Statement]:
        piece = pieces[index]
        start = _start_of(piece, number)
        left = piece.between(start, number.start)
        after = piece.between(number.end, _end_of(piece, number)).replace(HOLE, "")
        before = self._inherited(read_before(left, self.words), pieces, index, number, memory)
        carrier = self._carrier(before, after, number)
        answer = memory.answer(carrier, before, number, piece, _run(pieces, index))
        act = self.words.acts.terms.get(carrier.act)
        name = answer.subjects[0] if answer.subjects else ""
        near = memory.told if memory.told and memory.told.sentence == piece.sentence else None
        holder = memory.told if piece.bracket >= 0 and carrier.is_empty and before.verb is None else None
        meant = said(before, number, name, act, near, self.words)
        if holder is not None and number.unit == "%" and holder.change not in (Change.LEVEL, Change.SHARE):
            meant = Said(change=holder.change, polarity=holder.polarity, based=holder.based)
        if number.base is not None:
            meant = Said(change=Change.FROM_TO, polarity=self._way_inside(number))
        subjects = self._finished(answer, meant, number, memory, left)
        if not subjects:
            return
        memory.keep(
            Told(
                subjects=answer.subjects,
                unit=number.unit,
                change=meant.change,
                polarity=meant.polarity,
                sentence=piece.sentence,
                is_level=meant.change in (Change.LEVEL, Change.SHARE, Change.FROM_TO),
                based=meant.based,
            )
        )
        for subject in subjects:
            yield self._statement(piece, number, subject, meant, answer.because, carrier, before, will, setting)

    def _inherited(
        self, before: Before, pieces: list[Piece], index: int, number: Quantity, memory: Memory
    ) -> Before:
        """`增长5%、6%和7%`: the second and third take the verb of the first."""
        piece, told = pieces[index], memory.told
        bare = not before.name and before.verb is None and before.growth is None and before.change is None
        if piece.opener != "、" or not bare or told is None or told.change in (Change.LEVEL, Change.SHARE):
            return before
        verb = next((t for t in self.words.direction.terms.values() if t.sense == (told.polarity or "")), None)
        return replace(before, verb=verb, change=told.change)

    def _carrier(self, before: Before, after: str, number: Quantity) -> Carrier:
        is_measure = number.unit is not None and _MEASURE_UNIT.match(number.unit) is not None
        if not is_measure and not number.is_rank and before.verb is None and number.base is None:
            found = behind(before.name, after, self.words)
            if found is not None:
                return found
        if number.is_rank:
            ranked = _RANKED.search(before.name)
            if ranked is not None:
                carrier = carrier_of(before.name[: ranked.start()], self.words)
                return replace(carrier, name=carrier.name + ranked["where"] + "排名") if carrier.name else carrier
        return carrier_of(before.name, self.words)

    def _way_inside(self, number: Quantity) -> Polarity | None:
        text = self.page.text[number.start : number.end]
        for at in range(len(text)):
            term = self.words.direction.at_start(text[at : at + 8])
            if term is not None and term.sense in {"increase", "decrease"}:
                return Polarity(term.sense)
        return None

    def _finished(
        self, answer: Answer, meant: Said, number: Quantity, memory: Memory, left: str
    ) -> tuple[str, ...]:
        if number.unit in _POINTS and memory.told is not None and answer.subjects == memory.told.subjects:
            if memory.told.change in (Change.YOY, Change.MOM) and memory.told.unit == "%":
                return tuple(one if one.endswith(("增速", "占比", "率")) else one + "增速" for one in answer.subjects)
        return answer.subjects

    def _statement(
        self,
        piece: Piece,
        number: Quantity,
        subject: str,
        meant: Said,
        doubts: tuple[str, ...],
        carrier: Carrier,
        before: Before,
        will: Will,
        setting: Setting,
    ) -> Statement:
        ahead = self.times.is_ahead(piece.start, piece.end)
        kind, unsure = stance(piece.text, will, ahead, setting)
        start, end = _span(self.page.text, piece)
        period = self.times.period_of(piece.start, piece.end)
        change = meant.change
        if kind is StatementKind.TARGET and meant.assumed and period and period.startswith("..") and before.verb:
            change = Change.DELTA
        because = (*doubts, *unsure, *(("base_assumed",) if meant.assumed else ()))
        because = (*because, *(("period_unknown",) if period is None else ()))
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
                comparator=_comparator(self.page.text, piece, number),
            ),
            polarity=meant.polarity,
            period=period,
            actors=self._actors(piece, kind, carrier, will),
            place=self.parties.place_of(piece.start, piece.end),
            start=start,
            end=end,
            confidence=max(0.1, round(_SURE - sum(_DOUBTS[one] for one in set(because)), 2)),
            because=tuple(f"texts.because.{one}" for one in because),
        )

    def _actors(self, piece: Piece, kind: StatementKind, carrier: Carrier, will: Will) -> tuple[str, ...]:
        if kind is StatementKind.TARGET:
            return () if will.forecast and not will.aim else self.parties.actors_of(piece.start, piece.end)
        if carrier.act and carrier.doer:
            return self.parties.actors_of(piece.start, piece.end)
        return ()


def _start_of(piece: Piece, number: Quantity) -> int:
    """Where the words that belong to a number begin: behind the figure before it in the same piece."""
    ends = [one.end for one in piece.numbers if one.bar is None and one.end <= number.start]
    bounding = [one for one in piece.numbers if one.bar is None and one.end == max(ends, default=-1)]
    if not bounding:
        return piece.start
    between = piece.between(bounding[0].end, number.start).replace(HOLE, "")
    if between.startswith("的") or len(between) <= 12 and not re.search(r"同比|环比|增长|下降|占", between):
        return piece.start
    return bounding[0].end


def _end_of(piece: Piece, number: Quantity) -> int:
    return min((one.start for one in piece.numbers if one.start >= number.end and one.bar is None), default=piece.end)


def _run(pieces: list[Piece], index: int) -> int:
    """How many numbers stand in the list that begins with a piece."""
    count = 1
    for piece in pieces[index + 1 :]:
        if piece.opener != "、":
            break
        count += 1
    return count


def _span(text: str, piece: Piece) -> tuple[int, int]:
    start, end = piece.start, piece.end
    while start < end and text[start] in " 、,，":
        start += 1
    while end > start and text[end - 1] in " 、,，和及与":
        end -= 1
    return start, end


def _comparator(text: str, piece: Piece, number: Quantity) -> Comparator:
    """The number's own comparator, or what stands behind a bracket: `减少18963吨(16.8%)以上`."""
    if number.comparator is not Comparator.EQUAL:
        return number.comparator
    rest = text[number.end : number.end + 40]
    if piece.bracket >= 0:
        rest = text[piece.end + 1 : piece.end + 5] if piece.end - number.end <= 1 else ""
    else:
        found = re.match(r"[(（][^()（）]{1,20}[)）]", rest)
        rest = rest[found.end() :] if found else ""
    return next((meaning for word, meaning in _TAIL_BINDERS if rest.startswith(word)), number.comparator)


__all__ = ["figures", "without_heads"]
