"""Tolerances of the early warnings under a rulebook: the defaults, but for what its part `checks:` sets as `warn_…`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from zhibiao.assessment.warnings.tolerances import WarningTolerances
from zhibiao.policy.rulebook import Rulebook
from zhibiao.policy.tolerances import WARNING_PREFIX


def warning_tolerances_of(rulebook: Rulebook | None) -> WarningTolerances:
    """What the rulebook sets, in the type each tolerance has; without a rulebook every default.

    Raises:
        AttributeError: a name that no warning reads; the review of rulebooks refuses it before
            (`rulebook.tolerance_unknown`).
    """
    default = WarningTolerances()
    checks = {} if rulebook is None else rulebook.checks
    ruled = {
        name.removeprefix(WARNING_PREFIX): one.value for name, one in checks.items() if name.startswith(WARNING_PREFIX)
    }
    typed: dict[str, Any] = {name: type(getattr(default, name))(value) for name, value in ruled.items()}
    return replace(default, **typed)
