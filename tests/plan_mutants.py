"""Files of problems gone wrong in every way that comes to mind, drawn from a seed."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import numpy as np

from plan_files import packed

Arrays = dict[str, Any]
_FIGURES = (np.nan, np.inf, -np.inf, -1.0, 0.0, 1e-9, 1e3, 1e6, 1e13, 1e300, -1e300, 5e-324)


def mutant(arrays: Arrays, chance: np.random.Generator) -> bytes:
    """A file with one to three mistakes in its figures or arrays; one in four is hurt as bytes, too."""
    changed = {name: np.array(array) for name, array in arrays.items()}
    for _ in range(int(chance.integers(1, 4))):
        name = str(chance.choice(list(changed)))
        with np.errstate(all="ignore"):
            _MISTAKES[int(chance.integers(len(_MISTAKES)))](changed, name, chance)
        if not changed:
            break
    content = packed(changed)
    return _hurt(content, chance) if chance.random() < 0.25 else content


def _one_figure(arrays: Arrays, name: str, chance: np.random.Generator) -> None:
    array = arrays[name] = np.array(arrays[name])
    if array.size and array.dtype.kind in "iuf":
        figure = float(chance.choice(_FIGURES))
        place = np.unravel_index(int(chance.integers(array.size)), array.shape)
        if array.dtype.kind == "f":
            array[place] = figure
        else:
            array[place] = int(chance.integers(-3, 20))


def _many_figures(arrays: Arrays, name: str, chance: np.random.Generator) -> None:
    array = arrays[name]
    if array.dtype.kind == "f" and array.size:
        arrays[name] = np.where(chance.random(array.shape) < 0.3, float(chance.choice(_FIGURES)), array)


def _scaled(arrays: Arrays, name: str, chance: np.random.Generator) -> None:
    if arrays[name].dtype.kind == "f":
        arrays[name] = arrays[name] * float(chance.choice((1e3, 1e-3, 1e4, 1e-6, 0.9, 1.1, 2.0, -1.0, 0.0)))


def _shaken(arrays: Arrays, name: str, chance: np.random.Generator) -> None:
    if arrays[name].dtype.kind == "f":
        arrays[name] = arrays[name] * chance.uniform(0.9, 1.1, arrays[name].shape)


def _shuffled(arrays: Arrays, name: str, chance: np.random.Generator) -> None:
    if arrays[name].ndim:
        arrays[name] = chance.permutation(arrays[name])


def _reshaped(arrays: Arrays, name: str, chance: np.random.Generator) -> None:
    array = np.atleast_1d(arrays[name])
    shapes = (array.T, array[None], array.ravel(), array[..., :1], array[:0], np.resize(array, (3, 2)))
    arrays[name] = shapes[int(chance.integers(len(shapes)))]


def _of_another_type(arrays: Arrays, name: str, chance: np.random.Generator) -> None:
    kind = str(chance.choice(("f4", "f2", "i1", "u8", "U9", "c16", "?", "S9", "O", "M8[D]")))
    try:
        arrays[name] = arrays[name].astype(kind)
    except (ValueError, TypeError):
        arrays[name] = np.array("no figure")


def _gone(arrays: Arrays, name: str, _: np.random.Generator) -> None:
    del arrays[name]


def _renamed(arrays: Arrays, name: str, chance: np.random.Generator) -> None:
    arrays[str(chance.choice((f"{name}s", "..", "a/b", "指标", "\x1b[31m", "y")))] = arrays.pop(name)


def _taken_from_another(arrays: Arrays, name: str, chance: np.random.Generator) -> None:
    arrays[name] = np.array(arrays[str(chance.choice(list(arrays)))])


_MISTAKES: tuple[Callable[[Arrays, str, np.random.Generator], None], ...] = (
    _one_figure,
    _one_figure,
    _many_figures,
    _scaled,
    _scaled,
    _shaken,
    _shaken,
    _shuffled,
    _reshaped,
    _of_another_type,
    _gone,
    _renamed,
    _taken_from_another,
)


def _hurt(content: bytes, chance: np.random.Generator) -> bytes:
    """Bytes flipped, cut, repeated, or packed anew with another compression."""
    kind = int(chance.integers(4))
    if kind == 0:
        return content[: int(chance.integers(len(content)))]
    if kind == 1:
        held = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(content)) as source,
            zipfile.ZipFile(held, "w", int(chance.choice((8, 12, 14)))) as target,
        ):
            for name in source.namelist():
                target.writestr(name, source.read(name))
        return held.getvalue()
    hurt = bytearray(content)
    for _ in range(int(chance.integers(1, 20))):
        hurt[int(chance.integers(len(hurt)))] = int(chance.integers(256))
    if kind == 3:
        cut = sorted(chance.integers(0, len(hurt), 2).tolist())
        return bytes(hurt[: cut[1]] + hurt[cut[0] :])
    return bytes(hurt)
