"""What a book has received so far, read once and continued while files come in: returns by firm, and from where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from zhibiao.monthly.filed import Filed
from zhibiao.monthly.returns import Return
from zhibiao.procedures.ports import Store
from zhibiao.terms.instant import instant_of
from zhibiao.terms.period import Period


class Past:
    """The returns kept so far: by firm, since a return is held against its own firm only, and when each period began
    to come in."""

    def __init__(self) -> None:
        self._known = 0
        self._of_firm: dict[str, list[Return]] = {}
        self._first_received: dict[Period, dt.datetime] = {}

    def catch_up(self, store: Store) -> None:
        """Read what came since the last look."""
        for item in store.returns_behind(self._known):
            self._of_firm.setdefault(item.enterprise, []).append(item)
            first = self._first_received.get(item.period, item.received_at)
            self._first_received[item.period] = min(first, item.received_at)
            self._known += 1

    def of_firm(self, enterprise: str) -> Sequence[Return]:
        """Everything the firm has filed, in order of receipt."""
        return self._of_firm.get(enterprise, ())

    def of_firms(self, enterprises: Iterable[str]) -> Iterator[Return]:
        """Everything that these firms have filed."""
        return (item for enterprise in enterprises for item in self.of_firm(enterprise))

    def first_received(self, period: Period) -> dt.datetime | None:
        """When the first return of that period came in."""
        return self._first_received.get(period)


class WithinFile:
    """The past as a later return of the same file sees it: with the earlier ones of that file behind it."""

    def __init__(self, past: Past) -> None:
        self._past = past
        self._taken: dict[str, list[Return]] = {}

    def add(self, item: Return) -> None:
        """A return of this file became a version."""
        self._taken.setdefault(item.enterprise, []).append(item)

    def of_firm(self, enterprise: str) -> Sequence[Return]:
        """Everything the firm has filed."""
        return (*self._past.of_firm(enterprise), *self._taken.get(enterprise, ()))

    def before(self, filed: Filed, *, months: int) -> Iterator[Return]:
        """The firm's returns that any check may look back to."""
        first = filed.period.start.shift(-months)
        return (item for item in self.of_firm(filed.enterprise) if item.period.end > first)

    def first_received(self, period: Period) -> dt.datetime | None:
        """When the first return of that period came in, this file left out."""
        return self._past.first_received(period)


class Origins:
    """Which firms' returns came from which address or device, and when last."""

    def __init__(self) -> None:
        self._read_to: dict[str, int] = {}
        self._firms: dict[str, dict[str, dt.datetime]] = {}

    def catch_up(self, store: Store, origin: str) -> None:
        """Read what came from there since the last look."""
        firms = self._firms.setdefault(origin, {})
        for one in store.submissions.of_origin(origin, behind=self._read_to.get(origin, 0)):
            self._read_to[origin] = one.number
            received_at = instant_of(one.received_at)
            firms |= {receipt["enterprise"]: received_at for receipt in one.receipt["receipts"]}

    def firms(self, origin: str, *, since: dt.datetime) -> set[str]:
        """The firms whose returns came from there since that instant."""
        return {name for name, at in self._firms.get(origin, {}).items() if name and at >= since}
