"""What each verb says to a person: a few lines and a table, from the value that JSON carries too."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhibiao.assemble.finding_plain import finding_plain
from zhibiao.assemble.resources import catalogue
from zhibiao.cli.answer import progress, show_findings
from zhibiao.cli.show import line, percent, table, ten_kt, unit_of_mass
from zhibiao.terms.finding import Finding, Outcome, Severity
from zhibiao.terms.instant import local_text
from zhibiao.terms.text import Language

if TYPE_CHECKING:
    from zhibiao.assemble.intake import TakenIn
    from zhibiao.assessment.monthly import EnterpriseAssessment, MonthAssessment
    from zhibiao.procedures.approve import Approval
    from zhibiao.procedures.closed import Closed
    from zhibiao.procedures.intake import IntakeResult
    from zhibiao.procedures.issue import Issued
    from zhibiao.procedures.new_book import NewBook
    from zhibiao.procedures.ports import StoredDecision
    from zhibiao.procedures.publish import Publication
    from zhibiao.procedures.verify import Since, VerifyResult
    from zhibiao.terms.enterprise import City

COLOURS = {"green": "●", "blue": "◆", "orange": "▲", "red": "■"}  # a form beside each colour, as in the papers
_HARDNESS = (
    *(Outcome.ACCEPT, Outcome.NORMALISE, Outcome.QUERY, Outcome.QUARANTINE, Outcome.REJECT_FILE),
    *(Outcome.CONFLICT, Outcome.DENY),
)
_SECONDS_UNTOLD = 3.0


def words(key: str, lang: Language, **facts: object) -> str:
    """A label of the command line."""
    return catalogue().text(f"cli.{key}", lang, **facts)


def made(book: NewBook, lang: Language) -> None:
    """A book was made."""
    line(words("made", lang, folder=book.folder, rulebooks=len(book.rulebooks), people="、".join(book.people)))
    if (waits := book.cooling_off) is None:
        line(words("made.nothing_waits", lang))
    else:
        line(words("made.waits", lang, hours=waits.hours, above_t=waits.above_t))


def taken_plain(taken: TakenIn) -> dict[str, Any]:
    """The answer of `intake`: for one file as DESIGN §8 has it, for several the hardest outcome and each file."""
    files = [_file_plain(path, result) for path, result in taken.results]
    if len(files) == 1:
        return files[0]
    hardest = max((result.outcome for _, result in taken.results), key=_HARDNESS.index)
    findings = [finding for file in files for finding in file["findings"]]
    return {"outcome": hardest.value, "findings": findings, "files": files}


def _file_plain(path: Path, result: IntakeResult) -> dict[str, Any]:
    plain = result.plain()
    plain["file"] = result.name or path.name
    plain["findings"] = [
        finding_plain(finding) | {"number": number} for number, finding in enumerate(result.findings, 1)
    ]
    return plain


class Pace:
    """Tells now and then how many files are done, once a work turns out to be long."""

    def __init__(self, key: str) -> None:
        self._key = key
        self._told = time.monotonic()

    def __call__(self, done: int, of: int) -> None:
        if time.monotonic() - self._told >= _SECONDS_UNTOLD:
            self._told = time.monotonic()
            progress(lambda lang: words(self._key, lang, done=done, of=of))


def taken_in(taken: TakenIn, lang: Language) -> None:
    """Files were read; the notes are counted, everything harder is shown whole."""
    for path, result in taken.results:
        outcome = words(f"outcome.{result.outcome.value}", lang)
        name = result.name or path.name
        line(words("taken", lang, file=name, outcome=outcome, returns=len(result.returns)))
        if held := [one for one in result.receipts if one.fate.value == "held"]:
            named = "、".join(f"{one.enterprise} {one.period}" for one in held)
            line(words("held", lang, returns=named, count=len(held), submission=result.submission or "—"))
        notes = Counter(finding.code for finding in result.findings if finding.severity is Severity.NOTE)
        show_findings([finding for finding in result.findings if finding.severity > Severity.NOTE], lang)
        if notes:
            line(words("notes", lang, notes=", ".join(f"{code} ×{count}" for code, count in sorted(notes.items()))))
        for touches in result.touches:
            from zhibiao.cli.tell_restatements import touched  # with what reads a book, which few verbs need

            touched(touches, lang)


def assessed(month: MonthAssessment, lang: Language) -> None:
    """A month was assessed."""
    from zhibiao.writers.bulletin_words import estimated_sentence
    from zhibiao.writers.growth_words import growth_sentences
    from zhibiao.writers.high_end_words import outlook_sentences
    from zhibiao.writers.wording import Words

    unit = unit_of_mass(lang)
    line(words("assessed", lang, city=month.city_name.in_(lang), sector=month.sector_name.in_(lang), month=month.month))
    line(f"{COLOURS[month.verdict.colour.value]} {catalogue().text(month.verdict.code, lang)}")
    for reason in month.verdict.reasons:
        line("  " + catalogue().text(reason.code, lang, **reason.facts))
    for ask in month.verdict.asks:
        party = catalogue().text(f"ask.party.{ask.party.value}", lang)
        line("  " + words("asked", lang, party=party, act=catalogue().text(ask.code, lang, **ask.facts)))
    if any(item.standing is not None for item in month.enterprises):
        heads: tuple[str, ...] = ("month", "growth", "to_date", "quota", "made_share", "year_end")
        rows = [_assessed_row(item, lang) for item in month.enterprises]
    else:
        unit, heads = words("unit_money", lang), ("output_value", "growth", "profit", "profit_before")
        rows = [_money_row(item, lang) for item in month.enterprises]
    named = ("", *(words(f"head.{head}", lang) for head in ("enterprise", *heads, "verdict")))
    table(words("unit", lang, unit=unit), named, rows)
    if (sentence := estimated_sentence(month, Words(catalogue(), lang))) is not None:
        line(sentence)
    for sentence in growth_sentences(month, Words(catalogue(), lang)):
        line(sentence)
    for sentence in outlook_sentences(month, Words(catalogue(), lang)):
        line(sentence)
    show_findings([finding for finding in month.findings if finding.severity > Severity.NOTE], lang)


def _money_row(item: EnterpriseAssessment, lang: Language) -> tuple[str, ...]:
    """An enterprise that makes nothing a quota counts: money since January."""
    from zhibiao.writers.wording import Words

    purse = Words(catalogue(), lang).purse_or_none
    return (
        COLOURS[item.verdict.colour.value],
        f"{item.enterprise} {item.name.in_(lang)}",
        purse(item.output_value.now),
        percent(item.output_value.rate),
        purse(item.profit.now),
        purse(item.profit.before),
        catalogue().text(item.verdict.code, lang),
    )


def _assessed_row(item: EnterpriseAssessment, lang: Language) -> tuple[str, ...]:
    standing = item.standing
    name = f"{item.enterprise} {item.name.in_(lang)}"
    colour = COLOURS[item.verdict.colour.value]
    verdict = catalogue().text(item.verdict.code, lang)
    if standing is None:
        return (colour, name, "—", "—", "—", "—", "—", "—", verdict)
    year_end = standing.year_end
    return (
        colour,
        name,
        ten_kt(standing.month.now, lang),
        percent(standing.to_date.rate),
        ten_kt(standing.to_date.now, lang),
        ten_kt(standing.quota_t, lang),
        percent(standing.made_share, signed=False),
        ten_kt(year_end.central_t if year_end else None, lang),
        verdict,
    )


def decision_plain(decision: StoredDecision) -> dict[str, Any]:
    """A decision as kept: body, hash, state and signatures."""
    return {
        "id": decision.id,
        "sha256": decision.sha256,
        "state": decision.state.value,
        "signatures": [{name: getattr(one, name) for name in one.__slots__} for one in decision.signatures],
        "decision": decision.body,
    }


def allocated(decision: StoredDecision, city: City, lang: Language) -> None:
    """A draft was made: each quota with its score and the bound it met."""
    body = decision.body
    beside = _beside(body)
    line(words("drafted", lang, decision=decision.id, cap=ten_kt(body["cap_t"], lang), unit=unit_of_mass(lang)))
    rows = [
        (
            f"{share['enterprise']} {city.name_of(share['enterprise']).in_(lang)}",
            f"{share['base_t']:,}",
            share["score"],
            f"{share['floor_t']:,}",
            f"{share['ceiling_t']:,}",
            *(f"{tonnes[name]:+,}" if (name := share["enterprise"]) in tonnes else "—" for tonnes in beside.values()),
            f"{share['quota_t']:,}",
            catalogue().text(f"cli.bound.{share['binding'] or 'none'}", lang),
        )
        for share in body["shares"]
    ]
    heads = ("enterprise", "base", "score", "floor", "ceiling", *beside, "quota", "binding")
    table(words("unit", lang, unit=words("tonnes", lang)), [words(f"head.{head}", lang) for head in heads], rows)
    line(words("next.approve", lang, decision=decision.id))


def _beside(body: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """By head of a column: what a decision counts beside its split, by enterprise; only kinds that occur."""
    signs = {"carried_t": 1, "deducted_t": -1, "transferred_t": 1, "regulated_t": 1}
    found = {
        f"beside.{kind}": {one["enterprise"]: sign * one[kind] for one in body["claimants"] if one.get(kind)}
        for kind, sign in signs.items()
    }
    return {head: tonnes for head, tonnes in found.items() if tonnes}


def approved(approval: Approval, lang: Language) -> None:
    """A draft was approved."""
    line(words("approved", lang, decision=approval.decision, person=approval.person, sha256=approval.sha256[:16]))
    if approval.not_before:
        at = local_text(approval.not_before)
        line(words("approved.waits", lang, decision=approval.decision, not_before=at))
    line(words("next.issue", lang, decision=approval.decision))


def issued(issue: Issued, city: City, lang: Language) -> None:
    """A decision was issued into the ledger."""
    line(words("issued", lang, decision=issue.decision, person=issue.person, entries=len(issue.entries)))
    rows = [(f"{name} {city.name_of(name).in_(lang)}", f"{tonnes:,}") for name, tonnes in issue.holdings_t]
    table(
        words("unit", lang, unit=words("tonnes", lang)),
        [words(f"head.{h}", lang) for h in ("enterprise", "holding")],
        rows,
    )
    line(words("pool", lang, pool=f"{issue.pool_t:,}"))


def closed(close: Closed, city: City, lang: Language) -> None:
    """A month or a year was closed."""
    line(words("closed", lang, period=close.month or close.plan_year, sector=close.sector, entries=len(close.entries)))
    rows = [
        (
            f"{one.enterprise} {city.name_of(one.enterprise).in_(lang)}",
            f"{one.used_t:,}",
            f"{one.available_t:,}",
            f"{one.debt_t:,}",
        )
        for one in close.standings
    ]
    heads = ("enterprise", "used", "available", "debt")
    table(words("unit", lang, unit=words("tonnes", lang)), [words(f"head.{head}", lang) for head in heads], rows)
    if close.withdrawn:
        line(words("closed.withdrawn", lang, names="、".join(close.withdrawn)))
    if close.expired_t:
        line(words("expired", lang, tonnes=sum(close.expired_t.values()), enterprises="、".join(close.expired_t)))


def published(publication: Publication, folder: Path, notes: Sequence[Finding], lang: Language) -> None:
    """Papers were written."""
    line(words("published", lang, folder=folder / publication.folder, files=len(publication.files)))
    for name in sorted(name for name in publication.files if "/" not in name):
        line(f"  {name}")
    notices = sum(name.startswith("notices/") for name in publication.files)
    if notices:
        line(f"  notices/ ({notices})")
    show_findings(notes, lang)


def verified(result: VerifyResult, lang: Language) -> None:
    """Everything holds: how much was derived again, and what else was checked."""
    label = partial(catalogue().text, lang=lang)
    line(words("verified", lang))
    figures = _kinds(result.compared, lang)
    line(f"  {label('verify.decisions')}: {len(result.decisions)}")
    line(f"  {label('verify.figures')}: {sum(result.compared.values()):,} ({figures})")
    line(f"  {label('verify.checked')}: {_kinds(result.checked, lang)}")
    line(f"  {label('verify.raw_files')}: {result.raw_files:,}")
    line(f"  {label('verify.entries')}: {result.entries:,}")
    line(f"  {label('verify.head')}: {result.head}")
    if result.held is not None and result.since_head is not None:
        line("  " + label("verify.since_head", number=result.held.number, since=_since(result.since_head, lang)))
    line("  " + label("verify.since_seal", since=_since(result.since_seal, lang)))


def _since(since: Since, lang: Language) -> str:
    labels = catalogue().labels
    named = {name: f"verify.table.{name}" for name in since.rows}
    tables = {labels[key].in_(lang) if key in labels else name: since.rows[name] for name, key in named.items()}
    counts = {catalogue().text("verify.entries", lang): since.entries, **tables}
    return ", ".join(f"{name} {count:,}" for name, count in counts.items() if count) or words("head.nothing", lang)


def _kinds(counts: Mapping[str, int], lang: Language) -> str:
    return ", ".join(f"{catalogue().text(f'verify.kind.{kind}', lang)} {count:,}" for kind, count in counts.items())


def printed(path: Path, size: int, lang: Language) -> None:
    """A paper was written."""
    line(words("printed", lang, file=path, size=f"{size:,}"))


def exported(path: Path, size: int, lang: Language) -> None:
    """A decision was packed."""
    line(words("exported", lang, file=path, size=f"{size:,}"))
