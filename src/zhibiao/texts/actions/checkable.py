"""Whether one can ask next month if an action was done: it names a thing, an event or an indicator, and no mere wish."""

from __future__ import annotations

import re

from zhibiao.texts.actions.phrase import Phrase
from zhibiao.texts.lexicon import Lexicon
from zhibiao.texts.statement import Polarity

_QUOTED = re.compile(r"“[^”]{2,}”|《[^》]{2,}》|「[^」]{2,}」")
_TAIL = re.compile(r"(?:等|的|工作|方面|情况|[、。;；,，:：)）\s])+$")
_ENOUGH = 2
_HELPED = re.compile(r"企业|公司|集团|钢厂|矿业|[县区市镇乡]|单位|机构|院校|高校|商户|农户|农民|居民|院所")
_BAD_SHORT = 4


class Checker:
    """Judges actions; its patterns are made once for a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.slogan_end = re.compile(rf"(?:{lexicon.pattern('slogans', 'head').pattern})$")
        self.learn = lexicon.pattern("slogans", "learn")
        self.thing = lexicon.pattern("checkable", "thing")
        self.event = lexicon.pattern("checkable", "event")
        self.indicator = lexicon.pattern("checkable", "indicator")
        self.indicator_end = re.compile(rf"(?:{self.indicator.pattern})$")
        self.verb = lexicon.pattern("actions", "push", "build", "run", "reform", "plan", "cut")

    def grounds(self, action: str, phrase: Phrase) -> str | None:
        """What makes the action checkable: `ban`, `direction`, `named`, `thing`, `event`, `verb`; None for a slogan."""
        bare = _TAIL.sub("", action)
        rest = _TAIL.sub("", phrase.rest)
        if self.learn.search(action) or len(rest) < _ENOUGH:
            return None
        sense = phrase.verb.sense
        if sense == "ban":
            return "ban"
        if sense in {"raise", "cut", "hold"} and self.indicator_end.search(rest):
            return "direction"
        if self.slogan_end.search(bare):
            return self._despite_slogan(rest, sense)
        if sense == "raise" or sense == "hold":
            return "thing" if sense == "raise" and self.thing.search(rest) else None
        return self._by_object(rest, sense)

    def _despite_slogan(self, rest: str, sense: str) -> str | None:
        """A clause that ends in a slogan still counts where it names a thing by quotation marks or brings an event."""
        if _QUOTED.search(rest) and sense in {"run", "plan", "build"}:
            return "named"
        helped = _HELPED.search(rest)
        if sense in {"push", "reform"} and helped and self.verb.search(rest, helped.end()) and self.thing.search(rest):
            return "thing"
        return None

    def _by_object(self, rest: str, sense: str) -> str | None:
        if _QUOTED.search(rest):
            return "named"
        if self.thing.search(rest):
            return "thing"
        if self.event.search(rest):
            return "event"
        if sense in {"plan", "cut"} or (sense in {"build", "reform", "run"} and len(rest) >= _BAD_SHORT):
            return "verb"
        helped = _HELPED.search(rest)
        if sense == "push" and helped and self.verb.search(rest, helped.end()):
            return "event"
        return None


def polarity_of(phrase: Phrase, grounds: str) -> Polarity | None:
    """Which way the verb says that it goes; only bans and verbs with a direction say so."""
    del grounds
    return Polarity(phrase.verb.value) if phrase.verb.value else None
