"""What `zhibiao regulate` says to a person: where the year stands, what moves and why, what changed, and the proof."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from zhibiao.assemble.resources import catalogue, sector_of
from zhibiao.cli.show import line, table, ten_kt, unit_of_mass
from zhibiao.procedures.regulation.decision import GRANT, NOTE, RECALL, REPHASE, TRANSFER
from zhibiao.regulation.city.words import gained, named, worded
from zhibiao.terms.exact import printed, rounded
from zhibiao.terms.period import Month
from zhibiao.terms.text import Language

if TYPE_CHECKING:
    from zhibiao.procedures.regulation.regulate import Regulated
    from zhibiao.regulation.city.gain import Gain
    from zhibiao.regulation.city.moves import Move
    from zhibiao.regulation.city.plan import CityPlan, EnterprisePlan
    from zhibiao.regulation.city.reasons import Reason
    from zhibiao.terms.enterprise import City
    from zhibiao.terms.finding import Finding

_NOTHING = Decimal("0.00")  # whole tonnes may come out a cent better than what a solver found
_COMMA = {"zh": "；", "en": "; "}


def regulated(found: Regulated, city: City, lang: Language) -> None:
    """A month's regulation was drafted."""
    teller = _Teller(found, city, lang)
    teller.head()
    teller.holdings()
    teller.gain()
    teller.reasons()
    teller.rest()
    teller.changes()
    teller.proof()
    teller.findings((*found.plan.findings, *found.findings))
    decision = found.decision.id
    line(teller.words("next" if found.is_kept else "next.dry", decision=decision))


