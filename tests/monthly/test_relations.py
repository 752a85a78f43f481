"""The form's own checks: they come out as the checks of intake do, and wait for figures instead of taking zeros."""

from decimal import Decimal

import pytest

from returns_sample import DICTIONARY, STEEL, figures
from zhibiao.monthly.relations import (
    Carried,
    Mark,
    Ref,
    Relation,
    Sense,
    Term,
    form_amount,
    judge,
    relations_of,
    row_codes,
)
from zhibiao.monthly.returns import Scope
from zhibiao.monthly.standing import Tolerances
from zhibiao.terms.period import Month, Period

MARCH = Period.parse("2025-03")
FIELDS = DICTIONARY.of_sector("steel")
BY_CODE = {field.code: field for field in FIELDS}


def _good(period: Period = MARCH) -> dict[Ref, Decimal]:
    found = {}
    for code, (month, to_date, _, _) in figures(STEEL, period).items():
        for scope, value in ((Scope.PERIOD, month), (Scope.YEAR_TO_DATE, to_date)):
            if value is not None:
                found[Ref(code, scope)] = form_amount(Decimal(value), BY_CODE[code])
    return found


def _carried(period: Period = MARCH) -> Carried:
    before = Period(Month(period.start.year, 1), period.start)
    rows = figures(STEEL, before)
    flows = {code: Decimal(to_date) for code, (_, to_date, _, _) in rows.items() if to_date is not None}
    stock = rows["stock_t"][0]
    assert stock is not None
    return Carried(to_date=flows, opening={"stock_t": Decimal(stock)})


def _relations(period: Period = MARCH, carried: Carried | None = None) -> tuple[Relation, ...]:
    return relations_of(
        FIELDS, period, carried=carried or Carried(), tolerances=Tolerances(), sand_factor=Decimal("2.092")
    )


def _failing(found: dict[Ref, Decimal], relations: tuple[Relation, ...]) -> set[tuple[str, str]]:
    marks = [(one, judge(one, found).mark) for one in relations]
    return {(one.code, row_codes(one.left, BY_CODE)) for one, mark in marks if mark is Mark.FAILS}


def test_good_figures_break_nothing_and_most_relations_are_judged() -> None:
    relations = _relations(carried=_carried())
    marks = [judge(one, _good()).mark for one in relations]
    assert Mark.FAILS not in marks
    assert 20 < marks.count(Mark.HOLDS)


@pytest.mark.parametrize(
    ("field", "scope", "value", "code", "left"),
    [
        ("rebar_t", Scope.PERIOD, "20", "edit.parts_exceed_total", "30(1)"),
        ("crude_steel_t", Scope.YEAR_TO_DATE, "150", "edit.cumulative_identity", "25(2)"),
        ("value_added_yuan", Scope.PERIOD, "900000", "edit.value_ratio", "01(1)"),
        ("stock_t", Scope.PERIOD, "90", "edit.stock_balance", "11(1)"),
        ("pig_iron_t", Scope.PERIOD, "40", "edit.metal_balance", "24(1)+23(1)"),
        ("crude_steel_t", Scope.PERIOD, "12", "edit.products_exceed_steel", "30(1)"),
    ],
)
def test_a_planted_mistake_breaks_its_relation(field: str, scope: Scope, value: str, code: str, left: str) -> None:
    found = _good() | {Ref(field, scope): Decimal(value)}
    assert (code, left) in _failing(found, _relations(carried=_carried()))


def test_an_empty_form_is_not_judged() -> None:
    assert {Mark.OPEN} == {judge(one, {}).mark for one in _relations(carried=_carried())}


def test_a_total_waits_for_parts_that_are_blank_and_not_for_those_that_are_filled() -> None:
    total, first, second = Ref("steel_products_t"), Ref("rebar_t"), Ref("hot_coil_t")
    relation = Relation(
        code="edit.parts_exceed_total",
        left=(Term(total),),
        sense=Sense.EQUALS,
        right=(Term(first), Term(second)),
        needs=(total,),
        may_lack=True,
    )
    assert Mark.OPEN is judge(relation, {total: Decimal(5), first: Decimal(3)}).mark
    assert Mark.FAILS is judge(relation, {total: Decimal(5), first: Decimal(6)}).mark
    assert Mark.FAILS is judge(relation, {total: Decimal(5), first: Decimal(3), second: Decimal(1)}).mark
    assert Mark.HOLDS is judge(relation, {total: Decimal(5), first: Decimal(3), second: Decimal(2)}).mark


def test_the_year_so_far_is_the_month_in_january_and_at_least_the_month_where_nothing_is_on_record() -> None:
    january = [one for one in _relations(Period.parse("2025-01")) if one.left[0].ref.scope is Scope.YEAR_TO_DATE]
    sums = [one for one in january if one.code == "edit.cumulative_identity"]
    assert sums
    assert {Decimal(0)} == {one.carried for one in sums}
    later = {one.sense for one in _relations() if one.left[0].ref == Ref("crude_steel_t", Scope.YEAR_TO_DATE)}
    assert {Sense.AT_LEAST} == later
    # Profit may fall: a loss in the months before makes the year smaller than the month.
    assert not any(one.left[0].ref == Ref("profit_yuan", Scope.YEAR_TO_DATE) for one in _relations())


def test_tolerance_is_what_rounding_leaves_or_the_share_of_the_largest_scale() -> None:
    relation = next(one for one in _relations(carried=_carried()) if one.code == "edit.stock_balance")
    judged = judge(relation, _good())
    assert Decimal("0.05") * _good()[Ref("steel_products_t")] == judged.tolerance
    parts = next(one for one in _relations() if one.code == "edit.parts_exceed_total")
    tiny = {Ref("steel_products_t"): Decimal("0.02"), Ref("rebar_t"): Decimal("0.03")}
    assert Mark.HOLDS is judge(parts, tiny).mark


def test_materials_are_carried_forward_and_scrap_of_the_mill_may_add_to_its_stock() -> None:
    opening = {"iron_ore_stock_t": Decimal(100_000), "melt_scrap_stock_t": Decimal(10_000)}
    relations = _relations(carried=Carried(opening=opening))
    by_stock = {one.left[0].ref.field: one for one in relations if one.code == "edit.material_balance"}
    assert set(opening) == set(by_stock)
    ore = {Ref("iron_ore_bought_t"): Decimal(40), Ref("iron_ore_used_t"): Decimal(39)}
    for closing, mark in ((Decimal(11), Mark.HOLDS), (Decimal(31), Mark.FAILS), (Decimal(1), Mark.FAILS)):
        assert mark is judge(by_stock["iron_ore_stock_t"], {**ore, Ref("iron_ore_stock_t"): closing}).mark
    scrap = {Ref("melt_scrap_bought_t"): Decimal(3), Ref("scrap_used_t"): Decimal(3)}
    for closing, mark in ((Decimal(9), Mark.HOLDS), (Decimal(0), Mark.FAILS)):
        assert mark is judge(by_stock["melt_scrap_stock_t"], {**scrap, Ref("melt_scrap_stock_t"): closing}).mark
