"""Zip containers: judged by their directory before anything is inflated, then part by part within stated sizes."""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import IO
from urllib.parse import unquote

from zhibiao.readers.grids.container_door import BROKEN, Content, Door, Limits
from zhibiao.readers.grids.guarded_xml import declares_document_type
from zhibiao.terms.finding import Finding

ZIP = (b"PK\x03\x04", b"PK\x05\x06")

_ENTRY = b"PK\x01\x02"
_CHUNK = 1 << 20
_LOCAL_HEAD = 30
_LONGEST_NAME = 400
_XML_NAMES = (".xml", ".rels", ".vml", ".rdf", ".xhtml", ".svg")
_XML_STARTS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<\x00", b"\xfe\xff\x00<", b"<\x00", b"\x00<", b"\x4c\x6f\xa7\x94")
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SHEETS_OF_MACROS = re.compile(r"xl/(?:macrosheets|dialogsheets|activex)/[^/]+$")
_MACRO_TYPE = re.compile(rb"<(?:Override|Default)[^>]*(?:vbaProject|macrosheet\+xml)[^>]*>")
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument.spreadsheet"
_MAIN_PARTS = {"workbook.xml": "xlsx", "workbook.bin": "xlsb", "document.xml": "docx", "presentation.xml": "pptx"}
# A directory that was tampered with leads the archive reader into seeks and codings of its own kinds of failure.
BROKEN_ZIP = (
    zipfile.BadZipFile,
    NotImplementedError,
    EOFError,
    zlib.error,
    struct.error,
    OSError,
    ValueError,
    LookupError,
)


def inspect_zip(content: bytes, door: Door, limits: Limits) -> tuple[Content, tuple[Finding, ...]]:
    """Tell an .xlsx or .ods from other archives, and whether it may be opened."""
    entries = content.count(_ENTRY)  # a directory of millions takes seconds to list
    if entries > limits.parts:
        return Content.OTHER, (door.refuse("file.too_many_parts", limit=limits.parts, actual=entries),)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            findings = tuple(_judge_directory(archive.infolist(), door, limits))
            findings = findings or tuple(_judge_layout(content, archive, door))
            if findings:
                return Content.OTHER, findings
            kind, refused = _judge_kind(archive, door)
            findings = (refused,) if refused else tuple(_judge_parts(archive, door))
    except BROKEN_ZIP as error:
        return Content.OTHER, (door.refuse("file.damaged", reason=BROKEN, detail=str(error)),)
    except RuntimeError:  # zipfile's word for a part under a password
        return Content.OTHER, (door.refuse("file.encrypted"),)
    return (Content.OTHER if findings else kind), findings


def links_outside(content: bytes) -> str:
    """The first part of an inspected .xlsx that refers to other workbooks; "" where none does."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return next((name for name in archive.namelist() if name.lower().startswith("xl/externallinks/")), "")


def main_part(archive: zipfile.ZipFile) -> str:
    """The name of the workbook's part in an Office package as its relations tell, with the archive's own spelling."""
    names = {name.lower(): name for name in archive.namelist()}
    relations = names.get("_rels/.rels")
    if relations:
        found = re.search(
            rb"""<[^>]*?/officeDocument["'][^>]*>""", archive.read(relations).replace(b"\x00", b""), re.IGNORECASE
        )
        target = re.search(rb"""Target\s*=\s*["']([^"']+)""", found[0]) if found else None
        if target:
            part = posixpath.normpath(posixpath.join("/", target[1].decode("utf-8", "replace"))).lstrip("/")
            return names.get(part.lower(), "")
    return next((names[f"xl/{name}"] for name in _MAIN_PARTS if f"xl/{name}" in names), "")


