"""A book on a server by the command line: made, verified, backed up; and no password in any answer."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from zhibiao.cli.main import zhibiao


def _run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(zhibiao, words)
    return done.exit_code, done.output


def test_a_book_on_a_server(tmp_path: Path, postgres_url: str) -> None:
    folder = tmp_path / "book"
    code, told = _run("new", "--book", str(folder), "--store", postgres_url)
    assert (0, False) == (code, (folder / "book.sqlite").exists()), told
    assert 0 == _run("verify", "--book", str(folder))[0]
    code, told = _run("backup", "--book", str(folder), "--to", str(tmp_path / "b.zip"), "--as", "zhao")
    assert 0 == code, told
    code, told = _run("new", "--book", str(tmp_path / "second"), "--store", postgres_url)
    assert (1, True) == (code, "store.exists" in told), told
    assert not (tmp_path / "second").exists()


def test_an_address_that_is_none_is_not_repeated(tmp_path: Path) -> None:
    for url in ("postgresql://wang:geheim@127.0.0.1:1/city?connect_timeout=2", "mysql://wang:geheim@db/city"):
        code, told = _run("new", "--book", str(tmp_path / "book"), "--store", url)
        assert code in (1, 2)
        assert "store." in told
        assert "geheim" not in told
        assert not (tmp_path / "book").exists()
