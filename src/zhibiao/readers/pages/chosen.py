"""Which blocks of an HTML page are its article: what trafilatura chooses, and how much of a block is links."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhibiao.readers.pages.blocks import Block
from zhibiao.texts.clean import Traced
from zhibiao.texts.clean.traced import joined

_LEAST_SHARE = 0.5
_WORTH = 15
"""A block of fewer characters shows nothing by standing in the choice or not."""


def article_blocks(page: str, blocks: Sequence[Block]) -> Traced:
    """The blocks that may be the article, a line each, with their places in the page.

    Where trafilatura's choice holds at least half of what is said in sentences, blocks of links go that it left out.
    """
    chosen = _bare(_choice(page))
    said = [_bare(block.traced.text) for block in blocks]
    is_chosen = [len(words) >= _WORTH and words in chosen for words in said]
    whole = sum(len(words) for words, block in zip(said, blocks, strict=True) if "。" in block.traced.text)
    taken = sum(len(words) for words, mine in zip(said, is_chosen, strict=True) if mine)
    trusted = taken >= _LEAST_SHARE * max(whole, _WORTH)
    kept = (
        block for block, mine in zip(blocks, is_chosen, strict=True) if mine or not _is_links(block, trusted=trusted)
    )
    return joined((block.traced for block in kept), "\n")


def _is_links(block: Block, *, trusted: bool) -> bool:
    if block.heading == 1:
        return False
    return block.linked * 10 > len(block.traced.text) * (5 if trusted else 9)


def _choice(page: str) -> str:
    from trafilatura import extract

    try:
        return extract(page, favor_recall=True, include_comments=False, include_tables=True, fast=True) or ""
    except (ValueError, RecursionError, AssertionError):
        return ""


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)
