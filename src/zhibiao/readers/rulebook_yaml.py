"""Rulebooks (`rulebooks/*.yaml`): read, reviewed, and refused with file, line and clause of every mistake at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from zhibiao.errors import InputRefused, RulebookRefused
from zhibiao.policy.pacing_part import PacingPart
from zhibiao.policy.parameter import Parameter
from zhibiao.policy.plain import CHECKS, GROUP_MEAN, PACING, REGULATION, RULES, TRANSFERS, rulebook_hash
from zhibiao.policy.plain import rulebook_plain as rulebook_plain
from zhibiao.policy.review import OWNERSHIP_WORDS, review
from zhibiao.policy.rulebook import (
    CheckTolerance,
    DeductionSlice,
    Direction,
    IndicatorRule,
    Missing,
    Multiplier,
    Rulebook,
)
from zhibiao.readers.pacing_yaml import read_pacing
from zhibiao.readers.rulebook_keys import NEVER, as_day, cited_clause, day_of
from zhibiao.readers.yaml_file import Block, YamlFile
from zhibiao.terms.citation import Place
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.finding import Finding

_TOP = (
    *("rulebook", "title", "authority", "sector", "plan_year", "quantity", "issued", "effective", "expires"),
    *("clauses", "parameters", *RULES, "indicators", "multipliers", "deduction", TRANSFERS, REGULATION, CHECKS, PACING),
)
_INDICATOR = (
    *("code", "name", "numerator", "denominator", "direction", "weight", "reference", "missing"),
    *("price_normalised", "actionable", "clause"),
)
# Findings on a whole list follow only from a member that is missing or has no weight.
_WHOLE_LISTS = frozenset({"indicators", "parameters"})
_STANDS_FOR_WEIGHT = re.compile(r"indicators(\[\d+\](\.weight)?)?|parameters")
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


def read_rulebook(
    path: Path,
    *,
    dictionary: Dictionary | None = None,
    names: Sequence[str] = (),
    ownership_words: Sequence[str] = OWNERSHIP_WORDS,
) -> Rulebook:
    """Read a rulebook that may be used.

    Args:
        path: a YAML file in the shape of the bundled ones.
        dictionary: where given, indicators may only use fields that the sector files.
        names: names that a neutral rulebook may not contain, from `names_of(city)`.
        ownership_words: words for forms of ownership that it may not contain.

    Raises:
        RulebookRefused: `rulebook.refused` with every mistake in the order of the file: file, line and clause.
    """
    file = YamlFile(path)
    try:
        top = file.top()
    except InputRefused as refused:
        raise _refusal(path, refused.findings) from refused
    rulebook = _rulebook(top)
    misread = [_with_clause(finding, top.node) for finding in file.findings]
    reviewed = review(rulebook, dictionary=dictionary, names=names, ownership_words=ownership_words)
    placed = [_with_line(finding, path, top) for finding in reviewed if not _follows_from(finding, misread)]
    if misread or placed:
        raise _refusal(path, [*misread, *placed])
    return replace(rulebook, source_sha256=rulebook_hash(rulebook))


def _refusal(path: Path, findings: Sequence[Finding]) -> RulebookRefused:
    ordered = sorted(findings, key=lambda finding: (finding.place.line, finding.place.field, finding.code))
    return RulebookRefused("rulebook.refused", ordered, place=Place(file=path.name), file=path.name, count=len(ordered))


def _rulebook(top: Block) -> Rulebook:
    """Every key taken once; what cannot be read has been noted and stands as an empty value of its type."""
    top.only(_TOP)
    if "expires" not in top.node:
        top.note("rulebook.end_missing", "expires")
    rules = {name: top.block(name) for name in RULES}
    for block in rules.values():
        block.only(("rule", "clause"))
    clause_of = {name: cited_clause(block) for name, block in rules.items()}
    deduction: tuple[DeductionSlice, ...] = ()
    if "deduction" in top.node:
        block = top.block("deduction")
        block.only(("clause", "slices"))
        clause_of["deduction"] = cited_clause(block)
        deduction = tuple(_slice(one) for one in block.blocks("slices"))
    lets_pass = False
    if TRANSFERS in top.node:
        block = top.block(TRANSFERS)
        block.only(("between_groups", "clause"))
        clause_of[TRANSFERS] = cited_clause(block)
        lets_pass = _flag(block, "between_groups")
    regulation_rule = ""
    if REGULATION in top.node:
        block = top.block(REGULATION)
        block.only(("rule", "clause"))
        clause_of[REGULATION] = cited_clause(block)
        regulation_rule = block.words("rule")
    return Rulebook(
        id=top.words("rulebook"),
        title=top.text("title"),
        authority=top.text("authority"),
        sector=top.words("sector"),
        plan_year=top.whole("plan_year", least=1900),
        quantity=top.words("quantity"),
        issued=day_of(top, "issued"),
        effective=day_of(top, "effective"),
        expires=day_of(top, "expires") if "expires" in top.node else NEVER,
        clauses=_clauses(top.block("clauses")),
        parameters=_parameters(top.block("parameters")),
        indicators=tuple(_indicator(block) for block in top.blocks("indicators")),
        multipliers=tuple(_multiplier(block) for block in top.blocks("multipliers", optional=True)),
        clause_of=clause_of,
        source_sha256="",
        scope_rule=rules["scope"].words("rule"),
        base_rule=rules["base"].words("rule"),
        method=rules["method"].words("rule"),
        bounds_rule=rules["bounds"].words("rule"),
        rounding=rules["rounding"].words("rule"),
        settlement_rule=rules["settlement"].words("rule"),
        deduction=deduction,
        lets_pass_between_groups=lets_pass,
        regulation_rule=regulation_rule,
        checks=_tolerances(top.block(CHECKS)) if CHECKS in top.node else {},
        pacing=read_pacing(top.block(PACING)) if PACING in top.node else PacingPart(),
    )


def _clauses(block: Block) -> dict[str, Any]:
    return {str(number): block.text(number) for number in block.node}


def _parameters(block: Block) -> dict[str, Parameter]:
    return {str(code): _parameter(str(code), block.block(code)) for code in block.node}


def _parameter(code: str, block: Block) -> Parameter:
    block.only(("unit", "clause", "values"))
    values = block.block("values")
    dated = tuple((as_day(values, key, key), values.decimal(key)) for key in values.node)
    return Parameter(code=code, unit=block.words("unit"), clause=cited_clause(block), values=dated)


def _tolerances(block: Block) -> dict[str, CheckTolerance]:
    return {str(name): _tolerance(block.block(name)) for name in block.node}


def _tolerance(block: Block) -> CheckTolerance:
    block.only(("value", "clause"))
    return CheckTolerance(value=block.decimal("value"), clause=cited_clause(block))


def _indicator(block: Block) -> IndicatorRule:
    block.only(_INDICATOR)
    return IndicatorRule(
        code=block.words("code"),
        name=block.text("name"),
        numerator=block.words_list("numerator"),
        denominator=block.words("denominator"),
        direction=Direction(_one_of(block, "direction", [item.value for item in Direction])),
        weight=block.decimal("weight"),
        reference=None if block.node.get("reference") == GROUP_MEAN else block.decimal("reference"),
        missing=Missing(_one_of(block, "missing", [item.value for item in Missing])),
        price_normalised=_flag(block, "price_normalised"),
        is_actionable=_flag(block, "actionable"),
        clause=cited_clause(block),
    )


def _multiplier(block: Block) -> Multiplier:
    block.only(("attribute", "value", "factor", "clause"))
    return Multiplier(
        attribute=block.words("attribute"),
        value=block.words("value"),
        factor=block.decimal("factor"),
        clause=cited_clause(block),
    )


def _slice(block: Block) -> DeductionSlice:
    block.only(("up_to", "factor"))
    return DeductionSlice(
        up_to=block.decimal("up_to") if "up_to" in block.node else None, factor=block.decimal("factor")
    )


def _one_of(block: Block, key: str, known: Sequence[str]) -> str:
    found = block.words(key, one_of=known)
    return found if found in known else known[0]


def _flag(block: Block, key: str) -> bool:
    found = block.node.get(key)
    if isinstance(found, bool):
        return found
    if found is None:
        block.note("yaml.key_missing", key)
    else:
        block.note("yaml.wrong_type", key, wanted="true / false", found=str(found))
    return False


def _steps(field: str) -> list[str | int]:
    return [int(number) if number else name for name, number in _STEP.findall(field)]


def _with_line(finding: Finding, path: Path, top: Block) -> Finding:
    """Name file and line of a review's finding: the deepest key of its path that the file holds."""
    block, line = top, 0
    for node, key in _walk(top.node, _steps(finding.place.field)):
        line = _line(node, key) or line
    place = replace(finding.place, file=path.name, line=line or block.line())
    return replace(finding, place=place, facts={**finding.facts, "line": place.line})


