"""The papers as a person meets them: Word files laid out by LibreOffice, the brief in a real browser."""

import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from main_job import answer

pytestmark = pytest.mark.xdist_group("main_job")

A4_AT_96_DPI = 794  # pixels across
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed; the brief is not opened in a browser")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


def _laid_out(paper: Path, folder: Path) -> tuple[int, str]:
    """Pages and text of a Word file as LibreOffice lays it out."""
    if not (shutil.which("soffice") and shutil.which("pdftotext")):
        pytest.skip("LibreOffice or poppler is not installed; the Word papers are not laid out")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(paper)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    pdf = folder / f"{paper.stem}.pdf"
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    return text.count("\f"), text


@pytest.mark.parametrize(("sector", "shares"), [("steel", "9.60%到16.30%"), ("magnesia", "18.00%到25.00%")])
def test_the_bulletin_has_three_to_six_pages_and_its_numbers(
    demo_book: Path, tmp_path: Path, sector: str, shares: str
) -> None:
    pages, text = _laid_out(demo_book / "out" / f"{sector}-2025-03" / "bulletin.docx", tmp_path)
    assert 3 <= pages <= 6
    plain = re.sub(r"\s", "", text)
    assert shares in plain
    assert "一、" in plain
    assert "七、承诺事项推进情况" in plain
    assert "八、" in plain


def test_a_notice_shows_every_part_of_the_quota(demo_book: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(next((demo_book / "out").glob("steel-*.zip"))) as exported:
        decision = json.loads(exported.read("decision.json"))
    share = next(one for one in decision["shares"] if one["enterprise"] == "LH-S03")
    pages, text = _laid_out(demo_book / "out" / "steel-2025-03" / "notices" / "LH-S03.docx", tmp_path)
    assert 2 <= pages <= 5
    assert share["quota_t"] == sum(part["tonnes"] for part in share["parts"])
    for tonnes in (share["quota_t"], *(part["tonnes"] for part in share["parts"])):
        assert f"{abs(tonnes):,}" in text


def test_the_decision_has_its_annex_and_the_public_copy_none(demo_book: Path, tmp_path: Path) -> None:
    folder = demo_book / "out" / "steel-2025-03"
    pages, text = _laid_out(folder / "decision.docx", tmp_path)
    assert 3 <= pages <= 5
    assert "附表1" in re.sub(r"\s", "", text)
    pages, text = _laid_out(folder / "decision.public.docx", tmp_path)
    assert 2 <= pages <= 4
    assert "附表1" not in re.sub(r"\s", "", text)


def test_each_item_of_the_months_meeting_is_a_page(demo_book: Path, tmp_path: Path) -> None:
    pages, text = _laid_out(demo_book / "out" / "steel-2025-03" / "meeting.docx", tmp_path)
    first, *others = text.split("\f")[:pages]
    assert "议程" in first
    headings = [re.findall(r"^\s*[一二三四五六]、", page, flags=re.MULTILINE) for page in others]
    assert [1] * (pages - 1) == [len(found) for found in headings]


@pytest.mark.parametrize("name", ["brief.html", "brief.en.html", "brief.public.html", "brief.public.en.html"])
def test_the_brief_opens_without_a_word_from_outside(browser: Browser, demo_book: Path, name: str) -> None:
    page = browser.new_page(viewport={"width": 1000, "height": 1300})
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto((demo_book / "out" / "steel-2025-03" / name).as_uri())
    assert [] == said
    assert [one for one in asked if not one.startswith("file:")] == []
    assert page.locator("svg").count() >= 1
    assert page.locator("h1").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1000
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    assert 1 == len(re.findall(rb"/Type\s*/Page\b(?!s)", printed))
    page.close()


@pytest.mark.parametrize("name", ["brief-2025-04-10.html", "brief-2025-04-10.en.html"])
def test_the_register_on_one_page_prints_on_one_and_fits_a_phone(
    browser: Browser, demo_book: Path, tmp_path: Path, name: str
) -> None:
    answer("register", "brief", "--on", "2025-04-10", "--book", str(demo_book), "--out", str(tmp_path))
    for width in (1000, 390):
        page = browser.new_page(viewport={"width": width, "height": 1300})
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto((tmp_path / name).as_uri())
        assert [one for one in asked if not one.startswith("file:")] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        printed = page.pdf(format="A4", prefer_css_page_size=True)
        assert 1 == len(re.findall(rb"/Type\s*/Page\b(?!s)", printed))
        page.close()


def test_the_meeting_pack_has_its_summary_on_one_page(demo_book: Path, tmp_path: Path) -> None:
    told = answer("register", "pack", "--on", "2025-04-10", "--book", str(demo_book), "--out", str(tmp_path))
    pages, text = _laid_out(Path(told["result"]["files"][0]), tmp_path)
    assert 2 <= pages <= 5
    first = re.sub(r"\s", "", text.partition("\f")[0])
    owed = sum(len(side["items"]) for side in told["result"]["sides"])
    assert f"义务{owed}项" in first
