"""The month assessed on a small hand-made city: figures, pace, verdicts, high-end share, late and doubtful returns."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

import zhibiao
from ledger_sample import chained, draft, steps_of
from zhibiao.assessment.growth.growth import Comparison, Movement
from zhibiao.assessment.high_end.account import Basis, Window
from zhibiao.assessment.monthly import MonthAssessment
from zhibiao.assessment.pace.pacing import Colour
from zhibiao.errors import NotFound
from zhibiao.ledger.entry import Entry, EntryKind
from zhibiao.monthly.returns import Fact, Return, Scope
from zhibiao.procedures.assess import assess_month
from zhibiao.readers.dictionary_csv import read_dictionary
from zhibiao.readers.sector_yaml import read_sector
from zhibiao.terms.citation import Place
from zhibiao.terms.enterprise import City, Enterprise, Facility
from zhibiao.terms.kept import StoredDecision
from zhibiao.terms.period import Month, Period
from zhibiao.terms.text import Text

DATA = Path(zhibiao.__file__).parent / "data"
DICTIONARY = read_dictionary(DATA / "dictionary" / "return.csv")
STEEL = read_sector(DATA / "sectors" / "steel.yaml", DICTIONARY)
AT = dt.datetime(2025, 4, 8, tzinfo=dt.UTC)


class Memory:
    """A store of returns and entries held in lists; only what an assessment reads."""

    def __init__(self, returns: Sequence[Return] = (), entries: Sequence[Entry] = ()) -> None:
        self._returns, self._entries = list(returns), list(entries)

    def returns(self, *, known_by: dt.datetime | None = None) -> Sequence[Return]:
        return [item for item in self._returns if known_by is None or item.received_at <= known_by]

    def entries(self, *, sector: str = "", plan_year: int = 0) -> Sequence[Entry]:
        return [item for item in self._entries if (item.draft.sector, item.draft.plan_year) == (sector, plan_year)]

    def decisions(self, **_: object) -> Sequence[StoredDecision]:
        return []


def _enterprise(name: str, sector: str = "steel", until: Month | None = None) -> Enterprise:
    furnace = Facility(
        id=f"{name}-1", kind="furnace", counts_for="crude_steel_t", capacity_t=10**7, since=Month(2010, 1), until=until
    )
    return Enterprise(
        id=name,
        credit_code="",
        name=Text(f"{name}公司", name),
        sector=sector,
        group="",
        zone="",
        route="",
        tier="normative",
        grade="B",
        facilities=(furnace,),
    )


CITY = City(
    id="test",
    name=Text("测试市", "Test City"),
    authority=Text("测试市工信局", "Test Bureau"),
    note=Text("虚构", "fictional"),
    enterprises={
        item.id: item for item in (_enterprise("A"), _enterprise("B"), _enterprise("R"), _enterprise("M", "mine"))
    },
)


def _return(enterprise: str, period: str, *, at: dt.datetime = AT, version: int = 1, **values: int) -> Return:
    """Fields by code; `ytd_` in front makes it the year-to-date."""
    facts = tuple(
        Fact(
            field=name.removeprefix("ytd_"),
            scope=Scope.YEAR_TO_DATE if name.startswith("ytd_") else Scope.PERIOD,
            value=Decimal(value),
            place=Place(file="r.xlsx", sheet=enterprise, cell="E7"),
        )
        for name, value in values.items()
    )
    return Return(
        enterprise=enterprise,
        period=Period.parse(period),
        version=version,
        received_at=at,
        provenance="test",
        file_sha256="0" * 64,
        facts=facts,
    )


def _steel(enterprise: str, period: str, *, crude: int, high: int = 0, profit: int = 1, **more: int) -> Return:
    """A month in which as many tonnes of products are made as of crude steel, `high` of them automotive sheet."""
    return _return(
        enterprise,
        period,
        crude_steel_t=crude,
        steel_products_t=crude,
        rebar_t=crude - high,
        auto_sheet_t=high,
        gross_output_yuan=crude * 4000,
        value_added_yuan=crude * 600,
        profit_yuan=profit,
        **more,
    )


def _years(*, first: int = 2022) -> list[Return]:
    """2022 to 2024: A makes 100 kt a month and B 50 kt, a tenth of A's high-end; R rolls; M mines."""
    returns = []
    for year in range(first, 2025):
        for number in range(1, 13):
            month = str(Month(year, number))
            returns += [
                _steel("A", month, crude=100_000, high=10_000),
                _steel("B", month, crude=50_000),
                _return("R", month, steel_products_t=20_000, rebar_t=20_000, gross_output_yuan=10**8, profit_yuan=5),
                _return("M", month, ore_mined_t=300_000, gross_output_yuan=10**8, electricity_kwh=1000, profit_yuan=7),
            ]
    return returns


