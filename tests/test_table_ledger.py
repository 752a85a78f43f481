"""The ledger as a table: one action per row, its outcome in the last column, earlier rows standing.

`ok` is taken, `again` gives back the first receipt, anything else is the code of the refusal. Where two rules are
broken at once, the row shows which one is named. Before the first row a decision was put forward by `wang` and issued
by `li`: what it grants cites it without saying so. Behind the outcome may stand which proposal a row cites, who acts
(`li`, unless it says `by=`), on which entry it rests, whether it has to wait, and when it comes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger_sample import START, draft, steps_of
from zhibiao.errors import ActRefused, BookBroken
from zhibiao.ledger.entry import Draft, EntryKind, Posting
from zhibiao.ledger.proposals import OF_DECISION
from zhibiao.store.book_store import BookStore

TABLES = {
    "a year's tonnes": """
        # id   kind     from         to           tonnes   month    cites  outcome
        c1     cap      cap          pool         1000     -        -      ok
        c1     cap      cap          pool         1000     -        -      again
        c1     cap      cap          pool         1001     -        -      entry.id_reused
        c1     grant    cap          pool         1000     -        -      entry.id_reused
        r1     reserve  pool         reserve      100      -        -      ok
        i1     grant    pool         available:A  600      -        -      ok
        i2     grant    pool         available:B  301      -        -      ledger.insufficient
        i2     grant    pool         available:B  300      -        -      ok
        u1     use      available:A  used:A       250      2024-01  -      ok
        u2     use      available:A  used:A       351      2024-01  -      ledger.insufficient
        u2     use      available:A  used:A       350      2024-01  -      ok
        o1     overrun  overrun      debt:A       40       2024-01  -      ok
        a1     adjust   available:B  pool         100      -        -      ok
        a2     adjust   pool         available:A  100      -        -      ok
        l1     release  reserve      pool         101      -        -      ledger.insufficient
        l1     release  reserve      pool         60       -        -      ok
        c2     cap      pool         cap          61       -        -      ledger.insufficient
        c2     cap      pool         cap          60       -        -      ok
        c3     cap      cap          pool         5        -        -      ok
        v1     recall   available:B  pool         200      -        -      ok
    """,
    "what an entry may look like": """
        # id   kind     from         to           tonnes   month    cites  outcome
        c1     cap      cap          pool         1000     -        -      ok
        x1     grant    pool         available:A  0        -        -      ledger.amount_zero
        x2     grant    pool         available:A  -5       -        -      ledger.amount_negative
        x3     grant    pool         available:A  5/6      -        -      ledger.unbalanced_postings
        x4     grant    pool         used:A       5        -        -      ledger.account_not_of_kind
        x5     grant    pool         available    5        -        -      ledger.account_not_of_kind
        x6     grant    pool         available:   5        -        -      ledger.account_not_of_kind
        x7     grant    pool:A       available:A  5        -        -      ledger.account_not_of_kind
        x8     grant    pool         vault:A      5        -        -      ledger.account_not_of_kind
        x9     grant    -            -            0        -        -      ledger.no_postings
        x10    cap      cap          pool         5        2025-01  -      ledger.month_unknown
        x11    cap      cap          pool         5        2024-13  -      ledger.month_unknown
        x12    cap      cap          pool         5        2024-1   -      ledger.month_unknown
        x13    cap      cap          pool         5        2024     -      ledger.month_unknown
        i1     grant    pool         available:A  500      -        -      ok
        x14    use      available:A  used:B       5        -        -      ledger.account_not_of_kind
        x15    overrun  debt:A       overrun      5        -        -      ledger.amount_negative
        x16    close    pool         available:A  5        2024-01  -      ledger.account_not_of_kind
        x17    use      available:A  used:A       5        -        i1     ledger.correction_unknown
        x17b   use      available:A  used:A       5        -        -      ledger.unnamed  by=
        x18    expire   pool         available:A  5        -        -      ledger.amount_negative
        x19    expire   available:A  pool         501      -        -      ledger.carry_unknown
        x19    expire   available:A  pool         5        -        -      ledger.carry_unknown  on=i1
        k1     carry    pool         available:B  20       -        -      ok
        x19    expire   available:A  pool         5        -        -      ledger.carry_unknown  on=k1
        x19    expire   available:A  pool         5        -        c1     ledger.carry_unknown  on=k1
        k2     carry    pool         available:A  20       -        -      ok
        x19    expire   available:A  pool         521      -        -      ledger.insufficient  on=k2
        x19    expire   available:A  pool         5        -        c1     ledger.correction_unknown  on=k2
        x19    expire   available:A  pool         5        2024-01  -      ok  on=k2
        k3     correct  available:B  pool         20       -        k1     ok  of=propose:first
        x20    expire   available:B  pool         5        -        -      ledger.carry_unknown  on=k1
    """,
    "corrections": """
        # id   kind     from         to           tonnes   month    cites  outcome
        c1     cap      cap          pool         1000     -        -      ok
        i1     grant    pool         available:A  600      -        -      ok
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
        k4     correct  available:A  pool         600      2024-01  i1     ledger.insufficient
    """,
    "closing": """
        # id   kind     from         to           tonnes   month    cites  outcome
        c1     cap      cap          pool         1000     -        -      ok
        i1     grant    pool         available:A  600      -        -      ok
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
        i1     grant      pool         available:A  400      -        -      ok
        i2     grant      pool         available:B  300      -        -      ok
        d1     debt_in    overrun      owed:A       50       -        -      ok
        s1     surcharge  overrun      owed:A       12       -        -      ok
        w1     owed_in    overrun      owed:B       9        -        -      ok
        d2     debt_in    owed:A       overrun      5        -        -      ledger.amount_negative
        d3     debt_in    overrun      debt:A       5        -        -      ledger.account_not_of_kind
        k1     carry      pool         available:A  301      -        -      ledger.insufficient
        k1     carry      pool         available:A  100      -        -      ok
        p1     payback    owed:A       overrun      63       -        -      ledger.insufficient
        p1     payback    owed:A       overrun      62       -        -      ok
        p1     payback    owed:A       overrun      62       -        -      again
        p2     payback    owed:A       pool         1        -        -      ledger.account_not_of_kind
        h1     charge     charges      charge:B     7        2024-01  -      ok
        h2     credit     charge:B     charges      8        2024-01  -      ledger.insufficient
        h2     credit     charge:B     charges      3        2024-01  -      ok
        h3     charge     charges      pool         3        2024-01  -      ledger.account_not_of_kind
        e1     deduct     available:B  pool         301      -        -      ledger.insufficient
        e1     deduct     available:B  pool         9        -        -      ok
        p3     payback    owed:B       overrun      9        -        -      ok
        x1     debt_out   debt:A       overrun      1        -        -      ledger.year_open
        x1     owed_out   owed:A       overrun      1        -        -      ledger.year_open
        x1     debt_out   pool         reserve      0        2023-01  -      ledger.year_open
    """,
    "a closed year gives away its debts and takes nothing else": """
        # id   kind       from         to           tonnes   month    cites  outcome
        c1     cap        cap          pool         1000     -        -      ok
        i1     grant      pool         available:A  400      -        -      ok
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
        x1     debt_out   debt:A       overrun      31       -        -      ledger.insufficient
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
        # id   kind       from         to           tonnes   month    cites  outcome
        c1     cap        cap          pool         1000     -        -      ok
        i1     grant      pool         available:A  400      -        -      ok
        t1     transfer   available:A  available:B  100!     -        -      ledger.proposal_unknown
        p1     propose    pledges      pledged:A    401      -        -      ledger.pledged  by=wang
        p1     propose    pledged:A    pledges      100      -        -      ledger.amount_negative  by=wang
        p1     propose    pledges      pledged      100      -        -      ledger.account_not_of_kind  by=wang
        p1     propose    available:A  pledged:A    100      -        -      ledger.account_not_of_kind  by=wang
        p1     propose    pledges      pledged:A    100      -        -      ok  by=wang
        p1     propose    pledges      pledged:A    100      -        -      again  by=wang
        p2     propose    pledges      pledged:A    301      -        -      ledger.pledged  by=zhao
        u1     use        available:A  used:A       301      2024-01  -      ledger.pledged
        u1     use        available:A  used:A       200      2024-01  -      ok
        t1     transfer   available:A  available:B  100!     -        -      ledger.one_person  of=p1 by=wang
        t1     transfer   available:A  available:B  0!       -        -      ledger.amount_zero  of=p1
        t1     transfer   available:A  available:A  100!     -        -      ledger.account_not_of_kind  of=p1
        t1     transfer   available:A  available:   100!     -        -      ledger.account_not_of_kind  of=p1
        t1     transfer   available:A  used:B       100!     -        -      ledger.account_not_of_kind  of=p1
        t1     transfer   available:A  pool         100!     -        -      ledger.account_not_of_kind  of=p1
        t1     transfer   available:A  available:B  100      -        -      ledger.account_not_of_kind  of=p1
        t1     transfer   available:A  available:B  -100!    -        -      ledger.amount_negative  of=p1
        t1     transfer   available:A  available:B  99!      -        -      ledger.pledge_differs  of=p1
        t1     transfer   available:A  available:B  100!     -        -      ledger.proposal_unknown  of=u1
        a1     approve    -            -            0        -        -      ledger.proposal_other_kind  of=p1
        y1     issue      -            -            0        -        -      ledger.proposal_other_kind  of=p1
        t1     transfer   available:A  available:B  100!     -        -      ok  of=p1
        t1     transfer   available:A  available:B  100!     -        -      again  of=p1
        t2     transfer   available:A  available:B  100!     -        -      ledger.proposal_ended  of=p1
        w1     withdraw   pledged:A    pledges      100      -        -      ledger.proposal_ended  of=p1
        k1     correct    available:B  available:A  100      -        t1     ledger.not_turned_back
        u2     use        available:B  used:B       100      2024-01  -      ok
        p3     propose    pledges      pledged:A    50       -        -      ok  by=wang waits=2024-01-09T03:00:00Z
        t3     transfer   available:A  available:B  50!      -        -      ledger.cooling_off  of=p3 after=25
        w3     withdraw   -            -            0        -        -      ledger.pledge_differs  of=p3 by=wang
        w3     withdraw   pledges      pledged:A    50       -        -      ledger.amount_negative  of=p3 by=wang
        w3     withdraw   pledged:A    pledges      50       -        -      ok  of=p3 by=wang
        w3     withdraw   pledged:A    pledges      50       -        -      again  of=p3 by=wang
        t3     transfer   available:A  available:B  50!      -        -      ledger.proposal_ended  of=p3 after=26
        p4     propose    pledges      pledged:A    50       -        -      ok  by=wang waits=2024-01-09T03:00:00Z
        t4     transfer   available:A  available:B  50!      -        -      ok  of=p4 after=26
    """,
    "two phases": """
        # id   kind       from         to           tonnes   month    cites  outcome
        c1     cap        cap          pool         1000     -        -      ok
        i1     grant      pool         available:A  400      -        -      ok
        c2     cap        cap          pool         5        -        -      ledger.not_issued  after=1
        c2     cap        cap          pool         5        -        -      ledger.proposal_unknown  of=
        c2     cap        cap          pool         5        -        -      ledger.proposal_unknown  of=c1
        u1     use        available:A  used:A       5   - - ledger.proposal_unknown  of=propose:first
        u1     use        available:A  used:A       5   - - ledger.instant_unknown  waits=2025-01-01T00:00:00Z
        p1     propose    -            -            0 - - ledger.instant_unknown  by=wang waits=tomorrow
        p1     propose    -            -            0        -        -      ledger.proposal_unknown  by=wang of=p1
        p1     propose    -            -            0        -        -      ok  by=wang
        c2     cap        cap          pool         5        -        -      ledger.not_issued  of=p1
        t1     transfer   available:A  available:B  100!     -        -      ledger.proposal_other_kind  of=p1
        y1     issue      -            -            0        -        -      ledger.not_approved  of=p1
        a1     approve    -            -            0        -        -      ledger.one_person  of=p1 by=wang
        a1     approve    pledges      pledged      601      -        -      ledger.pledged  of=p1
        a1     approve    pledges      pledged:A    10       -        -      ledger.account_not_of_kind  of=p1
        a1     approve    pledges      pledged      590      -        -      ok  of=p1 waits=2024-01-08T03:00:00Z
        a2     approve    -            -            0        -        -      ledger.already_approved  of=p1
        k1     correct    pledged      pledges      590      -        a1     ledger.not_turned_back
        p2     propose    -            -            0        -        -      ok  by=wang
        a2     approve    pledges      pledged      11       -        -      ledger.pledged  of=p2
        y1     issue      pledged      pledges      590      -        -      ledger.cooling_off  of=p1 after=1
        y1     issue      pledged      pledges      590      -        -      ledger.one_person  of=p1 after=1 by=wang
        y1     issue      pledged      pledges      589      -        -      ledger.pledge_differs  of=p1 after=2
        y1     issue      pledged      pledges      590      -        -      ok  of=p1 after=2
        i2     grant      pool         available:A  590      -        -      ok  of=p1 after=2
        i3     adjust     pool         available:A  10       -        -      ledger.not_issued  of=p1 after=3
        k2     correct    available:A  pool         590      -        i2     ledger.not_issued  of=p1 after=3
        k2     correct    available:A  pool         590      -        i2     ok  of=p1 after=2
        w1     withdraw   pledged      pledges      590      -        -      ledger.proposal_ended  of=p1 after=2
        w2     withdraw   -            -            0        -        -      ok  of=p2 by=wang
        a2     approve    -            -            0        -        -      ledger.proposal_ended  of=p2
        p3     propose    -            -            0        -        -      ok  by=wang
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
        y2     close      -            -            0        -        -      ledger.proposal_standing
        w3     withdraw   -            -            0        -        -      ok  of=p3
        y2     close      -            -            0        -        -      ok
        p4     propose    -            -            0        -        -      ledger.closed_period  by=wang
    """,
    "of two broken rules the earlier is named": """
        # id   kind     from         to           tonnes   month    cites  outcome
        c1     cap      cap          pool         100      -        -      ok
        m1     close    -            -            0        2024-01  -      ok
        c1     grant    pool         used:A       5/6      2024-01  -      entry.id_reused
        x1     grant    pool         used:A       5/6      2024-01  -      ledger.closed_period
        x1     grant    pool         used:A       0        2023-01  -      ledger.month_unknown
        x1     grant    pool         used:A       0        -        -      ledger.amount_zero
        x1     grant    pool         used:A       5/6      -        -      ledger.unbalanced_postings
        x1     grant    pool         used:A       500      -        c1     ledger.account_not_of_kind
        x1     grant    pool         available:A  -500     -        c1     ledger.amount_negative
        x1     grant    pool         available:A  500      -        c1     ledger.correction_unknown
        x1     grant    pool         available:A  500      -        -      ledger.insufficient
        x1     grant    pool         available:A  50       -        -      ok
    """,
}

# Here debts come out of no other year, or go into none: one book takes that, the store as a whole does not.
ONE_SIDED = {
    TABLES["what an entry may look like"],
    TABLES["settling a year"],
    TABLES["a closed year gives away its debts and takes nothing else"],
}


def _rows(table: str) -> Iterator[tuple[Draft, str, int]]:
    """The drafts, their outcomes, and how many hours after the start they come."""
    for line in table.strip().splitlines()[1:]:
        name, kind, source, target, tonnes, month, cites, outcome, *notes = line.split()
        said = dict(note.partition("=")[::2] for note in notes)
        one = draft(
            name,
            EntryKind(kind),
            postings=() if source == "-" else _postings(source, target, tonnes),
            month=month.strip("-"),
            corrects=cites.strip("-"),
            proposal=said.get("of", "propose:first" if _is_of_decision(kind, cites) else ""),
            not_before=said.get("waits", ""),
            actor=said.get("by", "li"),
            **({"basis": said["on"]} if "on" in said else {}),
        )
        yield one, outcome, int(said.get("after", "0"))


def _postings(source: str, target: str, tonnes: str) -> tuple[Posting, ...]:
    """Two postings; a transfer `100!` frees what was pledged as well."""
    left, _, entered = tonnes.rstrip("!").partition("/")
    moved = (Posting(account=source, tonnes=-int(left)), Posting(account=target, tonnes=int(entered or left)))
    if not tonnes.endswith("!"):
        return moved
    pledged = source.replace("available", "pledged")
    return (*moved, Posting(account=pledged, tonnes=-int(left)), Posting(account="pledges", tonnes=int(left)))


def _is_of_decision(kind: str, cites: str) -> bool:
    return EntryKind(kind) in OF_DECISION or (kind == "correct" and cites.startswith("i"))


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_ledger_table(table: str, tmp_path: Path) -> None:
    store = BookStore.create(tmp_path / "book.sqlite", at=START)
    store.append(steps_of(), at=START)
    receipts: dict[str, str] = {}
    for one, expected, hours in _rows(table):
        before = store.head()
        assert expected == _outcome(store, one, receipts, hours), one
        assert (expected == "ok") == (store.head() != before)
    if table in ONE_SIDED:
        with pytest.raises(BookBroken, match=r"book\.years_differ"):
            store.check()
    else:
        store.check()
    store.close()


def _outcome(store: BookStore, one: Draft, receipts: dict[str, str], hours: int) -> str:
    try:
        (entry,) = store.append([one], at=START + dt.timedelta(hours=hours))
    except ActRefused as refusal:
        return refusal.code
    if one.id not in receipts:
        receipts[one.id] = entry.hash
        return "ok"
    return "again" if receipts[one.id] == entry.hash else "another receipt"
