"""`zhibiao capacity` on the bundled city's book: what a person types and reads, what a program gets."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from main_job import copy_of
from zhibiao.assemble.bundled import new_book_from
from zhibiao.cli.main import zhibiao

PEOPLE = ("lin:林:analyst", "wang:王:approver")


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled city's book with its capacity accounts open, and papers to cite; not to be written to."""
    folder = tmp_path_factory.mktemp("capacity")
    new_book_from(folder / "book", people=PEOPLE)
    for name in ("letter.pdf", "order.pdf"):
        (folder / name).write_text(name, encoding="utf-8")
    assert 0 == run(folder / "book", "capacity", "open", "--from-register", "--as", "lin")[0]
    return folder / "book"


@pytest.fixture
def folder(shelf: Path, tmp_path: Path) -> Path:
    """A copy of it to act on."""
    return Path(shutil.copytree(shelf.parent, tmp_path / "copy")) / "book"


def run(folder: Path, *words: str) -> tuple[int, dict[str, Any]]:
    done = CliRunner().invoke(zhibiao, [*words, "--book", str(folder), "--json"])
    return done.exit_code, json.loads(done.stdout)


def read(folder: Path, *words: str, lang: str = "en") -> str:
    done = CliRunner().invoke(zhibiao, [*words, "--book", str(folder), "--lang", lang])
    assert 0 == done.exit_code, done.output
    return " ".join(done.output.split())


def paper(folder: Path, name: str = "letter.pdf") -> str:
    return str(folder.parent / name)


def test_the_bundled_register_balances_in_every_class(shelf: Path) -> None:
    """What the register has on file in a month is what runs by the accounts; what ended is sealed."""
    code, answer = run(shelf, "capacity", "show", "--sector", "magnesia", "--as-of", "2024-12", "--since", "2024-12")
    (sand,) = answer["result"]["classes"]
    assert (0, "magnesia_sand_t") == (code, sand["quantity"])
    # Nine light-burning kilns of the register ended by then: 1,240,000 t of 5,920,000.
    assert (5_920_000, 4_680_000, 1_240_000) == (sand["opened_t"], sand["running_t"], sand["sealed_t"])
    kinds = {(one["kind"], one["state"]): one["count"] for one in answer["result"]["kinds"]}
    assert (9, 6) == (kinds["light_burning_kiln", "sealed"], kinds["light_burning_kiln", "running"])
    assert sand == answer["result"]["months"][0]["classes"][0]
    assert {"city.yaml"} == {name for one in answer["result"]["furnaces"] for name in one["last"]["documents"]}


def test_open_again_and_check_agree_with_the_register(shelf: Path) -> None:
    code, answer = run(shelf, "capacity", "open", "--from-register", "--as", "lin")
    assert (0, [], 0) == (code, answer["result"]["opened"], answer["result"]["entries"])
    code, answer = run(shelf, "capacity", "check")
    assert (0, []) == (code, answer["result"]["differences"])
    assert {"steel": True, "magnesia": True, "mine": True} == {
        one["sector"]: one["is_open"] for one in answer["result"]["sectors"]
    }
    assert "agree with the register" in read(shelf, "capacity", "check")


def test_a_sealed_kiln_differs_from_the_register(folder: Path) -> None:
    words = ("capacity", "seal", "LH-M01-K2", "--month", "2025-01", "--document", paper(folder), "--as", "lin")
    assert "Booked by lin" in read(folder, *words)
    code, answer = run(folder, "capacity", "check", "--sector", "magnesia")
    assert (3, False) == (code, answer["ok"])
    (finding,) = answer["findings"]
    assert ("capacity.register_differs", "city.yaml", "2025-01") == (
        finding["code"],
        finding["place"]["file"],
        finding["facts"]["month"],
    )
    shown = read(folder, "capacity", "show", "--sector", "magnesia", "--since", "2024-12", "--target", "500000")
    assert "4,680,000 to 4,380,000, down 300,000 of 500,000; 200,000 t/year still to go" in shown


