"""Statements as records of the schema, and back."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from zhibiao.texts.cleaned import Cleaned
from zhibiao.texts.schema import record_of, statement_of
from zhibiao.texts.statement import Change, Comparator, Figure, Polarity, ProjectStatus, Statement, StatementKind

RAW = "产(chǎn)量增长4.7%,标题"
TEXT = "产量增长4.7%,标题"
CLEANED = Cleaned(raw=RAW, text=TEXT, origin=(0, *range(7, len(RAW))))
STATEMENT = Statement(
    kind=StatementKind.RESULT,
    subject="产量",
    figure=Figure(value=Decimal("4.7"), unit="%", change=Change.YOY, comparator=Comparator.EQUAL),
    polarity=Polarity.INCREASE,
    period="2024",
    actors=("甲", "乙"),
    place="丙市",
    start=0,
    end=8,
    repeats=((9, 11),),
    confidence=0.9,
    because=("texts.because.own_time",),
)


def test_a_record_has_the_fields_of_the_schema() -> None:
    record = record_of(STATEMENT, CLEANED)
    wanted = (
        "kind subject value value_max from to unit change comparator polarity period actor place status "
        "start end text raw_start raw_end raw alt confidence because"
    )
    assert wanted.split() == list(record)
    assert ("产量增长4.7%", "产(chǎn)量增长4.7%") == (record["text"], record["raw"])
    assert (4.7, "甲;乙", [[9, 11, 15, 17]]) == (record["value"], record["actor"], record["alt"])
    assert (record["raw_start"], record["raw_end"]) == (0, 14)


def test_whole_numbers_stay_whole() -> None:
    record = record_of(Statement(kind=StatementKind.RESULT, subject="甲", figure=None, start=0, end=1), CLEANED)
    assert (None, None, None) == (record["value"], record["change"], record["actor"])
    ranged = statement_of({**record, "from": 18, "to": 25, "change": "from_to", "comparator": "="})
    assert Decimal(25) == (ranged.figure.reached if ranged.figure else None)
    assert "25" == repr(record_of(ranged, CLEANED)["to"])


def _optional(values: type) -> st.SearchStrategy[object]:
    return st.one_of(st.none(), st.sampled_from(list(values)))  # type: ignore[call-overload]


_NUMBERS = st.decimals(min_value=0, max_value=10**9, places=3)
_FIGURES = st.builds(
    Figure,
    value=_NUMBERS,
    value_max=st.one_of(st.none(), _NUMBERS),
    unit=st.sampled_from([None, "%", "万吨"]),
    change=st.sampled_from(list(Change)),
    comparator=st.sampled_from(list(Comparator)),
)
_STATEMENTS = st.builds(
    Statement,
    kind=st.sampled_from(list(StatementKind)),
    subject=st.text(min_size=1, max_size=8),
    figure=st.one_of(st.none(), _FIGURES),
    polarity=_optional(Polarity),
    period=st.sampled_from([None, "2024", "..2025-12"]),
    actors=st.lists(st.sampled_from(["甲", "乙局", "丙公司"]), unique=True).map(tuple),
    place=st.sampled_from([None, "丙市"]),
    status=_optional(ProjectStatus),
    start=st.just(0),
    end=st.integers(1, len(TEXT)),
    confidence=st.floats(0, 1),
    because=st.just(("texts.because.no_time",)),
)


@settings(max_examples=examples(100))
@given(_STATEMENTS)
def test_a_record_gives_its_statement_back(statement: Statement) -> None:
    assert statement == statement_of(record_of(statement, CLEANED))


@pytest.mark.parametrize("change", [{"kind": "wish"}, {"value": "4.7"}, {"value": True}, {"polarity": "up"}])
def test_what_is_no_record_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        statement_of(record_of(STATEMENT, CLEANED) | change)
