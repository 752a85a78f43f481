"""What a store keeps beside returns and entries: decisions with their signatures, and files as received."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from zhibiao.terms.text import Text


class DecisionState(StrEnum):
    """How far a decision has come."""

    DRAFT = "draft"
    APPROVED = "approved"
    ISSUED = "issued"
    WITHDRAWN = "withdrawn"

    @property
    def words(self) -> Text:
        """The state as people say it."""
        return _STATES[self]


_STATES = {
    DecisionState.DRAFT: Text("草案", "a draft"),
    DecisionState.APPROVED: Text("已审批", "approved"),
    DecisionState.ISSUED: Text("已下达", "issued"),
    DecisionState.WITHDRAWN: Text("已撤回", "withdrawn"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who did what to a decision, and when (UTC)."""

    decision: str
    act: str
    person: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDecision:
    """A decision as kept: its hash, its canonical plain body, its state and signatures."""

    id: str
    sha256: str
    body: dict[str, Any]
    state: DecisionState
    signatures: tuple[Signature, ...]

    @property
    def acts(self) -> tuple[Signature, ...]:
        """The signatures since it was last drafted; what came before ended with its withdrawal."""
        drafted = [place for place, one in enumerate(self.signatures) if one.act == "draft"]
        return self.signatures[drafted[-1] :] if drafted else self.signatures


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file as received, kept by hash."""

    sha256: str
    name: str
    received_at: str
    uploader: str
    outcome: str
