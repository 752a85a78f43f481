"""The calculator: a table of claimants, a cap and a rule into quotas, with nothing but a file needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TypeVar

import numpy as np

from zhibiao.allocation.division.divide import Division, divide
from zhibiao.allocation.division.divide_groups import divide_in_groups
from zhibiao.allocation.division.rule import (
    NUMBER_COLUMNS,
    STANDARD_ERROR,
    AwardRule,
    Estimate,
    Firms,
    Rule,
    WeightRule,
)
from zhibiao.allocation.division.rules import rule_of
from zhibiao.allocation.nested.infeasible import diagnose
from zhibiao.allocation.nested.nested import Group
from zhibiao.assemble.conflict import conflict_of
from zhibiao.assemble.resources import DATA
from zhibiao.errors import BoundsInConflict, CapOutOfReach, InputRefused, NoSolution, UsageError
from zhibiao.readers.claims_columns import ColumnKind, read_column_kinds
from zhibiao.readers.claims_table import (
    BOUNDS,
    CEILING,
    FLOOR,
    GROUP,
    WITHIN,
    Asked,
    ClaimsTable,
    read_claims,
)
from zhibiao.readers.returns.numbers import read_number
from zhibiao.terms.apportion import METHODS
from zhibiao.terms.citation import Place
from zhibiao.terms.exact import printed
from zhibiao.terms.finding import Finding, Severity

_T = TypeVar("_T")

_MOST_DIGITS = 15  # what a JSON number carries without loss
_MOST_PLACES = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the calculator is asked: a file, and options as they were typed."""

    content: bytes
    name: str
    cap: str
    rule: str
    rounding: str = METHODS[0]
    unit: str | None = None
    unit_floor: int = 0
    settings: Sequence[str] = ()
    groups: tuple[bytes, str] | None = None
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculation:
    """What came of it.

    Args:
        rule: by which.
        rounding: method of whole units.
        unit: size of a unit, in what the file counts in.
        cap: in units.
        parameters: of the rule, amounts in what the file counts in.
        ids: in the order of the file.
        positions: for each of `ids` its position in the division, which goes by id.
        division: shares and units, in units.
        seed: of the generator, for what is drawn at random.
        notes: what to know about the file and the answer.
        unread: headings that nothing was read from.
    """

    rule: Rule
    rounding: str
    unit: Fraction
    cap: int
    parameters: Mapping[str, Fraction]
    ids: Sequence[str]
    positions: Sequence[int]
    division: Division
    seed: int
    notes: Sequence[Finding]
    unread: Sequence[str]

    def tied(self) -> tuple[list[str], list[str]]:
        """Ids that stood level for the last unit: those that got it, being earlier, and those that did not."""
        by_position = sorted(range(len(self.ids)), key=self.positions.__getitem__)
        given, passed = self.division.tied
        return [self.ids[by_position[one]] for one in given], [self.ids[by_position[one]] for one in passed]


@cache
def column_kinds() -> dict[str, ColumnKind]:
    """The columns that a table of claimants may have."""
    return read_column_kinds(DATA / "dictionary" / "claims.csv")