def _quarter(*, a: int = 110_000, b: int = 50_000, high: int = 22_000) -> list[Return]:
    """2025, January to March."""
    returns = []
    for number in (1, 2, 3):
        month = str(Month(2025, number))
        returns += [
            _steel("A", month, crude=a, high=high),
            _steel("B", month, crude=b, profit=-4_000_000 if number == 3 else 1),
            _return("R", month, steel_products_t=20_000, rebar_t=20_000, gross_output_yuan=10**8, profit_yuan=5),
            _return("M", month, ore_mined_t=330_000, gross_output_yuan=11 * 10**7, electricity_kwh=900, profit_yuan=7),
        ]
    return returns


def _book(cap_t: int, **quotas: int) -> list[Entry]:
    moves = [(EntryKind.CAP, "cap", "pool", cap_t)]
    moves += [(EntryKind.GRANT, "pool", f"available:{name}", tonnes) for name, tonnes in quotas.items()]
    drafts = [draft(f"e{number}", *move) for number, move in enumerate(moves, start=1)]
    return list(chained(replace(one, plan_year=2025) for one in (*steps_of(), *drafts)))


def _assess(store: Memory, *, sector: str = "steel", month: str = "2025-03") -> MonthAssessment:
    return assess_month(
        store,  # type: ignore[arg-type]
        CITY,
        sector,
        None,
        DICTIONARY,
        month=Month.parse(month),
        sectors={"steel": STEEL},
    )


@pytest.fixture(scope="module")
def quarter() -> MonthAssessment:
    return _assess(Memory(_years() + _quarter(), _book(1_800_000, A=1_200_000, B=590_000)))


def test_month_and_year_to_date_against_last_year(quarter: MonthAssessment) -> None:
    standing = quarter.enterprise("A").standing
    assert standing is not None
    assert Comparison(now=110_000, before=100_000) == standing.month
    assert Comparison(now=330_000, before=300_000) == standing.to_date
    assert Decimal("0.1") == standing.to_date.rate
    assert Movement.FLAT is quarter.enterprise("B").standing.to_date.movement  # type: ignore[union-attr]


def test_pace_against_the_holding(quarter: MonthAssessment) -> None:
    standing = quarter.enterprise("A").standing
    assert standing is not None
    assert (1_200_000, 1_200_000) == (standing.quota_t, standing.level_t)
    assert Decimal("0.275") == standing.made_share
    assert 3667 == standing.run_t_per_day  # 330 000 / 90
    assert 3164 == standing.required_t_per_day  # 870 000 / 275 days from April
    assert standing.pace is not None
    assert 275 == standing.pace.days_left


def test_the_forecast_behind_a_verdict_lies_between_its_members(quarter: MonthAssessment) -> None:
    year_end = quarter.enterprise("A").standing.year_end  # type: ignore[union-attr]
    assert year_end is not None
    # last year 1 200 000; rest of last year 1 230 000; growth so far 1 320 000; daily rate 330 000 + 275 * 3666.7
    assert {
        "last_year": 1_200_000,
        "growth_so_far": 1_320_000,
        "rest_of_last_year": 1_230_000,
        "daily_rate": 1_338_333,
    }.items() <= dict(year_end.members_t).items()
    assert 1_200_000 <= year_end.central_t <= 1_338_333
    assert (2024,) == year_end.years_tried


