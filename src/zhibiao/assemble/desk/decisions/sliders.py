"""Sliders (试算): what a draft would give with other numbers in its rulebook; nothing of it is ever kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from zhibiao.allocation.comparison.fairness import Moves, Span, changes, envy, gini, moves, span_of
from zhibiao.allocation.decision.bounds import CEILING_CLAIM
from zhibiao.allocation.decision.decide import Workings, bases_of, day_of, scores_of, work_on
from zhibiao.allocation.decision.decision import Claimant
from zhibiao.allocation.division.divide import CLAIM
from zhibiao.allocation.split.bounded import CEILING as CEILING_MET
from zhibiao.allocation.split.bounded import FLOOR as FLOOR_MET
from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.resources import dictionary, sector_of
from zhibiao.contribution.scoring import Score
from zhibiao.errors import InputRefused
from zhibiao.monthly.returns import Record
from zhibiao.policy.asked import scores_contribution, unread_parameters
from zhibiao.policy.methods import CONTRIBUTION_TILT, METHODS, TWO_POOLS
from zhibiao.policy.parameter import Parameter
from zhibiao.policy.review import KNOWN_PARAMETERS
from zhibiao.policy.rulebook import Rulebook
from zhibiao.procedures.allocate import claimants_from, refuse_unfit, with_settled
from zhibiao.terms.citation import Place
from zhibiao.terms.exact import plain_decimal, rounded
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text

BETA, THETA, FLOOR, CEILING, RESERVE = "tilt_beta", "theta", "floor_delta", "ceiling_delta", "reserve_share"
METHOD = "method"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slider:
    """One number that may be moved: how far its slider goes and by which step; a typed number may go further."""

    code: str
    end: Decimal
    step: Decimal
    method: str = ""

    @property
    def least(self) -> Decimal:
        """The least value that a rulebook may hold."""
        return Decimal(KNOWN_PARAMETERS[self.code][1])

    @property
    def most(self) -> Decimal:
        """The greatest value that a rulebook may hold."""
        return Decimal(KNOWN_PARAMETERS[self.code][2] or "Infinity")


SLIDERS = (
    Slider(code=BETA, end=Decimal(2), step=Decimal("0.05"), method=CONTRIBUTION_TILT),
    Slider(code=THETA, end=Decimal("0.5"), step=Decimal("0.01"), method=TWO_POOLS),
    Slider(code=FLOOR, end=Decimal("0.3"), step=Decimal("0.005")),
    Slider(code=CEILING, end=Decimal("0.3"), step=Decimal("0.005")),
    Slider(code=RESERVE, end=Decimal("0.1"), step=Decimal("0.005")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The five fairness figures of one set of quotas; definitions in docs/maths/fairness.md."""

    least_change: Fraction | None
    most_change: Fraction | None
    gini_quota: Fraction
    gini_use: Fraction | None
    use: Span | None
    envies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What every position of the sliders is tried on, collected once for a state of the book.

    Args:
        rulebook: in force.
        day: whose parameters hold.
        as_of: last month counted as made, empty for the year's first allocation.
        claimants: in order of id.
        names: of the enterprises.
        bases, scores: which no slider changes.
        now, figures: the split by the rulebook in force, and how fair it is.
    """

    rulebook: Rulebook
    day: dt.date
    as_of: str
    claimants: tuple[Claimant, ...]
    names: Mapping[str, Text]
    bases: Mapping[str, int]
    scores: Mapping[str, Score]
    now: Workings
    figures: Figures

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods that can be tried: the rulebook's own, and those with a slider where anything is scored."""
        scored = (CONTRIBUTION_TILT, TWO_POOLS) if scores_contribution(self.rulebook) else ()
        return tuple(dict.fromkeys((self.rulebook.method, *scored)))

    def number(self, code: str) -> Decimal:
        """A number as the rulebook has it; of a method that it does not name, where that one stands without it."""
        if code in self.rulebook.parameters:
            return self.rulebook.number(code, self.day)
        default = METHODS[next(one.method for one in SLIDERS if one.code == code)].numbers[code].default
        return Decimal(default or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Positions:
    """Where the sliders stand: a method, and its numbers with those of bounds and reserve."""

    method: str
    numbers: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedRow:
    """One enterprise: base, quota by the rulebook in force, quota as tried, and the bounds of the latter, in tonnes."""

    enterprise: str
    name: Text
    base_t: int
    now_t: int
    tried_t: int
    floor_t: int
    ceiling_t: int
    binding: str

    @property
    def change_t(self) -> int:
        """Tonnes more than by the rulebook in force."""
        return self.tried_t - self.now_t


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a position of the sliders gives; the rows sum to `cap_t` less `reserve_t` exactly."""

    positions: Positions
    rows: tuple[TriedRow, ...]
    cap_t: int
    reserve_t: int
    reserve_now_t: int
    figures: Figures
    figures_now: Figures
    against_now: Moves

    @property
    def given_t(self) -> int:
        """Tonnes given out."""
        return sum(row.tried_t for row in self.rows)


def ground_of(opened: OpenBook, sector: str, year: int, as_of: Month | None) -> Ground:
    """Collect what a draft of that sector, year and month would rest on; it is refused where a draft would be.

    Raises:
        NotFound: `sector.unknown`, `rulebook.missing`.
        UsageError, ActRefused, RulebookRefused, InputRefused, CapOutOfReach, NoSolution: as for a draft.
    """
    of, rulebook = sector_of(sector), opened.rulebook(sector, year)
    refuse_unfit(opened.city, of, rulebook, dictionary())
    own = {one.id for one in opened.city.of_sector(sector)}
    record = Record.of(item for item in opened.store.returns() if item.enterprise in own)
    taking_part = claimants_from(record, opened.city, of, rulebook, dictionary(), as_of)
    claimants = with_settled(opened.store, of, rulebook, taking_part)
    return ground_from(claimants, rulebook, as_of=as_of, names={one.id: one.name for one in opened.city})


def ground_from(
    claimants: tuple[Claimant, ...], rulebook: Rulebook, *, as_of: Month | None, names: Mapping[str, Text]
) -> Ground:
    """The ground of claimants that are known."""
    ordered = tuple(sorted(claimants, key=lambda one: one.enterprise))
    day = day_of(rulebook, as_of)
    bases, scores = bases_of(ordered, rulebook, day=day), scores_of(ordered, rulebook, day=day)
    now = work_on(ordered, rulebook, day=day, bases=bases, scores=scores)
    return Ground(
        rulebook=rulebook,
        day=day,
        as_of=str(as_of) if as_of else "",
        claimants=ordered,
        names=names,
        bases=bases,
        scores=scores,
        now=now,
        figures=_figures(ordered, now),
    )


def positions_of(ground: Ground, asked: Mapping[str, str]) -> Positions:
    """Read what a form sends; what it leaves out stands as in the rulebook.

    Raises:
        InputRefused: `sliders.refused` with a finding for each number that is none, or that no rulebook may hold.
    """
    method = asked.get(METHOD, "") or ground.rulebook.method
    findings = [] if method in ground.methods else [_method_unknown(ground, method)]
    numbers: dict[str, Decimal] = {}
    for slider in SLIDERS:
        if slider.method in ("", method):
            text = asked.get(slider.code, "").strip()
            number = _number(text) if text else ground.number(slider.code)
            if number is None or not slider.least <= number <= slider.most:
                findings.append(_not_a_number(slider, text))
            else:
                numbers[slider.code] = number
    if findings:
        raise InputRefused("sliders.refused", findings, count=len(findings))
    return Positions(method=method, numbers=numbers)


def try_positions(ground: Ground, positions: Positions) -> Trial:
    """Split the same cap again by the product's own way, with these numbers in the place of the rulebook's.

    Raises:
        CapOutOfReach: no quotas within these bounds sum to the cap less the reserve.
        NoSolution: as for a draft.
    """
    tried = work_on(
        ground.claimants,
        changed_rulebook(ground, positions),
        day=ground.day,
        bases=ground.bases,
        scores=ground.scores,
    )
    assert sum(tried.quotas_t) + tried.reserve_t == tried.cap_t
    return Trial(
        positions=positions,
        rows=tuple(_rows(ground, tried)),
        cap_t=tried.cap_t,
        reserve_t=tried.reserve_t,
        reserve_now_t=ground.now.reserve_t,
        figures=_figures(ground.claimants, tried),
        figures_now=ground.figures,
        against_now=moves(tried.quotas_t, ground.now.quotas_t),
    )


def trial_plain(trial: Trial) -> dict[str, Any]:
    """A trial for programs: whole tonnes as numbers, ratios as strings with nine decimals."""
    return {
        "method": trial.positions.method,
        "parameters": {code: plain_decimal(number) for code, number in trial.positions.numbers.items()},
        "cap_t": trial.cap_t,
        "reserve_t": trial.reserve_t,
        "given_t": trial.given_t,
        "enterprises": [
            {name: getattr(row, name) for name in row.__slots__ if name != "name"} | {"change_t": row.change_t}
            for row in trial.rows
        ],
        "fairness": _figures_plain(trial.figures),
        "fairness_now": _figures_plain(trial.figures_now),
        "is_kept": False,
    }


def _figures_plain(found: Figures) -> dict[str, Any]:
    def ratio(value: Fraction | None) -> str | None:
        return None if value is None else format(rounded(value, 9), "f")

    return {
        "least_change": ratio(found.least_change),
        "most_change": ratio(found.most_change),
        "gini_quota": ratio(found.gini_quota),
        "gini_use": ratio(found.gini_use),
        "spread": ratio(found.use.spread if found.use else None),
        "envy_pairs": found.envies,
    }


def changed_rulebook(ground: Ground, positions: Positions) -> Rulebook:
    """The rulebook with these numbers in force on the day; it has no file and can decide nothing."""
    parameters = dict(ground.rulebook.parameters)
    for code, number in positions.numbers.items():
        parameters[code] = _dated(ground, code, number)
    return replace(ground.rulebook, method=positions.method, parameters=parameters)


def rulebook_lines(ground: Ground, positions: Positions) -> str:
    """The lines of a rulebook's file that these positions would change; empty where they change nothing.

    A new rulebook, put forward and published, is the only way to decide by them.
    """
    changed = [code for code, number in positions.numbers.items() if number != _written(ground, code)]
    lines = ["parameters:"] if changed else []
    for code in changed:
        parameter = _dated(ground, code, positions.numbers[code])
        values = ", ".join(f'{since}: "{plain_decimal(value)}"' for since, value in parameter.values)
        lines.append(f'  {code}: {{unit: "{parameter.unit}", clause: "{parameter.clause}", values: {{{values}}}}}')
    if positions.method != ground.rulebook.method:
        lines.append(f'method: {{rule: {positions.method}, clause: "{ground.rulebook.clause_of[METHOD]}"}}')
    return "\n".join(lines)


def dropped(ground: Ground, positions: Positions) -> tuple[str, ...]:
    """Parameters that such a rulebook would have to leave out, since its method does not read them."""
    unread = unread_parameters(changed_rulebook(ground, positions))
    return tuple(code for code in unread if code in ground.rulebook.parameters)


def _written(ground: Ground, code: str) -> Decimal | None:
    return ground.rulebook.number(code, ground.day) if code in ground.rulebook.parameters else None


def _dated(ground: Ground, code: str, number: Decimal) -> Parameter:
    """The parameter with another number where its value of the day stands; other dates keep theirs."""
    known = ground.rulebook.parameters.get(code)
    if known is None:
        clause = ground.rulebook.clause_of[METHOD]
        return Parameter(code=code, unit="1", clause=clause, values=((ground.rulebook.effective, number),))
    since = max(one for one, _ in known.values if one <= ground.day)
    return replace(known, values=tuple((one, number if one == since else value) for one, value in known.values))


def _rows(ground: Ground, tried: Workings) -> Iterator[TriedRow]:
    rows = zip(tried.bounds.items(), ground.now.quotas_t, tried.quotas_t, tried.split.binding, strict=True)
    for (name, bounds), now_t, tried_t, binding in rows:
        beside_t = tried.beside_t[name]
        reasons = {FLOOR_MET: bounds.floor_reason, CEILING_MET: bounds.ceiling_reason, CLAIM: CEILING_CLAIM}
        yield TriedRow(
            enterprise=name,
            name=ground.names.get(name) or Text(name),
            base_t=ground.bases[name],
            now_t=now_t,
            tried_t=tried_t,
            floor_t=bounds.floor_t + beside_t,
            ceiling_t=bounds.ceiling_t + beside_t,
            binding=reasons.get(binding, ""),
        )


def _figures(claimants: Sequence[Claimant], found: Workings) -> Figures:
    """Of what is split, as a comparison of rules has it: what earlier years leave is the same under any rule."""
    quotas, bases = found.split.tonnes, list(found.bases_t.values())
    capacities = [one.capacity_t for one in claimants]
    known = [change for change in changes(quotas, bases) if change is not None]
    return Figures(
        least_change=min(known, default=None),
        most_change=max(known, default=None),
        gini_quota=gini(quotas),
        gini_use=gini(quotas, capacities) if any(capacities) else None,
        use=span_of(quotas, capacities),
        envies=sum(envy(quotas, bases)),
    )


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and len(number.as_tuple().digits) <= 12 else None


def _not_a_number(slider: Slider, text: str) -> Finding:
    facts = {"code": slider.code, "found": text[:40], "least": slider.least, "most": slider.most}
    return Finding(code="sliders.number", severity=Severity.REJECT, place=Place(field=slider.code), facts=facts)


def _method_unknown(ground: Ground, method: str) -> Finding:
    facts = {"found": method[:40], "known": "、".join(ground.methods)}
    return Finding(code="sliders.method", severity=Severity.REJECT, place=Place(field=METHOD), facts=facts)
