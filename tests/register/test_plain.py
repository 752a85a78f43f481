"""Deeds are kept as plain values and read again as they were."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from zhibiao.register.deeds import Deed
from zhibiao.register.plain import deed_of_plain, plain_of_deed
from zhibiao.terms.canonical import canonical_bytes

_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cn")), max_size=12)
st.register_type_strategy(str, _TEXT)
st.register_type_strategy(Decimal, st.decimals(min_value=-(10**9), max_value=10**9, places=4))


@settings(max_examples=examples(40))
@given(st.from_type(Deed))  # type: ignore[arg-type]
def test_a_deed_comes_back_as_it_was(deed: Deed) -> None:
    written = plain_of_deed(deed)
    kept = canonical_bytes(written)
    assert kept == canonical_bytes(plain_of_deed(deed_of_plain(json.loads(kept))))


@pytest.mark.parametrize(
    "plain",
    [
        {},
        {"deed": "erased"},
        {"deed": "rejected"},
        {"deed": "rejected", "candidate": "a", "reason": 7},
        {"deed": "rejected", "candidate": "a", "reason": "r", "by": "x"},
        {"deed": "moved", "commitment": "C0001", "due": "soon", "reason": "r"},
        {"deed": "taken", "document": "d", "name": "n", "published": "", "candidates": "none"},
        {"deed": "taken", "document": "d", "name": "n", "published": "", "candidates": ["none"]},
        {"deed": "accepted", "commitment": "C1", "terms": {"kind": "wish", "title": "t"}},
        {
            "deed": "accepted",
            "commitment": "C1",
            "terms": {
                "kind": "target",
                "title": "t",
                "figure": {"value": "many", "change": "level", "comparator": "="},
            },
        },
    ],
)
def test_what_nobody_wrote_is_not_read(plain: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        deed_of_plain(plain)
