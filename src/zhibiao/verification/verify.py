#!/usr/bin/env python3
"""Re-derive every figure of an exported allocation decision with the standard library alone, sharing no code with it.

Usage: python3 verify.py [FOLDER_OR_ZIP] [--head HASH] [--lang zh|en] [--json]        (Python 3.9 or newer)

Exit code 0 when everything holds, 5 with the first difference named, 2 when the call makes no sense.
The chapters follow the proof: files and hashes, chain, inputs, scores, bounds and split, parts, book, persons.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import re
import sys
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

EXIT_BROKEN = 5
EXIT_USAGE = 2
FORMAT = "zhibiao-export/1"
GENESIS = "0" * 64
LARGEST_EXPORT = 1 << 30  # bytes once unpacked: a decision of any city is far smaller
CANONICAL_FILES = ("decision.json", "rulebook.json")
PROOF_FILES = ("decision.json", "rulebook.json", "sector.json", "register.json", "returns.json", "signatures.json")


# -- what is said ------------------------------------------------------------------------------------------------------

TEXTS = {
    "verify.file_missing": (
        "{file} 缺失或无法读取：{found}",
        "{file} is missing or cannot be read: {found}",
    ),
    "verify.shape": (
        "{file} 的 {where} 格式不符：应为 {expected}，实为 {found}",
        "{file}, {where}: not in the agreed form; expected {expected}, found {found}",
    ),
    "verify.unreadable": (
        "{file} 前后矛盾，{where} 一步无法继续：{found}",
        "{file} contradicts itself so that {where} cannot go on: {found}",
    ),
    "verify.hash": (
        "{file} 的 {where} 与内容不符：应为 {expected}，实为 {found}",
        "{file}, {where}: the hash does not match the content; expected {expected}, found {found}",
    ),
    "verify.chain": (
        "{file} 的 {where} 断链：应为 {expected}，实为 {found}",
        "{file}, {where}: the chain of entries is broken; expected {expected}, found {found}",
    ),
    "verify.head": (
        "{file} 的 {where}：台账末端不符，应为 {expected}，实为 {found}",
        "{file}, {where}: the ledger ends elsewhere; expected head {expected}, found {found}",
    ),
    "verify.source": (
        "{file} 的 {where} 与所引月报不符：应为 {expected}，实为 {found}",
        "{file}, {where}: does not agree with the cited returns; expected {expected}, found {found}",
    ),
    "verify.input": (
        "{file} 的 {where} 与月报重算结果不符：应为 {expected}，实为 {found}",
        "{file}, {where}: differs from what the returns give; expected {expected}, found {found}",
    ),
    "verify.figure": (
        "{file} 的 {where} 与重算结果不符：应为 {expected}，实为 {found}",
        "{file}, {where}: differs from the figure derived again; expected {expected}, found {found}",
    ),
    "verify.rule": (
        "{file} 的 {where} 不是本程序认识的规则：认识 {expected}，实为 {found}",
        "{file}, {where}: a rule this verifier does not know; known {expected}, found {found}",
    ),
    "verify.entry": (
        "{file} 的 {where} 不符合记账规则：应为 {expected}，实为 {found}",
        "{file}, {where}: breaks a rule of the book; expected {expected}, found {found}",
    ),
    "verify.balance": (
        "{file} 的 {where} 之后账户不平：应为 {expected}，实为 {found}",
        "{file}, after {where}: the accounts do not hold; expected {expected}, found {found}",
    ),
    "verify.issued": (
        "{file} 的 {where}：下达数与方案不符，应为 {expected}，实为 {found}",
        "{file}, {where}: what was issued is not what was decided; expected {expected}, found {found}",
    ),
    "verify.signature": (
        "{file} 的 {where}：签署不符，应为 {expected}，实为 {found}",
        "{file}, {where}: the signatures do not hold; expected {expected}, found {found}",
    ),
}
WORDS = {
    "holds": ("全部相符", "everything holds"),
    "broken": ("发现第一处差异", "first difference"),
    "further": ("另有 {n} 处差异", "{n} further differences"),
    "derived": ("独立重算并核对", "derived again and compared"),
    "head": ("台账末端哈希", "ledger head"),
    "outside": (
        "提示：请与您另行保存的末端哈希核对(--head)；只凭一份导出文件看不出台账末尾被截去或整体重做。",
        "Note: compare the head with one you kept elsewhere (--head); an export alone cannot show that the end of the"
        " ledger was cut off or all of it rebuilt.",
    ),
    "hash": ("哈希", "hashes"),
    "name": ("名称", "names"),
    "entry": ("分录", "entries"),
    "balance": ("余额", "balances"),
    "input": ("取自月报的数字", "inputs from returns"),
    "reference": ("基准值", "references"),
    "score": ("得分", "scores"),
    "bound": ("上下限", "bounds"),
    "quota": ("指标", "quotas"),
    "part": ("构成", "parts"),
    "signature": ("签署", "signatures"),
    "issued": ("下达数", "issued figures"),
}


def word(key: str, lang: str) -> str:
    """A word of the output in one language."""
    return WORDS[key][0 if lang == "zh" else 1]


class Difference(NamedTuple):
    """One thing that does not hold: a stable code, the file, where in it, what should stand there and what does."""

    code: str
    file: str
    where: str
    expected: str
    found: str

    def text(self, lang: str) -> str:
        """The difference as a sentence."""
        return TEXTS[self.code][0 if lang == "zh" else 1].format(**self._asdict())


class BrokenError(Exception):
    """A difference after which the chapter at hand cannot go on."""

    def __init__(self, difference: Difference) -> None:
        super().__init__(difference.code)
        self.difference = difference


class Audit:
    """What was compared so far: how many figures of each kind, and the differences in the order of the proof."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.differences: list[Difference] = []

    def same(self, kind: str, code: str, file: str, where: str, *, expected: Any, found: Any) -> bool:
        """Count one comparison of that kind, and note the difference when there is one."""
        self.counts[kind] += 1
        if expected == found:
            return True
        self.differences.append(Difference(code, file, where, show(expected), show(found)))
        return False

    def holds(self, kind: str, code: str, file: str, where: str, *, rule: str, is_met: bool, found: Any) -> None:
        """Count one rule, and note the difference when it is not met."""
        self.counts[kind] += 1
        if not is_met:
            self.differences.append(Difference(code, file, where, rule, show(found)))

    def attempt(self, chapter: Callable[..., Any], *arguments: Any) -> Any:
        """Run a chapter; what stops it becomes a difference, and its answer None."""
        try:
            return chapter(self, *arguments)
        except BrokenError as broken:
            self.differences.append(broken.difference)
        except (LookupError, TypeError, ValueError, ArithmeticError) as problem:
            name = chapter.__name__
            self.differences.append(Difference("verify.unreadable", "decision.json", name, "—", repr(problem)))
        return None


class Report(NamedTuple):
    """The outcome: how much was compared by kind, all differences in order, and the head of the ledger.

    `is_head_known` says whether a head kept elsewhere was given, and so held against this one.
    """

    decision: str
    head: str
    counts: Counter[str]
    differences: Sequence[Difference]
    is_head_known: bool


def show(value: Any) -> str:
    """A value for people: fractions as decimals where they end, everything else as it stands."""
    if not isinstance(value, Fraction):
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    places = next((n for n in range(31) if 10**n % value.denominator == 0), None)
    if places is None:
        return f"{value.numerator}/{value.denominator}"
    digits = f"{abs(value.numerator) * 10**places // value.denominator:0{places + 1}d}"
    sign = "-" if value < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


# -- reading -----------------------------------------------------------------------------------------------------------


def read_export(path: Path) -> dict[str, bytes]:
    """The files of an export by name, from a folder or a zip; OSError or ValueError when it is neither."""
    if path.is_dir():
        return {str(item.relative_to(path).as_posix()): item.read_bytes() for item in path.rglob("*") if item.is_file()}
    return unpack(path.read_bytes())


def unpack(data: bytes) -> dict[str, bytes]:
    """The files of a zipped export by name; ValueError when it is no zip, too large, or holds a name twice."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            items = archive.infolist()
            if sum(item.file_size for item in items) > LARGEST_EXPORT:
                raise ValueError(f"more than {LARGEST_EXPORT} bytes unpacked")
            if len({item.filename for item in items}) != len(items):
                raise ValueError("a file name stands in the archive twice")
            return {item.filename: archive.read(item) for item in items if not item.is_dir()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as problem:
        raise ValueError(f"not a readable zip: {problem}") from problem


def parse_json(name: str, data: bytes) -> Any:
    """Strict JSON: UTF-8, whole numbers only, no key twice."""
    try:
        return json.loads(
            data.decode("utf-8"), object_pairs_hook=_unique, parse_float=_no_float, parse_constant=_no_float
        )
    except (ValueError, RecursionError) as problem:
        raise BrokenError(Difference("verify.file_missing", name, "", "JSON", str(problem))) from problem


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    if len(set(keys)) != len(keys):
        raise ValueError(f"a key stands twice: {sorted(key for key in set(keys) if keys.count(key) > 1)}")
    return dict(pairs)


def _no_float(text: str) -> Any:
    raise ValueError(f"not a whole number: {text}")


def canonical(value: Any) -> bytes:
    """The bytes that hashes are taken of: UTF-8 in NFC, keys sorted, no blanks."""
    return json.dumps(_nfc(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def _nfc(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {_nfc(key): _nfc(item) for key, item in value.items()}
    return [_nfc(item) for item in value] if isinstance(value, list) else value


def digest(data: bytes) -> str:
    """SHA-256 in lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()


