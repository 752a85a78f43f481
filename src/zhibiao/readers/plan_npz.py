"""A problem of monthly regulation out of an .npz file: arrays under their names, never a pickle, never a zip bomb."""

from __future__ import annotations

import ast
import difflib
import io
import math
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from zhibiao.regulation.problem import HEATING, Labels, Pace, Problem, Stocks
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity

MOST_BYTES = 1 << 29
"""Of a file, and of all that is unpacked of it."""
_MOST_FIGURES = 12_000_000
_MOST_HEADER = 10_000
_MAGIC = b"\x93NUMPY"
_DTYPE = re.compile(r"[<>|=]?([biufcSUOVmM])\d{0,6}(\[\w+\])?")
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
    ValueError,
    OverflowError,
    IndexError,
    TypeError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldOfFile:
    """One array of a file.

    Args:
        name: of the array; that of `Problem`, or a label's.
        kind: `whole`, `figure`, `flag` (read as figures) or `text`.
        shape: by letters; a letter has one size throughout a file.
        unit: as written into the documentation.
        is_needed: whether a file must have it.
    """

    name: str
    kind: str
    shape: tuple[str, ...]
    unit: str = ""
    is_needed: bool = True


def _listed(kind: str, unit: str, *named: tuple[str, str], is_needed: bool = True) -> Iterator[FieldOfFile]:
    for name, shape in named:
        yield FieldOfFile(name=name, kind=kind, shape=tuple(shape.split()), unit=unit, is_needed=is_needed)


# What sets a size comes before what is held against it.
FIELDS = (
    *_listed("whole", "", ("plant", "P"), ("family", "P")),
    *_listed("figure", "yuan/t", ("value", "P T")),
    *_listed("figure", "kt", ("d", "P T"), ("b", "n"), ("m", "n T"), ("u", "n T"), ("r", "n")),
    *_listed("figure", "kt", ("qlo", "n"), ("qhi", "n")),
    *_listed("whole", "", ("group", "n")),
    *_listed("figure", "kt", ("glo", "G"), ("ghi", "G")),
    *_listed("whole", "", ("prov", "n")),
    *_listed("figure", "kt", ("plo", "D"), ("phi", "D")),
    *_listed("whole", "", ("zone", "n")),
    *_listed("figure", "kt", ("hcap", "Z H")),
    *_listed("figure", "unit/t", ("a", "K P")),
    *_listed("figure", "1000 unit", ("S", "K T")),
    *_listed("figure", "kt", ("C", ""), ("e", "n")),
    *_listed("figure", "yuan/t", ("kappa", "")),
    *_listed("whole", "", ("season", "H"), is_needed=False),
    *_listed("figure", "kt", ("before", "n"), ("e_scale", "n"), is_needed=False),
    *_listed("figure", "1000 unit", ("stocks_opening", "K"), is_needed=False),
    *_listed("figure", "1000 unit", ("stocks_lowest", "K T"), ("stocks_highest", "K T"), is_needed=False),
    *_listed("figure", "kt", ("pace_aim", "n T"), ("pace_scale", "n T"), is_needed=False),
    *_listed("figure", "yuan/t", ("pace_kappa", ""), is_needed=False),
    *_listed("text", "", ("plants", "n"), ("families", "F"), ("months", "T"), ("groups", "G"), is_needed=False),
    *_listed("text", "", ("provinces", "D"), ("zones", "Z"), ("commodities", "K"), is_needed=False),
)
UNREAD = ("name", "by_product", "ref")
"""What may stand in a file and is not needed."""
_STOCKS = ("stocks_opening", "stocks_lowest", "stocks_highest")
_PACE = ("pace_aim", "pace_scale", "pace_kappa")
_LABELS = ("plants", "families", "months", "groups", "provinces", "zones", "commodities")
_KINDS = {"whole": "iu", "figure": "fiu", "flag": "biuf", "text": "U"}
_MONTHS = 12

Array = npt.NDArray[Any]


