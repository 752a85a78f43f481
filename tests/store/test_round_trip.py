"""read(write(x)) == x, for everything a store keeps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import examples
from ledger_sample import START, draft
from postgres import fresh_schema
from zhibiao.ledger.entry import EntryKind
from zhibiao.monthly.returns import Fact, Return, Scope
from zhibiao.store.book_store import BookStore
from zhibiao.terms.canonical import content_hash, sha256_hex
from zhibiao.terms.citation import Place
from zhibiao.terms.kept import DecisionState, Signature, StoredDecision, StoredFile
from zhibiao.terms.period import Month, Period

# NUL is left out: no reader hands it on, and SQL functions stop at it.
words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
# An entry has somebody behind it and a reason.
said = words.filter(str.strip)
instants = st.datetimes(
    START.replace(year=1990, tzinfo=None),
    START.replace(year=2100, tzinfo=None),
    timezones=st.sampled_from([dt.UTC, dt.timezone(dt.timedelta(hours=8))]),
)
places = st.builds(
    Place,
    file=words,
    sheet=words,
    cell=words,
    row=st.integers(0, 2**31),
    line=st.integers(0, 2**31),
    clause=words,
    field=words,
)
values = st.decimals(allow_nan=False, allow_infinity=False)
facts = st.lists(
    st.builds(Fact, field=words, scope=st.sampled_from(Scope), value=values, place=places),
    unique_by=lambda fact: (fact.field, fact.scope),
    max_size=5,
).map(tuple)
periods = st.builds(
    lambda year, first, length: Period(Month(year, first), Month(year, min(first + length, 12)).next()),
    st.integers(1950, 2100),
    st.integers(1, 12),
    st.integers(0, 3),
)
returns = st.builds(
    Return,
    enterprise=words,
    period=periods,
    version=st.integers(1, 99),
    received_at=instants,
    provenance=words,
    file_sha256=st.just(""),
    facts=facts,
)
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | words.map(str.casefold).filter(str.isascii),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=3),
    max_leaves=8,
)


class _Undo(Exception):
    """Ends a transaction so that nothing of it stays."""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BookStore]:
    """One store for all examples; each is undone, so that none sees another."""
    if request.param == "sqlite":
        made = BookStore.create(tmp_path_factory.mktemp("book") / "book.sqlite", at=START)
        yield made
        made.close()
        return
    with fresh_schema(request.getfixturevalue("postgres")) as url:
        made = BookStore.create(url, at=START)
        yield made
        made.close()


@contextmanager
def undone(store: BookStore) -> Iterator[None]:
    with suppress(_Undo), store.transaction():
        yield
        raise _Undo


def _again(store: BookStore) -> BookStore:
    """The same store with nothing remembered, so that it reads again."""
    store._books.clear()
    store._returns.clear()
    return store


def _digits(items: Iterable[Return]) -> list[str]:
    """Every figure as written: 1.0 and 1.00 are equal numbers, but two ways of filing."""
    return [str(fact.value) for item in items for fact in item.facts]


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(returns, unique_by=lambda item: item.reference, max_size=4))
def test_returns(store: BookStore, items: list[Return]) -> None:
    with undone(store):
        for item in items:
            store.add_return(item)
        assert tuple(items) == _again(store).returns()
        written = [(str(fact.value), str(fact.place)) for item in items for fact in item.facts]
        assert written == [
            (str(fact.value), str(fact.place)) for item in _again(store).returns() for fact in item.facts
        ]


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(st.tuples(st.binary(max_size=200), words, words, words, words), max_size=4))
def test_files(store: BookStore, items: list[tuple[bytes, str, str, str, str]]) -> None:
    with undone(store):
        files = []
        for content, name, received_at, uploader, outcome in items:
            file = StoredFile(
                sha256=sha256_hex(content), name=name, received_at=received_at, uploader=uploader, outcome=outcome
            )
            store.add_file(file, content)
            store.add_return(
                Return(
                    enterprise="A",
                    period=Period.of(Month(2024, 1)),
                    version=len(files) + 1,
                    received_at=START,
                    provenance="",
                    file_sha256=file.sha256,
                    facts=(),
                )
            )
            files.append(file)
        assert list(dict.fromkeys(files)) == list(store.files())
        assert [content for content, *_ in items] == [store.file_content(file.sha256) for file in files]
        assert [file.sha256 for file in files] == [item.file_sha256 for item in _again(store).returns()]


@settings(max_examples=examples(40), deadline=None)
@given(
    st.dictionaries(st.sampled_from("abcdef"), plain),
    st.sampled_from(DecisionState),
    st.lists(st.tuples(words, words, words), max_size=3),
)
def test_decisions(
    store: BookStore, body: dict[str, object], state: DecisionState, acts: list[tuple[str, str, str]]
) -> None:
    signatures = tuple(Signature(decision="d", act=act, person=person, at=at) for act, person, at in acts)
    decision = StoredDecision(id="d", sha256=content_hash(body), body=body, state=state, signatures=signatures)  # type: ignore[arg-type]
    with undone(store):
        store.add_decision(decision)
        assert (decision,) == store.decisions()


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(st.tuples(said, words, said, st.integers(1, 10**15)), max_size=5), instants)
def test_entries(store: BookStore, items: list[tuple[str, str, str, int]], at: dt.datetime) -> None:
    drafts = [
        draft(f"{number}", EntryKind.OVERRUN, "overrun", "debt:A", tonnes, reason=reason, basis=basis, actor=actor)
        for number, (reason, basis, actor, tonnes) in enumerate(items)
    ]
    with undone(store):
        written = store.append(drafts, at=at)
        assert tuple(written) == _again(store).entries()
        assert [one.postings for one in drafts] == [entry.draft.postings for entry in _again(store).entries()]
        assert store.append([replace(one) for one in drafts], at=at) == written
        assert store.head() == _again(store).check()
