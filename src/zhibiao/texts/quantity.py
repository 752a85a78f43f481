"""A number in a text, with its unit, how it binds, and whether it is a figure at all."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from zhibiao.texts.statement import Comparator


class Bar(StrEnum):
    """Why a number is no figure of the register."""

    DATE = "date"
    NUMBERING = "numbering"  # of documents, chapters, telephones, postal codes, laws
    CODE_NAME = "code_name"  # 2+26, 8+1, 十四五, 三个一百
    MODEL = "model"  # size or model of equipment, sites, distances, swap ratios
    LIST_COUNT = "list_count"  # a count that introduces a list: 五项工作
    ORDINAL = "ordinal"  # 第一批, 第四指导组
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One number or pair of numbers, from `start` to `end` (exclusive) with unit and the words that bind it.

    `number_start` to `number_end` hold the digits or numerals alone. A range fills `value` and `value_max`, `由A到B`
    fills `base` and `reached`. `is_rank` for 首位, 第3位, 前三. `bar` says why it is no figure, None where it is one.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    value: Decimal | None = None
    value_max: Decimal | None = None
    base: Decimal | None = None
    reached: Decimal | None = None
    unit: str | None = None
    comparator: Comparator = Comparator.EQUAL
    is_rank: bool = False
    bar: Bar | None = None
