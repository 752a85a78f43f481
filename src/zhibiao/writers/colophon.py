"""The end of every paper: who drafted, approved and issued, and the marks it is checked by."""

from __future__ import annotations

from collections.abc import Iterable

from zhibiao.allocation.reasons.dossier import Act, Marks
from zhibiao.terms.text import Text
from zhibiao.writers.wording import Words


def paper_number(number: int, *, city: Text, year: int, words: Words) -> str:
    """The number of a decision's papers, such as 辽指标〔2025〕3号; says so while there is none."""
    if not number:
        return words("number.none")
    return words("number.given", city=city.zh[:1] if words.lang == "zh" else words.name(city), year=year, number=number)


def act_lines(acts: Iterable[Act], *, words: Words) -> list[str]:
    """One line with who did what and when; empty without acts."""
    done = [
        words(
            "act.done" if act.day else "act.undated",
            act=words(f"act.{act.act}"),
            person=act.person,
            day=words.day(act.day) if act.day else "",
        )
        for act in acts
    ]
    return [words("mark.gap").join(done)] if done else []


def mark_lines(marks: Marks, *, words: Words) -> list[str]:
    """The marks in full: names in one line, hashes one a line; what does not exist yet is left out."""
    shown = {name: words(f"marks.{name}", value=value) for name, value in marks.plain().items() if value}
    names = [shown[name] for name in ("decision_id", "rulebook_id", "code_version") if name in shown]
    return [words("mark.gap").join(names), *(line for name, line in shown.items() if name.endswith(("sha256", "head")))]


def foot_line(marks: Marks, *, words: Words) -> str:
    """The marks in short, for the foot of each page."""
    shown = {
        "decision": marks.decision_id,
        "rulebook": marks.rulebook_sha256[:12],
        "ledger": marks.ledger_head[:12],
        "code": marks.code_version,
    }
    return " · ".join(words(f"foot.{name}", value=value) for name, value in shown.items() if value)
