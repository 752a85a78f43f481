"""The papers of a month, written into a book's `out/`."""

from __future__ import annotations

from functools import partial

from zhibiao import __version__
from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.register.follow_up import register_section
from zhibiao.assemble.resources import catalogue, dictionary, sector_of
from zhibiao.assessment.monthly import MonthAssessment
from zhibiao.procedures.publish import PaperMakers, Publication, publish_month
from zhibiao.terms.finding import Finding
from zhibiao.terms.period import Month
from zhibiao.writers.annex import write_annex
from zhibiao.writers.brief import write_brief
from zhibiao.writers.bulletin import write_bulletin
from zhibiao.writers.canvas import png_language
from zhibiao.writers.notice import write_notice
from zhibiao.writers.paper_folder import PaperFolder
from zhibiao.writers.register.month import RegisterSection
from zhibiao.writers.wording import Words


def publish(opened: OpenBook, month: Month, sector: str, *, assessment: MonthAssessment | None = None) -> Publication:
    """Write bulletin, annex, brief and notices of a month; the assessment is made unless it is at hand.

    Where the book has a register, the bulletin tells of its month too.
    """
    return publish_month(
        opened.store,
        assessment or opened.assess(month, sector),
        city=opened.city,
        sector=sector_of(sector),
        dictionary=dictionary(),
        rulebook=opened.rulebook(sector, month.year),
        people={person.id: person.name for person in opened.folder.settings.people},
        makers=_makers(register_section(opened, month)),
        shelf=PaperFolder(opened.folder.out),
        code_version=__version__,
    )


def font_findings() -> tuple[Finding, ...]:
    """What the pictures of Chinese papers lack on this machine: a font, and then their words are English."""
    return png_language("zh")[1]


def _makers(register: RegisterSection | None) -> PaperMakers:
    zh, en = Words(catalogue(), "zh"), Words(catalogue(), "en")
    return PaperMakers(
        city={
            "bulletin.docx": partial(write_bulletin, words=zh, register=register),
            "annex.xlsx": partial(write_annex, words=zh),
            "brief.html": partial(write_brief, words=zh),
            "brief.en.html": partial(write_brief, words=en),
        },
        notices={".docx": partial(write_notice, words=zh), ".en.docx": partial(write_notice, words=en)},
    )
