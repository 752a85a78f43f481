"""The register at the desk: how it stands on a day, its papers, and the files that its items rest on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.register import follow_up as papers
from zhibiao.assemble.register.progress import end_of
from zhibiao.assemble.resources import dictionary, sectors
from zhibiao.errors import NotFound, UsageError
from zhibiao.procedures.register.figures import figures_of
from zhibiao.procedures.register.follow_up import Gathered
from zhibiao.register.deeds import Moved
from zhibiao.register.figures import IndicatorFigures
from zhibiao.register.follow_up.dispatch import Dispatch, dispatch_of
from zhibiao.register.follow_up.minutes import minutes_of
from zhibiao.register.follow_up.month import month_of
from zhibiao.register.follow_up.outlook import outlook_of
from zhibiao.register.follow_up.pack import pack_of
from zhibiao.register.follow_up.quarter import Quarter
from zhibiao.register.follow_up.score import Score, score_of
from zhibiao.register.indicators import Indicator
from zhibiao.register.register import Commitment
from zhibiao.terms.period import Month
from zhibiao.terms.text import Language


def register_on(desk: Desk, opened: OpenBook, on: dt.date, *, with_later: bool = False) -> Gathered:
    """The register with the progress of every item as of a day, computed once for a state of the book.

    Args:
        desk: whose memory holds it. Figures of returns outlive acts upon the register.
        opened: the book.
        on: the day.
        with_later: whether what was put on record after that day counts too, as in scores and bulletins.
    """

    def known_by() -> dt.datetime:
        return opened.clock.now() if with_later else end_of(on)

    def reading(wanted: Sequence[Indicator]) -> Mapping[str, IndicatorFigures]:
        def read() -> Mapping[str, IndicatorFigures]:
            return figures_of(opened.store, opened.city, dictionary(), sectors(), wanted, known_by=known_by(), on=on)

        key = ("register_figures", on, with_later, tuple(one.code for one in wanted))
        return desk.remembered(opened, key, read, extent=("returns", opened.store.length(), _returns(opened)))

    def make() -> Gathered:
        return papers.gathered(opened, on=on, known_by=known_by(), reading=reading)

    return desk.remembered(opened, ("register", on, with_later), make)


def dispatch_on(desk: Desk, opened: OpenBook, on: dt.date) -> Dispatch:
    """The weekly dispatch list of a day."""
    told = register_on(desk, opened, on)
    return desk.remembered(
        opened, ("register_dispatch", on), lambda: dispatch_of(told.register, told.progress, on=told.on)
    )


def score_in(desk: Desk, opened: OpenBook, quarter: Quarter) -> Score:
    """The score of a quarter by the rule that comes along, by all that is on record."""
    told = register_on(desk, opened, quarter.last, with_later=True)
    key = ("register_score", str(quarter))
    return desk.remembered(
        opened,
        key,
        lambda: score_of(told.register, quarter=quarter, scoring=papers.scoring(), figures=told.figures),
    )


def register_paper(
    desk: Desk, opened: OpenBook, kind: str, lang: Language, *, on: dt.date, meeting: str = "", agreement: str = ""
) -> tuple[str, bytes]:
    """A paper of follow-up by file name and bytes, the same that the verb of its name writes.

    Args:
        desk, opened: the book at the desk.
        kind: `dispatch`, `score`, `bulletin`, `minutes`, `pack` or `brief`.
        lang: of the paper.
        on: the day; of score and bulletin the quarter or month that it lies in.
        meeting: whose minutes.
        agreement: whose pack; the only one where none is named.

    Raises:
        NotFound: `register.no_paper` for another kind, and what the verb raises.
    """
    if kind not in _PAPERS:
        raise NotFound("register.no_paper", name=kind[:40], known="、".join(_PAPERS))
    both = _PAPERS[kind](desk, opened, on, meeting or agreement)
    zh, en = both.items()
    return en if lang == "en" else zh


def quarter_of(day: dt.date) -> Quarter:
    """The quarter that a day lies in.

    >>> str(quarter_of(dt.date(2025, 4, 20)))
    '2025-Q2'
    """
    return Quarter(day.year, (day.month + 2) // 3)


def quarter_asked(text: str, *, today: dt.date) -> Quarter:
    """A quarter as an address names it, without one the last that is over; UsageError `desk.quarter_unreadable`."""
    if not text:
        return quarter_of(quarter_of(today).first - dt.timedelta(days=1))
    try:
        return Quarter.parse(text)
    except ValueError:
        raise UsageError("desk.quarter_unreadable", text=text[:20]) from None


def evidence_of(opened: OpenBook, one: Commitment, sha256: str) -> tuple[str, bytes]:
    """A document of an item by name and bytes; NotFound `register.no_evidence` where the item rests on none such."""
    shown = {each.sha256: each.name for act in one.acts for each in getattr(act.deed, "evidence", ())}
    moved = {deed.document for _, deed in one.done(Moved) if deed.document}
    if sha256 not in shown and sha256 not in moved:
        raise NotFound("register.no_evidence", commitment=one.id)
    return shown.get(sha256) or kept_name(opened, sha256), opened.store.file_content(sha256)


def kept_name(opened: OpenBook, sha256: str) -> str:
    """Under which name a file came in; the start of its hash where no receipt says."""
    return next((one.name for one in opened.store.files() if one.sha256 == sha256), sha256[:12])


def _returns(opened: OpenBook) -> int:
    return len(opened.store.returns())


_Papers = Callable[[Desk, OpenBook, dt.date, str], dict[str, bytes]]


def _dispatch(desk: Desk, opened: OpenBook, on: dt.date, _: str) -> dict[str, bytes]:
    return papers.dispatch_papers(opened, dispatch_on(desk, opened, on), register_on(desk, opened, on))


def _score(desk: Desk, opened: OpenBook, on: dt.date, _: str) -> dict[str, bytes]:
    quarter = quarter_of(on)
    told = register_on(desk, opened, quarter.last, with_later=True)
    return papers.score_papers(opened, score_in(desk, opened, quarter), told)


def _bulletin(desk: Desk, opened: OpenBook, on: dt.date, _: str) -> dict[str, bytes]:
    month = Month(on.year, on.month)
    told = register_on(desk, opened, month.last_day, with_later=True)
    return papers.month_papers(opened, month_of(told.register, month=month, figures=told.figures), told)


def _minutes(desk: Desk, opened: OpenBook, on: dt.date, meeting: str) -> dict[str, bytes]:
    told = register_on(desk, opened, on, with_later=True)
    return papers.minutes_papers(opened, minutes_of(told.register, told.progress, meeting=meeting, on=on), told)


def _pack(desk: Desk, opened: OpenBook, on: dt.date, agreement: str) -> dict[str, bytes]:
    told = register_on(desk, opened, on)
    return papers.pack_papers(opened, pack_of(told.register, told.progress, on=on, agreement=agreement), told)


def _brief(desk: Desk, opened: OpenBook, on: dt.date, _: str) -> dict[str, bytes]:
    told = register_on(desk, opened, on)
    return papers.brief_papers(opened, outlook_of(told.register, told.progress, on=on), told)


_PAPERS: Mapping[str, _Papers] = {
    "dispatch": _dispatch,
    "score": _score,
    "bulletin": _bulletin,
    "minutes": _minutes,
    "pack": _pack,
    "brief": _brief,
}
