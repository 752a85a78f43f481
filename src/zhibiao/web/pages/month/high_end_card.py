"""The definition of a high-end share beside every share, and its figures as tiles."""

from __future__ import annotations

from collections.abc import Sequence

from zhibiao.assemble.resources import dictionary
from zhibiao.assessment.high_end.account import CatalogueUse, HighEndAccount, in_points
from zhibiao.assessment.high_end.outlook import HighEndOutlook
from zhibiao.web.frame.words import DeskWords
from zhibiao.writers.summary import window_name
from zhibiao.writers.tiles import Tile

Fact = tuple[str, str]


def tiles_of(account: HighEndAccount, outlook: HighEndOutlook | None, words: DeskWords) -> list[Tile]:
    """Now, a year ago, the last twelve months, and the target where one is set."""
    figures = words.figures
    change = figures.signed_points(in_points(account.after) - in_points(account.before))
    tiles = [
        Tile(name=words("high_end.now"), figure=f"{in_points(account.after)}%", below=window_name(account, figures)),
        Tile(
            name=words("high_end.before"),
            figure=f"{in_points(account.before)}%",
            below=words("high_end.moved", change=change),
        ),
    ]
    if outlook is None:
        return tiles
    path = outlook.path
    gain = "" if path.gain is None else words("high_end.moved", change=figures.signed_points(path.gain * 100))
    name = words("high_end.twelve_months", month=figures.month(path.until))
    tiles.append(Tile(name=name, figure=f"{in_points(path.share)}%", below=gain))
    if path.target is not None:
        below = words("high_end.target_clause", clause=path.target.clause)
        name = words("high_end.target", year=path.target.year)
        tiles.append(Tile(name=name, figure=f"{in_points(path.target.share)}%", below=below))
    return tiles


def card_of(account: HighEndAccount, words: DeskWords, *, names_others: bool) -> list[Fact]:
    """What the share means, line by line; which enterprises are counted only where names of others may be shown."""
    card, figures = account.card, words.figures
    facts = [
        (words("high_end.card.basis"), words(f"high_end.basis.{card.basis.value}")),
        (words("high_end.card.window"), window_name(account, figures)),
        (words("high_end.card.denominator"), _field(card.denominator, words)),
        (words("high_end.card.catalogue"), _catalogue(card.catalogue, words)),
        (words("high_end.card.products"), _fields(card.catalogue.products, words)),
        (words("high_end.card.published"), _published(card.catalogue, words)),
        (words("high_end.card.reason"), words.name(card.catalogue.reason)),
    ]
    if card.catalogue_before.version != card.catalogue.version:
        facts.append((words("high_end.card.catalogue_before"), _catalogue(card.catalogue_before, words)))
    facts += [
        (words("high_end.card.added"), _fields(card.added, words)),
        (words("high_end.card.removed"), _fields(card.removed, words)),
        (words("high_end.card.firms"), words("high_end.card.count", count=len(card.firms))),
    ]
    if names_others:
        facts.append((words("high_end.card.left_out"), figures.joined(list(card.left_out))))
    return [(name, value) for name, value in facts if value]


def _catalogue(use: CatalogueUse, words: DeskWords) -> str:
    return words("high_end.card.version", name=words.name(use.name), version=use.version)


def _published(use: CatalogueUse, words: DeskWords) -> str:
    day = "" if use.published is None else words.figures.day(use.published)
    return words.figures.joined([one for one in (day, words.name(use.source)) if one])


def _field(code: str, words: DeskWords) -> str:
    known = dictionary()
    return words.name(known[code].name) if code in known else code


def _fields(codes: Sequence[str], words: DeskWords) -> str:
    return words.figures.joined([_field(code, words) for code in codes])