_DECIMAL = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,60})?(E[+-]?[0-9]{1,2})?", re.ASCII)


def number(value: Any) -> Fraction:
    """A whole number, or a decimal written as text, exactly; ValueError on anything else."""
    if not _LEAVES["whole"](value) and not _LEAVES["decimal"](value):
        raise ValueError(f"not a number: {value!r}")
    return Fraction(value)


def half_even(value: Fraction, places: int) -> Fraction:
    """The nearest decimal with that many places, ties to the even digit."""
    scaled = value * 10**places
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    twice = 2 * rest - scaled.denominator
    up = twice > 0 or (twice == 0 and whole % 2 == 1)
    return Fraction(whole + up, 10**places)


# -- the agreed form of the files --------------------------------------------------------------------------------------

SOURCES = [["text"]]
CLAIMANT = {
    "enterprise": "name",
    "history_t": {"*": "whole"},
    "capacity_t": "whole",
    "made_t": "whole",
    "tier": "text",
    "grade": "text",
    "is_vetoed": "flag",
    "measures": [{"indicator": "name", "numerator": "decimal?", "denominator": "decimal?"}],
    "sources": SOURCES,
}
SHARE = {
    "enterprise": "name",
    "base_t": "whole",
    "indicators": [
        {
            "indicator": "name",
            "value": "decimal?",
            "reference": "decimal",
            "score": "decimal",
            "weight": "decimal",
            "treatment": "text",
        }
    ],
    "multiplier": "decimal",
    "score": "decimal",
    "tilt": "decimal",
    "floor_t": "whole",
    "floor_reason": "text",
    "ceiling_t": "whole",
    "ceiling_reason": "text",
    "quota_t": "whole",
    "binding": "text",
    "parts": [{"code": "name", "tonnes": "whole"}],
}
WORDING = {"zh": "text", "en": "text"}
NAMED_RULE = {"rule": "name", "clause": "text"}
RULEBOOK = {
    "rulebook": "name",
    "title": WORDING,
    "authority": WORDING,
    "sector": "name",
    "plan_year": "whole",
    "quantity": "name",
    "issued": "day",
    "effective": "day",
    "expires": "day",
    "clauses": {"*": WORDING},
    "parameters": {"*": {"unit": "text", "clause": "text", "values": {"*": "decimal"}}},
    "scope": NAMED_RULE,
    "base": NAMED_RULE,
    "method": NAMED_RULE,
    "bounds": NAMED_RULE,
    "rounding": NAMED_RULE,
    "settlement": NAMED_RULE,
    "indicators": [
        {
            "code": "name",
            "name": WORDING,
            "numerator": ["name"],
            "denominator": "name",
            "direction": "name",
            "weight": "decimal",
            "reference": "text",
            "missing": "name",
            "price_normalised": "flag",
            "actionable": "flag",
            "clause": "text",
        }
    ],
    "multipliers": [{"attribute": "name", "value": "text", "factor": "decimal", "clause": "text"}],
}
SHAPES: Mapping[str, Any] = {
    "rulebook.json": RULEBOOK,
    "decision.json": {
        "sector": "name",
        "plan_year": "whole",
        "as_of": "month?",
        "quantity": "name",
        "cap_t": "whole",
        "reserve_t": "whole",
        "rulebook": RULEBOOK,
        "rulebook_sha256": "hash",
        "ledger_head": "text",
        "code_version": "text",
        "drafted_by": "name",
        "claimants": [CLAIMANT],
        "mean_score": "decimal",
        "scale": "fraction",
        "shares": [SHARE],
    },
    "returns.json": [
        {
            "reference": "name",
            "enterprise": "name",
            "period": "period",
            "version": "whole",
            "received_at": "text",
            "provenance": "text",
            "file_sha256": "hash",
            "facts": [{"field": "name", "value": "decimal", "place": "text"}],
        }
    ],
    "sector.json": {
        "id": "name",
        "quantity": "text",
        "output": "text",
        "fields": {"*": "kind"},
        "products": [{"field": "name", "reference_price_yuan_per_t": "whole"}],
        "catalogues": [{"version": "text", "first_year": "whole", "fields": ["name"]}],
    },
    "register.json": [
        {
            "enterprise": "name",
            "name": {"zh": "text", "en": "text"},
            "credit_code": "text",
            "tier": "text",
            "grade": "text",
            "veto_years": ["whole"],
            "facilities": [
                {"id": "name", "counts_for": "text", "capacity_t": "whole", "since": "month", "until": "month?"}
            ],
        }
    ],
    "signatures.json": {
        "decision": "name",
        "sha256": "hash",
        "state": "text",
        "signatures": [{"decision": "name", "act": "name", "person": "name", "at": "text"}],
    },
    "manifest.json": {
        "format": "text",
        "decision": "name",
        "decision_sha256": "hash",
        "entries": "whole",
        "head": "text",
        "files": {"*": "hash"},
    },
    "entries.jsonl": [
        {
            "version": "whole",
            "seq": "whole",
            "recorded_at": "text",
            "previous": "text",
            "id": "name",
            "kind": "name",
            "sector": "name",
            "plan_year": "whole",
            "postings": [["any"]],
            "reason": "text",
            "basis": "text",
            "actor": "name",
            "month": "text",
            "corrects": "text",
            "hash": "hash",
        }
    ],
}
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])", re.ASCII)
_PERIOD = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])(\.\.(0[1-9]|1[0-2]))?", re.ASCII)
_LEAVES: Mapping[str, Callable[[Any], bool]] = {
    "any": lambda _: True,
    "text": lambda value: isinstance(value, str),
    "name": lambda value: isinstance(value, str) and value != "",
    "flag": lambda value: isinstance(value, bool),
    "whole": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "decimal": lambda value: isinstance(value, str) and bool(_DECIMAL.fullmatch(value)),
    "decimal?": lambda value: value is None or (isinstance(value, str) and bool(_DECIMAL.fullmatch(value))),
    "fraction": lambda value: isinstance(value, str) and bool(re.fullmatch(r"[0-9]+/[1-9][0-9]*", value, re.ASCII)),
    "hash": lambda value: isinstance(value, str) and bool(re.fullmatch(r"[0-9a-f]{64}", value, re.ASCII)),
    "kind": lambda value: value in ("flow", "stock", "level"),
    "month": lambda value: isinstance(value, str) and bool(_MONTH.fullmatch(value)),
    "month?": lambda value: isinstance(value, str) and (value == "" or bool(_MONTH.fullmatch(value))),
    "day": lambda value: isinstance(value, str) and bool(re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value, re.ASCII)),
    "period": lambda value: isinstance(value, str) and bool(_PERIOD.fullmatch(value)),
}


def check_shape(file: str, value: Any, shape: Any, where: str = "") -> None:
    """Raise BrokenError at the first value that does not have the agreed form."""
    if isinstance(shape, str):
        if not _LEAVES[shape](value):
            raise BrokenError(Difference("verify.shape", file, where, shape, show(value)))
    elif isinstance(shape, list):
        _expect(file, where, "[…]", value, isinstance(value, list))
        for position, item in enumerate(value):
            check_shape(file, item, shape[0], f"{where}[{_name(item, position)}]")
    else:
        _expect(file, where, "{…}", value, isinstance(value, dict))
        if "*" not in shape:
            _expect(file, where, sorted(shape), sorted(value), set(value) == set(shape))
        for key, item in value.items():
            check_shape(file, item, shape.get(key, shape.get("*")), f"{where}.{key}".lstrip("."))


def _expect(file: str, where: str, expected: Any, found: Any, holds: bool) -> None:
    if not holds:
        raise BrokenError(Difference("verify.shape", file, where, show(expected), show(found)))


def _name(item: Any, position: int) -> str:
    keys = ("enterprise", "indicator", "code", "reference", "seq", "field")
    return next((str(item[key]) for key in keys if isinstance(item, dict) and key in item), str(position))


# -- the split, by halving an interval ---------------------------------------------------------------------------------


def clip(value: Fraction, low: Fraction, high: Fraction) -> Fraction:
    """The value, or the bound it passes."""
    return min(max(value, low), high)


