"""The main job from the outside: every verb on the demo's book, as typed, with its JSON, papers and exit codes."""

import json
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from main_job import answer, copy_of, run
from zhibiao.cli.main import VERBS

pytestmark = pytest.mark.xdist_group("main_job")


@pytest.fixture
def book(demo_book: Path, tmp_path: Path) -> Path:
    return copy_of(demo_book, tmp_path)


def test_the_demo_runs_the_whole_job(demo: tuple[Path, dict[str, Any]]) -> None:
    result = demo[1]["result"]
    assert {"ACCEPT", "NORMALISE", "QUERY", "QUARANTINE"} == set(result["outcomes"])
    assert 10 == len(result["decisions"])
    assert 2 * (12 + 12 + 3) == result["months_closed"]
    assert [("steel", 2023), ("magnesia", 2023), ("steel", 2024), ("magnesia", 2024)] == [
        (year["sector"], year["year"]) for year in result["years_closed"]
    ]
    for year in result["years_closed"]:
        assert year["made_t"] <= year["cap_t"], "the year ends at last year's level, not above it"
        assert year["made_t"] >= 0.985 * year["cap_t"]
    assert result["verified"]["figures"] > 10_000
    assert (8, 1, 16, 1) == (
        result["register"]["texts"],
        *(result["register"]["kinds"][kind] for kind in ("agreement", "obligation", "capital")),
    )


def test_assess_says_where_the_city_stands(demo_book: Path) -> None:
    document = answer("assess", "2025-03", "--book", str(demo_book))
    result = document["result"]
    shares = {one["card"]["window"]: one for one in result["high_end"] if one["card"]["basis"] == "weight"}
    assert result["verdict"]["code"] == "verdict.city_overrun_likely"
    assert ("0.096", "0.163") == tuple(
        f"{float(Fraction(shares['full_year'][name])):.3f}" for name in ("before", "after")
    )
    assert result["rulebook_sha256"] == document["marks"]["rulebook_sha256"]


@pytest.mark.parametrize(("lang", "word"), [("zh", "预计突破总量"), ("en", "likely to pass its cap")])
def test_assess_speaks_both_languages(demo_book: Path, lang: str, word: str) -> None:
    done = run("assess", "2025-03", "--book", str(demo_book), "--lang", lang)
    assert (0, "") == (done.returncode, done.stderr)
    assert word in done.stdout


def test_a_decision_goes_through_two_persons_into_the_ledger(book: Path) -> None:
    draft = answer("allocate", "2025", "--as-of", "2025-03", "--as", "lin", "--book", str(book))["result"]
    shares = draft["decision"]["shares"]
    assert draft["decision"]["cap_t"] == sum(share["quota_t"] for share in shares) + draft["decision"]["reserve_t"]
    assert all(share["quota_t"] == sum(part["tonnes"] for part in share["parts"]) for share in shares)

    act = ("--book", str(book))
    alone = answer("approve", draft["id"], "--as", "lin", *act, code=1)
    assert alone["error"]["code"] == "auth.forbidden"
    early = answer("issue", draft["id"], "--as", "wang", *act, code=1)
    assert early["error"]["code"] == "issue.wrong_state"
    answer("approve", draft["id"], "--as", "wang", *act)
    issued = answer("issue", draft["id"], "--as", "wang", *act)["result"]
    assert {share["enterprise"]: share["quota_t"] for share in shares} == issued["holdings_t"]
    assert answer("verify", *act)["result"]["decisions"][-1] == draft["id"]


