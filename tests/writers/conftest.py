"""A small sector of four fictional mills with a decision worked out by hand, for tests of papers."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from zhibiao.allocation.decision.decision import Claimant, Decision, IndicatorResult, Measure, Part, Share
from zhibiao.allocation.reasons.dossier import Act, Dossier, Filed, Marks
from zhibiao.assessment.growth.growth import Comparison
from zhibiao.assessment.high_end.account import (
    Basis,
    CatalogueUse,
    DefinitionCard,
    FirmShift,
    HighEndAccount,
    Window,
)
from zhibiao.assessment.monthly import (
    ChainLine,
    EnterpriseAssessment,
    LateReturn,
    MonthAssessment,
)
from zhibiao.assessment.monthly import Measure as Amount
from zhibiao.assessment.pace.glide_path import glide_path
from zhibiao.assessment.pace.pacing import Colour, pace
from zhibiao.assessment.pace.standing import Standing, YearEnd
from zhibiao.assessment.verdict.reasons import Reason
from zhibiao.assessment.verdict.verdict import Verdict
from zhibiao.ledger.entry import Draft, Entry, EntryKind, Posting
from zhibiao.monthly.year_to_date import YearProfile
from zhibiao.policy.parameter import Parameter
from zhibiao.policy.rulebook import Direction, IndicatorRule, Missing, Rulebook
from zhibiao.readers.catalogue_csv import Catalogue, read_catalogue
from zhibiao.readers.dictionary_csv import read_dictionary
from zhibiao.readers.sector_yaml import read_sector
from zhibiao.terms.enterprise import City, Enterprise, Facility
from zhibiao.terms.period import Month, Period
from zhibiao.terms.text import Text

DATA = Path(__file__).parents[2] / "src" / "zhibiao" / "data"
MONTH = Month(2025, 3)
DAY = dt.date(2025, 1, 1)
NAMES = {
    "LH-S01": Text("辽河钢铁有限公司(虚构)", "Liaohe Steel (fictional)"),
    "LH-S02": Text("柳河特殊钢有限公司(虚构)", "Liuhe Special Steel (fictional)"),
    "LH-S03": Text("东岭钢铁有限公司(虚构)", "Dongling Steel (fictional)"),
    "LH-S04": Text("北屯轧钢有限公司(虚构)", "Beitun Rolling (fictional)"),
}


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The shipped texts."""
    return read_catalogue(DATA)


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    """Two indicators of equal weight, bounds of ten per cent, no reserve beyond 20,000 t."""
    clauses = {
        "1": Text("全市粗钢产量不超过上年。", "The city makes no more than last year."),
        "2": Text("基数取前两年平均产量。", "The base is the mean of the two years before."),
        "3": Text("贡献分由吨钢增加值和单位能耗构成。", "The score is made of value added and energy per tonne."),
        "4": Text("指标不低于基数百分之九十、不高于百分之一百一十。", "A quota lies within ten per cent of the base."),
        "5": Text("企业可在十日内书面申诉。", "An enterprise may appeal within ten days."),
    }

    def parameter(code: str, clause: str, value: str) -> Parameter:
        return Parameter(code=code, unit="1", clause=clause, values=((DAY, Decimal(value)),))

    def indicator(code: str, name: Text, numerator: str, direction: Direction) -> IndicatorRule:
        return IndicatorRule(
            code=code,
            name=name,
            numerator=(numerator,),
            denominator="crude_steel_t",
            direction=direction,
            weight=Decimal("0.5"),
            reference=None,
            missing=Missing.ZERO,
            price_normalised=False,
            is_actionable=True,
            clause="3",
        )

    return Rulebook(
        id="liaohe-steel-2025",
        title=Text("辽河市2025年粗钢产量指标分配办法", "Liaohe crude-steel quota measures 2025"),
        authority=Text("辽河市工业和信息化局(虚构)", "Liaohe Bureau of Industry (fictional)"),
        sector="steel",
        plan_year=2025,
        quantity="crude_steel_t",
        issued=dt.date(2025, 1, 10),
        effective=DAY,
        expires=dt.date(2025, 12, 31),
        clauses=clauses,
        parameters={
            item.code: item
            for item in (
                parameter("cap_t", "1", "4020000"),
                parameter("floor_delta", "4", "0.1"),
                parameter("ceiling_delta", "4", "0.1"),
                parameter("capacity_factor", "4", "1.2"),
                parameter("appeal_days", "5", "10"),
            )
        },
        base_rule="mean_within_capacity",
        method="contribution_tilt",
        indicators=(
            indicator(
                "value_added_per_t", Text("吨钢增加值", "value added per tonne"), "value_added_yuan", Direction.BENEFIT
            ),
            indicator("energy_per_t", Text("吨钢综合能耗", "energy per tonne"), "energy_tce", Direction.COST),
        ),
        multipliers=(),
        rounding="largest_remainder",
        clause_of={"base": "2", "method": "3", "rounding": "4", "bounds": "4"},
        source_sha256="ab" * 32,
    )


