"""The manifest of a snapshot: what state of which book it is, and how long every file is and what its hash is."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FORMAT = "zhibiao-book/1"
MANIFEST = "manifest.json"
README = "README.txt"
TABLES = "tables/"
CONTENTS = "contents/"

_SHA256 = re.compile(r"[0-9a-f]{64}")
_ALLOWED = re.compile(
    r"README\.txt|zhibiao\.toml|city\.yaml|tables/[a-z][a-z0-9_]*\.jsonl|contents/[0-9a-f]{64}"
    r"|(?:rulebooks|templates)/[^./\\:*?\"<>|\x00-\x1f\x7f][^/\\:*?\"<>|\x00-\x1f\x7f]*"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What is known of one file; `rows` and `columns` of the tables alone."""

    bytes: int
    sha256: str
    rows: int | None = None
    columns: tuple[str, ...] = ()

    def plain(self) -> dict[str, Any]:
        """As the manifest states it."""
        mark: dict[str, Any] = {"bytes": self.bytes, "sha256": self.sha256}
        return mark if self.rows is None else mark | {"rows": self.rows, "columns": list(self.columns)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The state of a book: its schema, the head and length of its chain, when it was read, and its files.

    `left_out` names the settings that do not travel.
    """

    schema: int
    head: str
    entries: int
    recorded_at: str
    code_version: str
    left_out: tuple[str, ...]
    files: Mapping[str, Mark]

    @property
    def tables(self) -> dict[str, Mark]:
        """The tables by name."""
        return {
            name.removeprefix(TABLES).removesuffix(".jsonl"): mark
            for name, mark in self.files.items()
            if name.startswith(TABLES)
        }

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(mark.rows or 0 for mark in self.tables.values())

    def content(self) -> bytes:
        """The manifest as a file, one line for each statement, for people to read."""
        stated = {
            "format": FORMAT,
            "schema": self.schema,
            "head": self.head,
            "entries": self.entries,
            "recorded_at": self.recorded_at,
            "code_version": self.code_version,
            "left_out": list(self.left_out),
            "files": {name: self.files[name].plain() for name in sorted(self.files)},
        }
        return json.dumps(stated, ensure_ascii=False, indent=1).encode() + b"\n"


def table_file(table: str) -> str:
    """The name of a table's file."""
    return f"{TABLES}{table}.jsonl"


def content_file(sha256: str) -> str:
    """The name of the file that holds those bytes."""
    return f"{CONTENTS}{sha256}"


def is_allowed(name: str) -> bool:
    """Whether a snapshot may hold a file of that name; nothing else is ever opened or written.

    >>> [is_allowed(name) for name in ("rulebooks/steel.yaml", "rulebooks/../city.yaml", "/etc/passwd")]
    [True, False, False]
    """
    return _ALLOWED.fullmatch(name) is not None and len(name.encode("utf-8", "replace")) <= 250


def format_of(content: bytes) -> object:
    """What a manifest says it is; ValueError when it is none."""
    stated = json.loads(content)
    if not isinstance(stated, dict):
        raise ValueError("no object")  # noqa: TRY004 - one kind of error for every manifest that makes no sense
    return stated.get("format")


def manifest_of(content: bytes) -> Manifest:
    """Read what `Manifest.content` wrote; ValueError when it is not that."""
    stated = json.loads(content)
    try:
        return Manifest(
            schema=_count(stated["schema"]),
            head=_sha256(stated["head"]),
            entries=_count(stated["entries"]),
            recorded_at=str(stated["recorded_at"]),
            code_version=str(stated["code_version"]),
            left_out=tuple(str(name) for name in stated["left_out"]),
            files={str(name): _mark(str(name), mark) for name, mark in stated["files"].items()},
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{type(error).__name__}: {error}") from error


def _mark(name: str, stated: Mapping[str, Any]) -> Mark:
    of_table = name.startswith(TABLES)
    return Mark(
        bytes=_count(stated["bytes"]),
        sha256=_sha256(stated["sha256"]),
        rows=_count(stated["rows"]) if of_table else None,
        columns=tuple(str(column) for column in stated["columns"]) if of_table else (),
    )


def _count(value: object) -> int:
    if type(value) is not int or value < 0:
        raise ValueError(f"no count: {value!r}")
    return value


def _sha256(value: object) -> str:
    if not isinstance(value, str) or not _SHA256.fullmatch(value):
        raise ValueError(f"no SHA-256: {value!r}")
    return value