class Bounded(NamedTuple):
    """A firm in the split: its claim, its floor and its ceiling."""

    claim: Fraction
    low: int
    high: int

    def share(self, scale: Fraction) -> Fraction:
        """What it gets at that scale."""
        return clip(scale * self.claim, Fraction(self.low), Fraction(self.high))


def fill(firms: Sequence[Bounded], total: int) -> list[Fraction]:
    """Exact shares `clip(scale * claim, low, high)` that sum to the total; ValueError when none do.

    The scale is closed in by halving until no firm meets a bound inside the interval; there the sum is a straight
    line, on which the total is found exactly.
    """

    def filled(scale: Fraction) -> Fraction:
        return Fraction(sum(firm.share(scale) for firm in firms))

    meets = {bound / firm.claim for firm in firms if firm.claim > 0 for bound in (firm.low, firm.high)}
    left, right = Fraction(0), max(meets, default=Fraction(0)) + 1
    if not filled(left) <= total <= filled(right):
        raise ValueError(f"{total} outside [{show(filled(left))}, {show(filled(right))}]")
    while inside := {meet for meet in meets if left < meet < right}:
        middle = inside.pop() if len(inside) == 1 else (left + right) / 2
        left, right = (middle, right) if filled(middle) <= total else (left, middle)
    below, above = filled(left), filled(right)
    along = (total - below) / (above - below) if above > below else Fraction(0)
    scale = left + (right - left) * along
    return [firm.share(scale) for firm in firms]


def scale_of(firms: Sequence[Bounded], shares: Sequence[Fraction], total: int) -> Fraction:
    """The scale behind exact shares; where several give them, the one nearest to the scale without bounds."""
    least, most = Fraction(0), None
    for firm, share in zip(firms, shares):  # noqa: B905 - Python 3.9
        if firm.claim == 0 or firm.low == firm.high:
            continue
        if share > firm.low:
            least = max(least, share / firm.claim)
        if share < firm.high:
            most = share / firm.claim if most is None else min(most, share / firm.claim)
    claims = sum(firm.claim for firm in firms)
    nearest = max(total / claims, least) if claims else Fraction(0)
    return nearest if most is None else min(nearest, most)


