"""Sheets of the annex that every month has: ledger, assessment, high-end shares, sources."""

from __future__ import annotations

from collections.abc import Callable

from zhibiao.allocation.reasons.dossier import Dossier
from zhibiao.assessment.growth.growth import Comparison
from zhibiao.assessment.monthly import EnterpriseAssessment
from zhibiao.assessment.pace.standing import Standing
from zhibiao.assessment.warnings.every import is_early_warning
from zhibiao.writers.pace_notes import asked_of
from zhibiao.writers.summary import window_name
from zhibiao.writers.wording import Words
from zhibiao.writers.workbook import KINDS, Cell, Column, Kind, Sheet


def ledger_sheet(dossier: Dossier, words: Words) -> Sheet:
    """Every posting of every entry, with the hash that links it to the one before."""
    rows = tuple(
        (
            entry.seq,
            entry.recorded_at,
            words.label(f"ledger.kind.{entry.draft.kind.value}"),
            "" if posting is None else posting.account,
            None if posting is None else posting.tonnes,
            entry.draft.month,
            _reason(entry.draft.reason, words),
            entry.draft.basis,
            entry.draft.actor,
            entry.draft.id,
            entry.draft.corrects,
            entry.previous,
            entry.hash,
        )
        for entry in dossier.entries
        for posting in entry.draft.postings or (None,)
    )
    kinds: dict[str, Kind] = {
        "seq": "whole",
        "recorded_at": "text",
        "kind": "text",
        "account": "text",
        "tonnes": "whole",
        "month": "text",
        "reason": "text",
        "basis": "hash",
        "actor": "text",
        "entry": "text",
        "corrects": "text",
        "previous": "hash",
        "hash": "hash",
    }
    return Sheet(
        name=words("annex.ledger"),
        title=words("annex.ledger_title", year=dossier.assessment.plan_year),
        note=words("annex.ledger_note"),
        columns=tuple(
            Column(head=words(f"head.{key}"), kind=kind, total=key == "tonnes") for key, kind in kinds.items()
        ),
        rows=rows,
        frozen=1,
        total=words("total"),
    )


def month_sheet(dossier: Dossier, words: Words) -> Sheet:
    """One line per enterprise: the month, the year so far, the pace, money, and the verdict."""
    columns = tuple(
        Column(head=words(f"head.{key}"), kind=kind, total=key in _SUMMED) for key, (kind, _) in _MONTH_COLUMNS.items()
    )
    rows = tuple(
        (item.enterprise, words.name(item.name), *(read(item) for _, read in _figure_columns()), *_judged(item, words))
        for item in dossier.assessment.enterprises
    )
    return Sheet(
        name=words("annex.month"),
        title=words("annex.month_title", month=words.month(dossier.assessment.month)),
        note=words("annex.month_note"),
        columns=columns,
        rows=rows,
        frozen=2,
        total=words("total"),
    )


def high_end_sheet(dossier: Dossier, words: Words) -> Sheet:
    """Every enterprise's part in the change of the high-end share, by window and basis."""
    rows = tuple(
        (
            window_name(account, words),
            words(f"basis.{account.card.basis.value}"),
            shift.enterprise,
            words.name(shift.name),
            shift.share_before,
            shift.share,
            shift.high_end_before_old,
            shift.high_end_before,
            shift.high_end,
            shift.upgrading * 100,
            shift.reallocation * 100,
            shift.catalogue * 100,
            shift.total * 100,
        )
        for account in dossier.assessment.high_end
        for shift in account.firms
    )
    words_in = ("window", "basis_of", "code", "enterprise")
    ratios = ("share_before", "share_now", "high_before_old", "high_before", "high_now")
    points = ("upgrading", "reallocation", "catalogue", "moved")
    return Sheet(
        name=words("annex.high_end"),
        title=words("annex.high_end_title", sector=words.name(dossier.sector.name)),
        note=words("annex.high_end_note"),
        columns=tuple(
            Column(head=words(f"head.{key}"), kind=kind)
            for kind, keys in _kinds(text=words_in, ratio=ratios, points=points)
            for key in keys
        ),
        rows=rows,
        frozen=4,
    )


def warnings_sheet(dossier: Dossier, words: Words) -> Sheet | None:
    """Every early warning with the enterprise it is about; None in a month without one."""
    found = [item for item in dossier.assessment.findings if is_early_warning(item)]
    if not found:
        return None
    return Sheet(
        name=words("annex.warnings"),
        title=words("annex.warnings_title", month=words.month(dossier.assessment.month)),
        note=words("annex.warnings_note"),
        columns=(Column(head=words("head.code")), Column(head=words("head.what"), width=110)),
        rows=tuple((str(item.facts["enterprise"]), words.finding(item.code, item.facts)) for item in found),
        frozen=1,
    )


