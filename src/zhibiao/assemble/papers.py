"""The papers of a month, written into a book's `out/` by the templates of the book or those that come along."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from zhibiao import __version__
from zhibiao.allocation.decision.decision import Decision
from zhibiao.allocation.decision.reading import decision_of_plain
from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.out_file import write_out
from zhibiao.assemble.register.follow_up import register_items, register_section
from zhibiao.assemble.resources import catalogue, dictionary, sector_of
from zhibiao.assessment.monthly import MonthAssessment
from zhibiao.errors import InputRefused
from zhibiao.procedures.ports import DecisionState
from zhibiao.procedures.publish import PaperMakers, Publication, publish_month
from zhibiao.terms.finding import Finding
from zhibiao.terms.period import Month
from zhibiao.terms.text import Language
from zhibiao.writers.annex import write_annex
from zhibiao.writers.brief import write_brief, write_public_brief
from zhibiao.writers.brief_template import NAME, brief_findings, shipped_brief
from zhibiao.writers.bulletin import write_bulletin
from zhibiao.writers.canvas import png_language
from zhibiao.writers.decision_paper import write_decision, write_public_decision
from zhibiao.writers.meeting_pack import Meeting, write_meeting_pack
from zhibiao.writers.notice import write_notice
from zhibiao.writers.paper_folder import PaperFolder
from zhibiao.writers.word_base import PaperBase, read_base
from zhibiao.writers.word_style import base_document
from zhibiao.writers.wording import Words

_BASES: dict[str, Language] = {"paper.docx": "zh", "paper.en.docx": "en"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Templates:
    """A book's own templates; None, or no entry, where those that come along are used."""

    bases: dict[Language, PaperBase]
    brief: str | None


def publish(opened: OpenBook, month: Month, sector: str, *, assessment: MonthAssessment | None = None) -> Publication:
    """Write every paper of a month; the assessment is made unless it is at hand.

    Where the book has a register, bulletin and meeting pack tell of it too.

    Raises:
        InputRefused: `paper_template.refused` with all that is wrong with the book's own templates.
    """
    return publish_month(
        opened.store,
        assessment or opened.assess(month, sector),
        city=opened.city,
        sector=sector_of(sector),
        dictionary=dictionary(),
        rulebook=opened.rulebook(sector, month.year),
        people={person.id: person.name for person in opened.folder.settings.people},
        makers=_makers(opened, month, sector, templates_of(opened)),
        shelf=PaperFolder(opened.folder.out),
        code_version=__version__,
    )


def font_findings() -> tuple[Finding, ...]:
    """What the pictures of Chinese papers lack on this machine: a font, and then their words are English."""
    return png_language("zh")[1]


def templates_of(opened: OpenBook) -> Templates:
    """The templates in the book folder's `templates/`, checked; InputRefused `paper_template.refused`."""
    folder = opened.folder.templates
    bases: dict[Language, PaperBase] = {}
    findings: list[Finding] = []
    for name, lang in _BASES.items():
        if (folder / name).is_file():
            base, wrong = read_base((folder / name).read_bytes(), file=f"{folder.name}/{name}")
            findings += wrong
            bases |= {} if base is None else {lang: base}
    brief = (folder / NAME).read_bytes() if (folder / NAME).is_file() else None
    if brief is not None:
        findings += brief_findings(brief, file=f"{folder.name}/{NAME}")
    if findings:
        raise InputRefused("paper_template.refused", findings, count=len(findings))
    return Templates(bases=bases, brief=None if brief is None else brief.decode())


def write_paper_templates(folder: Path) -> tuple[Path, ...]:
    """Write the templates that come along into a folder, to be changed and put into a book's `templates/`."""
    files = {name: base_document(lang) for name, lang in _BASES.items()} | {NAME: shipped_brief().encode()}
    for name, content in files.items():
        write_out(folder / name, content)
    return tuple(folder / name for name in files)


def _makers(opened: OpenBook, month: Month, sector: str, own: Templates) -> PaperMakers:
    zh, en = Words(catalogue(), "zh"), Words(catalogue(), "en")
    zh_base, en_base = own.bases.get("zh"), own.bases.get("en")
    register = register_section(opened, month)
    meeting = partial(Meeting, pending=_pending(opened, month, sector), register=register_items(opened, month))
    return PaperMakers(
        city={
            "bulletin.docx": partial(write_bulletin, words=zh, register=register, base=zh_base),
            "annex.xlsx": partial(write_annex, words=zh),
            "brief.html": partial(write_brief, words=zh, template=own.brief),
            "brief.en.html": partial(write_brief, words=en, template=own.brief),
            "meeting.docx": lambda dossier: write_meeting_pack(meeting(dossier=dossier), zh, base=zh_base),
            "meeting.en.docx": lambda dossier: write_meeting_pack(meeting(dossier=dossier), en, base=en_base),
        },
        notices={
            ".docx": partial(write_notice, words=zh, base=zh_base),
            ".en.docx": partial(write_notice, words=en, base=en_base),
        },
        decision={
            "decision.docx": partial(write_decision, words=zh, base=zh_base),
            "decision.en.docx": partial(write_decision, words=en, base=en_base),
        },
        public={
            "brief.public.html": partial(write_public_brief, words=zh, template=own.brief),
            "brief.public.en.html": partial(write_public_brief, words=en, template=own.brief),
        },
        public_decision={
            "decision.public.docx": partial(write_public_decision, words=zh, base=zh_base),
            "decision.public.en.docx": partial(write_public_decision, words=en, base=en_base),
        },
    )


def _pending(opened: OpenBook, month: Month, sector: str) -> tuple[Decision, ...]:
    """Decisions of the year, up to the month after, that are drafted or approved and wait for the next person."""
    waiting = (DecisionState.DRAFT, DecisionState.APPROVED)
    found = [item for item in opened.store.decisions(sector=sector, plan_year=month.year) if item.state in waiting]
    return tuple(decision_of_plain(item.body) for item in found if item.body["as_of"] <= str(month))
