"""Sliders in a real browser: a move asks the server, the latest answer stands, and the address keeps the place."""

from playwright.sync_api import expect

from web.browser.conftest import PageAs

ADDRESS = "/decisions/new?sector=steel&year=2025&as_of=2025-03"


def test_every_firm_moves_with_the_slider(page_as: PageAs, served: str, troubles: list[str]) -> None:
    page = page_as("lin")
    page.goto(served + ADDRESS, wait_until="networkidle")
    first = page.locator("#tried tbody tr").first.locator("strong")
    before = first.inner_text()
    slider = page.locator('input[data-for="number-tilt_beta"]')
    slider.fill("0.9")
    expect(page.locator("#number-tilt_beta")).to_have_value("0.9")
    expect(page.locator("#tried pre.lines")).to_contain_text(
        'tilt_beta: {unit: "1", clause: "6", values: {2025-01-01: "0.9"}}'
    )
    assert before != first.inner_text()
    assert "tilt_beta=0.9" in page.url
    # Another method shows its own number alone.
    page.get_by_role("radio", name="双池法").check()
    expect(page.locator("#number-theta")).to_be_visible()
    expect(page.locator("#number-tilt_beta")).to_be_hidden()
    expect(page.locator("#tried pre.lines")).to_contain_text("method: {rule: two_pools")
    # And back.
    page.get_by_role("button", name="回到现行").click()
    expect(page.locator("#tried")).to_contain_text("与现行办法相同")
    assert [] == troubles


def test_the_latest_of_many_moves_stands(page_as: PageAs, served: str) -> None:
    page = page_as("lin")
    page.goto(served + ADDRESS, wait_until="networkidle")
    number = page.locator("#number-reserve_share")
    for value in ("0.005", "0.01", "0.015", "0.025", "0.03"):
        number.fill(value)
    expect(page.locator("#tried .sum")).to_contain_text("预留 807,360")


def test_what_cannot_be_tried_is_shown_in_its_place(page_as: PageAs, served: str) -> None:
    page = page_as("lin", lang="en")
    page.goto(served + ADDRESS, wait_until="networkidle")
    page.locator("#number-floor_delta").fill("0")
    page.locator("#number-ceiling_delta").fill("0")
    expect(page.locator("#tried [role=alert]")).to_contain_text("cap.out_of_reach")
