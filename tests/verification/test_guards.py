"""Every guard of the ledger, broken in a chain whose hashes all fit: the verifier names rule and first bad entry."""

from __future__ import annotations

import copy
from collections.abc import Callable
from itertools import groupby
from typing import Any

import pytest

from hand_made_chain import LATER, RULES, Entry, entry, first, lines, move, of_issue, sealed, step, two_years
from zhibiao.errors import BookBroken, ZhibiaoError
from zhibiao.ledger.book import Book
from zhibiao.ledger.chain import check_chain, entry_of
from zhibiao.ledger.settlement import check_years
from zhibiao.verification.verify import verify_lines

Chain = list[Entry]
CHAIN = two_years()


def _place(chain: Chain, id_: str) -> int:
    return next(place for place, one in enumerate(chain) if one["id"] == id_)


def _change(id_: str, **fields: Any) -> Callable[[Chain], None]:
    def forge(chain: Chain) -> None:
        chain[_place(chain, id_)].update(fields)

    return forge


def _after(id_: str, *entries: Entry) -> Callable[[Chain], None]:
    def forge(chain: Chain) -> None:
        place = _place(chain, id_) + 1
        chain[place:place] = copy.deepcopy(list(entries))

    return forge


def _drop(*ids: str) -> Callable[[Chain], None]:
    def forge(chain: Chain) -> None:
        chain[:] = [one for one in chain if one["id"] not in ids]

    return forge


def _all(*forges: Callable[[Chain], None]) -> Callable[[Chain], None]:
    def forge(chain: Chain) -> None:
        for one in forges:
            one(chain)

    return forge


def _behind(id_: str, *moved: str) -> Callable[[Chain], None]:
    """Entries taken out where they stood and put behind another one."""

    def forge(chain: Chain) -> None:
        found = [one for one in chain if one["id"] in moved]
        chain[:] = [one for one in chain if one["id"] not in moved]
        place = _place(chain, id_) + 1
        chain[place:place] = found

    return forge


def _use(id_: str, source: str, target: str, tonnes: int, **fields: Any) -> Entry:
    return entry("use", id_, move(source, target, tonnes), **fields)


def _turn(id_: str, turned: str, source: str, target: str, tonnes: int, **fields: Any) -> Entry:
    return entry("correct", id_, move(source, target, tonnes), corrects=turned, **fields)


SUMS = ("Σ", "debt", "charge", "pledges", "< 0", "pledged")
LAST = "propose:four"
AT_THREE = {"recorded_at": "2025-02-01T01:00:00Z"}
FREES_A = [*move("available:A", "available:B", 30), ["pledged:A", -30], ["pledges", 30]]
BACK = {"basis": "", "corrects": "carry:steel:2025:A", "recorded_at": LATER}
CLOSES = [entry("close", f"close:steel:2025-{n:02d}", month=f"2025-{n:02d}") for n in range(2, 13)]
CLOSE = entry("close", "close:steel:2025")
OLD_TRANSFER = "transfer:steel:2024:" + "b" * 16

