"""What a line shows by itself of being no part of the article: links, fields of the page, notices, page marks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from zhibiao.texts.clean.lines import Line, is_number
from zhibiao.texts.lexicon import Lexicon, Term, any_of

_PAGE_MARK = re.compile(
    r"[-—–―·]*\s*第?\s*\d{1,4}\s*页\s*(?:[,,/|(（ ]?\s*共\s*\d{1,4}\s*页[)）]?)?\s*[-—–―·]*"
    r"|共\s*\d{1,4}\s*页(?:\s*[,,/|]?\s*(?:当前|第)?\s*\d{1,4}\s*页)?"
    r"|[-—–―]\s*\d{1,4}\s*[-—–―]|\d{1,3}\s*/\s*\d{1,3}"
    r"|(?:(?:\[?(?:首页|上一页|下一页|上页|下页|前一页|后一页|尾页|末页|全文)\]?|\[?\d{1,3}\]?|[<>«»‹›|]|\.{2,3}|…)\s*)+"
    r"|page\s+\d+(?:\s+of\s+\d+)?",
    re.IGNORECASE,
)
_PAGED = re.compile(r"\d\s*/|\[\d|页|page|[<>«»‹›]|[-—–―]\s*\d", re.IGNORECASE)
_CRUMBS = re.compile(
    r"^\W{0,2}\s*(?:(?:您|你)?(?:现在|当前|目前|所在)*(?:的|所在)?位置\d?|location|you are here)\s*[:：]"
    r"|^\W{0,2}\s*(?:\S{0,8}首页|首頁|home)\s*(?:[>＞»›→/|\\-]|&gt;)",
    re.IGNORECASE,
)
_CRUMB_MARKS = re.compile(r"\s*(?:>>?|＞|»|›|→)\s*|\s+/\s+")
_CLOCK = re.compile(
    r"(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:[T ]*\d{1,2}:\d{2}(?::\d{2})?)?"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+\d{1,2}\s+[a-z]{3,9}\s+(?:19|20)\d\d"
    r"|\d{1,2}\s+[a-z]{3,9}\s+(?:19|20)\d\d(?:,?\s+\d{1,2}:\d{2})?|[a-z]{3,9}\.?\s+\d{1,2},\s+(?:19|20)\d\d",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\bposted (?:in|by)\b|\d\s+(?:comments?|views?|min read)|阅读|评论|点击|浏览|字号", re.IGNORECASE
)
_NEWSPAPER = re.compile(
    r"第?\s*[A-Z]?\d{1,3}\s*版\s*[:：]|(?:19|20)\d\d年\d{1,2}月\d{1,2}日\s*(?:(?:星期|周)[一二三四五六日天]|第?\s*[A-Z]?\d{1,3}\s*版)"
)
_CONTACT = re.compile(r"[(（]?联\s*系\s*人\s*[:：]")
_FILE = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|zip|rar|jpg|png|mp4)\b|附件下载", re.IGNORECASE)
_POSTED = re.compile(r"\W*(?:posted|published|updated|last updated|first published)\b.{0,12}\d", re.IGNORECASE)
_BY = re.compile(r"by\s+[A-Z][\w.'\-]*(?:\s+(?:[A-Z][\w.'\-]*|and|&)){0,5}(?:,\s*[A-Z]\w+)?", re.IGNORECASE)
_SPLIT = re.compile(r"\s*[|｜¦│·•\[\]【】/]+\s*|\s{2,}|\t|\s+")
_COUNT = re.compile(r"\d+(?:\.\d+)?\s*(?:万|千|k)?\s*(?:次|人|条|个|阅读|评论|赞)?", re.IGNORECASE)


_LONGEST = 1_000
"""A longer line is of the article, or of nothing that could be told by its looks."""


class Part(StrEnum):
    """What a line is beside the article."""

    PAGE_MARK = "page_mark"
    LINKS = "links"
    FIELD = "field"
    NOTICE = "notice"
    SUMMARY = "summary"  # of the article, which may say nothing of its own
    TAIL = "tail"  # the heading of a list of links


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Tells what lines are, by the words of the lexicon."""

    links: frozenset[str]
    tails: frozenset[str]
    label: re.Pattern[str]
    bare_label: re.Pattern[str]
    tail_label: re.Pattern[str]
    summary: re.Pattern[str]
    notice: re.Pattern[str]
    weights: Mapping[str, int]

    def part(self, line: Line) -> Part | None:
        """What part of the page's frame the line is, by itself; None where nothing shows it."""
        text = line.text
        if len(text) > _LONGEST:
            return None
        if len(text) <= 80 and _PAGE_MARK.fullmatch(text) and _PAGED.search(text):
            return Part.PAGE_MARK
        if self.summary.match(text):
            return Part.SUMMARY
        if _CONTACT.match(text):
            return None
        if len(text) <= 120 and (
            _FILE.search(text) or _POSTED.match(text) or _BY.fullmatch(text) or _NEWSPAPER.match(text)
        ):
            return Part.FIELD
        if self._is_tail(text):
            return Part.TAIL
        if self._is_crumbs(text, line) or self._is_links(text):
            return Part.LINKS
        if self._is_field(text, line):
            return Part.FIELD
        return Part.NOTICE if self._is_notice(text, line) else None

    def _is_tail(self, text: str) -> bool:
        bare = re.sub(r"^[\W_]+|[\W_\d]+$|(?:更多|more)\W*$", "", text.lower()).strip()
        bare = re.sub(r"[\W_]+$", "", bare)
        return bare in self.tails or bool(self.tail_label.match(text.lower()))

    def _is_crumbs(self, text: str, line: Line) -> bool:
        if line.is_sentence and len(text) > 60:
            return False
        if _CRUMBS.match(text):
            return True
        steps = [step for step in _CRUMB_MARKS.split(text) if step]
        return len(steps) >= 3 and max(map(len, steps[:-1])) <= 12 and not line.is_sentence and not is_number(steps[-1])

    def _is_links(self, text: str) -> bool:
        if text.lower().strip(" []【】|·•<>") in self.links:
            return True
        tokens = [token.lower() for token in _SPLIT.split(text) if token]
        if len(tokens) < 2:
            return False
        hits = sum(len(token) for token in tokens if token in self.links or _COUNT.fullmatch(token))
        named = sum(token in self.links for token in tokens)
        return named >= 1 and hits * 2 > sum(map(len, tokens)) and not all(map(is_number, tokens))

    def _is_field(self, text: str, line: Line) -> bool:
        if line.is_sentence and len(text) > 40:
            return False
        without_clock = _CLOCK.sub(" ", text)
        if self.bare_label.fullmatch(text.lower()):
            return True
        labels = len(self.label.findall(without_clock.lower()))
        if labels and (self.label.match(text.lower().lstrip("([（【〔•·* "))):
            return True
        if labels and without_clock != text:
            return True
        if labels >= 2:
            return True
        if without_clock == text or not _is_stamp(text):
            return False
        return len(without_clock.strip(" |()（）[]")) <= 12 or bool(_COUNTED.search(without_clock))

    def _is_notice(self, text: str, line: Line) -> bool:
        low = text.lower()
        weight = sum(self.weights[word] for word in set(self.notice.findall(low)))
        if not line.is_sentence or len(text) <= 25:
            return weight >= 2 or (weight == 1 and len(text) <= 60)
        return weight >= 2 and (len(text) <= 150 or weight * 50 >= len(text))


