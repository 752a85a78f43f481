"""Files of dated rules for capacity replacement: regimes with their ratios, suspensions, excluded classes, sources."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path

from zhibiao.policy.swap_rules import Excluded, Inside, Suspension, SwapRegime, SwapRule, SwapRules, SwapSource
from zhibiao.readers.yaml_file import Block, YamlFile
from zhibiao.terms.text import Text

REGIONS = ("key", "other")
_READ = ("press", "notes", "memory")


def read_swap_rules(path: Path) -> SwapRules:
    """Read the rules of one sector.

    Raises:
        InputRefused: `yaml.refused` with every missing, unknown or wrong key, each with its line.
    """
    file = YamlFile(path)
    top = file.top()
    top.only(("sector", "sources", "cases", "regimes", "suspensions", "excluded"))
    sources = {one.id: one for one in (_source(block) for block in top.blocks("sources"))}
    cases = {block.words("code"): block.text("name") for block in top.blocks("cases")}
    regimes = [_regime(block, sources, tuple(cases)) for block in top.blocks("regimes")]
    known = tuple(one.id for one in regimes)
    rules = SwapRules(
        sector=top.words("sector"),
        cases=cases,
        regimes=tuple(sorted(regimes, key=lambda one: one.since)),
        suspensions=tuple(
            Suspension(
                regime=block.words("regime", one_of=known), since=_day(block, "since"), source=_cited(block, sources)
            )
            for block in top.blocks("suspensions", optional=True)
        ),
        excluded={
            code: Excluded(code=code, name=block.text("name"), source=_cited(block, sources))
            for block in top.blocks("excluded", optional=True)
            if (code := block.words("code"))
        },
    )
    file.close()
    return rules


def _source(block: Block) -> SwapSource:
    block.only(("id", "title", "address", "read"))
    return SwapSource(
        id=block.words("id"),
        title=block.text("title"),
        address=block.words("address"),
        read=block.words("read", one_of=_READ),
    )


def _regime(block: Block, sources: dict[str, SwapSource], cases: tuple[str, ...]) -> SwapRegime:
    block.only(("id", "status", "since", "source", "rules"))
    return SwapRegime(
        id=block.words("id"),
        is_draft=block.words("status", one_of=("in_force", "draft")) == "draft",
        since=_day(block, "since"),
        source=_cited(block, sources),
        rules=tuple(_rule(one, cases) for one in block.blocks("rules")),
    )


def _rule(block: Block, cases: tuple[str, ...]) -> SwapRule:
    block.only(("case", "regions", "ratio", "donors", "built", "inside"))
    regions = block.words_list("regions")
    if not set(regions) <= set(REGIONS) or not regions:
        block.note("yaml.not_one_of", "regions", found="、".join(regions), known="、".join(REGIONS))
    inside = block.words("inside", default="", one_of=tuple(Inside))
    return SwapRule(
        case=block.words("case", one_of=cases),
        regions=frozenset(regions),
        ratio=_ratio(block),
        donors=frozenset(block.words_list("donors", optional=True)),
        built=frozenset(block.words_list("built", optional=True)),
        inside=Inside(inside) if inside in tuple(Inside) else Inside.ANYWHERE,
    )


def _ratio(block: Block) -> Fraction:
    """An exact ratio of at least 1, written as a quoted text: `5/4` or `1.25`."""
    text = block.words("ratio")
    try:
        ratio = Fraction(text)
    except (ValueError, ZeroDivisionError):
        ratio = Fraction(0)
    if ratio < 1:
        block.note("yaml.wrong_type", "ratio", wanted="ratio of at least 1", found=text)
    return max(ratio, Fraction(1))


def _day(block: Block, key: str) -> dt.date:
    text = block.words(key)
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        block.note("yaml.wrong_type", key, wanted="day YYYY-MM-DD", found=text)
        return dt.date.max


def _cited(block: Block, sources: dict[str, SwapSource]) -> SwapSource:
    found = block.words("source", one_of=tuple(sources))
    return sources.get(found, SwapSource(id=found, title=Text(found), address="", read="memory"))
