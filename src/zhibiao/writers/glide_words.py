"""The words of a glide path: its finding as a title, its figures with their unit, what each day may bring."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from zhibiao.assessment.pace.glide_path import GlidePath
from zhibiao.assessment.verdict.verdict_rule import RULE
from zhibiao.terms.text import Language
from zhibiao.writers.scale import Scale, scale_for
from zhibiao.writers.wording import Texts, percent

LEVEL_WITH = Fraction(5, 1000)
_SAME_RATE = Fraction(5, 10_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class GlideWords:
    """The words and figures of one glide path in one language; an enterprise's cap is called by its own name."""

    path: GlidePath
    lang: Language
    texts: Texts
    set_scale: Scale | None = None
    cap_name: str = ""

    def __call__(self, key: str, **facts: object) -> str:
        return self.texts.text(f"chart.{key}", self.lang, **facts)

    @property
    def scale(self) -> Scale:
        """The unit that was set, or the one that the largest total asks for."""
        if self.set_scale is not None:
            return self.set_scale
        pace = self.path.pace
        return scale_for(max(pace.cap_t, pace.level_t, pace.made_t, 1), lang=self.lang)

    @property
    def unit(self) -> str:
        return self.texts.text(self.scale.key, self.lang)

    def mass(self, tonnes: float | int | Fraction) -> str:
        """A total with its unit."""
        return self("mass", figure=self.scale.mass(tonnes), unit=self.unit)

    def rate(self, rate: Fraction) -> str:
        """A daily rate with its unit."""
        return self("mass", figure=self.scale.rate(rate), unit=self.texts.text(self.scale.rate_key, self.lang))

    def month(self, month: int) -> str:
        return self(f"month.{month}")

    @property
    def projected_t(self) -> float:
        """The middle of the fan; without one, what the present rate leads to."""
        fan = self.path.fan
        return fan.middle[-1] if fan and fan.middle else float(self.path.pace.projected_t)

    @property
    def is_cut(self) -> bool:
        """Whether the cap was set below last year's level: ending below that is then what was decided."""
        pace = self.path.pace
        return self.path.cap_known and pace.cap_t <= pace.level_t * (1 - RULE.cut_from)

    def title(self) -> str:
        """The finding in one sentence."""
        pace, name = self.path.pace, self.path.label.in_(self.lang)
        cap = (self.cap_name or self("cap")) if self.path.cap_known else self("level")
        goal, made = pace.cap_t, self.projected_t
        facts = {"name": name, "year": pace.month.year, "cap": cap, "month": self.month(pace.month.month)}
        if not pace.days_left:
            return self._over_or_under("title.ended", pace.made_t - goal, goal, facts)
        if pace.made_t > goal:
            return self("title.spent", **facts, amount=self.mass(pace.made_t - goal))
        if self.is_cut or (goal and (made - goal) / goal > float(LEVEL_WITH)):
            return self._over_or_under("title.heading", made - goal, goal, facts)
        if pace.level_t and (pace.level_t - made) / pace.level_t > float(LEVEL_WITH):
            below = pace.level_t - made
            share = percent(Fraction(below) / pace.level_t)
            return self("title.short", **facts, amount=self.mass(below), percent=share)
        return self("title.on_path", **facts)

    def _over_or_under(self, key: str, off: float, goal: int, facts: dict[str, object]) -> str:
        share = percent(Fraction(abs(off)) / goal) if goal else ""
        side = "over" if off > 0 else "under"
        if goal and abs(off) / goal < float(LEVEL_WITH):
            side = "level"
        return self(f"{key}.{side}", **facts, amount=self.mass(abs(off)), percent=share)

    def subtitle(self) -> str:
        """Who, what, which months, which unit."""
        return self(
            "subtitle",
            name=self.path.label.in_(self.lang),
            product=self.path.product.in_(self.lang),
            year=self.path.year,
            month=self.month(self.path.pace.month.month),
            unit=self.unit,
        )

    def advice(self) -> list[str]:
        """What each day may bring from now on, against what is expected and last year's level."""
        pace = self.path.pace
        required, level = pace.required_t_per_day, pace.required_for_level_t_per_day
        if required is None:
            return []
        if required <= 0:
            return [self("rate.none")]
        lines = [self("rate.at_most", rate=self.rate(required), next=self.month(pace.month.month + 1))]
        if level is not None and not self.is_cut and abs(level - required) > required * LEVEL_WITH:
            lines.append(self("rate.for_level", rate=self.rate(max(level, Fraction(0)))))
        return [*lines, self._against_forecast(required)]

    def _against_forecast(self, required: Fraction) -> str:
        """The rate that leads where the fan's middle ends, and by how much the days to come must differ from it.

        Not the rate of the last months: after a slow winter that one may be below what the cap allows where the year
        still ends above it.
        """
        pace = self.path.pace
        rate = max(Fraction(0), (Fraction(self.projected_t) - pace.made_t) / pace.days_left)
        change = required / rate - 1 if rate else Fraction(0)
        side = "level" if abs(change) < _SAME_RATE else "fewer" if change < 0 else "more"
        return self(f"rate.now_{side}", rate=self.rate(rate), percent=percent(abs(change)))