@pytest.fixture(scope="session")
def decision(rulebook: Rulebook) -> Decision:
    """Quotas of 2,200,000, 880,000, 520,003 and 399,997 t: 4,000,000 of a cap of 4,020,000 with 20,000 kept back."""
    return Decision(
        sector="steel",
        plan_year=2025,
        as_of="2025-03",
        quantity="crude_steel_t",
        cap_t=4_020_000,
        reserve_t=20_000,
        rulebook={"id": rulebook.id},
        rulebook_sha256=rulebook.source_sha256,
        sector_data={"id": "steel"},
        ledger_head="cd" * 32,
        code_version="0.1.0",
        drafted_by="analyst",
        claimants=tuple(
            _claimant(name, base, made)
            for name, base, made in (
                ("LH-S01", 2_100_000, 540_000),
                ("LH-S02", 800_000, 190_000),
                ("LH-S03", 577_778, 150_000),
                ("LH-S04", 444_441, 110_000),
            )
        ),
        mean_score=Decimal("1.010000"),
        scale="1/1",
        shares=(
            _share(
                "LH-S01",
                2_100_000,
                {
                    "base": 2_110_000,
                    "indicator.value_added_per_t": 120_000,
                    "indicator.energy_per_t": -30_001,
                    "rounding": 1,
                },
            ),
            _share(
                "LH-S02",
                800_000,
                {
                    "base": 803_000,
                    "indicator.value_added_per_t": 60_500,
                    "indicator.energy_per_t": 40_499,
                    "bound.ceiling.base": -23_999,
                },
                "ceiling.base",
            ),
            _share(
                "LH-S03",
                577_778,
                {
                    "base": 579_000,
                    "indicator.value_added_per_t": -80_000,
                    "indicator.energy_per_t": 11_111,
                    "redistribution": 9_892,
                },
            ),
            _share(
                "LH-S04",
                444_441,
                {
                    "base": 446_000,
                    "indicator.value_added_per_t": -70_000,
                    "indicator.energy_per_t": 5_000,
                    "bound.floor.base": 18_997,
                },
                "floor.base",
                missing=True,
            ),
        ),
    )


def _claimant(name: str, base_t: int, made_t: int) -> Claimant:
    return Claimant(
        enterprise=name,
        history_t={2023: base_t - 1_000, 2024: base_t + 1_000},
        capacity_t=base_t + 300_000,
        made_t=made_t,
        tier="leading",
        grade="A",
        is_vetoed=False,
        measures=(Measure(indicator="value_added_per_t", numerator=Decimal(10), denominator=Decimal(3)),),
        sources=((f"{name}/2024-12/v1", "12" * 32), (f"{name}/2025-03/v2", "34" * 32)),
    )


