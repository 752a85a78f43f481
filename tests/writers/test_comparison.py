"""Workbook and chart of a comparison: sums that hold, one scale, rules that agree drawn once, the same bytes again."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from fractions import Fraction

import openpyxl
import pytest

from comparison_sample import sample
from zhibiao.allocation.comparison.compared import Compared
from zhibiao.readers.catalogue_csv import Catalogue
from zhibiao.terms.text import Language
from zhibiao.writers import canvas
from zhibiao.writers.comparison_chart import draw_comparison, draw_comparison_png
from zhibiao.writers.comparison_workbook import write_comparison_workbook
from zhibiao.writers.wording import Words


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Compared:
    return sample(tmp_path_factory.mktemp("comparison"))


def _sheet(content: bytes, name: str, *, values: bool = True) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=values)
    return [row for row in book[name].iter_rows(min_row=3, values_only=True) if any(cell is not None for cell in row)]


@pytest.mark.parametrize(
    ("lang", "names"),
    [
        ("zh", ["说明", "指标", "变动", "公平与影响", "份额变化", "合并与拆分", "洛伦兹曲线", "参数与来源"]),
        (
            "en",
            [
                *("Read me", "Quotas", "Change", "Fairness and effects", "Share shift", "Merging and splitting"),
                *("Lorenz curves", "Parameters and sources"),
            ],
        ),
    ],
)
def test_sheets_in_order_and_the_same_bytes_again(
    found: Compared, catalogue: Catalogue, lang: Language, names: list[str]
) -> None:
    words = Words(catalogue, lang)
    content = write_comparison_workbook(found, words)
    assert names == openpyxl.load_workbook(io.BytesIO(content)).sheetnames
    assert content == write_comparison_workbook(found, words)


def test_quotas_sum_to_the_cap_under_every_rule(found: Compared, catalogue: Catalogue) -> None:
    rows = _sheet(write_comparison_workbook(found, Words(catalogue, "en")), "Quotas")
    heads = [str(cell).replace("\n", " ") for cell in rows[0]]
    assert ["In force (t)", "Grandfathering (t)", "Proportional (t)"] == heads[6:9]
    assert "Two pools θ=0.3 (t)" == heads[10]
    assert ["Total", *[found.comparison.cap] * 5] == [rows[-1][0], *rows[-1][6:]]


def test_change_is_a_formula_on_the_quotas_with_its_value(found: Compared, catalogue: Catalogue) -> None:
    content = write_comparison_workbook(found, Words(catalogue, "en"))
    formulas, values = _sheet(content, "Change", values=False), _sheet(content, "Change")
    assert "='Quotas'!G4/'Quotas'!$C4-1" == formulas[1][2]
    change = found.comparison.outcomes[0].changes[0]
    assert change is not None
    assert pytest.approx(float(change)) == values[1][2]


def test_figures_that_are_missing_stay_empty(found: Compared, catalogue: Catalogue) -> None:
    rows = _sheet(write_comparison_workbook(found, Words(catalogue, "en")), "Merging and splitting")
    assert ["group as one", "TB-G"] == list(rows[1][:2])
    assert 4 == len(rows[0]) - 2  # the rulebook in force is no rule that could be run again
    bare = replace(found, comparison=replace(found.comparison, outcomes=found.comparison.outcomes[:1]))
    names = openpyxl.load_workbook(io.BytesIO(write_comparison_workbook(bare, Words(catalogue, "en")))).sheetnames
    assert "Merging and splitting" not in names


def test_papers_say_that_it_is_no_decision_what_was_not_run_and_what_is_fictional(
    found: Compared, catalogue: Catalogue
) -> None:
    rows = _sheet(write_comparison_workbook(found, Words(catalogue, "zh")), "说明")
    text = "\n".join(str(cell) for row in rows for cell in row)
    assert "不是方案" in text
    assert "permanent_shares" in text
    assert "虚构" in text
    assert found.marks.rulebook_id in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_rules_that_agree_share_a_panel(found: Compared, catalogue: Catalogue, lang: Language) -> None:
    words = Words(catalogue, lang)
    drawn = draw_comparison(found, words)
    text = "".join(re.findall(r">([^<>]+)</(?:text|tspan)>", drawn.decode()))
    together = {"zh": "基数比例法、比例规则", "en": "Grandfathering, Proportional"}[lang]
    assert together in text
    assert {"zh": "双池法 θ=0.3", "en": "Two pools θ=0.3"}[lang] in text
    assert {"zh": "不是方案", "en": "not a decision"}[lang] in text
    assert drawn == draw_comparison(found, words)


def test_the_title_names_whose_quota_hangs_most_on_the_rule(found: Compared, catalogue: Catalogue) -> None:
    comparison = found.comparison
    spreads = {}
    for place, name in enumerate(comparison.ids):
        changes = [one.changes[place] or Fraction(0) for one in comparison.outcomes]
        spreads[name] = max(changes) - min(changes)
    most = max(spreads, key=lambda name: spreads[name])
    text = draw_comparison(found, Words(catalogue, "zh")).decode()
    assert f"规则怎么选，{found.city[most].name.zh}差别最大" in text


def test_rules_that_all_agree_are_said_to(found: Compared, catalogue: Catalogue) -> None:
    outcomes = tuple(one for one in found.comparison.outcomes if one.name in ("grandfathering", "proportional"))
    same = replace(found, comparison=replace(found.comparison, outcomes=outcomes))
    assert "All 2 rules give the same quotas" not in draw_comparison(found, Words(catalogue, "en")).decode()
    flat = tuple(replace(one, changes=(Fraction(0),) * len(one.quotas)) for one in outcomes)
    flat_only = replace(same, comparison=replace(same.comparison, outcomes=flat))
    assert "All 2 rules give the same quotas" in draw_comparison(flat_only, Words(catalogue, "en")).decode()


def test_without_a_chinese_font_the_png_is_english_and_says_so(
    found: Compared, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(canvas, "chinese_font", lambda: None)
    picture = draw_comparison_png(found, Words(catalogue, "zh"))
    assert ("en", ["chart.no_chinese_font"]) == (picture.lang, [finding.code for finding in picture.findings])
    assert picture.content.startswith(b"\x89PNG")


def test_a_change_of_any_size_can_be_drawn(found: Compared, catalogue: Catalogue) -> None:
    outcomes = found.comparison.outcomes
    wild = tuple(
        replace(one, changes=tuple((change or Fraction(0)) * 900 for change in one.changes)) for one in outcomes
    )
    drawn = draw_comparison(replace(found, comparison=replace(found.comparison, outcomes=wild)), Words(catalogue, "en"))
    assert b"+5,000" in drawn


def test_the_foot_shows_the_rule_that_uses_capacity_most_evenly_and_what_each_costs(
    found: Compared, catalogue: Catalogue
) -> None:
    text = draw_comparison(found, Words(catalogue, "en")).decode()
    ginis = [one.fairness.gini_use for one in found.comparison.outcomes if one.fairness.gini_use is not None]
    assert f"{float(min(ginis)):.3f}" in text
    assert "Cost of fairness" in text
    bare = tuple(
        replace(one, cost=None, fairness=replace(one.fairness, gini_use=None, lorenz_use=()))
        for one in found.comparison.outcomes
    )
    without = draw_comparison(
        replace(found, comparison=replace(found.comparison, outcomes=bare)), Words(catalogue, "en")
    ).decode()
    assert ("Cost of fairness" in without, "Lorenz" in without) == (False, False)
