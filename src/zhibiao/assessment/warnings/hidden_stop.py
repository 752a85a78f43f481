"""Output falling without outage (未说明停产的减产): a month far below expectation, and nothing said of a stop."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from zhibiao.assessment.verdict.reasons import mass
from zhibiao.assessment.warnings.figures import percent
from zhibiao.assessment.warnings.watched import EarlyWarning, Watched
from zhibiao.terms.finding import Finding
from zhibiao.terms.text import Text

CODE = "warn.output_fell"
_POWER = "electricity_kwh"
_MONTHS = 6


def hidden_stop(firm: Watched) -> Iterator[Finding]:
    """Does output lie far below expectation, beyond what days of outage as stated explain?"""
    step = firm.step
    if step is None or not step.is_low or not firm.history.states_outages:
        return
    yield firm.finding(
        CODE,
        made=mass(round(step.made_t)),
        expected=mass(round(step.expected_t)),
        short_pct=percent(1 - step.made_t / step.expected_t),
        usual_pct=percent(step.spread),
        power=_power(firm),
    )


def _power(firm: Watched) -> Text:
    """What electricity per day did beside it: it bears witness where it did not fall, and where it did."""
    *earlier, now = [
        one.inputs[_POWER] / one.period.days if _POWER in one.inputs else None for one in firm.history.reported
    ]
    known = [value for value in earlier[-_MONTHS:] if value]
    if now is None or not known:
        return Text("用电量未报", "electricity was not filed")
    change = now / median(known) - 1
    share = percent(abs(change))
    if change < 0:
        return Text(f"日均用电量比前几个月低{share}%", f"electricity per day is {share}% below the months before")
    return Text(f"日均用电量比前几个月高{share}%", f"electricity per day is {share}% above the months before")


WARNING = EarlyWarning(
    run=hidden_stop,
    codes=(CODE,),
    needs=("made_t",),
    tolerances=("least_months", "level_months", "least_spread", "most_spread", "stop_share", "stop_times"),
    source="docs/maths/warnings.md: one month against its expectation",
)
