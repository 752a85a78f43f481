"""Revisions read from a store: whose, of which field, as of when, and what is refused."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

import city_sample
import returns_sample as sample
from zhibiao.errors import NotFound, UsageError
from zhibiao.monthly.returns import Fact, Return, Scope
from zhibiao.procedures.revisions import Revisions, list_revisions
from zhibiao.terms.citation import Place
from zhibiao.terms.period import Period

STEEL, ARC = sample.STEEL.id, sample.ARC.id


def _filed(name: str, period: str, own: int, to_date: int, at: str, version: int = 1) -> Return:
    return Return(
        enterprise=name,
        period=Period.parse(period),
        version=version,
        received_at=dt.datetime.fromisoformat(at + "T02:00:00+00:00"),
        provenance="test",
        file_sha256="",
        facts=tuple(
            Fact(field="crude_steel_t", scope=scope, value=Decimal(value), place=Place())
            for scope, value in ((Scope.PERIOD, own), (Scope.YEAR_TO_DATE, to_date))
        ),
    )


FILED = (
    _filed(STEEL, "2024-01", 100, 100, "2024-02-08"),
    _filed(STEEL, "2024-02", 100, 200, "2024-03-08"),
    _filed(STEEL, "2024-01", 96, 96, "2024-03-20", version=2),
    _filed(ARC, "2024-01", 10, 10, "2024-02-08"),
    _filed(ARC, "2024-02", 11, 21, "2024-03-08"),
)


class _Memory:
    def __init__(self, returns: Sequence[Return]) -> None:
        self._returns = returns

    def returns(self, *, known_by: dt.datetime | None = None) -> Sequence[Return]:
        return [item for item in self._returns if known_by is None or item.received_at <= known_by]


def _list(*returns: Return, **asked: Any) -> Revisions:
    return list_revisions(
        _Memory(returns or FILED),  # type: ignore[arg-type]
        sample.CITY,
        city_sample.dictionary(),
        **{"sector": "steel", "quantity": "crude_steel_t", **asked},
    )


def test_a_sector_with_its_enterprises() -> None:
    found = _list()
    january, february = found.triangle.rows
    assert [110, 110, 106] == [cell.value for cell in january.cells]
    assert (106, 111) == (january.now, february.now)
    firms = {item.enterprise: (item.months, item.revised, item.mean, item.added) for item in found.firms}
    assert {STEEL: (2, 1, Fraction(-2, 100), -4), ARC: (2, 0, Fraction(0), 0)} == firms
    (month,) = found.months
    # 200 − 96 as both stand, 200 − 100 as January was printed: February's own figure is 100.
    assert (STEEL, 100, 104, 100, -4, 4) == (
        month.enterprise,
        month.filed,
        month.by_now,
        month.mixed,
        month.refiled,
        month.implied_revision,
    )


def test_one_enterprise_as_it_was_known_then() -> None:
    found = _list(enterprise=STEEL, known_by=dt.datetime(2024, 3, 10, tzinfo=dt.UTC))
    assert [100, 100] == [row.now for row in found.triangle.rows]
    assert ((STEEL,), ()) == (found.triangle.enterprises, found.months)


def test_the_plain_form_is_of_texts_and_whole_numbers() -> None:
    plain = _list(scope=Scope.YEAR_TO_DATE, ages=1).plain()
    assert ("crude_steel_t", "t", "ytd", "2024-03-20T02:00:00Z") == tuple(
        plain[key] for key in ("field", "unit", "scope", "known_by")
    )
    assert {"age": 0, "value": "110", "now": "106", "revision": "-4", "rate": "-2/55", "enterprises": 2}.items() <= (
        plain["rows"][0]["cells"][0].items()
    )
    assert ["96", "100", "4"] == [
        plain["months_from_totals"][0][key] for key in ("before", "mixed", "implied_revision")
    ]


@pytest.mark.parametrize(
    ("code", "asked"),
    [
        ("restatement.enterprise_unknown", {"enterprise": "TT-9"}),
        ("assess.no_such_sector", {"sector": "cement"}),
        ("revisions.field_unknown", {"field": "crude_steel"}),
        ("revisions.nothing", {"field": "profit_yuan"}),
        ("revisions.nothing", {"year": 2023}),
        ("revisions.nothing", {"known_by": dt.datetime(2024, 1, 1, tzinfo=dt.UTC)}),
    ],
)
def test_what_is_not_there_is_named(code: str, asked: dict[str, Any]) -> None:
    with pytest.raises(NotFound) as refused:
        _list(**asked)
    assert code == refused.value.code


def test_a_stock_has_no_year_to_date() -> None:
    with pytest.raises(UsageError) as refused:
        _list(field="stock_t", scope=Scope.YEAR_TO_DATE)
    assert "revisions.no_total" == refused.value.code
