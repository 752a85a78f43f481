"""A steel city made from a seed: register, rulebooks and returns of any number of firms and years; all fictional.

Whole numbers only, each from a generator of its own that is seeded by a text, so that one figure depends on no other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from random import Random
from string import Template

from zhibiao.monthly.returns import Fact, Return, Scope
from zhibiao.policy.review import names_of
from zhibiao.policy.rulebook import Rulebook
from zhibiao.readers.dictionary_csv import read_dictionary
from zhibiao.readers.rulebook_yaml import read_rulebook
from zhibiao.readers.sector_yaml import read_sector
from zhibiao.sectors.sector import Sector
from zhibiao.terms.citation import Place
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.enterprise import City, Enterprise, Facility
from zhibiao.terms.period import Month, Period
from zhibiao.terms.text import Text

DATA = Path(__file__).parents[2] / "src" / "zhibiao" / "data"
TIERS = ("leading", "normative", "normative", "normative", "nonconforming")
PRODUCTS = ("rebar_t", "hot_coil_t", "auto_sheet_t", "pipeline_plate_t", "electrical_steel_t")
# The high-end catalogue of the bundled sector begins in 2021.
FIRST_YEAR = 2022


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeFirm:
    """What a firm's returns are made of: tonnes a month, yuan and energy by the tonne, product mix in a hundred."""

    id: str
    monthly_t: int
    added_yuan: int
    taxes_yuan: int
    research_yuan: int
    energy_kgce: int
    mix: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeCity:
    """The city and what its returns are made of."""

    seed: int
    city: City
    firms: tuple[MadeFirm, ...]
    sector: Sector
    dictionary: Dictionary

    @classmethod
    def of(cls, firms: int, *, seed: int, years: int) -> MadeCity:
        """A city of so many firms; each may have had a grave accident in one of the years."""
        dictionary = read_dictionary(DATA / "dictionary" / "return.csv")
        made = tuple(_firm(f"MC-{number:03d}", seed) for number in range(1, firms + 1))
        own = {one.id: _enterprise(one, seed, years) for one in made}
        words = Text("造城"), Text("造城工信局"), Text("虚构")
        return cls(
            seed=seed,
            city=City(id="made", name=words[0], authority=words[1], note=words[2], enterprises=own),
            firms=made,
            sector=read_sector(DATA / "sectors" / "steel.yaml", dictionary),
            dictionary=dictionary,
        )

    def rulebook(self, folder: Path, year: int, *, cap_t: int) -> Rulebook:
        """The bundled measures for a year, read from a file as any rulebook is."""
        template = Template((DATA / "rulebooks" / "steel.yaml.template").read_text(encoding="utf-8"))
        path = folder / f"steel-{year}.yaml"
        text = template.substitute(year=year, before=year - 1, cap_t=cap_t)
        path.write_text(text, encoding="utf-8")
        return read_rulebook(path, dictionary=self.dictionary, names=names_of(self.city))

    def made_t(self, firm: MadeFirm, month: Month, *, version: int = 1) -> Decimal:
        """Crude steel of a month; years are good or bad by up to 7 %, a second version is a little off the first."""
        year = 930 + _chance(self.seed, firm.id, month.year).randrange(141)
        own = 950 + _chance(self.seed, firm.id, month).randrange(101)
        whole = firm.monthly_t * year * own // 1_000_000 + 17 * (version - 1)
        return Decimal(whole) + Decimal(_chance(self.seed, "half", firm.id, month).randrange(2)) / 2

    def filed(self, month: Month, *, received_at: dt.datetime, file_sha256: str) -> Iterator[Return]:
        """What every firm files for a month."""
        for firm in self.firms:
            yield self._return(firm, month, 1, received_at, file_sha256)

    def filed_again(self, month: Month, *, received_at: dt.datetime, file_sha256: str) -> Iterator[Return]:
        """What one firm in twenty files again for a month, with another figure."""
        for firm in self.firms:
            if _chance(self.seed, "again", firm.id, month).randrange(20) == 0:
                yield self._return(firm, month, 2, received_at, file_sha256)

    def _return(self, firm: MadeFirm, month: Month, version: int, received_at: dt.datetime, file_sha256: str) -> Return:
        made = self.made_t(firm, month, version=version)
        figures = _figures(firm, made)
        facts = tuple(
            Fact(
                field=field,
                scope=Scope.PERIOD,
                value=value,
                place=Place(file=f"{month}.xlsx", sheet=firm.id, cell=f"D{row}"),
            )
            for row, (field, value) in enumerate(figures, start=5)
        )
        return Return(
            enterprise=firm.id,
            period=Period.of(month),
            version=version,
            received_at=received_at,
            provenance="bureau_monitoring_return",
            file_sha256=file_sha256,
            facts=facts,
        )


def _chance(*of: object) -> Random:
    # A text seeds by its SHA-512, whatever PYTHONHASHSEED says.
    return Random(":".join(map(str, of)))


def _firm(name: str, seed: int) -> MadeFirm:
    chance = _chance(seed, name)
    cuts = sorted(chance.randrange(101) for _ in PRODUCTS[1:])
    return MadeFirm(
        id=name,
        monthly_t=chance.randrange(20_000, 300_000),
        added_yuan=chance.randrange(300, 1500),
        taxes_yuan=chance.randrange(80, 400),
        # One firm in seven never says what it spends on research.
        research_yuan=chance.randrange(5, 90) if chance.randrange(7) else 0,
        energy_kgce=chance.randrange(500, 680),
        mix=tuple(high - low for low, high in zip((0, *cuts), (*cuts, 100), strict=True)),
    )


def _enterprise(firm: MadeFirm, seed: int, years: int) -> Enterprise:
    chance = _chance(seed, "register", firm.id)
    veto_years = (FIRST_YEAR - 1 + chance.randrange(years),) if chance.randrange(25) == 0 else ()
    furnace = Facility(
        id=f"{firm.id}-F1",
        kind="converter",
        counts_for="crude_steel_t",
        capacity_t=firm.monthly_t * 12 * (105 + chance.randrange(30)) // 100,
        since=Month(2010, 1),
    )
    return Enterprise(
        id=firm.id,
        credit_code=firm.id,
        name=Text(f"{firm.id}钢铁"),
        sector="steel",
        group="",
        zone="河东",
        route="bf_bof",
        tier=TIERS[chance.randrange(len(TIERS))],
        grade="B",
        veto_years=veto_years,
        facilities=(furnace,),
    )


def _figures(firm: MadeFirm, made: Decimal) -> Iterator[tuple[str, Decimal]]:
    yield "crude_steel_t", made
    yield "value_added_yuan", made * firm.added_yuan
    yield "taxes_yuan", made * firm.taxes_yuan
    yield "gross_output_yuan", made * 4100
    yield "sales_revenue_yuan", made * 4050
    yield "energy_tce", (made * firm.energy_kgce / 1000).quantize(Decimal("0.01"))
    if firm.research_yuan:
        yield "rd_expense_yuan", made * firm.research_yuan
    yield "steel_products_t", made
    yield from ((field, made * share / 100) for field, share in zip(PRODUCTS, firm.mix, strict=True) if share)
