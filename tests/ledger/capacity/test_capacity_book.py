"""The capacity accounts as tables: one action per row, its outcome in the last place."""

import pytest

from capacity_sample import (
    IRON,
    STEEL,
    barred,
    built,
    by_two,
    draft,
    entry_after,
    furnace,
    given,
    grown,
    opened,
    pledged,
    postings,
    project,
    reduced,
    shifted,
)
from zhibiao.errors import ActRefused, BookBroken
from zhibiao.ledger.capacity.book import CapacityBook
from zhibiao.ledger.entry import Draft, EntryKind, Posting

K = EntryKind
ONE, TWO, NEW = furnace("BF1"), furnace("BF2", "B"), furnace("BF3")
RUNS, SEALED, GONE = "running/pig_iron_t/blast_furnace/BF1:A", "sealed", "dismantled"
P = project()
OPEN = [draft("o1", K.CAPACITY_OPEN, opened(ONE, 1000)), draft("o2", K.CAPACITY_OPEN, opened(TWO, 500))]


def swapped() -> list[Draft]:
    """Both furnaces are promised to a project, dismantled and given to it: 1,500 t, enough for 1,200 t."""
    return [
        *OPEN,
        *by_two("g1", K.SWAP_PLEDGE, pledged(ONE, P, 1000)),
        *by_two("g2", K.SWAP_PLEDGE, pledged(TWO, P, 500)),
        draft("x1", K.DISMANTLE, shifted(ONE, "running", "dismantled", 1000)),
        draft("s1", K.SWAP_OUT, given(ONE, P, 1000)),
        draft("z2", K.SEAL, shifted(TWO, "running", "sealed", 500)),
        draft("x2", K.DISMANTLE, shifted(TWO, "sealed", "dismantled", 500)),
        draft("s2", K.SWAP_OUT, given(TWO, P, 500)),
    ]


def code_of(book: CapacityBook, one: Draft, **more: str) -> str:
    before = dict(book.balances)
    try:
        book.append(entry_after(book, one, **more))
    except ActRefused as refused:
        assert before == dict(book.balances)
        return refused.code
    return "ok"


def test_a_furnace_runs_stands_still_and_goes() -> None:
    book = grown(OPEN)
    assert ("running", 1000) == (book.state_of("BF1"), book.standing_t("BF1"))
    book = grown([draft("z", K.SEAL, shifted(ONE, "running", "sealed", 1000))], book)
    assert "sealed" == book.state_of("BF1")
    book = grown(by_two("r", K.RESTART, shifted(ONE, "sealed", "running", 1000)), book)
    book = grown([draft("x", K.DISMANTLE, shifted(ONE, "running", "dismantled", 1000))], book)
    assert "dismantled" == book.state_of("BF1")
    book = grown([draft("c", K.REDUCE, reduced("dismantled/pig_iron_t/blast_furnace/BF1:A", IRON, 1000))], book)
    assert ("", 0) == (book.state_of("BF1"), book.standing_t("BF1"))
    assert {"opened/pig_iron_t": -1500, "cut/pig_iron_t": 1000, "running/pig_iron_t/blast_furnace/BF2:B": 500} == {
        name: tonnes for name, tonnes in book.balances.items() if tonnes
    }


def test_a_swap_builds_what_its_ratio_leaves_and_cuts_the_rest() -> None:
    book = grown([*swapped(), *by_two("b", K.BUILD, built(P, NEW, 1500, 1200))])
    assert {
        "opened/pig_iron_t": -1500,
        "running/pig_iron_t/blast_furnace/BF3:A": 1200,
        "cut/pig_iron_t": 300,
    } == {name: tonnes for name, tonnes in book.balances.items() if tonnes}


