"""What a book keeps to be held against: the seals of its closings, the heads it handed out, and its secret."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from zhibiao.errors import BookBroken
from zhibiao.ledger.entry import Entry
from zhibiao.ledger.head import SignedHead
from zhibiao.ledger.seal import EMPTY, Seal, TableState, cited_seal, first_difference, row_bytes, seal_of
from zhibiao.store.database import Database, Row
from zhibiao.store.digests import TABLES, digest_tables, sealed_rows, states_after
from zhibiao.store.rows import ENTRY_COLUMNS, entry_of_row, line_of_row
from zhibiao.terms.canonical import canonical_bytes, sha256_hex

_PORTION = 5_000


class Proofs:
    """Seals, heads and secret of one book; every write stands in the caller's transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # the secret

    @property
    def lacks_secret(self) -> bool:
        """Whether the book is still to be given a secret; one that handed out heads had one, and needs that one."""
        return not self._database.all("SELECT number FROM book_secret UNION ALL SELECT number FROM heads LIMIT 1")

    def keep_secret(self, secret: str) -> None:
        """Give the book its secret, 32 bytes in hexadecimal; a book that has one keeps it."""
        if self.lacks_secret:
            self._database.write("INSERT INTO book_secret (number, secret) VALUES (1, ?)", secret)

    def secret(self) -> str:
        """The book's secret, which salts are made of; BookBroken `head.no_secret`."""
        row = self._database.one("SELECT secret FROM book_secret")
        if row is None:
            raise BookBroken("head.no_secret")
        return str(row[0])

    # seals

    def seal(self, *, sector: str, plan_year: int, month: str, returns: Sequence[str]) -> Seal:
        """Seal all tables as they stand, for the close of a month or, without one, of the year.

        Only rows that came since the last seal are read.
        """
        since = self._last_states()
        running = digest_tables(self._database, since)
        seal = Seal(
            sector=sector,
            plan_year=plan_year,
            month=month,
            returns=tuple(returns),
            tables={table: one.state for table, one in running.items()},
        )
        marks = {table: one.marks.hex() for table, one in running.items() if one.marks}
        row = self._database.one("SELECT coalesce(max(number), 0) + 1 FROM seals")
        assert row is not None
        values = (row[0], seal.sha256, canonical_bytes(seal.plain()).decode(), canonical_bytes(marks).decode())
        self._database.write("INSERT INTO seals (number, sha256, body, marks) VALUES (?, ?, ?, ?)", *values)
        return seal

    def find_seal(self, sha256: str) -> Seal | None:
        """The seal of that hash, or None; BookBroken `seal.edited` when it is not what was hashed."""
        row = self._database.one("SELECT number, sha256, body FROM seals WHERE sha256 = ?", sha256)
        return None if row is None else _seal_of_row(row)

    def bodies(self) -> Sequence[bytes]:
        """The bytes of every seal, in order."""
        return tuple(body.encode() for (body,) in self._database.all("SELECT body FROM seals ORDER BY number"))

    def tables(self) -> Mapping[str, Iterator[bytes]]:
        """Every sealed table by name, its rows in order as the bytes that are sealed; read as they are asked for."""
        return {table: map(row_bytes, sealed_rows(self._database, table)) for table in TABLES}

    def states(self) -> Mapping[str, TableState]:
        """The state of every table as it stands."""
        return {table: one.state for table, one in digest_tables(self._database, self._last_states()).items()}

    def states_after(self, rows: Mapping[str, int]) -> Mapping[str, TableState]:
        """The state of tables after so many rows of each, or after all there are."""
        return states_after(self._database, rows)

    def _last_states(self) -> Mapping[str, TableState]:
        row = self._database.one("SELECT number, sha256, body FROM seals ORDER BY number DESC LIMIT 1")
        return {} if row is None else _seal_of_row(row).tables

    # heads

    def heads(self) -> Sequence[SignedHead]:
        """The heads handed out, in order."""
        found = self._database.all("SELECT number, body, signature, public_key FROM heads ORDER BY number")
        return tuple(
            SignedHead(number=number, body=body, signature=signature, public_key=public_key)
            for number, body, signature, public_key in found
        )

    def add_head(self, head: SignedHead) -> None:
        """Keep a head that is handed out."""
        self._database.write(
            "INSERT INTO heads (number, sha256, body, signature, public_key) VALUES (?, ?, ?, ?, ?)",
            *(head.number, head.sha256, head.body, head.signature, head.public_key),
        )

    # everything, to be derived again

    def lines(self) -> Iterator[bytes]:
        """Every entry as a line of the export, in order, some thousands read at a time; BookBroken at a bad row."""
        wanted = f"SELECT {ENTRY_COLUMNS} FROM entries WHERE seq > ? ORDER BY seq LIMIT {_PORTION}"
        found = self._database.all(wanted, -1)
        while found:
            yield from map(line_of_row, found)
            found = self._database.all(wanted, found[-1][0])

    def contents(self) -> Sequence[str]:
        """The hash of every raw content kept, in order."""
        return tuple(sha256 for (sha256,) in self._database.all("SELECT sha256 FROM contents ORDER BY sha256"))

    # checking

    def check(self) -> None:
        """Hold every seal against its closing entry, every table against every seal, and each head against the next.

        The entries themselves were checked before.

        Raises:
            BookBroken: `seal.edited`, `seal.missing`, `seal.closing_unsealed`, `seal.not_cited`, `seal.rows_differ`
                with table and row, `head.kept_differs`.
        """
        seals, marks = self._read_seals()
        closings = self._database.all(f"SELECT {ENTRY_COLUMNS} FROM entries WHERE kind = 'close' ORDER BY seq")
        _check_closings([entry_of_row(row) for row in closings], seals)
        for table in TABLES:
            sealed = [seal.tables.get(table, TableState()) for seal in seals]
            differs = first_difference(table, sealed_rows(self._database, table), sealed, bytes(marks[table]))
            if differs is not None:
                seal = seals[differs.seal - 1]
                raise BookBroken(
                    "seal.rows_differ",
                    table=table,
                    row=differs.row,
                    last=differs.last,
                    sector=seal.sector,
                    period=seal.month or str(seal.plan_year),
                )
        if seals:
            self._check_no_late_parts(seals[-1].tables)
        self._check_heads()

    def _read_seals(self) -> tuple[list[Seal], dict[str, bytearray]]:
        seals: list[Seal] = []
        marks = {table: bytearray() for table in TABLES}
        for number, sha256, body, kept in self._database.all(
            "SELECT number, sha256, body, marks FROM seals ORDER BY number"
        ):
            if number != len(seals) + 1:
                raise BookBroken("seal.edited", number=len(seals) + 1)
            seals.append(_seal_of_row((number, sha256, body)))
            try:
                for table, text in json.loads(kept).items():
                    marks[table] += bytes.fromhex(text)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise BookBroken("seal.edited", number=number) from error
        return seals, marks

    def _check_no_late_parts(self, tables: Mapping[str, TableState]) -> None:
        """A figure that joined a sealed return after its seal, or a finding its submission: only the next seal would
        show it."""
        for table, sealed in TABLES.items():
            if not sealed.begins_behind:
                continue
            wholes, parts = (tables.get(name, TableState()).rows for name in (sealed.begins_behind, table))
            row = self._database.one(f"SELECT count(*) FROM {table} WHERE {sealed.key} <= ?", wholes)
            if row is not None and row[0] != parts:
                raise BookBroken("seal.rows_differ", table=table, row=parts + 1, last=parts + 1, sector="—", period="—")

    def _check_heads(self) -> None:
        previous = EMPTY
        kept = self._database.all("SELECT number, sha256 FROM heads ORDER BY number")
        for place, (head, (number, sha256)) in enumerate(zip(self.heads(), kept, strict=True), start=1):
            try:
                said = json.loads(head.body)["previous"]
            except (ValueError, KeyError, TypeError):
                said = ""
            if number != place or head.sha256 != sha256 or said != previous:
                raise BookBroken("head.kept_differs", number=place)
            previous = sha256


def _seal_of_row(row: Row) -> Seal:
    number, sha256, body = row
    if sha256_hex(body.encode()) != sha256:
        raise BookBroken("seal.edited", number=number)
    try:
        return seal_of(json.loads(body))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BookBroken("seal.edited", number=number) from error


def _check_closings(closings: Sequence[Entry], seals: Sequence[Seal]) -> None:
    """Closings cite the seals one by one, in order; the first that does not is named."""
    waiting = iter(seals)
    is_sealing = False
    for entry in closings:
        draft, cited = entry.draft, cited_seal(entry.draft.basis)
        if not cited:
            if is_sealing:
                raise BookBroken("seal.closing_unsealed", seq=entry.seq, id=draft.id)
            continue
        is_sealing = True
        seal = next(waiting, None)
        of = None if seal is None else (seal.sha256, seal.sector, seal.plan_year, seal.month)
        if of != (cited, draft.sector, draft.plan_year, draft.month):
            raise BookBroken("seal.missing", seq=entry.seq, id=draft.id, expected=cited)
    if (left := next(waiting, None)) is not None:
        raise BookBroken("seal.not_cited", sha256=left.sha256, period=left.month or str(left.plan_year))
