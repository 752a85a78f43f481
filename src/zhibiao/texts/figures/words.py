"""The words of figures: indicators, verbs of change, bases of comparison, words of will; made from the lexicon."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from zhibiao.texts.lexicon import Lexicon, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Tails:
    """Words asked for at the end of a phrase, the longest that fits."""

    terms: Mapping[str, Term]
    longest: int

    @classmethod
    def of(cls, lexicon: Lexicon, table: str, *senses: str) -> Tails:
        """The rows of a table, of some senses or of all."""
        terms = lexicon.by_word(table, *senses)
        return cls(terms=terms, longest=max(map(len, terms), default=0))

    def at_end(self, phrase: str) -> Term | None:
        """The longest row that the phrase ends with."""
        for size in range(min(self.longest, len(phrase)), 0, -1):
            term = self.terms.get(phrase[-size:])
            if term is not None:
                return term
        return None

    def at_start(self, phrase: str) -> Term | None:
        """The longest row that the phrase begins with."""
        for size in range(min(self.longest, len(phrase)), 0, -1):
            term = self.terms.get(phrase[:size])
            if term is not None:
                return term
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What reading figures knows of words; made once for a page."""

    direction: Tails
    indicators: Tails
    own: Tails  # indicators of a whole economy, which inherit no topic
    dropped: Tails  # verbs that a subject loses
    measuring: Tails  # verbs that imply an indicator: 生产 → 产量
    acts: Tails  # verbs that a subject keeps: 培育, 举办
    links: Tails
    verbs: tuple[tuple[str, Tails], ...]
    bases: Tails  # what figures are compared with
    idle: re.Pattern[str]  # awards, visits, prices of advertisements, sizes
    aims: re.Pattern[str]
    forecasts: re.Pattern[str]
    futures: re.Pattern[str]
    done: re.Pattern[str]
    heading_future: re.Pattern[str]
    heading_past: re.Pattern[str]
    title_future: re.Pattern[str]

    def head_of(self, name: str) -> str:
        """The indicator that a name ends with, a made one included (压减量, 覆盖面); empty where there is none."""
        term = self.indicators.at_end(name)
        if term is not None:
            return term.word
        if name.endswith(("量", "额", "率", "值", "幅度", "比例")):
            body = name[: -2 if name.endswith(("幅度", "比例")) else -1]
            for tails in (self.measuring, self.acts, self.direction):
                verb = tails.at_end(body)
                if verb is not None and len(verb.word) > 1:
                    return name[len(body) - len(verb.word) :]
        return ""

    @classmethod
    def of(cls, lexicon: Lexicon) -> Words:
        """The words of the tables direction, indicators, figure_verbs, bases and will."""
        verbs = tuple((sense, Tails.of(lexicon, "figure_verbs", sense)) for sense in ("act", "measure", "drop", "link"))
        return cls(
            verbs=verbs,
            direction=Tails.of(lexicon, "direction"),
            indicators=Tails.of(lexicon, "indicators"),
            own=Tails.of(lexicon, "indicators", "own"),
            dropped=Tails.of(lexicon, "figure_verbs", "drop"),
            measuring=Tails.of(lexicon, "figure_verbs", "measure"),
            acts=Tails.of(lexicon, "figure_verbs", "act"),
            links=Tails.of(lexicon, "figure_verbs", "link"),
            bases=Tails.of(lexicon, "bases"),
            idle=lexicon.pattern("idle"),
            aims=lexicon.pattern("will", "aim"),
            forecasts=lexicon.pattern("will", "forecast"),
            futures=lexicon.pattern("will", "future"),
            done=lexicon.pattern("will", "done"),
            heading_future=lexicon.pattern("will", "heading_future"),
            heading_past=lexicon.pattern("will", "heading_past"),
            title_future=lexicon.pattern("will", "title_future"),
        )