def test_below_the_ratio_nothing_is_built_and_the_refusal_says_what_would_be_enough() -> None:
    book = grown(swapped())
    with pytest.raises(ActRefused, match=r"capacity\.ratio_broken") as refused:
        grown(by_two("b", K.BUILD, built(P, NEW, 1500, 1201)), book)
    assert (2, 1200) == (refused.value.facts["short_t"], refused.value.facts["most_t"])


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (draft("o1", K.SEAL, shifted(ONE, "running", "sealed", 1000)), "entry.id_reused"),
        (draft("k", K.GRANT, opened(NEW, 5)), "capacity.kind_unknown"),
        (draft("k", K.CLOSE), "capacity.kind_unknown"),
        (draft("k", K.SEAL, postings(("a", 1.5), ("b", -1.5))), "ledger.not_whole_tonnes"),  # type: ignore[arg-type]
        (draft("k", K.SEAL, not_before="2025-01-01T00:00:00Z"), "ledger.instant_unknown"),
        (draft("k", K.SEAL, shifted(ONE, "running", "sealed", 1000), month=""), "capacity.month_unknown"),
        (draft("k", K.SEAL, shifted(ONE, "running", "sealed", 1000), month="2024-13"), "capacity.month_unknown"),
        (draft("k", K.SEAL, shifted(ONE, "running", "sealed", 1000), basis=""), "capacity.no_document"),
        (draft("k", K.SEAL), "ledger.no_postings"),
        (draft("k", K.SEAL, shifted(ONE, "running", "sealed", 0)), "ledger.amount_zero"),
        (draft("k", K.SEAL, shifted(ONE, "running", "sealed", 1000)[:1]), "ledger.unbalanced_postings"),
        (draft("k", K.SEAL, shifted(ONE, "running", "vault", 1000)), "capacity.account_not_of_kind"),
        (draft("k", K.SEAL, shifted(ONE, "sealed", "running", 1000)), "capacity.account_not_of_kind"),
        (draft("k", K.RESTART, shifted(ONE, "dismantled", "running", 1000)), "capacity.account_not_of_kind"),
        (
            draft("k", K.SEAL, postings((RUNS, -1000), ("sealed/crude_steel_t/converter/C1:A", 1000))),
            "capacity.classes_mixed",
        ),
        (
            draft("k", K.SEAL, postings((RUNS, -500), ("sealed/pig_iron_t/blast_furnace/BF2:B", 500))),
            "capacity.account_not_of_kind",
        ),
        (draft("k", K.PROPOSE, opened(NEW, 5)), "capacity.account_not_of_kind"),
        (draft("k", K.RESTART, shifted(ONE, "sealed", "running", 1000)), "ledger.proposal_unknown"),
        (draft("k", K.SEAL, shifted(ONE, "running", "sealed", 1000), proposal="p"), "ledger.proposal_unknown"),
        (draft("k", K.SEAL, shifted(ONE, "running", "sealed", 1000), corrects="o1"), "ledger.correction_unknown"),
        (draft("k", K.SEAL, shifted(ONE, "running", "sealed", 1000), month="2023-12"), "capacity.month_before_last"),
        (draft("k", K.CAPACITY_OPEN, opened(ONE, 5)), "capacity.facility_known"),
        (draft("k", K.SEAL, shifted(NEW, "running", "sealed", 5)), "capacity.facility_unknown"),
        (draft("k", K.SEAL, shifted(furnace("BF1", "B"), "running", "sealed", 5)), "capacity.facility_unknown"),
        (draft("k", K.SEAL, shifted(ONE, "running", "sealed", 999)), "capacity.not_whole"),
        (draft("k", K.REDUCE, reduced(RUNS, IRON, 1001)), "ledger.insufficient"),
        (draft("k", K.SWAP_OUT, given(ONE, P, 10)), "ledger.insufficient"),
        (draft("k", K.BAR, barred(ONE, 400)), "ok"),
        (draft("k", K.REDUCE, reduced(RUNS, IRON, 400)), "ok"),
    ],
)
def test_refusals(one: Draft, expected: str) -> None:
    assert expected == code_of(grown(OPEN), one)


def test_other_books_and_older_places_are_refused() -> None:
    book = grown(OPEN)
    other = Draft(id="k", kind=K.SEAL, sector="magnesia", plan_year=0, postings=(), reason="", basis="", actor="")
    assert "ledger.other_book" == code_of(book, other)
    with pytest.raises(ActRefused, match=r"ledger\.out_of_order"):
        book.append(book.entries[0].__class__(seq=1, draft=draft("k", K.SEAL), recorded_at="", previous=""))


