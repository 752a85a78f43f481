"""What a worker answered, taken as values only; and the findings for a file that got no answer."""

from __future__ import annotations

import io
import pickle

from zhibiao.assemble.reading_worker import MEMORY, Failed
from zhibiao.monthly.filed import FileRead
from zhibiao.readers.shown_name import shown_name
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity

_VALUES = {
    "builtins": {"frozenset", "set", "complex", "bytearray"},
    "datetime": {"date", "datetime", "time", "timedelta", "timezone"},
    "decimal": {"Decimal"},
    "fractions": {"Fraction"},
    "collections": {"OrderedDict"},
}


class _Values(pickle.Unpickler):
    """Takes types of this program and of numbers and dates: an answer may be forged by what the worker has read."""

    def find_class(self, module: str, name: str) -> object:
        if module.startswith("zhibiao.") or name in _VALUES.get(module, ()):
            found = super().find_class(module, name)
            if isinstance(found, type):
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")


def answered(message: bytes, name: str, seconds: float, memory_bytes: int) -> FileRead:
    """The file as the worker read it, or with the finding why it could not."""
    try:
        answer = _Values(io.BytesIO(message)).load()
    except (pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, TypeError, ValueError):
        answer = Failed("answer")
    if isinstance(answer, FileRead):
        return answer
    reason = answer.reason if isinstance(answer, Failed) else "answer"
    return failed(reason, name, seconds, memory_bytes)


def failed(reason: str, name: str, seconds: float, memory_bytes: int) -> FileRead:
    """A file without a result, refused: nothing of it is used, and the original is kept all the same."""
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
    return FileRead(name=shown, findings=(*findings, finding), returns=())
