"""Figures of an English text: each number that is one, with kind, subject, change, period, actor and place."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from zhibiao.texts.english.changes import Said, said_of
from zhibiao.texts.english.goods import good_of, in_full, owned
from zhibiao.texts.english.months import predecessor, stretch
from zhibiao.texts.english.numbers import Amount
from zhibiao.texts.english.page import PRONOUNS, EnglishPage
from zhibiao.texts.english.pieces import Piece
from zhibiao.texts.english.subjects import Scene, subject_of
from zhibiao.texts.english.tenses import Tense, tense_of
from zhibiao.texts.english.times import Part
from zhibiao.texts.layout import Role
from zhibiao.texts.statement import Change, Comparator, Figure, Polarity, Statement, StatementKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A figure's statement with the piece and the number that it was read from."""

    statement: Statement
    piece: Piece
    family: str


def figures(page: EnglishPage) -> list[Told]:
    """A statement for each number that is no date, name, model or list's count."""
    found: list[Told] = []
    good = good_of(page)
    at, line, told = 0, -1, 0
    for piece in page.pieces:
        inside = []
        while at < len(page.amounts) and page.amounts[at].quantity.number_start < piece.end:
            if page.amounts[at].quantity.number_start >= piece.start and page.amounts[at].quantity.bar is None:
                inside.append(page.amounts[at])
            at += 1
        if page.layout.lines[piece.line].role is not Role.MARGIN:
            line, told = (line, told) if line == piece.line else (piece.line, 0)
            _of_piece(page, piece, inside[: max(0, _MOST - told)], found, good)
            told += len(inside)
    return found


def _respectively(page: EnglishPage, piece: Piece, count: int) -> list[str]:
    """The subjects of `output of A and B reached X and Y respectively`, one for each number; none where they do not tally."""  # noqa: E501
    if "respectively" not in page.text[piece.start : piece.end]:
        return []
    head = re.sub(r"^(?:the|its|their)\s", "", page.head_of(piece), flags=re.IGNORECASE)
    parts = re.split(r",\s(?:and\s)?|\sand\s", head)
    if len(parts) != count or count < 2:
        return []
    lead = re.match(r"(?P<of>[\w ]+\s(?:of|in)\s)(?P<rest>.+)", parts[0])
    if lead:
        return [parts[0], *(f"{lead['of']}{part}" for part in parts[1:])]
    last = parts[-1].split()
    is_shared = len(last) > 1 and parts[0].split()[-1] != last[-1] and bool(_SHARED.fullmatch(last[-1]))
    return [part if not is_shared or number == count - 1 else f"{part} {last[-1]}" for number, part in enumerate(parts)]


_SHARED = re.compile(
    r"output|production|capacity|exports|imports|consumption|sales|prices|stocks|inventories|reserves|demand", re.I
)


def _is_qualifier(piece: Piece, amount: Amount, rest: list[Amount], statement: Statement) -> bool:
    """`Stocks held by 26 traders stood at 1.87 Mt`: a count before the verb only says whose figure follows."""
    is_count = amount.family == "count" and statement.figure is not None and statement.figure.change is Change.LEVEL
    before = piece.head_start < amount.start and amount.end < piece.verb
    return is_count and before and any(one.start > piece.verb for one in rest)


def _of_piece(page: EnglishPage, piece: Piece, inside: list[Amount], found: list[Told], good: str) -> None:
    """Add the figures of one piece."""
    if flat := _unchanged(page, piece, found):
        found.append(Told(statement=flat, piece=piece, family="percent"))
    named = _respectively(page, piece, len(inside))
    for number, amount in enumerate(inside):
        if _is_converted(page.text, amount, inside[:number]) or _is_bound(page.text, amount, inside[:number]):
            continue
        before_end = inside[number - 1].end if number else piece.start
        next_start = inside[number + 1].start if number + 1 < len(inside) else piece.end
        earlier = found[-1] if found and found[-1].piece.line == piece.line else None
        statement = _figure(page, piece, amount, before_end, next_start, earlier)
        if _is_qualifier(piece, amount, inside[number + 1 :], statement):
            continue
        subject = in_full(statement.subject, good, [one.statement.subject for one in found[-_REMEMBERED:]], page)
        statement = replace(statement, subject=owned(subject, page, piece.start, amount.start))
        if named:
            statement = replace(statement, subject=named[number][:1].lower() + named[number][1:])
        found.append(Told(statement=statement, piece=piece, family=amount.family))


