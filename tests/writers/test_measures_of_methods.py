"""The official measures of a rulebook of any method: its formula, and every number that acts, set or by default."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document

from method_sample import NEW, with_method, without
from zhibiao.policy.methods import METHODS
from zhibiao.policy.rulebook import Rulebook
from zhibiao.readers.catalogue_csv import Catalogue
from zhibiao.readers.dictionary_csv import read_dictionary
from zhibiao.readers.rulebook_yaml import read_rulebook
from zhibiao.terms.text import Language
from zhibiao.writers.measures import write_measures
from zhibiao.writers.wording import Words

TESTS = Path(__file__).parents[1]
DICTIONARY = read_dictionary(TESTS.parent / "src" / "zhibiao" / "data" / "dictionary" / "return.csv")
RULEBOOK = read_rulebook(TESTS / "policy" / "rulebook.yaml")


def rows_of(rulebook: Rulebook, words: Words) -> list[list[str]]:
    content = write_measures(rulebook, words, dictionary=DICTIONARY, note=None, code_version="1")
    document = Document(io.BytesIO(content))
    return [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]


@pytest.mark.parametrize("method", NEW)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_number_that_acts_is_printed(method: str, lang: Language, catalogue: Catalogue) -> None:
    words = Words(catalogue, lang)
    rows = rows_of(with_method(RULEBOOK, method), words)
    assert [words.label(f"rule.{method}"), words.label(f"rule.{method}.formula")] in [row[1:3] for row in rows]
    named = [row[0] for row in rows]
    for code in METHODS[method].numbers:
        assert 1 == named.count(words(f"measures.parameter.{code}"))


def test_a_number_that_is_not_set_is_printed_as_a_default(catalogue: Catalogue) -> None:
    words = Words(catalogue, "en")
    set_, silent = with_method(RULEBOOK, "two_pools"), without(with_method(RULEBOOK, "two_pools"), "theta")
    name = "Part of the total in the tilt pool θ"
    assert [name, "25%", "1 January 2025", "clause 1"] in rows_of(set_, words)
    assert [name, "10%", "By default", "clause 6"] in rows_of(silent, words)


def test_no_least_cut_is_no_limit(catalogue: Catalogue) -> None:
    """The default of the least cut stands for any growth at all."""
    rows = rows_of(with_method(RULEBOOK, "tiers"), Words(catalogue, "en"))
    assert ["Least cut, enterprise that meets the conditions", "No limit", "By default", "clause 6"] in rows
    assert ["Least cut, leading enterprise", "-5%", "1 January 2025", "clause 1"] in rows
