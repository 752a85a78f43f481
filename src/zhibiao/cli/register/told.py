"""How the register is told on a terminal: candidates, items, and one item with all that was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from zhibiao.cli.answer import Answer, show_findings
from zhibiao.cli.register.progress_told import progress_cells, show_links, show_reasons, state_text
from zhibiao.cli.show import line, table
from zhibiao.cli.tell import words
from zhibiao.terms.instant import local_text
from zhibiao.terms.text import Language

if TYPE_CHECKING:
    from zhibiao.assemble.register.desk import RegisterOf
    from zhibiao.procedures.register.take_texts import TakenText
    from zhibiao.register.commitment import Candidate, Terms
    from zhibiao.register.progress.values import Progress
    from zhibiao.register.register import Commitment
    from zhibiao.terms.finding import Finding

_QUOTED = 40


def show_done(opened: RegisterOf, items: Sequence[Commitment]) -> Answer:
    """What an act made of items, with the indicators that they were linked to."""

    def show(lang: Language) -> None:
        show_items(items, lang)
        show_links(items, lang)

    return Answer(
        result={"items": [item_plain(one) for one in items]},
        show=show,
        marks=opened.opened.marks(),
    )


def item_plain(one: Commitment) -> dict[str, Any]:
    """An item as plain values: its terms, sources, first due date, and every act."""
    from zhibiao.register.plain import plain_of, plain_of_deed

    return {
        "id": one.id,
        "terms": plain_of(one.terms),
        "first_due": plain_of(one.first_due),
        "sources": [plain_of(source) for source in one.sources],
        "acts": [
            {"number": act.number, "at": act.at, "person": act.person, **plain_of_deed(act.deed)} for act in one.acts
        ],
    }


def show_taken(taken: Sequence[TakenText], findings: Sequence[Finding], lang: Language) -> None:
    """What became of each text."""
    show_findings(findings, lang)
    for one in taken:
        line(words("register.taken", lang, name=one.name, read=one.read, new=len(one.new), document=one.document[:8]))


def show_candidates(found: Sequence[Candidate], lang: Language) -> None:
    """What waits, the surest first within each text as they stand."""
    heads = [
        words(f"register.head_{name}", lang) for name in ("id", "kind", "title", "figure", "period", "sure", "quote")
    ]
    rows = [
        (
            one.id,
            words(f"register.kind_{one.terms.kind.value}", lang),
            one.terms.title,
            figure_text(one.terms, lang),
            one.terms.period or "—",
            one.confidence,
            _short(one.source.quote),
        )
        for one in found
    ]
    if rows:
        table(words("register.waiting", lang, count=len(rows)), heads, rows, words=7)
    else:
        line(words("register.none_waits", lang))


def show_items(items: Sequence[Commitment], lang: Language, told: Mapping[str, Progress] | None = None) -> None:
    """Items, one a row; with how they stand where that is told."""
    names = ("id", "kind", "title", "figure", "lead", "due", *(("state", "reached", "part", "chance") if told else ()))
    heads = [words(f"register.head_{name}", lang) for name in names]
    rows = [
        (
            one.id,
            words(f"register.kind_{one.terms.kind.value}", lang),
            one.terms.title,
            figure_text(one.terms, lang),
            "、".join(one.terms.parties) or one.terms.lead or "—",
            _due(one),
            *((state_text(told[one.id], lang), *progress_cells(told[one.id])) if told else ()),
        )
        for one in items
    ]
    if rows:
        table(words("register.items", lang, count=len(rows)), heads, rows, words=7)
    else:
        line(words("register.no_item", lang))


def show_item(one: Commitment, lang: Language, told: Mapping[str, Progress]) -> None:
    """One item, how it stands and why, where it comes from, and all that was done."""
    show_items([one], lang)
    show_links([one], lang)
    show_reasons(told[one.id], lang)
    for source in one.sources:
        about = {"name": source.name, "start": source.raw_start, "end": source.raw_end, "quote": source.quote}
        line(words("register.source", lang, **about))
    for act in one.acts:
        line(f"  {act.number} · {local_text(act.at)} · {act.person} · {_deed(act.deed, lang)}")


def figure_text(terms: Terms, lang: Language) -> str:
    """The figure of an item in short: how it binds, the number and its unit."""
    figure = terms.figure
    if figure is None:
        return "—"
    unit = figure.unit or ""
    if figure.base is not None or figure.reached is not None:
        return f"{_plain(figure.base)} → {_plain(figure.reached)} {unit}".strip()
    if figure.value_max is not None:
        return f"{_plain(figure.value)}–{_plain(figure.value_max)} {unit}".strip()
    sign = {"=": "", ">=": "≥ ", "<=": "≤ ", "approx": "≈ ", "range": ""}[figure.comparator.value]
    arrow = {"increase": "+", "decrease": "−"}.get(terms.polarity.value if terms.polarity else "", "")
    change = words(f"register.change_{figure.change.value}", lang) if figure.change.value != "level" else ""
    return " ".join(part for part in (f"{sign}{arrow}{_plain(figure.value)} {unit}".strip(), change) if part)


def _plain(number: object) -> str:
    return "?" if number is None else str(number)


def _due(one: Commitment) -> str:
    due = one.terms.due.isoformat() if one.terms.due else "—"
    return f"{due} ({one.first_due.isoformat()})" if one.first_due and one.first_due != one.terms.due else due


def _deed(deed: object, lang: Language) -> str:
    from zhibiao.register.plain import plain_of_deed

    plain: dict[str, Any] = plain_of_deed(deed)  # type: ignore[arg-type]
    told = [words(f"register.deed_{plain['deed']}", lang)]
    for name in ("claim", "cause"):
        if name in plain:
            told.append(words(f"register.{name}_{plain[name]}", lang))
    told += [
        str(plain[name])
        for name in ("name", "figure", "mover", "due", "reason", "conclusion", "note")
        if plain.get(name)
    ]
    evidence = plain.get("evidence", [])
    return " · ".join([*told, *(f"{one['name']} ({one['sha256'][:8]})" for one in evidence)])


def _short(quote: str) -> str:
    return quote if len(quote) <= _QUOTED else quote[:_QUOTED] + "…"
