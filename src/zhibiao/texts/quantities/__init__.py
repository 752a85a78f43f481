"""The numbers of a Chinese text, each with its unit, how it binds, and whether it is a figure at all."""

from zhibiao.texts.quantities.reading import quantities

__all__ = ["quantities"]
