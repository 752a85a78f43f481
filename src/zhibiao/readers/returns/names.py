"""The wordings under which a dictionary's fields and units may be printed, each looked up once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from zhibiao.readers.wording import bare_name, fold, nearest
from zhibiao.terms.dictionary import Dictionary, Field
from zhibiao.terms.quantity import UNITS, Unit


@dataclass(frozen=True)
class Names:
    """A dictionary's fields by folded name, row code and code, and all units by folded symbol."""

    by_name: Mapping[str, Field]
    by_row_code: Mapping[str, Field]
    by_code: Mapping[str, Field]
    units: Mapping[str, Unit]
    _found: dict[str, tuple[Field | None, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, dictionary: Dictionary) -> Names:
        """All names, synonyms and codes; the dictionary's own reader has refused doubles."""
        by_name: dict[str, Field] = {}
        for one in dictionary:
            for name in (one.name.zh, one.name.en, *one.synonyms):
                if name:
                    by_name[fold(name)] = one
        return cls(
            by_name,
            {one.row_code: one for one in dictionary},
            {one.code: one for one in dictionary},
            {fold(symbol).lower(): unit for symbol, unit in UNITS.items() if symbol},
        )

    def field(self, printed: str) -> tuple[Field | None, str]:
        """The field of a printed name, and the unit the name itself carries in brackets, or ""."""
        if printed not in self._found:
            self._found[printed] = self._field(printed)
        return self._found[printed]

    def _field(self, printed: str) -> tuple[Field | None, str]:
        folded = fold(printed)
        if folded in self.by_name:
            return self.by_name[folded], ""
        name, unit = bare_name(printed)
        if unit and f"{name}({unit})" in self.by_name:
            return self.by_name[f"{name}({unit})"], ""
        if name in self.by_name:
            return self.by_name[name], unit if fold(unit).lower() in self.units else ""
        return None, ""

    def any_field(self, printed: str) -> tuple[Field | None, str]:
        """The field of a machine code, a printed name or a row code, and the unit in its brackets."""
        text = printed.strip()
        if text in self.by_code:
            return self.by_code[text], ""
        found, unit = self.field(text)
        return (found, unit) if found else (self.by_row_code.get(row_code(text)), "")

    def unit(self, symbol: str) -> Unit | None:
        """The unit of a symbol however it is spaced or cased, or None."""
        return UNITS.get(symbol) or self.units.get(fold(symbol).lower())

    def nearest(self, printed: str) -> str:
        """The known name or code most like this one, or "—"."""
        return nearest(bare_name(printed)[0], self._wordings) or "—"

    @cached_property
    def _wordings(self) -> tuple[str, ...]:
        return (*self.by_code, *self.by_name)


def row_code(value: object) -> str:
    """The printed row code; a spreadsheet may have turned 01 into the number 1."""
    if isinstance(value, float | int) and not isinstance(value, bool) and value == int(value):
        return f"{int(value):02d}"
    text = fold(value) if isinstance(value, str) else ""
    return f"{int(text):02d}" if text.isascii() and text.isdigit() and len(text) < 4 else text


def nearest_unit(symbol: str) -> str:
    """The known unit most like this one, or "—"."""
    return nearest(fold(symbol), [known for known in UNITS if known]) or "—"
