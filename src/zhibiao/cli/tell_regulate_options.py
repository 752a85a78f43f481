"""What is said of the views beside a month's plan; that they are never put forward is said first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhibiao.cli.show import line, table
from zhibiao.cli.tell_plan_options import certified, choice_worth, fairness, words
from zhibiao.regulation.furnaces import starts
from zhibiao.terms.text import Language

if TYPE_CHECKING:
    from zhibiao.procedures.regulation.options import Views
    from zhibiao.terms.enterprise import City


def views_told(found: Views, city: City, lang: Language) -> None:
    """The views that were asked."""
    line("")
    line(words("view", lang))
    if found.asked.cap_t is not None:
        line(words("view.cap", lang, cap=f"{found.city.inputs.cap_t:,}", own=f"{found.plan.inputs.cap_t:,}"))
    if found.fair is not None:
        _fair(found, city, lang)
    if found.furnaces is not None:
        _furnaces(found, city, lang)


def _fair(found: Views, city: City, lang: Language) -> None:
    fair = found.fair
    assert fair is not None
    names = [city.name_of(one).in_(lang) for one in fair.enterprises]
    fairness(fair.plan, fair.rule, names, lang, money=lambda yuan: _money(yuan, lang))
    certified(fair.plan.solution, lang)
    facts = {"value": _money(fair.value_yuan, lang), "without": _money(fair.best_value_yuan, lang)}
    apart = _money(fair.best_value_yuan - fair.value_yuan, lang)
    line(words("view.fair.value", lang, **facts, apart=apart, plan=_money(float(found.plan.value_yuan), lang)))


def _furnaces(found: Views, city: City, lang: Language) -> None:
    view = found.furnaces
    assert view is not None
    heads = [words(f"head.{head}", lang) for head in ("furnace", "enterprise", "run_stop")]
    rows = [
        (
            one.facility.id,
            city.name_of(one.enterprise).in_(lang),
            f"{one.furnace.least_run}/{one.furnace.least_stop}",
            *(
                words("on" if running else "off", lang) if there else "—"
                for running, there in zip(on.tolist(), one.on_file, strict=True)
            ),
            starts(one.furnace, on),
        )
        for one, on in zip(view.furnaces, view.plan.on, strict=True)
    ]
    months = [str(month.month) for month in found.plan.months]
    line("")
    table(words("furnaces", lang), [*heads, *months, words("head.starts", lang)], rows, words=2)
    line(words("view.stops" if not view.plan.on.all() else "view.no_stops", lang))
    line(words("view.terms", lang))
    choice_worth(view.plan, lang, money=lambda yuan: _money(yuan, lang))
    less = view.without.objective - view.plan.objective
    facts = {"without": _money(view.without.objective, lang), "less": _money(less, lang)}
    line(words("view.furnaces.value", lang, **facts, plan=_money(float(found.plan.value_yuan), lang)))


def _money(yuan: float, lang: Language) -> str:
    return f"{yuan / 1e4:,.1f} 万元" if lang == "zh" else f"{yuan / 1e3:,.0f} thousand yuan"
