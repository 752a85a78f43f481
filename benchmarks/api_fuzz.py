"""Requests drawn from the interface's own description, right ones and wrong ones, from everyone who may call.

`python -m benchmarks.api_fuzz --book BOOK --requests 20000` copies the book, sends them to the application in this
process, and counts: an answer of 500 or above, a status, media type, header or document that the description does not
know, each is a fault. Half of the blanks of addresses are filled with names that are there. Every operation is sent as
often as any other, but for verification, which is sent a twentieth as often.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import logging
import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import schemathesis
import structlog
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.resources import SetClock
from zhibiao.store.book_folder import settings_of
from zhibiao.store.settings_toml import settings_text
from zhibiao.terms.authority import Person, Role
from zhibiao.web.api.frame.docs import description
from zhibiao.web.app import make_app

NOW = dt.datetime(2025, 4, 20, 2, tzinfo=dt.UTC)
PEOPLE = (
    Person(id="lin", name="林岚", roles=(Role.ANALYST,)),
    Person(id="wang", name="王越", roles=(Role.APPROVER,)),
    Person(id="zhao", name="赵衡", roles=(Role.AUDITOR,)),
    Person(id="officer-s01", name="何报", roles=(Role.OFFICER,), enterprise="LH-S01"),
    Person(id="planner-g01", name="程计", roles=(Role.PLANNER,), group="LH-G01"),
    Person(id="admin", name="关理", roles=(Role.ADMINISTRATOR,)),
)
CALLERS = (*(person.id for person in PEOPLE), "")
_CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
_AT_A_TIME = 20
# Deriving the whole book again takes a second and more: of twenty turns it gets one, as it would take half of the time.
_ONE_IN = {"POST /api/v1/verifications": 20}


@dataclass(slots=True)
class Counted:
    """What was sent and what came of it."""

    requests: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    seconds: Counter[str] = field(default_factory=Counter)
    """How long each operation took to answer, all its requests together."""


def fuzz(
    sign: Callable[[str], TestClient], known: Mapping[str, str], *, requests: int, seed: int, until: float = 0.0
) -> Counted:
    """Send so many requests, the operations in turn, or as many as time allows.

    Args:
        sign: gives the browser of a person; of the public for "".
        known: for each blank of an address a name that is there.
        requests: how many.
        seed: same seed, same requests.
        until: by the monotonic clock, 0.0 for no end.
    """
    counted, rng = Counted(), random.Random(seed)
    clients = {who: sign(who) for who in CALLERS}
    schema = schemathesis.openapi.from_dict(without_security(description()))
    operations = [found.ok() for found in schema.get_all_operations()]
    least = max(1, min(_AT_A_TIME, requests // len(operations) or 1))
    while counted.requests < requests and not (until and time.monotonic() > until):
        rng.shuffle(operations)
        for operation in operations:
            if counted.requests >= requests or (until and time.monotonic() > until):
                break
            mode = rng.choice([GenerationMode.POSITIVE, GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
            one_in = _ONE_IN.get(f"{operation.method.upper()} {operation.path}", 1)
            count = min(max(1, least // one_in), requests - counted.requests)
            _send_some(operation, mode, clients, known, counted, rng, count=count)
    return counted


def without_security(plain: dict[str, Any]) -> dict[str, Any]:
    """The description without who may call: whoever calls here has a session of their own."""
    plain = json.loads(json.dumps(plain))
    plain["components"].pop("securitySchemes")
    for path in plain["paths"].values():
        for operation in path.values():
            operation.pop("security", None)
    return plain


def _send_some(
    operation: Any,
    mode: GenerationMode,
    clients: Mapping[str, TestClient],
    known: Mapping[str, str],
    counted: Counted,
    rng: random.Random,
    *,
    count: int,
) -> None:
    strategy = operation.as_strategy(generation_mode=mode)

    @seeded(rng.getrandbits(32))
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=False,
    )
    @given(case=strategy)
    def send(case: Case) -> None:
        for name in case.path_parameters or {}:
            if name in known and rng.random() < 0.5:
                case.path_parameters[name] = known[name]
        _send(case, rng.choice(CALLERS[:2] if rng.random() < 0.5 else CALLERS), clients, counted)

    try:
        send()
    except schemathesis.core.errors.SchemathesisError as error:
        if "Unsatisfiable" not in type(error).__name__ and "nsatisfiable" not in str(error):
            raise


def _send(case: Case, who: str, clients: Mapping[str, TestClient], counted: Counted) -> None:
    sent = case.as_transport_kwargs(base_url="http://testserver")
    sent.pop("cookies", None)
    if isinstance(sent.get("data"), (bytes, str)):
        sent["content"] = sent.pop("data")
    try:
        request = clients[who].build_request(**sent)
        request.read()
    except (AttributeError, TypeError, ValueError):
        return  # nothing that can be put on a wire, such as a form whose file is a number
    begun = time.perf_counter()
    try:
        response = clients[who].send(request)
    except (TypeError, ValueError):
        return  # headers of the same kind
    counted.requests += 1
    counted.statuses[response.status_code] += 1
    counted.seconds[f"{case.method} {case.path}"] += time.perf_counter() - begun
    try:
        case.validate_response(response, checks=_CHECKS)
    except (Failure, FailureGroup) as failure:
        told = "; ".join(str(one) for one in getattr(failure, "exceptions", [failure]))
        sent_as = f"{who or 'public'} {case.method} {sent['url']}"
        counted.faults.append(f"{sent_as} {response.status_code}: {told[:1500]} {response.text[:400]}")


def known_names(client: TestClient) -> dict[str, str]:
    """A name that is there for each blank of an address."""

    def first(path: str, name: str) -> str:
        items = client.get(f"/api/v1/{path}").json()["result"]["items"]
        return str(items[0][name]) if items else "none"

    return {
        "enterprise": "LH-S01",
        "sector": "steel",
        "month": "2025-03",
        "year": "2025",
        "period": "2025-03",
        "version": "v1",
        "rule": "talmud",
        "seq": "1",
        "submission": "1",
        "decision": first("decisions", "id"),
        "item": first("register", "id"),
        "publication": first("papers", "publication"),
        "name": first("papers", "name"),
    }


def sign_with(desk: Desk) -> Callable[[str], TestClient]:
    """Browsers on one application over a desk."""
    app = make_app(desk)

    def sign(person: str) -> TestClient:
        client = TestClient(app, raise_server_exceptions=False, follow_redirects=False)
        if person:
            with desk.access() as access:
                word = access.sessions.begin(person, at=desk.clock.now())
                session = access.sessions.find(word, at=desk.clock.now())
            assert session is not None
            client.cookies.set("zhibiao_session", word)
            client.headers["x-csrf-token"] = session.csrf
        return client

    return sign


def main() -> int:
    """Run, and say what came of it; 1 where there was a fault."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--book", type=Path, required=True, help="a demo's book, which is copied")
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=0.0, help="end after so long; 0 for no end")
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        book = Path(shutil.copytree(asked.book, Path(folder) / "book"))
        path = book / "zhibiao.toml"
        path.write_text(settings_text(replace(settings_of(path), people=PEOPLE)), encoding="utf-8")
        desk = Desk(book, clock=SetClock(NOW))
        sign, begun = sign_with(desk), time.monotonic()
        until = begun + asked.minutes * 60 if asked.minutes else 0.0
        counted = fuzz(sign, known_names(sign("lin")), requests=asked.requests, seed=asked.seed, until=until)
        took = time.monotonic() - begun
        desk.close()
    statuses = dict(sorted(counted.statuses.items()))
    print(f"{counted.requests:,} requests in {took:,.0f} s; {len(counted.faults)} faults; {statuses}")
    slowest = "; ".join(f"{name} {seconds:.0f} s" for name, seconds in counted.seconds.most_common(8))
    print(f"answering took {sum(counted.seconds.values()):,.0f} s, most of it: {slowest}")
    for line in _few(counted.faults):
        print(line)
    return 1 if counted.faults else 0


def _few(faults: list[str]) -> Iterator[str]:
    yield from faults[:40]
    if len(faults) > 40:
        yield f"… and {len(faults) - 40} more"


if __name__ == "__main__":
    sys.exit(main())
