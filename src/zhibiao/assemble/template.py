"""Templates of returns from a book or the bundled city: per enterprise, for collecting, and as plain text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path

from zhibiao.assemble.out_file import write_out
from zhibiao.assemble.resources import CITY, DATA, catalogue, dictionary, grounds, sectors
from zhibiao.errors import NotFound
from zhibiao.monthly.form import Filing
from zhibiao.monthly.relations import Carried, relations_of
from zhibiao.monthly.returns import Record
from zhibiao.monthly.standing import Tolerances
from zhibiao.monthly.template import Template, Words, sheet_name, template_of
from zhibiao.readers.city_yaml import read_city
from zhibiao.terms.canonical import sha256_hex
from zhibiao.terms.dictionary import Field, Kind
from zhibiao.terms.enterprise import ENTERPRISE, City, Enterprise
from zhibiao.terms.period import Month, Period
from zhibiao.terms.text import Language
from zhibiao.writers.template_collected import collected_workbook, template_text
from zhibiao.writers.template_workbook import Companions, template_workbook

_MAGNESITE = "magnesite_per_magnesia"
_BUNDLED = "liaohe"
_APPROVAL = {"zh": "辽指标备〔2021〕1号(虚构)", "en": "辽指标备〔2021〕1号 (fictional)"}
_VALID_UNTIL = {"zh": "2025年12月31日", "en": "2025-12-31"}


TolerancesOf = Callable[[str, Period], Tolerances]
"""The tolerances in force for a sector and a period."""


def _usual(_sector: str, _period: Period) -> Tolerances:
    return Tolerances()


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Whose list it is, what stands on record, and the tolerances; without a book the bundled city and no record."""

    city: City
    record: Record
    tolerances: TolerancesOf = _usual

    def enterprise(self, enterprise_id: str) -> Enterprise:
        """The enterprise of that id; NotFound `template.enterprise_unknown` with the nearest ids."""
        if enterprise_id not in self.city.enterprises:
            known = "、".join(list(self.city.enterprises)[:_MOST_NAMED])
            raise NotFound("template.enterprise_unknown", enterprise=enterprise_id, known=known)
        return self.city[enterprise_id]

    def listed(self, sector: str) -> tuple[Enterprise, ...]:
        """The enterprises of a sector, or all of them; NotFound `template.sector_unknown`."""
        known = dict.fromkeys(one.sector for one in self.city)
        if sector and sector not in known:
            raise NotFound("template.sector_unknown", sector=sector, known="、".join(known))
        return self.city.of_sector(sector) if sector else tuple(self.city)


_MOST_NAMED = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which templates: one enterprise's, or a sector's (all sectors where it is ""), in which shape."""

    enterprise: str
    sector: str
    period: Period
    lang: Language
    is_collected: bool = False
    is_text: bool = False


def write_templates(desk: Desk, asked: Asked, out: Path) -> tuple[Path, ...]:
    """Write what was asked: one file, or a folder of them; the paths written."""
    if asked.is_collected:
        write_out(out, collected_of(desk, asked))
        return (out,)
    if asked.enterprise:
        write_out(out, _form(desk, desk.enterprise(asked.enterprise), asked))
        return (out,)
    written = []
    for enterprise in desk.listed(asked.sector):
        if enterprise.kind == ENTERPRISE and dictionary().of_sector(enterprise.sector):
            suffix = "csv" if asked.is_text else "xlsx"
            path = out / f"{sheet_name(enterprise.id)}-{asked.period}.{suffix}"
            write_out(path, _form(desk, enterprise, asked))
            written.append(path)
    return tuple(written)


def _form(desk: Desk, enterprise: Enterprise, asked: Asked) -> bytes:
    if asked.is_text:
        return template_text([(enterprise, dictionary().of_sector(enterprise.sector))], asked.period)
    return workbook_of(desk, enterprise, asked.period, asked.lang)


def collected_of(desk: Desk, asked: Asked) -> bytes:
    """One sheet, or one text table, over the enterprises of a sector."""
    firms = (desk.enterprise(asked.enterprise),) if asked.enterprise else desk.listed(asked.sector)
    listed = [(firm, dictionary().of_sector(firm.sector)) for firm in firms if firm.kind == ENTERPRISE]
    if asked.is_text:
        return template_text(listed, asked.period)
    return collected_workbook(listed, asked.period, lang=asked.lang, words=words_in(asked.lang))


def desk_at(book: Path | None) -> Desk:
    """The list and record of a book, or of the bundled city."""
    if book is None:
        return Desk(city=read_city(CITY / "city.yaml"), record=Record.of(()))
    from zhibiao.assemble.book import open_book
    from zhibiao.assemble.intake import measures_for

    opened = open_book(book)
    with closing(opened.store):
        tolerances = measures_for(opened.city, opened).tolerances
        return Desk(city=opened.city, record=Record.of(opened.store.returns()), tolerances=tolerances)


def words_in(lang: Language) -> Words:
    """The template's labels in one language."""
    texts = catalogue()

    def words(key: str, **facts: object) -> str:
        return texts.text(f"template.{key}", lang, **facts)

    return words


