"""What a book keeps of files handed in: the answers given, the findings, and what the enterprises said to them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

from zhibiao.errors import BookBroken
from zhibiao.store.database import Database, Row
from zhibiao.store.finding_rows import COLUMNS, finding_of_row, rows_of_findings
from zhibiao.terms.canonical import canonical_bytes
from zhibiao.terms.submission import KeptFinding, QueryAnswer, Submission

_COLUMNS = "number, key, file_sha256, name, received_at, uploader, origin, outcome, receipt"
_PORTION = 2_000


class Submissions:
    """Files handed in to one book; every write stands in the caller's transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, item: Submission) -> Submission:
        """Keep a submission with its findings; gives it back with its number."""
        row = self._database.one("SELECT coalesce(max(number), 0) + 1 FROM submissions")
        assert row is not None
        kept = replace(item, number=int(row[0]))
        values = (kept.number, kept.key, kept.file_sha256, kept.name, kept.received_at, kept.uploader, kept.origin)
        receipt = canonical_bytes(kept.receipt).decode()
        self._insert("submissions", [(*values, kept.outcome, receipt)])
        self._insert("findings", list(rows_of_findings(kept.number, kept.findings)))
        return kept

    def find(self, number: int) -> Submission | None:
        """The submission of that number with its findings, or None."""
        return next(self._read("number = ?", number), None)

    def by_key(self, uploader: str, key: str) -> Submission | None:
        """What that sender handed in under that key, or None."""
        return next(self._read("uploader = ? AND key = ?", uploader, key), None) if key else None

    def last_of(self, file_sha256: str) -> Submission | None:
        """The last submission of those bytes, or None."""
        return next(self._read("file_sha256 = ? ORDER BY number DESC LIMIT 1", file_sha256), None)

    def of_file(self, file_sha256: str, *, code: str) -> Sequence[KeptFinding]:
        """The findings of that code that any submission of those bytes left, answered or not."""
        columns = ", ".join(f"f.{name}" for name in COLUMNS.split(", "))
        found = self._database.all(
            f"SELECT {columns} FROM findings f JOIN submissions s ON s.number = f.submission"
            " WHERE s.file_sha256 = ? AND f.code = ? ORDER BY f.submission, f.position",
            file_sha256,
            code,
        )
        return tuple(finding_of_row(row) for row in found)

    def of_origin(self, origin: str, *, behind: int = 0) -> Sequence[Submission]:
        """What came from that address or device since a submission, in order, without findings."""
        found = self._database.all(
            f"SELECT {_COLUMNS} FROM submissions WHERE origin = ? AND number > ? ORDER BY number", origin, behind
        )
        return tuple(_submission_of(row) for row in found)

    def all(self) -> Iterator[Submission]:
        """Every submission in order, without findings; some thousands read at a time."""
        behind = 0
        while found := self._database.all(
            f"SELECT {_COLUMNS} FROM submissions WHERE number > ? ORDER BY number LIMIT {_PORTION}", behind
        ):
            yield from map(_submission_of, found)
            behind = found[-1][0]

    def open_findings(self) -> Sequence[tuple[int, KeptFinding]]:
        """The findings that ask something of an enterprise and were not answered, each with its submission."""
        columns = ", ".join(f"f.{name}" for name in COLUMNS.split(", "))
        found = self._database.all(
            f"SELECT {columns} FROM findings f WHERE f.severity <> 'NOTE' AND f.enterprise <> '' AND NOT EXISTS"
            " (SELECT 1 FROM answers a WHERE a.submission = f.submission AND a.position = f.position)"
            " ORDER BY f.submission, f.position"
        )
        return tuple((row[0], finding_of_row(row)) for row in found)

    def add_answer(self, answer: QueryAnswer) -> None:
        """Put an answer on record."""
        row = self._database.one("SELECT coalesce(max(number), 0) + 1 FROM answers")
        assert row is not None
        about = (answer.submission, answer.position, answer.act, answer.reason, answer.ground)
        self._insert("answers", [(row[0], *about, answer.document_sha256, answer.person, answer.at)])

    def answers(self, submission: int) -> Sequence[QueryAnswer]:
        """The answers to the findings of a submission, in order."""
        columns = ", ".join(QueryAnswer.__slots__)
        found = self._database.all(f"SELECT {columns} FROM answers WHERE submission = ? ORDER BY number", submission)
        return tuple(QueryAnswer(**dict(zip(QueryAnswer.__slots__, row, strict=True))) for row in found)

    def _read(self, where: str, *values: object) -> Iterator[Submission]:
        for row in self._database.all(f"SELECT {_COLUMNS} FROM submissions WHERE {where}", *values):
            found = self._database.all(f"SELECT {COLUMNS} FROM findings WHERE submission = ? ORDER BY position", row[0])
            yield replace(_submission_of(row), findings=tuple(finding_of_row(one) for one in found))

    def _insert(self, table: str, rows: list[Row]) -> None:
        if rows:
            blanks = ", ".join("?" * len(rows[0]))
            self._database.write_many(f"INSERT INTO {table} VALUES ({blanks})", rows)


def _submission_of(row: Row) -> Submission:
    number, key, file_sha256, name, received_at, uploader, origin, outcome, receipt = row
    try:
        plain = json.loads(receipt)
    except ValueError as error:
        raise BookBroken("store.damaged", detail=f"submissions {number}: {error}") from error
    return Submission(
        number=number,
        key=key,
        file_sha256=file_sha256,
        name=name,
        received_at=received_at,
        uploader=uploader,
        origin=origin,
        outcome=outcome,
        receipt=plain,
    )
