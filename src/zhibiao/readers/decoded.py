"""Text files decoded: UTF-8, UTF-16 by its mark, or GB18030; a file that mixes encodings is told apart and refused."""

from __future__ import annotations

import codecs

from zhibiao.readers.remarks import Remarks

_CJK = 0x2E80


def decode(content: bytes, remarks: Remarks) -> str | None:
    """The text, or None where no single encoding fits; what was found is noted."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decoded(content, "utf-16", "text.decoded_utf16", remarks)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        broken = error.start
    if any(_is_surely_utf8(line) for line in content.split(b"\n")):
        remarks.reject(
            "text.encoding_mixed", row=content.count(b"\n", 0, broken) + 1, offset=broken, byte=f"{content[broken]:02X}"
        )
        return None
    return _decoded(content, "gb18030", "text.decoded_gb18030", remarks)


def _decoded(content: bytes, encoding: str, code: str, remarks: Remarks) -> str | None:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        remarks.reject("text.encoding_unknown", row=row, offset=error.start)
        return None
    remarks.note(code, encoding=encoding)
    return text


def _is_surely_utf8(line: bytes) -> bool:
    """Whether a line reads as UTF-8 with Chinese in it; two bytes of GB18030 can pass for Greek, not for Chinese."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return any(ord(character) >= _CJK for character in text)
