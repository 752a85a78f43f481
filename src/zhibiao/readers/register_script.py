"""What the persons of the bundled city's register did: their acts by instant, addressed by text and quoted words."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhibiao.terms.instant import instant_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What a reviewer decided of the words of a text.

    Args:
        words: as they stand in the cleaned text; "" for all of it that was not decided before.
        item: the name under which the script speaks of the commitment made or joined, "" where none is meant.
        terms: field by field what the text says, as `register.setting` writes it.
        reason: why it is none, of what is rejected.
    """

    words: str = ""
    item: str = ""
    terms: Mapping[str, str]
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one person did at one instant.

    Args:
        at: when (UTC).
        person: who.
        text: the page taken or reviewed, "" else.
        taken: whether the page is taken for review.
        accepted, merged, rejected: rulings, carried out in this order.
        item: the item that something is told of, "" else.
        deed: what is told: `report`, `block`, `release`, `move`, `note`, `correct`.
        facts: of the deed.
        named: rows of the item's list that are entered.
    """

    at: dt.datetime
    person: str
    text: str = ""
    taken: bool = False
    accepted: tuple[Ruling, ...] = ()
    merged: tuple[Ruling, ...] = ()
    rejected: tuple[Ruling, ...] = ()
    item: str = ""
    deed: str = ""
    facts: Mapping[str, Any]
    named: tuple[Mapping[str, str], ...] = ()


DEEDS = ("report", "block", "release", "move", "note", "correct")


def read_register_script(folder: Path) -> tuple[Step, ...]:
    """The steps of `acts.yaml` with the rows of `items.csv`, in the order of their instants.

    Raises:
        KeyError, ValueError: a step says too little; the folder comes with the program, so this is a mistake of ours.
    """
    from ruamel.yaml import YAML

    rows = _rows(folder / "items.csv")
    told = YAML(typ="safe", pure=True).load((folder / "acts.yaml").read_text("utf-8"))["acts"]
    steps = (_step(one, rows) for one in told)
    return tuple(sorted(steps, key=lambda step: step.at))


def published_dates(index: Path) -> dict[str, str]:
    """The day of publication of each page that an index lists, by the name without ending."""
    lines = (json.loads(line) for line in index.read_text("utf-8").splitlines())
    return {line["doc"]: line["date"] for line in lines}


def _step(told: Mapping[str, Any], rows: Mapping[str, Sequence[Mapping[str, str]]]) -> Step:
    deed = next((deed for deed in DEEDS if deed in told), "")
    return Step(
        at=instant_of(str(told["at"])),
        person=told["by"],
        text=told.get("take") or told.get("text") or "",
        taken="take" in told,
        accepted=_rulings(told.get("accept")),
        merged=_rulings(told.get("merge")),
        rejected=_rulings(told.get("reject")),
        item=told.get("of", ""),
        deed=deed,
        facts=told.get(deed, {}),
        named=tuple(rows[told["items"]]) if "items" in told else (),
    )


def _rulings(told: Sequence[Mapping[str, Any]] | None) -> tuple[Ruling, ...]:
    return tuple(
        Ruling(
            words=one.get("words", ""),
            item=one.get("item", ""),
            terms={name: str(value) for name, value in one.get("is", {}).items()},
            reason=one.get("reason", ""),
        )
        for one in told or ()
    )


def _rows(path: Path) -> dict[str, list[Mapping[str, str]]]:
    rows: dict[str, list[Mapping[str, str]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, strict=True):
            rows.setdefault(row["list"], []).append(row)
    return rows
