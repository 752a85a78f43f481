"""Stops that firms stated (已说明的停产): returns whose grounds told of maintenance, a stop or a curtailment."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from zhibiao.monthly.checks.grounds import EXPLAINED
from zhibiao.monthly.returns import Record
from zhibiao.procedures.ports import Store
from zhibiao.terms.grounds import STOPS
from zhibiao.terms.period import Period


def stated_stops(store: Store, record: Record, enterprises: Collection[str]) -> frozenset[tuple[str, Period]]:
    """Enterprise and period of their standing returns that state such a ground.

    Grounds are not kept as figures. Intake keeps what they explained among its findings, and a fall that would be asked
    about is such a finding; a ground beside figures that raised no question is not known here.
    """
    return frozenset(_stated(store, record, enterprises))


def _stated(store: Store, record: Record, enterprises: Collection[str]) -> Iterator[tuple[str, Period]]:
    standing = {
        (name, str(period), item.file_sha256): (name, period)
        for (name, period), item in record.returns.items()
        if name in enterprises
    }
    for sha256 in sorted({sha256 for _, _, sha256 in standing}):
        for kept in store.submissions.of_file(sha256, code=EXPLAINED):
            of = standing.get((kept.enterprise, kept.period, sha256))
            if of is not None and kept.finding.facts.get("ground") in STOPS:
                yield of
