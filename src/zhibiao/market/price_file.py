"""What a file of prices held, whoever published it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from zhibiao.market.price import PriceSeries
from zhibiao.terms.finding import Finding


class PriceTableKind(StrEnum):
    """Whose table a file is."""

    NBS_TABLE = "nbs_table"
    NBS_LIST = "nbs_list"
    WORLD_BANK_WORKBOOK = "world_bank_workbook"
    WORLD_BANK_LIST = "world_bank_list"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceFile:
    """What was read.

    Args:
        file: its name.
        kind: whose table it is.
        series: one for each good and source, in the order of the file.
        findings: figures left out and why, and how others were read.
    """

    file: str
    kind: PriceTableKind
    series: tuple[PriceSeries, ...]
    findings: tuple[Finding, ...]
