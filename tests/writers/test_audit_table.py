"""The audit ranking as a workbook: a row per figure in order, two columns a size, the same bytes each time."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook

from zhibiao.allocation.reasons.audit import Gain, Sensitivity
from zhibiao.readers.catalogue_csv import Catalogue
from zhibiao.terms.text import Text
from zhibiao.writers.audit_table import write_audit_table
from zhibiao.writers.wording import Words

ROW = Sensitivity(
    enterprise="LH-S02",
    field="taxes_yuan",
    year=2024,
    reported=Decimal("123456789.5"),
    quota_t=1_000_000,
    gains=(
        Gain(size=Decimal("0.01"), by=Decimal("-0.01"), tonnes=12),
        Gain(size=Decimal("0.05"), by=Decimal(0), tonnes=0),
    ),
)


def written(catalogue: Catalogue) -> bytes:
    arguments: dict[str, Any] = {
        "decision_id": "steel-2025-1a2b3c4d",
        "sizes": (Decimal("0.01"), Decimal("0.05")),
        "names": {"LH-S02": Text("柳河特殊钢有限公司(虚构)")},
        "fields": {"taxes_yuan": Text("税收", "taxes")},
        "author": Text("小城工信局"),
        "at": dt.datetime(2025, 4, 11, tzinfo=dt.UTC),
    }
    return write_audit_table([ROW], Words(catalogue, "zh"), **arguments)


def test_a_row_says_what_and_in_which_direction(catalogue: Catalogue) -> None:
    sheet = load_workbook(io.BytesIO(written(catalogue))).worksheets[0]
    assert [1, "LH-S02", "柳河特殊钢有限公司(虚构)", "税收", "2024", 123456789.5, 1_000_000, 12, "−1.0%", 0, "—"] == [
        cell.value for cell in sheet[4]
    ]


def test_the_same_ranking_gives_the_same_bytes(catalogue: Catalogue) -> None:
    assert written(catalogue) == written(catalogue)
