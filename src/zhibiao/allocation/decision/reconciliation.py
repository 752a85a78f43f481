"""Reconciling the base (基数核对): what was stated, what each enterprise answered, and what still stands open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from zhibiao.terms.canonical import content_hash
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity


class Act(StrEnum):
    """What an answer says: the base is right, it is not, or (a second person) it stands although disputed."""

    CONFIRM = "confirm"
    DISPUTE = "dispute"
    UPHOLD = "uphold"


class Stand(StrEnum):
    """Where an enterprise's base stands."""

    OPEN = "open"  # not answered, and there is time left
    SILENT = "silent"  # not answered in time, which counts as consent
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    UPHELD = "upheld"

    @property
    def is_settled(self) -> bool:
        """Whether quotas may rest on it."""
        return self not in (Stand.OPEN, Stand.DISPUTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseRow:
    """One enterprise's base with the output it rests on, tonnes by year, and its score as of the statement.

    `score` is empty where the rulebook scores nobody. The score depends on every other enterprise; the row's hash is
    of what is the enterprise's own, so that an answer holds as long as that does.
    """

    enterprise: str
    history_t: Mapping[int, int]
    capacity_t: int
    base_t: int
    score: str

    @property
    def sha256(self) -> str:
        """Hash of the enterprise's own figures."""
        own = self.plain()
        del own["score"]
        return content_hash(own)

    def plain(self) -> dict[str, Any]:
        """The row as plain values."""
        return {
            "enterprise": self.enterprise,
            "history_t": {str(year): tonnes for year, tonnes in self.history_t.items()},
            "capacity_t": self.capacity_t,
            "base_t": self.base_t,
            "score": self.score,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseStatement:
    """Bases of a sector and plan year as put out, open to answers from `opens` until the end of `closes`."""

    sector: str
    plan_year: int
    rule: str
    rulebook_sha256: str
    opens: dt.date
    closes: dt.date
    stated_by: str
    rows: tuple[BaseRow, ...]

    def plain(self) -> dict[str, Any]:
        """The statement as plain values."""
        return {
            "sector": self.sector,
            "plan_year": self.plan_year,
            "rule": self.rule,
            "rulebook_sha256": self.rulebook_sha256,
            "opens": self.opens.isoformat(),
            "closes": self.closes.isoformat(),
            "stated_by": self.stated_by,
            "rows": [row.plain() for row in self.rows],
        }

    @property
    def sha256(self) -> str:
        """Hash of the canonical bytes of `plain()`."""
        return content_hash(self.plain())

    @property
    def id(self) -> str:
        """Short name: sector, year and the first eight digits of the hash."""
        return f"base-{self.sector}-{self.plan_year}-{self.sha256[:8]}"

    def row(self, enterprise: str) -> BaseRow | None:
        """The enterprise's row, or None."""
        return next((row for row in self.rows if row.enterprise == enterprise), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseAnswer:
    """What was answered to a row, when and by whom; `document_sha256` is the letter it came with, or empty."""

    statement: str
    enterprise: str
    row_sha256: str
    act: Act
    reason: str
    document_sha256: str
    person: str
    at: str


def statement_of(plain: Mapping[str, Any]) -> BaseStatement:
    """The statement behind its plain values; KeyError where they have another shape."""
    return BaseStatement(
        sector=plain["sector"],
        plan_year=plain["plan_year"],
        rule=plain["rule"],
        rulebook_sha256=plain["rulebook_sha256"],
        opens=dt.date.fromisoformat(plain["opens"]),
        closes=dt.date.fromisoformat(plain["closes"]),
        stated_by=plain["stated_by"],
        rows=tuple(
            BaseRow(
                enterprise=row["enterprise"],
                history_t={int(year): tonnes for year, tonnes in row["history_t"].items()},
                capacity_t=row["capacity_t"],
                base_t=row["base_t"],
                score=row["score"],
            )
            for row in plain["rows"]
        ),
    )


def stand_of(
    row: BaseRow, statements: Sequence[BaseStatement], answers: Sequence[BaseAnswer], *, today: dt.date
) -> Stand:
    """Where a row stands: its last answer, else silence or time left in the window in which it was first put out.

    A row stated again unchanged keeps its answers and its window, so that one firm's restatement does not set the
    clock of the others back.
    """
    given = [answer for answer in answers if (answer.enterprise, answer.row_sha256) == (row.enterprise, row.sha256)]
    if given:
        return {Act.CONFIRM: Stand.CONFIRMED, Act.DISPUTE: Stand.DISPUTED, Act.UPHOLD: Stand.UPHELD}[given[-1].act]
    return Stand.OPEN if today <= closes_on(row, statements) else Stand.SILENT


def closes_on(row: BaseRow, statements: Sequence[BaseStatement]) -> dt.date:
    """The last day on which a row can be answered: the end of the first window it stood in."""
    return min(one.closes for one in statements if (own := one.row(row.enterprise)) and own.sha256 == row.sha256)


def unreconciled(
    rows: Sequence[BaseRow], statements: Sequence[BaseStatement], answers: Sequence[BaseAnswer], *, today: dt.date
) -> Iterator[Finding]:
    """What keeps bases from use: never put out, changed since, still open, or disputed.

    Args:
        rows: bases as the record gives them now.
        statements: of the sector and plan year, in order; the last one counts.
        answers: to any of them, in order.
        today: the day of the act.
    """
    for row in rows:
        stated = statements[-1].row(row.enterprise) if statements else None
        facts: dict[str, object] = {"enterprise": row.enterprise, "base_t": row.base_t}
        if stated is None:
            code = "base.not_stated"
        elif stated.sha256 != row.sha256:
            code, facts = "base.changed_since", facts | {"stated_t": stated.base_t}
        else:
            stand = stand_of(stated, statements, answers, today=today)
            if stand.is_settled:
                continue
            code = "base.disputed" if stand is Stand.DISPUTED else "base.window_open"
            facts["closes"] = closes_on(stated, statements).isoformat()
        yield Finding(code=code, severity=Severity.REJECT, place=Place(field="base"), facts=facts)
