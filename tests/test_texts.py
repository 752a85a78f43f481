"""Every code has its words in both languages, every word has its code, and blanks are filled by facts."""

import ast
import string
from pathlib import Path

import pytest

from zhibiao import errors
from zhibiao.readers.catalogue_csv import Message, read_catalogue

SRC = Path(__file__).parents[1] / "src" / "zhibiao"
CATALOGUE = read_catalogue(SRC / "data")
ERRORS = {name for name in dir(errors) if isinstance(getattr(errors, name), type)} - {"CapOutOfReach"}


def test_lists_have_the_comma_of_their_language() -> None:
    facts = {"person": "he", "known": "lin、wang"}
    assert "lin、wang" in CATALOGUE.what("person.unknown", "zh", facts)
    assert "lin, wang" in CATALOGUE.what("person.unknown", "en", facts)
    # A Chinese name keeps its own.
    assert "林、王" in CATALOGUE.what("person.unknown", "en", facts | {"known": "林、王"})


def _calls() -> list[ast.Call]:
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in SRC.rglob("*.py"))
    return [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]


def _code_of(call: ast.Call) -> str | None:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    if name == "Finding":
        given = next((keyword.value for keyword in call.keywords if keyword.arg == "code"), None)
    elif name in ERRORS:
        given = call.args[0] if call.args else None
    else:
        return None
    return given.value if isinstance(given, ast.Constant) and isinstance(given.value, str) else None


def _literals() -> set[str]:
    return {
        node.value
        for path in SRC.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_code_in_use_has_its_words() -> None:
    used = {code for call in _calls() if (code := _code_of(call))}
    assert used
    assert set() == used - set(CATALOGUE.messages)


def test_every_message_is_in_use() -> None:
    assert set() == set(CATALOGUE.messages) - _literals()


@pytest.mark.parametrize("code", sorted(CATALOGUE.messages))
def test_messages_are_complete_in_both_languages(code: str) -> None:
    message: Message = CATALOGUE.messages[code]
    for text in (message.what, message.why, message.hint):
        assert bool(text.zh) == bool(text.en)
        assert _blanks(text.zh) == _blanks(text.en)
    assert message.what.zh
    assert message.hint.zh


@pytest.mark.parametrize("key", sorted(CATALOGUE.labels))
def test_labels_are_complete_in_both_languages(key: str) -> None:
    label = CATALOGUE.labels[key]
    assert label.zh
    assert label.en
    assert _blanks(label.zh) == _blanks(label.en)


def _blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
