"""A plan as arrays in a file: .npy with the tonnes, .npz with the prices of the rows beside them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import numpy as np

from zhibiao.regulation.problem import FloatArray

_DAY = (1980, 1, 1, 0, 0, 0)


def plan_npy(y: FloatArray) -> bytes:
    """The tonnes of each pair and month, (P, T), float64; the same plan gives the same bytes."""
    held = io.BytesIO()
    np.save(held, np.ascontiguousarray(y, dtype="<f8"), allow_pickle=False)
    return held.getvalue()


def plan_npz(y: FloatArray, duals: Mapping[str, FloatArray]) -> bytes:
    """`y`, and `dual_` with the code of each family of rows; the same plan gives the same bytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, array in {"y": y, **{f"dual_{code}": one for code, one in duals.items()}}.items():
            packed.writestr(zipfile.ZipInfo(f"{name}.npy", _DAY), plan_npy(array), zipfile.ZIP_DEFLATED)
    return held.getvalue()
