"""Tamperings with a book's database, each of which verifying has to find: `python -m benchmarks.reliability.tamper`.

The book is a small city's: an old year in entries of version 1, a year of returns, a decision, closings under seals, a
roll-over, and the year after in version 2. A tampering takes the guards off a copy and changes what is kept: a digit, a
letter or a byte anywhere, rows swapped, removed, added, doubled or cut off at the end, a chain written anew with hashes
that fit, a decision together with its hash, raw files exchanged. Then the book is verified as `zhibiao verify` and
`zhibiao head check` do it, with a ledger head and a signed head that were kept outside. What leaves every row as it was
is no tampering and is drawn again.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import apsw

from benchmarks.reliability.tampered_book import (
    HINT,
    TABLES,
    Sample,
    build_sample,
    rows_of,
    state_of,
)
from zhibiao.errors import ZhibiaoError
from zhibiao.ledger.chain import GENESIS
from zhibiao.procedures.heads import check_head
from zhibiao.procedures.verify import verify_book
from zhibiao.store.book_store import BookStore
from zhibiao.store.sqlite import SqliteDatabase
from zhibiao.terms.canonical import canonical_bytes
from zhibiao.verification import verify as verifier

KEY = {"entries": "seq", "contents": "rowid", "facts": "rowid", "findings": "rowid"}  # others are numbered
PARTS = {"facts": ("return_number", "value"), "findings": ("submission", "code")}  # parts of what, and what they say
Row = tuple[Any, ...]


class Missed(AssertionError):
    """A tampering that verifying did not find, or did not name rightly; or the work is below its floor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tampering:
    """What was done to which table, and at which of its rows it shows first, 0 where no row can tell."""

    kind: str
    table: str
    first: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What verifying said: by which act, the code, and the table and row it names, 0 where it names none."""

    act: str
    code: str
    place: str = ""
    first: int = 0
    last: int = 0


@dataclass(slots=True)
class Done:
    """Work and outcome."""

    by_kind: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_code: Counter[tuple[str, str]] = field(default_factory=Counter)
    placed: Counter[str] = field(default_factory=Counter)
    missed: list[Tampering] = field(default_factory=list)
    misplaced: list[tuple[Tampering, Found]] = field(default_factory=list)


# -- tampering ---------------------------------------------------------------------------------------------------------


class Hand:
    """Somebody with the database and no scruples; all guards are off."""

    def __init__(self, connection: apsw.Connection, chance: random.Random) -> None:
        self.db, self.chance = connection, chance
        for pragma in ("foreign_keys=OFF", "ignore_check_constraints=ON", "recursive_triggers=OFF"):
            connection.execute(f"PRAGMA {pragma}")
        for (name,) in self.all("SELECT name FROM sqlite_schema WHERE type = 'trigger'"):
            connection.execute(f"DROP TRIGGER {name}")

    def all(self, sql: str, *values: Any) -> list[Row]:
        return list(self.db.execute(sql, values))

    def table(self, *, least: int = 1) -> str:
        """A table with so many rows."""
        return self.chance.choice([name for name in TABLES if self.count(name) >= least])

    def count(self, table: str) -> int:
        return int(self.all(f"SELECT count(*) FROM {table}")[0][0])

    def columns(self, table: str) -> list[str]:
        found = [row[1] for row in self.all(f"PRAGMA table_info({table})")]
        return [name for name in found if (table, name) != HINT]

    def rows(self, table: str) -> list[int]:
        """The row numbers of a table in its order."""
        return [row[0] for row in self.all(f"SELECT rowid FROM {table} ORDER BY {KEY.get(table, 'number')}")]

    def write(self, table: str, rowid: int, column: str, value: Any) -> None:
        self.db.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (value, rowid))


def changed_value(hand: Hand) -> Tampering:
    """One digit, letter or byte of one column of one row."""
    table = hand.table()
    rowid, column = hand.chance.choice(hand.rows(table)), hand.chance.choice(hand.columns(table))
    place = hand.rows(table).index(rowid) + 1
    ((value,),) = hand.all(f"SELECT {column} FROM {table} WHERE rowid = ?", rowid)
    hand.write(table, rowid, column, _nudged(value, hand.chance))
    is_moved = column in ("seq", "number") or table == "contents" or table in PARTS
    return Tampering(kind="value", table=table, first=0 if is_moved else place, note=column)


def _nudged(value: Any, chance: random.Random) -> Any:
    if value is None:
        return "0" * 64
    if isinstance(value, int):
        return value + chance.choice((-1, 1, 10, 1000))
    if not value:
        return "x"
    place = chance.randrange(len(value))
    if isinstance(value, bytes):
        return value[:place] + bytes([value[place] ^ (1 << chance.randrange(8))]) + value[place + 1 :]
    old = value[place]
    alike = "0123456789" if old.isdigit() else "abcdefghijklmnopqrstuvwxyz" if old.isalpha() else "-.:/ ,"
    return value[:place] + chance.choice(alike.replace(old, "")) + value[place + 1 :]


def changed_fact(hand: Hand) -> Tampering:
    """A figure of a return, by a tonne or a digit."""
    rowid = hand.chance.choice(hand.rows("facts"))
    ((value,),) = hand.all("SELECT value FROM facts WHERE rowid = ?", rowid)
    hand.write("facts", rowid, "value", str(int(value.partition(".")[0]) + hand.chance.choice((-1, 1, 100))))
    return Tampering(kind="fact", table="facts", first=hand.rows("facts").index(rowid) + 1)


def changed_entry_with_hash(hand: Hand) -> Tampering:
    """An entry's body, with a hash that fits it, and nothing after it made to fit."""
    rowid = hand.chance.choice(hand.rows("entries"))
    ((body,),) = hand.all("SELECT body FROM entries WHERE rowid = ?", rowid)
    forged = re.sub(r'"reason":"([^"]*)"', r'"reason":"\1x"', body)
    hand.db.execute("UPDATE entries SET body = ?, hash = ? WHERE rowid = ?", (forged, _hash(forged), rowid))
    last = hand.count("entries")
    # The last one is an end like any other: only a head kept outside tells, and it names no row.
    return Tampering(kind="entry and hash", table="entries", first=0 if rowid == last else rowid + 1)