# What is forged, the entry that must be named, and the field or sum at fault.
GUARDS: dict[str, tuple[Callable[[Chain], None], str, str]] = {
    # versions
    "version unknown": (_change(LAST, version=3), LAST, "version"),
    "version goes back": (
        _after("debt_in:steel:2025:B", first("cap", "late", move("cap", "pool", 9), plan_year=2025)),
        "late",
        "version",
    ),
    "kind of a later version": (_change("cap:old", kind="expire"), "cap:old", "postings"),
    "grant under its later name": (_change("issue:old:A", kind="grant"), "issue:old:A", "postings"),
    "kind unknown": (_change("use:A:25-01", kind="gift"), "use:A:25-01", "postings"),
    # ids, figures, accounts
    "id taken twice": (_after(LAST, _use("use:A:25-01", "available:A", "used:A", 1)), "use:A:25-01", "id"),
    "id of a closed year": (_after(LAST, _use("use:A:01", "available:A", "used:A", 1)), "use:A:01", "id"),
    "sum not zero": (
        _change("use:A:25-01", postings=[["available:A", -100], ["used:A", 101]]),
        "use:A:25-01",
        "postings",
    ),
    "nothing moved": (_change("use:A:25-01", postings=[]), "use:A:25-01", "postings"),
    "moved by zero": (_change("use:A:25-01", postings=move("available:A", "used:A", 0)), "use:A:25-01", "postings"),
    "moved the wrong way": (
        _change("use:A:25-01", postings=move("used:A", "available:A", 1)),
        "use:A:25-01",
        "postings",
    ),
    "accounts of another kind": (
        _change("use:A:25-01", postings=move("available:A", "reserve", 1)),
        "use:A:25-01",
        "postings",
    ),
    "accounts of two firms": (
        _change("use:A:25-01", postings=move("available:A", "used:B", 1)),
        "use:A:25-01",
        "postings",
    ),
    "an account that no book has": (
        _change("use:A:25-01", postings=move("available", "used", 1)),
        "use:A:25-01",
        "postings",
    ),
    "a city's account with a firm": (
        _change("cap:one", postings=move("cap", "pool:A", 2000)),
        "cap:one",
        "postings",
    ),
    "more than two postings": (
        _change("use:A:25-01", postings=[*move("available:A", "used:A", 50), *move("available:A", "used:A", 50)]),
        "use:A:25-01",
        "postings",
    ),
    "once a year under another name": (
        _change("expire:steel:2025:A", kind="recall", id="again"),
        "again",
        "id",
    ),
    # periods
    "month of another year": (_change("use:A:25-01", month="2024-12"), "use:A:25-01", "month"),
    "month closed": (_after(LAST, _use("late", "available:A", "used:A", 1, month="2025-01")), "late", "month"),
    "year closed": (_after(LAST, _use("late", "available:A", "used:A", 1, plan_year=2024)), "late", "month"),
    "closes out of order": (_after(LAST, CLOSES[1]), "close:steel:2025-03", "month"),
    "month closed twice": (_after(LAST, {**CLOSES[0], "month": "2025-01"}), "close:steel:2025-02", "month"),
    "year closed with months open": (_after(LAST, CLOSE), "close:steel:2025", "month"),
    "year closed while a proposal stands": (_after(LAST, *CLOSES, CLOSE), "close:steel:2025", "month"),
    "a close that moves": (
        _change("close:steel:2025-01", postings=move("cap", "pool", 1)),
        "close:steel:2025-01",
        "postings",
    ),
    "debt out of an open year": (
        _after(LAST, entry("debt_out", "debt_out:steel:2025:B", move("debt:B", "overrun", 8), basis=RULES)),
        "debt_out:steel:2025:B",
        "month",
    ),
    "debt out in a month": (_change("debt_out:steel:2024:B", month="2024-12"), "debt_out:steel:2024:B", "month"),
    # balances
    "overdrawn": (_change("use:A:25-01", postings=move("available:A", "used:A", 99_999)), "use:A:25-01", "< 0"),
    "pool overdrawn": (_change("grant:one:A", postings=move("pool", "available:A", 1900)), "grant:one:A", "< 0"),
    "debt paid that is none": (
        _change("payback:one:B", postings=move("owed:B", "overrun", 37)),
        "payback:one:B",
        "< 0",
    ),
    "overdrawn for one entry only": (
        _after(
            "close:steel:2024",
            _use("early", "available:C", "used:C", 5),
            _turn("early back", "early", "used:C", "available:C", 5),
        ),
        "early",
        "< 0",
    ),
    "pledged tonnes used": (
        _after("propose:t1", _use("all", "available:A", "used:A", 961)),
        "all",
        "pledged",
    ),
    "pledged pool given out": (
        _after(
            "approve:three",
            step("propose", "two", id="propose:two:2"),
            entry(
                "approve", "approve:two:2", move("pledges", "pledged", 211), basis="2" * 64, proposal="propose:two:2"
            ),
        ),
        "approve:two:2",
        "pledged",
    ),
    "more pledged than there is": (
        _change("propose:t1", postings=move("pledges", "pledged:A", 99_999)),
        "propose:t1",
        "pledged",
    ),
    "the cap is not all there": (
        _change("use:A:25-01", postings=[["available:A", -100], ["used:A", 101]]),
        "use:A:25-01",
        "Σ",
    ),
    "a debt with one side": (_change("overrun:B:25-01", postings=[["debt:B", 8]]), "overrun:B:25-01", "debt"),
    "a charge with one side": (
        _change("charge:steel:2025-01:B", postings=[["charge:B", 8]]),
        "charge:steel:2025-01:B",
        "charge",
    ),
    "a pledge with one side": (_change("propose:t1", postings=[["pledged:A", 30]]), "propose:t1", "pledges"),
    # corrections
    "what is turned back is unknown": (
        _change("correct:use:A:01", corrects="nothing"),
        "correct:use:A:01",
        "corrects",
    ),
    "of another book": (
        _after(LAST, _turn("c", "recall:steel:2024:A", "pool", "available:A", 100)),
        "c",
        "corrects",
    ),
    "not opposite": (
        _change("correct:use:A:01", postings=move("used:A", "available:A", 399)),
        "correct:use:A:01",
        "postings",
    ),
    "turned back twice": (
        _after("correct:use:A:01", _turn("c", "use:A:01", "used:A", "available:A", 400, plan_year=2024)),
        "c",
        "corrects",
    ),
    "a correction turned back": (
        _after("correct:use:A:01", _turn("c", "correct:use:A:01", "available:A", "used:A", 400, plan_year=2024)),
        "c",
        "corrects",
    ),
    "a pledge turned back": (
        _after("propose:t1", _turn("c", "propose:t1", "pledged:A", "pledges", 30)),
        "c",
        "corrects",
    ),
    "a transfer turned back": (
        _after(LAST, entry("correct", "c", [[a, -t] for a, t in FREES_A], corrects="transfer:t1")),
        "c",
        "corrects",
    ),
    "a close turned back": (_after(LAST, entry("correct", "c", [], corrects="close:steel:2025-01")), "c", "corrects"),
    "something else that cites what it turns back": (
        _change("use:A:25-01", corrects="cap:one"),
        "use:A:25-01",
        "corrects",
    ),
    # proposals
    "given without a proposal": (_change("grant:one:A", proposal=""), "grant:one:A", "proposal"),
    "given on a proposal that is not there": (_change("cap:one", proposal="propose:none"), "cap:one", "proposal"),
    "given before the issue": (_behind("grant:one:B", "issue:one"), "cap:one", "proposal"),
    "given on what was withdrawn": (_change("adjust:three:A", proposal="propose:two"), "adjust:three:A", "proposal"),
    "given later than the issue": (
        _after("propose:four", of_issue("adjust", "more", move("pool", "available:A", 5), "three")),
        "more",
        "recorded_at",
    ),
    "a later payback on an issue": (
        _change("payback:one:B", recorded_at="2025-01-14T03:00:00Z"),
        "payback:one:B",
        "recorded_at",
    ),
    "a grant turned back without an issue": (
        _after(LAST, _turn("c", "adjust:three:A", "available:A", "pool", 50)),
        "c",
        "proposal",
    ),
    "a proposal cited by what needs none": (_change("use:A:25-01", proposal="propose:one"), "use:A:25-01", "proposal"),
    "a proposal that cites one": (_change(LAST, proposal="propose:one"), LAST, "proposal"),
    "a proposal of another book": (_change("issue:one", plan_year=2026), "issue:one", "proposal"),
    "issued without approval": (_drop("approve:one"), "issue:one", "proposal"),
    "approved twice": (_after("approve:one", step("approve", "one", id="approve:one ")), "approve:one ", "proposal"),
    "issued twice": (
        _after("adjust:three:A", step("issue", "three", **AT_THREE, id="issue:three ")),
        "issue:three ",
        "proposal",
    ),
    "issued after it was withdrawn": (_after("withdraw:two", step("issue", "two")), "issue:two", "proposal"),
    "withdrawn after it was issued": (_after("grant:one:B", step("withdraw", "one")), "withdraw:one", "proposal"),
    "a transfer issued": (_after("propose:t1", step("issue", "t1")), "issue:t1", "proposal"),
    "a transfer approved": (_after("propose:t1", step("approve", "t1")), "approve:t1", "proposal"),
    "a decision carried out as a transfer": (
        _after(LAST, step("transfer", "four", FREES_A)),
        "transfer:four",
        "proposal",
    ),
    "a transfer without a proposal": (_change("transfer:t1", proposal=""), "transfer:t1", "proposal"),
    "approved by who proposed": (_change("approve:one", actor="wang"), "approve:one", "actor"),
    "issued by who proposed": (_change("issue:three", actor="wang"), "issue:three", "actor"),
    "carried out by who proposed": (_change("transfer:t1", actor="wang"), "transfer:t1", "actor"),
    "issued before its time": (
        _change("issue:one", recorded_at="2025-01-13T02:59:59.999Z"),
        "issue:one",
        "recorded_at",
    ),
    "carried out before its time": (
        _change("propose:t1", not_before="2025-01-12T03:00:00.1Z"),
        "transfer:t1",
        "recorded_at",
    ),
    "waits until no instant": (_change("approve:one", not_before="tomorrow"), "approve:one", "not_before"),
    "waits though it is no proposal": (_change("use:A:25-01", not_before=LATER), "use:A:25-01", "not_before"),
    "frees less than was pledged": (
        _change("withdraw:two", postings=move("pledged", "pledges", 59)),
        "withdraw:two",
        "postings",
    ),
    "frees nothing": (_change("issue:three", postings=[]), "issue:three", "postings"),
    "a transfer that frees nothing": (
        _change("transfer:t1", postings=move("available:A", "available:B", 30)),
        "transfer:t1",
        "postings",
    ),
    "a transfer of more than was pledged": (
        _change("transfer:t1", postings=[[a, t // 30 * 31] for a, t in FREES_A]),
        "transfer:t1",
        "postings",
    ),
    "a transfer to nobody else": (
        _change("transfer:t1", postings=[["available:A", -30], ["available:A", 30], *FREES_A[2:]]),
        "transfer:t1",
        "postings",
    ),
    "an approval that pledges a firm's tonnes": (
        _change("approve:three", postings=move("pledges", "pledged:A", 50)),
        "approve:three",
        "postings",
    ),
    "a proposal that frees": (
        _change("propose:t1", postings=move("pledged:A", "pledges", 30)),
        "propose:t1",
        "postings",
    ),
    "a proposal that pledges the pool": (_change(LAST, postings=move("pledges", "pledged", 5)), LAST, "postings"),
    "a step under another name": (_change("approve:three", id="approve:another"), "approve:another", "id"),
    "a step that is of something else": (_change("approve:one", basis="5" * 64), "approve:one", "basis"),
    "confirmed by who proposed, in version 1": (_change(OLD_TRANSFER, actor="wang"), OLD_TRANSFER, "basis"),
    # across years
    "less debt in than out": (
        _change("debt_in:steel:2025:B", postings=move("overrun", "owed:B", 29)),
        "debt_in:steel:2025:B",
        "basis",
    ),
    "debt that never came in": (
        _drop("debt_in:steel:2025:B", "payback:one:B", "deduct:steel:2025:B", "payback:steel:2025:B"),
        "debt_out:steel:2024:B",
        "cited",
    ),
    "debt out of nowhere": (
        _after(LAST, entry("debt_in", "debt_in:steel:2025:A", move("overrun", "owed:A", 3), basis="use:A:25-01")),
        "debt_in:steel:2025:A",
        "basis",
    ),
    "a surcharge without a debt": (
        _change("surcharge:steel:2025:B", postings=move("overrun", "owed:A", 6), id="surcharge:steel:2025:A"),
        "surcharge:steel:2025:A",
        "basis",
    ),
    "more carried than was recalled": (
        _change("carry:steel:2025:A", postings=move("pool", "available:A", 101)),
        "carry:steel:2025:A",
        "basis",
    ),
    "more expired than was carried": (
        _change("expire:steel:2025:A", postings=move("available:A", "pool", 41)),
        "expire:steel:2025:A",
        "basis",
    ),
    "expired though nothing was carried": (
        _change("expire:steel:2025:A", basis="grant:one:A"),
        "expire:steel:2025:A",
        "basis",
    ),
    "expired of another firm's": (
        _change("expire:steel:2025:A", postings=move("available:B", "pool", 10), id="expire:steel:2025:B"),
        "expire:steel:2025:B",
        "basis",
    ),
    "expired of what was turned back": (
        _after("grant:one:B", of_issue("correct", "c", move("available:A", "pool", 40), "one", **BACK)),
        "expire:steel:2025:A",
        "basis",
    ),
    "deducted and not paid back": (_drop("payback:steel:2025:B"), "deduct:steel:2025:B", "cited"),
    "paid back under another name": (_change("payback:steel:2025:B", id="payback:again"), "payback:again", "id"),
    "paid back other than deducted": (
        _change("payback:steel:2025:B", postings=move("owed:B", "overrun", 19)),
        "payback:steel:2025:B",
        "basis",
    ),
}


def test_the_chain_as_written_holds() -> None:
    report = verify_lines(lines(CHAIN), head=CHAIN[-1]["hash"])
    assert [] == list(report.differences)
    assert (len(CHAIN), CHAIN[-1]["hash"]) == (report.counts["form"], report.head)
    assert {1, 2} == {one["version"] for one in CHAIN}


@pytest.mark.parametrize("name", GUARDS)
def test_a_broken_guard_is_named(name: str) -> None:
    forge, id_, field = GUARDS[name]
    forged = copy.deepcopy(CHAIN)
    forge(forged)
    forged = sealed(forged)
    found = verify_lines(lines(forged)).differences
    assert found, name
    code = "verify.balance" if field in SUMS else "verify.entry"
    blank = " " if field in (*SUMS, "cited") else "."
    named = max(place for place, one in enumerate(forged, 1) if one["id"] == id_)
    wanted = (code, f"[{named}]{blank}{field}")
    assert wanted in {(one.code, one.where) for one in found}, found[:4]
    assert f"[{named}]" == found[0].where.partition("]")[0] + "]", found[:4]


def _told_by_ledger(chain: Chain) -> None:
    """What the ledger itself says of a chain; nothing when it holds."""
    entries = [entry_of(one) for one in chain]
    check_chain(entries, hashes=[one["hash"] for one in chain])
    by_book: dict[tuple[str, int], Book] = {}
    named = sorted(entries, key=lambda one: (one.draft.plan_year, one.seq))
    for year, found in groupby(named, key=lambda one: one.draft.plan_year):
        by_book["steel", year] = Book.of("steel", year, found)
    check_years(by_book["steel", 2024], by_book["steel", 2025])


def test_the_ledger_takes_the_chain_as_written() -> None:
    _told_by_ledger(CHAIN)


# What only the verifier refuses: rules of the acts, which the ledger leaves to them.
OF_THE_ACTS = {
    "version goes back",
    "grant under its later name",
    "kind of a later version",
    "once a year under another name",
    "id of a closed year",
    "a step that is of something else",
    "a step under another name",
    "paid back under another name",
    "a surcharge without a debt",
    "deducted and not paid back",
    "paid back other than deducted",
}


@pytest.mark.parametrize("name", sorted(GUARDS.keys() - OF_THE_ACTS))
def test_the_ledger_refuses_the_same(name: str) -> None:
    forged = copy.deepcopy(CHAIN)
    GUARDS[name][0](forged)
    with pytest.raises((BookBroken, ZhibiaoError, ValueError)):
        _told_by_ledger(sealed(forged))
