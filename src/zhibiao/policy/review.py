"""The review of a rulebook: is it complete, dated, neutral, and is every number in it traced to a clause."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from zhibiao.policy.asked import (
    BASE_ONLY,
    BASE_WINDOW,
    CARRY_AND_DEDUCT,
    CARRY_UNTIL,
    OUTPUT_LAST_YEAR,
    RECALL_AND_DEDUCT,
    RECALL_UNUSED,
    SCORE_CAP,
    deducts_overruns,
    reads_multipliers,
    scores_contribution,
    unread_parameters,
)
from zhibiao.policy.clause import FORMS, unfillable_blanks, values_of
from zhibiao.policy.high_end_target import TARGET_PARAMETERS, TARGET_YEAR, target_gap
from zhibiao.policy.method_review import method_problems
from zhibiao.policy.methods import GRADES, METHOD_NUMBERS, METHODS, NOT_A_METHOD, TIERS
from zhibiao.policy.pacing_review import cited_by_pacing, pacing_problems
from zhibiao.policy.parameter import Parameter
from zhibiao.policy.plain import CHECKS, REGULATION, RULES, TRANSFERS, rulebook_rules
from zhibiao.policy.regulation_part import REGULATION_PARAMETERS, regulation_problems
from zhibiao.policy.rulebook import Rulebook
from zhibiao.policy.tolerances import tolerance_problems
from zhibiao.terms.citation import Place
from zhibiao.terms.dictionary import Dictionary, Kind
from zhibiao.terms.enterprise import City
from zhibiao.terms.finding import Finding, Severity

# Names of rules that a part of a rulebook may carry; `allocation` computes them, and a test holds the two together.
KNOWN_RULES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "scope": ("compliant_capacity", OUTPUT_LAST_YEAR),
        "base": ("last_year", "last_year_within_capacity", "mean", "mean_within_capacity", "max"),
        "method": tuple(METHODS),
        "bounds": ("base_and_capacity", BASE_ONLY),
        "rounding": ("largest_remainder",),
        "settlement": (RECALL_UNUSED, RECALL_AND_DEDUCT, CARRY_AND_DEDUCT),
    }
)
# Every parameter with its unit, its least and its greatest value; None where there is no greatest one.
KNOWN_PARAMETERS: Mapping[str, tuple[str, str, str | None]] = MappingProxyType(
    {
        "cap_t": ("t", "1", "1e12"),
        "reserve_share": ("1", "0", "0.5"),
        "base_years": ("year", "1", "10"),
        "score_cap": ("1", "1", "10"),
        "floor_delta": ("1", "0", "1"),
        "ceiling_delta": ("1", "0", "10"),
        "capacity_factor": ("1", "0.1", "10"),
        "appeal_days": ("day", "1", "366"),
        "carry_share": ("1", "0", "0.5"),
        CARRY_UNTIL: ("month", "1", "12"),
        "payback_years": ("year", "1", "10"),
        "payback_most_share": ("1", "0.01", "1"),
        "interim_share": ("1", "0", "1"),
        BASE_WINDOW: ("day", "1", "366"),
        **TARGET_PARAMETERS,
        **REGULATION_PARAMETERS,
        **{code: (number.unit, number.least, number.most) for code, number in METHOD_NUMBERS.items()},
    }
)
WHOLE_PARAMETERS = frozenset(
    {"cap_t", "base_years", "appeal_days", "payback_years", BASE_WINDOW, CARRY_UNTIL, TARGET_YEAR}
)
# What a rulebook may leave out: without a window bases are not put out for answers, without a month carried quota may
# be used until the year ends, without a target the high-end share has none; numbers of methods have defaults. What a
# regulation needs is asked for where there is one.
OPTIONAL_PARAMETERS = frozenset(
    {
        BASE_WINDOW,
        CARRY_UNTIL,
        *TARGET_PARAMETERS,
        *REGULATION_PARAMETERS,
        *(code for code, number in METHOD_NUMBERS.items() if number.default is not None),
    }
)
KNOWN_MULTIPLIERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "tier": TIERS,
        "grade": GRADES,
        "veto": ("yes",),
    }
)
HIGH_END, CAPACITY = "high_end", "capacity"
OWNERSHIP_WORDS = (
    *(
        "国有",
        "国企",
        "央企",
        "国资",
        "民营",
        "民企",
        "私营",
        "私企",
        "外资",
        "合资企业",
        "集体所有",
        "市属企业",
        "省属企业",
    ),
    *("state-owned", "state owned", "privately owned", "private enterprise", "foreign-owned", "foreign owned"),
    *("joint venture", "collectively owned", "municipally owned"),
)
_LEGAL_FORMS = (
    "集团有限公司",
    "有限责任公司",
    "股份有限公司",
    "有限公司",
    "Co., Ltd.",
    "Co. Ltd",
    "Limited",
    "Ltd.",
    "Ltd",
    "Inc.",
)
_REMARKS = ("(虚构)", "（虚构）", "(fictional)")
_GROUPS = ("集团", " Group")
SHORTEST_NAME = 4


def review(
    rulebook: Rulebook,
    *,
    dictionary: Dictionary | None = None,
    names: Sequence[str] = (),
    ownership_words: Sequence[str] = OWNERSHIP_WORDS,
) -> tuple[Finding, ...]:
    """Everything that keeps a rulebook from use, all at once; nothing when it may be used.

    Args:
        rulebook: as read.
        dictionary: where given, fields named by indicators have to be filed by the sector.
        names: names of enterprises that a neutral rule may not contain; see `names_of`.
        ownership_words: words for forms of ownership that it may not contain either.

    Each finding's place names the clause, and the key path as `field` (`indicators[2].weight`).
    """
    findings = [
        *_dates(rulebook),
        *_clauses(rulebook),
        *_blanks(rulebook),
        *_rules(rulebook),
        *_parameters(rulebook),
        *_indicators(rulebook),
        *_multipliers(rulebook),
        *_method(rulebook),
        *_deduction(rulebook),
        *_checks(rulebook),
        *_target(rulebook),
        *_pacing(rulebook),
        *_regulation(rulebook),
        *_neutrality(rulebook, names, ownership_words),
    ]
    if dictionary is not None:
        findings += _fields(rulebook, dictionary)
    return tuple(findings)


def names_of(city: City) -> tuple[str, ...]:
    """What a rulebook may not contain: names of the enterprises with and without legal form, ids and credit codes."""
    found: list[str] = []
    for one in city:
        found += [one.id, one.credit_code, *_names(one.name.zh), *_names(one.name.en)]
    return tuple(dict.fromkeys(name for name in found if len(name) >= SHORTEST_NAME))


def _names(name: str) -> Iterator[str]:
    """A name, without its legal form, and the name of the group it begins with."""
    for remark in _REMARKS:
        name = name.replace(remark, "").strip()
    yield name
    bare = name
    for form in _LEGAL_FORMS:
        bare = bare.removesuffix(form).rstrip(" ,")
    yield bare
    for group in _GROUPS:
        if group in bare:
            yield bare.partition(group)[0]


def _finding(code: str, *, clause: str, field: str, **facts: object) -> Finding:
    facts = {"key": field, "clause": clause, **facts}
    return Finding(code=code, severity=Severity.REJECT, place=Place(clause=clause, field=field), facts=facts)


def _dates(rulebook: Rulebook) -> Iterator[Finding]:
    start, end = rulebook.effective.isoformat(), rulebook.expires.isoformat()
    clause = rulebook.clause_of.get("scope", "")
    if rulebook.expires <= rulebook.effective:
        yield _finding("rulebook.ends_before_start", clause=clause, field="expires", effective=start, expires=end)
    elif not rulebook.effective.year <= rulebook.plan_year <= rulebook.expires.year:
        year = rulebook.plan_year
        yield _finding(
            "rulebook.year_outside", clause=clause, field="plan_year", effective=start, expires=end, plan_year=year
        )


def _cited(rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    """Every clause a part of the rulebook cites, with the key path of the citation."""
    yield from ((f"{part}.clause", rulebook.clause_of.get(part, "")) for part in RULES)
    yield from ((f"parameters.{one.code}.clause", one.clause) for one in rulebook.parameters.values())
    yield from ((f"indicators[{place}].clause", one.clause) for place, one in enumerate(rulebook.indicators))
    yield from ((f"multipliers[{place}].clause", one.clause) for place, one in enumerate(rulebook.multipliers))
    if rulebook.deduction:
        yield "deduction.clause", rulebook.clause_of.get("deduction", "")
    for part in (TRANSFERS, REGULATION):
        if part in rulebook.clause_of:
            yield f"{part}.clause", rulebook.clause_of[part]
    yield from ((f"{CHECKS}.{name}.clause", one.clause) for name, one in rulebook.checks.items())
    yield from cited_by_pacing(rulebook.pacing)


def _clauses(rulebook: Rulebook) -> Iterator[Finding]:
    known = "、".join(rulebook.clauses)
    for field, clause in _cited(rulebook):
        if clause not in rulebook.clauses:
            yield _finding("rulebook.clause_unknown", clause=clause, field=field, known=known)


def _blanks(rulebook: Rulebook) -> Iterator[Finding]:
    """A blank in a clause that no parameter fills would be printed as it stands."""
    for number, blank in unfillable_blanks(rulebook):
        known = "、".join(values_of(rulebook, rulebook.effective))
        field = f"clauses.{number}"
        yield _finding(
            "rulebook.blank_unknown", clause=number, field=field, found=blank, known=known, forms="、".join(FORMS)
        )


def _rules(rulebook: Rulebook) -> Iterator[Finding]:
    for part, rule in rulebook_rules(rulebook).items():
        if rule not in KNOWN_RULES[part]:
            clause, known = rulebook.clause_of.get(part, ""), "、".join(KNOWN_RULES[part])
            code = NOT_A_METHOD.get(rule, "rulebook.rule_unknown") if part == "method" else "rulebook.rule_unknown"
            yield _finding(code, clause=clause, field=f"{part}.rule", found=rule, known=known)


def _parameters(rulebook: Rulebook) -> Iterator[Finding]:
    unread = unread_parameters(rulebook)
    # What a method that is not known would read, nobody can say.
    optional = OPTIONAL_PARAMETERS if rulebook.method in METHODS else {*OPTIONAL_PARAMETERS, *METHOD_NUMBERS, SCORE_CAP}
    for code in KNOWN_PARAMETERS:
        if code not in rulebook.parameters and code not in unread and code not in optional:
            yield _finding("rulebook.parameter_missing", clause="", field="parameters", name=code)
    for code, parameter in rulebook.parameters.items():
        if code in unread:
            clause, field = parameter.clause, f"parameters.{code}"
            yield _finding("rulebook.parameter_unread", clause=clause, field=field, name=code, rule=unread[code])
        if code not in KNOWN_PARAMETERS:
            known = "、".join(KNOWN_PARAMETERS)
            field = f"parameters.{code}"
            yield _finding("rulebook.parameter_unknown", clause=parameter.clause, field=field, name=code, known=known)
        else:
            yield from _one_parameter(parameter, rulebook.effective)


def _one_parameter(parameter: Parameter, effective: dt.date) -> Iterator[Finding]:
    clause, field = parameter.clause, f"parameters.{parameter.code}"
    unit = KNOWN_PARAMETERS[parameter.code][0]
    if parameter.unit != unit:
        yield _finding("rulebook.unit_wrong", clause=clause, field=f"{field}.unit", found=parameter.unit, wanted=unit)
    days = [since for since, _ in parameter.values]
    if days != sorted(set(days)):
        yield _finding("rulebook.values_unordered", clause=clause, field=f"{field}.values")
    if not days or min(days) > effective:
        first = min(days).isoformat() if days else "—"
        yield _finding(
            "rulebook.values_start_late",
            clause=clause,
            field=f"{field}.values",
            first=first,
            effective=effective.isoformat(),
        )
    for since, value in parameter.values:
        if not _is_in_range(parameter.code, value):
            _, least, most = KNOWN_PARAMETERS[parameter.code]
            yield _finding(
                "rulebook.value_out_of_range",
                clause=clause,
                field=f"{field}.values.{since.isoformat()}",
                found=format(value, "f"),
                least=least,
                most=most or "—",
            )


def _is_in_range(code: str, value: Decimal) -> bool:
    _, least, most = KNOWN_PARAMETERS[code]
    is_whole = value == value.to_integral_value() or code not in WHOLE_PARAMETERS
    return is_whole and Decimal(least) <= value and (most is None or value <= Decimal(most))


def _indicators(rulebook: Rulebook) -> Iterator[Finding]:
    rules = rulebook.indicators
    clause = rules[0].clause if rules else ""
    if not scores_contribution(rulebook):
        if rules:
            yield _finding("rulebook.indicators_unread", clause=clause, field="indicators", rule=rulebook.method)
        return
    if not rules and rulebook.method not in METHODS:
        return
    total = sum((rule.weight for rule in rules), Decimal(0))
    if total != 1:
        yield _finding("rulebook.weights_sum", clause=clause, field="indicators", total=format(total, "f"))
    for place, rule in enumerate(rules):
        field = f"indicators[{place}]"
        if rule.weight <= 0:
            yield _finding("rulebook.weight_not_positive", clause=rule.clause, field=f"{field}.weight", name=rule.code)
        if rule.reference is not None and rule.reference <= 0:
            yield _finding(
                "rulebook.reference_not_positive", clause=rule.clause, field=f"{field}.reference", name=rule.code
            )
        if not rule.numerator:
            yield _finding("rulebook.numerator_empty", clause=rule.clause, field=f"{field}.numerator", name=rule.code)
    yield from _doubled([rule.code for rule in rules], lambda place: f"indicators[{place}].code")


def _multipliers(rulebook: Rulebook) -> Iterator[Finding]:
    if rulebook.multipliers and not reads_multipliers(rulebook):
        clause = rulebook.multipliers[0].clause
        yield _finding("rulebook.multipliers_unread", clause=clause, field="multipliers", rule=rulebook.method)
        return
    for place, one in enumerate(rulebook.multipliers):
        field = f"multipliers[{place}]"
        if one.value not in KNOWN_MULTIPLIERS.get(one.attribute, ()):
            known = "; ".join(f"{name}: {'、'.join(values)}" for name, values in KNOWN_MULTIPLIERS.items())
            found = f"{one.attribute}: {one.value}"
            yield _finding("rulebook.multiplier_unknown", clause=one.clause, field=field, found=found, known=known)
        if one.factor < 0:
            yield _finding(
                "rulebook.factor_negative", clause=one.clause, field=f"{field}.factor", found=str(one.factor)
            )
    keys = [f"{one.attribute}:{one.value}" for one in rulebook.multipliers]
    yield from _doubled(keys, lambda place: f"multipliers[{place}]")


def _method(rulebook: Rulebook) -> Iterator[Finding]:
    """What a method asks of its numbers together, of the base and of the indicators."""
    for problem in method_problems(rulebook):
        yield _finding(problem.code, clause=problem.clause, field=problem.field, **problem.facts)


def _deduction(rulebook: Rulebook) -> Iterator[Finding]:
    """Slices stand where a rule reads them, rise to an open end, and no tonne further out costs less."""
    slices, rule = rulebook.deduction, rulebook.settlement_rule
    clause = rulebook.clause_of.get("deduction" if slices else "settlement", "")
    if deducts_overruns(rulebook) != bool(slices):
        code = "rulebook.deduction_unread" if slices else "rulebook.deduction_missing"
        yield _finding(code, clause=clause, field="deduction" if slices else "settlement", rule=rule)
        return
    factor, end = Decimal(1), Decimal(0)
    for place, one in enumerate(slices):
        field = f"deduction.slices[{place}]"
        if (one.up_to is None) != (place == len(slices) - 1):
            yield _finding("rulebook.slices_open_end", clause=clause, field=field)
        if one.up_to is not None and one.up_to <= end:
            found = format(one.up_to, "f")
            yield _finding(
                "rulebook.slices_unordered", clause=clause, field=f"{field}.up_to", found=found, before=format(end, "f")
            )
        if one.factor < factor:
            found, least = format(one.factor, "f"), format(factor, "f")
            yield _finding(
                "rulebook.slice_factor_low", clause=clause, field=f"{field}.factor", found=found, least=least
            )
        factor, end = max(factor, one.factor), max(end, one.up_to or end)


def _checks(rulebook: Rulebook) -> Iterator[Finding]:
    """Tolerances of the checks of returns: known, in range, lower ends below upper ones."""
    for problem in tolerance_problems(rulebook):
        yield _finding(problem.code, clause=problem.clause, field=problem.key, **problem.facts)


def _pacing(rulebook: Rulebook) -> Iterator[Finding]:
    """Seasons, colours and what they ask; a season may name an enterprise, since no quota depends on it."""
    for problem in pacing_problems(rulebook.pacing, year=rulebook.plan_year):
        yield _finding(problem.code, clause=problem.clause, field=problem.key, **problem.facts)


def _regulation(rulebook: Rulebook) -> Iterator[Finding]:
    """A month's regulation has a known rule and all its numbers, and no number stands there for nothing."""
    for problem in regulation_problems(rulebook):
        yield _finding(problem.code, clause=problem.clause, field=problem.key, **problem.facts)


