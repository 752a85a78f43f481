"""A desk as a program calls it: lists as iterators, acts as methods, refusals as exceptions with code and hint."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import PurePath
from types import TracebackType
from typing import Any, cast
from urllib.parse import quote

import httpx2 as httpx

from zhibiao.client.values import Approved, DecisionRow, EnterpriseRow, EntryRow, Filed, QuestionRow, ReturnRow
from zhibiao.client.wire import Wire

TIMEOUT_S = 60.0
_PAGE = 500


class Desk:
    """One desk, for the person whose token it is.

    Args:
        address: such as `https://desk.example.gov.cn`.
        token: made at the desk under “Account”, shown once.
        http: another way to reach it; address and token are then its own.
        sleep: waits so many seconds between attempts.
    """

    def __init__(
        self,
        address: str = "",
        token: str = "",
        *,
        http: httpx.Client | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        client = http or httpx.Client(base_url=address, headers=headers, timeout=TIMEOUT_S)
        self.wire = Wire(client, sleep)

    def __enter__(self) -> Desk:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connection."""
        self.wire.http.close()

    def book(self) -> dict[str, Any]:
        """City, sectors and plan years."""
        return self._read("/book")

    def me(self) -> dict[str, Any]:
        """Who the token stands for, with roles and reach."""
        return self._read("/me")

    def enterprises(self, *, sector: str = "", group: str = "") -> Iterator[EnterpriseRow]:
        """The enterprises whose figures may be seen."""
        return cast(Iterator[EnterpriseRow], self.items("/enterprises", sector=sector, group=group))

    def enterprise(self, enterprise: str, *, month: str = "") -> dict[str, Any]:
        """One enterprise in a month: standing, quota with its parts and reasons, entries."""
        return self._read(f"/enterprises/{_part(enterprise)}", month=month)

    def assessment(self, sector: str, month: str) -> dict[str, Any]:
        """A month's assessment of a sector."""
        return self._read(f"/assessments/{_part(sector)}/{_part(month)}")

    def returns(self, *, enterprise: str = "", period: str = "") -> Iterator[ReturnRow]:
        """Every version of every return that may be seen."""
        return cast(Iterator[ReturnRow], self.items("/returns", enterprise=enterprise, period=period))

    def file_return(self, content: bytes, *, name: str, dry_run: bool = False, key: str = "") -> Filed:
        """File a return as .json, .csv, .xlsx, .xls or .ods.

        Raises:
            DeskProblem: with the findings in `errors`, where the file is refused.
        """
        sent: dict[str, Any] = {"files": {"file": (PurePath(name).name, content)}}
        if name.endswith(".json"):
            sent = {"content": content, "headers": {"Content-Type": "application/json"}}
        path = f"/returns?dry_run={str(dry_run).lower()}"
        return cast(Filed, self.wire.post(path, key=key, **sent)["result"])

    def queries(self, *, enterprise: str = "") -> Iterator[QuestionRow]:
        """The questions that stand open."""
        return cast(Iterator[QuestionRow], self.items("/queries", enterprise=enterprise))

    def answer(self, submission: int, findings: list[int], *, reason: str, ground: str = "") -> dict[str, Any]:
        """Confirm queried figures with a reason."""
        body = {"findings": findings, "reason": reason, "ground": ground}
        return self._act(f"/submissions/{submission}/answers", body)

    def decisions(self, *, sector: str = "", year: int | None = None, state: str = "") -> Iterator[DecisionRow]:
        """Decisions, the last drafted first."""
        return cast(Iterator[DecisionRow], self.items("/decisions", sector=sector, year=year, state=state))

    def decision(self, decision: str) -> dict[str, Any]:
        """One decision whole."""
        return self._read(f"/decisions/{_part(decision)}")

    def draft(self, year: int, *, sector: str = "steel", as_of: str = "") -> dict[str, Any]:
        """Draft the quotas of a plan year."""
        return self._act("/decisions", {"year": year, "sector": sector, "as_of": as_of})

    def approve(self, decision: str, *, sha256: str) -> Approved:
        """Approve a draft as it was read, by the hash of what was read; another state is `flow.stale`."""
        headers = {"If-Match": f'"{sha256}"'}
        return cast(Approved, self.wire.post(f"/decisions/{_part(decision)}/approve", headers=headers)["result"])

    def issue(self, decision: str) -> dict[str, Any]:
        """Issue an approved decision."""
        return cast(dict[str, Any], self.wire.post(f"/decisions/{_part(decision)}/issue")["result"])

    def withdraw(self, decision: str, *, reason: str) -> dict[str, Any]:
        """Withdraw a decision that is not issued."""
        return self._act(f"/decisions/{_part(decision)}/withdraw", {"reason": reason})

    def entries(self, *, sector: str = "", year: int | None = None, enterprise: str = "") -> Iterator[EntryRow]:
        """Entries of the ledger in order."""
        asked = {"sector": sector, "year": year, "enterprise": enterprise, "sort": "seq"}
        return cast(Iterator[EntryRow], self.items("/entries", **asked))

    def verify(self, *, head: str = "") -> dict[str, Any]:
        """Have every figure derived again; waits until that is done."""
        plain = self.wire.post("/verifications", json={"head": head})["result"]
        while plain.get("state") == "running":
            self.wire.pause(5.0)
            plain = self._read(f"/jobs/{_part(plain['job'])}")
        return cast(dict[str, Any], plain.get("result", plain) if "job" in plain else plain)

    def split(self, table: str, cap: str, *, rule: str = "proportional", **more: Any) -> dict[str, Any]:
        """Divide a cap among the claimants of a table, CSV with columns id,claim."""
        return self._act("/split", {"table": table, "cap": cap, "rule": rule, **more})

    def items(self, path: str, **asked: object) -> Iterator[dict[str, Any]]:
        """Every item of a list, page after page."""
        cursor = ""
        while cursor is not None:
            page = self.wire.get(path, limit=_PAGE, cursor=cursor, **asked)["result"]
            yield from page["items"]
            cursor = page["next"]

    def table(self, path: str, *, kind: str = "csv", **asked: object) -> bytes:
        """A list as a file, .csv or .xlsx."""
        return self.wire.file(f"{path}.{kind}", **asked)

    def _read(self, path: str, **asked: object) -> dict[str, Any]:
        return cast(dict[str, Any], self.wire.get(path, **asked)["result"])

    def _act(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        return cast(dict[str, Any], self.wire.post(path, json=body)["result"])


def _part(text: str) -> str:
    """A name as one part of a path."""
    return quote(text, safe="")
