"""The name under which a received file is shown: never a path, never unprintable, never endless."""

from __future__ import annotations

from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity

_LONGEST_NAME = 120


def shown_name(name: str) -> tuple[str, tuple[Finding, ...]]:
    """The last step of the name without control characters, shortened; said when it differs from what was given."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(character for character in last if character.isprintable()) or "unnamed"
    if len(printable) > _LONGEST_NAME:
        stem, dot, extension = printable.rpartition(".")
        kept = f"{dot}{extension}" if dot and len(extension) <= 8 else ""
        printable = (stem if kept else printable)[: _LONGEST_NAME - len(kept)] + kept
    if printable == name:
        return printable, ()
    note = Finding(
        code="file.name_sanitised",
        severity=Severity.NOTE,
        place=Place(file=printable),
        facts={"file": printable, "part": ""},
    )
    return printable, (note,)
