"""Make a fictional city (模拟城市): register, rulebooks, months of returns, lists and texts, as bytes by path."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from string import Template
from typing import Protocol

import numpy as np

from zhibiao.monthly.form import FormSheet
from zhibiao.sectors.sector import Sector
from zhibiao.simulation.arrivals import Arrival, arrivals_of
from zhibiao.simulation.city import SimulatedCity, simulate
from zhibiao.simulation.desk import prices_csv, supply_csv
from zhibiao.simulation.lists import blemishes_csv, manifest_csv
from zhibiao.simulation.published import published_of
from zhibiao.simulation.register import register_yaml
from zhibiao.simulation.rulebooks import rulebooks_of
from zhibiao.simulation.specification import Specification
from zhibiao.simulation.tuned import TunedFigure, tuned_figures
from zhibiao.terms.dictionary import Dictionary

BUNDLED_SEED = 2024
_DESK_STREAM = 1


class WriteWorkbook(Protocol):
    """Turns sheets of the return form into the bytes of one workbook."""

    def __call__(self, sheets: Sequence[FormSheet], *, dictionary: Dictionary, title: str) -> bytes: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Materials:
    """What a city is made from, read before.

    Args:
        specification: firms, market, targets and blemishes.
        dictionary: the fields of a return.
        sectors: steel and magnesia.
        rulebook_templates: text by sector id.
        readme_template: text that asks for `$seed`, `$tuned`, `$enterprises`, `$files` and `$blemishes`.
        published: templates of the texts that the city publishes and of what became of them, by path below the folder.
    """

    specification: Specification
    dictionary: Dictionary
    sectors: tuple[Sector, ...]
    rulebook_templates: Mapping[str, str]
    readme_template: str
    published: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CityMade:
    """What was written: the seed, how many files and bytes, and target and achieved by name (English)."""

    seed: int
    files: int
    size: int
    tuned: Mapping[str, tuple[str, str]]


def simulate_city(materials: Materials, *, seed: int, write_workbook: WriteWorkbook) -> dict[str, bytes]:
    """Every file of the city by its path below the city's folder, in order; the same seed gives the same bytes.

    Raises:
        NoSolution: `simulate.share_out_of_reach`, the firms of the specification cannot be tuned to a target.
    """
    sectors = {sector.id: sector for sector in materials.sectors}
    city = _simulate(materials, seed)
    arrivals = arrivals_of(materials.specification, city, materials.dictionary)
    files = {"city.yaml": register_yaml(city.register).encode()}
    for name, text in rulebooks_of(city, sectors=sectors, templates=materials.rulebook_templates):
        files[f"rulebooks/{name}"] = text.encode()
    for arrival in arrivals:
        files[arrival.path] = _content(arrival, materials.dictionary, write_workbook)
    files["manifest.csv"] = manifest_csv(arrivals).encode()
    files["blemishes.csv"] = blemishes_csv(arrivals).encode()
    steel = next(sector for sector in materials.sectors if sector.id == "steel")
    products = [product.field for product in steel.products]
    # A generator of its own: what the desk's lists draw may not move a figure of the city.
    generator = np.random.default_rng([seed, _DESK_STREAM])
    specification = materials.specification
    files["prices.csv"] = prices_csv(city, specification, products=products, generator=generator).encode()
    files["supply.csv"] = supply_csv(city, specification).encode()
    files |= published_of(city, sectors=sectors, templates=materials.published)
    files["README.md"] = _readme(materials, city, arrivals, seed).encode()
    return dict(sorted(files.items()))


def write_city(
    materials: Materials, *, seed: int, write_workbook: WriteWorkbook, write: Callable[[str, bytes], None]
) -> CityMade:
    """Make the city and hand each file to `write`, path below the target folder first."""
    files = simulate_city(materials, seed=seed, write_workbook=write_workbook)
    for path, content in files.items():
        write(path, content)
    sectors = {sector.id: sector for sector in materials.sectors}
    figures = tuned_figures(_simulate(materials, seed), materials.specification.targets, sectors)
    return CityMade(
        seed=seed,
        files=len(files),
        size=sum(len(content) for content in files.values()),
        tuned={figure.name.en: (figure.target, figure.shown) for figure in figures},
    )


def _simulate(materials: Materials, seed: int) -> SimulatedCity:
    generator = np.random.default_rng(seed)
    return simulate(materials.specification, sectors=materials.sectors, generator=generator)


def _content(arrival: Arrival, dictionary: Dictionary, write_workbook: WriteWorkbook) -> bytes:
    if arrival.csv_text:
        return arrival.csv_text.encode("gb18030")
    return write_workbook(arrival.sheets, dictionary=dictionary, title=f"辽河市(虚构) {arrival.note.zh}")


def _readme(materials: Materials, city: SimulatedCity, arrivals: Sequence[Arrival], seed: int) -> str:
    sectors = {sector.id: sector for sector in materials.sectors}
    figures = tuned_figures(city, materials.specification.targets, sectors)
    rows = [_table_row(figure) for figure in figures]
    kinds = {item.kind.code: item.kind for arrival in arrivals for item in arrival.blemishes}
    return Template(materials.readme_template).substitute(
        seed=seed,
        tuned="\n".join(rows),
        enterprises=len(city.register.enterprises),
        files=sum(1 for arrival in arrivals if arrival.received_at is not None),
        blemishes="\n".join(
            f"| `{code}` | {kind.description.zh} | {kind.description.en} |" for code, kind in kinds.items()
        ),
        kinds=len(kinds),
    )


def _table_row(figure: TunedFigure) -> str:
    exact = f"{float(figure.achieved) * 100:.4f}"
    return f"| {figure.name.zh} | {figure.name.en} | {figure.target} | {figure.shown} | {exact} |"
