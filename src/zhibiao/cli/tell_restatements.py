"""What the verbs on restatements say to a person: versions, figures that differ, and what rests on the earlier ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from zhibiao.assemble.resources import catalogue
from zhibiao.assemble.restatements import field_name, form_order, shown_figure, shown_step
from zhibiao.cli.show import line, table, ten_kt, unit_of_mass
from zhibiao.monthly.restatement import Vintage, revisions
from zhibiao.monthly.returns import Return
from zhibiao.terms.instant import LOCAL
from zhibiao.terms.text import Language

if TYPE_CHECKING:
    from zhibiao.monthly.restatement import Revision
    from zhibiao.procedures.known_returns import KnownReturns
    from zhibiao.procedures.touched import Booked, TouchedDecision, Touches
    from zhibiao.terms.citation import Place
    from zhibiao.terms.enterprise import City
    from zhibiao.terms.period import Period

_IN_FULL = 3  # as many restatements are shown with every figure; of more a line each
_NAMED = 3  # as many used figures are named beside a decision


def known(found: KnownReturns, city: City, lang: Language, *, with_figures: bool) -> None:
    """What an enterprise had filed by an instant."""
    name = city.name_of(found.enterprise).in_(lang)
    by = _words("known.all", lang) if found.known_by is None else _words("known.by", lang, at=_beijing(found.known_by))
    if not found.versions:
        line(_words("known.none", lang, enterprise=found.enterprise, name=name, by=by))
        return
    heads = ("period", "version", "received", "file", "figures", "differ", "stands")
    table(
        _words("known.title", lang, enterprise=found.enterprise, name=name, by=by),
        [_words(f"head.{key}", lang) for key in heads],
        [_version_row(found, item, lang) for item in found.versions],
        words=4,
    )
    for period in found.periods if with_figures else ():
        _vintages(found, period, lang)
    line(_words("known.legend" if with_figures else "known.narrow", lang))


def restated(found: Sequence[Touches], city: City, lang: Language) -> None:
    """Restatements: a line each, and the few in full."""
    if not found:
        line(_words("none", lang))
        return
    heads = ("return", "received", "replaces", "differ", "decisions", "otherwise", "booked")
    table(
        _words("title", lang, count=len(found), unit=unit_of_mass(lang)),
        [_words(f"head.{key}", lang) for key in heads],
        [_summary_row(one, lang) for one in found],
        words=3,
    )
    for one in found if len(found) <= _IN_FULL else ():
        _in_full(one, city, lang)
    if len(found) > _IN_FULL:
        line(_words("narrow", lang))
    line(_words("only_a_decision", lang))


def touched(one: Touches, lang: Language) -> None:
    """One line about a restatement just taken in."""
    otherwise = sum(decision.used_otherwise for decision in one.decisions)
    booked = one.booked.stands_t if one.booked else 0
    facts = {"reference": one.restatement.after.reference, "decisions": len(one.decisions), "otherwise": otherwise}
    line("    " + _words("touches", lang, **facts, booked=ten_kt(booked, lang), unit=unit_of_mass(lang)))


def _version_row(found: KnownReturns, item: Return, lang: Language) -> tuple[object, ...]:
    before = [one for one in found.versions if one.period == item.period and one.version < item.version]
    differ = str(len(revisions(before[-1], item))) if before else "—"
    stands = _words("stands" if item.reference in found.standing else "replaced", lang)
    when = _beijing(item.received_at)
    return (str(item.period), f"v{item.version}", when, _file(item), len(item.facts), differ, stands)


def _vintages(found: KnownReturns, period: Period, lang: Language) -> None:
    versions = [item for item in found.versions if item.period == period]
    rows = []
    by_field = found.vintages(period)
    for field, scope in sorted(by_field, key=lambda key: (form_order(key[0]), key[1])):
        values = by_field[field, scope]
        shown = [_vintage(one, field, lang) for one in values]
        cell = next((_cell(one.fact.place, lang) for one in reversed(values) if one.fact), "—")
        rows.append((field_name(field).in_(lang), _words(f"scope.{scope.value}", lang), *shown, cell))
    heads = [_words("head.field", lang), _words("head.scope", lang)]
    heads += [f"v{item.version} {_beijing(item.received_at)[:10]}" for item in versions]
    table(str(period), [*heads, _words("head.cell", lang)], rows, words=2)


def _vintage(one: Vintage, field: str, lang: Language) -> str:
    if one.fact is None:
        return "—"
    return shown_figure(one.fact.value, field, lang) if one.is_new else "="


def _summary_row(one: Touches, lang: Language) -> tuple[object, ...]:
    after = one.restatement.after
    return (
        after.reference,
        _beijing(after.received_at),
        _replaced(one),
        len(one.restatement.revisions) if one.restatement.earlier else "—",
        len(one.decisions),
        sum(decision.used_otherwise for decision in one.decisions),
        ten_kt(one.booked.stands_t, lang) if one.booked and one.booked.stands_t else "—",
    )


def _in_full(one: Touches, city: City, lang: Language) -> None:
    after = one.restatement.after
    name = city.name_of(after.enterprise).in_(lang)
    line("")
    line(_words("one", lang, reference=after.reference, name=name, at=_beijing(after.received_at), file=_file(after)))
    for item in one.restatement.replaced:
        line("  " + _words("follows", lang, reference=item.reference, at=_beijing(item.received_at), file=_file(item)))
    if not one.stands:
        line("  " + _words("followed", lang))
    if not one.restatement.has_new_figures:
        line("  " + _words("same_figures", lang))
    if one.restatement.revisions:
        heads = [
            _words(f"head.{key}", lang)
            for key in ("field", "scope", "before", "after", "difference", "cell_before", "cell_after")
        ]
        ordered = sorted(one.restatement.revisions, key=lambda item: (form_order(item.field), item.scope))
        rows = [_revision_row(item, lang) for item in ordered]
        table(_words("figures", lang), heads, rows, words=2)
    if one.decisions:
        columns = [_words(f"head.{key}", lang) for key in ("decision", "state", "cites", "used")]
        table(_words("decisions", lang), columns, [_decision_row(item, lang) for item in one.decisions], words=4)
    for text in _rests(one, lang):
        line("  " + text)


def _revision_row(item: Revision, lang: Language) -> tuple[str, ...]:
    before, after = (None if fact is None else fact.value for fact in (item.before, item.after))
    cells = ["—" if fact is None else _cell(fact.place, lang) for fact in (item.before, item.after)]
    difference = item.difference
    shown = _words(f"change.{item.change.value}", lang)
    if difference is not None:
        shown = ("+" if difference > 0 else "") + shown_step(difference, Decimal(0), item.field, lang)[0]
    span = _words(f"scope.{item.scope.value}", lang)
    return (field_name(item.field).in_(lang), span, *shown_step(before, after, item.field, lang), shown, *cells)


def _decision_row(item: TouchedDecision, lang: Language) -> tuple[str, ...]:
    return (item.id, item.state.words.in_(lang), "\n".join(item.cited), _used(item, lang))


def _used(item: TouchedDecision, lang: Language) -> str:
    if not item.used_otherwise:
        return _words("used.same" if item.figures else "used.nothing", lang)
    steps = []
    for figure in sorted(item.changed, key=lambda figure: form_order(figure.field))[:_NAMED]:
        before, after = shown_step(figure.before, figure.after, figure.field, lang)
        steps.append(f"{field_name(figure.field).in_(lang)} {before} → {after}")
    if more := len(item.changed) - len(steps):
        steps.append(_words("used.more", lang, count=more))
    if not item.covers_same_months:
        steps.append(_words("used.other_months", lang))
    return "\n".join(steps)


def _rests(one: Touches, lang: Language) -> Iterator[str]:
    """Bookings and bases, in words."""
    if one.booked:
        yield from _booked(one.booked, lang)
    for base in one.bases:
        facts = {"statement": base.statement, "opens": base.opens, "year": base.year, "unit": unit_of_mass(lang)}
        if base.before_t is None:
            yield _words("base.scored", lang, **facts)
        else:
            before, after = ten_kt(base.before_t, lang), ten_kt(base.after_t, lang)
            yield _words("base.same" if before == after else "base.other", lang, **facts, before=before, after=after)


def _booked(booked: Booked, lang: Language) -> Iterator[str]:
    unit = unit_of_mass(lang)
    shown = [entry for entry in booked.entries if not (booked.stands_t and entry.turned_back_by)]
    months = "、".join(dict.fromkeys(entry.month or str(booked.plan_year) for entry in shown))
    if not booked.stands_t:
        yield _words("booked.turned_back", lang, months=months)
        return
    yield _words("booked.stands", lang, months=months, tonnes=ten_kt(booked.stands_t, lang), unit=unit)
    if booked.difference_t == 0:
        yield _words("booked.same", lang)
        return
    tonnes = "—" if booked.difference_t is None else f"{booked.difference_t:+,}"
    key = "year_closed" if not booked.next_close else "missing" if booked.difference_t is None else "next"
    yield _words(f"booked.{key}", lang, close=booked.next_close, year=booked.plan_year, tonnes=tonnes)


def _replaced(one: Touches) -> str:
    after = one.restatement.after
    return "\n".join(
        f"v{item.version}" if item.period == after.period else f"{item.period}/v{item.version}"
        for item in one.restatement.replaced
    )


def _file(item: Return) -> str:
    return next((fact.place.file for fact in item.facts if fact.place.file), "") or item.file_sha256[:8] or "—"


def _cell(place: Place, lang: Language) -> str:
    where = place.cell or (_words("row", lang, row=place.row) if place.row else "")
    return "!".join(part for part in (place.sheet, where) if part) or "—"


def _beijing(instant: dt.datetime) -> str:
    return instant.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M")


def _words(key: str, lang: Language, **facts: object) -> str:
    return catalogue().text(f"restatement.{key}", lang, **facts)
