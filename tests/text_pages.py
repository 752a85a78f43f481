"""Pages made of a few sentences, for the tests of what reads them."""

from __future__ import annotations

import datetime as dt

from zhibiao.readers.lexicon_csv import read_lexicon
from zhibiao.texts.laying import lay_out
from zhibiao.texts.page import Page
from zhibiao.texts.quantities import quantities

LEXICON = read_lexicon()


def page_of(text: str, *, published: dt.date | None = dt.date(2025, 3, 10)) -> Page:
    """A page with the bundled words, published in March 2025 unless told otherwise."""
    return Page(
        layout=lay_out(text, LEXICON), lexicon=LEXICON, published=published, quantities=quantities(text, LEXICON)
    )
