"""Jumps: a figure off the firm's own level while its others stood still, and nothing where something always was."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from statistics import median

from zhibiao.monthly.checks.check import Check
from zhibiao.monthly.checks.history import log_rate, logs_of, periods_before
from zhibiao.monthly.checks.unit_slip import MONEY, PHYSICAL
from zhibiao.monthly.filed import Filed
from zhibiao.monthly.standing import Standing, about, amount
from zhibiao.terms.dictionary import Field, Kind
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Period

COMPANIONS = (*PHYSICAL, *MONEY, "sales_t")
"""Figures that rise and fall with production; the middle of their moves is the move of the month."""

_MONTHS = 13
_LEAST_COMPANIONS = 2
_NORMAL = 1.4826
"""What turns a median deviation into a standard deviation of normal noise."""
_LEAST_SPREAD = 0.004
"""Decades (about 1 %): below it a spread is luck."""
_SWINGS = frozenset({"profit_yuan", "vat_payable_yuan", "value_added_yuan"})
"""Differences of large figures, and value added that holds profit: a good month moves them by a third."""
_STANDS = 0.5
"""Decades by which production may have fallen before a field without a figure needs no question."""
_SIZE_POWER = 0.25
"""Hidiroglou and Berthelot weigh by size: a part of 1 % of its total must stand out three times as far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Months:
    """The firm's last year as decadic logarithms of daily rates, and how production moved in it.

    Args:
        periods: the periods looked at, in time, with the logarithm of their days.
        moves: how far production as a whole stood from its own level, by period.
        move: the same for the return itself.
        witness: the companion that stood nearest to that move, "" where there is none.
    """

    periods: Mapping[Period, float]
    moves: Mapping[Period, float]
    move: float
    witness: str


def months_of(filed: Filed, standing: Standing) -> Months | None:
    """The months before and the moves of production in them; None where too little is on record."""
    periods = periods_before(filed, standing, months=_MONTHS)
    if len(periods) < standing.tolerances.own_least:
        return None
    now: dict[str, float] = {}
    past: dict[Period, list[float]] = {period: [] for period in periods}
    for code in COMPANIONS:
        logs = _logs(filed, code, periods, standing)
        value = filed.value(code)
        if not value or value <= 0 or len(logs) * 2 <= len(periods):
            continue
        level = median(logs.values())
        now[code] = log_rate(value, filed.period.days) - level
        for period, log in logs.items():
            past[period].append(log - level)
    if len(now) < _LEAST_COMPANIONS:
        return None
    move = median(now.values())
    return Months(
        periods=periods,
        moves={period: median(moves) for period, moves in past.items() if moves},
        move=move,
        witness=min(now, key=lambda code: (abs(now[code] - move), code)),
    )


def _logs(filed: Filed, code: str, periods: Mapping[Period, float], standing: Standing) -> dict[Period, float]:
    figures: Mapping[Period, Decimal] = standing.record.figures.get((filed.enterprise, code), {})
    is_flow = code in standing.dictionary and standing.dictionary[code].kind is Kind.FLOW
    return logs_of(figures, periods, is_flow=is_flow) if figures else {}


