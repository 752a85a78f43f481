"""How an item stands, in words: state, reached of promised, chance, and the reasons why it stands so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from zhibiao.assemble.resources import catalogue
from zhibiao.cli.show import line, percent
from zhibiao.cli.tell import words
from zhibiao.terms.exact import plain_decimal, printed
from zhibiao.terms.text import Language

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from zhibiao.register.progress.values import Gap, Measure, Progress
    from zhibiao.register.register import Commitment

_PLACES = 2


def progress_cells(progress: Progress) -> tuple[str, str, str]:
    """Reached of promised, the share of it, and the chance that it is kept."""
    return (
        measure_text(progress.measure),
        percent(progress.measure.share, signed=False),
        percent(progress.chance.chance if progress.chance else None, signed=False),
    )


def state_text(progress: Progress, lang: Language) -> str:
    """The state in words, marked where it is overdue or blocked."""
    marks = [words("register.overdue", lang)] if progress.overdue else []
    marks += [words("register.blocked", lang)] if progress.blocks else []
    return " · ".join([catalogue().text(f"progress.state.{progress.state.value}", lang), *marks])


def measure_text(measure: Measure) -> str:
    """Reached of promised, with the unit."""
    if measure.reached is None and measure.promised is None:
        return "—"
    numbers = [_number(measure.reached)]
    if measure.promised is not None:
        numbers.append(_number(measure.promised))
    return f"{' / '.join(numbers)} {measure.unit}".strip()


def show_links(items: Sequence[Commitment], lang: Language) -> None:
    """Which indicators tell the progress of items, so that a person sees what was linked."""
    from zhibiao.assemble.resources import indicators

    for one in items:
        if one.terms.indicator in indicators():
            indicator = indicators().by_code[one.terms.indicator]
            name = indicator.name.in_(lang)
            line(words("register.linked", lang, item=one.id, name=name, code=indicator.code))


def show_reasons(progress: Progress, lang: Language) -> None:
    """Why an item stands so: its state, its reasons, blocks, gaps, sides and chance."""
    state = state_text(progress, lang)
    line(
        words("register.stands", lang, on=progress.on.isoformat(), state=state, reached=measure_text(progress.measure))
    )
    for text in _reasons(progress, lang):
        line("  " + text)


def _reasons(progress: Progress, lang: Language) -> Iterator[str]:
    for one in progress.because:
        yield catalogue().text(one.code, lang, **one.facts)
    if chance := progress.chance:
        facts = {"chance": percent(chance.chance, signed=False), "expected": _number(chance.expected)}
        band = {"low": _number(chance.low), "high": _number(chance.high), "unit": progress.measure.unit}
        yield words("register.chance", lang, **facts, **band)
    for block in progress.blocks:
        cause = words(f"register.cause_{block.cause.value}", lang)
        yield words("register.held_up", lang, cause=cause, mover=block.mover, days=block.days)
    if progress.slipped_days:
        first = progress.first_due.isoformat() if progress.first_due else "—"
        yield words("register.slipped", lang, first=first, days=progress.slipped_days, times=len(progress.moves))
    if progress.coverage:
        yield from (_gap(gap, lang) for gap in progress.coverage.gaps)
    for side in progress.sides:
        counts = {name: getattr(side, name) for name in ("done", "claimed", "open", "blocked")}
        yield words("register.side", lang, name=side.name or "—", **counts)
        yield from (
            words("register.move_of", lang, item=owed.commitment, title=owed.title, movers="、".join(owed.movers))
            for owed in side.owed
            if owed.movers
        )


def _gap(gap: Gap, lang: Language) -> str:
    level = words(f"register.level_{gap.level or 'any'}", lang)
    days = {"first": gap.first.isoformat(), "last": gap.last.isoformat()}
    held = {"asked": gap.asked, "held": gap.shown + gap.claimed, "planned": gap.planned}
    return words(
        "register.gap_ahead" if gap.ahead else "register.gap", lang, name=gap.name, level=level, **days, **held
    )


def _number(value: Fraction | None) -> str:
    return "—" if value is None else plain_decimal(printed(value, _PLACES))
