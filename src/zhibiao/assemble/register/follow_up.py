"""The follow-up of a book's register: gathered from the book, told as values, and written as papers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from zhibiao import __version__
from zhibiao.assemble.out_file import write_out
from zhibiao.assemble.register.progress import end_of
from zhibiao.assemble.resources import DATA, catalogue, dictionary, indicators, sectors
from zhibiao.procedures.register.follow_up import Gathered, ReadFigures, gather
from zhibiao.writers.wording import Words

if TYPE_CHECKING:
    from zhibiao.assemble.book import OpenBook
    from zhibiao.register.follow_up.dispatch import Dispatch
    from zhibiao.register.follow_up.minutes import Minutes
    from zhibiao.register.follow_up.month import RegisterMonth
    from zhibiao.register.follow_up.outlook import Outlook
    from zhibiao.register.follow_up.pack import Pack
    from zhibiao.register.follow_up.score import Score
    from zhibiao.register.follow_up.scoring import Scoring
    from zhibiao.terms.period import Month
    from zhibiao.writers.meeting_pack import RegisterItems
    from zhibiao.writers.register.month import RegisterSection

_FOLDER = "register"


def gathered(
    opened: OpenBook, *, on: dt.date, known_by: dt.datetime | None = None, reading: ReadFigures | None = None
) -> Gathered:
    """The register and its progress as of a day, as known by its end unless another instant is given."""
    return gather(
        opened.store,
        opened.city,
        dictionary(),
        sectors(),
        indicators(),
        on=on,
        known_by=known_by or end_of(on),
        code_version=__version__,
        reading=reading,
    )


def both_languages() -> tuple[tuple[str, Words], ...]:
    """The end of a file's name, and the words of its language."""
    return (("", Words(catalogue(), "zh")), (".en", Words(catalogue(), "en")))


def dispatch_papers(opened: OpenBook, dispatch: Dispatch, told: Gathered) -> dict[str, bytes]:
    """The dispatch list as workbooks, by file name."""
    from zhibiao.writers.register.dispatch import write_dispatch

    return {
        f"dispatch-{dispatch.on}{end}.xlsx": write_dispatch(
            dispatch, told.marks, authority=words.name(opened.city.authority), words=words
        )
        for end, words in both_languages()
    }


def scoring(path: Path | None = None) -> Scoring:
    """The rule of the quarterly score: of a file, or the one that comes along."""
    from zhibiao.readers.scoring_csv import read_scoring

    return read_scoring(path or DATA / "register" / "scoring.csv")


def score_papers(opened: OpenBook, score: Score, told: Gathered) -> dict[str, bytes]:
    """The quarterly score as workbooks, by file name."""
    from zhibiao.writers.register.score import write_score

    return {
        f"score-{score.quarter}{end}.xlsx": write_score(
            score, told.marks, authority=words.name(opened.city.authority), words=words
        )
        for end, words in both_languages()
    }


def month_papers(opened: OpenBook, month: RegisterMonth, told: Gathered) -> dict[str, bytes]:
    """The month of the register as Word papers, by file name."""
    from zhibiao.writers.register.month import write_register_month

    return _papers(opened, f"bulletin-{month.month}", "docx", partial(write_register_month, month, told.marks))


def register_section(opened: OpenBook, month: Month) -> RegisterSection | None:
    """The register's month for the bulletin, by all that is on record; None where nothing was entered by then."""
    from zhibiao.register.follow_up.month import month_of
    from zhibiao.writers.register.month import RegisterSection as Section

    if not opened.store.register_acts.all():
        return None
    told = gathered(opened, on=month.last_day, known_by=opened.clock.now())
    made = month_of(told.register, month=month, figures=told.figures)
    return Section(month=made, marks=told.marks) if made.total.items else None


def register_items(opened: OpenBook, month: Month) -> RegisterItems | None:
    """What the register asks of a month's meeting; None where nothing was entered."""
    from zhibiao.register.follow_up.item import items_of
    from zhibiao.register.follow_up.pack import decisions_of
    from zhibiao.writers.meeting_pack import RegisterItems as Items

    if not opened.store.register_acts.all():
        return None
    told = gathered(opened, on=month.last_day, known_by=opened.clock.now())
    items = items_of(told.register, told.progress)
    return Items(wanted=decisions_of(items, told.register, told.progress, on=told.on), marks=told.marks)


def minutes_papers(opened: OpenBook, minutes: Minutes, told: Gathered) -> dict[str, bytes]:
    """Minutes as Word papers, by file name."""
    from zhibiao.writers.register.minutes import write_minutes

    return _papers(opened, f"minutes-{minutes.on}", "docx", partial(write_minutes, minutes, told.marks))


def pack_papers(opened: OpenBook, pack: Pack, told: Gathered) -> dict[str, bytes]:
    """The meeting pack as Word papers, by file name."""
    from zhibiao.writers.register.pack import write_pack

    return _papers(opened, f"pack-{pack.agreement.id}-{pack.on}", "docx", partial(write_pack, pack, told.marks))


def brief_papers(opened: OpenBook, outlook: Outlook, told: Gathered) -> dict[str, bytes]:
    """The one-page view as pages, by file name."""
    from zhibiao.writers.register.brief import write_register_brief

    return _papers(opened, f"brief-{outlook.on}", "html", partial(write_register_brief, outlook, told.marks))


def _papers(opened: OpenBook, name: str, ending: str, write: Callable[..., bytes]) -> dict[str, bytes]:
    """A paper in both languages, issued by the book's authority."""
    from zhibiao.writers.register.paper import Issuer

    city = opened.city
    issuer = Issuer(authority=city.authority, city=city.name, note=city.note)
    return {f"{name}{end}.{ending}": write(issuer=issuer, words=words) for end, words in both_languages()}


def put_papers(opened: OpenBook, papers: Mapping[str, bytes], folder: Path | None) -> tuple[Path, ...]:
    """Write papers into a folder, or into the book's own; gives back where they lie."""
    place = folder or opened.folder.out / _FOLDER
    for name, content in papers.items():
        write_out(place / name, content)
    return tuple(place / name for name in papers)
