"""Options of `zhibiao regulate --dry-run` that look beside the plan: fairness first, furnaces, another cap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import click

from zhibiao.errors import UsageError
from zhibiao.terms.text import Language

if TYPE_CHECKING:
    from zhibiao.assemble.book import OpenBook
    from zhibiao.procedures.regulation.options import Asked, Views
    from zhibiao.procedures.regulation.regulate import Regulated
    from zhibiao.terms.enterprise import City

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

_OPTIONS = (
    click.option(
        "--fair",
        type=click.Choice(["max_min", "lexicographic"]),
        help="With --dry-run: the plan that raises the smallest output over entitlement first (each next one too).",
    ),
    click.option("--furnaces", is_flag=True, help="With --dry-run: which furnaces on the register would run when."),
    click.option("--cap", "cap_t", type=int, metavar="T", help="Beside --fair, --furnaces: another total, tonnes."),
    click.option(
        "--least-load",
        metavar="SHARE",
        help="Beside --furnaces: least output of one that is on, of its most; the technical minimum if not given.",
    ),
    click.option(
        "--least-run", type=int, metavar="MONTHS", help="Beside --furnaces: of all; blast furnaces 3, else 1."
    ),
    click.option(
        "--least-stop", type=int, metavar="MONTHS", help="Beside --furnaces: of all; blast furnaces 2, else 1."
    ),
    click.option("--start-cost", type=int, metavar="YUAN", help="Beside --furnaces: of each start; none if not given."),
)
_BESIDE_FURNACES = ("least_load", "least_run", "least_stop", "start_cost")


def what_if(function: Callable[..., Any]) -> Callable[..., Any]:
    """All options of the views."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def what_is_asked(*, dry_run: bool, fair: Any, furnaces: bool, cap_t: int | None, **of_furnaces: Any) -> Asked | None:
    """What is to be looked at; None for nothing.

    Raises:
        UsageError: `regulate_options.dry_run_only`; `regulate_options.needs`, an option without the one it goes with;
            `regulate_options.figure_wrong`.
    """
    from zhibiao.procedures.regulation.options import Asked

    given = [name for name in _BESIDE_FURNACES if of_furnaces[name] is not None]
    if given and not furnaces:
        option = f"--{given[0].replace('_', '-')}"
        raise UsageError("regulate_options.needs", option=option, beside="--furnaces")
    if cap_t is not None and not (fair or furnaces):
        raise UsageError("regulate_options.needs", option="--cap", beside="--fair / --furnaces")
    if not (fair or furnaces):
        return None
    if not dry_run:
        raise UsageError("regulate_options.dry_run_only")
    return Asked(fair=fair, furnaces=_terms(of_furnaces) if furnaces else None, cap_t=cap_t)


def _terms(given: dict[str, Any]) -> Any:
    from zhibiao.regulation.city.furnaces_of import FurnaceTerms

    return FurnaceTerms(
        least_load=_share(given["least_load"]),
        least_run=given["least_run"],
        least_stop=given["least_stop"],
        start_yuan=given["start_cost"] or 0,
    )


def _share(text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        share = Decimal(text)
    except InvalidOperation:
        share = Decimal("NaN")
    if not share.is_finite():
        raise UsageError("regulate_options.figure_wrong", option="--least-load", found=text, wanted="0–1")
    return share


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The views that were asked, if any, as they are answered."""

    views: Views | None
    city: City

    def plain(self) -> dict[str, Any]:
        """Under the name `what_if`."""
        return {} if self.views is None else {"what_if": self.views.plain()}

    def show(self, lang: Language) -> None:
        """After the plan."""
        if self.views is not None:
            from zhibiao.cli.tell_regulate_options import views_told

            views_told(self.views, self.city, lang)


def views_of(opened: OpenBook, found: Regulated, asked: Asked | None) -> Seen:
    """Make the views of a plan as drafted."""
    if asked is None:
        return Seen(views=None, city=opened.city)
    from zhibiao.assemble.regulate_options import views

    return Seen(views=views(opened, found, asked), city=opened.city)
