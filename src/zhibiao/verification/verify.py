#!/usr/bin/env python3
"""Re-derive every figure of an exported allocation decision with the standard library alone, sharing no code with it.

Usage: python3 verify.py [FOLDER_OR_ZIP] [--head HASH] [--lang zh|en] [--json]        (Python 3.9 or newer)

Exit code 0 when everything holds, 5 with the first difference named, 2 when the call makes no sense.
The chapters follow the proof: files, chain and book, names and rules, inputs, bounds, scores, split, parts, acts.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import io
import json
import os
import re
import sys
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

EXIT_BROKEN, EXIT_USAGE = 5, 2
FORMAT = "zhibiao-export/1"
GENESIS = "0" * 64
LARGEST_EXPORT = 1 << 30  # bytes once unpacked: a decision of any city is far smaller
LONGEST_SHOWN = 300
FIGURES = frozenset(
    {"input", "bound", "reference", "score", "claim", "quota", "part", "plan", "issued", "balance", "settled"}
)
PROOF_FILES = ("decision.json", "rulebook.json", "sector.json", "register.json", "returns.json", "signatures.json")
ENTRIES = "entries.jsonl"
DECISION = "decision.json"
ALLOCATION = "allocation.json"  # beside a regulation: the allocation whose quota it moves


# -- what is said ------------------------------------------------------------------------------------------------------

_MISMATCH = "应为 {expected}，实为 {found}", "expected {expected}, found {found}"
TEXTS = {
    code: (f"{zh}{_MISMATCH[0]}", f"{en}{_MISMATCH[1]}")
    for code, zh, en in (
        ("verify.file_missing", "{file} 缺失或无法读取：", "{file} is missing or cannot be read: "),
        ("verify.shape", "{file} 的 {where} 格式不符：", "{file}, {where}: not in the agreed form; "),
        (
            "verify.unreadable",
            "{file} 前后矛盾，{where} 一步无法继续：",
            "{file} contradicts itself, {where} cannot go on: ",
        ),
        ("verify.hash", "{file} 的 {where} 与内容不符：", "{file}, {where}: the hash does not match the content; "),
        ("verify.chain", "{file} 的 {where} 断链：", "{file}, {where}: the chain of entries is broken; "),
        ("verify.head", "{file} 的 {where}：台账末端不符，", "{file}, {where}: the ledger ends elsewhere; "),
        ("verify.entry", "{file} 的 {where} 不符合记账规则：", "{file}, {where}: breaks a rule of the book; "),
        ("verify.balance", "{file} 的 {where} 之后账户不平：", "{file}, after {where}: the accounts do not hold; "),
        (
            "verify.rule",
            "{file} 的 {where} 不是本程序认识的规则：",
            "{file}, {where}: a rule this program does not know; ",
        ),
        ("verify.source", "{file} 的 {where} 与方案所引不符：", "{file}, {where}: not what the decision cites; "),
        (
            "verify.input",
            "{file} 的 {where} 与月报和花名册不符：",
            "{file}, {where}: not what returns and register give; ",
        ),
        ("verify.figure", "{file} 的 {where} 与重算结果不符：", "{file}, {where}: not the figure derived again; "),
        ("verify.issued", "{file} 的 {where} 与方案不符：", "{file}, {where}: not what was decided; "),
        (
            "verify.settled",
            "{file} 的 {where} 与结算条款不符：",
            "{file}, {where}: not what the settlement terms give; ",
        ),
        ("verify.signature", "{file} 的 {where} 签署不符：", "{file}, {where}: the signatures do not hold; "),
        ("verify.seal", "{file} 的 {where} 与封存件不符：", "{file}, {where}: not what was sealed; "),
        ("verify.paper", "{file} 的 {where} 与所引文件不符：", "{file}, {where}: not what the cited file says; "),
        ("verify.own", "{file} 的 {where} 不符合对账单规则：", "{file}, {where}: breaks a rule of statements; "),
        ("verify.proof", "{file} 的 {where} 与首页存证不符：", "{file}, {where}: not under the head; "),
        ("verify.signed", "{file} 的 {where} 与所附公钥不符：", "{file}, {where}: not by the public key; "),
    )
}
WORDS = {
    "holds": ("全部相符", "everything holds"),
    "broken": ("发现第一处差异", "first difference"),
    "further": ("另有 {n} 处差异，见 --json", "{n} further differences, see --json"),
    "derived": ("独立重算的数字", "figures derived again"),
    "checked": ("另核对", "also checked"),
    "head": ("台账末端哈希", "ledger head"),
    "outside": (
        "提示：请与您另行保存的末端哈希核对(--head)；只凭一份导出文件看不出台账末尾被截去或整体重做。",
        "Note: compare the head with one you kept elsewhere (--head); an export alone cannot show that the end of the"
        " ledger was cut off or all of it rebuilt.",
    ),
    "hash": ("哈希", "hashes"),
    "form": ("格式", "forms"),
    "entry": ("分录", "entries"),
    "balance": ("余额", "balances"),
    "name": ("名称与规则", "names and rules"),
    "input": ("取自月报和花名册的数字", "inputs from returns and register"),
    "bound": ("基数与上下限", "bases and bounds"),
    "reference": ("基准值", "references"),
    "score": ("得分", "scores"),
    "claim": ("分配权数", "claims"),
    "quota": ("指标", "quotas"),
    "part": ("构成", "parts"),
    "plan": ("计划与校验证书", "plans and certificates"),
    "issued": ("下达数", "issued figures"),
    "settled": ("结算", "settled figures"),
    "signature": ("签署", "signatures"),
    "seal": ("封存件", "seals"),
    "paper": ("所引文件", "cited files"),
    "own": ("对账单", "statements"),
    "proof": ("凭证", "proofs"),
    "signed": ("签名", "digital signatures"),
    "own_head": ("首页存证 SHA-256", "SHA-256 of the head"),
    "own_outside": (
        "提示：请与主管部门公布的首页存证哈希核对(--head)，并核对 head.pem 是否为其公布的公钥；"
        "只凭本包看不出存证是否为众人手中的那一份。",
        "Note: compare the SHA-256 of the head with the one the authority made public (--head), and head.pem with its"
        " public key; this package alone cannot show that everybody got the same head.",
    ),
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

    def __init__(self, code: str, file: str, where: str, expected: Any, found: Any) -> None:
        super().__init__(code)
        self.difference = Difference(code, file, where, show(expected), show(found))


class Audit:
    """What was compared so far: how much of each kind, and the differences in the order of the proof."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.differences: list[Difference] = []

    def page(self, kind: str, code: str, file: str) -> Page:
        """Where comparisons of one kind in one file are noted."""
        return Page(self, kind, code, file)

    def attempt(self, chapter: Callable[..., Any], *arguments: Any) -> Any:
        """Run a chapter; what stops it becomes a difference, and its answer None."""
        try:
            return chapter(self, *arguments)
        except BrokenError as broken:
            self.differences.append(broken.difference)
        except (LookupError, TypeError, ValueError, ArithmeticError, RecursionError) as problem:
            name = chapter.__name__
            self.differences.append(Difference("verify.unreadable", DECISION, name, "—", show(repr(problem))))
        return None


class Page:
    """One question put to one file again and again."""

    def __init__(self, audit: Audit, kind: str, code: str, file: str) -> None:
        self.audit, self.kind, self.code, self.file = audit, kind, code, file

    def same(self, where: str, expected: Any, found: Any) -> None:
        """Compare; a decimal that travels as text is compared with an exact number by value."""
        if isinstance(expected, Fraction) and isinstance(found, (int, str)):
            found = number(found)
        self.rule(where, expected, found, expected == found)

    def rule(self, where: str, expected: Any, found: Any, is_met: bool) -> None:
        """Note whether a rule is met, said as what was expected."""
        self.audit.counts[self.kind] += 1
        if not is_met:
            self.fault(where, expected, found)

    def fault(self, where: str, expected: Any, found: Any) -> None:
        """Note a difference, where what was compared is counted by itself."""
        self.audit.differences.append(Difference(self.code, self.file, where, show(expected), show(found)))


class Report(NamedTuple):
    """The outcome: how much was compared by kind, all differences in order, and the head of the ledger.

    `is_head_known` says whether a head kept elsewhere was given, and so held against this one; `behind` how many rows
    each table has that no seal covers yet.
    """

    decision: str
    head: str
    counts: Counter[str]
    differences: Sequence[Difference]
    is_head_known: bool
    behind: Mapping[str, int] = MappingProxyType({})


def show(value: Any) -> str:
    """A value for people: fractions as decimals where they end, everything else as it stands, not too long."""
    if isinstance(value, Fraction):
        places = next((n for n in range(31) if 10**n % value.denominator == 0), None)
        return f"{value.numerator}/{value.denominator}" if places is None else _decimal(value, places)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"


def _decimal(value: Fraction, places: int) -> str:
    digits = f"{abs(value.numerator) * 10**places // value.denominator:0{places + 1}d}"
    return ("-" if value < 0 else "") + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


# -- reading -----------------------------------------------------------------------------------------------------------


def read_export(path: Path) -> dict[str, bytes]:
    """The files of an export by name, from a folder or a zip; OSError or ValueError when it is neither."""
    if path.is_dir():
        return {item.name: item.read_bytes() for item in path.iterdir() if item.is_file()}
    return unpack(path.read_bytes())


def unpack(data: bytes) -> dict[str, bytes]:
    """The files of a zipped export by name, also when they lie in one folder inside it.

    ValueError when it is no zip, is too large, or holds a name twice.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            items = [item for item in archive.infolist() if not item.is_dir() and "__MACOSX" not in item.filename]
            if sum(item.file_size for item in items) > LARGEST_EXPORT:
                raise ValueError(f"more than {LARGEST_EXPORT} bytes unpacked")
            files = {item.filename.rsplit("/", 1)[-1]: archive.read(item) for item in items}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as problem:
        raise ValueError(f"not a readable zip: {problem}") from problem
    if len(files) != len(items):
        raise ValueError("a file name stands in the archive twice")
    return files


def content_of(name: str, files: Mapping[str, bytes]) -> bytes:
    """A file of the export; BrokenError when it is not there."""
    if name not in files:
        raise BrokenError("verify.file_missing", name, "", name, "—")
    return files[name]


def read_json(name: str, files: Mapping[str, bytes]) -> Any:
    """A JSON file of the export in the agreed form."""
    value = parse_json(name, content_of(name, files))
    check_shape(name, value, SHAPES[name])
    return value


def parse_json(name: str, data: bytes) -> Any:
    """Strict JSON: UTF-8, whole numbers only, no key twice."""
    try:
        text = data.decode("utf-8")
        return json.loads(text, object_pairs_hook=_unique, parse_float=_no_float, parse_constant=_no_float)
    except (ValueError, RecursionError) as problem:
        raise BrokenError("verify.file_missing", name, "", "JSON", str(problem)) from problem


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError(f"a key stands twice among {[key for key, _ in pairs]}")
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


def number(value: Any) -> Fraction:
    """A whole number, or a decimal written as text, exactly; ValueError on anything else."""
    if not LEAVES["whole"](value) and not LEAVES["decimal"](value):
        raise ValueError(f"not a number: {value!r}")
    return Fraction(value)


def half_even(value: Fraction, places: int) -> Fraction:
    """The nearest decimal with that many places, ties to the even digit."""
    scaled = value * 10**places
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    twice = 2 * rest - scaled.denominator
    up = twice > 0 or (twice == 0 and whole % 2 == 1)
    return Fraction(whole + up, 10**places)


def by_name(items: Sequence[Any], key: str = "enterprise") -> dict[str, Any]:
    """Items by their name."""
    return {item[key]: item for item in items}


# -- the agreed form of the files --------------------------------------------------------------------------------------

_MONTH = r"[0-9]{4}-(0[1-9]|1[0-2])"


def _written(pattern: str) -> Callable[[Any], bool]:
    compiled = re.compile(pattern, re.ASCII | re.DOTALL)
    return lambda value: isinstance(value, str) and bool(compiled.fullmatch(value))


LEAVES: Mapping[str, Callable[[Any], bool]] = {
    "any": lambda _: True,
    "text": _written(r".*"),
    "name": _written(r".+"),
    "flag": lambda value: isinstance(value, bool),
    "whole": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "decimal": _written(r"-?[0-9]{1,40}(\.[0-9]{1,60})?(E[+-]?[0-9]{1,2})?"),
    "fraction": _written(r"[0-9]{1,400}/[1-9][0-9]{0,400}"),
    "hash": _written(r"[0-9a-f]{64}"),
    "ratio": _written(r"[1-9][0-9]{0,8}(/[1-9][0-9]{0,8})?"),
    "kind": _written(r"flow|stock|level"),
    "tier": _written(r"leading|normative|nonconforming"),
    "grade": _written(r"A|B|B-|C|D|"),
    "day": _written(_MONTH + r"-[0-9]{2}"),
    "month": _written(_MONTH),
    "period": _written(_MONTH + r"(\.\.(0[1-9]|1[0-2]))?"),
}
WORDING = {"zh": "text", "en": "text"}
NAMED_RULE = {"rule": "name", "clause": "text"}
MEASURE = {"indicator": "name", "numerator": "decimal?", "denominator": "decimal?"}
CLAIMANT = {
    **{"enterprise": "name", "history_t": {"*": "whole"}, "capacity_t": "whole", "made_t": "whole"},
    **{"tier": "tier?", "grade": "grade", "is_vetoed": "flag", "measures": [MEASURE], "sources": [["text"]]},
    **{"carried_t?": "whole", "owed_t?": "whole", "deducted_t?": "whole"},
    **dict.fromkeys(("transferred_t?", "regulated_t?"), "whole"),
}
# What of a quota is not of the split: the part it is printed as, the field it comes from, and its sign.
BESIDE = (
    *(("carry", "carried_t", 1), ("debt", "deducted_t", -1)),
    *(("transfer", "transferred_t", 1), ("regulation", "regulated_t", 1)),
)
RESULT = {
    **{"indicator": "name", "value": "decimal?", "reference": "decimal"},
    **{"score": "decimal", "weight": "decimal", "treatment": "text"},
}
SHARE = {
    **{"enterprise": "name", "base_t": "whole", "indicators": [RESULT]},
    **{"multiplier": "decimal", "score": "decimal", "tilt": "decimal"},
    **{"floor_t": "whole", "floor_reason": "text", "ceiling_t": "whole", "ceiling_reason": "text"},
    **{"quota_t": "whole", "binding": "text", "parts": [{"code": "name", "tonnes": "whole"}], "claim?": "decimal"},
}
INDICATOR = {
    **{"code": "name", "name": WORDING, "numerator": ["name"], "denominator": "name", "direction": "name"},
    **{"weight": "decimal", "reference": "text", "missing": "name", "price_normalised": "flag"},
    **{"actionable": "flag", "clause": "text"},
}
RULEBOOK = {
    **{"rulebook": "name", "title": WORDING, "authority": WORDING, "sector": "name", "plan_year": "whole"},
    **{"quantity": "name", "issued": "day", "effective": "day", "expires": "day", "clauses": {"*": WORDING}},
    "parameters": {"*": {"unit": "text", "clause": "text", "values": {"*": "decimal"}}},
    **dict.fromkeys(("scope", "base", "method", "bounds", "rounding", "settlement"), NAMED_RULE),
    "indicators": [INDICATOR],
    "multipliers": [{"attribute": "name", "value": "text", "factor": "decimal", "clause": "text"}],
    "deduction?": {"clause": "text", "slices": [{"up_to": "decimal?", "factor": "decimal"}]},
    "transfers?": {"clause": "text", "between_groups": "flag"},
    "checks?": {"*": {"value": "decimal", "clause": "text"}},
    "regulation?": NAMED_RULE,
    "pacing?": "any",
}
NAMED_DECISION = {"decision": "name", "sha256": "hash"}
MOVE = {
    **{"kind": "name", "tonnes": "whole", "reasons": [{"code": "name", "facts": {"*": "any"}}]},
    **dict.fromkeys(("enterprise?", "giver?", "taker?", "group?", "commodity?"), "name"),
    "months?": [{"month": "month", "tonnes": "whole"}],
}
FACILITY = {"id": "name", "counts_for": "text", "capacity_t": "whole", "since": "month", "until": "month?"}
SECTOR = {
    **{"id": "name", "quantity": "text", "output": "text", "fields": {"*": "kind"}},
    "products": [{"field": "name", "reference_price_yuan_per_t": "whole"}],
    "catalogues": [{"version": "text", "first_year": "whole", "fields": ["name"]}],
}
SHAPES: Mapping[str, Any] = {
    DECISION: {
        **{"sector": "name", "plan_year": "whole", "as_of": "month?", "quantity": "name"},
        **{"cap_t": "whole", "reserve_t": "whole", "rulebook": RULEBOOK, "rulebook_sha256": "hash"},
        "sector_data": SECTOR,
        **{"ledger_head": "text", "code_version": "text", "drafted_by": "name", "claimants": [CLAIMANT]},
        **{"mean_score": "decimal", "scale": "fraction?", "shares": [SHARE]},
        **{"kind?": "text", "month?": "month", "allocation?": NAMED_DECISION, "last?": NAMED_DECISION},
        **{"moves?": [MOVE], "plan?": "any"},
    },
    "rulebook.json": RULEBOOK,
    "sector.json": SECTOR,
    "register.json": [
        {
            **{"enterprise": "name", "name": WORDING, "credit_code": "text", "group?": "text"},
            **{"veto_years": ["whole"], "facilities": [FACILITY]},
        }
    ],
    "returns.json": [
        {
            **{"reference": "name", "enterprise": "name", "period": "period", "version": "whole"},
            **{"received_at": "text", "provenance": "text", "file_sha256": "text"},
            "facts": [{"field": "name", "value": "decimal", "place": "text"}],
        }
    ],
    "signatures.json": {
        **{"decision": "name", "sha256": "hash", "state": "text"},
        "signatures": [{"decision": "name", "act": "name", "person": "name", "at": "text"}],
    },
    "manifest.json": {
        **{"format": "text", "decision": "name", "decision_sha256": "hash"},
        **{"entries": "whole", "head": "hash", "files": {"*": "hash"}},
    },
    ENTRIES: {
        **{"version": "whole", "seq": "whole", "recorded_at": "text", "previous": "text", "id": "name"},
        **{"kind": "name", "sector": "name", "plan_year": "whole", "postings": [["any"]], "reason": "text"},
        **{"basis": "text", "actor": "name", "month": "month?", "corrects": "text", "hash": "hash"},
        **dict.fromkeys(("proposal?", "not_before?"), "text"),
    },
}
SHAPES = {**SHAPES, ALLOCATION: SHAPES[DECISION]}
# What an entry of version 1 could not say.
LATER_FIELDS = ("proposal", "not_before")


def check_shape(file: str, value: Any, shape: Any, where: str = "") -> None:
    """Raise BrokenError at the first value that does not have the agreed form.

    A leaf is named by its kind, with a question mark where it may be null or empty; `*` stands for any key, and a key
    with a question mark may be absent.
    """
    if isinstance(shape, str):
        is_open = shape.endswith("?") and value in (None, "")
        _expect(file, where, shape, value, is_open or LEAVES[shape.rstrip("?")](value))
    elif isinstance(shape, list):
        _expect(file, where, "[…]", value, isinstance(value, list))
        for position, item in enumerate(value):
            check_shape(file, item, shape[0], f"{where}[{_name(item, position)}]")
    else:
        _expect(file, where, "{…}", value, isinstance(value, dict))
        needed = {key for key in shape if not key.endswith("?")}
        if "*" not in shape and not needed <= set(value) <= {key.rstrip("?") for key in shape}:
            raise BrokenError("verify.shape", file, where, sorted(shape), sorted(value))
        for key, item in value.items():
            inner = shape.get(key, shape.get(f"{key}?", shape.get("*")))
            check_shape(file, item, inner, f"{where}.{key}".lstrip("."))


def _expect(file: str, where: str, expected: Any, found: Any, holds: bool) -> None:
    if not holds:
        raise BrokenError("verify.shape", file, where, expected, found)


def _name(item: Any, position: int) -> str:
    keys = ("enterprise", "indicator", "code", "reference", "field")
    return next((str(item[key]) for key in keys if isinstance(item, dict) and key in item), str(position))


# -- files, hashes and the chain ---------------------------------------------------------------------------------------


def check_files(audit: Audit, files: Mapping[str, bytes]) -> None:
    """Every file is the one the manifest lists, and the manifest is of the decision that is there."""
    manifest, signed = read_json("manifest.json", files), read_json("signatures.json", files)
    audit.page("form", "verify.shape", "manifest.json").same("format", FORMAT, manifest["format"])
    page = audit.page("hash", "verify.hash", "manifest.json")
    missing = sorted({*PROOF_FILES, ENTRIES} - set(manifest["files"]))
    page.same("files", [], missing)
    for name, listed in sorted(manifest["files"].items()):
        audit.page("hash", "verify.hash", name).same("sha256", listed, digest(content_of(name, files)))
    page.same("decision_sha256", digest(files[DECISION]), manifest["decision_sha256"])
    page.same("decision", signed["decision"], manifest["decision"])
    for name in (DECISION, "rulebook.json"):
        is_canonical = files[name] == canonical(parse_json(name, files[name]))
        audit.page("form", "verify.shape", name).same("canonical", True, is_canonical)


def parse_entries(audit: Audit, files: Mapping[str, bytes]) -> list[dict[str, Any]]:
    """The entries, one to a line, in the agreed form."""
    entries = [entry for _, entry, _ in read_entries(lines_of(audit, files))]
    audit.counts["form"] += len(entries)
    return entries


def lines_of(audit: Audit, files: Mapping[str, bytes]) -> Iterable[bytes]:  # noqa: ARG001 - a chapter
    """The lines of the chain, without a second copy of all of them."""
    return io.BytesIO(content_of(ENTRIES, files))


def read_entries(lines: Iterable[bytes]) -> Iterator[tuple[int, dict[str, Any], str]]:
    """Position, entry and digest of its body for every line; BrokenError at the first that has not the agreed form."""
    position = 0
    for line in lines:
        body = line.rstrip(b"\n")
        if body:
            position += 1
            entry, own = read_entry(body, position)
            yield position, entry, own


_TEXT, _SOME, _WHOLE = r'([^"\\\x00-\x1f]*)', r'([^"\\\x00-\x1f]+)', r"(0|-?[1-9][0-9]{0,17})"
_PAIR = rf'\["{_SOME}",{_WHOLE}\]'
_PAIRS = re.compile(_PAIR)
_PAIR_UNNAMED = _PAIR.replace("(", "(?:")
# A line as programs write it: keys in order, no blanks, nothing escaped. Whoever matches has the agreed form.
_PLAIN = re.compile(
    rf'\{{"actor":"{_SOME}","basis":"{_TEXT}","corrects":"{_TEXT}","hash":"([0-9a-f]{{64}})","id":"{_SOME}",'
    rf'"kind":"{_SOME}","month":"({_MONTH.replace("(", "(?:")}|)",(?:"not_before":"{_TEXT}",)?"plan_year":{_WHOLE},'
    rf'"postings":\[((?:{_PAIR_UNNAMED}(?:,{_PAIR_UNNAMED})*)?)\],"previous":"{_TEXT}",(?:"proposal":"{_TEXT}",)?'
    rf'"reason":"{_TEXT}","recorded_at":"{_TEXT}","sector":"{_SOME}","seq":{_WHOLE},"version":{_WHOLE}\}}'
)
_HASH_GROUP = 4


def read_entry(line: bytes, position: int) -> tuple[dict[str, Any], str]:
    """One entry in the agreed form and the digest of its body, which is the line without the hash.

    A plain line is taken apart where it stands and its own bytes are hashed; of any other the canonical bytes are.
    """
    try:
        text = line.decode("utf-8")
    except ValueError as problem:
        raise BrokenError("verify.file_missing", ENTRIES, f"[{position}]", "UTF-8", str(problem)) from problem
    plain = _PLAIN.fullmatch(text)
    if plain is None or not (text.isascii() or unicodedata.is_normalized("NFC", text)):
        return read_other(line, position)
    actor, basis, corrects, kept, id_, kind, month, not_before, year, pairs, previous, *rest = plain.groups()
    proposal, reason, recorded_at, sector, seq, version = rest
    if (not_before is None, proposal is None) != (version == "1", version == "1"):
        return read_other(line, position)
    start, end = plain.span(_HASH_GROUP)
    own = digest((text[: start - len('"hash":"')] + text[end + len('",') :]).encode("utf-8"))
    entry = {
        **{"version": int(version), "seq": int(seq), "recorded_at": recorded_at, "previous": previous, "id": id_},
        **{"kind": kind, "sector": sector, "plan_year": int(year), "reason": reason, "basis": basis, "actor": actor},
        "postings": [[sys.intern(account), int(tonnes)] for account, tonnes in _PAIRS.findall(pairs)],
        **{"month": month, "corrects": corrects, "hash": kept},
        **{"proposal": proposal or "", "not_before": not_before or ""},
    }
    return entry, own


def read_other(line: bytes, position: int) -> tuple[dict[str, Any], str]:
    """The same of a line that somebody else wrote, leaf by leaf."""
    entry, where = parse_json(ENTRIES, line), f"[{position}]"
    check_shape(ENTRIES, entry, SHAPES[ENTRIES], where)
    for posting in entry["postings"]:
        is_pair = len(posting) == 2 and LEAVES["name"](posting[0]) and LEAVES["whole"](posting[1])
        _expect(ENTRIES, f"{where}.postings", "[account, tonnes]", posting, is_pair)
    later = [name for name in LATER_FIELDS if name in entry]
    known = list(LATER_FIELDS) if entry["version"] > 1 else []
    _expect(ENTRIES, f"{where} version {entry['version']}", known, later, later == known)
    own = digest(canonical({key: value for key, value in entry.items() if key != "hash"}))
    return {**dict.fromkeys(LATER_FIELDS, ""), **entry}, own


class Chain:
    """The chain while it is read: every entry has its own hash right and cites the one before."""

    def __init__(self, audit: Audit) -> None:
        self.audit, self.page = audit, audit.page("hash", "verify.chain", ENTRIES)
        self.length, self.head = 0, GENESIS

    def take(self, position: int, entry: Mapping[str, Any], own: str) -> None:
        """Follow one link."""
        if (position, self.head, own) == (entry["seq"], entry["previous"], entry["hash"]):
            self.audit.counts["hash"] += 3
        else:
            self.page.same(f"[{position}].seq", position, entry["seq"])
            self.page.same(f"[{position}].previous", self.head, entry["previous"])
            self.page.same(f"[{position}].hash", own, entry["hash"])
        self.length, self.head = position, entry["hash"]


def check_head_kept(audit: Audit, chain: Chain, head: str) -> None:
    """The end of the chain is the head that was kept elsewhere, if one was."""
    if head:
        audit.page("hash", "verify.head", ENTRIES).same("head", head, chain.head)


def check_manifest_head(audit: Audit, chain: Chain, files: Mapping[str, bytes]) -> None:
    """The manifest was made at the end of these entries."""
    if "manifest.json" in files:
        manifest, page = read_json("manifest.json", files), audit.page("hash", "verify.head", "manifest.json")
        page.same("entries", manifest["entries"], chain.length)
        page.same("head", manifest["head"], chain.head)


# -- the book ----------------------------------------------------------------------------------------------------------

# What each kind may move: (account it takes from, account it adds to); a correction turns one of these back.
MOVES: Mapping[str, Sequence[tuple[str, str]]] = {
    "cap": (("cap", "pool"), ("pool", "cap")),
    "reserve": (("pool", "reserve"),),
    "release": (("reserve", "pool"),),
    "grant": (("pool", "available"),),
    "adjust": (("pool", "available"), ("available", "pool")),
    "use": (("available", "used"),),
    "overrun": (("overrun", "debt"),),
    "recall": (("available", "pool"),),
    "carry": (("pool", "available"),),
    "deduct": (("available", "pool"),),
    "payback": (("owed", "overrun"),),
    "debt_out": (("debt", "overrun"),),
    "debt_in": (("overrun", "owed"),),
    "surcharge": (("overrun", "owed"),),
    "owed_out": (("owed", "overrun"),),
    "owed_in": (("overrun", "owed"),),
    "expire": (("available", "pool"),),
    "charge": (("charges", "charge"),),
    "credit": (("charge", "charges"),),
}
# What puts forward, approves and ends a proposal: by kind, whether the tonnes pledged for it may be a firm's own, and
# whether they are pledged by it or freed.
PLEDGES: Mapping[str, tuple[Sequence[bool], bool]] = {
    "propose": ((True,), True),
    "approve": ((False,), True),
    "issue": ((False,), False),
    "withdraw": ((True, False), False),
}
# Kinds of version 1, with the name they have now; it knew no proposals.
FIRST_KINDS: Mapping[str, str] = {
    **{kind: kind for kind in (*MOVES, "transfer", "correct", "close") if kind not in ("grant", "expire")},
    "issue": "grant",
}
# What only comes with the issue of a decision, what else may cite one, and what brings a proposal further.
OF_DECISION = ("cap", "reserve", "release", "grant", "adjust", "carry")
MAY_CITE = ("payback", "correct")
STEPS = ("approve", "issue", "withdraw", "transfer")
NOT_TURNED_BACK = (*STEPS, "propose", "correct", "close")
# What rests on another entry: the kind it cites, how many years earlier that was, and whether it moves all of it.
RESTS_ON: Mapping[str, tuple[str, int, bool]] = {
    "debt_in": ("debt_out", 1, True),
    "owed_in": ("owed_out", 1, True),
    "carry": ("recall", 1, False),
    "payback": ("deduct", 0, True),
    "expire": ("carry", 0, False),
}
LEAVES_A_CLOSED_YEAR = ("debt_out", "owed_out")
HAS_TO_BE_CITED = (*LEAVES_A_CLOSED_YEAR, "deduct")
ONCE_A_YEAR = ("recall", "carry", "expire", "deduct", "surcharge", "debt_in", "owed_in", *LEAVES_A_CLOSED_YEAR)
# What makes up what: the account that holds minus what it gave, and those that its tonnes are on.
SIDES: Mapping[str, Sequence[str]] = {
    "Σ": ("cap", "available", "used", "pool", "reserve"),
    "debt": ("overrun", "debt", "owed"),
    "charge": ("charges", "charge"),
    "pledges": ("pledges", "pledged"),
}
SOURCES = tuple(roles[0] for roles in SIDES.values())
_SIDE_OF = {role: said for said, roles in SIDES.items() for role in roles}
_ACCOUNT = re.compile(
    r"cap|pool|reserve|overrun|charges|pledges|pledged|(available|used|debt|owed|charge|pledged):.+", re.DOTALL
)
_PROPOSAL = re.compile(r"proposal/(.+)/[0-9a-f]{64}", re.DOTALL)

Postings = Sequence[Sequence[Any]]


class Book:
    """The balances of one sector and plan year while its entries are read."""

    def __init__(self) -> None:
        self.balances: Counter[str] = Counter()

    def post(self, entry: Mapping[str, Any]) -> None:
        """Add one entry's postings."""
        for account, tonnes in entry["postings"]:
            self.balances[account] += tonnes

    def held(self, firm: str) -> int:
        """What a firm holds: available and used."""
        return self.balances[f"available:{firm}"] + self.balances[f"used:{firm}"]


