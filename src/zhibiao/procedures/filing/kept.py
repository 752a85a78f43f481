"""Answers to files as they are kept, and given again word for word."""

from __future__ import annotations

from zhibiao.errors import BookBroken
from zhibiao.monthly.returns import Return
from zhibiao.procedures.filing.fates import OF_THE_FILE, Fate, IntakeResult, Receipt, answer_to
from zhibiao.procedures.ports import Store
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Outcome, Severity
from zhibiao.terms.submission import KeptFinding, Submission

_NEW = frozenset({Fate.TAKEN, Fate.SUPERSEDES})


def submission_of(result: IntakeResult, *, uploader: str, key: str, origin: str, at: str) -> Submission:
    """An answer as it is kept; its number comes from the book."""
    pairs = zip(result.findings, result.whose, strict=True)
    return Submission(
        number=0,
        file_sha256=result.file_sha256,
        name=result.name,
        received_at=at,
        uploader=uploader,
        outcome=result.outcome.value,
        receipt=result.receipt(),
        key=key,
        origin=origin,
        findings=tuple(
            KeptFinding(position=position, enterprise=enterprise, period=period, finding=finding)
            for position, (finding, (enterprise, period)) in enumerate(pairs, 1)
        ),
    )


def first_answer(store: Store, kept: Submission) -> IntakeResult:
    """The answer that was given then, with the versions that came of it, and behind it that these are not made anew."""
    references = set(kept.receipt["returns"])
    returns = _returns_of(store, references)
    if len(returns) != len(references):
        raise BookBroken("store.damaged", detail=f"submissions {kept.number}")
    receipts = tuple(
        Receipt(
            enterprise=one["enterprise"],
            period=one["period"],
            fate=Fate(one["fate"]),
            version=one["version"],
            place=Place(file=kept.name, sheet=one["sheet"]),
            figures_sha256=one.get("figures_sha256", ""),
        )
        for one in kept.receipt["receipts"]
    )
    again = [_not_anew(one) for one in receipts if one.fate in _NEW]
    return IntakeResult(
        outcome=Outcome(kept.outcome),
        file_sha256=kept.file_sha256,
        findings=(*(one.finding for one in kept.findings), *again),
        returns=returns,
        receipts=receipts,
        is_dry_run=False,
        whose=(*((one.enterprise, one.period) for one in kept.findings), *(OF_THE_FILE for _ in again)),
        name=kept.name,
        submission=kept.number,
        first=kept.receipt,
    )


def key_reused(kept: Submission, name: str) -> IntakeResult:
    """The answer to other bytes under a key that was used: neither of the two is guessed to be the one meant."""
    facts = {"key": kept.key, "submission": kept.number, "received_at": kept.received_at}
    finding = Finding(code="dup.key_reused", severity=Severity.REJECT, place=Place(file=name), facts=facts)
    return answer_to([(finding, OF_THE_FILE)], file_sha256="", name=name, outcome=Outcome.CONFLICT)


def adds_nothing(last: Submission, result: IntakeResult) -> bool:
    """Whether bytes handed in again came to nothing that the answer kept of them does not say already."""
    if result.outcome is Outcome.DENY or any(receipt.fate in _NEW for receipt in result.receipts):
        return False
    before = list(last.receipt["receipts"])
    unlike = [one.plain() for one in result.receipts if one.fate is not Fate.UNCHANGED and one.plain() not in before]
    return not unlike and (bool(result.receipts) or result.outcome.value == last.outcome)


def _not_anew(receipt: Receipt) -> Finding:
    facts = {"enterprise": receipt.enterprise, "period": receipt.period, "version": receipt.version}
    return Finding(code="dup.idempotent", severity=Severity.NOTE, place=receipt.place, facts=facts)


def _returns_of(store: Store, references: set[str]) -> tuple[Return, ...]:
    return tuple(item for item in store.returns() if item.reference in references) if references else ()
