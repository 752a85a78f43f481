"""Whether the arrays of a problem fit together (数组形状): kinds, shapes and classes, before any solver sees them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from zhibiao.errors import InputRefused, UsageError
from zhibiao.regulation.problem import Problem
from zhibiao.regulation.soundness import classes_wrong

_NUMBERS = ("C", "kappa")
_WHOLE = ("plant", "family", "group", "prov", "zone", "season")
_CLASSES = ("plant", "family", "group", "prov", "zone", "season", "b", "glo", "plo", "hcap")
"""What the classes are judged by: where none of these is another array than before, nothing is judged anew."""
_SHAPES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("value", "d"), ("P", "T")),
    **dict.fromkeys(("m", "u"), ("n", "T")),
    **dict.fromkeys(("plant", "family"), ("P",)),
    **dict.fromkeys(("b", "r", "qlo", "qhi", "group", "prov", "zone", "e"), ("n",)),
    **dict.fromkeys(("glo", "ghi"), ("G",)),
    **dict.fromkeys(("plo", "phi"), ("D",)),
    "season": ("H",),
    "hcap": ("Z", "H"),
    "a": ("K", "P"),
    "S": ("K", "T"),
}
_OF_STOCKS = {"opening": ("K",), "lowest": ("K", "T"), "highest": ("K", "T")}
_OF_PACE = {"aim": ("n", "T"), "scale": ("n", "T")}
_OF_PARTS = {f"stocks_{name}": of for name, of in _OF_STOCKS.items()} | {
    f"pace_{name}": of for name, of in _OF_PACE.items()
}
_OPTIONAL = dict.fromkeys(("before", "e_scale"), ("n",))
_AS_THEY_WERE = (*_CLASSES, *_OPTIONAL, "stocks", "pace")
_FIGURES = tuple(name for name in _SHAPES if name not in _AS_THEY_WERE)


def check_fit(problem: Problem, *, before: Problem | None = None) -> None:
    """Refuse arrays that do not fit together; figures are judged elsewhere (`regulation.soundness`).

    Args:
        problem: of any origin.
        before: one that has passed; arrays that are the same in both are not looked at again.

    Raises:
        UsageError: `plan.field_kind` or `plan.field_shape`, with the field, what it is and what it should be.
        InputRefused: `plan.classes_wrong`, numbers of plants, groups, districts, zones or months that are not there.
    """
    if before is not None and _is_as(problem, before):
        return
    given = list(_given(problem))
    sizes = _sizes(given)
    for name, letters, array in given:
        wanted = tuple(sizes.get(letter, letter) for letter in letters)
        if array.shape != wanted:
            raise _shape_wrong(name, array.shape, wanted)
    for name in _NUMBERS:
        _check_number(name, getattr(problem, name))
    if before is not None and all(getattr(problem, one) is getattr(before, one) for one in _CLASSES):
        return
    # A plant without a pair makes nothing, which a solver takes as it is; a file's problem is asked about it.
    if found := [one for one in classes_wrong(problem) if one.code != "plan_file.plant_without_pairs"]:
        fields = "、".join(dict.fromkeys(str(one.facts["field"]) for one in found))
        raise InputRefused("plan.classes_wrong", found, fields=fields, at=found[0].facts["at"])


def _sizes(given: Sequence[tuple[str, tuple[str, ...], Any]]) -> dict[str, int]:
    """The size of each letter of the shapes: the one that most arrays give it."""
    said: dict[str, list[int]] = {}
    for name, letters, array in given:
        _check_array(name, array)
        if array.ndim == len(letters):
            for letter, size in zip(letters, array.shape, strict=True):
                said.setdefault(letter, []).append(size)
    return {letter: max(sizes, key=sizes.count) for letter, sizes in said.items()}


def _is_as(problem: Problem, before: Problem) -> bool:
    """Whether only figures are others than before, in arrays of the same kinds and shapes."""
    if any(getattr(problem, name) is not getattr(before, name) for name in _AS_THEY_WERE):
        return False
    for name in _FIGURES:
        array, stood = getattr(problem, name), getattr(before, name)
        if array is stood:
            continue
        if not isinstance(array, np.ndarray) or array.shape != stood.shape or array.dtype != stood.dtype:
            return False
    return all(isinstance(getattr(problem, name), float) for name in _NUMBERS)


def check_changed(problem: Problem, changed: Mapping[str, Any]) -> None:
    """Refuse what cannot stand in the place of a problem's arrays: another name, kind or shape.

    Raises:
        UsageError: `plan.field_unknown`, `plan.field_kind` or `plan.field_shape`.
    """
    for name, array in changed.items():
        if name not in Problem.__dataclass_fields__:
            raise UsageError("plan.field_unknown", field=name, known="、".join(Problem.__dataclass_fields__))
        if name in _NUMBERS:
            _check_number(name, array)
        stood = getattr(problem, name)
        if not isinstance(stood, np.ndarray):
            continue
        _check_array(name, array)
        if array.shape != stood.shape:
            raise _shape_wrong(name, array.shape, stood.shape)


def _given(problem: Problem) -> Iterator[tuple[str, tuple[str, ...], Any]]:
    for name, letters in _SHAPES.items():
        yield name, letters, getattr(problem, name)
    for name, letters in _OPTIONAL.items():
        if (array := getattr(problem, name)) is not None:
            yield name, letters, array
    for part, shapes in (("stocks", _OF_STOCKS), ("pace", _OF_PACE)):
        if (held := getattr(problem, part)) is not None:
            for name, letters in shapes.items():
                yield f"{part}_{name}", letters, getattr(held, name, None)


def _check_array(name: str, array: Any) -> None:
    kinds, wanted = ("iu", "int64") if name in _WHOLE else ("iuf", "float64")
    if not isinstance(array, np.ndarray):
        raise UsageError("plan.field_kind", field=name, found=type(array).__name__, wanted=f"numpy.ndarray {wanted}")
    if array.dtype.kind not in kinds:
        raise UsageError("plan.field_kind", field=name, found=str(array.dtype), wanted=wanted)


def _check_number(name: str, number: Any) -> None:
    try:
        float(number)
    except (TypeError, ValueError):
        raise UsageError("plan.field_kind", field=name, found=type(number).__name__, wanted="float") from None


def _shape_wrong(name: str, found: tuple[int, ...], wanted: tuple[int | str, ...]) -> UsageError:
    told = [f"({', '.join(map(str, one))})" for one in (found, wanted)]
    letters = " ".join(_SHAPES.get(name) or _OPTIONAL.get(name) or _OF_PARTS[name])
    return UsageError("plan.field_shape", field=name, found=told[0], wanted=told[1], letters=letters)
