"""Charts as a browser draws them: on the screen, taken away, printed, and in a section that was closed."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page

from web.browser.conftest import PageAs


def at(page: Page, address: str) -> Page:
    page.goto(address, wait_until="load")
    page.wait_for_selector("figure[data-chart] .picture svg")
    return page


def taken(page: Page, form: str, path: Path) -> bytes:
    with page.expect_download() as waiting:
        page.click(f'figure[data-chart="glide"] [data-take="{form}"]')
    waiting.value.save_as(path)
    assert f"zhibiao-glide.{form}" == waiting.value.suggested_filename
    return path.read_bytes()


def test_a_picture_taken_away_says_what_it_shows(page_as: PageAs, served: str, tmp_path: Path) -> None:
    page = at(page_as("lin"), f"{served}/?month=2025-03")
    svg = taken(page, "svg", tmp_path / "glide.svg").decode()
    words = re.sub(r"\s+", "", "".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg)))
    title = page.inner_text('figure[data-chart="glide"] figcaption strong')
    for said in (title, "单位：万吨", "数据截至2025年3月。", "预计2,804.18", "总量＝保底（上年水平）2,691.20"):
        assert said.replace(" ", "") in words
    assert "http://" not in svg.replace("http://www.w3.org/", "")
    assert "<script" not in svg


def test_a_picture_with_filters_bears_them(page_as: PageAs, served: str) -> None:
    page = at(page_as("lin"), f"{served}/high-end?sector=magnesia&lang=en")
    svg = page.evaluate("picture(document.querySelector('figure[data-chart]')).svg")
    for said in ("Sector Magnesia", "Basis by weight", "Month March 2025"):
        assert said in svg


def test_title_and_drawing_do_not_overlap(page_as: PageAs, served: str) -> None:
    page = at(page_as("lin", lang="en"), served)
    page.evaluate("document.body.insertAdjacentHTML('beforeend', picture(document.querySelector('figure')).svg)")
    boxes = page.evaluate("""() => { const sheet = document.body.lastElementChild;
        const box = (one) => one.getBoundingClientRect();
        const own = [...sheet.children].filter((one) => one.tagName === 'text').map(box);
        const drawn = [...sheet.querySelectorAll(':scope > svg text')].map(box);
        const all = sheet.getBoundingClientRect();
        return { own: own.map((b) => [b.top, b.bottom, b.right]), top: Math.min(...drawn.map((b) => b.top)),
                 bottom: Math.max(...drawn.map((b) => b.bottom)), edge: all.right, end: all.bottom }; }""")
    above = [box for box in boxes["own"] if box[0] < boxes["top"]]
    below = [box for box in boxes["own"] if box[0] >= boxes["top"]]
    assert above
    assert below
    assert all(bottom <= boxes["top"] for _, bottom, _ in above)
    assert all(boxes["bottom"] <= top and bottom <= boxes["end"] for top, bottom, _ in below)
    assert all(right <= boxes["edge"] for *_, right in boxes["own"])


def test_a_png_has_twice_the_points(page_as: PageAs, served: str, tmp_path: Path) -> None:
    content = taken(at(page_as("lin"), served), "png", tmp_path / "glide.png")
    assert content.startswith(b"\x89PNG")
    assert 2000 == int.from_bytes(content[16:20], "big")


def test_the_month_prints_on_two_sheets_with_its_chart(page_as: PageAs, served: str, tmp_path: Path) -> None:
    if not shutil.which("pdftotext"):
        pytest.skip("poppler is not installed; the printed page is not read")
    page = at(page_as("lin"), f"{served}/?month=2025-03")
    path = tmp_path / "month.pdf"
    page.pdf(path=path, format="A4")
    read = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True).stdout
    assert 1 <= read.count("\f") <= 2
    first = re.sub(r"\s", "", read.split("\f")[0])
    for said in ("全市预计突破总量", "12月", "预计2,804.18", "主要风险"):
        assert said in first
    for hidden in ("用表格看", "收报", "退出", "csv"):
        assert hidden not in re.sub(r"\s", "", read)


def test_after_printing_the_chart_fits_the_screen_again(page_as: PageAs, served: str) -> None:
    page = at(page_as("lin"), served)
    width = page.evaluate("document.querySelector('.picture svg').clientWidth")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate("document.querySelector('.picture svg').clientWidth") < width
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert width == page.evaluate("document.querySelector('.picture svg').clientWidth")


def test_a_chart_in_a_closed_section_is_drawn_when_it_opens(page_as: PageAs, served: str, troubles: list[str]) -> None:
    page = at(page_as("lin"), served)
    page.evaluate("""() => { const figure = document.querySelector('figure[data-chart]');
        const copy = figure.cloneNode(true), holder = copy.querySelector('.picture');
        holder.replaceChildren(); holder.removeAttribute('_echarts_instance_');
        const section = document.createElement('details'); section.id = 'later'; section.append(copy);
        document.querySelector('main').append(section); drawAll(section); }""")
    page.wait_for_timeout(100)
    assert 0 == page.evaluate("document.querySelectorAll('#later .picture svg').length")
    page.evaluate("document.getElementById('later').open = true")
    page.wait_for_selector("#later .picture svg")
    assert [] == troubles


def test_a_chart_follows_the_width_of_the_window(page_as: PageAs, served: str) -> None:
    page = at(page_as("lin"), served)
    page.set_viewport_size({"width": 390, "height": 800})
    for _ in range(50):
        if page.evaluate("document.querySelector('.picture svg').clientWidth") < 390:
            return
        page.wait_for_timeout(20)
    pytest.fail("the chart is wider than its window")


def test_everything_is_there_without_scripts(page_as: PageAs, served: str) -> None:
    page = page_as("lin")
    page.route("**/*.js*", lambda route: route.abort())
    page.goto(f"{served}/?sector=steel", wait_until="load")
    page.select_option("select[name=sector]", "magnesia")
    page.click("form[data-filters] button")
    assert "sector=magnesia" in page.url
    assert 10 == page.locator("table[role=table] tbody tr").count()
    assert 12 == page.locator('figure[data-chart="glide"] tbody tr').count()
