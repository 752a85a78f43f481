"""A number with the unit behind it, before anything is decided about it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from zhibiao.texts.lexicon import Lexicon
from zhibiao.texts.quantities.tokens import Token, tokens
from zhibiao.texts.quantities.units import Unit, unit_at

_LISTED = re.compile(r" ?(?:、|和|及|与|以及|至|到|-{1,2}|~) ?$")
_SCALED = re.compile(r"(?:万亿|[千百十]?亿|[千百十]?万|[百])")
_TENTH = re.compile(r"成([一二三四五六七八九半])?")
_RANKED = re.compile(r"[位名]")
_NIL = re.compile(r"(?P<of>率)?(?:均|都)?(?:为|降为|降[至到]|下降[至到为]|保持)$")
_CLOSES = re.compile(r"[,，。;；、)）\n]|$")
_HALVES = {"半": 5}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A number of a text: `end` lies behind its unit, `number_end` behind its digits or numerals."""

    start: int
    number_end: int
    end: int
    value: Decimal
    form: str
    unit: str | None
    sense: str
    more: str = ""
    is_inherited: bool = False


def candidates(text: str, lexicon: Lexicon) -> list[Candidate]:
    """Every number of a half-width text with its unit; of several that share one, each has it."""
    found: list[Candidate] = []
    for token in tokens(text):
        if not found or token.start >= found[-1].end:
            found.append(_candidate(text, token, lexicon))
    return _shared(text, found)


def _candidate(text: str, token: Token, lexicon: Lexicon) -> Candidate:
    made = Candidate(
        start=token.start,
        number_end=token.end,
        end=token.end,
        value=token.value,
        form=token.form,
        unit=token.unit,
        sense="share" if token.unit in ("%", "‰") else "",
    )
    if token.form in ("ordinal", "fore"):
        rank = _RANKED.match(text, token.end)
        return replace(made, sense="rank", end=rank.end() if rank else token.end)
    if token.form == "first":
        return replace(made, sense="rank")
    if token.unit is not None:
        return made
    nil = _NIL.search(text, max(0, token.start - 10), token.start) if token.value == 0 else None
    if nil and token.form == "chinese" and _CLOSES.match(text, token.end):
        is_share = nil.group("of") is not None
        return replace(made, unit="%" if is_share else None, sense="share" if is_share else "count")
    return _tenths(text, made) or _measured(made, unit_at(text, token.end, token.scale, lexicon))


def _tenths(text: str, made: Candidate) -> Candidate | None:
    """两成 is 20 %, 三成五 35 %."""
    part = _TENTH.match(text, made.end)
    if (
        not part
        or made.value >= 10
        or text[part.end() : part.end() + 1] in tuple("不立为效功品本套员果长熟绩份交都就分千")
    ):
        return None
    odd = part.group(1)
    ones = (_HALVES.get(odd) or "零一二三四五六七八九".index(odd)) if odd else 0
    return replace(made, value=made.value * 10 + ones, unit="%", sense="share", end=part.end())


def _measured(made: Candidate, unit: Unit | None) -> Candidate:
    if unit is None:
        return made
    return replace(made, unit=unit.written, sense=unit.sense, end=unit.end, more=unit.more)


def _shared(text: str, found: list[Candidate]) -> list[Candidate]:
    """Give the numbers of a list or range that has its unit once, behind the last, that unit."""
    for index in range(len(found) - 2, -1, -1):
        this, following = found[index], found[index + 1]
        if this.unit == "个" and following.unit == "百分点" and _is_list(text, this, following):
            found[index] = replace(this, unit=following.unit, sense=following.sense)  # 1.9个和2.2个百分点
        if this.sense or following.sense in ("", "rank") or not _is_list(text, this, following):
            continue
        unit = following.unit or ""
        if this.unit:  # 800万至1000万吨
            unit = this.unit + _SCALED.sub("", unit, count=1)
        found[index] = replace(this, unit=unit, sense=following.sense, is_inherited=True)
    return found


def _is_list(text: str, this: Candidate, following: Candidate) -> bool:
    between = text[this.end : following.start]
    starts_line = this.start == 0 or text[this.start - 1] == "\n"
    return len(between) <= 4 and bool(_LISTED.match(between)) and not (starts_line and between.startswith("、"))
