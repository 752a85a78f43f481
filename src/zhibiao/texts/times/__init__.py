"""The times of a Chinese page: what each expression of time means, and which period rules a figure."""

from zhibiao.texts.times.reach import Times
from zhibiao.texts.times.reading import times_of
from zhibiao.texts.times.stretch import Role, Stretch, TimeMention

__all__ = ["Role", "Stretch", "TimeMention", "Times", "times_of"]