def _target(rulebook: Rulebook) -> Iterator[Finding]:
    """A target of the high-end share has a share and a year."""
    gap = target_gap(rulebook)
    if gap is not None:
        name, missing = gap
        clause = rulebook.parameters[name].clause
        field = f"parameters.{name}"
        yield _finding("rulebook.target_incomplete", clause=clause, field=field, name=name, missing=missing)


def _doubled(codes: Sequence[str], field: Callable[[int], str]) -> Iterator[Finding]:
    for place, code in enumerate(codes):
        if code in codes[:place]:
            yield _finding("rulebook.code_twice", clause="", field=field(place), name=code)


def _wordings(rulebook: Rulebook) -> Iterator[tuple[str, str, str]]:
    """Every text that could single somebody out: clause, key path, wording."""
    for number, text in rulebook.clauses.items():
        yield number, f"clauses.{number}", f"{text.zh}\n{text.en}"
    for code, parameter in rulebook.parameters.items():
        yield parameter.clause, f"parameters.{code}", code
    for place, rule in enumerate(rulebook.indicators):
        words = "\n".join((rule.code, rule.name.zh, rule.name.en, *rule.numerator, rule.denominator))
        yield rule.clause, f"indicators[{place}]", words
    for place, one in enumerate(rulebook.multipliers):
        yield one.clause, f"multipliers[{place}]", f"{one.attribute}\n{one.value}"


