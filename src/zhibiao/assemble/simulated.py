"""The fictional city made again from its specification, into a folder."""

from __future__ import annotations

from pathlib import Path

from zhibiao.assemble.resources import DATA, dictionary, sectors
from zhibiao.errors import ActRefused
from zhibiao.procedures.simulate_city import CityMade, Materials, write_city
from zhibiao.readers.city_specification import read_city_specification
from zhibiao.writers.return_form import return_workbook

SECTORS = ("steel", "magnesia")


def make_city(folder: Path, *, seed: int) -> CityMade:
    """Write every file of the city below an empty or absent folder."""
    if folder.exists() and any(folder.iterdir()):
        raise ActRefused("simulate.folder_not_empty", folder=folder.name)
    return write_city(
        _materials(),
        seed=seed,
        write_workbook=return_workbook,
        write=lambda path, content: _put(folder / path, content),
    )


def _materials() -> Materials:
    templates = {name: (DATA / "rulebooks" / f"{name}.yaml.template").read_text("utf-8") for name in SECTORS}
    return Materials(
        specification=read_city_specification(DATA / "simulation"),
        dictionary=dictionary(),
        sectors=tuple(sectors()[name] for name in SECTORS),
        rulebook_templates=templates,
        readme_template=(DATA / "simulation" / "README.md.template").read_text("utf-8"),
        published=published_templates(),
    )


def published_templates() -> dict[str, str]:
    """The templates of what the city publishes, by path below the city's folder."""
    folder = DATA / "simulation" / "published"
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in found}


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
