"""The city's texts say what its returns say; the named projects sum to what is announced; pages keep their encoding."""

import re
from decimal import Decimal
from functools import cache

import pytest

from city_sample import city, materials, sectors
from zhibiao.procedures.simulate_city import BUNDLED_SEED
from zhibiao.readers.page_file import page_of
from zhibiao.simulation.published import published_figures, published_of
from zhibiao.terms.period import Month, months_of


@cache
def texts(seed: int = BUNDLED_SEED) -> dict[str, bytes]:
    by_id = {sector.id: sector for sector in sectors()}
    return dict(published_of(city(seed), sectors=by_id, templates=materials().published))


def test_figures_are_those_of_the_returns() -> None:
    figures = published_figures(city(), {sector.id: sector for sector in sectors()})
    made = city().total("crude_steel_t", months_of(2024), sector="steel")
    quarter, before = (
        city().total("crude_steel_t", [Month(year, month) for month in (1, 2, 3)], sector="steel")
        for year in (2025, 2024)
    )
    assert f"{made / 10_000:.1f}" == figures["crude"]
    assert f"增长{100 * (quarter / before - 1):.1f}%" == figures["quarter_crude_words"]
    assert ("9.6", "16.3", "18", "25") == tuple(
        figures[f"{name}_share{tail}"] for name in ("steel", "magnesia") for tail in ("_before", "")
    )
    assert ("4.7", "48.1", "4.5") == tuple(figures[f"{name}_growth"] for name in ("ore", "scrap", "magnesia"))
    group = sum(
        city().figures[mill]["crude_steel_t"][month] for mill in ("LH-S01", "LH-S02") for month in months_of(2024)
    )
    assert f"{group / 10_000:.1f}" == figures["group_crude"]


def test_another_seed_is_reported_by_its_own_figures() -> None:
    page = texts(7)["texts/03-mayor-interview.html"].decode()
    made = city(7).total("crude_steel_t", months_of(2024), sector="steel")
    assert f"全市粗钢产量{made / 10_000:.1f}".removesuffix(".0") + "万吨" in page
    assert texts()["texts/03-mayor-interview.html"] != texts(7)["texts/03-mayor-interview.html"]


@pytest.mark.parametrize("path", sorted(texts()))
def test_no_blank_is_left_open(path: str) -> None:
    text = texts()[path].decode("gb18030" if path.endswith("04-task-list.html") else "utf-8")
    assert not re.search(r"\$\w", text)


def test_the_named_projects_sum_to_what_is_announced() -> None:
    text = texts()["texts/06-capital-plan.txt"].decode()
    rows = [line.split("\t") for line in text.splitlines() if line.count("\t") == 4 and line[0].isdecimal()]
    announced = re.search(r"重点工业项目(\d+)个,总投资([\d.]+)亿元", text)
    assert announced
    assert int(announced[1]) == len(rows) == len({name for _, name, *_ in rows})
    assert Decimal(announced[2]) * 10_000 == sum(int(amount) for *_, amount in rows)
    assert announced[2] in texts()["texts/03-mayor-interview.html"].decode()


def test_every_builder_is_an_enterprise_of_the_city() -> None:
    names = {one.name.zh for one in city().register.enterprises.values()}
    text = texts()["texts/06-capital-plan.txt"].decode()
    builders = {line.split("\t")[2] for line in text.splitlines() if line.count("\t") == 4 and line[0].isdecimal()}
    assert builders <= names


def test_the_page_that_declares_gb18030_is_written_in_it() -> None:
    content = texts()["texts/04-task-list.html"]
    page = page_of(content, name="04-task-list.html")
    assert "任务分解表" in page.text
    assert content == page.text.encode("gb18030")
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")