def jumps(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """A figure moves with the firm's production as it did in the year before, within its own usual swing.

    What production explains (the middle move of power, energy, output and revenue) is taken off, but for averages.
    The rest is measured in the robust spread of the same rest in the year before, and must be large in itself, too.
    What lies hundreds of times off both that and every month of the year before waits for the firm's word.
    """
    months = months_of(filed, standing)
    if months is None:
        return
    for field in standing.fields:
        value = filed.value(field.code)
        if value is None or value <= 0 or field.code in _SWINGS or field.kind is Kind.PLAN:
            continue
        found = _off(filed, field, value, months, standing)
        if found is not None:
            off, spread, reference = found
            asked = about(
                "edit.jump",
                Severity.QUERY,
                filed,
                field,
                value=amount(value, field),
                reference=amount(reference, field),
                change=f"{10**off - 1:+.0%}",
                times=f"{abs(off) / spread:.0f}",
                witness=standing.dictionary[_other(months, field, filed)].name,
            )
            yield replace(asked, holds=_is_beyond_sense(filed, field, value, off, months, standing))


def _is_beyond_sense(
    filed: Filed, field: Field, value: Decimal, off: float, months: Months, standing: Standing
) -> bool:
    """Whether a figure is of another order than what is expected and than any month of the year before.

    Where production fell as a whole, a figure next to nothing is what a stop leaves.
    """
    far = math.log10(standing.tolerances.jump_hold_times)
    if abs(off) < far or (off < 0 and months.move < -_STANDS):
        return False
    log = log_rate(value, filed.period.days if field.kind is Kind.FLOW else 1)
    return all(abs(log - past) >= far for past in _logs(filed, field.code, months.periods, standing).values())


def _other(months: Months, field: Field, filed: Filed) -> str:
    """The companion named as witness: never the field itself."""
    if months.witness != field.code:
        return months.witness
    return next(code for code in COMPANIONS if code != field.code and filed.value(code))


def _off(
    filed: Filed, field: Field, value: Decimal, months: Months, standing: Standing
) -> tuple[float, float, Decimal] | None:
    """How far off in decades, the usual spread, and the figure expected; None where it is within its swing."""
    logs = _logs(filed, field.code, months.periods, standing)
    if len(logs) < max(standing.tolerances.own_least, len(months.periods) // 2):
        return None
    # A stock follows production in the long run and outlasts a stop: it must be off both ways to be asked about.
    found = [_rest(filed, field, value, logs, months, share, standing) for share in _SHARES[field.kind]]
    return None if None in found else min((one for one in found if one), key=lambda one: abs(one[0]))


_SHARES = {Kind.FLOW: (1.0,), Kind.STOCK: (1.0, 0.0), Kind.LEVEL: (0.0,)}
"""What part of the move of production is taken off, by the kind of figure."""


def _rest(
    filed: Filed,
    field: Field,
    value: Decimal,
    logs: Mapping[Period, float],
    months: Months,
    share: float,
    standing: Standing,
) -> tuple[float, float, Decimal] | None:
    is_flow = field.kind is Kind.FLOW
    rests = [log - share * months.moves.get(period, 0.0) for period, log in logs.items()]
    middle = median(rests)
    spread = max(_LEAST_SPREAD, _NORMAL * median(abs(rest - middle) for rest in rests))
    off = log_rate(value, filed.period.days if is_flow else 1) - share * months.move - middle
    reference = Decimal(round(10 ** (middle + share * months.move) * (filed.period.days if is_flow else 1)))
    limits = standing.tolerances
    if abs(10**off - 1) <= limits.jump_share or _was_there(off, rests, middle):
        return None
    if abs(off) <= limits.jump_times * spread * _by_size(filed, field, reference):
        return None
    return off, spread, reference


def _was_there(off: float, rests: list[float], middle: float) -> bool:
    """Whether the year before already went as far in the same direction."""
    farthest = max(rests) - middle if off > 0 else middle - min(rests)
    return abs(off) <= farthest


def _by_size(filed: Filed, field: Field, reference: Decimal) -> float:
    """How much farther a small part of a total must stand out; 1 for what is no part."""
    whole = filed.value(field.part_of) if field.part_of else None
    if not whole or whole <= 0 or reference <= 0:
        return 1.0
    return max(1.0, math.pow(reference / whole, -_SIZE_POWER))


def missing_against_zero(filed: Filed, standing: Standing) -> Iterator[Finding]:
    """Where the firm always filed a figure and production goes on, neither a blank nor a zero passes unasked."""
    known = (field for field in standing.fields if field.kind is not Kind.PLAN)
    without = [field for field in known if _is_without(filed, field, standing)]
    months = months_of(filed, standing) if without else None
    if months is None or months.move < -_STANDS:
        return
    for field in without:
        value = filed.value(field.code)
        logs = _logs(filed, field.code, months.periods, standing)
        if len(logs) < len(months.periods):
            continue
        code = "edit.figure_missing" if value is None else "edit.zero_suspected"
        reference = Decimal(round(10 ** median(logs.values()) * (filed.period.days if field.kind is Kind.FLOW else 1)))
        since = next(iter(months.periods)).start
        witness = standing.dictionary[_other(months, field, filed)].name
        expected = amount(reference, field)
        yield about(code, Severity.QUERY, filed, field, reference=expected, since=str(since), witness=witness)


def _is_without(filed: Filed, field: Field, standing: Standing) -> bool:
    """Whether a field that was filed before is blank or zero, and nothing else says so already."""
    value = filed.value(field.code)
    if value or field.code in filed.declared_none or (filed.enterprise, field.code) not in standing.record.figures:
        return False
    # A stock may be unknown for once; a flow left out is missing from the year as well.
    return value is not None or not (field.required or field.kind is Kind.STOCK or field.code in filed.unread)


CHECKS: tuple[Check, ...] = (
    Check(
        run=jumps,
        codes=("edit.jump",),
        tolerances=("jump_share", "jump_times", "jump_hold_times", "own_least"),
        source="Hidiroglou and Berthelot 1986: ratios against own history, weighed by size; robust spread",
    ),
    Check(
        run=missing_against_zero,
        codes=("edit.figure_missing", "edit.zero_suspected"),
        tolerances=("own_least",),
        source="missing is not zero; own history beside production that goes on",
    ),
)
