"""Entries found by the database itself, a page at a time: a long ledger answers as fast as a short one."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence

from zhibiao.ledger.entry import FORMER_NAMES, Entry, EntryKind
from zhibiao.ledger.search import EntryFilter, EntryPage
from zhibiao.store.database import Database
from zhibiao.store.rows import ENTRY_COLUMNS, entry_of_row

LOOKED_THROUGH = 50_000
"""How many entries one page looks through at most: what is rare in a long ledger is looked for in several steps."""

_ESCAPE = "\\"


def find_entries(
    database: Database, wanted: EntryFilter, *, before: int, most: int, looked: int = LOOKED_THROUGH
) -> EntryPage:
    """A page of at most `most` entries that fit, with numbers below `before` (0: from the end), the last first."""
    (tail,) = database.one("SELECT coalesce(max(seq), 0) FROM entries") or (0,)
    end = min(before, tail + 1) if before > 0 else tail + 1
    book, values = _of_book(wanted)
    floor = _floor(database, wanted, end, looked=looked)
    narrow, narrowing = _narrowing(wanted)
    sql = f"SELECT {ENTRY_COLUMNS} FROM entries WHERE {book} AND seq < ? AND seq > ?{narrow} ORDER BY seq DESC LIMIT ?"
    found: list[Entry] = []
    while True:
        rows = database.all(sql, *values, end, floor, *narrowing, most + 1)
        found += [entry for entry in map(entry_of_row, rows) if wanted.fits(entry)]
        if len(found) > most:
            return EntryPage(entries=tuple(found[:most]), before=found[most - 1].seq)
        if len(rows) <= most:
            return EntryPage(entries=tuple(found), before=floor + 1 if floor else 0, is_cut=floor > 0)
        end = rows[-1][0]


def _of_book(wanted: EntryFilter) -> tuple[str, list[object]]:
    """The condition on the book; only sector and year together are looked up in the index.

    One of them alone is taken out of the index's sight: with it a database would sort the whole book for one page.
    """
    if wanted.sector and wanted.plan_year is not None:
        return "sector = ? AND plan_year = ?", [wanted.sector, wanted.plan_year]
    if wanted.sector:
        return "sector || '' = ?", [wanted.sector]
    if wanted.plan_year is not None:
        return "plan_year + 0 = ?", [wanted.plan_year]
    return "seq > 0", []


def _floor(database: Database, wanted: EntryFilter, end: int, *, looked: int) -> int:
    """The number above which a page looks; 0 where it may look through everything."""
    if not (wanted.sector and wanted.plan_year is not None):
        return max(0, end - 1 - looked)
    book, values = _of_book(wanted)
    behind = f"SELECT seq FROM entries WHERE {book} AND seq < ? ORDER BY seq DESC LIMIT 1 OFFSET ?"
    row = database.one(behind, *values, end, looked)
    return row[0] if row else 0


def _narrowing(wanted: EntryFilter) -> tuple[str, Sequence[object]]:
    """What keeps most other entries in the database; whether one fits is said by the filter itself."""
    conditions, values = [], list[object]()
    if wanted.kind is not None:
        names = sorted({wanted.kind.value, FORMER_NAMES.get(wanted.kind, wanted.kind.value)})
        conditions.append(f"kind IN ({', '.join('?' * len(names))})")
        values += names
    if wanted.month:
        conditions.append("month = ?")
        values.append(wanted.month)
    if wanted.enterprise:
        conditions.append(f"body LIKE ? ESCAPE '{_ESCAPE}'")
        values.append(f'%:{_escaped(wanted.enterprise)}"%')
    if wanted.text:
        conditions.append(f"lower(body) LIKE lower(?) ESCAPE '{_ESCAPE}'")
        values.append(f"%{_escaped(wanted.text)}%")
    return "".join(f" AND {one}" for one in conditions), values


def _escaped(part: str) -> str:
    r"""A part of a body as LIKE finds it: in the body's own writing, its wildcards taken as they are.

    >>> _escaped("50%"), _escaped('a "b"')
    ('50\\%', 'a \\\\"b\\\\"')
    """
    text = json.dumps(unicodedata.normalize("NFC", part), ensure_ascii=False)[1:-1]
    for sign in (_ESCAPE, "%", "_"):
        text = text.replace(sign, _ESCAPE + sign)
    return text


def entry_at(database: Database, seq: int) -> Entry | None:
    """The entry of that number."""
    row = database.one(f"SELECT {ENTRY_COLUMNS} FROM entries WHERE seq = ?", seq)
    return None if row is None else entry_of_row(row)


def entry_named(database: Database, entry_id: str) -> Entry | None:
    """The entry of that id."""
    row = database.one(f"SELECT {ENTRY_COLUMNS} FROM entries WHERE id = ?", entry_id)
    return None if row is None else entry_of_row(row)


def correction_of(database: Database, entry: Entry) -> Entry | None:
    """The entry that turned this one back."""
    draft = entry.draft
    later = (
        f"SELECT {ENTRY_COLUMNS} FROM entries WHERE sector = ? AND plan_year = ? AND seq > ? AND kind = ?"
        f" AND body LIKE ? ESCAPE '{_ESCAPE}' ORDER BY seq"
    )
    cites = f'%"corrects":"{_escaped(draft.id)}"%'
    rows = database.all(later, draft.sector, draft.plan_year, entry.seq, EntryKind.CORRECT.value, cites)
    return next((one for one in map(entry_of_row, rows) if one.draft.corrects == draft.id), None)
