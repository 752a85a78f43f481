"""What the outer door of intake speaks of: kinds of content, limits, and its refusals."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.text import Text


class Content(StrEnum):
    """What the bytes are, whatever the file is called."""

    WORKBOOK = "xlsx"
    LEGACY_WORKBOOK = "xls"
    OPEN_DOCUMENT = "ods"
    TEXT = "csv"
    JSON = "json"
    OTHER = "other"

    @property
    def is_workbook(self) -> bool:
        """Whether it has sheets with cells."""
        return self in (Content.WORKBOOK, Content.LEGACY_WORKBOOK, Content.OPEN_DOCUMENT)


BROKEN = Text("内部结构不完整或有错", "its inner structure is cut off or wrong")
"""Why a file cannot be opened, in place of the words of a library; these are kept as a finding's `detail`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most a container may hold before anything is unpacked."""

    file_bytes: int = 64 << 20
    parts: int = 4096
    unpacked_bytes: int = 256 << 20
    part_bytes: int = 160 << 20  # a sheet of 150,000 rows of 20 cells takes some 110 MiB; parts are streamed
    ratio: int = 200
    ratio_from_bytes: int = 8 << 20  # small parts of spaces compress a thousandfold without harm


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Speaks of one file, by the name shown for it."""

    file: str

    @property
    def extension(self) -> str:
        """The name's last step in small letters, without the dot; "" where it has none."""
        return self.file.rsplit(".", 1)[-1].lower() if "." in self.file else ""

    def refuse(self, code: str, *, part: str = "", **facts: object) -> Finding:
        """A finding that keeps the whole file out."""
        return self._finding(code, Severity.REJECT, part, facts)

    def note(self, code: str, *, part: str = "", **facts: object) -> Finding:
        """Something about the container that does not keep it out."""
        return self._finding(code, Severity.NOTE, part, facts)

    def _finding(self, code: str, severity: Severity, part: str, facts: dict[str, object]) -> Finding:
        place = Place(file=self.file, field=part)
        return Finding(code=code, severity=severity, place=place, facts={"file": self.file, "part": part, **facts})
