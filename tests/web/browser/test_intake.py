"""An officer's way in a browser: a bad workbook, its named error, the marked copy, filed again, and what changed."""

import datetime as dt
import io
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from web.browser.conftest import PageAs
from web.conftest import NOW
from web.pages.intake_sample import filled, row_of, value_at, with_cells, with_slips
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.resources import SetClock

OWN = "LH-S04"


@pytest.fixture(autouse=True)
def in_may(clock: SetClock) -> Iterator[None]:
    clock.instant = dt.datetime(2025, 5, 12, 2, tzinfo=dt.UTC)
    yield
    clock.instant = NOW


def test_an_officer_files_reads_the_error_and_files_again(
    page_as: PageAs, served: str, desk: Desk, tmp_path: Path, troubles: list[str]
) -> None:
    page = page_as("officer-s04")
    page.goto(f"{served}/intake")
    with page.expect_download() as taken:
        page.get_by_role("button", name="下载 .xlsx").click()
    assert f"{OWN}-2025-04.xlsx" == taken.value.suggested_filename
    with desk.book() as opened:
        good = filled(taken.value.path().read_bytes(), opened, OWN, "2025-04")
    bad, steel, _ = with_slips(good)
    (tmp_path / "4月.xlsx").write_bytes(bad)

    page.get_by_label("选择文件").set_input_files(tmp_path / "4月.xlsx")
    assert "已选： 4月.xlsx" == page.locator("[data-chosen-list]").inner_text()
    page.get_by_role("button", name="报送", exact=True).dblclick()  # twice, as people do
    page.wait_for_url(re.compile(r"/intake/\d+\?said=filed"))
    first = page.url
    assert "未采用，须改正后重报" in page.locator(".headline").inner_text()
    finding = page.locator("li.finding", has_text="unit.factor_1e4_suspected")
    assert f"工作表 {OWN} {steel}" in finding.inner_text()
    assert f"{value_at(bad, steel):.15g}" == finding.locator("td.marked").inner_text().split()[-1]
    with page.expect_download() as marked:
        page.get_by_role("link", name="下载标注件").click()
    book = openpyxl.load_workbook(io.BytesIO(marked.value.path().read_bytes()))
    assert OWN in book.sheetnames

    orders = f"D{row_of(good, '12')}"
    more = value_at(good, orders) + 1.25
    for content in (good, with_cells(good, {orders: more})):
        (tmp_path / "again.xlsx").write_bytes(content)
        page.goto(f"{served}/intake")
        page.get_by_label("选择文件").set_input_files(tmp_path / "again.xlsx")
        page.get_by_role("button", name="报送", exact=True).click()
        page.wait_for_url(re.compile(r"/intake/\d+\?said=filed"))
    number = int(page.url.split("/")[-1].split("?")[0])
    assert int(first.split("/")[-1].split("?")[0]) + 2 == number  # the double click made one submission
    assert "第 2 版替代第 1 版，1 个数字不同" in page.locator("main").inner_text()
    assert f"{more:g}万吨" in page.get_by_role("row", name="期末在手订单").inner_text()
    history = page.get_by_role("region", name="历次报送").get_by_role("row")
    assert ["未采用", "采用", "采用，替代前版"] == [
        re.sub(r"[●■]\s*", "", one.get_by_role("cell").nth(2).inner_text()) for one in history.all()[1:]
    ]
    assert [] == troubles


def test_a_file_is_dropped_on_the_form(page_as: PageAs, served: str, troubles: list[str]) -> None:
    page = page_as("lin", lang="en", width=390)
    page.goto(f"{served}/intake")
    key = page.locator("input[name=key]").input_value()
    data = page.evaluate_handle(
        "() => { const d = new DataTransfer(); d.items.add(new File(['x'], 'a.csv')); return d; }"
    )
    page.dispatch_event("[data-drop]", "drop", {"dataTransfer": data})
    assert "Chosen: a.csv" == page.locator("[data-chosen-list]").inner_text()
    assert key != page.locator("input[name=key]").input_value()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Only check").click()
    page.wait_for_load_state()
    assert "nothing was kept" in page.locator("main").inner_text()
    # Its only trouble is the word of the browser that a refusal is one.
    assert [one for one in troubles if "422" not in one] == []


def test_without_script_a_file_is_handed_in_all_the_same(page_as: PageAs, served: str, tmp_path: Path) -> None:
    page = page_as("lin")
    page.context.route("**/*.js*", lambda route: route.abort())
    page.goto(f"{served}/intake")
    (tmp_path / "a.csv").write_bytes(b"x")
    page.get_by_label("选择文件").set_input_files(tmp_path / "a.csv")
    page.get_by_role("button", name="报送", exact=True).click()
    page.wait_for_load_state()
    assert "未受理" in page.locator("h1").inner_text()
