"""A regulation that was tampered with: what does not follow from allocation, moves or book is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from regulated_book import build_regulated_book, carry_out, regulate
from zhibiao.procedures.export_decision import export_files
from zhibiao.terms.canonical import canonical_bytes
from zhibiao.verification import verify as verifier

Files = dict[str, Any]


@pytest.fixture(scope="module")
def proof(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """The files that prove an issued regulation, parsed."""
    book = build_regulated_book(tmp_path_factory.mktemp("forged") / "book.sqlite")
    drafted = regulate(book).decision
    carry_out(book, drafted)
    lines = b"".join(line + b"\n" for line in book.store.proofs.lines())
    stored = book.store.decision(drafted.id)
    assert stored is not None
    files = export_files(book.store, city=book.city, decision=stored, entries=lines)
    book.store.close()
    return {name: content if name == "entries.jsonl" else json.loads(content) for name, content in files.items()}


def _differences(files: Files) -> list[str]:
    content = {name: one if isinstance(one, bytes) else canonical_bytes(one) for name, one in files.items()}
    return [one.where for one in verifier.verify_decision(content).differences]


def _firm(files: Files, kind: str) -> str:
    """A firm that a move of that kind concerns."""
    return str(next(move["enterprise"] for move in files["decision.json"]["moves"] if move["kind"] == kind))


def _of(files: Files, group: str, name: str) -> dict[str, Any]:
    return next(one for one in files["decision.json"][group] if one["enterprise"] == name)


def _quota(files: Files) -> str:
    name = _firm(files, "grant")
    _of(files, "shares", name)["quota_t"] += 1
    return f"shares[{name}].quota_t"


def _part(files: Files) -> str:
    name = _firm(files, "grant")
    _of(files, "shares", name)["parts"][0]["tonnes"] += 1
    return f"shares[{name}].parts"


def _moved(files: Files) -> str:
    name = _firm(files, "grant")
    _of(files, "claimants", name)["regulated_t"] += 1
    return f"shares[{name}].quota_t"


def _made(files: Files) -> str:
    name = _firm(files, "grant")
    _of(files, "claimants", name)["made_t"] += 1
    return f"claimants[{name}].made_t"


def _score(files: Files) -> str:
    name = _firm(files, "grant")
    _of(files, "shares", name)["score"] = "1.000000"
    return f"shares[{name}].score"


def _move(files: Files) -> str:
    next(move for move in files["decision.json"]["moves"] if move["kind"] == "grant")["tonnes"] += 1
    return "moves Σ"


def _somebody_else(files: Files) -> str:
    taken, given = _firm(files, "recall"), _firm(files, "grant")
    next(move for move in files["decision.json"]["moves"] if move["kind"] == "grant")["enterprise"] = taken
    return f"moves[{given}]"


def _out_of_its_group(files: Files) -> str:
    moves = files["decision.json"]["moves"]
    moves.append({"kind": "transfer", "group": "G", "giver": "TB-1", "taker": "TB-4", "tonnes": 1, "reasons": []})
    return f"moves[{len(moves) - 1}].group"


def _allocation(files: Files) -> str:
    files["allocation.json"]["code_version"] = "forged"
    return "sha256"


FORGERIES: tuple[Callable[[Files], str], ...] = (
    *(_quota, _part, _moved, _made, _score),
    *(_move, _somebody_else, _out_of_its_group, _allocation),
)


def test_what_was_not_touched_holds(proof: Files) -> None:
    assert [] == _differences(proof)


@pytest.mark.parametrize("forge", FORGERIES, ids=lambda forge: forge.__name__.strip("_"))
def test_what_was_forged_is_named(proof: Files, forge: Callable[[Files], str]) -> None:
    files = deepcopy(proof)
    where = forge(files)
    assert any(where in one for one in _differences(files)), _differences(files)[:5]
