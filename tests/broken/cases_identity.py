"""ID: whose return it is, and whether it stands there twice."""

from __future__ import annotations

import drafts as d
import firms
import returns_sample as sample
from case import Case, at, cells, due
from drafts import Draft
from shapes import Paper, Where
from zhibiao.terms.period import Period

_CODE = sample.STEEL.credit_code
_EVERY = ("form", "list", "collected", "csv", "csv collected")


def wrong_check(code: str) -> str:
    return code[:-1] + ("0" if code[-1] != "0" else "1")


def twice(factor: float) -> d.Change:
    """The firm once more in the same file, the second time with another workforce."""

    def change(draft: Draft) -> None:
        again = d.block(sample.STEEL, Period.parse("2025-03"))
        line = again.line("workforce_persons")
        line.cells[d.MONTH] = d.Decimal(str(line.cells[d.MONTH])) * d.Decimal(str(factor))
        draft.blocks.append(again)

    return change


def _both_rows(paper: Paper) -> list[Where]:
    return [Where("汇总", row=3), Where("汇总", row=4)]


CASES = (
    Case(id="ID-001", shapes=_EVERY, given=d.coded(wrong_check(_CODE)), where=at("code")),
    Case(id="ID-003", shapes=_EVERY, given=d.coded(_CODE.lower()), where=at("code")),
    Case(id="ID-005", shapes=_EVERY, given=d.coded(sample.stranger()), where=at("code")),
    Case(
        id="ID-010",
        shapes=("form", "list"),
        given=d.repeated("rebar_t", d.Decimal("1.1")),
        where=cells(("rebar_t", "name"), ("rebar_t", "last name")),
    ),
    Case(
        id="ID-011",
        shapes=("form", "list"),
        given=d.repeated("rebar_t"),
        where=cells(("rebar_t", "name"), ("rebar_t", "last name")),
    ),
    Case(
        id="ID-012",
        shapes=("form", "list", "collected", "csv"),
        start=lambda: d.good(firms.CLOSED),
        where=at("code"),
        facts=("successor",),
    ),
)

TWINS = (
    Case(
        id="ID-001 two characters changed places",
        shapes=("form", "list"),
        given=d.coded(_CODE[:8] + _CODE[9] + _CODE[8] + _CODE[10:]),
        where=at("code"),
        due=due("QUARANTINE", "id.check_digit"),
    ),
    Case(
        id="ID-002 too short",
        shapes=("form", "list"),
        given=d.coded(_CODE[:-1]),
        where=at("code"),
        due=due("QUARANTINE", "id.check_digit"),
    ),
    Case(
        id="ID-002 too long",
        shapes=("form", "list"),
        given=d.coded(_CODE + "1"),
        where=at("code"),
        due=due("QUARANTINE", "id.check_digit"),
    ),
    Case(
        id="ID-002 O for 0",
        shapes=("form", "list"),
        given=d.coded(_CODE.replace("0", "O", 1)),
        where=at("code"),
        due=due("QUARANTINE", "id.check_digit"),
    ),
    Case(
        id="ID-003 full-width",
        shapes=("form", "list"),
        given=d.coded("".join(chr(ord(one) + 0xFEE0) for one in _CODE)),
        due=due("ACCEPT"),
    ),
    Case(
        id="ID-004 no code",
        shapes=("form", "list", "collected"),
        given=d.coded(None),
        where=at("code"),
        due=due("QUARANTINE", "id.code_missing"),
    ),
    Case(
        id="ID-007 another firm's name under the code",
        shapes=("form", "list"),
        given=d.named(sample.ARC.name.zh),
        where=at("name"),
        due=due("QUERY", "id.name_differs"),
    ),
    Case(
        id="ID-010 collected twice",
        shapes=("collected",),
        given=twice(1.1),
        where=_both_rows,
        due=due("QUARANTINE", "dup.row"),
    ),
    Case(
        id="ID-011 collected twice, equal",
        shapes=("collected",),
        given=twice(1),
        where=_both_rows,
        due=due("QUERY", "dup.row_equal"),
    ),
    Case(
        id="ID-010 on two sheets",
        shapes=("form",),
        given=twice(1.1),
        due=due("QUARANTINE", "dup.row"),
    ),
    Case(
        id="ID-013 another firm beside it",
        shapes=_EVERY,
        start=lambda: Draft(
            blocks=[d.block(sample.STEEL, Period.parse("2025-03")), d.block(firms.GROWN, Period.parse("2025-03"))],
            dictionary=sample.DICTIONARY,
        ),
        due=due("ACCEPT"),
    ),
)
