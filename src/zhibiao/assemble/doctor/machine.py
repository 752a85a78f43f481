"""The machine: Python, SQLite, the solver, fonts, and what the optional parts need."""

from __future__ import annotations

import importlib.util
import shutil
import sys
import time
from collections.abc import Callable

from zhibiao import __version__
from zhibiao.assemble.doctor.looked import Looked, wrong
from zhibiao.terms.finding import Severity

_EXTRAS = {
    "web": ("fastapi", "uvicorn", "argon2", "multipart", "structlog", "prometheus_client"),
    "postgresql": ("psycopg",),
    "fast": ("numba",),
    "second-opinion": ("clarabel",),
}
# A clock before this program was made is a clock that nobody set.
_MADE = 1_760_000_000


def python() -> Looked:
    """The interpreter and this program's own version."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    return Looked(name="python", facts={"version": version, "program": __version__})


def sqlite() -> Looked:
    """Whether the SQLite inside is one that keeps what it acknowledged."""
    import apsw

    from zhibiao.store.sqlite import OLDEST_SOUND

    version = apsw.sqlite_lib_version()
    oldest = ".".join(map(str, OLDEST_SOUND))
    is_sound = tuple(int(part) for part in version.split(".")) >= OLDEST_SOUND
    found = () if is_sound else wrong("doctor.sqlite_old", Severity.REJECT, version=version, oldest=oldest)
    return Looked(name="sqlite", facts={"version": version}, findings=found)


def solver() -> Looked:
    """Whether the solver answers, and answers right, on a problem that is solved in the head."""
    import highspy

    model = highspy.Highs()  # type: ignore[no-untyped-call]
    model.setOptionValue("output_flag", False)
    x, y = model.addVariable(lb=0, ub=4), model.addVariable(lb=0, ub=4)
    model.addConstr(x + y <= 6)
    model.maximize(2 * x + y)
    found = round(model.getInfo().objective_function_value, 6)
    findings = () if found == 10 else wrong("doctor.solver_wrong", Severity.REJECT, found=found)
    return Looked(name="solver", facts={"version": model.version()}, findings=findings)


def fonts() -> Looked:
    """Whether pictures can be drawn with Chinese words."""
    from zhibiao.assemble.papers import font_findings

    return Looked(name="fonts", findings=font_findings())


def office() -> Looked:
    """Whether papers can be turned into PDF here."""
    found = shutil.which("soffice") or ""
    findings = () if found else wrong("doctor.office_missing", Severity.NOTE)
    return Looked(name="office", facts={"found": found or "—"}, findings=findings)


def extras() -> Looked:
    """Which optional parts are installed."""
    here = [name for name, modules in _EXTRAS.items() if all(importlib.util.find_spec(one) for one in modules)]
    missing = [name for name in _EXTRAS if name not in here]
    findings = wrong("doctor.extras_missing", Severity.NOTE, missing="、".join(missing)) if missing else ()
    return Looked(name="extras", facts={"here": "、".join(here) or "—"}, findings=findings)


def clock() -> Looked:
    """Whether the clock was ever set: deadlines, locks and sessions go by it."""
    now = time.time()
    shown = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now))
    findings = () if now > _MADE else wrong("doctor.clock_unset", Severity.REJECT, now=shown)
    return Looked(name="clock", facts={"now": shown}, findings=findings)


LOOKS: tuple[Callable[[], Looked], ...] = (python, sqlite, solver, fonts, office, extras, clock)
"""Every look at the machine, in order."""