class Kept(NamedTuple):
    """What of an entry later ones may ask for."""

    kind: str
    basis: str
    postings: Postings


class Proposal:
    """What was put forward: by whom, what it pledged, until when it waits, whether it was approved, and its end."""

    def __init__(self, entry: Mapping[str, Any]) -> None:
        self.subject, self.basis, self.actor = entry["id"].partition(":")[2], entry["basis"], entry["actor"]
        self.is_approved, self.end, self.ended_at = False, "", ""
        self.is_of_transfer = bool(entry["postings"])
        self.pledged: Counter[str] = Counter()
        self.waits: list[str] = []
        self.pledge(entry)

    def pledge(self, entry: Mapping[str, Any]) -> None:
        """Count what its entry, or its approval, pledges and how long it makes it wait."""
        for account, tonnes in entry["postings"]:
            if account != "pledges":
                self.pledged[account] += tonnes
        self.waits += [entry["not_before"]] * bool(entry["not_before"])


class YearBook(Book):
    """A book with all that its rules ask for: what its sides lack, closed periods, proposals, and entries by id."""

    def __init__(self) -> None:
        super().__init__()
        self.closed: list[str] = []
        self.gaps = dict.fromkeys(SIDES, 0)
        self.kept: dict[str, Kept] = {}
        self.corrected: set[str] = set()
        self.proposals: dict[str, Proposal] = {}
        self.standing: dict[str, Proposal] = {}

    def post(self, entry: Mapping[str, Any]) -> None:
        """Add one entry's postings."""
        for account, tonnes in entry["postings"]:
            self.balances[account] += tonnes
            side = _SIDE_OF.get(account.partition(":")[0])
            if side:
                self.gaps[side] += tonnes

    def follow(self, entry: Mapping[str, Any], kind: str) -> None:
        """Remember what an entry changes for later ones; of a closed year only what the next one may cite is kept."""
        self.kept[entry["id"]] = Kept(kind, entry["basis"], entry["postings"])
        if kind == "propose":
            self.proposals[entry["id"]] = self.standing[entry["id"]] = Proposal(entry)
        elif kind == "correct":
            self.corrected.add(entry["corrects"])
        elif kind in STEPS and entry["proposal"] in self.proposals:
            self.step(entry, kind, self.proposals[entry["proposal"]])
        elif kind == "close":
            self.closed.append(entry["month"])
            if not entry["month"]:
                self.kept = {id_: one for id_, one in self.kept.items() if one.kind == "recall"}

    def step(self, entry: Mapping[str, Any], kind: str, proposal: Proposal) -> None:
        """Bring a proposal further."""
        if kind == "approve":
            proposal.is_approved = True
            proposal.pledge(entry)
        else:
            proposal.end, proposal.ended_at = kind, entry["recorded_at"]
            self.standing.pop(entry["proposal"], None)


class Ledger:
    """Every book of a chain while its entries are read in commit order; each rule is asked of each entry."""

    def __init__(self, audit: Audit) -> None:
        self.audit = audit
        self.page = audit.page("entry", "verify.entry", ENTRIES)
        self.sums = audit.page("balance", "verify.balance", ENTRIES)
        self.books: dict[tuple[str, int], YearBook] = {}
        self.capacity: dict[str, CapacityBook] = {}
        self.version = 1
        self.ids: set[str] = set()
        self.debts: set[tuple[str, int, str, str]] = set()
        self.leaving: dict[str, int] = {}  # by id: where the entry stands that something has to cite
        self.crossed: dict[str, tuple[YearBook, str]] = {}

    def take(self, position: int, entry: Mapping[str, Any]) -> None:
        """Ask every rule of one entry, and count it."""
        self.audit.counts["entry"] += 1
        if entry["plan_year"] == OF_CAPACITY:
            self.take_capacity(f"[{position}]", entry)
            return
        where, version = f"[{position}]", entry["version"]
        book = self.books.get((entry["sector"], entry["plan_year"]))
        if book is None:
            book = self.books[entry["sector"], entry["plan_year"]] = YearBook()
        kind = entry["kind"] if version > 1 else FIRST_KINDS.get(entry["kind"], "")
        for field, said in self.faults(entry, kind, book):
            self.page.fault(f"{where}.{field}", said, entry[field])
        book.post(entry)
        self.check_balances(where, book, entry["postings"])
        book.follow(entry, kind)
        self.ids.add(entry["id"])
        self.version = max(self.version, version)
        if kind in HAS_TO_BE_CITED:
            self.leaving[entry["id"]] = position
        if kind == "debt_out":
            self.debts.add((entry["sector"], entry["plan_year"], entry["basis"], "".join(firms_of(entry))))

    def take_capacity(self, where: str, entry: Mapping[str, Any]) -> None:
        """The same of an entry that moves capacity."""
        book = self.capacity.setdefault(entry["sector"], CapacityBook())
        for field, said in (*self.place_faults(entry, least=2), *capacity_faults(entry, book)):
            self.page.fault(f"{where}.{field}", said, entry[field])
        legs = [leg for account, tonnes in entry["postings"] for leg in [leg_of(account, tonnes)] if leg is not None]
        book.post(entry)
        book.follow(entry, entry["kind"], legs)
        check_furnaces(self.sums, where, book, legs)
        self.ids.add(entry["id"])
        self.version = max(self.version, entry["version"])

    def place_faults(self, entry: Mapping[str, Any], least: int = 1) -> Iterator[tuple[str, str]]:
        """Whether an entry is of a version that may follow, and its id is new to the whole chain."""
        least = max(least, self.version)
        if not least <= entry["version"] <= 2:
            yield "version", f"{least} … 2"
        if entry["id"] in self.ids:
            yield "id", "new"

    def faults(self, entry: Mapping[str, Any], kind: str, book: YearBook) -> Iterator[tuple[str, str]]:
        """Every rule that an entry breaks: the field, and what should stand there."""
        version, year = entry["version"], entry["plan_year"]
        yield from self.place_faults(entry)
        yield from period_faults(entry, kind, book)
        total = 0
        for account, tonnes in entry["postings"]:
            total += tonnes
            if account not in book.balances and not _ACCOUNT.fullmatch(account):
                yield "postings", "accounts"
        if total:
            yield "postings", "Σ = 0"
        if version > 1:
            yield from step_faults(entry, kind, book)
        if kind == "correct":
            yield from correction_faults(entry, book)
            return
        if entry["corrects"]:
            yield "corrects", "—"
        if not is_move(kind, entry["postings"], version):
            yield "postings", f"of kind {entry['kind']}"
        if own_name(entry, kind) != entry["id"]:
            yield "id", own_name(entry, kind)
        if kind in RESTS_ON or kind in ("surcharge", "transfer"):
            yield from self.basis_faults(entry, kind, book, year)

    def basis_faults(self, entry: Mapping[str, Any], kind: str, book: YearBook, year: int) -> Iterator[tuple[str, str]]:
        """What rests on another entry cites it once: of the right kind and year, of the same firm, and of its tonnes.

        Between two years that makes the tonnes that enter the ones that left. In version 1 a transfer cited who
        proposed it.
        """
        basis, firms, sector = entry["basis"], firms_of(entry), entry["sector"]
        if kind == "transfer":
            proposed = _PROPOSAL.fullmatch(basis)
            if entry["version"] == 1 and (proposed is None or proposed.group(1) == entry["actor"]):
                yield "basis", f"proposal, ≠ {entry['actor']}"
        elif kind == "surcharge":
            if (sector, year - 1, basis, "".join(firms)) not in self.debts:
                yield "basis", f"debt_out {year - 1} {firms}"
        elif kind != "payback" or not LEAVES["hash"](basis):
            wanted, back, is_all = RESTS_ON[kind]
            cited = self.books.get((sector, year - back), book).kept.get(basis)
            is_gone = kind == "expire" and basis in book.corrected
            if cited is None or is_gone or basis in self.crossed or not is_of(cited, entry, wanted, is_all):
                yield "basis", f"{wanted} {year - back} {firms} {'' if is_all else '≥ '}{size_of(entry)}"
            self.crossed[basis] = (book, entry["id"])

    def check_balances(self, where: str, book: YearBook, postings: Postings) -> None:
        """After each entry the cap is all there, every debt has its other side, nothing is overdrawn or pledged twice.

        Only an account that was moved can have come to stand wrongly.
        """
        balances, page = book.balances, self.sums
        for said, gap in book.gaps.items():
            if gap:
                expected = -balances[SIDES[said][0]]
                page.fault(f"{where} {said}", expected, expected + gap)
        for account, _ in postings:
            role, colon, firm = account.partition(":")
            if balances[account] < 0 and account not in SOURCES:
                page.fault(f"{where} < 0", [], [account])
            if role in ("available", "pool", "pledged"):
                free = balances[f"available:{firm}" if colon else "pool"] - balances[f"pledged{colon}{firm}"]
                if free < 0:
                    page.fault(f"{where} pledged", "free ≥ 0", f"{account}: {free}")
        self.audit.counts["balance"] += len(SIDES) + 2

    def end(self) -> None:
        """What left a year, or was deducted, was cited by an entry that stands."""
        for id_, position in self.leaving.items():
            book, by = self.crossed.get(id_, (None, ""))
            is_met = book is not None and by not in book.corrected
            self.page.rule(f"[{position}] cited", "once", by, is_met)


def period_faults(entry: Mapping[str, Any], kind: str, book: YearBook) -> Iterator[tuple[str, str]]:
    """Whether an entry comes into an open month of its year, a close in its turn, and a debt out of a closed year."""
    month, year = entry["month"], entry["plan_year"]
    if month and int(month[:4]) != year:
        yield "month", f"{year}-MM"
    if kind in LEAVES_A_CLOSED_YEAR:
        if "" not in book.closed or month:
            yield "month", "year closed"
    elif "" in book.closed or (month and month in book.closed):
        yield "month", "open"
    if kind == "close":
        due = len(book.closed) + 1
        if month != (f"{year:04d}-{due:02d}" if due <= 12 else ""):
            yield "month", "in order"
        if not month and book.standing:
            yield "month", f"after the end of {next(iter(book.standing))}"


def correction_faults(entry: Mapping[str, Any], book: YearBook) -> Iterator[tuple[str, str]]:
    """A correction turns one earlier entry of its book back, exactly, and no other has; steps are not turned back."""
    turned = book.kept.get(entry["corrects"])
    if turned is None:
        yield "corrects", "of this book"
        return
    if turned.kind in NOT_TURNED_BACK or entry["corrects"] in book.corrected:
        yield "corrects", "once"
    opposite = sorted([account, -tonnes] for account, tonnes in turned.postings)
    if not opposite or sorted(map(list, entry["postings"])) != opposite:
        yield "postings", show(opposite)


def step_faults(entry: Mapping[str, Any], kind: str, book: YearBook) -> Iterator[tuple[str, str]]:
    """Whether a proposal allows what cites it, and nothing is given without the issue of one, at its very instant."""
    if entry["not_before"] and (kind not in ("propose", "approve") or instant(entry["not_before"]) is None):
        yield "not_before", "—" if kind not in ("propose", "approve") else "instant"
    turned = book.kept.get(entry["corrects"])
    is_given = kind in OF_DECISION or (kind == "correct" and turned is not None and turned.kind in OF_DECISION)
    if not is_given and kind not in STEPS and not entry["proposal"]:
        return
    proposal = book.proposals.get(entry["proposal"])
    if proposal is None or not (is_given or kind in STEPS or kind in MAY_CITE):
        yield "proposal", "—" if proposal else "of this book"
    elif kind in STEPS:
        yield from stepped_faults(entry, kind, proposal)
    elif proposal.end != "issue":
        yield "proposal", "issued"
    elif proposal.ended_at != entry["recorded_at"]:
        yield "recorded_at", proposal.ended_at


def stepped_faults(entry: Mapping[str, Any], kind: str, proposal: Proposal) -> Iterator[tuple[str, str]]:
    """Whether one step may follow on those before it: in order, once, by another person, in time, and freeing all.

    Approved, issued or carried out is what was proposed; a withdrawal rests on a reason of its own.
    """
    if entry["id"] != f"{kind}:{proposal.subject}":
        yield "id", f"{kind}:{proposal.subject}"
    if kind != "withdraw" and entry["basis"] != proposal.basis:
        yield "basis", proposal.basis
    if kind != "withdraw" and proposal.is_of_transfer != (kind == "transfer"):
        yield "proposal", "of a transfer" if kind == "transfer" else "of a decision"
    if proposal.end:
        yield "proposal", "standing"
    if kind in ("approve", "issue") and proposal.is_approved != (kind == "issue"):
        yield "proposal", "approved" if kind == "issue" else "not approved"
    if kind != "withdraw" and entry["actor"] == proposal.actor:
        yield "actor", f"≠ {proposal.actor}"
    if kind in ("issue", "transfer"):
        yield from waiting_faults(entry, proposal)
    if kind != "approve":
        freed = {account: -tonnes for account, tonnes in entry["postings"] if account.partition(":")[0] == "pledged"}
        if freed != proposal.pledged:
            yield "postings", f"−{show(dict(proposal.pledged))}"


def waiting_faults(entry: Mapping[str, Any], proposal: Proposal) -> Iterator[tuple[str, str]]:
    """What has to wait has waited."""
    now = instant(entry["recorded_at"])
    for text in proposal.waits:
        until = instant(text)
        if now is None or until is None or now < until:
            yield "recorded_at", f"≥ {text}"


def instant(text: str) -> datetime | None:
    """An instant in UTC, None when the text is none."""
    try:
        return datetime.fromisoformat(text[:-1]) if text.endswith("Z") else None
    except ValueError:
        return None


def is_move(kind: str, postings: Postings, version: int) -> bool:
    """Whether an entry goes from and to the accounts of its kind, of one firm at most; a transfer from one to another.

    From version 2 on a transfer also frees what was pledged of it.
    """
    if kind == "close":
        return not postings
    if kind in PLEDGES:
        return is_pledge(kind, postings)
    if kind == "transfer":
        return is_between_firms(postings[:2]) and postings[2:] == (freed_by(postings) if version > 1 else [])
    if len(postings) != 2:
        return False
    (takes, gone), (gives, _) = sorted(postings, key=lambda one: one[1])
    (source, _, owner), (target, _, other) = takes.partition(":"), gives.partition(":")
    is_known = (source, target) in MOVES.get(kind, ())
    return is_known and gone < 0 and (not owner or not other or owner == other)


def freed_by(postings: Postings) -> list[list[Any]]:
    """What a transfer frees beside what it moves, which is named giver first."""
    (giving, gone), (_, come) = postings[:2]
    return [[f"pledged:{giving.partition(':')[2]}", gone], ["pledges", come]] if gone < 0 else []


def is_between_firms(postings: Postings) -> bool:
    """Whether two postings move tonnes available to one firm to another one."""
    ends = [account.partition(":") for account, _ in postings]
    firms = {firm for role, _, firm in ends if role == "available" and firm}
    return len(postings) == 2 and len(firms) == 2 and postings[0][1] * postings[1][1] < 0


def is_pledge(kind: str, postings: Postings) -> bool:
    """Whether an entry of two phases pledges, or frees, tonnes of the pool or of one firm, or moves nothing."""
    may_be_firms, is_pledged = PLEDGES[kind]
    if not postings:
        return True
    by_role = {account.partition(":")[0]: (account, tonnes) for account, tonnes in postings}
    if len(postings) != 2 or set(by_role) != {"pledges", "pledged"} or by_role["pledges"][0] != "pledges":
        return False
    account, tonnes = by_role["pledged"]
    return (":" in account) in may_be_firms and tonnes != 0 and (tonnes > 0) == is_pledged


def firms_of(entry: Any) -> list[str]:
    """The firms whose accounts an entry moves, in order."""
    postings = entry.postings if isinstance(entry, Kept) else entry["postings"]
    return sorted({account.split(":", 1)[1] for account, _ in postings if ":" in account})


def own_name(entry: Mapping[str, Any], kind: str) -> str:
    """The name an entry has to have where its kind comes once for a firm in a year or month, or for a proposal."""
    if kind == "transfer" and entry["version"] == 1:
        return f"transfer:{entry['sector']}:{entry['plan_year']}:{entry['basis'].rsplit('/', 1)[-1][:16]}"
    if kind in ("charge", "credit"):
        return ":".join([kind, entry["sector"], str(entry["month"] or entry["plan_year"]), *firms_of(entry)])
    if kind in ONCE_A_YEAR or (kind == "payback" and not LEAVES["hash"](entry["basis"])):
        return ":".join([kind, entry["sector"], str(entry["plan_year"]), *firms_of(entry)])
    return str(entry["id"])


def size_of(entry: Any) -> int:
    """The tonnes an entry moves."""
    postings = entry.postings if isinstance(entry, Kept) else entry["postings"]
    return sum(tonnes for _, tonnes in postings if tonnes > 0)


def is_of(cited: Kept, entry: Mapping[str, Any], kind: str, is_all: bool) -> bool:
    """Whether an entry may rest on another one of the right book."""
    enough = size_of(cited) == size_of(entry) if is_all else size_of(cited) >= size_of(entry)
    return cited.kind == kind and firms_of(cited) == firms_of(entry) and enough


