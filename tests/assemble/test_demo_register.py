"""The bundled city's register, made act by act from its texts: what stands in it, and that the book verifies."""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from city_sample import city, materials, sectors
from zhibiao.assemble.audit import verify_opened
from zhibiao.assemble.book import OpenBook, open_book
from zhibiao.assemble.bundled import new_book_from
from zhibiao.assemble.register import demo as demo_register
from zhibiao.assemble.register.demo import DemoRegister
from zhibiao.assemble.register.desk import RegisterOf
from zhibiao.assemble.resources import CITY, SetClock
from zhibiao.readers.lexicon_csv import read_lexicon
from zhibiao.readers.page_file import page_of
from zhibiao.readers.register_script import read_register_script
from zhibiao.register.commitment import CommitmentKind
from zhibiao.register.deeds import ItemNamed, Reported
from zhibiao.register.register import Commitment, Register
from zhibiao.simulation.published import published_of
from zhibiao.terms.canonical import sha256_hex
from zhibiao.terms.instant import instant_of
from zhibiao.texts.clean import clean
from zhibiao.texts.reading import Reading, read

_BRACKETED = re.compile(r"\([a-zà-ǜ]+\)|<[^>]*>")
LAST = instant_of("2025-04-10T06:15:00Z")


@contextmanager
def carried_out(folder: Path) -> Iterator[tuple[OpenBook, DemoRegister]]:
    """A book in which the whole script was carried out."""
    clock = SetClock(dt.datetime(2025, 1, 1, tzinfo=dt.UTC))
    new_book_from(folder, clock=clock)
    opened = open_book(folder, clock=clock)
    with closing(opened.store):
        told = DemoRegister(opened, clock)
        told.until(LAST)
        yield opened, told


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[OpenBook, DemoRegister]]:
    with carried_out(tmp_path_factory.mktemp("register") / "book") as one:
        yield one


@pytest.fixture(scope="module")
def register(made: tuple[OpenBook, DemoRegister]) -> Register:
    return RegisterOf(made[0]).register


def _folded(text: str) -> str:
    """As the cleaning writes it: simplified, without the bars and blanks of tables."""
    import opencc

    return re.sub(r"[\s|]", "", opencc.OpenCC("t2s").convert(text))


def of_kind(register: Register, kind: CommitmentKind) -> list[Commitment]:
    return [one for one in register.commitments.values() if one.terms.kind is kind]


def test_the_script_is_carried_out_by_the_day_of_its_last_return(made: tuple[OpenBook, DemoRegister]) -> None:
    steps = read_register_script(CITY / "register")
    assert LAST >= steps[-1].at
    assert sorted(steps, key=lambda step: step.at) == list(steps)
    facts = made[1].facts()
    assert 8 == facts["texts"]
    assert facts["items"] == facts["right"] + facts["corrected"] + facts["by_hand"]
    assert facts["right"] >= facts["items"] // 2, "most of what stands was right as read"


def test_what_is_quoted_stands_in_the_kept_page(made: tuple[OpenBook, DemoRegister], register: Register) -> None:
    pages = {sha256_hex(path.read_bytes()): path for path in (CITY / "texts").iterdir()}
    for one in register.commitments.values():
        assert one.sources
        for source in one.sources:
            content = made[0].store.file_content(source.document)
            assert content == pages[source.document].read_bytes()
            raw = page_of(content, name=source.name).text[source.raw_start : source.raw_end]
            assert _folded(source.quote) in _folded(_BRACKETED.sub("", raw)), (one.id, source)


def test_both_sides_of_the_agreement_owe(register: Register) -> None:
    (agreement,) = of_kind(register, CommitmentKind.AGREEMENT)
    assert ("辽河市人民政府", "辽河角宿钢铁集团有限公司") == agreement.terms.parties
    owed = of_kind(register, CommitmentKind.OBLIGATION)
    assert 16 == len(owed)
    assert {agreement.id} == {one.terms.agreement for one in owed}
    assert 7 == sum(one.terms.lead.startswith("市") for one in owed)
    assert all(one.terms.due and one.terms.lead for one in owed)


def test_the_capital_plan_names_projects_up_to_its_total(register: Register) -> None:
    (plan,) = of_kind(register, CommitmentKind.CAPITAL)
    amounts = {deed.name: int(deed.amount) for _, deed in plan.done(ItemNamed)}
    assert plan.terms.figure is not None
    assert (30, plan.terms.figure.value) == (plan.terms.items, Decimal(sum(amounts.values())) / 10**8)
    assert 30 == len(amounts)
    assert 790_000_000 == sum(int(deed.spent) for _, deed in plan.done(ItemNamed) if deed.spent)