def test_a_swap_by_two_persons(folder: Path) -> None:
    words = ["capacity", "swap", "propose", "P1", "--for", "LH-S03", "--region", "other", "--as", "lin"]
    words += ["--retire", "LH-S03-BF1", "--retire", "LH-S04-BF1", "--document", paper(folder)]
    small = [*words, "--build", "LH-S03-BF9:blast_furnace:pig_iron_t=2336000"]
    code, answer = run(folder, *small)
    assert (1, "capacity.swap_suspended") == (code, answer["error"]["code"])
    ordered = ["--overriding", paper(folder, "order.pdf")]
    large = [*words, *ordered, "--build", "LH-S03-BF9:blast_furnace:pig_iron_t=2336001"]
    code, answer = run(folder, *large)
    assert (1, "Retire 2 t more, or build at most 2,336,000 t.") == (code, _english(folder, large))
    code, answer = run(folder, *small, *ordered)
    plan = answer["result"]["id"]
    assert (1, "auth.forbidden") == _refusal(folder, "capacity", "confirm", plan, "--as", "lin")
    assert 0 == run(folder, "capacity", "swap", "confirm", plan, "--as", "wang")[0]
    for furnace in ("LH-S03-BF1", "LH-S04-BF1"):
        dismantled = ("capacity", "dismantle", furnace, "--month", "2025-02", "--document", paper(folder))
        code, answer = run(folder, *dismantled, "--as", "lin")
        # The plan was carried out today: the furnaces cannot have gone before it.
        assert (1, "capacity.month_before_last") == (code, answer["error"]["code"])


def test_a_restart_is_put_forward_and_withdrawn(folder: Path) -> None:
    words = ("capacity", "restart", "LH-M01-K1", "--month", "2025-01", "--document", paper(folder), "--as", "lin")
    plan = run(folder, *words)[1]["result"]["id"]
    assert plan in read(folder, "capacity", "show", "--sector", "magnesia", lang="zh")
    assert plan in read(folder, "capacity", "withdraw", plan, "--as", "lin")
    assert (1, "capacity.plan_withdrawn") == _refusal(folder, "capacity", "confirm", plan, "--as", "wang")


def test_a_draft_of_quotas_names_what_differs(demo_book: Path, tmp_path: Path) -> None:
    """Decisions read the register; where the accounts say otherwise of steel, the draft says so, and is made."""
    folder = copy_of(demo_book, tmp_path)
    (tmp_path / "letter.pdf").write_text("letter", encoding="utf-8")
    words = ("allocate", "2025", "--as-of", "2025-03", "--as", "lin")
    run(folder, "capacity", "open", "--from-register", "--as", "lin")
    for furnace in ("LH-S03-BF1", "LH-S03-BOF1"):
        sealed = ("capacity", "seal", furnace, "--month", "2025-01", "--document", paper(folder), "--as", "lin")
        assert 0 == run(folder, *sealed)[0]
    code, answer = run(folder, *words)
    assert (0, ["LH-S03-BOF1"]) == (code, [one["facts"]["facility"] for one in answer["result"]["capacity_differs"]])
    # What rests on the chain still holds with capacity in it.
    assert 0 == run(folder, "verify")[0]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("swap", "propose", "P1", "--for", "nobody", "--region", "key"), "transfer.enterprise_unknown"),
        (
            ("swap", "propose", "P1", "--for", "LH-S03", "--region", "key", "--build", "x=1"),
            "capacity.not_written_so",
        ),
        (
            ("swap", "propose", "P1", "--for", "LH-S03", "--region", "key", "--retire", "LH-S03-BF1=much"),
            "capacity.not_written_so",
        ),
        (("swap", "propose", "P1", "--for", "LH-S03", "--region", "key", "--ratio", "x"), "capacity.not_written_so"),
        (
            ("swap", "propose", "P1", "--for", "LH-S03", "--region", "key", "--with-draft", "d=soon"),
            "capacity.not_written_so",
        ),
        (("hand-over", "LH-S03-BF1", "--to", "nobody", "--month", "2025-01"), "transfer.enterprise_unknown"),
        (("build", "P1", "LH-S03-BF9", "--month", "2025-01"), "capacity.project_unknown"),
        (("bar", "LH-S03-BF1", "--excluded", "x", "--month", "2025-01"), "capacity.excluded_unknown"),
        (("admit", "LH-X"), "capacity.no_such_facility"),
        (("reduce", "LH-X", "--month", "2025-01"), "capacity.no_such_facility"),
        (("correct", "nothing"), "capacity.entry_not_found"),
        (("correct", "nothing", "--sector", "moon"), "sector.unknown"),
    ],
)
def test_mistakes_are_named(shelf: Path, words: tuple[str, ...], expected: str) -> None:
    code, found = _refusal(shelf, "capacity", *words, "--document", paper(shelf), "--as", "lin")
    assert (True, expected) == (code in (1, 2), found)


def test_a_target_needs_its_first_month(shelf: Path) -> None:
    done = CliRunner().invoke(zhibiao, ["capacity", "show", "--target", "5", "--book", str(shelf)])
    assert 2 == done.exit_code


def _refusal(folder: Path, *words: str) -> tuple[int, str]:
    code, answer = run(folder, *words)
    return code, answer["error"]["code"]


def _english(folder: Path, words: list[str]) -> str:
    done = CliRunner().invoke(zhibiao, [*words, "--book", str(folder), "--lang", "en", "--json"])
    hint: str = json.loads(done.stdout)["error"]["hint"]
    return hint