def workbook_of(desk: Desk, enterprise: Enterprise, period: Period, lang: Language) -> bytes:
    """The template of one enterprise for one period, as .xlsx."""
    return template_workbook(template_for(desk, enterprise, period, lang), companions(enterprise, lang))


def companions(enterprise: Enterprise, lang: Language) -> Companions:
    """What goes with every form of that language."""
    content = (DATA / "dictionary" / "return.csv").read_bytes()
    return Companions(
        words=words_in(lang),
        enterprise=enterprise,
        grounds=grounds(),
        dictionary=dictionary(),
        dictionary_sha256=sha256_hex(content),
    )


def template_for(
    desk: Desk, enterprise: Enterprise, period: Period, lang: Language, *, filing: Filing | None = None
) -> Template:
    """The form with last year's figures and what is carried into the period; `filing` brings figures of this year."""
    fields = dictionary().of_sector(enterprise.sector)
    carried = carried_into(desk.record, enterprise, period, fields)
    relations = relations_of(
        fields,
        period,
        carried=carried,
        tolerances=desk.tolerances(enterprise.sector, period),
        sand_factor=sand_factor(enterprise.sector),
    )
    is_bundled = desk.city.id == _BUNDLED
    return template_of(
        filing or _blank(desk, enterprise, period, fields),
        fields,
        relations,
        lang=lang,
        words=words_in(lang),
        approval=_APPROVAL[lang] if is_bundled else "",
        valid_until=_VALID_UNTIL[lang] if is_bundled else "",
    )


def carried_into(record: Record, enterprise: Enterprise, period: Period, fields: Sequence[Field]) -> Carried:
    """Year to date and stocks at the end of the month before, as filed, else as the months add up."""
    before = period.start.shift(-1)
    to_date: dict[str, Decimal] = {}
    opening: dict[str, Decimal] = {}
    for field in fields:
        if field.kind is Kind.STOCK:
            value = record.at(enterprise.id, field.code, before)
            opening |= {} if value is None else {field.code: value}
        elif field.kind is Kind.FLOW and period.start.month > 1:
            value = record.filed_to_date(enterprise.id, field.code, before)
            if value is None:
                value = record.year_to_date(enterprise.id, field.code, before)
            to_date |= {} if value is None else {field.code: value}
    return Carried(to_date=to_date, opening=opening)


def sand_factor(sector: str) -> Decimal | None:
    """Tonnes of magnesite per tonne of magnesia, from the sector's coefficients; None where it has none."""
    coefficients = sectors()[sector].coefficients if sector in sectors() else {}
    return coefficients[_MAGNESITE].value if _MAGNESITE in coefficients else None


def _blank(desk: Desk, enterprise: Enterprise, period: Period, fields: Sequence[Field]) -> Filing:
    last_year = partial(_last_year, desk.record, enterprise, period)
    return Filing(
        enterprise=enterprise.id,
        name=enterprise.name,
        credit_code=enterprise.credit_code,
        sector=enterprise.sector,
        authority=desk.city.authority,
        period=period,
        signed_on=None,
        figures={field.code: (None, None, *last_year(field)) for field in fields},
    )


def _last_year(record: Record, enterprise: Enterprise, period: Period, field: Field) -> tuple[int | None, int | None]:
    """The same months a year ago and since that January, in whole inner units; None where returns do not cover them."""
    first, last = period.start.year_before(), period.last.year_before()
    if field.kind is Kind.FLOW:
        month = record.over(enterprise.id, field.code, first=first, last=last)
        to_date = record.over(enterprise.id, field.code, first=Month(first.year, 1), last=last)
        return _whole(month), _whole(to_date)
    if field.kind is Kind.STOCK:
        return _whole(record.at(enterprise.id, field.code, last)), None
    if field.kind is Kind.PLAN:
        return None, None
    return _whole(record.figure(enterprise.id, field.code, Period(first, last.next()))), None


def _whole(value: Decimal | None) -> int | None:
    """Figures of the form are whole in inner units; a share is not, and last year's is left to the firm."""
    return int(value) if value is not None and value == value.to_integral_value() else None
