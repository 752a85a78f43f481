"""Advertisements spliced into sentences: names of gambling sites, addresses, notes against copying."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from zhibiao.texts.clean.traced import Traced
from zhibiao.texts.lexicon import Lexicon, Term

_ADDRESS = re.compile(
    r"(?:https?://|www\.)[A-Za-z0-9.\-_/?=&%#~:]{3,200}"
    r"|(?<![A-Za-z0-9@.\-])[A-Za-z0-9][A-Za-z0-9\-]{1,40}(?:\.[A-Za-z0-9\-]{1,40}){0,3}"
    r"\.(?:com|cn|net|org|cc|vip|top|xyz|info|tv|io|club|site|online)(?:\.cn)?(?![A-Za-z0-9@.])(?:/[A-Za-z0-9._/?=&%#\-]{0,200})?"
)
_LET_STAND = re.compile(r"(?:登录|登陆|网址|网站|官网|邮箱|平台|at|visit|see|[:：@])[ (（]*$", re.IGNORECASE)
_WATERMARK = re.compile(
    r"(?<=[\u4e00-\u9fff])[a-z]{1,8}[0-9]{0,4}[\u4e00-\u9fff]{1,4}(?:网|论坛|社区)(?=[\u4e00-\u9fff])"
)
_OPEN, _CLOSE = '(（[【〔<《“"', ')）]】〕>》”"'
_NOTE = re.compile(
    r"[(（\[【〔](?:(?:本文|文章|内容|稿件)(?:来源|来自|转自|出自|摘自)|(?:责任)?编辑[:：]|责编[:：]|(?:文章|信息|稿件)?来源[:：]"
    r"|转载请|未经.{0,6}(?:授权|许可)|(?:更多|精彩|详情).{0,12}(?:关注|访问|登录|点击|下载|扫码|搜索)"
    r"|(?:请|点击|立即|扫码)?(?:关注|下载|搜索|打开).{0,16}(?:公众号|APP|app|客户端|微信)"
    r"|长按.{0,6}(?:识别|扫|关注)|(?:识别|扫描?|扫一扫).{0,6}二维码|扫一扫|扫码"
    r"|(?:此处|以[上下])?.{0,3}广告|查看更多|点击查看|查看详情|详情|详细|全文|阅读全文|图源|资料图)[^()（）\[\]【】〔〕\n]{0,60}[)）\]】〕]"
)
_INLINE_NOTE = re.compile(
    r"(?:本文|文章|内容)(?:来自|转自|来源于|转载自|出自|首发于)[^,，。!！?？\s“”()（）]{1,12}?"
    r"(?:网站|网|在线|论坛|公众号|平台|\.com|\.cn)(?=[\u4e00-\u9fff“])"
)
_SENTENCE_NOTE = re.compile(
    r"(?:(?<=[。!！?？])|(?<=\n))[ ]*[^。!！?？\n]{0,8}"
    r"(?:本文(?:来自|来源于|转自|转载自)|转载请注明|更多.{0,16}(?:请关注|敬请关注|请访问|请登录|请下载)|未经授权.{0,8}转载)"
    r"[^。!！?？\n]{0,60}[。!！?？]"
)
# Whoever asks to be added, and offers in brackets: neither is a word of an article.
_CONTACT = re.compile(
    r"(?:请|可|需要?)?(?:加|添加|搜索?|咨询|联系)(?:我们?|客服|小编|老师)?的?"
    r"(?:微信公?众?号?|薇信|[vV][信xX]|[qQ][qQ]|扣扣)[号群]?[:：]?[ ]?"
    r"(?:[A-Za-z0-9_\-]{4,20}|(?:领|送|看|获取|索取|下载)(?:最新|免费)?(?:报价单?|资料|行情|红包|优惠券|价格表|研报|早报|日报))"
)
_OFFER = re.compile(
    r"[【\[〔][^【】\[\]〔〕\n]{0,16}(?:免费|领取|优惠|抢购|限时|扫码|加群|开户|订阅|特价|点击|下载)[^【】\[\]〔〕\n]{0,16}[】\]〕]"
)


def without_spam(text: Traced, lexicon: Lexicon) -> Traced:
    """The text without advertisements, addresses of sites and notes against copying, their commas with them."""
    chain = _chain(lexicon.terms("spam"))
    text = text.without(_widened(text.text, *found.span()) for found in chain.finditer(text.text))
    for pattern in (_NOTE, _INLINE_NOTE, _SENTENCE_NOTE, _WATERMARK, _CONTACT, _OFFER):
        text = text.without(found.span() for found in pattern.finditer(text.text))
    return text.without(_addresses(text.text))


@lru_cache(maxsize=8)
def _chain(terms: tuple[Term, ...]) -> re.Pattern[str]:
    """What is spam: a name that only such sites bear, with words of the web about it; or a theme of theirs among words
    of the web, one of which asks to do something there (`hard`)."""
    name, theme, web = (_any(t.word for t in terms if t.sense == sense) for sense in ("brand", "theme", "web"))
    hard = _any(term.word for term in terms if term.value == "hard")
    between = r"[ ·_|\-]{0,2}"
    named = rf"(?:(?:{web}|{theme}){between}){{0,3}}(?:{name})(?:{between}(?:{name}|{web}|{theme})){{0,8}}"
    inner = rf"(?:(?:{web}|{theme}){between}){{0,3}}"
    asked = rf"(?:(?:{web}){between}){{0,3}}(?:{theme}){between}{inner}(?:{hard})(?:{web}|{theme}){{0,4}}"
    starts = "".join(
        sorted({re.escape(char) for term in terms for char in (term.word[0].lower(), term.word[0].upper())})
    )
    return re.compile(rf"(?=[{starts}])(?:{named}|{asked})", re.IGNORECASE)


def _any(words: Iterable[str]) -> str:
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    edges = ((r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])") if word.isascii() else ("", "") for word in ordered)
    return "|".join(f"{a}{re.escape(word)}{b}" for word, (a, b) in zip(ordered, edges, strict=True)) or r"(?!)"


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """With the brackets about it, and one of two commas that would meet."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if before and after and before in _OPEN and after in _CLOSE:
        start, end = start - 1, end + 1
        before, after = text[start - 1 : start], text[end : end + 1]
    if after and after in ",，、;；" and (not before or before in ",，、;；。:：\n"):
        end += 1
    return start, end


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    if "." not in text:
        return
    for found in _ADDRESS.finditer(text):
        start, end = found.span()
        if ".gov." not in found.group() and not _LET_STAND.search(text[max(0, start - 8) : start]):
            yield _widened(text, start, end)
