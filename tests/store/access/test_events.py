"""The log of the door is only ever added to, whoever holds the file."""

from __future__ import annotations

import datetime as dt
import stat
from pathlib import Path

import apsw
import pytest

from zhibiao.store.access.access_store import AccessStore
from zhibiao.store.settings_file import SettingsFile
from zhibiao.store.settings_toml import settings_text
from zhibiao.terms.authority import BookSettings

NOW = dt.datetime(2025, 4, 20, 2, tzinfo=dt.UTC)


@pytest.mark.parametrize("statement", ["UPDATE events SET person = 'x'", "DELETE FROM events"])
def test_events_stay(tmp_path: Path, statement: str) -> None:
    access = AccessStore.open(tmp_path)
    access.events.add("sign_in", at=NOW, person="lin", about="", address="127.0.0.1", outcome="done")
    with pytest.raises(apsw.ConstraintError):
        access.database.write(statement)
    assert ["lin"] == [one.person for one in access.events.find(most=10)]
    access.close()


def test_the_file_is_for_its_keeper_and_opens_again(tmp_path: Path) -> None:
    access = AccessStore.open(tmp_path)
    access.accounts.set_password("lin", "hash", at=NOW)
    access.close()
    again = AccessStore.open(tmp_path)
    found = again.accounts.find("lin")
    assert found is not None
    assert "hash" == found.password_hash
    assert 0o600 == stat.S_IMODE((tmp_path / "access.sqlite").stat().st_mode)
    again.close()


def test_settings_are_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "zhibiao.toml"
    path.write_text(settings_text(BookSettings(city="c", language="zh", people=())), encoding="utf-8")
    before = path.read_bytes()

    def fails(_: BookSettings) -> BookSettings:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        SettingsFile(path).change(fails, at=NOW)
    assert [path] == list(tmp_path.iterdir())
    assert before == path.read_bytes()
