"""Who a figure is put down to: nobody for statistics, a project's builder for its effects, one side each for 分别."""

from __future__ import annotations

import re
from dataclasses import replace

from zhibiao.texts.layout import Layout, Role
from zhibiao.texts.parties import Parties
from zhibiao.texts.projects import Projects
from zhibiao.texts.statement import Change, Statement, StatementKind

_OVER = re.compile(r"已|累计|完成了|目前|截至")
_WHOLE = re.compile(r"[全我本][国省市县区年]|行业")
_HELD = ("举办", "召开", "举行", "组织")


def with_actors(figure: Statement, projects: Projects, parties: Parties) -> Statement:
    """The figure with the actors that are its own.

    Statistics have none; an event that somebody held has. What a project is to bring once it runs is its builder's,
    where both stand in one paragraph. A figure for which somebody is made answerable is to be reached, not a result.
    Of several parties in one clause the one counts that the subject names.
    """
    layout = parties.page.layout
    duty = parties.duty_of(figure.start, figure.end)
    told = _OVER.search(layout.text, figure.start, figure.end) or _is_of_past_column(figure, parties)
    if duty and figure.kind is StatementKind.RESULT and not told:
        return replace(figure, kind=StatementKind.TARGET, actors=duty)
    if figure.kind is StatementKind.RESULT:
        return figure if _is_event(figure) else replace(figure, actors=())
    if figure.kind is not StatementKind.TARGET:
        return figure
    project = projects.at(figure.start)
    if project is not None and project.actors and _is_near(layout, project.start, figure.start):
        return replace(figure, actors=project.actors)
    named = tuple(actor for actor in figure.actors if actor in figure.subject)
    return replace(figure, actors=named) if len(figure.actors) > 1 and named else figure


def _is_of_past_column(figure: Statement, parties: Parties) -> bool:
    """Whether a figure in a row of duties is of a column that tells of a time that is over, the base of the goal."""
    layout, published = parties.page.layout, parties.page.published
    if layout.lines[layout.line_at(figure.start)].role is not Role.ROW or not figure.period or published is None:
        return False
    last = figure.period.rpartition("..")[2]
    return not figure.period.startswith("..") and bool(last) and last < published.isoformat()[: len(last)]


def _is_near(layout: Layout, project: int, figure: int) -> bool:
    """Whether what a figure tells stands in the project's paragraph, or opens none of its own on a whole area."""
    apart = layout.line_at(figure) - layout.line_at(project)
    return apart == 0 or (apart == 1 and not _WHOLE.search(layout.text, *_sentence(layout, figure)))


def _sentence(layout: Layout, at: int) -> tuple[int, int]:
    sentence = layout.sentences[layout.sentence_at(at)]
    return sentence.start, sentence.end


def with_place(figure: Statement, parties: Parties) -> Statement:
    """The figure put in the area with whose name its subject begins (`河北省、辽宁省分别增长…`)."""
    name = parties.place_at_head_of(figure.subject)
    return replace(figure, place=name) if name else figure


def with_builder(project: Statement, parties: Parties) -> Statement:
    """The statement of a project, put down to the firm that acts in its sentence where nobody is named as builder."""
    if project.actors:
        return replace(project, actors=parties.meant_by(project.actors, project.start))
    if project.kind is not StatementKind.PROJECT:
        return project
    return replace(project, actors=parties.firm_of(project.start))


def _is_event(figure: Statement) -> bool:
    is_count = figure.figure is not None and figure.figure.change is Change.LEVEL
    return is_count and figure.subject.startswith(_HELD)
