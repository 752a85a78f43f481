"""What the desk's audit pages join: the decisions that can be ranked, a verification with a kept head, the verifier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhibiao.assemble.audit import verify_opened
from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.decisions.decisions import Progress, Stage, every_decision
from zhibiao.assemble.desk.ledger import check_kept_head


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptHead:
    """A head's files as somebody kept them; signature and key empty where only the document was kept."""

    name: str
    document: bytes
    signature: bytes = b""
    public_key: bytes = b""


def decisions_to_rank(opened: OpenBook) -> tuple[Progress, ...]:
    """Every decision that was not withdrawn, the latest first."""
    return tuple(one for one in every_decision(opened) if one.stage is not Stage.WITHDRAWN)


def verify_held(opened: OpenBook, *, head: str, kept: KeptHead | None) -> Mapping[str, Any]:
    """Derive every figure again, as `zhibiao verify` does with `--head` and `--head-file`; the result as plain values.

    Raises:
        UsageError: what was kept is no head.
        BookBroken: the first difference.
    """
    held = None
    if kept is not None:
        held, _ = check_kept_head(
            opened, kept.document, signature=kept.signature, public_key=kept.public_key, name=kept.name
        )
    return verify_opened(opened, head=head, held=held).plain()


def verifier_source() -> bytes:
    """The independent verifier as one file that needs Python and nothing else."""
    return (Path(__file__).parents[2] / "verification" / "verify.py").read_bytes()
