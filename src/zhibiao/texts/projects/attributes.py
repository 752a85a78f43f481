"""Turns figures in the reach of a named project into its attributes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from zhibiao.texts.projects.mention import ProjectMention, Projects
from zhibiao.texts.statement import Change, Statement, StatementKind

ATTRIBUTE = "texts.because.project_attribute"
_WORDS = re.compile(
    r"投资|概算|储量|资源量|品位|工期|周期|服务年限|产能|能力|规模|装机|年产|可产|生产|处理|进度|完成率|库容|容积|回收率|年加工|消纳|发电量|采选|开采|建成后|投产后|达产后"
)
_EFFECTS = re.compile(
    r"营收|营业收入|销售收入|产值|税收|利税|纳税|利润|就业|岗位|用工|节约|减排|节能|减少|效益|增加值|创汇|收益|节省|降低"
)
_PROGRESS = re.compile(r"进度|完成|累计|率")
_PIECES = {"座", "条", "台", "套", "孔", "台套", "台(套)", "口"}


def as_attributes(figures: Iterable[Statement], projects: Projects) -> list[Statement]:
    """The figures, those that tell an attribute of a named project turned into statements of that project.

    Effects after completion (output value, taxes, jobs) stay targets; a sum over many projects is in nobody's reach.
    """
    return [_turned(figure, projects.at(figure.start)) for figure in figures]


def _turned(figure: Statement, project: ProjectMention | None) -> Statement:
    if project is None or figure.figure is None or figure.figure.change not in {Change.LEVEL, Change.SHARE}:
        return figure
    if _EFFECTS.search(figure.subject):
        return figure
    if not _WORDS.search(figure.subject) and figure.figure.unit not in _PIECES:
        return figure
    is_progress = bool(_PROGRESS.search(figure.subject))
    return replace(
        figure,
        kind=StatementKind.PROJECT,
        subject=_subject(project, figure.subject),
        polarity=None,
        period=figure.period if is_progress else None,
        actors=project.actors,
        status=project.status,
        because=(*figure.because, ATTRIBUTE),
    )


def _subject(project: ProjectMention, subject: str) -> str:
    """The project's stem and what the figure measures, the name not said twice."""
    for known in (project.name, project.stem):
        if known in subject:
            return subject
    return project.stem + re.sub(r"^(?:该|本)?(?:项目|工程)", "", subject)
