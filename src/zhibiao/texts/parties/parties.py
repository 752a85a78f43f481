"""Who acts and where, for any stretch of a page."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from zhibiao.texts.layout import Role
from zhibiao.texts.page import Page
from zhibiao.texts.parties.duties import Duty, duties_in
from zhibiao.texts.parties.issuing import home_of, issuers_of
from zhibiao.texts.parties.names import Names, Party, names_in
from zhibiao.texts.parties.places import PlaceMention, places_in
from zhibiao.texts.parties.subjects import head_of, people_in, subject_of

_SIGNING = re.compile(r"签|协议|合作|备忘录|合同")
_OTHERS = re.compile(
    r"(?:高于|低于|居|排|超过|追平|好于|快于|优于|领先|占|比|同比|列|位列|排名|较|销往|出口到?|来自|面向|辐射)$"
)
_WHOLE = re.compile(r"(?:全|我|本)([国省市县区])(?!家|民|级|人|排|位|第|前|首|平均|水平|领先)")
_RANKED = re.compile(r"第.{1,3}位|前列|首位|排名")
_LEGAL = re.compile(r"(?<=[㐀-鿿]{4})有限(?:责任)?公司$")
_OF_MEETING = re.compile(
    r"(?:本次|此次|联席|座谈|推进)?会议?(?:还|也)?(?:强调|指出|要求|明确|议定|决定|提出|认为|审议|部署|确定|研究)"
)
_LEARNT = re.compile(r"从(?=[^,，。;；\n]{2,24}?(?:获悉|了解到|得知|传来))")
_FAR = 40
_NEAREST = 4
_LONGEST_PLACE = 12
_SIDES = frozenset(("place", "body", "firm", "association"))
_SUMS = re.compile(r"(?:[两三四五六七八九十上述]+[市县区省地州](?!区)|合计|共计|总计)(?!.{0,1}[局委])")
_BOTH = frozenset(("双方", "各方", "三方", "市企双方", "两家企业", "两家公司", "校企双方", "政企双方"))
_BARE_FIRM = re.compile(r"(?:该|本|我)?(?:公司|集团|企业)")
_IS_FIRM = re.compile(r"公司|集团|股份|[钢矿镁冶]")
_OF_FIRM = re.compile(r"(?:该|本)?(?:企业|公司|集团|厂)(?![要将应须需户])")
_OF_SPEAKER = frozenset(("我们", "当地", "市里", "省里"))
_OFFICES = frozenset(("局", "厅", "委", "部", "会", "协会", "中心", "支队", "院"))
_HEAD = 4
_LEVEL_OF = {"省": "province", "市": "city", "县": "county", "区": "county"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """What a page tells of actors and places; made by `parties_of`.

    `subjects` holds, clause by clause, who acts in it by its own words. `signers` are the sides of the signing that
    the page tells of; `home` is the area that it is about.
    """

    page: Page
    issuers: tuple[str, ...]
    home: PlaceMention | None
    places: tuple[PlaceMention, ...]
    called: Mapping[str, str]
    """The full names of the areas by what the page calls them."""
    duties: tuple[Duty, ...]
    wide: tuple[Duty, ...]
    """Those duties that hold others."""
    subjects: tuple[tuple[Party, ...], ...]
    acting: tuple[int, ...]
    """For each clause the number of the one whose subject acts in it, -1 where its paragraph names nobody so far."""
    named: tuple[Party, ...]
    """Institutions that clauses begin with, whether or not they act."""
    firms: tuple[Party, ...]
    signers: tuple[str, ...]

    def actors_of(self, start: int, end: int) -> tuple[str, ...]:
        """Who must do or did what stands between two places: who is answerable for it by a list of duties, else the
        subject of its clause, else the last one before it in its paragraph, else the issuing body."""
        return self.duty_of(start, end) or self.doers_of(start, end) or self._owner_at(start) or self._issuing()

    def _owner_at(self, start: int) -> tuple[str, ...]:
        """The one firm of the page, where a clause begins with 企业 or 公司 (`企业总产能减至…`)."""
        clause = self.page.layout.clauses[self.page.layout.clause_at(start)] if self.page.layout.clauses else None
        if clause is None or not _OF_FIRM.match(self.page.text, head_of(self.page.text, clause.start, clause.end)):
            return ()
        names = {_LEGAL.sub("", one.name) for one in self.firms}
        return tuple(names) if len(names) == 1 else ()

    def meant_by(self, actors: tuple[str, ...], start: int) -> tuple[str, ...]:
        """Actors as a reader quoted them at a place, with 双方 and 公司 replaced by whom they mean there."""
        found: list[str] = []
        for name in actors:
            if name in _BOTH:
                found += self.signers or (name,)
            elif _BARE_FIRM.fullmatch(name):
                found += self._last_of(self.firms, start) or tuple(
                    one for one in self._issuing() if _IS_FIRM.search(one)
                )
            else:
                found.append(name)
        return tuple(dict.fromkeys(found)) or actors

    def duty_of(self, start: int, end: int) -> tuple[str, ...]:
        """Who is answerable by 牵头单位 or 责任单位, empty where nobody is named."""
        number = bisect_right(self.duties, start, key=lambda duty: duty.start)
        near = self.duties[max(0, number - _NEAREST) : number]
        within = [duty for duty in (*self.wide, *near) if duty.start <= start and end <= duty.end]
        return min(within, key=lambda duty: duty.end - duty.start).actors if within else ()

    def doers_of(self, start: int, end: int) -> tuple[str, ...]:
        """The subject of the clause, or the last one before it in the same paragraph; empty where there is none."""
        if not self.acting:
            return ()
        clauses = self.page.layout.clauses
        number = self.acting[self.page.layout.clause_at(max(start, end - 1))]
        return self._resolved(self.subjects[number], clauses[number].start) if number >= 0 else ()

    def firm_of(self, start: int) -> tuple[str, ...]:
        """The one firm that acts in the sentence of a place, empty where none or several do."""
        layout = self.page.layout
        if not layout.sentences:
            return ()
        sentence = layout.sentences[layout.sentence_at(start)]
        number = bisect_right(self.firms, sentence.start - 1, key=lambda one: one.start)
        names = {one.name for one in takewhile(lambda one: one.start < sentence.end, self.firms[number:])}
        return tuple(names) if len(names) == 1 else ()

    def place_of(self, start: int, end: int) -> str | None:
        """The area that a statement is about: its clause's own, that of the nearest clause before it in the sentence,
        its headings', the page's; a sum of several (三市合计) is about none of them in particular."""
        layout = self.page.layout
        if not layout.clauses:
            return None
        number = layout.clause_at(start)
        clause = layout.clauses[number]
        earlier = takewhile(
            lambda one: one.sentence == clause.sentence, reversed(layout.clauses[max(0, number - _FAR) : number])
        )
        for first, last in (
            (clause.start, max(end, clause.end)),
            *((one.start, one.end) for one in earlier if not _SUMS.match(self.page.text, clause.start)),
            *reversed(layout.headings_over(start)),
        ):
            told, name = self._scope(first, last)
            if told:
                return name
        return self.home.name if self.home else None

    def place_at_head_of(self, words: str) -> str | None:
        """The area with whose name some words begin, None where they begin with none that the page names."""
        return next((name for size in range(_LONGEST_PLACE, 1, -1) if (name := self.called.get(words[:size]))), None)

    def _scope(self, start: int, end: int) -> tuple[bool, str | None]:
        """Whether words between two places name an area, and which; the whole country is none in particular."""
        text = self.page.text
        found: list[tuple[int, str | None]] = []
        number = bisect_right(self.places, start - 1, key=lambda one: one.start)
        for place in self.places[number:]:
            if place.start >= end:
                break
            is_aside = text[place.start - 1 : place.start] in ("(", "（")  # (辽宁站) says where, not of what
            if place.end <= end and not is_aside and not _OTHERS.search(text, max(start, place.start - 4), place.start):
                found.append((place.start, place.name))
        for whole in _WHOLE.finditer(text, start, end):
            if text[whole.start() - 1 : whole.start()] == "在" and _RANKED.search(text, whole.end(), end):
                continue
            is_country = whole.group(1) == "国"
            if is_country and whole.start() > start + _HEAD:
                continue  # 全国 inside a clause belongs to a name or a comparison
            if not _OTHERS.search(text, max(start, whole.start() - 4), whole.start()):
                found.append((whole.start(), self._whole(whole.group(1))))
        if not found:
            return False, None
        return True, self._narrowest(found)

    def _narrowest(self, found: Sequence[tuple[int, str | None]]) -> str | None:
        """The first area named, or the narrower one that follows it at once (辽宁省本溪市)."""
        start, name = min(found, key=lambda one: one[0])
        number = bisect_right(self.places, start - 1, key=lambda one: one.start)
        for place, after in pairwise((*self.places[number : number + 4], None)):
            if place is None or place.start != start:
                break
            name = place.name
            if after is None or after.start != place.end:
                break
            start = after.start
        return name

    def _whole(self, level: str) -> str | None:
        """What 全市, 全省, 全国 mean on this page."""
        if level == "国":
            return None
        wanted = _LEVEL_OF[level]
        if self.home and self.home.level == wanted:
            return self.home.name
        named = Counter(place.name for place in self.places if place.level == wanted)
        return named.most_common(1)[0][0] if named else f"全{level}"

    def _resolved(self, parties: Sequence[Party], start: int) -> tuple[str, ...]:
        names: list[str] = []
        for party in parties:
            if party.sense == "both":
                names += self.signers or [party.name]
            elif party.sense == "us":
                names += self._us(party, start)
            else:
                names.append(party.name)
        return tuple(dict.fromkeys(name for name in names if name))

    def _us(self, party: Party, start: int) -> tuple[str, ...]:
        """我们 is the speaker's or issuer's body, 全市 the city, 公司 the firm named last."""
        level = _WHOLE.match(party.name)
        if level and (name := self._whole(level.group(1))):
            return (name,)
        if "公司" in party.name or "集团" in party.name or party.name == "该企业":
            return self._last_of(self.firms, start) or self._issuing()
        if party.name[0] == "该" and party.name[1:] in _OFFICES:
            told = [one for one in self.named if one.name.endswith(party.name[1:])]
            return self._last_of(told, start) or self._issuing()
        if (len(party.name) == 2 and party.name[0] in "我该本") or party.name in _OF_SPEAKER:
            return self._issuing()
        kind = party.name.lstrip("该本我")
        named = [one for one in self.named if one.name.endswith(kind) and one.name != kind]
        return self._last_of(named, start) or (kind,)

    def _last_of(self, parties: Sequence[Party], start: int) -> tuple[str, ...]:
        """The last of some parties in the order of the text that stands before a place, else the first behind it."""
        number = bisect_right(parties, start - 1, key=lambda one: one.start)
        last = parties[max(0, number - 1) : max(1, number)]
        return tuple(_LEGAL.sub("", one.name) for one in last)

    def _issuing(self) -> tuple[str, ...]:
        return tuple(_LEGAL.sub("", name) for name in self.issuers)


def parties_of(page: Page) -> Parties:
    """Read a page for who acts and where."""
    layout, text = page.layout, page.text
    places = places_in(text, page.lexicon)
    names = names_in(text, page.lexicon, places)
    people = people_in(text, page.lexicon, names, layout)
    roles = page.lexicon.pattern("institutions", "role")
    subjects = tuple(subject_of(one, text=text, names=names, people=people, roles=roles) for one in layout.clauses)
    duties = duties_in(layout)
    home = home_of(layout, places)
    speaker = _speaker(page, people)
    spokesman = next(iter(people.values()), None)
    issuers = (
        issuers_of(layout, names, home, speaker)
        or ((spokesman.name,) if spokesman else ())
        or _first_speaker(page, subjects)
    )
    return Parties(
        page=page,
        issuers=issuers,
        home=home,
        places=places,
        called={text[one.start : one.end]: one.name for one in places},
        duties=duties,
        wide=tuple(one for one, after in pairwise(duties) if after.start < one.end),
        subjects=subjects,
        acting=_acting(page, subjects),
        named=_named(page, names),
        firms=tuple(one for many in subjects for one in many if one.sense == "firm"),
        signers=_signers(page, subjects, names),
    )


def _named(page: Page, page_names: Names) -> tuple[Party, ...]:
    starts = (head_of(page.text, clause.start, clause.end) for clause in page.layout.clauses)
    found = (
        party
        for start, clause in zip(starts, page.layout.clauses, strict=True)
        for party in page_names.joint_from(start, clause.end)
    )
    told = (page_names.party_at(one.end(), one.end() + _FAR) for one in _LEARNT.finditer(page.text))
    every = sorted(
        {one.start: one for one in (*found, *(one for one in told if one))}.values(), key=lambda one: one.start
    )
    return tuple(one for one in every if one.sense in {"body", "association", "firm"})


def _acting(page: Page, subjects: Sequence[tuple[Party, ...]]) -> tuple[int, ...]:
    acting: list[int] = []
    for number, (clause, many) in enumerate(zip(page.layout.clauses, subjects, strict=True)):
        follows = number > 0 and page.layout.clauses[number - 1].line == clause.line
        is_of_all = not many and _OF_MEETING.match(page.text, head_of(page.text, clause.start, clause.end))
        acting.append(number if many else acting[-1] if follows and not is_of_all else -1)
    return tuple(acting)


def _speaker(page: Page, people: dict[str, Party]) -> Party | None:
    """The body of the person interviewed."""
    for turn in page.layout.turns:
        if not turn.is_question and (party := people.get(page.text[turn.start : turn.end].strip())) is not None:
            return party
    return None


def _first_speaker(page: Page, subjects: Sequence[tuple[Party, ...]]) -> tuple[str, ...]:
    """The first institution that acts on a page without a place."""
    told = (
        (one.name,)
        for clause, many in zip(page.layout.clauses, subjects, strict=True)
        for one in many
        if one.sense in {"firm", "body", "association"} and page.layout.lines[clause.line].role is not Role.MARGIN
    )
    return next(told, ())


def _signers(page: Page, subjects: Sequence[tuple[Party, ...]], names: Names) -> tuple[str, ...]:
    """The sides of the first signing told of; the body names them more fully than the headline."""
    lines = page.layout.lines
    told = [
        (lines[clause.line].role is Role.TITLE, tuple(one.name for one in many))
        for clause, many in zip(page.layout.clauses, subjects, strict=True)
        if len(many) > 1 and _SIGNING.search(page.text, clause.start, clause.end)
    ]
    return min(told, key=lambda one: one[0])[1] if told else _first_pair(page, names)


def _first_pair(page: Page, names: Names) -> tuple[str, ...]:
    """The sides of a page that tells of two together (`甲市与乙集团联席会议召开`)."""
    for clause in page.layout.clauses[:_FAR]:
        joined = names.joint_from(head_of(page.text, clause.start, clause.end), clause.end)
        if len(joined) == 2 and all(one.sense in _SIDES for one in joined):
            return tuple(one.name for one in joined)
    return ()
