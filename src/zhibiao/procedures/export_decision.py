"""Export one decision with everything it rests on, as a zip that an auditor can check without this program."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from zhibiao.errors import BookBroken, NotAllowed
from zhibiao.ledger.entry import Entry
from zhibiao.monthly.returns import Return, Scope
from zhibiao.procedures.approve import find_decision
from zhibiao.procedures.last_decision import allocation_behind
from zhibiao.procedures.ports import Person, Role, Store, StoredDecision
from zhibiao.terms.canonical import Plain, canonical_bytes, sha256_hex
from zhibiao.terms.enterprise import City, Enterprise
from zhibiao.terms.fixed_member import fixed_member
from zhibiao.terms.instant import instant_text

FORMAT = "zhibiao-export/1"
MAY_SEE_ALL = frozenset({Role.ANALYST, Role.APPROVER, Role.AUDITOR})


def export_decision(
    store: Store,
    *,
    city: City,
    decision_id: str,
    reader: Person,
    rulebook_source: bytes,
    companions: Mapping[str, bytes],
    rulebook_sha256: str = "",
) -> bytes:
    """Pack a decision, its rulebook, the returns it cites, the register, the whole chain of entries and the verifier.

    Args:
        store: the book's memory.
        city: the register that capacities and vetoes come from.
        decision_id: the decision's short name.
        reader: who asks; one enterprise's own view is another paper.
        rulebook_source: the rulebook's file as signed.
        companions: files that travel along by name: `verify.py` and its readme.
        rulebook_sha256: content hash of that file, where the caller knows it; a file that has changed since the
            decision is left out, and the content that was signed stays in `rulebook.json`.

    Returns:
        A zip; the same inputs give the same bytes.

    Raises:
        NotAllowed: `export.whole_not_for_reader`: the reader may not see other enterprises' figures.
        NotFound: `decision.not_found`.
        BookBroken: `verify.cited_return_missing`: a return that the decision cites is not in the store.
    """
    if not MAY_SEE_ALL & set(reader.roles):
        raise NotAllowed("export.whole_not_for_reader", person=reader.id)
    decision = find_decision(store, decision_id)
    entries = entries_bytes(store.entries())
    files = export_files(store, city=city, decision=decision, entries=entries)
    files |= companions
    if rulebook_sha256 in ("", decision.body["rulebook_sha256"]):
        files["rulebook.yaml"] = rulebook_source
    files["manifest.json"] = manifest_of(files, decision=decision, head=store.head())
    return zipped(files)


def export_files(store: Store, *, city: City, decision: StoredDecision, entries: bytes) -> dict[str, bytes]:
    """The files that prove a decision, by name; without manifest, rulebook source and companions.

    Of a regulation the allocation whose quota it moves is among them.
    """
    body = decision.body
    allocation = allocation_behind(store, decision)
    returns = store.returns()
    cited = {item.reference: item for one in (decision, allocation) for item in cited_returns(returns, one.body)}
    fields = body["sector_data"]["fields"]

    def fields_of(item: Return) -> Collection[str]:
        """Of any other year than the one assessed only the tonnes count; nothing that decides nothing is exported."""
        return fields if item.period.start.year == body["plan_year"] - 1 else {body["quantity"]}

    return {
        "decision.json": canonical_bytes(body),
        "rulebook.json": canonical_bytes(body["rulebook"]),
        "sector.json": canonical_bytes(body["sector_data"]),
        "register.json": canonical_bytes(
            [_enterprise_plain(enterprise) for enterprise in city.of_sector(body["sector"])]
        ),
        "returns.json": canonical_bytes([_return_plain(cited[name], fields_of(cited[name])) for name in sorted(cited)]),
        "entries.jsonl": entries,
        "signatures.json": canonical_bytes(_signed_plain(decision)),
        **({} if allocation is decision else {"allocation.json": canonical_bytes(allocation.body)}),
    }


def manifest_of(files: Mapping[str, bytes], *, decision: StoredDecision, head: str) -> bytes:
    """The list of files with their hashes, and the head of the ledger they were taken at."""
    return canonical_bytes(
        {
            "format": FORMAT,
            "decision": decision.id,
            "decision_sha256": decision.sha256,
            "entries": files["entries.jsonl"].count(b"\n"),
            "head": head,
            "files": {name: sha256_hex(content) for name, content in files.items()},
        }
    )


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip with members in order of name and one fixed date."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(files):
            archive.writestr(fixed_member(name), files[name])
    return target.getvalue()


def cited_returns(returns: Sequence[Return], body: Mapping[str, Any]) -> list[Return]:
    """The returns that a decision cites, by enterprise and period."""
    known = {item.reference: item for item in returns}
    cited = [reference for claimant in body["claimants"] for reference, _ in claimant["sources"]]
    for reference in cited:
        if reference not in known:
            raise BookBroken("verify.cited_return_missing", reference=reference)
    return [known[reference] for reference in sorted(set(cited))]


def entries_bytes(entries: Sequence[Entry]) -> bytes:
    """Entries as lines: what is hashed, and the hash."""
    return b"".join(canonical_bytes({**entry.plain(), "hash": entry.hash}) + b"\n" for entry in entries)


def _return_plain(item: Return, fields: Collection[str]) -> Plain:
    named = {fact.field: fact for fact in item.facts if fact.scope is Scope.PERIOD and fact.field in fields}
    facts = [fact for _, fact in sorted(named.items())]
    return {
        "reference": item.reference,
        "enterprise": item.enterprise,
        "period": str(item.period),
        "version": item.version,
        "received_at": instant_text(item.received_at),
        "provenance": item.provenance,
        "file_sha256": item.file_sha256,
        "facts": [{"field": fact.field, "value": str(fact.value), "place": str(fact.place)} for fact in facts],
    }


def _enterprise_plain(enterprise: Enterprise) -> Plain:
    return {
        "enterprise": enterprise.id,
        "name": {"zh": enterprise.name.zh, "en": enterprise.name.en},
        "credit_code": enterprise.credit_code,
        "group": enterprise.group,
        "veto_years": list(enterprise.veto_years),
        "facilities": [
            {
                "id": facility.id,
                "counts_for": facility.counts_for,
                "capacity_t": facility.capacity_t,
                "since": str(facility.since),
                "until": "" if facility.until is None else str(facility.until),
            }
            for facility in enterprise.facilities
        ],
    }


def _signed_plain(decision: StoredDecision) -> Plain:
    return {
        "decision": decision.id,
        "sha256": decision.sha256,
        "state": decision.state.value,
        "signatures": [
            {"decision": item.decision, "act": item.act, "person": item.person, "at": item.at}
            for item in decision.signatures
        ],
    }
