"""A comparison of rules with everything its papers print: city, sector, rulebook in force, day and marks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from zhibiao.allocation.comparison.comparison import Amount, Comparison, Cost, Fairness, Filing, RuleOutcome
from zhibiao.allocation.comparison.fairness import Moves, Points
from zhibiao.allocation.reasons.dossier import Marks
from zhibiao.policy.rulebook import Rulebook
from zhibiao.sectors.sector import Sector
from zhibiao.terms.enterprise import City
from zhibiao.terms.exact import rounded

RATIO_PLACES, TONNE_PLACES, MONEY_PLACES = 9, 3, 2
_PLACES = {"yuan": MONEY_PLACES, "1": RATIO_PLACES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What the papers of a comparison are written from.

    Args:
        as_of: last month counted as made, empty for the year's first allocation.
        year: the year that the figures per tonne are of.
        dated: day printed, the last return that went into it.
    """

    city: City
    sector: Sector
    rulebook: Rulebook
    as_of: str
    year: int
    dated: dt.date
    marks: Marks
    comparison: Comparison

    def plain(self) -> dict[str, Any]:
        """Plain values for JSON, by enterprise id and rule.

        ```
        {"sector", "plan_year", "as_of", "quantity", "figures_of": YEAR, "rulebook": ID, "note": {"zh", "en"},
         "cap_t": tonnes given out, cap less reserve,
         "enterprises": [{"id", "name": {"zh", "en"}, "base_t", "capacity_t", "floor_t", "ceiling_t",
                          "groups": {"size", "route", "group", "tier"}, "per_tonne": {CODE: number | null}}],
         "rules": [{"name", "code", "parameters": [{"code", "unit", "value", "origin"}],
                    "quotas_t": {ID: tonnes}, "binding": {ID: "" | "floor" | "ceiling"}, "change": {ID: ratio | null},
                    "fairness": {"gini_quota", "gini_use", "lorenz_quota": [[x, y]], "lorenz_use",
                                 "quota_to_capacity": {"least", "most", "spread"} | null,
                                 "envy": {"pairs", "by": {ID: count}},
                                 "share_shift": {GROUPING: {GROUP: {"members", "before", "after", "shift"}}},
                                 "against_base": MOVES, "against_in_force": MOVES | null,
                                 "filing": {"groups_t": {GROUP: tonnes | null}, "pair": [ID, ID], "pair_t",
                                            "halves_t": {ID: tonnes | null}} | null},
                    "effects": {CODE: {"unit", "value", "change"}},
                    "cost": {"value_added_yuan", "best_yuan", "lost_yuan", "price"} | null}]}
        ```

        MOVES is `{"winners": [ID], "losers": [ID], "gained_t", "lost_t"}`. The rule named `in_force` is the
        rulebook's own. Tonnes of a quota are whole numbers; ratios are strings with nine decimals, tonnes gained by
        filing otherwise strings with three, yuan with two.
        """
        found = self.comparison
        return {
            "sector": self.sector.id,
            "plan_year": self.rulebook.plan_year,
            "as_of": self.as_of,
            "quantity": self.rulebook.quantity,
            "figures_of": self.year,
            "rulebook": self.rulebook.id,
            "note": {"zh": self.city.note.zh, "en": self.city.note.in_("en")},
            "cap_t": found.cap,
            "enterprises": [self._enterprise(place) for place in range(len(found.ids))],
            "rules": [_rule(found, outcome) for outcome in found.outcomes],
        }

    def _enterprise(self, place: int) -> dict[str, Any]:
        found = self.comparison
        name = self.city[found.ids[place]].name
        return {
            "id": found.ids[place],
            "name": {"zh": name.zh, "en": name.in_("en")},
            "base_t": int(found.bases[place]),
            "capacity_t": int(found.capacities[place]),
            "floor_t": found.floors[place],
            "ceiling_t": found.ceilings[place],
            "groups": {by: names[place] for by, names in found.groupings.items()},
            "per_tonne": {each.code: _ratio(each.values[place]) for each in found.per_tonne},
        }


