"""The simulated authority's list of enterprises, and its text as YAML."""

from __future__ import annotations

import json
from collections.abc import Iterator

from zhibiao.simulation.specification import Firm, Specification
from zhibiao.terms.credit_code import ALPHABET, check_character
from zhibiao.terms.enterprise import City, Enterprise, Facility
from zhibiao.terms.text import Text

ENTERPRISE_CLASS = "91"  # registered with the market authority, as a company
_BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_LETTER_OF = {"S": "5", "O": "0"}  # the code alphabet has no S and no O


def credit_code_of(enterprise_id: str, *, area_code: str) -> str:
    """An invented credit code with right check digits in an area that no division of China has.

    The nine characters of the body are `LH`, the id's letter and number, and their own check digit.

    Source: GB 32100-2015; the body's check digit by GB 11714-1997.

    >>> credit_code_of("LH-M01", area_code="219900")
    '91219900LHM000013M'
    """
    letter, number = enterprise_id[3], int(enterprise_id[4:])
    body = f"LH{_LETTER_OF.get(letter, letter)}{number:05d}"
    return _checked(f"{ENTERPRISE_CLASS}{area_code}{body}{_body_check(body)}")


def register_of(specification: Specification) -> City:
    """The list of enterprises that the specification describes, in its order."""
    enterprises = [_enterprise(firm, specification.area_code) for firm in specification.firms]
    return City(
        id=specification.id,
        name=specification.name,
        authority=specification.authority,
        note=specification.note,
        enterprises={enterprise.id: enterprise for enterprise in enterprises},
    )


def register_yaml(city: City) -> str:
    """The list as a YAML text that reads back to the same value; texts are quoted as JSON does."""
    return "\n".join((*_head(city), *(line for item in city for line in _entry(item)), ""))


def _checked(first_17: str) -> str:
    return first_17 + check_character(first_17)


def _body_check(body: str) -> str:
    values = [int(character, 36) for character in body]
    rest = -sum(weight * value for weight, value in zip(_BODY_WEIGHTS, values, strict=True)) % 11
    return "X" if rest == 10 else ALPHABET[rest]


def _enterprise(firm: Firm, area_code: str) -> Enterprise:
    return Enterprise(
        id=firm.id,
        credit_code=credit_code_of(firm.id, area_code=area_code),
        name=firm.name,
        sector=firm.sector,
        group=firm.group,
        zone=firm.zone,
        route=firm.route,
        tier=firm.tier,
        grade=firm.grade,
        facilities=firm.facilities,
    )


def _head(city: City) -> Iterator[str]:
    yield f"# {city.note.zh}"
    yield f"# {city.note.en}"
    yield f"city: {city.id}"
    yield f"name: {_both(city.name)}"
    yield f"authority: {_both(city.authority)}"
    yield f"note: {_both(city.note)}"
    yield "enterprises:"


def _entry(item: Enterprise) -> Iterator[str]:
    yield f"  - id: {item.id}"
    yield f"    credit_code: {json.dumps(item.credit_code)}"
    yield f"    name: {_both(item.name)}"
    for key in ("sector", "group", "zone", "route", "tier", "grade"):
        yield f"    {key}: {json.dumps(getattr(item, key), ensure_ascii=False)}"
    yield f"    veto_years: {list(item.veto_years)}"
    if item.facilities:
        yield "    facilities:"
        yield from (f"      - {_facility(facility)}" for facility in item.facilities)
    else:
        yield "    facilities: []"


def _facility(facility: Facility) -> str:
    plain = {
        "id": facility.id,
        "kind": facility.kind,
        "counts_for": facility.counts_for,
        "capacity_t": facility.capacity_t,
        "since": str(facility.since),
    }
    if facility.until:
        plain["until"] = str(facility.until)
    if facility.document:
        plain["document"] = facility.document
    return json.dumps(plain, ensure_ascii=False)


def _both(text: Text) -> str:
    return json.dumps({"zh": text.zh, "en": text.en}, ensure_ascii=False)
