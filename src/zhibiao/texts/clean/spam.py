"""Advertisements spliced into sentences: names of gambling sites, addresses, notes against copying."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from zhibiao.texts.clean.traced import Traced
from zhibiao.texts.lexicon import Lexicon

_ADDRESS = (
    r"(?:https?://|www\.)[A-Za-z0-9.\-_/?=&%#~:]+"
    r"|(?<![A-Za-z0-9@.])[A-Za-z0-9][A-Za-z0-9\-]{1,40}(?:\.[A-Za-z0-9\-]{1,40}){0,3}"
    r"\.(?:com|cn|net|org|cc|vip|top|xyz|info|tv|io|club|site|online)(?:\.cn)?(?![A-Za-z0-9@.])(?:/[A-Za-z0-9._/?=&%#\-]*)?"
)
_LET_STAND = re.compile(r"(?:登录|登陆|网址|网站|官网|邮箱|平台|[:：@])[ (（]*$")
_OPEN, _CLOSE = r"[(（\[【〔<《“\"]", r"[)）\]】〕>》”\"]"
_NOTE_WORDS = (
    r"(?:本文|文章|内容|稿件)(?:来源|来自|转自|出自|摘自)|(?:责任)?编辑[:：]|责编[:：]|(?:文章|信息|稿件)?来源[:：]"
    r"|转载请|未经.{0,6}(?:授权|许可)|更多.{0,12}(?:关注|访问|登录|点击)"
)
_NOTE = re.compile(
    rf"[(（\[【〔](?:{_NOTE_WORDS}|广告|查看更多|点击查看|查看详情|详情|详细|全文|阅读全文|图源|资料图)"
    r"[^()（）\[\]【】〔〕\n]{0,60}[)）\]】〕]"
)


def without_spam(text: Traced, lexicon: Lexicon) -> Traced:
    """The text without advertisements, addresses of sites and notes against copying, punctuation left behind mended."""
    text = text.without(_sites(text.text, lexicon))
    text = text.without(found.span() for found in _NOTE.finditer(text.text))
    return text.without(_addresses(text.text))


def _sites(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    brands = tuple(term.word for term in lexicon.terms("spam", "brand"))
    webs = tuple(term.word for term in lexicon.terms("spam", "web"))
    for found in _chain(brands, webs).finditer(text):
        yield _widened(text, found.start(), found.end())


@lru_cache(maxsize=8)
def _chain(brands: tuple[str, ...], webs: tuple[str, ...]) -> re.Pattern[str]:
    """A name with any words of the web about it."""
    name, web = (_any(words) for words in (brands, webs))
    return re.compile(
        rf"(?:(?:{web})[ ·_-]?){{0,3}}(?:{name})(?:[ ·_|\-]{{0,2}}(?:{name}|{web})){{0,8}}", re.IGNORECASE
    )


def _any(words: tuple[str, ...]) -> str:
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return (
        "|".join(
            rf"(?<![A-Za-z0-9]){re.escape(word)}(?![A-Za-z0-9])" if word.isascii() else re.escape(word)
            for word in ordered
        )
        or r"(?!)"
    )


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """With the brackets about it, and one of two commas that would meet."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if before and after and re.fullmatch(_OPEN, before) and re.fullmatch(_CLOSE, after):
        start, end = start - 1, end + 1
        before, after = text[start - 1 : start], text[end : end + 1]
    if after and after in ",，、;；。" and (not before or before in ",，、;；。:：\n"):
        end += 1
    return start, end


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    if "." not in text:
        return
    for found in re.finditer(_ADDRESS, text):
        start, end = found.span()
        if ".gov." not in found.group() and not _LET_STAND.search(text[max(0, start - 8) : start]):
            yield _widened(text, start, end)