def _rule(found: Comparison, outcome: RuleOutcome) -> dict[str, Any]:
    by_id = zip(found.ids, outcome.changes, strict=True)
    return {
        "name": outcome.name,
        "code": outcome.code,
        "parameters": [
            {"code": one.code, "unit": one.unit, "value": _ratio(one.value), "origin": one.origin}
            for one in outcome.settings
        ],
        "quotas_t": dict(zip(found.ids, outcome.quotas, strict=True)),
        "binding": dict(zip(found.ids, outcome.binding, strict=True)),
        "change": {name: _ratio(change) for name, change in by_id},
        "fairness": _fairness(found, outcome.fairness),
        "effects": {each.code: _amount(each) for each in outcome.amounts},
        "cost": None if outcome.cost is None else _cost(outcome.cost),
    }


def _fairness(found: Comparison, fair: Fairness) -> dict[str, Any]:
    use = fair.use
    return {
        "gini_quota": _ratio(fair.gini_quota),
        "gini_use": _ratio(fair.gini_use),
        "lorenz_quota": _points(fair.lorenz_quota),
        "lorenz_use": _points(fair.lorenz_use),
        "quota_to_capacity": use
        and {"least": _ratio(use.least), "most": _ratio(use.most), "spread": _ratio(use.spread)},
        "envy": {"pairs": sum(fair.envies), "by": dict(zip(found.ids, fair.envies, strict=True))},
        "share_shift": {
            by: {
                group: {
                    "members": one.members,
                    "before": _ratio(one.before),
                    "after": _ratio(one.after),
                    "shift": _ratio(one.shift),
                }
                for group, one in groups.items()
            }
            for by, groups in fair.shifts.items()
        },
        "against_base": _moves(found, fair.against_base),
        "against_in_force": fair.against_in_force and _moves(found, fair.against_in_force),
        "filing": fair.filing and _filing(fair.filing),
    }


def _moves(found: Comparison, moved: Moves) -> dict[str, Any]:
    return {
        "winners": [found.ids[place] for place in moved.winners],
        "losers": [found.ids[place] for place in moved.losers],
        "gained_t": int(moved.gained),
        "lost_t": int(moved.lost),
    }


def _filing(filing: Filing) -> dict[str, Any]:
    return {
        "groups_t": _tonnes(filing.groups),
        "pair": list(filing.pair),
        "pair_t": None if filing.pair_gain is None else str(rounded(filing.pair_gain, TONNE_PLACES)),
        "halves_t": _tonnes(filing.halves),
    }


def _tonnes(gains: Mapping[str, Fraction | None]) -> dict[str, str | None]:
    return {name: None if gain is None else str(rounded(gain, TONNE_PLACES)) for name, gain in gains.items()}


def _amount(each: Amount) -> dict[str, Any]:
    places = _PLACES.get(each.unit, TONNE_PLACES)
    rounded_or_none = (None if value is None else str(rounded(value, places)) for value in (each.value, each.change))
    return dict(zip(("unit", "value", "change"), (each.unit, *rounded_or_none), strict=True))


def _cost(cost: Cost) -> dict[str, Any]:
    money = {"value_added_yuan": cost.found, "best_yuan": cost.best, "lost_yuan": cost.lost}
    return {name: str(rounded(value, MONEY_PLACES)) for name, value in money.items()} | {"price": _ratio(cost.price)}


def _points(points: Points) -> list[list[str]]:
    return [[str(rounded(x, RATIO_PLACES)), str(rounded(y, RATIO_PLACES))] for x, y in points]


def _ratio(value: Fraction | None) -> str | None:
    return None if value is None else _text(rounded(value, RATIO_PLACES))


def _text(value: Decimal) -> str:
    return format(value, "f")
