"""Capacity accounts as tables for a person: classes, months, furnaces with their documents, projects, plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhibiao.assemble.resources import catalogue, dictionary
from zhibiao.cli.show import line, table
from zhibiao.cli.tell import words
from zhibiao.ledger.capacity.views import kind_standings
from zhibiao.terms.text import Language

if TYPE_CHECKING:
    from zhibiao.ledger.capacity.views import ClassStanding
    from zhibiao.procedures.capacity.show import Overview
    from zhibiao.terms.enterprise import City

_STATES = ("opened", "running", "sealed", "dismantled", "project", "cut")


def overview(found: Overview, city: City, lang: Language) -> None:
    """Everything `capacity show` found."""
    month = str(found.as_of or words("capacity.now", lang))
    title = words("capacity.classes", lang, sector=found.sector, month=month)
    heads = [words("capacity.head.quantity", lang), *(_label(f"ledger.account.{one}", lang) for one in _STATES)]
    heads += [words("capacity.head.pledged", lang), _label("ledger.account.barred", lang)]
    table(title, heads, [_class_row(one, lang) for one in found.classes], words=1)
    _kinds(found, lang)
    _months(found, lang)
    for one in found.reductions:
        plain = one.plain() | {"quantity": _class_name(one.quantity, lang)}
        line(words("capacity.reduction", lang, **{name: plain[name] for name in plain if name != "is_met"}))
    _furnaces(found, city, lang)
    _projects(found, lang)
    _plans(found, lang)


def _kinds(found: Overview, lang: Language) -> None:
    rows = [
        (
            _class_name(one.quantity, lang),
            _kind_name(one.kind, lang),
            _label(f"ledger.account.{one.state}", lang),
            one.count,
            f"{one.tonnes:,}",
        )
        for one in kind_standings(standing for standing, _ in found.furnaces)
    ]
    heads = [words(f"capacity.head.{name}", lang) for name in ("quantity", "kind", "state", "count", "tonnes")]
    table("", heads, rows, words=3)


def _months(found: Overview, lang: Language) -> None:
    if not found.months:
        return
    heads = [words("capacity.head.month", lang), words("capacity.head.quantity", lang)]
    rows = [
        (str(month), *_class_row(one, lang)[: len(_STATES) + 1]) for month, classes in found.months for one in classes
    ]
    table("", [*heads, *(_label(f"ledger.account.{one}", lang) for one in _STATES)], rows, words=2)


def _furnaces(found: Overview, city: City, lang: Language) -> None:
    names = ("facility", "kind", "state", "tonnes", "month", "last", "documents")
    rows = [
        (
            f"{one.furnace.enterprise} {city.name_of(one.furnace.enterprise).in_(lang)}",
            one.furnace.facility,
            _kind_name(one.furnace.kind, lang),
            _label(f"ledger.account.{one.state}", lang) if one.state else "—",
            f"{one.tonnes:,}",
            one.last.draft.month,
            _label(f"ledger.reason.{one.last.draft.reason}", lang),
            ", ".join(documents) or one.last.draft.basis[:12],
        )
        for one, documents in found.furnaces
    ]
    heads = [words("head.enterprise", lang), *(words(f"capacity.head.{name}", lang) for name in names)]
    table(words("capacity.furnaces", lang), heads, rows)


def _projects(found: Overview, lang: Language) -> None:
    if not found.projects:
        return
    names = ("project", "quantity", "ratio", "tonnes")
    rows = [
        (one["project"], _class_name(one["quantity"], lang), one["ratio"], f"{one['tonnes']:,}")
        for one in found.projects
    ]
    heads = [words(f"capacity.head.{name}", lang) for name in names]
    table(words("capacity.projects", lang), heads, rows, words=3)


def _plans(found: Overview, lang: Language) -> None:
    if not found.standing:
        return
    heads = [words(f"capacity.head.{name}", lang) for name in ("plan", "act", "person")]
    rows = [
        (plan.id, _label(f"ledger.reason.propose.capacity.{plan.act}", lang), plan.person) for plan in found.standing
    ]
    table(words("capacity.standing", lang), heads, rows)


def _class_row(one: ClassStanding, lang: Language) -> tuple[str, ...]:
    states = (getattr(one, f"{name}_t") for name in (*_STATES, "pledged", "barred"))
    return (_class_name(one.quantity, lang), *(f"{tonnes:,}" for tonnes in states))


def _class_name(quantity: str, lang: Language) -> str:
    """A class as people call it; the field of the return, or the code, for one that has no word of its own."""
    other = dictionary()[quantity].name.in_(lang) if quantity in dictionary() else quantity
    return _word(f"capacity.class.{quantity}", lang, other=other)


def _kind_name(kind: str, lang: Language) -> str:
    return _word(f"capacity.kind.{kind}", lang, other=kind)


def _word(key: str, lang: Language, *, other: str) -> str:
    return _label(key, lang) if key in catalogue().labels else other


def _label(key: str, lang: Language) -> str:
    return str(catalogue().text(key, lang))
