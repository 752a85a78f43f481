"""What the decision would have given with the claimed figures in place of its own: for the appellant, and for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from zhibiao.allocation.appeals.deeds import Claim
from zhibiao.allocation.appeals.inputs import put_in
from zhibiao.allocation.decision.decide import decide
from zhibiao.allocation.decision.decision import Decision, Part, Share
from zhibiao.errors import CapOutOfReach, InputRefused, NoSolution
from zhibiao.policy.plain import rulebook_of
from zhibiao.register.plain import plain_of
from zhibiao.terms.canonical import content_hash
from zhibiao.terms.period import Month


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One enterprise's outcome, as issued or as it would be: quota, its parts, score, and the bound met or ""."""

    quota_t: int
    score: Decimal
    binding: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rerun:
    """A decision run again for one enterprise; no figure of another one can be reached from here.

    `claimed` is None where there would have been no decision, and `refused` then says why by its code.
    """

    decision: str
    decision_sha256: str
    enterprise: str
    claims: tuple[Claim, ...]
    issued: Side
    claimed: Side | None
    refused: str = ""

    @property
    def change_t(self) -> int | None:
        """By how much the quota would differ; None where there would have been none."""
        return None if self.claimed is None else self.claimed.quota_t - self.issued.quota_t

    def plain(self) -> dict[str, Any]:
        """As plain values, decimals as strings."""
        plain: dict[str, Any] = plain_of(self)
        return plain

    @property
    def sha256(self) -> str:
        """Hash of the canonical bytes of `plain()`."""
        return content_hash(self.plain())


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What one enterprise has and would have; for the bureau alone."""

    enterprise: str
    issued_t: int
    claimed_t: int

    @property
    def change_t(self) -> int:
        """Tonnes gained or lost."""
        return self.claimed_t - self.issued_t


def rerun(decision: Decision, enterprise: str, claims: Sequence[Claim], *, behind: Decision | None = None) -> Rerun:
    """Run a decision again with one enterprise's claims and cut its own outcome out.

    Args:
        decision: as issued.
        enterprise: who claims; KeyError when the decision does not cover it.
        claims: what is claimed; rules change nothing here.
        behind: the allocation that a regulation moves quota of; its moves stay as decided.

    Raises:
        NotFound, ActRefused: as `put_in` says.
    """
    issued = _share(decision, enterprise)
    again = decided_again(decision, enterprise, claims, behind=behind)
    return Rerun(
        decision=decision.id,
        decision_sha256=decision.sha256,
        enterprise=enterprise,
        claims=tuple(claims),
        issued=_side(issued),
        claimed=None if isinstance(again, str) else _side(_share(again, enterprise)),
        refused=again if isinstance(again, str) else "",
    )


def others_moved(
    decision: Decision, enterprise: str, claims: Sequence[Claim], *, behind: Decision | None = None
) -> tuple[Moved, ...]:
    """What the claims would do to everybody's quota, the appellant's included; empty where there would be none."""
    again = decided_again(decision, enterprise, claims, behind=behind)
    if isinstance(again, str):
        return ()
    then = {share.enterprise: share.quota_t for share in again.shares}
    return tuple(
        Moved(enterprise=share.enterprise, issued_t=share.quota_t, claimed_t=then[share.enterprise])
        for share in decision.shares
    )


def decided_again(
    decision: Decision, enterprise: str, claims: Sequence[Claim], *, behind: Decision | None = None
) -> Decision | str:
    """The decision from its frozen inputs with the claims in place, or the code of why there would have been none."""
    of = behind or decision
    claimants = tuple(put_in(one, of, claims) if one.enterprise == enterprise else one for one in of.claimants)
    try:
        again = decide(
            claimants,
            rulebook_of(of.rulebook),  # type: ignore[arg-type]
            as_of=Month.parse(of.as_of) if of.as_of else None,
            sector_data=of.sector_data,
            ledger_head=of.ledger_head,
            code_version=of.code_version,
            drafted_by=of.drafted_by,
        )
    except (CapOutOfReach, InputRefused, NoSolution) as refusal:
        return refusal.code
    return again if behind is None else _with_moves(decision, behind, again)


def _with_moves(decision: Decision, behind: Decision, again: Decision) -> Decision:
    """The allocation run again, with what the regulation moved since laid on top as decided."""
    before = {share.enterprise: share for share in behind.shares}
    now = {share.enterprise: share for share in decision.shares}
    return replace(
        again, shares=tuple(_on_top(one, before[one.enterprise], now[one.enterprise]) for one in again.shares)
    )


def _on_top(again: Share, before: Share, now: Share) -> Share:
    stood = {part.code: part.tonnes for part in before.parts}
    moved = {part.code: part.tonnes - stood.get(part.code, 0) for part in now.parts}
    moved |= {code: -tonnes for code, tonnes in stood.items() if code not in moved}
    tonnes = {part.code: part.tonnes for part in again.parts}
    tonnes |= {code: tonnes.get(code, 0) + change for code, change in moved.items() if change}
    parts = tuple(Part(code=code, tonnes=one) for code, one in tonnes.items())
    return replace(again, quota_t=again.quota_t + now.quota_t - before.quota_t, parts=parts)


def _share(decision: Decision, enterprise: str) -> Share:
    return {share.enterprise: share for share in decision.shares}[enterprise]


def _side(share: Share) -> Side:
    return Side(quota_t=share.quota_t, score=share.score, binding=share.binding, parts=share.parts)
