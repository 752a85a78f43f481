"""The verdict of the month per enterprise and for the city: one code, one colour, and the reasons with figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhibiao.assessment.pacing import Colour


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One ground of a verdict: a code of the catalogue and the figures of its text, in the units of papers.

    Names of facts end in their unit: `_10kt` (万吨), `_pct`, `_t` (tonnes), `_t_per_day`, `_10kyuan` (万元).
    """

    code: str
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The outcome: `code` from the catalogue (`verdict.…`), the hardest colour of both directions, and why.

    Args:
        colour: the one level shown.
        cap_colour: warning of an overrun; None where there is no pace.
        level_colour: warning of a shortfall of last year's level; None where there is no pace.
        reasons: hardest first.
    """

    code: str
    colour: Colour
    cap_colour: Colour | None
    level_colour: Colour | None
    reasons: tuple[Reason, ...]
