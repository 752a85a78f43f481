"""Limits and changes in both languages (限制名称): places by the problem's labels, kinds by the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from zhibiao.regulation.diagnosis.limits import NOWHERE, OF_COMMODITIES, Limit
from zhibiao.regulation.diagnosis.relaxation import Move
from zhibiao.regulation.problem import Problem
from zhibiao.terms.text import Language, Text

SHOWN = 6
_PLACES = {"t": 0, "kt": 3}
_COMMA: Mapping[Language, str] = {"zh": "、", "en": ", "}
_UNSAID = Text("", "")

_HOLDERS = {
    "group": "group",
    "district": "district",
    "season": "zone",
    "supply": "commodity",
    "stock": "commodity",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """How limits of one problem are called.

    Args:
        problem: whose labels name plants, groups, months and commodities.
        labels: the catalogue's, by key.
        unit: `t` or `kt`.
        names: what the problem's labels are called for a person, by label: an enterprise's name, a product's.
        sources: what sets a limit, by its kind and holder; limits of one kind are told apart by it.
    """

    problem: Problem
    labels: Mapping[str, Text]
    unit: str
    names: Mapping[str, Text] = field(default_factory=dict)
    sources: Mapping[tuple[str, int], Text] = field(default_factory=dict)

    def figure(self, tonnes: float) -> str:
        """Tonnes as they are told: whole ones."""
        whole, _, part = f"{round(tonnes, _PLACES[self.unit]) + 0.0:,.3f}".partition(".")
        return f"{whole}.{part}".rstrip("0").rstrip(".")

    def unit_of(self, limits: Iterable[Limit]) -> Text:
        """The unit in which these limits add up: of weight, or a commodity's own where nothing else is among them."""
        kinds = {limit.kind for limit in limits}
        is_own = bool(kinds) and kinds <= set(OF_COMMODITIES)
        return self.labels["diagnosis.unit.commodity" if is_own else f"diagnosis.unit.{self.unit}"]

    def limits(self, limits: Sequence[Limit]) -> Text:
        """Limits of one kind and source: "the floors of the groups G01, G02 (clause 12)"."""
        form = "one" if len(limits) == 1 or limits[0].kind.startswith("cap") else "many"
        told = self._text(f"diagnosis.{form}.{limits[0].kind}", names=self._listed(self._places(limits)))
        return self._sourced(told, limits[0])

    def all_limits(self, limits: Iterable[Limit]) -> Text:
        """Limits of any kinds, one kind after the other, and in it one source after the other."""
        alike: dict[tuple[str, Text], list[Limit]] = {}
        for limit in limits:
            alike.setdefault((limit.kind, self.source(limit)), []).append(limit)
        parts = [self.limits(of) for of in reversed(alike.values())]
        if not parts:
            return self.labels["diagnosis.nothing"]
        if len(parts) == 1:
            return parts[0]
        first = _both(lambda lang: _COMMA[lang].join(part.in_(lang) for part in parts[:-1]))
        return self._text("diagnosis.and", first=first, last=parts[-1])

    def source(self, limit: Limit) -> Text:
        """What sets a limit; empty where that is not known."""
        return self.sources.get((limit.kind, limit.holder), _UNSAID)

    def _sourced(self, told: Text, limit: Limit) -> Text:
        source = self.source(limit)
        return self._text("diagnosis.by", limit=told, source=source) if source.zh else told

    def clause(self, clause: tuple[str, int]) -> Text:
        """A kind of limit, with the commodity where it is of one."""
        kind, holder = clause
        return self._text(f"diagnosis.clause.{kind}", names=self._holder(Limit(kind=kind, holder=holder)))

    def moves(self, moves: Sequence[Move]) -> Text:
        """Changes by kind and source: by how much in all, and the largest from where to where."""
        alike: dict[tuple[str, Text], list[Move]] = {}
        for move in moves:
            alike.setdefault((move.limit.kind, self.source(move.limit)), []).append(move)
        parts = [self._moved(kind, of) for (kind, _), of in reversed(alike.items())]
        return Text(zh="；".join(part.zh for part in parts), en="; ".join(part.en for part in parts))

    def _moved(self, kind: str, moves: Sequence[Move]) -> Text:
        by, unit = self.figure(sum(move.change for move in moves)), self.unit_of(move.limit for move in moves)
        largest = sorted(moves, key=lambda move: (-move.change, move.limit))
        told = self._text(
            f"diagnosis.move.{kind}",
            by=_both(lambda lang: f" {by} {unit.in_(lang)}"[lang == "en" :]),
            names=self._listed([self._from_to(move) for move in largest]),
        )
        return self._sourced(told, moves[0].limit)

    def _from_to(self, move: Move) -> Text:
        figures = f"{self.figure(move.was)}→{self.figure(move.now)}"
        if move.limit.kind.startswith("cap"):
            return Text(figures, figures)
        (place,) = self._places([move.limit])
        return _both(lambda lang: f"{place.in_(lang)} {figures}")

    def _places(self, limits: Sequence[Limit]) -> list[Text]:
        """Whose limits: each holder once where its products share their months, otherwise each product of it."""
        of_holder: dict[int, list[Limit]] = {}
        for limit in limits:
            of_holder.setdefault(limit.holder, []).append(limit)
        return [place for of in of_holder.values() for place in self._of_one(of)]

    def _of_one(self, limits: Sequence[Limit]) -> list[Text]:
        families = {one.family for one in limits}
        if len(limits) == len(families) * len({one.month for one in limits}):
            return [self._place(limits)]
        return [self._place([one for one in limits if one.family == family]) for family in sorted(families)]

    def _place(self, limits: Sequence[Limit]) -> Text:
        """A holder, with products and months where these are not all of them."""
        problem, first = self.problem, limits[0]
        families = sorted({one.family for one in limits} - {NOWHERE})
        months = sorted({one.month for one in limits} - {NOWHERE})
        if len(families) == int((problem.plant == first.holder).sum()):
            families = []
        if len(months) == (problem.season.size if first.kind == "season" else problem.T):
            months = []
        products = self._listed([self._name(problem.labels.families, one, "family") for one in families])
        holder = self._holder(first)
        return _both(
            lambda lang: " ".join(filter(None, (holder.in_(lang), products.in_(lang), self._months(months, lang))))
        )

    def _months(self, months: Sequence[int], lang: Language) -> str:
        """Runs of months from first to last."""
        runs: list[list[int]] = []
        for month in months:
            if runs and runs[-1][-1] == month - 1:
                runs[-1].append(month)
            else:
                runs.append([month])
        names = self.problem.labels.months
        ends = [[self._name(names, end, "month").in_(lang) for end in dict.fromkeys((run[0], run[-1]))] for run in runs]
        return _COMMA[lang].join("–".join(run) for run in ends)

    def _holder(self, limit: Limit) -> Text:
        labels = self.problem.labels
        of = _HOLDERS.get(limit.kind.split(".")[0], "plant")
        known = {
            "plant": labels.plants,
            "group": labels.groups,
            "district": labels.provinces,
            "zone": labels.zones,
            "commodity": labels.commodities,
        }
        return self._name(known[of], limit.holder, of)

    def _name(self, known: tuple[str, ...], place: int, of: str) -> Text:
        if place >= len(known):
            return self._text(f"diagnosis.unnamed.{of}", place=str(place))
        name = known[place]
        if of == "commodity" and f"plan.commodity.{name}" in self.labels:
            return self.labels[f"plan.commodity.{name}"]
        return self.names.get(name, Text(name, name))

    def _listed(self, names: Sequence[Text]) -> Text:
        listed = _both(lambda lang: _COMMA[lang].join(name.in_(lang) for name in names[:SHOWN]))
        if len(names) <= SHOWN:
            return listed
        return self._text("diagnosis.and_more", names=listed, count=str(len(names)))

    def _text(self, key: str, **facts: Text | str) -> Text:
        label = self.labels[key]

        def told(lang: Language) -> str:
            return label.in_(lang).format(
                **{name: fact.in_(lang) if isinstance(fact, Text) else fact for name, fact in facts.items()}
            )

        return _both(told)


def _both(told: Callable[[Language], str]) -> Text:
    return Text(zh=told("zh"), en=told("en"))
