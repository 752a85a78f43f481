"""A book held against the program that shares no code with this one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.capacity import every_swap_rules
from zhibiao.errors import InputRefused
from zhibiao.policy.swap_rules import SwapRegime
from zhibiao.procedures.heads import HeadChecked
from zhibiao.procedures.verify import VerifyResult, verify_book
from zhibiao.readers.city_yaml import read_city
from zhibiao.verification import verify as verifier


def verify_opened(opened: OpenBook, *, head: str = "", held: HeadChecked | None = None) -> VerifyResult:
    """Derive every figure of a book again; BookBroken names the first difference. `held` is a head it holds."""
    opened.store.check()
    return verify_book(
        opened.store,
        city=opened.city,
        verifier=verifier,
        head=head,
        held=held,
        yaml=Yaml(),
    )


class Yaml:
    """What the independent verifier cannot read, as plain values."""

    def register(self, content: bytes) -> Sequence[Mapping[str, Any]] | None:
        """A register as one row per furnace, in its order; None when it is none."""
        with TemporaryDirectory() as folder:
            path = Path(folder) / "city.yaml"
            path.write_bytes(content)
            try:
                city = read_city(path)
            except InputRefused:
                return None
        return [
            {
                **{"enterprise": enterprise.id, "sector": enterprise.sector, "id": one.id, "kind": one.kind},
                **{"counts_for": one.counts_for, "capacity_t": one.capacity_t, "since": str(one.since)},
                "until": str(one.until or ""),
            }
            for enterprise in city
            for one in enterprise.facilities
        ]

    def swap_rules(self) -> Mapping[str, Mapping[str, Any]]:
        """The dated rules of swaps by sector, as this version of the program brings them along."""
        return {
            rules.sector: {
                "regimes": [_regime_plain(regime) for regime in rules.regimes],
                "suspensions": [{"regime": one.regime, "since": one.since.isoformat()} for one in rules.suspensions],
            }
            for rules in every_swap_rules()
        }


def _regime_plain(regime: SwapRegime) -> dict[str, Any]:
    rules = [
        {
            **{"case": one.case, "regions": sorted(one.regions), "ratio": str(one.ratio)},
            **{"donors": sorted(one.donors), "built": sorted(one.built), "inside": one.inside.value},
        }
        for one in regime.rules
    ]
    return {"id": regime.id, "is_draft": regime.is_draft, "since": regime.since.isoformat(), "rules": rules}
