"""The exceptions, each with a code, an HTTP status and an exit code.

    ZhibiaoError
    ├── UsageError            the call makes no sense                       400 · exit 2
    ├── NotFound              no such book, month, firm, decision           404 · exit 1
    ├── ActRefused            the act is against the rules                  409 · exit 1 · REFUSE
    │   ├── Conflict          it meets another act, or a state gone by      409 · exit 1 · CONFLICT
    │   ├── TooMany           too often in too short a time                 429 · exit 1 · DENY
    │   └── NotAllowed        it is not this person's                       403 · exit 1 · DENY
    │       ├── NotSignedIn   nor has anybody shown who they are            401 · exit 1 · DENY
    │       └── NotYours      nor may they know whether it is there         404 · exit 1 · DENY
    ├── InputRefused          somebody's data; carries the findings         422 · exit 3
    │   └── RulebookRefused   a rulebook that may not be used
    ├── NoSolution            the numbers cannot be met                     409 · exit 4
    │   ├── CapOutOfReach     the cap lies outside the sum of the bounds
    │   └── BoundsInConflict  bounds of groups, enterprises and the cap exclude each other
    ├── BookBroken            the ledger or a hash does not hold            500 · exit 5
    └── NotReady              the desk cannot open its book now             503 · exit 1

Texts in Chinese and English come from the catalogue (`data/messages/*.csv`) by `code`; `facts` fill their blanks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhibiao.terms.citation import Place
    from zhibiao.terms.finding import Finding


class ZhibiaoError(Exception):
    """What went wrong, by a stable code; the facts are the figures and names that its text needs."""

    http_status = 500
    exit_code = 1
    outcome = ""
    """How an act is answered by it: REFUSE, DENY or CONFLICT (`terms.finding.Outcome`); "" where the fault is ours."""

    def __init__(self, code: str, *, place: Place | None = None, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.place = place
        self.facts: Mapping[str, object] = facts

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        where = f" at {self.place}" if self.place else ""
        return f"{self.code}{where}" + (f": {facts}" if facts else "")


class UsageError(ZhibiaoError):
    """The call itself makes no sense."""

    http_status = 400
    exit_code = 2
    outcome = "REFUSE"


class NotFound(ZhibiaoError):
    """There is no such thing in this book."""

    http_status = 404
    exit_code = 1
    outcome = "REFUSE"


class ActRefused(ZhibiaoError):
    """The act is against the rules of the book or of its workflow."""

    http_status = 409
    exit_code = 1
    outcome = "REFUSE"


class Conflict(ActRefused):
    """The act meets another one that was there before, or rests on a state that has moved on."""

    outcome = "CONFLICT"


class TooMany(ActRefused):
    """The same was asked for too often; the fact `seconds` says after how long it may be asked for again."""

    http_status = 429
    outcome = "DENY"


class NotAllowed(ActRefused):
    """The act is not this person's."""

    http_status = 403
    outcome = "DENY"


class NotSignedIn(NotAllowed):
    """Nobody has shown who they are, or what was shown is worth nothing."""

    http_status = 401


class NotYours(NotAllowed):
    """What is asked for is not this person's, and whether it is there is not theirs to know."""

    http_status = 404


class InputRefused(ZhibiaoError):
    """Somebody's data cannot be used as it is; `findings` say where and why."""

    http_status = 422
    exit_code = 3
    outcome = "REFUSE"

    def __init__(
        self, code: str, findings: Sequence[Finding] = (), *, place: Place | None = None, **facts: object
    ) -> None:
        super().__init__(code, place=place, **facts)
        self.findings = tuple(findings)


class RulebookRefused(InputRefused):
    """A rulebook that is incomplete, not neutral or without an end date."""


class NoSolution(ZhibiaoError):
    """The figures cannot be met together; `findings` name what excludes what, where that is known."""

    http_status = 409
    exit_code = 4
    outcome = "REFUSE"

    def __init__(
        self, code: str, findings: Sequence[Finding] = (), *, place: Place | None = None, **facts: object
    ) -> None:
        super().__init__(code, place=place, **facts)
        self.findings = tuple(findings)


class CapOutOfReach(NoSolution):
    """The cap lies outside [sum of floors, sum of ceilings]; carries both sums and whose bounds they are."""

    def __init__(self, *, cap_t: int, floors_t: int, ceilings_t: int, binding: Sequence[str] = ()) -> None:
        super().__init__(
            "cap.out_of_reach",
            cap_t=cap_t,
            floors_t=floors_t,
            ceilings_t=ceilings_t,
            binding="、".join(binding) or "—",
        )


class BoundsInConflict(NoSolution):
    """Bounds of groups, enterprises and the cap exclude each other; carries the sums, the group and what would do."""


class BookBroken(ZhibiaoError):
    """The ledger, a balance or a hash does not hold."""

    http_status = 500
    exit_code = 5


class NotReady(ZhibiaoError):
    """The desk cannot open its book as its files stand now; what hinders it is the cause, for the log alone."""

    http_status = 503
