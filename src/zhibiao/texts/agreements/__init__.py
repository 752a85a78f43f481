"""Signings: which document was signed, by whom, when and where."""

from zhibiao.texts.agreements.reader import agreements

__all__ = ["agreements"]
