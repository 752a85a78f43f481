"""Who is the subject of a clause: the party at its head, before a verb; a person stands for the body spoken for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from zhibiao.texts.layout import Clause, Layout
from zhibiao.texts.lexicon import Lexicon
from zhibiao.texts.parties.names import Names, Party

_DAY = (
    r"(?:(?:19|20)?\d\d年)?(?:\d{1,2}月(?:份|底|初|末|\d{1,2}日)?)?(?:至\d{1,2}[月日](?:\d{1,2}日)?)?(?:\d{1,2}日)?"
    r"(?:上午|下午|晚间?|当天|当日)?"
)
_HEAD = re.compile(
    rf"\s*(?:(?:其中|同时|此外|另外|首先|其次|再次|最后|近日|日前|目前|当前|近年来|今年以来|今年|去年|明年|下一步|今后|未来|会上|会前|会后"
    rf"|据悉|据了解|据介绍|一直以来|为此|对此|届时|年内|年底前?|[上下]半年|全年|前?[一二三四]季度|截至\S{{1,10}}?[底末日]|到(?:19|20)\d\d年底?(?:前)?"
    rf"|“十[^”]{{1,3}}”(?:期间|时期|以来)?|[一二三四五六七八九十]是要?|第[一二三四五六七八九十](?=[,，])|特别是|由|请|据|而|并|但|且|{_DAY})[,，]?\s*)+"
)
_NUMBER = re.compile(r"\s*(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]\s*)?")
_NAME = re.compile(
    r"([㐀-鿿]{2,3}?)(?=[\s,，。:：、()（）]|在|说|表示|主持|出席|介绍|带队|率|与|等|到|强调|指出|要求|致辞|讲话|作|对|就|代表|会见|传达|调研|接受|提出|分别|宣布|$)"
)
_WHEN = re.compile(
    r"[于在]?(?:(?:(?:19|20)\d\d|[今明本当])年)?(?:(?:\d{1,2}月(?:份|[底初末中]|[上中下]旬|\d{1,2}日)?|年(?:底|末|内)|[上下]半年|[一二三四]季度末?)"
    r"|每(?:年|季度?|月|周)(?:\d{1,2}[日月]底?)?|(?<=年))(?:之?前|以前|起)?"
)
_BY = re.compile(r"由(?!于)")
_MEASURED = re.compile(
    r"总?[量额值]|指标|能力|规模|成本|单?价格?|面积|收入|增速|强度|密度|[^,，。]?率(?!先)|占比|比重|比例"
)
_AHEAD = re.compile(r"(?:将|须|应|拟|改|统一|具体|主要)$")
_NO_DEED = re.compile(r"[的到至增提升降减下迁\d,，。]|$")
_DOES = re.compile(
    r"(?:共同|联合|全额|独家)?(?:报(?!告|道|价|废)|报送|提出|汇总|审核|编制|牵头|负责|承担|组织|会同|投资|出资|建设|承建|实施|运营|落实)"
)


def people_in(text: str, lexicon: Lexicon, names: Names, layout: Layout) -> dict[str, Party]:
    """Persons whom the text gives an office, each with the body that they stand for."""
    roles = lexicon.pattern("institutions", "role")
    found: dict[str, Party] = {}
    for clause in layout.clauses:
        head = head_of(text, clause.start, clause.end)
        for start in _starts(text, head, clause.end):
            party = names.party_at(start, clause.end)
            if party is None:
                continue
            named = _officer(text, party.end, clause.end, roles)
            if named:
                found.setdefault(named[0], _spoken_for(party))
    return found


def subject_of(
    clause: Clause, *, text: str, names: Names, people: Mapping[str, Party], roles: re.Pattern[str]
) -> tuple[Party, ...]:
    """The parties that act in a clause, none where it names none at its head."""
    head = head_of(text, clause.start, clause.end)
    for length in (3, 2):
        if (person := people.get(text[head : head + length])) is not None:
            return (person,)
    parties = names.joint_from(head, clause.end)
    if not parties:
        return _agents(clause, text=text, names=names)
    if (officer := _officer(text, parties[-1].end, clause.end, roles)) is not None:
        return (_spoken_for(parties[-1]),) if officer else ()
    if parties[0].sense == "both":
        return parties
    rest = names.after(parties, clause.end)
    if rest >= clause.end:
        return parties if len(parties) > 1 or parties[0].sense in {"firm", "body"} else ()
    does = names.doing.match(text, rest, clause.end)
    if does is None and rest == parties[-1].end:
        when = _WHEN.match(text, rest, clause.end)
        if when and text[when.end() - 1] not in "前内" and any(one.sense == "place" for one in parties):
            when = None
        does = names.doing.match(text, when.end(), clause.end) if when else None
    if (does and not _MEASURED.match(text, does.end(), clause.end)) or rest > parties[-1].end:
        return parties
    return _agents(clause, text=text, names=names)


def _agents(clause: Clause, *, text: str, names: Names) -> tuple[Party, ...]:
    """Who does it by 由 inside a clause: `甲工程由市水务局负责`."""
    for by in _BY.finditer(text, clause.start, clause.end):
        parties = names.joint_from(by.end(), clause.end)
        after = names.after(parties, clause.end) if parties else 0
        if not parties:
            continue
        is_ahead = _AHEAD.search(text, clause.start, by.start()) and not _NO_DEED.match(text, after, clause.end)
        if is_ahead or _DOES.match(text, after, clause.end) or _may_do(parties, names, after, clause.end):
            return parties
    return ()


def _may_do(parties: tuple[Party, ...], names: Names, after: int, end: int) -> bool:
    """Whether a body or firm after 由 does what follows; areas stand there as where something comes from, too."""
    return all(one.sense != "place" for one in parties) and bool(names.doing.match(names.text, after, end))


def head_of(text: str, start: int, end: int) -> int:
    """Where a clause begins without its number and words of time."""
    number = _NUMBER.match(text, start, end)
    head = number.end() if number else start
    found = _HEAD.match(text, head, end)
    return found.end() if found and found.end() < end else head


def _starts(text: str, head: int, end: int) -> Iterable[int]:
    """The head of a clause, and what follows a joint or a comma of a list inside it."""
    yield head
    for joint in re.finditer(r"[、与和]", text[head:end]):
        yield head + joint.end()


def _officer(text: str, place: int, end: int, roles: re.Pattern[str]) -> tuple[str] | None:
    """The name of the person whose office follows a body; an office alone has an empty name; None without office."""
    office = roles.match(text, place, end)
    if not office:
        return None
    while office:
        place = office.end()
        if text[place : place + 1] == "、":
            place += 1
        office = roles.match(text, place, end)
    named = _NAME.match(text, place, end)
    return (named.group(1),) if named else ("",)


def _spoken_for(party: Party) -> Party:
    """A mayor or a party secretary speaks for the city; anybody else for the own institution.

    >>> _spoken_for(Party(start=0, end=4, name="某某市委", sense="body")).name
    '某某市'
    """
    level = re.fullmatch(r"(.*?[省市县区州])(?:委|人民政府|政府|党委)", party.name)
    if party.sense == "body" and level and len(level.group(1)) == 1:
        return Party(start=party.start, end=party.end, name=f"全{level.group(1)}", sense="us")
    if party.sense == "body" and level:
        return Party(start=party.start, end=party.end, name=level.group(1), sense="place")
    return party
