"""A book in January: the demo's returns of the years before, and nothing allocated yet."""

import datetime as dt
import shutil
from pathlib import Path

from zhibiao.store.book_store import BookStore
from zhibiao.terms.kept import StoredFile

JANUARY = dt.datetime(2025, 1, 10, 2, tzinfo=dt.UTC)


def early_folder(desk_book: Path, folder: Path, *, year: int = 2025) -> Path:
    """A copy of a book's folder whose store knows returns before that year and no decision."""
    shutil.copytree(desk_book, folder, ignore=shutil.ignore_patterns("book.sqlite*", "access.sqlite*", "out"))
    whole = BookStore.open(desk_book / "book.sqlite", at=JANUARY)
    store = BookStore.create(folder / "book.sqlite", at=JANUARY)
    for item in whole.returns():
        if item.period.last.year < year:
            kept = StoredFile(sha256=item.file_sha256, name="x", received_at="", uploader="lin", outcome="ACCEPT")
            store.add_file(kept, whole.file_content(item.file_sha256))
            store.add_return(item)
    whole.close()
    store.close()
    return folder
