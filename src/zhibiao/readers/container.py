"""What a file is, told from its bytes, and whether a workbook's container may be opened at all."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from xml.parsers import expat

from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PROLOG_BYTES = 1 << 16
_CHUNK = 1 << 20
# A directory that was tampered with leads the archive reader into seeks and codings of its own kinds of failure.
_BROKEN = (
    zipfile.BadZipFile,
    NotImplementedError,
    EOFError,
    zlib.error,
    struct.error,
    OSError,
    ValueError,
    LookupError,
)


class Content(StrEnum):
    """What the bytes are, whatever the file is called."""

    WORKBOOK = "xlsx"
    TEXT = "text"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most a container may hold before anything is unpacked."""

    file_bytes: int = 64 << 20
    parts: int = 4096
    unpacked_bytes: int = 128 << 20
    part_bytes: int = 24 << 20  # parsed as a tree, a part takes ten times its size
    ratio: int = 200
    ratio_from_bytes: int = 8 << 20  # small parts of spaces compress a thousandfold without harm


def inspect(content: bytes, *, name: str, limits: Limits | None = None) -> tuple[Content, tuple[Finding, ...]]:
    """Tell what the bytes are and why they may not be read; no finding means that reading may go on.

    A workbook is judged by its central directory first: sizes, number and names of parts. Only then its parts are
    inflated, within their stated sizes, for their checksums and for document type declarations.
    """
    limits = limits or Limits()
    door = _Door(file=name)
    if not content:
        return Content.OTHER, (door.refuse("file.empty"),)
    if len(content) > limits.file_bytes:
        return Content.OTHER, (door.refuse("file.too_large", limit=limits.file_bytes, actual=len(content)),)
    if content.startswith(_OLE2):
        return Content.OTHER, (_judge_ole2(content, door),)
    if content.startswith(_ZIP):
        return _inspect_zip(content, door, limits)
    return _inspect_text(content, door)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Door:
    file: str

    def refuse(self, code: str, *, part: str = "", **facts: object) -> Finding:
        place = Place(file=self.file, field=part)
        return Finding(
            code=code, severity=Severity.REJECT, place=place, facts={"file": self.file, "part": part, **facts}
        )


def _judge_ole2(content: bytes, door: _Door) -> Finding:
    """An OLE2 container is an encrypted workbook or an old one; the names of its streams tell which."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return door.refuse("file.encrypted")
    if any(stream.encode("utf-16-le") in content for stream in ("Workbook", "Book")):
        return door.refuse("file.legacy_xls")
    return door.refuse("file.type_unsupported", found="OLE2")


def _inspect_zip(content: bytes, door: _Door, limits: Limits) -> tuple[Content, tuple[Finding, ...]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            findings = tuple(_judge_directory(parts, door, limits))
            if findings:
                return Content.OTHER, findings
            kind = _judge_kind(archive, door)
            findings = (kind,) if kind else tuple(_judge_parts(archive, door))
    except _BROKEN as error:
        return Content.OTHER, (door.refuse("file.damaged", reason=str(error)),)
    except RuntimeError:  # zipfile's word for a part under a password
        return Content.OTHER, (door.refuse("file.encrypted"),)
    return (Content.OTHER if findings else Content.WORKBOOK), findings


def _judge_directory(parts: list[zipfile.ZipInfo], door: _Door, limits: Limits) -> Iterator[Finding]:
    """Nothing is inflated here: a bomb is told from what its directory promises."""
    if len(parts) > limits.parts:
        yield door.refuse("file.too_many_parts", limit=limits.parts, actual=len(parts))
        return
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.unpacked_bytes:
        largest = max(parts, key=lambda part: part.file_size)
        yield door.refuse(
            "file.uncompressed_too_large", part=largest.filename, limit=limits.unpacked_bytes, actual=unpacked
        )
    for part in parts:
        limit = _most_bytes(part, limits)
        if part.file_size > limit:
            yield door.refuse("file.uncompressed_too_large", part=part.filename, limit=limit, actual=part.file_size)
            break
    for part in parts:
        if _leads_outside(part.filename):
            yield door.refuse("file.bad_part_name", part=part.filename)


def _most_bytes(part: zipfile.ZipInfo, limits: Limits) -> int:
    """The most a part may unpack to: by its packed size once it is no longer small, and never beyond the limit."""
    return min(limits.part_bytes, max(limits.ratio_from_bytes, limits.ratio * part.compress_size))


def _leads_outside(name: str) -> bool:
    steps = name.replace("\\", "/").split("/")
    return ".." in steps or name.startswith(("/", "\\")) or ":" in name or "\x00" in name


def _judge_kind(archive: zipfile.ZipFile, door: _Door) -> Finding | None:
    names = {name.lower() for name in archive.namelist()}
    if any(name.endswith("vbaproject.bin") for name in names):
        part = next(name for name in archive.namelist() if name.lower().endswith("vbaproject.bin"))
        return door.refuse("file.macros", part=part)
    if "xl/workbook.xml" in names:
        return None
    if "mimetype" in names:
        return door.refuse("file.type_unsupported", found=archive.read("mimetype")[:80].decode("latin-1"))
    if "xl/workbook.bin" in names:
        return door.refuse("file.type_unsupported", found="xlsb")
    return door.refuse("file.type_unsupported", found="zip")


def _judge_parts(archive: zipfile.ZipFile, door: _Door) -> Iterator[Finding]:
    """Inflate each part once, in pieces: a wrong size or checksum shows, and a DTD stands before the root element."""
    for part in archive.infolist():
        with archive.open(part) as stream:
            head = stream.read(_PROLOG_BYTES)
            if part.filename.lower().endswith((".xml", ".rels", ".vml")) and _declares_document_type(head):
                yield door.refuse("file.dtd_forbidden", part=part.filename)
            while stream.read(_CHUNK):
                pass


class _Found(Exception):
    """Ends the parse of a prolog; the answer is its argument."""


def _declares_document_type(head: bytes) -> bool:
    """Whether a document type declaration stands before the first element, in any encoding the parser knows."""

    def stop(answer: bool) -> None:
        raise _Found(answer)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: stop(True)
    parser.StartElementHandler = lambda *_: stop(False)
    try:
        parser.Parse(head, False)
    except _Found as found:
        return bool(found.args[0])
    except expat.ExpatError:
        return b"<!DOCTYPE" in head
    return b"<!DOCTYPE" in head  # no element within the prolog's bytes: judged by the mark itself


def _inspect_text(content: bytes, door: _Door) -> tuple[Content, tuple[Finding, ...]]:
    extension = door.file.rsplit(".", 1)[-1].lower() if "." in door.file else ""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not wide and b"\x00" in content:
        return Content.OTHER, (door.refuse("file.type_unsupported", found="binary"),)
    if not content.strip(b"\xef\xbb\xbf \t\r\n"):
        return Content.OTHER, (door.refuse("file.empty"),)
    if extension in ("xlsx", "xlsm", "xls", "ods", "et"):
        return Content.TEXT, (door.refuse("file.type_mismatch", extension=extension),)
    return Content.TEXT, ()
