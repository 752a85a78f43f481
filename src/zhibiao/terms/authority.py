"""The authority whose book it is: its city, its language, and the people who act in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from zhibiao.terms.instant import instant_text
from zhibiao.terms.text import Language


class Role(StrEnum):
    """What a person may do."""

    ANALYST = "analyst"
    APPROVER = "approver"
    OFFICER = "officer"
    PLANNER = "planner"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who acts; one person, however many accounts.

    `enterprise` is whose officer that is: such a person files, sees and answers for that enterprise alone. `group` is
    whose planner: that person sees the enterprises of that group.
    """

    id: str
    name: str
    roles: tuple[Role, ...]
    enterprise: str = ""
    group: str = ""


# A wait of a month and more would be a standstill, and no protection.
MOST_HOURS = 720


@dataclass(frozen=True, slots=True, kw_only=True)
class CoolingOff:
    """How long a large posting waits between the second person's word and the book; meanwhile it can be withdrawn.

    Args:
        hours: how long, from 1 to `MOST_HOURS`.
        above_t: postings that change one enterprise's holding by more tonnes than this wait;
            not negative.
    """

    hours: int
    above_t: int

    def not_before(self, now: dt.datetime, tonnes: int) -> str:
        """The instant from which a posting of so many tonnes may be carried out; empty when it need not wait.

        >>> CoolingOff(hours=26, above_t=100).not_before(dt.datetime(2025, 4, 6, 8, tzinfo=dt.UTC), 101)
        '2025-04-07T10:00:00Z'
        """
        return instant_text(now + dt.timedelta(hours=self.hours)) if tonnes > self.above_t else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSettings:
    """Where a book's desk is served, and behind what.

    Args:
        host: the address to listen on.
        port: of that address.
        tls_cert: file of the certificate, from the book's folder on; with `tls_key` the desk speaks TLS itself.
        tls_key: file of its key.
        proxy: the address of the proxy that speaks TLS for the desk; what any other says of a request is not believed.
        public_url: what people type, where a proxy stands in front.
        requests_per_minute: from one address.
    """

    host: str = "127.0.0.1"
    port: int = 8321
    tls_cert: str = ""
    tls_key: str = ""
    proxy: str = ""
    public_url: str = ""
    requests_per_minute: int = 6000


@dataclass(frozen=True, slots=True, kw_only=True)
class BookSettings:
    """What `zhibiao.toml` of a book folder says; `city` is the id that stands in `city.yaml`.

    `store_url` is where the book is kept when it is not in a file of the folder; it may hold a password.
    """

    city: str
    language: Language
    people: tuple[Person, ...]
    cooling_off: CoolingOff | None = None
    store_url: str = field(default="", repr=False)
    desk: DeskSettings = DeskSettings()

    def person(self, person_id: str) -> Person:
        """The person of that id; KeyError when there is none."""
        return {person.id: person for person in self.people}[person_id]
