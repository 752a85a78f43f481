"""Permanent shares (ITQ): who holds which part of every year's total, and how much one holder may hold."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from zhibiao.allocation.division.rule import Firms, Numbers, WeightRule
from zhibiao.allocation.methods.columns import Column, Exact, Number, exact_column, exact_number, shown
from zhibiao.allocation.methods.laws import laws
from zhibiao.errors import UsageError
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity

ISSUED = 100_000_000
"""Shares per stock in New Zealand's quota management: a fixed number, so that a share is a part for ever."""


def permanent_shares(shares: Column) -> Exact:
    """Weights equal to the shares held, shape (n,), >= 0: the total changes each year, the parts do not.

    Source: docs/maths/methods.md, "Permanent shares".
    """
    return exact_column("shares", shares)


def entitlement(total: Number, shares: Number, *, issued: int = ISSUED) -> Fraction:
    """What a number of shares is worth in a year, in the unit of the total, which is what is left after set-asides.

    Raises:
        UsageError: `shares.more_than_issued`.

    Source: New Zealand Fisheries Act: quota shares total 100,000,000 per stock.

    4,500 t give 0.045 kg a share, and 450 kg to 10,000 shares:

    >>> float(entitlement(4_500_000, 1)), float(entitlement(4_500_000, 10_000))
    (0.045, 450.0)
    """
    held = exact_number("shares", shares)
    if held > issued:
        raise UsageError("shares.more_than_issued", held=shown(shares), issued=issued)
    return exact_number("total", total) * held / issued


def above_holding_limit(
    shares: Mapping[str, Number], holders: Mapping[str, str], *, limit: Number, issued: int = ISSUED
) -> tuple[Finding, ...]:
    """A finding for each holder, an enterprise or the group it belongs to, with more than the limit, by name.

    Args:
        shares: shares by enterprise.
        holders: the group of an enterprise, where it belongs to one.
        limit: largest part of the issued shares in one hand, 0 to 1.
    """
    most = exact_number("limit", limit) * issued
    held: dict[str, Fraction] = {}
    for enterprise, number in shares.items():
        holder = holders.get(enterprise, enterprise)
        held[holder] = held.get(holder, Fraction(0)) + exact_number("shares", number)
    return tuple(
        Finding(
            code="shares.above_holding_limit",
            severity=Severity.QUERY,
            place=Place(field="shares"),
            facts={"holder": holder, "held": shown(total), "limit": shown(most), "over": shown(total - most)},
        )
        for holder, total in sorted(held.items())
        if total > most
    )


def _weigh(firms: Firms, numbers: Numbers) -> Exact:  # noqa: ARG001 - one shape for every rule
    return permanent_shares(firms.numbers["shares"])


PERMANENT_SHARES = WeightRule(
    code="permanent_shares",
    reads=("shares",),
    source="New Zealand's quota management system (notes A14); docs/maths/methods.md",
    laws=laws(merge_alike=True, merge_any=True),
    weigh=_weigh,
)
