"""Whose return it is: by credit code, checked by its last character, then by name against the city's list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from zhibiao.readers.remarks import Remarks
from zhibiao.readers.wording import fold, nearest
from zhibiao.terms import credit_code
from zhibiao.terms.enterprise import City, Enterprise

_MOJIBAKE = re.compile(r"[\u00c0-\u00ff][\u0080-\u00bf\u2018-\u203a]|锟斤拷|烫烫")


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


def identify(register: Register, *, code: str, name: str, code_cell: str, name_cell: str, remarks: Remarks) -> str:
    """The enterprise's id, or "" where the credit code leads to none; never matched by name, never nearly."""
    plain = fold(code)
    if not _is_sound(name, name_cell, remarks):
        return ""
    if not plain:
        known = register.by_name.get(fold(name))
        hint = known.credit_code if known else "—"
        remarks.quarantine("id.code_missing", code_cell or name_cell, name=name or "—", expected=hint)
        return ""
    if plain.upper() != plain:
        remarks.note("id.upper", code_cell, code=plain)
        plain = plain.upper()
    if not credit_code.has_right_check(plain):
        remarks.quarantine("id.check_digit", code_cell, code=plain)
        return ""
    enterprise = register.by_credit_code.get(plain)
    if enterprise is None:
        remarks.quarantine("id.unknown", code_cell, code=plain, name=name or "—")
        return ""
    if name and fold(name) != fold(enterprise.name.zh):
        remarks.query("id.name_differs", name_cell, name=name, registered=enterprise.name.zh, code=plain)
    return enterprise.id


def identify_by_key(register: Register, key: str, *, row: int, remarks: Remarks) -> str:
    """The enterprise's id from a column that holds ids or credit codes, or "" where it leads to none."""
    if key in register.by_id:
        return key
    if not _is_sound(key, "", remarks, row=row):
        return ""
    plain = fold(key).upper()
    if len(plain) != credit_code.LENGTH:
        near = nearest(key, list(register.by_id))
        remarks.quarantine("id.unknown", row=row, of="enterprise", code=key or "—", name=near or "—")
    elif not credit_code.has_right_check(plain):
        remarks.quarantine("id.check_digit", row=row, of="enterprise", code=plain)
    elif plain in register.by_credit_code:
        return register.by_credit_code[plain].id
    else:
        remarks.quarantine("id.unknown", row=row, of="enterprise", code=plain, name="—")
    return ""


def _is_sound(name: str, cell: str, remarks: Remarks, *, row: int = 0) -> bool:
    """Whether the name came through its encodings unharmed."""
    if "\ufffd" in name:
        remarks.quarantine("text.replacement_char", cell, row=row, text=name)
        return False
    if _MOJIBAKE.search(name):
        remarks.quarantine("text.mojibake", cell, row=row, text=name)
        return False
    return True
