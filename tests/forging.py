"""A forger who knows the format: changes one leaf of an export, then makes every hash fit again.

Written with hashlib and json alone, so that the tests share no code with either side.
"""

import copy
import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

Path = tuple[str | int, ...]
Values = dict[str, Any]


def canonical(value: Any) -> bytes:
    """Sorted keys, no blanks, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha256(data: bytes) -> str:
    """Hexadecimal SHA-256."""
    return hashlib.sha256(data).hexdigest()


def opened(files: dict[str, bytes]) -> Values:
    """The JSON files of an export as values; other files as bytes."""
    values: Values = {name: json.loads(data) if name.endswith(".json") else data for name, data in files.items()}
    values["entries.jsonl"] = [json.loads(line) for line in files["entries.jsonl"].splitlines()]
    return values


def packed(values: Values) -> dict[str, bytes]:
    """Values as files, hashes left as they stand."""
    files = {name: value if isinstance(value, bytes) else canonical(value) for name, value in values.items()}
    files["entries.jsonl"] = b"".join(canonical(entry) + b"\n" for entry in values["entries.jsonl"])
    return files


def listed(files: dict[str, bytes]) -> dict[str, bytes]:
    """The same files with a manifest that fits them."""
    manifest = json.loads(files["manifest.json"])
    manifest["files"] = {name: sha256(data) for name, data in files.items() if name != "manifest.json"}
    return {**files, "manifest.json": canonical(manifest)}


def chained(entries: list[Any]) -> list[Any]:
    """Entries linked and hashed anew from genesis; a sequence number is left as it stands."""
    previous, linked = "0" * 64, []
    for entry in entries:
        body = {key: value for key, value in entry.items() if key != "hash"} | {"previous": previous}
        previous = sha256(canonical(body))
        linked.append({**body, "hash": previous})
    return linked


def resealed(values: Values) -> dict[str, bytes]:
    """The whole export made consistent again around what was changed: hashes, names, chain, manifest."""
    values = copy.copy(values)
    decision, entries, manifest = dict(values["decision.json"]), values["entries.jsonl"], values["manifest.json"]
    heads = [entry["hash"] for entry in entries]
    before = heads.index(decision["ledger_head"]) + 1 if decision["ledger_head"] in heads else 0
    early = chained(entries[:before])
    if early:
        decision["ledger_head"] = early[-1]["hash"]
    if decision["rulebook"] == values["rulebook.json"]:
        decision["rulebook_sha256"] = sha256(canonical(decision["rulebook"]))
    decision["sector_data"] = values["sector.json"]
    own = sha256(canonical(decision))
    name = f"{decision['sector']}-{decision['as_of'] or decision['plan_year']}-{own[:8]}"

    def renamed(value: Any) -> Any:
        text = json.dumps(value, ensure_ascii=False)
        return json.loads(text.replace(manifest["decision_sha256"], own).replace(manifest["decision"], name))

    entries = chained([*early, *renamed(entries[before:])])
    head = entries[-1]["hash"] if entries else "0" * 64
    values |= {
        "decision.json": decision,
        "entries.jsonl": entries,
        "signatures.json": renamed(values["signatures.json"]),
        "manifest.json": manifest | {"decision": name, "decision_sha256": own, "entries": len(entries), "head": head},
    }
    return listed(packed(values))


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value that is neither list nor object, with the way to it."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, (*path, key))
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from leaves(item, (*path, place))
    else:
        yield path, value


def replaced(values: Values, file: str, path: Path, new: Any) -> Values:
    """A copy with one leaf changed; what does not lie on the way to it is shared with the original."""
    return {**values, file: _with(values[file], path, new)}


def _with(value: Any, path: Path, new: Any) -> Any:
    if not path:
        return new
    changed = copy.copy(value)
    changed[path[0]] = _with(value[path[0]], path[1:], new)
    return changed


def nudged(leaf: Any) -> Any:
    """The smallest lie about a leaf: one more tonne, another last digit, the other truth value, another letter."""
    if isinstance(leaf, bool):
        return not leaf
    if isinstance(leaf, int):
        return leaf + 1
    if leaf is None:
        return "1"
    if re.fullmatch(r"-?\d+(\.\d+)?(E[+-]?\d+)?", leaf):
        head, digit, tail = re.fullmatch(r"(.*?)(\d)((?:E.*)?)", leaf).groups()  # type: ignore[union-attr]
        return f"{head}{(int(digit) + 1) % 10}{tail}"
    if re.fullmatch(r"\d+/\d+", leaf):
        top, bottom = leaf.split("/")
        return f"{int(top) + 1}/{bottom}"
    if re.fullmatch(r"[0-9a-f]{64}", leaf):
        return ("1" if leaf[0] == "0" else "0") + leaf[1:]
    if re.fullmatch(r"\d{4}-\d{2}.*", leaf):
        return f"{int(leaf[:4]) - 1}{leaf[4:]}"
    return leaf + "x"
