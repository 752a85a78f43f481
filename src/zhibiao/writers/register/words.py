"""How papers of the register word an item: state, dates, blocks, figures and what is asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from zhibiao.register.follow_up.ask import Ask
from zhibiao.register.follow_up.item import Item
from zhibiao.register.follow_up.marks import RegisterMarks
from zhibiao.register.progress.values import Chance, Gap, Measure, Standing, State
from zhibiao.terms.exact import plain_decimal, printed
from zhibiao.terms.text import Language
from zhibiao.writers.printable import printable
from zhibiao.writers.wording import Words, figure

_PLACES = 2
_LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class RegisterWords:
    """The words of one paper of the register, in one language."""

    words: Words

    @property
    def lang(self) -> Language:
        """The language."""
        return self.words.lang

    def __call__(self, key: str, **facts: object) -> str:
        """The label `paper.register.<key>`."""
        return self.words(f"register.{key}", **facts)

    def title(self, item: Item) -> str:
        """What the item is called, with its number in the list that it comes from."""
        title = printable(item.title, most=_LONGEST_TITLE)
        return self("numbered", number=printable(item.number), title=title) if item.number else title

    def unit(self, name: str) -> str:
        """A unit, or that none is named."""
        return printable(name, most=_LONGEST_TITLE) or self("no_unit")

    def units(self, names: Sequence[str]) -> str:
        """Several units."""
        return self.words.joined([self.unit(name) for name in names])

    def kind(self, item: Item) -> str:
        """What kind of item it is."""
        return self.words.label(f"cli.register.kind_{item.kind.value}")

    def state(self, item: Item) -> str:
        """How it stands, marked where it is overdue."""
        state = self.state_name(item.state)
        return self("state_overdue", state=state) if item.overdue else state

    def state_name(self, state: State) -> str:
        """A state."""
        return self.words.label(f"progress.state.{state.value}")

    def day(self, day: dt.date | None) -> str:
        """A day as tables print it, a dash for none."""
        return day.isoformat() if day else self.words("mark.none")

    def due(self, item: Item) -> str:
        """The due date, with the first one where it was moved."""
        if item.due is None:
            return self("no_due")
        if not item.was_moved or item.first_due is None:
            return item.due.isoformat()
        return self("due_moved", due=item.due, first=item.first_due, times=item.times_moved)

    def left(self, item: Item) -> str:
        """Days left or over."""
        if item.days_left is None or not item.is_open:
            return self.words("mark.none")
        return self("days_over" if item.days_left < 0 else "days_left", days=abs(item.days_left))

    def cause(self, block: Standing) -> str:
        """What kind of thing holds it up."""
        return self.words.label(f"cli.register.cause_{block.cause.value}")

    def block(self, block: Standing) -> str:
        """What holds it up, whose move it is, for how many days."""
        return self("block", cause=self.cause(block), mover=self.unit(block.mover), days=block.days)

    def measure(self, measure: Measure) -> str:
        """Reached of promised with the unit, a dash where nobody knows."""
        if measure.reached is None and measure.promised is None:
            return self.words("mark.none")
        numbers = [self.number(measure.reached)]
        if measure.promised is not None:
            numbers.append(self.number(measure.promised))
        return f"{' / '.join(numbers)} {printable(measure.unit)}".strip()

    def number(self, value: Fraction | None) -> str:
        """A number with at most two decimals."""
        return self.words("mark.none") if value is None else plain_decimal(printed(value, _PLACES)).replace("-", "−")

    def share(self, share: Fraction | None) -> str:
        """A share in per cent with one decimal."""
        return self.words("mark.none") if share is None else f"{figure(share * 100, 1)}%"

    def chance(self, chance: Chance | None) -> str:
        """The chance of being kept, in whole per cent; draws do not tell it closer."""
        return self.words("mark.none") if chance is None else f"{figure(chance.chance * 100, 0)}%"

    def asked(self, ask: Ask) -> str:
        """What is asked, without of whom and by when."""
        return self(f"ask.{ask.what.value}")

    def ask(self, ask: Ask) -> str:
        """What is asked of whom by when, as a sentence."""
        return self("asked", unit=self.unit(ask.of), by=ask.by.isoformat(), what=self.asked(ask))

    def level(self, level: str) -> str:
        """The level of an event."""
        known = level if level in {"theme", "focus", "feature"} else "any"
        return self.words.label(f"cli.register.level_{known}")

    def gap(self, gap: Gap) -> str:
        """A span that lacks events: which, what it asks and what it has."""
        facts = {"name": gap.name, "first": gap.first, "last": gap.last, "level": self.level(gap.level)}
        return self("gap", **facts, asked=gap.asked, held=gap.shown + gap.claimed, planned=gap.planned)

    def marks(self, marks: RegisterMarks) -> list[str]:
        """The marks in full, one a line."""
        act = self("mark_act", number=marks.last_act, day=self.day(marks.last_act_on), on=marks.on)
        head = [self.words("marks.ledger_head", value=marks.ledger_head)] if marks.ledger_head else []
        return [act, *head, self.words("marks.code_version", value=marks.code_version)]

    def foot(self, marks: RegisterMarks) -> str:
        """The marks in short, for the foot of each page."""
        parts = [self("foot_act", number=marks.last_act)]
        if marks.ledger_head:
            parts.append(self.words("foot.ledger", value=marks.ledger_head[:12]))
        return " · ".join([*parts, self.words("foot.code", value=marks.code_version)])
