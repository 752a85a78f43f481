"""A problem out of a file, and its certified plan into the file beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhibiao import __version__
from zhibiao.assemble.out_file import is_replaced, write_out
from zhibiao.assemble.resources import catalogue
from zhibiao.assemble.why_unread import why_unread
from zhibiao.errors import InputRefused, NoSolution, UsageError
from zhibiao.procedures.regulation.plan_file import FilePlan, plan_file, shaped_duals
from zhibiao.procedures.regulation.plan_options import Options
from zhibiao.readers.furnaces import read_furnaces
from zhibiao.readers.plan_npz import MOST_BYTES, is_plan, read_problem
from zhibiao.regulation.problem import Problem
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity, ranked
from zhibiao.terms.text import Text
from zhibiao.writers.plan_arrays import plan_npy, plan_npz


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What was planned, where the tonnes lie, and what the answer rests on."""

    plan: FilePlan
    out: Path
    sha256: str
    findings: tuple[Finding, ...]
    marks: dict[str, Any]

    def plain(self) -> dict[str, Any]:
        """The answer of `zhibiao plan`."""
        return {"y": str(self.out), "y_sha256": self.sha256} | self.plan.plain()


def plan(
    path: Path,
    *,
    qp: bool,
    cap: float | None,
    out: Path | None,
    fair: str = "",
    furnaces: Path | None = None,
    second_opinion: bool = False,
    on_diagnosis: Callable[[], None] = lambda: None,
) -> Planned:
    """Plan a file's problem and write the tonnes, whole and certified or not at all.

    Args:
        path: the problem, .npz.
        qp: hold the plan near the entitlements.
        cap: instead of the file's.
        out: .npy for the tonnes, .npz for the prices too; `FILE.plan.npy` beside the problem where None.
        fair: `max_min` or `lexicographic`: the worst-off first, then value.
        furnaces: a file of furnaces that are on or off, .csv or .npz.
        second_opinion: ask another solver as well.
        on_diagnosis: called when there is no plan and the limits in conflict are looked for, which may take long.

    Raises:
        UsageError: the file cannot be read, or the plan may not be written where it should.
        InputRefused: the file is no problem, or that of the furnaces no furnaces of it.
        NoSolution: it has no plan, or none that can be certified.
    """
    content = _content(path)
    listed = None if furnaces is None else (furnaces, _content(furnaces, "plan_options.furnaces_unreadable"))
    target = out if out is not None else path.with_name(f"{path.stem}.plan.npy")
    is_there = _is_replaced(target, path)
    try:
        problem = _problem(content, path.name)
        options = Options(
            fair=fair,
            furnaces=() if listed is None else read_furnaces(*listed, problem),
            second_opinion=second_opinion,
        )
        made = _made(problem, path.name, options, qp=qp, cap=cap, on_diagnosis=on_diagnosis)
    except (InputRefused, NoSolution) as error:
        if is_there:
            error.findings += (_noted("plan_file.earlier_plan", target),)
        raise
    solution = made.solution
    y = plan_npy(solution.y) if target.suffix == ".npy" else plan_npz(solution.y, shaped_duals(solution))
    write_out(target, y)
    return Planned(
        plan=made,
        out=target,
        sha256=hashlib.sha256(y).hexdigest(),
        findings=(*made.findings, _noted("plan_file.replaced", target)) if is_there else made.findings,
        marks={
            "code_version": __version__,
            "input_sha256": hashlib.sha256(content).hexdigest(),
            **({} if listed is None else {"furnaces_sha256": hashlib.sha256(listed[1]).hexdigest()}),
        },
    )


def _problem(content: bytes, name: str) -> Problem:
    problem, findings = read_problem(content, name=name)
    if problem is None:
        place = Place(file=name)
        raise InputRefused("plan_file.refused", ranked(findings), place=place, file=name, count=len(findings))
    return problem


def _made(
    problem: Problem, name: str, options: Options, *, qp: bool, cap: float | None, on_diagnosis: Callable[[], None]
) -> FilePlan:
    def labels() -> Mapping[str, Text]:
        on_diagnosis()
        return catalogue().labels

    return plan_file(problem, file=name, labels=labels, qp=qp, cap=cap, options=options)


def _noted(code: str, target: Path) -> Finding:
    return Finding(code=code, severity=Severity.NOTE, place=Place(file=target.name), facts={"file": str(target)})


def _content(path: Path, code: str = "plan_file.unreadable") -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        reason: Text | str = "" if len(content) <= MOST_BYTES else f"> {MOST_BYTES:,} B"
    except OSError as error:
        content, reason = b"", why_unread(error)
    if reason:
        place = Place(file=path.name)
        raise UsageError(code, place=place, file=str(path), reason=reason, most=MOST_BYTES)
    return content


def _is_replaced(target: Path, problem: Path) -> bool:
    """Whether an earlier plan stands there; UsageError where the place is not for a plan."""
    if target.suffix not in (".npy", ".npz"):
        raise UsageError("plan_file.out_suffix", file=str(target))
    return is_replaced(target, inputs=[problem], is_ours=is_plan, most=MOST_BYTES, code="plan_file.not_a_plan")