_COMPARED = re.compile(r"\b(?:against|versus|compared (?:with|to))\s(?:about\s|some\s|only\s)?$", re.IGNORECASE)
_CEILING = re.compile(r"\b(?:(?:must|may|can|shall|should|will|to)\snot\sexceed|at or below)\s[^,;.]{0,40}$")
_YEAR_START = re.compile(
    r"\s(?:higher|lower|more|less|up|down|above|below)?\s?(?:than|from|on|since|compared with)\s(?:at\s)?(?:the\s)?"
    r"(?:start|beginning)\sof\s(?:the|this)\s(?:same\s)?year"
)
_OFF_PLAN = re.compile(
    r"\s(?:below|above|under|over|ahead of|behind|short of)\s(?:its|the|their)?\s?(?:own\s|annual\s|full-year\s)?"
    r"(?:budget|plan|target|quota|guidance|schedule)\b"
)
_EFFECT = re.compile(
    r"\b(?:cut|reduce|lower|raise|lift|boost)\s(?:its|their)\s[^,;.]{3,40}\sby\s(?:at least\s|about\s)?$"
)
_AT_PRICE = re.compile(r"\sat\s(?:about\s|around\s)?(?:US|A)?[$€£¥]")
_PRICED = re.compile(
    r"price|cost|premium|profit|margin|loss|tax|fee|charge|freight|tariff|dut|subsid|discount|spread|value|rate|cash|earning"
)
_REMEMBERED, _MOST = 12, 120  # no paragraph that is written for people tells more figures


def _is_bound(text: str, amount: Amount, before: list[Amount]) -> bool:
    """`58 projects worth more than 100 million yuan each`: the sum only bounds what is counted."""
    if before and amount.quantity.value_max is not None and before[-1].quantity.value_max is not None:
        return bool(re.search(r"(?:up|down)\sfrom\s(?:about\s)?$", text[before[-1].end : amount.start]))
    binds = amount.quantity.comparator in (Comparator.AT_LEAST, Comparator.AT_MOST)
    if not before or before[-1].family != "count" or not binds:
        return False
    return bool(
        re.match(r"\s(?:[\w-]+\s){1,5}?(?:with|worth|whose|of|above|over)\b", text[before[-1].end : amount.end])
    )


def _is_converted(text: str, amount: Amount, before: list[Amount]) -> bool:
    """A sum in brackets behind the same sum in another currency."""
    if amount.family != "currency" or not before or before[-1].family != "currency":
        return False
    return bool(
        re.search(
            r"^\s?\((?:about\s|around\s|or\s|approximately\s|equal to\s|US\s?)?$", text[before[-1].end : amount.start]
        )
    )


