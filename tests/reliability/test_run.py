"""The table of all harnesses: its commands, its rows, and that it fails with any of them."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from benchmarks.reliability import run
from benchmarks.reliability.run import HARNESSES, Harness, main


def test_every_harness_is_there_and_sized() -> None:
    for one in HARNESSES:
        assert importlib.util.find_spec(f"benchmarks.reliability.{one.module}"), one.module
    walk = next(one for one in HARNESSES if one.module == "walk")
    assert ["benchmarks.reliability.walk", "--steps", "1000000"] == walk.command(1)[2:]
    assert ["benchmarks.reliability.walk", "--steps", "10000"] == walk.command(0.001)[2:]
    backups = [one for one in HARNESSES if one.module == "backups"][1]
    assert ["benchmarks.reliability.backups", "--postgresql", "50"] == backups.command(1)[2:]


def test_a_row_says_what_was_done_and_one_failure_is_everybodys(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "benchmarks" / "reliability").mkdir(parents=True)
    for name, code in (("good", 0), ("bad", 1)):
        lines = f"import sys\nprint('detail')\nprint('7 things | done', *sys.argv[1:])\nsys.exit({code})\n"
        (tmp_path / "benchmarks" / "reliability" / f"{name}.py").write_text(lines, encoding="utf-8")
    harnesses = (
        Harness(module="good", promise="all well", sizes=(("--size", 80),)),
        Harness(module="bad", promise="all ill"),
    )
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(run, "HARNESSES", harnesses)
    assert 0 == main(0.5, only=["good"])
    assert 1 == main(0.5)
    rows = capsys.readouterr().out.splitlines()
    command = "python -m benchmarks.reliability"
    assert f"| `{command}.good --size 40` | all well | 7 things ¦ done --size 40 | holds | 0 |" == rows[2]
    assert f"| `{command}.bad` | all ill | 7 things ¦ done | FAILS | 0 |" == rows[-1]
    assert 1 == main(only=["none"])
