"""`zhibiao regulate`: what people are told, the bundled city's month from draft to notice, refusals by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest

import zhibiao.assemble.regulate as joint
from main_job import answer, copy_of
from regulated_book import APRIL, build_regulated_book, carry_out, go_to_may, regulate
from regulated_book import copy_of as again
from small_book import SmallBook
from zhibiao.assemble.book import open_book
from zhibiao.cli.tell_regulation import gain_plain, regulated
from zhibiao.errors import ActRefused
from zhibiao.regulation.city.gain import Gain
from zhibiao.terms.kept import DecisionState
from zhibiao.terms.text import Language

MONTH = "2025-04"
_ON_THE_DEMO = pytest.mark.xdist_group("main_job")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallBook]:
    """The small city until April 2025."""
    built = build_regulated_book(tmp_path_factory.mktemp("told") / "book.sqlite")
    yield built
    built.store.close()


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", ("月度调节方案", "总量的价格", "TB-6", "追加", "校验证书", "第一次调节", "zhibiao approve")),
        ("en", ("Regulation steel-2025-03", "Price of the cap", "granted", "Certificate", "first regulation")),
    ],
)
def test_people_are_told_what_moves_and_why(
    made: SmallBook, capsys: pytest.CaptureFixture[str], lang: Language, said: tuple[str, ...]
) -> None:
    book = again(made)
    regulated(regulate(book), book.city, lang)
    shown = capsys.readouterr().out
    assert not [words for words in said if words not in shown]


@pytest.mark.parametrize(("lang", "said"), [("zh", "与上次计划"), ("en", "Against the last plan")])
def test_the_next_month_tells_what_changed(
    made: SmallBook, capsys: pytest.CaptureFixture[str], lang: Language, said: str
) -> None:
    book = again(made)
    first = regulate(book).decision
    carry_out(book, first)
    go_to_may(book)
    regulated(regulate(book, APRIL.next(), keeps=False), book.city, lang)
    shown = capsys.readouterr().out
    assert said in shown
    assert first.id in shown
    assert "zhibiao approve" not in shown


@pytest.mark.parametrize(
    ("yuan", "nearness", "zh", "en"),
    [
        (
            1_234_500,
            200_000,
            "多收益 123.45 万元（+12.345%），两者都按本计划的价格计；偏离年度权益的代价多 20.00 万元。",
            "1,234.50 thousand yuan (+12.345 %) more than the best one with every holding left as it is, "
            "both at the plan's prices; lying off the entitlements costs 200.00 thousand yuan more.",
        ),
        (
            -50_000,
            -80_000,
            "少收益 5.00 万元（-0.500%），两者都按本计划的价格计；离年度权益更近，偏离的代价少 8.00 万元。",
            "50.00 thousand yuan (-0.500 %) less than the best one with every holding left as it is, "
            "both at the plan's prices; it lies nearer to the entitlements, which costs 80.00 thousand yuan less.",
        ),
    ],
)
def test_what_the_moves_bring_is_told_with_its_sign(
    made: SmallBook, capsys: pytest.CaptureFixture[str], yuan: int, nearness: int, zh: str, en: str
) -> None:
    book = again(made)
    gain = Gain(
        plan_yuan=Decimal(10_000_000 + yuan),
        unmoved_yuan=Decimal(10_000_000),
        plan_nearness_yuan=Decimal(1_000_000 + nearness),
        unmoved_nearness_yuan=Decimal(1_000_000),
    )
    found = replace(regulate(book, keeps=False), gain=gain)
    for lang, said in (("zh", zh), ("en", en)):
        regulated(found, book.city, lang)  # type: ignore[arg-type]
        assert said in {"zh": "", "en": " "}[lang].join(capsys.readouterr().out.split("\n"))
    plain = gain_plain(gain)
    assert plain is not None
    assert (str(yuan), str(nearness)) == (plain["yuan"], plain["nearness_yuan"])


def test_a_cap_that_costs_is_told_as_a_loss(made: SmallBook, capsys: pytest.CaptureFixture[str]) -> None:
    book = again(made)
    found = regulate(book, keeps=False)
    prices = replace(found.plan.prices, cap=Decimal("-574.15"), groups={"G": Decimal("-3.00")})
    regulated(replace(found, plan=replace(found.plan, prices=prices)), book.city, "zh")
    shown = capsys.readouterr().out
    assert "总量每多1吨，全市少收益574.15元。" in shown
    assert "集团 G 的价格：其合计每多1吨，全市少收益3.00元。" in shown


def test_holdings_without_a_plan_are_told_as_such(made: SmallBook, capsys: pytest.CaptureFixture[str]) -> None:
    """A firm of the small city has made more than it holds."""
    book = again(made)
    found = regulate(book, keeps=False)
    assert found.gain is None
    regulated(found, book.city, "zh")
    assert "无从比较" in capsys.readouterr().out


@_ON_THE_DEMO
def test_the_bundled_month_says_what_it_brings(demo_book: Path, tmp_path: Path) -> None:
    book = copy_of(demo_book, tmp_path)
    found = answer("regulate", MONTH, "--book", str(book), "--as", "lin", "--dry-run")["result"]["gain"]
    assert Decimal(found["yuan"]) == Decimal(found["plan_yuan"]) - Decimal(found["unmoved_yuan"])
    assert Decimal(found["nearness_yuan"]) < Decimal(found["yuan"])
    assert 0 < Decimal(found["unmoved_yuan"])


@_ON_THE_DEMO
def test_only_a_dry_run_keeps_nothing(demo_book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from zhibiao.cli.main import zhibiao

    asked: list[Any] = []

    def stopped(*_: object, **how: object) -> None:
        asked.append(how["keeps"])
        raise ActRefused("regulate.first_month", month=MONTH)

    monkeypatch.setattr(joint, "regulate", stopped)
    for more in ((), ("--dry-run",)):
        arguments = ["regulate", MONTH, "--book", str(demo_book), "--as", "lin", *more]
        zhibiao.main(arguments, standalone_mode=False)
    assert [True, False] == asked


def _regulated(book: Path) -> tuple[dict[str, Any], str]:
    """The issued regulation of April in steel: the demo's own, or one made by the verbs that a user types."""
    opened = open_book(book)
    try:
        kept = [
            (one.body, one.id)
            for one in opened.store.decisions(sector="steel", plan_year=2025)
            if one.body.get("month") == MONTH and one.state is DecisionState.ISSUED
        ]
    finally:
        opened.store.close()
    if kept:
        return kept[0]
    of_book = ("--book", str(book))
    drafted = answer("regulate", MONTH, *of_book, "--as", "lin")["result"]
    answer("approve", drafted["id"], *of_book, "--as", "wang")
    answer("issue", drafted["id"], *of_book, "--as", "wang")
    return drafted["decision"], drafted["id"]


