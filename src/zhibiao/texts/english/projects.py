"""Named projects of an English text: how far each has come, and the figures that describe it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from zhibiao.texts.english.figures import Told
from zhibiao.texts.english.page import EnglishPage
from zhibiao.texts.english.words import phrases
from zhibiao.texts.layout import Role, Sentence
from zhibiao.texts.lexicon import Lexicon
from zhibiao.texts.statement import Change, ProjectStatus, Statement, StatementKind

_STATUSES = ("building", "done", "stopped", "planned")
_GOES_ON = re.compile(
    r"\s*(?:It|The (?:\w+ ){0,2}?(?:project|mine|plant|facility|base|furnace|park|line|complex|works|deposit|site|operation|smelter|scheme|development)|Total investment|Investment|"  # noqa: E501
    r"Annual (?:output|capacity)|Once|When|After|Upon|Construction|With|First (?:ore|steel|metal|coal|production|concentrate|power))\b"  # noqa: E501
)


@dataclass(frozen=True, slots=True)
class _Grammar:
    noun: re.Pattern[str]
    status: re.Pattern[str]
    statuses: dict[str, str]
    effect: re.Pattern[str]
    kind: re.Pattern[str]


def _grammar(lexicon: Lexicon) -> _Grammar:
    nouns = phrases(lexicon, "projects_en", "noun")
    return _Grammar(
        re.compile(
            rf"(?:(?:the|an?|its|their)\s|(?<!\w)(?=[A-Z]))(?P<name>(?:[\w’'.&-]+\s){{0,7}}?(?:{nouns}))(?!\w|\s(?:{nouns})(?!\w))"
        ),
        re.compile(rf"(?<!\w)(?:{phrases(lexicon, 'projects_en', *_STATUSES)})(?!\w)", re.IGNORECASE),
        {term.word.lower(): term.sense for term in lexicon.terms("projects_en", *_STATUSES)},
        re.compile(
            r"\b(?:revenue|sales|jobs|tax|taxes|output value|profit|emissions|save|saving|reduce|cut)\b", re.IGNORECASE
        ),
        re.compile(rf"(?<!\w)(?:{nouns})(?!\w)", re.IGNORECASE),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project told of: its statement, and the stretch whose figures describe it."""

    statement: Statement
    start: int
    end: int


def projects(page: EnglishPage) -> list[Project]:
    """Each named project whose status a sentence tells, once."""
    grammar = page.lexicon.once(_grammar)
    found: dict[str, Project] = {}
    for number, sentence in enumerate(page.layout.sentences):
        if page.layout.lines[sentence.line].role in (Role.MARGIN, Role.TITLE):
            continue
        status = grammar.status.search(page.text, sentence.start, sentence.end)
        named = _name(page, sentence.start, sentence.end, status, grammar) if status else None
        if status is None or named is None:
            continue
        project = _project(page, number, status, named, grammar)
        key = project.statement.subject.lower()
        if not any(key in other or other in key for other in found):
            found[key] = project
    return list(found.values())


def _name(page: EnglishPage, start: int, end: int, status: re.Match[str], grammar: _Grammar) -> re.Match[str] | None:
    """The project nearest to the words of status; a name has a capital or a capacity in it."""
    names = [one for one in grammar.noun.finditer(page.text, start, end) if _is_named(page.text, one)]
    if not names:
        return None
    return min(names, key=lambda one: min(abs(one.start("name") - status.end()), abs(status.start() - one.end())))


def _is_named(text: str, name: re.Match[str]) -> bool:  # noqa: ARG001
    """A name in capitals, a capacity, a place, or at least a kind that tells it from others (`a new high-purity line`)."""  # noqa: E501
    words = re.sub(r"^(?:The|A|An|the|an?)\s", "", name["name"])
    return bool(re.search(r"[A-Z]\w|\d", words)) or len(words.split()) >= _TELLING


_TELLING = 2


def _project(page: EnglishPage, number: int, status: re.Match[str], named: re.Match[str], grammar: _Grammar) -> Project:
    text, sentence = page.text, page.layout.sentences[number]
    piece = next(one for one in reversed(page.pieces) if one.start <= status.start())
    actors = page.actors_of(page.head_of(piece), piece.start, with_places=False) or _company_in(page, sentence)
    start, end = min(named.start("name"), status.start()), max(named.end(), status.end())
    reach = sentence.end
    for later in page.layout.sentences[number + 1 : number + 5]:
        if not _GOES_ON.match(text, later.start):
            break
        reach = later.end
    state = ProjectStatus(grammar.statuses[status.group().lower()])
    statement = Statement(
        kind=StatementKind.PROJECT,
        subject=_clean_name(named["name"]),
        period=page.written_near(sentence.start, sentence.end, status.start()),
        actors=actors,
        place=page.parties.place_of((sentence.start, sentence.end)),
        status=state,
        start=start,
        end=min(end, start + 290),
    )
    return Project(statement=statement, start=sentence.start, end=reach)


