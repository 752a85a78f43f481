"""Seals (封存): what the other tables of a book held when a period was closed, by hash, so that the chain covers it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import Any

from zhibiao.terms.canonical import content_hash, sha256_hex

VERSION = 1
# The digest of a table without rows.
EMPTY = "0" * 64
_CITES = "seal/"
# Bytes of each running digest kept beside a seal: enough to name the row at which two tables part.
_MARK = 4
_NOT_KEPT = frozenset({float, bool})

Row = Sequence[Any]


def _hashed(value: object) -> str:
    if isinstance(value, bytes | memoryview | bytearray):
        return sha256_hex(bytes(value))
    raise TypeError(f"no such value in a table of a book: {type(value).__name__}")


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_hashed).encode


@dataclass(frozen=True, slots=True, kw_only=True)
class TableState:
    """How many rows a table has and the running digest over them; ValueError on what is neither.

    The digest after n rows is SHA-256(digest after n - 1, 32 bytes ‖ row n): it can be taken up again where it was
    left, which the inner state of one long SHA-256 cannot, and it says something about every prefix.
    """

    rows: int = 0
    digest: str = EMPTY

    def __post_init__(self) -> None:
        if type(self.rows) is not int or self.rows < 0 or len(bytes.fromhex(self.digest)) != len(EMPTY) // 2:
            raise ValueError(f"no state of a table: {self.rows!r}, {self.digest!r}")

    def plain(self) -> dict[str, Any]:
        """The state as plain values."""
        return {"rows": self.rows, "digest": self.digest}


@dataclass(slots=True)
class RunningDigest:
    """A digest while rows are added to it; `marks` has the first four bytes of every digest on the way."""

    state: TableState = field(default_factory=TableState)
    marks: bytearray = field(default_factory=bytearray)

    def add(self, rows: Iterable[Row]) -> TableState:
        """Add rows in order; the state after them."""
        digest, count = bytes.fromhex(self.state.digest), self.state.rows
        for row in rows:
            digest = hashlib.sha256(digest + row_bytes(row)).digest()
            self.marks += digest[:_MARK]
            count += 1
        self.state = TableState(rows=count, digest=digest.hex())
        return self.state


def row_bytes(row: Row) -> bytes:
    """The one byte form of a row: a JSON list without blanks, bytes by their SHA-256, texts exactly as they are kept.

    >>> row_bytes((1, "吨", None)).decode(), row_bytes((b"",)).decode()[:10]
    ('[1,"吨",null]', '["e3b0c442')
    """
    if not _NOT_KEPT.isdisjoint(map(type, row)):
        raise TypeError(f"a table of a book holds whole numbers, texts and bytes: {row!r}")
    return _encode(tuple(row)).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """What a closing entry rests on; the entry cites it by hash.

    Args:
        sector: whose period was closed.
        plan_year: of which year.
        month: which month, empty for the year.
        returns: references of the returns that stood.
        tables: the state of every table but the entries, by name; the seals before this one among them.
    """

    sector: str
    plan_year: int
    month: str
    returns: tuple[str, ...]
    tables: Mapping[str, TableState]

    def plain(self) -> dict[str, Any]:
        """What is hashed."""
        return {
            "version": VERSION,
            "sector": self.sector,
            "plan_year": self.plan_year,
            "month": self.month,
            "returns": list(self.returns),
            "tables": {name: state.plain() for name, state in self.tables.items()},
        }

    @property
    def sha256(self) -> str:
        """SHA-256 of the canonical bytes of `plain()`."""
        return content_hash(self.plain())

    @property
    def basis(self) -> str:
        """How a closing entry cites this seal."""
        return _CITES + self.sha256


def seal_of(plain: Mapping[str, Any]) -> Seal:
    """Read back what `Seal.plain()` wrote; ValueError, KeyError or TypeError when it is no seal."""
    if plain["version"] != VERSION:
        raise ValueError(f"no such version of a seal: {plain['version']}")
    return Seal(
        sector=plain["sector"],
        plan_year=plain["plan_year"],
        month=plain["month"],
        returns=tuple(plain["returns"]),
        tables={name: TableState(**state) for name, state in plain["tables"].items()},
    )


def cited_seal(basis: str) -> str:
    """The hash of the seal that a basis cites; empty for a closing from before there were seals.

    >>> cited_seal("seal/" + EMPTY) == EMPTY, cited_seal(EMPTY)
    (True, '')
    """
    return basis.removeprefix(_CITES) if basis.startswith(_CITES) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsDiffer:
    """The first row at which a table is not the one that was sealed.

    `row` counts from 1 in the table's order; where the marks beside the seals cannot tell, it is the first row since
    the seal before, and `last` is the last one it may be.
    """

    table: str
    row: int
    last: int
    seal: int


def first_difference(
    table: str, rows: Iterable[Row], sealed: Sequence[TableState], marks: bytes | bytearray = b""
) -> RowsDiffer | None:
    """Hold a table against its state at every seal, in one pass over its rows.

    Args:
        table: its name.
        rows: all rows in the table's order.
        sealed: its state at each seal, in order of seals.
        marks: the marks of all sealed rows in order, as `RunningDigest` made them.

    Returns:
        The first difference, of the earliest seal it is seen at; None when the table holds every sealed row.
    """
    running, source = RunningDigest(), iter(rows)
    for number, (before, state) in enumerate(pairwise((TableState(), *sealed)), start=1):
        if running.add(islice(source, max(0, state.rows - running.state.rows))) != state:
            row = _first_parted(running.marks, marks[: state.rows * _MARK], after=before.rows)
            last = row or max(state.rows, before.rows + 1)
            return RowsDiffer(table=table, row=row or before.rows + 1, last=last, seal=number)
    return None


def _first_parted(found: bytearray, sealed: bytes | bytearray, *, after: int) -> int | None:
    """The first row behind `after` whose marks differ; None when the marks cannot tell."""
    for start in range(after * _MARK, len(sealed), _MARK):
        if found[start : start + _MARK] != sealed[start : start + _MARK]:
            return start // _MARK + 1
    return None