class _Teller:
    """The words of one regulation in one language; it lives for one call."""

    def __init__(self, found: Regulated, city: City, lang: Language) -> None:
        self.found, self.lang = found, lang
        self.plan: CityPlan = found.plan
        sector = sector_of(self.plan.inputs.sector)
        self.sector = sector
        self.firms = {one.enterprise: city.name_of(one.enterprise) for one in self.plan.enterprises}
        self.names = {**self.firms, **{one.field: one.name for one in sector.products}}

    def words(self, key: str, **facts: object) -> str:
        """A label of this verb."""
        return catalogue().text(f"regulate.{key}", self.lang, **facts)

    def head(self) -> None:
        """Which decision, where the year stands, and what one more tonne of it would be worth."""
        inputs, months = self.plan.inputs, self.plan.months
        made, rest = inputs.made_t, inputs.cap_t - inputs.made_t
        facts = {"unit": unit_of_mass(self.lang), "cap": self._mass(inputs.cap_t), "made": self._mass(made)}
        line(self.words("drafted", decision=self.found.decision.id, month=months[0], sector=self.sector.name))
        line(
            self.words(
                "stands",
                **facts,
                as_of=inputs.as_of,
                share=_percent(Fraction(made, inputs.cap_t)),
                first=months[0],
                last=months[-1],
                rest=self._mass(rest),
                pace=self._rate(made, _days(Month(inputs.plan_year, 1), inputs.as_of)),
                needed=self._rate(rest, _days(months[0], months[-1])),
            )
        )
        line(self.words("price", gained=gained(self.plan.prices.cap)))
        for kind, prices in (("group", self.plan.prices.groups), ("district", self.plan.prices.districts)):
            for name, price in prices.items():
                if price:
                    line(self.words(f"price.{kind}", name=name, gained=gained(price)))

    def holdings(self) -> None:
        """One row per enterprise."""
        heads = ("enterprise", "holding", "move", "share", "after", "made", "month", "year", "worth")
        rows = [self._row(one) for one in self.plan.enterprises]
        moved = sum(one.target_t - one.holding_t for one in self.plan.enterprises if one.target_t > one.holding_t)
        table(self.words("holdings", moved=f"{moved:,}"), [self.words(f"head.{head}") for head in heads], rows, words=1)

    def gain(self) -> None:
        """What the moves bring against holdings left as they are."""
        found = self.found.gain
        if found is None:
            line(self.words("gain.none"))
            return
        share = found.share
        facts = {
            "gain": self._money(abs(found.yuan)),
            "share": "" if share is None else self.words("gain.share", share=f"{printed(share * 100, 3):+}"),
            "nearness": self._money(abs(found.nearness_yuan)),
        }
        near = "nearer" if found.nearness_yuan < 0 else "further" if found.nearness_yuan else "same"
        line(self.words("gain.less" if found.yuan < 0 else "gain", **facts) + self.words(f"gain.{near}", **facts))

    def _money(self, yuan: Decimal) -> str:
        """Yuan for people: 万元 in Chinese, thousands in English, two digits."""
        return f"{printed(Fraction(yuan) / (10_000 if self.lang == 'zh' else 1_000), 2):,}"

    def _row(self, one: EnterprisePlan) -> tuple[str, ...]:
        move = one.target_t - one.holding_t
        return (
            f"{one.enterprise} {self.firms[one.enterprise].in_(self.lang)}",
            f"{one.holding_t:,}",
            f"{move:+,}" if move else "—",
            f"{printed(Fraction(move, one.holding_t) * 100, 2):+}" if move and one.holding_t else "—",
            f"{one.target_t:,}",
            f"{one.made_t:,}",
            f"{one.month_t[0]:,}",
            f"{one.year_t:,}",
            f"{one.prices.worth:,}" if one.prices else "—",
        )

    def reasons(self) -> None:
        """Why each holding moves, and why those that stay do not."""
        line(self.words("reasons"))
        for move in self._of(RECALL, GRANT, TRANSFER):
            if move.kind == TRANSFER:
                names = {"giver": self._firm(move.enterprise), "taker": self._firm(move.taker)}
                said = self.words("move.transfer", **names, tonnes=f"{move.tonnes:,}")
            else:
                said = self.words(f"move.{move.kind}", firm=self._firm(move.enterprise), tonnes=f"{move.tonnes:,}")
            line(f"  {said}")
            self._because(move.reasons)
        for one in self.plan.enterprises:
            if one.target_t == one.holding_t:
                why = (*one.more[:1], *one.less[:1])
                line("  " + self.words("move.stays", firm=self._firm(one.enterprise)))
                self._because(why)

    def rest(self) -> None:
        """Months moved, and commodities."""
        for kind, key in ((REPHASE, "rephased"), (NOTE, "commodities")):
            moves = self._of(kind)
            if not moves:
                continue
            line(self.words(key))
            for move in moves:
                who = named(move.commodity).in_(self.lang) if kind == NOTE else self._firm(move.enterprise)
                sentence = self._sentence(move.reasons[0])
                line(
                    f"  {sentence}" if kind == NOTE else f"  {who}{self.words('colon')}{sentence} {self._months(move)}"
                )

    def _months(self, move: Move) -> str:
        return "(" + ", ".join(f"{month} {tonnes:+,}" for month, tonnes in move.months) + ")"

    def changes(self) -> None:
        """What changed since the plan before."""
        changed = [one.change for one in self.plan.enterprises if one.change is not None]
        if not changed:
            line(self.words("no_plan_before"))
            return
        line(self.words("changed", last=self.found.standing.last.id))
        for one in changed:
            moved = one.now_t - one.before_t
            parts = [f"{self._part(code)} {tonnes:+,}" for code, tonnes in one.parts.items() if tonnes]
            if moved:
                said = self.words("changed.row", firm=self._firm(one.enterprise), tonnes=f"{moved:+,}")
                line(f"  {said}{self.words('colon')}{_COMMA[self.lang].join(parts)}")

    def _part(self, code: str) -> str:
        return "+".join(catalogue().text(f"city_plan.part.{one}", self.lang) for one in code.split("+"))

    def proof(self) -> None:
        """The certificate in one line."""
        certificate = self.plan.certificate
        facts = {
            "gap": f"{float(certificate.gap):.1e}",
            "yuan": f"{printed(certificate.dual_bound - certificate.objective, 2):,}",
            "broken": len(certificate.broken),
            "rounding": f"{max(self.plan.rounding_yuan, _NOTHING):,}",
            "pacing": f"{self.plan.pacing_yuan:,}",
        }
        line(self.words("proof", **facts))

    def findings(self, findings: Iterable[Finding]) -> None:
        """What is contradictory, and bounds that gave way."""
        for one in findings:
            line("  " + catalogue().what(one.code, self.lang, worded(one.facts, self.names)))

    def _of(self, *kinds: str) -> list[Move]:
        return [move for move in self.plan.moves if move.kind in kinds]

    def _firm(self, name: str) -> str:
        return f"{name} {self.firms[name].in_(self.lang)}"

    def _because(self, reasons: Sequence[Reason]) -> None:
        for one in reasons:
            line(f"    {self._sentence(one)}")

    def _sentence(self, reason: Reason) -> str:
        facts: dict[str, Any] = worded(reason.facts, self.names)
        return catalogue().what(reason.code, self.lang, facts)

    def _mass(self, tonnes: int) -> str:
        return ten_kt(tonnes, self.lang)

    def _rate(self, tonnes: int, days: int) -> str:
        return f"{printed(Fraction(tonnes, max(days, 1)), 0):,}"


def gain_plain(gain: Gain | None) -> dict[str, Any] | None:
    """What the moves bring, as a JSON answer has it: yuan as text, a share of one; null where nothing can be compared.

    >>> gain_plain(None) is None
    True
    """
    if gain is None:
        return None
    return {
        "yuan": str(gain.yuan),
        "share": None if gain.share is None else str(rounded(gain.share, 6)),
        "plan_yuan": str(gain.plan_yuan),
        "unmoved_yuan": str(gain.unmoved_yuan),
        "nearness_yuan": str(gain.nearness_yuan),
    }


def _days(first: Month, last: Month) -> int:
    return int((last.last_day - first.shift(-1).last_day).days)


def _percent(share: Fraction) -> str:
    return f"{printed(share * 100, 1)}"
