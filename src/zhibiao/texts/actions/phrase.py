"""The action in a clause: its verb, its object, and what stands before them and is no part of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from zhibiao.texts.lexicon import Lexicon, Term

VERBS = ("build", "run", "plan", "reform", "push", "help", "raise", "cut", "ban", "check", "hold")

_COUNT = "一二三四五六七八九十"
_LEAD = re.compile(
    rf"(?:任务\s*\d{{1,3}}\s*[:：.、]?|[(（]\s*(?:[{_COUNT}]{{1,3}}|\d{{1,2}})\s*[)）]|[①-⑳]|\d{{1,2}}[.．、](?!\d)|[{_COUNT}]{{1,3}}、|第?[{_COUNT}]{{1,2}}(?:是|要)(?![分求])"
    r"|抽调[^,，]{0,4}(?:力量|人员|骨干)(?=组建|成立|组成)|首先|其次|再次|最后|此外|同时|另外|与此同时|在此基础上|其中|以及|并且|并(?![购网入轨])|还(?![原款])|也|又|就|则|均|都|即|特别是|尤其是|原则上|最终|然后|随后|届时|对此|为此|因此|下一?步|下阶段|接下来|今后|未来|后续|会议|方案|通知|《[^》]*》)[,，:：]?\s*"
    r"|[●•·■◆▲\-—*]\s*"
)
_TIME = re.compile(
    r"(?:(?:到|至|在|于|自|从|力争|确保|争取)?(?:(?:19|20)\d\d年|今年|明年|当年|全年|本年度?|年度|年内|年底|年末|本月|下月|当月|近期|上半年|下半年|每(?:半年|两年|[年季旬日]|[双单]?月|周[一二三四五六日]?)|第?[一二三四1-4]季度|\d{1,2}月(?:份|底|末|中旬|上旬|下旬)?(?:\d{1,2}日)?|“?十[三四五六]五”?(?:期间|时期|末)?|三年内|[一二两三四五]年内?)"
    r"(?:底|末|初|中|上半年|下半年|\d{1,2}月(?:底|份|末)?(?:\d{1,2}日)?|\d{1,2}日)?(?:以?前|之前|以?内|起|开始|以后|之后|期间|时)?)+[,，]?"
)
_ASKED = re.compile(
    r"[^,，。;；]{0,14}?(?:建议|要求|希望|责成|号召|敦促|同意|决定|呼吁|请(?![示教问客假求]))(?![书稿,，:：、求])"
)
_EACH = re.compile(
    r"各[\u4e00-\u9fff()（）]{1,8}?(?=\d|[一二三四]季度|今年|年底|将|要|应|须|按|每|于|在|会同|负责|切实|认真|抓紧|尽快|严格|积极|建立|制定|加快|加强|完成|开展|组织|落实|推进|报送|做好)"
)
_DUTY = re.compile(r"[(（\[【]?[^,，。]{0,40}(?:牵头|负责|配合|责任单位|按职责分工)")
_MEASURE = re.compile(
    r"(?:[一1]批|[一1]个|[一1]批次|[一1两二三四五六七八九十]次|[一1]场|[一1]届|若干|更多|各类|各项|一系列|新一批|部分|多个)"
)
_CARRIES = re.compile(r"[把将对向由在从于给为与]|同(?![期步时比等样类一])|依托|通过|利用|借助|针对|面向|会同|配合")
_CARRIED = re.compile(r"[把将对向由与同]")
_ABOUT = re.compile(
    r"(?:围绕|按照|根据|坚持以|坚持|以(?!上|下|内|外|及|工代)|聚焦|锚定|立足|随着|瞄准|遵循|为了?(?!.{2,30}(?:提供|创造|建立))|依照|本着|鉴于)"
)
_CORE = re.compile(r"以[^,，;；。]{2,24}?为(?:核心|重点|依托|载体|龙头|主体)")
_PARTY = (
    r"(?:部门|政府|[省市县区州盟旗]|委员会|[委局厅办处科]|单位|企业|公司|集团|协会|各地|街道|[乡镇]|我们|我[市省县区]|全[市省县区]"
    r"|各方|双方|三方|两地|园区|银行|高校|院所|[钢矿厂院校]|中心|者|机构|方|人员|部)"
)
_ALL = re.compile(r"(?=[^,，。;；]{0,16}(?:所有|全部|一律))")
_STRICTLY = re.compile(r"一律|全部(?=[^的,，]{2,}$)")
_PARTY_END = re.compile(_PARTY + "(?:等)?")
_STOP = re.compile(r"[,，。;；“”、]")
_LONGEST_SUBJECT = 16
_SHORTEST_WHAT = 3
_LONGEST_PARTY = 40
_FARTHEST_WILL = 60
_FARTHEST_BAN = 40
_MUST = re.compile(r"必须|务必|须|应|要")
_ENDING_TIME = re.compile(
    r"(?:[在于到]?(?:今年|明年|年底|[上下]半年|[一二三四]季度|\d{1,2}月\d{0,2}[日底末]?)(?:以?前|之前|以?内|底|末)*)+$"
)
_SHORT = re.compile(r"建(?![议筑材言行制树成设立造])|办(?![公法理学案事])|修(?![订改复编养正])")
_ENSURE = re.compile(r"力争|确保|争取|务必")
_PERSONS = re.compile(r"(?:我们|双方|各方|政府|部门|公司|集团|[市县省委局厅])$")
_TURN = re.compile(
    r"(?P<what>[^,，;；。\d]{2,20}?(?:增速|增幅|利润|效益))(?:实现)?(?P<turn>由负转正|由降转升|由亏转盈|扭亏为盈|止跌回升)"
)
_CLEARED = re.compile(
    r"(?P<what>[^,，;；。\d]{2,20}?(?:产能|设备|装置|窑炉|存量|矿山|锅炉|企业))(?:基本|全部|全面|动态)*(?P<turn>清零|出清)"
)
_OFFICE = re.compile(r"^[^,，的]{2,20}(?:局|厅|委员会|发改委|工信委|政府|办公室|部门|管委会)$")
_WHO = re.compile(
    r"(?:企业|单位|部门|公司|机构|项目|单位和个人|人员|者|商|局|厅|委|方|设备|产能|窑炉|矿山|装置|生产线)(?:均|都|一律|原则上)?$"
)


_BUILDS = Term(word="建", sense="build")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """An action found in a clause, by places in the text: `start` to `end`; its verb and what follows the verb.

    `is_willed` where a word of the clause itself (将, 要, 必须, 力争) tells that it lies ahead; `has_subject` where
    somebody is named before it; `words` where the action is not to be told by what stands there as it stands.
    """

    start: int
    end: int
    verb: Term | None
    rest: str
    is_willed: bool
    has_subject: bool
    words: str = ""


def will_before_action(lexicon: Lexicon) -> re.Pattern[str]:
    """A word of will (将, 要, 必须) that stands before an action, not inside another word (主要, 即将)."""
    will, adverb, verb = (lexicon.pattern("actions", *senses).pattern for senses in (("will",), ("adverb",), VERBS))
    return re.compile(
        rf"(?<![主重需只首纲摘概必紧即终未供急内所适响反相对感效认许模虚比])(?:{will})(?![素求闻目者]|点(?!火))"
        rf"(?={adverb}|{verb}|[把将对向由在从以按与为和]|于|通过|依托|围绕|利用|会同)"
    )


class PhraseFinder:
    """Finds the action of a clause; its patterns are made once for a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.verbs = lexicon.by_word("actions", *VERBS)
        self.verb = lexicon.pattern("actions", *VERBS)
        self.ban = lexicon.pattern("actions", "ban")
        self.event = lexicon.pattern("checkable", "event")
        self.closing = lexicon.pattern("actions", "reform", "cut")
        self.ending = lexicon.pattern("actions", "reform", "cut", "plan", "build", "run", "settle")
        self.definite = lexicon.pattern("actions", "build", "run", "reform", "plan", "cut")
        adverb = lexicon.pattern("actions", "adverb").pattern
        will = lexicon.pattern("actions", "will").pattern
        self.adverb = re.compile(rf"(?:{adverb})地?")
        self.will = re.compile(rf"(?:{will})(?!求)")
        self.project_end = re.compile(
            rf"(?:{lexicon.pattern('projects', 'head', 'alias').pattern})[\d〇一二三四五六七八九十年月底前于]*$"
        )
        self.willed = will_before_action(lexicon)

    def find(self, text: str, start: int, end: int) -> Phrase | None:
        """The action of the clause from `start` to `end`, None where no verb of action stands in its place.

        >>> from zhibiao.readers.lexicon_csv import read_lexicon
        >>> clause = "我们将继续压减镁砂产能"
        >>> found = PhraseFinder(read_lexicon()).find(clause, 0, len(clause))
        >>> clause[found.start : found.end], found.is_willed
        ('压减镁砂产能', True)
        """
        if text[start] in "(（[【" and not _LEAD.match(text, start, end) and _DUTY.match(text, start, end):
            return None
        asked = _ASKED.match(text, start, end)
        place, willed = self._skip(text, asked.end() if asked else start, end)
        willed = willed or bool(asked)
        each = _EACH.match(text, place, end)
        found = self._behind(text, each.end(), end, willed=willed) if each else None
        if found:
            return found
        will = self.willed.search(text, place, min(end, place + _FARTHEST_WILL))
        core = _CORE.match(text, place, end)
        built = self._at(text, core.end(), end, willed=willed, has_subject=False) if core else None
        if built and built.verb and built.verb.sense == "build":
            return replace(built, start=place)
        if _ABOUT.match(text, place, end):
            return self._behind(text, will.start(), end, willed=True) if will else None
        ban = self.ban.search(text, place, min(end, place + _FARTHEST_BAN))
        if ban:
            begin = ban.start() if _OFFICE.search(text[place : ban.start()]) else place
            return self._phrase(text, begin, end, ban, willed=True, has_subject=ban.start() > place)
        found = self._at(text, place, end, willed=willed, has_subject=False)
        if found and not (will and self._is_subject(text, place, will.start())):
            return found
        if will and will.start() > place:
            return self._behind_will(text, place, will, end)
        if _ENSURE.search(text, start, place):
            found = self._ensured(text, place, end)
        return (
            found
            or self._turns(text, place, end, willed=willed)
            or self._of_all(text, place, end, willed=willed)
            or self._of_party(text, place, end, willed=willed)
        )

    def past_will(self, text: str, start: int, end: int) -> tuple[int, bool]:
        """The place past connectives, numbering, times, adverbs and will, and whether will was among them."""
        return self._skip(text, start, end)

    def bare(self, words: str) -> str:
        """Words without the numbering, connectives and times that they open with."""
        place = 0
        while step := _LEAD.match(words, place) or _TIME.match(words, place):
            if step.end() == place:
                break
            place = step.end()
        return words[place:].strip(" ,，、对")

    def closing_verb(self, words: str) -> re.Match[str] | None:
        """The verb of an action with which the words end."""
        last = None
        for last in self.ending.finditer(words):  # noqa: B007 - the last one is kept
            pass
        return last if last and last.end() == len(words) else None

    def _behind(self, text: str, subject_end: int, end: int, *, willed: bool) -> Phrase | None:
        """The action behind a subject."""
        after, more = self._skip(text, subject_end, end)
        return self._at(text, after, end, willed=willed or more, has_subject=True)

    def _behind_will(self, text: str, place: int, will: re.Match[str], end: int) -> Phrase | None:
        """The action behind a subject and 将, 要 or 必须; what a project will be is told of the project."""
        if self.project_end.search(text[place : will.start()]) and not _MUST.match(text, will.start()):
            return None
        after, _ = self._skip(text, will.start(), end)
        found = self._at(text, after, end, willed=True, has_subject=True)
        if found and found.rest and text[after] not in "在于":
            return found
        return self._without_object(text, place, will, end) or found

    def _of_all(self, text: str, place: int, end: int, *, willed: bool) -> Phrase | None:
        """`所有窑炉安装在线监测设施`: whoever is meant by 所有, 全部 or 一律 is part of the action."""
        if not _ALL.match(text, place, end):
            return None
        strict = _STRICTLY.search(text, place, end)
        verb = self.definite.search(text, strict.end() if strict else place + 2, end)
        return self._phrase(text, place, end, verb, willed=willed, has_subject=True) if verb else None

    def _of_party(self, text: str, place: int, end: int, *, willed: bool) -> Phrase | None:
        """The action behind the first words that may end a party's name."""
        stop = _STOP.search(text, place, end)
        last = min(place + _LONGEST_PARTY, stop.start() if stop else end)
        parties = _PARTY_END.finditer(text, place, last)
        return next((found for one in parties if (found := self._behind(text, one.end(), end, willed=willed))), None)

    def _ensured(self, text: str, place: int, end: int) -> Phrase | None:
        """`力争铜箔项目上半年投产`: what is to happen, with a verb that ends the clause, behind 力争 or 确保."""
        last = None
        for last in self.event.finditer(text, place, end):  # noqa: B007 - the last one is kept
            pass
        if last is None or last.end() != end or last.start() - place < _SHORTEST_WHAT:
            return None
        verb = Term(word=last.group(), sense="help")
        return Phrase(start=place, end=end, verb=verb, rest=text[place:end], is_willed=True, has_subject=False)

    def _turns(self, text: str, place: int, end: int, *, willed: bool) -> Phrase | None:
        """`利润由负转正`: an indicator with the way it shall turn; `产能基本清零`: what shall be gone."""
        turn = _TURN.fullmatch(text, place, end)
        cleared = None if turn else _CLEARED.fullmatch(text, place, end)
        if turn:
            verb = Term(word=turn["turn"], sense="raise", value="increase")
            return Phrase(start=place, end=end, verb=verb, rest=turn["what"], is_willed=willed, has_subject=True)
        if cleared:
            verb = Term(word=cleared["turn"], sense="cut", value="decrease")
            return Phrase(start=place, end=end, verb=verb, rest=cleared["what"], is_willed=willed, has_subject=True)
        return None

    def _without_object(self, text: str, place: int, will: re.Match[str], end: int) -> Phrase | None:
        """`老厂区将于9月底前全部停产`: the verb ends the clause, and what it is done to stands before the will."""
        last = None
        for last in self.closing.finditer(text, will.end(), end):  # noqa: B007 - the last one is kept
            pass
        what = _ENDING_TIME.sub("", text[place : will.start()])
        if last is None or last.end() != end or len(what) < _SHORTEST_WHAT or _PERSONS.search(what):
            return None
        return Phrase(
            start=place,
            end=end,
            verb=self.verbs[last.group()],
            rest=what,
            is_willed=True,
            has_subject=True,
            words=what + last.group(),
        )

    def _is_subject(self, text: str, place: int, end: int) -> bool:
        """Whether a verb that opens a clause is part of a subject (`进口企业应当申报`), not its action."""
        words = text[place:end]
        return 3 <= len(words) <= _LONGEST_SUBJECT and bool(_WHO.search(words))

    def _at(self, text: str, place: int, end: int, *, willed: bool, has_subject: bool) -> Phrase | None:
        verb = self.verb.match(text, place, end)
        start = place
        if verb and text.startswith("的", verb.end(), end):
            return None
        short = _SHORT.match(text, place, end) if willed and not verb else None
        if short:
            return self._phrase(text, place, end, short, willed=willed, has_subject=has_subject)
        if not verb and _CARRIES.match(text, place, end):
            verb = self._carried_to(text, place, end)
            if verb and text[place] == "由":
                start = verb.start()
            elif verb and not _CARRIED.match(text, place, end):
                start = verb.start() if text[place] not in "在从于为给" else place
        return self._phrase(text, start, end, verb, willed=willed, has_subject=has_subject) if verb else None

    def _phrase(
        self, text: str, start: int, end: int, verb: re.Match[str], *, willed: bool, has_subject: bool
    ) -> Phrase:
        return Phrase(
            start=start,
            end=end,
            verb=self.verbs.get(verb.group(), _BUILDS),
            rest=text[start : verb.start()] + text[verb.end() : end],
            is_willed=willed,
            has_subject=has_subject,
        )

    def _carried_to(self, text: str, place: int, end: int) -> re.Match[str] | None:
        """The verb to which 把, 对, 向 and the like carry their object: the first that is not at once behind them."""
        about = text.rfind("方面", place, end)
        of = text.find("的", place + 2, end)
        return self.verb.search(text, max(about, of + 1, min(end, place + 3)), end)

    def _is_adverb(self, text: str, adverb: re.Match[str], verb: re.Match[str] | None, end: int) -> bool:
        """Whether a word that may be both (统筹, 规范, 试点) stands before another verb here, not before its object."""
        if adverb.end() >= end or (verb and verb.end() > adverb.end()):
            return False
        if verb is None or verb.end() < adverb.end():
            return True
        return any(one.match(text, adverb.end(), end) for one in (self.verb, self.adverb, self.will)) or bool(
            _CARRIES.match(text, adverb.end(), end)
        )

    def _skip(self, text: str, start: int, end: int) -> tuple[int, bool]:
        """Past connectives, numbering, times, adverbs and will, and whether will was among them."""
        place, willed = start, False
        while place < end:
            if text[place] in " 　,，":
                place += 1
                continue
            verb = self.verb.match(text, place, end)
            adverb = self.adverb.match(text, place, end)
            if adverb and self._is_adverb(text, adverb, verb, end):
                place = adverb.end()
                continue
            if verb:
                break
            step = _LEAD.match(text, place, end) or _TIME.match(text, place, end)
            if step and step.end() > place:
                place = step.end()
                continue
            will = self.will.match(text, place, end)
            if not will or will.end() >= end:
                break
            if text[place] == "将" and not self.willed.match(text, place, end):
                break
            place, willed = will.end(), True
        return place, willed


_BEFORE_BAN = re.compile(r"^未[经按][^,，]{2,12}?(?:的)?(?:一律)?(?=严禁|不得|禁止)")


def subject_of(action: str) -> str:
    """The action as a register's subject: without counts of no number, inner adverbs and long qualifications.

    >>> subject_of("推进装备制造等一批特色产业园区建设")
    '推进装备制造等特色产业园区建设'
    """
    words = _MEASURE.sub("", action).strip(" ,，、。;；:：")
    words = re.sub(r"^([把将])(.+)$", r"\2", words)
    words = _BEFORE_BAN.sub("", re.sub(r"^负责(?=..)", "", words))
    return re.sub(r"(?<=.)(?:分步|逐步|尽快|有序|全部(?=退出|迁出))", "", words)
