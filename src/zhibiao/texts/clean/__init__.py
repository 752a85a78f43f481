"""Cleaning: a page's text to the article in it, each character with its place in the raw text."""

from zhibiao.texts.clean.cleaning import clean
from zhibiao.texts.clean.traced import Traced

__all__ = ["Traced", "clean"]
