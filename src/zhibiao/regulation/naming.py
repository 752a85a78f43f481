"""Places of a problem's arrays in words (所在位置): `u[3,4]`, with what plant and month that is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zhibiao.regulation.problem import FloatArray, IntArray, Problem
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.text import Language, Text

Mask = npt.NDArray[np.bool_]

_AXES = {
    "value": "pair month",
    "d": "pair month",
    "m": "plant month",
    "u": "plant month",
    "hcap": "zone season",
    "a": "commodity pair",
    "S": "commodity month",
    "C": "",
    "kappa": "",
    "pace_aim": "plant month",
    "pace_scale": "plant month",
    "pace_kappa": "",
    "stocks_opening": "commodity",
    "stocks_lowest": "commodity month",
    "stocks_highest": "commodity month",
    "plant": "pair",
    "family": "pair",
    "season": "season",
    **dict.fromkeys(("glo", "ghi"), "group"),
    **dict.fromkeys(("plo", "phi"), "province"),
    **dict.fromkeys(("r", "b", "qlo", "qhi", "e", "e_scale", "before", "group", "prov", "zone"), "plant"),
}
_SHOWN = 5
_LANGUAGES: tuple[Language, ...] = ("zh", "en")
_USUAL = {
    "ore": Text("铁矿石", "ore"),
    "coke": Text("焦炭", "coke"),
    "scrap": Text("废钢", "scrap"),
    "electricity": Text("电力", "electricity"),
    "co2": Text("二氧化碳", "CO₂"),
}
"""The usual commodities in words; others are called what the file calls them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """Turns places of a problem's arrays into places of findings."""

    problem: Problem
    file: str

    def at(self, field: str, index: tuple[int, ...]) -> Text:
        """A place: `u[3,4]`, followed by what plant, family, month or class that is called.

        Months, plants and all others count from 0, as in the arrays.
        """
        axes = _AXES.get(field, "").split()
        names = [name for axis, place in zip(axes, index, strict=True) if (name := self._called(axis, place)).zh]
        where = f"{field}[{','.join(map(str, index))}]" if index else field
        if not names:
            return Text(where, where)
        zh, en = (", ".join(name.in_(lang) for name in names) for lang in _LANGUAGES)
        return Text(f"{where} ({zh})", f"{where} ({en})")

    def _called(self, axis: str, place: int) -> Text:
        name = self._name(axis, place)
        return _USUAL.get(name, Text(name, name)) if axis == "commodity" else Text(name, name)

    def _name(self, axis: str, place: int) -> str:
        problem, labels = self.problem, self.problem.labels
        if axis == "pair":
            plant, family = int(problem.plant[place]), int(problem.family[place])
            named = _of(labels.plants, plant) or f"plant={plant}"
            return f"{named}, {_of(labels.families, family) or f'family={family}'}"
        if axis == "season":
            month = int(problem.season[place]) if place < problem.season.size else -1
            return _of(labels.months, month) or f"season={month}"
        of = {
            "plant": labels.plants,
            "month": labels.months,
            "group": labels.groups,
            "province": labels.provinces,
            "zone": labels.zones,
            "commodity": labels.commodities,
        }
        return _of(of[axis], place)

    def finding(
        self, code: str, field: str, bad: Mask, severity: Severity = Severity.REJECT, **facts: object
    ) -> Finding:
        """One finding for a field: its first place, how many more, and figures at the first place."""
        places = np.argwhere(bad)
        first = tuple(places[0].tolist()) if places.size or bad.ndim == 0 else ()
        told = {
            name: figure(float(fact[first] if fact.shape == bad.shape else fact))
            if isinstance(fact, np.ndarray)
            else fact
            for name, fact in facts.items()
        }
        others = [self.at(field, tuple(place)) for place in places[1:_SHOWN].tolist()]
        more = ", …" if len(places) > _SHOWN else ""
        told_others = (", ".join(one.in_(lang) for one in others) for lang in _LANGUAGES)
        listed = Text(*(f" [{named}{more}]" if named else "" for named in told_others))
        told |= {"field": field, "at": self.at(field, first), "count": max(len(places), 1), "others": listed}
        where = f"{field}[{','.join(map(str, first))}]" if first else field
        return Finding(code=code, severity=severity, place=Place(file=self.file, field=where), facts=told)


def figure(value: float) -> str:
    """A figure as findings print it.

    >>> figure(1234567.0), figure(0.125), figure(12)
    ('1,234,567', '0.125', '12')
    """
    return f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:,.6g}"


def totals(of: IntArray, figures: FloatArray, count: int) -> FloatArray:
    """Sums of plants' figures by class, (count,)."""
    return np.asarray(np.bincount(of, figures, count), dtype=np.float64)


def _of(names: tuple[str, ...], place: int) -> str:
    return names[place] if 0 <= place < len(names) else ""
