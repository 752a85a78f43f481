"""A plan held against the arrays of its problem file, with nothing of the program: every limit, and its value."""

from typing import Any

import numpy as np

Arrays = dict[str, np.ndarray]


def worst_violation(arrays: Arrays, y: np.ndarray) -> float:
    """The worst excess over a limit, each relative to its own size and to at least one unit; inf for no figures."""
    if y.shape != arrays["value"].shape or not np.isfinite(y).all():
        return np.inf
    plants, months = arrays["u"].shape
    made = np.zeros((plants, months))
    for pair, plant in enumerate(arrays["plant"]):
        made[plant] += y[pair]
    total = made.sum(axis=1)
    room = np.maximum(arrays["u"].max(axis=1), 1e-300)[:, None]
    room = np.where(arrays["u"].max(axis=1)[:, None] > 0, room, 1.0)
    base = np.where(arrays["b"] > 0, arrays["b"], 1.0)
    excess = [
        (y - arrays["d"]) / np.maximum(arrays["d"], 1.0),
        -y / np.maximum(arrays["d"], 1.0),
        (made - arrays["u"]) / room,
        (arrays["m"] - made) / room,
        (total - arrays["qhi"]) / base,
        (arrays["qlo"] - total) / base,
        np.array(abs(total.sum() - arrays["C"]) / max(1.0, float(arrays["C"]))),
        (np.abs(np.diff(made, axis=1)) - arrays["r"][:, None]) / room,
    ]
    for of, low, high in (("group", "glo", "ghi"), ("prov", "plo", "phi")):
        for holder, (least, most) in enumerate(zip(arrays[low], arrays[high], strict=True)):
            held = total[arrays[of] == holder].sum()
            excess += [np.array((held - most) / _size(most)), np.array((least - held) / _size(least))]
    for zone, row in enumerate(arrays["hcap"]):
        for month, most in zip(arrays["season"], row, strict=True):
            excess.append(np.array((made[arrays["zone"] == zone, month].sum() - most) / _size(most)))
    excess.append(np.array(_shortest(arrays, y)))
    if "before" in arrays:
        step = (np.abs(made[:, 0] - arrays["before"]) - arrays["r"]) / room[:, 0]
        excess.append(step[np.isfinite(arrays["before"])])
    return float(max(np.max(one, initial=0.0) for one in excess))


def value_of(arrays: Arrays, y: np.ndarray, *, qp: bool) -> float:
    """What a plan is worth, with `qp` less its distance from the entitlements and the pace."""
    worth = float((arrays["value"] * y).sum())
    if not qp:
        return worth
    total = np.bincount(arrays["plant"], y.sum(axis=1), arrays["b"].size)
    scale = arrays.get("e_scale", arrays["e"])
    worth -= 0.5 * float(arrays["kappa"]) * float(((total - arrays["e"]) ** 2 / scale).sum())
    if "pace_aim" in arrays:
        made = np.stack([np.bincount(arrays["plant"], month, arrays["b"].size) for month in y.T], axis=1)
        apart = (made - arrays["pace_aim"]) ** 2 / arrays["pace_scale"]
        worth -= 0.5 * float(arrays["pace_kappa"]) * float(apart.sum())
    return worth


def _shortest(arrays: Arrays, y: np.ndarray) -> float:
    """How far use exceeds supply and stock, relative to the supply."""
    worst = 0.0
    for kind, supply in enumerate(arrays["S"]):
        stock = arrays["stocks_opening"][kind] if "stocks_opening" in arrays else 0.0
        for month, most in enumerate(supply):
            left = stock + most - float(arrays["a"][kind] @ y[:, month])
            least = arrays["stocks_lowest"][kind, month] if "stocks_lowest" in arrays else 0.0
            worst = max(worst, (least - left) / _size(most))
            stock = min(left, arrays["stocks_highest"][kind, month]) if "stocks_highest" in arrays else 0.0
    return worst


def _size(limit: Any) -> float:
    return max(1.0, abs(float(limit))) if np.isfinite(limit) else 1.0
