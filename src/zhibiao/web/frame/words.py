"""The words of a page in its language: labels of the desk, and figures as papers print them."""

from __future__ import annotations

from dataclasses import dataclass

from zhibiao.assemble.resources import catalogue
from zhibiao.terms.text import Language, Text
from zhibiao.writers.wording import Words


@dataclass(frozen=True, slots=True)
class DeskWords:
    """Words of the desk; `figures` are the papers' own, so that page and paper print the same figure alike."""

    lang: Language

    def __call__(self, key: str, **facts: object) -> str:
        """The label `desk.<key>`."""
        return catalogue().text(f"desk.{key}", self.lang, **facts)

    def label(self, key: str, **facts: object) -> str:
        """A label of another room by its whole key, such as a verdict's."""
        return catalogue().text(key, self.lang, **facts)

    def finding(self, code: str, facts: dict[str, object]) -> str:
        """What a finding says."""
        return catalogue().what(code, self.lang, facts)

    def name(self, text: Text) -> str:
        """A name in the page's language."""
        return text.in_(self.lang)

    @property
    def figures(self) -> Words:
        """Masses, money, months, growth."""
        return Words(catalogue(), self.lang)
