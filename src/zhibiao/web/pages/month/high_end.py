"""*High end*: the share now and a year ago, what moved it, its path, and through whom; for a firm its own beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.city_closed import city_as_closed, is_told
from zhibiao.assemble.desk.months import sectors_of
from zhibiao.assemble.resources import sector_of
from zhibiao.assessment.high_end.account import Basis, HighEndAccount, Window
from zhibiao.assessment.high_end.outlook import HighEndOutlook
from zhibiao.assessment.monthly import ChainLine, MonthAssessment
from zhibiao.terms.period import Month
from zhibiao.web.charts.high_end import path_chart, shift_share_chart
from zhibiao.web.doors.caller import Caller, book_of, caller_of, desk_of
from zhibiao.web.frame import page
from zhibiao.web.frame.charts import Chart
from zhibiao.web.frame.filters import Choice, month_choice, sector_choice
from zhibiao.web.frame.tables import Table
from zhibiao.web.frame.words import DeskWords
from zhibiao.web.pages.month.high_end_card import card_of, tiles_of
from zhibiao.web.pages.month.high_end_tables import (
    axes_table,
    chain_table,
    firms_table,
    goods_table,
    growth_table,
    reallocation_table,
)
from zhibiao.web.pages.month.this_month import assessment
from zhibiao.writers.growth_words import growth_sentences, main_account
from zhibiao.writers.high_end_words import path_sentences, reallocation_sentences
from zhibiao.writers.summary import high_end_sentence

router = page.router()


@router.get("/high-end")
def high_end(request: Request, sector: str = "", month: str = "", basis: str = "", window: str = "") -> Response:
    """The page of one sector and month; officers and planners get the city's aggregate and their own line."""
    caller = caller_of(request)
    words = DeskWords(caller.lang)
    with book_of(request) as opened:
        name, sectors = sector_choice(opened, sector or _own_sector(opened, caller), words)
        of, months = month_choice(opened, name, month, words)
        assessed = _assessed(request, opened, of, name, caller)
        by, over = _chosen(basis, Basis, Basis.WEIGHT), _chosen(window, Window, Window.YEAR_TO_DATE)
        choices = [sectors, months, _choice("basis", Basis, by, words), _choice("window", Window, over, words)]
        account = None if assessed is None else assessed.high_end_account(over, by)
        filters = {one.label: dict(one.options).get(one.chosen, "") for one in choices}
        is_shown = account is not None and is_told(caller.viewer, account.card.firms)
        return page.show(
            request,
            "high_end.html",
            opened,
            title=words("high_end.title", sector=words.name(sector_of(name).name), month=words.figures.month(of)),
            choices=choices,
            account=account,
            is_open=assessed is None,
            is_shown=is_shown,
            **(
                _NOTHING
                if assessed is None
                else _parts(assessed, account if is_shown else None, caller, words, filters)
            ),
        )


def _assessed(request: Request, opened: OpenBook, month: Month, sector: str, caller: Caller) -> MonthAssessment | None:
    """The month as it stands to whoever sees all; to others as it was closed, and None until then."""
    if caller.viewer.sees_all:
        return assessment(request, opened, month, sector)
    return city_as_closed(desk_of(request), opened, sector, month)


_NOTHING: Mapping[str, Any] = {"card": (), "reallocation_said": (), "growth_said": ()}
"""Of a month that is still open."""


def _parts(
    assessed: MonthAssessment,
    account: HighEndAccount | None,
    caller: Caller,
    words: DeskWords,
    filters: Mapping[str, str],
) -> dict[str, Any]:
    """What is shown of a month; without an account nothing of the share, the caller's own part included."""
    return {
        "tables": _tables(assessed, account, caller, words, filters),
        "charts": _charts(assessed, account, caller, words, filters),
        "marks": {"rulebook": assessed.rulebook_sha256},
        **_said(assessed, account, caller, words),
    }


