"""The parties of a signing: bodies before the verb or in the title; persons who sign stand for their bodies."""

from __future__ import annotations

import re
from itertools import pairwise

from zhibiao.texts.lexicon import Lexicon

_LEAD = re.compile(
    r"^(?:(?:(?:19|20)\d\d年|今年|去年|近日|日前|当天|当日|今日|昨日|同日|此前|随后|会上|会后|期间|仪式上|现场|活动上|据悉|此次|本次|其中|\d{1,2}月(?:\d{1,2}日)?|\d{1,2}日|上午|下午|晚间|晚|在[^,，与和同]{1,20}(?:下|上|期间|见证下)|控股股东|会议期间|[^,，]{1,8}公告称|[,，:：、\s])+)"
)
_TRAIL = re.compile(
    r"(?:在[^,，]{1,24}|就[^,，]{1,40}|正式|成功|共同|分别|现场|举行[^,，]*|联合|代表(?:双方)?|再次|顺利|又|还|也|已|将|拟|并|了|们|一[道起]|先后|于[^,，]{1,16}|当场|集中|携手|达成[^,，]{1,16}并|围绕[^,，]{1,30}|(?:19|20)\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?|\d{1,2}月\d{1,2}日|[上下]午|\s)+$"
)
_AND_SO_ON = re.compile(r"等(?:各?方面?|单位|企业|公司|机构|多家[^,，]*|[\d一二三四五六七八九十]+[家方][^,，]*)?$")
_JOINT = re.compile(r"[与和同及]|以及|、")
_BOTH = re.compile(
    r"^(?:[双各三两]方|双方代表|三方代表|各方代表|两地|校企双方|政企双方|它们|他们|[两三四五\d]家(?:公司|企业|单位|机构|高校|院校)|双方领导)$"
)
_BODY = re.compile(
    r"(?:公司|集团|政府|[省市县区州]|委员会|大学|学院|研究院|研究所|协会|银行|局|厅|办|委|厂|钢|矿业|钢铁|股份|宝武|科技|能源|控股|重工|学会|中心|联盟|企业)"
)


class SideFinder:
    """Finds the parties of a signing; its patterns are made once for a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        office = lexicon.pattern("agreements", "office").pattern
        self.person = re.compile(rf"(?:[、,，]?(?:{office}))+(?:[\u4e00-\u9fff·]{{2,4}})?$")
        self.office = re.compile(rf"(?:{office})")

    def between(self, words: str) -> tuple[str, ...]:
        """The parties named in the words before a verb of signing, in their order; empty where they are not told.

        >>> from zhibiao.readers.lexicon_csv import read_lexicon
        >>> SideFinder(read_lexicon()).between("临江市副市长王某某与安澜矿业总经理李某某")
        ('临江市', '安澜矿业')
        """
        words = _LEAD.sub("", words)
        words = _TRAIL.sub("", words)
        words = _AND_SO_ON.sub("", words)
        words = self._without_offices(words)
        if not words or _BOTH.match(words):
            return ()
        parts = [self._body(part) for part in _JOINT.split(words)]
        return tuple(dict.fromkeys(part for part in parts if 2 <= len(part) <= 30 and not _BOTH.match(part)))

    def _without_offices(self, words: str) -> str:
        """Offices that follow one another by 、 speak of one person and tell nobody apart."""
        found = list(self.office.finditer(words))
        cut, place = [], 0
        for first, second in pairwise(found):
            between = words[first.end() : second.start()]
            if between == "、" or (between.startswith("、") and len(between) <= 6 and not _BODY.search(between)):
                cut.append(words[place : first.end()])
                place = second.start()
        return "".join([*cut, words[place:]])

    def _body(self, part: str) -> str:
        found = self.office.search(part)
        if found and found.start() >= 2:
            part = part[: found.start()]
        part = _AND_SO_ON.sub("", _TRAIL.sub("", _LEAD.sub("", part)))
        return re.sub(r"(?:代表|方面|旗下)$", "", part).strip(" 、“”")

    def in_title(self, title: str) -> tuple[str, ...]:
        """The parties that a document's own title names: two bodies told apart by a blank, 与 or 和."""
        bare = re.sub(
            r"(?:(?:19|20)\d\d[^\s与和]{0,6}年?)?(?:全面)?(?:战略)?(?:框架)?(?:合作)?[^\s与和]{0,6}(?:协议书?|备忘录|合同书?|协定)$",
            "",
            title,
        )
        bare = re.sub(r"(?:关于|共同推进|共建|推进).*$", "", bare)
        parts = [part for part in re.split(r"[\s与和—-]+", bare) if part]
        return tuple(parts) if len(parts) >= 2 and all(_BODY.search(part) for part in parts) else ()
