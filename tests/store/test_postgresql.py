"""What only PostgreSQL can do wrong: addresses, servers that do not sync, other people's tables, broken connections."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from ledger_sample import START, draft, make_return, opening
from zhibiao.errors import ActRefused, NotFound, UsageError, ZhibiaoError
from zhibiao.ledger.entry import EntryKind
from zhibiao.store import postgresql
from zhibiao.store.book_store import BookStore
from zhibiao.store.postgresql import PostgresDatabase
from zhibiao.store.postgresql_errors import in_our_words
from zhibiao.store.postgresql_url import Address


@pytest.fixture
def store(postgres_url: str) -> Iterator[BookStore]:
    made = BookStore.create(postgres_url, at=START)
    yield made
    made.close()


def _database(store: BookStore) -> PostgresDatabase:
    assert isinstance(store._database, PostgresDatabase)
    return store._database


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://wang:geheim@db/city?schema=Liaohe",
        "postgresql://wang:geheim@db/city?schema=a;drop",
        "postgresql://wang:geheim@db/city?schema=pg_x",
        "postgresql://wang:geheim@db/city?schema=",
        "postgresql://wang:geheim@db/city?nonsense=1",
        "postgresql://wang:ge@heim@[db/city",
    ],
)
def test_an_address_that_cannot_be_read_is_not_repeated(url: str) -> None:
    with pytest.raises(UsageError) as refused:
        BookStore.open(url, at=START)
    assert "store.url_unreadable" == str(refused.value)


def test_a_password_is_never_told() -> None:
    with pytest.raises(ZhibiaoError) as refused:
        BookStore.open("postgresql://wang:geheim@127.0.0.1:1/city?schema=liaohe&connect_timeout=2", at=START)
    assert "store.connection_lost" == refused.value.code
    assert "postgresql://127.0.0.1/city?schema=liaohe" == refused.value.facts["name"]
    address = Address.of("postgresql://wang:geheim@db/city")
    told = in_our_words(psycopg.OperationalError("no connection for wang:geheim"), address)
    assert "no connection for wang:***" == told.facts["reason"]
    assert "geheim" not in f"{refused.value}{told}{address}"
    assert refused.value.__cause__ is None


def test_the_driver_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.delitem(sys.modules, "zhibiao.store.postgresql")
    with pytest.raises(UsageError) as refused:
        BookStore.open("postgresql:///city", at=START)
    assert ("store.driver_missing", "zhibiao[postgresql]") == (refused.value.code, refused.value.facts["extra"])


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes", "server_encoding"])
def test_a_server_that_may_lose_what_it_acknowledged_is_refused(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    monkeypatch.setitem(postgresql.NEEDED, setting, "otherwise")
    with pytest.raises(ActRefused) as refused:
        BookStore.create(postgres_url, at=START)
    assert ("store.server_unsafe", setting, "otherwise") == (
        refused.value.code,
        refused.value.facts["setting"],
        refused.value.facts["needed"],
    )


def test_every_connection_waits_for_the_disk(store: BookStore) -> None:
    ((found,),) = _database(store).all("SHOW synchronous_commit")
    assert "on" == found


def test_tables_of_others_are_left_alone(postgres_url: str, postgres: str) -> None:
    schema = Address.of(postgres_url).schema
    with psycopg.connect(postgres, autocommit=True) as other:
        other.execute(f"CREATE SCHEMA {schema}; CREATE TABLE {schema}.migrations (number bigint)")
        with pytest.raises(ActRefused, match=r"store\.schema_in_use"):
            BookStore.create(postgres_url, at=START)
        with pytest.raises(NotFound, match=r"store\.not_a_book"):
            BookStore.open(postgres_url, at=START)
        found = other.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema]).fetchall()
    assert [("migrations",)] == found


def test_two_books_of_one_database_do_not_meet(store: BookStore, postgres: str) -> None:
    other_url = f"{postgres}{'&' if '?' in postgres else '?'}schema={Address.of(_url(store)).schema}_b"
    other = BookStore.create(other_url, at=START)
    with store.transaction():
        store.append(opening(1000, A=400), at=START)
        other.append(opening(70, A=7), at=START)
    assert (400, 7) == tuple(one.book(sector="steel", plan_year=2024).available("A") for one in (store, other))
    other.close()
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("SET client_min_messages TO 'error'")
        connection.execute(f"DROP SCHEMA {Address.of(other_url).schema} CASCADE")


def _url(store: BookStore) -> str:
    return f"postgresql:///x?schema={_database(store)._address.schema}"


def test_both_databases_give_one_chain(postgres_url: str, tmp_path: Path) -> None:
    stores = [BookStore.create(where, at=START, secret="5e" * 32) for where in (tmp_path / "a.sqlite", postgres_url)]
    for one in stores:
        one.add_return(make_return("甲厂", "2024-01", "12.50"))
        one.add_return(make_return("a", "2024-01", "3"))
        one.add_return(make_return("B", "2024-01", "4"))
        one.append(opening(1000, A=400, 甲厂=5), at=START)
        one.close_month(sector="steel", month="2024-01", person="li", at=START)
    first, second = (one.entries() for one in stores)
    assert first == second
    assert stores[0].check() == stores[1].check()
    assert stores[0].returns() == stores[1].returns()
    for one in stores:
        one.close()


def test_a_server_that_goes_away_is_told_in_our_words(store: BookStore, postgres: str) -> None:
    store.append(opening(1000, A=400), at=START)
    pid = _database(store).connection.info.backend_pid
    with psycopg.connect(postgres, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    for _ in range(2):
        with pytest.raises(ZhibiaoError, match=r"store\.connection_lost"):
            store.append([draft("b", EntryKind.GRANT, "pool", "available:B", 600)], at=START)


def test_a_deadlock_with_somebody_outside_is_told_as_busy() -> None:
    for error in (psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected):
        assert "store.busy" == in_our_words(error("x"), Address.of("postgresql:///city")).code
