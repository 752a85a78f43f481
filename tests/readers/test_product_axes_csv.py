"""Axes of products: the bundled ones cover every product, broken rows are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhibiao.errors import InputRefused
from zhibiao.readers.product_axes_csv import read_product_axes
from zhibiao.readers.sector_yaml import read_sector
from zhibiao.sectors.axes import MIXED, Axis

SECTORS = Path("src/zhibiao/data/sectors")


@pytest.mark.parametrize("sector", ["steel", "magnesia"])
def test_every_bundled_product_has_a_grade_a_use_and_a_source(sector: str) -> None:
    industry = read_sector(SECTORS / f"{sector}.yaml")
    assert {product.field for product in industry.products} == set(industry.axes.placings)
    assert all(placing.source for placing in industry.axes.placings.values())


def test_the_statistics_have_22_classes() -> None:
    steel = read_sector(SECTORS / "steel.yaml")
    assert 22 == len(steel.axes.names(Axis.CLASS))
    assert all(placing.classes for placing in steel.axes.placings.values())
    # Four rows of the return hold steels of several grades, and say so.
    assert {"wire_rod_t", "section_t", "hot_coil_t", "cold_sheet_t"} == {
        field for field, placing in steel.axes.placings.items() if placing.grade == MIXED
    }


def test_every_catalogue_tells_source_day_and_reason() -> None:
    for sector in ("steel", "magnesia"):
        for catalogue in read_sector(SECTORS / f"{sector}.yaml").catalogues:
            assert catalogue.published is not None
            assert catalogue.published.year == catalogue.first_year - 1
            assert catalogue.source.zh
            assert catalogue.reason.en


def test_without_tables_there_are_no_axes(tmp_path: Path) -> None:
    assert {} == read_product_axes(tmp_path, "steel", {"rebar_t"}).placings


def test_mistakes_have_their_row(tmp_path: Path) -> None:
    (tmp_path / "axes.csv").write_text(
        "sector,axis,code,zh,en,source\nsteel,grade,fine,优,fine,list\nsteel,use,ships,船,ships,list\n", "utf-8"
    )
    (tmp_path / "product_axes.csv").write_text(
        "sector,field,grade,use,classes,source\n"
        "steel,rebar_t,fine,ships,,form\n"
        "steel,rebar_t,coarse,ships,,form\n"
        "steel,brick_t,fine,ships,bars,\n"
        "other,brick_t,x,y,z,\n",
        "utf-8",
    )
    with pytest.raises(InputRefused) as caught:
        read_product_axes(tmp_path, "steel", {"rebar_t"})
    assert {
        ("dictionary.doubled", 3),
        ("axes.code_unknown", 3),
        ("axes.code_unknown", 4),
        ("axes.product_unknown", 4),
        ("axes.source_missing", 4),
    } == {(finding.code, finding.place.row) for finding in caught.value.findings}


def test_an_unknown_axis_is_named(tmp_path: Path) -> None:
    (tmp_path / "axes.csv").write_text("sector,axis,code,zh,en,source\nsteel,taste,sweet,甜,sweet,list\n", "utf-8")
    (tmp_path / "product_axes.csv").write_text("sector,field,grade,use,classes,source\n", "utf-8")
    with pytest.raises(InputRefused) as caught:
        read_product_axes(tmp_path, "steel", {"rebar_t"})
    assert ["axes.axis_unknown"] == [finding.code for finding in caught.value.findings]
