"""Sentences of the bulletin, each made from the assessment's values."""

from __future__ import annotations

from collections.abc import Iterable

from zhibiao.allocation.reasons.dossier import Dossier
from zhibiao.assessment.growth.growth import Comparison, Movement
from zhibiao.assessment.high_end.account import HighEndAccount
from zhibiao.assessment.monthly import ChainLine, EnterpriseAssessment, MonthAssessment
from zhibiao.assessment.pace.standing import Standing
from zhibiao.assessment.verdict.warned import watched_level
from zhibiao.assessment.warnings.every import is_early_warning
from zhibiao.writers.high_end_words import catalogue_sentences
from zhibiao.writers.regulated_words import regulated_sentence
from zhibiao.writers.summary import year_end_sentence
from zhibiao.writers.wording import Words, figure, percent

_NAMED, _KEY = 3, 3
_DOWN = (Movement.DOWN, Movement.TO_LOSS, Movement.MORE_LOSS)


def money_sentence(assessment: MonthAssessment, words: Words) -> str:
    """Output value, revenue, profit and taxes of the sector, year so far; empty where nobody reports any."""
    line = assessment.chain[0]
    parts = [
        words(
            "text.amount",
            name=words.name(item.name),
            amount=words.money(item.to_date.now),
            growth=_growth(item.to_date, words),
        )
        for field in ("gross_output_yuan", "sales_revenue_yuan", "profit_yuan", "taxes_yuan")
        if (item := line.measure(field)) is not None and item.to_date.now is not None
    ]
    if not parts:
        return ""
    return words(
        "text.money",
        since=words.since_january(assessment.month),
        sector=words.name(assessment.sector_name),
        parts=words("mark.semicolon").join(parts),
    )


def output_sentences(assessment: MonthAssessment, words: Words) -> list[str]:
    """The month's output, how many enterprises rose and fell, and who moved most."""
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
        sentences += _most(ups, words, key="text.most_up", sign=1) + _most(downs, words, key="text.most_down", sign=-1)
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
    """How many make a loss, who, and value added per tonne at the top."""
    known = [item for item in assessment.enterprises if item.profit.now is not None]
    losses = sorted((item for item in known if (item.profit.now or 0) < 0), key=lambda item: item.profit.now or 0)
    if not known:
        return []
    if losses:
        shown = [
            words("text.loss_of", name=words.name(item.name), amount=words.money(-(item.profit.now or 0)))
            for item in losses[:_NAMED]
        ]
        sentences = [words("text.losses", count=len(known), losses=len(losses), names=words.joined(shown))]
    else:
        sentences = [words("text.no_losses", count=len(known))]
    best = sorted(
        (item for item in assessment.enterprises if item.value_per_t.now is not None),
        key=lambda item: -(item.value_per_t.now or 0),
    )[:1]
    if best:
        shown = [
            words("text.per_t", name=words.name(item.name), value=figure(item.value_per_t.now or 0, 0)) for item in best
        ]
        sentences.append(words("text.best_per_t", names=words.joined(shown)))
    return sentences


def chain_sentences(assessment: MonthAssessment, words: Words) -> list[str]:
    """Output value of the other links of the chain, year so far."""
    links = [_link(line, words) for line in assessment.chain[1:] if line.measure("gross_output_yuan") is not None]
    since = words.since_january(assessment.month)
    return [words("text.links", since=since, links=words("mark.semicolon").join(links))] if links else []


def key_enterprises(assessment: MonthAssessment, words: Words) -> list[str]:
    """A paragraph on each of the largest makers."""
    largest = sorted(
        (item for item in assessment.enterprises if item.standing and item.standing.to_date.now is not None),
        key=lambda item: (-((item.standing and item.standing.to_date.now) or 0), item.enterprise),
    )
    return [_portrait(item, item.standing, assessment, words) for item in largest[:_KEY] if item.standing]


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
    """The recent daily rate, the one expected and the one that lands on the cap; last year's where it is another."""
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
        return [words("text.rates", **facts)]
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
    """Where the year is expected to end, from which earlier years the interval comes, and what it is not."""
    standing = assessment.total
    if standing is None:
        return []
    ahead = year_end_sentence(standing, words)
    sentences = [words.sentence(ahead)] if ahead else []
    years = standing.year_end.years_tried if standing.year_end else ()
    if years:
        sentences.append(words("text.years_tried", years=words.joined([str(year) for year in years])))
    if ahead:
        sentences.append(words("text.forecast_note"))
    return sentences


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


def _most(items: Iterable[EnterpriseAssessment], words: Words, *, key: str, sign: int) -> list[str]:
    ordered = sorted(items, key=lambda item: -sign * ((item.standing and item.standing.to_date.change) or 0))
    if not ordered:
        return []
    shown = [
        words(
            "text.moved",
            name=words.name(item.name),
            mass=words.mass(abs(item.standing.to_date.change)),
            growth=_growth(item.standing.to_date, words),
        )
        for item in ordered[:1]
        if item.standing and item.standing.to_date.change is not None
    ]
    return [words(key, names=words.joined(shown))]


def _link(line: ChainLine, words: Words) -> str:
    value = line.measure("gross_output_yuan")
    assert value is not None
    return words(
        "text.link",
        link=words.label(f"assess.sector.{line.sector}"),
        amount=words("mark.none") if value.to_date.now is None else words.money(value.to_date.now),
        growth=_growth(value.to_date, words),
    )


def _portrait(item: EnterpriseAssessment, standing: Standing, assessment: MonthAssessment, words: Words) -> str:
    facts = {
        "name": words.name(item.name),
        "quantity": words.name(assessment.quantity_name),
        "made": words.mass(standing.to_date.now or 0),
        "growth": _growth(standing.to_date, words),
    }
    parts = [words("text.portrait", **facts)]
    # A mill that makes no high-end product has no share to speak of.
    if item.high_end_share is not None and item.high_end_share_before is not None and item.high_end_share:
        parts.append(
            words(
                "text.portrait_high_end",
                share=percent(item.high_end_share),
                moved=words.points(item.high_end_share, item.high_end_share_before),
            )
        )
    body = words("mark.semicolon").join(parts)
    return words("text.portrait_end", body=body, verdict=words.label(item.verdict.code))