def _text(path: Path) -> str:
    """Every word of a paper, tables included."""
    paper = docx.Document(str(path))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])


@_ON_THE_DEMO
def test_a_month_of_the_bundled_city_from_draft_to_notice(demo_book: Path, tmp_path: Path) -> None:
    book = copy_of(demo_book, tmp_path)
    of_book = ("--book", str(book))
    body, name = _regulated(book)
    quotas = {share["enterprise"]: share["quota_t"] for share in body["shares"]}
    assert ("regulation", MONTH) == (body["kind"], body["month"])
    assert quotas == {one["enterprise"]: sum(part["tonnes"] for part in one["parts"]) for one in body["shares"]}
    assert name in answer("verify", *of_book)["result"]["decisions"]
    answer("publish", "2025-03", *of_book)
    transfer = next(move for move in body["moves"] if move["kind"] == "transfer")
    own, other = transfer["giver"], transfer["taker"]
    for end in (".docx", ".en.docx"):
        said = _text(book / "out" / "steel-2025-03" / "notices" / f"{own}{end}")
        assert f"{transfer['tonnes']:,}" in said
        assert not [told for told in (other, f"{quotas[other]:,}") if told in said]


@_ON_THE_DEMO
@pytest.mark.parametrize(
    ("month", "person", "code"),
    [
        ("2025-06", "lin", "regulate.month_not_next"),
        ("2024-07", "lin", "regulate.year_closed"),
        (MONTH, "wang", "regulate.not_analyst"),
    ],
)
def test_what_cannot_be_regulated_is_said(demo_book: Path, month: str, person: str, code: str) -> None:
    refused = answer("regulate", month, "--book", str(demo_book), "--as", person, "--dry-run", code=1)
    assert code == refused["error"]["code"]
    assert refused["error"]["hint"]
