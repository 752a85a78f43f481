"""Where a finding about several figures points: their cells, those of figures that were filed."""

from __future__ import annotations

from zhibiao.monthly.filed import Filed


def cells_of(filed: Filed, *codes: str) -> str:
    """The cells of these figures in the order given, a comma between two; figures that were not filed are left out."""
    return ",".join(filter(None, (filed.cell(code).cell for code in codes if filed.fact(code))))
