"""What a page says twice: the body again, the title again, a summary that the body repeats."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhibiao.texts.clean.lines import Line
from zhibiao.texts.lexicon import Lexicon

_KEEP = re.compile(r"^[(（]?(?:牵头|责任|配合|主办|协办|完成|时限)")
_LEAST = 12


def once(lines: Sequence[Line], lexicon: Lexicon) -> list[Line]:
    """The lines without those that say again what an earlier one said, and without summaries of what follows."""
    kept: list[Line] = []
    seen: set[str] = set()
    for line in lines:
        key = _key(line.text)
        if key in seen and len(key) >= _LEAST and not _KEEP.match(line.text) and len(line.cells()) < 2:
            continue
        seen.add(key)
        kept.append(line)
    return _without_summaries(kept, lexicon)


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _without_summaries(lines: list[Line], lexicon: Lexicon) -> list[Line]:
    label = re.compile(rf"^\W*(?:{lexicon.pattern('boilerplate', 'summary').pattern})\W*[:：]", re.IGNORECASE)
    keys = [_key(line.text) for line in lines]
    whole = "".join(keys)
    ends = [0]
    for key in keys:
        ends.append(ends[-1] + len(key))
    kept = []
    for number, line in enumerate(lines[:12]):
        marked = label.match(line.text)
        said = _key(line.text[marked.end() :]) if marked else keys[number]
        again = len(said) >= 20 and whole.find(said[:-2], ends[number + 1]) >= 0
        if again and (marked or line.is_sentence or line.text[-1] in "…."):
            continue
        if marked and len(said) < 2:
            continue
        if marked and _alike(said, whole[ends[number + 1] :]):
            continue
        kept.append(line)
    return [*kept, *lines[12:]]


def _alike(said: str, rest: str) -> bool:
    """Whether most of a summary stands word for word in what follows, in pieces of eight characters."""
    pieces = [said[at : at + 8] for at in range(0, max(1, len(said) - 7), 4)]
    return len(said) >= 16 and sum(piece in rest for piece in pieces) * 10 >= len(pieces) * 6