def _own_sector(opened: OpenBook, caller: Caller) -> str:
    """The sector of an officer's or planner's own enterprises; none for whoever sees all."""
    if caller.viewer.sees_all:
        return ""
    own = {one.sector for one in opened.city if caller.viewer.sees(one.id)}
    return next((name for name in sorted(sectors_of(opened), reverse=True) if name in own), "")


Chosen = TypeVar("Chosen", Basis, Window)


def _chosen(asked: str, kind: type[Chosen], default: Chosen) -> Chosen:
    return next((one for one in kind if one.value == asked), default)


def _choice(name: str, kind: type[Basis] | type[Window], chosen: Basis | Window, words: DeskWords) -> Choice:
    options = tuple((one.value, words(f"high_end.{name}.{one.value}")) for one in kind)
    return Choice(name=name, label=words(f"high_end.{name}"), options=options, chosen=chosen.value)


def _said(
    assessed: MonthAssessment, account: HighEndAccount | None, caller: Caller, words: DeskWords
) -> dict[str, Any]:
    """Sentences, tiles and the definition card; what names other enterprises only to whoever sees all."""
    figures, sees_all = words.figures, caller.viewer.sees_all
    outlook = shown_outlook(assessed, caller)
    growth = main_account(assessed)
    return {
        "sentence": "" if account is None else high_end_sentence(account, figures),
        "tiles": [] if account is None else tiles_of(account, outlook, words),
        "card": [] if account is None else card_of(account, words, names_others=sees_all),
        "path_said": [] if outlook is None else path_sentences(outlook, figures, month=assessed.month),
        "reallocation_said": reallocation_sentences(outlook, figures) if outlook is not None and sees_all else [],
        "growth_said": growth_sentences(assessed, figures) if growth is not None and sees_all else [],
    }


def shown_outlook(assessed: MonthAssessment, caller: Caller) -> HighEndOutlook | None:
    """The outlook, where it is of enough enterprises for this caller."""
    outlook = assessed.high_end_outlook
    if outlook is None or caller.viewer.sees_all:
        return outlook
    known = {one.enterprise for one in assessed.enterprises} - set(outlook.path.left_out)
    return outlook if is_told(caller.viewer, known) else None


def _charts(
    assessed: MonthAssessment,
    account: HighEndAccount | None,
    caller: Caller,
    words: DeskWords,
    filters: Mapping[str, str],
) -> list[Chart]:
    outlook = shown_outlook(assessed, caller)
    found = [] if account is None else [shift_share_chart(account, words, filters=filters)]
    return found if outlook is None else [*found, path_chart(outlook, words, filters=filters)]


def told_chain(assessed: MonthAssessment, caller: Caller) -> tuple[ChainLine, ...]:
    """The links of the chain: to whoever does not see all, the sector's own alone, and amounts of enough enterprises.

    Other sectors are not closed with this one, and two of its pages would tell what came in between.
    """
    if caller.viewer.sees_all:
        return assessed.chain
    firms = {one.enterprise for one in assessed.enterprises}
    return tuple(
        replace(line, measures=tuple(one for one in line.measures if is_told(caller.viewer, firms - {*one.left_out})))
        for line in assessed.chain
        if line.sector == assessed.sector
    )


def _tables(
    assessed: MonthAssessment,
    account: HighEndAccount | None,
    caller: Caller,
    words: DeskWords,
    filters: Mapping[str, str],
) -> list[Table]:
    """What each viewer may take away; products by grade and use may come from one firm, and are the bureau's alone."""
    found = [make(told_chain(assessed, caller), assessed.month, words, filters) for make in (chain_table, goods_table)]
    if account is not None:
        found.append(firms_table(account, caller, words, filters))
    if not caller.viewer.sees_all:
        return found
    growth, outlook = main_account(assessed), assessed.high_end_outlook
    found += [] if account is None else [axes_table(account, words, filters)]
    found += [] if outlook is None or not outlook.reallocations else [reallocation_table(outlook, words, filters)]
    found += [] if growth is None or not growth.firms else [growth_table(assessed, growth, words, filters)]
    return found