def _share(name: str, base_t: int, parts: dict[str, int], binding: str = "", *, missing: bool = False) -> Share:
    def result(indicator: str, value: str, reference: str, score: str) -> IndicatorResult:
        absent = missing and indicator == "energy_per_t"
        return IndicatorResult(
            indicator=indicator,
            value=None if absent else Decimal(value),
            reference=Decimal(reference),
            score=Decimal(0) if absent else Decimal(score),
            weight=Decimal("0.5"),
            treatment="zero" if absent else "",
        )

    return Share(
        enterprise=name,
        base_t=base_t,
        indicators=(
            result("value_added_per_t", "812.4567", "760.1", "1.068881"),
            result("energy_per_t", "0.5512", "0.5601", "1.016147"),
        ),
        multiplier=Decimal("1.05"),
        score=Decimal("1.094639"),
        tilt=Decimal("1.083801000"),
        floor_t=base_t * 9 // 10,
        floor_reason="floor.base",
        ceiling_t=base_t * 11 // 10,
        ceiling_reason="ceiling.base",
        quota_t=sum(parts.values()),
        binding=binding,
        parts=tuple(Part(code=code, tonnes=tonnes) for code, tonnes in parts.items()),
    )


@pytest.fixture(scope="session")
def city() -> City:
    """Four mills with one furnace each."""
    return City(
        id="liaohe",
        name=Text("辽河市", "Liaohe"),
        authority=Text("辽河市工业和信息化局(虚构)", "Liaohe Bureau of Industry (fictional)"),
        note=Text("辽河市及其企业均为虚构。", "Liaohe and its enterprises are fictional."),
        enterprises={
            name: Enterprise(
                id=name,
                credit_code=f"91211000MA0000000{name[-1]}",
                name=text,
                sector="steel",
                group="",
                zone="",
                route="bf_bof",
                tier="leading",
                grade="A",
                facilities=(
                    Facility(
                        id=f"{name}-F1",
                        kind="converter",
                        counts_for="crude_steel_t",
                        capacity_t=2_000_000,
                        since=Month(2015, 1),
                    ),
                ),
            )
            for name, text in NAMES.items()
        },
    )


@pytest.fixture(scope="session")
def assessment(rulebook: Rulebook) -> MonthAssessment:
    """March 2025: the city 2.5 % above last year's pace, one return late."""
    standing = _standing(990_000, 966_000, quota_t=4_020_000, level_t=4_000_000)
    verdict = Verdict(
        code="verdict.city_on_pace",
        colour=Colour.BLUE,
        cap_colour=Colour.BLUE,
        level_colour=Colour.GREEN,
        reasons=(Reason(code="reason.daily_rate", facts={"run_t_per_day": 11_000, "required_t_per_day": 11_018}),),
    )
    return MonthAssessment(
        city="liaohe",
        city_name=Text("辽河市", "Liaohe"),
        sector="steel",
        sector_name=Text("钢铁", "Steel"),
        quantity="crude_steel_t",
        quantity_name=Text("粗钢", "crude steel"),
        month=MONTH,
        plan_year=2025,
        rulebook_id=rulebook.id,
        rulebook_sha256=rulebook.source_sha256,
        ledger_head="cd" * 32,
        total=standing,
        pool_t=0,
        reserve_t=20_000,
        enterprises=tuple(
            _enterprise(name, made_t, before_t, quota_t, colour)
            for name, made_t, before_t, quota_t, colour in (
                ("LH-S01", 540_000, 520_000, 2_200_000, Colour.GREEN),
                ("LH-S02", 190_000, 180_000, 880_000, Colour.BLUE),
                ("LH-S03", 150_000, 152_000, 520_003, Colour.RED),
                ("LH-S04", 110_000, 114_000, 399_997, Colour.ORANGE),
            )
        ),
        verdict=verdict,
        chain=(_chain("steel", Text("钢铁", "Steel")), _chain("mine", Text("矿山", "Mines"))),
        high_end=(_account(Window.FULL_YEAR), _account(Window.YEAR_TO_DATE)),
        late=(LateReturn(enterprise="LH-S04", name=NAMES["LH-S04"], last=Period.of(Month(2025, 2))),),
        findings=(),
        sources=(),
    )


