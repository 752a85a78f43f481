"""The cross-check of a month in a book: the ranking, its texts, and its workbook."""

from __future__ import annotations

from typing import Any

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.intake import measures_for
from zhibiao.assemble.resources import catalogue, dictionary, sector_of
from zhibiao.monthly.cross_checked import CrossCheck, Reason
from zhibiao.monthly.estimates import names_of_witnesses
from zhibiao.procedures.cross_check import cross_check
from zhibiao.terms.period import Month, Period
from zhibiao.terms.text import Language
from zhibiao.writers.cross_check_table import EstimateLine, ReasonLine, RowLine, write_cross_check_table
from zhibiao.writers.wording import Words


def check(opened: OpenBook, month: Month, sector: str, *, person: str) -> CrossCheck:
    """Hold a sector's returns of a month against everything else that was filed."""
    return cross_check(
        opened.store,
        opened.clock,
        month=month,
        city=opened.city,
        sector=sector_of(sector),
        dictionary=dictionary(),
        reader=opened.person(person),
        tolerances=measures_for(opened.city, opened).tolerances(sector, Period.of(month)),
    )


def plain(checked: CrossCheck) -> dict[str, Any]:
    """The result with the texts of each reason in both languages."""
    result = checked.plain()
    for row, shown in zip(checked.rows, result["rows"], strict=True):
        for reason, told in zip(row.reasons, shown["reasons"], strict=True):
            told |= {"message": both("what", reason), "why": both("why", reason), "settles": both("hint", reason)}
    return result


def both(kind: str, reason: Reason) -> dict[str, str]:
    """What was seen (`what`), innocent causes (`why`) or what settles it (`hint`), in both languages."""
    return {lang: said(kind, reason, lang) for lang in ("zh", "en")}


def said(kind: str, reason: Reason, lang: Language) -> str:
    """One of the three texts of a reason."""
    texts = catalogue()
    words = {"what": texts.what, "why": texts.why, "hint": texts.hint}[kind]
    return words(reason.code, lang, reason.facts)


def workbook(opened: OpenBook, checked: CrossCheck, lang: Language) -> bytes:
    """The ranking as .xlsx: enterprises, reasons, and every estimate."""
    words, names = Words(catalogue(), lang), names_of_witnesses()
    rows, reasons, estimates = [], [], []
    for row in checked.rows:
        name = words.name(opened.city.name_of(row.enterprise))
        rows.append(RowLine(row=row.plain(), name=name))
        reasons += [
            ReasonLine(
                rank=row.rank,
                enterprise=row.enterprise,
                name=name,
                code=reason.code,
                what=said("what", reason, lang),
                why=said("why", reason, lang),
                settles=said("hint", reason, lang),
                points=reason.points,
                base_rate=reason.base_rate,
            )
            for reason in row.reasons
        ]
        for combined in (row.combined, row.by_norm):
            estimates += [
                EstimateLine(
                    enterprise=row.enterprise,
                    name=name,
                    witness=words.name(names[one.witness]),
                    basis=words(f"cross_check.basis.{one.basis.value}"),
                    rate=one.rate,
                    tonnes=one.tonnes,
                    deviation_t=one.deviation_t,
                    periods=one.periods,
                )
                for one in (combined.estimates if combined else ())
            ]
    return write_cross_check_table(
        rows,
        reasons,
        estimates,
        words,
        month=str(checked.month),
        sector=words.name(sector_of(checked.sector).name),
        author=opened.city.authority,
        at=opened.clock.now(),
    )
