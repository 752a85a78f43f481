"""`zhibiao plan`: the certified plan of a problem in an .npz file, with the prices of what binds."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zhibiao.assemble.finding_plain import finding_plain
from zhibiao.cli.answer import Answer, progress, show_findings, verb
from zhibiao.terms.text import Language

if TYPE_CHECKING:
    from zhibiao.assemble.plan_file import Planned
    from zhibiao.procedures.regulation.plan_file import PricedLimit

_MOST_ROWS = 12
_KINDS = {
    "group": ("group",),
    "prov": ("district",),
    "heat": ("zone", "month"),
    "commodity": ("commodity", "month"),
}


@click.command("plan", epilog="Example: zhibiao plan --problem city.npz --qp --out city.plan.npz")
@click.option(
    "--problem",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    required=True,
    help="The problem, .npz; its arrays are told in docs/plan.md.",
)
@click.option("--qp", is_flag=True, help="Hold the plan near the entitlements, as strongly as kappa says.")
@click.option("--cap", type=float, metavar="C", help="Another cap than the file's, in its unit (kt).")
@click.option(
    "--fair",
    type=click.Choice(["max_min", "lexicographic"]),
    help="Raise the smallest output over entitlement first (or each next smallest too), then value.",
)
@click.option(
    "--furnaces",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Furnaces that are on or off in a month, .csv or .npz; its columns are told in docs/plan.md.",
)
@click.option("--second-opinion", is_flag=True, help="Ask another solver, Clarabel, as well.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where the tonnes go: .npy, or .npz with the prices too; FILE.plan.npy beside the problem if not given.",
)
@verb
def plan_(
    *,
    problem: Path,
    qp: bool,
    cap: float | None,
    fair: str | None,
    furnaces: Path | None,
    second_opinion: bool,
    out: Path | None,
) -> Answer:
    """Plan months, plants and products of a problem file, certified. 调节计划"""
    from zhibiao.assemble.plan_file import plan

    def on_diagnosis() -> None:
        progress(lambda lang: _words("diagnosing", lang))

    planned = plan(
        problem,
        qp=qp,
        cap=cap,
        out=out,
        fair=fair or "",
        furnaces=furnaces,
        second_opinion=second_opinion,
        on_diagnosis=on_diagnosis,
    )
    findings = [finding_plain(finding) for finding in planned.findings]
    return Answer(
        result=planned.plain() | {"findings": findings},
        show=lambda lang: _show(planned, problem, lang),
        marks=planned.marks,
        findings=planned.findings,
    )


def _show(planned: Planned, path: Path, lang: Language) -> None:
    from zhibiao.cli.show import line, table
    from zhibiao.cli.tell_plan_options import told
    from zhibiao.procedures.regulation.plan_file import sizes_of

    made, solution = planned.plan, planned.plan.solution
    certificate = solution.certificate
    line(_words("title", lang, file=path.name, **sizes_of(solution.problem)))
    kind = _words("near" if solution.qp else "by_value", lang)
    rows = [
        (_words("objective_near" if solution.qp else "objective", lang), _money(certificate.objective, lang)),
        (_words("bound", lang), _money(certificate.dual_bound, lang)),
        (_words("gap", lang), f"{certificate.gap:.1e}"),
        (_words("violation", lang), f"{certificate.primal_violation:.1e}"),
        (_words("solver", lang), _words("solver_said", lang, solver=solution.solver, status=solution.status)),
    ]
    table(
        _words("certificate", lang, kind=kind), [_words("head.what", lang), _words("head.value", lang)], rows, words=2
    )
    told(made.chosen, lang, money=lambda worth: _money(worth, lang))
    price = made.cap_price
    line(_words("cap", lang, cap=_figure(float(solution.problem.C)), price=_figure(price), money=_money(price, lang)))
    _show_binding(made.binding(), lang)
    show_findings(planned.findings, lang)
    line(_words("written", lang, file=planned.out))


def _show_binding(binding: tuple[PricedLimit, ...], lang: Language) -> None:
    from zhibiao.cli.show import line, table

    if not binding:
        line(_words("nothing_binds", lang))
    heads = [_words(f"head.{head}", lang) for head in ("where", "side", "limit", "price")]
    for code, group in groupby(binding, key=lambda one: one.row):
        limits = list(group)
        rows = [
            (
                " · ".join(_shown_name(kind, name, lang) for kind, name in zip(_KINDS[code], one.names, strict=True)),
                _words("lower" if one.price < 0 else "upper", lang),
                _figure(one.limit),
                _figure(one.price),
            )
            for one in limits[:_MOST_ROWS]
        ]
        line("")
        line(f"{_label(f'plan.row.{code}', lang)}: {_label(f'plan.price.{code}', lang)}")
        table("", heads, rows, words=2)
        if len(limits) > _MOST_ROWS:
            line(_words("more", lang, count=len(limits) - _MOST_ROWS))


def _shown_name(kind: str, name: str, lang: Language) -> str:
    """A name as the file has it, one of the usual commodities in words; a place that has no name says what it is."""
    from zhibiao.assemble.resources import catalogue

    key = f"plan.commodity.{name}"
    if name.startswith("["):
        return f"{_label(f'plan.place.{kind}', lang)}{name}"
    return catalogue().text(key, lang) if key in catalogue().labels else name


def _money(thousand_yuan: float, lang: Language) -> str:
    """Thousand yuan as people read them: 万元 in Chinese, thousand yuan in English."""
    return f"{thousand_yuan / 10:,.2f} 万元" if lang == "zh" else f"{thousand_yuan:,.1f} thousand yuan"


def _figure(value: float) -> str:
    return f"{value:,.2f}"


def _words(key: str, lang: Language, **facts: object) -> str:
    return _label(f"plan.text.{key}", lang, **facts)


def _label(key: str, lang: Language, **facts: object) -> str:
    from zhibiao.assemble.resources import catalogue

    return catalogue().text(key, lang, **facts)
