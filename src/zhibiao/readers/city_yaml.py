"""The authority's list of enterprises (`city.yaml`): who reports, with which furnaces and kilns on file."""

from __future__ import annotations

from pathlib import Path

from zhibiao.readers.yaml_file import Block, YamlFile
from zhibiao.terms import credit_code
from zhibiao.terms.enterprise import ENTERPRISE, STATISTICAL_AREA, City, Enterprise, Facility
from zhibiao.terms.period import Month

TIERS = ("leading", "normative", "nonconforming")
GRADES = ("A", "B", "C", "D")
_ENTERPRISE = (
    ("id", "credit_code", "name", "sector", "group", "zone", "route"),
    ("tier", "grade", "veto_years", "facilities", "kind", "until", "successor"),
)
_FACILITY = ("id", "kind", "counts_for", "capacity_t", "since", "until", "document")


def read_city(path: Path) -> City:
    """Read the list in the file's order.

    Raises:
        InputRefused: `yaml.refused` with every missing, unknown or wrong key, every wrong check digit and every
            doubled id, credit code or facility, each with its line.
    """
    file = YamlFile(path)
    top = file.top()
    top.only(("city", "name", "authority", "note", "enterprises"))
    seen: dict[tuple[str, str], int] = {}
    blocks = list(top.blocks("enterprises"))
    enterprises = [_enterprise(block, seen) for block in blocks]
    city = City(
        id=top.words("city"),
        name=top.text("name"),
        authority=top.text("authority"),
        note=top.text("note"),
        enterprises={enterprise.id: enterprise for enterprise in enterprises},
    )
    _refuse_lost_successors(blocks, enterprises)
    file.close()
    return city


def _refuse_lost_successors(blocks: list[Block], enterprises: list[Enterprise]) -> None:
    """A successor is on the list, is somebody else, and takes over from a month on."""
    known = {enterprise.id for enterprise in enterprises}
    for block, enterprise in zip(blocks, enterprises, strict=True):
        if enterprise.successor and enterprise.successor not in known - {enterprise.id}:
            block.note("city.successor_unknown", "successor", found=enterprise.successor)
        elif enterprise.successor and enterprise.until is None:
            block.note("city.successor_without_until", "successor", found=enterprise.successor)


def _enterprise(block: Block, seen: dict[tuple[str, str], int]) -> Enterprise:
    block.only((*_ENTERPRISE[0], *_ENTERPRISE[1]))
    kind = block.words("kind", default=ENTERPRISE, one_of=(ENTERPRISE, STATISTICAL_AREA))
    # An area has none of these; an enterprise that leaves one out is told so.
    none = "" if kind == STATISTICAL_AREA else None
    blank = () if none is None else ("",)
    enterprise = Enterprise(
        id=block.words("id"),
        credit_code=block.words("credit_code", default=none),
        name=block.text("name"),
        sector=block.words("sector"),
        group=block.words("group", default=""),
        zone=block.words("zone", default=""),
        route=block.words("route", default=""),
        tier=block.words("tier", default=none, one_of=(*TIERS, *blank)),
        grade=block.words("grade", default=none, one_of=(*GRADES, *blank)),
        veto_years=block.whole_list("veto_years", optional=True),
        facilities=tuple(_facility(item, seen) for item in block.blocks("facilities", optional=True)),
        kind=kind,
        until=block.month("until"),
        successor=block.words("successor", default=""),
    )
    _refuse_double(block, "id", enterprise.id, seen)
    _refuse_double(block, "credit_code", enterprise.credit_code, seen)
    if enterprise.credit_code and not credit_code.has_right_check(enterprise.credit_code):
        block.note("city.credit_code_invalid", "credit_code", found=enterprise.credit_code)
    return enterprise


def _facility(block: Block, seen: dict[tuple[str, str], int]) -> Facility:
    block.only(_FACILITY)
    since, until = block.month("since"), block.month("until")
    if "since" not in block.node:
        block.note("yaml.key_missing", "since")
    if since and until and until <= since:
        block.note("city.facility_ends_before_start", "until", since=str(since), until=str(until))
    facility = Facility(
        id=block.words("id"),
        kind=block.words("kind"),
        counts_for=block.words("counts_for"),
        capacity_t=block.whole("capacity_t", least=0),
        since=since or Month(1900, 1),
        until=until,
        document=block.words("document", default=""),
    )
    _refuse_double(block, "id", facility.id, seen)
    return facility


def _refuse_double(block: Block, key: str, value: str, seen: dict[tuple[str, str], int]) -> None:
    """Ids of enterprises and facilities share one space, credit codes another."""
    if not value:
        return
    if (key, value) in seen:
        block.note("city.doubled", key, found=value, first=seen[key, value])
    seen.setdefault((key, value), block.line(key))
