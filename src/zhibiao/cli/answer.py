"""What a verb answers: one JSON document, or words and tables for people, and the exit code either way."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import click

from zhibiao.errors import InputRefused, NoSolution, ZhibiaoError
from zhibiao.terms.finding import Finding, Severity
from zhibiao.terms.text import Language
from zhibiao.terms.visible import json_visible, visible

EXIT_FINDINGS = 3
LANGUAGE = "zhibiao.language"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The outcome of a verb: `result` for programs, `show` for people, `marks` for both."""

    result: Mapping[str, Any]
    show: Callable[[Language], None]
    marks: Mapping[str, Any] = field(default_factory=dict)
    findings: Sequence[Finding] = ()
    is_ok: bool = True


def verb(function: Callable[..., Answer]) -> Callable[..., None]:
    """Give a click command `--json` and `--lang`, and turn its `Answer` or its error into output and exit code."""

    @click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
    @click.option("--lang", type=click.Choice(["zh", "en"]), default=None, help="Language of the words: zh or en.")
    @functools.wraps(function)
    def wrapped(*, as_json: bool, lang: Language | None, **arguments: Any) -> None:
        language: Language = lang or _habit()
        click.get_current_context().meta[LANGUAGE] = language
        try:
            answer = function(**arguments)
        except ZhibiaoError as error:
            _failed(error, as_json=as_json, lang=language)
            raise click.exceptions.Exit(error.exit_code) from None
        _answered(answer, as_json=as_json, lang=language)
        if not answer.is_ok:
            raise click.exceptions.Exit(EXIT_FINDINGS)

    return wrapped


def progress(text: Callable[[Language], str]) -> None:
    """One line about a long work that goes on, on standard error, in the language of the verb at work."""
    click.echo(text(click.get_current_context().meta[LANGUAGE]), err=True)


def usage_failed(error: click.ClickException, arguments: Sequence[str]) -> int:
    """A call that click refuses: its own words on standard error, or the JSON shape of an error."""
    if "--json" in arguments:
        context = error.ctx if isinstance(error, click.UsageError) else None
        hint = f"{context.command_path if context else 'zhibiao'} --help"
        _print_json(
            _error_shape(code="usage.invalid", message=error.format_message(), place={}, hint=hint, answer="REFUSE")
        )
    else:
        error.show()
    return error.exit_code


def unforeseen(error: Exception, arguments: Sequence[str]) -> int:
    """A mistake of ours: said as such in the JSON shape; the trace goes to standard error."""
    if "--json" in arguments:
        _print_json(_error_shape(code="internal.unforeseen", message=repr(error), place={}, hint="", answer=""))
    return 1


def show_findings(findings: Sequence[Finding], lang: Language) -> None:
    """Print findings for a person: severity, code, place, what, why and what to do; what another explains, shortly.

    Neighbours of one code with the same why and what to do say both once, after the last of them.
    """
    catalogue = _catalogue()
    marks = {Severity.NOTE: "·", Severity.QUERY: "?", Severity.QUARANTINE: "!", Severity.REJECT: "✗"}
    advices = [_advice(finding, lang) for finding in findings]
    for finding, advice, following in zip(findings, advices, [*advices, None][1:], strict=True):
        what = catalogue.what(finding.code, lang, finding.facts)
        at = replace(finding.place, field="") if finding.place.cell or finding.place.row else finding.place
        place = f" · {at}" if str(at) else ""
        if finding.because:
            _say(f"    ↳ {finding.code}{place}: {what}")
            continue
        _say(f"{marks[finding.severity]} {finding.code}{place}: {what}")
        if advice != following:
            for text in filter(None, advice):
                _say(f"    {text}")


def _say(text: str, *, err: bool = False) -> None:
    """A line for a person: names of strangers must not act on the terminal."""
    click.echo(visible(text, keeps="\n"), err=err)


def _advice(finding: Finding, lang: Language) -> tuple[str, str]:
    """Why a finding matters and what to do; nothing of one that another explains."""
    if finding.because:
        return "", ""
    catalogue = _catalogue()
    return catalogue.why(finding.code, lang, finding.facts), catalogue.hint(finding.code, lang, finding.facts)


def _answered(answer: Answer, *, as_json: bool, lang: Language) -> None:
    if not as_json:
        answer.show(lang)
        return
    shape: dict[str, Any] = {"ok": answer.is_ok, "result": answer.result, "marks": answer.marks}
    if not answer.is_ok:
        shape["findings"] = _plain(answer.findings)
    _print_json(shape)


def _failed(error: ZhibiaoError, *, as_json: bool, lang: Language) -> None:
    catalogue = _catalogue()
    message = catalogue.what(error.code, lang, error.facts)
    hint = catalogue.hint(error.code, lang, error.facts)
    findings = error.findings if isinstance(error, (InputRefused, NoSolution)) else ()
    if as_json:
        place = {} if error.place is None else _plain([_as_finding(error)])[0]["place"]
        shape = _error_shape(code=error.code, message=message, place=place, hint=hint, answer=error.outcome)
        shape["findings"] = _plain(findings)
        _print_json(shape)
        return
    show_findings(findings, lang)
    where = f" · {error.place}" if error.place else ""
    _say(f"✗ {error.code}{where}: {message}", err=True)
    for text in (catalogue.why(error.code, lang, error.facts), hint):
        if text:
            _say(f"    {text}", err=True)


def _plain(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    from zhibiao.assemble.finding_plain import finding_plain  # with all texts, which most calls do without

    return [finding_plain(finding) for finding in findings]


def _as_finding(error: ZhibiaoError) -> Finding:
    assert error.place is not None
    return Finding(code=error.code, severity=Severity.REJECT, place=error.place, facts=error.facts)


def _error_shape(*, code: str, message: str, place: Mapping[str, Any], hint: str, answer: str) -> dict[str, Any]:
    error = {"code": code, "message": message, "place": place, "hint": hint, "answer": answer}
    return {"ok": False, "error": error, "findings": []}


def _print_json(value: Mapping[str, Any]) -> None:
    """One document; escapes instead of characters where the stream is not UTF-8, so that any reader takes it."""
    is_ascii = (sys.stdout.encoding or "utf-8").lower().replace("-", "") != "utf8"
    sys.stdout.write(json_visible(json.dumps(value, ensure_ascii=is_ascii, indent=1)) + "\n")
    sys.stdout.flush()


def _catalogue() -> Any:
    from zhibiao.assemble.resources import catalogue

    return catalogue()


def _habit() -> Language:
    """The language of the machine: Chinese unless the locale is plainly another."""
    from zhibiao.assemble.resources import habitual_language

    return habitual_language()