def largest_remainder(shares: Sequence[Fraction]) -> list[int]:
    """Every share rounded down, what is left goes to the largest remainders, the earlier one where they are equal."""
    down = [share.numerator // share.denominator for share in shares]
    left = sum(shares) - sum(down)
    order = sorted(range(len(down)), key=lambda place: (down[place] - shares[place], place))
    return [whole + (order.index(place) < left) for place, whole in enumerate(down)]


# -- files, hashes and the chain ---------------------------------------------------------------------------------------


def content_of(name: str, files: Mapping[str, bytes]) -> bytes:
    """A file of the export; BrokenError when it is not there."""
    if name not in files:
        raise BrokenError(Difference("verify.file_missing", name, "", name, "—"))
    return files[name]


def parse_manifest(files: Mapping[str, bytes]) -> Any:
    """The manifest in the agreed form."""
    manifest = parse_json("manifest.json", content_of("manifest.json", files))
    check_shape("manifest.json", manifest, SHAPES["manifest.json"])
    return manifest


def check_files(audit: Audit, files: Mapping[str, bytes]) -> None:
    """Every file is the one the manifest lists, and the manifest names the decision that is there."""
    manifest = parse_manifest(files)
    audit.same("hash", "verify.shape", "manifest.json", "format", expected=FORMAT, found=manifest["format"])
    present = sorted(name for name in files if name != "manifest.json" and "__pycache__" not in name)
    audit.same("hash", "verify.hash", "manifest.json", "files", expected=sorted(manifest["files"]), found=present)
    for name, listed in sorted(manifest["files"].items()):
        if name in files:
            audit.same("hash", "verify.hash", name, "sha256", expected=listed, found=digest(files[name]))
    own = digest(content_of("decision.json", files))
    audit.same(
        "hash", "verify.hash", "manifest.json", "decision_sha256", expected=own, found=manifest["decision_sha256"]
    )
    signed = parse_json("signatures.json", content_of("signatures.json", files))
    found = signed.get("decision") if isinstance(signed, dict) else None
    audit.same("hash", "verify.hash", "manifest.json", "decision", expected=found, found=manifest["decision"])
    for name in CANONICAL_FILES:
        is_canonical = files[name] == canonical(parse_json(name, content_of(name, files)))
        audit.same("hash", "verify.shape", name, "canonical", expected=True, found=is_canonical)


def check_hashes(audit: Audit, book: Mapping[str, Any]) -> None:
    """Decision and rulebook carry the hashes that everything else cites."""
    decision, signed = book["decision.json"], book["signatures.json"]
    own, rulebook = digest(canonical(decision)), digest(canonical(decision["rulebook"]))
    name = f"{decision['sector']}-{decision['as_of'] or decision['plan_year']}-{own[:8]}"
    given = digest(canonical(book["rulebook.json"]))
    for file, where, expected, found in (
        ("signatures.json", "sha256", own, signed["sha256"]),
        ("signatures.json", "decision", name, signed["decision"]),
        ("decision.json", "rulebook_sha256", rulebook, decision["rulebook_sha256"]),
        ("rulebook.json", "sha256", rulebook, given),
    ):
        audit.same("hash", "verify.hash", file, where, expected=expected, found=found)


def parse_entries(audit: Audit, files: Mapping[str, bytes]) -> list[dict[str, Any]]:
    """The entries, one to a line, in the agreed form; postings are pairs of account and tonnes."""
    name = "entries.jsonl"
    entries = [parse_json(name, line) for line in content_of(name, files).split(b"\n") if line]
    check_shape(name, entries, SHAPES[name])
    for entry in entries:
        audit.counts["entry"] += 1
        for posting in entry["postings"]:
            is_pair = len(posting) == 2 and isinstance(posting[0], str) and _LEAVES["whole"](posting[1])
            _expect(name, f"[{entry['seq']}].postings", "[account, tonnes]", posting, is_pair)
    return entries


def check_chain(audit: Audit, entries: Sequence[Mapping[str, Any]], head: str) -> None:
    """Every entry has its own hash right and cites the one before; the last is the head that was kept elsewhere."""
    name, previous = "entries.jsonl", GENESIS
    for position, entry in enumerate(entries, 1):
        where = f"[{position}]"
        audit.same("hash", "verify.chain", name, f"{where}.seq", expected=position, found=entry["seq"])
        audit.same("hash", "verify.chain", name, f"{where}.previous", expected=previous, found=entry["previous"])
        own = digest(canonical({key: value for key, value in entry.items() if key != "hash"}))
        audit.same("hash", "verify.chain", name, f"{where}.hash", expected=own, found=entry["hash"])
        previous = entry["hash"]
    if head:
        audit.same("hash", "verify.head", name, "head", expected=head, found=previous)


def check_manifest_head(audit: Audit, entries: Sequence[Mapping[str, Any]], files: Mapping[str, bytes]) -> None:
    """The manifest was made at the end of these entries."""
    if "manifest.json" not in files:
        return
    manifest, last = parse_manifest(files), entries[-1]["hash"] if entries else GENESIS
    audit.same("hash", "verify.head", "manifest.json", "head", expected=manifest["head"], found=last)
    count = manifest["entries"]
    audit.same("hash", "verify.head", "manifest.json", "entries", expected=count, found=len(entries))


# -- the book ----------------------------------------------------------------------------------------------------------

# What each kind may move: (account it takes from, account it adds to); a correction turns one of these back.
MOVES: Mapping[str, Sequence[tuple[str, str]]] = {
    "cap": (("cap", "pool"), ("pool", "cap")),
    "reserve": (("pool", "reserve"),),
    "release": (("reserve", "pool"),),
    "issue": (("pool", "available"),),
    "adjust": (("pool", "available"), ("available", "pool")),
    "use": (("available", "used"),),
    "overrun": (("overrun", "debt"),),
    "recall": (("available", "pool"),),
}
_ACCOUNT = re.compile(r"cap|pool|reserve|overrun|(available|used|debt):.+", re.DOTALL)


class Book:
    """The balances of one sector and plan year, folded from its entries."""

    def __init__(self) -> None:
        self.balances: Counter[str] = Counter()

    def post(self, entry: Mapping[str, Any]) -> None:
        """Add one entry's postings."""
        for account, tonnes in entry["postings"]:
            self.balances[account] += tonnes

    def held(self, firm: str) -> int:
        """What a firm holds: available and used."""
        return self.balances[f"available:{firm}"] + self.balances[f"used:{firm}"]

    def total(self, *roles: str) -> int:
        """Tonnes on all accounts of these roles."""
        return sum(tonnes for account, tonnes in self.balances.items() if account.split(":")[0] in roles)

    def overdrawn(self) -> dict[str, int]:
        """Accounts below zero that may not be."""
        free = ("cap", "overrun")
        return {account: tonnes for account, tonnes in self.balances.items() if tonnes < 0 and account not in free}


class Ledger:
    """All books of one chain while it is read: balances, entries by id, what was corrected, what is closed."""

    def __init__(self) -> None:
        self.books: dict[tuple[str, int], Book] = {}
        self.seen: dict[str, Mapping[str, Any]] = {}
        self.corrected: set[str] = set()
        self.closed: dict[tuple[str, int], list[str]] = {}

    def book(self, entry: Mapping[str, Any]) -> Book:
        """The book an entry belongs to."""
        return self.books.setdefault((entry["sector"], entry["plan_year"]), Book())

    def closed_of(self, entry: Mapping[str, Any]) -> list[str]:
        """The months closed in the entry's book; an empty month is the year."""
        return self.closed.setdefault((entry["sector"], entry["plan_year"]), [])


def check_book(audit: Audit, entries: Sequence[Mapping[str, Any]]) -> Ledger:
    """Fold every book of the chain; after each entry the cap is all there and no account is overdrawn."""
    ledger, file = Ledger(), "entries.jsonl"
    for entry in entries:
        where = f"[{entry['seq']}]"
        check_entry(audit, entry, ledger)
        book = ledger.book(entry)
        book.post(entry)
        held, cap = book.total("available", "used", "pool", "reserve"), -book.balances["cap"]
        debt, overrun = book.total("debt"), -book.balances["overrun"]
        audit.same("balance", "verify.balance", file, f"{where} Σ", expected=cap, found=held)
        audit.same("balance", "verify.balance", file, f"{where} debt", expected=overrun, found=debt)
        audit.same("balance", "verify.balance", file, f"{where} < 0", expected={}, found=book.overdrawn())
        ledger.seen[entry["id"]] = entry
    return ledger


def check_entry(audit: Audit, entry: Mapping[str, Any], ledger: Ledger) -> None:
    """One entry obeys the book: it comes once, into an open month, sums to zero and moves what its kind may move."""
    turned = ledger.seen.get(entry["corrects"], {})
    closed, month = ledger.closed_of(entry), entry["month"]
    holds = {
        "version": entry["version"] == 1,
        "id": entry["id"] not in ledger.seen,
        "month": not month or bool(re.fullmatch(f"{entry['plan_year']}-(0[1-9]|1[0-2])", month, re.ASCII)),
        "month open": "" not in closed and (not month or month not in closed),
        "postings Σ": sum(tonnes for _, tonnes in entry["postings"]) == 0,
        "postings accounts": all(_ACCOUNT.fullmatch(account) for account, _ in entry["postings"]),
        "postings 0": all(tonnes != 0 for _, tonnes in entry["postings"]),
    }
    if entry["kind"] == "correct":
        opposite = sorted([account, -tonnes] for account, tonnes in turned.get("postings", []))
        holds["postings"] = bool(turned) and sorted(entry["postings"]) == opposite
        holds["corrects"] = turned.get("kind") != "correct" and entry["corrects"] not in ledger.corrected
        holds["corrects book"] = all(turned.get(key) == entry[key] for key in ("sector", "plan_year"))
        ledger.corrected.add(entry["corrects"])
    elif entry["kind"] == "close":
        year, due = entry["plan_year"], len(closed) + 1
        holds["postings"] = entry["postings"] == []
        holds["month"] = month == (f"{year}-{due:02d}" if due <= 12 else "")
        closed.append(month)
    else:
        holds["postings"] = is_move(entry)
        holds["corrects"] = entry["corrects"] == ""
    for rule, is_met in holds.items():
        field = rule.split()[0]
        where, said = f"[{entry['seq']}].{field}", RULES[rule]
        audit.holds("entry", "verify.entry", "entries.jsonl", where, rule=said, is_met=is_met, found=entry[field])


# What an entry's field has to be.
RULES: Mapping[str, str] = {
    "version": "1",
    "id": "id ∉",
    "month": "plan_year-MM",
    "month open": "open month",
    "postings": "postings of the kind",
    "postings Σ": "Σ = 0",
    "postings accounts": "account names",
    "postings 0": "≠ 0",
    "corrects": "an entry not yet corrected, or none",
    "corrects book": "the same book",
}


def is_move(entry: Mapping[str, Any]) -> bool:
    """Whether an entry has two postings that go from and to the accounts of its kind, of one firm at most."""
    takes = [account for account, tonnes in entry["postings"] if tonnes < 0]
    gives = [account for account, tonnes in entry["postings"] if tonnes > 0]
    if len(takes) != 1 or len(gives) != 1:
        return False
    (source, _, owner), (target, _, other) = takes[0].partition(":"), gives[0].partition(":")
    return (source, target) in MOVES.get(entry["kind"], ()) and (not owner or not other or owner == other)


# -- what the rulebook says --------------------------------------------------------------------------------------------


class Rules:
    """The plain rulebook as questions; an answer that is not there is a BrokenError."""

    def __init__(self, decision: Mapping[str, Any]) -> None:
        self.plain = decision["rulebook"]
        self.day = last_day(decision["as_of"]) if decision["as_of"] else self.at("effective")

    def at(self, *path: str) -> Any:
        """What stands at that place of the rulebook."""
        value = self.plain
        for step in path:
            if not isinstance(value, dict) or step not in value:
                raise BrokenError(Difference("verify.shape", "rulebook.json", ".".join(path), "—", show(value)[:80]))
            value = value[step]
        return value

    def rule(self, name: str, known: Sequence[str]) -> str:
        """The rule of that name, one of those this file knows."""
        found = self.at(name, "rule")
        if found not in known:
            raise BrokenError(Difference("verify.rule", "rulebook.json", name, ", ".join(known), show(found)))
        return str(found)

    def parameter(self, code: str) -> Fraction:
        """The value in force on the day of the decision."""
        values = self.at("parameters", code, "values")
        days = sorted(day for day in values if day <= self.day)
        if not days:
            raise BrokenError(Difference("verify.shape", "rulebook.json", f"parameters.{code}", f"≤ {self.day}", "—"))
        return number(values[days[-1]])

    def factor(self, attribute: str, value: str) -> Fraction:
        """The multiplier for a tier, a grade or a veto; one when the rulebook names none."""
        for item in self.at("multipliers"):
            if item["attribute"] == attribute and item["value"] == value:
                return number(item["factor"])
        return Fraction(1)


def base_years(rules: Rules) -> list[int]:
    """The years a base rests on, the latest first."""
    is_last_year = rules.at("base", "rule") == "last_year"
    years = 1 if is_last_year else int(rules.parameter("base_years"))
    return [rules.at("plan_year") - back for back in range(1, min(years, 50) + 1)]


def last_day(month: str) -> str:
    """The last calendar day of a month, as text."""
    year, index = int(month[:4]), int(month[5:])
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = (31, 29 if is_leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[index - 1]
    return f"{month}-{days}"


# -- inputs, from the returns ------------------------------------------------------------------------------------------


def month_number(text: str) -> int:
    """Months since year zero, so that neighbours differ by one."""
    return int(text[:4]) * 12 + int(text[5:7]) - 1


class Piece(NamedTuple):
    """One reported figure and the run of months it covers."""

    first: int
    last: int
    value: Fraction


class Returns:
    """The figures of the cited returns by enterprise and field."""

    def __init__(self, returns: Sequence[Mapping[str, Any]]) -> None:
        self.pieces: dict[tuple[str, str], list[Piece]] = {}
        for item in returns:
            first = month_number(item["period"])
            last = first - first % 12 + int(item["period"][-2:]) - 1
            for fact in item["facts"]:
                piece = Piece(first, last, number(fact["value"]))
                self.pieces.setdefault((item["enterprise"], fact["field"]), []).append(piece)

    def within(self, enterprise: str, field: str, first: int, last: int) -> list[Piece]:
        """What was reported for months that lie in the span."""
        return [one for one in self.pieces.get((enterprise, field), []) if first <= one.first and one.last <= last]

    def over(self, enterprise: str, field: str, first: int, last: int) -> list[Piece] | None:
        """The same, None unless it covers every month exactly once."""
        pieces = self.within(enterprise, field, first, last)
        covered = sorted(month for one in pieces for month in range(one.first, one.last + 1))
        return pieces if covered == list(range(first, last + 1)) else None


def total(pieces: Sequence[Piece]) -> Fraction:
    """The sum of figures."""
    return sum((one.value for one in pieces), Fraction(0))


def check_names(audit: Audit, book: Mapping[str, Any]) -> bool:
    """Decision, rulebook and sector speak of the same year, quantity, firms and indicators."""
    decision, sector, file = book["decision.json"], book["sector.json"], "decision.json"
    rulebook, rules = decision["rulebook"], Rules(decision)
    before = len(audit.differences)
    for field in ("sector", "plan_year", "quantity"):
        audit.same("name", "verify.figure", file, field, expected=rulebook[field], found=decision[field])
    for field, expected in (("id", decision["sector"]), ("quantity", decision["quantity"])):
        audit.same("name", "verify.source", "sector.json", field, expected=expected, found=sector[field])
    in_force = rulebook["effective"] <= rules.day <= rulebook["expires"]
    span = f"{rulebook['effective']} … {rulebook['expires']}"
    audit.holds("name", "verify.figure", file, "as_of", rule=span, is_met=in_force, found=rules.day)
    firms, codes = (
        [item["enterprise"] for item in decision["claimants"]],
        [item["code"] for item in rulebook["indicators"]],
    )
    audit.same("name", "verify.figure", file, "claimants", expected=sorted(set(firms)), found=firms)
    found = [share["enterprise"] for share in decision["shares"]]
    audit.same("name", "verify.figure", file, "shares", expected=firms, found=found)
    for group, inner in (("claimants", "measures"), ("shares", "indicators")):
        for item in decision[group]:
            named = [one["indicator"] for one in item[inner]]
            where = f"{group}[{item['enterprise']}].{inner}"
            audit.same("name", "verify.figure", file, where, expected=codes, found=named)
    return len(audit.differences) == before


def check_rules(audit: Audit, book: Mapping[str, Any]) -> None:
    """The rulebook names only rules this file knows, and its weights make up one."""
    rulebook, rules = book["rulebook.json"], Rules(book["decision.json"])
    for name, known in KNOWN_RULES.items():
        audit.counts["name"] += 1
        rules.rule(name, known)
    for item in rulebook["indicators"]:
        for field, known in KNOWN_CHOICES.items():
            where = f"indicators[{item['code']}].{field}"
            is_met = item[field] in known
            rule = ", ".join(known)
            audit.holds("name", "verify.rule", "rulebook.json", where, rule=rule, is_met=is_met, found=item[field])
    for where, clause in cited_clauses(rulebook):
        known = rulebook["clauses"]
        is_met = clause in known
        audit.holds("name", "verify.rule", "rulebook.json", where, rule=", ".join(known), is_met=is_met, found=clause)
    weights = sum(number(item["weight"]) for item in rulebook["indicators"])
    audit.same("name", "verify.figure", "rulebook.json", "indicators Σ weight", expected=Fraction(1), found=weights)


def cited_clauses(rulebook: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Every place of a rulebook that cites a clause, with the clause it cites."""
    places = {f"parameters.{code}.clause": item for code, item in rulebook["parameters"].items()}
    places |= {f"{name}.clause": rulebook[name] for name in KNOWN_RULES}
    places |= {f"indicators[{item['code']}].clause": item for item in rulebook["indicators"]}
    places |= {f"multipliers[{item['value']}].clause": item for item in rulebook["multipliers"]}
    return [(where, item["clause"]) for where, item in places.items()]


KNOWN_RULES: Mapping[str, Sequence[str]] = {
    "scope": ("compliant_capacity",),
    "base": ("last_year", "max", "mean", "mean_within_capacity"),
    "method": ("contribution_tilt",),
    "bounds": ("base_and_capacity",),
    "rounding": ("largest_remainder",),
    "settlement": ("recall_unused_and_debt",),
}
KNOWN_CHOICES: Mapping[str, Sequence[str]] = {
    "direction": ("benefit", "cost"),
    "missing": ("refuse", "group_mean", "zero"),
}


def check_sources(audit: Audit, book: Mapping[str, Any]) -> None:
    """The returns in the export are exactly those the decision cites, each under its own name and file hash."""
    returns, decision = book["returns.json"], book["decision.json"]
    cited = {}
    for claimant in decision["claimants"]:
        for reference, file_hash in claimant["sources"]:
            cited[reference] = (claimant["enterprise"], file_hash)
    names = [item["reference"] for item in returns]
    audit.same("input", "verify.source", "returns.json", "reference", expected=sorted(cited), found=sorted(names))
    for item in returns:
        enterprise, file_hash = cited.get(item["reference"], (item["enterprise"], item["file_sha256"]))
        name, where = f"{enterprise}/{item['period']}/v{item['version']}", f"[{item['reference']}]"
        for field, expected, found in (
            ("reference", name, item["reference"]),
            ("enterprise", enterprise, item["enterprise"]),
            ("file_sha256", file_hash, item["file_sha256"]),
        ):
            audit.same("input", "verify.source", "returns.json", f"{where}.{field}", expected=expected, found=found)


def check_inputs(audit: Audit, book: Mapping[str, Any]) -> None:
    """Who takes part, and what each came with: base years, the year so far, capacity, standing, measures."""
    check_sources(audit, book)
    decision, file = book["decision.json"], "decision.json"
    rules, register = Rules(decision), by_name(book["register.json"])
    desk = Desk(decision, rules, book["sector.json"], Returns(book["returns.json"]))
    part = sorted(name for name, item in register.items() if desk.takes_part(item))
    names = [claimant["enterprise"] for claimant in decision["claimants"]]
    audit.same("input", "verify.input", file, "claimants", expected=part, found=names)
    for claimant in decision["claimants"]:
        name = claimant["enterprise"]
        _expect("register.json", "enterprise", name, sorted(register), name in register)
        for field, expected in desk.standing(claimant, register[name]).items():
            where = f"claimants[{name}].{field}"
            audit.same("input", "verify.input", file, where, expected=expected, found=claimant[field])
        given = by_name(claimant["measures"], "indicator")
        for rule in rules.at("indicators"):
            where, measure = f"claimants[{name}].measures[{rule['code']}]", given[rule["code"]]
            for side, wanted in desk.measure(rule, register[name]).items():
                found = None if measure[side] is None else number(measure[side])
                audit.same("input", "verify.input", file, f"{where}.{side}", expected=wanted, found=found)


class Desk:
    """Where the inputs of one decision are worked out again."""

    def __init__(self, decision: Mapping[str, Any], rules: Rules, sector: Mapping[str, Any], returns: Returns) -> None:
        self.rules, self.sector, self.returns = rules, sector, returns
        self.year = int(decision["plan_year"])
        self.as_of = decision["as_of"]
        self.month = month_number(self.as_of) if self.as_of else self.year * 12
        self.quantity = decision["quantity"]
        self.assessed = ((self.year - 1) * 12, (self.year - 1) * 12 + 11)

    def capacity(self, enterprise: Mapping[str, Any], month: int) -> int:
        """Compliant capacity on file for the quantity in that month, tonnes per year."""
        return sum(
            item["capacity_t"]
            for item in enterprise["facilities"]
            if item["counts_for"] == self.quantity
            and month_number(item["since"]) <= month
            and (not item["until"] or month < month_number(item["until"]))
        )

    def takes_part(self, enterprise: Mapping[str, Any]) -> bool:
        """Whether it had capacity on file in any month of the plan year so far."""
        return any(self.capacity(enterprise, month) > 0 for month in range(self.year * 12, self.month + 1))

    def standing(self, claimant: Mapping[str, Any], enterprise: Mapping[str, Any]) -> dict[str, Any]:
        """History, production so far, capacity, tier, grade and veto of one enterprise."""
        name, january = claimant["enterprise"], self.year * 12
        return {
            "history_t": {str(year): self.made(enterprise, year) for year in base_years(self.rules)},
            "made_t": self.whole(name, january, self.month) if self.as_of else 0,
            "capacity_t": self.capacity(enterprise, self.month),
            "tier": enterprise["tier"],
            "grade": enterprise["grade"],
            "is_vetoed": self.year - 1 in enterprise["veto_years"],
        }

    def made(self, enterprise: Mapping[str, Any], year: int) -> int | None:
        """Whole tonnes of a base year; nothing where nothing stood on file to make them."""
        made = self.whole(enterprise["enterprise"], year * 12, year * 12 + 11)
        is_idle = all(self.capacity(enterprise, month) == 0 for month in range(year * 12, year * 12 + 12))
        return 0 if made is None and is_idle else made

    def whole(self, name: str, first: int, last: int) -> int | None:
        """Whole tonnes of the quantity over these months; None unless the returns cover them."""
        pieces = self.returns.over(name, self.quantity, first, last)
        return None if pieces is None else int(half_even(total(pieces), 0))

    def measure(self, rule: Mapping[str, Any], enterprise: Mapping[str, Any]) -> dict[str, Fraction | None]:
        """Numerator and denominator of one indicator over the year before the plan year."""
        name = enterprise["enterprise"]
        asked = [self.figure(name, field) for field in rule["numerator"]]
        known = [value for value in asked if value is not None]
        above: Fraction | None = sum(known, Fraction(0)) if len(known) == len(asked) else None
        if rule["price_normalised"] and above is not None:
            factor = self.price_factor(name)
            above = None if factor is None else half_even(above * factor, 0)
        if rule["denominator"] == "capacity":
            return {"numerator": above, "denominator": Fraction(self.capacity(enterprise, self.assessed[1]))}
        return {"numerator": above, "denominator": self.figure(name, rule["denominator"])}

    def figure(self, name: str, field: str) -> Fraction | None:
        """A field over the year assessed: a flow summed, a stock at the end, a level as the mean of its months."""
        if field == "high_end":
            return self.high_end(name)
        kinds = self.sector["fields"]
        _expect("sector.json", "fields", field, sorted(kinds), field in kinds)
        if kinds[field] == "stock":
            ends = [
                one.value for one in self.returns.within(name, field, *self.assessed) if one.last == self.assessed[1]
            ]
            return ends[0] if ends else None
        pieces = self.returns.over(name, field, *self.assessed)
        if pieces is None or kinds[field] == "flow":
            return None if pieces is None else total(pieces)
        return half_even(sum((one.last - one.first + 1) * one.value for one in pieces) / Fraction(12), 6)

    def products(self, name: str) -> dict[str, Fraction] | None:
        """Tonnes by product; a product left blank in a year that was broken down by product was not made."""
        if self.sector["output"] and self.figure(name, self.sector["output"]) is None:
            return None
        fields = [item["field"] for item in self.sector["products"]]
        found = {field: self.returns.within(name, field, *self.assessed) for field in fields}
        return {field: total(pieces) for field, pieces in found.items()} if any(found.values()) else None

    def high_end(self, name: str) -> Fraction | None:
        """Tonnes of the products that the catalogue in force in the year assessed counts as high-end."""
        products = self.products(name)
        in_force = [item for item in self.sector["catalogues"] if item["first_year"] <= self.year - 1]
        if products is None or not in_force:
            return None
        return sum((products.get(field, Fraction(0)) for field in in_force[-1]["fields"]), Fraction(0))

    def price_factor(self, name: str) -> Fraction | None:
        """Output at reference prices over output as the enterprise valued it."""
        products, gross = self.products(name), self.figure(name, "gross_output_yuan")
        if products is None or gross is None or gross <= 0:
            return None
        prices = by_name(self.sector["products"], "field")
        valued = sum(tonnes * prices[field]["reference_price_yuan_per_t"] for field, tonnes in products.items())
        return valued / gross if valued > 0 else None


# -- scores ------------------------------------------------------------------------------------------------------------


def by_name(items: Sequence[Any], key: str = "enterprise") -> dict[str, Any]:
    """Items by their name."""
    return {item[key]: item for item in items}


def check_scores(audit: Audit, book: Mapping[str, Any]) -> None:
    """References, item scores, multipliers, scores and tilts, each from the published figure before it."""
    decision, rules = book["decision.json"], Rules(book["decision.json"])
    shares = by_name(decision["shares"])
    for indicator in rules.at("indicators"):
        check_indicator(audit, indicator, decision, rules.parameter("score_cap"))
    for claimant in decision["claimants"]:
        check_score(audit, claimant, shares[claimant["enterprise"]], rules)
    weighed = sum(share["base_t"] * number(share["score"]) for share in shares.values())
    total = sum(share["base_t"] for share in shares.values())
    mean = half_even(weighed / total, 6)
    audit.same(
        "score", "verify.figure", "decision.json", "mean_score", expected=mean, found=number(decision["mean_score"])
    )
    for name, share in shares.items():
        tilt = power(number(share["score"]) / number(decision["mean_score"]), rules.parameter("tilt_beta"))
        where = f"shares[{name}].tilt"
        audit.same("score", "verify.figure", "decision.json", where, expected=tilt, found=number(share["tilt"]))


def check_indicator(audit: Audit, rule: Mapping[str, Any], decision: Mapping[str, Any], cap: Fraction) -> None:
    """One indicator of all enterprises: values, reference, weight, treatment of missing figures, item scores."""
    code = rule["code"]
    measured = {c["enterprise"]: by_name(c["measures"], "indicator")[code] for c in decision["claimants"]}
    ratios = {name: ratio_of(measure) for name, measure in measured.items()}
    reference = number(rule["reference"]) if rule["reference"] != "group_mean" else group_mean(measured)
    for share in decision["shares"]:
        result, name = by_name(share["indicators"], "indicator")[code], share["enterprise"]
        value, where = ratios[name], f"shares[{name}].indicators[{code}]"
        treatment = "" if value is not None else rule["missing"]
        score = item_score(rule, value, reference, cap)
        for kind, field, expected in (
            ("score", "value", value),
            ("reference", "reference", reference),
            ("score", "weight", number(rule["weight"])),
            ("score", "score", score),
        ):
            found = None if result[field] is None else number(result[field])
            audit.same(kind, "verify.figure", "decision.json", f"{where}.{field}", expected=expected, found=found)
        found = result["treatment"]
        audit.same("score", "verify.figure", "decision.json", f"{where}.treatment", expected=treatment, found=found)


def ratio_of(measure: Mapping[str, Any]) -> Fraction | None:
    """The value as published, nine decimals; None when a side of the ratio is missing."""
    if measure["numerator"] is None or measure["denominator"] is None or number(measure["denominator"]) <= 0:
        return None
    return half_even(number(measure["numerator"]) / number(measure["denominator"]), 9)


def group_mean(measured: Mapping[str, Any]) -> Fraction:
    """Sum of the numerators over sum of the denominators of those who reported; a loss counts as nothing."""
    reported = [item for item in measured.values() if ratio_of(item) is not None]
    over = sum(max(number(item["numerator"]), Fraction(0)) for item in reported)
    under = sum(number(item["denominator"]) for item in reported)
    return half_even(Fraction(over) / under, 9) if under else Fraction(0)


def item_score(rule: Mapping[str, Any], value: Fraction | None, reference: Fraction, cap: Fraction) -> Fraction:
    """One item between zero and the cap, six decimals."""
    if value is None:
        return Fraction(rule["missing"] == "group_mean" and reference > 0)
    upper, lower = (reference, value) if rule["direction"] == "cost" else (value, reference)
    if lower <= 0:
        return Fraction(0)
    return half_even(clip(upper / lower, Fraction(0), cap), 6)


def check_score(audit: Audit, claimant: Mapping[str, Any], share: Mapping[str, Any], rules: Rules) -> None:
    """The multiplier and the weighted sum of one enterprise."""
    name = claimant["enterprise"]
    multiplier = (
        rules.factor("tier", claimant["tier"])
        * rules.factor("grade", claimant["grade"])
        * rules.factor("veto", "yes" if claimant["is_vetoed"] else "no")
    )
    where, found = f"shares[{name}].multiplier", number(share["multiplier"])
    audit.same("score", "verify.figure", "decision.json", where, expected=multiplier, found=found)
    sums = sum(number(item["weight"]) * number(item["score"]) for item in share["indicators"])
    score = half_even(multiplier * sums, 6)
    where, found = f"shares[{name}].score", number(share["score"])
    audit.same("score", "verify.figure", "decision.json", where, expected=score, found=found)


def power(ratio: Fraction, exponent: Fraction, places: int = 9) -> Fraction:
    """`ratio ** exponent` to that many places, half to even, by whole-number roots: right for any exponent >= 0."""
    degree, scale = exponent.denominator, 10**places
    raised = ratio**exponent.numerator
    if degree == 1:
        return half_even(raised, places)
    halves = whole_root(raised.numerator * (2 * scale) ** degree // raised.denominator, degree)
    is_tie = halves % 2 == 1 and Fraction(halves, 2 * scale) ** degree == raised
    return half_even(Fraction(halves, 2), 0) / scale if is_tie else Fraction((halves + 1) // 2, scale)


def whole_root(value: int, degree: int) -> int:
    """The largest whole number whose power does not exceed the value, by halving."""
    low, high = 0, 1 << (value.bit_length() // degree + 1)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**degree <= value else (low, middle)
    return low


# -- bounds and split --------------------------------------------------------------------------------------------------


def check_bounds(audit: Audit, book: Mapping[str, Any]) -> None:
    """Base, floor and ceiling of every enterprise with the reason of the one that decides; the cap and the reserve."""
    decision, rules = book["decision.json"], Rules(book["decision.json"])
    file = "decision.json"
    cap = rules.parameter("cap_t")
    reserve = half_even(rules.parameter("reserve_share") * cap, 0)
    audit.same("bound", "verify.figure", file, "cap_t", expected=cap, found=Fraction(decision["cap_t"]))
    audit.same("bound", "verify.figure", file, "reserve_t", expected=reserve, found=Fraction(decision["reserve_t"]))
    shares = by_name(decision["shares"])
    for claimant in decision["claimants"]:
        share = shares[claimant["enterprise"]]
        base = base_of(claimant, rules)
        for field, expected in {"base_t": base, **bounds_of(claimant, share["base_t"], rules)}.items():
            where = f"shares[{claimant['enterprise']}].{field}"
            audit.same("bound", "verify.figure", file, where, expected=expected, found=share[field])


def base_of(claimant: Mapping[str, Any], rules: Rules) -> int:
    """The base by the rule of the rulebook, from the years before the plan year."""
    rule, wanted = rules.rule("base", KNOWN_RULES["base"]), [str(year) for year in base_years(rules)]
    for year in wanted:
        where = f"claimants[{claimant['enterprise']}].history_t"
        _expect("decision.json", where, year, sorted(claimant["history_t"]), year in claimant["history_t"])
    made = [claimant["history_t"][year] for year in wanted]
    if rule == "max":
        return int(max(made))
    base = int(half_even(Fraction(sum(made), len(made)), 0))
    return min(base, claimant["capacity_t"]) if rule == "mean_within_capacity" else base


def bounds_of(claimant: Mapping[str, Any], base: int, rules: Rules) -> dict[str, Any]:
    """Floor and ceiling in whole tonnes with their reasons: made goes before capacity, capacity before the base."""
    made, capacity = claimant["made_t"], rules.parameter("capacity_factor") * claimant["capacity_t"] // 1
    floor, below = -((rules.parameter("floor_delta") - 1) * base // 1), "floor.base"
    ceiling, above = (1 + rules.parameter("ceiling_delta")) * base // 1, "ceiling.base"
    if capacity < ceiling:
        ceiling, above = capacity, "ceiling.capacity"
    if floor > ceiling:
        floor, below = ceiling, "ceiling.capacity"
    if made > floor:
        floor, below = made, "floor.made"
    if made > ceiling:
        ceiling, above = made, "ceiling.made"
    return {"floor_t": floor, "floor_reason": below, "ceiling_t": ceiling, "ceiling_reason": above}


def check_quotas(audit: Audit, book: Mapping[str, Any]) -> None:
    """The split found again by halving: its scale, whole tonnes by largest remainder, the bound each share meets."""
    decision, file = book["decision.json"], "decision.json"
    firms, total = [bounded(share) for share in decision["shares"]], decision["cap_t"] - decision["reserve_t"]
    try:
        exact = fill(firms, total)
    except ValueError as problem:
        rule = "Σ floor ≤ cap − reserve ≤ Σ ceiling"
        raise BrokenError(Difference("verify.figure", file, "cap_t", rule, str(problem))) from None
    scale, found = scale_of(firms, exact, total), Fraction(decision["scale"])
    audit.same("quota", "verify.figure", file, "scale", expected=scale, found=found)
    for share, firm, quota in zip(decision["shares"], firms, largest_remainder(exact)):  # noqa: B905 - Python 3.9
        where = f"shares[{share['enterprise']}]"
        audit.same("quota", "verify.figure", file, f"{where}.quota_t", expected=quota, found=share["quota_t"])
        binding = binding_of(share, scale * firm.claim)
        audit.same("quota", "verify.figure", file, f"{where}.binding", expected=binding, found=share["binding"])


def bounded(share: Mapping[str, Any]) -> Bounded:
    """A firm's claim, base times tilt as published, between its bounds."""
    return Bounded(share["base_t"] * number(share["tilt"]), share["floor_t"], share["ceiling_t"])


def binding_of(share: Mapping[str, Any], free: Fraction) -> str:
    """The bound that the share without bounds presses against, or nothing; the ceiling where both are one."""
    if free < share["floor_t"] or free == share["floor_t"] < share["ceiling_t"]:
        return str(share["floor_reason"])
    return str(share["ceiling_reason"]) if free >= share["ceiling_t"] else ""


# -- parts -------------------------------------------------------------------------------------------------------------


class Means(NamedTuple):
    """What the explanations of all firms are held against: base-weighted means over the group."""

    items: Mapping[str, Fraction]
    plain: Fraction
    excess: Fraction
    score: Fraction


def check_parts(audit: Audit, book: Mapping[str, Any]) -> None:
    """Every quota taken apart again, and its parts sum to it."""
    decision, file = book["decision.json"], "decision.json"
    rules, scale = Rules(decision), Fraction(decision["scale"])
    shares, means = decision["shares"], means_of(decision)
    whole, bases = decision["cap_t"] - decision["reserve_t"], sum(share["base_t"] for share in shares)
    for share in shares:
        where, free = f"shares[{share['enterprise']}]", scale * bounded(share).claim
        fair, lifted = Fraction(whole * share["base_t"], bases), scale * share["base_t"]
        real = {"base": fair}
        for code, move in moves_of(share, means, rules.parameter("tilt_beta")).items():
            real[code] = lifted * move
        real["redistribution"] = lifted - fair
        if share["binding"]:
            real[f"bound.{share['binding']}"] = clip(free, share["floor_t"], share["ceiling_t"]) - free
        real["rounding"] = share["quota_t"] - sum(real.values())
        expected = dict(zip(real, largest_remainder(list(real.values()))))  # noqa: B905 - Python 3.9
        found = {part["code"]: part["tonnes"] for part in share["parts"]}
        codes = [part["code"] for part in share["parts"]]
        audit.same("part", "verify.figure", file, f"{where}.parts", expected=list(expected), found=codes)
        for code, tonnes in expected.items():
            at = f"{where}.parts[{code}]"
            audit.same("part", "verify.figure", file, at, expected=tonnes, found=found.get(code))
        total = sum(part["tonnes"] for part in share["parts"])
        audit.same("part", "verify.figure", file, f"{where}.parts Σ", expected=share["quota_t"], found=total)


def means_of(decision: Mapping[str, Any]) -> Means:
    """Base-weighted means of each item score, of the weighted sums before factors, and of what factors added."""
    shares = decision["shares"]
    bases = sum(share["base_t"] for share in shares)
    items: Counter[str] = Counter()
    plain = excess = Fraction(0)
    for share in shares:
        part, own = Fraction(share["base_t"], bases), weighted(share)
        for item in share["indicators"]:
            items[item["indicator"]] += part * number(item["score"])  # type: ignore[assignment]
        plain += part * own
        excess += part * own * (number(share["multiplier"]) - 1)
    return Means(items, plain, excess, number(decision["mean_score"]))  # type: ignore[arg-type]


def weighted(share: Mapping[str, Any]) -> Fraction:
    """Weights times item scores of one firm, before any factor."""
    return Fraction(sum(number(item["weight"]) * number(item["score"]) for item in share["indicators"]))


def moves_of(share: Mapping[str, Any], means: Means, beta: Fraction) -> dict[str, Fraction]:
    """How far each indicator, and the factors, move a firm's tilt from one, as shares of its base."""
    own, factor = weighted(share), number(share["multiplier"])
    if beta == 0:
        slope, by_factor = Fraction(0), Fraction(0)
    elif beta == 1:
        slope = 1 / means.score
        by_factor = (own * (factor - 1) - means.excess) * slope
    else:
        slope, by_factor = bent_moves(own, factor, means, beta)
    moves = {}
    for item in share["indicators"]:
        gap = number(item["score"]) - means.items[item["indicator"]]
        moves[f"indicator.{item['indicator']}"] = number(item["weight"]) * gap * slope
    return {**moves, "multiplier": by_factor}


def bent_moves(own: Fraction, factor: Fraction, means: Means, beta: Fraction) -> tuple[Fraction, Fraction]:
    """For a tilt that is no straight line: the slope along the item scores, and the factors' part.

    Items and factors take turns in going first, and each gets the mean of both orders (Shapley); along the items the
    line integral of a function of their sum is its rise over the run.
    """

    def height(items: Fraction, by: Fraction) -> Fraction:
        return power(items * by / means.score, beta, 40)

    usual = means.score / means.plain
    start, end = Fraction(1), height(own, factor)
    items_first, factor_first = height(own, usual), height(means.plain, factor)
    if own == means.plain:
        slope = beta * (start + factor_first) / (2 * means.plain)
        return slope, end - start
    rise = ((items_first - start) + (end - factor_first)) / 2
    return rise / (own - means.plain), ((factor_first - start) + (end - items_first)) / 2


# -- what was issued, and by whom --------------------------------------------------------------------------------------


def check_issued(audit: Audit, book: Mapping[str, Any]) -> None:
    """Entries that rest on the decision leave every enterprise holding exactly its quota; a draft has none."""
    decision, signed, file = book["decision.json"], book["signatures.json"], "entries.jsonl"
    own = digest(canonical(decision))
    citing = [entry for entry in book[file] if entry["basis"] == own]
    issues = {item["act"]: item for item in signed["signatures"]}
    if "issue" not in issues:
        audit.same("issued", "verify.issued", file, f"basis {own[:8]}", expected=0, found=len(citing))
        return
    for entry in citing:
        for field, expected in (("actor", issues["issue"]["person"]), ("recorded_at", issues["issue"]["at"])):
            where = f"[{entry['seq']}].{field}"
            audit.same("issued", "verify.issued", file, where, expected=expected, found=entry[field])
    for entry in book[file]:
        check_grant(audit, entry, signed["decision"], own)
    check_head(audit, book, citing)
    # A decision that changes nothing has no entries: then the book counts as it stood when it was issued.
    by_then = [entry["seq"] for entry in book[file] if entry["recorded_at"] <= issues["issue"]["at"]]
    check_holdings(audit, book, citing[-1]["seq"] if citing else max(by_then, default=0))


def check_grant(audit: Audit, entry: Mapping[str, Any], decision: str, own: str) -> None:
    """An entry that bears the decision's name rests on it, and the other way round; the name says what it moves."""
    firms = [account.split(":", 1)[1] for account, _ in entry["postings"] if ":" in account]
    name, where = ":".join([entry["kind"], decision, *firms]), f"[{entry['seq']}]"
    if entry["basis"] == own:
        audit.same("issued", "verify.issued", "entries.jsonl", f"{where}.id", expected=name, found=entry["id"])
    elif decision in entry["id"]:
        audit.same("issued", "verify.issued", "entries.jsonl", f"{where}.basis", expected=own, found=entry["basis"])


def check_head(audit: Audit, book: Mapping[str, Any], citing: Sequence[Mapping[str, Any]]) -> None:
    """The ledger head that the decision was drafted on is in the chain, before the entries that rest on it."""
    heads, entries = [GENESIS], book["entries.jsonl"]
    for entry in entries:
        if citing and entry["seq"] >= citing[0]["seq"]:
            break
        heads.append(entry["hash"])
    found = book["decision.json"]["ledger_head"]
    rule, is_met = "a head before the issue", found in heads
    audit.holds("issued", "verify.head", "decision.json", "ledger_head", rule=rule, is_met=is_met, found=found)


def check_holdings(audit: Audit, book: Mapping[str, Any], last: int) -> None:
    """After that entry cap, reserve and every holding are those of the decision, and nobody else holds anything."""
    decision, file = book["decision.json"], "entries.jsonl"
    where = (decision["sector"], decision["plan_year"])
    state = Book()
    for entry in book[file]:
        if (entry["sector"], entry["plan_year"]) == where and entry["seq"] <= last:
            state.post(entry)
    quotas = {share["enterprise"]: share["quota_t"] for share in decision["shares"]}
    others = {account.split(":", 1)[1] for account in state.balances if account.startswith(("available:", "used:"))}
    expected = {name: quotas.get(name, 0) for name in sorted(others | set(quotas))}
    for name, quota in expected.items():
        audit.same("issued", "verify.issued", file, f"[{last}] {name}", expected=quota, found=state.held(name))
    cap, reserve = -state.balances["cap"], state.balances["reserve"]
    audit.same("issued", "verify.issued", file, f"[{last}] cap", expected=decision["cap_t"], found=cap)
    audit.same("issued", "verify.issued", file, f"[{last}] reserve", expected=decision["reserve_t"], found=reserve)


def check_persons(audit: Audit, book: Mapping[str, Any]) -> None:
    """Acts come in order, each of this decision; who drafted did not approve; the state is the last act."""
    decision, signed, file = book["decision.json"], book["signatures.json"], "signatures.json"
    acts = [item["act"] for item in signed["signatures"]]
    persons = {item["act"]: item["person"] for item in signed["signatures"]}
    states = {
        (): "draft",
        ("draft",): "draft",
        ("draft", "approve"): "approved",
        ("draft", "approve", "issue"): "issued",
    }
    audit.same("signature", "verify.signature", file, "state", expected=states.get(tuple(acts)), found=signed["state"])
    for item in signed["signatures"]:
        audit.same(
            "signature", "verify.signature", file, item["act"], expected=signed["decision"], found=item["decision"]
        )
    times = [item["at"] for item in signed["signatures"]]
    audit.same("signature", "verify.signature", file, "at", expected=sorted(times), found=times)
    drafter = decision["drafted_by"]
    audit.same("signature", "verify.signature", file, "draft", expected=drafter, found=persons.get("draft", drafter))
    if "approve" in persons:
        audit.holds(
            "signature",
            "verify.signature",
            file,
            "approve",
            rule=f"≠ {drafter}",
            is_met=persons["approve"] != drafter,
            found=persons["approve"],
        )


# -- the whole proof ---------------------------------------------------------------------------------------------------


def verify(files: Mapping[str, bytes], *, head: str = "") -> Report:
    """Check an export as bytes by file name; `head` is a ledger head kept elsewhere, empty when there is none.

    Nothing is raised for anything the files may hold: what does not hold is a difference in the report.
    """
    audit = Audit()
    audit.attempt(check_files, files)
    ledger = verify_ledger(files, head=head)
    decision = verify_decision(files)
    audit.counts += ledger.counts + decision.counts
    audit.differences += [
        item for item in (*ledger.differences, *decision.differences) if item not in audit.differences
    ]
    return Report(decision.decision, ledger.head, audit.counts, audit.differences, bool(head))


def verify_ledger(files: Mapping[str, bytes], *, head: str = "") -> Report:
    """Check the whole chain of entries in `entries.jsonl` and fold every book in it.

    The head is held against the one given, and against the manifest's where there is a manifest.
    """
    audit = Audit()
    entries = audit.attempt(parse_entries, files)
    if entries is None:
        return Report("", "", audit.counts, audit.differences, bool(head))
    audit.attempt(check_chain, entries, head)
    audit.attempt(check_manifest_head, entries, files)
    audit.attempt(check_book, entries)
    last = entries[-1]["hash"] if entries else GENESIS
    return Report("", last, audit.counts, audit.differences, bool(head))


def verify_decision(files: Mapping[str, bytes]) -> Report:
    """Derive every figure of the decision again, and hold it against what was issued and signed."""
    audit = Audit()
    book = audit.attempt(parse_files, files)
    if book is None:
        return Report("", "", audit.counts, audit.differences, False)
    audit.attempt(check_hashes, book)
    audit.attempt(check_rules, book)
    if audit.attempt(check_names, book):
        for prove in (check_inputs, check_bounds, check_scores, check_quotas, check_parts):
            audit.attempt(prove, book)
    audit.attempt(check_issued, book)
    audit.attempt(check_persons, book)
    return Report(book["signatures.json"]["decision"], "", audit.counts, audit.differences, False)


def parse_files(audit: Audit, files: Mapping[str, bytes]) -> dict[str, Any]:
    """The files that prove a decision, parsed and in the agreed form."""
    book = {name: parse_json(name, content_of(name, files)) for name in PROOF_FILES}
    for name, value in book.items():
        check_shape(name, value, SHAPES[name])
        audit.counts["hash"] += 1
    return {**book, "entries.jsonl": parse_entries(audit, files)}


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the call, check the export, print the outcome; the exit code is returned."""
    options = _options(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a console without Chinese shows escapes, not a traceback
    try:
        files = read_export(options.export)
    except (OSError, ValueError) as problem:
        print(f"{options.export}: {problem}", file=sys.stderr)
        return EXIT_USAGE
    report = verify(files, head=options.head)
    print(json.dumps(plain(report), ensure_ascii=False, indent=1) if options.json else render(report, options.lang))
    return EXIT_BROKEN if report.differences else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Re-derive every figure of an exported allocation decision.")
    here = Path(__file__).resolve().parent
    parser.add_argument(
        "export", nargs="?", type=Path, default=here, help="folder or zip; by default where this file is"
    )
    parser.add_argument("--head", default="", metavar="HASH", help="ledger head that you kept elsewhere")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="language of the output")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    return parser.parse_args(arguments)


def plain(report: Report) -> dict[str, Any]:
    """The report as one JSON shape: `ok`, and `result` or `error` with all differences."""
    marks = {"decision": report.decision, "ledger_head": report.head}
    result = {"derived": dict(sorted(report.counts.items())), "total": sum(report.counts.values())}
    if not report.differences:
        return {"ok": True, "result": result, "marks": marks}
    first = report.differences[0]
    error = {"code": first.code, "message": {lang: first.text(lang) for lang in ("zh", "en")}, **first._asdict()}
    rest = [item._asdict() for item in report.differences]
    return {"ok": False, "error": error, "differences": rest, "result": result, "marks": marks}


def render(report: Report, lang: str) -> str:
    """The report as lines for people."""
    kinds = "、" if lang == "zh" else ", "
    counts = kinds.join(f"{word(kind, lang)} {count}" for kind, count in report.counts.items())
    lines = [f"{report.decision}: {word('holds', lang)}"]
    if report.differences:
        lines = [f"{word('broken', lang)} · {report.differences[0].code}", report.differences[0].text(lang)]
        if len(report.differences) > 1:
            lines.append(word("further", lang).format(n=len(report.differences) - 1))
    lines.append(f"{word('derived', lang)} {sum(report.counts.values())}: {counts}")
    lines.append(f"{word('head', lang)} {report.head}")
    return "\n".join(lines if report.is_head_known else [*lines, word("outside", lang)])


if __name__ == "__main__":
    sys.exit(main())
