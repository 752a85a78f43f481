"""What would change one enterprise's quota: the least steps, and a trial with other figures of its own, run again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from starlette.requests import Request

from zhibiao.allocation.reasons.dossier import NoticeFacts
from zhibiao.allocation.reasons.effect import Effect
from zhibiao.allocation.reasons.own_trial import MOST_PER_CENT, OwnTrial
from zhibiao.allocation.reasons.recourse import Recourse
from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.firms.firm import FirmView
from zhibiao.assemble.desk.firms.firm_trial import firm_trial
from zhibiao.errors import ActRefused, UsageError
from zhibiao.terms.access import Viewer
from zhibiao.web.doors.caller import desk_of
from zhibiao.web.frame.tables import Cell, Column, Table, Value
from zhibiao.web.frame.words import DeskWords
from zhibiao.writers.indicator_figure import numerator_unit, unit_of
from zhibiao.writers.wording import figure, signed

TRY = "try."
"""What the names of a trial's figures begin with in the address; behind it stands the indicator's code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialField:
    """One figure that may be tried: name in the form, label, value as decided with its unit, per cent, value then."""

    name: str
    label: str
    before: str
    by: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialPart:
    """The trial on the page.

    Args:
        fields: what may be tried.
        step: of the per cents, as the form wants it; "any" for the bureau.
        most: how far either way; empty without end.
        answer: the outcome in a sentence; empty before anything was tried.
        refusal: code of what stands in the way for good; empty where nothing does.
    """

    fields: tuple[TrialField, ...]
    step: str
    most: str
    answer: str
    refusal: str
    facts: Mapping[str, object]


def recourse_table(facts: NoticeFacts, words: DeskWords) -> Table:
    """For each indicator what one per cent earns, and the least step to one more tonne or what stands in the way."""
    columns = (
        Column(head=words("firm.indicator")),
        Column(head=words("firm.unit")),
        Column(head=words("firm.own"), kind="decimal"),
        Column(head=words("firm.better"), kind="decimal"),
        Column(head=words("firm.one_per_cent"), kind="tonnes"),
        Column(head=words("firm.one_tonne")),
        Column(head=words("firm.value_then"), kind="decimal"),
    )
    return Table(
        name="recourse",
        title=words("firm.recourse_table"),
        columns=columns,
        rows=tuple(_step(one, facts, words) for one in facts.recourse),
        note=words("firm.recourse_note"),
        source=words("firm.of_decision", decision=facts.marks.decision_id),
    )


def _step(one: Recourse, facts: NoticeFacts, words: DeskWords) -> tuple[Value | Cell, ...]:
    w, none = words.figures, words("none")
    rule = next(rule for rule in facts.rulebook.indicators if rule.code == one.indicator)
    unit, effect = unit_of(rule, dictionary=facts.dictionary, words=w), one.one_per_cent
    name = words.name(rule.name)
    return (
        name if one.is_actionable else words.label("cli.recourse.not_actionable", name=name),
        unit.label,
        unit.shown(one.before, absent=w("mark.missing")),
        unit.shown(effect.after if effect else None, absent=none),
        none if effect is None else _earned(effect, words),
        _least(one, numerator_unit(rule, dictionary=facts.dictionary, words=w), words),
        unit.shown(one.after, absent=none),
    )


def _least(one: Recourse, unit: str, words: DeskWords) -> Cell:
    if one.change is None:
        return Cell(value=_obstacle(one.obstacle, words))
    step = f"{signed(one.change)} {unit}"
    return Cell(value=step, says=words("firm.too_far") if _is_too_far(one) else "")


def _is_too_far(one: Recourse) -> bool:
    """Whether the step is more than half of the present figure; the denominator stays, so their ratios tell."""
    if not one.before or one.after is None:
        return False
    return abs(one.after - one.before) > abs(one.before) / 2


def _earned(effect: Effect, words: DeskWords) -> str:
    if effect.change_t or not effect.bound:
        return signed(effect.change_t)
    return words.figures("notice.held", bound=words.figures(f"bound.{effect.bound}"))


def _obstacle(code: str, words: DeskWords) -> str:
    if code.startswith("recourse."):
        return words.label(code)
    return words.label("recourse.bound", bound=words.figures(f"bound.{code}"))


def trial_part(request: Request, opened: OpenBook, view: FirmView, viewer: Viewer, words: DeskWords) -> TrialPart:
    """What was tried, by the address, and what came of it; a refusal is told where the answer would have stood."""
    assert view.notice is not None
    asked, refusal, found = {}, None, None
    try:
        asked = _asked(request)
        found = firm_trial(desk_of(request), opened, view, asked, viewer=viewer)
    except (ActRefused, UsageError) as error:
        refusal = error
    exact = viewer.sees_all
    return TrialPart(
        fields=_fields(view.notice, found, request, words),
        step="any" if exact else "1",
        most="" if exact else str(MOST_PER_CENT),
        answer=_answer(found, words) if found and any(asked.values()) else "",
        refusal=refusal.code if refusal else "",
        facts=dict(refusal.facts) if refusal else {},
    )


def _asked(request: Request) -> dict[str, Decimal]:
    found = {}
    for name, text in request.query_params.items():
        if name.startswith(TRY) and text.strip():
            try:
                found[name.removeprefix(TRY)] = Decimal(text.strip().replace("−", "-"))
            except InvalidOperation:
                raise UsageError("trial.per_cent", by=text[:20], most=MOST_PER_CENT) from None
    return found


def _fields(facts: NoticeFacts, found: OwnTrial | None, request: Request, words: DeskWords) -> tuple[TrialField, ...]:
    tried = {one.indicator: one for one in found.figures} if found else {}
    fields = []
    for one in facts.recourse:
        rule = next(rule for rule in facts.rulebook.indicators if rule.code == one.indicator)
        if one.before is None:
            continue
        unit = unit_of(rule, dictionary=facts.dictionary, words=words.figures)
        after = tried[one.indicator].after if one.indicator in tried else None
        fields.append(
            TrialField(
                name=TRY + one.indicator,
                label=words.name(rule.name),
                before=f"{unit.shown(one.before, absent='')} {unit.label}",
                by=request.query_params.get(TRY + one.indicator, ""),
                after=unit.shown(after, absent=words("none")),
            )
        )
    return tuple(fields)


def _answer(found: OwnTrial, words: DeskWords) -> str:
    if found.change_t is None:
        return words("firm.trial_none")
    key = "firm.trial_exact" if found.step_t == 1 else "firm.trial_told"
    held = words("firm.trial_held", bound=words.figures(f"bound.{found.bound}")) if found.bound else ""
    said = words(
        key,
        quota=figure(found.quota_t + found.change_t, 0),
        change=signed(found.change_t),
        step=figure(found.step_t, 0),
    )
    return words.figures.running([said, *([held] if held else [])])
