"""What is put on record is clean and makes sense; what stands in a book already is told all the same."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from zhibiao.errors import ActRefused, ZhibiaoError
from zhibiao.register.bounds import amount_told, is_bounded
from zhibiao.register.commitment import CommitmentKind, Terms
from zhibiao.register.deeds import (
    Accepted,
    Act,
    BlockCause,
    Blocked,
    Claim,
    Corrected,
    Deed,
    Evidence,
    ItemNamed,
    Moved,
    Noted,
    Rejected,
    Released,
    Reported,
)
from zhibiao.register.progress.names import folded_name
from zhibiao.register.progress.progress import progress_of
from zhibiao.register.progress.values import Progress, State
from zhibiao.register.register import Register, register_of
from zhibiao.register.setting import exact_number, with_settings
from zhibiao.register.sound import sound
from zhibiao.texts.statement import Change, Comparator, Figure

_DAY = dt.date(2025, 6, 30)
_TERMS = Terms(kind=CommitmentKind.TARGET, title="废钢加工量", period="2025", due=dt.date(2025, 12, 31))
_ACCEPTED = Accepted(commitment="C0001", terms=_TERMS)
_LAND = Blocked(commitment="C0001", since=_DAY, cause=BlockCause.LAND, mover="市自然资源局", note="地块甲")


def _register(*deeds: Deed) -> Register:
    at = "2025-03-10T08:00:00Z"
    return register_of(Act(number=place, at=at, person="lin", deed=deed) for place, deed in enumerate(deeds, 1))


def _refused(deed: Deed, *before: Deed) -> ZhibiaoError:
    with pytest.raises(ZhibiaoError) as caught:
        sound(deed, _register(*before))
    return caught.value


def _terms(**settings: str) -> Accepted:
    return Accepted(commitment="C0001", terms=with_settings(_TERMS, settings))


def _progress(*deeds: Deed) -> Progress:
    return progress_of(_register(*deeds).commitment("C0001"), on=_DAY, figures={})


def test_what_nobody_sees_is_left_out() -> None:
    told = Reported(commitment="C0001", as_of=_DAY, claim=Claim.DONE, note="\ufeff 第一行\r\n第\u200b二行 \u3000")
    told = replace(told, evidence=(Evidence(sha256="a", name="x.pdf", note=" 照片\u200e "),))
    kept = sound(told, _register(_ACCEPTED))
    assert isinstance(kept, Reported)
    assert ("第一行\n第二行", "照片") == (kept.note, kept.evidence[0].note)
    terms = sound(_terms(title=" 废钢\u200b加工量", others="A;\u2060;B"), Register())
    assert isinstance(terms, Accepted)
    assert ("废钢加工量", ("A", "B")) == (terms.terms.title, terms.terms.others)


@pytest.mark.parametrize("sign", ["\x1b", "\x9b", "\u202e", "\u2066", "\u2028", "\n", "\x00", "\ud800"])
def test_a_control_character_is_named(sign: str) -> None:
    expected = ("register.control_character", "title", f"U+{ord(sign):04X}", 3)
    error = _refused(replace(_ACCEPTED, terms=replace(_TERMS, title=f"废钢{sign}量")))
    assert expected == (error.code, error.facts["field"], error.facts["character"], error.facts["nth"])


@pytest.mark.parametrize(
    ("deed", "field"),
    [
        (_terms(lead="市\x1b[31m局"), "lead"),
        (_terms(value="1", unit="万\x07吨"), "unit"),
        (_terms(place="辽\x1b河市"), "place"),
        (ItemNamed(commitment="C0001", name="甲\u202e乙"), "name"),
        (replace(_LAND, mover="市\n局"), "mover"),
        (Rejected(candidate="a", reason="重\x1b]8;;复"), "reason"),
        (Noted(commitment="C0001", on=_DAY, meeting="周\x1b调度", conclusion="办"), "meeting"),
    ],
)
def test_every_field_of_words_is_held(deed: Deed, field: str) -> None:
    error = _refused(deed, _ACCEPTED)
    assert ("register.control_character", field) == (error.code, error.facts["field"])


@pytest.mark.parametrize(
    ("deed", "most"),
    [
        (_terms(title="长" * 301), 300),
        (_terms(lead="长" * 201), 200),
        (_terms(others="甲;" + "长" * 201), 200),
        (Moved(commitment="C0001", due=_DAY, reason="长" * 2001), 2000),
        (ItemNamed(commitment="C0001", name="长" * 201), 200),
    ],
)
def test_words_end(deed: Deed, most: int) -> None:
    error = _refused(deed, _ACCEPTED)
    assert ("register.too_long", most) == (error.code, error.facts["most"])
    assert sound(_terms(title="长" * 300), Register())


@pytest.mark.parametrize("unseen", ["\u200b", " \u3164\u2800", "\ufeff\u2060", "\n"])
def test_what_holds_nothing_visible_is_empty(unseen: str) -> None:
    counted = replace(_ACCEPTED, terms=replace(_TERMS, kind=CommitmentKind.COUNTED))
    for code, deed in (
        ("register.no_reason", Moved(commitment="C0001", due=_DAY, reason=unseen)),
        ("register.no_title", Accepted(commitment="C0002", terms=replace(_TERMS, title=unseen))),
        ("register.no_name", ItemNamed(commitment="C0001", name=unseen)),
        ("register.no_mover", replace(_LAND, mover=unseen)),
        ("register.no_conclusion", Noted(commitment="C0001", on=_DAY, meeting="周调度", conclusion=unseen)),
    ):
        register = _register(counted)
        with pytest.raises(ActRefused) as caught:
            register.after(Act(number=2, at="2025-03-10T08:00:00Z", person="lin", deed=sound(deed, register)))
        assert code == caught.value.code


@pytest.mark.parametrize(
    ("code", "settings"),
    [
        ("register.bad_value", {"period": "2025-13"}),
        ("register.bad_value", {"period": "2025..2024"}),
        ("register.bad_value", {"period": "2025-02-30"}),
        ("register.bad_value", {"period": ".."}),
        ("register.range_reversed", {"value": "10", "value_max": "5"}),
        ("register.from_without_to", {"from": "10"}),
        ("register.due_is_signing", {"kind": "agreement", "period": "2025-01-15", "due": "2025-01-15"}),
    ],
)
def test_terms_that_make_no_sense_are_refused(code: str, settings: dict[str, str]) -> None:
    assert code == _refused(_terms(**settings)).code


def test_a_correction_is_held_too() -> None:
    terms = with_settings(_TERMS, {"value": "10", "value_max": "5"})
    assert "register.range_reversed" == _refused(Corrected(commitment="C0001", terms=terms, reason="r"), _ACCEPTED).code


def test_sound_terms_stay_as_they_are() -> None:
    for settings in ({"period": "2025-01.."}, {"period": "..2025-12"}, {"value": "5", "value_max": "5"}, {"to": "9"}):
        assert _terms(**settings) == sound(_terms(**settings), Register())


def test_what_becomes_an_agreement_is_not_due_at_its_signing() -> None:
    target = replace(_TERMS, period="2025-01-15", due=dt.date(2025, 1, 15))
    assert with_settings(target, {"kind": "agreement"}).due is None
    assert _DAY == with_settings(target, {"kind": "agreement", "due": "2025-06-30"}).due
    assert target.due == with_settings(target, {"kind": "obligation"}).due


@pytest.mark.parametrize("text", ["1e999999999", "0e999999999", "1e15", "1e-7", "9" * 5000, "-1e400", "nan"])
def test_a_number_beyond_any_figure_is_refused(text: str) -> None:
    for act in (lambda: exact_number("figure", text), lambda: with_settings(_TERMS, {"value": text})):
        with pytest.raises(ActRefused, match=r"register\.bad_value") as caught:
            act()
        assert 41 >= len(str(caught.value.facts["text"]))
    assert amount_told(text) is None


def test_the_bounds_are_of_digits_that_say_something() -> None:
    assert is_bounded(Decimal("999999999999999.999999"))
    assert is_bounded(Decimal("1.5000000000"))
    assert not is_bounded(Decimal("1.5000001"))
    assert Fraction(-5, 2) == amount_told("-2.5")
    with pytest.raises(ActRefused, match=r"register\.bad_value"):
        with_settings(_TERMS, {"items": "9" * 30})


def test_the_figure_of_an_old_book_ends_nothing() -> None:
    figure = Figure(value=Decimal("1e999999999"), unit="万吨", change=Change.LEVEL, comparator=Comparator.EQUAL)
    absurd = replace(_ACCEPTED, terms=replace(_TERMS, figure=figure))
    assert "register.bad_value" == _refused(absurd).code
    assert _progress(absurd).measure.promised is None
    fine = replace(_ACCEPTED, terms=with_settings(_TERMS, {"value": "10"}))
    reports = [
        Reported(commitment="C0001", as_of=_DAY, claim=Claim.UNDER_WAY, figure=told) for told in ("4", "1e999999999")
    ]
    assert Fraction(4) == _progress(fine, *reports).measure.reached


def test_an_old_amount_of_a_project_ends_nothing() -> None:
    plan = replace(_ACCEPTED, terms=replace(_TERMS, kind=CommitmentKind.CAPITAL))
    capital = _progress(plan, ItemNamed(commitment="C0001", name="甲", amount="1e999999999", spent="9e999999")).capital
    assert capital
    assert (Fraction(0), Fraction(0), ("甲",)) == (capital.amount, capital.spent, capital.without_amount)


def test_a_plan_is_under_way_with_its_projects() -> None:
    plan = replace(_ACCEPTED, terms=replace(_TERMS, kind=CommitmentKind.CAPITAL, items=3))
    begun = ItemNamed(commitment="C0001", name="甲", amount="100", spent="40", claim=Claim.UNDER_WAY)
    assert State.UNDER_WAY is _progress(plan, begun).state
    assert State.WAITING is _progress(plan, replace(begun, claim=Claim.NOT_STARTED, spent="")).state


def test_a_report_shows_no_items() -> None:
    goal = replace(_ACCEPTED, terms=replace(_TERMS, kind=CommitmentKind.COUNTED, items=2))
    shown = Evidence(sha256="a", name="x.pdf")
    told = _progress(goal, Reported(commitment="C0001", as_of=_DAY, claim=Claim.DONE, evidence=(shown,)))
    assert State.CLAIMED is told.state
    assert ["progress.items", "progress.done_by_items"] == [one.code for one in told.because]
    assert 1 == told.because[-1].facts["documents"]


def test_the_same_block_stands_once() -> None:
    again = replace(_LAND, mover=" 市自然資源局\u200b", since=dt.date(2025, 7, 1))
    error = _refused(again, _ACCEPTED, _LAND)
    assert ("register.block_stands", 2) == (error.code, error.facts["block"])
    assert sound(replace(_LAND, note="地块乙"), _register(_ACCEPTED, _LAND))
    assert sound(_LAND, _register(_ACCEPTED, _LAND, Released(commitment="C0001", block=2, on=_DAY)))


def test_a_name_in_another_spelling_is_one_name() -> None:
    assert 1 == len(
        {folded_name(name) for name in ("热轧智能工厂A", "熱軋智能工廠Ａ", "热轧\u200b智能\u3000工厂a\u202c")}
    )
    assert folded_name("热轧一厂") != folded_name("热轧二厂")


def test_an_obligation_belongs_to_an_agreement_that_is_there() -> None:
    signed = Accepted(commitment="C0001", terms=Terms(kind=CommitmentKind.AGREEMENT, title="合作协议"))
    task = Accepted(commitment="C0002", terms=_TERMS)
    acts = [
        Act(number=n, at="2025-03-10T08:00:00Z", person="lin", deed=deed) for n, deed in enumerate((signed, task), 1)
    ]
    register = register_of(acts)
    owed = Terms(kind=CommitmentKind.OBLIGATION, title="办理用地", agreement="C0001")
    assert "C0001" == sound(Accepted(commitment="C0003", terms=owed), register).terms.agreement  # type: ignore[union-attr]
    for named in ("C0009", "C0002", "C0003"):
        with pytest.raises(ActRefused, match=r"register\.bad_value"):
            sound(Accepted(commitment="C0003", terms=replace(owed, agreement=named)), register)


def test_a_date_is_not_moved_to_itself_and_a_level_is_one_of_three() -> None:
    register = register_of([Act(number=1, at="2025-03-10T08:00:00Z", person="lin", deed=_ACCEPTED)])
    with pytest.raises(ActRefused, match=r"register\.due_stands"):
        sound(Moved(commitment="C0001", due=dt.date(2025, 12, 31), reason="晚"), register)
    with pytest.raises(ActRefused, match=r"register\.bad_value"):
        with_settings(_TERMS, {"coverage": "quarter:banana:1"})
