"""Sentences on what lies before the high-end share: the path to its target, and what re-allocation alone could give."""

from __future__ import annotations

from fractions import Fraction

from zhibiao.assessment.high_end.account import Basis, CatalogueUse, in_points
from zhibiao.assessment.high_end.outlook import HighEndOutlook
from zhibiao.assessment.high_end.path import HighEndPath, PathState, ShareTarget
from zhibiao.assessment.high_end.reallocation import MovedQuota, Reach, Reallocation
from zhibiao.assessment.monthly import MonthAssessment
from zhibiao.terms.period import Month
from zhibiao.writers.wording import Words, figure

_NAMED = 2  # bounds that are named in the text; all of them stand in the annex
_MANY, _NEARLY = 100, 1e-9


def path_sentences(outlook: HighEndOutlook, words: Words, *, month: Month) -> list[str]:
    """Where the share of the last twelve months stands, how far the target is, and where the trend leads."""
    path = outlook.path
    gain = "" if path.gain is None else words("text.path_gain", moved=words.signed_points(path.gain * 100))
    if path.until != month:
        gain += words("text.path_month_before")
    now = words("text.path_now", month=words.month(path.until), share=_percent(path.share), gain=gain)
    if path.target is None:
        return [now, words("text.path_no_target")]
    return [now, *_target_sentences(path, path.target, words)]


def reallocation_sentences(outlook: HighEndOutlook, words: Words) -> list[str]:
    """What re-allocation alone could give at most, how much of the wanted points that is, the tightest bounds."""
    best = outlook.reallocation(Basis.WEIGHT, Reach.ALL)
    inside = outlook.reallocation(Basis.WEIGHT, Reach.GROUPS)
    if best is None or inside is None:
        return [words(f"text.reallocation_untold.{outlook.untold.value}")]
    sentences = [
        words(
            "text.reallocation",
            best=_percent(best.best),
            whole=words.signed_points(_printed_gain(best.today, best.best)),
            given=words.signed_points(_printed_gain(best.today, best.present)),
            gain=words.signed_points(_printed_gain(best.present, best.best)),
            moved=words.mass(best.moved_t),
            inside=_inside(inside, words),
        )
    ]
    sentences += _of_target(outlook.path, best, words)
    sentences += _tightest(best, words)
    if best.left_out:
        names = {item.enterprise: words.name(item.name) for item in best.quotas}
        listed = words.joined([names[name] for name in best.left_out])
        sentences.append(words("text.reallocation_left_out", names=listed))
    return sentences


def target_by_moving_sentences(outlook: HighEndOutlook, words: Words) -> list[str]:
    """How much of what the target still wants moving quota alone could give; nothing without a target ahead."""
    best = outlook.reallocation(Basis.WEIGHT, Reach.ALL)
    return [] if best is None else _of_target(outlook.path, best, words)


def outlook_sentences(assessment: MonthAssessment, words: Words) -> list[str]:
    """Path and re-allocation of a month; nothing for a sector without a catalogue."""
    outlook = assessment.high_end_outlook
    if outlook is None:
        return []
    return [*path_sentences(outlook, words, month=assessment.month), *reallocation_sentences(outlook, words)]


def catalogue_sentences(use: CatalogueUse, words: Words) -> list[str]:
    """Where a catalogue was published and why it counts what it counts; nothing where its file does not say."""
    if not use.source.zh:
        return []
    published = words("text.catalogue_published", day=words.day(use.published)) if use.published else ""
    facts = {"source": words.name(use.source), "published": published, "reason": words.name(use.reason)}
    return [words("text.catalogue_source", **facts).strip()]


def _target_sentences(path: HighEndPath, target: ShareTarget, words: Words) -> list[str]:
    facts = {"clause": target.clause, "year": target.year, "target": _percent(target.share)}
    wanted = _points(_printed_gain(path.share, target.share), words)
    if path.state is PathState.REACHED:
        return [words("text.path_reached", **facts)]
    if path.state is PathState.OVERDUE:
        return [words("text.path_overdue", **facts, wanted=wanted)]
    asked = words(
        "text.path_target",
        **facts,
        wanted=wanted,
        months=path.months_left,
        yearly=_points((path.yearly_gain or 0) * 100, words),
        upgrade=words.mass(path.upgrade_t or 0),
        per_year=words.mass(path.upgrade_t_per_year or 0),
    )
    if path.landing is None:
        return [asked, words("text.path_untold")]
    key = "text.path_on_trend" if path.state is PathState.ON_TREND else "text.path_short"
    trend = words(key, year=target.year, landing=_percent(path.landing, 1), mean=_mean(path, words))
    return [asked, trend]


def _mean(path: HighEndPath, words: Words) -> str:
    if path.mean_landing is None:
        return ""
    first, last = path.years[0].year, path.years[-1].year
    return words("text.path_mean", first=first, last=last, landing=_percent(path.mean_landing, 1))


def _inside(inside: Reallocation, words: Words) -> str:
    """What moving quota inside groups alone could give; empty where no group has two enterprises."""
    groups = [item.group for item in inside.quotas]
    if len(set(groups)) == len(groups):
        return ""
    return words("text.reallocation_inside", inside=words.signed_points(_printed_gain(inside.present, inside.best)))


def _of_target(path: HighEndPath, best: Reallocation, words: Words) -> list[str]:
    """The honest sentence; none where nothing is wanted any more."""
    if path.target is None or path.state in (PathState.REACHED, PathState.OVERDUE):
        return []
    wanted = _printed_gain(path.share, path.target.share)
    whole = max(Fraction(0), _printed_gain(best.today, best.best))
    if whole >= wanted:
        return [words("text.reallocation_enough", wanted=_points(wanted, words))]
    facts = {"wanted": wanted, "whole": whole, "rest": wanted - whole}
    shown = {name: _points(value, words) for name, value in facts.items()}
    return [words("text.reallocation_of_target", **shown)]


def _tightest(best: Reallocation, words: Words) -> list[str]:
    def shown(item: MovedQuota) -> str:
        points = words("points.signed", points=figure(item.points_per_10kt, 3))
        return words(f"text.reallocation_price.{item.binding}", name=words.name(item.name), points=points)

    priced = [item for item in best.quotas if item.binding]
    if len(priced) > _MANY:
        # Prices in a large city are fractions of thousands of digits: as floats they leave few to be compared.
        least = sorted(float(item.price) for item in priced)[-_NAMED] * (1 - _NEARLY)
        priced = [item for item in priced if float(item.price) >= least]
    priced.sort(key=lambda item: (-item.price, item.enterprise))
    named = [shown(item) for item in priced[:_NAMED]]
    return [words("text.reallocation_prices", names=words.joined(named))] if named else []


def _printed_gain(before: Fraction, after: Fraction) -> Fraction:
    """Percentage points between two shares as printed, so that a reader can add them up."""
    return Fraction(in_points(after) - in_points(before))


def _points(points: Fraction | int, words: Words) -> str:
    return words("points.signed", points=figure(points, 2))


def _percent(share: Fraction, decimals: int = 2) -> str:
    return figure(share * 100, decimals) + "%"