def test_the_same_root_is_used_once() -> None:
    book = grown([*OPEN, *by_two("g1", K.SWAP_PLEDGE, pledged(ONE, P, 700))])
    assert 300 == book.free_t("BF1")
    with pytest.raises(ActRefused, match=r"capacity\.pledged") as refused:
        grown(by_two("g2", K.SWAP_PLEDGE, pledged(ONE, project("Q"), 301)), book)
    assert 1 == refused.value.facts["short_t"]
    book = grown(by_two("g2", K.SWAP_PLEDGE, pledged(ONE, project("Q"), 300)), grown([], book))
    assert "capacity.pledged" == code_of(book, draft("k", K.REDUCE, reduced(RUNS, IRON, 1)))


def test_what_is_promised_is_not_handed_over() -> None:
    book = grown([*OPEN, *by_two("g1", K.SWAP_PLEDGE, pledged(ONE, P, 1))])
    moved = postings((RUNS, -1000), ("running/pig_iron_t/blast_furnace/BF1:B", 1000))
    with pytest.raises(ActRefused, match=r"capacity\.pledged"):
        grown(by_two("h", K.HAND_OVER, moved), book)


def test_a_furnace_goes_over_as_a_whole() -> None:
    moved = postings((RUNS, -1000), ("running/pig_iron_t/blast_furnace/BF1:B", 1000))
    book = grown([*OPEN, *by_two("h", K.HAND_OVER, moved)])
    assert "B" == book.furnaces["BF1"].enterprise
    back = [Posting(account=one.account, tonnes=-one.tonnes) for one in moved]
    assert "A" == grown(by_two("k", K.CORRECT, back, corrects="h"), book).furnaces["BF1"].enterprise


def test_what_is_barred_goes_into_no_swap() -> None:
    book = grown([*OPEN, draft("bar", K.BAR, barred(ONE, 400))])
    with pytest.raises(ActRefused, match=r"capacity\.barred") as refused:
        grown(by_two("g", K.SWAP_PLEDGE, pledged(ONE, P, 601)), book)
    assert 600 == refused.value.facts["free_t"]
    assert 0 == grown(by_two("g", K.SWAP_PLEDGE, pledged(ONE, P, 600)), grown([], book)).free_t("BF1")


def test_whoever_puts_it_forward_does_not_carry_it_out() -> None:
    book = grown([*OPEN, draft("propose:r", K.PROPOSE, month="")])
    assert "ledger.one_person" == code_of(book, draft("i", K.ISSUE, month="", proposal="propose:r"))
    assert "ok" == code_of(book, draft("i", K.ISSUE, month="", proposal="propose:r", actor="li"))


def test_a_proposal_ends_once_and_gives_only_in_its_own_act() -> None:
    book = grown([*OPEN, draft("z", K.SEAL, shifted(ONE, "running", "sealed", 1000))])
    propose, issue, restart = by_two("r", K.RESTART, shifted(ONE, "sealed", "running", 1000))
    book = grown([propose], book)
    assert "ledger.not_issued" == code_of(book, restart)
    book = grown([issue], book)
    again = draft("i2", K.WITHDRAW, month="", proposal="propose:r")
    assert "ledger.proposal_ended" == code_of(book, again)
    assert "ledger.not_issued" == code_of(book, restart, at="2024-01-08T01:00:01Z")
    other = draft("r", K.RESTART, restart.postings, actor="li", proposal="propose:r")
    assert "capacity.other_basis" == code_of(book, other)
    assert "ok" == code_of(book, restart)


def test_a_plan_waits_as_long_as_it_was_told_to() -> None:
    book = grown([*OPEN, draft("propose:r", K.PROPOSE, month="", not_before="2024-01-09T00:00:00Z")])
    issue = draft("i", K.ISSUE, month="", proposal="propose:r", actor="li")
    assert "ledger.cooling_off" == code_of(book, issue)
    assert "ok" == code_of(book, issue, at="2024-01-09T00:00:00Z")


def test_a_furnace_opened_after_the_opening_takes_two_persons() -> None:
    book = grown(OPEN)
    late = draft("o3", K.CAPACITY_OPEN, opened(NEW, 5))
    assert "ledger.proposal_unknown" == code_of(book, late, at="2024-01-08T02:00:00Z")
    assert 5 == grown(by_two("o3", K.CAPACITY_OPEN, opened(NEW, 5)), book).standing_t("BF3")


