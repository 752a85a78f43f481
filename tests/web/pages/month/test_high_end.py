"""*High end* as the bureau, an officer and a planner meet it."""

import csv
import io
import re
import zipfile
from decimal import Decimal
from fractions import Fraction

import pytest

from web.conftest import Sign
from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.city_closed import closed_at
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.resources import catalogue
from zhibiao.assessment.high_end.account import Basis, Window
from zhibiao.assessment.monthly import MonthAssessment
from zhibiao.terms.period import Month
from zhibiao.writers.summary import high_end_sentence
from zhibiao.writers.wording import Words

MARCH = Month(2025, 3)
GROUP = {"LH-G01"}
_HAN = re.compile(r"[\u4e00-\u9fff]")


def assessed(desk: Desk, opened: OpenBook, sector: str) -> MonthAssessment:
    """The month as the desk remembers it."""
    return desk.remembered(opened, ("assess", sector, MARCH), lambda: opened.assess(MARCH, sector))


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("sector", ["steel", "magnesia"])
@pytest.mark.parametrize("basis", Basis)
@pytest.mark.parametrize("window", Window)
def test_the_page_says_what_papers_say(
    sign: Sign, desk: Desk, sector: str, lang: str, basis: Basis, window: Window
) -> None:
    with desk.book() as opened:
        account = assessed(desk, opened, sector).high_end_account(window, basis)
    assert account is not None
    query = f"sector={sector}&month=2025-03&basis={basis.value}&window={window.value}&lang={lang}"
    answer = sign("lin").get(f"/high-end?{query}")
    assert 200 == answer.status_code
    assert high_end_sentence(account, Words(catalogue(), "en" if lang == "en" else "zh")) in answer.text


def test_the_terms_add_up_as_printed(sign: Sign) -> None:
    text = sign("lin").get("/high-end?sector=steel&window=full_year&as=csv&table=shift_share").text
    *terms, total = rows_of(text)[1:]
    assert Decimal("6.70") == Decimal(total[1])
    assert Decimal(total[1]) == sum(Decimal(row[1]) for row in terms)


def test_enterprises_add_up_to_the_change(sign: Sign, desk: Desk) -> None:
    with desk.book() as opened:
        account = assessed(desk, opened, "steel").high_end_account(Window.YEAR_TO_DATE, Basis.WEIGHT)
    assert account is not None
    assert account.change == sum((one.total for one in account.firms), Fraction(0))
    *firms, total = rows_of(sign("lin").get("/high-end?as=csv&table=firms").text)[1:]
    assert {one.name.zh for one in account.firms} == {row[0] for row in firms}
    assert abs(float(account.change * 100) - float(total[-1])) < 1e-6
    assert abs(sum(float(row[-1]) for row in firms) - float(total[-1])) < 1e-4


@pytest.mark.parametrize(
    ("person", "own"), [("officer-s01", {"LH-S01"}), ("officer-s04", {"LH-S04"}), ("planner-g01", GROUP)]
)
@pytest.mark.parametrize("query", ["", "?lang=en", "?sector=magnesia", "?as=xlsx", "?window=full_year&basis=value"])
def test_nobody_else_is_named_to_an_officer(sign: Sign, desk: Desk, person: str, own: set[str], query: str) -> None:
    with desk.book() as opened:
        others = [one for one in opened.city if one.id not in own and one.group not in own]
    answer = sign(person).get(f"/high-end{query}")
    assert 200 == answer.status_code
    text = _all_text(answer.content)
    for one in others:
        assert one.id not in text
        assert one.name.zh not in text
        assert not one.name.en or one.name.en not in text


def test_an_officer_takes_its_own_line_alone(sign: Sign, desk: Desk) -> None:
    with desk.book() as opened:
        name = opened.city["LH-S04"].name.zh
    text = sign("officer-s04").get("/high-end?as=csv&table=firms").text
    assert [name] == [row[0] for row in rows_of(text)[1:]]
    for table in ("products", "reallocation", "growth"):
        assert 404 == sign("officer-s04").get(f"/high-end?as=csv&table={table}").status_code


@pytest.mark.parametrize(
    ("person", "least", "is_told"),
    [
        ("officer-s04", 11, True),
        ("officer-s04", 12, False),
        ("planner-g01", 10, True),
        ("planner-g01", 11, False),
    ],
)
def test_totals_of_few_besides_ones_own_are_withheld(
    sign: Sign, monkeypatch: pytest.MonkeyPatch, person: str, least: int, *, is_told: bool
) -> None:
    monkeypatch.setattr("zhibiao.assemble.desk.city_closed.LEAST_FIRMS", least)  # the city has twelve
    text = sign(person).get("/high-end").text
    assert is_told == ("18.30%" in text)
    assert is_told == ("不足三户的合计不公开。" not in text)
    for table in ("shift_share", "firms"):  # of its own part of a total, whoever knows its own can tell the total
        status = sign(person).get(f"/high-end?as=csv&table={table}").status_code
        assert (200 if is_told else 404) == status
    assert "18.30%" in sign("lin").get("/high-end").text


def test_an_open_month_of_the_city_is_the_bureaus_alone(sign: Sign) -> None:
    officer = sign("officer-s04")
    assert "本月关账后公布" in officer.get("/high-end?month=2025-04").text
    for table in ("shift_share", "firms", "chain", "goods", "path"):
        assert 404 == officer.get(f"/high-end?month=2025-04&as=csv&table={table}").status_code


def test_a_closed_month_stays_as_it_was_closed(sign: Sign, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with desk.book() as opened:
        closed = closed_at(opened, "steel", MARCH)
        assert closed is not None
        account = opened.assess(MARCH, "steel", known_by=closed).high_end_account(Window.YEAR_TO_DATE, Basis.WEIGHT)
    assert account is not None
    asked: list[object] = []
    whole = OpenBook.assess

    def seen(book: OpenBook, month: Month, sector: str, **known: object) -> MonthAssessment:
        asked.append(known.get("known_by"))
        return whole(book, month, sector, **known)  # type: ignore[arg-type]

    monkeypatch.setattr(OpenBook, "assess", seen)
    desk.memo = type(desk.memo)()
    text = sign("officer-s04").get("/high-end?month=2025-03").text
    assert high_end_sentence(account, Words(catalogue(), "zh")) in text
    assert [closed] == asked


def test_an_officer_is_told_of_no_other_sectors_chain(sign: Sign) -> None:
    assert 1 == len(rows_of(sign("officer-s04").get("/high-end?as=csv&table=chain").text)[1:])
    assert 5 == len(rows_of(sign("lin").get("/high-end?as=csv&table=chain").text)[1:])


def test_the_public_and_administrators_have_no_such_page(sign: Sign) -> None:
    assert 303 == sign("").get("/high-end").status_code
    assert 403 == sign("admin").get("/high-end").status_code


def test_no_chinese_but_names_on_the_english_page(sign: Sign) -> None:
    text = sign("lin").get("/high-end?lang=en").text
    body = re.sub(r"<script.*?</script>|<option.*?</option>", "", text, flags=re.S)
    body = re.sub(r'<a [^>]*hreflang="zh-CN">中文</a>|林岚', "", body)
    assert [] == [line for line in body.splitlines() if _HAN.search(line)]


def _all_text(content: bytes) -> str:
    """What can be read in an answer, in the parts of a workbook too."""
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return "".join(packed.read(name).decode("utf-8", "ignore") for name in packed.namelist())
