"""Chinese that stands on an English page as it was published: names and quotations that say which language they are."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from zhibiao.web.frame.words import DeskWords

_HAN = re.compile(
    r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+(?:[\s\w.,%·-]*[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+)*"
)


def quoted(text: str, words: DeskWords) -> Markup:
    """What somebody wrote, its Chinese marked as Chinese where the page is not.

    >>> str(quoted("市商务局 & 2025", DeskWords("en")))
    '<span lang="zh-CN">市商务局</span> &amp; 2025'
    >>> str(quoted("市商务局", DeskWords("zh")))
    '市商务局'
    """
    if words.lang == "zh":
        return escape(text)
    told, end = Markup(), 0
    for run in _HAN.finditer(text):
        told += escape(text[end : run.start()]) + Markup('<span lang="zh-CN">{}</span>').format(run[0])
        end = run.end()
    return told + escape(text[end:])


def tongue(text: str, words: DeskWords) -> Markup:
    """The attribute that says that an element holds Chinese on an English page; nothing elsewhere.

    >>> str(tongue("市商务局", DeskWords("en")))
    ' lang="zh-CN"'
    """
    return Markup(' lang="zh-CN"') if words.lang == "en" and _HAN.search(text) else Markup()
