"""Domain values to rows and back; reading what was written gives the same value."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from zhibiao.allocation.decision.reconciliation import Act, BaseAnswer, BaseStatement, statement_of
from zhibiao.errors import BookBroken
from zhibiao.ledger.chain import entry_of
from zhibiao.ledger.entry import Draft, Entry
from zhibiao.monthly.returns import Fact, Return, Scope
from zhibiao.terms.canonical import sha256_hex
from zhibiao.terms.citation import Place
from zhibiao.terms.instant import instant_of, instant_text
from zhibiao.terms.kept import DecisionState, Signature, StoredDecision
from zhibiao.terms.period import Period

Row = Sequence[Any]

# Bodies of decisions as plain values, by their hash.
_PLAIN: dict[str, Any] = {}
_MOST_PLAIN = 64

FACT_COLUMNS = (
    "return_number, field, scope, value, place_file, place_sheet, place_cell, place_row, place_line, place_clause, "
    "place_field"
)
_SCOPES = {scope: scope.value for scope in Scope}
ENTRY_COLUMNS = "seq, id, sector, plan_year, kind, month, hash, body"


def row_of_return(number: int, item: Return) -> Row:
    """A return without its facts."""
    return (
        number,
        item.enterprise,
        str(item.period),
        item.version,
        instant_text(item.received_at),
        item.provenance,
        item.file_sha256 or None,
    )


def rows_of_facts(number: int, facts: Iterable[Fact]) -> Iterator[Row]:
    """The facts of one return in their order; ValueError on a figure that is no number."""
    for position, fact in enumerate(facts):
        if not fact.value.is_finite():
            raise ValueError(f"no figure: {fact.field} {fact.value}")
        place = fact.place
        yield (
            number,
            position,
            fact.field,
            _SCOPES[fact.scope],
            str(fact.value),
            place.file,
            place.sheet,
            place.cell,
            place.row,
            place.line,
            place.clause,
            place.field,
        )


def returns_of(found: Iterable[Row], facts: Iterable[Row]) -> list[Return]:
    """Returns from their rows and those of their facts; BookBroken `return.unreadable` when one makes no sense."""
    try:
        by_return = _facts_by_return(facts)
        return [_return_of(row, by_return.get(row[0], ())) for row in found]
    except (ValueError, KeyError, ArithmeticError) as error:
        raise BookBroken("return.unreadable", reason=str(error)) from error


def _facts_by_return(facts: Iterable[Row]) -> dict[int, list[Fact]]:
    scopes = {scope.value: scope for scope in Scope}
    found: dict[int, list[Fact]] = {}
    for number, field, scope, value, *place in facts:
        fact = Fact(field=field, scope=scopes[scope], value=Decimal(value), place=Place(*place))
        found.setdefault(number, []).append(fact)
    return found


def _return_of(row: Row, facts: Iterable[Fact]) -> Return:
    _, enterprise, period, version, received_at, provenance, file_sha256 = row
    return Return(
        enterprise=enterprise,
        period=Period.parse(period),
        version=version,
        received_at=instant_of(received_at),
        provenance=provenance,
        file_sha256=file_sha256 or "",
        facts=tuple(facts),
    )


def decision_of(row: Row, signatures: Iterable[Row]) -> StoredDecision:
    """A decision from its row and its signatures; BookBroken when it is not the one hashed, or cannot be read."""
    decision_id, sha256, state, body = row
    found = sha256_hex(body.encode())
    if found != sha256:
        raise BookBroken("decision.body_edited", id=decision_id, expected=sha256, found=found)
    signed = list(signatures)
    try:
        plain, reached = _plain(sha256, body), DecisionState(signed[-1][-1] if signed else state)
    except ValueError as error:
        raise BookBroken("decision.unreadable", id=decision_id, reason=str(error)) from error
    return StoredDecision(
        id=decision_id,
        sha256=sha256,
        body=plain,
        state=reached,
        signatures=tuple(
            Signature(decision=decision_id, act=act, person=person, at=at) for act, person, at, _ in signed
        ),
    )


def _plain(sha256: str, body: str) -> Any:
    """The body as plain values, which nobody changes; that of many enterprises takes long to read, and is kept."""
    if sha256 in _PLAIN:
        return _PLAIN[sha256]
    plain = json.loads(body)
    while len(_PLAIN) >= _MOST_PLAIN:
        _PLAIN.pop(next(iter(_PLAIN), ""), None)
    _PLAIN[sha256] = plain
    return plain


def row_of_entry(entry: Entry) -> Row:
    """An entry: the canonical bytes that are hashed, their hash, and the columns it is looked up by."""
    draft = entry.draft
    columns = (entry.seq, draft.id, draft.sector, draft.plan_year, entry.kind_text, draft.month)
    return (*columns, entry.hash, entry.body.decode())


_TOLD = ("seq", "id", "sector", "plan_year", "kind", "month")


def entry_of_row(row: Row) -> Entry:
    """An entry from its row; BookBroken when bytes, hash and columns do not tell the same."""
    plain = _plain_of_row(row)
    try:
        return entry_of(plain, body=row[-1].encode())
    except (ValueError, KeyError, TypeError) as error:
        raise BookBroken("chain.entry_unreadable", seq=row[0], id=row[1], reason=str(error)) from error


def line_of_row(row: Row) -> bytes:
    """An entry as a line of the export: its bytes with their hash among the keys; BookBroken as for the entry."""
    _plain_of_row(row)
    before, key, after = row[-1].partition(',"id":')
    return f'{before},"hash":"{row[-2]}"{key}{after}\n'.encode()


def _plain_of_row(row: Row) -> dict[str, Any]:
    seq, entry_id, *_, kept, body = row
    found = sha256_hex(body.encode())
    if found != kept:
        raise BookBroken("chain.entry_edited", seq=seq, id=entry_id, expected=kept, found=found)
    try:
        plain: dict[str, Any] = json.loads(body)
        told = tuple([plain[name] for name in _TOLD])
    except (ValueError, KeyError, TypeError) as error:
        raise BookBroken("chain.entry_unreadable", seq=seq, id=entry_id, reason=str(error)) from error
    if told != tuple(row[: len(told)]):
        raise BookBroken("chain.columns_differ", seq=seq, id=entry_id)
    return plain


def normal_draft(draft: Draft) -> Draft:
    """The draft with its texts in NFC, the form they are hashed and kept in."""
    texts = {name: text for name in draft.__slots__ if type(text := getattr(draft, name)) is str}
    accounts = [posting.account for posting in draft.postings]
    if all(unicodedata.is_normalized("NFC", text) for text in (*texts.values(), *accounts)):
        return draft
    postings = tuple(replace(posting, account=_nfc(posting.account)) for posting in draft.postings)
    normal: dict[str, Any] = {name: _nfc(text) for name, text in texts.items()}
    return replace(draft, postings=postings, **normal)


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def statement_of_row(row: Row) -> BaseStatement:
    """A statement of bases from its hash and body; BookBroken `store.statement_edited` when they do not belong."""
    sha256, body = row
    if sha256_hex(body.encode()) != sha256:
        raise BookBroken("store.statement_edited", sha256=sha256)
    return statement_of(json.loads(body))


def answer_of_row(row: Row) -> BaseAnswer:
    """An answer to a row of a statement."""
    given = dict(zip(BaseAnswer.__slots__, row, strict=True))
    return BaseAnswer(**{**given, "act": Act(given["act"])})
