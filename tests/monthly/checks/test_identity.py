"""Month against year to date: each mix-up by its name, in every month, with a record and without."""

from __future__ import annotations

import pytest

import returns_sample as sample
from checked_returns import EMPTY, HISTORY, MONTH, TOTAL, Figure, _kept, asked, filed, record, severities, standing
from zhibiao.monthly.filed import Filed
from zhibiao.monthly.returns import Record
from zhibiao.terms.dictionary import Kind
from zhibiao.terms.period import Month, Period

JOINT = "2025-01..02"


def _flows(good: Filed) -> list[str]:
    return [
        fact.field for fact in good.facts if fact.scope is TOTAL and sample.DICTIONARY[fact.field].kind is Kind.FLOW
    ]


def _swapped(good: Filed) -> dict[Figure, object]:
    changed: dict[Figure, object] = {}
    for code in _flows(good):
        changed[code, MONTH], changed[code, TOTAL] = good.value(code, TOTAL), good.value(code, MONTH)
    return changed


def test_a_total_typed_into_the_month_is_quarantined_with_both_cells() -> None:
    total = filed().value("crude_steel_t", TOTAL)
    first = asked(filed(crude_steel_t=total))[0]
    assert ("edit.month_equals_cumulative", "QUARANTINE") == (first.code, first.severity.name)
    assert "D21,E21" == first.place.cell


def test_a_month_typed_into_the_total_is_quarantined() -> None:
    month = filed().value("crude_steel_t")
    first = asked(filed(figures={("crude_steel_t", TOTAL): month}))[0]
    assert ("edit.cumulative_identity", "QUARANTINE") == (first.code, first.severity.name)


@pytest.mark.parametrize("known", [record(), EMPTY], ids=["record", "first return"])
def test_swapped_columns_are_told_from_the_figures_alone(known: object) -> None:
    found = asked(filed(figures=_swapped(filed())), standing(known=known))  # type: ignore[arg-type]
    assert ("edit.columns_swapped", "QUARANTINE", "") == (found[0].code, found[0].severity.name, found[0].because)


def test_one_row_swapped_needs_the_record_or_stands_above_its_total() -> None:
    changed = {key: value for key, value in _swapped(filed()).items() if key[0] == "coke_used_t"}
    assert "edit.columns_swapped" == asked(filed(figures=changed))[0].code
    assert {"edit.month_above_cumulative": "QUARANTINE"} == severities(
        asked(filed(figures=changed), standing(known=EMPTY))
    )


@pytest.mark.parametrize("period", ["2025-02", "2025-03"])
def test_in_february_and_after_a_joint_january_and_february(period: str) -> None:
    """February follows a January of its own; March a joint return."""
    before = ("2025-01",) if period == "2025-02" else (JOINT,)
    known = record(sample.STEEL, (*HISTORY[:-1], *before))
    good = filed(sample.STEEL, Period.parse(period))
    assert [] == asked(good, standing(known=known))
    wrong = filed(sample.STEEL, Period.parse(period), coke_used_t=good.value("coke_used_t", TOTAL))
    assert "edit.month_equals_cumulative" in severities(asked(wrong, standing(known=known)))
    other = filed(
        sample.STEEL, Period.parse(period), figures={("coke_used_t", TOTAL): good.value("coke_used_t", MONTH)}
    )
    assert "QUARANTINE" == severities(asked(other, standing(known=known)))["edit.cumulative_identity"]


def test_in_january_and_in_a_joint_return_the_two_are_one() -> None:
    for period in ("2025-01", JOINT):
        known = record(sample.STEEL, HISTORY[:-1])
        assert [] == asked(filed(sample.STEEL, Period.parse(period)), standing(known=known))


def test_one_equal_cell_of_a_first_return_is_told_by_the_others() -> None:
    against = standing(known=EMPTY)
    total = filed().value("energy_tce", TOTAL)
    assert "QUARANTINE" == severities(asked(filed(energy_tce=total), against))["edit.month_equals_cumulative"]
    new = {("section_t", MONTH): 0, ("section_t", TOTAL): 0}
    assert [] == asked(filed(figures=new), against), "nothing made is equal to nothing made"


def test_a_product_first_made_in_a_month_has_equal_columns_and_no_error() -> None:
    good = filed()
    took = 2_000
    new: dict[Figure, int] = {("section_t", MONTH): took, ("section_t", TOTAL): took}
    for scope in (MONTH, TOTAL):
        value = good.value("rebar_t", scope)
        assert value is not None
        new["rebar_t", scope] = int(value) - took
    found = severities(asked(filed(figures=new), standing(known=EMPTY)))
    assert "edit.month_equals_cumulative" not in found


def test_a_falling_total_is_asked_and_a_stated_correction_explains_it() -> None:
    low = {("coke_used_t", TOTAL): int(record().filed_to_date("TT-1", "coke_used_t", Month(2025, 2)) or 0) - 5_000}
    assert {"edit.cumulative_falls": "QUERY"} == severities(asked(filed(figures=low)))
    assert [] == asked(filed(figures=low, stated={"coke_used_t": ("04",)}))


@pytest.mark.parametrize(("off", "codes"), [(0, set()), (5_000, set()), (2_500, {"edit.cumulative_identity"})])
def test_after_a_restatement_the_total_as_filed_and_as_summed_are_both_right(off: int, codes: set[str]) -> None:
    """January and February hold 5 000 t more coke than the total filed with them says."""
    joint = Period.parse(JOINT)
    before = filed(sample.STEEL, joint).value("coke_used_t")
    total = filed().value("coke_used_t", TOTAL)
    assert before is not None
    assert total is not None
    restated = _kept(filed(sample.STEEL, joint, coke_used_t=before + 5_000))
    known = Record.of([*record(sample.STEEL, HISTORY[:-1]).returns.values(), restated])
    found = asked(filed(figures={("coke_used_t", TOTAL): total + off}), standing(known=known))
    assert codes == set(severities(found))
