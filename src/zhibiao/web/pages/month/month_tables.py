"""The tables of the first page: enterprises ranked by warning, early warnings with how often they were right."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from zhibiao.assessment.monthly import EnterpriseAssessment, MonthAssessment
from zhibiao.assessment.warnings.every import is_early_warning
from zhibiao.terms.finding import Finding
from zhibiao.terms.text import Text
from zhibiao.web.doors.caller import Caller
from zhibiao.web.frame.links import way_to
from zhibiao.web.frame.tables import Cell, Column, Row, Rows, Table, Value
from zhibiao.web.frame.words import DeskWords
from zhibiao.writers.summary import expected_t, ranked, risks

_RISKS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """An enterprise that warns: its name and page, its colour, and why."""

    name: str
    href: str
    colour: str
    why: str


def risks_of(assessed: MonthAssessment, caller: Caller, words: DeskWords) -> list[Risk]:
    """The hardest warnings, as the brief has them."""
    return [
        Risk(
            name=words.name(item.name),
            href=_page_of(item.enterprise, assessed, caller),
            colour=item.verdict.colour.value,
            why=why,
        )
        for item, why in risks(assessed, words.figures, most=_RISKS)
    ]


def standings_table(assessed: MonthAssessment, caller: Caller, words: DeskWords) -> Table:
    """Made, growth, quota, progress, expected year end against the quota, verdict; hardest warning first."""
    kinds = {
        "made": "mass",
        "growth": "percent",
        "quota": "mass",
        "progress": "percent",
        "year_end": "mass",
        "of_quota": "percent",
        "verdict": "text",
    }
    columns = (
        Column(head=words("this_month.enterprise")),
        *(Column(head=words(f"this_month.{key}"), kind=kind) for key, kind in kinds.items()),  # type: ignore[arg-type]
    )

    def row(item: EnterpriseAssessment) -> Row:
        name = Cell(value=item.name, href=_page_of(item.enterprise, assessed, caller))
        verdict = Cell(value=words.label(item.verdict.code), mark=item.verdict.colour.value)
        return (name, *_figures(item), verdict)

    return Table(
        name="standings",
        title=words("this_month.standings"),
        columns=columns,
        rows=Rows(ranked(assessed), row),
        source=words("this_month.source"),
        as_of=words.figures.month(assessed.month),
        filters=_filters(assessed, words),
    )


def _figures(item: EnterpriseAssessment) -> tuple[Value | Cell, ...]:
    standing = item.standing
    if standing is None:
        return (None,) * 6
    expected, quota = expected_t(standing), standing.quota_t
    share = standing.made_share
    return (
        standing.to_date.now,
        standing.to_date.rate,
        quota,
        Cell(value=share, meter=None if share is None else float(share)),
        expected,
        Fraction(expected, quota) if expected is not None and quota else None,
    )


def warnings_table(assessed: MonthAssessment, caller: Caller, words: DeskWords) -> Table:
    """Early warnings of single enterprises in the assessment's order."""
    columns = tuple(Column(head=words(f"this_month.{key}")) for key in ("enterprise", "warning", "right"))
    found = [item for item in assessed.findings if is_early_warning(item)]
    return Table(
        name="warnings",
        title=words("this_month.warnings"),
        columns=columns,
        rows=Rows(found, lambda item: _warning(item, assessed, caller, words)),
        note=words("this_month.warnings_note"),
        as_of=words.figures.month(assessed.month),
        filters=_filters(assessed, words),
    )


def _warning(item: Finding, assessed: MonthAssessment, caller: Caller, words: DeskWords) -> Row:
    name, right = item.facts["name"], item.facts["right"]
    href = _page_of(str(item.facts["enterprise"]), assessed, caller)
    shown = name if isinstance(name, Text) else str(name)
    return (Cell(value=shown, href=href), words.finding(item.code, dict(item.facts)), _text(right))


def _text(value: object) -> Text | str:
    return value if isinstance(value, Text) else str(value)


def _page_of(enterprise: str, assessed: MonthAssessment, caller: Caller) -> str:
    return way_to(caller, "/enterprises/{enterprise}", named=enterprise, month=assessed.month)


def _filters(assessed: MonthAssessment, words: DeskWords) -> dict[str, str]:
    return {
        words("filter.sector"): words.name(assessed.sector_name),
        words("filter.month"): words.figures.month(assessed.month),
    }
