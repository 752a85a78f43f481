"""Revisions of figures read from an open book, and figures as people read them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.resources import dictionary, sectors
from zhibiao.assessment.case import sector_name
from zhibiao.monthly.returns import Scope
from zhibiao.monthly.standing import unit_words
from zhibiao.procedures.revisions import Revisions, list_revisions
from zhibiao.terms.dictionary import Field
from zhibiao.terms.exact import printed
from zhibiao.terms.quantity import UNITS, Unit, convert
from zhibiao.terms.text import Language, Text

_OUTPUT = "gross_output_yuan"  # what a sector without a quota is looked at by


def revisions(
    opened: OpenBook,
    *,
    sector: str,
    enterprise: str,
    field: str,
    year: int | None,
    scope: Scope,
    known_by: dt.datetime | None,
    ages: int,
) -> Revisions:
    """The revisions of a sector or of one enterprise."""
    own = opened.city[enterprise].sector if enterprise in opened.city.enterprises else sector
    industry = sectors().get(own)
    return list_revisions(
        opened.store,
        opened.city,
        dictionary(),
        sector=own,
        quantity=(industry.quantity if industry else "") or _OUTPUT,
        enterprise=enterprise,
        field=field,
        year=year,
        scope=scope,
        known_by=known_by,
        ages=ages,
    )


def name_of(found: Revisions, opened: OpenBook) -> Text:
    """Whose revisions they are: the enterprise, or all of the sector."""
    if found.enterprise:
        name = opened.city.name_of(found.enterprise)
        return Text(f"{found.enterprise} {name.zh}", f"{found.enterprise} {name.en}")
    return sector_name(sectors(), found.sector)


def unit_shown(field: Field, lang: Language) -> str:
    """The unit that `shown` prints in, in words."""
    return unit_words(_printed_unit(field, lang)[0]).in_(lang)


def shown(value: Decimal | None, field: Field, lang: Language, *, signed: bool = False) -> str:
    """An amount as people read it: the form's unit in Chinese, kt or thousand yuan in English; a dash for none."""
    if value is None:
        return "—"
    unit, places = _printed_unit(field, lang)
    rounded = printed(convert(value, source=field.unit, target=unit), places)
    return f"{rounded:+,}" if signed and rounded else f"{rounded:,}"


def _printed_unit(field: Field, lang: Language) -> tuple[Unit, int]:
    if lang == "zh":
        return field.form_unit, 2
    return {"t": (UNITS["kt"], 1), "yuan": (UNITS["kyuan"], 0)}.get(field.unit.symbol, (field.unit, 0))