def _company_in(page: EnglishPage, sentence: Sentence) -> tuple[str, ...]:
    named = [name for start, name in page.companies if sentence.start <= start < sentence.end]
    return (page.full_name(named[-1]),) if named else ()


def _clean_name(name: str) -> str:
    return re.sub(r"^(?:the|an?|its|their|new|construction of the|construction of)\s", "", name, flags=re.IGNORECASE)


def as_attributes(page: EnglishPage, told: list[Told], found: list[Project]) -> list[Statement]:
    """Figures in a project's reach turned into its attributes; changes and what follows from it stay what they are."""
    grammar = page.lexicon.once(_grammar)
    return [_turned(page, one, found, grammar) for one in told]


def _turned(page: EnglishPage, told: Told, found: list[Project], grammar: _Grammar) -> Statement:
    one = told.statement
    if (
        one.figure is None
        or one.figure.change not in (Change.LEVEL, Change.SHARE)
        or told.family in ("count", "people")
    ):
        return one
    clause = page.text[told.piece.start : told.piece.end]
    owner = next((project for project in found if project.start <= one.start < project.end), None)
    if grammar.effect.search(f"{one.subject} {clause}"):
        return one
    name = owner.statement.subject if owner else _described(page, told, grammar)
    if not name:
        return one
    model = owner.statement if owner else None
    sentence = page.layout.sentences[told.piece.sentence]
    head = page.head_of(told.piece)
    actors = (
        model.actors if model else page.actors_of(head, one.start, with_places=False) or page.company_before(one.start)
    )
    near = page.text[max(told.piece.start, one.start) : one.end]
    return replace(
        one,
        kind=StatementKind.PROJECT,
        subject=f"{name} {_attribute(told, near)}",
        polarity=None,
        period=page.written_near(one.start, one.end, one.start),
        actors=actors,
        place=(model.place if model else None) or page.parties.place_of((sentence.start, sentence.end)),
        status=model.status if model else ProjectStatus.PLANNED if one.kind is StatementKind.TARGET else None,
    )


_DESCRIBES = re.compile(
    r"\b(?:cost|costs|investment|invest|capacity|capable|able to|produce|reserves?|resources?|spend)\b", re.IGNORECASE
)
_SPENT_ON = re.compile(
    r"\b(?:spend|invest|spent|invested)\b[^.;]{0,60}?\s(?:on|in|to build)\s(?:an?|its|the)\s(?P<name>(?:[\w'-]+\s){1,6}?)(?=with|in|at|by|,|\.|$)"  # noqa: E501
)


def _described(page: EnglishPage, told: Told, grammar: _Grammar) -> str:
    """The thing that `The furnace will cost 1.9bn yuan` describes, as it was called at more length before."""
    piece = told.piece
    head = re.sub(r"^(?:the|an?|its|this)\s", "", page.head_of(piece), flags=re.IGNORECASE)
    if not _DESCRIBES.search(page.text, piece.start, piece.end) or told.statement.kind is not StatementKind.TARGET:
        return ""
    spent = _SPENT_ON.search(page.text, piece.start, piece.end)
    if spent and grammar.kind.search(spent["name"]):
        return _clean_name(spent["name"].strip())
    if not head or not grammar.kind.fullmatch(head.split()[-1]) or len(head.split()) > _LONGEST_NAME:
        return ""
    line = page.layout.lines[piece.line]
    fuller = re.compile(rf"(?:an?|its|the|new)\s((?:[\w'-]+\s){{1,5}}?{re.escape(head.split()[-1])})\b")
    earlier = [match.group(1) for match in fuller.finditer(page.text, line.start, piece.start)]
    return _clean_name(max(earlier, key=len)) if earlier and len(head.split()) == 1 else head


_LONGEST_NAME = 6


def _attribute(told: Told, near: str) -> str:
    """Investment for money; for tonnes reserves, output or capacity, as the clause says; else the subject as read."""
    if told.family == "currency":
        return "investment"
    if told.family in ("mass", "rate", "power"):
        for word in ("reserves", "resources", "output", "capacity"):
            if word in near.lower():
                return word if word != "resources" else "reserves"
        if re.search(r"\b(?:contains?|holds?|deposit)\b", near):
            return "reserves"
        return "output" if re.search(r"\bproduc", near) else "capacity"
    if told.family == "time":
        return "life" if "life" in near else "construction period" if "period" in near else "construction time"
    return told.statement.subject
