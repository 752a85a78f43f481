"""Sentences on where a sector stands, made from the assessment; bulletin and brief say the same."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from zhibiao.assessment.high_end.account import Basis, HighEndAccount, Window, in_points
from zhibiao.assessment.monthly import EnterpriseAssessment, MonthAssessment
from zhibiao.assessment.pace.pacing import Colour
from zhibiao.assessment.pace.standing import Standing
from zhibiao.assessment.verdict.verdict import COLOURS
from zhibiao.terms.period import Month, days_left
from zhibiao.writers.growth_words import city_growth
from zhibiao.writers.wording import Words, percent

_ON_PACE = ("overrun_likely", "ahead_of_pace", "shortfall_likely", "behind_pace")


def headline(assessment: MonthAssessment, words: Words) -> str:
    """Where the sector stands, in one sentence; the verdict alone where nothing is counted against a quota."""
    verdict = words.label(assessment.verdict.code)
    standing = assessment.total
    if standing is None or standing.to_date.now is None:
        return words.sentence(verdict)
    facts = {
        "verdict": verdict,
        "since": words.since_january(assessment.month),
        "quantity": words.name(assessment.quantity_name),
        "made": words.mass(standing.to_date.now),
        "growth": city_growth(assessment, words),
    }
    ahead = year_end_sentence(standing, words)
    return words("headline.ahead", **facts, ahead=ahead) if ahead else words("headline.made", **facts)


def year_end_sentence(standing: Standing, words: Words) -> str:
    """Where the year is expected to end against the cap, or against last year's level before there is one.

    Empty where nothing can be expected, or after December.
    """
    goal_t = standing.quota_t if standing.quota_t is not None else standing.level_t
    expected = expected_t(standing)
    if expected is None or goal_t is None or standing.pace is None or not standing.pace.days_left:
        return ""
    goal = words("goal.cap" if standing.quota_t is not None else "goal.level")
    gap_t = expected - goal_t
    key = "ahead.level" if words.bulk(abs(gap_t)) == words.bulk(0) else "ahead.above" if gap_t > 0 else "ahead.below"
    facts = {"expected": words.mass(expected), "interval": interval(standing, words), "goal": goal}
    return words(key, **facts, **({} if key == "ahead.level" else {"mass": words.mass(abs(gap_t))}))


def is_over(assessment: MonthAssessment) -> bool:
    """Whether the year has ended with the month, so that nothing is expected of it any more."""
    return not days_left(assessment.month)


def expected_t(standing: Standing) -> int | None:
    """The year's expected total: the forecast, or the recent rate carried on while there is none."""
    if standing.year_end is not None:
        return standing.year_end.central_t
    return None if standing.pace is None else standing.pace.projected_t


def interval(standing: Standing, words: Words) -> str:
    """The 80 per cent interval in brackets; empty where no earlier year could be tried."""
    quantiles = standing.year_end.quantiles_t if standing.year_end else {}
    if "p10" not in quantiles or "p90" not in quantiles:
        return ""
    return words("interval", low=words.bulk(quantiles["p10"]), high=words.mass(quantiles["p90"]))


def high_end_accounts(assessment: MonthAssessment) -> tuple[HighEndAccount, ...]:
    """The accounts by weight: the last full year, then the year so far where it is another."""
    found = (assessment.high_end_account(window, Basis.WEIGHT) for window in (Window.FULL_YEAR, Window.YEAR_TO_DATE))
    accounts = [account for account in found if account is not None]
    spans = [(account.card.year, account.card.months) for account in accounts]
    return tuple(account for place, account in enumerate(accounts) if spans[place] not in spans[:place])


def high_end_sentence(account: HighEndAccount, words: Words) -> str:
    """How the share moved and by what: upgrading, re-allocation and catalogue in points that add up as printed."""
    points = {name: words.signed_points(value) for name, value in account.points.items()}
    return words(
        "high_end.sentence",
        window=window_name(account, words),
        before=f"{in_points(account.before)}%",
        after=f"{in_points(account.after)}%",
        moved=words.points(account.after, account.before, decimals=2),
        **points,
    )


def window_name(account: HighEndAccount, words: Words) -> str:
    """The months an account compares."""
    card = account.card
    if card.window is Window.FULL_YEAR:
        return words("window.full_year", year=card.year)
    return words("window.year_to_date", year=card.year, since=words.since_january(Month(card.year, card.months)))


def ranked(assessment: MonthAssessment) -> Sequence[EnterpriseAssessment]:
    """Enterprises with the hardest warning first, then by how far the year is expected to pass the quota."""
    return sorted(
        assessment.enterprises, key=lambda item: (-COLOURS.index(item.verdict.colour), -_over(item), item.enterprise)
    )


def risks(assessment: MonthAssessment, words: Words, *, most: int) -> list[tuple[EnterpriseAssessment, str]]:
    """The enterprises that warn hardest, each with how far it is off, or the first ground of its verdict."""
    warned = [item for item in ranked(assessment) if item.verdict.colour is not Colour.GREEN]
    return [(item, _off(item, words) or reason_of(item, words)) for item in warned[:most]]


def _off(item: EnterpriseAssessment, words: Words) -> str:
    standing = item.standing
    expected = None if standing is None else expected_t(standing)
    if standing is None or expected is None or not standing.quota_t or not item.verdict.code.endswith(_ON_PACE):
        return ""
    off = Fraction(expected, standing.quota_t) - 1
    key = "risk.above" if off > 0 else "risk.below"
    return words(key, expected=words.mass(expected), quota=words.mass(standing.quota_t), percent=percent(abs(off)))


def reason_of(item: EnterpriseAssessment, words: Words) -> str:
    """The first ground of a verdict in words; the verdict itself where it names none."""
    if not item.verdict.reasons:
        return words.label(item.verdict.code)
    reason = item.verdict.reasons[0]
    return words.label(reason.code, **reason.facts)


def made_share(standing: Standing | None, words: Words) -> str:
    """Progress against the quota, a dash without one."""
    share = None if standing is None else standing.made_share
    return words("mark.none") if share is None else percent(share)


def _over(item: EnterpriseAssessment) -> float:
    standing = item.standing
    expected = None if standing is None else expected_t(standing)
    if standing is None or expected is None or not standing.quota_t:
        return -1.0
    return expected / standing.quota_t - 1