def sources_sheet(dossier: Dossier, words: Words) -> Sheet:
    """Every return of the plan year so far with the hash of the file it came in; every version stays."""
    return Sheet(
        name=words("annex.sources"),
        title=words("annex.sources_title"),
        note=words("annex.sources_note"),
        columns=(
            Column(head=words("head.return")),
            Column(head=words("head.code")),
            Column(head=words("head.enterprise")),
            Column(head=words("head.period")),
            Column(head=words("head.version"), kind="whole"),
            Column(head=words("head.received"), kind="date"),
            Column(head=words("head.file_hash"), kind="hash"),
        ),
        rows=tuple(
            (
                item.reference,
                item.enterprise,
                words.name(dossier.city[item.enterprise].name),
                item.period,
                item.version,
                item.received_on,
                item.file_sha256,
            )
            for item in dossier.filed
        ),
        frozen=1,
    )


def _kinds(**keys: tuple[str, ...]) -> list[tuple[Kind, tuple[str, ...]]]:
    return [(kind, keys[kind]) for kind in KINDS if kind in keys]


def _reason(reason: str, words: Words) -> str:
    """A reason by its code, with the clause it cites; what a person wrote stays as it is."""
    code, _, clause = reason.partition(" §")
    try:
        label = words.label(f"ledger.reason.{code}")
    except KeyError:
        return reason
    return f"{label} §{clause}" if clause else label


_Read = Callable[[EnterpriseAssessment], Cell]


def _of(standing: Callable[[Standing], Cell]) -> _Read:
    return lambda item: None if item.standing is None else standing(item.standing)


def _rate(comparison: Comparison) -> Cell:
    return comparison.rate


def _quantile(name: str) -> _Read:
    return _of(lambda standing: standing.year_end.quantiles_t.get(name) if standing.year_end else None)


# In the order of the sheet: kind of the figure and where it is read.
_MONTH_COLUMNS: dict[str, tuple[Kind, _Read | None]] = {
    "code": ("text", None),
    "enterprise": ("text", None),
    "month_t": ("whole", _of(lambda standing: standing.month.now)),
    "month_growth": ("ratio", _of(lambda standing: _rate(standing.month))),
    "to_date_t": ("whole", _of(lambda standing: standing.to_date.now)),
    "to_date_before_t": ("whole", _of(lambda standing: standing.to_date.before)),
    "to_date_growth": ("ratio", _of(lambda standing: _rate(standing.to_date))),
    "quota_t": ("whole", _of(lambda standing: standing.quota_t)),
    "made_share": ("ratio", _of(lambda standing: standing.made_share)),
    "target_t": ("whole", _of(lambda standing: standing.pace.target_t if standing.pace and standing.quota_t else None)),
    "ahead_t": ("whole", _of(lambda standing: standing.pace.ahead_t if standing.pace and standing.quota_t else None)),
    "run_t": ("whole", _of(lambda standing: standing.run_t_per_day)),
    "forecast_t": ("whole", _of(lambda standing: standing.forecast_t_per_day)),
    "required_t": ("whole", _of(lambda standing: standing.required_t_per_day)),
    "year_end_t": ("whole", _of(lambda standing: standing.year_end.central_t if standing.year_end else None)),
    "low_t": ("whole", _quantile("p10")),
    "high_t": ("whole", _quantile("p90")),
    "level_t": ("whole", _of(lambda standing: standing.level_t)),
    "output_value": ("whole", lambda item: item.output_value.now),
    "output_growth": ("ratio", lambda item: _rate(item.output_value)),
    "profit": ("whole", lambda item: item.profit.now),
    "profit_before": ("whole", lambda item: item.profit.before),
    "taxes": ("whole", lambda item: item.taxes.now),
    "value_added": ("whole", lambda item: item.value_added.now),
    "value_per_t": ("whole", lambda item: item.value_per_t.now),
    "high_end": ("ratio", lambda item: item.high_end_share),
    "high_end_before": ("ratio", lambda item: item.high_end_share_before),
    "return": ("text", None),
    "colour": ("text", None),
    "verdict": ("text", None),
    "asked": ("text", None),
}
_SUMMED = frozenset(
    (
        "month_t",
        "to_date_t",
        "to_date_before_t",
        "quota_t",
        "output_value",
        "profit",
        "profit_before",
        "taxes",
        "value_added",
    )
)


def _figure_columns() -> list[tuple[Kind, _Read]]:
    return [(kind, read) for kind, read in _MONTH_COLUMNS.values() if read is not None]


def _judged(item: EnterpriseAssessment, words: Words) -> tuple[str, str, str, str]:
    filed = words("filed.yes" if item.return_on_record else "filed.no")
    verdict = words.label(item.verdict.code)
    return filed, words(f"colour.{item.verdict.colour.value}"), verdict, asked_of(item, words)