def test_verdicts_name_direction_and_reasons(quarter: MonthAssessment) -> None:
    ahead, loss, roller = (quarter.enterprise(name).verdict for name in "ABR")
    assert ahead.code in {"verdict.ahead_of_pace", "verdict.overrun_likely"}
    assert ahead.cap_colour is ahead.colour
    codes = [reason.code for reason in ahead.reasons]
    assert "reason.year_end_above_quota_interval" == codes[0]
    assert {"reason.ahead_of_target", "reason.daily_rate_quota", "reason.quota_used_up"} <= set(codes)
    # B holds 590 000 t but made 600 000 t in each year so far, and lost money in March.
    assert Colour.GREEN is not loss.cap_colour
    assert "reason.loss_new" in [reason.code for reason in loss.reasons]
    assert ("verdict.steady", Colour.GREEN, None) == (roller.code, roller.colour, roller.cap_colour)


def test_the_city_is_held_against_cap_and_last_years_level(quarter: MonthAssessment) -> None:
    assert quarter.total is not None
    assert Comparison(now=480_000, before=450_000) == quarter.total.to_date
    assert (1_800_000, 1_800_000) == (quarter.total.quota_t, quarter.total.level_t)
    assert 4800 == quarter.total.required_t_per_day  # 1 320 000 / 275
    assert (10_000, 0) == (quarter.pool_t, quarter.reserve_t)
    assert quarter.verdict.code in {"verdict.city_ahead_of_pace", "verdict.city_overrun_likely"}
    assert 0 == quarter.total.estimated_t
    parts = [item.standing.year_end.central_t for item in quarter.enterprises if item.standing]  # type: ignore[union-attr]
    assert quarter.total.year_end is not None
    assert sum(parts) == pytest.approx(quarter.total.year_end.central_t, abs=1)


def test_an_expected_shortfall_is_watched_too() -> None:
    low = _assess(Memory(_years() + _quarter(a=80_000, b=40_000), _book(1_800_000, A=1_200_000, B=600_000)))
    assert low.verdict.code in {"verdict.city_behind_pace", "verdict.city_shortfall_likely"}
    assert Colour.GREEN is low.verdict.cap_colour
    assert "reason.year_end_below_level_interval" == low.verdict.reasons[0].code
    assert "reason.behind_target" in [reason.code for reason in low.verdict.reasons]


def test_a_quota_below_last_year_is_no_shortfall() -> None:
    # B made 600 000 t last year, is given 450 000 t and slows down to it.
    cut = _assess(Memory(_years() + _quarter(b=37_500), _book(1_800_000, A=1_200_000, B=450_000)))
    assert cut.enterprise("B").verdict.level_colour is None


def test_output_beyond_a_quota_is_red() -> None:
    over = _assess(Memory(_years() + _quarter(), _book(1_800_000, A=300_000, B=600_000))).enterprise("A").verdict
    assert ("verdict.quota_exceeded", Colour.RED) == (over.code, over.colour)
    assert ("33.00万吨", "30.00万吨", "3.00万吨") == tuple(
        over.reasons[0].facts[name].zh  # type: ignore[attr-defined]
        for name in ("amount", "goal", "gap")
    )


def test_without_a_book_last_years_level_is_watched_and_said_so() -> None:
    plain = _assess(Memory(_years() + _quarter()))
    standing = plain.enterprise("A").standing
    assert standing is not None
    assert (None, 1_200_000) == (standing.quota_t, standing.level_t)
    assert standing.required_t_per_day is None
    assert 3164 == standing.required_for_level_t_per_day
    assert plain.enterprise("A").verdict.cap_colour is None
    assert "assess.nothing_booked" in [finding.code for finding in plain.findings]


def test_high_end_share_with_three_exact_terms(quarter: MonthAssessment) -> None:
    # Last year 30 of 510 kt (R's 60 kt of products count); now 66 of 540 kt.
    account = quarter.high_end_account(Window.YEAR_TO_DATE, Basis.WEIGHT)
    assert account is not None
    assert (Fraction(30, 510), Fraction(66, 540)) == (account.before, account.after)
    assert account.change == account.upgrading + account.reallocation + account.catalogue
    assert (("A", "B", "R"), ()) == (account.card.firms, account.card.left_out)
    assert ("2024", "2024") == (account.card.catalogue.version, account.card.catalogue_before.version)
    assert Decimal("0.2") == quarter.enterprise("A").high_end_share
    assert Decimal("0.1") == quarter.enterprise("A").high_end_share_before
    whole = quarter.high_end_account(Window.FULL_YEAR, Basis.VALUE)
    assert whole is not None
    assert (2024, 2023, 12) == (whole.card.year, whole.card.year_before, whole.card.months)
    assert "2021" == whole.card.catalogue_before.version