def _is_stamp(text: str) -> bool:
    """Whether a date is set as pages set it (figures, or with the hour), not as a letter is signed."""
    return bool(re.search(r"\d:\d\d|\d[-/.]\d{1,2}[-/.]\d|[a-z]{3}", text, re.IGNORECASE))


@lru_cache(maxsize=8)
def _judge(terms: tuple[Term, ...]) -> Judge:
    def words(sense: str) -> tuple[str, ...]:
        longest_first = sorted((t.word.lower() for t in terms if t.sense == sense), key=lambda word: (-len(word), word))
        return tuple(dict.fromkeys(longest_first))

    return Judge(
        links=frozenset(words("nav")),
        tails=frozenset(words("tail")),
        label=_labels(words("label")),
        bare_label=re.compile(rf"(?:{any_of(words('label')).pattern})\s+\S{{1,12}}(?:\s+\S{{1,4}})?"),
        tail_label=_labels(words("tail")),
        summary=_summary(any_of(words("summary")).pattern),
        notice=any_of(words("notice")),
        weights={term.word.lower(): int(term.value or 1) for term in terms if term.sense == "notice"},
    )


def judge_of(lexicon: Lexicon) -> Judge:
    """The judge of lines by the table `boilerplate`; made once for the same words."""
    return _judge(lexicon.terms("boilerplate"))


def _labels(words: tuple[str, ...]) -> re.Pattern[str]:
    names = "|".join(r"\s*".join(map(re.escape, word)) for word in words) or r"(?!)"
    return re.compile(rf"(?<![a-z])(?:{names})\d?\s*[:：]")


def _summary(words: str) -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{words})\W*[:：]|[\[【(（]\s*(?:{words})\s*[\]】)）]", re.IGNORECASE)
