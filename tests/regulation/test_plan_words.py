"""Every variable, row and array of a plan has its words in both languages and its line in the documents."""

import re
from pathlib import Path

import numpy as np
import pytest

from zhibiao.assemble.resources import catalogue
from zhibiao.readers.plan_npz import FIELDS
from zhibiao.regulation.table import ROWS, VARIABLES

DOCS = Path(__file__).parents[2] / "docs"
TABLE = (DOCS / "plan_table.md").read_text(encoding="utf-8")
KEYS = [
    *(f"plan.variable.{one.code}" for one in VARIABLES),
    *(f"plan.row.{one.code}" for one in ROWS),
    *(f"plan.price.{one.code}" for one in ROWS),
    *(f"plan.clause.{one.clause}" for one in (*VARIABLES, *ROWS)),
    *(f"plan.field.{one.name}" for one in FIELDS),
]


def _in_table(code: str) -> bool:
    return re.search(rf"^\| `{re.escape(code)}` \|", TABLE, re.MULTILINE) is not None


@pytest.mark.parametrize("key", dict.fromkeys(KEYS))
def test_everything_has_its_words(key: str) -> None:
    words = catalogue().labels[key]
    assert words.zh
    assert words.en


@pytest.mark.parametrize("code", [one.code for one in VARIABLES] + [one.code for one in ROWS])
def test_every_variable_and_row_is_in_the_table(code: str) -> None:
    assert _in_table(code)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)
def test_every_row_stands_with_its_formula(row: object) -> None:
    assert getattr(row, "formula").replace("|", "\\|") in TABLE  # noqa: B009 - any row will do


@pytest.mark.parametrize("name", [field.name for field in FIELDS])
def test_every_array_is_in_the_table(name: str) -> None:
    assert _in_table(name)


def test_a_row_without_words_or_line_is_seen() -> None:
    assert "plan.row.furnace" not in catalogue().labels
    assert not _in_table("furnace")


def test_the_example_of_the_documents_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", (DOCS / "plan.md").read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, object] = {}
    exec(compile(example, "docs/plan.md", "exec"), names)
    # A makes its most, 130, wherever it earns more than B; B makes the other 70.
    told = capsys.readouterr().out
    assert "True" in told
    y = np.asarray(getattr(names["solution"], "y"))  # noqa: B009 - a name of the example
    assert [130.0, 70.0] == pytest.approx(y.sum(axis=1).tolist())
