"""The measures say by their own words what may pass between enterprises, and until when carried quota may be used."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document

from settlement_sample import settling_rulebook
from zhibiao.policy.parameter import Parameter
from zhibiao.policy.rulebook import Rulebook
from zhibiao.readers.catalogue_csv import Catalogue
from zhibiao.readers.dictionary_csv import read_dictionary
from zhibiao.terms.text import Language
from zhibiao.writers.measures import write_measures
from zhibiao.writers.wording import Words

DATA = Path(__file__).parents[2] / "src" / "zhibiao" / "data"


def _text(rulebook: Rulebook, catalogue: Catalogue, lang: Language) -> str:
    dictionary = read_dictionary(DATA / "dictionary" / "return.csv")
    content = write_measures(rulebook, Words(catalogue, lang), dictionary=dictionary, note=None, code_version="1")
    document = Document(io.BytesIO(content))
    return "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)


def _speaking(*, between: bool) -> Rulebook:
    plain = settling_rulebook()
    until = Parameter(code="carry_until", unit="month", clause="1", values=((dt.date(2024, 1, 1), Decimal(6)),))
    return replace(
        plain,
        parameters={**plain.parameters, "carry_until": until},
        clause_of={**plain.clause_of, "transfers": "1"},
        lets_pass_between_groups=between,
    )


@pytest.mark.parametrize(
    ("lang", "between", "within", "until"),
    [
        ("zh", "企业之间可以调剂", "只在集团内调剂", "6 月底"),
        ("en", "Between enterprises", "Inside a group only", "the end of month 6"),
    ],
)
def test_what_is_said_of_transfers_and_of_time(
    catalogue: Catalogue, lang: Language, between: str, within: str, until: str
) -> None:
    text = _text(_speaking(between=True), catalogue, lang)
    assert between in text
    assert until in text
    assert within in _text(_speaking(between=False), catalogue, lang)
    silent = _text(settling_rulebook(), catalogue, lang)
    assert not {words for words in (between, within, until) if words in silent}
