"""Sector files: quota quantity, products with class and reference price, high-end catalogues, coefficients."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from zhibiao.readers.norms_csv import read_norms
from zhibiao.readers.product_axes_csv import read_product_axes
from zhibiao.readers.yaml_file import Block, YamlFile
from zhibiao.sectors.sector import Catalogue, Coefficient, Product, Sector
from zhibiao.terms.dictionary import Dictionary
from zhibiao.terms.text import Text

_KEYS = ("id", "name", "quantity", "quantity_name", "output", "products", "catalogues", "coefficients")


def read_sector(path: Path, dictionary: Dictionary | None = None) -> Sector:
    """Read one sector; catalogues come back from the earliest to the latest year of force.

    Args:
        path: the YAML file.
        dictionary: gives products their names and refuses fields it does not hold; without it a product is
            named by its field's code.

    Norms come from `coefficients.csv` beside it, grade and use from `axes.csv` and `product_axes.csv`, where there are.

    Raises:
        InputRefused: `yaml.refused` with every missing, unknown or wrong key, and its line.
    """
    file = YamlFile(path)
    top = file.top()
    top.only(_KEYS)
    products = tuple(_product(block, dictionary) for block in top.blocks("products"))
    made = {product.field for product in products}
    catalogues = [_catalogue(block, made) for block in top.blocks("catalogues", optional=True)]
    _refuse_double_years(top, catalogues)
    beside = path.with_name("coefficients.csv")
    sector = Sector(
        id=top.words("id"),
        name=top.text("name"),
        quantity=top.words("quantity", default=""),
        quantity_name=top.text("quantity_name"),
        output=top.words("output"),
        products=products,
        catalogues=tuple(sorted(catalogues, key=lambda catalogue: catalogue.first_year)),
        coefficients=_coefficients(top.block("coefficients")) if "coefficients" in top.node else {},
        norms=read_norms(beside, top.words("id")) if beside.exists() else {},
        axes=read_product_axes(path.parent, top.words("id"), made),
    )
    file.close()
    return sector


def _product(block: Block, dictionary: Dictionary | None) -> Product:
    block.only(("field", "class", "reference_price_yuan_per_t"))
    field = block.words("field")
    if dictionary is not None and field and field not in dictionary:
        block.note("sector.field_unknown", "field", found=field)
    class_name = block.text("class")
    return Product(
        field=field,
        name=dictionary[field].name if dictionary is not None and field in dictionary else Text(field, field),
        product_class=class_name.zh,
        reference_price_yuan_per_t=block.whole("reference_price_yuan_per_t", least=1),
        class_name=class_name,
    )


def _catalogue(block: Block, made: set[str]) -> Catalogue:
    block.only(("version", "name", "first_year", "fields", "published", "source", "reason"))
    fields = block.words_list("fields")
    for field in fields:
        if field not in made:
            block.note("sector.catalogue_field_unknown", "fields", found=field)
    return Catalogue(
        version=block.words("version"),
        name=block.text("name"),
        first_year=block.whole("first_year", least=1900),
        fields=frozenset(fields),
        published=_day(block),
        source=block.text("source") if "source" in block.node else Text(""),
        reason=block.text("reason") if "reason" in block.node else Text(""),
    )


def _day(block: Block) -> date | None:
    """The day a version was published, YYYY-MM-DD; YAML reads it as a date by itself."""
    if "published" not in block.node:
        return None
    found = block.node["published"]
    if isinstance(found, date):
        return found
    block.note("sector.published_not_a_day", "published", found=str(found))
    return None


def _refuse_double_years(top: Block, catalogues: list[Catalogue]) -> None:
    """Two catalogues from one year on would leave open which is in force."""
    years = [catalogue.first_year for catalogue in catalogues]
    for year in sorted({year for year in years if years.count(year) > 1}):
        top.note("sector.catalogue_year_doubled", "catalogues", year=year)


def _coefficients(block: Block) -> dict[str, Coefficient]:
    coefficients = {}
    for name in block.node:
        item = block.block(name)
        item.only(("value", "unit", "source"))
        coefficients[str(name)] = Coefficient(
            value=item.decimal("value"), unit=item.words("unit"), source=item.words("source")
        )
    return coefficients
