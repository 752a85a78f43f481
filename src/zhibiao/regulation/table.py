"""The problem as a table (变量与约束表): every variable and family of rows with its formula, unit and clause.

Names, and what the price of a row means, are in the labels (`plan.variable.*`, `plan.row.*`, `plan.price.*`). A new
family is one file in `rows/`, one line here, and its place in the certificate, which shares no code with this.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from zhibiao.regulation.block import Block, Columns
from zhibiao.regulation.problem import Problem
from zhibiao.regulation.rows import cap, commodity, district, group, link, ramp, season, start, year


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """One kind of variable: code, what it is indexed by, its bounds, its unit and which part of the rules sets them."""

    code: str
    index: str
    bounds: str
    unit: str
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFamily:
    """One family of rows.

    Args:
        code: as in prices, findings and problem files; never used again for something else.
        formula: with the field names of `Problem`.
        unit: of the row; its price is money per that unit.
        clause: which part of the rules, or of nature, sets it.
        limits: fields of `Problem` from which its lower and upper limits are read.
        build: makes its rows.
    """

    code: str
    formula: str
    unit: str
    clause: str
    limits: frozenset[str]
    build: Callable[[Problem, Columns], Block]


VARIABLES = (
    Variable(code="y", index="plant, family, month", bounds="0 <= y <= d", unit="t", clause="orders"),
    Variable(code="x", index="plant, month", bounds="m <= x <= u", unit="t", clause="plant"),
    Variable(code="q", index="plant", bounds="qlo <= q <= qhi", unit="t", clause="bounds"),
    Variable(
        code="s",
        index="commodity, month",
        bounds="lowest <= s <= highest",
        unit="unit of the commodity",
        clause="supply",
    ),
)

ROWS = (
    RowFamily(
        code="link",
        formula="Σ_k y[i,k,t] = x[i,t]",
        unit="t",
        clause="identity",
        limits=frozenset(),
        build=link.build,
    ),
    RowFamily(
        code="year", formula="Σ_t x[i,t] = q[i]", unit="t", clause="identity", limits=frozenset(), build=year.build
    ),
    RowFamily(code="cap", formula="Σ_i q[i] = C", unit="t", clause="cap_t", limits=frozenset({"C"}), build=cap.build),
    RowFamily(
        code="group",
        formula="glo[g] <= Σ_{i∈g} q[i] <= ghi[g]",
        unit="t",
        clause="group",
        limits=frozenset({"glo", "ghi"}),
        build=group.build,
    ),
    RowFamily(
        code="prov",
        formula="plo[d] <= Σ_{i∈d} q[i] <= phi[d]",
        unit="t",
        clause="district",
        limits=frozenset({"plo", "phi"}),
        build=district.build,
    ),
    RowFamily(
        code="heat",
        formula="Σ_{i∈z} x[i,t] <= hcap[z,t]",
        unit="t",
        clause="season",
        limits=frozenset({"hcap"}),
        build=season.build,
    ),
    RowFamily(
        code="commodity",
        formula="Σ_p a[c,p] y[p,t] + s[c,t] - s[c,t-1] <= S[c,t]",
        unit="unit of the commodity",
        clause="supply",
        limits=frozenset({"S", "stocks"}),
        build=commodity.build,
    ),
    RowFamily(
        code="ramp",
        formula="|x[i,t] - x[i,t-1]| <= r[i]",
        unit="t",
        clause="plant",
        limits=frozenset({"r"}),
        build=ramp.build,
    ),
    RowFamily(
        code="start",
        formula="|x[i,0] - before[i]| <= r[i]",
        unit="t",
        clause="plant",
        limits=frozenset({"before", "r"}),
        build=start.build,
    ),
)
