"""An item of the register as papers print it: how it stands, since when nobody spoke of it, and what holds it up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from zhibiao.register.commitment import CommitmentKind
from zhibiao.register.deeds import Act, Blocked
from zhibiao.register.progress.names import folded_name
from zhibiao.register.progress.values import SETTLED, Chance, Measure, Progress, Standing, State
from zhibiao.register.register import Commitment, Register
from zhibiao.terms.instant import LOCAL, instant_of

_BY_RETURNS = "progress.by_returns"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item that somebody owes.

    Args:
        id, number, kind, title, agreement: as the register has them.
        unit: lead unit in one spelling, "" where nobody is named.
        others: responsible units.
        state: how it stands.
        overdue: whether its day is past and nothing shows it done; never without a due date.
        due, first_due: as they are now, and as they were first.
        times_moved, slipped_days: how often and by how much the due date was moved.
        days_left: until it is due, negative after.
        silent_days: days since anybody spoke of it; None where returns tell it month by month.
        blocks: what holds it up now.
        measure, chance: what was reached of what was promised, and the chance that it is kept.
    """

    id: str
    number: str
    kind: CommitmentKind
    title: str
    unit: str
    others: tuple[str, ...]
    agreement: str
    state: State
    overdue: bool
    due: dt.date | None
    first_due: dt.date | None
    times_moved: int
    slipped_days: int
    days_left: int | None
    silent_days: int | None
    blocks: tuple[Standing, ...] = ()
    measure: Measure = field(default_factory=Measure)
    chance: Chance | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody is still waited for."""
        return self.state not in SETTLED

    @property
    def is_claimed(self) -> bool:
        """Whether it is said to be done and nothing shows it."""
        return self.state is State.CLAIMED

    @property
    def was_moved(self) -> bool:
        """Whether its due date is another than at first."""
        return self.first_due != self.due


def entered_on(one: Commitment) -> dt.date:
    """The day on which it was accepted."""
    return acted_on(one.acts[0])


def acted_on(act: Act) -> dt.date:
    """The day in China on which an act was done."""
    return instant_of(act.at).astimezone(LOCAL).date()


def entered_by(register: Register, on: dt.date) -> Register:
    """The register without items that were entered after a day."""
    kept = {name: one for name, one in register.commitments.items() if entered_on(one) <= on}
    return Register(candidates=register.candidates, commitments=kept, last=register.last)


def units_of(register: Register) -> Units:
    """The units that lead items or hold them up."""
    return Units(_named(register))


def items_of(register: Register, progress: Mapping[str, Progress]) -> tuple[Item, ...]:
    """Every item that somebody owes, in the register's order.

    Left out are results, which nobody owes, and agreements whose obligations are entered: those stand for them.
    """
    units = units_of(register)
    bound = {one.terms.agreement for one in register.commitments.values() if one.terms.agreement}
    return tuple(
        item_of(one, progress[one.id], units)
        for one in register.commitments.values()
        if one.terms.kind is not CommitmentKind.RESULT
        and not (one.terms.kind is CommitmentKind.AGREEMENT and one.id in bound)
    )


def _named(register: Register) -> Iterator[str]:
    for one in register.commitments.values():
        yield one.terms.lead
        yield from (deed.mover for _, deed in one.done(Blocked))


class Units:
    """Names of units, each unit in one spelling: the shortest that is written anywhere, whoever wrote first."""

    __slots__ = ("_called",)

    def __init__(self, names: Iterable[str]) -> None:
        spelt: dict[str, set[str]] = {}
        for name in names:
            spelt.setdefault(folded_name(name), set()).add(name.strip())
        self._called = {folded: min(spellings, key=lambda one: (len(one), one)) for folded, spellings in spelt.items()}

    def called(self, name: str) -> str:
        """The unit's one spelling; the name itself where it is not among them."""
        return self._called.get(folded_name(name), name.strip())


def item_of(one: Commitment, progress: Progress, units: Units) -> Item:
    """How papers print a commitment."""
    by_returns = any(because.code == _BY_RETURNS for because in progress.because)
    return Item(
        id=one.id,
        number=one.terms.number,
        kind=one.terms.kind,
        title=one.terms.title,
        unit=units.called(one.terms.lead),
        others=one.terms.others,
        agreement=one.terms.agreement,
        state=progress.state,
        overdue=progress.overdue,
        due=progress.due,
        first_due=progress.first_due,
        times_moved=len(progress.moves),
        slipped_days=progress.slipped_days or 0,
        days_left=progress.days_left,
        silent_days=None if by_returns else progress.silent_days,
        blocks=progress.blocks,
        measure=progress.measure,
        chance=progress.chance,
    )
