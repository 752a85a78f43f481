"""What `zhibiao replay provinces` says of expected totals and of names, from the value that JSON carries too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from zhibiao.assemble.resources import catalogue
from zhibiao.cli.show import line, table
from zhibiao.cli.tell import words
from zhibiao.terms.text import Language

_OWN = frozenset({"ensemble", "with_caps", "with_caps_published", "likely", "warned"})
_SHOWN = ("likely", "warned")


def show_projected(projected: Mapping[str, Any], lang: Language) -> None:
    """By how much each way's expected sum was off, month by month."""
    ways = projected["ways"]
    rows = [(one["month"], *(_off(one["off_pct"].get(way)) for way in ways)) for one in projected["months"]]
    title = words("replay.projected", lang, came_10kt=projected["came_10kt"])
    table(title, [words("replay.head.month", lang), *_heads(ways, lang)], rows)


def show_names(result: Mapping[str, Any], labels: Mapping[str, str], lang: Language) -> None:
    """The names that were held, and in which months and since when each way named them."""
    names, change = result["names"], result["summary"]["change_pct"]
    months = [one["month"] for one in names["months"]]
    others = [way for way in names["ways"] if way not in _SHOWN]
    rows = [
        (
            labels[held["name"]],
            words(f"replay.why.{_why(held)}", lang),
            f"{change[held['name']]:+z.2f} %",
            *(_marks(held["named_in"][way], months) for way in _SHOWN),
            *(_month(held["named_since"][way]) for way in (*_SHOWN, *others)),
        )
        for held in names["held"]
    ]
    heads = [words(f"replay.head.{head}", lang) for head in ("province", "why", "change_pct")]
    title = words("replay.names", lang, count=len(rows), near_pct=names["near_pct"], first=months[0], last=months[-1])
    table(title, [*heads, *_heads(_SHOWN, lang), *_heads((*_SHOWN, *others), lang)], rows)


def show_counts(names: Mapping[str, Any], lang: Language) -> None:
    """How many names each way had right, missed and wrong at each month."""
    rows = [(one["month"], *(_count(one["by"][way]) for way in names["ways"])) for one in names["months"]]
    table(words("replay.counts", lang), [words("replay.head.month", lang), *_heads(names["ways"], lang)], rows)
    line(words("replay.counts.note", lang))


def _heads(ways: Sequence[str], lang: Language) -> list[str]:
    keys = [f"cli.replay.way.{way}" if way in _OWN else f"forecast.member.{way}" for way in ways]
    return [catalogue().text(key, lang) for key in keys]


def _why(held: Mapping[str, Any]) -> str:
    return "both" if held["ended_near"] and held["had_to_turn"] else "near" if held["ended_near"] else "turn"


def _marks(named: Sequence[str], months: Sequence[str]) -> str:
    return "".join("●" if month in named else "·" for month in months)


def _month(month: str | None) -> str:
    return "—" if month is None else month.partition("-")[2]


def _off(pct: float | None) -> str:
    return "—" if pct is None else f"{pct:+z.2f}"


def _count(by: Mapping[str, Sequence[str]]) -> str:
    right, missed, let_go, wrong, overran = (
        len(by[each]) for each in ("right", "missed", "let_go", "wrong", "overran")
    )
    return f"{right}/{missed}({let_go})/{wrong}({overran})"