def _judge_directory(parts: list[zipfile.ZipInfo], door: Door, limits: Limits) -> Iterator[Finding]:
    """Nothing is inflated here: a bomb is told from what its directory promises."""
    if any(part.flag_bits & 1 for part in parts):
        yield door.refuse("file.encrypted")
        return
    yield from _judge_sizes(parts, door, limits)
    for part in parts:
        if _leads_outside(part.orig_filename):
            yield door.refuse("file.bad_part_name", part=_printable(part.orig_filename))
    yield from _judge_names(parts, door)
    for part in parts:
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            yield door.refuse("file.type_unsupported", part=part.filename, found=f"zip method {part.compress_type}")
            return


def _judge_sizes(parts: list[zipfile.ZipInfo], door: Door, limits: Limits) -> Iterator[Finding]:
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.unpacked_bytes:
        largest = max(parts, key=lambda part: part.file_size)
        yield door.refuse(
            "file.uncompressed_too_large", part=largest.filename, limit=limits.unpacked_bytes, actual=unpacked
        )
        return
    for part in parts:
        limit = _most_bytes(part, limits)
        if part.file_size > limit:
            yield door.refuse("file.uncompressed_too_large", part=part.filename, limit=limit, actual=part.file_size)
            return


def _most_bytes(part: zipfile.ZipInfo, limits: Limits) -> int:
    """The most a part may unpack to: by its packed size once it is no longer small, and never beyond the limit."""
    return min(limits.part_bytes, max(limits.ratio_from_bytes, limits.ratio * part.compress_size))


def _leads_outside(name: str) -> bool:
    readable = unquote(name)
    steps = readable.replace("\\", "/").split("/")
    odd = len(name) > _LONGEST_NAME or any(ord(character) < 32 for character in readable)
    return odd or ".." in steps or readable.startswith(("/", "\\")) or ":" in readable


def _printable(name: str) -> str:
    return "".join(character if character.isprintable() else "?" for character in name)[:_LONGEST_NAME]


def _judge_names(parts: Iterable[zipfile.ZipInfo], door: Door) -> Iterator[Finding]:
    """Of two parts of one name one reader takes the first and another the last."""
    seen: set[str] = set()
    for part in parts:
        name = part.filename.lower()
        if name in seen:
            yield door.refuse("file.part_twice", part=part.filename)
            return
        seen.add(name)


def _judge_layout(content: bytes, archive: zipfile.ZipFile, door: Door) -> Iterator[Finding]:
    """Parts lie one after another from the first byte on, and nothing but the directory follows them.

    Overlapping parts make a bomb out of few bytes; bytes before or behind make two files in one, of which each
    program sees another.
    """
    parts = sorted(archive.infolist(), key=lambda part: part.header_offset)
    end = 0
    if parts and parts[0].header_offset < 0:
        raise zipfile.BadZipFile(parts[0].filename)
    for number, part in enumerate(parts):
        if part.header_offset < end or (number == 0 and part.header_offset > 0):
            yield door.refuse("file.archive_ambiguous", part=part.filename, offset=part.header_offset)
            return
        end = _end_of(content, part)
    behind = _behind(content, archive)
    if end > archive.start_dir or behind.strip(b"\x00\r\n"):
        yield door.refuse("file.archive_ambiguous", part="", offset=min(end, len(content) - len(behind)))


def _end_of(content: bytes, part: zipfile.ZipInfo) -> int:
    """Where the packed bytes of a part end; the local head may be longer than the directory's."""
    name, extra = struct.unpack_from("<HH", content, part.header_offset + 26)
    return int(part.header_offset + _LOCAL_HEAD + name + extra + part.compress_size)


def _behind(content: bytes, archive: zipfile.ZipFile) -> bytes:
    """What follows the end of the archive and its comment; mail programs pad with zeros, all else is a second file."""
    end = content.rindex(b"PK\x05\x06")
    return content[end + 22 + len(archive.comment) :]


