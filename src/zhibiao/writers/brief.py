"""The brief: one page for a leader with ten minutes, as HTML that prints on A4 and needs nothing from outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from zhibiao.allocation.reasons.dossier import Dossier
from zhibiao.allocation.reasons.public_view import public_month
from zhibiao.assessment.high_end.account import in_points
from zhibiao.assessment.monthly import EnterpriseAssessment, MonthAssessment
from zhibiao.assessment.pace.glide_path import GlidePath
from zhibiao.terms.period import months_of
from zhibiao.writers.asks import asks
from zhibiao.writers.brief_template import render_brief
from zhibiao.writers.charts import draw_compact_glide_path
from zhibiao.writers.colophon import foot_line, mark_lines, paper_number
from zhibiao.writers.inline_svg import inline_svg
from zhibiao.writers.regulated_words import regulated_sentence
from zhibiao.writers.summary import (
    expected_t,
    headline,
    high_end_accounts,
    made_share,
    ranked,
    risks,
    window_name,
)
from zhibiao.writers.tiles import tiles_of
from zhibiao.writers.wording import Words, percent

# Shape and word beside each colour, so that the colour is never alone.
_ICONS = {"green": "●", "blue": "◆", "orange": "▲", "red": "■"}
_RISKS, _ASKS, _ROWS = {"zh": 4, "en": 3}, 5, 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One enterprise in the ranked table, as words; `fill` is the progress in per cent, 0 to 100."""

    name: str
    made: str
    growth: str
    quota: str
    progress: str
    fill: int
    year_end: str
    against: str
    colour: str
    icon: str
    word: str
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One term of the change of the high-end share; `size` is its length in per cent of the longest."""

    name: str
    points: str
    size: int
    is_negative: bool


def write_brief(dossier: Dossier, words: Words, *, template: str | None = None) -> bytes:
    """The page as UTF-8 HTML; the same dossier gives the same bytes.

    Args:
        dossier: of the sector's month.
        words: of the page's language.
        template: a bureau's own; the one that comes along where None.
    """
    assessment = dossier.assessment
    asked = asks(assessment, words)[:_ASKS]
    glide = assessment.total.glide if assessment.total else None
    values: dict[str, Any] = {
        "w": words,
        "lang": "zh-CN" if words.lang == "zh" else "en",
        "is_draft": not dossier.is_issued,
        "authority": words.name(dossier.city.authority),
        "number": paper_number(dossier.number, city=dossier.city.name, year=assessment.plan_year, words=words),
        "date": words.day(dossier.dated),
        "title": words(
            "brief.title",
            city=words.name(dossier.city.name),
            sector=words.name(dossier.sector.name),
            month=words.month(assessment.month),
        ),
        "verdict": assessment.verdict.colour.value,
        "icon": _ICONS[assessment.verdict.colour.value],
        "headline": headline(assessment, words),
        "tiles": tiles_of(assessment, words),
        "chart": Markup(_chart(glide, words)) if glide else "",
        "path_rows": _path_rows(glide, words) if glide else [],
        "window": _window(assessment, words),
        "bars": _bars(assessment, words),
        "definition": _definition(assessment, words),
        "lines": [_line(item, words) for item in ranked(assessment)[:_ROWS]],
        "left_out": max(0, len(assessment.enterprises) - _ROWS),
        "regulated": _regulated(dossier, asked, words),
        "risks": [
            (words.name(item.name), text, _ICONS[item.verdict.colour.value], item.verdict.colour.value)
            for item, text in risks(assessment, words, most=_RISKS[words.lang])
        ],
        "asks": asked,
        "note": words.name(dossier.city.note),
        "marks": mark_lines(dossier.marks, words=words),
        "foot": foot_line(dossier.marks, words=words),
        "has_firms": bool(assessment.enterprises),
    }
    return render_brief(template, values).encode()


def write_public_brief(dossier: Dossier, words: Words, *, template: str | None = None) -> bytes:
    """The page for everybody: the city as a whole, no enterprise; the same dossier gives the same bytes.

    Raises:
        LookupError: fewer than three enterprises make the total.
    """
    month = public_month(dossier.assessment)
    if month is None:
        raise LookupError("a month of fewer than three enterprises has no public brief")
    bare = replace(dossier, assessment=month, decision=None, last=None, allocation=None, entries=(), filed=())
    return write_brief(bare, words, template=template)


def _regulated(dossier: Dossier, asked: Sequence[str], words: Words) -> str:
    """The sentence on a regulation; a page that is full of things to do has no room for it."""
    decision = dossier.decision
    if decision is None or not decision.is_regulation or len(asked) == _ASKS:
        return ""
    return regulated_sentence(decision, words)


def _chart(glide: GlidePath, words: Words) -> str:
    drawn = draw_compact_glide_path(glide, words)
    return inline_svg(drawn, name=words("brief.chart_name", name=words.name(glide.label)), prefix="glide")


def _path_rows(glide: GlidePath, words: Words) -> list[tuple[str, ...]]:
    """The chart as a table: month, made, seasonal target, last year."""
    columns = zip(months_of(glide.year), glide.made_t, glide.target_t, glide.last_year_t, strict=True)
    return [
        (words.month(month), *(words("mark.none") if tonnes is None else words.bulk(tonnes) for tonnes in figures))
        for month, *figures in columns
    ]


def _window(assessment: MonthAssessment, words: Words) -> str:
    accounts = high_end_accounts(assessment)
    if not accounts:
        return ""
    account = accounts[0]
    return words(
        "brief.window",
        window=window_name(account, words),
        before=f"{in_points(account.before)}%",
        after=f"{in_points(account.after)}%",
    )


def _bars(assessment: MonthAssessment, words: Words) -> list[Bar]:
    """The terms of the last full year's change; of the year so far where no full year can be compared."""
    accounts = high_end_accounts(assessment)
    if not accounts:
        return []
    points = accounts[0].points
    longest = max(map(abs, points.values())) or 1
    return [
        Bar(
            name=words.label(f"assess.term.{name}"),
            points=words.signed_points(value),
            size=int(abs(value) / longest * 100),
            is_negative=value < 0,
        )
        for name, value in points.items()
    ]


def _definition(assessment: MonthAssessment, words: Words) -> str:
    accounts = high_end_accounts(assessment)
    return words("brief.definition", catalogue=words.name(accounts[0].card.catalogue.name)) if accounts else ""


def _line(item: EnterpriseAssessment, words: Words) -> Line:
    standing, colour, none = item.standing, item.verdict.colour.value, words("mark.none")
    expected = None if standing is None else expected_t(standing)
    quota_t = None if standing is None else standing.quota_t
    share = None if standing is None else standing.made_share
    rate = None if standing is None else standing.to_date.rate
    return Line(
        name=words.name(item.name),
        made=none if standing is None or standing.to_date.now is None else words.bulk(standing.to_date.now),
        growth=none if rate is None else words.change(rate),
        quota=none if quota_t is None else words.bulk(quota_t),
        progress=made_share(standing, words),
        fill=0 if share is None else max(0, min(100, int(share * 100))),
        year_end=none if expected is None else words.bulk(expected),
        against=none if expected is None or not quota_t else percent(expected / quota_t),
        colour=colour,
        icon=_ICONS[colour],
        word=words(f"colour_word.{colour}"),
        verdict=words.label(item.verdict.code),
    )
