"""What is said of fairness, furnaces and a second opinion, of a file's plan and of a city's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isfinite
from typing import TYPE_CHECKING

from zhibiao.cli.show import line, table
from zhibiao.terms.text import Language

if TYPE_CHECKING:
    from zhibiao.procedures.regulation.plan_options import Chosen
    from zhibiao.regulation.fairness import FairPlan
    from zhibiao.regulation.furnaces import Furnace, FurnacePlan
    from zhibiao.regulation.plan import Solution
    from zhibiao.regulation.second_opinion import SecondOpinion

_MOST_NAMES = 6
_MOST_LEVELS = 12
Money = Callable[[float], str]


def told(chosen: Chosen, lang: Language, *, money: Money) -> None:
    """Whatever was asked beside the plan of a file."""
    from zhibiao.procedures.regulation.plan_options import furnace_names

    labels = chosen.solution.problem.labels
    if chosen.fair is not None:
        fairness(chosen.fair, chosen.rule, labels.plants, lang, money=money)
    if chosen.switched is not None:
        names = furnace_names(chosen.furnaces, labels.plants)
        furnaces(chosen.switched, chosen.furnaces, names, labels.months, lang, money=money)
    if chosen.opinion is not None:
        opinion(chosen.opinion, lang)


def fairness(fair: FairPlan, rule: str, plants: Sequence[str], lang: Language, *, money: Money) -> None:
    """Levels, who holds them and how high they can be at most; what it costs."""
    rows = [
        (
            f"{place}",
            _listed([_plant(plants, plant, lang) for plant in level.plants], lang),
            f"{level.fulfilment:.6%}",
            f"{level.bound:.6%}",
        )
        for place, level in enumerate(fair.levels[:_MOST_LEVELS], 1)
    ]
    line("")
    table(
        words(f"fair.{rule}", lang),
        [words(f"head.{head}", lang) for head in ("level", "holders", "fulfilment", "bound")],
        rows,
        words=2,
    )
    if len(fair.levels) > _MOST_LEVELS:
        line(words("more_levels", lang, count=len(fair.levels) - _MOST_LEVELS))
    line(words("fair.last", lang) if rule == "lexicographic" else words("fair.rest", lang))
    share = fair.cost / max(1.0, abs(fair.best.objective))
    key = "fair.cost_near" if fair.solution.qp else "fair.cost"
    line(words(key, lang, cost=money(fair.cost), share=f"{share:.3%}", best=money(fair.best.objective)))


def furnaces(
    found: FurnacePlan,
    listed: Sequence[Furnace],
    names: Sequence[str],
    months: Sequence[str],
    lang: Language,
    *,
    money: Money,
) -> None:
    """Which run when, what the choice is worth, and what is not proved of it."""
    from zhibiao.assemble.resources import catalogue
    from zhibiao.regulation.furnaces import starts

    named = catalogue().text("plan.place.month", lang)
    heads = [months[month] if month < len(months) else f"{named}[{month}]" for month in range(found.on.shape[1])]
    rows = [
        (name, *(words("on" if running else "off", lang) for running in on.tolist()), starts(one, on))
        for name, one, on in zip(names, listed, found.on, strict=True)
    ]
    line("")
    table(words("furnaces", lang), [words("head.furnace", lang), *heads, words("head.starts", lang)], rows, words=1)
    choice_worth(found, lang, money=money)


def choice_worth(found: FurnacePlan, lang: Language, *, money: Money) -> None:
    """What a choice is worth, how far it is proved, and what the solver claims beyond that."""
    from zhibiao.procedures.regulation.plan_options import PROVED

    cost = found.solution.objective - found.objective
    line(words("furnaces.worth", lang, objective=money(found.objective), starts=money(cost)))
    certified(found.solution, lang)
    facts = {"bound": money(found.bound), "gap": f"{max(found.gap, 0.0):.2%}", "apart": money(found.gap_worth)}
    line(words("furnaces.proved" if found.gap <= PROVED else "furnaces.bound", lang, **facts))
    claimed = money(found.claimed) if isfinite(found.claimed) else "∞"
    line(words("furnaces.claimed", lang, claimed=claimed, status=found.status))


def certified(solution: Solution, lang: Language) -> None:
    """What proves the tonnes and prices under what was put first or chosen."""
    certificate = solution.certificate
    facts = {"violation": f"{certificate.primal_violation:.1e}", "gap": f"{certificate.gap:.1e}"}
    line(words("certified", lang, **facts))


def opinion(given: SecondOpinion, lang: Language) -> None:
    """Whether the other solver agrees, and by what."""
    facts = {
        "solver": given.solver,
        "status": given.status,
        "difference": f"{given.difference:.1e}",
        "gap": f"{given.certificate.gap:.1e}",
        "violation": f"{given.certificate.primal_violation:.1e}",
    }
    line(words("opinion.agrees" if given.agrees else "opinion.differs", lang, **facts))


def _plant(plants: Sequence[str], place: int, lang: Language) -> str:
    return plants[place] if place < len(plants) else f"{words('plant', lang)}[{place}]"


def _listed(names: Sequence[str], lang: Language) -> str:
    comma = "、" if lang == "zh" else ", "
    shown = comma.join(names[:_MOST_NAMES])
    return shown if len(names) <= _MOST_NAMES else words("and_more", lang, names=shown, count=len(names) - _MOST_NAMES)


def words(key: str, lang: Language, **facts: object) -> str:
    """A label of these options."""
    from zhibiao.assemble.resources import catalogue

    return catalogue().text(f"plan_options.{key}", lang, **facts)
