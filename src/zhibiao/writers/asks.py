"""What is asked of enterprises and of the bureau this month, by the verdicts of the assessment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zhibiao.assessment.monthly import EnterpriseAssessment, MonthAssessment
from zhibiao.assessment.verdict.warned import watched_level
from zhibiao.writers.summary import is_over
from zhibiao.writers.wording import Words, figure

# Verdicts that ask for something, in the order in which it is asked.
_ASKED = (
    ("quota_exceeded", "exceeded"),
    ("overrun_likely", "overrun"),
    ("ahead_of_pace", "ahead"),
    ("shortfall_likely", "shortfall"),
    ("behind_pace", "behind"),
    ("quota_unused", "unused"),
    ("loss_making", "loss"),
)

_NAMED = 2


def asks(assessment: MonthAssessment, words: Words) -> tuple[str, ...]:
    """One sentence per ask: whose daily rate has to fall, whose quota could go to others, who has still to file."""
    return (*city_asks(assessment, words), *_firm_asks(assessment, words), *late_asks(assessment, words))


def city_asks(assessment: MonthAssessment, words: Words) -> Iterator[str]:
    """What the city as a whole has to keep to; nothing without a pace."""
    standing = assessment.total
    if standing is None or standing.forecast_t_per_day is None or standing.required_t_per_day is None:
        return
    required, forecast = standing.required_t_per_day, standing.forecast_t_per_day
    if words.bulk(required) == words.bulk(forecast):
        key = "ask.city_level"
    elif required < forecast:
        key = "ask.city_less"
    else:
        key = "ask.city_more" if watched_level(standing) is not None else "ask.city_room"
    yield words(key, required=words.rate(max(0, required)), forecast=words.rate(forecast))


def _firm_asks(assessment: MonthAssessment, words: Words) -> Iterator[str]:
    for verdict, ask in _ASKED:
        firms = [item for item in assessment.enterprises if item.verdict.code == f"verdict.{verdict}"]
        if firms:
            key = "ask.exceeded_ended" if ask == "exceeded" and is_over(assessment) else f"ask.{ask}"
            yield words(key, names=_names(firms, words))


def _names(firms: Sequence[EnterpriseAssessment], words: Words) -> str:
    """The largest of them by name, and how many there are."""
    ordered = sorted(firms, key=lambda item: -(item.standing.to_date.now or 0 if item.standing else 0))
    names = words.joined([_named(item, words) for item in ordered[:_NAMED]])
    return names if len(firms) <= _NAMED else words("ask.and_more", names=names, count=len(firms))


def _named(item: EnterpriseAssessment, words: Words) -> str:
    """The name, with the daily rate that lands on the quota where the verdict is about pace."""
    rate = None if item.standing is None else item.standing.required_t_per_day
    if rate is None or item.verdict.code not in ("verdict.overrun_likely", "verdict.ahead_of_pace"):
        return words.name(item.name)
    return words("ask.named", name=words.name(item.name), rate=figure(max(0, rate), 0))


def late_asks(assessment: MonthAssessment, words: Words) -> Iterator[str]:
    """Who has still to file."""
    names: Sequence[str] = [words.name(item.name) for item in assessment.late]
    if names:
        yield words("ask.late", names=words.joined(list(names)), month=words.month(assessment.month))
