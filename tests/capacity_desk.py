"""A made-up register and the people who act on its capacity accounts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from ledger_sample import ANALYST, APPROVER, HandClock, memory_store
from zhibiao.assemble.capacity import swap_rules
from zhibiao.procedures.capacity import change, plan, propose, register, swap
from zhibiao.procedures.capacity.plan import Document, Done, Plan
from zhibiao.store.book_store import BookStore
from zhibiao.terms.enterprise import City, Enterprise, Facility
from zhibiao.terms.period import Month
from zhibiao.terms.text import Text

LETTER = Document(name="letter.pdf", content=b"letter")
RULES = swap_rules("steel")


def facility(
    id_: str, kind: str = "blast_furnace", tonnes: int = 1000, *, since: str = "2010-01", until: str = ""
) -> Facility:
    counts_for = {"blast_furnace": "pig_iron_t", "converter": "crude_steel_t"}.get(kind, "magnesia_sand_t")
    end = Month.parse(until) if until else None
    return Facility(id=id_, kind=kind, counts_for=counts_for, capacity_t=tonnes, since=Month.parse(since), until=end)


def enterprise(id_: str, *facilities: Facility, sector: str = "steel") -> Enterprise:
    named = {"name": Text(id_), "group": "", "zone": "", "route": "", "tier": "normative", "grade": "A"}
    return Enterprise(id=id_, credit_code="", sector=sector, facilities=facilities, **named)


def city(*enterprises: Enterprise) -> City:
    words = {"name": Text("x"), "authority": Text("x"), "note": Text("x")}
    return City(id="x", enterprises={one.id: one for one in enterprises}, **words)


REGISTER = city(
    enterprise(
        "A", facility("BF1", tonnes=1500), facility("BF2", tonnes=900, until="2023-05"), facility("C1", "converter")
    ),
    enterprise("B", facility("BF3", tonnes=500)),
    enterprise(
        "M", facility("K1", "shaft_kiln"), facility("K2", "light_burning_kiln", 300, until="2024-03"), sector="magnesia"
    ),
)


@dataclass
class Desk:
    """The acts with everything they need but what a test is about."""

    store: BookStore = field(default_factory=memory_store)
    clock: HandClock = field(default_factory=lambda: HandClock(dt.datetime(2024, 6, 10, 2, 0, tzinfo=dt.UTC)))
    register: City = REGISTER

    def open(self, content: bytes = b"register") -> register.Opened:
        document = Document(name="city.yaml", content=content)
        return register.open_from_register(self.store, self.clock, self.register, document, ANALYST)

    def seal(self, facility: str, month: str = "2024-06", *, sector: str = "steel") -> Done:
        return change.seal(self.store, self.clock, sector, facility, Month.parse(month), LETTER, ANALYST)

    def dismantle(self, facility: str, month: str = "2024-06", *, sector: str = "steel") -> Done:
        return change.dismantle(self.store, self.clock, sector, facility, Month.parse(month), LETTER, ANALYST)

    def restart(self, facility: str, month: str = "2024-06", *, sector: str = "steel") -> Plan:
        return propose.propose_restart(self.store, self.clock, sector, facility, Month.parse(month), LETTER, ANALYST)

    def announce(self, **more: object) -> Plan:
        documents = more.pop("documents", [LETTER])
        announcement = replace(ANNOUNCEMENT, **more)  # type: ignore[arg-type]
        return swap.propose_swap(self.store, self.clock, RULES, "steel", announcement, documents, ANALYST)  # type: ignore[arg-type]

    def build(self, facility: str = "BF9", *, tonnes: int | None = None) -> Plan:
        month = register.this_month(self.clock.now())
        return swap.propose_build(
            self.store, self.clock, "steel", "P1", facility, month, LETTER, ANALYST, tonnes=tonnes
        )

    def confirm(self, of: Plan) -> Done:
        return swap.confirm_swap(self.store, self.clock, RULES, of.id, APPROVER)

    def withdraw(self, of: Plan) -> Plan:
        return plan.withdraw(self.store, self.clock, of.id, ANALYST)


ANNOUNCEMENT = swap.Announcement(
    project="P1",
    enterprise="A",
    region="other",
    case="ordinary",
    retired={"BF1": None, "BF3": None},
    built=(swap.NewFurnace(facility="BF9", kind="blast_furnace", quantity="pig_iron_t", tonnes=1600),),
)
