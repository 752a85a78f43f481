"""The option by which verbs of the register ask for some kinds of items only."""

from __future__ import annotations

import click

KINDS = ("result", "target", "task", "project", "counted", "agreement", "obligation", "programme", "capital")
kind_option = click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(KINDS), help="Only this kind; repeatable."
)