class _Refused(Exception):
    """Ends the reading of one array, or of the file."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


def read_problem(content: bytes, *, name: str) -> tuple[Problem | None, tuple[Finding, ...]]:
    """Read a problem, or say field by field why it cannot be.

    Args:
        content: the bytes of the file.
        name: of the file, for findings.

    Returns:
        the problem, its figures not yet judged (`regulation.soundness`), or None with findings.
    """
    arrays, findings = read_fields(content, name=name, fields=FIELDS, unread=UNREAD)
    findings = findings or list(_together(arrays, name))
    if findings:
        return None, tuple(findings)
    return _problem(arrays), ()


def read_fields(
    content: bytes, *, name: str, fields: Sequence[FieldOfFile], unread: Collection[str] = ()
) -> tuple[dict[str, Array], list[Finding]]:
    """The arrays of an .npz file by name, or what keeps it from being read.

    Args:
        content: the bytes of the file.
        name: of the file, for findings.
        fields: what it may hold.
        unread: what may stand in it and is not needed.
    """
    if not content.startswith(b"PK"):
        code = "plan_file.single_array" if content.startswith(_MAGIC) else "plan_file.not_npz"
        return {}, [Finding(code=code, severity=Severity.REJECT, place=Place(file=name))]
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            arrays, findings = _arrays(packed, name, fields, unread)
    except _Refused as refused:
        return {}, [refused.finding]
    except _BROKEN as error:
        return {}, [_rejected("plan_file.broken", name, "", reason=_short(error))]
    return arrays, findings or list(_shapes(arrays, name, fields))


def _arrays(
    packed: zipfile.ZipFile, file: str, fields: Sequence[FieldOfFile], unread: Collection[str]
) -> tuple[dict[str, Array], list[Finding]]:
    entries = _entries(packed, file, most=len(fields) + len(unread))
    known = {field.name: field for field in fields}
    findings: list[Finding] = []
    arrays: dict[str, Array] = {}
    left = MOST_BYTES
    for name, entry in entries.items():
        if name in unread:
            continue
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            nearest = near[0] if near else "—"
            findings.append(_rejected("plan_file.field_unknown", file, name, nearest=nearest))
            continue
        try:
            arrays[name] = _array(packed, entry, known[name], file, left)
            left -= arrays[name].nbytes
        except _Refused as refused:
            findings.append(refused.finding)
        except _BROKEN as error:
            findings.append(_rejected("plan_file.field_broken", file, name, reason=_short(error)))
    findings += [
        _rejected("plan_file.field_missing", file, field.name, shape=_letters(field.shape))
        for field in fields
        if field.is_needed and field.name not in entries
    ]
    return arrays, findings


def _entries(packed: zipfile.ZipFile, file: str, *, most: int) -> dict[str, zipfile.ZipInfo]:
    entries: dict[str, zipfile.ZipInfo] = {}
    for entry in packed.infolist():
        name = entry.filename.removesuffix(".npy")
        if name in entries:
            raise _Refused(_rejected("plan_file.field_twice", file, _plain(name)))
        entries[_plain(name)] = entry
        if len(entries) > most * 2:
            raise _Refused(_rejected("plan_file.too_many_fields", file, "", most=most))
    return entries


def _array(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, field: FieldOfFile, file: str, left: int) -> Array:
    """One array: its header is judged before a byte of its figures is unpacked."""
    if entry.flag_bits & 1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _Refused(_rejected("plan_file.field_broken", file, field.name, reason="encryption/compression"))
    with packed.open(entry) as stream:
        dtype, shape, by_columns = _header(stream, field, file)
        count = math.prod(shape)
        size = count * dtype.itemsize
        if count > _MOST_FIGURES or size > left:
            raise _Refused(_rejected("plan_file.too_large", file, field.name, shape=shape, most=_MOST_FIGURES))
        content = stream.read(size + 1)
    if len(content) != size:
        raise _Refused(_rejected("plan_file.field_length", file, field.name, shape=shape, bytes=size))
    flat = np.frombuffer(content, dtype) if count else np.empty(0, dtype)
    found = flat.reshape(shape, order="F" if by_columns else "C")
    return _of_kind(found, field)


def _header(stream: Any, field: FieldOfFile, file: str) -> tuple[np.dtype[Any], tuple[int, ...], bool]:
    start = stream.read(8)
    if start[:6] != _MAGIC or len(start) != len(_MAGIC) + 2 or start[6] not in (1, 2, 3):
        raise _Refused(_rejected("plan_file.field_broken", file, field.name, reason="not .npy"))
    wide = start[6] > 1
    (length,) = struct.unpack("<I" if wide else "<H", stream.read(4 if wide else 2))
    if length > _MOST_HEADER:
        raise _Refused(_rejected("plan_file.field_broken", file, field.name, reason="header"))
    told = _told(stream.read(length))
    dtype, shape, order = told.get("descr"), told.get("shape"), told.get("fortran_order")
    if not isinstance(shape, tuple) or not all(type(size) is int and size >= 0 for size in shape):
        raise _Refused(_rejected("plan_file.field_broken", file, field.name, reason="header"))
    is_plain = isinstance(dtype, str) and (match := _DTYPE.fullmatch(dtype)) and match[1] in _KINDS[field.kind]
    if not is_plain:
        wanted = {"whole": "int64", "figure": "float64", "flag": "bool", "text": "str"}[field.kind]
        raise _Refused(_rejected("plan_file.field_kind", file, field.name, found=_plain(str(dtype)), wanted=wanted))
    return np.dtype(str(dtype)), shape, order is True


def _told(header: bytes) -> dict[str, Any]:
    try:
        with warnings.catch_warnings(action="ignore"):
            told = ast.literal_eval(header.decode("utf-8").strip())
    except (ValueError, SyntaxError, RecursionError, MemoryError, TypeError):
        return {}
    return told if isinstance(told, dict) else {}


def _of_kind(found: Array, field: FieldOfFile) -> Array:
    if field.kind == "text":
        return found
    if field.kind in ("figure", "flag"):
        with np.errstate(all="ignore"):
            return found.astype(np.float64, order="C")
    if found.dtype.kind == "u" and found.size and int(found.max()) > np.iinfo(np.int64).max:
        raise ValueError("uint64")
    return found.astype(np.int64)


def _shapes(arrays: Mapping[str, Array], file: str, fields: Sequence[FieldOfFile]) -> Iterator[Finding]:
    """Every letter of the shapes has one size throughout: the one that most arrays give it."""
    said: dict[str, list[int]] = {}
    for field in fields:
        if field.name in arrays and arrays[field.name].ndim == len(field.shape):
            for letter, size in zip(field.shape, arrays[field.name].shape, strict=True):
                said.setdefault(letter, []).append(size)
    sizes = {letter: max(given, key=given.count) for letter, given in said.items()}
    for field in fields:
        if field.name not in arrays:
            continue
        shape, wanted = arrays[field.name].shape, tuple(sizes.get(letter, letter) for letter in field.shape)
        if shape != wanted:
            told = f"({', '.join(map(str, wanted))})"
            letters = _letters(field.shape)
            yield _rejected("plan_file.field_shape", file, field.name, found=shape, wanted=told, letters=letters)
    needed = {letter for field in fields if field.is_needed for letter in field.shape}
    empty = [letter for letter in "PTnF" if letter in needed and sizes.get(letter) == 0]
    if empty:
        yield _rejected("plan_file.empty", file, "", letters=", ".join(empty))


def _together(arrays: Mapping[str, Array], file: str) -> Iterator[Finding]:
    """What is only of use with something else."""
    for together in (_STOCKS, _PACE):
        given = [name for name in together if name in arrays]
        for name in together if given else ():
            if name not in arrays:
                yield _rejected("plan_file.field_missing_beside", file, name, beside="、".join(given))
    months, columns = arrays["value"].shape[1], arrays["hcap"].shape[1]
    is_usual = (months, columns) == (_MONTHS, HEATING.size)
    if "season" not in arrays and columns and not is_usual:
        yield _rejected("plan_file.season_missing", file, "season", count=columns)


def _problem(arrays: Mapping[str, Array]) -> Problem:
    given: dict[str, Any] = {
        name: array for name, array in arrays.items() if name not in (*_STOCKS, *_PACE, *_LABELS, "C", "kappa")
    }
    names = {name: tuple(map(_plain, arrays[name].tolist())) for name in _LABELS if name in arrays}
    commodities = names.get("commodities", Labels().commodities)
    if len(commodities) != arrays["S"].shape[0]:
        names["commodities"] = ()
    if "stocks_opening" in arrays:
        opening, lowest, highest = (arrays[name] for name in _STOCKS)
        given["stocks"] = Stocks(opening=opening, lowest=lowest, highest=highest)
    if "pace_aim" in arrays:
        aim, scale, kappa = (arrays[name] for name in _PACE)
        given["pace"] = Pace(aim=aim, scale=scale, kappa=float(kappa))
    if not arrays["hcap"].shape[1]:
        given.setdefault("season", np.empty(0, dtype=np.int64))
    return Problem(**given, C=float(arrays["C"]), kappa=float(arrays["kappa"]), labels=Labels(**names))


def _rejected(code: str, file: str, field: str, **facts: object) -> Finding:
    if field:
        facts["field"] = field
    return Finding(code=code, severity=Severity.REJECT, place=Place(file=file, field=field), facts=facts)


def _letters(shape: tuple[str, ...]) -> str:
    return f"({', '.join(shape)})"


def _plain(text: str) -> str:
    """A name of a stranger, fit to be printed."""
    return "".join(sign if sign.isprintable() else "?" for sign in text[:60]) or "?"


def _short(error: Exception) -> str:
    return _plain(str(error)) if str(error) else type(error).__name__


def is_plan(content: bytes) -> bool:
    """Whether a file is one that a plan was written to: an array of tonnes, alone or with the prices of its rows."""
    if content.startswith(_MAGIC):
        told = _told(content[10 : 10 + int.from_bytes(content[8:10], "little")])
        shape = told.get("shape")
        return told.get("descr") == "<f8" and isinstance(shape, tuple) and len(shape) == 2
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return {"y.npy", "dual_cap.npy"} <= set(packed.namelist())
    except _BROKEN:
        return False
