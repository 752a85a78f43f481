"""A crawler that opens whatever a viewer can reach, and the figures and names of others that must not be there."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from starlette.testclient import TestClient

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.resources import sectors
from zhibiao.monthly.returns import Return
from zhibiao.terms.access import Viewer
from zhibiao.terms.enterprise import Enterprise
from zhibiao.writers.wording import figure

_LINK = re.compile(r'(?:href|src|action|hx-get)="([^"#]+)')
_NUMBER = re.compile(r"(?<![\w.,#-])\d[\d,]*(?:\.\d+)?(?![\w])")
_TEXT_RUN = re.compile(r"<(?:w:t|t|v|is)[^>]*>([^<]*)<")
_OFFICE = (".docx", ".xlsx")
_SHORT = 5


@dataclass(frozen=True, slots=True)
class Foreign:
    """What must not be seen: numbers as people and programs write them, and names as they stand.

    Numbers of five digits meet by chance on pages full of them: two of these on one answer are no chance any more.
    """

    numbers: frozenset[str]
    short: frozenset[str]
    names: frozenset[str]

    def found_in(self, text: str) -> set[str]:
        """What of it stands in a text."""
        seen = {one.replace(",", "") for one in _NUMBER.findall(text)}
        short = seen & self.short
        names = {name for name in self.names if name in text}
        return (seen & self.numbers) | names | (short if len(short) > 1 else set())


@dataclass(slots=True)
class Walk:
    """What a walk met: addresses with their status, and what stood there that must not."""

    seen: dict[str, int] = field(default_factory=dict)
    leaks: list[tuple[str, str]] = field(default_factory=list)


def foreign_to(opened: OpenBook, viewer: Viewer) -> Foreign:
    """What of the book belongs to others alone: their tonnes by month and year, their money, their quotas, their names.

    A figure that somebody visible has too, or that the city has as a whole, tells nothing and is left out.
    """
    others = [one for one in opened.city if not viewer.sees(one.id)]
    own = [one for one in opened.city if viewer.sees(one.id)]
    known = {
        str(abs(int(fact.value)))
        for item in opened.store.returns()
        if viewer.sees(item.enterprise)
        for fact in item.facts
    }
    known |= {text for one in own for text in _tonnes(opened, one)} | {str(one) for one in _totals(opened)}
    theirs = {text for one in others for text in (*_tonnes(opened, one), *_money(opened, one))} - known
    names = {text for one in others for text in (one.name.zh, one.name.en, one.credit_code) if text}
    # Between two heads in the open, a posting could be guessed until its hash fits.
    names |= {opened.store.head()}
    short = frozenset(one for one in theirs if len(one) == _SHORT)
    return Foreign(numbers=frozenset(theirs) - short, short=short, names=frozenset(names))


def _tonnes(opened: OpenBook, firm: Enterprise) -> Iterator[str]:
    """What an enterprise made in each month and since each January, its quotas and bases; as people write it too."""
    industry = sectors().get(firm.sector)
    found = [
        int(fact.value)
        for item in _returns(opened, firm)
        for fact in item.facts
        if industry and fact.field == industry.quantity
    ]
    for decision in opened.store.decisions():
        found += [
            tonnes
            for share in decision.body["shares"]
            if share["enterprise"] == firm.id
            for tonnes in (share["quota_t"], share["base_t"])
        ]
    for one in found:
        if len(str(one)) >= _SHORT:
            yield str(one)
        if one >= 1_000_000:
            yield figure(Decimal(one) / 10_000, 2).replace(",", "")
            yield figure(Decimal(one) / 1_000, 1).replace(",", "")


def _money(opened: OpenBook, firm: Enterprise) -> Iterator[str]:
    """Its yuan of ten million and more."""
    for item in _returns(opened, firm):
        for fact in item.facts:
            if fact.field.endswith("_yuan") and abs(fact.value) >= 10**7:
                yield str(abs(int(fact.value)))


def _returns(opened: OpenBook, firm: Enterprise) -> list[Return]:
    """Those of the last two years."""
    return [one for one in opened.store.returns() if one.enterprise == firm.id and one.period.start.year >= 2024]


def _totals(opened: OpenBook) -> set[int]:
    """What the city has as a whole: caps, and sums of quotas."""
    bodies = [one.body for one in opened.store.decisions()]
    return {body["cap_t"] for body in bodies} | {sum(share["quota_t"] for share in body["shares"]) for body in bodies}


def walk(client: TestClient, starts: Iterable[str], foreign: Foreign, *, follows: bool = True) -> Walk:
    """Open the starts and, where it follows, everything that they lead to, one page of each kind."""
    found, kinds, queue = Walk(), set[object](), deque(starts)
    asked_for = set(queue)
    while queue:
        address = queue.popleft()
        kind = _kind(address)
        if address in found.seen or (address not in asked_for and kind in kinds):
            continue
        if address not in asked_for:
            kinds.add(kind)
        answer = client.get(address)
        found.seen[address] = answer.status_code
        name = answer.headers.get("content-disposition", "")
        text = readable(answer.content, name) + str(dict(answer.headers))
        asked = unquote(address)
        found.leaks += [(address, one) for one in sorted(foreign.found_in(text)) if one not in asked]
        if follows and ("html" in answer.headers.get("content-type", "") or "location" in answer.headers):
            links = [html.unescape(one) for one in _LINK.findall(answer.text)]
            queue.extend(_local(address, [*links, answer.headers.get("location", "")]))
    return found


def readable(content: bytes, name: str = "") -> str:
    """What a person or a program reads in an answer: the text of pages, and of what Word and Excel files hold."""
    if content[:2] == b"PK" or any(end in name for end in _OFFICE):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [archive.read(one).decode(errors="ignore") for one in archive.namelist() if one.endswith(".xml")]
        runs = "\n".join(" ".join(_TEXT_RUN.findall(part)) + "".join(_TEXT_RUN.findall(part)) for part in parts)
        return html.unescape(runs)
    text = content.decode(errors="ignore")
    return json.dumps(json.loads(text), ensure_ascii=False) if text[:1] in ("{", "[") else html.unescape(text)


def _local(base: str, links: Iterable[str]) -> Iterator[str]:
    for link in links:
        address = urljoin(base, link)
        if link and address.startswith("/") and not address.startswith(("/static", "/sign-out", "/language")):
            yield address


def _kind(address: str) -> object:
    """Pages that differ in figures of their address alone are of one kind."""
    parts = urlsplit(address)
    asked = {name: value if name in ("as", "table", "lang", "sort") else "" for name, value in parse_qsl(parts.query)}
    return re.sub(r"\d+", "0", parts.path), tuple(sorted(asked.items()))
