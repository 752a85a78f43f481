"""Sentences of the bulletin, each made from the assessment's values."""

from __future__ import annotations

from zhibiao.allocation.reasons.dossier import Dossier
from zhibiao.assessment.growth.growth import Comparison, Movement
from zhibiao.assessment.high_end.account import HighEndAccount
from zhibiao.assessment.monthly import MonthAssessment
from zhibiao.assessment.pace.standing import Standing
from zhibiao.assessment.verdict.warned import watched_level
from zhibiao.assessment.warnings.every import is_early_warning
from zhibiao.writers.high_end_words import catalogue_sentences
from zhibiao.writers.regulated_words import regulated_sentence
from zhibiao.writers.summary import year_end_sentence
from zhibiao.writers.wording import Words, percent

_DOWN = (Movement.DOWN, Movement.TO_LOSS, Movement.MORE_LOSS)


def output_sentences(assessment: MonthAssessment, words: Words) -> list[str]:
    """The month's output, and how many enterprises rose and fell; who moved it stands with the growth."""
    standing = assessment.total
    if standing is None or standing.month.now is None:
        return []
    sentences = [
        words(
            "text.month_output",
            quantity=words.name(assessment.quantity_name),
            span=words("text.span_joint") if sum(1 for _ in standing.span) > 1 else words("text.span_month"),
            made=words.mass(standing.month.now),
            growth=_growth(standing.month, words),
        )
    ]
    moved = [item for item in assessment.enterprises if item.standing and item.standing.to_date.change is not None]
    if moved:
        ups = [item for item in moved if item.standing and item.standing.to_date.movement is Movement.UP]
        downs = [item for item in moved if item.standing and item.standing.to_date.movement in _DOWN]
        level = len(moved) - len(ups) - len(downs)
        key = "text.ups_downs_level" if level else "text.ups_downs"
        facts = {"count": len(moved), "ups": len(ups), "downs": len(downs), **({"level": level} if level else {})}
        sentences.append(words(key, **facts))
    estimated = estimated_sentence(assessment, words)
    return sentences if estimated is None else [*sentences, estimated]


def estimated_sentence(assessment: MonthAssessment, words: Words) -> str | None:
    """For whom the total carries an estimate, and how much; None where every return is there."""
    standing = assessment.total
    if standing is None or not standing.estimated_t:
        return None
    names = {item.enterprise: words.name(item.name) for item in assessment.enterprises}
    firms = words.joined([names.get(name, name) for name in standing.estimated_for])
    return words("text.estimated", names=firms, mass=words.mass(standing.estimated_t))


def profit_sentences(assessment: MonthAssessment, words: Words) -> list[str]:
    """How many make a loss, and who loses most."""
    known = [item for item in assessment.enterprises if item.profit.now is not None]
    losses = sorted((item for item in known if (item.profit.now or 0) < 0), key=lambda item: item.profit.now or 0)
    if not known:
        return []
    if not losses:
        return [words("text.no_losses", count=len(known))]
    most = losses[0]
    facts = {"name": words.name(most.name), "amount": words.money(-(most.profit.now or 0))}
    return [words("text.losses", count=len(known), losses=len(losses), **facts)]


def decision_sentences(dossier: Dossier, words: Words) -> list[str]:
    """What was given out under which decision, how many met a bound, and what the book holds back."""
    decision, assessment = dossier.decision, dossier.assessment
    if decision is None:
        return [words("text.no_decision")]
    given = sum(share.quota_t for share in decision.shares)
    high = sum(share.binding.startswith("ceiling") for share in decision.shares)
    low = sum(share.binding.startswith("floor") for share in decision.shares)
    sentences = [
        words(
            "text.decision" if dossier.is_issued else "text.decision_draft",
            title=words.name(dossier.rulebook.title),
            cap=words.mass(decision.cap_t),
            reserve=words.mass(decision.reserve_t),
            given=words.mass(given),
            count=len(decision.shares),
        ),
        words("text.bounds", high=high, low=low),
    ]
    if decision.is_regulation:
        sentences.append(regulated_sentence(decision, words))
    if assessment.pool_t:
        sentences.append(words("text.pool", pool=words.mass(assessment.pool_t)))
    return sentences


def pace_sentences(assessment: MonthAssessment, words: Words) -> list[str]:
    """Progress against the cap, the seasonal target and last year's level; the daily rates; how many warn."""
    standing = assessment.total
    if standing is None or standing.pace is None or standing.to_date.now is None:
        return []
    pace = standing.pace
    ahead = "text.ahead" if pace.ahead_t > 0 else "text.behind" if pace.ahead_t < 0 else "text.on_target"
    facts = {} if not pace.ahead_t else {"mass": words.mass(abs(pace.ahead_t))}
    sentences = [
        words(
            "text.progress",
            month=words.month(assessment.month),
            share=percent(standing.made_share) if standing.made_share is not None else words("mark.none"),
            target=words.mass(pace.target_t),
            ahead=words(ahead, **facts),
        )
    ]
    sentences += _rates(standing, words)
    if pace.exhausted_on is not None and standing.quota_t is not None:
        sentences.append(words("text.exhausted", day=words.day(pace.exhausted_on)))
    counts = dict.fromkeys(("red", "orange", "blue", "green"), 0)
    for item in assessment.enterprises:
        counts[item.verdict.colour.value] += 1
    sentences.append(words("text.colours", **counts))
    return sentences


