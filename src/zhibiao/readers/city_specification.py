"""The specification of a simulated city: its YAML files, gathered into one value."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from zhibiao.simulation.specification import Specification, specification_of

_SECTORS = ("steel", "magnesia", "mines", "scrap", "deep")


def read_city_specification(folder: Path) -> Specification:
    """Read `city.yaml`, `market.yaml`, `blemishes.yaml` and one file per sector from a folder.

    Raises:
        FileNotFoundError: one of them is absent.
        KeyError: a key is absent; its name says which.
    """
    return specification_of(
        city=_load(folder / "city.yaml"),
        market=_load(folder / "market.yaml"),
        sectors=[_load(folder / f"{name}.yaml") for name in _SECTORS],
        blemishes=_load(folder / "blemishes.yaml"),
    )


def _load(path: Path) -> Any:  # Any: what a YAML file holds is checked where it is converted
    from ruamel.yaml import YAML

    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
