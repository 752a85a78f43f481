"""The documents say what the program does: generated tables are fresh, every verb and setting is described."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from zhibiao.cli.main import VERBS
from zhibiao.store.settings_toml import KEYS, PERSON_KEYS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted((ROOT / "docs").rglob("*.md"))


def test_generated_tables_are_fresh() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert (0, "") == (done.returncode, done.stdout + done.stderr)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_in_the_readme(verb: str) -> None:
    assert f"zhibiao {verb}" in README


@pytest.mark.parametrize("setting", [*KEYS, *PERSON_KEYS, "ZHIBIAO_BOOK", "ZHIBIAO_SHARED"])
def test_every_setting_is_in_the_readme(setting: str) -> None:
    assert f"`{setting}`" in README or f"[[{setting}]]" in README


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_and_named_files_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?://|#)([^)#]+)", text)
    assert [] == [target for target in targets if not (page.parent / target).exists()]
    named = re.findall(r"`((?:src|tests|docs|benchmarks)/[\w./-]+\.(?:py|md|csv|yaml|sql))`", text)
    assert [] == [name for name in named if not (ROOT / name).exists()]


def test_decisions_are_numbered_and_have_a_status() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [f"{number:04d}" for number in range(1, len(decisions) + 1)] == [path.name[:4] for path in decisions]
    for path in decisions:
        assert re.search(r"^Status: (proposed|accepted|replaced by \d{4})", path.read_text(encoding="utf-8"), re.M), (
            path
        )


def test_documents_hold_no_machine_paths() -> None:
    pages = [*PAGES, ROOT / "README.md"]
    assert [] == [
        page.name for page in pages if re.search(r"(?<![\w.])/(?:home|work|root|tmp)/", page.read_text("utf-8"))
    ]