def test_the_zip_is_verified_by_python_alone(demo_book: Path, tmp_path: Path) -> None:
    exported = next((demo_book / "out").glob("steel-*.zip"))
    done = _verify_alone(exported)
    assert (0, "") == (done.returncode, done.stderr)

    forged = tmp_path / "forged.zip"
    with zipfile.ZipFile(exported) as source, zipfile.ZipFile(forged, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith("decision.json"):
                decision = json.loads(content)
                decision["shares"][0]["quota_t"] += 1
                content = json.dumps(decision, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
            target.writestr(name, content)
    assert 5 == _verify_alone(forged).returncode


def _verify_alone(exported: Path) -> subprocess.CompletedProcess[str]:
    with zipfile.ZipFile(exported) as archive:
        name = next(name for name in archive.namelist() if name.endswith("verify.py"))
        program = exported.parent / "verify_alone.py"
        program.write_bytes(archive.read(name))
    return subprocess.run(
        [sys.executable, "-I", "-W", "error", str(program), str(exported)],
        capture_output=True,
        text=True,
        check=False,
        env={},
        timeout=120,
    )


def test_a_touched_ledger_is_named_and_ends_with_five(book: Path) -> None:
    with closing(sqlite3.connect(book / "book.sqlite")) as store, store:
        for (trigger,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            store.execute(f"DROP TRIGGER {trigger}")
        store.execute("UPDATE entries SET body = replace(body, 'wang', 'nobody') WHERE seq = 3")
    document = answer("verify", "--book", str(book), code=5)
    assert "3" in document["error"]["message"]


def test_an_infeasible_cap_ends_with_four_and_both_sums(book: Path) -> None:
    path = book / "rulebooks" / "liaohe-steel-2025.yaml"
    cap = str(answer("assess", "2025-03", "--book", str(book))["result"]["total"]["quota_t"])
    text = path.read_text(encoding="utf-8")
    assert cap in text
    path.write_text(text.replace(cap, "9000000"), encoding="utf-8")
    document = answer("allocate", "2025", "--as", "lin", "--book", str(book), code=4)
    assert document["error"]["code"] == "cap.out_of_reach"


def test_a_broken_rulebook_names_file_line_and_clause(book: Path) -> None:
    path = book / "rulebooks" / "liaohe-steel-2025.yaml"
    text = path.read_text(encoding="utf-8").replace('weight: "0.20"', 'weight: "0.30"', 1)
    path.write_text(text, encoding="utf-8")
    document = answer("allocate", "2025", "--as", "lin", "--book", str(book), code=3)
    assert document["findings"]
    assert all(finding["place"]["file"] and finding["place"]["line"] for finding in document["findings"])


def test_the_papers_are_whole(demo_book: Path) -> None:
    for sector, letter in (("steel", "S"), ("magnesia", "M")):
        folder = demo_book / "out" / f"{sector}-2025-03"
        assert {"annex.xlsx", "brief.en.html", "brief.html", "bulletin.docx", "marks.json"} <= {
            path.name for path in folder.iterdir()
        }
        assert all(f"LH-{letter}" in path.name for path in (folder / "notices").iterdir())
        assert "虚构" in "".join(paragraph.text for paragraph in Document(str(folder / "bulletin.docx")).paragraphs)
        page = (folder / "brief.html").read_text(encoding="utf-8")
        assert "<script" not in page
        assert 'src="http' not in page


def test_publishing_again_gives_the_same_bytes(book: Path) -> None:
    before = json.loads((book / "out" / "steel-2025-03" / "marks.json").read_text(encoding="utf-8"))["files"]
    again = answer("publish", "2025-03", "--book", str(book))["result"]
    assert before == {one["name"]: one["sha256"] for one in again["files"] if one["name"] != "marks.json"}


def test_intake_without_a_book_only_reads(demo_book: Path) -> None:
    file = Path(__file__).parents[1] / "src" / "zhibiao" / "data" / "city" / "returns" / "2021-04.xlsx"
    document = answer("intake", str(file), "--dry-run")
    assert document["result"]["outcome"] in ("ACCEPT", "NORMALISE")


def test_intake_names_the_cell_and_ends_with_three(tmp_path: Path) -> None:
    file = tmp_path / "2025-03.xlsx"
    file.write_text("not a workbook", encoding="utf-8")
    document = answer("intake", str(file), "--dry-run", code=3)
    finding = document["result"]["findings"][0]
    assert document["result"]["outcome"] == "REJECT_FILE"
    assert ("file.type_mismatch", "2025-03.xlsx") == (finding["code"], finding["place"]["file"])
    assert finding["message"]["zh"]
    assert finding["message"]["en"]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_an_example(verb: str) -> None:
    done = run(verb, "--help")
    assert (0, "") == (done.returncode, done.stderr)
    assert "Example" in done.stdout or "Commands" in done.stdout


def test_an_enterprise_taken_off_the_list_is_named(book: Path) -> None:
    register = book / "city.yaml"
    text = register.read_text(encoding="utf-8")
    start, end = text.index("  - id: LH-S03"), text.index("  - id: LH-S04")
    register.write_text(text[:start] + text[end:], encoding="utf-8")
    refused = answer("publish", "2025-03", "--book", str(book), code=1)["error"]
    assert ("publish.enterprise_gone", True) == (refused["code"], "LH-S03" in refused["message"])
    for words in (("close", "2024"), ("rollover", "2024")):
        done = run(*words, "--book", str(book), "--as", "wang")
        assert (0, "", True) == (done.returncode, done.stderr, "LH-S03 LH-S03" in done.stdout)


@pytest.mark.parametrize(
    ("arguments", "code", "name"),
    [
        (("assess", "2025-13"), 2, "usage.invalid"),
        (("assess", "2025-03", "--book", "nowhere"), 1, "book.not_found"),
        (("allocate", "2025", "--book", "BOOK", "--as", "nobody"), 2, "person.unknown"),
        (("allocate", "2031", "--book", "BOOK", "--as", "lin"), 1, "rulebook.missing"),
        (("assess", "2031-01", "--book", "BOOK"), 1, "assess.no_returns"),
        (("close", "2025-09", "--book", "BOOK", "--as", "lin"), 3, "close.blocked"),
        (("close", "2025-3", "--book", "BOOK", "--as", "lin"), 2, "usage.invalid"),
        (("approve", "steel-2025-00000000", "--book", "BOOK", "--as", "wang"), 1, "decision.not_found"),
        (("intake", "BOOK/zhibiao.toml", "--book", "BOOK"), 2, "intake.person_needed"),
        (("intake", "BOOK/zhibiao.toml"), 2, "intake.book_needed"),
        (("publish", "2025-03", "--book", "BOOK", "--sector", "copper"), 1, "assess.no_such_sector"),
        (("allocate", "2025", "--book", "BOOK", "--as", "lin", "--sector", "copper"), 1, "sector.unknown"),
        (("base", "show", "2025", "--book", "BOOK", "--sector", "copper"), 1, "sector.unknown"),
        (("rollover", "2024", "--book", "BOOK", "--as", "lin", "--sector", "copper"), 1, "sector.unknown"),
        (("base", "state", "2025", "--book", "BOOK", "--as", "lin"), 1, "base.already_allocated"),
        (("allocate", "2024", "--book", "BOOK", "--as", "lin"), 1, "allocate.year_closed"),
        (
            ("export", "rulebook", "--year", "2025", "--book", "BOOK", "--out", "BOOK/city.yaml/x"),
            2,
            "file.not_written",
        ),
        (("export", "decision", "DECISION", "--book", "BOOK", "--as", "lin", "--out", "BOOK/out"), 2, "usage.invalid"),
        (
            ("audit", "DECISION", "--book", "BOOK", "--as", "lin", "--out", "BOOK/city.yaml/x.xlsx"),
            2,
            "file.not_written",
        ),
    ],
)
def test_mistakes_of_a_call_have_a_code_and_an_exit_code(
    demo_book: Path, arguments: tuple[str, ...], code: int, name: str
) -> None:
    decision = next(path.stem for path in (demo_book / "out").glob("steel-2025-*.zip"))
    words = [word.replace("BOOK", str(demo_book)).replace("DECISION", decision) for word in arguments]
    document = answer(*words, code=code)
    assert name == document["error"]["code"]
    assert document["error"]["hint"]
