"""What a reader checks a paper of the register by."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterMarks:
    """The state of the book that a paper was told from.

    Args:
        on: the day that it speaks of.
        last_act: number of the register's last act that it knows, 0 for none.
        last_act_on: the day of that act in China, None for none.
        ledger_head: the ledger's last hash behind the salt of head documents, "" for an empty ledger.
        code_version: of this program.
    """

    on: dt.date
    last_act: int
    last_act_on: dt.date | None = None
    ledger_head: str = ""
    code_version: str = ""
