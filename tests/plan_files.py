"""Problems of plans as files: their arrays by name, packed as numpy packs them."""

import io
from typing import Any

import numpy as np

from zhibiao.regulation.problem import Labels, Problem

_NAMES = (
    *("plant", "family", "value", "d", "m", "u", "r", "b", "qlo", "qhi", "group", "glo", "ghi", "prov", "plo", "phi"),
    *("zone", "hcap", "a", "S", "C", "e", "kappa", "season"),
)


def arrays_of(problem: Problem) -> dict[str, Any]:
    """A problem's arrays under the names of the file."""
    arrays: dict[str, Any] = {name: np.asarray(getattr(problem, name)) for name in _NAMES}
    arrays |= {name: getattr(problem, name) for name in ("before", "e_scale") if getattr(problem, name) is not None}
    if problem.stocks is not None:
        arrays |= {f"stocks_{name}": getattr(problem.stocks, name) for name in ("opening", "lowest", "highest")}
    if problem.pace is not None:
        arrays |= {f"pace_{name}": np.asarray(getattr(problem.pace, name)) for name in ("aim", "scale", "kappa")}
    if problem.labels != Labels():
        labels = problem.labels
        for name in ("plants", "families", "months", "groups", "provinces", "zones", "commodities"):
            arrays[name] = np.array(getattr(labels, name))
    return arrays


def packed(arrays: dict[str, Any]) -> bytes:
    """The bytes of an .npz with these arrays."""
    held = io.BytesIO()
    np.savez(held, **arrays)
    return held.getvalue()
