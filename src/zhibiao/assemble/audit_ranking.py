"""The audit ranking of a decision in a book, and its workbook."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from zhibiao.allocation.reasons.audit import Sensitivity
from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.resources import catalogue, dictionary, sector_of
from zhibiao.policy.review import HIGH_END
from zhibiao.procedures.audit_ranking import SIZES, AuditRanking, rank_for_audit
from zhibiao.terms.text import Language, Text
from zhibiao.writers.audit_table import direction, write_audit_table
from zhibiao.writers.wording import Words, signed


def rank(opened: OpenBook, decision_id: str, *, person: str, sizes: Sequence[Decimal] = SIZES) -> AuditRanking:
    """Rank the reported figures behind a decision by what a misstatement would have earned."""
    return rank_for_audit(
        opened.store,
        decision_id,
        sector=sector_of(opened.decision(decision_id).body["sector"]),
        dictionary=dictionary(),
        reader=opened.person(person),
        sizes=sizes,
    )


def workbook(opened: OpenBook, ranking: AuditRanking, lang: Language) -> bytes:
    """The ranking as .xlsx."""
    return write_audit_table(
        ranking.rows,
        Words(catalogue(), lang),
        decision_id=ranking.decision_id,
        sizes=ranking.sizes,
        names={one.id: one.name for one in opened.city.enterprises.values()},
        fields=field_names(ranking),
        author=opened.city.authority,
        at=opened.clock.now(),
    )


def field_names(ranking: AuditRanking) -> dict[str, Text]:
    """Names of the ranked fields by code."""
    return {row.field: _field_name(row.field) for row in ranking.rows}


def shown_gains(row: Sensitivity, lang: Language) -> list[str]:
    """What each size would have earned, and in which direction, as words."""
    words = Words(catalogue(), lang)
    return [cell for gain in row.gains for cell in (signed(gain.tonnes), direction(gain.by, words))]


def _field_name(field: str) -> Text:
    if field != HIGH_END:
        return dictionary()[field].name
    return Text(*(catalogue().text("audit.high_end", lang) for lang in ("zh", "en")))