def swapped(hand: Hand) -> Tampering:
    """Two rows change places."""
    table = hand.table(least=2)
    one, other = sorted(hand.chance.sample(range(hand.count(table)), 2))
    order = hand.rows(table)
    if table == "contents":
        pairs = hand.all("SELECT rowid, bytes FROM contents WHERE rowid IN (?, ?)", order[one], order[other])
        for (rowid, _), (_, content) in zip(pairs, reversed(pairs), strict=True):
            hand.write(table, rowid, "bytes", content)
        return Tampering(kind="swap", table=table)
    if table in PARTS:
        return _swapped_parts(hand, table)
    key = {"entries": "seq"}.get(table, "number")
    ((first,), (second,)) = (
        hand.all(f"SELECT {key} FROM {table} WHERE rowid = ?", order[at])[0] for at in (one, other)
    )
    for old, new in ((first, -1), (second, first), (-1, second)):
        hand.db.execute(f"UPDATE {table} SET {key} = ? WHERE {key} = ?", (new, old))
    return Tampering(kind="swap", table=table, first=one + 1)


def _swapped_parts(hand: Hand, table: str) -> Tampering:
    """Two figures of one return exchange their values, or two findings of one file their codes."""
    whole, says = PARTS[table]
    (number,) = hand.chance.choice(hand.all(f"SELECT {whole} FROM {table} GROUP BY 1 HAVING count(*) > 1 ORDER BY 1"))
    ids = [row[0] for row in hand.all(f"SELECT rowid FROM {table} WHERE {whole} = ?", number)]
    pairs = [
        hand.all(f"SELECT rowid, {says} FROM {table} WHERE rowid = ?", rowid)[0] for rowid in hand.chance.sample(ids, 2)
    ]
    for (rowid, _), (_, value) in zip(pairs, reversed(pairs), strict=True):
        hand.write(table, rowid, says, value)
    return Tampering(kind="swap", table=table)


