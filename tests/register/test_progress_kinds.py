"""Programmes, capital plans, agreements and how numbers bind: what each kind adds to the progress of a commitment."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from zhibiao.register.commitment import CommitmentKind, Coverage, Span, Terms
from zhibiao.register.deeds import Accepted, Act, BlockCause, Blocked, Claim, Deed, Evidence, ItemNamed, Reported
from zhibiao.register.figures import IndicatorFigures, PeriodFigure, YearAhead
from zhibiao.register.progress.progress import progress_of, progress_of_all
from zhibiao.register.progress.promise import promise_of
from zhibiao.register.progress.spans import stretches
from zhibiao.register.progress.values import Progress, State
from zhibiao.register.register import register_of
from zhibiao.terms.period import Month, Period
from zhibiao.texts.statement import Change, Comparator, Figure, Polarity

_PAPER = (Evidence(sha256="f" * 64, name="照片.jpg"),)
_RULES = (
    Coverage(every=Span.QUARTER, level="theme"),
    Coverage(every=Span.MONTH, level="focus"),
    Coverage(every=Span.WEEK, level="feature"),
)


def _acts(*deeds: Deed) -> list[Act]:
    return [
        Act(number=place, at="2025-01-02T08:00:00Z", person="lin", deed=deed) for place, deed in enumerate(deeds, 1)
    ]


def _progress(terms: Terms, *deeds: Deed, on: str, figures: dict[str, IndicatorFigures] | None = None) -> Progress:
    made = register_of(_acts(Accepted(commitment="C0001", terms=terms), *deeds)).commitment("C0001")
    return progress_of(made, on=dt.date.fromisoformat(on), figures=figures or {})


def _event(name: str, on: str, level: str, *, claim: Claim = Claim.DONE, shown: bool = True) -> ItemNamed:
    day = dt.date.fromisoformat(on) if on else None
    return ItemNamed(commitment="C0001", name=name, on=day, level=level, claim=claim, evidence=_PAPER if shown else ())


# Programmes


def _programme(period: str, *rules: Coverage, items: int | None = None) -> Terms:
    return Terms(kind=CommitmentKind.PROGRAMME, title="文体旅活动", period=period, coverage=rules, items=items)


def test_gaps_are_told_past_and_ahead_with_name_and_days() -> None:
    told = _progress(
        _programme("2025-01..2025-06", _RULES[0], _RULES[1]),
        _event("登山节", "2025-02-03", "theme"),
        _event("灯会", "2025-01-12", "focus"),
        _event("冰雪季", "2025-02-20", "focus", shown=False),
        _event("赏花", "2025-05-01", "focus", claim=Claim.UNDER_WAY, shown=False),
        _event("龙舟", "2025-06-01", "theme", claim=Claim.STOPPED, shown=False),
        on="2025-04-10",
    )
    assert told.coverage
    assert [
        ("2025-Q2", "theme", True),
        ("2025-03", "focus", False),
        ("2025-04", "focus", True),
        ("2025-06", "focus", True),
    ] == [(gap.name, gap.level, gap.ahead) for gap in told.coverage.gaps]
    assert (dt.date(2025, 3, 1), dt.date(2025, 3, 31)) == (told.coverage.gaps[1].first, told.coverage.gaps[1].last)
    assert ["2025-02"] == [gap.name for gap in told.coverage.only_claimed]
    assert (8, 4, State.UNDER_WAY) == (told.coverage.spans, told.coverage.over, told.state)


def test_an_event_whose_day_went_by_and_one_without_a_day_fill_nothing() -> None:
    told = _progress(
        _programme("2025-03", _RULES[1]),
        _event("灯会", "2025-03-05", "focus", claim=Claim.UNDER_WAY, shown=False),
        _event("讲座", "", "focus"),
        on="2025-03-20",
    )
    assert told.coverage
    assert (("灯会",), ("讲座",), 1) == (told.coverage.lapsed, told.coverage.undated, len(told.coverage.gaps))


@pytest.mark.parametrize(
    ("asked", "in_part", "first", "last"),
    [
        # Weeks run Monday to Sunday: five days of seven ask an event, two or three do not.
        ([1, 1, 1, 1, 1], [True, False, False, False, True], "2025-01-01", "2025-01-31"),
        ([0, 1, 0], [True, False, True], "2025-03-01", "2025-03-12"),
        ([1], [False], "2025-03-03", "2025-03-09"),
    ],
)
def test_a_week_in_part_asks_its_share(asked: list[int], in_part: list[bool], first: str, last: str) -> None:
    weeks = list(stretches(Span.WEEK, first=dt.date.fromisoformat(first), last=dt.date.fromisoformat(last)))
    assert (asked, in_part) == ([week.asked(_RULES[2]) for week in weeks], [week.in_part for week in weeks])


def test_weeks_over_new_year_carry_their_own_name() -> None:
    weeks = stretches(Span.WEEK, first=dt.date(2024, 12, 30), last=dt.date(2025, 1, 6))
    assert ["2025-W01", "2025-W02"] == [week.name for week in weeks]


@pytest.mark.parametrize(
    ("state", "shown", "items", "on"),
    [
        (State.WAITING, [], None, "2025-01-01"),
        (State.UNDER_WAY, [True, True, True], None, "2025-03-31"),
        (State.DONE, [True, True, True], None, "2025-04-01"),
        (State.CLAIMED, [True, True, False], None, "2025-04-01"),
        (State.MISSED, [True, True], None, "2025-04-01"),
        (State.MISSED, [True, True, True], 4, "2025-04-01"),
        (State.DONE, [True, True, True], 3, "2025-04-01"),
    ],
)
def test_a_programme_is_settled_when_its_last_day_is_over(
    state: State, shown: list[bool], items: int | None, on: str
) -> None:
    events = [
        _event(f"第{month}场", f"2025-{month:02d}-08", "focus", shown=is_shown)
        for month, is_shown in enumerate(shown, 1)
    ]
    assert state is _progress(_programme("2025-01..2025-03", _RULES[1], items=items), *events, on=on).state


def test_a_programme_of_unknown_time_has_no_spans() -> None:
    told = _progress(_programme("", *_RULES), on="2025-03-31")
    assert (None, "progress.no_period") == (told.coverage, told.because[-1].code)


# Capital plans

_PLAN = Terms(
    kind=CommitmentKind.CAPITAL,
    title="文体旅项目",
    items=3,
    figure=Figure(value=Decimal("1.5"), unit="亿元", change=Change.LEVEL, comparator=Comparator.EQUAL),
    due=dt.date(2025, 12, 31),
)


def _project(
    name: str, amount: str, *, spent: str = "", claim: Claim = Claim.UNDER_WAY, shown: bool = False
) -> ItemNamed:
    return ItemNamed(
        commitment="C0001", name=name, amount=amount, spent=spent, claim=claim, evidence=_PAPER if shown else ()
    )


def test_a_capital_plan_tells_number_and_money_against_what_was_promised() -> None:
    told = _progress(
        _PLAN,
        _project("甲", "60000000", spent="15000000"),
        _project("乙", "80000000", spent="80000000", claim=Claim.DONE, shown=True),
        _project("丙", "", claim=Claim.NOT_STARTED),
        _project("丁", "10000000", spent="11000000", claim=Claim.DONE),
        on="2025-06-30",
    )
    capital = told.capital
    assert capital
    assert (4, 1, 3, 1, 1) == (capital.named, capital.number_difference, capital.started, capital.done, capital.claimed)
    assert (150_000_000, 150_000_000, 0) == (capital.amount, capital.promised, capital.amount_difference)
    assert (106_000_000, Fraction(106, 150)) == (capital.spent, capital.spent_share)
    assert (("丙",), ("丁",)) == (capital.without_amount, capital.overspent)
    assert (State.UNDER_WAY, Fraction(1, 3)) == (told.state, told.measure.share)


@pytest.mark.parametrize(
    ("state", "reached", "projects", "on"),
    [
        (State.UNDER_WAY, "0.6", (("甲", "60000000", True),), "2025-06-30"),
        (State.DONE, "1.5", (("甲", "60000000", True), ("乙", "90000000", True)), "2025-06-30"),
        (State.CLAIMED, "0.6", (("甲", "60000000", True), ("乙", "90000000", False)), "2025-06-30"),
        (State.MISSED, "0.6", (("甲", "60000000", True),), "2026-01-01"),
    ],
)
def test_a_plan_of_an_amount_alone_is_kept_by_amounts(
    state: State, reached: str, projects: tuple[tuple[str, str, bool], ...], on: str
) -> None:
    named = [_project(name, amount, claim=Claim.DONE, shown=shown) for name, amount, shown in projects]
    told = _progress(replace(_PLAN, items=None), *named, on=on)
    assert (state, Fraction(reached), Fraction("1.5"), "亿元") == (
        told.state,
        told.measure.reached,
        told.measure.promised,
        told.measure.unit,
    )


def test_a_plan_of_projects_is_measured_in_projects() -> None:
    assert "" == _progress(_PLAN, on="2025-06-30").measure.unit


def test_a_later_word_on_a_project_keeps_its_amount() -> None:
    told = _progress(_PLAN, _project("甲", "60000000"), _project("甲 ", "", spent="1000000"), on="2025-06-30")
    assert told.capital
    assert (1, 60_000_000, 1_000_000) == (told.capital.named, told.capital.amount, told.capital.spent)


# Agreements

_AGREEMENT = Terms(kind=CommitmentKind.AGREEMENT, title="合作协议", parties=("辽河市人民政府", "角宿钢铁集团"))


def _owed(name: str, lead: str, *, parties: tuple[str, ...] = ()) -> Accepted:
    terms = Terms(
        kind=CommitmentKind.OBLIGATION,
        title=name,
        lead=lead,
        parties=parties,
        agreement="C0001",
        due=dt.date(2025, 3, 31),
    )
    return Accepted(commitment=name, terms=terms)


def _agreement(*deeds: Deed) -> Progress:
    register = register_of(_acts(Accepted(commitment="C0001", terms=_AGREEMENT), *deeds))
    return progress_of_all(register, on=dt.date(2025, 4, 10), figures={})["C0001"]


def _done(name: str, *, shown: bool = True) -> Reported:
    day = dt.date(2025, 3, 20)
    return Reported(commitment=name, as_of=day, claim=Claim.DONE, evidence=_PAPER if shown else ())


def test_an_agreement_stands_as_its_obligations_and_says_whose_move_it_is() -> None:
    told = _agreement(
        _owed("C0002", "市自然资源局", parties=("辽河市人民政府",)),
        _owed("C0003", "角宿钢铁集团"),
        _owed("C0004", "角宿钢铁集团"),
        _owed("C0005", "市财政局"),
        _done("C0003"),
        Blocked(commitment="C0004", since=dt.date(2025, 3, 1), cause=BlockCause.APPROVAL, mover="省发展改革委"),
    )
    assert [("辽河市人民政府", True, 0, 1), ("角宿钢铁集团", True, 1, 1), ("市财政局", False, 0, 1)] == [
        (side.name, side.is_party, side.done, side.open) for side in told.sides
    ]
    assert [("市自然资源局",), (), ("省发展改革委",), ("市财政局",)] == [
        owed.movers for side in told.sides for owed in side.owed
    ]
    assert (State.UNDER_WAY, Fraction(1, 4)) == (told.state, told.measure.share)
    assert {"done": 1, "of": 4, "blocked": 1, "overdue": 3} == dict(told.because[0].facts)


@pytest.mark.parametrize(
    ("state", "deeds"),
    [
        (State.WAITING, ()),
        (State.UNDER_WAY, (_done("C0002"),)),
        (State.CLAIMED, (_done("C0002"), _done("C0003", shown=False))),
        (State.DONE, (_done("C0002"), _done("C0003"))),
        (State.DONE, (_done("C0002"), Reported(commitment="C0003", as_of=dt.date(2025, 3, 1), claim=Claim.STOPPED))),
    ],
)
def test_an_agreement_is_done_when_all_of_it_is(state: State, deeds: tuple[Deed, ...]) -> None:
    assert state is _agreement(_owed("C0002", "甲"), _owed("C0003", "乙"), *deeds).state


def test_an_agreement_that_is_given_up_is_stopped() -> None:
    given_up = Reported(commitment="C0001", as_of=dt.date(2025, 4, 1), claim=Claim.STOPPED)
    assert State.STOPPED is _agreement(_owed("C0002", "甲"), given_up).state


def test_an_agreement_without_obligations_says_so() -> None:
    told = _agreement()
    assert (State.WAITING, "progress.no_obligations") == (told.state, told.because[-1].code)
    assert ["辽河市人民政府", "角宿钢铁集团"] == [side.name for side in told.sides]


# How numbers bind


def _figure(value: str, change: Change, comparator: Comparator = Comparator.EQUAL, *, to: str = "") -> Figure:
    return Figure(
        value=Decimal(value), value_max=Decimal(to) if to else None, unit="%", change=change, comparator=comparator
    )


@pytest.mark.parametrize(
    ("met", "reached", "polarity", "figure"),
    [
        (True, "4.5", Polarity.INCREASE, _figure("4.5", Change.YOY)),
        (False, "4.4", Polarity.INCREASE, _figure("4.5", Change.YOY)),
        (True, "9", Polarity.DECREASE, _figure("8.8", Change.YOY)),
        (False, "8", Polarity.DECREASE, _figure("8.8", Change.YOY)),
        (True, "3", Polarity.DECREASE, _figure("5", Change.YOY, Comparator.AT_MOST)),
        (True, "16.3", None, _figure("16.3", Change.SHARE)),
        (True, "15", Polarity.DECREASE, _figure("16.3", Change.SHARE)),
        (False, "17", Polarity.DECREASE, _figure("16.3", Change.SHARE)),
        (None, "17", Polarity.DECREASE, _figure("16.3", Change.LEVEL)),
        (True, "17", Polarity.DECREASE, _figure("16.3", Change.LEVEL, Comparator.AT_LEAST)),
        (True, "5.5", Polarity.INCREASE, _figure("5", Change.YOY, Comparator.RANGE, to="6")),
        (True, "7", Polarity.INCREASE, _figure("5", Change.YOY, Comparator.RANGE, to="6")),
        (False, "7", None, _figure("5", Change.LEVEL, Comparator.RANGE, to="6")),
        (True, "96", None, _figure("100", Change.LEVEL, Comparator.ABOUT)),
        (False, "94", None, _figure("100", Change.LEVEL, Comparator.ABOUT)),
        (True, "1", None, _figure("2", Change.RANK)),
        (False, "3", None, _figure("2", Change.RANK)),
        (True, "0", Polarity.KEEP, _figure("0", Change.YOY)),
        (False, "-0.1", Polarity.KEEP, _figure("0", Change.YOY)),
    ],
)
def test_a_number_binds_in_the_direction_of_its_words(
    met: bool | None, reached: str, polarity: Polarity | None, figure: Figure
) -> None:
    promise = promise_of(Terms(kind=CommitmentKind.TARGET, title="t", figure=figure, polarity=polarity))
    assert promise
    assert met is promise.met(Fraction(reached))


# Figures of the month


def _months(values: dict[str, str], *, lacking: tuple[str, ...] = ()) -> tuple[PeriodFigure, ...]:
    return tuple(
        PeriodFigure(period=Period.parse(period), value=Fraction(value), lacking=lacking)
        for period, value in values.items()
    )


_LAST_YEAR = {"2024-01..02": "20", **{f"2024-{month:02d}": "10" for month in range(3, 13)}}
_THIS_YEAR = {"2025-01..02": "22", **{f"2025-{month:02d}": "11" for month in range(3, 13)}}
_OUTPUT = Terms(
    kind=CommitmentKind.TARGET,
    title="铁精矿产量",
    indicator="concentrate",
    period="2025",
    due=dt.date(2025, 12, 31),
    figure=_figure("9", Change.YOY),
    polarity=Polarity.INCREASE,
)


def _held(values: dict[str, str], *, adds: bool = True, ahead: YearAhead | None = None) -> dict[str, IndicatorFigures]:
    months = _months({**_LAST_YEAR, **values})
    figures = IndicatorFigures(
        code="concentrate", unit="t", adds=adds, months=months, ahead={2025: ahead} if ahead else {}
    )
    return {"concentrate": figures}


@pytest.mark.parametrize(
    ("state", "reached", "value", "until"),
    [
        (State.WAITING, None, "9", 1),
        (State.UNDER_WAY, "10", "9", 6),
        (State.UNDER_WAY, "10", "11", 11),
        (State.DONE, "10", "9", 12),
        (State.MISSED, "10", "10.1", 12),
    ],
)
def test_growth_computes_itself_and_is_settled_with_the_last_month(
    state: State, reached: str | None, value: str, until: int
) -> None:
    known = {period: held for period, held in _THIS_YEAR.items() if int(period[-2:]) <= until}
    told = _progress(replace(_OUTPUT, figure=_figure(value, Change.YOY)), on="2026-01-20", figures=_held(known))
    assert (state, None if reached is None else Fraction(reached)) == (told.state, told.measure.reached)


def test_a_level_is_kept_as_soon_as_it_is_reached_and_a_ceiling_broken_when_passed() -> None:
    known = {period: held for period, held in _THIS_YEAR.items() if int(period[-2:]) <= 6}
    level = Figure(value=Decimal(60), unit="吨", change=Change.LEVEL, comparator=Comparator.AT_LEAST)
    told = _progress(replace(_OUTPUT, figure=level), on="2025-07-20", figures=_held(known))
    assert (State.DONE, Fraction(66), Fraction(11)) == (told.state, told.measure.reached, told.measure.month)
    ceiling = replace(level, comparator=Comparator.AT_MOST)
    assert State.MISSED is _progress(replace(_OUTPUT, figure=ceiling), on="2025-07-20", figures=_held(known)).state
    assert State.UNDER_WAY is _progress(replace(_OUTPUT, figure=ceiling), on="2025-05-20", figures=_held(known)).state


def test_a_month_that_lacks_a_firm_is_said_and_settles_nothing() -> None:
    months = (*_months({**_LAST_YEAR, **_THIS_YEAR})[:-1], *_months({"2025-12": "11"}, lacking=("LH-M01",)))
    figures = {"concentrate": IndicatorFigures(code="concentrate", unit="t", adds=True, months=months)}
    told = _progress(_OUTPUT, on="2026-01-20", figures=figures)
    assert (State.UNDER_WAY, dt.date(2025, 11, 30)) == (told.state, told.measure.as_of)
    open_ = next(one for one in told.because if one.code == "progress.months_open")
    assert {"months": "2025-12", "firms": "LH-M01"} == dict(open_.facts)


def test_the_chance_is_the_share_of_draws_that_keep_the_promise() -> None:
    # Last year came to 120; growth of 9 % asks for 130.8.
    ahead = YearAhead(values=tuple(map(Fraction, (120, 130, 131, 140))))
    known = {period: held for period, held in _THIS_YEAR.items() if int(period[-2:]) <= 6}
    told = _progress(_OUTPUT, on="2025-07-20", figures=_held(known, ahead=ahead))
    assert told.chance
    assert (Fraction(1, 2), 4) == (told.chance.chance, told.chance.draws)
    assert 100 * (Fraction(521, 480) - 1) == told.chance.expected


def test_without_draws_there_is_no_chance_and_a_reason() -> None:
    known = {period: held for period, held in _THIS_YEAR.items() if int(period[-2:]) <= 6}
    short = YearAhead(because="progress.chance_short", facts={"years": 1})
    told = _progress(_OUTPUT, on="2025-07-20", figures=_held(known, ahead=short))
    assert (None, "progress.chance_short") == (told.chance, told.because[-1].code)
    half = replace(_OUTPUT, period="2025-01..2025-06")
    told = _progress(half, on="2025-05-20", figures=_held(known))
    assert (None, "progress.chance_year_only") == (told.chance, told.because[-1].code)


def test_january_alone_cannot_be_told_of_a_joint_period() -> None:
    figures = {
        "concentrate": IndicatorFigures(
            code="concentrate", unit="t", adds=True, months=_months({**_LAST_YEAR, "2025-01": "11"})
        )
    }
    told = _progress(_OUTPUT, on="2025-02-20", figures=figures)
    assert (State.UNDER_WAY, None) == (told.state, told.measure.reached)
    assert "progress.no_year_before" in {one.code for one in told.because}


def test_a_result_is_told_beside_what_the_returns_come_to() -> None:
    result = replace(_OUTPUT, kind=CommitmentKind.RESULT, due=None)
    told = _progress(result, on="2026-01-20", figures=_held(_THIS_YEAR))
    assert (State.REPORTED, Fraction(9)) == (told.state, told.measure.reached)
    assert {"told": "9", "computed": "10", "unit": "%"} == dict(told.because[-1].facts)
    part = {period: held for period, held in _THIS_YEAR.items() if period != "2025-12"}
    assert ["progress.owes_nothing"] == [
        one.code for one in _progress(result, on="2026-01-20", figures=_held(part)).because
    ]


def test_what_cannot_be_computed_is_told_by_reports() -> None:
    word = Reported(commitment="C0001", as_of=dt.date(2025, 6, 30), claim=Claim.UNDER_WAY, figure="5")
    for terms, code in (
        (replace(_OUTPUT, indicator="unknown"), "progress.no_figures"),
        (replace(_OUTPUT, figure=_figure("9", Change.MOM)), "progress.not_computed"),
        (replace(_OUTPUT, period="2023..2025"), "progress.no_months"),
    ):
        told = _progress(terms, word, on="2025-07-20", figures=_held(_THIS_YEAR))
        assert (code, Fraction(5)) == (told.because[0].code, told.measure.reached)


@pytest.mark.parametrize(
    "period", ["2025-Q1", "2025-13", "soon", "2025-02-30..2025-03", "..", "2025..2024", "0000", "1500", "9999"]
)
def test_a_period_that_is_none_settles_nothing(period: str) -> None:
    told = _progress(replace(_OUTPUT, period=period, due=None), on="2026-01-20", figures=_held(_THIS_YEAR))
    assert told.state in {State.WAITING, State.UNDER_WAY, State.DONE}
    assert None is _progress(_programme(period, *_RULES), on="2026-01-20").coverage


def test_a_stock_is_its_last_month() -> None:
    level = Figure(value=Decimal(10), unit="吨", change=Change.LEVEL, comparator=Comparator.AT_MOST)
    told = _progress(replace(_OUTPUT, figure=level), on="2026-01-20", figures=_held(_THIS_YEAR, adds=False))
    assert (State.MISSED, Fraction(11)) == (told.state, told.measure.reached)


def test_months_of_a_quarter_are_told_apart_from_the_year() -> None:
    told = _progress(replace(_OUTPUT, period="2025-04..2025-06"), on="2026-01-20", figures=_held(_THIS_YEAR))
    assert (State.DONE, dt.date(2025, 6, 30)) == (told.state, told.done_on)
    assert Month(2025, 6).last_day == told.measure.as_of
