"""Papers as they were published: which there are, whose each is, and its bytes held against their hash."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from zhibiao.errors import Conflict, NotFound
from zhibiao.procedures.publish import MARKS_FILE
from zhibiao.terms.canonical import sha256_hex
from zhibiao.terms.period import Month

NOTICES, PUBLIC = "notices/", ".public."
"""How a paper's name says whose it is: an enterprise's under `notices/`, everybody's with `.public.` in it."""
_FOLDER = re.compile(r"([a-z][a-z0-9_]*)-(\d{4}-\d{2})")
_NAME = re.compile(r"(?:notices/)?[A-Za-z0-9][A-Za-z0-9_\-]*(?:\.[A-Za-z0-9]+)+")
_ENDS = (".en.docx", ".docx")


class KeptPapers(Protocol):
    """Where published papers lie."""

    def folders(self) -> Sequence[str]:
        """The folders there are."""
        ...

    def read(self, folder: str, name: str) -> bytes | None:
        """A file of a folder; None where it is not there, or not inside."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One published paper.

    Args:
        folder: of its month and sector, such as `steel-2025-03`.
        name: inside the folder, as `marks.json` lists it.
        sha256: the hash it was published with.
    """

    folder: str
    name: str
    sha256: str

    @property
    def enterprise(self) -> str:
        """Whose notice it is; empty for a paper of the city."""
        if not self.name.startswith(NOTICES):
            return ""
        file = self.name.removeprefix(NOTICES)
        return next((file.removesuffix(end) for end in _ENDS if file.endswith(end)), "")

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it."""
        return PUBLIC in self.name and not self.name.startswith(NOTICES)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedMonth:
    """The papers of one sector and month and the marks they bear; `is_issued` unless drafts for comment."""

    folder: str
    sector: str
    month: Month
    is_issued: bool
    marks: dict[str, str]
    papers: tuple[Paper, ...]

    def paper(self, name: str) -> Paper | None:
        """The paper of that name."""
        return next((one for one in self.papers if one.name == name), None)


def published_months(kept: KeptPapers) -> tuple[PublishedMonth, ...]:
    """Every month that was published, the latest first; a folder whose marks cannot be read is none."""
    found = (_month(kept, folder) for folder in kept.folders())
    return tuple(sorted((one for one in found if one), key=lambda one: (one.month, one.sector), reverse=True))


def published_paper(kept: KeptPapers, folder: str, name: str) -> Paper:
    """A paper by its folder and name; NotFound `paper.not_found` for whatever `marks.json` does not list."""
    month = _month(kept, folder) if _FOLDER.fullmatch(folder) and folder in kept.folders() else None
    paper = None if month is None else month.paper(name)
    if paper is None:
        raise NotFound("paper.not_found")
    return paper


def paper_bytes(kept: KeptPapers, paper: Paper) -> bytes:
    """The paper's bytes as they were published.

    Raises:
        NotFound: `paper.not_found` where the file is gone.
        Conflict: `paper.changed` where its bytes are not the published ones.
    """
    content = kept.read(paper.folder, paper.name)
    if content is None:
        raise NotFound("paper.not_found")
    if sha256_hex(content) != paper.sha256:
        raise Conflict("paper.changed", name=paper.name.removeprefix(NOTICES))
    return content


def is_intact(kept: KeptPapers, paper: Paper) -> bool:
    """Whether the file is there and is the published one."""
    content = kept.read(paper.folder, paper.name)
    return content is not None and sha256_hex(content) == paper.sha256


def _month(kept: KeptPapers, folder: str) -> PublishedMonth | None:
    match = _FOLDER.fullmatch(folder)
    marks = kept.read(folder, MARKS_FILE) if match else None
    if match is None or marks is None:
        return None
    try:
        body: Any = json.loads(marks)
        return PublishedMonth(
            folder=folder,
            sector=match[1],
            month=Month.parse(match[2]),
            is_issued=body.get("is_issued", True) is True,
            marks={str(name): str(value) for name, value in body["marks"].items()},
            papers=tuple(
                Paper(folder=folder, name=name, sha256=str(sha256))
                for name, sha256 in body["files"].items()
                if _NAME.fullmatch(name)
            ),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
