"""What papers of the register are told from: the register and its progress as they were known at an instant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from zhibiao.ledger.head import blinded_chain
from zhibiao.procedures.capacity.plan import CapacityStore
from zhibiao.procedures.register.figures import figures_of
from zhibiao.register.figures import IndicatorFigures
from zhibiao.register.follow_up.marks import RegisterMarks
from zhibiao.register.indicators import Indicator, Indicators
from zhibiao.register.progress.progress import progress_of_all
from zhibiao.register.progress.values import Progress
from zhibiao.register.register import Register, register_of
from zhibiao.sectors.sector import Sector
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.enterprise import City
from zhibiao.terms.instant import LOCAL, instant_of

ReadFigures = Callable[[Sequence[Indicator]], Mapping[str, IndicatorFigures]]
"""The figures of some indicators, where somebody keeps them longer than one telling."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """A register as known at an instant, with the progress of every item as of a day."""

    on: dt.date
    register: Register
    progress: Mapping[str, Progress]
    figures: Mapping[str, IndicatorFigures]
    marks: RegisterMarks

    def progress_on(self, day: dt.date) -> dict[str, Progress]:
        """The progress of every item as of another day, by the same acts and figures."""
        return progress_of_all(self.register, on=day, figures=self.figures)


def gather(
    store: CapacityStore,
    city: City,
    dictionary: Dictionary,
    sectors: Mapping[str, Sector],
    indicators: Indicators,
    *,
    on: dt.date,
    known_by: dt.datetime,
    code_version: str,
    reading: ReadFigures | None = None,
) -> Gathered:
    """Read the register, and compute the progress of every item.

    Args:
        store: the book.
        city, dictionary, sectors, indicators: what figures of the month are computed by.
        on: the day that progress speaks of.
        known_by: acts and returns of a later instant are not known: the same day read again gives the same.
        code_version: of this program, for the marks.
        reading: gives the figures of that day and instant instead of the book's returns.
    """
    acts = list(takewhile(lambda act: instant_of(act.at) <= known_by, store.register_acts.all()))
    register = register_of(acts)
    named = dict.fromkeys(one.terms.indicator for one in register.commitments.values())
    wanted = [indicators.by_code[code] for code in named if code in indicators]
    figures = (
        reading(wanted) if reading else figures_of(store, city, dictionary, sectors, wanted, known_by=known_by, on=on)
    )
    seq, head = store.tail()
    return Gathered(
        on=on,
        register=register,
        progress=progress_of_all(register, on=on, figures=figures),
        figures=figures,
        marks=RegisterMarks(
            on=on,
            last_act=register.last,
            last_act_on=instant_of(acts[-1].at).astimezone(LOCAL).date() if acts else None,
            ledger_head=blinded_chain(store.proofs.secret(), seq, head) if seq else "",
            code_version=code_version,
        ),
    )
