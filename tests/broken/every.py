"""All cases of all areas, and the desk at which they are judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import cases_documents
import cases_edits
import cases_files
import cases_identity
import cases_injection
import cases_ledger
import cases_numbers
import cases_periods
import cases_revisions
import cases_shape
import cases_text
import cases_units
from act import Act, judge_act
from case import Case, Verdict, judge
from desk import Books
from expected import Expected
from shapes import AS_HANDED_OUT

AREAS = (
    cases_files,
    cases_text,
    cases_shape,
    cases_numbers,
    cases_units,
    cases_periods,
    cases_identity,
    cases_edits,
    cases_documents,
)
CASES: tuple[Case, ...] = (*(case for area in AREAS for case in area.CASES), *cases_revisions.FILES)
TWINS: tuple[Case, ...] = (*(case for area in AREAS for case in area.TWINS), *cases_revisions.FILE_TWINS)
WITH_ACTS = (cases_revisions, cases_ledger, cases_injection)
ACTS: tuple[Act, ...] = tuple(act for area in WITH_ACTS for act in (*area.CASES, *area.TWINS))


def in_shapes(cases: tuple[Case, ...]) -> list[tuple[Case, str]]:
    """Each case in each of its shapes, and in the program's own template where only cells are changed."""
    return [(case, shape) for case in cases for shape in _shapes_of(case)]


def _shapes_of(case: Case) -> tuple[str, ...]:
    if case.content:
        return ("",)
    draft = case.start()
    if case.book or case.raw or case.text or case.due or len(draft.blocks) > 1:
        return case.shapes
    if case.given:
        case.given(draft)
    handed = [AS_HANDED_OUT[shape] for shape in case.shapes if shape in AS_HANDED_OUT]
    # The plain table knows firms by their codes alone.
    has_name = draft.first.name == draft.first.firm.name.zh
    return (*case.shapes, *(shape for shape in handed if has_name or shape != "machine csv"))


def verdicts(expected: Mapping[str, Expected], books: Books, *, only: str = "") -> Iterator[Verdict]:
    """The catalogue's cases and their twins, one after another."""
    for case, shape in in_shapes(CASES + TWINS):
        if case.id.startswith(only):
            due = case.due or expected[case.id]
            yield judge(case, shape, due, books)
    for act in ACTS:
        if act.id.startswith(only):
            yield judge_act(act, act.due or expected[act.id])