# -- capacity ----------------------------------------------------------------------------------------------------------

OF_CAPACITY = 0  # capacity belongs to no year
STATES_OF_FURNACE = ("running", "sealed", "dismantled")
OF_CLASS = ("opened", "cut", "pledges", "bars")
# Which roles give and which take, by kind; blanks between several that move at once.
CAPACITY_MOVES: Mapping[str, Sequence[tuple[str, str]]] = {
    "capacity_open": (("opened", "running"),),
    "seal": (("running", "sealed"),),
    "restart": (("sealed", "running"),),
    "dismantle": (("running", "dismantled"), ("sealed", "dismantled")),
    "reduce": tuple((role, "cut") for role in (*STATES_OF_FURNACE, "project")),
    "swap_pledge": (("pledges", "pledged"),),
    "swap_out": (("dismantled pledged", "pledges project"),),
    "build": (("project", "cut running"), ("project", "running")),
    "bar": (("bars", "barred"),),
    "hand_over": tuple((role, role) for role in STATES_OF_FURNACE),
}
WHOLE_FURNACE = ("seal", "restart", "dismantle", "hand_over")
OF_TWO_PERSONS = ("restart", "swap_pledge", "build", "hand_over", "correct")
CAPACITY_SIDES: Mapping[str, Sequence[str]] = {
    "Σ": ("opened", *STATES_OF_FURNACE, "project", "cut"),
    "pledges": ("pledges", "pledged"),
    "bars": ("bars", "barred"),
}
CAPACITY_SOURCES = tuple(roles[0] for roles in CAPACITY_SIDES.values())
_CAPACITY_SIDE_OF = {role: said for said, roles in CAPACITY_SIDES.items() for role in roles}


class Leg(NamedTuple):
    """One posting of a capacity entry, its account taken apart.

    A furnace is (class, kind, id, firm), a project (class, ratio, id, firm).
    """

    role: str
    quantity: str
    furnace: tuple[str, ...] | None
    project: tuple[str, ...] | None
    account: str
    tonnes: int


def leg_of(account: str, tonnes: int) -> Leg | None:
    """A posting taken apart; None when no book of capacity has such an account."""
    head, colon, firm = account.partition(":")
    role, *parts = head.split("/")
    if not all(parts) or (colon and not firm):
        return None
    if role in OF_CLASS and len(parts) == 1 and not colon:
        return Leg(role, parts[0], None, None, account, tonnes)
    furnace = project = None
    if role in (*STATES_OF_FURNACE, "barred") and len(parts) == 3:
        furnace = (*parts, firm)
    elif role == "project" and len(parts) == 3:
        project = (*parts, firm)
    elif role == "pledged" and len(parts) == 6:
        furnace, project = (*parts[:3], firm), (parts[0], *parts[3:])
    if not firm or not (furnace or project) or (project and ratio_of_project(project) is None):
        return None
    return Leg(role, parts[0], furnace, project, account, tonnes)


def ratio_of_project(project: Sequence[str]) -> Fraction | None:
    """What has to be retired for one tonne built, at least 1, written in lowest terms; None when it is not."""
    found = re.fullmatch(r"([1-9][0-9]{0,8})-([1-9][0-9]{0,8})", project[1], re.ASCII)
    ratio = Fraction(int(found[1]), int(found[2])) if found else Fraction(0)
    return ratio if ratio >= 1 and f"{ratio.numerator}-{ratio.denominator}" == project[1] else None


class CapacityBook(Book):
    """The furnaces of a sector while their entries are read."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[str, Kept] = {}
        self.corrected: set[str] = set()
        self.proposals: dict[str, Proposal] = {}
        self.issued_by: dict[str, str] = {}
        self.furnaces: dict[str, tuple[str, ...]] = {}  # by id: the one in use
        self.taken: dict[str, Counter[str]] = {"pledged": Counter(), "barred": Counter()}  # by id of a furnace
        self.months: dict[Any, str] = {}
        self.gaps: Counter[tuple[str, str]] = Counter()  # by class and side: what is not accounted for
        self.opened_at = ""

    def standing(self, furnace: Sequence[str]) -> dict[str, int]:
        """Tonnes of a furnace by the state they are in."""
        *parts, firm = furnace
        return {role: self.balances[f"{'/'.join((role, *parts))}:{firm}"] for role in STATES_OF_FURNACE}

    def follow(self, entry: Mapping[str, Any], kind: str, legs: Sequence[Leg]) -> None:
        """Remember what an entry changes for later ones."""
        turned = self.kept.get(entry["corrects"])
        self.kept[entry["id"]] = Kept(kind, entry["basis"], entry["postings"])
        if kind == "propose":
            self.proposals[entry["id"]] = Proposal(entry)
        elif kind in ("issue", "withdraw") and entry["proposal"] in self.proposals:
            proposal = self.proposals[entry["proposal"]]
            proposal.end, proposal.ended_at = kind, entry["recorded_at"]
            self.issued_by[entry["proposal"]] = entry["actor"]
        elif kind == "correct":
            self.corrected.add(entry["corrects"])
        for leg in legs:
            self.gaps[leg.quantity, _CAPACITY_SIDE_OF[leg.role]] += leg.tonnes
            if leg.role in self.taken and leg.furnace:
                self.taken[leg.role][leg.furnace[2]] += leg.tonnes
            self.months.update({key: entry["month"] for key in (leg.furnace and leg.furnace[2], leg.project) if key})
        if kind == "capacity_open" and not self.opened_at:
            self.opened_at = entry["recorded_at"]
        furnaces, made = furnaces_of(legs), turned.kind if turned else ""
        if (furnaces and "hand_over" in (kind, made)) or kind in ("capacity_open", "build"):
            self.furnaces.update({furnace[2]: furnace for furnace in furnaces[-1:]})
        elif made in ("capacity_open", "build"):
            self.furnaces = {name: one for name, one in self.furnaces.items() if one not in furnaces}


def furnaces_of(legs: Sequence[Leg]) -> list[tuple[str, ...]]:
    """The furnaces an entry names, each once, the giving side first."""
    return list(dict.fromkeys(leg.furnace for leg in sorted(legs, key=lambda one: one.tonnes > 0) if leg.furnace))


def capacity_faults(entry: Mapping[str, Any], book: CapacityBook) -> Iterator[tuple[str, str]]:
    """Every rule of capacity that an entry breaks by itself, by its proposal, or by where its furnace stands."""
    kind, postings, is_step = entry["kind"], entry["postings"], entry["kind"] in ("propose", "issue", "withdraw")
    if not entry["basis"]:
        yield "basis", "a document"
    if not entry["month"] and not is_step:
        yield "month", "YYYY-MM"
    if entry["not_before"] and (kind != "propose" or instant(entry["not_before"]) is None):
        yield "not_before", "—" if kind != "propose" else "instant"
    if entry["corrects"] and kind != "correct":
        yield "corrects", "—"
    yield from capacity_step_faults(entry, book)
    if is_step:
        if postings:
            yield "postings", "[]"
        return
    legs = [leg_of(account, tonnes) for account, tonnes in postings]
    known = [leg for leg in legs if leg is not None]
    if len(known) < len(legs) or not known or any(leg.tonnes == 0 for leg in known):
        yield "postings", "accounts"
        return
    if sum(leg.tonnes for leg in known) or len({leg.quantity for leg in known}) > 1:
        yield "postings", "Σ = 0, one class"
    keys = [key for leg in known for key in (leg.furnace and leg.furnace[2], leg.project) if key]
    last = max((book.months.get(key, "") for key in keys), default="")
    if entry["month"] < last:
        yield "month", f"≥ {last}"
    if kind == "correct":
        yield from capacity_correction_faults(entry, book)
    elif not is_capacity_move(kind, known):
        yield "postings", f"of kind {kind}"
    else:
        yield from furnace_faults(kind, known, book)


def capacity_step_faults(entry: Mapping[str, Any], book: CapacityBook) -> Iterator[tuple[str, str]]:
    """What gives capacity, or undoes what was recorded, takes a proposal, another person, and the very same act."""
    kind, name = entry["kind"], entry["proposal"]
    is_first = book.opened_at in ("", entry["recorded_at"]) and not name
    is_given = kind in OF_TWO_PERSONS or (kind == "capacity_open" and not is_first)
    proposal = book.proposals.get(name)
    if kind not in ("issue", "withdraw") and not is_given:
        if name:
            yield "proposal", "—"
    elif proposal is None:
        yield "proposal", "of this book"
    else:
        if kind != "withdraw" and entry["basis"] != proposal.basis:
            yield "basis", proposal.basis
        if kind in ("issue", "withdraw"):
            if proposal.end:
                yield "proposal", "standing"
            if kind == "issue" and entry["actor"] == proposal.actor:
                yield "actor", f"≠ {proposal.actor}"
            yield from waiting_faults(entry, proposal) if kind == "issue" else ()
        elif proposal.end != "issue":
            yield "proposal", "issued"
        elif (proposal.ended_at, book.issued_by[name]) != (entry["recorded_at"], entry["actor"]):
            yield "recorded_at", f"{proposal.ended_at} {book.issued_by[name]}"


def capacity_correction_faults(entry: Mapping[str, Any], book: CapacityBook) -> Iterator[tuple[str, str]]:
    """A correction turns one earlier move of this book back, exactly and once."""
    turned = book.kept.get(entry["corrects"])
    if turned is None:
        yield "corrects", "of this book"
        return
    if turned.kind in ("propose", "issue", "withdraw", "correct") or entry["corrects"] in book.corrected:
        yield "corrects", "once"
    opposite = sorted([account, -tonnes] for account, tonnes in turned.postings)
    if sorted(map(list, entry["postings"])) != opposite:
        yield "postings", show(opposite)


def is_capacity_move(kind: str, legs: Sequence[Leg]) -> bool:
    """Whether roles, furnaces and projects of an entry are those of its kind, and what is built has its ratio."""
    gives = " ".join(sorted(leg.role for leg in legs if leg.tonnes < 0))
    takes = " ".join(sorted(leg.role for leg in legs if leg.tonnes > 0))
    furnaces, projects = furnaces_of(legs), list(dict.fromkeys(leg.project for leg in legs if leg.project))
    if (gives, takes) not in CAPACITY_MOVES.get(kind, ()) or len(projects) > 1:
        return False
    if kind == "hand_over":
        return len(furnaces) == 2 and furnaces[0][:3] == furnaces[1][:3] and furnaces[0][3] != furnaces[1][3]
    if len(furnaces) > 1:
        return False
    if kind == "swap_out":
        return len({abs(leg.tonnes) for leg in legs}) == 1
    if kind == "build":
        moved = {leg.role: leg.tonnes for leg in legs}
        ratio = ratio_of_project(projects[0]) or Fraction(0)
        return furnaces[0][3] == projects[0][3] and -moved["project"] >= ratio * moved["running"]
    return True


def furnace_faults(kind: str, legs: Sequence[Leg], book: CapacityBook) -> Iterator[tuple[str, str]]:
    """A furnace is made once, is moved as it stands and as a whole, and barred tonnes are promised to nobody."""
    furnaces = furnaces_of(legs)
    if kind in ("capacity_open", "build"):
        if furnaces[-1][2] in book.furnaces:
            yield "postings", "a new furnace"
        return
    for furnace in furnaces[:1]:
        if book.furnaces.get(furnace[2]) != furnace:
            yield "postings", f"{book.furnaces.get(furnace[2])}"
    given = min(legs, key=lambda leg: leg.tonnes)
    if kind in WHOLE_FURNACE and -given.tonnes != book.balances[given.account]:
        yield "postings", f"{given.account} {book.balances[given.account]}"
    if kind == "swap_pledge":
        name = furnaces[0][2]
        barred = book.taken["barred"][name]
        free = sum(book.standing(furnaces[0]).values()) - book.taken["pledged"][name] - barred
        if barred and max(leg.tonnes for leg in legs) > max(free, 0):
            yield "postings", f"≤ {max(free, 0)}"


def check_furnaces(page: Page, where: str, book: CapacityBook, legs: Sequence[Leg]) -> None:
    """After each entry all that was opened is somewhere, nothing is overdrawn, and a furnace is in one state.

    What a furnace promised is still there.
    """
    for quantity in sorted({leg.quantity for leg in legs}):
        for said, (source, *_) in CAPACITY_SIDES.items():
            expected = -book.balances[f"{source}/{quantity}"]
            page.same(f"{where} {said}", expected, expected + book.gaps[quantity, said])
    for leg in legs:
        is_short = book.balances[leg.account] < 0 and leg.role not in CAPACITY_SOURCES
        page.rule(f"{where} < 0", [], [leg.account] if is_short else [], not is_short)
    for furnace in furnaces_of(legs):
        owners = {furnace, book.furnaces.get(furnace[2], furnace)}
        in_use = [role for owner in sorted(owners) for role, tonnes in book.standing(owner).items() if tonnes > 0]
        page.rule(f"{where} state", "one", in_use, len(in_use) <= 1)
        standing, pledged = sum(book.standing(furnace).values()), book.taken["pledged"][furnace[2]]
        page.rule(f"{where} pledged", f"≥ {pledged}", standing, standing >= pledged)


# -- names and rules ---------------------------------------------------------------------------------------------------

# The numbers of each method that a rulebook need not set, with what holds then.
_STANDINGS = ("leading", "normative", "nonconforming", "A", "B", "C", "D")
SILENT: Mapping[str, Mapping[str, str]] = {
    "contribution_tilt": {},
    "grandfathering": {},
    "capacity": {},
    "uniform_cut": {"surcharge": "0.05"},
    "benchmark_activity": {"band": "0.15"},
    "two_pools": {"theta": "0.1"},
    "bounded_tilt": {"k": "0.15", "tau": "0.03"},
    "tiers": {
        **{f"factor.{name}": "1" for name in _STANDINGS},
        **{f"cut_least.{tier}": "-10" for tier in _STANDINGS[:3]},
        **{f"cut_most.{tier}": "1" for tier in _STANDINGS[:3]},
        "factor.veto": "0",
    },
    "classes": {
        **{f"factor.{name}": "1" for name in _STANDINGS[3:]},
        **{"up_to.A": "0.25", "up_to.B": "0.70", "up_to.C": "0.95"},
    },
}
AWARDING = (
    *("cea", "cel", "talmud", "piniles", "constrained_egalitarian"),
    *("adjusted_proportional", "minimal_overlap"),
)
SCORING = ("contribution_tilt", "bounded_tilt", "classes", "two_pools")
UNFACTORED = ("two_pools",)  # scores, but no factor of tier, grade or veto counts
BY_TILT = ("contribution_tilt", "grandfathering")  # the claim is base times tilt, and is not published by itself

KNOWN_RULES: Mapping[str, Sequence[str]] = {
    "scope": ("compliant_capacity", "output_last_year"),
    "base": ("last_year", "last_year_within_capacity", "max", "mean", "mean_within_capacity"),
    "method": (*SILENT, *AWARDING),
    "bounds": ("base_and_capacity", "base_only"),
    "rounding": ("largest_remainder",),
    "settlement": ("recall_unused_and_debt", "recall_and_deduct", "carry_and_deduct"),
}
CARRIES, CARRY_UNTIL = "carry_and_deduct", "carry_until"
KNOWN_ATTRIBUTES = ("tier", "grade", "veto")
KNOWN_CHOICES: Mapping[str, Sequence[str]] = {
    "direction": ("benefit", "cost"),
    "missing": ("refuse", "group_mean", "zero"),
}


class Rules:
    """The plain rulebook as questions, at the day of the decision."""

    def __init__(self, decision: Mapping[str, Any]) -> None:
        self.plain = decision["rulebook"]
        self.day = last_day(decision["as_of"]) if decision["as_of"] else self.plain["effective"]
        self.indicators = self.plain["indicators"]
        self.method = self.plain["method"]["rule"]
        self.is_scored = self.method in SCORING
        self.by_output = self.plain["scope"]["rule"] == "output_last_year"

    def parameter(self, code: str) -> Fraction:
        """The value in force on the day of the decision; BrokenError when there is none."""
        return self.parameter_on(code, self.day)

    def parameter_on(self, code: str, day: str) -> Fraction:
        """The value in force on a day; BrokenError when there is none."""
        values = self.plain["parameters"].get(code, {}).get("values", {})
        days = sorted(since for since in values if since <= day)
        if not days:
            raise BrokenError("verify.shape", "rulebook.json", f"parameters.{code}", f"≤ {day}", sorted(values))
        return number(values[days[-1]])

    def setting(self, code: str) -> Fraction:
        """A number of the method: as the rulebook sets it, or what holds where it is silent."""
        silent = SILENT.get(self.method, {})
        if code in self.plain["parameters"] or code not in silent:
            return self.parameter(code)
        return number(silent[code])

    def deduction(self, held: int, overrun: int) -> int:
        """What an overrun costs: each slice of the holding at its own factor, the sum in whole tonnes, ties to even."""
        cost, reached = Fraction(0), Fraction(0)
        for item in self.plain.get("deduction", {"slices": []})["slices"]:
            end = Fraction(overrun) if item["up_to"] in (None, "") else number(item["up_to"]) * held
            cost += number(item["factor"]) * max(min(end, Fraction(overrun)) - reached, Fraction(0))
            reached = max(reached, end)
        return int(half_even(cost, 0))

    def factor(self, attribute: str, value: str) -> Fraction:
        """The multiplier for a tier, a grade or a veto; one when the rulebook names none."""
        for item in self.plain["multipliers"]:
            if item["attribute"] == attribute and item["value"] == value:
                return number(item["factor"])
        return Fraction(1)

    def strength(self) -> Fraction:
        """The exponent of the tilt; none under a method that raises no score to a power."""
        return self.parameter("tilt_beta") if self.method == "contribution_tilt" else Fraction(0)

    def base_years(self) -> list[int]:
        """The years a base rests on, the latest first."""
        is_one = self.plain["base"]["rule"].startswith("last_year")
        years = 1 if is_one else min(int(self.parameter("base_years")), 50)
        return [self.plain["plan_year"] - back for back in range(1, years + 1)]


def last_day(month: str) -> str:
    """The last calendar day of a month, as text."""
    year, index = int(month[:4]), int(month[5:])
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = (31, 29 if is_leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[index - 1]
    return f"{month}-{days}"


def check_hashes(audit: Audit, book: Mapping[str, Any]) -> None:
    """Decision and rulebook carry the hashes that everything else cites."""
    decision, signed = book[DECISION], book["signatures.json"]
    own, rulebook = digest(canonical(decision)), digest(canonical(decision["rulebook"]))
    page = audit.page("hash", "verify.hash", "signatures.json")
    page.same("sha256", own, signed["sha256"])
    page.same(
        "decision", f"{decision['sector']}-{decision['as_of'] or decision['plan_year']}-{own[:8]}", signed["decision"]
    )
    audit.page("hash", "verify.hash", DECISION).same("rulebook_sha256", rulebook, decision["rulebook_sha256"])
    audit.page("hash", "verify.hash", "rulebook.json").same(
        "sha256", rulebook, digest(canonical(book["rulebook.json"]))
    )
    sector = digest(canonical(decision["sector_data"]))
    audit.page("hash", "verify.hash", "sector.json").same("sha256", sector, digest(canonical(book["sector.json"])))


def check_rules(audit: Audit, book: Mapping[str, Any]) -> None:
    """The rulebook names only rules this file knows, cites clauses it has, and its weights make up one."""
    rulebook, page = book["rulebook.json"], audit.page("name", "verify.rule", "rulebook.json")
    for name, known in KNOWN_RULES.items():
        page.rule(name, list(known), rulebook[name]["rule"], rulebook[name]["rule"] in known)
    for item in rulebook["indicators"]:
        for field, known in KNOWN_CHOICES.items():
            page.rule(f"indicators[{item['code']}].{field}", list(known), item[field], item[field] in known)
    for item in rulebook["multipliers"]:
        where, attribute = f"multipliers[{item['value']}].attribute", item["attribute"]
        page.rule(where, list(KNOWN_ATTRIBUTES), attribute, attribute in KNOWN_ATTRIBUTES)
    for where, clause in cited_clauses(rulebook):
        page.rule(where, list(rulebook["clauses"]), clause, clause in rulebook["clauses"])
    check_carry_until(page, rulebook)
    method = rulebook["method"]["rule"]
    if method not in SCORING or method in UNFACTORED:
        page.same("multipliers", [], rulebook["multipliers"])
    if method not in SCORING:
        page.same("indicators", [], rulebook["indicators"])
        return
    if method == "two_pools":
        page.same("indicators", 1, len(rulebook["indicators"]))
    weights = sum(number(item["weight"]) for item in rulebook["indicators"])
    audit.page("name", "verify.figure", "rulebook.json").same("indicators Σ weight", Fraction(1), weights)


def check_carry_until(page: Page, rulebook: Mapping[str, Any]) -> None:
    """The month by which carried tonnes have to be used is one of the twelve, and named only where they are carried."""
    values = rulebook["parameters"].get(CARRY_UNTIL, {"values": {}})["values"]
    if values:
        rule = rulebook["settlement"]["rule"]
        page.rule(f"parameters.{CARRY_UNTIL}", CARRIES, rule, rule == CARRIES)
    for day, value in sorted(values.items()):
        is_month = number(value) in {Fraction(month) for month in range(1, 13)}
        page.rule(f"parameters.{CARRY_UNTIL}.{day}", "1 … 12", value, is_month)


def cited_clauses(rulebook: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Every place of a rulebook that cites a clause, with the clause it cites."""
    places = {f"parameters.{code}.clause": item for code, item in rulebook["parameters"].items()}
    places.update({f"{name}.clause": rulebook[name] for name in KNOWN_RULES})
    places.update({f"indicators[{item['code']}].clause": item for item in rulebook["indicators"]})
    places.update({f"multipliers[{item['value']}].clause": item for item in rulebook["multipliers"]})
    places.update(
        {f"{name}.clause": rulebook[name] for name in ("deduction", "transfers", "regulation") if name in rulebook}
    )
    places.update({f"checks.{name}.clause": item for name, item in rulebook.get("checks", {}).items()})
    return [(where, item["clause"]) for where, item in places.items()]


def check_names(audit: Audit, book: Mapping[str, Any]) -> bool:
    """Decision, rulebook and sector speak of the same year, quantity, firms and indicators; whether they do."""
    decision, sector, before = book[DECISION], book["sector.json"], len(audit.differences)
    rulebook, rules, page = decision["rulebook"], Rules(decision), audit.page("name", "verify.figure", DECISION)
    for field in ("sector", "plan_year", "quantity"):
        page.same(field, rulebook[field], decision[field])
    page.same("as_of", str(decision["plan_year"]), (decision["as_of"] or str(decision["plan_year"]))[:4])
    span = f"{rulebook['effective']} … {rulebook['expires']}"
    page.rule("as_of", span, rules.day, rulebook["effective"] <= rules.day <= rulebook["expires"])
    other = audit.page("name", "verify.source", "sector.json")
    other.same("id", decision["sector"], sector["id"])
    other.same("quantity", decision["quantity"], sector["quantity"])
    firms, codes = [item["enterprise"] for item in decision["claimants"]], [item["code"] for item in rules.indicators]
    page.same("claimants", sorted(set(firms)), firms)
    page.same("shares", firms, [share["enterprise"] for share in decision["shares"]])
    for group, inner in (("claimants", "measures"), ("shares", "indicators")):
        for item in decision[group]:
            page.same(f"{group}[{item['enterprise']}].{inner}", codes, [one["indicator"] for one in item[inner]])
    return len(audit.differences) == before


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


def check_sources(audit: Audit, book: Mapping[str, Any]) -> None:
    """The returns in the export are exactly those the decision cites, each under its own name and file hash."""
    cited = {
        reference: (claimant["enterprise"], file_hash)
        for decision in (book[DECISION], book.get(ALLOCATION, book[DECISION]))
        for claimant in decision["claimants"]
        for reference, file_hash in claimant["sources"]
    }
    page = audit.page("input", "verify.source", "returns.json")
    page.same("reference", sorted(cited), sorted(item["reference"] for item in book["returns.json"]))
    for item in book["returns.json"]:
        enterprise, file_hash = cited.get(item["reference"], (item["enterprise"], item["file_sha256"]))
        where = f"[{item['reference']}]"
        page.same(f"{where}.reference", f"{enterprise}/{item['period']}/v{item['version']}", item["reference"])
        page.same(f"{where}.enterprise", enterprise, item["enterprise"])
        page.same(f"{where}.file_sha256", file_hash, item["file_sha256"])
        fields, known = [fact["field"] for fact in item["facts"]], book["sector.json"]["fields"]
        page.same(f"{where}.facts", sorted(set(fields) & set(known)), sorted(fields))