def test_a_record_in_error_is_turned_back_by_two_persons() -> None:
    book = grown([*OPEN, draft("x", K.DISMANTLE, shifted(ONE, "running", "dismantled", 1000))])
    back = shifted(ONE, "dismantled", "running", 1000)
    assert "ledger.proposal_unknown" == code_of(book, draft("k", K.CORRECT, back, corrects="x"))
    assert "running" == grown(by_two("k", K.CORRECT, back, corrects="x"), book).state_of("BF1")


@pytest.mark.parametrize(
    ("corrects", "moved", "expected"),
    [
        ("zz", shifted(ONE, "dismantled", "running", 1000), "ledger.correction_unknown"),
        ("propose:g1", shifted(ONE, "dismantled", "running", 1000), "ledger.not_turned_back"),
        ("x1", shifted(ONE, "dismantled", "running", 999), "ledger.correction_not_opposite"),
        # Given away already: the way back is the way it came, step by step.
        ("x1", shifted(ONE, "dismantled", "running", 1000), "ledger.insufficient"),
        ("o1", postings((RUNS, -1000), ("opened/pig_iron_t", 1000)), "ledger.insufficient"),
    ],
)
def test_corrections_refused(corrects: str, moved: tuple[Posting, ...], expected: str) -> None:
    with pytest.raises(ActRefused) as refused:
        grown(by_two("k", K.CORRECT, moved, corrects=corrects), grown(swapped()))
    assert expected == refused.value.code


def test_a_furnace_is_never_in_two_states() -> None:
    book = grown([*OPEN, draft("c", K.REDUCE, reduced(RUNS, IRON, 100))])
    book = grown([draft("z", K.SEAL, shifted(ONE, "running", "sealed", 900))], book)
    back = postings((RUNS, 100), ("cut/pig_iron_t", -100))
    with pytest.raises(ActRefused, match=r"capacity\.two_states"):
        grown(by_two("k", K.CORRECT, back, corrects="c"), book)


def test_what_was_turned_back_is_not_turned_back_again_and_may_be_opened_anew() -> None:
    back = postings((RUNS, -1000), ("opened/pig_iron_t", 1000))
    book = grown([*OPEN, *by_two("k", K.CORRECT, back, corrects="o1")])
    assert {"BF2"} == set(book.furnaces)
    with pytest.raises(ActRefused, match=r"ledger\.already_reversed"):
        grown(by_two("k2", K.CORRECT, back, corrects="o1"), book)
    fresh = by_two("o4", K.CAPACITY_OPEN, opened(ONE, 7))
    assert 7 == grown(fresh, grown([*OPEN, *by_two("k", K.CORRECT, back, corrects="o1")])).standing_t("BF1")


def test_iron_is_not_replaced_by_steel() -> None:
    converter = furnace("C1", quantity=STEEL, kind="converter")
    wrong = pledged(converter, project(quantity=STEEL), 10)
    mixed = (Posting(account="pledges/pig_iron_t", tonnes=-10), wrong[1])
    book = grown([*OPEN, draft("o3", K.CAPACITY_OPEN, opened(converter, 100))])
    with pytest.raises(ActRefused, match=r"capacity\.classes_mixed"):
        grown(by_two("g", K.SWAP_PLEDGE, mixed), book)


def test_a_book_that_went_on_leaves_the_earlier_one_as_it_was() -> None:
    first = grown(OPEN)
    before = dict(first.balances)
    grown([draft("z", K.SEAL, shifted(ONE, "running", "sealed", 1000))], first)
    assert before == dict(first.balances)
    assert "running" == first.state_of("BF1")
    assert first == CapacityBook.of("steel", first.entries)


def test_reading_names_the_first_entry_that_does_not_hold() -> None:
    book = grown(OPEN)
    bad = entry_after(book, draft("z", K.SEAL, shifted(ONE, "running", "sealed", 999)))
    with pytest.raises(BookBroken, match=r"book\.entry_does_not_hold") as broken:
        CapacityBook.of("steel", [*book.entries, bad])
    assert (3, "z") == (broken.value.facts["seq"], broken.value.facts["id"])


def test_a_receipt_is_for_the_same_body() -> None:
    book = grown(OPEN)
    assert book.entries[0] == book.receipt(OPEN[0])
    assert None is book.receipt(draft("zz", K.SEAL))
    with pytest.raises(ActRefused, match=r"entry\.id_reused"):
        book.receipt(draft("o1", K.SEAL))
