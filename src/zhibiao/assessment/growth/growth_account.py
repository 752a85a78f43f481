"""A growth account as a value: one amount on the same scope, its contributions, and last year's figure by vintage."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from zhibiao.assessment.growth.contributions import Contribution, growth_points
from zhibiao.assessment.growth.growth import Comparison
from zhibiao.assessment.growth.same_scope import SameScope
from zhibiao.terms.period import Period
from zhibiao.terms.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisedBase:
    """Last year's figure of one enterprise as told at three times, in whole units; they are not all the same.

    Args:
        first: as it stood when it was first complete on record.
        on_record: as it stands now.
        stated: as this year's return repeats it (上年同期); `on_record` where it repeats that.
    """

    enterprise: str
    first: int
    on_record: int
    stated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthAccount:
    """The growth of one amount over one span, and what it is made of.

    Args:
        sector: sector id; empty for the whole chain.
        span: the months compared with the same ones a year before.
        by_first: `scope.same` with last year's figures as they first stood on record.
        by_stated: the same with last year's figures as this year's returns state them.
        revised: the enterprises of the scope whose figure of last year differs between the three.
        firms, groups, sectors: contributions that each sum to `points`; the account of the chain has `sectors` alone,
            that of a sector has none.
    """

    sector: str
    field: str
    name: Text
    unit: str
    span: Period
    scope: SameScope
    by_first: Comparison
    by_stated: Comparison
    revised: tuple[RevisedBase, ...]
    firms: tuple[Contribution, ...]
    groups: tuple[Contribution, ...]
    sectors: tuple[Contribution, ...]

    @property
    def points(self) -> Fraction | None:
        """Growth of the total with entries and exits, per cent, exact; None where there is no rate."""
        return growth_points(self.scope)

    @property
    def is_to_date(self) -> bool:
        """Whether it runs from January."""
        return self.span.start.month == 1