def calculate(question: Question) -> Calculation:
    """Divide a cap among the claimants of a file.

    Raises:
        UsageError: an option that makes no sense: rule, rounding, parameter, cap, unit.
        InputRefused: `claimants.refused`, everything that is wrong with a file.
        NoSolution: the cap cannot be met within bounds and claims; nobody has a weight.
    """
    rule = rule_of(question.rule)
    if question.rounding not in METHODS:
        raise UsageError("split.rounding_unknown", found=question.rounding, known="、".join(METHODS))
    unit, cap = _unit_and_cap(question)
    parameters = _parameters(rule, question.settings)
    table = _table(question, rule, unit)
    groups = _groups(question, table, unit)
    by_id = sorted(range(len(table.ids)), key=table.ids.__getitem__)
    positions = sorted(range(len(by_id)), key=by_id.__getitem__)
    task = _Task(
        rule=rule,
        firms=_firms(table, by_id),
        floors=_in_order(_floors(table, question.unit_floor), by_id),
        ceilings=_in_order(_ceilings(table), by_id),
        belongs_to=_in_order(table.words.get(GROUP, ("",) * len(by_id)), by_id),
        groups=groups,
        cap=cap,
        unit=unit,
        numbers=_in_units(rule, parameters, unit),
        rounding=question.rounding,
        seed=question.seed,
    )
    division = task.division()
    return Calculation(
        rule=rule,
        rounding=question.rounding,
        unit=unit,
        cap=cap,
        parameters=parameters,
        ids=table.ids,
        positions=positions,
        division=division,
        seed=question.seed,
        notes=(*table.notes, *task.notes(division, table.file)),
        unread=table.unread,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    """A question in units and in order of id."""

    rule: Rule
    firms: Firms
    floors: Sequence[int]
    ceilings: Sequence[int | None]
    belongs_to: Sequence[str]
    groups: Sequence[Group] | None
    cap: int
    unit: Fraction
    numbers: Mapping[str, Fraction]
    rounding: str
    seed: int

    def division(self) -> Division:
        if self.groups is not None:
            return self._in_groups(self.groups)
        try:
            return divide(
                self.rule,
                self.firms,
                cap=self.cap,
                numbers=self.numbers,
                floors=self.floors,
                ceilings=self.ceilings,
                rounding=self.rounding,
                generator=np.random.default_rng(self.seed),
            )
        except CapOutOfReach as error:
            raise self._out_of_reach(error) from None
        except NoSolution as error:
            raise self._in_amounts(error) from None

    def _in_amounts(self, error: NoSolution) -> NoSolution:
        """The same error; bounds of a rule and a claimant that exclude each other in what the file counts in."""
        if error.code != "rule.bounds_conflict":
            return error
        rule, name = str(error.facts["rule"]), str(error.facts["id"])
        floor, ceiling = (Fraction(str(error.facts[bound])) * self.unit for bound in BOUNDS)
        return NoSolution(error.code, rule=rule, id=name, floor=_plain(floor), ceiling=_plain(ceiling))

    def _in_groups(self, groups: Sequence[Group]) -> Division:
        try:
            return divide_in_groups(
                self.rule,
                self.firms,
                belongs_to=self.belongs_to,
                groups=groups,
                cap=self.cap,
                numbers=self.numbers,
                floors=self.floors,
                ceilings=self.ceilings,
                rounding=self.rounding,
            )
        except BoundsInConflict:
            assert isinstance(self.rule, WeightRule)
            found = diagnose(
                self.rule.weights(self.firms, self.numbers),
                floors=self.floors,
                ceilings=self.ceilings,
                cap=self.cap,
                belongs_to=self.belongs_to,
                groups=groups,
                names=self.firms.ids,
            )
            if found is None:  # it is the rule's own bounds that are in conflict
                raise
            raise conflict_of(found, unit=self.unit, shown=shown) from None

    def notes(self, division: Division, file: str) -> Iterator[Finding]:
        """What the shares alone do not tell."""
        for code, facts in (*self._about_claims(), *self._about_estimate(division.estimate)):
            yield Finding(code=code, severity=Severity.NOTE, place=Place(file=file), facts=facts)

    def _about_claims(self) -> Iterator[tuple[str, dict[str, str]]]:
        claims = self.firms.numbers.get("claim", ())
        if isinstance(self.rule, AwardRule):
            rows = zip(self.firms.ids, self.floors, claims, strict=True)
            beyond = [name for name, floor, claim in rows if floor > claim]
            if beyond:
                yield "calculator.floors_above_claims", {"count": str(len(beyond)), "ids": "、".join(beyond[:12])}
        elif claims and self.cap > (total := _sum(claims)):
            yield "calculator.above_claims", {"cap": shown(self.cap * self.unit), "claims": shown(total * self.unit)}

    def _about_estimate(self, estimate: Estimate | None) -> Iterator[tuple[str, dict[str, str]]]:
        if estimate is None:
            return
        error = f"{max(estimate.errors) * float(self.unit):.3g}"
        if estimate.kind == STANDARD_ERROR:
            facts = {"rule": self.rule.code, "orders": f"{estimate.orders:,}", "seed": str(self.seed), "error": error}
            yield "calculator.sampled", facts
        else:
            yield "calculator.approximated", {"rule": self.rule.code, "error": error}

    def _out_of_reach(self, error: CapOutOfReach) -> NoSolution:
        """The same in what the file counts in, with both sums; sums of what has no limit are not made up."""
        least, most = sum(self.floors), self._most(error)
        code = "calculator.cap_above_ceilings"
        if self.cap < least:
            code = "calculator.cap_below_floors"
        elif isinstance(self.rule, AwardRule):
            code = "calculator.cap_above_claims"
        return NoSolution(
            code,
            rule=self.rule.code,
            cap=shown(self.cap * self.unit),
            floors=shown(least * self.unit),
            ceilings="—" if most is None else shown(most * self.unit),
            binding=error.facts["binding"],
        )

    def _most(self, error: CapOutOfReach) -> Fraction | int | None:
        if isinstance(self.rule, AwardRule):
            claims = self.firms.numbers["claim"]
            pairs = zip(claims, self.ceilings, strict=True)
            counted = [claim if high is None else min(claim, Fraction(high)) for claim, high in pairs]
            return sum(
                (max(claim, Fraction(low)) for claim, low in zip(counted, self.floors, strict=True)), Fraction(0)
            )
        if self.cap < sum(self.floors) and None in self.ceilings:
            return None
        return int(str(error.facts["ceilings_t"]))


def _table(question: Question, rule: Rule, unit: Fraction) -> ClaimsTable:
    headed = () if question.groups is None else (GROUP,)
    asked = Asked(needed=rule.reads, filled=rule.may_read, headed=headed, unit=unit, least=question.unit_floor)
    return read_claims(question.content, name=question.name, kinds=column_kinds(), asked=asked)


def _groups(question: Question, table: ClaimsTable, unit: Fraction) -> list[Group] | None:
    """The groups with their bounds; InputRefused where a claimant's group, or the one around a group, is not there."""
    if question.groups is None:
        return None
    content, name = question.groups
    asked = Asked(key=GROUP, optional=(*BOUNDS, WITHIN), unit=unit)
    found = read_claims(content, name=name, kinds=column_kinds(), asked=asked)
    known = {"", *found.ids}
    lost = [
        _lost(one, column, at, code)
        for one, column in ((table, GROUP), (found, WITHIN))
        for at, code in enumerate(one.words.get(column, ()))
        if code not in known
    ]
    if lost:
        place = lost[0].place
        raise InputRefused("claimants.refused", lost, place=Place(file=place.file), file=place.file, count=len(lost))
    within = found.words.get(WITHIN, ("",) * len(found.ids))
    rows = zip(found.ids, within, _floors(found, 0), _ceilings(found), strict=True)
    return [Group(code=code, within=around, floor=low, ceiling=high) for code, around, low, high in rows]


def _lost(table: ClaimsTable, column: str, at: int, code: str) -> Finding:
    place = table.place(at, column)
    facts = {"row": table.rows[at], "column": column, "group": code}
    return Finding(code="claimants.group_unknown", severity=Severity.REJECT, place=place, facts=facts)


def _unit_and_cap(question: Question) -> tuple[Fraction, int]:
    """The size of a unit, and the cap in units."""
    cap = _typed("cap", question.cap)
    if question.unit is None:
        unit = Fraction(1, 10 ** max(-int(cap.as_tuple().exponent), 0))
    else:
        unit = Fraction(_typed("unit", question.unit))
        if unit == 0:
            raise UsageError("calculator.unit_zero")
    units = Fraction(cap) / unit
    if units.denominator != 1:
        raise UsageError("calculator.cap_not_whole", cap=question.cap, unit=question.unit)
    return unit, units.numerator


def _typed(name: str, text: str) -> Decimal:
    """A number as typed, >= 0, with the decimals it was typed with."""
    reading = read_number(text)
    value = reading.value
    if value is None:
        raise UsageError("calculator.not_a_number", name=name, text=text)
    if value < 0:
        raise UsageError("calculator.negative", name=name, text=text)
    is_cut = any(code == "num.float_tail" for code, _ in reading.remarks)
    if is_cut or -int(value.as_tuple().exponent) > _MOST_PLACES:
        raise UsageError("calculator.too_many_digits", name=name, text=text, digits=_MOST_DIGITS, places=_MOST_PLACES)
    # A program that prints a whole number as 10000.0 does not ask for tenths.
    return Decimal(int(value)) if text.strip().endswith(".0") else value


def _parameters(rule: Rule, settings: Sequence[str]) -> dict[str, Fraction]:
    """The rule's parameters, defaults filled in."""
    given: dict[str, Fraction] = {}
    for setting in settings:
        name, equals, text = setting.partition("=")
        value = read_number(text).value
        if not equals or not name or value is None:
            raise UsageError("calculator.setting_unreadable", text=setting)
        if name in given:
            raise UsageError("calculator.setting_twice", name=name)
        given[name] = Fraction(value)
    return rule.numbers(given)


def _in_units(rule: Rule, parameters: Mapping[str, Fraction], unit: Fraction) -> dict[str, Fraction]:
    amounts = {parameter.code for parameter in rule.parameters if parameter.unit == "t"}
    return {code: value / unit if code in amounts else value for code, value in parameters.items()}


def _floors(table: ClaimsTable, least: int) -> list[int]:
    return [max(int(low or 0), least) for low in table.numbers.get(FLOOR, (None,) * len(table.ids))]


def _ceilings(table: ClaimsTable) -> list[int | None]:
    return [None if high is None else int(high) for high in table.numbers.get(CEILING, (None,) * len(table.ids))]


def _firms(table: ClaimsTable, by_id: Sequence[int]) -> Firms:
    """The columns that the rule reads; none of them has a blank, as the reader saw to."""
    return Firms(
        ids=tuple(_in_order(table.ids, by_id)),
        numbers={
            code: tuple(Fraction(values[place] or 0) for place in by_id)
            for code, values in table.numbers.items()
            if code in NUMBER_COLUMNS
        },
        words={code: tuple(_in_order(words, by_id)) for code, words in table.words.items() if code != GROUP},
    )


def _in_order(values: Sequence[_T], order: Sequence[int]) -> list[_T]:
    return [values[place] for place in order]


def _sum(values: Sequence[Fraction]) -> Fraction | int:
    """The sum; of whole numbers ten times as fast."""
    if all(value.denominator == 1 for value in values):
        return sum(value.numerator for value in values)
    return sum(values, Fraction(0))


def _plain(value: Fraction) -> int | float:
    return value.numerator if value.denominator == 1 else float(value)


def shown(value: Fraction | int) -> str:
    """An amount for people: thousands marked, no zeros behind the point."""
    figure = printed(value, 9)
    return f"{int(figure):,}" if figure == int(figure) else f"{figure.normalize():,f}"
