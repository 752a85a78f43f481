"""Names of projects in noun phrases: lists told apart, builders and qualifications taken off."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhibiao.texts.lexicon import Lexicon

_FIRM = (
    r"(?:有限责任公司|股份有限公司|集团有限公司|有限公司|公司|集团|矿业|钢铁|股份|重工|控股|实业|特钢|镁业|耐材|冶金|水泥"
    r"|铝业|铜业|药业|球团)"
)
_FIRM_NAME = rf"[^,，。、的与和在是为\d]{{2,14}}?{_FIRM}(?:集团|股份)?(?:有限)?(?:公司)?(?![厂矿])"
_OWNED = re.compile(rf"^(?P<over>[^,，。、]{{2,14}}(?:旗下|所属|下属)的?)?(?P<firm>{_FIRM_NAME})(?P<rest>.{{3,}})$")
_BUILT = re.compile(
    r"^(?:由)?(?P<firm>[^,，。、]{2,40}?)(?:共同|联合|计划|拟|分别)?(?:总?投资[^,，。的]{0,12})?(?:合作|投资|投资建设|建设|承建|承担|实施|开发|合资建设|合资|负责|兴建|打造|投建|共建|运营)(?:建设|的|实施)?的(?P<rest>.{3,})$"
)
_LEAD = re.compile(
    r"(?:(?:本报|本网|记者)讯?(?=\s)|其中|目前|当前|近日|日前|截至目前|同时|此外|另外|以及|包括|会上|特别是|一批|随着|作为|据悉|据介绍|据了解|该[市县区省](?!级)|我[市县区省]|全[市县区省]|我们的?|今年|去年|明年|当日|当天|[一二三四五六七八九十]{1,3}[是、]|\d{1,2}[.、](?!\d)|[(（][一二三四五六七八九十\d]{1,2}[)）]|[,，、:：\s●•·■])+"
)
_TIME = re.compile(
    r"(?:(?:到|至|在|于|截至|自)?(?:(?:19|20)\d\d年|今年|去年|本月|上半年|下半年|前?[一二三四]季度|\d{1,2}月)(?:\d{1,2}月)?(?:份|底|末|初|中旬|上旬|下旬|以来)?(?:\d{1,2}日)?(?:上午|下午|晚间|晚)?[,，]?)+"
)
_PLACED = re.compile(
    r"(?:[^,，。的]{0,6}设[在于]|位于|坐落于?|地处|落户于?|总投资|投资|占地|备受)[^,，。的]{1,20}的|(?:同步|同期|配套|正在|先期)(?:实施|建设|推进|启动)的|(?:配套|同步)的"
)
_COUNT_OF = re.compile(r"(?:等|共|这)?\s*[\d一二三四五六七八九十百两]+\s*个")
_MANY = re.compile(r"等(?P<of>.{0,24})$")
_BATCH = re.compile(
    r"^\d+(?:座|台|条|套|栋)|^其中|^(?:再|还|新增|增加|提高|扩大)|^(?:设计|每?年(?:产|采|处|加)|日处理|累计|可)|至此|[，,“]|(?:[局委厅]|政府|部门)(?:为|对|要|会同|与)|批(?!发)|了|其(?!他)|编制|审议|[%％]|以上|以下|[年月日]前|仪式|^(?:[对把将向从给按]|在建|续建|新开工|已建|拟建|选厂|选矿厂(?:主|房)|主厂房|主体|[主副]井|路基|征地|土建|厂房|设备|尾矿库$|办公楼|推动|走进|来到|走在|步入|参观|考察|记者|走访|围绕|关于)|多个|各个?|所有|全部|这些|上述|哪|什么|如何|[总年]计划|[\d一二三四五六七八九十百两数]+余?个|[一两三四五六七八九十\d]大(?!道|件|桥)"
)
_CLASS = re.compile(
    r"(?P<rest>.*?)(?:的|重点|重大|产业|签约|招商|城建|在建|新?开工|续建|开复工|投资|工业|民生|合作|文旅|储备|建设|技改|前期|亿元|百亿级|改造|转型升级|示范|试点|支撑|标志性|优质|带动性强|该|此|新|大|小|类)+(?:项目|工程)$"
)
_BARE = re.compile(r".{0,3}|.*(?:[市县区省]|全[市县区省]|年度?|季度|计划|列入|纳入|一系列)")
_SIZED = re.compile(
    r"年产(?:能)?\d[\d.]*万?[吨套件台千米米片只]*(?:级)?|(?:股份|有限责任|集团)?有限公司|股份公司|责任公司"
)
_LONGEST = 44
_SHORTEST_FIRM = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One name, from `start` to `end` in the text, with who builds it where the words before it say so."""

    words: str
    start: int
    end: int
    actors: tuple[str, ...] = ()


