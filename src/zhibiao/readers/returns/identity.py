"""Whose return it is: by credit code, checked by its last character, then by name against the city's list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zhibiao.readers.remarks import Remarks
from zhibiao.readers.returns.head import Said
from zhibiao.readers.wording import fold, nearest
from zhibiao.terms import credit_code
from zhibiao.terms.citation import Place
from zhibiao.terms.enterprise import City, Enterprise
from zhibiao.terms.period import Period
from zhibiao.terms.text import Text

_MOJIBAKE = re.compile(r"[\u00c0-\u00ff][\u0080-\u00bf\u2018-\u203a]|锟斤拷|烫烫")
_LEAST_GARBLED = 4
_NEARLY_A_CODE = 3


@dataclass(frozen=True, slots=True)
class Register:
    """The city's list by credit code, id and folded name."""

    by_credit_code: Mapping[str, Enterprise]
    by_id: Mapping[str, Enterprise]
    by_name: Mapping[str, Enterprise]

    @classmethod
    def of(cls, city: City) -> Register:
        """Index the list once for a file."""
        return cls(
            {enterprise.credit_code: enterprise for enterprise in city},
            {enterprise.id: enterprise for enterprise in city},
            {fold(enterprise.name.zh): enterprise for enterprise in city},
        )


def identify(register: Register, *, code: Said, name: Said, remarks: Remarks) -> str:
    """The enterprise's id, or "" where the credit code leads to none; never matched by name, never nearly."""
    code_at = remarks.spot(*(code.cell or name.cell or (0, 0)), "enterprise" if remarks.is_text else "")
    name_at = remarks.spot(*(name.cell or code.cell or (0, 0)), "enterprise" if remarks.is_text else "")
    if code.cell is None and name.cell is None:
        code_at = name_at = remarks.place()
    plain = fold(code.text)
    if code.padded:
        remarks.note("text.trimmed", code_at, text=code.padded, value=plain)
    if not is_undamaged(name.text, name_at, remarks):
        return ""
    if not plain:
        known = register.by_name.get(fold(name.text))
        hint = known.credit_code if known else "—"
        remarks.quarantine("id.code_missing", code_at, name=name.text or "—", expected=hint)
        return ""
    if plain.upper() != plain:
        remarks.note("id.upper", code_at, code=plain)
        plain = plain.upper()
    if not credit_code.has_right_check(plain):
        remarks.quarantine("id.check_digit", code_at, code=plain)
        return ""
    enterprise = register.by_credit_code.get(plain)
    if enterprise is None:
        remarks.quarantine("id.unknown", code_at, code=plain, name=name.text or "—")
        return ""
    _compare_name(enterprise, name.text, name_at, remarks)
    return enterprise.id


def identify_by_key(register: Register, *, key: Said, name: Said, remarks: Remarks) -> str:
    """The enterprise's id from a column that holds ids or credit codes, or "" where it leads to none.

    A column of names alone leads to no firm: the code that belongs to the name is told, and not taken.
    """
    key_at = remarks.spot(*(key.cell or (0, 0)), "enterprise" if remarks.is_text else "")
    if key.text in register.by_id:
        name_at = remarks.spot(*(name.cell or (0, 0)), "enterprise" if remarks.is_text else "")
        _compare_name(register.by_id[key.text], name.text, name_at, remarks)
        return key.text
    if not is_undamaged(key.text, key_at, remarks):
        return ""
    plain = fold(key.text)
    if not plain or (not plain.isascii() and not name.text):
        name = name if name.text else key
        return identify(register, code=Said(cell=key.cell), name=name, remarks=remarks)
    if plain.isalnum() and abs(len(plain) - credit_code.LENGTH) <= _NEARLY_A_CODE:
        return identify(register, code=key, name=name, remarks=remarks)
    near = nearest(key.text, list(register.by_id))
    remarks.quarantine("id.unknown", key_at, code=key.text, name=name.text or near or "—")
    return ""


def refuse_closed(register: Register, enterprise_id: str, period: Period, place: Place, remarks: Remarks) -> None:
    """A firm that was dissolved or merged files nothing for the months from then on; a joint period that begins
    before may still come."""
    enterprise = register.by_id[enterprise_id]
    if enterprise.until is None or period.start < enterprise.until:
        return
    successor = register.by_id.get(enterprise.successor)
    remarks.quarantine(
        "id.closed",
        place,
        name=enterprise.name,
        until=str(enterprise.until),
        period=str(period),
        successor=successor.name if successor else Text(enterprise.successor or "—"),
    )


def _compare_name(enterprise: Enterprise, name: str, place: Place, remarks: Remarks) -> None:
    if name and fold(name) not in (fold(enterprise.name.zh), fold(enterprise.name.en)):
        facts: dict[str, Any] = {"registered": enterprise.name.zh, "code": enterprise.credit_code}
        remarks.query("id.name_differs", place, name=name, **facts)


def is_undamaged(name: str, place: Place, remarks: Remarks) -> bool:
    """Whether a name came through its encodings unharmed; a damaged one is told and leads nowhere."""
    if "\ufffd" in name:
        remarks.quarantine("text.replacement_char", place, text=name)
        return False
    if _MOJIBAKE.search(name) or _is_utf8_read_as_gbk(name):
        remarks.quarantine("text.mojibake", place, text=name)
        return False
    return True


def _is_utf8_read_as_gbk(name: str) -> bool:
    """Whether the name's bytes in GBK are UTF-8 of Chinese: by chance this hardly happens from four characters on."""
    if name.isascii() or len(name) < _LEAST_GARBLED:
        return False
    try:
        meant = name.encode("gb18030").decode("utf-8")
    except UnicodeError:
        return False
    return any(ord(character) >= 0x2E80 for character in meant)
