"""English pages hold no Chinese but names and what says that it is Chinese; every page, every person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from web.conftest import PEOPLE, Sign
from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.desk import Desk
from zhibiao.web.doors.guard import rights

READERS = ("", *(one.id for one in PEOPLE))
_HAN = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+")
_NAMED = {
    "enterprise": "LH-S04",
    "reference": "LH-S04/2025-03/v1",
    "submission": "58",
    "person": "lin",
    "number": "1",
    "seq": "1",
    "part": "entries",
}
_SWITCH = frozenset({"中文"})  # the way back to Chinese is in Chinese


class _Texts(HTMLParser):
    """What is read or heard of a page, each piece with the language that it says it is in."""

    _HEARD = ("alt", "aria-label", "placeholder", "title", "content", "data-head", "data-busy", "data-chosen")

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._inside: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        says_so = tag != "html" and (told.get("lang") or "").startswith("zh")  # a whole page has no such excuse
        is_chinese = says_so or bool(self._inside and self._inside[-1][1])
        if tag not in ("input", "meta", "link", "br", "img", "hr", "col", "wbr"):
            self._inside.append((tag, is_chinese))
        if not is_chinese:
            self.found += [value for name, value in attrs if name in self._HEARD and value]

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not (self._inside and self._inside[-1][1]):
            self.found.append(data)


def han_in(page: str) -> set[str]:
    """Runs of Chinese that are not said to be Chinese."""
    parser = _Texts()
    parser.feed(page)
    return {run for text in parser.found for run in _HAN.findall(text)} - _SWITCH


def names_in(opened: OpenBook) -> str:
    """What people and files are called, and what somebody wrote, all in one text."""
    return "\n".join(_written(opened))


def _written(opened: OpenBook) -> Iterator[str]:
    yield from (one.name for one in PEOPLE)
    yield from (one.name.zh for one in opened.city)
    yield from (one.name for one in opened.store.submissions.all())
    for decision in opened.store.decisions():
        yield from (one.reason for one in decision.signatures if getattr(one, "reason", ""))


def _addresses(decision: str) -> list[str]:
    named = _NAMED | {"decision": decision}
    paths = [
        path for method, path in rights() if method == "GET" and not path.startswith(("/api/", "/metrics", "/health"))
    ]
    return [re.sub(r"{(\w+)}", lambda found: named.get(found[1], "1"), one) for one in paths]


@pytest.mark.parametrize("person", READERS)
def test_an_english_page_is_in_english(sign: Sign, desk: Desk, decision: str, person: str) -> None:
    client, read, wrong = sign(person), 0, dict[str, list[str]]()
    with desk.book() as opened:
        names = names_in(opened)
    for address in _addresses(decision):
        answer = client.get(address, params={"lang": "en"})
        if "html" not in answer.headers.get("content-type", "") or answer.status_code >= 500:
            continue
        read += 1
        left = sorted(run for run in han_in(answer.text) if run not in names)
        if left:
            wrong[address] = left[:8]
    assert read >= (20 if person else 5)
    assert {} == wrong


def test_a_chinese_word_on_an_english_page_is_found() -> None:
    assert {"指标"} == han_in('<p lang="zh-CN">办法</p><p title="x">Quota 指标</p>')
    assert {"办法"} == han_in('<html lang="zh-CN"><p>办法</p></html>')
    assert {"图"} == han_in('<div role="img" aria-label="图"></div>')
