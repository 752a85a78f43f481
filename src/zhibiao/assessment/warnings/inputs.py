"""Inputs that contradict the output (投入与产量不符): power, energy or ore fell, and the output as filed did not."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhibiao.assessment.warnings.figures import percent, usual
from zhibiao.assessment.warnings.history import Reported
from zhibiao.assessment.warnings.watched import EarlyWarning, Watched
from zhibiao.terms.finding import Finding
from zhibiao.terms.text import Text

CODE = "warn.inputs_fell"
_MONTHS, _LEAST = 24, 12
_LEAST_INPUTS = 2
_NAMES = {
    "electricity_kwh": Text("用电量", "electricity"),
    "energy_tce": Text("综合能耗", "energy"),
    "iron_ore_used_t": Text("铁矿石消耗", "iron ore"),
    "magnesite_used_t": Text("菱镁矿石消耗", "magnesite"),
    "ore_mined_t": Text("原矿", "ore mined"),
    "scrap_bought_t": Text("废钢收购", "scrap bought"),
}
WITNESSES = tuple(_NAMES)


@dataclass(frozen=True, slots=True)
class _Gap:
    field: str
    share: float


def inputs_fell(firm: Watched) -> Iterator[Finding]:
    """Is there too little power, energy or ore for the output as filed, by the firm's own use per tonne?"""
    if not firm.now.made_t or firm.now.made_t < 0:
        return
    judged = [(field, _gap(firm, field)) for field in WITNESSES if field in firm.now.inputs]
    gaps = [_Gap(field, gap) for field, gap in judged if gap is not None and gap > 0]
    known = sum(gap is not None for _, gap in judged)
    if len(gaps) < min(_LEAST_INPUTS, max(1, known)):
        return
    names = Text(
        "、".join(f"{_NAMES[gap.field].zh}低{percent(gap.share)}%" for gap in gaps),
        ", ".join(f"{_NAMES[gap.field].en} {percent(gap.share)}% less" for gap in gaps),
    )
    yield firm.finding(CODE, inputs=names, count=len(gaps))


def _gap(firm: Watched, field: str) -> float | None:
    """Share by which the input per tonne lies below the firm's usual; 0 within it, None without enough past."""
    past = _per_tonne(firm.history.reported[:-1], field)[-_MONTHS:]
    now = _per_tonne(firm.history.reported[-1:], field)
    if len(past) < _LEAST or not now:
        return None
    middle, spread = usual(past)
    limit = max(-math.log1p(-firm.tolerances.inputs_share), firm.tolerances.inputs_times * spread)
    below = middle - now[0]
    return -math.expm1(-below) if below > limit else 0.0


def _per_tonne(reported: Sequence[Reported], field: str) -> list[float]:
    return [
        math.log(max(one.inputs[field], 1e-9) / one.made_t)
        for one in reported
        if one.made_t is not None and one.made_t > 0 and field in one.inputs
    ]


WARNING = EarlyWarning(
    run=inputs_fell,
    codes=(CODE,),
    needs=("made_t", "inputs"),
    tolerances=("inputs_share", "inputs_times"),
    source="docs/maths/warnings.md: use per tonne against the firm's own months",
)
