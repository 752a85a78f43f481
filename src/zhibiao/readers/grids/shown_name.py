"""The name under which a received file is shown: never a path, never unprintable, never endless."""

from __future__ import annotations

from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity

_LONGEST_NAME = 120
_MOST_BYTES = 200  # a file system takes 255, and what is made of a return adds words to its name


def shown_name(name: str) -> tuple[str, tuple[Finding, ...]]:
    """The last step of the name without control characters, shortened; said when it differs from what was given."""
    last = _decoded(name).replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(character for character in last if character.isprintable()) or "unnamed"
    if len(printable) > _LONGEST_NAME or len(_bytes(printable)) > _MOST_BYTES:
        stem, dot, extension = printable.rpartition(".")
        kept = f"{dot}{extension}" if dot and len(extension) <= 8 else ""
        printable = _shortened(stem if kept else printable, kept)
    if printable == name:
        return printable, ()
    note = Finding(
        code="file.name_sanitised",
        severity=Severity.NOTE,
        place=Place(file=printable),
        facts={"file": printable, "part": ""},
    )
    return printable, (note,)


def _decoded(name: str) -> str:
    """A name whose bytes are no UTF-8, as an archive packed on Chinese Windows leaves it, by the encoding used there.

    >>> _decoded("月报".encode("gb18030").decode("utf-8", "surrogateescape") + ".xlsx")
    '月报.xlsx'
    """
    if not any(0xDC80 <= ord(character) <= 0xDCFF for character in name):
        return name
    try:
        return name.encode("utf-8", "surrogateescape").decode("gb18030")
    except UnicodeError:
        return name


def _shortened(stem: str, kept: str) -> str:
    """As much of the stem, in whole characters, as the limits leave beside what is kept."""
    most = _MOST_BYTES - len(_bytes(kept))
    return _bytes(stem[: _LONGEST_NAME - len(kept)])[:most].decode("utf-8", "ignore") + kept


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
