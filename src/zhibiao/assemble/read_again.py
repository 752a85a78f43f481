"""A kept file read again for what is compared and not kept as figures, such as its last-year columns."""

from __future__ import annotations

from zhibiao.assemble.reading_room import ReadingRoom
from zhibiao.assemble.resources import dictionary
from zhibiao.monthly.filed import Filed
from zhibiao.store.book_store import BookStore
from zhibiao.terms.enterprise import City


def returns_in(store: BookStore, city: City, sha256: str) -> tuple[Filed, ...]:
    """The returns in a kept file; it is somebody's file still, and is read where strangers' files are."""
    name = next((item.name for item in store.files() if item.sha256 == sha256), sha256)
    with ReadingRoom() as room:
        read = room.read(store.file_content(sha256), name=name, dictionary=dictionary(), city=city)
    return tuple(item.filed for item in read.returns if item.filed is not None)
