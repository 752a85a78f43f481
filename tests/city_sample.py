"""What the tests of the bundled city share: its specification, the figures of seed 2024, and where its files lie."""

from functools import cache
from pathlib import Path

import numpy as np

from zhibiao.assemble.simulated import published_templates
from zhibiao.procedures.simulate_city import BUNDLED_SEED, Materials
from zhibiao.readers.city_specification import read_city_specification
from zhibiao.readers.dictionary_csv import read_dictionary
from zhibiao.readers.sector_yaml import read_sector
from zhibiao.sectors.sector import Sector
from zhibiao.simulation.city import SimulatedCity, simulate
from zhibiao.simulation.specification import Specification
from zhibiao.terms.dictionary import Dictionary

DATA = Path(__file__).parents[1] / "src" / "zhibiao" / "data"
BUNDLED = DATA / "city"


@cache
def dictionary() -> Dictionary:
    return read_dictionary(DATA / "dictionary" / "return.csv")


@cache
def sectors() -> tuple[Sector, ...]:
    return tuple(read_sector(DATA / "sectors" / f"{name}.yaml", dictionary()) for name in ("steel", "magnesia"))


@cache
def specification() -> Specification:
    return read_city_specification(DATA / "simulation")


@cache
def city(seed: int = BUNDLED_SEED) -> SimulatedCity:
    return simulate(specification(), sectors=sectors(), generator=np.random.default_rng(seed))


@cache
def materials() -> Materials:
    names = ("steel", "magnesia")
    return Materials(
        specification=specification(),
        dictionary=dictionary(),
        sectors=sectors(),
        rulebook_templates={
            name: (DATA / "rulebooks" / f"{name}.yaml.template").read_text(encoding="utf-8") for name in names
        },
        readme_template=(DATA / "simulation" / "README.md.template").read_text(encoding="utf-8"),
        published=published_templates(),
    )
