"""A finding as plain values, in one shape for the command line, the desk and programs."""

from __future__ import annotations

from typing import Any

from zhibiao.assemble.resources import catalogue
from zhibiao.terms.finding import Finding


def finding_plain(finding: Finding, *, with_facts: bool = True) -> dict[str, Any]:
    """A finding in the shape of DESIGN §8: code, severity, place, message in both languages, hint."""
    words = catalogue()
    place = finding.place
    where: dict[str, Any] = {
        name: getattr(place, name)
        for name in ("file", "sheet", "cell", "row", "line", "clause", "field")
        if getattr(place, name) or name in ("file", "sheet", "cell")
    }
    plain: dict[str, Any] = {"code": finding.code, "severity": finding.severity.name, "place": where}
    for name, told in (("message", words.what), ("why", words.why), ("hint", words.hint)):
        plain[name] = {lang: told(finding.code, lang, finding.facts) for lang in ("zh", "en")}
    plain |= {"because": finding.because, "holds": finding.holds}
    if with_facts:
        plain["facts"] = {name: str(value) for name, value in finding.facts.items()}
    return plain
