"""The template of the brief: the one that comes along, or a bureau's own in a sandbox."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from zhibiao.errors import InputRefused
from zhibiao.terms.citation import Place
from zhibiao.terms.finding import Finding, Severity

NAME = "brief.html"
MOST_BYTES = 1_000_000


def shipped_brief() -> str:
    """The text of the template that comes along."""
    return files("zhibiao").joinpath(f"data/templates/{NAME}").read_text(encoding="utf-8")


def brief_findings(source: bytes, *, file: str) -> tuple[Finding, ...]:
    """What is wrong with a template before anything is written with it: no text, or no template."""
    try:
        text = source.decode()
    except UnicodeDecodeError:
        return (_finding(file, line=0, reason="UTF-8"),)
    if len(source) > MOST_BYTES:
        return (_finding(file, line=0, reason=f"> {MOST_BYTES} bytes"),)
    try:
        _environment().from_string(text)
    except TemplateSyntaxError as error:
        return (_finding(file, line=error.lineno, reason=error.message or ""),)
    return ()


def render_brief(source: str | None, values: Mapping[str, Any]) -> str:
    """The page by the template that comes along, or by a bureau's own.

    Raises:
        InputRefused: `paper_template.refused`, with the line, where a bureau's own does not render.
    """
    if source is None:
        return _shipped().render(values)
    try:
        return _environment().from_string(source).render(values)
    except Exception as error:  # any mistake in another's template is a mistake in the template, with its line
        finding = _finding(NAME, line=_line_of(error), reason=str(error)[:200])
        raise InputRefused("paper_template.refused", (finding,), count=1) from error


@cache
def _shipped() -> Template:
    return _environment().from_string(shipped_brief())


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def _line_of(error: Exception) -> int:
    """The line of the template that the error came from; 0 where it is not known."""
    if isinstance(error, TemplateSyntaxError):
        return error.lineno
    trace, line = error.__traceback__, 0
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _finding(file: str, *, line: int, reason: str) -> Finding:
    facts = {"file": file, "line": line or "—", "reason": reason}
    return Finding(code="paper_template.brief_broken", severity=Severity.REJECT, place=Place(file=file), facts=facts)
