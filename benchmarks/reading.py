"""What reading is worth: scores on the shared labelled texts and on our own, those that nobody tuned to kept apart.

`python -m benchmarks.reading [--data FOLDER] [--errors N]` reads every page as `zhibiao text read` does and lets the
scorer of the shared set (`score.py` there) judge it. Without that folder there is no scorer, and nothing is measured.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib.util
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from zhibiao.procedures.texts.read_texts import read_text
from zhibiao.readers.lexicon_csv import read_lexicon
from zhibiao.readers.page_file import page_of
from zhibiao.texts.lexicon import Lexicon

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "extraction"
OWN = ROOT / "tests" / "texts" / "labelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Scores of one set: F1 of finding with the kind, of whole records, of tasks; similarity of cleaning."""

    name: str
    documents: int
    records: int
    match_with_kind: float
    whole_record: float
    tasks: float
    cleaning: float
    read_of_nothing: int
    """Records read in texts that hold none."""


def sets(shared: Path = SHARED) -> Iterator[tuple[str, Path, str]]:
    """Name, folder and split of every labelled set that is here."""
    if (shared / "gold.jsonl").is_file():
        yield "shared", shared, "dev"
    for split in ("tune", "aside"):
        yield f"own, {split}", OWN, split


@cache
def scorer(shared: Path) -> ModuleType:
    """The scorer that comes with the shared set."""
    spec = importlib.util.spec_from_file_location("extraction_score", shared / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@cache
def _lexicon() -> Lexicon:
    return read_lexicon()


def scores_of(name: str, folder: Path, split: str, *, shared: Path = SHARED, errors: int = 0) -> Scores:
    """Read the pages of a set and score them with the scorer of the shared set."""
    score = scorer(shared)
    docs, gold = score.load(folder, split)
    records: list[dict[str, Any]] = []
    for entry in score.read_jsonl(folder / "docs" / "index.jsonl"):
        if entry["doc"] not in docs:
            continue
        page = read_text(
            (folder / "docs" / f"{entry['doc']}.txt").read_bytes(),
            name=entry["doc"],
            doc=entry["doc"],
            published=dt.date.fromisoformat(entry["date"]) if entry["date"] else None,
            lexicon=_lexicon(),
            open_page=page_of,
        )
        docs[entry["doc"]].system = page.text
        records += page.records
    found = score.score_records(gold, records, docs)
    for kind in ("missed", "spurious"):
        for one in found[kind][:errors]:
            print(kind, one["doc"], one["kind"], one["subject"], json.dumps(one.get("text"), ensure_ascii=False))
    empty = set(docs) - {one["doc"] for one in gold}
    return Scores(
        name=name,
        documents=len(docs),
        records=len(gold),
        match_with_kind=found["match_with_kind"]["f1"],
        whole_record=found["whole_record"]["f1"],
        tasks=found["by_kind"]["task"]["f1"],
        cleaning=score.score_cleaning(docs)["edit_similarity"],
        read_of_nothing=sum(one["doc"] in empty for one in records),
    )


def main(arguments: list[str] | None = None) -> None:
    """Print one line a set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=SHARED, help="folder of the shared labelled texts")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="list N misses and N false reports of a set")
    given = parser.parse_args(arguments)
    if not (given.data / "score.py").is_file():
        parser.error(f"{given.data} has no score.py")
    print(f"{'set':<14}{'texts':>6}{'labels':>8}{'with kind':>11}{'whole':>8}{'tasks':>8}{'cleaning':>10}{'none':>6}")
    for name, folder, split in sets(given.data):
        one = scores_of(name, folder, split, shared=given.data, errors=given.errors)
        print(
            f"{one.name:<14}{one.documents:>6}{one.records:>8}{one.match_with_kind:>11.3f}{one.whole_record:>8.3f}"
            f"{one.tasks:>8.3f}{one.cleaning:>10.3f}{one.read_of_nothing:>6}"
        )


if __name__ == "__main__":
    main()
