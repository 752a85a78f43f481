"""The tolerances of the checks under a rulebook: the defaults, but for what its part `checks:` sets."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from zhibiao.monthly.standing import Tolerances
from zhibiao.policy.rulebook import Rulebook
from zhibiao.policy.tolerances import WARNING_PREFIX


def tolerances_of(rulebook: Rulebook) -> Tolerances:
    """What the rulebook sets, in the type each tolerance has; a rulebook without the part keeps every default.

    Those of early warnings stand in the same part and are read by the assessment.

    Raises:
        KeyError: a name that no check reads; the review of rulebooks refuses it before (`rulebook.tolerance_unknown`).
    """
    default = Tolerances()
    known = {name: getattr(default, name) for name in Tolerances.__dataclass_fields__}
    own = {name: one.value for name, one in rulebook.checks.items() if not name.startswith(WARNING_PREFIX)}
    return replace(default, **{name: _as(known[name], value) for name, value in own.items()})


def _as(like: Decimal | float, value: Decimal) -> Any:
    return type(like)(value)
