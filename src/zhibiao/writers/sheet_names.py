"""Names of strangers as tabs of a workbook: signs that a tab may not bear left out, cut to length, each told apart."""

from __future__ import annotations

from collections.abc import Iterable

_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\"))
_LONGEST = 31
_RESERVED = "history"


def sheet_names(names: Iterable[str], *, instead: str) -> tuple[str, ...]:
    """One name of a tab for each name, in their order; `instead` stands where nothing of a name is left.

    >>> sheet_names(["市/局", "市局", ""], instead="其他")
    ('市局', '市局 2', '其他')
    """
    taken = {_RESERVED}
    return tuple(
        _free(name.translate(_FORBIDDEN).strip("' ")[:_LONGEST].strip("' ") or instead, taken) for name in names
    )


def _free(name: str, taken: set[str]) -> str:
    candidate, number = name, 1
    while candidate.casefold() in taken:
        number += 1
        end = f" {number}"
        candidate = name[: _LONGEST - len(end)] + end
    taken.add(candidate.casefold())
    return candidate