def check_inputs(audit: Audit, book: Mapping[str, Any]) -> None:
    """Who takes part, and what each came with: base years, the year so far, capacity, standing, measures."""
    decision, page = book[DECISION], audit.page("input", "verify.input", DECISION)
    register, cited = (
        by_name(book["register.json"]),
        {ref for one in decision["claimants"] for ref, _ in one["sources"]},
    )
    returns = Returns([item for item in book["returns.json"] if item["reference"] in cited])
    desk = Desk(decision, book["sector.json"], returns)
    part = sorted(name for name, item in register.items() if desk.takes_part(item))
    page.same("claimants", part, [claimant["enterprise"] for claimant in decision["claimants"]])
    for claimant in decision["claimants"]:
        name = claimant["enterprise"]
        _expect("register.json", "enterprise", name, sorted(register), name in register)
        for field, expected in desk.standing(register[name]).items():
            page.same(f"claimants[{name}].{field}", expected, claimant[field])
        for rule, measure in zip(desk.rules.indicators, claimant["measures"]):  # noqa: B905 - Python 3.9
            for side, wanted in desk.measure(rule, register[name]).items():
                page.same(f"claimants[{name}].measures[{rule['code']}].{side}", wanted, measure[side])


class Desk:
    """Where the inputs of one decision are worked out again."""

    def __init__(self, decision: Mapping[str, Any], sector: Mapping[str, Any], returns: Returns) -> None:
        self.rules, self.sector, self.returns = Rules(decision), sector, returns
        self.year, self.as_of, self.quantity = decision["plan_year"], decision["as_of"], decision["quantity"]
        self.month = month_number(self.as_of) if self.as_of else self.year * 12
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
        """Whether it had capacity on file in any month of the plan year so far, or by rule made any the year before."""
        if self.rules.by_output:
            return self.has_made(enterprise, self.year - 1)
        return any(self.capacity(enterprise, month) > 0 for month in range(self.year * 12, self.month + 1))

    def standing(self, enterprise: Mapping[str, Any]) -> dict[str, Any]:
        """History, production so far, capacity and veto of one enterprise.

        Tier and grade carry no date in the register, which lives on; they stand as the decision has them.
        """
        return {
            "history_t": {str(year): self.made(enterprise, year) for year in self.rules.base_years()},
            "made_t": self.whole(enterprise["enterprise"], self.year * 12, self.month) if self.as_of else 0,
            "capacity_t": self.capacity(enterprise, self.month),
            "is_vetoed": self.year - 1 in enterprise["veto_years"],
        }

    def made(self, enterprise: Mapping[str, Any], year: int) -> int | None:
        """Whole tonnes of a base year; nothing where nothing stood on file to make them."""
        made = self.whole(enterprise["enterprise"], year * 12, year * 12 + 11)
        is_idle = all(self.capacity(enterprise, month) == 0 for month in range(year * 12, year * 12 + 12))
        is_at_work = self.rules.by_output and self.has_made(enterprise, year)
        return 0 if made is None and is_idle and not is_at_work else made

    def has_made(self, enterprise: Mapping[str, Any], year: int) -> bool:
        """Whether any return of that year reports some of the quantity."""
        pieces = self.returns.within(enterprise["enterprise"], self.quantity, year * 12, year * 12 + 11)
        return any(one.value > 0 for one in pieces)

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
            ends = [one for one in self.returns.within(name, field, *self.assessed) if one.last == self.assessed[1]]
            return ends[0].value if ends else None
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


# -- bounds ------------------------------------------------------------------------------------------------------------


def check_bounds(audit: Audit, book: Mapping[str, Any]) -> None:
    """The cap and the reserve; base, floor and ceiling of every enterprise with the reason of the one that decides."""
    decision, page = book[DECISION], audit.page("bound", "verify.figure", DECISION)
    rules = Rules(decision)
    page.same("cap_t", rules.parameter("cap_t"), decision["cap_t"])
    page.same("reserve_t", half_even(rules.parameter("reserve_share") * decision["cap_t"], 0), decision["reserve_t"])
    for claimant, share in zip(decision["claimants"], decision["shares"]):  # noqa: B905 - Python 3.9
        page.same(f"shares[{share['enterprise']}].base_t", base_of(claimant, rules), share["base_t"])
        for field, expected in bounds_of(claimant, share["base_t"], rules).items():
            page.same(f"shares[{share['enterprise']}].{field}", expected, share[field])


def base_of(claimant: Mapping[str, Any], rules: Rules) -> int:
    """The base by the rule of the rulebook, from the years before the plan year."""
    rule, history, where = rules.plain["base"]["rule"], claimant["history_t"], claimant["enterprise"]
    for year in rules.base_years():
        _expect(DECISION, f"claimants[{where}].history_t", str(year), sorted(history), str(year) in history)
    made = [history[str(year)] for year in rules.base_years()]
    if rule == "max":
        return int(max(made))
    base = int(half_even(Fraction(sum(made), len(made)), 0))
    return min(base, claimant["capacity_t"]) if rule.endswith("_within_capacity") else base


