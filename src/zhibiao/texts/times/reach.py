"""Which time rules a place of the page: its own, else the nearest stated one in its sentence, paragraph and section."""

from __future__ import annotations

from dataclasses import dataclass

from zhibiao.texts.layout import Role as LineRole
from zhibiao.texts.page import Page
from zhibiao.texts.times.asked import Asked, asked
from zhibiao.texts.times.carry import HEADS, SILENT, carried, is_bracketed, is_rule, is_yearly
from zhibiao.texts.times.mentions import Mentions
from zhibiao.texts.times.stretch import Role, Stretch, TimeMention
from zhibiao.texts.times.tables import limit_place, row_places
from zhibiao.texts.times.ways import way_of

_LATER = frozenset((Role.HORIZON, Role.DEADLINE, Role.OPEN))


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """The expressions of time of a page in order, and how far each reaches."""

    page: Page
    mentions: tuple[TimeMention, ...]

    def own(self, start: int, end: int) -> tuple[TimeMention, ...]:
        """The expressions that stand between two places, wholly or in part."""
        return Mentions(self.mentions).between(start, end)

    def period_of(self, start: int, end: int, *, is_deadline: bool = False) -> str | None:
        """The period of what stands between two places, as the register writes it; None where it is not to be known.

        `is_deadline`: what stands there is still to be done, so that neither an event nor a time that is over rules it.
        """
        stretch = self._stretch(asked(self.page, start, end, is_deadline=is_deadline))
        return stretch.written if stretch else None

    def date_of(self, start: int, end: int) -> str | None:
        """The day of the event told between two places: in its sentence, else the nearest before it."""
        place = asked(self.page, start, end, is_deadline=False)
        events = (Role.EVENT, Role.REPORTED)
        inside = self.own(place.sentence[0], max(end, place.sentence[1]))
        nearby = (*inside, *Mentions(self.mentions).before(0, start))
        return next((one.period for one in nearby if one.role in events and one.stretch), None)

    def is_ahead(self, start: int, end: int) -> bool | None:
        """Whether that time lies in the future of the page or still runs; None where nothing says."""
        place = asked(self.page, start, end, is_deadline=False)
        published, ruling, stretch = self.page.published, self._ruling(place), self._stretch(place)
        if published is None or stretch is None:
            if place.tells_what_will_be or (ruling is not None and self._is_later(ruling)):
                return True
            if place.tells_what_was:
                return False
            return True if is_rule(place) else None
        if stretch.begins_after(published) or (stretch.first is None and not stretch.ends_by(published)):
            return True
        if stretch.ends_by(published):
            return False
        if stretch.is_up_to(published):
            return place.tells_what_will_be and not place.tells_what_was
        return not place.tells_what_was

    def _is_later(self, one: TimeMention) -> bool:
        """Whether an expression means what is to come, whenever it be (投产后)."""
        return one.role in _LATER or (one.role is Role.UNKNOWN and self.page.text[one.end - 1] == "后")

    def _stretch(self, place: Asked) -> Stretch | None:
        way = way_of(Mentions(self.mentions), place)
        if way is not None and way.last is not None:
            return Stretch(way.first, way.last)
        found = self._ruling(place) if way is None else self._carried(place)
        stretch = found.stretch if found else None
        return way.up_to(stretch) if way else stretch

    def _ruling(self, place: Asked) -> TimeMention | None:
        """The expression that rules a place: its own, else one carried to it."""
        mentions = Mentions(self.mentions)
        return _told_apart(mentions, place) or _own(mentions, place) or self._carried(place)

    def _carried(self, place: Asked) -> TimeMention | None:
        mentions = Mentions(self.mentions)
        recurs = any(one.role is Role.RECURRING for one in mentions.between(*place.clause))
        return next((one for one in carried(mentions, place) if is_yearly(one) or not recurs), None)


def _own(mentions: Mentions, place: Asked) -> TimeMention | None:
    """The expression of the clause itself: the last before the place, else the first behind it, else of its cell."""
    text = place.page.text
    usable = [
        one for one in mentions.between(*place.clause) if one.role not in SILENT and not is_bracketed(text, one, place)
    ]
    if place.is_deadline:
        usable = [one for one in usable if one.role not in (Role.EVENT, Role.NOW)] or usable
    before = [one for one in usable if one.start <= place.start]
    return before[-1] if before else (usable[0] if usable else _in_table(mentions, place))


def _told_apart(mentions: Mentions, place: Asked) -> TimeMention | None:
    """2025年、2026年采矿分别不超过9万吨、8万吨: to each number its year."""
    apart = place.page.text.rfind("分别", place.clause[0], place.start)
    if apart < 0:
        return None
    listed = [one for one in mentions.between(place.clause[0], apart) if one.role not in SILENT]
    told = [one for one in place.page.within(apart, place.sentence[1]) if one.bar is None]
    index = next((number for number, one in enumerate(told) if one.start <= place.start < one.end), None)
    return listed[index] if index is not None and 2 <= len(listed) == len(told) else None


def _in_table(mentions: Mentions, place: Asked) -> TimeMention | None:
    """What the heads of a cell's column and row state, else a deadline that the row states anywhere."""
    lines = place.page.layout.lines
    if not lines or lines[place.line].role is not LineRole.ROW:
        return None
    limit = limit_place(place.page.layout, place.start)
    due = next((one for one in mentions.between(*limit) if one.role is Role.DEADLINE), None) if limit else None
    if due is not None:
        return due
    for spot in row_places(place.page.layout, place.start):
        heads = [one for one in mentions.between(*spot) if one.role in HEADS]
        if heads:
            return heads[-1]
    line = lines[place.line]
    return next((one for one in mentions.between(line.start, line.end) if one.role is Role.DEADLINE), None)