def _rates(standing: Standing, words: Words) -> list[str]:
    """The daily rates, where last year's level asks for another one than the cap; the table has the cap's."""
    run, forecast, required = standing.run_t_per_day, standing.forecast_t_per_day, standing.required_t_per_day
    if run is None or forecast is None or required is None:
        return []
    is_since_january = standing.pace is not None and standing.pace.is_run_since_january
    since = words(f"text.rates_since.{'january' if is_since_january else 'quarter'}")
    facts = {
        "since": since,
        "run": words.rate(run),
        "forecast": words.rate(forecast),
        "required": words.rate(max(0, required)),
    }
    level = standing.required_for_level_t_per_day
    if level is None or watched_level(standing) is None or words.bulk(level) == words.bulk(required):
        return []
    return [words("text.rates_level", **facts, level=words.rate(max(0, level)))]


def upgrade_sentences(account: HighEndAccount, words: Words) -> list[str]:
    """Which enterprises' own upgrading moved the share most; the rest stands in the annex."""
    best = sorted(account.firms, key=lambda shift: (-shift.upgrading, shift.enterprise))[:2]
    shown = [
        words("text.upgraded", name=words.name(shift.name), points=words.signed_points(shift.upgrading * 100))
        for shift in best
        if shift.upgrading > 0
    ]
    return [words("text.upgrades", names=words.joined(shown))] if shown else []


def definition_sentences(account: HighEndAccount, dossier: Dossier, words: Words) -> list[str]:
    """The definition card: what the share is of, which products count, what the catalogue changed, who is counted."""
    card = account.card
    named = {field.code: words.name(field.name) for field in dossier.dictionary}
    products = words.joined([named[code] for code in card.catalogue.products])
    sentences = [
        words(
            "text.definition",
            denominator=named[card.denominator],
            catalogue=words.name(card.catalogue.name),
            products=products,
            count=len(card.firms),
        )
    ]
    if card.added or card.removed:
        changes = [
            words(key, products=words.joined([named[code] for code in codes]))
            for key, codes in (("text.added", card.added), ("text.removed", card.removed))
            if codes
        ]
        sentences.append(
            words("text.catalogue", changes=words.joined(changes), before_new=percent(account.before_new, 2))
        )
    sentences += catalogue_sentences(card.catalogue, words)
    if card.left_out:
        names = [words.name(dossier.city[name].name) for name in card.left_out]
        sentences.append(words("text.card_left_out", names=words.joined(names)))
    return sentences


def forecast_sentences(assessment: MonthAssessment, words: Words) -> list[str]:
    """From which earlier years the interval of the headline's forecast comes, and what a forecast is not."""
    standing = assessment.total
    if standing is None or not year_end_sentence(standing, words):
        return []
    years = standing.year_end.years_tried if standing.year_end else ()
    tried = [words("text.years_tried", years=words.joined([str(year) for year in years]))] if years else []
    return [*tried, words("text.forecast_note")]


def problem_sentences(dossier: Dossier, words: Words) -> list[str]:
    """Late returns, queried returns, corrected returns, and what the assessment noticed."""
    assessment = dossier.assessment
    problems = [
        words(
            "text.late",
            name=words.name(item.name),
            month=words.month(assessment.month),
            last=str(item.last) if item.last else words("mark.nothing"),
        )
        for item in assessment.late
    ]
    named = {item.enterprise: words.name(dossier.city[item.enterprise].name) for item in dossier.filed}
    last = f"{assessment.month.month:02d}"
    queried = {
        item.file_sha256
        for item in dossier.filed
        if item.period.endswith(last) and item.outcome in ("QUERY", "QUARANTINE")
    }
    if queried:
        problems.append(words("text.queried", count=len(queried), month=words.month(assessment.month)))
    corrected = sorted({item.enterprise for item in dossier.filed if item.version > 1})
    if corrected:
        problems.append(words("text.corrected", names=words.joined([named[name] for name in corrected])))
    # Missing returns stand above already, early warnings with the outlook.
    told = (item for item in assessment.findings if item.code != "assess.return_missing")
    others = (item for item in told if not is_early_warning(item))
    return [*problems, *(words.finding(item.code, item.facts) for item in others)]


def _growth(comparison: Comparison, words: Words) -> str:
    return words.growth(comparison.now, comparison.before)
