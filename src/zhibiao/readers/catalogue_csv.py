"""The catalogue of texts: messages of findings and errors by code, and labels of papers and pages by key."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from zhibiao.terms.text import Language, Text

LIST_COMMA = "、"
_NEAREST = re.compile(r"；最接近的是“{nearest}”|; the nearest (?:known one )?is [“\"]{nearest}[”\"]")
_ROWS = re.compile(r"(\d+(?:[,、]\d+)*)(…?)(?:\(\d+\))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """The three texts of a finding or an error: what, why it matters, what to do."""

    what: Text
    why: Text
    hint: Text


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All texts by code or key; a missing one is a KeyError, which a test rules out for shipped codes."""

    messages: Mapping[str, Message]
    labels: Mapping[str, Text]

    def text(self, key: str, lang: Language, **facts: object) -> str:
        """A label in that language, its blanks filled."""
        return _filled(self.labels[key], lang, facts)

    def what(self, code: str, lang: Language, facts: Mapping[str, object]) -> str:
        """What a finding or error says, its blanks filled; where nothing known is near ("—"), nothing is named."""
        at = {"cell": told} if (told := rows_told(str(facts.get("cell", "")), lang)) else {}
        what = self.messages[code].what
        if facts.get("nearest") == "—":
            what = Text(zh=_NEAREST.sub("", what.zh), en=_NEAREST.sub("", what.en))
        return _filled(what, lang, {**facts, **at})

    def why(self, code: str, lang: Language, facts: Mapping[str, object]) -> str:
        """Why it matters, its blanks filled."""
        return _filled(self.messages[code].why, lang, facts)

    def hint(self, code: str, lang: Language, facts: Mapping[str, object]) -> str:
        """What to do about it, its blanks filled."""
        return _filled(self.messages[code].hint, lang, facts)


def rows_told(cells: str, lang: Language) -> str:
    """The place in a text table, kept as numbers of rows, in words; "" for cells of a sheet.

    >>> rows_told("10,12,9", "en"), rows_told("3、3、3(3)", "zh"), rows_told("D24", "zh")
    ('rows 10, 12, 9', '第 3 行', '')
    """
    match = _ROWS.fullmatch(cells)
    if match is None:
        return ""
    rows = list(dict.fromkeys(re.split("[,、]", match[1])))
    if lang == "zh":
        return f"第 {LIST_COMMA.join(rows)}{match[2]} 行"
    return f"{'row' if len(rows) == 1 else 'rows'} {', '.join(rows)}{match[2]}"


def read_catalogue(folder: Path) -> Catalogue:
    """Read `messages/*.csv` and `labels/*.csv` of a folder; ValueError on a key twice or a broken row."""
    messages: dict[str, Message] = {}
    for row in _rows(sorted((folder / "messages").glob("*.csv")), key="code", known=messages):
        messages[row["code"]] = Message(
            what=Text(row["zh"], row["en"]),
            why=Text(row["why_zh"], row["why_en"]),
            hint=Text(row["hint_zh"], row["hint_en"]),
        )
    labels: dict[str, Text] = {}
    for row in _rows(sorted((folder / "labels").glob("*.csv")), key="key", known=labels):
        labels[row["key"]] = Text(row["zh"], row["en"])
    return Catalogue(messages, labels)


def _rows(paths: Iterable[Path], *, key: str, known: Mapping[str, object]) -> Iterable[dict[str, str]]:
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, strict=True):
                if row[key] in known:
                    raise ValueError(f"{path.name}: {row[key]} stands twice")
                if None in row or None in row.values():
                    raise ValueError(f"{path.name}: the row of {row[key]} has too many cells or too few")
                yield row


def _filled(text: Text, lang: Language, facts: Mapping[str, object]) -> str:
    worded = {name: _fact(fact, lang) for name, fact in facts.items()}
    return text.in_(lang).format_map(_Facts(worded))


def _fact(fact: object, lang: Language) -> object:
    """A fact in that language; a list of codes or figures, kept with the Chinese comma, has the English one there."""
    if isinstance(fact, Text):
        return fact.in_(lang)
    is_plain_list = lang == "en" and isinstance(fact, str) and fact.replace(LIST_COMMA, "").isascii()
    return str(fact).replace(LIST_COMMA, ", ") if is_plain_list else fact


class _Facts(dict[str, object]):
    """Facts for `format_map`; a blank nobody filled shows its own name instead of hiding the message."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"
