"""Actions whose object stands before them: in front of 由 and who does it, or in the clause before."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhibiao.texts.actions.phrase import PhraseFinder

_BY = re.compile(
    r"(?P<what>[^,，;；。由]{3,36}?)(?:工作|任务|事宜)?[,，]?由(?P<who>[^,，;；。由]{2,40}?)(?P<how>(?:具体|共同|分别|统一)*(?:负责|牵头|主办|主抓|组织实施|组织|协调|承担|会同[^,，]{2,20}))(?P<verb>[^,，;；。]{0,8})$"
)
_DIRECT = re.compile(r"(?:将|须|应|要)?由[^,，;；。由的]{4,30}$")
_OF_WHOM = re.compile(r"(?:对|对于|凡)?(?P<what>[^,，;；。]{4,40})的(?:[^,，;；。]{2,12})?$")
_HAND_IN = re.compile(
    r"(?:[^,，]*?由[^,，]{2,16})?(?:并|须|应|要|及时|统一)*(?:报送?|上报|提交|报请|函报)"
    r"(?:[省市县区州国][^,，;；。]{0,20}|专班[^,，;；。]{0,8}|领导小组[^,，;；。]{0,8}|[^,，;；。]{0,10}?(?:局|厅|委|办|部门?|政府|协会|小组|专班)(?:备案|审[定批核]|批准|同意|汇总)?)$"
)
_PERIODIC = re.compile(
    r"(?:按[月季年周旬日]|每[月季年周旬日半](?:度|季度|年)?|逐[月季年]|定期|实时|适时)[^,，;；。\d]{0,4}$"
)
_STRICT = re.compile(
    r"一律|立即|依法|限期|双倍|加倍|予以|给予|及时|全部|定期|按[月季年]|不再|公开|如数|优先|在[^,，]{2,}中|从[^,，]{2,}中|按[^,，]{2,}"
)
_FORMULA = re.compile(
    r"(?:现|兹)(?:将|就|予以?|印发|下达|公布|转发)|特此|请(?:各[^,，]{1,12})?(?:遵照|认真|结合实际|照此|抓好|贯彻)|如有(?:异议|问题|疑问|意见)|(?:解释|联系人|联系电话|此前.{0,12}废止|同时废止)|自[^,，]{2,16}(?:之?日起|起)(?:施行|执行|实施|生效)|给你们|有效期|尚[需须]|收悉|现答复|^(?:报告|会议|文章|公告|通报)(?:指出|认为|显示|称)$|答复如下"
)
_TOGETHER = re.compile(r"会同[^,，;；。]{2,16}?(?:政府|公司|集团|部门|单位|[局委办厅]|[县市区](?:政府)?)")
_UNTIL = re.compile(r"在[^,，;；。]{2,14}?(?:之?前|以前|期间|[时后])")
_ANSWERS = re.compile(r"(?:由)?(?P<who>[^,，;；。由]{2,24}?)(?:负责|牵头|主办|牵头负责|负责落实|牵头落实|具体负责)$")
_AMOUNT = re.compile(r"(?:约|共|近|超过?)?\d[\d.]*[^\d,，]{1,4}$")
_FIGURES = re.compile(r"\d[\d.]*(?:余|多)?(?:万?吨|立方米|平方米|毫米|座|台|条|套|家|户|个|栋)级?(?:/年)?")
_ORDER = re.compile(
    r"(?P<who>[^,，;；。]{3,24}?)(?:要|须|必须|应)?(?:立即|一律|限期|依法)+"
    r"(?:停产|停业|停工|停建|整顿|整治|整改|停止[^,，;；。]{2,8}|关停|关闭|拆除|退出|取缔|淘汰|清退)+"
)
_TOLD = re.compile(r"[已被后了]|随即|当[即日天]|目前|现场|要求|责令|企业方")
_AND = re.compile(r"[、,，]|和|及|会同")
_AIMED = re.compile(r"(?:对|对于)[^,，;；。\d]{2,20}的(?:企业|单位|项目|矿山|园区|窑炉|县区|产能|个人|人员)?")
_LONGEST_AIM = 24
_SHORTEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """The end of an action whose object is told elsewhere: its verb; `is_by` where 由 says who does it."""

    verb: str
    is_by: bool


class HandedFinder:
    """Finds such actions; its patterns are made once for a lexicon."""

    def __init__(self, phrases: PhraseFinder) -> None:
        self.phrases = phrases

    def is_formula(self, words: str) -> bool:
        """`现将指标下达给你们`, `自印发之日起施行`: what a notice says of itself."""
        return bool(_FORMULA.search(words))

    def given(self, words: str) -> tuple[str, str] | None:
        """What `X由Y负责` hands over, and the verb where one follows: `管网由供水公司负责移交` is (管网, 移交)."""
        found = _BY.search(words)
        if found is None:
            return None
        verb = self._verb_at_end(found["verb"])
        what = self.phrases.bare(found["what"])
        return (what, verb) if len(what) >= _SHORTEST and (verb or not found["verb"]) else None

    def closing(self, text: str, start: int, end: int) -> Closing | None:
        """The verb of a clause that has no object of its own: `3月底前办结`, `由水务集团接收`, `上半年全部完成征收`."""
        together = _TOGETHER.match(text, start, end)
        place, _ = self.phrases.past_will(text, together.end() if together else start, end)
        until = _UNTIL.match(text, place, end)
        if until:
            place, _ = self.phrases.past_will(text, until.end(), end)
        is_by = bool(_DIRECT.match(text, place, end))
        found = self.phrases.closing_verb(text[place:end]) if is_by else None
        verb = found.group() if found and found.start() > _SHORTEST else self._verb_at_end(text[place:end])
        return Closing(verb=re.sub(r"(?<=.)(?:到位|完毕)$", "", verb), is_by=is_by) if verb else None

    def answers(self, words: str) -> tuple[str, ...]:
        """Who a clause of its own makes answerable: `市自然资源局负责`."""
        found = _ANSWERS.fullmatch(words)
        return tuple(one for one in _AND.split(found["who"]) if one) if found else ()

    def object_of(self, words: str) -> str:
        """What the clause before names, without its amount."""
        return _AMOUNT.sub("", self.phrases.bare(words))

    def counted(self, words: str) -> str:
        """What a clause with a figure does to what it counts: `拟退出60吨转炉3座` is 退出转炉."""
        bare = _FIGURES.sub("", words)
        found = self.phrases.definite.search(bare) if bare != words else None
        return bare[found.start() :] if found and len(bare) - found.end() >= 2 else ""

    def of_whom(self, words: str) -> str | None:
        """Whom a condition means: `逾期未整改的`, `对超采的矿山企业` say of whom the next clause speaks."""
        found = _OF_WHOM.fullmatch(words)
        return words if found else None

    def is_condition(self, words: str) -> bool:
        """`连续两年评为末等的`: a whole clause that only says whom the next one means."""
        return len(words) >= _SHORTEST and words.endswith("的") and bool(_OF_WHOM.fullmatch(words))

    def is_aimed(self, words: str) -> bool:
        """`对能效不达标的企业`: a whole clause that says at whom the next one aims."""
        return len(words) <= _LONGEST_AIM and bool(_AIMED.fullmatch(words))

    def orders(self, words: str) -> bool:
        """`某矿立即停产整顿`: who, an order's adverb, and a verb that closes the clause."""
        found = _ORDER.fullmatch(self.phrases.bare(words))
        return found is not None and not _TOLD.search(found["who"])

    def hands_in(self, text: str, start: int, end: int) -> bool:
        """`4月底前报省工信厅备案`: what was just made goes to somebody; what goes there stands before."""
        place, _ = self.phrases.past_will(text, start, end)
        return bool(_HAND_IN.match(text, place, end))

    def is_periodic(self, words: str) -> bool:
        """`按月通报`: how often says enough, even where nothing says of what."""
        return bool(_PERIODIC.search(words))

    def object_first(self, words: str) -> bool:
        """`超采数量在下年度指标中双倍扣减`: an object, a manner, and at the end the verb."""
        verb = self.phrases.closing_verb(words)
        if verb is None or verb.start() < _SHORTEST:
            return False
        before = words[: verb.start()]
        manner = _STRICT.search(before)
        return manner is not None and manner.start() >= _SHORTEST

    def _verb_at_end(self, words: str) -> str:
        """The verb that a few words consist of, `完成征收` and `架设到位` among them; empty where they say more."""
        bare = re.sub(r"(?:到位|完毕|工作|任务|结束)$", "", words)
        found = self.phrases.closing_verb(bare)
        if found is None:
            return ""
        before = re.sub(r"全部|全面|基本|完成|并|组织|实施|落实|予以|统一|[、和及]", "", bare[: found.start()])
        return bare if not before or self.phrases.verb.fullmatch(before) else ""
