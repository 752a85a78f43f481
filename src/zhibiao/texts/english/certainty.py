"""How sure a reading of English is: what raised or lowered it, as codes with their words in the messages."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from zhibiao.texts.english.page import EnglishPage
from zhibiao.texts.english.times import Part
from zhibiao.texts.layout import Role, Sentence
from zhibiao.texts.statement import Statement, StatementKind

_START = 0.9
_COST = {
    "texts.because.english_own_time": 0.0,
    "texts.because.english_time_before": 0.15,
    "texts.because.english_no_time": 0.05,
    "texts.because.english_subject_before": 0.1,
    "texts.because.english_subject_unclear": 0.3,
    "texts.because.english_headline_only": 0.1,
    "texts.because.english_task_verb": 0.1,
    "texts.because.english_actor_before": 0.1,
    "texts.because.english_signed": 0.0,
    "texts.because.english_project": 0.05,
}
_LONG_SUBJECT = 12


def weighed(page: EnglishPage, found: list[Statement]) -> list[Statement]:
    """The statements with confidence and the codes of what it rests on."""
    starts = [sentence.start for sentence in page.layout.sentences]
    told = []
    for one in found:
        sentence = page.layout.sentences[bisect_right(starts, one.start) - 1]
        because = (_of_time(page, one, sentence), *_of_words(page, one, sentence))
        confidence = _START - sum(_COST[code] for code in because)
        told.append(replace(one, confidence=round(max(0.1, confidence), 2), because=because))
    return told


def _of_time(page: EnglishPage, one: Statement, sentence: Sentence) -> str:
    if one.period is None:
        return "texts.because.english_no_time"
    own = any(mention.part is not Part.BASE for mention in page.times.within(sentence.start, sentence.end))
    return "texts.because.english_own_time" if own else "texts.because.english_time_before"


def _of_words(page: EnglishPage, one: Statement, sentence: Sentence) -> list[str]:
    because = []
    words = page.text[sentence.start : sentence.end].lower()
    if one.kind is StatementKind.AGREEMENT:
        because.append("texts.because.english_signed")
    elif one.kind is StatementKind.PROJECT:
        because.append("texts.because.english_project")
    elif one.kind is StatementKind.TASK:
        because.append("texts.because.english_task_verb")
    subject = re.findall(r"[a-z]{4,}", one.subject.lower())
    if one.subject == "figure" or len(one.subject.split()) > _LONG_SUBJECT:
        because.append("texts.because.english_subject_unclear")
    elif one.figure is not None and subject and not any(word in words for word in subject):
        because.append("texts.because.english_subject_before")
    if one.actors and not any(actor.lower() in words for actor in one.actors):
        because.append("texts.because.english_actor_before")
    if page.layout.lines[sentence.line].role is Role.TITLE:
        because.append("texts.because.english_headline_only")
    return because
