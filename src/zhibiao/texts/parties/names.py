"""The names of institutions, by how they are built: a place or a level, a core, an ending such as 局 or 公司."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from zhibiao.texts.lexicon import Lexicon
from zhibiao.texts.parties.places import PlaceMention
from zhibiao.texts.parties.verbs import doing

_CORE = r"[㐀-鿿A-Za-z0-9·]"
_LEVEL = re.compile(
    r"(?:(?:[两二三四五六七八九十]|各)(?=[省市县区州](?!场|面|里))[省市县区州]|市|省|县|区|州|国家|中国|全国|国务院|自治区|本市|我市|园区|开发区|高新区|经开区|新区|矿区|集团)"
)
_JOINT = re.compile(r"\s*(?:、|与|和|及|同|以及|,?会同|——?)\s*")
_REST = re.compile(
    r"等(?:\d+|[一二三四五六七八九十]+)?(?:多)?(?:个|家)?(?:方面|方|单位|部门|企业|公司|有关部门|相关部门)?|双方|共同|联合"
)
_BRANCHES = re.compile(r"(?:各|相关|有关|各有关|各相关)(?:部门|单位|企业)|各部门")
_GROUP = re.compile(
    r"(?:各|有关|相关|全体|所有)(?:[市县区乡镇][(（][市县区镇街]{1,2}[)）])?[㐀-鿿]{0,8}?(?:主管部门|部门|单位|企业|地方|地区|县区|政府|公司|机构|园区|乡镇|街道|钢厂)"
    r"|[㐀-鿿]{2,8}?企业(?=要|应|须|需|必须|不得)"
)
_OF_MANY = "各有相全所已"
_UNION = re.compile(r"协会|商会|联合会|学会")
_KINDS_OF_BODY = frozenset(("协会", "商会", "学会", "联合会", "联盟", "海关", "交易所", "研究院", "学院", "管委会"))
_INVESTS = re.compile(r"建设|兴建|新建|扩建|实施|运营|打造|[\d约近超逾约了]|的")
_GATHERINGS = frozenset(("联席会议", "专班", "工作专班"))
_OF_TRADE = re.compile(r"产业|行业|工业|领域")
_OWNED = re.compile(r"(?:集团)?(?:旗下|下属|所属|控股|全资)的?(?:子公司|企业|公司)?")
_TITLE_BEFORE = re.compile(r"(?:控股股东|实际控制人|母公司|子公司|全资子公司|中共|龙头企业)")
_LONGEST_CORE = 14
_LONGEST_FREE = 7
_NO_FREE = re.compile(r"[省市县区年月日全各我该本其这那每个家来请到]|企业|行业|产业|项目")
_NO_CORE = re.compile(r"[的将要了是对向被把让使等年月日于在与和及由为从至]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One who acts: where the name stands, how it is written in full, and what it is.

    `sense` is `place`, `body`, `association`, `firm`, `group` (有关部门), `us` (我们, 我市) or `both` (双方).
    """

    start: int
    end: int
    name: str
    sense: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Finds parties in one text."""

    text: str
    at: Mapping[int, PlaceMention]
    ending: re.Pattern[str]
    senses: Mapping[str, str]
    standing: Mapping[str, str]
    firm: re.Pattern[str]
    word: re.Pattern[str]
    doing: re.Pattern[str]
    _seen: dict[int, Party | None] = field(default_factory=dict, repr=False, compare=False)

    def joint_from(self, start: int, end: int) -> tuple[Party, ...]:
        """The parties that stand joined from a place on (`甲与乙`), none where no name begins there."""
        found: list[Party] = []
        place = start
        while place < end and (party := self.party_at(place, end)) is not None:
            owned = _OWNED.match(self.text, party.end, end)
            if owned and (below := self.party_at(owned.end(), end)):
                party = below
            found.append(party)
            joint = _JOINT.match(self.text, party.end, end)
            if not joint or joint.end() == party.end:
                break
            place = joint.end()
        return tuple(found)

    def after(self, parties: tuple[Party, ...], end: int) -> int:
        """Where what follows the joined parties begins, 等方面 and the like left behind."""
        rest = _REST.match(self.text, parties[-1].end, end)
        return rest.end() if rest else parties[-1].end

    def party_at(self, start: int, end: int) -> Party | None:
        """The party whose name begins exactly at a place."""
        title = _TITLE_BEFORE.match(self.text, start, end)
        first = title.end() if title else start
        if first not in self._seen:
            self._seen[first] = self._read(first, end)
        return self._seen[first]

    def _read(self, start: int, end: int) -> Party | None:
        standing = self.word.match(self.text, start, end)
        if standing:
            return self._of_word(standing, end)
        firm = self.firm.match(self.text, start, end)
        if firm:
            stop = self._extended(firm.end(), end)
            return Party(start=start, end=stop, name=self.text[start:stop], sense="firm")
        if start in self.at:
            return self._of_place(start, end)
        level = _LEVEL.match(self.text, start, end)
        if level:
            named = self._with_ending(start, level.end(), start, end)
            if named or level.group()[0] != "各":
                return named
        group = _GROUP.match(self.text, start, end)
        if group and (group.group()[0] in _OF_MANY or not self.doing.match(self.text, start, end)):
            return Party(start=start, end=group.end(), name=group.group(), sense="group")
        whole = self._ends_at(start, end)
        if whole and whole.group() in _KINDS_OF_BODY and not self._ends_at(whole.end(), end):
            return Party(start=start, end=whole.end(), name=whole.group(), sense="us")
        if whole and len(whole.group()) > 2 and self.senses[whole.group()] == "body":
            stop = self._extended(whole.end(), end)
            return Party(start=start, end=stop, name=self.text[start:stop], sense="body")
        if self.doing.match(self.text, start, end):
            return None
        return self._with_ending(start, start + 1, start, end, is_free=True)

    def _of_word(self, standing: re.Match[str], end: int) -> Party | None:
        """我们 or 有关部门; 全省 before an institution's ending belongs to it, before an industry to nobody."""
        start, sense = standing.start(), self.standing[standing.group()]
        after = self._ends_at(standing.end(), end)
        if not after or len(standing.group()) == 1:
            return Party(start=start, end=standing.end(), name=standing.group(), sense=sense)
        if self.senses[after.group()] == "body" and (sense == "us" or standing.group()[0] == "各"):
            named = start if sense == "group" else standing.end() - 1
            return self._with_ending(start, standing.end(), named, end)
        return None

    def _of_place(self, start: int, end: int) -> Party:
        """A place, or an institution of the place; of places in a row (省, 市) the narrowest names it."""
        inner, place = start, self.at[start]
        while place.end in self.at and place.end < end:
            inner, place = place.end, self.at[place.end]
        alone = Party(start=start, end=place.end, name=place.name, sense="place")
        if self.doing.match(self.text, place.end, end) and not self._ends_at(place.end, end):
            return alone
        return self._with_ending(start, place.end, inner, end) or alone

    def _with_ending(self, start: int, core: int, named: int, end: int, *, is_free: bool = False) -> Party | None:
        """The institution that begins at `start`, its ending looked for from `core` on, its name from `named` on.

        A free one begins with neither a place nor a level (市, 省): a firm or an association of few characters, since
        nothing else tells where its name starts.
        """
        limit = min(end, core + (_LONGEST_FREE if is_free else _LONGEST_CORE))
        found = self.ending.search(self.text, core, min(end, limit + 8))
        while found and found.start() <= limit:
            between = self.text[core : found.start()]
            if _NO_CORE.search(between) or not re.fullmatch(rf"{_CORE}*", between):
                return None
            stop = self._extended(found.end(), end)
            sense = self.senses[found.group()]
            union = _UNION.search(self.text, stop, min(end, stop + 6)) if sense in {"firm", "trade"} else None
            if union and re.fullmatch(rf"{_CORE}*", self.text[stop : union.start()]):
                stop, sense = union.end(), "association"
            branches = _BRANCHES.match(self.text, stop, end)
            stop = branches.end() if branches else stop
            is_office = sense == "body" and found.group() not in _KINDS_OF_BODY
            if is_free and (is_office or _NO_FREE.search(self.text, start, found.start())):
                return None
            if sense == "trade":
                if is_free and stop == found.end():
                    return None  # 技改投资 is no firm
                sense = "firm"
            if sense == "firm" and stop == found.end() and self._is_trade_of_area(found.group(), between, core, stop):
                return None
            if self._is_whole(found.group(), between, stop):
                return Party(start=start, end=stop, name=self.text[named:stop], sense=sense)
            found = self.ending.search(self.text, found.start() + 1, min(end, limit + 8))
        return None

    def _is_trade_of_area(self, ending: str, between: str, core: int, stop: int) -> bool:
        """Whether an ending that names a trade does no more than that: 某市钢铁产业 is no firm, 某钢铁 is."""
        if ending.endswith(("公司", "集团", "股份", "厂")):
            return False
        of_area = not between and self.text[core - 1] in "省市县区"
        return bool(of_area or _OF_TRADE.match(self.text, stop))

    def _is_whole(self, ending: str, between: str, stop: int) -> bool:
        """Whether an ending of one character really ends a name: 局 in 布局 or 委 in 委托 does not."""
        after = self.text[stop : stop + 1]
        if len(ending) > 1:
            return True
        if ending == "委":
            return not between.endswith(("常", "编")) and after not in "托员派任外"
        return after not in "面部限域势堂房" and not between.endswith(
            ("布", "格", "结", "全", "大", "开", "破", "客", "餐")
        )

    def _ends_at(self, place: int, end: int) -> re.Match[str] | None:
        return self.ending.match(self.text, place, end)

    def _extended(self, stop: int, end: int) -> int:
        while found := self._ends_at(stop, end):
            if (
                len(found.group()) == 1
                or found.group() in _GATHERINGS
                or (found.group() == "投资" and _INVESTS.match(self.text, found.end(), end))
            ):
                break
            stop = found.end()
        return stop


def names_in(text: str, lexicon: Lexicon, places: tuple[PlaceMention, ...]) -> Names:
    """The finder of parties of one text."""
    standing = lexicon.terms("institutions", "group", "us", "both")
    endings = lexicon.terms("institutions", "body", "association", "firm", "trade")
    return Names(
        text=text,
        at={place.start: place for place in places},
        ending=lexicon.pattern("institutions", "body", "association", "firm", "trade"),
        senses={term.word: term.sense for term in endings},
        standing={term.word: term.sense for term in standing},
        firm=lexicon.pattern("firms"),
        word=lexicon.pattern("institutions", "group", "us", "both"),
        doing=lexicon.once(doing),
    )