def _figure(
    page: EnglishPage, piece: Piece, amount: Amount, before_end: int, next_start: int, earlier: Told | None
) -> Statement:
    text, sentence = page.text, page.layout.sentences[piece.sentence]
    said = said_of(
        text,
        amount,
        max(piece.start, before_end if _is_apart(text, before_end, amount) else piece.start),
        piece.end,
        page.lexicon,
        next_start,
    )
    tense = tense_of(text, sentence.start, piece, amount.start, amount.end, page.lexicon)
    scene = Scene(
        text=text,
        piece=piece,
        sentence_start=sentence.start,
        before_end=before_end,
        next_start=next_start,
        times=page.times,
        lexicon=page.lexicon,
        amount_start=amount.start,
        told=page.parties.told,
        earlier=earlier.statement.subject if earlier else "",
    )
    period = period_of(page, piece, amount, tense, before_end, next_start)
    kind = _kind(page, tense, period)
    if _COMPARED.search(text[max(piece.start, amount.start - 30) : amount.start]) and not is_ahead(page, period):
        kind = StatementKind.RESULT
    change = said.change
    if (
        kind is StatementKind.TARGET
        and change is Change.YOY
        and (period or "").startswith("..")
        and not _names_year_on_year(text, amount, piece)
    ):
        change = Change.DELTA
    if kind is StatementKind.RESULT and (period or "").startswith("..") and tense is not Tense.AHEAD:
        period = (period or "")[2:]
    is_of_days = (period or "")[7:8] == "-"
    if change is Change.YOY and is_of_days and not _names_year_on_year(text, amount, piece):
        change = Change.MOM
    change = _against_base(page, amount, change, period, next_start)
    rest, lead = text[amount.end : piece.end], text[piece.start : amount.start]
    if _YEAR_START.match(rest) or (change is Change.YOY and kind is StatementKind.TARGET and _EFFECT.search(lead)):
        change = Change.DELTA
    elif _OFF_PLAN.match(rest):
        change = Change.GAP
    subject = _subject(scene, amount, said, _of_sentence(earlier, piece))
    head = page.head_of(piece)
    stands_for_figure = head.lower() in PRONOUNS and scene.earlier and subject == scene.earlier
    is_forecast = re.search(
        r"\b(?:forecasts?|predicts?|predicted|estimates|analysts?|traders?)\b", text[sentence.start : amount.start]
    )
    places_act = kind is not StatementKind.RESULT or amount.family == "count"
    is_statistic = kind is StatementKind.RESULT and (amount.family != "count" or _HAS.match(text, piece.verb))
    actors = (
        ()
        if stands_for_figure or is_forecast or is_statistic
        else page.actors_of(head, piece.start, with_places=places_act)
    )
    quantity = amount.quantity
    if quantity.comparator is Comparator.EQUAL and _CEILING.search(lead):
        quantity = replace(quantity, comparator=Comparator.AT_MOST)
    is_price = amount.family == "currency" and re.search(
        r"(?:per|/)\s?(?:met|dry|wet|ton|t$|t\b|dmt|wmt|mt)", quantity.unit or ""
    )
    if is_price and change is Change.LEVEL and not _PRICED.search(subject.lower()):
        subject += " price"
    start, end = _span(text, piece, amount, next_start)
    return Statement(
        kind=kind,
        subject=subject,
        figure=Figure(
            value=quantity.value,
            value_max=quantity.value_max,
            base=quantity.base,
            reached=quantity.reached,
            unit=quantity.unit,
            change=change,
            comparator=quantity.comparator,
        ),
        polarity=said.polarity,
        period=period,
        actors=actors,
        place=page.parties.place_of((piece.start, piece.end), (sentence.start, sentence.end)),
        start=start,
        end=end,
    )


_GOES_ON = re.compile(
    r"(?:up|down|an?|or|but|and|while|rising|falling|by|to|compared|nearly|about|slightly|also|which|was|with|in|on|year|month|"
    r"quarter|the|increase|decrease|rise|drop|fall|decline|gain|growth|reduction|of|representing|further|then|just|only|\d{4}|[\W])*",
    re.IGNORECASE,
)
_NOUN_BEHIND = re.compile(r"\s(?:increase|rise|drop|decrease|decline|fall|growth|reduction)\s(?:in|of)\s(?!20)\w")


def _subject(scene: Scene, amount: Amount, said: Said, earlier: Statement | None) -> str:
    """The subject; where nothing is named between a figure and the one before it, that of the figure before it."""
    text = scene.text
    has_noun = amount.family in ("count", "people") or re.match(
        r"\s(?:of|worth of)\s", text[amount.end : amount.end + 10]
    )
    if earlier and earlier.figure and (said.is_change or not has_noun):
        lead = text[scene.before_end : amount.start]
        lead = lead.rpartition(", ")[2] if said.is_change else lead
        if scene.before_end > scene.piece.start or not scene.piece.own:  # noqa: SIM102
            if _GOES_ON.fullmatch(_timeless(scene, lead)) and not _NOUN_BEHIND.match(text, amount.end):
                is_of_growth = (
                    amount.family == "points" and earlier.figure.change is Change.YOY and earlier.figure.unit == "%"
                )
                return (
                    f"{earlier.subject} growth" if is_of_growth and "growth" not in earlier.subject else earlier.subject
                )
    return subject_of(scene, amount, said) or (earlier.subject if earlier else "figure")


