"""Keys that many blocks of a rulebook have: the clause they cite, and days."""

from __future__ import annotations

import datetime as dt
from typing import Any

from zhibiao.readers.yaml_file import Block

NEVER = dt.date(1900, 1, 1)


def cited_clause(block: Block) -> str:
    """The clause cited; a number written without quotes is taken as its text."""
    found = block.node.get("clause")
    return str(found) if isinstance(found, int) and not isinstance(found, bool) else block.words("clause")


def day_of(block: Block, key: str) -> dt.date:
    """The day under a key; `NEVER` where there is none, which is noted."""
    if block.node.get(key) is None:
        block.note("yaml.key_missing", key)
        return NEVER
    return as_day(block, key, block.node[key])


def as_day(block: Block, key: Any, found: Any) -> dt.date:
    """A day as YAML gives it or written YYYY-MM-DD; `NEVER` where it is neither, which is noted at the key."""
    if isinstance(found, dt.date) and not isinstance(found, dt.datetime):
        return found
    try:
        return dt.date.fromisoformat(str(found))
    except ValueError:
        block.note("yaml.wrong_type", key, wanted="YYYY-MM-DD", found=str(found))
        return NEVER
