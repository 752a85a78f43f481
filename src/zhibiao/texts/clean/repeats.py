"""What a page says twice: the body again, the title again, a summary that the body repeats."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zhibiao.texts.clean.lines import Line
from zhibiao.texts.lexicon import Lexicon

_ASSIGNED = re.compile(r"[(（]?(?:牵头|责任|配合|主办|协办|完成|时限)")
_LEAST = 12
_LEAST_INSIDE = 20
_LEAST_FLAT = 60
_SUMMARIES_WITHIN = 12
"""Among how many lines from the top a summary is looked for."""


def once(lines: Sequence[Line], lexicon: Lexicon) -> list[Line]:
    """The lines without those that say again what an earlier one said, and without summaries of what follows."""
    label = _label(lexicon.pattern("boilerplate", "summary").pattern)
    unmarked = _without_summaries(lines, label, marked=True)
    return _without_summaries(_without_again(_without_flat(unmarked)), label, marked=False)


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _without_flat(lines: Sequence[Line]) -> list[Line]:
    """The whole article on one line before its paragraphs goes; the paragraphs stay."""
    keys = [_key(line.text) for line in lines]
    for number, key in enumerate(keys[:_SUMMARIES_WITHIN]):
        after = keys[number + 1 :]
        if len(key) >= _LEAST_FLAT and key in "".join(after) and not any(key in one for one in after):
            return [*lines[:number], *lines[number + 1 :]]
    return list(lines)


def _without_again(lines: Sequence[Line]) -> list[Line]:
    """The lines without runs of lines that stood there before, and without sentences that earlier lines hold."""
    keys = [_key(line.text) for line in lines]
    gone = set(_repeated(lines, keys))
    said = ""
    for number, line in enumerate(lines):
        if number in gone:
            continue
        if line.is_sentence and len(keys[number]) >= _LEAST_INSIDE and keys[number] in said:
            gone.add(number)
        elif len(said) < 200_000:
            said += keys[number]
    return [line for number, line in enumerate(lines) if number not in gone]


def _repeated(lines: Sequence[Line], keys: Sequence[str]) -> Iterator[int]:
    """The numbers of lines in runs that repeat an earlier run: a sentence or title in them, or six lines."""
    first: dict[str, int] = {}
    run: list[int] = []
    source = -1
    for number, key in enumerate([*keys, ""]):
        follows = bool(run) and 0 <= source + 1 < run[0] and keys[source + 1] == key and number < len(keys)
        earlier = source + 1 if follows else first.get(key, -1)
        if run and not follows:
            yield from run if _is_worth(lines, run) else ()
            run = []
        if earlier >= 0 and number < len(keys):
            run.append(number)
        source = earlier
        first.setdefault(key, number)


def _is_worth(lines: Sequence[Line], run: Sequence[int]) -> bool:
    return len(run) >= 6 or any(_says_much(lines[number]) for number in run)


def _says_much(line: Line) -> bool:
    return len(_key(line.text)) >= _LEAST and not _ASSIGNED.match(line.text) and len(line.cells()) < 2


def _label(words: str) -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{words})\W*[:：]|[\[【(（]\s*(?:{words})\s*[\]】)）]", re.IGNORECASE)


def _without_summaries(lines: Sequence[Line], label: re.Pattern[str], *, marked: bool) -> list[Line]:
    """The lines without summaries among the first: those with a label, or those without."""
    keys = [_key(line.text) for line in lines]
    kept = [
        line
        for number, line in enumerate(lines[:_SUMMARIES_WITHIN])
        if bool(label.match(line.text)) != marked or not _is_summary(line, label, "".join(keys[number + 1 :]))
    ]
    return [*kept, *lines[_SUMMARIES_WITHIN:]]


def _is_summary(line: Line, label: re.Pattern[str], rest: str) -> bool:
    """Whether a line gives beforehand what the rest says; one with a label may do so in other order or cut short."""
    marked = label.match(line.text)
    said = _key(line.text[marked.end() :] if marked else line.text)
    again = len(said) >= _LEAST and said[:-2] in rest
    if marked:
        return len(said) < 2 or again or _alike(said, rest)
    return again and len(said) >= _LEAST_INSIDE and (line.is_sentence or line.text[-1] in "….")


def _alike(said: str, rest: str) -> bool:
    """Whether most of a summary stands word for word in what follows, in pieces of eight characters."""
    pieces = [said[at : at + 8] for at in range(0, max(1, len(said) - 7), 4)]
    return len(said) >= 16 and sum(piece in rest for piece in pieces) * 10 >= len(pieces) * 6
