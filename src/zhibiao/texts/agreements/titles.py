"""Signings in clauses: the verb, the title of what is signed, and the words before it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhibiao.texts.lexicon import Lexicon

_AHEAD = re.compile(
    r"(?:将|拟|计划|有望|预计|可望|力争|争取|推动|推进|促成|尽快|抓紧|即将|要|准备|支持|鼓励|组织|引导|督促|加快)[^,，。]{0,20}$"
)
_NEGATED = re.compile(r"(?:未|没有?|尚未|不|无需|依据|根据|按照|此前|曾)[^,，。]{0,4}$")
_COUNTED = re.compile(r"[^《]{0,8}?[\d一二三四五六七八九十百]+\s*(?:余|多)?\s*(?:个|项|份|单|笔|家|亿|万)")
_TITLED = re.compile(r"《([^》]{2,80})》")
_PROJECT = re.compile(r"项目|工程")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """A signing told in a clause: the words before its verb, its titles, and where they stand."""

    before: str
    titles: tuple[str, ...]
    is_titled: bool
    start: int
    end: int


class SigningFinder:
    """Finds signings in clauses; its patterns are made once for a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        verb = lexicon.pattern("agreements", "sign").pattern
        title = lexicon.pattern("agreements", "title").pattern
        self.alliances = lexicon.by_word("agreements", "alliance")
        alliance = lexicon.pattern("agreements", "alliance").pattern
        self.verb = re.compile(rf"(?:{verb})(?:了|订|署)?")
        self.named = re.compile(
            rf"(?:了)?(?P<title>[^,，。;；:：《》]{{0,40}}?(?:{title}))(?![^,，。;；]{{0,2}}(?:金额|总额|额))"
        )
        self.ceremony = re.compile(
            rf"(?P<title>(?:{alliance}|[^,，。与和同]{{0,16}}?(?:{title})))(?:的)?(?:集中)?签[约署订](?:仪式|大会|活动)?"
        )
        self.allied = re.compile(rf"(?:{alliance})")

    def find(self, text: str, start: int, end: int) -> Signing | None:
        """The signing that the clause from `start` to `end` tells as done, None where it tells none."""
        clause = text[start:end]
        ceremony = self.ceremony.search(clause)
        if ceremony:
            return self._by_ceremony(clause, ceremony, start, end)
        for verb in self.verb.finditer(clause):
            found = self._by_verb(clause, verb, start, end)
            if found:
                return found
        return None

    def _by_verb(self, clause: str, verb: re.Match[str], start: int, end: int) -> Signing | None:
        before, after = clause[: verb.start()], clause[verb.end() :]
        if (
            _AHEAD.search(before)
            or _NEGATED.search(before)
            or _COUNTED.match(after)
            or after.startswith(("的", "以来", "后"))
        ):
            return None
        titled = tuple(_TITLED.findall(after))
        if titled:
            return Signing(before=before, titles=titled, is_titled=True, start=start, end=end)
        named = self.named.match(after)
        if named:
            title = re.sub(r"^了|[“”\"]", "", named.group("title"))
            return Signing(before=before, titles=(title,), is_titled=False, start=start, end=end)
        return None

    def _by_ceremony(self, clause: str, found: re.Match[str], start: int, end: int) -> Signing | None:
        before = re.sub(r"(?:举行|举办|召开|的)+$", "", clause[: found.start()])
        if _AHEAD.search(before) or _NEGATED.search(before) or _PROJECT.search(clause[found.start() :]):
            return None
        words = found.group("title")
        term = self.alliances.get(words)
        titled = _TITLED.findall(clause)
        titles = tuple(titled) or ((term.value if term else words),)
        return Signing(before=before, titles=titles, is_titled=bool(titled), start=start, end=end)
