"""XML of strangers, streamed past handlers with bounded memory; a document type declaration ends the reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import IO
from xml.parsers import expat

_CHUNK = 1 << 18
_NO_MEMORY = expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]

Attributes = Mapping[str, str]
Opened = Callable[[str, dict[str, str]], None]


class Unreadable(ValueError):
    """A part of a container that cannot be read as what it should be; its text says why."""


class DocumentTypeFound(Unreadable):
    """A document type declaration: entities could read files or exhaust memory, so nothing behind it is read."""


def parser(*, start: Opened | None = None) -> expat.XMLParserType:
    """A parser that knows no entities of its own: any document type declaration raises DocumentTypeFound."""

    def refuse(*_: object) -> None:
        raise DocumentTypeFound("DOCTYPE")

    made = expat.ParserCreate()
    made.StartDoctypeDeclHandler = refuse
    made.EntityDeclHandler = refuse
    made.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    made.buffer_text = True
    if start is not None:
        made.StartElementHandler = start
    return made


def feed(stream: IO[bytes], made: expat.XMLParserType) -> None:
    """Parse the whole stream in pieces.

    A piece grows with a token that has no end yet: some parsers look through such a token from its beginning for
    every piece, which takes the square of its length.

    Raises:
        Unreadable: the stream is not well-formed; DocumentTypeFound where it declares a document type.
    """
    fed = 0
    try:
        while piece := stream.read(max(_CHUNK, fed - made.CurrentByteIndex)):
            fed += len(piece)
            made.Parse(piece, False)
        made.Parse(b"", True)
    except expat.ExpatError as error:
        raise unreadable(error) from error


def unreadable(error: expat.ExpatError) -> Exception:
    """What an error of the parser means: no memory, or bytes that are not well-formed."""
    return MemoryError() if error.code == _NO_MEMORY else Unreadable(str(error))


def local(tag: str) -> str:
    """The name of an element or attribute without its prefix.

    >>> local("x:row")
    'row'
    """
    return tag.rpartition(":")[2]


class _Prolog(Exception):
    """Ends the parse of a prolog at its first element."""


def declares_document_type(stream: IO[bytes]) -> bool:
    """Whether a document type declaration stands before the first element, in any encoding.

    What the parser cannot read is judged by the mark itself in the encodings that others may read.
    """

    def first(*_: object) -> None:
        raise _Prolog

    made = parser(start=first)
    head = b""
    fed = 0
    try:
        while piece := stream.read(max(_CHUNK, fed - made.CurrentByteIndex)):
            head = head or piece
            fed += len(piece)
            made.Parse(piece, False)
        made.Parse(b"", True)
    except DocumentTypeFound:
        return True
    except _Prolog:
        return False
    except expat.ExpatError as error:
        if error.code == _NO_MEMORY:
            raise MemoryError from error
        return any("<!DOCTYPE".encode(encoding) in head for encoding in _ENCODINGS)
    return False


_ENCODINGS = ("ascii", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "cp037", "utf-7")
