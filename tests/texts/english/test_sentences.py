"""Own English sentences, each with every record that it holds and none beside."""

import datetime as dt
from pathlib import Path

import pytest

from zhibiao.readers.lexicon_csv import read_lexicon
from zhibiao.texts.english import read_english
from zhibiao.texts.statement import Statement

PUBLISHED = dt.date(2024, 11, 4)
LEXICON = read_lexicon()


def _cases() -> list[tuple[str, dt.date | None, list[str]]]:
    cases: list[tuple[str, dt.date | None, list[str]]] = []
    for line in (Path(__file__).parent / "sentences.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("  "):
            cases[-1][2].append(line.strip())
        elif line and not line.startswith("#"):
            day, _, sentence = line.partition(" ") if line.startswith("@") else ("", "", line)
            published = PUBLISHED if not day else None if day == "@none" else dt.date.fromisoformat(day[1:])
            cases.append((sentence, published, []))
    return cases


CASES = _cases()


def _number(statement: Statement) -> str:
    figure = statement.figure
    if figure is None:
        return "-"
    if figure.base is not None:
        assert figure.reached is not None
        number = f"{figure.base.normalize():f}>{figure.reached.normalize():f}"
    else:
        number = " ".join(f"{one.normalize():f}" for one in (figure.value, figure.value_max) if one is not None)
    return f"{number} {figure.unit or '-'}"


def written(one: Statement) -> str:
    figure = one.figure
    cells = (
        one.kind.value,
        one.subject,
        _number(one),
        figure.change.value if figure else "-",
        figure.comparator.value if figure else "-",
        one.polarity.value if one.polarity else "-",
        one.period or "-",
        ";".join(one.actors) or "-",
    )
    return " | ".join(cells)


@pytest.mark.parametrize(("sentence", "published", "expected"), CASES, ids=[case[0][:60] for case in CASES])
def test_sentence(sentence: str, published: dt.date | None, expected: list[str]) -> None:
    assert expected == [written(one) for one in read_english(sentence, published=published, lexicon=LEXICON)]


def test_there_are_enough() -> None:
    assert len(CASES) >= 120
    assert any(not expected for _, _, expected in CASES)


def test_a_headline_of_what_a_company_will_do_names_the_company_alone() -> None:
    text = "Yihe Minerals to double magnesia capacity\nThe plant opens in May 2025.\nIt will create about 240 jobs.\n"
    jobs = [one for one in read_english(text, published=PUBLISHED, lexicon=LEXICON) if one.subject == "jobs"]
    assert [("Yihe Minerals",)] == [one.actors for one in jobs]
