"""The accounts of capacity by name, and which kind of entry moves tonnes per year between which of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from types import MappingProxyType

from zhibiao.ledger.entry import EntryKind

OPENED = "opened"
RUNNING = "running"
SEALED = "sealed"
DISMANTLED = "dismantled"
PROJECT = "project"
CUT = "cut"
PLEDGED = "pledged"
PLEDGES = "pledges"
BARRED = "barred"
BARS = "bars"

OF_CLASS = frozenset({OPENED, CUT, PLEDGES, BARS})
STATES = (RUNNING, SEALED, DISMANTLED)
# What was opened is on one of these, at every entry.
HELD = frozenset({*STATES, PROJECT, CUT})
# These hold minus what they gave, and stand outside the rule that nothing is negative.
SOURCES = frozenset({OPENED, PLEDGES, BARS})


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Furnace:
    """A furnace, converter or kiln as its account names it; `quantity` is the class it counts for."""

    quantity: str
    kind: str
    facility: str
    enterprise: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A replacement project of one class; `ratio` is what has to be retired for one tonne built, at least 1."""

    quantity: str
    ratio: Fraction
    project: str
    enterprise: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A name taken apart: its role, its class, and the furnace and project it is of, if it is of any."""

    role: str
    quantity: str
    furnace: Furnace | None = None
    project: Project | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """The roles that give and those that take in one entry of a kind."""

    gives: frozenset[str]
    takes: frozenset[str]


def _flows(*ways: tuple[str, str]) -> tuple[Flow, ...]:
    return tuple(Flow(frozenset(gives.split()), frozenset(takes.split())) for gives, takes in ways)


FLOWS: Mapping[EntryKind, tuple[Flow, ...]] = MappingProxyType(
    {
        EntryKind.CAPACITY_OPEN: _flows((OPENED, RUNNING)),
        EntryKind.SEAL: _flows((RUNNING, SEALED)),
        EntryKind.RESTART: _flows((SEALED, RUNNING)),
        EntryKind.DISMANTLE: _flows((RUNNING, DISMANTLED), (SEALED, DISMANTLED)),
        EntryKind.REDUCE: _flows((RUNNING, CUT), (SEALED, CUT), (DISMANTLED, CUT), (PROJECT, CUT)),
        EntryKind.SWAP_PLEDGE: _flows((PLEDGES, PLEDGED)),
        EntryKind.SWAP_OUT: _flows((f"{DISMANTLED} {PLEDGED}", f"{PROJECT} {PLEDGES}")),
        EntryKind.BUILD: _flows((PROJECT, f"{RUNNING} {CUT}"), (PROJECT, RUNNING)),
        EntryKind.BAR: _flows((BARS, BARRED)),
        EntryKind.HAND_OVER: _flows((RUNNING, RUNNING), (SEALED, SEALED), (DISMANTLED, DISMANTLED)),
    }
)


def class_account(role: str, quantity: str) -> str:
    """The name of an account of a whole class.

    >>> class_account("cut", "pig_iron_t")
    'cut/pig_iron_t'
    """
    return f"{role}/{quantity}"


def furnace_account(role: str, furnace: Furnace) -> str:
    """The name of a furnace's account; as in books of quota, the enterprise stands behind the colon.

    >>> furnace_account("running", Furnace(quantity="pig_iron_t", kind="blast_furnace", facility="BF1", enterprise="A"))
    'running/pig_iron_t/blast_furnace/BF1:A'
    """
    return f"{role}/{furnace.quantity}/{furnace.kind}/{furnace.facility}:{furnace.enterprise}"


def project_account(project: Project) -> str:
    """The name of a project's account.

    >>> project_account(Project(quantity="pig_iron_t", ratio=Fraction(5, 4), project="P1", enterprise="B"))
    'project/pig_iron_t/5-4/P1:B'
    """
    return f"{PROJECT}/{project.quantity}/{_ratio_text(project)}/{project.project}:{project.enterprise}"


def pledge_account(furnace: Furnace, project: Project) -> str:
    """The name of the account of what a furnace has promised to a project; it is the furnace's enterprise's.

    >>> furnace = Furnace(quantity="pig_iron_t", kind="blast_furnace", facility="BF1", enterprise="A")
    >>> pledge_account(furnace, Project(quantity="pig_iron_t", ratio=Fraction(1), project="P1", enterprise="B"))
    'pledged/pig_iron_t/blast_furnace/BF1/1-1/P1/B:A'
    """
    to = f"{_ratio_text(project)}/{project.project}/{project.enterprise}"
    return f"{PLEDGED}/{furnace.quantity}/{furnace.kind}/{furnace.facility}/{to}:{furnace.enterprise}"


@cache
def account_of(name: str) -> Account | None:
    """Take the name of an account apart; None when a book of capacity has no such account."""
    head, colon, enterprise = name.partition(":")
    role, *parts = head.split("/")
    if not all(parts) or bool(colon) is not bool(enterprise):
        return None
    if role in OF_CLASS and len(parts) == 1 and not colon:
        return Account(role=role, quantity=parts[0])
    if not enterprise:
        return None
    if role in (*STATES, BARRED) and len(parts) == 3:
        return Account(role=role, quantity=parts[0], furnace=_furnace(parts, enterprise))
    if role == PROJECT and len(parts) == 3:
        project = _project(parts, enterprise)
        return Account(role=role, quantity=parts[0], project=project) if project else None
    if role == PLEDGED and len(parts) == 6:
        quantity, _, _, ratio, number, builder = parts
        project = _project([quantity, ratio, number], builder)
        if project is not None:
            furnace = _furnace(parts[:3], enterprise)
            return Account(role=role, quantity=quantity, furnace=furnace, project=project)
    return None


def is_name(text: str) -> bool:
    """Whether an enterprise, a furnace, a kind, a class or a project of that id can have an account."""
    return bool(text) and not set(text) & set("/:")


def _furnace(parts: list[str], enterprise: str) -> Furnace:
    quantity, kind, facility = parts
    return Furnace(quantity=quantity, kind=kind, facility=facility, enterprise=enterprise)


def _project(parts: list[str], enterprise: str) -> Project | None:
    """A project from its parts; None when the ratio is not one, is below 1, or is not written in its lowest terms."""
    quantity, written, number = parts
    above, _, below = written.partition("-")
    if not all(one.isascii() and one.isdigit() and len(one) < 10 and int(one) for one in (above, below)):
        return None
    project = Project(quantity=quantity, ratio=Fraction(int(above), int(below)), project=number, enterprise=enterprise)
    return project if project.ratio >= 1 and _ratio_text(project) == written else None


def _ratio_text(project: Project) -> str:
    return f"{project.ratio.numerator}-{project.ratio.denominator}"
