"""What this year's returns state of last year (上年同期), read again from the files in which it was found to differ."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import Decimal

from zhibiao.monthly.filed import Filed
from zhibiao.monthly.returns import Record, Return, Scope
from zhibiao.procedures.ports import Store
from zhibiao.terms.period import Month

ReadAgain = Callable[[str], Sequence[Filed]]
"""The returns in a kept file, by its SHA-256; empty where it can no longer be read."""

_DIFFERS = "edit.last_year_differs"


def stated_last_year(
    store: Store, record: Record, enterprises: Collection[str], month: Month, read_again: ReadAgain
) -> Mapping[tuple[str, str, Scope], Decimal]:
    """The last-year columns of the returns that end with the month, by enterprise, field and scope.

    They are compared when a return comes in and not kept as figures; only files of which intake found that they state
    another year than the record are read again. A difference that another finding explains, such as a slip of the
    unit, is none of last year.
    """
    standing = [item for (name, period), item in record.returns.items() if name in enterprises and period.last == month]
    differing = [item for item in standing if _states_otherwise(store, item)]
    files = {sha256: read_again(sha256) for sha256 in sorted({item.file_sha256 for item in differing})}
    return {
        (item.enterprise, fact.field, fact.scope): fact.value
        for item in differing
        for filed in _own(files[item.file_sha256], item)
        for fact in filed.last_year
    }


def _states_otherwise(store: Store, item: Return) -> bool:
    found = store.submissions.of_file(item.file_sha256, code=_DIFFERS)
    return any(
        (kept.enterprise, kept.period, kept.finding.because) == (item.enterprise, str(item.period), "")
        for kept in found
    )


def _own(filed: Sequence[Filed], item: Return) -> Iterator[Filed]:
    return (one for one in filed if (one.enterprise, one.period) == (item.enterprise, item.period))
