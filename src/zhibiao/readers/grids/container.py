"""What a file is, told from its bytes, and whether it may be opened at all."""

from __future__ import annotations

from zhibiao.readers.grids.container_bare import inspect_bare
from zhibiao.readers.grids.container_door import Content, Door, Limits
from zhibiao.readers.grids.container_ole2 import OLE2, inspect_ole2
from zhibiao.readers.grids.container_zip import ZIP, inspect_zip, links_outside
from zhibiao.terms.finding import Finding

__all__ = ["Content", "Limits", "inspect", "remarks"]

_OWN_EXTENSIONS = {
    Content.WORKBOOK: ("xlsx", "xlsm"),
    Content.LEGACY_WORKBOOK: ("xls",),
    Content.OPEN_DOCUMENT: ("ods",),
    Content.TEXT: ("csv", "txt", "tsv"),
    Content.JSON: ("json", "jsonl", "txt"),
}


def inspect(content: bytes, *, name: str, limits: Limits | None = None) -> tuple[Content, tuple[Finding, ...]]:
    """Tell what the bytes are and why they may not be read; no finding means that reading may go on.

    An archive is judged by its directory first: sizes, number and names of parts. Only then its parts are inflated,
    within their stated sizes, for their checksums and for document type declarations. Nothing is written anywhere.
    """
    limits = limits or Limits()
    door = Door(file=name)
    if not content:
        return Content.OTHER, (door.refuse("file.empty"),)
    if len(content) > limits.file_bytes:
        return Content.OTHER, (door.refuse("file.too_large", limit=limits.file_bytes, actual=len(content)),)
    if content.startswith(OLE2):
        return inspect_ole2(content, door)
    if content.startswith(ZIP):
        return inspect_zip(content, door, limits)
    return inspect_bare(content, door, limits)


def remarks(content: bytes, kind: Content, *, name: str) -> tuple[Finding, ...]:
    """Notes on a file that may be read: an old or other format, a name that promises another, links that lead outside.

    Args:
        content: the bytes, inspected before without a finding.
        kind: what `inspect` told of them.
        name: the name as shown.
    """
    door = Door(file=name)
    notes = []
    if kind is Content.LEGACY_WORKBOOK:
        notes.append(door.note("file.legacy_xls"))
    if kind is Content.OPEN_DOCUMENT:
        notes.append(door.note("file.open_document"))
    if door.extension and door.extension not in _OWN_EXTENSIONS[kind]:
        notes.append(door.note("file.name_differs", extension=door.extension, found=kind.value))
    if kind is Content.WORKBOOK and (part := links_outside(content)):
        notes.append(door.note("file.external_links", part=part))
    return tuple(notes)
