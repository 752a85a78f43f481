"""The one-page brief: nothing from outside, colour never alone, figures from the assessment, the same bytes."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from zhibiao.allocation.reasons.dossier import Dossier
from zhibiao.assessment.pace.pacing import Colour
from zhibiao.readers.catalogue_csv import Catalogue
from zhibiao.terms.period import Month
from zhibiao.terms.text import Language, Text
from zhibiao.writers.brief import write_brief
from zhibiao.writers.summary import high_end_accounts
from zhibiao.writers.wording import Words


class Outline(HTMLParser):
    """Collects tags with their attributes and the text outside of style and pictures."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._inside: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "style" not in self._inside and "svg" not in self._inside and data.strip():
            self.words.append(data.strip())


def _page(dossier: Dossier, catalogue: Catalogue, lang: Language = "zh") -> str:
    return write_brief(dossier, Words(catalogue, lang)).decode()


@pytest.fixture(scope="module")
def page(dossier: Dossier, catalogue: Catalogue) -> str:
    """The Chinese page."""
    return _page(dossier, catalogue)


@pytest.fixture(scope="module")
def english(dossier: Dossier, catalogue: Catalogue) -> str:
    """The English page."""
    return _page(dossier, catalogue, "en")


@pytest.mark.parametrize("edition", ["page", "english"])
def test_the_page_needs_nothing_from_outside_and_no_script(edition: str, request: pytest.FixtureRequest) -> None:
    page = request.getfixturevalue(edition)
    assert "http" not in re.sub(r'xmlns(:\w+)?="http://www\.w3\.org/[^"]*"', "", page)
    assert "<script" not in page
    assert not re.search(r"\bon\w+=", page)
    outside = [
        attrs for tag, attrs in Outline(page).tags if tag in ("link", "img", "iframe", "object") or "src" in attrs
    ]
    assert [] == outside


def test_the_same_dossier_gives_the_same_bytes(dossier: Dossier, catalogue: Catalogue, page: str) -> None:
    assert page == _page(dossier, catalogue)


def test_the_headline_says_where_the_city_stands(catalogue: Catalogue, page: str, english: str) -> None:
    text = "".join(Outline(page).words)
    assert (
        f"{catalogue.text('verdict.city_on_pace', 'zh')}：1—3月粗钢产量99.00万吨，同比增长2.5%；"
        "预计全年396.00万吨（80%区间388.08—403.92万吨），比总量控制数低6.00万吨。"
    ) in text
    assert "6.0 kt" not in english
    assert "60.0 kt below the cap." in "".join(Outline(english).words)


def test_each_enterprise_has_colour_shape_and_word(page: str) -> None:
    outline = Outline(page)
    cells = [attrs["class"] for tag, attrs in outline.tags if tag == "td" and "level" in (attrs.get("class") or "")]
    assert ["level red", "level orange", "level blue", "level green"] == cells
    for shown in ("■ 告警", "▲ 预警", "◆ 关注", "● 正常"):
        assert shown in outline.words


def test_the_table_can_be_read_by_ear(page: str) -> None:
    outline = Outline(page)
    heads = [attrs.get("scope") for tag, attrs in outline.tags if tag == "th"]
    assert None not in heads
    assert {"col", "row"} == set(heads)
    drawn = next(attrs for tag, attrs in outline.tags if tag == "svg")
    assert ("img", True) == (drawn["role"], bool(drawn["aria-label"]))


def test_the_page_names_its_language(page: str, english: str) -> None:
    assert ("html", {"lang": "zh-CN"}) == Outline(page).tags[0]
    assert ("html", {"lang": "en"}) == Outline(english).tags[0]


def test_the_english_page_has_english_words(english: str) -> None:
    shown = re.sub(r"<style>.*?</style>", "", english, flags=re.DOTALL)
    assert [] == re.findall(r"[\u4e00-\u9fff]+", shown)


def test_terms_of_the_high_end_share_add_up_as_printed(page: str) -> None:
    words = Outline(page).words
    terms = [float(word.removesuffix("个百分点")) for word in words if re.fullmatch(r"[+−]?\d+\.\d\d个百分点", word)]
    assert [4.0, 1.3, 1.4] == terms
    assert "2024年全年：9.60% → 16.30%" in words


def test_a_draft_is_marked_and_an_issued_page_is_not(dossier: Dossier, catalogue: Catalogue, page: str) -> None:
    assert "征求意见稿" not in page
    assert "征求意见稿" in _page(replace(dossier, is_issued=False, number=0), catalogue)


def test_marks_and_the_note_stand_in_the_footer(dossier: Dossier, page: str) -> None:
    footer = page.partition("<footer>")[2]
    for mark in (*dossier.marks.plain().values(), "辽河市及其企业均为虚构。"):
        assert mark in footer


def test_names_cannot_smuggle_markup(dossier: Dossier, catalogue: Catalogue) -> None:
    nasty = Text('<script>alert("1")</script>&', "")
    firms = tuple(replace(item, name=nasty) for item in dossier.assessment.enterprises)
    page = _page(replace(dossier, assessment=replace(dossier.assessment, enterprises=firms, late=())), catalogue)
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_a_sector_without_quota_has_a_page_too(dossier: Dossier, catalogue: Catalogue) -> None:
    bare = replace(
        dossier.assessment,
        total=None,
        high_end=(),
        enterprises=tuple(replace(item, standing=None) for item in dossier.assessment.enterprises),
    )
    page = _page(replace(dossier, assessment=bare, decision=None, is_issued=False, number=0), catalogue)
    assert "<svg" not in page
    assert "没有配额或上年数据，不画进度图。" in page


def test_all_green_names_no_risk(dossier: Dossier, catalogue: Catalogue) -> None:
    firms = tuple(
        replace(item, verdict=replace(item.verdict, colour=Colour.GREEN)) for item in dossier.assessment.enterprises
    )
    page = _page(replace(dossier, assessment=replace(dossier.assessment, enterprises=firms)), catalogue)
    assert "各企业均为绿色。" in page


def test_a_year_that_has_ended_has_no_expected_end(dossier: Dossier, catalogue: Catalogue, page: str) -> None:
    ended = replace(dossier, assessment=replace(dossier.assessment, month=Month(2025, 12)))
    after = _page(ended, catalogue)
    assert "今后允许日均" in page
    assert "今后允许日均" not in after


def test_two_windows_of_the_same_months_are_told_once(dossier: Dossier) -> None:
    both = high_end_accounts(dossier.assessment)
    assert 2 == len(both)
    same = tuple(
        replace(account, card=replace(account.card, year=2024, months=12)) for account in dossier.assessment.high_end
    )
    assert both[:1] == tuple(
        replace(one, card=both[0].card) for one in high_end_accounts(replace(dossier.assessment, high_end=same))
    )