def test_value_per_tonne_and_money(quarter: MonthAssessment) -> None:
    line = quarter.enterprise("A")
    assert Comparison(now=600, before=600) == line.value_per_t
    assert Comparison(now=330_000 * 4000, before=300_000 * 4000) == line.output_value
    assert Comparison(now=-3_999_998, before=3) == quarter.enterprise("B").profit


def test_the_chain_has_every_sector_the_assessed_one_first(quarter: MonthAssessment) -> None:
    assert ["steel", "mine"] == [line.sector for line in quarter.chain]
    mine = quarter.chain[1].measure("gross_output_yuan")
    assert mine is not None
    assert (Decimal("0.1"), 1, ()) == (mine.to_date.rate, mine.firms, mine.left_out)
    power = quarter.chain[1].measure("electricity_kwh")
    assert power is not None
    assert Comparison(now=2700, before=3000) == power.to_date


def test_a_sector_without_quota_has_growth_lines_and_a_verdict() -> None:
    mine = _assess(Memory(_years() + _quarter()), sector="mine")
    assert mine.total is None
    assert () == mine.high_end
    assert ("verdict.city_steady", Colour.GREEN) == (mine.verdict.code, mine.verdict.colour)
    assert ["reason.output_value_up"] == [reason.code for reason in mine.verdict.reasons]
    assert ["M"] == [line.enterprise for line in mine.enterprises]


def test_a_late_firm_is_named_and_estimated_in_the_total_only() -> None:
    returns = [item for item in _years() + _quarter() if item.reference != "A/2025-03/v1"]
    late = _assess(Memory(returns, _book(1_800_000, A=1_200_000, B=600_000)))
    assert [("A", Period.parse("2025-02"))] == [(item.enterprise, item.last) for item in late.late]
    line = late.enterprise("A")
    assert line.standing is not None
    assert line.standing.to_date.now is None
    assert ("verdict.return_late", Colour.ORANGE) == (line.verdict.code, line.verdict.colour)
    # A made 220 against 200 kt by February; March of last year was 100 kt: estimated 110 kt.
    assert late.total is not None
    assert (480_000, 110_000, ("A",)) == (
        late.total.to_date.now,
        late.total.estimated_t,
        late.total.estimated_for,
    )
    assert {"assess.return_missing", "assess.total_estimated"} <= {finding.code for finding in late.findings}
    output = late.chain[0].measure("gross_output_yuan")
    assert output is not None
    assert (2, ("A",)) == (output.firms, output.left_out)


def test_january_and_february_together_compare_with_the_same_two_months() -> None:
    quarter = [item for item in _quarter() if item.period.start.month == 3]
    joint = [_steel("A", "2025-01..02", crude=220_000), _steel("B", "2025-01..02", crude=100_000)]
    joint += [_return("R", "2025-01..02", steel_products_t=40_000, rebar_t=40_000, gross_output_yuan=2 * 10**8)]
    store = Memory(_years() + joint + quarter)
    february = _assess(store, month="2025-02")
    standing = february.enterprise("A").standing
    assert standing is not None
    assert Period.parse("2025-01..02") == standing.span
    assert Comparison(now=220_000, before=200_000) == standing.month == standing.to_date
    march = _assess(store).enterprise("A").standing
    assert march is not None
    assert Comparison(now=330_000, before=300_000) == march.to_date
    with pytest.raises(NotFound) as refused:
        _assess(store, month="2025-01")
    assert ("assess.january_in_february", "2025-02") == (refused.value.code, refused.value.facts["use"])


def test_last_years_joint_months_widen_this_years_february() -> None:
    years = [item for item in _years() if not (item.period.start.year == 2024 and item.period.start.month < 3)]
    years += [
        _steel("A", "2024-01..02", crude=200_000, high=20_000),
        _steel("B", "2024-01..02", crude=100_000),
    ]
    february = _assess(Memory(years + _quarter()), month="2025-02")
    standing = february.enterprise("A").standing
    assert standing is not None
    assert Comparison(now=220_000, before=200_000) == standing.month


