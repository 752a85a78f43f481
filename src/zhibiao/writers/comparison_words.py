"""Words of a comparison of rules: what a rule, a grouping and a group are called in its papers."""

from __future__ import annotations

from zhibiao.allocation.comparison.compared import Compared
from zhibiao.allocation.comparison.comparison import IN_FORCE, RuleOutcome
from zhibiao.writers.wording import Words

_PREFIX = "compare"


def compare_words(words: Words, key: str, **facts: object) -> str:
    """A label of comparisons, `compare.<key>`."""
    return words.label(f"{_PREFIX}.{key}", **facts)


def rule_name(outcome: RuleOutcome, words: Words) -> str:
    """The name of a rule, with the numbers asked for: `双池法 θ=0.2`."""
    if outcome.name == IN_FORCE:
        return compare_words(words, "in_force")
    _, *given = outcome.name.split(":")
    return " ".join((words.label(f"rule.{outcome.code}"), *(_short(part, words) for part in given)))


def _short(part: str, words: Words) -> str:
    code, _, value = part.partition("=")
    try:
        return f"{compare_words(words, f'symbol.{code}')}={value}"
    except KeyError:
        return part


def group_name(by: str, group: str, words: Words) -> str:
    """A group of a grouping: size, route and tier have names, a registered group its code."""
    if not group:
        return compare_words(words, "alone" if by == "group" else "not_on_file")
    try:
        return compare_words(words, f"group.{by}.{group}")
    except KeyError:
        return group


def comparison_title(found: Compared, words: Words) -> str:
    """What was compared: city, year, quantity."""
    return compare_words(
        words,
        "title",
        city=words.name(found.city.name),
        year=found.rulebook.plan_year,
        quantity=words.name(found.sector.quantity_name),
    )
