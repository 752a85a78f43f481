"""The ledger's head as a viewer may see it."""

from __future__ import annotations

from zhibiao.assemble.book import OpenBook
from zhibiao.ledger.head import blinded_chain
from zhibiao.terms.access import Viewer


def head_for(opened: OpenBook, viewer: Viewer) -> str:
    """The hash of the last entry for the bureau; behind its salt, as papers print it, for anybody else.

    In the open, two pages around one posting of a competitor would let its tonnes be guessed until the hash fits.
    """
    if viewer.sees_all:
        return opened.store.head()
    seq, chain, *_ = opened.store.extent()
    return blinded_chain(opened.store.proofs.secret(), int(str(seq)), str(chain)) if seq else ""
