"""Heads and own proofs of a book folder: signed files handed out, kept files held against the book."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.out_file import write_out
from zhibiao.assemble.resources import DATA
from zhibiao.assemble.signing_key import is_signed, read_key
from zhibiao.errors import BookBroken, UsageError
from zhibiao.ledger.head import SignedHead, read_head
from zhibiao.procedures import heads, own_proof


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOut:
    """A head and the files it was written to: document, signature, public key."""

    head: SignedHead
    files: tuple[Path, ...]


def show(opened: OpenBook, period: str) -> heads.HeadShown:
    """The head of a moment, and what lies behind it."""
    return heads.show_head(opened.store, opened.clock, city=opened.folder.settings.city, period=period)


def hand_out(opened: OpenBook, period: str, *, key: Path, person: str, out: Path) -> HandedOut:
    """Sign the head of a moment, keep it in the book, and write it for others to keep."""
    head = heads.hand_out_head(
        opened.store,
        opened.clock,
        city=opened.folder.settings.city,
        signer=read_key(key),
        person=opened.person(person),
        period=period,
    )
    name = period or f"{head.number:04d}"
    contents = {
        out / f"head-{name}.json": head.body.encode(),
        out / f"head-{name}.sig": bytes.fromhex(head.signature),
        out / f"head-{name}.pem": head.public_key.encode(),
    }
    for path, content in contents.items():
        write_out(path, content)
    return HandedOut(head=head, files=tuple(contents))


def check(opened: OpenBook, path: Path, *, public_key: Path | None = None) -> tuple[heads.HeadChecked, bool]:
    """Hold a head's file against the book; and whether a signature lay beside it, which then fits.

    Raises:
        UsageError: `head.unreadable`, `head.key_unreadable`.
        BookBroken: `head.signature_wrong`, and what `check_head` raises.
    """
    handed = read_handed(path, public_key=public_key)
    return heads.check_head(opened.store, handed.content), bool(handed.signature)


def read_handed(path: Path, *, public_key: Path | None = None) -> own_proof.HandedHead:
    """A head's file with the signature and the key beside it, or with the key one trusts.

    Raises:
        UsageError: `head.unreadable`, `head.key_unreadable`.
        BookBroken: `head.signature_wrong`; also where a key is given and no signature is there.
    """
    signature, beside = path.with_suffix(".sig"), path.with_suffix(".pem")
    try:
        content = path.read_bytes()
        read_head(content)
        key = (public_key or beside).read_bytes() if public_key or beside.is_file() else b""
        signed = signature.read_bytes() if signature.is_file() else b""
    except (OSError, ValueError) as error:
        raise UsageError("head.unreadable", file=str(path), reason=str(error)) from error
    if key and not (signed and is_signed(content, signed, key)):
        raise BookBroken("head.signature_wrong", file=path.name)
    return own_proof.HandedHead(content=content, signature=signed if key else b"", public_key=key)


def export_own(opened: OpenBook, enterprise: str, *, person: str, head: Path | None) -> own_proof.OwnExport:
    """An enterprise's own entries under a head: the one handed out last, or one from a file."""
    handed = read_handed(head) if head else own_proof.last_head(opened.store)
    return own_proof.export_own(
        opened.store,
        enterprise=enterprise,
        head=handed,
        reader=opened.person(person),
        companions={
            "verify.py": (Path(__file__).parents[1] / "verification" / "verify.py").read_bytes(),
            "README.md": (DATA / "export" / "own.md").read_bytes(),
        },
    )