def _judge_kind(archive: zipfile.ZipFile, door: Door) -> tuple[Content, Finding | None]:
    macros = _macros(archive)
    if macros:
        return Content.OTHER, door.refuse("file.macros", part=macros)
    names = {name.lower(): name for name in archive.namelist()}
    if "mimetype" in names:
        return _judge_open_document(archive, names, door)
    part = main_part(archive)
    kind = _MAIN_PARTS.get(part.rsplit("/", 1)[-1].lower(), "xlsx" if part.lower().startswith("xl/") else "")
    if kind == "xlsx":
        active = _fetches(archive, names)
        return Content.WORKBOOK, door.refuse("file.fetches", part=active) if active else None
    found = kind or next(
        (kind for name, kind in (("word/", "docx"), ("ppt/", "pptx")) if any(n.startswith(name) for n in names)), "zip"
    )
    return Content.OTHER, door.refuse("file.type_unsupported", found=found)


def _judge_open_document(archive: zipfile.ZipFile, names: dict[str, str], door: Door) -> tuple[Content, Finding | None]:
    said = archive.read(names["mimetype"])[:100].decode("latin-1").strip()
    if said not in (_OPEN_DOCUMENT, f"{_OPEN_DOCUMENT}-template"):
        return Content.OTHER, door.refuse("file.type_unsupported", found=said)
    manifest = names.get("meta-inf/manifest.xml")
    if manifest and b"encryption-data" in archive.read(manifest):
        return Content.OTHER, door.refuse("file.encrypted")
    return Content.OPEN_DOCUMENT, None


def _macros(archive: zipfile.ZipFile) -> str:
    """The part that holds macros or controls that run, by its name or by what the list of types calls it."""
    for name in archive.namelist():
        lower = name.lower()
        if lower.endswith("vbaproject.bin") or _SHEETS_OF_MACROS.match(lower):
            return name
        if lower.startswith(("basic/", "scripts/")) and lower.endswith((".xml", ".py", ".js", ".bsh")):
            return name
    types = next((name for name in archive.namelist() if name.lower() == "[content_types].xml"), "")
    declared = _MACRO_TYPE.findall(archive.read(types).replace(b"\x00", b"")) if types else []
    for element in declared:
        extension = re.search(rb"""<Default[^>]*Extension\s*=\s*["']([^"']+)""", element)
        if extension is None or any(name.encode().endswith(b"." + extension[1]) for name in archive.namelist()):
            return types
    return ""


def _fetches(archive: zipfile.ZipFile, names: dict[str, str]) -> str:
    """The part that makes a spreadsheet fetch data or start a program when opened: connections, DDE, OLE links."""
    for lower, name in names.items():
        if lower == "xl/connections.xml" or lower.startswith("xl/querytables/"):
            return name
        if lower.startswith("xl/externallinks/") and lower.endswith(".xml"):
            text = archive.read(name).replace(b"\x00", b"")
            if re.search(rb"<(?:\w+:)?(?:ddeLink|oleLink)\b", text):
                return name
    return ""


def _judge_parts(archive: zipfile.ZipFile, door: Door) -> Iterator[Finding]:
    """Inflate each part once, in pieces: a wrong size or checksum shows, a DTD, and macros under another name."""
    for part in archive.infolist():
        with archive.open(part) as stream:
            head = _peeked(stream)
            is_xml = part.filename.lower().endswith(_XML_NAMES) or head.lstrip().startswith(_XML_STARTS)
            if is_xml and declares_document_type(stream):
                yield door.refuse("file.dtd_forbidden", part=part.filename)
            if _holds_macros(stream) and head.startswith(_OLE2):
                yield door.refuse("file.macros", part=part.filename)


def _peeked(stream: IO[bytes]) -> bytes:
    assert isinstance(stream, zipfile.ZipExtFile)
    return stream.peek(16)[:16]


def _holds_macros(stream: IO[bytes]) -> bool:
    """Whether the storage of macros is named in what is left of a stream, which is read to its end."""
    mark, before, found = "_VBA_PROJECT".encode("utf-16-le"), b"", False
    while piece := stream.read(_CHUNK):
        found = found or mark in before + piece
        before = piece[-len(mark) :]
    return found
