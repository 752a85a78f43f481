"""What the entries of a chain cite, held against what is on record: a decision, a transfer or a return of its own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from zhibiao.errors import BookBroken, NotFound
from zhibiao.ledger.entry import EntryKind
from zhibiao.procedures.ports import Store
from zhibiao.terms.citation import Place

_OF_A_DECISION = frozenset(
    {
        EntryKind.CAP,
        EntryKind.RESERVE,
        EntryKind.RELEASE,
        EntryKind.GRANT,
        EntryKind.ADJUST,
        EntryKind.APPROVE,
        EntryKind.ISSUE,
    }
)
_OF_A_RETURN = frozenset({EntryKind.USE, EntryKind.OVERRUN})
# Furnaces and kilns have a plan year of their own and are put forward on other papers.
_OF_CAPACITY = b'"plan_year":0,'


def check_citations(store: Store, lines: Iterable[bytes]) -> int:
    """Hold every entry against the decision, transfer or return it cites; how many there were.

    A chain can be whole, and every rule of the book kept, while an entry rests on a decision that nobody drafted.

    Args:
        store: the book's memory.
        lines: the entries as their bytes, in order; the chain was checked before.

    Raises:
        BookBroken: `verify.cites_nothing`, with the first entry that rests on nothing that is on record, or on
            something that says otherwise.
    """
    record = _Record(store)
    count = 0
    for line in lines:
        if _OF_CAPACITY in line:
            continue
        entry = json.loads(line)
        if not record.holds(entry):
            place = Place(file="entries.jsonl", field=entry["id"])
            raise BookBroken(
                "verify.cites_nothing", place=place, seq=entry["seq"], id=entry["id"], basis=entry["basis"]
            )
        count += 1
    return count


class _Record:
    """Decisions by id, returns by reference, and transfers as they were put forward."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._decisions = {decision.id: decision for decision in store.decisions()}
        self._returns = {item.reference: item for item in store.returns()}

    def holds(self, entry: Mapping[str, Any]) -> bool:
        """Whether what the entry cites is on record and speaks of the same; True of kinds that cite entries alone."""
        kind = entry["kind"]
        if kind in _OF_A_RETURN:
            return self._is_of_return(entry)
        if kind in _OF_A_DECISION:
            return self._is_of_decision(entry)
        if kind == EntryKind.PROPOSE:
            return self._is_of_drafter(entry) or self._is_transfer(entry, proposer=entry["actor"])
        if kind == EntryKind.TRANSFER:
            return self._is_transfer(entry)
        return True

    def _is_of_return(self, entry: Mapping[str, Any]) -> bool:
        item = self._returns.get(entry["basis"])
        accounts = {account.partition(":")[2] for account, _ in entry["postings"]} - {""}
        return item is not None and {item.enterprise} == accounts

    def _is_of_decision(self, entry: Mapping[str, Any]) -> bool:
        decision = self._decisions.get(entry["id"].split(":")[1])
        if decision is None or decision.sha256 != entry["basis"]:
            return False
        return [entry["sector"], entry["plan_year"]] == [decision.body["sector"], decision.body["plan_year"]]

    def _is_of_drafter(self, entry: Mapping[str, Any]) -> bool:
        if not self._is_of_decision(entry):
            return False
        return bool(entry["actor"] == self._decisions[entry["id"].split(":")[1]].body["drafted_by"])

    def _is_transfer(self, entry: Mapping[str, Any], *, proposer: str = "") -> bool:
        try:
            kept = json.loads(self._store.file_content(entry["basis"].rpartition("/")[2]))
        except (NotFound, ValueError):
            return False
        if proposer and proposer != kept["person"]:
            return False
        takes = [[f"available:{kept['giver']}", -kept["tonnes"]], [f"available:{kept['taker']}", kept["tonnes"]]]
        pledges = [[f"pledged:{kept['giver']}", kept["tonnes"]], ["pledges", -kept["tonnes"]]]
        wanted = pledges if proposer else takes
        return bool(entry["plan_year"] == kept["plan_year"]) and all(posting in entry["postings"] for posting in wanted)
