"""Acts on capacity accounts: the register, one person and two, swaps by the rules of the day, corrections."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from capacity_desk import LETTER, REGISTER, RULES, Desk, city, enterprise, facility
from ledger_sample import ANALYST, APPROVER, AUDITOR, BOTH
from zhibiao.errors import ActRefused, InputRefused, NotFound, UsageError
from zhibiao.procedures.capacity import change, plan, propose, register, swap
from zhibiao.procedures.capacity.plan import Document
from zhibiao.procedures.capacity.show import overview
from zhibiao.terms.authority import CoolingOff
from zhibiao.terms.canonical import sha256_hex
from zhibiao.terms.finding import Finding
from zhibiao.terms.period import Month


@pytest.fixture
def desk() -> Desk:
    """A desk with its accounts open."""
    made = Desk()
    made.open()
    return made


def running(desk: Desk, month: str = "", sector: str = "steel") -> dict[str, int]:
    found = overview(desk.store, sector, as_of=Month.parse(month) if month else None)
    return {one.quantity: one.running_t for one in found.classes}


def differences(desk: Desk, sector: str = "steel") -> list[Finding]:
    book = desk.store.capacity(sector=sector)
    return list(register.differences(book, desk.register, now=desk.clock.now()))


# opening


def test_accounts_open_from_the_register() -> None:
    opened = Desk().open()
    assert (("steel", "magnesia"), (), ()) == (opened.opened, opened.known, opened.findings)
    assert 8 == len(opened.entries)  # six furnaces, two of which ended and are sealed
    assert {sha256_hex(b"register")} == {entry.draft.basis for entry in opened.entries}


def test_every_month_shows_what_ran_then(desk: Desk) -> None:
    assert {"crude_steel_t": 1000, "pig_iron_t": 2900} == running(desk, "2023-04")
    assert {"crude_steel_t": 1000, "pig_iron_t": 2000} == running(desk, "2023-05")
    assert {} == running(desk, "2009-12")
    assert ({"magnesia_sand_t": 1300}, {"magnesia_sand_t": 1000}) == (
        running(desk, "2024-02", "magnesia"),
        running(desk, "2024-03", "magnesia"),
    )


def test_open_again_books_nothing_and_says_what_differs(desk: Desk) -> None:
    before = len(desk.store.entries())
    again = desk.open()
    assert ((), ("steel", "magnesia"), ()) == (again.opened, again.known, again.findings)
    smaller = enterprise("A", facility("BF1", tonnes=1400), facility("BF2", tonnes=900, until="2023-06"))
    desk.register = city(smaller, enterprise("B", facility("BF3", tonnes=500), facility("BF4")))
    again = desk.open(b"another register")
    assert before == len(desk.store.entries())
    told = {
        one.facts["facility"]: (one.facts["month"], one.facts["on_file_t"], one.facts["running_t"])
        for one in again.findings
    }
    assert {
        "BF1": ("2010-01", 1400, 1500),
        "BF2": ("2023-05", 900, 0),
        "BF4": ("2010-01", 1000, 0),
        "C1": ("2010-01", 0, 1000),
    } == told


def test_what_lies_ahead_is_not_booked_yet() -> None:
    desk = Desk(register=city(enterprise("A", facility("BF1", until="2024-07"), facility("BF2", since="2024-07"))))
    assert 1 == len(desk.open().entries)
    assert [] == differences(desk)
    desk.clock.tick(days=30)
    assert ["BF1", "BF2"] == [one.facts["facility"] for one in differences(desk)]


@pytest.mark.parametrize(
    ("listed", "code"),
    [
        ([enterprise("A", facility("BF/1"))], "capacity.name_unfit"),
        ([enterprise("A:x", facility("BF1"))], "capacity.name_unfit"),
        ([enterprise("A")], "capacity.nothing_on_file"),
        ([enterprise("A", facility("BF1", tonnes=0))], "capacity.nothing_on_file"),
    ],
)
def test_registers_that_cannot_be_opened(listed: list, code: str) -> None:  # type: ignore[type-arg]
    desk = Desk(register=city(*listed))
    with pytest.raises(UsageError) as refused:
        desk.open()
    assert code == refused.value.code
    assert () == tuple(desk.store.entries())


def test_a_furnace_the_register_got_later_takes_two_persons(desk: Desk) -> None:
    late = enterprise("B", facility("BF3", tonnes=500), facility("BF4", tonnes=70, since="2020-01", until="2024-02"))
    desk.register = city(REGISTER["A"], late, REGISTER["M"])
    assert ["BF4"] == [one.facts["facility"] for one in differences(desk)]
    desk.clock.tick()
    put = register.admit(desk.store, desk.clock, desk.register, "BF4", LETTER, ANALYST)
    desk.confirm(put)
    assert [] == differences(desk)
    assert "sealed" == desk.store.capacity(sector="steel").state_of("BF4")


def test_single_furnaces_come_after_the_opening() -> None:
    desk = Desk()
    with pytest.raises(ActRefused, match=r"capacity\.not_open"):
        register.admit(desk.store, desk.clock, desk.register, "BF1", LETTER, ANALYST)


def test_a_furnace_under_another_name_is_told(desk: Desk) -> None:
    desk.register = city(REGISTER["A"], replace(REGISTER["B"], id="Z"), REGISTER["M"])
    assert ["capacity.register_other_name"] == [one.code for one in differences(desk)]


# one person, two persons


def test_sealing_takes_one_person_and_is_booked_once(desk: Desk) -> None:
    done, again = desk.seal("K1", sector="magnesia"), desk.seal("K1", sector="magnesia")
    assert done.entries == again.entries
    assert {"magnesia_sand_t": 0} == running(desk, sector="magnesia")
    assert [("K1", "2024-06")] == [(one.facts["facility"], one.facts["month"]) for one in differences(desk, "magnesia")]
    (shown,) = [one for one, _ in overview(desk.store, "magnesia").furnaces if one.furnace.facility == "K1"]
    assert ("sealed", 1000) == (shown.state, shown.tonnes)


def test_restarting_takes_two(desk: Desk) -> None:
    put = desk.restart("BF2")
    assert put == desk.restart("BF2")
    assert 2000 == running(desk)["pig_iron_t"]
    with pytest.raises(ActRefused, match=r"auth\.forbidden"):
        plan.carry_out(desk.store, desk.clock, put.id, ANALYST)
    done = desk.confirm(put)
    assert done == desk.confirm(put)
    assert 2900 == running(desk)["pig_iron_t"]


def test_whoever_put_it_forward_does_not_confirm(desk: Desk) -> None:
    put = propose.propose_restart(desk.store, desk.clock, "steel", "BF2", Month(2024, 6), LETTER, BOTH)
    with pytest.raises(ActRefused, match=r"flow\.same_person"):
        plan.carry_out(desk.store, desk.clock, put.id, BOTH)


def test_a_withdrawn_plan_is_over(desk: Desk) -> None:
    put = desk.restart("BF2")
    desk.withdraw(put)
    with pytest.raises(ActRefused, match=r"capacity\.plan_withdrawn"):
        desk.confirm(put)
    assert put == desk.withdraw(put)
    assert put == plan.withdraw(desk.store, desk.clock, put.id, APPROVER)
    desk.clock.tick()
    fresh = desk.restart("BF2")
    assert put.id != fresh.id
    desk.confirm(fresh)
    with pytest.raises(ActRefused, match=r"ledger\.proposal_ended"):
        desk.withdraw(fresh)


def test_a_large_plan_waits(desk: Desk) -> None:
    cooling = CoolingOff(hours=24, above_t=899)
    put = propose.propose_restart(
        desk.store, desk.clock, "steel", "BF2", Month(2024, 6), LETTER, ANALYST, cooling_off=cooling
    )
    with pytest.raises(ActRefused, match=r"ledger\.cooling_off"):
        desk.confirm(put)
    desk.clock.tick()
    desk.confirm(put)


def test_documents_stand_behind_each_change(desk: Desk) -> None:
    desk.seal("BF1")
    desk.confirm(desk.restart("BF2"))
    documents = {one.furnace.facility: names for one, names in overview(desk.store, "steel").furnaces}
    assert {
        "BF1": ("letter.pdf",),
        "BF2": ("letter.pdf",),
        "BF3": ("city.yaml",),
        "C1": ("city.yaml",),
    } == documents
    kept = {file.sha256: file.name for file in desk.store.files()}
    assert kept[LETTER.sha256] == "letter.pdf"


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda desk: desk.seal("BF2"), "capacity.wrong_state"),
        (lambda desk: desk.restart("BF1"), "capacity.wrong_state"),
        (lambda desk: desk.seal("BF1", "2024-07"), "capacity.month_ahead"),
        (lambda desk: desk.restart("BF2", "2024-07"), "capacity.month_ahead"),
        (lambda desk: desk.dismantle("BF2", "2023-04"), "capacity.month_before_last"),
        (lambda desk: desk.seal("BF7"), "capacity.no_such_facility"),
        (
            lambda desk: change.seal(desk.store, desk.clock, "steel", "BF1", Month(2024, 6), LETTER, AUDITOR),
            "auth.forbidden",
        ),
        (
            lambda desk: change.seal(
                desk.store, desk.clock, "steel", "BF1", Month(2024, 6), Document(name="x", content=b""), ANALYST
            ),
            "capacity.document_empty",
        ),
        (lambda desk: plan.carry_out(desk.store, desk.clock, "nothing", APPROVER), "capacity.plan_not_found"),
        (
            lambda desk: propose.propose_correction(desk.store, desk.clock, "steel", "nothing", LETTER, ANALYST),
            "capacity.entry_not_found",
        ),
    ],
)
def test_refused_acts(desk: Desk, act, code: str) -> None:  # type: ignore[no-untyped-def]
    before = (len(desk.store.entries()), len(desk.store.files()))
    with pytest.raises((ActRefused, UsageError, InputRefused, NotFound)) as refused:
        act(desk)
    assert code == refused.value.code
    assert before == (len(desk.store.entries()), len(desk.store.files()))


def test_what_is_dismantled_never_runs_again(desk: Desk) -> None:
    once = desk.dismantle("BF1")
    assert once == desk.dismantle("BF1")
    for act in (desk.seal, desk.restart):
        with pytest.raises(ActRefused, match=r"capacity\.wrong_state"):
            act("BF1")


def test_cut_without_replacement(desk: Desk) -> None:
    def cut(subject: str, tonnes: int | None = None) -> plan.Done:
        return change.reduce(
            desk.store, desk.clock, "magnesia", subject, Month(2024, 6), LETTER, ANALYST, tonnes=tonnes
        )

    cut("K1", 400)
    cut("K2")
    (found,) = overview(desk.store, "magnesia").classes
    assert (1300, 600, 0, 700) == (found.opened_t, found.running_t, found.sealed_t, found.cut_t)
    with pytest.raises(ActRefused, match=r"ledger\.insufficient"):
        cut("K1", 601)
    with pytest.raises(UsageError, match=r"capacity\.tonnes_not_positive"):
        cut("K1", 0)


def test_a_target_is_held_against_what_ran(desk: Desk) -> None:
    desk.seal("K1", "2024-05", sector="magnesia")
    found = overview(
        desk.store, "magnesia", as_of=Month(2024, 5), since=Month(2024, 2), target_t=1500, quantity="magnesia_sand_t"
    )
    (one,) = found.reductions
    assert {
        "before_t": 1300,
        "now_t": 0,
        "reduced_t": 1300,
        "short_t": 200,
        "is_met": False,
    }.items() <= one.plain().items()
    assert ["2024-02", "2024-03", "2024-04", "2024-05"] == [str(month) for month, _ in found.months]
    assert [1300, 1000, 1000, 0] == [classes[0].running_t for _, classes in found.months]


def test_a_furnace_is_handed_over(desk: Desk) -> None:
    month = Month(2024, 6)
    change.bar(desk.store, desk.clock, "steel", RULES, "BF3", month, LETTER, ANALYST, excluded="obsolete", tonnes=200)
    put = propose.propose_hand_over(desk.store, desk.clock, "steel", "BF3", "A", Month(2024, 6), LETTER, ANALYST)
    desk.confirm(put)
    assert "A" == desk.store.capacity(sector="steel").furnaces["BF3"].enterprise
    shown = {one.furnace.facility: one for one, _ in overview(desk.store, "steel").furnaces}
    assert ("A", "running", 500, 200) == (
        shown["BF3"].furnace.enterprise,
        shown["BF3"].state,
        shown["BF3"].tonnes,
        shown["BF3"].barred_t,
    )
    assert 4 == len(shown)
    with pytest.raises(UsageError, match=r"capacity\.same_enterprise"):
        propose.propose_hand_over(desk.store, desk.clock, "steel", "BF3", "A", Month(2024, 6), LETTER, ANALYST)


def test_a_record_in_error_is_turned_back_and_can_be_made_anew(desk: Desk) -> None:
    wrong = desk.dismantle("BF1", "2024-05").entries[0]
    put = propose.propose_correction(desk.store, desk.clock, "steel", wrong.draft.id, LETTER, ANALYST)
    desk.confirm(put)
    assert 2000 == running(desk, "2024-05")["pig_iron_t"]
    assert [] == differences(desk)
    assert wrong.draft.id != desk.dismantle("BF1", "2024-05").entries[0].draft.id


# swaps


def test_a_swap_from_announcement_to_running(desk: Desk) -> None:
    """BF1 and BF3 are 2,000 t; at 1.25 : 1 that is 1,600 t of a new furnace, and 400 t are cut."""
    put = desk.announce()
    assert ("5/4", "2021", False) == (put.facts["ratio"], put.facts["regime"], put.facts["is_suspended"])
    desk.confirm(put)
    assert 2000 == running(desk)["pig_iron_t"]  # until they are dismantled the old ones run on
    with pytest.raises(ActRefused, match=r"capacity\.not_dismantled_yet") as refused:
        desk.build()
    assert 2000 == refused.value.facts["short_t"]
    assert ["dismantle", "swap_out"] == [entry.draft.kind.value for entry in desk.dismantle("BF1").entries]
    desk.dismantle("BF3")
    desk.confirm(desk.build())
    (steel, iron) = overview(desk.store, "steel").classes
    assert (2900, 1600, 900, 0, 0, 400) == (
        iron.opened_t,
        iron.running_t,
        iron.sealed_t,
        iron.dismantled_t,
        iron.project_t,
        iron.cut_t,
    )
    assert 1000 == steel.running_t


def test_what_is_dismantled_already_goes_into_the_project_at_once(desk: Desk) -> None:
    desk.dismantle("BF1")
    desk.confirm(desk.announce())
    (_, iron) = overview(desk.store, "steel").classes
    assert (1500, 500) == (iron.project_t, iron.pledged_t)


def test_no_swap_from_the_day_they_are_suspended(desk: Desk) -> None:
    put = desk.announce()
    desk.clock.instant = dt.datetime(2024, 8, 22, 16, 0, tzinfo=dt.UTC)  # the 23rd in China
    with pytest.raises(ActRefused, match=r"capacity\.swap_suspended"):
        desk.confirm(put)
    with pytest.raises(ActRefused, match=r"capacity\.swap_suspended"):
        desk.announce(project="P2")
    desk.withdraw(put)
    override = Document(name="order.pdf", content=b"order", role="override")
    put = desk.announce(documents=[LETTER, override])
    assert put.facts["is_suspended"]
    desk.confirm(put)


def test_a_build_goes_on_while_swaps_are_suspended(desk: Desk) -> None:
    """What was announced before stands; only new announcements are refused."""
    desk.confirm(desk.announce())
    desk.clock.instant = dt.datetime(2025, 3, 1, tzinfo=dt.UTC)
    desk.dismantle("BF1", "2025-01")
    desk.dismantle("BF3", "2025-02")
    desk.confirm(desk.build())


def test_a_draft_is_used_only_when_said_and_says_so(desk: Desk) -> None:
    desk.clock.instant = dt.datetime(2026, 2, 1, tzinfo=dt.UTC)
    small = (swap.NewFurnace(facility="BF9", kind="blast_furnace", quantity="pig_iron_t", tonnes=1333),)
    put = desk.announce(drafts={"2025-draft": dt.date(2026, 1, 1)}, built=small)
    assert ("3/2", "2025-draft", True) == (put.facts["ratio"], put.facts["regime"], put.facts["is_draft"])
    with pytest.raises(UsageError, match=r"capacity\.draft_unknown"):
        desk.announce(drafts={"2030": dt.date(2026, 1, 1)}, built=small)


def test_the_same_capacity_is_not_announced_twice(desk: Desk) -> None:
    first, second = desk.announce(), desk.announce(project="P2")
    desk.confirm(first)
    with pytest.raises(ActRefused, match=r"capacity\.pledged"):
        desk.confirm(second)
    with pytest.raises(ActRefused, match=r"capacity\.not_free"):
        desk.announce(project="P3")
    with pytest.raises(ActRefused, match=r"capacity\.project_known"):
        desk.announce()


def test_a_project_is_announced_once(desk: Desk) -> None:
    one = desk.announce(retired={"BF1": None}, built=(replace(NEW, tonnes=1200),))
    other = desk.announce(retired={"BF3": None}, built=(replace(NEW, tonnes=400),))
    desk.confirm(one)
    with pytest.raises(ActRefused, match=r"capacity\.project_known"):
        desk.confirm(other)


def test_excluded_capacity_is_barred(desk: Desk) -> None:
    def bar(excluded: str) -> plan.Done:
        return change.bar(
            desk.store, desk.clock, "steel", RULES, "BF3", Month(2024, 6), LETTER, ANALYST, excluded=excluded
        )

    with pytest.raises(UsageError, match=r"capacity\.excluded_unknown"):
        bar("unlucky")
    bar("obsolete")
    with pytest.raises(ActRefused, match=r"capacity\.not_free") as refused:
        desk.announce()
    assert (0, 500) == (refused.value.facts["free_t"], refused.value.facts["barred_t"])


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"built": ()}, "capacity.swap_empty"),
        ({"retired": {}}, "capacity.swap_empty"),
        ({"project": "P/1"}, "capacity.name_unfit"),
        ({"retired": {"BF8": None}}, "capacity.no_such_facility"),
        ({"retired": {"BF1": 1501}}, "capacity.not_free"),
        ({"retired": {"BF1": None}}, "capacity.ratio_not_met"),
        ({"retired": {"BF1": None, "BF3": None, "C1": None}}, "capacity.retired_not_needed"),
        ({"region": "key"}, "capacity.ratio_not_met"),
        ({"case": "merger"}, "capacity.case_needs_document"),
    ],
)
def test_swaps_refused(desk: Desk, more: dict[str, object], code: str) -> None:
    with pytest.raises((ActRefused, UsageError)) as refused:
        desk.announce(**more)
    assert code == refused.value.code


@pytest.mark.parametrize(
    ("facility", "tonnes", "code"),
    [("BF8", None, "capacity.not_announced"), ("BF9", 1601, "capacity.more_than_announced")],
)
def test_only_what_was_announced_is_built(desk: Desk, facility: str, tonnes: int | None, code: str) -> None:
    desk.confirm(desk.announce())
    with pytest.raises((ActRefused, UsageError)) as refused:
        desk.build(facility, tonnes=tonnes)
    assert code == refused.value.code


def test_an_unknown_project_builds_nothing(desk: Desk) -> None:
    desk.announce()  # put forward, and not carried out
    with pytest.raises(NotFound, match=r"capacity\.project_unknown"):
        desk.build()


def test_what_a_smaller_furnace_leaves_in_the_project_is_cut(desk: Desk) -> None:
    desk.confirm(desk.announce())
    desk.dismantle("BF1")
    desk.dismantle("BF3")
    desk.confirm(desk.build(tonnes=1000))
    change.reduce(desk.store, desk.clock, "steel", "P1", Month(2024, 6), LETTER, ANALYST)
    (_, iron) = overview(desk.store, "steel").classes
    assert (1000, 0, 1000) == (iron.running_t, iron.project_t, iron.cut_t)


NEW = swap.NewFurnace(facility="BF9", kind="blast_furnace", quantity="pig_iron_t", tonnes=1600)
