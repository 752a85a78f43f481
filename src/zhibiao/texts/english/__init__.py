"""English pages: the whole reading of trade press and official news in English, with its own tables (`*_en.csv`)."""

from zhibiao.texts.english.reading import read_english

__all__ = ["read_english"]