def _year(year: int, total_t: int, months: int = 12) -> YearProfile:
    made = tuple(total_t * month // 12 if month <= months else None for month in range(1, 13))
    return YearProfile(year=year, made_t=made)


def _standing(made_t: int, before_t: int, *, quota_t: int, level_t: int) -> Standing:
    year = _year(2025, made_t * 4, 3)
    last = _year(2024, level_t)
    position = pace(year, month=3, cap_t=quota_t, last_year=last, earlier=(last,))
    quantiles_t = {
        name: made_t * permille // 250
        for name, permille in (
            ("p05", 975),
            ("p10", 980),
            ("p25", 990),
            ("p50", 1000),
            ("p75", 1010),
            ("p90", 1020),
            ("p95", 1025),
        )
    }
    return Standing(
        span=Period.of(MONTH),
        month=Comparison(now=made_t // 3, before=before_t // 3),
        to_date=Comparison(now=made_t, before=before_t),
        quota_t=quota_t,
        level_t=level_t,
        pace=position,
        year_end=YearEnd(central_t=made_t * 4, quantiles_t=quantiles_t, members_t={}, years_tried=(2022, 2023, 2024)),
        glide=glide_path(
            year,
            pace=position,
            last_year=last,
            earlier=(last,),
            label=Text("辽河市", "Liaohe"),
            product=Text("粗钢", "crude steel"),
            source=Text("企业月报", "returns"),
            year_end={name: float(tonnes) for name, tonnes in quantiles_t.items()},
        ),
    )


def _enterprise(name: str, made_t: int, before_t: int, quota_t: int, colour: Colour) -> EnterpriseAssessment:
    return EnterpriseAssessment(
        enterprise=name,
        name=NAMES[name],
        group="",
        standing=_standing(made_t, before_t, quota_t=quota_t, level_t=before_t * 4),
        output_value=Comparison(now=made_t * 4_000, before=before_t * 4_100),
        profit=Comparison(now=made_t * 50, before=-before_t * 10),
        profit_month=Comparison(now=made_t * 20, before=-before_t * 5),
        taxes=Comparison(now=made_t * 100, before=before_t * 90),
        value_added=Comparison(now=made_t * 800, before=before_t * 780),
        value_per_t=Comparison(now=800, before=780),
        high_end_share=Decimal("0.163"),
        high_end_share_before=Decimal("0.120"),
        return_on_record=name != "LH-S04",
        verdict=Verdict(
            code="verdict.on_pace", colour=colour, cap_colour=colour, level_colour=Colour.GREEN, reasons=()
        ),
    )


def _chain(sector: str, name: Text) -> ChainLine:
    def amount(field: str, label: Text, now: int, before: int) -> Amount:
        return Amount(
            field=field,
            name=label,
            unit="yuan",
            month=Comparison(now=now // 3, before=before // 3),
            to_date=Comparison(now=now, before=before),
            firms=4,
            left_out=(),
        )

    return ChainLine(
        sector=sector,
        name=name,
        measures=(
            amount("gross_output_yuan", Text("工业总产值", "output value"), 4_180_000_000, 4_000_000_000),
            amount("profit_yuan", Text("利润总额", "profit"), 90_000_000, -20_000_000),
        ),
    )


def _account(window: Window) -> HighEndAccount:
    use = CatalogueUse(
        version="2024", name=Text("高端产品目录(2024年版)", "catalogue 2024"), products=("auto_sheet_t",)
    )
    return HighEndAccount(
        card=DefinitionCard(
            basis=Basis.WEIGHT,
            window=window,
            year=2024 if window is Window.FULL_YEAR else 2025,
            year_before=2023 if window is Window.FULL_YEAR else 2024,
            months=12 if window is Window.FULL_YEAR else 3,
            denominator="steel_products_t",
            catalogue=use,
            catalogue_before=replace(use, version="2021"),
            added=("pipeline_plate_t",),
            removed=(),
            firms=tuple(NAMES),
            left_out=(),
        ),
        before=Fraction(96, 1000),
        before_new=Fraction(110, 1000),
        after=Fraction(163, 1000),
        total=Decimal(3_900_000),
        high_end=Decimal(635_700),
        total_before=Decimal(3_800_000),
        high_end_before=Decimal(364_800),
        upgrading=Fraction(40, 1000),
        reallocation=Fraction(13, 1000),
        catalogue=Fraction(14, 1000),
        firms=tuple(
            FirmShift(
                enterprise=name,
                name=text,
                share_before=Fraction(1, 4),
                share=Fraction(1, 4),
                high_end_before=Fraction(110, 1000),
                high_end=Fraction(163, 1000),
                high_end_before_old=Fraction(96, 1000),
                upgrading=Fraction(10, 1000),
                reallocation=Fraction(13, 4000),
                catalogue=Fraction(14, 4000),
            )
            for name, text in NAMES.items()
        ),
    )


@pytest.fixture(scope="session")
def entries() -> tuple[Entry, ...]:
    """The cap goes in, the reserve is set aside, the quotas are issued."""

    def draft(name: str, kind: EntryKind, *postings: tuple[str, int]) -> Draft:
        return Draft(
            id=name,
            kind=kind,
            sector="steel",
            plan_year=2025,
            postings=tuple(Posting(account=account, tonnes=tonnes) for account, tonnes in postings),
            reason="allocation.first" if kind is EntryKind.GRANT else "=typed by hand",
            basis="ef" * 32,
            actor="issuer",
        )

    drafts = (
        draft("cap", EntryKind.CAP, ("cap", -4_020_000), ("pool", 4_020_000)),
        draft("reserve", EntryKind.RESERVE, ("pool", -20_000), ("reserve", 20_000)),
        draft("grant", EntryKind.GRANT, ("pool", -2_200_000), ("available:LH-S01", 2_200_000)),
    )
    chain: list[Entry] = []
    for seq, item in enumerate(drafts, start=1):
        previous = chain[-1].hash if chain else ""
        chain.append(Entry(seq=seq, draft=item, recorded_at="2025-04-11T02:00:00Z", previous=previous))
    return tuple(chain)


@pytest.fixture(scope="session")
def dossier(
    city: City, rulebook: Rulebook, decision: Decision, assessment: MonthAssessment, entries: tuple[Entry, ...]
) -> Dossier:
    """The issued decision with everything the papers print."""
    dictionary = read_dictionary(DATA / "dictionary" / "return.csv")
    return Dossier(
        city=city,
        sector=read_sector(DATA / "sectors" / "steel.yaml"),
        dictionary=dictionary,
        rulebook=rulebook,
        assessment=assessment,
        decision=decision,
        is_issued=True,
        number=3,
        acts=(
            Act(act="draft", person="李文", day=None),
            Act(act="approve", person="王敏", day=dt.date(2025, 4, 10)),
            Act(act="issue", person="赵强", day=dt.date(2025, 4, 11)),
        ),
        entries=entries,
        filed=tuple(
            Filed(
                reference=f"{name}/2025-03/v1",
                enterprise=name,
                period="2025-03",
                version=1,
                received_on=dt.date(2025, 4, 6),
                file_sha256="34" * 32,
                outcome="QUERY" if name == "LH-S03" else "ACCEPT",
            )
            for name in NAMES
        ),
        dated=dt.date(2025, 4, 11),
        marks=Marks(
            decision_id=decision.id,
            decision_sha256=decision.sha256,
            rulebook_id=rulebook.id,
            rulebook_sha256=rulebook.source_sha256,
            ledger_head=entries[-1].hash,
            code_version="0.1.0",
        ),
    )