class NameFinder:
    """Finds names of projects in noun phrases; its patterns are made once for a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        heads = lexicon.pattern("projects", "head").pattern
        self.heads = re.compile(rf"(?:{heads})(?:\([^()]*\)|（[^（）]*）)?[”\"]?(?![石粉砂精家商址员经房长])")
        self.head = re.compile(rf"(?:{heads})(?:\([^()]*\)|（[^（）]*）)?[”\"]?$")
        generic = lexicon.pattern("projects", "generic").pattern
        self.generic = re.compile(rf"(?:{generic}|{heads}|的|\d|[一二三四五六七八九十百两])*")
        self.verb = lexicon.pattern(
            "actions", "push", "run", "plan", "reform", "raise", "cut", "ban", "check", "help", "build", "hold", "will"
        )
        self.alias = lexicon.pattern("projects", "alias")

    def in_phrase(self, text: str, start: int, end: int) -> tuple[list[Name], bool]:
        """The names in the noun phrase from `start` to `end`, and whether they stand for a list (`…等项目`).

        >>> from zhibiao.readers.lexicon_csv import read_lexicon
        >>> words = "玉泉铁矿采选、南山路体育公园等项目"
        >>> names, is_list = NameFinder(read_lexicon()).in_phrase(words, 0, len(words))
        >>> [name.words for name in names], is_list
        (['玉泉铁矿采选项目', '南山路体育公园'], True)
        """
        start = self.lead(text, start, end)
        phrase = text[start:end]
        many = _MANY.search(phrase)
        tail = many.group("of") if many else ""
        if (many and tail and not self.head.search(tail)) or (not many and not self.head.search(phrase)):
            return [], False
        pieces = _split(text, start, start + many.start() if many else end)
        kind = _kind_of(tail) if many else ""
        if re.search(r"[在于](?![建])", phrase[1:]):
            return [], False
        names = [self.name(text, a, b, kind) for a, b in pieces]
        good = [name for name in names if name is not None]
        if not many and len(pieces) > 1 and len(good) < len(pieces):
            return [], False
        return good, bool(many) or len(pieces) > 1

    def lead(self, text: str, start: int, end: int) -> int:
        """The place behind connectives, times and attributes before a name."""
        while True:
            found = _LEAD.match(text, start, end) or _TIME.match(text, start, end) or _PLACED.match(text, start, end)
            if not found or found.end() == found.start():
                return start
            start = found.end()

    def name(self, text: str, start: int, end: int, kind: str = "") -> Name | None:
        """The name from `start` to `end`, with the word of its list's end where it lacks one; None where it is none."""
        words, actors = _builder(text[start:end].strip(), self.head)
        words = _SIZED.sub("", words.strip('“”"的 '))
        if not self.head.search(words) and kind:
            words += kind
        elif kind and not re.search(r"(?:项目|工程|基地|园|中心|平台|馆|场|路|厂|院|室|线)$", words):
            words += "项目" if kind.endswith("项目") else kind
        return Name(words=words, start=start, end=end, actors=actors) if self.is_named(words) else None

    def is_named(self, words: str) -> bool:
        """Whether the words name one project: more than a class of them, and no action upon it."""
        if not 4 <= len(words) <= _LONGEST or self.alias.fullmatch(words) or _BATCH.search(words):
            return False
        of_class = _CLASS.match(words)
        if of_class and _BARE.fullmatch(of_class["rest"]):
            return False
        return not self.verb.match(words) and not self.generic.fullmatch(words)


def _builder(words: str, head: re.Pattern[str]) -> tuple[str, tuple[str, ...]]:
    """The name without its builder's words, and the builder: `甲公司与乙公司合作的丙项目` is 甲与乙丙项目."""
    built = _BUILT.match(words)
    if built:
        actors = tuple(_short(one) for one in re.split(r"[与和、及同]", built["firm"]))
        return ("与".join(actors) if len(actors) > 1 else "") + built["rest"], actors
    owned = _OWNED.match(words)
    if not owned or head.fullmatch(owned["rest"]):
        return words, ()
    rest = owned["rest"].removeprefix("的")
    return (rest if owned["over"] else owned["firm"] + rest), (_short(owned["firm"]),)


def _short(firm: str) -> str:
    """A firm without the words of its legal form, where enough is left to know it by."""
    short = re.sub(r"(?:股份|集团)?(?:有限)?(?:责任)?公司$", "", firm)
    return short if len(short) > _SHORTEST_FIRM else firm


def _kind_of(tail: str) -> str:
    """The word of the list's end that a bare name takes on: `等延链补链项目` gives 延链补链项目."""
    words = _COUNT_OF.sub("", tail)
    return re.sub(
        r"^(?:一批|多个|重点|重大|百亿级|亿元级?|千万元以上|.{1,8}以上|城建|文体?旅|在建|新建|续建)+", "", words
    )


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of a list, told apart by 、 outside brackets and quotations, and by 和, 及, 以及 before the last."""
    pieces, depth, first = [], 0, start
    for place in range(start, end):
        char = text[place]
        if char in "“(（《":
            depth += 1
        elif char in "”)）》":
            depth -= 1
        elif char == "、" and depth <= 0:
            pieces.append((first, place))
            first = place + 1
    pieces.append((first, end))
    if len(pieces) > 1:
        a, b = pieces[-1]
        last = re.search(r"(?:以及|及|和)(?=[^和及]{4,}$)", text[a:b])
        if last and last.start() >= 4:
            pieces[-1:] = [(a, a + last.start()), (a + last.end(), b)]
    return pieces