def _walk(node: Any, steps: Sequence[str | int]) -> Iterator[tuple[Any, Any]]:
    """The keys along a path, each behind what holds it; None where the file goes no further.

    A key may have dots of its own, as the parameter `factor.leading` has.
    """
    while steps:
        keys = {str(key): key for key in _keys(node)}
        taken = next((n for n in range(1, len(steps) + 1) if ".".join(map(str, steps[:n])) in keys), 0)
        if not taken:
            yield node, None
            return
        key = keys[".".join(map(str, steps[:taken]))]
        yield node, key
        node, steps = node[key], steps[taken:]


def _keys(node: Any) -> Sequence[Any]:
    if isinstance(node, Mapping):
        return list(node)
    return range(len(node)) if isinstance(node, Sequence) and not isinstance(node, str) else ()


def _line(node: Any, key: Any) -> int:
    position = getattr(node, "lc", None)
    data = getattr(position, "data", None) or {}
    return int(data[key][0]) + 1 if key in data else 0


def _with_clause(finding: Finding, node: Any) -> Finding:
    """Name the clause of a misread key: the one cited by the nearest block around it."""
    clause = ""
    steps = _steps(finding.place.field)
    if steps[:1] == ["clauses"] and len(steps) > 1:
        clause = str(steps[1])
    for around, _ in _walk(node, steps):
        if isinstance(around, Mapping) and isinstance(around.get("clause"), str | int):
            clause = str(around["clause"])
    facts = {"clause": clause, **finding.facts}
    return replace(finding, place=replace(finding.place, clause=clause), facts=facts)


def _follows_from(finding: Finding, misread: Sequence[Finding]) -> bool:
    """Whether a review's finding only repeats what was misread: the empty value that stands in for it."""
    field = finding.place.field
    fields = [one.place.field for one in misread if one.place.field]
    if field in _WHOLE_LISTS:
        return any(_STANDS_FOR_WEIGHT.fullmatch(other) for other in fields)
    return any(field.startswith(other) or other.startswith(field) for other in fields)
