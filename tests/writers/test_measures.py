"""The rulebook as the official measures: its text, its numbers and its hash in one paper."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document

from settlement_sample import settling_rulebook
from zhibiao.policy.plain import rulebook_hash
from zhibiao.policy.review import KNOWN_MULTIPLIERS, KNOWN_PARAMETERS, KNOWN_RULES
from zhibiao.policy.rulebook import Rulebook
from zhibiao.readers.catalogue_csv import Catalogue
from zhibiao.readers.dictionary_csv import read_dictionary
from zhibiao.readers.rulebook_yaml import read_rulebook
from zhibiao.terms.text import Language, Text
from zhibiao.writers.measures import write_measures
from zhibiao.writers.wording import Words

DATA = Path(__file__).parents[2] / "src" / "zhibiao" / "data"
DICTIONARY = read_dictionary(DATA / "dictionary" / "return.csv")
BUNDLED = sorted((DATA / "city" / "rulebooks").glob("*.yaml"))


def _paper(rulebook: Rulebook, catalogue: Catalogue, lang: Language) -> bytes:
    words = Words(catalogue, lang)
    return write_measures(rulebook, words, dictionary=DICTIONARY, note=Text("虚构", "fictional"), code_version="1")


def _text(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(line.text for line in document.paragraphs), *cells])


@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: path.stem)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_bundled_rulebook_prints_itself(path: Path, lang: Language, catalogue: Catalogue) -> None:
    rulebook = read_rulebook(path)
    text = _text(_paper(rulebook, catalogue, lang))
    assert "{" not in text
    assert rulebook_hash(rulebook) in text
    assert "虚构" in text if lang == "zh" else "fictional" in text
    for parameter in rulebook.parameters.values():
        assert len(parameter.values) <= text.count(Words(catalogue, lang)(f"measures.parameter.{parameter.code}"))
    for rule in rulebook.indicators:
        assert Words(catalogue, lang).name(rule.name) in text


def test_the_number_in_the_text_is_the_parameter(catalogue: Catalogue) -> None:
    rulebook = read_rulebook(BUNDLED[-1])
    clauses = {**rulebook.clauses, "6": Text("倾斜系数为{tilt_beta}。", "The exponent is {tilt_beta}.")}
    text = _text(_paper(replace(rulebook, clauses=clauses), catalogue, "zh"))
    assert "第六条　倾斜系数为0.3。" in text


def test_the_same_rulebook_gives_the_same_bytes(catalogue: Catalogue) -> None:
    rulebook = read_rulebook(BUNDLED[0])
    assert _paper(rulebook, catalogue, "zh") == _paper(rulebook, catalogue, "zh")


def test_whatever_a_rulebook_may_say_has_its_words(catalogue: Catalogue) -> None:
    keys = [
        f"rule.{rule}" if part == "method" else f"{part}_rule.{rule}"
        for part, rules in KNOWN_RULES.items()
        for rule in rules
    ]
    wanted = {*keys, *(f"{key}.formula" for key in keys)}
    wanted |= {f"paper.measures.parameter.{code}" for code in KNOWN_PARAMETERS}
    wanted |= {f"paper.measures.{name}.{value}" for name, values in KNOWN_MULTIPLIERS.items() for value in values}
    assert set() == wanted - set(catalogue.labels)


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", ("表3　超产扣减分档", "0% 至 10%", "50% 以上", "1.8")), ("en", ("above 50%",))]
)
def test_what_an_overrun_costs_is_printed(lang: Language, said: tuple[str, ...], catalogue: Catalogue) -> None:
    rulebook = replace(settling_rulebook(), indicators=())
    text = _text(_paper(rulebook, catalogue, lang))
    for words in said:
        assert words in text
