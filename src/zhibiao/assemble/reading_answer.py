"""What a worker answered, taken as values only; and the findings for a file that got no answer."""

from __future__ import annotations

import io
import pickle
from dataclasses import dataclass

from zhibiao.assemble.reading_worker import MEMORY, Failed
from zhibiao.readers.grids.shown_name import shown_name
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity

_VALUES = {
    "builtins": {"frozenset", "set"},
    "datetime": {"date", "datetime", "time", "timedelta", "timezone"},
    "decimal": {"Decimal"},
    "fractions": {"Fraction"},
    "collections": {"OrderedDict"},
}
_OWN = ("zhibiao.terms.", "zhibiao.monthly.", "zhibiao.market.")
_OWN_FILES = ("zhibiao.writers.answered", "zhibiao.assemble.reading_jobs", "zhibiao.assemble.reading_worker")


class _Values(pickle.Unpickler):
    """Takes numbers, dates and types of the domain, which can do nothing: an answer may be forged by what was read.

    A type counts where it is defined: what a file has imported is not its own.
    """

    def find_class(self, module: str, name: str) -> object:
        is_own = "." not in name and (module.startswith(_OWN) or module in _OWN_FILES)
        if is_own or name in _VALUES.get(module, ()):
            found = super().find_class(module, name)
            if isinstance(found, type) and (not is_own or found.__module__ == module):
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """A job that was not done with a file: its name to be shown, and why."""

    name: str
    findings: tuple[Finding, ...]


def answered(message: bytes, kind: type[object]) -> object:
    """The value of that type that a worker sent; else, as a text, the reason why there is none."""
    try:
        answer = _Values(io.BytesIO(message)).load()
    except Exception:  # noqa: BLE001 - bytes of a worker that a file may have taken over fail in any way
        return "answer"
    if isinstance(answer, Failed):
        return str(answer.reason)
    return answer if isinstance(answer, kind) else "answer"


def failed(reason: str, name: str, seconds: float, memory_bytes: int) -> Undone:
    """What is said of a file without a result: nothing of it is used, and the original is kept all the same."""
    shown, findings = shown_name(name)
    place = Place(file=shown)
    if reason in ("seconds", "exit -14"):
        finding = Finding(
            code="file.took_too_long",
            severity=Severity.REJECT,
            place=place,
            facts={"file": shown, "part": "", "seconds": seconds},
        )
    elif reason == MEMORY:
        finding = Finding(
            code="file.needs_too_much_memory",
            severity=Severity.REJECT,
            place=place,
            facts={"file": shown, "part": "", "limit": memory_bytes},
        )
    else:
        finding = Finding(
            code="file.reader_failed",
            severity=Severity.REJECT,
            place=place,
            facts={"file": shown, "part": "", "reason": reason},
        )
    return Undone(name=shown, findings=(*findings, finding))
