"""Views beside a month's plan, joined to the register and to the names of what they speak of."""

from __future__ import annotations

from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.resources import catalogue, sector_of
from zhibiao.procedures.regulation import options as acts
from zhibiao.procedures.regulation.options import Asked, Views
from zhibiao.procedures.regulation.regulate import Regulated


def views(opened: OpenBook, found: Regulated, asked: Asked) -> Views:
    """What was asked beside the plan of a dry run."""
    sector = sector_of(found.plan.inputs.sector)
    firms = {one.id: one.name for one in opened.city.of_sector(sector.id)}
    names = firms | {one.field: one.name for one in sector.products}
    return acts.views(found.plan, opened.city, asked, names=names, labels=catalogue().labels)
