"""Cities for the tests of the city's plan: one worked by hand, and others drawn from a seed."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np

from zhibiao.regulation.city.inputs import NEAR, CityInputs, EnterpriseInputs, FamilyInputs, Limits, Supply
from zhibiao.terms.period import Month, months_of
from zhibiao.terms.text import Text

LIMITS = Limits(
    rule=NEAR,
    month_share=Decimal("0.02"),
    year_share=Decimal("0.05"),
    nearness_yuan_per_t=Decimal(1000),
    capacity_factor=Decimal("1.2"),
    clauses={"regulation": "12", "bounds": "7", "cap": "2"},
)


def enterprise(name: str, **given: Any) -> EnterpriseInputs:
    """One that makes 1 000 t a day of rebar, in November and December, after 304 000 t in ten months."""
    plain: dict[str, Any] = {
        "enterprise": name,
        "name": Text(f"{name}厂", name),
        "group": "",
        "district": "",
        "made_t": 304_000,
        "before_t": 31_000,
        "holding_t": 365_000,
        "entitlement_t": 365_000,
        "floor_t": 330_000,
        "ceiling_t": 400_000,
        "floor_reason": "floor.base",
        "ceiling_reason": "ceiling.base",
        "capacity_t": (400_000, 400_000),
        "best_day_t": Decimal(1100),
        "typical_day_t": Decimal(1000),
        "outage_days": (Decimal(0), Decimal(0)),
        "planned_t": (None, None),
        "orders_t": None,
        "usual_orders_t": None,
        "last_year_t": (30_000, 31_000),
        "families": (family("rebar_t", 1100, 200),),
    }
    return EnterpriseInputs(**{**plain, **given})


def family(name: str, best_day_t: int, yuan: int | str, *, months: int = 2, use: tuple[str, ...] = ()) -> FamilyInputs:
    """A family worth the same in every month."""
    return FamilyInputs(
        family=name,
        best_day_t=Decimal(best_day_t),
        value_yuan_per_t=(Decimal(yuan),) * months,
        use=tuple(Decimal(one) for one in use),
    )


def city(*enterprises: EnterpriseInputs, cap_t: int | None = None, **given: Any) -> CityInputs:
    """November and December of 2024; the cap is what all hold unless it is given."""
    plain: dict[str, Any] = {
        "sector": "steel",
        "plan_year": 2024,
        "quantity": "crude_steel_t",
        "as_of": Month(2024, 10),
        "months": months_of(2024)[10:],
        "cap_t": sum(one.holding_t for one in enterprises) if cap_t is None else cap_t,
        "enterprises": enterprises,
        "limits": LIMITS,
    }
    return CityInputs(**{**plain, **given})


def two() -> CityInputs:
    """A makes rebar at 200 yuan, B coil at 260: quota moves from A to B."""
    return city(enterprise("A"), enterprise("B", families=(family("hot_coil_t", 1100, 260),)))


def drawn(seed: int, *, enterprises: int = 4, months: int = 3) -> CityInputs:
    """A city with everything that may bind: classes, outages, orders, steps, a season, two commodities with stocks."""
    random = np.random.default_rng(seed)
    ahead = months_of(2025)[12 - months :]
    done = sum(month.days for month in months_of(2025)[: 12 - months])
    kinds = ("ore", "electricity")
    firms = [_firm(f"F{row:02d}", random, ahead, done, kinds) for row in range(enterprises)]
    limits = replace(
        LIMITS,
        group_share=Decimal("0.02"),
        district_share=Decimal("0.03"),
        nearness_yuan_per_t=Decimal(int(random.integers(50, 5000))),
        ramp_share=None if random.random() < 0.5 else Decimal("0.4"),
        season_share=None if random.random() < 0.5 else Decimal("1.1"),
        season_months=(11, 12),
    )
    cap = sum(one.holding_t for one in firms) + int(random.integers(0, 2000))
    rest = cap - sum(one.made_t for one in firms)
    use = max(float(one.use[0]) for firm in firms for one in firm.families)
    supplies = {
        "ore": Supply(
            monthly=tuple(Decimal(int(rest * use / months * random.uniform(0.9, 1.2))) for _ in ahead),
            opening=Decimal(int(rest * use * 0.2)),
            lowest=(Decimal(10),) * months,
        )
    }
    return CityInputs(
        sector="steel",
        plan_year=2025,
        quantity="crude_steel_t",
        as_of=ahead[0].shift(-1),
        months=ahead,
        cap_t=cap,
        enterprises=tuple(firms),
        limits=limits,
        commodities=kinds,
        supplies=supplies,
    )


def _firm(
    name: str, random: np.random.Generator, ahead: tuple[Month, ...], done: int, kinds: tuple[str, ...]
) -> EnterpriseInputs:
    day = float(random.uniform(20, 900))
    entitled = round(day * 365)
    holding = round(entitled * random.uniform(0.985, 1.015))
    families = [
        FamilyInputs(
            family=code,
            best_day_t=Decimal(round(day * random.uniform(0.5, 1.0), 3)),
            value_yuan_per_t=tuple(
                Decimal(int(yuan * 100)).scaleb(-2) for yuan in random.uniform(-100, 900, len(ahead))
            ),
            use=tuple(Decimal(int(each * 1000)).scaleb(-3) for each in random.uniform(0.5, 1.6, len(kinds))),
        )
        for code in ("rebar_t", "hot_coil_t", "auto_sheet_t")[: int(random.integers(2, 4))]
    ]
    outage = [Decimal(int(random.integers(0, 6))) if random.random() < 0.3 else Decimal(0) for _ in ahead]
    return EnterpriseInputs(
        enterprise=name,
        name=Text(name, name),
        group=("", "G1", "G2")[int(random.integers(0, 3))],
        district=("D1", "D2")[int(random.integers(0, 2))],
        made_t=round(day * done * random.uniform(0.98, 1.02)),
        before_t=round(day * 30 * random.uniform(0.95, 1.05)),
        holding_t=holding,
        entitlement_t=entitled,
        floor_t=round(entitled * 0.95),
        ceiling_t=round(entitled * 1.05),
        floor_reason="floor.base",
        ceiling_reason="ceiling.base",
        capacity_t=(round(entitled * 1.1),) * len(ahead),
        best_day_t=Decimal(round(day * random.uniform(1.1, 1.4), 3)),
        typical_day_t=Decimal(round(day, 3)),
        outage_days=tuple(outage),
        planned_t=(None,) * len(ahead),
        orders_t=round(day * 20),
        usual_orders_t=round(day * 20 * random.uniform(0.9, 1.1)),
        last_year_t=tuple(round(day * month.days) for month in ahead),
        families=tuple(families),
    )
