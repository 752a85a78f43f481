"""AP: documents that a program sends; they are read strictly."""

from __future__ import annotations

from collections.abc import Callable

import drafts as d
import returns_sample as sample
from case import Answer, Case, due
from shapes import document


def _document(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text, (old, text[:200])
        return text.replace(old, new, 1)

    return change


def _at_the_comma(answer: Answer) -> None:
    """The offset is that of the bracket behind the comma too many."""
    assert answer.finding is not None
    offset = int(str(answer.finding.facts["offset"]))
    assert b"]" in answer.paper.content[offset - 3 : offset + 3], answer.paper.content[offset - 20 : offset + 5]


_JSON = ("json",)


def _value() -> str:
    text = document(d.good())[0]
    start = text.index('"value": ')
    return text[start : text.index(",", start)]


CASES = (
    Case(id="AP-001", shapes=_JSON, text=lambda text: text[: text.rindex("]")] + ",]}", also=_at_the_comma),
    Case(id="AP-001", content=lambda: b'{"amount": 1,}', name="a.json"),
    Case(id="AP-002", shapes=_JSON, text=lambda text: text.replace(_value(), f'{_value()}, "value": 1000', 1)),
    Case(
        id="AP-002",
        content=lambda: b'{"amount":1,"amount":1000}',
        name="a.json",
        along=("api.unknown_field", "api.schema"),
    ),
    Case(id="AP-003", shapes=_JSON, text=lambda text: text.replace(_value(), '"value": NaN', 1)),
    Case(
        id="AP-003",
        content=lambda: b'{"amount": NaN}',
        name="a.json",
        along=("api.unknown_field", "api.schema"),
    ),
    Case(id="AP-006", shapes=_JSON, text=_document('"period":', '"role": "approver", "period":')),
)

_SCHEMA = due("REJECT_FILE", "api.schema", "field")
TWINS = (
    Case(id="AP-000 as it should be", shapes=_JSON, due=due("ACCEPT")),
    Case(id="AP-000 with its mark", shapes=_JSON, encoding="utf-8-sig", due=due("ACCEPT")),
    Case(
        id="AP-001 cut short",
        shapes=_JSON,
        text=lambda text: text[:-40],
        due=due("REJECT_FILE", "api.bad_json", "byte offset"),
    ),
    Case(
        id="AP-001 single quotes",
        content=lambda: b"{'returns': []}",
        name="a.json",
        due=due("REJECT_FILE", "api.bad_json", "byte offset"),
    ),
    Case(
        id="AP-003 Infinity",
        shapes=_JSON,
        text=lambda text: text.replace(_value(), '"value": -Infinity', 1),
        due=due("REJECT_FILE", "num.not_finite", "field"),
    ),
    Case(
        id="AP-003 beyond a double",
        shapes=_JSON,
        text=lambda text: text.replace(_value(), '"value": 1e400', 1),
        due=due("QUARANTINE", "num.out_of_range", "field"),
    ),
    Case(
        id="AP-004 nested without end",
        content=lambda: b"[" * 100_000,
        name="a.json",
        due=due("REJECT_FILE", "api.schema"),
    ),
    Case(id="AP-005 a list for an object", content=lambda: b'{"returns": "all"}', name="a.json", due=_SCHEMA),
    Case(
        id="AP-006 in a figure",
        shapes=_JSON,
        text=_document('"unit":', '"weight": 2, "unit":'),
        due=due("REJECT_FILE", "api.unknown_field", "field"),
    ),
    Case(
        id="AP-006 at the top",
        shapes=_JSON,
        text=_document('"returns":', '"admin": true, "returns":'),
        due=due("REJECT_FILE", "api.unknown_field", "field"),
    ),
    Case(
        id="AP-007 key left out",
        shapes=_JSON,
        text=lambda text: text.replace('"period"', '"perio"', 1),
        due=due("REJECT_FILE", "api.unknown_field", "field"),
        along=("api.schema", "api.field_missing"),
    ),
    Case(
        id="AP-008 a text for a number",
        shapes=_JSON,
        given=d.typed("gross_output_yuan", lambda text: text),
        due=due("NORMALISE", "num.text"),
    ),
    Case(
        id="AP-009 a field of no name",
        shapes=_JSON,
        text=_document('"gross_output_yuan"', '"gross_outputs_yuan"'),
        due=due("QUARANTINE", "edit.required_missing", "field"),
        along=("sheet.field_unknown",),
    ),
    Case(
        id="AP-009 a firm of no list",
        shapes=_JSON,
        given=d.coded(sample.stranger()),
        due=due("QUARANTINE", "id.unknown"),
    ),
)
