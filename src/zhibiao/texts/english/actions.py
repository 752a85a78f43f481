"""Tasks of an English text: what somebody will, must or plans to do, without a number, where it can be checked."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from zhibiao.texts.english.figures import is_ahead
from zhibiao.texts.english.inflection import gerund, participle
from zhibiao.texts.english.page import EnglishPage
from zhibiao.texts.english.pieces import Piece
from zhibiao.texts.english.words import last_match, phrases, whole
from zhibiao.texts.layout import Role, Sentence
from zhibiao.texts.lexicon import Lexicon
from zhibiao.texts.statement import Polarity, Statement, StatementKind

_ADVERBS = r"(?:(?:also|further|soon|then|jointly|now|not only|still|\w+ly)\s)*"
_LONGEST = 260
_NO_DOER = re.compile(
    r"^(?:this|that|which|who|there|prices?|demand|the market|analysts?|traders?|(?:[a-z]+\s)?orders|stocks|inventories|margins|sentiment)\b",  # noqa: E501
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Grammar:
    modal: re.Pattern[str]
    order: re.Pattern[str]
    banned: re.Pattern[str]
    bans: re.Pattern[str]
    base: re.Pattern[str]
    passive: re.Pattern[str]
    bases: dict[str, str]  # participle or gerund -> base
    polarity: dict[str, str]
    thing: re.Pattern[str]
    slogan: re.Pattern[str]
    link: re.Pattern[str]
    paper: re.Pattern[str]


def _grammar(lexicon: Lexicon) -> _Grammar:
    verbs = lexicon.terms("actions_en")
    longest = sorted({term.word for term in verbs}, key=len, reverse=True)
    bases = {participle(word): word for word in longest} | {gerund(word): word for word in longest}
    base, passive = (
        "|".join(map(re.escape, longest)),
        "|".join(map(re.escape, sorted({participle(word) for word in longest}, key=len, reverse=True))),
    )
    modal = "|".join(
        re.escape(term.word)
        for term in sorted(lexicon.terms("modality_en", "future"), key=lambda term: -len(term.word))
        if term.value == "task"
    )
    return _Grammar(
        re.compile(
            rf"(?<!\w)(?:{modal})\s(?P<no>not\s|no longer\s)?{_ADVERBS}(?=(?:be\s{_ADVERBS}(?:{passive})|{base})(?!\w))"
        ),
        re.compile(
            rf"(?<!\w)(?:{phrases(lexicon, 'modality_en', 'order')})\s(?P<whom>[\w'’ -]{{2,70}}?)\s(?P<no>not\s)?to\s{_ADVERBS}"  # noqa: E501
            rf"(?=(?:be\s{_ADVERBS}(?:{passive})|{base})(?!\w))"
        ),
        re.compile(
            r"(?<!\w)(?:(?:is|are|will be|shall be|must be)\s(?:strictly\s)?(?:banned|prohibited|forbidden|not (?:allowed|permitted))"  # noqa: E501
            r"|(?:will|shall|may|must)\snot\sbe\s(?:allowed|permitted|approved))(?!\w)"
        ),
        re.compile(r"(?<!\w)(?:strictly\s)?(?:bans|prohibits|forbids)\s(?=\w)"),
        re.compile(rf"{_ADVERBS}(?P<verb>{base})(?!\w)", re.IGNORECASE),
        re.compile(rf"be\s{_ADVERBS}(?P<verb>{passive})(?!\w)"),
        bases,
        {term.word: term.value for term in verbs if term.value},
        whole(f"(?:{phrases(lexicon, 'things_en', 'thing')}|{phrases(lexicon, 'indicators_en', 'level')})(?:e?s)?"),
        whole(phrases(lexicon, "things_en", "slogan")),
        re.compile(
            rf",\s(?:and\s|as well as\s)?(?:to\s)?(?={_ADVERBS}(?:{base})(?!\w))|\sand\s(?:to\s|will\s)?(?={_ADVERBS}(?:{base})\s(?!of|and|or)(?:\w))"  # noqa: E501
            r"|;\s|,\s(?=(?:while|but|which|who|where|as|after|with|according|and\s(?:the|it|its)|the\s\w+\s(?:said|says)|it\s(?:said|says)|said|he|she)\b)"
            r"|\s(?=(?:while|but|which|said|says|because|although)\s)"
            r"|\s(?=and\s(?:aims?|plans?|expects?|intends?|hopes?|targets?)\s)|[.!?]$"
        ),
        whole(phrases(lexicon, "organisations_en", "paper")),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """One action found: its clause, its words, who is named before it."""

    start: int
    end: int
    subject: str
    polarity: Polarity | None
    head: str
    is_refusal: bool = False


def actions(page: EnglishPage) -> list[Statement]:
    """The tasks of a text in its order."""
    grammar = page.lexicon.once(_grammar)
    starts = [piece.start for piece in page.pieces]
    found: list[Statement] = []
    for sentence in page.layout.sentences:
        line = page.layout.lines[sentence.line]
        if line.role is Role.MARGIN:
            continue
        at = bisect_left(starts, sentence.start)
        pieces = page.pieces[at : bisect_left(starts, sentence.end, at)]
        for item in _items(page, sentence, pieces, grammar, line.role):
            if _is_checkable(page, item, grammar):
                found.append(_task(page, sentence, item))
    return found


def _items(
    page: EnglishPage, sentence: Sentence, pieces: tuple[Piece, ...], grammar: _Grammar, role: Role
) -> Iterator[_Item]:
    text, done = page.text, sentence.start
    for pattern in (grammar.order, grammar.modal):
        for found in pattern.finditer(text, sentence.start, sentence.end):
            if found.start() < done:
                continue
            head = _head(page, pieces, found.start())
            if pattern is grammar.order and _is_noun(text, found):
                continue
            whom = found.groupdict().get("whom")
            for item in _chain(text, found, head, whom, sentence, grammar):
                done = item.end
                yield item
    for found in grammar.banned.finditer(text, sentence.start, sentence.end):
        head = _head(page, pieces, found.start())
        if head:
            yield _Item(
                start=max(sentence.start, text.rfind(head, sentence.start, found.start())),
                end=_close(text, found.end(), sentence, grammar),
                subject=f"ban {_lower(_small(head))}",
                polarity=Polarity.KEEP,
                head="",
            )
    for found in grammar.bans.finditer(text, sentence.start, sentence.end):
        end = _close(text, found.end(), sentence, grammar)
        yield _Item(
            start=found.start(),
            end=end,
            subject=f"ban {text[found.end() : end].strip()}",
            polarity=Polarity.KEEP,
            head=_head(page, pieces, found.start()),
        )
    if done == sentence.start:
        yield from _imperatives(text, sentence, grammar, role)


def _imperatives(text: str, sentence: Sentence, grammar: _Grammar, role: Role) -> Iterator[_Item]:
    """An item of a list that opens with a verb: `- Close outdated kilns`."""
    lead = re.compile(r"(?:[-*•·–]\s+|\(?\d{1,2}[.)]\s+|\(?[a-z]\)\s+)?").match(text, sentence.start, sentence.end)
    at = lead.end() if lead else sentence.start
    verb = grammar.base.match(text, at, sentence.end)
    if verb and (role is Role.ITEM or text[sentence.end - 1] in ".;") and text[at].isupper() and role is not Role.TITLE:
        follows = text[verb.end() : verb.end() + 5]
        if re.match(r"\s(?!of\b|in\b|is\b|was\b|and\b|for\b|by\b)\w", follows):
            yield from _verb_chain(text, at, sentence, "", grammar, is_negated=False, start=at)


def _is_noun(text: str, found: re.Match[str]) -> bool:
    """`The target requires …` is meant; `orders` as a noun before a verb is not."""
    return bool(
        re.search(r"\b(?:new|steel|export|of|the|purchase)\s$", text[max(0, found.start() - 10) : found.start()])
    )


def _head(page: EnglishPage, pieces: tuple[Piece, ...], at: int) -> str:
    piece = next((one for one in reversed(pieces) if one.start <= at), None)
    if piece is None:
        return ""
    return (
        page.text[piece.head_start : min(piece.head_end, at)].strip(" ,") if piece.own or piece.head_end <= at else ""
    )


def _chain(
    text: str, found: re.Match[str], head: str, whom: str | None, sentence: Sentence, grammar: _Grammar
) -> Iterator[_Item]:
    passive = grammar.passive.match(text, found.end(), sentence.end)
    if not passive:
        yield from _verb_chain(
            text, found.end(), sentence, head, grammar, is_negated=bool(found["no"]), start=found.start()
        )
        return
    base = grammar.bases[passive["verb"]]
    what = _lower(_small(whom or head))
    if re.match(r"(?:No|no)\s", head) and not whom:
        what = f"no {what}"
    end = _close(text, passive.end(), sentence, grammar)
    rest = _TIME_TAIL.sub("", text[passive.end() : end].rstrip(" ,;."))
    by = re.search(r"\sby\s(?!the end|\d|\w+\s20\d\d|20)([\w '’&-]+)$", text[passive.end() : end])
    start = (
        found.start()
        if whom
        else max(sentence.start, text.rfind(head, sentence.start, found.start()) if head else found.start())
    )
    yield _Item(
        start=start,
        end=end,
        subject=f"{base} {what}{rest}",
        polarity=_polarity(base, grammar, is_negated=bool(found["no"])),
        head=head if whom else (by.group(1) if by else ""),
        is_refusal=not whom and bool(re.match(r"(?:No|no)\s", head)),
    )


def _verb_chain(
    text: str, at: int, sentence: Sentence, head: str, grammar: _Grammar, *, is_negated: bool, start: int
) -> Iterator[_Item]:
    """`build A, close B and ban C`: each verb with its object."""
    while verb := grammar.base.match(text, at, sentence.end):
        end, follows = _closed(text, verb.end(), sentence, grammar)
        base = verb["verb"].lower()
        words = _shortened(text[verb.start("verb") : end])
        if len(words.split()) > 1:
            yield _Item(
                start=start,
                end=end,
                subject=(("not " if is_negated else "") + words[:1].lower() + words[1:]).strip(),
                polarity=_polarity(base, grammar, is_negated=is_negated),
                head=head,
            )
        if follows is None:
            return
        at = start = follows


def _polarity(base: str, grammar: _Grammar, *, is_negated: bool) -> Polarity | None:
    if is_negated:
        return Polarity.KEEP
    return Polarity(grammar.polarity[base]) if base in grammar.polarity else None


def _closed(text: str, at: int, sentence: Sentence, grammar: _Grammar) -> tuple[int, int | None]:
    """Where an action ends, and where the next one of its chain begins."""
    later = grammar.modal.search(text, at, sentence.end) or grammar.banned.search(text, at, sentence.end)
    if later:
        cuts = [text.rfind(mark, at, later.start()) for mark in (", and ", ", ", " and ", "; ", ", while ")]
        first = min((cut for cut in cuts if cut >= 0), default=-1)
        linked = next(grammar.link.finditer(text, at, later.start()), None)
        if first >= 0 and (linked is None or first < linked.start()):
            return first, None
    for link in grammar.link.finditer(text, at, sentence.end):
        if text.count("(", at, link.start()) > text.count(")", at, link.start()):
            continue
        goes_on = grammar.base.match(text, link.end(), sentence.end)
        return link.start(), link.end() if goes_on else None
    return sentence.end, None


def _close(text: str, at: int, sentence: Sentence, grammar: _Grammar) -> int:
    return _closed(text, at, sentence, grammar)[0]


_TIME_TAIL = re.compile(
    r"\s(?:by|before|in|from|during|within|until|this|next|over|starting|at|on)\s(?:the\s)?(?:(?:end|first|second|third|fourth|"
    r"start|beginning|course)\b[\w ,]*|(?:early|late|mid|end)[ -][\w ]+|(?:19|20)\d\d[\w -]*|year(?:-end)?|month|next[\w ]*|"  # noqa: E501
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)[\w ,]*|"
    r"14th Five[\w -]*|15th Five[\w -]*|coming[\w ]*|\w+ (?:years|months))$"
)


def _shortened(words: str) -> str:
    """The words of an action without the time that ends them."""
    words = words.rstrip(" ,;.")
    shorter = _TIME_TAIL.sub("", words)
    return shorter if shorter.strip() else words


def _small(head: str) -> str:
    return re.sub(r"^(?:The|A|An|All|Any|No|the)\s", "", head).strip()


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


def _is_checkable(page: EnglishPage, item: _Item, grammar: _Grammar) -> bool:
    """Names a thing, holds no figure, and is no slogan."""
    if item.end - item.start > _LONGEST or _NO_DOER.match(item.head):
        return False
    has_figure = any(
        one.quantity.bar is None and item.start <= one.quantity.number_start < item.end for one in page.amounts
    )
    if has_figure:
        return False
    words = item.subject.split(" ", 1)[-1]
    if re.search(r"\b(?:flat|unchanged)$", words):
        return False
    return bool(grammar.thing.search(words)) and not _is_slogan(words, grammar)


def _is_slogan(words: str, grammar: _Grammar) -> bool:
    """Whether the last noun that counts is one of slogans: `the high-quality development of the steel industry`."""
    core = re.split(r"\s(?:of|for|in|between|through|with)\s", words, maxsplit=1)[0]
    return bool(grammar.slogan.search(core)) and last_match(grammar.thing, core, 0, len(core)) is None


def _task(page: EnglishPage, sentence: Sentence, item: _Item) -> Statement:
    text = page.text
    end = item.start + len(text[item.start : item.end].rstrip(" ,;."))
    actors = page.actors_of(item.head, item.start, with_places=True) if item.head else ()
    return Statement(
        kind=StatementKind.TASK,
        subject=re.sub(r"\s+", " ", item.subject).strip(" ,;."),
        polarity=Polarity.KEEP if item.is_refusal else item.polarity,
        period=_period(page, sentence, item),
        actors=actors or _issuer(page, item.start),
        place=page.parties.place_of((item.start, item.end), (sentence.start, sentence.end)),
        start=item.start,
        end=end,
    )


def _issuer(page: EnglishPage, at: int) -> tuple[str, ...]:
    """Who speaks in the text: the last body named before; else the place that the text is about."""
    earlier = [name for start, name in page.bodies if start < at]
    if earlier:
        return (earlier[-1],)
    return (page.parties.about,) if page.parties.about else ()


def _period(page: EnglishPage, sentence: Sentence, item: _Item) -> str | None:
    own = page.written_near(item.start, item.end, item.end) or page.written_near(
        sentence.start, sentence.end, item.start
    )
    if own is not None:
        return own if page.published is None or is_ahead(page, own) or own.endswith("..") else None
    line = page.layout.lines[sentence.line]
    earlier = page.written_before(line.start, sentence.start)
    return earlier if is_ahead(page, earlier) else None
