"""An enterprise's own entries with a proof (企业对账单): held against a head, and nothing of anybody else in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhibiao.errors import NotFound
from zhibiao.ledger.head import check_entries, read_head
from zhibiao.ledger.statement import CITY
from zhibiao.procedures.export_decision import MAY_SEE_ALL, zipped
from zhibiao.procedures.ports import Person, Store
from zhibiao.procedures.rights import check_right
from zhibiao.terms.canonical import canonical_bytes
from zhibiao.terms.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedHead:
    """A head as its holder has it: the document's bytes, and signature and public key where there are some."""

    content: bytes
    signature: bytes = b""
    public_key: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnExport:
    """The zip, and what is in it: whose entries, how many, under which head."""

    content: bytes
    enterprise: str
    entries: int
    head: int
    period: str


def last_head(store: Store) -> HandedHead:
    """The head handed out last; NotFound `own.no_head`."""
    heads = store.proofs.heads()
    if not heads:
        raise NotFound("own.no_head")
    last = heads[-1]
    return HandedHead(
        content=last.body.encode(), signature=bytes.fromhex(last.signature), public_key=last.public_key.encode()
    )


def export_own(
    store: Store, *, enterprise: str, head: HandedHead, reader: Person, companions: Mapping[str, bytes]
) -> OwnExport:
    """Pack an enterprise's statement at a head with salt, audit path, the head, and the verifier.

    Args:
        store: the book's memory.
        enterprise: whose entries.
        head: the head that they are proven under; the book has to hold it.
        reader: who asks for it, on the enterprise's behalf.
        companions: files that travel along by name: `verify.py` and its readme.

    Returns:
        The zip; the same inputs give the same bytes.

    Raises:
        ValueError: the head is none.
        NotAllowed: `auth.forbidden`.
        NotFound: `own.not_in_book`.
        BookBroken: the book does not hold the head, as `check_head` says.
    """
    check_right(reader, MAY_SEE_ALL, Text("导出企业对账单", "export an enterprise's statement"))
    document, secret = read_head(head.content), store.proofs.secret()
    statements = check_entries(document, store.entries(), secret)
    if enterprise == CITY or enterprise not in statements.of:
        known = "、".join(name for name in statements.of if name != CITY)
        raise NotFound("own.not_in_book", enterprise=enterprise, known=known or "—")
    statement = statements.of[enterprise]
    files = {
        "statement.json": canonical_bytes(statement.plain()),
        "proof.json": canonical_bytes(statements.proof(enterprise, secret).plain()),
        "head.json": head.content,
        **companions,
    }
    if head.signature:
        files |= {"head.sig": head.signature, "head.pem": head.public_key}
    return OwnExport(
        content=zipped(files),
        enterprise=enterprise,
        entries=len(statement.own),
        head=document["number"],
        period=document["period"],
    )
