"""Text files decoded: UTF-8, UTF-16 by its mark or its NULs, GB18030; a file that mixes encodings is refused."""

from __future__ import annotations

import codecs
import unicodedata

from zhibiao.readers.remarks import Remarks

_CJK = 0x2E80
_HEAD = 4096
_RARE = 8
_NO_TEXT = frozenset({"Cc", "Cn", "Co", "Cs"})


def decode(content: bytes, remarks: Remarks) -> str | None:
    """The text, or None where no single encoding fits; what was found is noted."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decoded(content, "utf-16", "text.decoded_utf16", remarks)
    if b"\x00" in content and (encoding := unmarked_utf16(content)):
        return _decoded(content, encoding, "text.decoded_utf16", remarks)
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


def unmarked_utf16(content: bytes) -> str:
    """The byte order of UTF-16 without its mark, "" for anything else.

    Digits, commas and line ends leave NULs on one side of their pairs, and the text so read holds no control
    characters.

    >>> unmarked_utf16("产量,1\\n".encode("utf-16-le")), unmarked_utf16(bytes(range(256)))
    ('utf-16-le', '')
    """
    head = content[:_HEAD]
    big, little = head[::2].count(0), head[1::2].count(0)
    if len(content) % 2 or min(big, little) * _RARE > max(big, little):
        return ""
    encoding = "utf-16-le" if little > big else "utf-16-be"
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeDecodeError:
        return ""
    is_text = all(letter in "\t\r\n" or unicodedata.category(letter) not in _NO_TEXT for letter in text)
    return encoding if is_text else ""


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
