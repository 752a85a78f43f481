"""A book held against the program that shares no code with this one."""

from __future__ import annotations

from zhibiao.assemble.book import OpenBook
from zhibiao.procedures.heads import HeadChecked
from zhibiao.procedures.verify import VerifyResult, verify_book
from zhibiao.verification import verify as verifier


def verify_opened(opened: OpenBook, *, head: str = "", held: HeadChecked | None = None) -> VerifyResult:
    """Derive every figure of a book again; BookBroken names the first difference. `held` is a head it holds."""
    opened.store.check()
    return verify_book(
        opened.store,
        city=opened.city,
        verifier=verifier,
        head=head,
        held=held,
    )
