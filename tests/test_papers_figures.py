"""The papers of the demo's month against its figures: none that is not of the dossier, the same bytes, no leak."""

import io
import os
import random
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
import python_calamine

from published_papers import figures_in, numbers_of, printed_forms, text_of, text_of_page
from zhibiao import __version__
from zhibiao.allocation.reasons.dossier import Dossier
from zhibiao.allocation.reasons.own_view import own_view
from zhibiao.allocation.reasons.public_view import public_month, public_view
from zhibiao.allocation.reasons.recourse import recourse_behind
from zhibiao.assemble.book import open_book
from zhibiao.assemble.papers import publish
from zhibiao.assemble.resources import catalogue, dictionary, sector_of
from zhibiao.procedures.publish import collect_dossier
from zhibiao.terms.period import Month
from zhibiao.writers.bulletin import write_bulletin
from zhibiao.writers.wording import Words

pytestmark = pytest.mark.xdist_group("main_job")
MARCH = Month(2025, 3)


@dataclass(frozen=True)
class Made:
    """A copy of the demo's book, the dossier of its month, and the papers written from it."""

    root: Path
    dossier: Dossier
    files: dict[str, bytes]


@pytest.fixture(scope="module")
def made(demo_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    root = tmp_path_factory.mktemp("papers") / "book"
    shutil.copytree(demo_book, root)
    opened = open_book(root)
    assessment = opened.assess(MARCH, "steel")
    published = publish(opened, MARCH, "steel", assessment=assessment)
    dossier = collect_dossier(
        opened.store,
        assessment,
        city=opened.city,
        sector=sector_of("steel"),
        dictionary=dictionary(),
        rulebook=opened.rulebook("steel", 2025),
        people={},
        code_version=__version__,
    )
    opened.store.close()
    return Made(root=root, dossier=dossier, files=dict(published.files))


@pytest.fixture(scope="module")
def known(made: Made) -> set[str]:
    """Every figure of the dossier, and sums and differences that papers form, as papers print them."""
    dossier = made.dossier
    assert dossier.decision is not None
    numbers = list(numbers_of((dossier.assessment, dossier.decision, dossier.last, dossier.rulebook.parameters)))
    numbers += list(numbers_of(public_view(dossier.decision, dossier.last)))
    numbers += _sums(dossier)
    return printed_forms(set(numbers))


def _sums(dossier: Dossier) -> list[int]:
    """What papers add up or take away: parts by column, quotas against the last ones, year ends against goals."""
    decision, last = dossier.decision, dossier.last
    assert decision is not None
    kinds = {part.code.partition(".")[0] for share in decision.shares for part in share.parts}
    sums = [sum(share.quota_t for share in decision.shares), sum(share.base_t for share in decision.shares)]
    for shares in (decision.shares, *((share,) for share in decision.shares)):
        by_kind = {
            kind: sum(part.tonnes for share in shares for part in share.parts if part.code.startswith(kind))
            for kind in kinds
        }
        sums += by_kind.values()
        sums.append(sum(by_kind.get(kind, 0) for kind in ("indicator", "multiplier", "method")))
        sums.append(sum(by_kind.get(kind, 0) for kind in ("bound", "redistribution", "pool")))
        sums.append(sum(by_kind.get(kind, 0) for kind in ("carry", "debt", "transfer", "regulation")))
    if last is not None:
        given = sum(share.quota_t for share in last.shares)
        sums += [decision.cap_t - last.cap_t, decision.reserve_t - last.reserve_t, sums[0] - given]
    total = dossier.assessment.total
    assert total is not None
    assert total.year_end is not None
    assert total.quota_t is not None
    sums += [total.year_end.central_t - goal for goal in (total.quota_t, total.level_t or 0)]
    return sums


@pytest.mark.parametrize("name", ["decision.docx", "decision.public.docx", "decision.public.en.docx", "meeting.docx"])
def test_no_figure_of_a_paper_is_another_than_the_dossiers(made: Made, known: set[str], name: str) -> None:
    found = figures_in(text_of(made.files[name]))
    assert len(found) >= 3
    assert [] == [one for one in found if one not in known and one not in _told_by_clauses(made)]


def test_the_bulletins_figures_are_the_dossiers(made: Made, known: set[str]) -> None:
    """Without the register's section, whose figures are the register's."""
    text = text_of(write_bulletin(made.dossier, Words(catalogue(), "zh")))
    assert len(figures_in(text)) > 150
    assert [] == [one for one in figures_in(text) if one not in known and one not in _told_by_clauses(made)]


def test_an_altered_figure_is_found_out(made: Made, known: set[str]) -> None:
    """Of figures of five digits and more nearly every one that is off by a little is one that the dossier lacks."""
    generator = random.Random(20250410)
    long = [one for one in figures_in(text_of(made.files["decision.docx"])) if len(one.replace(",", "")) >= 6]
    assert len(long) > 60
    altered = [f"{int(one.replace(',', '')) + generator.randint(1, 9):,}" for one in long if "." not in one]
    missed = [one for one in altered if one in known]
    assert len(missed) <= len(altered) // 50, missed


def _told_by_clauses(made: Made) -> set[str]:
    """Figures that the rulebook's own text states."""
    texts = (text for clause in made.dossier.rulebook.clauses.values() for text in (clause.zh, clause.en))
    return {one for text in texts for one in figures_in(text)}


@pytest.mark.parametrize("enterprise", ["LH-S01", "LH-S03", "LH-S08"])
def test_a_notices_figures_are_the_enterprises_own(made: Made, enterprise: str) -> None:
    dossier = made.dossier
    assert dossier.decision is not None
    fixed = frozenset(rule.code for rule in dossier.rulebook.indicators if rule.reference is not None)
    recourse = recourse_behind(dossier.decision, dossier.allocation, [enterprise])[enterprise]
    facts = dossier.notice(enterprise, recourse=recourse)
    own = own_view(dossier.decision, enterprise, fixed_references=fixed)
    numbers = {*numbers_of((own, recourse, facts.since_last, dossier.rulebook.parameters))}
    numbers |= {own.claimant.owed_t - own.claimant.deducted_t, own.share.quota_t - own.claimant.beside_t}
    numbers |= {own.share.quota_t - own.claimant.made_t, own.claimant.beside_t}
    forms = printed_forms(numbers) | _told_by_clauses(made)
    found = figures_in(text_of(made.files[f"notices/{enterprise}.docx"]))
    assert len(found) > 30
    assert [] == [one for one in found if one not in forms]
    other = next(share for share in dossier.decision.shares if share.enterprise == "LH-S05")
    assert f"{other.quota_t:,}" not in forms


PUBLIC = ("decision.public.docx", "decision.public.en.docx", "brief.public.html", "brief.public.en.html")


@pytest.mark.parametrize("name", PUBLIC)
def test_public_papers_hold_no_name_and_no_figure_of_a_single_enterprise(
    made: Made, secrets: set[str], name: str
) -> None:
    content = made.files[name]
    text = text_of(content) if name.endswith("docx") else text_of_page(content)
    raw = content.decode() if name.endswith("html") else text
    for firm in made.dossier.city:
        for secret in (firm.id, firm.name.zh, firm.name.en, firm.credit_code):
            assert not secret or secret not in raw
    found = set(figures_in(text))
    assert set() == found & secrets
    # The test can fail: the same search in the paper for the bureau finds many.
    whole = made.files[name.replace(".public", "")]
    inside = figures_in(text_of(whole) if name.endswith("docx") else text_of_page(whole))
    assert len(set(inside) & secrets) > 20


@pytest.fixture(scope="module")
def secrets(made: Made) -> set[str]:
    """Figures of single enterprises as papers print them, but for those that are the city's too."""
    dossier = made.dossier
    assert dossier.decision is not None
    public = {*numbers_of((public_month(dossier.assessment), public_view(dossier.decision, dossier.last)))}
    forms = printed_forms({*public, *_sums_of_the_city(dossier)}) | _told_by_clauses(made)
    return printed_forms({*numbers_of((dossier.assessment.enterprises, dossier.decision.shares))}) - forms


def _sums_of_the_city(dossier: Dossier) -> list[int]:
    total = dossier.assessment.total
    assert total is not None
    assert total.year_end is not None
    assert total.quota_t is not None
    return [total.year_end.central_t - total.quota_t]


def test_the_same_inputs_give_the_same_bytes_on_another_machine(made: Made) -> None:
    """Other hash seed, time zone, locale and process."""
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "TZ": "America/St_Johns", "LC_ALL": "C", "LANG": "C"}
    verb = Path(sys.executable).with_name("zhibiao")
    command = [str(verb), "publish", "2025-03", "--sector", "steel", "--book", str(made.root)]
    subprocess.run(command, check=True, capture_output=True, env=environment, timeout=120)
    folder = made.root / "out" / "steel-2025-03"
    again = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert set(made.files) == set(again)
    assert [] == [name for name, content in made.files.items() if content != again[name]]


def test_every_paper_bears_the_marks(made: Made) -> None:
    marks = made.dossier.marks
    for name, content in made.files.items():
        if name.endswith(".docx"):
            text = text_of(content)
        elif name.endswith(".html"):
            text = content.decode()
        else:
            continue
        for mark in (marks.decision_id, marks.rulebook_sha256, marks.ledger_head, marks.code_version):
            assert mark in text, name


def test_two_other_readers_read_the_workbook_alike(made: Made) -> None:
    content = made.files["annex.xlsx"]
    by_one = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    by_other = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert by_one.sheetnames == by_other.sheet_names
    for name in by_one.sheetnames:
        cells = [[_plain(cell) for cell in row] for row in by_one[name].iter_rows(values_only=True)]
        others = [
            [_plain(cell) for cell in row] for row in by_other.get_sheet_by_name(name).to_python(skip_empty_area=False)
        ]
        width = max(map(len, others))
        assert [row[:width] for row in cells[: len(others)]] == others


def _plain(cell: object) -> object:
    if isinstance(cell, int | float):
        return round(float(cell), 9)
    return "" if cell is None else str(cell)[:10]
