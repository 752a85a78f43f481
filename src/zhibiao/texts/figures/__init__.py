"""Figures of a text: each number as a result or a target, with what it is about and against what it is held."""

from zhibiao.texts.figures.reading import figures

__all__ = ["figures"]
