"""The glide path as a value: cap, last year's level, made so far, forecast fan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from zhibiao.assessment.pace.pacing import Pace
from zhibiao.assessment.pace.season import measured_season
from zhibiao.monthly.year_to_date import YearProfile
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Fan:
    """Where the total since January may run from one month to December.

    Args:
        months: from the last month counted to December, shape (k,).
        bands: tonnes at each month by quantile (`p05`, `p10`, `p25`, `p50`, `p75`, `p90`, `p95`), each shape (k,);
            `mean` too where the expected total is told apart from the median.
    """

    months: tuple[Month, ...]
    bands: Mapping[str, tuple[float, ...]]

    @property
    def middle(self) -> tuple[float, ...] | None:
        """The expected course: the mean where it is told, else the median; None without either."""
        return self.bands.get("mean", self.bands.get("p50"))


@dataclass(frozen=True, slots=True, kw_only=True)
class GlidePath:
    """One name's year against its cap and last year's level, as the chart needs it.

    Args:
        label: name to show.
        product: product to show.
        pace: where it stands after the last month counted.
        cap_known: False while last year's level stands in for a cap nobody has announced.
        made_t: made since January at each month end, None after the last month counted, shape (12,).
        last_year_t: the same for last year, shape (12,).
        target_t: seasonal cumulated target on the way to the cap, shape (12,).
        fan: the forecast; None when there is none, or the year is over.
        happened_t: what really came, where the chart looks back; None in a chart of the present.
        source: who published or filed the figures.
    """

    label: Text
    product: Text
    pace: Pace
    cap_known: bool
    made_t: tuple[int | None, ...]
    last_year_t: tuple[int | None, ...]
    target_t: tuple[int, ...]
    fan: Fan | None
    happened_t: tuple[int | None, ...] | None
    source: Text

    @property
    def year(self) -> int:
        """The plan year."""
        return self.pace.month.year


def glide_path(
    this_year: YearProfile,
    *,
    pace: Pace,
    last_year: YearProfile,
    earlier: Sequence[YearProfile],
    label: Text,
    product: Text,
    source: Text,
    cap_known: bool = True,
    year_end: Mapping[str, float] | None = None,
    happened: YearProfile | None = None,
) -> GlidePath:
    """Put the glide path together from a pace and the quantiles of the year's total.

    Args:
        this_year: the plan year; months after `pace.month` are not drawn as made.
        pace: where it stands.
        last_year: the year before.
        earlier: finished years that set the season where the pace names none.
        year_end: quantiles of the year's total, and its mean, in tonnes; the fan runs to them along the season.
        happened: the finished year, for a chart that looks back.
    """
    season = pace.season or measured_season(earlier, year=this_year.year)
    return GlidePath(
        label=label,
        product=product,
        pace=pace,
        cap_known=cap_known,
        made_t=this_year.until(pace.month.month).made_t,
        last_year_t=last_year.made_t,
        target_t=tuple(int(pace.cap_t * share) for share in season.shares),
        fan=fan_along(season.shares, pace=pace, year_end=year_end) if year_end and pace.days_left else None,
        happened_t=happened.made_t if happened else None,
        source=source,
    )


def fan_along(shares: Sequence[Fraction], *, pace: Pace, year_end: Mapping[str, float]) -> Fan:
    """Lead from what was made to each quantile of the year's total, in step with the season of the rest."""
    start = pace.month.month
    rest = 1 - shares[start - 1]
    done = [float((shares[month - 1] - shares[start - 1]) / rest) if rest else 1.0 for month in range(start, 13)]
    bands = {name: tuple(pace.made_t + (end - pace.made_t) * share for share in done) for name, end in year_end.items()}
    return Fan(months=tuple(Month(pace.month.year, month) for month in range(start, 13)), bands=bands)