def bounds_of(claimant: Mapping[str, Any], base: int, rules: Rules) -> dict[str, Any]:
    """Floor and ceiling in whole tonnes with their reasons: made goes before ceilings, and ceilings before floors."""
    apart = beside(claimant)
    made = claimant["made_t"] - apart
    floor, below = -((rules.parameter("floor_delta") - 1) * base // 1), "floor.base"
    ceiling, above = (1 + rules.parameter("ceiling_delta")) * base // 1, "ceiling.base"
    lowest, highest = tier_range(claimant, base, rules)
    capacity = ceiling
    if rules.plain["bounds"]["rule"] != "base_only":
        capacity = max(rules.parameter("capacity_factor") * claimant["capacity_t"] // 1 - apart, Fraction(0))
    if capacity < ceiling:
        ceiling, above = capacity, "ceiling.capacity"
    if highest is not None and highest < ceiling:
        ceiling, above = highest, "ceiling.tier"
    if lowest > floor:
        floor, below = lowest, "floor.tier"
    if floor > ceiling:
        floor, below = ceiling, above
    if made > floor:
        floor, below = made, "floor.made"
    if made > ceiling:
        ceiling, above = made, "ceiling.made"
    return {"floor_t": floor, "floor_reason": below, "ceiling_t": ceiling, "ceiling_reason": above}


def beside(claimant: Mapping[str, Any]) -> int:
    """Tonnes of a quota that the split does not give: carried, deducted, transferred."""
    return sum(sign * claimant.get(field, 0) for _, field, sign in BESIDE)


def split_total(decision: Mapping[str, Any]) -> int:
    """What the split gives out: the cap less the reserve, less what stands beside the split."""
    return int(decision["cap_t"] - decision["reserve_t"] - sum(beside(claimant) for claimant in decision["claimants"]))


def tier_range(claimant: Mapping[str, Any], base: int, rules: Rules) -> tuple[int, int | None]:
    """Least and most tonnes by the cuts of the tier; from zero and without end where the method has none."""
    if rules.method != "tiers":
        return 0, None
    smallest, largest = (rules.setting(f"{end}.{claimant['tier']}") for end in ("cut_least", "cut_most"))
    highest = None if smallest <= -10 else int((1 - smallest) * base // 1)
    if claimant["is_vetoed"]:
        return 0, highest
    lowest = -int((largest - 1) * base // 1)
    return (lowest if highest is None else min(lowest, highest)), highest


# -- scores ------------------------------------------------------------------------------------------------------------


def check_scores(audit: Audit, book: Mapping[str, Any]) -> None:
    """References, item scores, multipliers, scores and tilts, each from the published figure before it."""
    decision, page = book[DECISION], audit.page("score", "verify.figure", DECISION)
    rules, shares = Rules(decision), decision["shares"]
    for place, rule in enumerate(rules.indicators):
        check_indicator(audit, rule, place, decision, rules.parameter("score_cap") if rules.is_scored else Fraction(0))
    for claimant, share in zip(decision["claimants"], shares):  # noqa: B905 - Python 3.9
        veto = rules.factor("veto", "yes" if claimant["is_vetoed"] else "no")
        multiplier = veto * rules.factor("tier", claimant["tier"]) * rules.factor("grade", claimant["grade"])
        page.same(f"shares[{share['enterprise']}].multiplier", multiplier, share["multiplier"])
        score = half_even(number(share["multiplier"]) * weighted(share), 6) if rules.is_scored else Fraction(1)
        page.same(f"shares[{share['enterprise']}].score", score, share["score"])
    bases = sum(share["base_t"] for share in shares)
    mean = half_even(sum(share["base_t"] * number(share["score"]) for share in shares) / Fraction(bases), 6)
    page.same("mean_score", mean, decision["mean_score"])
    if rules.method in BY_TILT:
        for share in shares:
            tilt = tilt_of(number(share["score"]), number(decision["mean_score"]), rules.strength())
            page.same(f"shares[{share['enterprise']}].tilt", tilt, share["tilt"])


def check_indicator(audit: Audit, rule: Any, place: int, decision: Mapping[str, Any], cap: Fraction) -> None:
    """One indicator of all enterprises: values, reference, weight, treatment of missing figures, item scores."""
    page, means = audit.page("score", "verify.figure", DECISION), audit.page("reference", "verify.figure", DECISION)
    measures = [claimant["measures"][place] for claimant in decision["claimants"]]
    reference = group_mean(measures) if rule["reference"] == "group_mean" else number(rule["reference"])
    for share, measure in zip(decision["shares"], measures):  # noqa: B905 - Python 3.9
        result, value = share["indicators"][place], ratio_of(measure)
        where = f"shares[{share['enterprise']}].indicators[{rule['code']}]"
        page.same(f"{where}.value", value, result["value"])
        means.same(f"{where}.reference", reference, result["reference"])
        page.same(f"{where}.weight", number(rule["weight"]), result["weight"])
        page.same(f"{where}.treatment", "" if value is not None else rule["missing"], result["treatment"])
        page.rule(f"{where}.value", "refuse", None, value is not None or rule["missing"] != "refuse")
        page.same(f"{where}.score", item_score(rule, value, reference, cap), result["score"])


def ratio_of(measure: Mapping[str, Any]) -> Fraction | None:
    """The value as published, nine decimals; None when a side of the ratio is missing."""
    above, below = measure["numerator"], measure["denominator"]
    if above is None or below is None or number(below) <= 0:
        return None
    return half_even(number(above) / number(below), 9)


def group_mean(measures: Sequence[Mapping[str, Any]]) -> Fraction:
    """Sum of the numerators over sum of the denominators of those who reported; a loss counts as nothing."""
    reported = [item for item in measures if ratio_of(item) is not None]
    above = sum(max(number(item["numerator"]), Fraction(0)) for item in reported)
    below = sum(number(item["denominator"]) for item in reported)
    return half_even(Fraction(above) / below, 9) if below else Fraction(0)


def item_score(rule: Mapping[str, Any], value: Fraction | None, reference: Fraction, cap: Fraction) -> Fraction:
    """One item between zero and the cap, six decimals."""
    if value is None:
        return Fraction(rule["missing"] == "group_mean" and reference > 0)
    upper, lower = (reference, value) if rule["direction"] == "cost" else (value, reference)
    return half_even(clip(upper / lower, Fraction(0), cap), 6) if lower > 0 else Fraction(0)


def weighted(share: Mapping[str, Any]) -> Fraction:
    """Weights times item scores of one firm, before any factor."""
    return Fraction(sum(number(item["weight"]) * number(item["score"]) for item in share["indicators"]))


def tilt_of(score: Fraction, mean: Fraction, beta: Fraction) -> Fraction:
    """How the score moves the base, nine decimals; nothing moves without strength."""
    return power(score / mean, beta, 9) if beta else Fraction(1)


def power(ratio: Fraction, exponent: Fraction, places: int) -> Fraction:
    """`ratio ** exponent` to that many places, half to even, by whole-number roots: right for any exponent from 0."""
    if not 0 <= exponent <= 20 or exponent.denominator > 1000:
        raise ValueError(f"no such strength of a tilt: {show(exponent)}")
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


# -- claims, by the method ---------------------------------------------------------------------------------------------


def check_claims(audit: Audit, book: Mapping[str, Any]) -> None:
    """The published claim of every enterprise, and what part of the base it is; a tilt has no claim of its own."""
    decision, page = book[DECISION], audit.page("claim", "verify.figure", DECISION)
    rules, shares = Rules(decision), decision["shares"]
    has_claims = rules.method not in BY_TILT
    for share in shares:
        said = "claim" if has_claims else "—"
        page.rule(f"shares[{share['enterprise']}].claim", said, share.get("claim"), ("claim" in share) == has_claims)
    if not has_claims:
        return
    weights, bases = weights_of(decision, rules), sum(share["base_t"] for share in shares)
    for share, weight in zip(shares, weights):  # noqa: B905 - Python 3.9
        claim, base = half_even(weight * bases / sum(weights), 6), share["base_t"]
        page.same(f"shares[{share['enterprise']}].claim", claim, share.get("claim"))
        tilt = half_even(number(share["claim"]) / base, 9) if base else Fraction(0)
        page.same(f"shares[{share['enterprise']}].tilt", tilt, share["tilt"])


def weights_of(decision: Mapping[str, Any], rules: Rules) -> list[Fraction]:
    """In what proportion the method lets enterprises claim, from figures already checked."""
    rows = list(zip(decision["claimants"], decision["shares"]))  # noqa: B905 - Python 3.9
    if rules.method in AWARDING:
        return [Fraction(share["base_t"]) for _, share in rows]
    of_group = {"two_pools": pooled, "classes": classed, "bounded_tilt": leaned}
    if rules.method in of_group:
        return of_group[rules.method](rows, rules)
    of_one = {
        "capacity": by_capacity,
        "uniform_cut": after_cut,
        "benchmark_activity": by_activity,
        "tiers": by_standing,
    }
    return [of_one[rules.method](claimant, Fraction(share["base_t"]), rules) for claimant, share in rows]


def by_capacity(claimant: Mapping[str, Any], base: Fraction, rules: Rules) -> Fraction:  # noqa: ARG001 - one shape
    """Capacity, whatever was made."""
    return Fraction(claimant["capacity_t"])


def after_cut(claimant: Mapping[str, Any], base: Fraction, rules: Rules) -> Fraction:
    """What one cut leaves of the base, and a further one after a grave accident."""
    kept = 1 - rules.setting("cut") - (rules.setting("surcharge") if claimant["is_vetoed"] else 0)
    return base * kept


def by_activity(claimant: Mapping[str, Any], base: Fraction, rules: Rules) -> Fraction:
    """The base as long as the last two years stay in the band around it, else what they were on average."""
    years = sorted(claimant["history_t"], key=int)[-2:]
    _expect(DECISION, f"claimants[{claimant['enterprise']}].history_t", "≥ 2", len(years), len(years) == 2)
    lately = Fraction(sum(claimant["history_t"][year] for year in years), 2)
    stays = lately > 0 and abs(lately - base) <= rules.setting("band") * base
    return base if stays else lately


def by_standing(claimant: Mapping[str, Any], base: Fraction, rules: Rules) -> Fraction:
    """The base times the factors of tier, grade and veto; a grade counts only where grades differ at all."""
    weight = base * rules.setting(f"factor.{claimant['tier']}")
    if any(rules.setting(f"factor.{grade}") != 1 for grade in "ABCD"):
        weight *= rules.setting(f"factor.{claimant['grade']}")
    return weight * rules.setting("factor.veto") if claimant["is_vetoed"] else weight


def pooled(rows: Sequence[Any], rules: Rules) -> list[Fraction]:
    """A part of all tonnes by the numerator of the one indicator, where a loss draws nothing; the rest by the base."""
    theta = rules.setting("theta")
    drawn = [max(number(claimant["measures"][0]["numerator"]), Fraction(0)) for claimant, _ in rows]
    bases, together = sum(share["base_t"] for _, share in rows), sum(drawn)
    per_drawn = theta * bases / together if theta else Fraction(0)
    pairs = zip(rows, drawn)  # noqa: B905 - Python 3.9
    return [(1 - theta) * share["base_t"] + per_drawn * value for (_, share), value in pairs]


def leaned(rows: Sequence[Any], rules: Rules) -> list[Fraction]:
    """The base moved by the distance of the score from the mean, so many times, and no further than the limit."""
    slope, limit = rules.setting("k"), rules.setting("tau")
    scores, bases = [number(share["score"]) for _, share in rows], [share["base_t"] for _, share in rows]
    if not slope or not limit:
        return [Fraction(base) for base in bases]
    mean = sum(base * score for base, score in zip(bases, scores)) / sum(bases)  # noqa: B905 - Python 3.9
    leans = [clip(slope * (score / mean - 1), -limit, limit) for score in scores]
    return [base + base * lean for base, lean in zip(bases, leans)]  # noqa: B905 - Python 3.9


def classed(rows: Sequence[Any], rules: Rules) -> list[Fraction]:
    """The base times the factor of a class: by how many of the ranked score higher, and the last after a veto."""
    ranked = [number(share["score"]) for claimant, share in rows if not claimant["is_vetoed"]]

    def factor(claimant: Mapping[str, Any], share: Mapping[str, Any]) -> Fraction:
        higher = sum(score > number(share["score"]) for score in ranked)
        within = (name for name in "ABC" if higher < rules.setting(f"up_to.{name}") * len(ranked))
        return rules.setting(f"factor.{'D' if claimant['is_vetoed'] else next(within, 'D')}")

    return [share["base_t"] * factor(claimant, share) for claimant, share in rows]


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


def bounded(share: Mapping[str, Any]) -> Bounded:
    """A firm's claim as published, by itself or as base times tilt, between its bounds."""
    claim = number(share["claim"]) if "claim" in share else share["base_t"] * number(share["tilt"])
    return Bounded(claim, share["floor_t"], share["ceiling_t"])


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
    lifted = set(order[: int(left)])
    return [whole + (place in lifted) for place, whole in enumerate(down)]


def check_quotas(audit: Audit, book: Mapping[str, Any]) -> None:
    """The split found again by halving: its scale, whole tonnes by largest remainder, the bound each share meets."""
    decision, page = book[DECISION], audit.page("quota", "verify.figure", DECISION)
    firms, whole = [bounded(share) for share in decision["shares"]], split_total(decision)
    if Rules(decision).method in AWARDING:
        check_awards(page, decision, firms, whole)
        return
    try:
        exact = fill(firms, whole)
    except ValueError as problem:
        rule = "Σ floor ≤ cap − reserve ≤ Σ ceiling"
        raise BrokenError("verify.figure", DECISION, "cap_t", rule, str(problem)) from None
    scale = scale_of(firms, exact, whole)
    page.same("scale", scale, Fraction(decision["scale"] or 0))
    for share, firm, quota in zip(decision["shares"], firms, quotas_of(decision, exact)):  # noqa: B905 - Python 3.9
        page.same(f"shares[{share['enterprise']}].quota_t", quota, share["quota_t"])
        page.same(f"shares[{share['enterprise']}].binding", binding_of(share, scale * firm.claim), share["binding"])


def quotas_of(decision: Mapping[str, Any], exact: Sequence[Fraction]) -> list[int]:
    """Whole tonnes of the split with what stands beside it."""
    rows = zip(largest_remainder(exact), decision["claimants"])  # noqa: B905 - Python 3.9
    return [given + beside(claimant) for given, claimant in rows]


def binding_of(share: Mapping[str, Any], free: Fraction) -> str:
    """The bound that the share without bounds presses against, or nothing; the ceiling where both are one."""
    if free < share["floor_t"] or free == share["floor_t"] < share["ceiling_t"]:
        return str(share["floor_reason"])
    return str(share["ceiling_reason"]) if free >= share["ceiling_t"] else ""


# -- awards, as a level that rises -------------------------------------------------------------------------------------


def check_awards(page: Page, decision: Mapping[str, Any], firms: Sequence[Bounded], total: int) -> None:
    """Floors first, then what the claims rule awards beyond them; there is no scale."""
    page.same("scale", "", decision["scale"])
    exact = awarded(decision, firms, total)
    for share, firm, due, quota in zip(decision["shares"], firms, exact, quotas_of(decision, exact)):  # noqa: B905
        page.same(f"shares[{share['enterprise']}].quota_t", quota, share["quota_t"])
        page.same(f"shares[{share['enterprise']}].binding", held_by(share, firm, due), share["binding"])


def awarded(decision: Mapping[str, Any], firms: Sequence[Bounded], total: int) -> list[Fraction]:
    """Exact shares under a claims rule; BrokenError where the claims within the bounds cannot take up the total."""
    beyond = [max(min(firm.claim, Fraction(firm.high)) - firm.low, Fraction(0)) for firm in firms]
    floors, rule = sum(firm.low for firm in firms), Rules(decision).method
    _expect(DECISION, "cap_t", f"{floors} … {show(floors + sum(beyond))}", total, 0 <= total - floors <= sum(beyond))
    rules = {"adjusted_proportional": undisputed_first, "minimal_overlap": least_overlap}
    estate = Fraction(total - floors)
    awards = rules[rule](beyond, estate) if rule in rules else rising(HEIGHTS[rule], beyond, estate)
    return [firm.low + award for firm, award in zip(firms, awards)]  # noqa: B905 - Python 3.9


def held_by(share: Mapping[str, Any], firm: Bounded, due: Fraction) -> str:
    """Why an award is no smaller, or no larger: the floor; the ceiling, or the whole claim where that comes first."""
    if due == firm.low and firm.low:
        return str(share["floor_reason"])
    if due > firm.low and due == min(firm.claim, firm.high):
        return "ceiling.claim" if firm.claim < firm.high else str(share["ceiling_reason"])
    return ""


# What a claim has got when a level has risen so far; `half` is half of the largest claim, where some rules turn.
Height = Callable[[Fraction, Fraction, Fraction], Fraction]


def talmudic(claim: Fraction, level: Fraction, half: Fraction) -> Fraction:
    """Up to half of the claim as the level rises; then the loss sinks from half of the claim."""
    return min(claim / 2, level) if level <= half else max(claim / 2, claim - 2 * half + level)


HEIGHTS: Mapping[str, Height] = {
    "cea": lambda claim, level, _: min(claim, level),
    "cel": lambda claim, level, half: max(claim - 2 * half + level, Fraction(0)),
    "talmud": talmudic,
    "piniles": lambda claim, level, half: min(claim / 2, level) + clip(level - half, Fraction(0), claim / 2),
    "constrained_egalitarian": lambda claim, level, half: max(min(claim / 2, level), min(claim, level - half)),
}


def rising(height: Height, claims: Sequence[Fraction], estate: Fraction) -> list[Fraction]:
    """What claims have got when together they have got the estate, by a level that never falls.

    Between neighbouring corners every height is a straight line. Corners are closed in on by halves, and between the
    two that are left the estate lies on a line.
    """
    half = max(claims, default=Fraction(0)) / 2
    steps = {Fraction(0), *(value for claim in claims for value in (claim / 2, claim, 2 * half - claim))}
    corners = sorted({step + turn for step in steps for turn in (0, half)} | {2 * half - claim / 2 for claim in claims})

    def got(level: Fraction) -> Fraction:
        return sum((height(claim, level, half) for claim in claims), Fraction(0))

    low, high = 0, len(corners) - 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if got(corners[middle]) <= estate else (low, middle)
    below, above = got(corners[low]), got(corners[high])
    along = (estate - below) / (above - below) if above > below else Fraction(0)
    level = corners[low] + (corners[high] - corners[low]) * along
    return [height(claim, level, half) for claim in claims]


def undisputed_first(claims: Sequence[Fraction], estate: Fraction) -> list[Fraction]:
    """What all others together would leave; the remainder in proportion to what is still open of the claims.

    Nothing that is open counts for more than the remainder.
    """
    everything = sum(claims)
    sure = [max(estate - (everything - claim), Fraction(0)) for claim in claims]
    left: Fraction = estate - sum(sure)
    still: list[Fraction] = [min(claim - own, left) for claim, own in zip(claims, sure)]  # noqa: B905 - Python 3.9
    part = left / sum(still) if left else Fraction(0)
    return [own + part * more for own, more in zip(sure, still)]  # noqa: B905 - Python 3.9


def least_overlap(claims: Sequence[Fraction], estate: Fraction) -> list[Fraction]:
    """Claims laid on the estate with as little on top of one another as can be, each slice shared by who lies on it."""
    ordered = sorted(claims)
    if not ordered or estate <= ordered[-1]:
        shared = estate
    else:
        # Common part and parts alone fill the estate: the sum falls along straight lines up to the second claim.
        def filled(depth: Fraction) -> Fraction:
            return depth + sum((max(claim - depth, Fraction(0)) for claim in claims), Fraction(0))

        corners = [Fraction(0), *ordered[:-1]]
        low, high = 0, len(corners) - 1
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if filled(corners[middle]) >= estate else (low, middle)
        top, bottom = filled(corners[low]), filled(corners[high])
        run = (top - estate) / (top - bottom) if top > bottom else Fraction(0)
        shared = corners[low] + (corners[high] - corners[low]) * run
    reached: dict[Fraction, Fraction] = {Fraction(0): Fraction(0)}
    depth, each = Fraction(0), Fraction(0)
    for place, claim in enumerate(ordered):
        upto = min(claim, shared)
        each += (upto - depth) / (len(ordered) - place)
        reached[upto], depth = each, upto
    return [reached[min(claim, shared)] + max(min(claim, estate) - shared, Fraction(0)) for claim in claims]


# -- parts -------------------------------------------------------------------------------------------------------------


class Means(NamedTuple):
    """What the explanations of all firms are held against: base-weighted means over the group.

    `items` by indicator; `plain` of the weighted sums before factors, `excess` of what factors added to them; `score`
    is the published mean.
    """

    items: Sequence[Fraction]
    plain: Fraction
    excess: Fraction
    score: Fraction


def means_of(decision: Mapping[str, Any]) -> Means:
    """The means of one decision."""
    shares = decision["shares"]
    bases = sum(share["base_t"] for share in shares)

    def mean(values: Sequence[Fraction]) -> Fraction:
        products = (share["base_t"] * value for share, value in zip(shares, values))  # noqa: B905 - Python 3.9
        return Fraction(sum(products, Fraction(0)), bases)

    scores = [[number(item["score"]) for item in share["indicators"]] for share in shares]
    sums = [weighted(share) for share in shares]
    added = [weighted(share) * (number(share["multiplier"]) - 1) for share in shares]
    items = [mean([row[place] for row in scores]) for place in range(len(scores[0]))]
    return Means(items, mean(sums), mean(added), number(decision["mean_score"]))


def check_parts(audit: Audit, book: Mapping[str, Any]) -> None:
    """Every quota taken apart again, and its parts sum to it."""
    decision, page = book[DECISION], audit.page("part", "verify.figure", DECISION)
    means, dues = means_of(decision), [Fraction(0)] * len(decision["shares"])
    is_awarded = Rules(decision).method in AWARDING
    if is_awarded:
        firms = [bounded(share) for share in decision["shares"]]
        dues = awarded(decision, firms, split_total(decision))
    for claimant, share, due in zip(decision["claimants"], decision["shares"], dues):  # noqa: B905 - Python 3.9
        given = {**share, "quota_t": share["quota_t"] - beside(claimant)}
        real = award_parts(decision, given, due) if is_awarded else real_parts(decision, given, means)
        expected = dict(zip(real, largest_remainder(list(real.values()))))  # noqa: B905 - Python 3.9
        expected.update({code: sign * claimant[field] for code, field, sign in BESIDE if claimant.get(field)})
        found, where = {part["code"]: part["tonnes"] for part in share["parts"]}, f"shares[{share['enterprise']}].parts"
        page.same(where, list(expected), [part["code"] for part in share["parts"]])
        for code, tonnes in expected.items():
            page.same(f"{where}[{code}]", tonnes, found.get(code))
        page.same(f"{where} Σ", share["quota_t"], sum(part["tonnes"] for part in share["parts"]))


def real_parts(decision: Mapping[str, Any], share: Mapping[str, Any], means: Means) -> dict[str, Fraction]:
    """The parts of one quota before rounding, in the order they are printed in."""
    rules, scale = Rules(decision), Fraction(decision["scale"] or 0)
    lifted, free = scale * share["base_t"], scale * bounded(share).claim
    real = {"base": by_base(decision, share, split_total(decision))}
    if rules.method in BY_TILT:
        real.update({code: lifted * move for code, move in moves_of(share, means, rules.strength()).items()})
        real["redistribution"] = lifted - real["base"]
    elif rules.method == "bounded_tilt":
        real.update({code: lifted * move for code, move in straight_moves(share, means, rules).items()})
        real["redistribution"] = free - sum(real.values())
    else:
        real["pool" if rules.method == "two_pools" else "method"] = free - lifted
        real["redistribution"] = lifted - real["base"]
    if share["binding"]:
        real[f"bound.{share['binding']}"] = bounded(share).share(scale) - free
    real["rounding"] = share["quota_t"] - sum(real.values())
    return real


def by_base(decision: Mapping[str, Any], share: Mapping[str, Any], tonnes: int) -> Fraction:
    """What the base alone would give a firm of so many tonnes."""
    return Fraction(tonnes * share["base_t"], sum(each["base_t"] for each in decision["shares"]))


def award_parts(decision: Mapping[str, Any], share: Mapping[str, Any], due: Fraction) -> dict[str, Fraction]:
    """The parts under a claims rule: the share of the base, what floors move, and the rule in what they leave."""
    real = {"base": by_base(decision, share, split_total(decision))}
    moved = share["floor_t"] - by_base(decision, share, sum(each["floor_t"] for each in decision["shares"]))
    real["method"] = due - real["base"] - moved
    return {**real, "redistribution": moved, "rounding": share["quota_t"] - due}


def straight_moves(share: Mapping[str, Any], means: Means, rules: Rules) -> dict[str, Fraction]:
    """How far indicators and factors lean a firm's base: distances from the mean so many times, within the limit."""
    slope, limit = rules.setting("k"), rules.setting("tau")
    if not slope or not limit:
        return moves_of(share, means, Fraction(0))
    distances = moves_of(share, means, Fraction(1))
    farthest = abs(sum(distances.values(), Fraction(0)))
    if slope * farthest > limit:
        slope = limit / farthest
    return {code: slope * distance for code, distance in distances.items()}


def moves_of(share: Mapping[str, Any], means: Means, beta: Fraction) -> dict[str, Fraction]:
    """How far each indicator, and the factors, move a firm's tilt from one, as shares of its base.

    Without indicators nothing is scored and nothing moves.
    """
    if not share["indicators"]:
        return {}
    own, factor = weighted(share), number(share["multiplier"])
    if beta == 0:
        slope, by_factor = Fraction(0), Fraction(0)
    elif beta == 1:
        slope = 1 / means.score
        by_factor = (own * (factor - 1) - means.excess) * slope
    else:
        slope, by_factor = bent_moves(own, factor, means, beta)
    moves = {}
    for item, mean in zip(share["indicators"], means.items):  # noqa: B905 - Python 3.9
        moves[f"indicator.{item['indicator']}"] = number(item["weight"]) * (number(item["score"]) - mean) * slope
    return {**moves, "multiplier": by_factor}


def bent_moves(own: Fraction, factor: Fraction, means: Means, beta: Fraction) -> tuple[Fraction, Fraction]:
    """For a tilt that is no straight line: the slope along the item scores, and the factors' part.

    Items and factors take turns in going first, and each gets the mean of both orders (Shapley); along the items the
    line integral of a function of their sum is its rise over the run.
    """

    def height(items: Fraction, by: Fraction) -> Fraction:
        return power(items * by / means.score, beta, 40)

    usual = means.score / means.plain
    start, end, factor_first = Fraction(1), height(own, factor), height(means.plain, factor)
    if own == means.plain:
        return beta * (start + factor_first) / (2 * means.plain), end - start
    items_first = height(own, usual)
    rise = ((items_first - start) + (end - factor_first)) / 2
    return rise / (own - means.plain), ((factor_first - start) + (end - items_first)) / 2


# -- a regulation, which moves quota of an allocation ------------------------------------------------------------------

# What a regulation takes over from its allocation as it stands, of itself, of each claimant and of each share.
TAKEN_OVER = (
    *("sector", "plan_year", "quantity", "cap_t", "reserve_t", "rulebook", "rulebook_sha256", "sector_data"),
    *("mean_score", "scale"),
)
OF_CLAIMANT = ("history_t", "tier", "grade", "is_vetoed", "measures", "deducted_t")
OF_SHARE = tuple(field for field in SHARE if field.rstrip("?") not in ("quota_t", "parts"))
BETWEEN = "transfer"  # the kind of move that has a giver and a taker


def check_allocation(audit: Audit, book: Mapping[str, Any]) -> None:
    """The allocation beside a regulation is the one it names, and all that it takes over is that allocation's."""
    decision, allocation = book[DECISION], book[ALLOCATION]
    own, page = digest(canonical(allocation)), audit.page("hash", "verify.hash", ALLOCATION)
    page.same("sha256", own, decision["allocation"]["sha256"])
    name = f"{allocation['sector']}-{allocation['as_of'] or allocation['plan_year']}-{own[:8]}"
    page.same("decision", name, decision["allocation"]["decision"])
    page.rule("kind", "—", allocation.get("kind", "—"), not is_regulation(allocation))
    page = audit.page("name", "verify.figure", DECISION)
    for field in TAKEN_OVER:
        page.same(field, allocation[field], decision[field])
    for group, fields in (("claimants", OF_CLAIMANT), ("shares", OF_SHARE)):
        before = by_name(allocation[group])
        page.same(group, [item["enterprise"] for item in decision[group]], list(before))
        for item in decision[group]:
            for field in (one.rstrip("?") for one in fields):
                where = f"{group}[{item['enterprise']}].{field}"
                page.same(where, before[item["enterprise"]].get(field, 0), item.get(field, 0))


def check_regulated(audit: Audit, book: Mapping[str, Any]) -> None:
    """Each quota is the allocation's with what stands beside the split as it is now, and so are its parts."""
    decision, page = book[DECISION], audit.page("part", "verify.figure", DECISION)
    claimants, allocated = by_name(decision["claimants"]), by_name(book[ALLOCATION]["claimants"])
    shares, apart = by_name(book[ALLOCATION]["shares"]), {code for code, _, _ in BESIDE}
    for share in decision["shares"]:
        name = share["enterprise"]
        where, claimant = f"shares[{name}]", claimants[name]
        quota = shares[name]["quota_t"] - beside(allocated[name]) + beside(claimant)
        page.same(f"{where}.quota_t", quota, share["quota_t"])
        expected = [[part["code"], part["tonnes"]] for part in shares[name]["parts"] if part["code"] not in apart]
        expected += [[code, sign * claimant[field]] for code, field, sign in BESIDE if claimant.get(field)]
        page.same(f"{where}.parts", expected, [[part["code"], part["tonnes"]] for part in share["parts"]])
        page.same(f"{where}.parts Σ", share["quota_t"], sum(part["tonnes"] for part in share["parts"]))


def check_moves(audit: Audit, book: Mapping[str, Any]) -> None:
    """Moves give what they take, and the entries of the decision move just these tonnes for the reason that it is."""
    decision, page = book[DECISION], audit.page("quota", "verify.figure", DECISION)
    net = net_moves(decision["moves"])
    page.same("moves Σ", 0, sum(net.values()))
    groups = {item["enterprise"]: item.get("group", "") for item in book["register.json"]}
    for place, move in enumerate(decision["moves"]):
        if move["kind"] == BETWEEN:
            of = [groups.get(move[side], "") for side in ("giver", "taker")]
            page.rule(f"moves[{place}].group", "one group", of, of[0] == of[1] != "")
    page.same("claimants Σ regulated_t", 0, sum(item.get("regulated_t", 0) for item in decision["claimants"]))
    own, booked = digest(canonical(decision)), Counter[str]()
    clause = decision["rulebook"].get("regulation", {"clause": ""})["clause"]
    found = [entry for entry in entries_of(book) if entry["basis"] == own and entry["kind"] == "adjust"]
    issued = audit.page("issued", "verify.issued", ENTRIES)
    for entry in found:
        issued.same(f"[{entry['seq']}].reason", f"regulation.month §{clause}", entry["reason"])
        for account, tonnes in entry["postings"]:
            if account.startswith("available:"):
                booked[account.partition(":")[2]] += tonnes
    if "issue" in by_name(book["signatures.json"]["signatures"], "act"):
        for name in sorted({*net, *booked}):
            issued.same(f"moves[{name}]", net[name], booked[name])


def net_moves(moves: Sequence[Mapping[str, Any]]) -> Counter[str]:
    """By firm: tonnes that its holding gains, or with a minus loses."""
    net: Counter[str] = Counter()
    for move in moves:
        if move["kind"] == BETWEEN:
            net[move["giver"]] -= move["tonnes"]
            net[move["taker"]] += move["tonnes"]
        elif move["kind"] in ("grant", "recall"):
            net[move["enterprise"]] += move["tonnes"] if move["kind"] == "grant" else -move["tonnes"]
    return net


# -- the plan that a regulation follows from ---------------------------------------------------------------------------


def check_plan_inputs(audit: Audit, book: Mapping[str, Any]) -> None:
    """What the plan was made of is the decision's own: output, quotas, bounds, cap, months, the rulebook's limits."""
    decision, inputs = book[DECISION], book[DECISION]["plan"]["inputs"]
    page = audit.page("plan", "verify.figure", DECISION)
    year, last = (
        decision["plan_year"],
        int(decision["as_of"][5:]) if decision["as_of"][:4] == str(decision["plan_year"]) else 0,
    )
    for field, expected in (
        ("months", [f"{year}-{month:02d}" for month in range(last + 1, 13)]),
        *((field, decision[field]) for field in ("sector", "plan_year", "quantity", "as_of", "cap_t")),
    ):
        page.same(f"plan.inputs.{field}", expected, inputs[field])
    page.same("month", inputs["months"][:1], [decision["month"]])
    claimants, shares, net = by_name(decision["claimants"]), by_name(decision["shares"]), net_moves(decision["moves"])
    page.same("plan.inputs.enterprises", sorted(shares), sorted(by_name(inputs["enterprises"])))
    for one in inputs["enterprises"]:
        name = one["enterprise"]
        claimant, share, where = claimants[name], shares[name], f"plan.inputs[{name}]"
        page.same(f"{where}.made_t", claimant["made_t"], one["made_t"])
        page.same(f"{where}.holding_t", share["quota_t"] - net[name], one["holding_t"])
        own = claimant.get("regulated_t", 0)
        page.same(f"{where}.entitlement_t", share["quota_t"] - own, one["entitlement_t"])
        for field in ("floor_t", "ceiling_t"):
            page.same(f"{where}.{field}", share[field] + beside(claimant) - own, one[field])
    rules = Rules(decision)
    rules.day = max(rules.day, rules.plain["effective"])
    for field, code in LIMITS.items():
        if code in rules.plain["parameters"]:
            page.same(f"plan.inputs.limits.{field}", rules.parameter(code), number(inputs["limits"][field] or 0))
    page.same("plan.inputs.limits.rule", rules.plain["regulation"]["rule"], inputs["limits"]["rule"])


NEAR = "plan_near_entitlement"
# The plan's limits, and the parameters of a rulebook that set them.
LIMITS = {
    **{f"{each}_share": f"regulate_{each}_share" for each in ("month", "year", "group", "district")},
    **{each: f"regulate_{each}" for each in ("nearness_yuan_per_t", "pace_yuan_per_t")},
    **{each: each for each in ("technical_minimum_share", "order_room_share", "rate_room_share", "ramp_share")},
}


class Room(NamedTuple):
    """Least and most whole tonnes."""

    low: int
    high: int

    def narrowed(self, low: int, high: int) -> Room:
        """What is left of it under another bound; where that excludes it, the nearest tonne."""
        least = min(max(self.low, low), self.high)
        return Room(least, max(min(self.high, high), least))


class PlanDesk:
    """The bounds of a plan derived again from its inputs; whole tonnes, floors down and ceilings up as they bind."""

    def __init__(self, inputs: Mapping[str, Any]) -> None:
        self.inputs, self.limits = inputs, inputs["limits"]
        self.firms = inputs["enterprises"]
        self.held = sum(one["holding_t"] for one in self.firms)
        self.scale = Fraction(inputs["cap_t"], self.held) if self.held else Fraction(1)
        self.days = [int(last_day(month)[8:]) for month in inputs["months"]]
        self.year_days = 365 + (last_day(f"{inputs['plan_year']}-02")[8:] == "29")
        self.planned = [one for one in self.firms if one["families"]]

    def limit(self, field: str) -> Fraction:
        """A limit of the rulebook as the plan used it; 0 where there is none."""
        return number(self.limits[field] or 0)

    def running(self, one: Mapping[str, Any]) -> list[Fraction]:
        """Days of each month without an outage."""
        return [max(Fraction(0), days - number(out)) for days, out in zip(self.days, one["outage_days"], strict=True)]

    def orders(self, one: Mapping[str, Any], family: Mapping[str, Any]) -> list[int]:
        """Most that orders take of a family, by month."""
        level = Fraction(1)
        if one["orders_t"] is not None and one["usual_orders_t"]:
            level = min(level, Fraction(max(one["orders_t"], 0), one["usual_orders_t"]))
        room = number(family["best_day_t"]) * (1 + self.limit("order_room_share"))
        return [int(room * days * (1 if place else level)) for place, days in enumerate(self.running(one))]

    def most(self, one: Mapping[str, Any]) -> list[int]:
        """Most that it makes in each month: best day, capacity on file, orders."""
        found, orders = [], [self.orders(one, family) for family in one["families"]]
        for place, days in enumerate(self.running(one)):
            own = int(number(one["best_day_t"]) * (1 + self.limit("rate_room_share")) * days)
            if self.limits["capacity_factor"] is not None:
                own = min(own, int(self.limit("capacity_factor") * one["capacity_t"][place] * days / self.year_days))
            found.append(min(own, sum(each[place] for each in orders)))
        return found

    def least(self, one: Mapping[str, Any]) -> list[int]:
        """Technical minimum of each month."""
        share = self.limit("technical_minimum_share") * number(one["typical_day_t"])
        return [min(int(share * days), most) for days, most in zip(self.running(one), self.most(one), strict=True)]

    def step(self, one: Mapping[str, Any]) -> int:
        """Most change from month to month: a share of a typical month, or what outages force."""
        least, most = self.least(one), self.most(one)
        if one["before_t"] is not None:
            least, most = [one["before_t"], *least], [one["before_t"], *most]
        if self.limits["ramp_share"] is None:
            return max([*self.most(one), one["before_t"] or 0])
        usual = -int(-self.limit("ramp_share") * number(one["typical_day_t"]) * Fraction(365, 12) // 1)
        pairs = list(zip(range(len(most)), range(1, len(most)), strict=False))
        return max([usual, *(max(least[b] - most[a], least[a] - most[b]) for a, b in pairs)])

    def holding(self, one: Mapping[str, Any]) -> Room:
        """What it may hold after the month: used first, then the rulebook's bounds, the year's change, the month's."""
        used = min(min(one["made_t"], one["holding_t"]) + one["pledged_t"], max(one["holding_t"], 0))
        room = Room(used, max(self.inputs["cap_t"], used)).narrowed(one["floor_t"], one["ceiling_t"])
        room = room.narrowed(*around(one["entitlement_t"], self.limit("year_share")))
        return room.narrowed(*around(one["holding_t"], self.limit("month_share")))

    def rest(self, one: Mapping[str, Any]) -> Room:
        """What it makes in the months of the plan: what its plant can, then its holding scaled to the cap."""
        held = self.holding(one)
        can = Room(sum(self.least(one)), sum(self.most(one)))
        low, high = (bound * self.scale for bound in held)
        if held.low == held.high:
            return can.narrowed(int(low // 1) - one["made_t"], -int(-high // 1) - one["made_t"])
        return can.narrowed(*(int(half_even(end, 0)) - one["made_t"] for end in (low, high)))

    def classes(self, field: str, share: str, *, of_holdings: bool) -> list[list[int]]:
        """Bounds of every group or district, in the order in which the enterprises name them."""
        found: dict[str | int, list[Mapping[str, Any]]] = {}
        for place, one in enumerate(self.firms):
            found.setdefault(one[field] or place, []).append(one)
        bounds = []
        for name, own in found.items():
            if self.limits[share] is None or not isinstance(name, str):
                bounds.append([0, self.inputs["cap_t"]])
                continue
            low, high = around(sum(one["entitlement_t"] for one in own), self.limit(share))
            rooms = [self.holding(one) if of_holdings else self.rest(one) for one in own]
            if not of_holdings:
                made = sum(one["made_t"] for one in own)
                low, high = -int(-low * self.scale // 1) - made, int(high * self.scale // 1) - made
            bounds.append([min(low, sum(room.high for room in rooms)), max(high, sum(room.low for room in rooms))])
        return bounds

    def supplied(self) -> dict[str, Any]:
        """Supply of each commodity by month, and stocks: what comes in may be kept where every month is limited."""
        goods, width = self.inputs["supplies"], len(self.days)
        given = [goods.get(code) for code in self.inputs["commodities"]]
        supply = [one["monthly"] if one else [None] * width for one in given]
        if not any(one and (number(one["opening"]) or any(number(low) for low in one["lowest"])) for one in given):
            return {"S": supply, "stocks": None}
        opening, lowest, highest = [], [], []
        for one in given:
            is_kept = one is not None and None not in one["monthly"]
            low = (
                [number(each) for each in one["lowest"]] if one and is_kept and one["lowest"] else [Fraction(0)] * width
            )
            room = (
                number(one["opening"]) + sum(number(each) for each in one["monthly"])
                if one and is_kept
                else Fraction(0)
            )
            opening.append(number(one["opening"]) if one and is_kept else Fraction(0))
            lowest.append(low)
            highest.append([max(room, each) for each in low])
        return {"S": supply, "stocks.opening": opening, "stocks.lowest": lowest, "stocks.highest": highest}

    def places(self) -> dict[str, Any]:
        """Names of what the arrays are by, and the place of each pair's family and each enterprise's classes."""
        names = list(dict.fromkeys(family["family"] for one in self.planned for family in one["families"]))
        found: dict[str, Any] = {
            "labels.plants": [one["enterprise"] for one in self.planned],
            "labels.families": names,
            "labels.months": self.inputs["months"],
            "labels.commodities": self.inputs["commodities"],
            "family": [names.index(family["family"]) for one in self.planned for family in one["families"]],
        }
        for of, label, arrays in (("group", "groups", ("group",)), ("district", "provinces", ("prov", "zone"))):
            classes = list(dict.fromkeys(one[of] or place for place, one in enumerate(self.firms)))
            own = [classes.index(one[of] or place) for place, one in enumerate(self.firms) if one["families"]]
            found |= dict.fromkeys(arrays, own)
            found[f"labels.{label}"] = [name if isinstance(name, str) else "" for name in classes]
        return found

    def entitled(self) -> dict[str, int]:
        """The cap in proportion to what the allocation gave, in whole tonnes by largest remainder."""
        weights = [max(one["entitlement_t"], 0) for one in self.firms]
        if not any(weights):
            return dict.fromkeys(by_name(self.firms), 0)
        shares = [Fraction(self.inputs["cap_t"] * weight, sum(weights)) for weight in weights]
        return dict(zip(by_name(self.firms), largest_remainder(shares), strict=True))


def around(tonnes: int, share: Fraction) -> tuple[int, int]:
    """Whole tonnes within a share of some."""
    return -int(-tonnes * (1 - share) // 1), int(tonnes * (1 + share) // 1)


def check_plan_bounds(audit: Audit, book: Mapping[str, Any]) -> None:
    """Every bound of the problem follows from its inputs and the rulebook's limits."""
    plan, page = book[DECISION]["plan"], audit.page("plan", "verify.figure", DECISION)
    problem, desk = plan["problem"], PlanDesk(book[DECISION]["plan"]["inputs"])
    firms, entitled = desk.planned, desk.entitled()
    rest = [desk.rest(one) for one in firms]
    families = [(one, family) for one in firms for family in one["families"]]
    names = [one["enterprise"] for one in firms]
    expected = {
        "plant": [names.index(one["enterprise"]) for one, _ in families],
        "value": [family["value_yuan_per_t"] for _, family in families],
        "d": [desk.orders(one, family) for one, family in families],
        "m": [desk.least(one) for one in firms],
        "u": [desk.most(one) for one in firms],
        "r": [desk.step(one) for one in firms],
        "qlo": [room.low for room in rest],
        "qhi": [room.high for room in rest],
        "C": desk.inputs["cap_t"] - sum(one["made_t"] for one in desk.firms),
        "e": [entitled[name] - one["made_t"] for name, one in zip(names, firms, strict=True)],
        **{field: [max(entitled[name], 1) for name in names] for field in ("b", "e_scale")},
        "kappa": desk.limit("nearness_yuan_per_t") if desk.limits["rule"] == NEAR else Fraction(0),
        "a": [list(row) for row in zip(*(family["use"] for _, family in families), strict=True)],
    }
    for fields, of, share in ((("glo", "ghi"), "group", "group_share"), (("plo", "phi"), "district", "district_share")):
        bounds = desk.classes(of, share, of_holdings=False)
        expected |= {field: [each[end] for each in bounds] for end, field in enumerate(fields)}
    if problem["before"] is not None:
        expected["before"] = [one["before_t"] for one in firms]
    expected |= desk.supplied() | desk.places()
    for field, value in expected.items():
        where, one, other = first_apart(f"plan.problem.{field}", figures(value), figures(at(problem, field)))
        page.same(where, one, other)
    if problem["pace"] is not None:
        page.same("plan.problem.pace.kappa", desk.limit("pace_yuan_per_t"), figures(problem["pace"]["kappa"]))
    page.same("plan.qp", expected["kappa"] > 0 or problem["pace"] is not None, plan["qp"])


def first_apart(where: str, expected: Any, found: Any) -> tuple[str, Any, Any]:
    """The first place at which two lists differ, or the whole of both where they are alike or no lists of a length."""
    if isinstance(expected, list) and isinstance(found, list):
        if len(expected) != len(found):
            return f"{where}.length", len(expected), len(found)
        for place, (one, other) in enumerate(zip(expected, found, strict=True)):
            if one != other:
                return first_apart(f"{where}[{place}]", one, other)
        return where, True, True
    return where, expected, found


def at(item: Any, path: str) -> Any:
    """What stands at a dotted path; nothing under what is null."""
    for key in path.split("."):
        item = item and item[key]
    return item


def figures(value: Any) -> Any:
    """Numbers and decimals that travel as text, as exact numbers; lists item by item."""
    if isinstance(value, (list, tuple)):
        return [figures(item) for item in value]
    is_figure = isinstance(value, (int, Fraction)) or (isinstance(value, str) and LEAVES["decimal"](value))
    return number(value) if is_figure and not isinstance(value, Fraction) else value


class PlanProof:
    """A plan in exact numbers: what its tonnes break, what they are worth, and what no plan exceeds at its prices."""

    def __init__(self, plan: Mapping[str, Any]) -> None:
        self.qp, self.y, self.labels = plan["qp"], plan["y"], plan["problem"]["labels"]
        problem = {name: figures(value) for name, value in plan["problem"].items() if name != "labels"}
        self.p = problem
        self.stocks, self.pace = ({k: figures(v) for k, v in (problem[of] or {}).items()} for of in ("stocks", "pace"))
        self.plants, self.months = range(len(problem["b"])), range(len(problem["value"][0]))
        self.pairs = [[pair for pair, plant in enumerate(problem["plant"]) if plant == each] for each in self.plants]
        self.x = [[sum(self.y[pair][t] for pair in own) for t in self.months] for own in self.pairs]
        self.q = [sum(row) for row in self.x]
        self.before = problem["before"] or [None for _ in self.plants]
        self.known = [plant for plant in self.plants if self.before[plant] is not None]
        self.kinds = range(len(problem["S"]))
        given = {code: [number(one) for one in prices] for code, prices in plan["multipliers"].items()}
        sizes = {
            **{"link": len(self.plants) * len(self.months), "year": len(self.plants), "cap": 1},
            **{"group": len(problem["glo"]), "prov": len(problem["plo"])},
            "heat": len(problem["hcap"]) * len(problem["season"]),
            "commodity": len(self.kinds) * len(self.months),
            **{"ramp": len(self.plants) * (len(self.months) - 1), "start": len(self.known)},
        }
        # Prices of rows that do not exist prove nothing, and none at all is as valid as any.
        self.price = {
            code: given[code] if len(given.get(code, ())) == size else [Fraction(0)] * size
            for code, size in sizes.items()
        }

    def rows(self) -> Iterable[tuple[str, Fraction | int, Fraction | None, Fraction | None]]:
        """Family, figure, least and most of every row of limits but supply, in the order of the multipliers."""
        p = self.p
        yield "cap", sum(self.q), p["C"], p["C"]
        for family, of, low, high in (("group", "group", "glo", "ghi"), ("prov", "prov", "plo", "phi")):
            for place in range(len(p[low])):
                total = sum(q for q, each in zip(self.q, p[of], strict=True) if each == place)
                yield family, total, p[low][place], p[high][place]
        for zone, row in enumerate(p["hcap"]):
            for column, month in enumerate(p["season"]):
                made = sum(x[int(month)] for x, each in zip(self.x, p["zone"], strict=True) if each == zone)
                yield "heat", made, None, row[column]
        for x, step in zip(self.x, p["r"], strict=True):
            yield from (("ramp", x[t] - x[t - 1], -step, step) for t in self.months[1:])
        for plant in self.known:
            step = p["r"][plant]
            yield "start", self.x[plant][0], self.before[plant] - step, self.before[plant] + step

    def broken(self) -> list[str]:
        """Families of limits that the tonnes do not keep."""
        p, found = self.p, []
        boxes = [
            ("order", self.y, None, p["d"]),
            ("month", self.x, p["m"], p["u"]),
            ("year", [self.q], [p["qlo"]], [p["qhi"]]),
        ]
        for family, table, low, high in boxes:
            for i, row in enumerate(table):
                found += [family for t, made in enumerate(row) if not (low[i][t] if low else 0) <= made <= high[i][t]]
        found += [
            family
            for family, figure, low, high in self.rows()
            if (low is not None and figure < low) or (high is not None and figure > high)
        ]
        return sorted({*found, *(["commodity"] if self.is_short() else [])})

    def is_short(self) -> bool:
        """Whether use exceeds supply and stock anywhere; what a month leaves is kept as far as there is room."""
        for kind in self.kinds:
            stock = self.stocks["opening"][kind] if self.stocks else Fraction(0)
            for t in self.months:
                supply = self.p["S"][kind][t]
                if supply is None:
                    continue
                use = sum(a * y[t] for a, y in zip(self.p["a"][kind], self.y, strict=True))
                left = stock + supply - use
                if left < (self.stocks["lowest"][kind][t] if self.stocks else 0):
                    return True
                stock = min(left, self.stocks["highest"][kind][t]) if self.stocks else Fraction(0)
        return False

    def objective(self) -> Fraction:
        """What the tonnes are worth, less what their distance from the entitlements costs."""
        value = sum(
            (
                yuan * tonnes
                for row, made in zip(self.p["value"], self.y, strict=True)
                for yuan, tonnes in zip(row, made, strict=True)
            ),
            Fraction(0),
        )
        value -= sum((self.cost(plant, Fraction(q)) for plant, q in enumerate(self.q)), Fraction(0))
        return value - sum(
            (self.uneven(i, t, Fraction(x)) for i, row in enumerate(self.x) for t, x in enumerate(row)), Fraction(0)
        )

    def cost(self, plant: int, q: Fraction) -> Fraction:
        """What an enterprise's distance from its entitlement costs."""
        if not self.qp:
            return Fraction(0)
        off, scale = q - self.p["e"][plant], self.p["e_scale"][plant]
        return Fraction(self.p["kappa"] * off * off / (2 * scale))

    def uneven(self, plant: int, t: int, x: Fraction) -> Fraction:
        """What a month's distance from the pace costs."""
        if not (self.qp and self.pace):
            return Fraction(0)
        off = x - self.pace["aim"][plant][t]
        return Fraction(self.pace["kappa"] * off * off / (2 * self.pace["scale"][plant][t]))

    def bound(self) -> Fraction:
        """What no plan within the bounds exceeds: each variable at its best within its own bounds, at these prices."""
        p, price, total = self.p, self.price, Fraction(0)
        queue = {code: iter(range(len(prices))) for code, prices in price.items()}
        for family, _, low, high in self.rows():
            total += self.taken(family, next(queue[family]), low, high)
        for kind in self.kinds:
            for t in self.months:
                total += self.taken("commodity", kind * len(self.months) + t, None, p["S"][kind][t])
        for plant in self.plants:
            for t in self.months:
                link = price["link"][plant * len(self.months) + t]
                # What a tonne uses is charged to the pair: with prices of use on the months instead, charged there.
                drawn = self.drawn(plant, t)
                total += sum(
                    (
                        max(p["value"][pair][t] - link - drawn[pair], Fraction(0)) * p["d"][pair][t]
                        for pair in self.pairs[plant]
                    ),
                    Fraction(0),
                )
                total += self.best_month(plant, t, self.of_month(plant, t, link))
            total += self.of_year(plant)
        return total + self.of_stocks()

    def shown(self, prices: Mapping[str, Any]) -> Iterable[tuple[str, Fraction, str]]:
        """Where a price is printed, the multiplier behind it, and what is printed."""
        yield "cap", self.price["cap"][0], prices["cap"]
        used = [max(price, Fraction(0)) for price in self.price["commodity"]]
        rows = [each for row in prices["commodities"].values() for each in row]
        yield from (("commodities", price, each) for price, each in zip(used, rows, strict=True))
        for label, family in (("groups", "group"), ("districts", "prov")):
            names = self.labels["groups" if label == "groups" else "provinces"]
            named = [(name, price) for name, price in zip(names, self.price[family], strict=True) if name]
            yield from ((f"{label}.{name}", price, prices[label][name]) for name, price in named)

    def taken(self, family: str, row: int, low: Fraction | None, high: Fraction | None) -> Fraction:
        """What a limit is worth at its price; a price of an end that is not there counts as none."""
        price = self.price[family][row]
        limit = high if price > 0 else low
        if limit is None:
            self.price[family][row] = Fraction(0)
            return Fraction(0)
        return price * limit

    @property
    def is_by_plant(self) -> bool:
        """Whether all products of each plant use the same of every commodity: then months are charged, not pairs."""
        return all(row[pair] == row[own[0]] for row in self.p["a"] for own in self.pairs for pair in own)

    def of_use(self, pair: int, t: int) -> Fraction:
        """What the commodities of a pair's tonne cost."""
        width = len(self.months)
        return sum((self.price["commodity"][c * width + t] * self.p["a"][c][pair] for c in self.kinds), Fraction(0))

    def drawn(self, plant: int, t: int) -> dict[int, Fraction]:
        """What is charged to each pair of a plant."""
        by_plant = self.is_by_plant
        return {pair: Fraction(0) if by_plant else self.of_use(pair, t) for pair in self.pairs[plant]}

    def of_month(self, plant: int, t: int, link: Fraction) -> Fraction:
        """What a tonne of a plant's month is worth at the prices."""
        p, price, steps = self.p, self.price, len(self.months) - 1
        worth = link - price["year"][plant]
        worth -= self.of_use(self.pairs[plant][0], t) if self.is_by_plant else 0
        if t in p["season"]:
            worth -= price["heat"][int(p["zone"][plant]) * len(p["season"]) + p["season"].index(t)]
        worth -= price["ramp"][plant * steps + t - 1] if t else 0
        worth += price["ramp"][plant * steps + t] if t < steps else 0
        return worth - (price["start"][self.known.index(plant)] if t == 0 and plant in self.known else 0)

    def best_month(self, plant: int, t: int, worth: Fraction) -> Fraction:
        """The best of a month at that worth of a tonne."""
        low, high = self.p["m"][plant][t], self.p["u"][plant][t]
        if not (self.qp and self.pace and self.pace["kappa"]):
            return best(worth, low, high)
        x = clip(self.pace["aim"][plant][t] + worth * self.pace["scale"][plant][t] / self.pace["kappa"], low, high)
        return worth * x - self.uneven(plant, t, x)

    def of_year(self, plant: int) -> Fraction:
        """The best of a plant's tonnes over all months."""
        p, price = self.p, self.price
        worth = price["year"][plant] - price["cap"][0]
        worth -= price["group"][int(p["group"][plant])] + price["prov"][int(p["prov"][plant])]
        low, high = p["qlo"][plant], p["qhi"][plant]
        if not (self.qp and p["kappa"]):
            return best(worth, low, high)
        q = clip(p["e"][plant] + worth * p["e_scale"][plant] / p["kappa"], low, high)
        return worth * q - self.cost(plant, q)

    def of_stocks(self) -> Fraction:
        """The best of stocks: a price that rises is a reason to keep."""
        total, width = Fraction(0), len(self.months)
        for kind in self.kinds if self.stocks else ():
            price = [*self.price["commodity"][kind * width : (kind + 1) * width], Fraction(0)]
            total += price[0] * self.stocks["opening"][kind]
            for t in self.months:
                total += best(price[t + 1] - price[t], self.stocks["lowest"][kind][t], self.stocks["highest"][kind][t])
        return total


def best(worth: Fraction, low: Fraction, high: Fraction) -> Fraction:
    """What the better end of a variable's bounds brings."""
    return worth * (high if worth > 0 else low)


def check_certificate(audit: Audit, book: Mapping[str, Any]) -> None:
    """The tonnes keep every bound and are worth what is said; no plan is worth more than the prices prove."""
    plan, page = book[DECISION]["plan"], audit.page("plan", "verify.figure", DECISION)
    proof, said = PlanProof(plan), plan["certificate"]
    page.same("plan.y", [], proof.broken())
    page.same("plan.certificate.broken", [], said["broken"])
    objective, bound = proof.objective(), proof.bound()
    for field, figure in (("objective", objective), ("dual_bound", bound)):
        page.same(f"plan.certificate.{field}", figure, Fraction(said[field]))
    gap = (bound - objective) / max(Fraction(1), abs(objective))
    page.same("plan.certificate.gap", gap, Fraction(said["gap"]))
    page.rule("plan.certificate.gap", "≤ 1e-4", show(gap), gap <= MOST_GAP)
    for where, price, shown in proof.shown(plan["prices"]):
        page.rule(f"plan.prices.{where}", show(price), shown, abs(price - number(shown)) <= Fraction(1, 100))


def check_targets(audit: Audit, book: Mapping[str, Any]) -> None:
    """Rows of the plan are its tonnes; holdings aimed at keep their bounds, sum up and follow from the moves."""
    decision, plan = book[DECISION], book[DECISION]["plan"]
    desk, proof, page = PlanDesk(plan["inputs"]), PlanProof(plan), audit.page("plan", "verify.figure", DECISION)
    rows, net, firms = by_name(plan["enterprises"]), net_moves(decision["moves"]), by_name(desk.firms)
    entitled = desk.entitled()
    page.same("plan.enterprises", list(firms), list(rows))
    names = plan["problem"]["labels"]["plants"]
    for name, row in rows.items():
        where, one = f"plan.enterprises[{name}]", firms[name]
        made = proof.x[names.index(name)] if name in names else [0] * len(desk.days)
        page.same(f"{where}.month_t", made, row["month_t"])
        page.same(f"{where}.family_t Σ", made, [sum(of) for of in zip(*row["family_t"].values(), strict=True)] or made)
        page.same(f"{where}.year_t", one["made_t"] + sum(made), row["year_t"])
        for field, tonnes in (
            ("holding_t", one["holding_t"]),
            ("made_t", one["made_t"]),
            ("entitled_t", entitled[name]),
        ):
            page.same(f"{where}.{field}", tonnes, row[field])
        room = desk.holding(one)
        page.rule(
            f"{where}.target_t", f"{room.low}…{room.high}", row["target_t"], room.low <= row["target_t"] <= room.high
        )
        page.same(f"moves[{name}]", row["target_t"] - row["holding_t"], net[name])
    page.same("plan.enterprises Σ target_t", desk.held, sum(row["target_t"] for row in rows.values()))


# In a small city one whole tonne is more than a millionth of all.
MOST_GAP = Fraction(1, 10**4)
PLAN_CHAPTERS = (check_plan_inputs, check_plan_bounds, check_certificate, check_targets)


# -- what was issued, and by whom --------------------------------------------------------------------------------------


def check_issued(audit: Audit, book: Mapping[str, Any]) -> None:
    """Entries that rest on the decision leave every enterprise holding exactly its quota; a draft has none."""
    signed, page = book["signatures.json"], audit.page("issued", "verify.issued", ENTRIES)
    own = digest(canonical(book[DECISION]))
    steps = steps_of(book, own)
    citing = moves_of_decision(book, own, steps)
    acts = by_name(signed["signatures"], "act")
    check_head(audit, book, steps, citing)
    for step in steps:
        page.same(f"[{step['seq']}].id", f"{step['kind']}:{signed['decision']}", unnumbered(step, signed["decision"]))
    if "issue" not in acts:
        page.same(f"basis {own[:8]}", 0, len(citing))
        return
    for entry in citing:
        page.same(f"[{entry['seq']}].actor", acts["issue"]["person"], entry["actor"])
        page.same(f"[{entry['seq']}].recorded_at", acts["issue"]["at"], entry["recorded_at"])
    named = {step["id"] for step in steps}
    for entry in book[ENTRIES]:
        if entry["id"] not in named:
            check_grant(page, entry, signed["decision"], own)
    # A decision that changes nothing has no entries: then the book counts as it stood when it was issued.
    by_then = [entry["seq"] for entry in book[ENTRIES] if entry["recorded_at"] <= acts["issue"]["at"]]
    issued = [step["seq"] for step in steps if step["kind"] == "issue"]
    last = max([entry["seq"] for entry in citing] + issued, default=max(by_then, default=0))
    check_holdings(page, book, last)
    check_beside(page, book, last)
    check_used(page, book)


def steps_of(book: Mapping[str, Any], own: str) -> list[Mapping[str, Any]]:
    """What put the decision forward, approved, issued and withdrew it, in order; version 1 entered none of these."""
    later = [entry for entry in entries_of(book) if entry["version"] > 1 and entry["kind"] in PLEDGES]
    names = {entry["id"] for entry in later if entry["kind"] == "propose" and entry["basis"] == own}
    return [entry for entry in later if entry["id"] in names or entry["proposal"] in names]


def moves_of_decision(book: Mapping[str, Any], own: str, steps: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The entries that rest on the decision or come with its issue, its own steps left out."""
    names = {step["id"] for step in steps}
    return [
        entry
        for entry in book[ENTRIES]
        if entry["id"] not in names and (entry["basis"] == own or entry["proposal"] in names)
    ]


def unnumbered(step: Mapping[str, Any], decision: str) -> str:
    """The name of a step without the number it bears when the decision was put forward more than once."""
    name, _, again = str(step["id"]).rpartition(":")
    return name if name.endswith(f":{decision}") and again.isdigit() else str(step["id"])


def check_grant(page: Page, entry: Mapping[str, Any], decision: str, own: str) -> None:
    """An entry that bears the decision's name rests on it, and the other way round; the name says what it moves."""
    if entry["basis"] == own:
        kind = "issue" if entry["version"] == 1 and entry["kind"] == "issue" else entry["kind"]
        page.same(f"[{entry['seq']}].id", ":".join([kind, decision, *firms_of(entry)]), entry["id"])
    elif decision in entry["id"]:
        page.same(f"[{entry['seq']}].basis", own, entry["basis"])


def check_head(
    audit: Audit,
    book: Mapping[str, Any],
    steps: Sequence[Mapping[str, Any]],
    citing: Sequence[Mapping[str, Any]],
) -> None:
    """The decision was drafted on the last head that moved something before it was put forward.

    Of version 1 no more is known than that it is a head of the chain before the entries that rest on the decision.
    """
    found, page = book[DECISION]["ledger_head"], audit.page("issued", "verify.head", DECISION)
    for step in steps:
        if step["kind"] == "propose":
            before = [entry for entry in book[ENTRIES] if entry["seq"] < step["seq"] and moves_something(entry)]
            page.same("ledger_head", before[-1]["hash"] if before else GENESIS, found)
    first = citing[0]["seq"] if citing else len(book[ENTRIES]) + 1
    heads = {entry["hash"] for entry in book[ENTRIES] if entry["seq"] < first}
    page.rule("ledger_head", f"a head before [{first}]", found, found in heads | {GENESIS})


def is_regulated(entry: Mapping[str, Any]) -> bool:
    """Whether an entry moves quota by a month's regulation."""
    return bool(entry["kind"] == "adjust" and entry["reason"].startswith("regulation."))


def is_regulation(decision: Mapping[str, Any]) -> bool:
    """Whether a decision moves quota of an allocation, and splits nothing itself."""
    return bool(decision.get("kind") == "regulation")


def moves_something(entry: Mapping[str, Any]) -> bool:
    """Whether a decision drafted after an entry may differ from one drafted before it."""
    return entry["kind"] not in ("propose", "approve", "withdraw")


def entries_of(book: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The entries of the decision's own sector and plan year."""
    where = (book[DECISION]["sector"], book[DECISION]["plan_year"])
    return [entry for entry in book[ENTRIES] if (entry["sector"], entry["plan_year"]) == where]


def check_holdings(page: Page, book: Mapping[str, Any], last: int) -> None:
    """After that entry cap, reserve and every holding are those of the decision, and nobody else holds anything."""
    decision, state = book[DECISION], Book()
    for entry in entries_of(book):
        if entry["seq"] <= last:
            state.post(entry)
    quotas = {share["enterprise"]: share["quota_t"] for share in decision["shares"]}
    owners = {account.split(":", 1)[1] for account in state.balances if account.startswith(("available:", "used:"))}
    for name in sorted(owners | set(quotas)):
        page.same(f"[{last}] {name}", quotas.get(name, 0), state.held(name))
    page.same(f"[{last}] cap", decision["cap_t"], -state.balances["cap"])
    page.same(f"[{last}] reserve", decision["reserve_t"], state.balances["reserve"])


def check_beside(page: Page, book: Mapping[str, Any], last: int) -> None:
    """What the decision counts beside its split is what the book has carried, paid back and passed on.

    What expired before it was drafted is no longer carried.
    """
    moved: dict[str, Counter[str]] = {field: Counter() for field in ("owed_t", *(field for _, field, _ in BESIDE))}
    kept, drafted = {entry["id"]: entry for entry in entries_of(book)}, book[DECISION]["ledger_head"]
    known = max([entry["seq"] for entry in book[ENTRIES] if entry["hash"] == drafted], default=0)
    # An allocation keeps what regulations moved before it was drafted, a regulation counts its own moves too.
    settled = max(known, last) if is_regulation(book[DECISION]) else known
    for entry in kept.values():
        turned = kept.get(entry["corrects"], entry)
        for account, tonnes in entry["postings"]:
            role, _, firm = account.partition(":")
            if role == "available" and entry["seq"] <= {"carry": last, "expire": known}.get(turned["kind"], 0):
                moved["carried_t"][firm] += tonnes
            elif (turned["kind"], role) == ("payback", "owed") and LEAVES["hash"](turned["basis"]):
                moved["deducted_t"][firm] -= tonnes if entry["seq"] <= last else 0
            elif turned["kind"] in ("debt_in", "owed_in", "surcharge") and role == "owed" and entry["seq"] <= known:
                moved["owed_t"][firm] += tonnes
            elif (turned["kind"], role) == ("transfer", "available") and entry["seq"] <= known:
                moved["transferred_t"][firm] += tonnes
            elif is_regulated(turned) and role == "available" and entry["seq"] <= settled:
                moved["regulated_t"][firm] += tonnes
    for claimant in book[DECISION]["claimants"]:
        for field, found in moved.items():
            page.same(
                f"claimants[{claimant['enterprise']}].{field}", found[claimant["enterprise"]], claimant.get(field, 0)
            )


def check_used(page: Page, book: Mapping[str, Any]) -> None:
    """What was booked as produced on a cited return is what the return says.

    The book rounds the year so far, not each return, so that one return may be booked up to a tonne off its figure.
    """
    booked: Counter[str] = Counter()
    kept = {entry["id"]: entry for entry in entries_of(book)}
    for entry in kept.values():
        turned = kept.get(entry["corrects"], entry)
        if turned["kind"] in ("use", "overrun"):
            sign = 1 if entry is turned else -1
            booked[turned["basis"]] += sign * sum(tonnes for _, tonnes in turned["postings"] if tonnes > 0)
    for item in book["returns.json"]:
        made = [number(fact["value"]) for fact in item["facts"] if fact["field"] == book[DECISION]["quantity"]]
        found = booked[item["reference"]]
        if found and made:
            page.rule(f"Σ {item['reference']}", f"{show(made[0])} ± 1", found, abs(found - made[0]) <= 1)


# -- what the rulebook settles -----------------------------------------------------------------------------------------


class Years:
    """The books of the decision's sector while their entries are read, and what every firm held as a year ended."""

    def __init__(self) -> None:
        self.books: dict[int, Book] = {}
        self.gone: Counter[tuple[int, str]] = Counter()
        self.held: dict[tuple[int, str], int] = {}

    def post(self, entry: Mapping[str, Any]) -> Book:
        """Add one entry to the book of its year."""
        year, book = entry["plan_year"], self.books.setdefault(entry["plan_year"], Book())
        book.post(entry)
        if entry["kind"] in ("recall", "deduct"):
            self.gone[(year, firms_of(entry)[0])] += size_of(entry)
        if entry["kind"] == "close" and not entry["month"]:
            for firm in {account.split(":", 1)[1] for account in book.balances if ":" in account}:
                self.held[(year, firm)] = book.held(firm) + self.gone[(year, firm)]
        return book


def check_settled(audit: Audit, book: Mapping[str, Any]) -> None:
    """What rests on this decision's rulebook is what its terms give: charges, surcharges, and what was carried."""
    decision, rules, page = book[DECISION], Rules(book[DECISION]), audit.page("settled", "verify.settled", ENTRIES)
    own, rule = decision["rulebook_sha256"], decision["rulebook"]["settlement"]["rule"]
    check_slices(audit, book)
    entries = [entry for entry in book[ENTRIES] if entry["sector"] == decision["sector"]]
    known, years = {entry["id"]: entry for entry in entries}, Years()
    costs: dict[tuple[int, str], int] = {}
    found: Counter[tuple[int, str]] = Counter()
    for entry in entries:
        state, kind, year = years.post(entry), entry["kind"], entry["plan_year"]
        where, firm = f"[{entry['seq']}]", (firms_of(entry) or [""])[0]
        cited = known.get(entry["basis"], {})
        if kind == "debt_out" and entry["basis"] == own:
            overrun = size_of(entry)
            costs[(year + 1, firm)] = rules.deduction(years.held.get((year, firm), 0), overrun) - overrun
        elif kind == "surcharge" and entry["basis"] == own:
            found[(year, firm)] += size_of(entry)
        elif kind == "carry" and cited.get("basis") == own:
            share = rules.parameter_on("carry_share", f"{year - 1}-12-31") if rule == CARRIES else 0
            most = share * years.held.get((year - 1, firm), 0) // 1
            page.same(f"{where} {firm}", min(size_of(cited), int(most)), size_of(entry))
        elif kind in ("charge", "credit") and entry["basis"] == own:
            held, debt, target = state.held(firm), state.balances[f"debt:{firm}"], Fraction(0)
            if entry["month"] and rule != "recall_unused_and_debt":
                share = rules.parameter_on("interim_share", last_day(entry["month"]))
                target = share * rules.deduction(held, debt)
            page.same(f"{where} {firm}", int(target // 1), state.balances[f"charge:{firm}"])
    for year, firm in sorted({*costs, *found}):
        page.same(f"surcharge {year} {firm}", costs.get((year, firm), 0), found[(year, firm)])
    check_expiry(page, book)
    check_groups(page, book)


class Carried(NamedTuple):
    """Tonnes that were carried by a rulebook, and the month by whose close they have to be used; empty for never."""

    firm: str
    tonnes: int
    deadline: str

    def is_met_by(self, month: str) -> bool:
        """Whether a month of the same year is the deadline or later."""
        return bool(self.deadline) and self.deadline[:4] == month[:4] and self.deadline <= month

    def unused(self, state: Book) -> int:
        """What is neither used nor pledged of it; what is carried counts as used first."""
        free = state.balances[f"available:{self.firm}"] - state.balances[f"pledged:{self.firm}"]
        return max(0, min(free, self.tonnes - state.balances[f"used:{self.firm}"]))


def carried_by(book: Mapping[str, Any], entries: Sequence[Mapping[str, Any]]) -> dict[str, Carried]:
    """What was carried of recalls by this decision's rulebook, by the id of the entry."""
    rules, own = Rules(book[DECISION]), book[DECISION]["rulebook_sha256"]
    is_set = CARRY_UNTIL in rules.plain["parameters"] and rules.plain["settlement"]["rule"] == CARRIES
    known, found = {entry["id"]: entry for entry in entries}, {}
    for entry in entries:
        recall, year = known.get(entry["basis"], {}), entry["plan_year"]
        if entry["kind"] == "carry" and recall.get("kind") == "recall" and recall["basis"] == own:
            month = rules.parameter_on(CARRY_UNTIL, f"{year - 1}-12-31") if is_set else None
            deadline = f"{year:04d}-{int(month):02d}" if month is not None else ""
            found[entry["id"]] = Carried("".join(firms_of(entry)), size_of(entry), deadline)
    return found


def check_expiry(page: Page, book: Mapping[str, Any]) -> None:
    """What this rulebook carried and nobody used by its month goes back in that month's close, once, to the tonne.

    Months closed in one act have one instant; it is the act that meets the deadline.
    """
    entries = [entry for entry in book[ENTRIES] if entry["sector"] == book[DECISION]["sector"]]
    carried, due = carried_by(book, entries), dict[str, Carried]()
    reason = f"expire.carried §{book[DECISION]['rulebook']['settlement']['clause']}"
    closes = [entry for entry in entries if entry["kind"] == "close" and entry["month"]]
    months = {(entry["month"], entry["recorded_at"]) for entry in closes}
    last_of_act = {(entry["plan_year"], entry["recorded_at"]): entry["seq"] for entry in closes}
    books: dict[int, Book] = {}
    for entry in entries if carried else ():
        where, kind, id_, month = f"[{entry['seq']}]", entry["kind"], entry["id"], entry["month"]
        state = books.setdefault(entry["plan_year"], Book())
        if kind == "expire" and entry["basis"] in carried:
            one = due.pop(entry["basis"], None)
            is_due = one is not None and one.is_met_by(month) and (month, entry["recorded_at"]) in months
            page.same(f"{where} {''.join(firms_of(entry))}", one.unused(state) if one and is_due else 0, size_of(entry))
            page.same(f"{where}.reason", reason, entry["reason"])
        state.post(entry)
        if id_ in carried:
            due[id_] = carried[id_]
        elif kind == "correct":
            due.pop(entry["corrects"], None)
        elif last_of_act.get((entry["plan_year"], entry["recorded_at"])) == entry["seq"]:
            for met in [cited for cited, one in due.items() if one.is_met_by(month)]:
                one = due.pop(met)
                page.same(f"{where} expire {one.firm}", one.unused(state), 0)


def check_slices(audit: Audit, book: Mapping[str, Any]) -> None:
    """Slices stand where overruns are deducted, rise to an open end, and none is cheaper than the one before."""
    rulebook, page = book["rulebook.json"], audit.page("name", "verify.rule", "rulebook.json")
    slices = rulebook.get("deduction", {"slices": []})["slices"]
    deducts = rulebook["settlement"]["rule"] != "recall_unused_and_debt"
    page.rule("deduction", deducts, bool(slices), deducts == bool(slices))
    ends = [number(item["up_to"]) for item in slices[:-1] if item["up_to"] not in (None, "")]
    factors = [number(item["factor"]) for item in slices]
    is_open = bool(slices) and slices[-1]["up_to"] in (None, "") and len(ends) == len(slices) - 1
    page.rule("deduction.slices", "only the last without up_to", len(ends), is_open or not slices)
    page.rule("deduction.up_to", "0 < rising", [show(end) for end in ends], rises([Fraction(0), *ends], strictly=True))
    page.rule("deduction.factor", "1 ≤ rising", [show(one) for one in factors], rises([Fraction(1), *factors]))


def rises(values: Sequence[Fraction], *, strictly: bool = False) -> bool:
    """Whether no value is below the one before, or strictly each above it."""
    pairs = list(zip(values, values[1:]))  # noqa: B905, RUF007 - Python 3.9
    return all(before < after if strictly else before <= after for before, after in pairs)


def check_groups(page: Page, book: Mapping[str, Any]) -> None:
    """While this decision is in force quota passes inside a group of the register, or as its rulebook lets it."""
    groups = {item["enterprise"]: item.get("group", "") for item in book["register.json"]}
    transfers = book["rulebook.json"].get("transfers", {"between_groups": False, "clause": ""})
    is_free, clause = transfers["between_groups"], transfers["clause"]
    own, in_force = digest(canonical(book[DECISION])), ""
    for entry in entries_of(book):
        if entry["kind"] == "issue" or (entry["version"] == 1 and entry["kind"] in ("cap", "adjust")):
            in_force = entry["basis"]
        if entry["kind"] == "transfer" and in_force == own:
            of = {firm: groups.get(firm, "") for firm in firms_of(entry)}
            is_one = "" not in of.values() and len(set(of.values())) == 1
            page.rule(f"[{entry['seq']}] group", "one group", of, is_one or is_free)
            if entry["version"] > 1:
                said = "transfer.within_group" if is_one else f"transfer.between_enterprises §{clause}"
                page.same(f"[{entry['seq']}].reason", said, entry["reason"])


# The act that a step of the ledger is signed as, and the state that an act leads to.
ACTS = {"propose": "draft", "approve": "approve", "issue": "issue", "withdraw": "withdraw"}
STATES = {"draft": "draft", "approve": "approved", "issue": "issued", "withdraw": "withdrawn"}


def check_persons(audit: Audit, book: Mapping[str, Any]) -> None:
    """Acts come in order, each of this decision; who drafted neither approved nor issued; the state is the last act.

    From version 2 on every act is an entry of the ledger as well, by the same person at the same instant.
    """
    decision, signed = book[DECISION], book["signatures.json"]
    page, acts = audit.page("signature", "verify.signature", "signatures.json"), signed["signatures"]
    check_steps(page, book)
    page.same("state", STATES.get(acts[-1]["act"] if acts else ""), signed["state"])
    page.same("at", sorted(item["at"] for item in acts), [item["at"] for item in acts])
    for item in acts:
        page.same(f"{item['act']}.decision", signed["decision"], item["decision"])
        if item["act"] != "withdraw":
            is_drafter, should = item["person"] == decision["drafted_by"], item["act"] == "draft"
            said = decision["drafted_by"] if should else f"≠ {decision['drafted_by']}"
            page.rule(f"{item['act']}.person", said, item["person"], is_drafter == should)


def check_steps(page: Page, book: Mapping[str, Any]) -> None:
    """The last signatures are the steps of the ledger; those before are of the days when it had none."""
    acts, steps = book["signatures.json"]["signatures"], steps_of(book, digest(canonical(book[DECISION])))
    early = max(len(acts) - len(steps), 0)
    due = ["draft", "approve", "issue"][:early] + [ACTS[step["kind"]] for step in steps]
    page.same("signatures", due, [item["act"] for item in acts])
    since = min([entry["recorded_at"] for entry in book[ENTRIES] if entry["version"] > 1], default="")
    for item in acts[:early]:
        page.rule(f"{item['act']}.at", f"< {since}", item["at"], not since or item["at"] < since)
    for step, item in zip(steps, acts[early:]):  # noqa: B905 - Python 3.9
        page.same(f"{item['act']}.person", step["actor"], item["person"])
        page.same(f"{item['act']}.at", step["recorded_at"], item["at"])


# -- seals: what the closings say of every other table -----------------------------------------------------------------

SEALS, CITES_SEAL, TABLE_OF_SEALS = "seals.jsonl", "seal/", "seals"
SEAL = {
    **{"version": "whole", "sector": "name", "plan_year": "whole", "month": "month?", "returns": ["name"]},
    "tables": {"*": {"rows": "whole", "digest": "hash"}},
}


def verify_seals(
    closings: Sequence[Mapping[str, Any]], seals: Sequence[bytes], tables: Mapping[str, Iterable[bytes]]
) -> Report:
    """Hold every seal against the closing entry that cites it, and every table against every seal.

    `closings` are the closing entries in order, `seals` the bytes of the seals, `tables` the rows of each table in
    order, each row as the JSON list that is hashed. What came behind the last seal is counted, not judged.
    """
    audit = Audit()
    read = audit.attempt(check_seals, closings, seals) or ()
    behind = {
        name: audit.attempt(check_table, name, tables.get(name, ()), read)
        for name in sorted({*tables, *(name for seal in read for name in seal["tables"])})
    }
    if read:
        behind.pop(TABLE_OF_SEALS, None)  # the last one is cited by the chain itself
    later = {name: rows for name, rows in behind.items() if rows}
    return Report("", "", audit.counts, audit.differences, False, later)


def check_seals(
    audit: Audit, closings: Sequence[Mapping[str, Any]], seals: Sequence[bytes]
) -> Sequence[Mapping[str, Any]]:
    """Seals and the closings that cite them go in pairs; from the first one on no closing is without."""
    page, read = audit.page("seal", "verify.seal", SEALS), [parse_json(SEALS, body) for body in seals]
    cited = [entry["basis"].startswith(CITES_SEAL) for entry in closings]
    sealed = closings[cited.index(True) :] if True in cited else []
    page.same("closings", len(sealed), len(read))
    for place, (entry, seal, body) in enumerate(zip(sealed, read, seals), 1):  # noqa: B905 - Python 3.9
        check_shape(SEALS, seal, SEAL, f"[{place}]")
        page.same(f"[{place}] {entry['id']}", entry["basis"], CITES_SEAL + digest(body))
        period = [entry[key] for key in ("sector", "plan_year", "month")]
        page.same(f"[{place}] {entry['id']}", period, [seal[key] for key in ("sector", "plan_year", "month")])
    return read


def check_table(audit: Audit, name: str, rows: Iterable[bytes], seals: Sequence[Mapping[str, Any]]) -> int:
    """The digest of a table, taken row by row, passes through the state that every seal says; how many rows follow."""
    page, source, state, count = audit.page("seal", "verify.seal", name), iter(rows), bytes(32), 0
    for seal in seals:
        said = seal["tables"].get(name, {"rows": 0, "digest": GENESIS})
        first = count + 1
        for row in islice(source, max(0, said["rows"] - count)):
            state, count = hashlib.sha256(state + row).digest(), count + 1
        where = f"{first}…{said['rows']} ({seal['sector']} {seal['month'] or seal['plan_year']})"
        found = {"rows": count, "digest": state.hex()}
        page.same(where, said, found)
        if said != found:
            break
    return sum(1 for _ in source)


# -- papers: the files that entries of a whole book cite ---------------------------------------------------------------

PLANNED, DOCUMENT, REGISTERED, REASONED = "CAPACITY_PLAN", "CAPACITY_DOCUMENT", "CAPACITY_REGISTER", "WITHDRAWAL_REASON"
BY_HAND = "withdraw.by_hand"
# As what the file was kept that an entry of capacity cites; where nothing is said it is a plan.
CITES: Mapping[str, Sequence[str]] = {
    "capacity_open": (PLANNED, REGISTERED),
    "seal": (DOCUMENT, REGISTERED, PLANNED),
    "swap_out": (DOCUMENT, PLANNED),
    **dict.fromkeys(("dismantle", "reduce", "bar"), (DOCUMENT,)),
}
FURNACE = {"facility": "name", "enterprise": "name", "kind": "name", "quantity": "name", "tonnes": "whole"}
PLAN = {
    **{"act": "name", "sector": "name", "facts": {"*": "any"}, "person": "name", "at": "text"},
    "moves": [{"kind": "name", "postings": [["any"]], "month": "month?", "corrects": "text"}],
    "documents": [{"role": "name", "name": "text", "sha256": "hash"}],
}
SWAP = {
    **{"project": "name", "enterprise": "name", "region": "name", "case": "name", "day": "day", "ratio": "ratio"},
    **{"regime": "text", "is_draft": "flag", "is_suspended": "flag", "drafts": {"*": "day"}},
    **{"retired": [FURNACE], "built": [FURNACE]},
}
BUILD = {"project": "name", "facility": "name", "announced": "hash"}


class Papers(NamedTuple):
    """Files of a book: as what each was kept, by hash; plans; registers as rows; rules of swaps by sector."""

    kept: Mapping[str, Sequence[str]]
    plans: Mapping[str, Mapping[str, Any]]
    registers: Mapping[str, Sequence[Mapping[str, Any]]] | None
    rules: Mapping[str, Mapping[str, Any]] | None
    citing: Mapping[str, Sequence[Mapping[str, Any]]]


def verify_papers(
    entries: Iterable[Mapping[str, Any]],
    *,
    kept: Mapping[str, Sequence[str]],
    plans: Mapping[str, bytes],
    registers: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
    swap_rules: Mapping[str, Mapping[str, Any]] | None = None,
) -> Report:
    """Hold entries of capacity, and withdrawals by hand, against the files they cite.

    `entries` are those of the chain, others may be among them; `kept` says by hash as what a file was kept, `plans`
    has the bytes of those that are plans. This program reads no YAML: `registers` and `swap_rules` are what another
    one read; without them openings and ratios are held against nothing.
    """
    audit = Audit()
    read = audit.attempt(read_plans, plans)
    if read is not None:
        citing: dict[str, list[Mapping[str, Any]]] = {}
        asked = [entry for entry in entries if entry["plan_year"] == OF_CAPACITY or entry["reason"] == BY_HAND]
        for entry in asked:
            citing.setdefault(entry["basis"], []).append(entry)
        papers = Papers(kept, read, registers, swap_rules, citing)
        audit.attempt(check_cited, papers, asked)
        for chapter in (check_plans, check_swaps, check_builds, check_openings):
            audit.attempt(chapter, papers)
    return Report("", "", audit.counts, audit.differences, False)


def read_plans(audit: Audit, plans: Mapping[str, bytes]) -> dict[str, Mapping[str, Any]]:
    """Every plan in the agreed form, under its own hash."""
    page, read = audit.page("paper", "verify.paper", PLANNED), {}
    for sha256, body in plans.items():
        plan = read[sha256] = parse_json(PLANNED, body)
        check_shape(PLANNED, plan, PLAN, f"[{sha256[:8]}]")
        page.same(f"[{sha256[:8]}] sha256", sha256, digest(canonical(plan)))
        page.same(f"[{sha256[:8]}] canonical", True, canonical(plan) == body)
    return read


def check_cited(audit: Audit, papers: Papers, entries: Sequence[Mapping[str, Any]]) -> None:
    """What an entry cites was kept, as what an entry of its kind has to cite."""
    page = audit.page("paper", "verify.paper", ENTRIES)
    for entry in entries:
        wanted = CITES.get(entry["kind"], (PLANNED,)) if entry["plan_year"] == OF_CAPACITY else (REASONED,)
        found = papers.kept.get(entry["basis"], ())
        page.rule(f"[{entry['seq']}].basis", " / ".join(wanted), list(found), not set(wanted).isdisjoint(found))


def booked_of(papers: Papers, sha256: str) -> list[Mapping[str, Any]]:
    """What was booked when a plan was carried out, its issue first; nothing while it stands or once it is withdrawn."""
    return [one for one in papers.citing.get(sha256, ()) if one["kind"] not in ("propose", "withdraw")]


def check_plans(audit: Audit, papers: Papers) -> None:
    """A plan was put forward by the person and at the instant it says; what was booked is what it says, in order."""
    page = audit.page("paper", "verify.paper", PLANNED)
    for sha256, plan in papers.plans.items():
        name = f"capacity-{plan['act'].replace('_', '-')}-{plan['sector']}-{sha256[:8]}"
        put = [one for one in papers.citing.get(sha256, ()) if one["kind"] == "propose"]
        heading = ("id", "sector", "reason", "actor", "recorded_at")
        said = [f"propose:{name}", plan["sector"], f"propose.capacity.{plan['act']}", plan["person"], plan["at"]]
        page.same(f"{name} propose", [said], [[one[field] for field in heading] for one in put])
        for document in plan["documents"]:
            found = papers.kept.get(document["sha256"], ())
            page.rule(f"{name} {document['sha256'][:8]}", DOCUMENT, list(found), DOCUMENT in found)
        booked, fields = booked_of(papers, sha256), ("kind", "postings", "month", "corrects")
        if booked:
            moves = [["issue", [], "", ""], *([move[field] for field in fields] for move in plan["moves"])]
            page.same(f"{name} moves", len(moves), len(booked))
            for move, entry in zip(moves, booked):  # noqa: B905 - Python 3.9
                page.same(f"{name} [{entry['seq']}]", move, [entry[field] for field in fields])
            acts = {(one["sector"], one["actor"], one["recorded_at"]) for one in booked}
            page.rule(f"{name} act", "one", sorted(acts), len(acts) == 1)


def check_swaps(audit: Audit, papers: Papers) -> None:
    """A swap has the ratio of the day it was announced and of the day it was carried out, and keeps it."""
    page = audit.page("paper", "verify.paper", PLANNED)
    for sha256, plan in papers.plans.items():
        if plan["act"] != "swap":
            continue
        facts, where = plan["facts"], f"[{sha256[:8]}]"
        check_shape(PLANNED, facts, SWAP, where)
        page.same(f"{where} day", local_day(plan["at"]), facts["day"])
        if papers.rules is not None:
            rules = papers.rules.get(plan["sector"], {"regimes": (), "suspensions": ()})
            said = [facts[field] for field in ("ratio", "regime", "is_draft", "is_suspended")]
            page.same(f"{where} rule {facts['day']}", ruling(rules, plan, facts["day"]), said)
            for entry in booked_of(papers, sha256)[:1]:
                then = ruling(rules, plan, local_day(entry["recorded_at"]))
                page.same(f"{where} rule [{entry['seq']}]", then[:1], said[:1])
        check_swap(page, where, plan, facts)


def check_swap(page: Page, where: str, plan: Mapping[str, Any], facts: Mapping[str, Any]) -> None:
    """Retired is enough for what is built, class by class; pledged is what is retired, and no more given at once."""
    ratio, retired, built = Fraction(facts["ratio"]), by_class(facts["retired"]), by_class(facts["built"])
    page.same(f"{where} classes", sorted(built), sorted(retired))
    for quantity, tonnes in sorted(built.items()):
        least, found = ratio * tonnes, retired[quantity]
        page.rule(f"{where} {quantity}", f"≥ {show(least)}", found, found >= least)
    due = [[f"pledged/{said_of(one, facts)}:{one['enterprise']}", one["tonnes"]] for one in facts["retired"]]
    pledged = [move["postings"][-1] for move in plan["moves"] if move["kind"] == "swap_pledge"]
    page.same(f"{where} retired", due, pledged)
    others = [move for move in plan["moves"] if move["kind"] != "swap_pledge"]
    given = [[name, -tonnes] for move in others for name, tonnes in move["postings"] if name.startswith("pledged/")]
    is_known = {move["kind"] for move in others} <= {"swap_out"} and all(one in due for one in given)
    page.rule(f"{where} given", "of what is retired", given, is_known)


def said_of(furnace: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
    """What a pledge account says of furnace and project, ratio and builder."""
    ratio = Fraction(facts["ratio"])
    parts = [furnace[part] for part in ("quantity", "kind", "facility")]
    return "/".join([*parts, f"{ratio.numerator}-{ratio.denominator}", facts["project"], facts["enterprise"]])


def by_class(furnaces: Sequence[Mapping[str, Any]]) -> Counter[str]:
    """Tonnes of furnaces by what they count for."""
    found: Counter[str] = Counter()
    for one in furnaces:
        found[one["quantity"]] += one["tonnes"]
    return found


def local_day(text: str) -> str:
    """The day in China of an instant; empty when it is none."""
    found = instant(text)
    return (found + timedelta(hours=8)).date().isoformat() if found else ""


def ruling(rules: Mapping[str, Any], plan: Mapping[str, Any], day: str) -> list[Any]:
    """Ratio, measures, whether these are a draft and whether suspended, of a swap on a day; or why it may not be."""
    facts, roles = plan["facts"], {document["role"] for document in plan["documents"]}
    since = {
        one["id"]: max(facts["drafts"][one["id"]], one["since"]) if one["is_draft"] else one["since"]
        for one in rules["regimes"]
        if not one["is_draft"] or one["id"] in facts["drafts"]
    }
    standing = [one for one in rules["regimes"] if one["id"] in since and since[one["id"]] <= day]
    if not standing:
        is_set = "override" in roles and Fraction(facts["ratio"]) >= 1
        return [facts["ratio"], "", False, False] if is_set else ["no rule, no overriding document"]
    regime = max(standing, key=lambda one: since[one["id"]])
    is_suspended = any(one["regime"] == regime["id"] and one["since"] <= day for one in rules["suspensions"])
    if is_suspended and "override" not in roles:
        return [f"suspended, no overriding document: {regime['id']}"]
    fits = [one for one in regime["rules"] if one["case"] == facts["case"] and facts["region"] in one["regions"]]
    if not fits or not is_case(fits[0], facts, roles):
        return [f"no case {facts['case']} {facts['region']}: {regime['id']}"]
    return [fits[0]["ratio"], regime["id"], regime["is_draft"], is_suspended]


def is_case(rule: Mapping[str, Any], facts: Mapping[str, Any], roles: set[str]) -> bool:
    """Whether a swap is of the case it names: shown by a document, of its kinds of furnace, and as near as it asks."""
    retired, built = facts["retired"], facts["built"]
    is_shown = rule["case"] == "ordinary" or "case" in roles
    are_kinds = all(one["kind"] in (rule["donors"] or [one["kind"]]) for one in retired)
    are_kinds = are_kinds and all(one["kind"] in (rule["built"] or [one["kind"]]) for one in built)
    is_inside = not rule["inside"] or len({one["enterprise"] for one in (*retired, *built)}) == 1
    sizes = [sorted((one["kind"], one["tonnes"]) for one in some) for some in (retired, built)]
    return is_shown and are_kinds and is_inside and (rule["inside"] != "furnace" or sizes[0] == sizes[1])


def check_builds(audit: Audit, papers: Papers) -> None:
    """What is built was announced by a swap that was carried out before."""
    page = audit.page("paper", "verify.paper", PLANNED)
    for sha256, plan in papers.plans.items():
        if plan["act"] != "build":
            continue
        facts, where = plan["facts"], f"[{sha256[:8]}]"
        check_shape(PLANNED, facts, BUILD, where)
        swap = papers.plans.get(facts["announced"], {"act": ""})
        issued, put = booked_of(papers, facts["announced"])[:1], papers.citing.get(sha256, ())[:1]
        is_before = bool(issued) and all(issued[0]["seq"] < one["seq"] for one in put)
        is_swap = swap["act"] == "swap"
        page.rule(f"{where} announced", "a swap carried out before", facts["announced"], is_swap and is_before)
        if is_swap:
            check_build(page, where, plan, swap["facts"])


def check_build(page: Page, where: str, plan: Mapping[str, Any], announced: Mapping[str, Any]) -> None:
    """The furnace is of the kind and class announced, by whom, at the swap's ratio, and no larger."""
    page.same(f"{where} project", announced["project"], plan["facts"]["project"])
    built = by_name(announced["built"], "facility").get(plan["facts"]["facility"])
    if built is None:
        page.fault(f"{where} facility", [one["facility"] for one in announced["built"]], plan["facts"]["facility"])
        return
    ratio, builder = Fraction(announced["ratio"]), announced["enterprise"]
    furnace = (built["quantity"], built["kind"], built["facility"], builder)
    project = (built["quantity"], f"{ratio.numerator}-{ratio.denominator}", announced["project"], builder)
    legs = [leg_of(account, tonnes) for move in plan["moves"] for account, tonnes in move["postings"]]
    of_one = [leg for leg in legs if leg and (leg.furnace or leg.project)]
    page.same(f"{where} project", [project], [leg.project for leg in of_one if leg.project])
    page.same(f"{where} furnace", [furnace], [leg.furnace for leg in of_one if leg.furnace])
    tonnes = sum(leg.tonnes for leg in of_one if leg.furnace)
    page.rule(f"{where} tonnes", f"≤ {built['tonnes']}", tonnes, tonnes <= built["tonnes"])


def check_openings(audit: Audit, papers: Papers) -> None:
    """A sector's accounts were opened as its register has every furnace that had begun; what had ended is sealed."""
    page = audit.page("paper", "verify.paper", REGISTERED)
    for sha256, entries in papers.citing.items():
        if papers.registers is None or REGISTERED not in papers.kept.get(sha256, ()):
            continue
        opening = [one for one in entries if one["kind"] in ("capacity_open", "seal")]
        rows = papers.registers.get(sha256)
        if rows is None:
            page.fault(f"[{sha256[:8]}]", "a register", "—")
            continue
        for sector in sorted({one["sector"] for one in opening}):
            found = [one for one in opening if one["sector"] == sector]
            last = local_day(found[0]["recorded_at"])[:7]
            moves = [move for row in rows if row["sector"] == sector for move in opened_by(row, last)]
            page.same(f"[{sha256[:8]}] {sector}", len(moves), len(found))
            for move, entry in zip(moves, found):  # noqa: B905 - Python 3.9
                page.same(f"[{entry['seq']}]", move, [entry[field] for field in ("kind", "postings", "month")])


def opened_by(row: Mapping[str, Any], last: str) -> list[Any]:
    """What a furnace of the register opens until a month, and seals where it ended by then."""
    name = f"{row['counts_for']}/{row['kind']}/{row['id']}:{row['enterprise']}"
    running, sealed, tonnes = f"running/{name}", f"sealed/{name}", row["capacity_t"]
    if not tonnes or row["since"] > last:
        return []
    moves = [["capacity_open", [[f"opened/{row['counts_for']}", -tonnes], [running, tonnes]], row["since"]]]
    if row["until"] and row["until"] <= last:
        moves.append(["seal", [[running, -tonnes], [sealed, tonnes]], row["until"]])
    return moves


# -- one enterprise's own entries, under a head ------------------------------------------------------------------------

STATEMENT, PROOF, HEAD = "statement.json", "proof.json", "head.json"
OWN_ENTRY = {key: shape for key, shape in SHAPES[ENTRIES].items() if key not in ("previous", "hash")}
OWN_SHAPES: Mapping[str, Any] = {
    STATEMENT: {
        **{"format": "name", "book": "hash", "enterprise": "name", "of_entries": "whole", "count": "whole"},
        **{"entries": [OWN_ENTRY], "balances": [["any"]]},
    },
    PROOF: {"enterprise": "name", "salt": "hash", "index": "whole", "count": "whole", "path": ["hash"]},
    HEAD: {
        **{"format": "name", "book": "hash", "city": "text", "number": "whole", "period": "text"},
        **{"recorded_at": "text", "entries": "whole", "chain": "hash", "previous": "hash"},
        "closings": [{"sector": "name", "period": "name", "seq": "whole", "chain": "hash"}],
        "tables": {"*": {"rows": "whole", "digest": "hash"}},
        "statements": {"count": "whole", "root": "hash"},
    },
}
MAY_BE_NEGATIVE = ("cap", "overrun", "charges", "pledges")


def verify_own(files: Mapping[str, bytes], *, head: str = "") -> Report:
    """Check one enterprise's own entries: they sum to its balances and stand under the head.

    `head` is the SHA-256 of a head kept elsewhere, empty when there is none.
    """
    audit = Audit()
    own = audit.attempt(parse_own, files)
    if own is None:
        return Report("", "", audit.counts, audit.differences, bool(head))
    audit.attempt(check_statement, own)
    audit.attempt(check_own_entries, own[STATEMENT])
    audit.attempt(check_proof, own, digest(files[STATEMENT]))
    audit.attempt(check_signed, files)
    found = digest(files[HEAD])
    if head:
        audit.page("proof", "verify.head", HEAD).same("sha256", head, found)
    statement = own[STATEMENT]
    name = f"{statement['enterprise']} ({statement['count']}/{statement['of_entries']})"
    return Report(name, found, audit.counts, audit.differences, bool(head))


def parse_own(audit: Audit, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Statement, proof and head in the agreed form and in canonical bytes: what is hashed is what is read."""
    own = {name: parse_json(name, content_of(name, files)) for name in OWN_SHAPES}
    for name, value in own.items():
        check_shape(name, value, OWN_SHAPES[name])
        audit.page("form", "verify.shape", name).same("canonical", True, files[name] == canonical(value))
    for position, posting in enumerate(posting for entry in own[STATEMENT]["entries"] for posting in entry["postings"]):
        is_pair = len(posting) == 2 and LEAVES["name"](posting[0]) and LEAVES["whole"](posting[1])
        _expect(STATEMENT, f"postings[{position}]", "[account, tonnes]", posting, is_pair)
    return own


def check_statement(audit: Audit, own: Mapping[str, Any]) -> None:
    """Statement, proof and head speak of the same enterprise, book and moment."""
    statement, proof, head = own[STATEMENT], own[PROOF], own[HEAD]
    page = audit.page("own", "verify.own", STATEMENT)
    page.same("format", ["zhibiao-statement/1", "zhibiao-head/1"], [statement["format"], head["format"]])
    page.same("book", head["book"], statement["book"])
    page.same("of_entries", head["entries"], statement["of_entries"])
    page.same("enterprise", proof["enterprise"], statement["enterprise"])
    page.same("count", len(statement["entries"]), statement["count"])


def check_own_entries(audit: Audit, statement: Mapping[str, Any]) -> None:
    """The entries stand in order, are the enterprise's own, never overdraw it, and sum to its balances."""
    page, figures = audit.page("own", "verify.own", STATEMENT), audit.page("balance", "verify.own", STATEMENT)
    firm, last, seen = statement["enterprise"], 0, set()
    sums: Counter[tuple[str, int, str]] = Counter()
    for entry in statement["entries"]:
        where = f"[{entry['seq']}]"
        page.rule(f"{where}.seq", f"{last} < … ≤ {statement['of_entries']}", entry["seq"], last < entry["seq"])
        last = max(last, entry["seq"])
        page.rule(f"{where}.id", "new", entry["id"], entry["id"] not in seen)
        seen.add(entry["id"])
        owners = [account.partition(":")[2] for account, _ in entry["postings"]]
        is_own = set(owners) == {firm} or (len(owners) == 2 and firm in owners and "" not in owners)
        page.rule(f"{where}.postings", firm, entry["postings"], is_own)
        for account, tonnes in entry["postings"]:
            if account.partition(":")[2] == firm:
                sums[(entry["sector"], entry["plan_year"], account)] += tonnes
        below = [key[2] for key, tonnes in sums.items() if tonnes < 0 and key[2].split(":")[0] not in MAY_BE_NEGATIVE]
        page.same(f"{where} < 0", [], below)
    page.rule("seq", f"≤ {statement['of_entries']}", last, last <= statement["of_entries"])
    figures.same("balances", [[*key, sums[key]] for key in sorted(sums)], statement["balances"])


def check_proof(audit: Audit, own: Mapping[str, Any], statement_sha256: str) -> None:
    """The salted statement is the leaf that the path leads to the root of the head. Source: RFC 9162, 2.1.3.2."""
    proof, said = own[PROOF], own[HEAD]["statements"]
    page = audit.page("proof", "verify.proof", PROOF)
    page.same("count", said["count"], proof["count"])
    page.rule("index", f"< {proof['count']}", proof["index"], 0 <= proof["index"] < proof["count"])
    found = hashlib.sha256(b"\x00" + bytes.fromhex(proof["salt"]) + bytes.fromhex(statement_sha256)).digest()
    place, last = proof["index"], proof["count"] - 1
    for node in map(bytes.fromhex, proof["path"]):
        if last <= 0:
            break
        if place % 2 or place == last:
            found = hashlib.sha256(b"\x01" + node + found).digest()
            while place and not place % 2:
                place, last = place // 2, last // 2
        else:
            found = hashlib.sha256(b"\x01" + found + node).digest()
        place, last = place // 2, last // 2
    steps = path_length(proof["index"], proof["count"])
    page.same("path", steps, len(proof["path"]))
    page.same("root", said["root"], found.hex())


def path_length(index: int, count: int) -> int:
    """How many nodes lead from a leaf to the root: one for every level at which there is another side."""
    steps, last = 0, count - 1
    while last > 0:
        steps += int(index % 2 == 1 or index != last)
        index, last = index // 2, last // 2
    return steps


def check_signed(audit: Audit, files: Mapping[str, bytes]) -> None:
    """The head is signed by the key that lies beside it; both may be absent, but not one of them."""
    page = audit.page("signed", "verify.signed", "head.sig")
    present = [name for name in ("head.sig", "head.pem") if name in files]
    page.rule("head.sig, head.pem", "both or none", present, len(present) != 1)
    if len(present) == 2:
        signature = files["head.sig"]
        page.rule(HEAD, "Ed25519", signature.hex(), is_signed(files[HEAD], signature, files["head.pem"]))


# Ed25519 (RFC 8032): the field, the curve's constant, the group's order, and the point that is multiplied.
FIELD = 2**255 - 19
CURVE = -121665 * pow(121666, FIELD - 2, FIELD) % FIELD
ORDER = 2**252 + 27742317777372353535851937790883648493
KEY_PREFIX = bytes.fromhex("302a300506032b6570032100")


class Point(NamedTuple):
    """A point of the curve as X, Y, Z, T, of which x = X/Z, y = Y/Z and x·y = T/Z."""

    x: int
    y: int
    z: int
    t: int


def is_signed(content: bytes, signature: bytes, pem: bytes) -> bool:
    """Whether an Ed25519 signature of these bytes fits a public key in PEM. Source: RFC 8032, 5.1.7."""
    key = key_of(pem)
    if len(key) != 32 or len(signature) != 64:
        return False
    owner, nonce = point_of(key), point_of(signature[:32])
    factor = int.from_bytes(signature[32:], "little")
    if owner is None or nonce is None or factor >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + key + content).digest(), "little") % ORDER
    one, other = times(factor, base_point()), added(nonce, times(challenge, owner))
    across = one.x * other.z - other.x * one.z, one.y * other.z - other.y * one.z
    return across[0] % FIELD == across[1] % FIELD == 0


def key_of(pem: bytes) -> bytes:
    """The 32 bytes of an Ed25519 key in PEM; empty when it is none."""
    found = re.fullmatch(rb"-----BEGIN PUBLIC KEY-----\r?\n([\w+/]+=*)\r?\n-----END PUBLIC KEY-----\s*", pem)
    try:
        key = base64.b64decode(found.group(1), validate=True) if found else b""
    except ValueError:
        return b""
    is_sound = key.startswith(KEY_PREFIX) and found is not None and base64.b64encode(key) == found.group(1)
    return key[len(KEY_PREFIX) :] if is_sound else b""


def base_point() -> Point:
    """The point whose multiples are keys: y = 4/5, x even."""
    y = 4 * pow(5, FIELD - 2, FIELD) % FIELD
    point = point_of(y.to_bytes(32, "little"))
    assert point is not None
    return point


def point_of(data: bytes) -> Point | None:
    """The point that 32 bytes name: y, and in the last bit whether x is odd; None when there is none."""
    y = int.from_bytes(data, "little")
    odd, y = y >> 255, y & ((1 << 255) - 1)
    square = (y * y - 1) * pow(CURVE * y * y + 1, FIELD - 2, FIELD) % FIELD
    x = pow(square, (FIELD + 3) // 8, FIELD)
    if (x * x - square) % FIELD:
        x = x * pow(2, (FIELD - 1) // 4, FIELD) % FIELD
    if y >= FIELD or (x * x - square) % FIELD or (x == 0 and odd):
        return None
    x = FIELD - x if x % 2 != odd else x
    return Point(x, y, 1, x * y % FIELD)


def added(one: Point, other: Point) -> Point:
    """The sum of two points."""
    left, right = (one.y - one.x) * (other.y - other.x), (one.y + one.x) * (other.y + other.x)
    cross, depth = 2 * one.t * other.t * CURVE, 2 * one.z * other.z
    e, f, g, h = right - left, depth - cross, depth + cross, right + left
    return Point(e * f % FIELD, g * h % FIELD, f * g % FIELD, e * h % FIELD)


def times(factor: int, point: Point) -> Point:
    """A multiple of a point, by doubling."""
    total = Point(0, 1, 1, 0)
    while factor:
        if factor & 1:
            total = added(total, point)
        point, factor = added(point, point), factor >> 1
    return total


# -- the whole proof ---------------------------------------------------------------------------------------------------


def verify(files: Mapping[str, bytes], *, head: str = "") -> Report:
    """Check an export as bytes by file name; `head` is a ledger head kept elsewhere, empty when there is none.

    Nothing is raised for anything the files may hold: what does not hold is a difference in the report.
    """
    audit = Audit()
    audit.attempt(check_files, files)
    ledger, decision = verify_ledger(files, head=head), verify_decision(files)
    differences = dict.fromkeys([*audit.differences, *ledger.differences, *decision.differences])
    counts = audit.counts + ledger.counts + decision.counts
    return Report(decision.decision, ledger.head, counts, list(differences), bool(head))


def verify_ledger(files: Mapping[str, bytes], *, head: str = "") -> Report:
    """Check the whole chain of `entries.jsonl` and fold every book in it.

    The head is held against the one given, and against the manifest's where there is a manifest.
    """
    audit = Audit()
    lines = audit.attempt(lines_of, files)
    if lines is None:
        return Report("", "", audit.counts, audit.differences, bool(head))
    return verify_lines(lines, head=head, files=files)


def verify_lines(lines: Iterable[bytes], *, head: str = "", files: Mapping[str, bytes] | None = None) -> Report:
    """Check a chain line by line, so that it need not fit into memory; `files` may hold the manifest made of it.

    What breaks the chain comes before what breaks a rule of the book, since a broken chain explains the rest.
    """
    audit, told = Audit(), Audit()
    chain, ledger = Chain(audit), Ledger(told)
    is_read = audit.attempt(follow_lines, lines, chain, ledger)
    if is_read:
        audit.attempt(check_head_kept, chain, head)
        audit.attempt(check_manifest_head, chain, files or {})
        ledger.end()
    differences = [*audit.differences, *told.differences]
    return Report("", chain.head if is_read else "", audit.counts + told.counts, differences, bool(head))


def follow_lines(audit: Audit, lines: Iterable[bytes], chain: Chain, ledger: Ledger) -> bool:
    """Take every line as a link of the chain and as an entry of its book; true at the end."""
    for position, entry, own in read_entries(lines):
        chain.take(position, entry, own)
        ledger.take(position, entry)
    audit.counts["form"] += chain.length
    return True


def verify_decision(files: Mapping[str, bytes], *, entries: Sequence[Mapping[str, Any]] | None = None) -> Report:
    """Derive every figure of the decision again, and hold it against what was issued and signed.

    `entries` are those of the chain, where they were taken apart before; the file is read otherwise.
    """
    audit = Audit()
    book = audit.attempt(parse_files, files, entries)
    if book is None:
        return Report("", "", audit.counts, audit.differences, False)
    audit.attempt(check_hashes, book)
    audit.attempt(check_rules, book)
    if audit.attempt(check_names, book):
        audit.attempt(check_sources, book)
        if is_regulation(book[DECISION]):
            for chapter in (check_allocation, check_inputs, check_regulated, check_moves):
                audit.attempt(chapter, book)
            for chapter in PLAN_CHAPTERS:
                audit.attempt(chapter, book)
            book_of_split = {**book, DECISION: book[ALLOCATION]}
        else:
            book_of_split = book
        for chapter in (check_inputs, check_bounds, check_scores, check_claims, check_quotas, check_parts):
            audit.attempt(chapter, book_of_split)
    audit.attempt(check_issued, book)
    audit.attempt(check_settled, book)
    audit.attempt(check_persons, book)
    return Report(book["signatures.json"]["decision"], "", audit.counts, audit.differences, False)


def parse_files(
    audit: Audit, files: Mapping[str, bytes], entries: Sequence[Mapping[str, Any]] | None
) -> dict[str, Any]:
    """The files that prove a decision, parsed and in the agreed form."""
    book = {name: read_json(name, files) for name in PROOF_FILES}
    if is_regulation(book[DECISION]):
        check_shape(DECISION, book[DECISION], {key.rstrip("?"): shape for key, shape in SHAPES[DECISION].items()})
        book[ALLOCATION] = read_json(ALLOCATION, files)
    audit.counts["form"] += len(book)
    return {**book, ENTRIES: parse_entries(audit, files) if entries is None else entries}


def parsed(lines: Iterable[bytes]) -> list[dict[str, Any]]:
    """The entries of a chain that was verified; BrokenError at a line that has not the agreed form."""
    return [entry for _, entry, _ in read_entries(lines)]


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
    of = "own_" if PROOF in files else ""
    report = verify_own(files, head=options.head) if of else verify(files, head=options.head)
    text = json.dumps(plain(report), ensure_ascii=False, indent=1) if options.json else render(report, options.lang, of)
    try:
        print(text, flush=True)
    except BrokenPipeError:  # who reads, such as `head`, has had enough; the exit code still tells
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return EXIT_BROKEN if report.differences else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Re-derive every figure of an exported allocation decision.")
    here = Path(__file__).resolve().parent
    parser.add_argument(
        "export", nargs="?", type=Path, default=here, help="folder or zip; by default where this file is"
    )
    parser.add_argument(
        "--head", default="", metavar="HASH", help="ledger head, or of own entries SHA-256 of the head, kept elsewhere"
    )
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="language of the output")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    return parser.parse_args(arguments)


def plain(report: Report) -> dict[str, Any]:
    """The report as one JSON shape: `ok`, and `result` or `error` with all differences."""
    marks = {"decision": report.decision, "ledger_head": report.head}
    figures = figures_of(report)
    result = {"figures": sum(figures.values()), "derived": figures, "checked": report.counts - figures}
    if not report.differences:
        return {"ok": True, "result": result, "marks": marks}
    first = report.differences[0]
    error = {"message": {lang: first.text(lang) for lang in ("zh", "en")}, **first._asdict()}
    differences = [item._asdict() for item in report.differences]
    return {"ok": False, "error": error, "differences": differences, "result": result, "marks": marks}


def figures_of(report: Report) -> Counter[str]:
    """The comparisons in which a figure was derived again, by kind."""
    return Counter({kind: count for kind, count in report.counts.items() if kind in FIGURES})


def render(report: Report, lang: str, of: str = "") -> str:
    """The report as lines for people; `of` says in whose words its head is named."""
    lines = [f"{report.decision}: {word('holds', lang)}"]
    if report.differences:
        lines = [f"{word('broken', lang)} · {report.differences[0].code}", report.differences[0].text(lang)]
        if len(report.differences) > 1:
            lines.append(word("further", lang).format(n=len(report.differences) - 1))
    comma = "、" if lang == "zh" else ", "
    for key, counts in (("derived", figures_of(report)), ("checked", report.counts - figures_of(report))):
        each = comma.join(f"{word(kind, lang)} {count}" for kind, count in counts.items())
        lines.append(f"{word(key, lang)} {sum(counts.values())}: {each}")
    lines.append(f"{word(of + 'head', lang)} {report.head}")
    return "\n".join(lines if report.is_head_known else [*lines, word(of + "outside", lang)])


if __name__ == "__main__":
    sys.exit(main())