def removed(hand: Hand) -> Tampering:
    """One row is gone, and those after it keep their numbers or close the gap."""
    table = hand.table()
    place = hand.chance.randrange(hand.count(table))
    rowid, last = hand.rows(table)[place], hand.count(table)
    hand.db.execute(f"DELETE FROM {table} WHERE rowid = ?", (rowid,))
    if table not in KEY and hand.chance.random() < 0.5:
        hand.db.execute(f"UPDATE {table} SET number = -number WHERE number > ?", (place + 1,))
        hand.db.execute(f"UPDATE {table} SET number = -number - 1 WHERE number < 0")
    # Of a row at the end no place is left to name.
    return Tampering(kind="removal", table=table, first=0 if place + 1 == last else place + 1)


def cut_off(hand: Hand) -> Tampering:
    """The last rows of a table are gone."""
    table = hand.table(least=2)
    many = hand.chance.randrange(1, max(2, hand.count(table) // 4))
    for rowid in hand.rows(table)[-many:]:
        hand.db.execute(f"DELETE FROM {table} WHERE rowid = ?", (rowid,))
    return Tampering(kind="tail", table=table)


def doubled(hand: Hand) -> Tampering:
    """A row stands a second time, under a key of its own, at the end or behind itself."""
    table = hand.table()
    place = hand.chance.randrange(hand.count(table))
    rowid, last = hand.rows(table)[place], hand.count(table)
    columns = [row[1] for row in hand.all(f"PRAGMA table_info({table})")]
    row = dict(zip(columns, hand.all(f"SELECT * FROM {table} WHERE rowid = ?", rowid)[0], strict=True))
    is_inside = table not in ("contents", *PARTS) and hand.chance.random() < 0.5
    key = KEY.get(table, "number")
    if is_inside:
        hand.db.execute(f"UPDATE {table} SET {key} = -{key} WHERE {key} > ?", (place + 1,))
        hand.db.execute(f"UPDATE {table} SET {key} = 1 - {key} WHERE {key} < 0")
    if key in row:
        row[key] = place + 2 if is_inside else last + 1
    if "position" in row:
        row["position"] = 10_000
    if "field" in row:
        row["field"] += "_again"
    for name in ("id", "version", "sha256", "hash"):
        if name in row and table != "files" and table != "facts":
            row[name] = _another(row[name])
    blanks = ", ".join("?" * len(row))
    hand.db.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({blanks})", tuple(row.values()))
    return Tampering(kind="double", table=table, first=place + 2 if is_inside and table == "entries" else 0)


def _another(value: Any) -> Any:
    if isinstance(value, int):
        return value + 1
    return ("1" if value[0] == "0" else "0") + value[1:] if re.fullmatch(r"[0-9a-f]{64}", value) else f"{value}-2"


def appended(hand: Hand) -> Tampering:
    """An entry nobody made, linked to the last one as it should be."""
    ((seq, head, body),) = hand.all("SELECT seq, hash, body FROM entries ORDER BY seq DESC LIMIT 1")
    entry = verifier.parse_json("entries.jsonl", body.encode())
    month = f"{entry['plan_year']}-01"
    entry |= {"seq": seq + 1, "previous": head, "id": f"close:{seq}", "kind": "close", "month": month, "postings": []}
    _insert_entry(hand, entry)
    return Tampering(kind="entry added", table="entries")


def rebuilt(hand: Hand) -> Tampering:
    """The chain from some entry on is written anew, with hashes that fit, after a lie in that entry."""
    found = [
        verifier.parse_json("entries.jsonl", body.encode())
        for (body,) in hand.all("SELECT body FROM entries ORDER BY seq")
    ]
    place = hand.chance.randrange(len(found))
    lie = hand.chance.choice(("reason", "tonnes", "actor", "basis", "removed"))
    if lie == "removed":
        del found[place]
    elif lie == "tonnes" and found[place]["postings"]:
        for posting in found[place]["postings"]:
            posting[1] += 1 if posting[1] > 0 else -1
    else:
        name = lie if lie in ("reason", "actor", "basis") else "reason"
        found[place][name] += "x"
    hand.db.execute("DELETE FROM entries")
    previous = GENESIS
    for seq, entry in enumerate(found, 1):
        entry |= {"seq": seq, "previous": previous}
        previous = _insert_entry(hand, entry)
    return Tampering(kind="chain anew", table="entries", note=lie)


def _insert_entry(hand: Hand, entry: Mapping[str, Any]) -> str:
    body = canonical_bytes(entry).decode()
    columns = ("seq", "id", "sector", "plan_year", "kind", "month")
    values = (*(entry[name] for name in columns), _hash(body), body)
    hand.db.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
    return _hash(body)


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def changed_decision(hand: Hand) -> Tampering:
    """A figure of a decision, with its hash, and half the time its id and signatures as well."""
    rowid, name, body = hand.chance.choice(hand.all("SELECT rowid, id, body FROM decisions ORDER BY number"))
    figures = [*re.finditer(r'"(?:quota_t|tonnes|base_t|cap_t|made_t)":(\d+)', body)]
    one = hand.chance.choice(figures)
    forged = body[: one.start(1)] + str(int(one.group(1)) + 1) + body[one.end(1) :]
    own = _hash(forged)
    hand.db.execute("UPDATE decisions SET body = ?, sha256 = ? WHERE rowid = ?", (forged, own, rowid))
    if hand.chance.random() < 0.5:
        again = f"{name[:-8]}{own[:8]}"
        hand.write("decisions", rowid, "id", again)
        hand.db.execute("UPDATE signatures SET decision = ? WHERE decision = ?", (again, name))
    return Tampering(kind="decision and hash", table="decisions")


def changed_content(hand: Hand) -> Tampering:
    """A raw file's bytes with the hash that fits, wherever that hash stands."""
    rowid = hand.chance.choice(hand.rows("contents"))
    ((old, content),) = hand.all("SELECT sha256, bytes FROM contents WHERE rowid = ?", rowid)
    forged = content + b"!"
    new = sha256(forged).hexdigest()
    hand.db.execute("UPDATE contents SET sha256 = ?, bytes = ? WHERE rowid = ?", (new, forged, rowid))
    hand.db.execute("UPDATE files SET sha256 = ? WHERE sha256 = ?", (new, old))
    for table in ("returns", "submissions"):
        hand.db.execute(f"UPDATE {table} SET file_sha256 = ? WHERE file_sha256 = ?", (new, old))
    return Tampering(kind="file and hash", table="contents")


def exchanged_contents(hand: Hand) -> Tampering:
    """Two raw files exchange their bytes."""
    found = hand.all("SELECT rowid, bytes FROM contents ORDER BY sha256")
    (one, first), (other, second) = hand.chance.sample(found, 2)
    hand.write("contents", one, "bytes", second)
    hand.write("contents", other, "bytes", first)
    return Tampering(kind="files exchanged", table="contents")


def reordered(hand: Hand) -> Tampering:
    """A run of rows is turned round."""
    table = hand.chance.choice(("entries", "returns", "files", "signatures", "seals"))
    last, key = hand.count(table), KEY.get(table, "number")
    start = hand.chance.randrange(1, last)
    end = hand.chance.randrange(start + 1, min(last, start + 12) + 1)
    hand.db.execute(f"UPDATE {table} SET {key} = -{key} WHERE {key} BETWEEN ? AND ?", (start, end))
    hand.db.execute(f"UPDATE {table} SET {key} = {start + end} + {key} WHERE {key} < 0")
    return Tampering(kind="order", table=table, first=start)


KINDS: Sequence[Callable[[Hand], Tampering]] = (
    changed_value,
    changed_value,
    changed_value,
    changed_fact,
    changed_entry_with_hash,
    swapped,
    removed,
    cut_off,
    doubled,
    appended,
    rebuilt,
    changed_decision,
    changed_content,
    exchanged_contents,
    reordered,
)


def flipped_byte(data: bytes, chance: random.Random) -> bytes:
    """The file with one bit of one byte turned."""
    place = chance.randrange(len(data))
    return data[:place] + bytes([data[place] ^ (1 << chance.randrange(8))]) + data[place + 1 :]


# -- finding -----------------------------------------------------------------------------------------------------------


def found_in(sample: Sample, database: SqliteDatabase, *, with_verifier: Any = verifier) -> Found | None:
    """What verifying says of a book; None when it finds nothing.

    First the book by itself and the ledger's head, then everything the head kept outside covers, and at last whether
    anything has come since that head: nothing had, so a row that was added is one nobody entered.
    """
    store = BookStore(database)
    how = {"city": sample.city, "verifier": with_verifier, "head": sample.head}
    for act, check in (
        # Its entries of former years are made by hand and rest on no papers.
        ("verify", lambda: verify_book(store, **how, looks_up=False)),
        # The command checks the store itself before it derives anything; here without the guards, which are all off,
        # and not beside a weakened verifier, whose weakness it would cover.
        ("store", store.proofs.check if with_verifier is verifier else lambda: None),
        ("head", lambda: check_head(store, sample.document)),
        ("since", lambda: _nothing_since(store, sample)),
    ):
        try:
            check()
        except ZhibiaoError as error:
            return _told(act, error)
        except apsw.Error as error:
            return Found(act="database", code=type(error).__name__)
    return None


def _nothing_since(store: BookStore, sample: Sample) -> None:
    """Raise CameSince when the book, shown again, has more than it had when its head was kept."""
    if state_of(store, tables=sample.tables) != sample.tables:
        raise CameSince("head.later_rows")


class CameSince(ZhibiaoError):
    """Something came after the head that was kept."""


def _told(act: str, error: ZhibiaoError) -> Found:
    facts = error.facts
    where, seq = str(facts.get("where", "")), facts.get("seq", facts.get("row", 0))
    run = re.match(r"(\d+)…(\d+)", where)
    one = re.match(r"\[(\d+)\]", where)
    first, last = (int(run[1]), int(run[2])) if run else (int(one[1]),) * 2 if one else (int(seq), int(seq))
    return Found(act=act, code=error.code, place=str(facts.get("file", "")), first=first, last=last)


def is_placed(done: Tampering, found: Found) -> bool | None:
    """Whether the row named is the one; None where there is none to name, or the damage shows elsewhere first."""
    if not done.first:
        return None
    if done.table == "entries" and found.first:
        return found.first == done.first
    if found.place == done.table:
        return found.first <= done.first <= found.last
    return None


def main(count: int = 10_000, *, seed: int = 1, bug: str = "", book: Sample | None = None) -> Done:
    """Tamper so often; what was done and found.

    Args:
        count: how many tamperings.
        seed: of the choices.
        bug: a weakness of the verifier, by name; the harness has to fail with it.
        book: what is tampered with, where it was made before.

    Raises:
        Missed: a tampering was not found or not named rightly, or a kind came too seldom.
    """
    done = Done()
    with tempfile.TemporaryDirectory() as folder, weakened(bug, book or build_sample(Path(folder))) as (sample, weak):
        for number in range(count):
            chance = random.Random(f"{seed}:{number}")
            _one(sample, weak, chance, done)
    _judge(done, count)
    return done


def _one(sample: Sample, weak: Any, chance: random.Random, done: Done) -> None:
    tampering, database = _tampered(sample, chance)
    try:
        found = found_in(sample, database, with_verifier=weak)
    finally:
        database.close()
    done.by_kind[tampering.kind, tampering.table] += 1
    if found is None:
        done.missed.append(tampering)
        return
    done.by_code[found.act, found.code] += 1
    is_right = is_placed(tampering, found)
    done.placed["no row to name" if is_right is None else "rightly" if is_right else "wrongly"] += 1
    if is_right is False:
        done.misplaced.append((tampering, found))


def _tampered(sample: Sample, chance: random.Random) -> tuple[Tampering, SqliteDatabase]:
    """A copy of the book that was tampered with; drawn again when every row is as it was."""
    while True:
        if chance.randrange(len(KINDS) + 1) == 0:
            database = SqliteDatabase(apsw.Connection(":memory:"))
            database.connection.deserialize("main", flipped_byte(sample.database.connection.serialize("main"), chance))
            tampering = Tampering(kind="byte of the file", table="—")
        else:
            database = SqliteDatabase.memory(sample.database)
            try:
                tampering = chance.choice(KINDS)(Hand(database.connection, chance))
            except apsw.ConstraintError:
                database.close()
                continue
        try:
            is_same = rows_of(database.connection) == sample.rows
        except apsw.Error:
            is_same = False
        if not is_same:
            return tampering, database
        database.close()


@contextmanager
def weakened(bug: str, sample: Sample) -> Iterator[tuple[Sample, Any]]:
    """The verifier, or one with a weakness: it skips the figures of returns, or the end of the chain."""
    if not bug:
        yield sample, verifier
        return
    weak = SimpleNamespace(**vars(verifier))
    if bug == "skips_facts":

        def verify_seals(closings: Any, seals: Any, tables: Any) -> Any:
            kept = {name: rows for name, rows in tables.items() if name != "facts"}
            report = verifier.verify_seals(closings, seals, kept)
            return report._replace(differences=[one for one in report.differences if one.file != "facts"])

        weak.verify_seals = verify_seals
        yield replace(sample, document=sample.without("facts"), tables=sample.tables_without("facts")), weak
    elif bug == "skips_head":
        early = replace(sample, head="", document=sample.first_document, tables={})
        yield early, weak
    else:
        raise ValueError(f"no such weakness: {bug}")


WEAKNESSES = ("skips_facts", "skips_head")


def _judge(done: Done, count: int) -> None:
    total, kinds = sum(done.by_kind.values()), Counter[str]()
    for (kind, _), often in done.by_kind.items():
        kinds[kind] += often
    least = count // (len(KINDS) * 3)
    short = [kind for kind, often in kinds.items() if often < least]
    if total < count or short:
        raise Missed(f"below the floor: {total} of {count}; {short}")
    if done.missed or done.misplaced:
        raise Missed(f"{len(done.missed)} not found, {len(done.misplaced)} named wrongly of {total}\n{table_of(done)}")


def table_of(done: Done) -> str:
    """What was done, line by line."""
    lines = [f"{often:>8,} {kind}, {table}" for (kind, table), often in sorted(done.by_kind.items())]
    lines += [f"{often:>8,} found by {act}: {code}" for (act, code), often in sorted(done.by_code.items())]
    lines += [f"{often:>8,} placed {how}" for how, often in sorted(done.placed.items())]
    lost = Counter((one.kind, one.table, one.note) for one in done.missed)
    lines += [f"{often:>8,} MISSED {kind}, {table} {note}" for (kind, table, note), often in sorted(lost.items())]
    lines += [f"         NAMED WRONGLY {one} as {found}" for one, found in done.misplaced[:10]]
    return "\n".join(lines)


def _command() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seeded-bug", choices=WEAKNESSES, default="")
    given = parser.parse_args()
    start = time.perf_counter()
    try:
        done = main(given.count, seed=given.seed, bug=given.seeded_bug)
    except Missed as error:
        print(error, file=sys.stderr)
        return 1
    seconds = time.perf_counter() - start
    print(table_of(done))
    print(f"{given.count:,} tamperings, all found, seed {given.seed}, {seconds:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(_command())
