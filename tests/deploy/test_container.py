"""The container's files name what is there: sources, packages with hashes, options of the program, no secrets."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
CONTAINERFILE = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")
LOCK = (ROOT / "deploy" / "requirements.lock").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """The compose file."""
    found: dict[str, Any] = YAML(typ="safe").load(ROOT / "deploy" / "compose.yaml")
    return found


def test_every_copied_file_is_there() -> None:
    copied = [
        line.split()[1:-1] for line in CONTAINERFILE.splitlines() if line.startswith("COPY ") and "--from" not in line
    ]
    assert copied
    assert [] == [name for names in copied for name in names if not (ROOT / name).exists()]


def test_the_lock_holds_every_package_of_core_web_and_server_by_hash() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = {_name(one) for one in (*project["dependencies"], *extras["web"], *extras["postgresql"])}
    locked = {_name(line) for line in LOCK.splitlines() if "==" in line}
    assert set() == wanted - locked
    assert LOCK.count("==") <= LOCK.count("--hash=sha256:")
    assert not re.search(r"https?://", LOCK)


def test_both_locks_agree() -> None:
    pins = dict(re.findall(r"^([a-z0-9-]+)(?:\[[^]]*\])?==(\S+)", LOCK, re.MULTILINE))
    developers = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    others = dict(re.findall(r"^([a-z0-9-]+)(?:\[[^]]*\])?==(\S+)", developers, re.MULTILINE))
    assert {} == {name: pin for name, pin in pins.items() if name in others and others[name] != pin}


def test_it_runs_as_nobody_in_particular_on_a_named_release(compose: dict[str, Any]) -> None:
    assert "USER zhibiao" in CONTAINERFILE
    images = [*re.findall(r"^FROM (\S+)", CONTAINERFILE, re.MULTILINE), compose["services"]["db"]["image"]]
    assert [] == [image for image in images if ":" not in image or image.endswith(":latest")]


def test_what_the_services_use_is_defined_and_no_secret_is_written_down(compose: dict[str, Any]) -> None:
    text = (ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8")
    assert not re.search(r"POSTGRES_PASSWORD:", text)
    for service in compose["services"].values():
        named = {one if isinstance(one, str) else one["source"] for one in service.get("secrets", [])}
        assert named <= set(compose["secrets"])
        assert {one.partition(":")[0] for one in service.get("volumes", [])} <= set(compose["volumes"])
    # The database is nobody's but the desk's.
    assert "ports" not in compose["services"]["db"]
    assert compose["networks"]["inside"]["internal"] is True


def _name(requirement: str) -> str:
    return re.sub("[._]", "-", re.split(r"[\[<>=!~ ;]", requirement)[0].lower())
