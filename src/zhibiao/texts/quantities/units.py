"""The unit behind a number: words of the table, with scales before and a rate behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhibiao.texts.lexicon import Lexicon

TABLE = "units"
SENSES = (
    "share", "points", "times", "index", "score", "mass", "money", "energy", "area", "length", "volume",
    "concentration", "temperature", "duration", "count",
)  # fmt: skip
PER = "per"
# 升至, 分别, 对接: the next character makes another word of it.
_READS_ON = {
    "升": "至到级为温",
    "分": "别布散类",
    "对": "接标外口比应",
    "点": "名多亮",
    "批": "复准发",
    "本": "科年市省",
}
_SCALE = re.compile(r"万亿|[千百十]?亿|[千百十]?万|[千百](?![分])")
_MORE = re.compile(r"[余多来](?![\d年月])|余(?=年)")
_LETTERS = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit as written, its kind by the table (`share`, `mass`, `count` …), and where it ends.

    `more` is the 余, 多 or 来 between number and unit; `sense` is empty where only a scale stands (500万).
    """

    written: str
    sense: str
    end: int
    more: str = ""


def unit_at(text: str, at: int, scale: str, lexicon: Lexicon) -> Unit | None:
    """The unit that begins at a place of a half-width text, a blank before it allowed; None where none does.

    `scale` is what the numeral itself brought along.
    """
    if text[at : at + 1] == " ":
        at += 1
    more, at = _more(text, at)
    # No unit begins with 万 or 亿; asking for one would try the whole table.
    word, sense, end = ("", "", at) if text.startswith(("万", "亿"), at) else _word(text, at, lexicon)
    if not sense:
        found = _SCALE.match(text, at)
        if found:
            scale += found.group()
            late, at = _more(text, found.end())
            more = more or late
            word, sense, end = _word(text, at + text.startswith(" ", at), lexicon)
            end = end if sense else at
    if not sense and text.startswith("个", at):  # 300多个, then a noun
        word, sense, end = "个", "count", at + 1
    if not sense:
        return Unit(written=scale, sense="", end=at, more=more) if scale else None
    rate, end = _rate(text, end, lexicon)
    return Unit(written=scale + word + rate, sense=sense, end=end, more=more)


def _more(text: str, at: int) -> tuple[str, int]:
    found = _MORE.match(text, at)
    return (found.group(), found.end()) if found else ("", at)


def _word(text: str, at: int, lexicon: Lexicon, senses: tuple[str, ...] = SENSES) -> tuple[str, str, int]:
    found = lexicon.pattern(TABLE, *senses).match(text, at)
    if not found or text[found.end() : found.end() + 1] in _READS_ON.get(found.group(), ()):
        return "", "", at
    term = lexicon.by_word(TABLE)[found.group()]
    if _LETTERS.match(found.group()[-1]) and _LETTERS.match(text, found.end()):
        return "", "", at
    return term.value or term.word, term.sense, found.end()


def _rate(text: str, at: int, lexicon: Lexicon) -> tuple[str, int]:
    """What follows a stroke: 元/吨, 吨/年, 万吨/日."""
    written, end = "", at
    while text.startswith("/", end):
        scale = _SCALE.match(text, end + 1)
        begin = scale.end() if scale else end + 1
        word, sense, after = _word(text, begin, lexicon, (*SENSES, PER))
        if not sense:
            letter = re.compile(r"[adht](?![A-Za-z])").match(text, begin)
            if not letter:
                break
            word, after = letter.group(), letter.end()
        written += "/" + (scale.group() if scale else "") + word
        end = after
    return written, end
