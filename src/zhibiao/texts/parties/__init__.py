"""Parties: who acts in a published text, who is answerable, and which area a statement is about."""

from zhibiao.texts.parties.parties import Parties, parties_of

__all__ = ["Parties", "parties_of"]
