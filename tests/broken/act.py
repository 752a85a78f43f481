"""Acts that must be refused, or that must come out as they did before: by library call on a real book."""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from case import CATALOGUE, Verdict
from expected import Expected
from zhibiao.errors import ZhibiaoError


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What came of an act: the class of the answer, its code, what its text is filled with, and what is amiss."""

    outcome: str
    code: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One forbidden or repeated act.

    Args:
        id: the catalogue's, or that of a twin.
        way: by which call: the act of a person, an entry put to the book, the console of the database.
        run: does it in a folder of its own.
        facts: what the text of the refusal must carry.
        due: for a twin, what is due.
    """

    id: str
    way: str
    run: Callable[[Path], Done]
    facts: tuple[str, ...] = ()
    due: Expected | None = None

    def __str__(self) -> str:
        return f"{self.id} {self.way}"


def refusal(call: Callable[[], object]) -> Done:
    """The refusal that a call meets; that there is none is a fault."""
    try:
        call()
    except ZhibiaoError as error:
        return Done(outcome=outcome_of(error), code=error.code, facts=dict(error.facts), faults=_words(error))
    return Done(outcome="ACCEPT", faults=("nothing was refused",))


def outcome_of(error: ZhibiaoError) -> str:
    """The class of the answer that an error is."""
    return str(getattr(error, "outcome", "REFUSE"))


def _words(error: ZhibiaoError) -> tuple[str, ...]:
    faults = []
    for lang in ("zh", "en"):
        for words in (CATALOGUE.what, CATALOGUE.why, CATALOGUE.hint):
            text = words(error.code, lang, error.facts)  # type: ignore[arg-type]
            if not text or re.search(r"\{\w*\}|Text\(|None|Decimal\(", text):
                faults.append(f"text of {error.code} in {lang}: {text!r}")
    return tuple(faults)


def judge_act(act: Act, due: Expected) -> Verdict:
    """Do it, and tell everything that is not as it is due."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        done = act.run(Path(folder))
        seconds = time.perf_counter() - start
    faults = list(done.faults)
    if done.outcome != due.outcome:
        faults.append(f"class {done.outcome}, {due.outcome} is due")
    if due.code and done.code != due.code:
        faults.append(f"code {done.code or '—'}, {due.code} is due")
    faults += [
        f"fact {name} missing from {sorted(done.facts)}" for name in act.facts if done.facts.get(name) in (None, "")
    ]
    return Verdict(
        id=act.id,
        shape=act.way,
        due=due,
        outcome=done.outcome,
        codes=(done.code,) if done.code else (),
        place=", ".join(f"{name}={done.facts[name]}" for name in act.facts if name in done.facts),
        seconds=seconds,
        faults=tuple(faults),
    )
