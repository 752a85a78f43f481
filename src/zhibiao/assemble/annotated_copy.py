"""The answer to a file of returns as a workbook: its sheets are copied by the reading room, under the same limits."""

from __future__ import annotations

from pathlib import Path

from zhibiao.assemble.intake import TakenIn, file_bytes
from zhibiao.assemble.out_file import write_out
from zhibiao.assemble.reading_answer import Undone
from zhibiao.assemble.reading_jobs import COPY, NO_CITY
from zhibiao.assemble.reading_room import ReadingRoom
from zhibiao.assemble.resources import catalogue, dictionary
from zhibiao.procedures.intake import IntakeResult
from zhibiao.terms.finding import Outcome, Severity
from zhibiao.terms.text import Language
from zhibiao.writers.annotated import annotated
from zhibiao.writers.answered import Answered

_NOT_OPENED = (Outcome.DENY, Outcome.REFUSE, Outcome.CONFLICT)


def answer_workbook(content: bytes, result: IntakeResult, *, name: str, lang: Language, room: ReadingRoom) -> bytes:
    """The answer as .xlsx: what was found on the first sheet, then what the file held, with marks.

    A file whose sheets cannot be copied within the room's limits is answered by the first sheet alone, which says so.

    Args:
        content: the file as received.
        result: what intake or a check said of it.
        name: its name, shown only.
        lang: of the answer's words; the sender's sheets stay in theirs.
        room: where the file is opened again.
    """
    # What broke a reader or its limits would break them again.
    is_closed = any(one.severity is Severity.REJECT and one.code.startswith("file.") for one in result.findings)
    copied = None
    if not is_closed and result.outcome not in _NOT_OPENED:
        copied = room.do(COPY, content, name=name, dictionary=dictionary(), city=NO_CITY)
    answered = Answered(
        file=name,
        outcome=result.outcome,
        findings=result.findings,
        returns=tuple(
            dict.fromkeys(f"{one.enterprise} {one.period}".strip() for one in result.receipts if one.enterprise)
        ),
        not_copied=copied.findings[-1] if isinstance(copied, Undone) else None,
    )
    sheets = () if copied is None or isinstance(copied, Undone) else copied.sheets
    return annotated(answered, sheets, texts=catalogue(), lang=lang)


def write_answers(taken: TakenIn, out: Path, lang: Language, room: ReadingRoom) -> tuple[Path, ...]:
    """One file is answered by a workbook at `out`, several by one each in the folder `out`; the paths written."""
    written = []
    for path, result in taken.results:
        target = out if len(taken.results) == 1 else out / f"{path.stem}-answer.xlsx"
        write_out(target, answer_workbook(_content(path), result, name=path.name, lang=lang, room=room))
        written.append(target)
    return tuple(written)


def _content(path: Path) -> bytes:
    """What lies there; nothing where it cannot be read, which the answer says."""
    try:
        return file_bytes(path)
    except (OSError, ValueError):
        return b""