def _timeless(scene: Scene, lead: str) -> str:  # noqa: ARG001
    return re.sub(
        r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|last|this)\b",
        "",
        lead,
    )


_FLAT = re.compile(
    r"\b(?:(?:keep|keeps|kept|maintain|maintains|maintained|hold|held|remain|remained|stay|stayed|was|were|be)\s"
    r"(?P<what>[\w' -]{0,60}?)\s?(?:basically\s|broadly\s|roughly\s|largely\s|virtually\s)?(?:flat|unchanged)|"
    r"(?<=,\s)(?:basically\s|largely\s|almost\s)?(?:unchanged|flat)|(?:at\s(?:or below\s)?(?:the\s)?(?:same level as|last year['’]s level|level of)|on a par with|level with))\b"  # noqa: E501
)


def _steady(what: str, owner: str, earlier: Statement | None, head: str) -> str:
    """What is unchanged: what the verb holds, else the figure before it, else the head."""
    bare = re.sub(r"^(?:its|their|the)\s", "", what)
    if bare:
        return f"{owner}{bare}".strip()
    return earlier.subject if earlier else re.sub(r"^(?:The|the|Its|its)\s|^(?:[A-Z]\w+['’]s)\s", "", head)


def _unchanged(page: EnglishPage, piece: Piece, found: list[Told]) -> Statement | None:
    """`keep output flat`, `was unchanged from a year earlier`: no change as a figure, 0 %."""
    text = page.text
    flat = _FLAT.search(text, piece.start, piece.end)
    if flat is not None and _AT_PRICE.match(text, flat.end()):
        return None  # the price itself is told
    if flat is None or re.search(r"\d\s?%|percent", text[max(piece.start, flat.start() - 30) : flat.end() + 30]):
        return None
    sentence = page.layout.sentences[piece.sentence]
    tense = tense_of(text, sentence.start, piece, flat.start(), flat.end(), page.lexicon)
    head, what = page.head_of(piece), (flat["what"] or "").strip()
    actors = page.actors_of(head, piece.start, with_places=tense is Tense.AHEAD)
    owner = f"{actors[0]} " if actors and len(actors[0]) < 30 else ""
    rest = text[flat.end() : piece.end]
    period = page.written_near(piece.start, piece.end, flat.end()) or page.written_before(0, sentence.start)
    return Statement(
        kind=StatementKind.TARGET if tense is Tense.AHEAD else StatementKind.RESULT,
        subject=_steady(what, owner, _of_sentence(found[-1] if found else None, piece), head),
        figure=Figure(
            value=Decimal(0),
            unit="%",
            change=Change.MOM if re.search(r"month", rest) else Change.YOY,
            comparator=Comparator.EQUAL,
        ),
        polarity=Polarity.KEEP,
        period=period,
        actors=actors,
        place=page.parties.place_of((piece.start, piece.end), (sentence.start, sentence.end)),
        start=flat.start() if what else max(piece.start, min(piece.head_start, flat.start())),
        end=piece.start + len(text[piece.start : piece.end].rstrip(" ,.")),
    )


_HAS = re.compile(
    r"(?:has|have|had|own|owns|operates?|employs?|runs?|hosts?|houses?|is|are|was|were|consists?|comprises?)\b"
)


def _against_base(page: EnglishPage, amount: Amount, change: Change, period: str | None, next_start: int) -> Change:
    """The change against the very time that is named: `down 8% on 2016` of a figure of 2017 is year on year."""
    if change not in (Change.DELTA, Change.YOY, Change.MOM) or not period or not period[:4].isdigit():
        return change
    base = next(
        (one for one in page.times.within(amount.end, next_start) if one.part is Part.BASE and one.period), None
    )
    if base is None:
        return change
    year = str(int(period[:4]) - 1)
    if base.period in (period.replace(period[:4], year), year):
        return Change.YOY
    if base.period == predecessor(period):
        return Change.MOM
    return Change.DELTA if base.period != period and amount.family != "points" else change