def _neutrality(rulebook: Rulebook, names: Iterable[str], ownership_words: Iterable[str]) -> Iterator[Finding]:
    kinds = (("rulebook.names_enterprise", tuple(names)), ("rulebook.names_ownership", tuple(ownership_words)))
    for clause, field, wording in _wordings(rulebook):
        folded = wording.casefold()
        for code, words in kinds:
            found = next((word for word in words if word.casefold() in folded), None)
            if found is not None:
                yield _finding(code, clause=clause, field=field, found=found)


def _fields(rulebook: Rulebook, dictionary: Dictionary) -> Iterator[Finding]:
    filed = {field.code for field in dictionary.of_sector(rulebook.sector) if field.kind is not Kind.PLAN}
    if rulebook.quantity not in filed:
        clause = rulebook.clause_of.get("scope", "")
        sector = rulebook.sector
        yield _finding(
            "rulebook.field_unknown", clause=clause, field="quantity", found=rulebook.quantity, sector=sector
        )
    for place, rule in enumerate(rulebook.indicators):
        asked = [("numerator", code, HIGH_END) for code in rule.numerator]
        asked.append(("denominator", rule.denominator, CAPACITY))
        for key, code, special in asked:
            if code not in filed and code != special:
                is_plan = code in dictionary and dictionary[code].kind is Kind.PLAN
                yield _finding(
                    "rulebook.field_planned" if is_plan else "rulebook.field_unknown",
                    clause=rule.clause,
                    field=f"indicators[{place}].{key}",
                    found=code,
                    sector=rulebook.sector,
                )
        if rule.price_normalised and any(
            code in filed and dictionary[code].unit.dimension != "money" for code in rule.numerator
        ):
            field = f"indicators[{place}].price_normalised"
            yield _finding("rulebook.price_needs_money", clause=rule.clause, field=field, name=rule.code)