def test_claims_and_evidence_stand_apart(register: Register) -> None:
    workshops = next(one for one in of_kind(register, CommitmentKind.COUNTED) if one.terms.items == 110)
    items = [deed for _, deed in workshops.done(ItemNamed)]
    assert (23, 9) == (sum(bool(item.evidence) for item in items), sum(not item.evidence for item in items))
    approvals = next(one for one in register.commitments.values() if one.terms.title.startswith("办结河东"))
    assert [False, False] == [bool(deed.evidence) for _, deed in approvals.done(Reported)]


def test_what_was_moved_shows_its_first_day_and_blocks_their_mover(register: Register) -> None:
    land = next(one for one in register.commitments.values() if one.terms.title.endswith("用地报批和供地"))
    assert (dt.date(2025, 6, 30), dt.date(2025, 9, 30)) == (land.first_due, land.terms.due)
    assert ["市林业和草原局"] == [deed.mover for _, deed in land.blocks]
    subsidy = next(one for one in register.commitments.values() if one.terms.title.startswith("拨付"))
    assert () == subsidy.blocks


def test_nothing_waits_that_a_person_has_not_seen(made: tuple[OpenBook, DemoRegister], register: Register) -> None:
    waiting = [one.candidate for one in register.candidates.values() if one.waits]
    assert len(waiting) <= 10, [f"{one.source.name}: {one.source.quote}" for one in waiting]


def test_the_same_items_stand_when_nothing_is_read(
    register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def blind(*given: Any, **named: Any) -> Reading:
        return replace(read(*given, **named), statements=())

    monkeypatch.setattr(demo_register, "read", blind)
    with carried_out(tmp_path / "book") as (opened, told):
        assert (0, 0, len(register.commitments)) == tuple(
            told.facts()[name] for name in ("right", "corrected", "by_hand")
        )
        by_hand = RegisterOf(opened).register
    assert [_stands(one) for one in register.commitments.values()] == [
        _stands(one) for one in by_hand.commitments.values()
    ]


def _stands(one: Commitment) -> tuple[object, ...]:
    """An item apart from its area, which only the reading tells."""
    return replace(one.terms, place=""), one.first_due, len(one.blocks), len(one.moves)


def test_what_is_read_wrongly_is_counted_as_corrected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def dateless(*given: Any, **named: Any) -> Reading:
        found = read(*given, **named)
        return replace(found, statements=tuple(replace(one, period=None) for one in found.statements))

    monkeypatch.setattr(demo_register, "read", dateless)
    with carried_out(tmp_path / "book") as (_, told):
        facts = told.facts()
    assert facts["right"] <= 2, "nearly every ruling says a period"
    assert facts["corrected"] >= 50


def test_the_book_verifies(made: tuple[OpenBook, DemoRegister]) -> None:
    assert verify_opened(made[0]).decisions == ()


@pytest.mark.parametrize("seed", [2024, 7])
def test_every_ruling_quotes_its_text_whatever_the_figures(seed: int, tmp_path: Path) -> None:
    by_id = {sector.id: sector for sector in sectors()}
    for path, content in published_of(city(seed), sectors=by_id, templates=materials().published):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    lexicon = read_lexicon(())
    texts = {}
    for file in (tmp_path / "texts").iterdir():
        if file.suffix in (".txt", ".html"):
            page = page_of(file.read_bytes(), name=file.name)
            texts[file.name] = clean(page.text, lexicon, page.source).text
    for step in read_register_script(tmp_path / "register"):
        for ruling in (*step.accepted, *step.merged, *step.rejected):
            assert ruling.words in texts[step.text]


def test_the_evidence_that_is_cited_lies_beside() -> None:
    evidence = {path.name for path in (CITY / "register" / "evidence").iterdir()}
    cited = {row["evidence"] for step in read_register_script(CITY / "register") for row in step.named}
    for step in read_register_script(CITY / "register"):
        cited |= {*step.facts.get("evidence", ()), step.facts.get("document", "")}
    assert evidence == cited - {""}


def test_what_was_spent_and_recognised_is_what_the_evidence_says() -> None:
    rows = [row for step in read_register_script(CITY / "register") for row in step.named if row["evidence"]]
    assert rows
    for row in rows:
        paper = (CITY / "register" / "evidence" / row["evidence"]).read_text("utf-8")
        assert row["name"] in paper
        if row["spent"]:
            assert f"{row['name']} | {int(row['spent']) // 10_000}\n" in paper