def test_a_month_nobody_reported_is_not_found_with_the_last_one_there_is() -> None:
    with pytest.raises(NotFound) as refused:
        _assess(Memory(_years()), month="2025-03")
    assert ("assess.no_returns", "2024-12") == (refused.value.code, refused.value.facts["last"])
    with pytest.raises(NotFound) as refused:
        _assess(Memory(_years()), sector="paper", month="2024-03")
    assert "assess.no_such_sector" == refused.value.code


def test_later_months_and_later_knowledge_are_not_read() -> None:
    then = dt.datetime(2025, 5, 1, tzinfo=dt.UTC)
    more = [_steel("A", "2025-04", crude=1), _steel("A", "2025-03", crude=999_999)]
    revised = [_return("A", "2025-03", at=then, version=2, crude_steel_t=90_000)]
    store = Memory(_years() + _quarter() + more[:1] + revised)
    known = assess_month(
        store,  # type: ignore[arg-type]
        CITY,
        "steel",
        None,
        DICTIONARY,
        month=Month(2025, 3),
        sectors={"steel": STEEL},
        known_by=AT,
    )
    assert 330_000 == known.enterprise("A").standing.to_date.now  # type: ignore[union-attr]
    assert 310_000 == _assess(store).enterprise("A").standing.to_date.now  # type: ignore[union-attr]


def test_a_filed_year_to_date_that_does_not_add_up_is_a_finding() -> None:
    returns = _years() + _quarter() + [_steel("A", "2025-03", crude=110_000, ytd_crude_steel_t=345_000)]
    gaps = [finding for finding in _assess(Memory(returns)).findings if finding.code == "assess.to_date_gap"]
    assert [("33万吨", "345,000 t", "1.5万吨", "E7")] == [
        (gap.facts["summed"].zh, gap.facts["filed"].en, gap.facts["gap"].zh, gap.place.cell)  # type: ignore[attr-defined]
        for gap in gaps
    ]


def test_products_that_do_not_add_up_leave_the_firm_out_of_the_share() -> None:
    broken = _return("B", "2025-03", version=2, crude_steel_t=50_000, steel_products_t=50_000, rebar_t=20_000)
    result = _assess(Memory([*_years(), *_quarter(), broken]))
    account = result.high_end_account(Window.YEAR_TO_DATE, Basis.WEIGHT)
    assert account is not None
    assert ("B",) == account.card.left_out
    assert "assess.products_incomplete" in [finding.code for finding in result.findings]


def test_a_firm_off_the_register_is_not_late_and_counts_nothing_from_then_on() -> None:
    gone = City(
        id="test",
        name=CITY.name,
        authority=CITY.authority,
        note=CITY.note,
        enterprises={**CITY.enterprises, "B": _enterprise("B", until=Month(2025, 1))},
    )
    returns = [item for item in _years() + _quarter() if (item.enterprise, item.period.start.year) != ("B", 2025)]
    result = assess_month(
        Memory(returns),  # type: ignore[arg-type]
        gone,
        "steel",
        None,
        DICTIONARY,
        month=Month(2025, 3),
        sectors={"steel": STEEL},
    )
    assert () == result.late
    assert result.total is not None
    assert Comparison(now=330_000, before=450_000) == result.total.to_date


def test_plain_form_is_json_and_deterministic(quarter: MonthAssessment) -> None:
    import json

    text = json.dumps(quarter.plain(), ensure_ascii=False, sort_keys=True)
    again = _assess(Memory(_years() + _quarter(), _book(1_800_000, A=1_200_000, B=590_000)))
    assert text == json.dumps(again.plain(), ensure_ascii=False, sort_keys=True)
    line = quarter.plain()["enterprises"][0]
    assert (3667, 275) == (line["standing"]["pace"]["run_t_per_day"], line["standing"]["pace"]["days_left"])
    assert ("A/2022-01/v1", "R/2025-03/v1") == (quarter.sources[0][0], quarter.sources[-1][0])
    account = quarter.plain()["high_end"][2]
    assert ("1/17", "5.88", "12.22") == (account["before"], account["shares"]["before"], account["shares"]["after"])
    assert ("0.275000", 3164, "0.100000") == (
        line["standing"]["made_share"],
        line["standing"]["required_t_per_day"],
        line["standing"]["to_date"]["rate"],
    )
