"""What a check of one return is: function, codes it may give, tolerances it reads, and where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from zhibiao.monthly.filed import Filed
from zhibiao.monthly.standing import Standing
from zhibiao.terms.finding import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check as the list of all checks holds it; docs/checks_table.md is written from these.

    Args:
        run: the check itself; the first line of its docstring says what it asks.
        codes: codes of findings that it may give.
        tolerances: names of the tolerances it reads (fields of `Tolerances`).
        source: where rule and tolerances come from.
        is_exact: whether it states a relation of accounting, which an unusual but true month keeps, too.
    """

    run: Callable[[Filed, Standing], Iterator[Finding]]
    codes: tuple[str, ...]
    source: str
    tolerances: tuple[str, ...] = ()
    is_exact: bool = False

    @property
    def name(self) -> str:
        """The function's own name."""
        return self.run.__name__

    @property
    def asks(self) -> str:
        """What it asks, in one sentence."""
        return (self.run.__doc__ or "").strip().split("\n", 1)[0]
