"""The ledger as a table: one action per row, its outcome in the last column, earlier rows standing.

`ok` is taken, `again` gives back the first receipt, anything else is the code of the refusal. Where two rules are
broken at once, the row shows which one is named. Where the basis matters it stands behind the outcome; `li` acts.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger_sample import START, draft
from zhibiao.errors import ActRefused, BookBroken
from zhibiao.ledger.entry import Draft, EntryKind, Posting
from zhibiao.store.book_store import BookStore

TABLES = {
    "a year's tonnes": """
        # id   kind     from         to           tonnes   month    cites  outcome
        c1     cap      cap          pool         1000     -        -      ok
        c1     cap      cap          pool         1000     -        -      again
        c1     cap      cap          pool         1001     -        -      entry.id_reused
        c1     issue    cap          pool         1000     -        -      entry.id_reused
        r1     reserve  pool         reserve      100      -        -      ok
        i1     issue    pool         available:A  600      -        -      ok
        i2     issue    pool         available:B  301      -        -      ledger.negative_balance
        i2     issue    pool         available:B  300      -        -      ok
        u1     use      available:A  used:A       250      2024-01  -      ok
        u2     use      available:A  used:A       351      2024-01  -      ledger.negative_balance
        u2     use      available:A  used:A       350      2024-01  -      ok
        o1     overrun  overrun      debt:A       40       2024-01  -      ok
        a1     adjust   available:B  pool         100      -        -      ok
        a2     adjust   pool         available:A  100      -        -      ok
        l1     release  reserve      pool         101      -        -      ledger.negative_balance
        l1     release  reserve      pool         60       -        -      ok
        c2     cap      pool         cap          61       -        -      ledger.negative_balance
        c2     cap      pool         cap          60       -        -      ok
        c3     cap      cap          pool         5        -        -      ok
        v1     recall   available:B  pool         200      -        -      ok
    """,
    "what an entry may look like": """
        # id   kind     from         to           tonnes   month    cites  outcome
        c1     cap      cap          pool         1000     -        -      ok
        x1     issue    pool         available:A  0        -        -      ledger.amount_zero
        x2     issue    pool         available:A  -5       -        -      ledger.amount_negative
        x3     issue    pool         available:A  5/6      -        -      ledger.unbalanced_postings
        x4     issue    pool         used:A       5        -        -      ledger.account_not_of_kind
        x5     issue    pool         available    5        -        -      ledger.account_not_of_kind
        x6     issue    pool         available:   5        -        -      ledger.account_not_of_kind
        x7     issue    pool:A       available:A  5        -        -      ledger.account_not_of_kind
        x8     issue    pool         vault:A      5        -        -      ledger.account_not_of_kind
        x9     issue    -            -            0        -        -      ledger.no_postings
        x10    cap      cap          pool         5        2025-01  -      ledger.month_unknown
        x11    cap      cap          pool         5        2024-13  -      ledger.month_unknown
        x12    cap      cap          pool         5        2024-1   -      ledger.month_unknown
        x13    cap      cap          pool         5        2024     -      ledger.month_unknown
        i1     issue    pool         available:A  500      -        -      ok
        x14    use      available:A  used:B       5        -        -      ledger.account_not_of_kind
        x15    overrun  debt:A       overrun      5        -        -      ledger.amount_negative
        x16    close    pool         available:A  5        2024-01  -      ledger.account_not_of_kind
        x17    use      available:A  used:A       5        -        i1     ledger.correction_unknown
    """,
    "corrections": """
        # id   kind     from         to           tonnes   month    cites  outcome
        c1     cap      cap          pool         1000     -        -      ok
        i1     issue    pool         available:A  600      -        -      ok
        u1     use      available:A  used:A       250      2024-01  -      ok
        k1     correct  used:A       available:A  250      2024-01  zz     ledger.correction_unknown
        k1     correct  used:A       available:A  250      2024-01  -      ledger.correction_unknown
        k1     correct  used:A       available:A  249      2024-01  u1     ledger.correction_not_opposite
        k1     correct  available:A  used:A       250      2024-01  u1     ledger.correction_not_opposite
        k1     correct  used:B       available:B  250      2024-01  u1     ledger.correction_not_opposite
        k1     correct  used:A       available:A  250      2024-01  u1     ok
        k1     correct  used:A       available:A  250      2024-01  u1     again
        k2     correct  used:A       available:A  250      2024-01  u1     ledger.already_reversed
        k3     correct  available:A  used:A       250      2024-01  k1     ledger.already_reversed
        u2     use      available:A  used:A       600      2024-01  -      ok
        k4     correct  available:A  pool         600      2024-01  i1     ledger.negative_balance
    """,
    "closing": """
        # id   kind     from         to           tonnes   month    cites  outcome
        c1     cap      cap          pool         1000     -        -      ok
        i1     issue    pool         available:A  600      -        -      ok
        m2     close    -            -            0        2024-02  -      ledger.months_in_order
        u1     use      available:A  used:A       50       2024-01  -      ok
        m1     close    -            -            0        2024-01  -      ok
        m1     close    -            -            0        2024-01  -      again
        u1     use      available:A  used:A       50       2024-01  -      again
        u2     use      available:A  used:A       50       2024-01  -      ledger.closed_period
        u2     use      available:A  used:A       0        2024-01  -      ledger.closed_period
        m1b    close    -            -            0        2024-01  -      ledger.closed_period
        k1     correct  used:A       available:A  50       2024-01  u1     ledger.closed_period
        k1     correct  used:A       available:A  50       2024-02  u1     ok
        y1     close    -            -            0        -        -      ledger.months_in_order
        m2     close    -            -            0        2024-02  -      ok
        m3     close    -            -            0        2024-03  -      ok
        m4     close    -            -            0        2024-04  -      ok
        m5     close    -            -            0        2024-05  -      ok
        m6     close    -            -            0        2024-06  -      ok
        m7     close    -            -            0        2024-07  -      ok
        m8     close    -            -            0        2024-08  -      ok
        m9     close    -            -            0        2024-09  -      ok
        m10    close    -            -            0        2024-10  -      ok
        m11    close    -            -            0        2024-11  -      ok
        m12    close    -            -            0        2024-12  -      ok
        a1     adjust   pool         available:A  10       -        -      ok
        y1     close    -            -            0        -        -      ok
        y1     close    -            -            0        -        -      again
        a2     adjust   pool         available:A  10       -        -      ledger.closed_period
        c1     cap      cap          pool         1000     -        -      again
    """,
    "settling a year": """
        # id   kind       from         to           tonnes   month    cites  outcome
        c1     cap        cap          pool         1000     -        -      ok
        i1     issue      pool         available:A  400      -        -      ok
        i2     issue      pool         available:B  300      -        -      ok
        d1     debt_in    overrun      owed:A       50       -        -      ok
        s1     surcharge  overrun      owed:A       12       -        -      ok
        w1     owed_in    overrun      owed:B       9        -        -      ok
        d2     debt_in    owed:A       overrun      5        -        -      ledger.amount_negative
        d3     debt_in    overrun      debt:A       5        -        -      ledger.account_not_of_kind
        k1     carry      pool         available:A  301      -        -      ledger.negative_balance
        k1     carry      pool         available:A  100      -        -      ok
        p1     payback    owed:A       overrun      63       -        -      ledger.negative_balance
        p1     payback    owed:A       overrun      62       -        -      ok
        p1     payback    owed:A       overrun      62       -        -      again
        p2     payback    owed:A       pool         1        -        -      ledger.account_not_of_kind
        h1     charge     charges      charge:B     7        2024-01  -      ok
        h2     credit     charge:B     charges      8        2024-01  -      ledger.negative_balance
        h2     credit     charge:B     charges      3        2024-01  -      ok
        h3     charge     charges      pool         3        2024-01  -      ledger.account_not_of_kind
        e1     deduct     available:B  pool         301      -        -      ledger.negative_balance
        e1     deduct     available:B  pool         9        -        -      ok
        p3     payback    owed:B       overrun      9        -        -      ok
        x1     debt_out   debt:A       overrun      1        -        -      ledger.year_open
        x1     owed_out   owed:A       overrun      1        -        -      ledger.year_open
        x1     debt_out   pool         reserve      0        2023-01  -      ledger.year_open
    """,
    "a closed year gives away its debts and takes nothing else": """
        # id   kind       from         to           tonnes   month    cites  outcome
        c1     cap        cap          pool         1000     -        -      ok
        i1     issue      pool         available:A  400      -        -      ok
        o1     overrun    overrun      debt:A       30       2024-01  -      ok
        w1     owed_in    overrun      owed:A       9        -        -      ok
        m1     close      -            -            0        2024-01  -      ok
        m2     close      -            -            0        2024-02  -      ok
        m3     close      -            -            0        2024-03  -      ok
        m4     close      -            -            0        2024-04  -      ok
        m5     close      -            -            0        2024-05  -      ok
        m6     close      -            -            0        2024-06  -      ok
        m7     close      -            -            0        2024-07  -      ok
        m8     close      -            -            0        2024-08  -      ok
        m9     close      -            -            0        2024-09  -      ok
        m10    close      -            -            0        2024-10  -      ok
        m11    close      -            -            0        2024-11  -      ok
        m12    close      -            -            0        2024-12  -      ok
        y1     close      -            -            0        -        -      ok
        x1     debt_out   debt:A       overrun      31       -        -      ledger.negative_balance
        x2     debt_out   debt:A       overrun      30       2024-12  -      ledger.closed_period
        x1     debt_out   debt:A       overrun      30       -        -      ok
        x1     debt_out   debt:A       overrun      30       -        -      again
        x3     owed_out   owed:A       overrun      9        -        -      ok
        x4     recall     available:A  pool         1        -        -      ledger.closed_period
        x5     surcharge  overrun      owed:A       1        -        -      ledger.closed_period
        k1     correct    overrun      debt:A       30       -        x1     ledger.closed_period
        y1     close      -            -            0        -        -      again
    """,
    "transfers": """
        # id   kind       from         to           tonnes   month    cites  outcome    basis
        c1     cap        cap          pool         1000     -        -      ok
        i1     issue      pool         available:A  400      -        -      ok
        t1     transfer   available:A  available:B  100      -        -      ledger.one_person
        t1     transfer   available:A  available:B  100      -        -      ledger.one_person  proposal/li/f
        t1     transfer   available:A  available:B  0        -        -      ledger.amount_zero  proposal/li/f
        t1     transfer   available:A  available:A  100      -        -      ledger.account_not_of_kind  proposal/wang/f
        t1     transfer   available:A  available:   100      -        -      ledger.account_not_of_kind  proposal/wang/f
        t1     transfer   available:A  used:B       100      -        -      ledger.account_not_of_kind  proposal/wang/f
        t1     transfer   available:A  pool         100      -        -      ledger.account_not_of_kind  proposal/wang/f
        t1     transfer   available:A  available:B  401      -        -      ledger.negative_balance  proposal/wang/f
        t1     transfer   available:A  available:B  100      -        -      ok  proposal/wang/f
        u1     use        available:B  used:B       100      2024-01  -      ok
        u2     use        available:A  used:A       301      2024-01  -      ledger.negative_balance
        k1     correct    available:B  available:A  100      -        t1     ledger.negative_balance
    """,
    "of two broken rules the earlier is named": """
        # id   kind     from         to           tonnes   month    cites  outcome
        c1     cap      cap          pool         100      -        -      ok
        m1     close    -            -            0        2024-01  -      ok
        c1     issue    pool         used:A       5/6      2024-01  -      entry.id_reused
        x1     issue    pool         used:A       5/6      2024-01  -      ledger.closed_period
        x1     issue    pool         used:A       0        2023-01  -      ledger.month_unknown
        x1     issue    pool         used:A       0        -        -      ledger.amount_zero
        x1     issue    pool         used:A       5/6      -        -      ledger.unbalanced_postings
        x1     issue    pool         used:A       500      -        c1     ledger.account_not_of_kind
        x1     issue    pool         available:A  -500     -        c1     ledger.amount_negative
        x1     issue    pool         available:A  500      -        c1     ledger.correction_unknown
        x1     issue    pool         available:A  500      -        -      ledger.negative_balance
        x1     issue    pool         available:A  50       -        -      ok
    """,
}

# Here debts come out of no other year, or go into none: one book takes that, the store as a whole does not.
ONE_SIDED = {TABLES["settling a year"], TABLES["a closed year gives away its debts and takes nothing else"]}


def _rows(table: str) -> Iterator[tuple[Draft, str]]:
    for line in table.strip().splitlines()[1:]:
        name, kind, source, target, tonnes, month, cites, outcome, *basis = line.split()
        left, _, entered = tonnes.partition("/")
        postings = (Posting(account=source, tonnes=-int(left)), Posting(account=target, tonnes=int(entered or left)))
        yield (
            draft(
                name,
                EntryKind(kind),
                postings=() if source == "-" else postings,
                month=month.strip("-"),
                corrects=cites.strip("-"),
                basis="".join(basis),
            ),
            outcome,
        )


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_ledger_table(table: str, tmp_path: Path) -> None:
    store = BookStore.create(tmp_path / "book.sqlite", at=START)
    receipts: dict[str, str] = {}
    for one, expected in _rows(table):
        before = store.head()
        assert expected == _outcome(store, one, receipts), one
        assert (expected == "ok") == (store.head() != before)
    if table in ONE_SIDED:
        with pytest.raises(BookBroken, match=r"book\.years_differ"):
            store.check()
    else:
        store.check()
    store.close()


def _outcome(store: BookStore, one: Draft, receipts: dict[str, str]) -> str:
    try:
        (entry,) = store.append([one], at=START)
    except ActRefused as refusal:
        return refusal.code
    if one.id not in receipts:
        receipts[one.id] = entry.hash
        return "ok"
    return "again" if receipts[one.id] == entry.hash else "another receipt"
