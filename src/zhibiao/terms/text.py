"""A text in Chinese and in English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """The same words in both languages; names of enterprises may leave English empty."""

    zh: str
    en: str = ""

    def in_(self, lang: Language) -> str:
        """The wording in that language, Chinese where English is empty."""
        return self.en if lang == "en" and self.en else self.zh

    def __str__(self) -> str:
        return self.zh