def _of_sentence(earlier: Told | None, piece: Piece) -> Statement | None:
    return earlier.statement if earlier and earlier.piece.sentence == piece.sentence else None


def _names_year_on_year(text: str, amount: Amount, piece: Piece) -> bool:  # noqa: ARG001
    return bool(
        re.search(
            r"year[- ]on[- ]year|annual|year (?:earlier|ago|before)|same period|last year|a year\b|per year|y/y|yoy|each year",  # noqa: E501
            text[piece.start : piece.end],
            re.I,
        )
    )


def _is_apart(text: str, before_end: int, amount: Amount) -> bool:
    return bool(re.search(r",|\band\b", text[before_end : amount.start]))


def _span(text: str, piece: Piece, amount: Amount, next_start: int) -> tuple[int, int]:
    """The clause about the number, from the last comma before it to the next one behind it."""
    mark = max(text.rfind(", ", piece.start, amount.start), text.rfind("; ", piece.start, amount.start))
    start = mark + 2 if mark >= 0 else piece.start
    stop = re.compile(r"[,;](?=\s)|\.$").search(text, amount.end, piece.end)
    end = stop.start() if stop else piece.end
    end = min(end, max(amount.end, next_start)) if next_start < end else end
    if end - start > 240:
        start, end = max(start, amount.start - 120), min(end, amount.end + 100)
    trimmed = text[start:end].rstrip(" ,;.")
    return start, max(start + len(trimmed), amount.end)


def _kind(page: EnglishPage, tense: Tense, period: str | None) -> StatementKind:
    if tense is Tense.AHEAD:
        return StatementKind.TARGET
    if tense is Tense.OVER or page.published is None or period is None:
        return StatementKind.RESULT
    return StatementKind.TARGET if is_ahead(page, period) and tense is Tense.UNSAID else StatementKind.RESULT


def period_of(
    page: EnglishPage, piece: Piece, amount: Amount, tense: Tense, before_end: int, next_start: int
) -> str | None:
    """The time of a figure: its own words, those of its piece, its sentence, then of what was said before.

    A present state takes no time from elsewhere; a change from one level to another spans both times.
    """
    sentence = page.layout.sentences[piece.sentence]
    at = amount.start
    if amount.quantity.base is not None:
        return _span_of_change(page, piece, amount)
    own = (
        page.written_near(amount.end, next_start, amount.end)
        or page.written_near(before_end, at, at)
        or page.written_near(piece.start, piece.end, at)
        or page.written_near(sentence.start, at, at)
        or page.written_near(sentence.start, sentence.end, at)
    )
    if own is not None or tense is Tense.PRESENT:
        return own
    return _inherited(page, piece, tense)


def _inherited(page: EnglishPage, piece: Piece, tense: Tense) -> str | None:
    line, sentence = page.layout.lines[piece.line], page.layout.sentences[piece.sentence]
    earlier = page.written_before(line.start, sentence.start) or page.written_before(0, line.start)
    return earlier if tense is not Tense.AHEAD or is_ahead(page, earlier) else None


def _span_of_change(page: EnglishPage, piece: Piece, amount: Amount) -> str | None:
    sentence = page.layout.sentences[piece.sentence]
    own = page.written_near(piece.start, piece.end, amount.start) or page.written_near(
        sentence.start, sentence.end, amount.start
    )
    bases = [one for one in page.times.within(piece.start, piece.end) if one.part is Part.BASE and one.period]
    if (
        own
        and re.search(r"year (?:earlier|ago|before)", page.text[amount.start : amount.end + 30])
        and own[:4].isdigit()
    ):
        return stretch(own.replace(own[:4], str(int(own[:4]) - 1)), own)
    if own and bases and not own.startswith("..") and (bases[0].period or "") < own:
        return stretch(bases[0].period or "", own)
    return own or _inherited(page, piece, Tense.UNSAID)


def is_ahead(page: EnglishPage, period: str | None) -> bool:
    """Whether a period ends after the page was published; so for none where the page bears no date."""
    end = (period or "").rpartition("..")[2]
    return (bool(end and page.published) and end > str(page.published)[: len(end)]) or (
        bool(end) and page.published is not None and end == str(page.published)[: len(end)] and len(end) == 4
    )
