"""What sets each limit of a city's plan (限额依据): the rulebook's clause, a fact on file, or the supply list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from zhibiao.regulation.city.ability import BEST_DAY, CAPACITY
from zhibiao.regulation.city.bounds import DISTRICT, GROUP, MINIMUM, MONTH, YEAR
from zhibiao.regulation.city.problem import CityProblem
from zhibiao.regulation.city.words import named
from zhibiao.terms.text import Text

ORDERS, SEASON, RAMP, CAP = "orders", "season_share", "ramp_share", "cap"
_REGULATION, _BOUNDS = "regulation", "bounds"
_PARTS: Mapping[str, str] = {
    **dict.fromkeys((MINIMUM, MONTH, YEAR, GROUP, DISTRICT, SEASON, RAMP, BEST_DAY, ORDERS), _REGULATION),
    CAPACITY: _BOUNDS,
    CAP: CAP,
}
"""Part of the rulebook that sets a bound, by the bound's code; codes with a dot are of the allocation's bounds."""
_OF_SUPPLY = ("supply", "stock.low", "stock.high")

Of = tuple[str, int]
"""Kind of limit and place of its holder, as a diagnosis names them."""


def sources_of(city: CityProblem, labels: Mapping[str, Text]) -> dict[Of, Text]:
    """In words what sets each limit of the problem: "clause 12, the month's limit".

    Args:
        city: with the bounds of its enterprises and what sets them.
        labels: the catalogue's, by key.
    """
    words = _Words(city.inputs.limits.clauses, labels)
    found: dict[Of, Text] = {(kind, 0): words.clause(CAP) for kind in ("cap.low", "cap.high")}
    for place, (one, ability) in enumerate(zip(city.planned, city.ability, strict=True)):
        rest = city.bounds[one.enterprise].rest
        found["plant.low", place], found["plant.high", place] = words.by(rest.low_by), words.by(rest.high_by)
        found["capacity", place] = words.all_by(dict.fromkeys(ability.most_by))
        found["minimum", place] = words.by(MINIMUM)
        found["order", place] = words.by(ORDERS)
        found["ramp", place] = found["start", place] = words.by(RAMP)
    for kind, classes, by in (("group", city.groups, GROUP), ("district", city.districts, DISTRICT)):
        for place in range(len(classes.names)):
            found[f"{kind}.low", place] = found[f"{kind}.high", place] = words.by(by)
    found |= {("season", place): words.by(SEASON) for place in range(len(city.districts.names))}
    listed = labels["regulate.source.supply"]
    found |= {(kind, place): listed for kind in _OF_SUPPLY for place in range(len(city.inputs.commodities))}
    return found


def cap_words(city: CityProblem, labels: Mapping[str, Text]) -> dict[str, Text]:
    """The catalogue's labels on the cap told as what is left of the year's, with the figures of both."""
    inputs = city.inputs
    facts = {"cap": f"{inputs.cap_t:,}", "made": f"{inputs.made_t:,}"}
    keys = ("one.cap.low", "one.cap.high", "clause.cap.low", "clause.cap.high", "move.cap.low", "move.cap.high")
    return {f"diagnosis.{key}": _filled(labels[f"regulate.{key}"], facts) for key in keys}


class _Words:
    """Sources in words; it lives for one call."""

    def __init__(self, clauses: Mapping[str, str], labels: Mapping[str, Text]) -> None:
        self.clauses, self.labels = clauses, labels

    def by(self, code: str) -> Text:
        """What sets a bound: its name, after the clause where the rulebook sets it; a fact has its name alone."""
        clause = self.clause(_BOUNDS if "." in code else _PARTS.get(code, ""))
        name = Text("", "") if code in (SEASON, RAMP) else named(code)  # the kind of limit says it
        return Text(f"{clause.zh}{name.zh}", ", ".join(filter(None, (clause.en, name.en))))

    def all_by(self, codes: Iterable[str]) -> Text:
        """What sets a bound that is of several months."""
        each = [self.by(code) for code in codes]
        return Text("、".join(one.zh for one in each), "; ".join(one.en for one in each))

    def clause(self, part: str) -> Text:
        """The clause of a part of the rulebook; empty where it names none."""
        if not self.clauses.get(part):
            return Text("", "")
        return _filled(self.labels["regulate.source.clause"], {"clause": self.clauses[part]})


def _filled(label: Text, facts: Mapping[str, str]) -> Text:
    """Blanks that are not among the facts stay for whoever tells the limit."""
    zh, en = label.zh, label.en
    for name, fact in facts.items():
        zh, en = zh.replace(f"{{{name}}}", fact), en.replace(f"{{{name}}}", fact)
    return Text(zh, en)
