"""One month of the bundled city in one process: `python -m benchmarks.month BOOK`."""

import gc
import sys
from contextlib import closing
from pathlib import Path

from zhibiao.assemble.book import open_book
from zhibiao.assemble.papers import publish
from zhibiao.terms.period import Month


def main(folder: Path) -> None:
    """Assess March 2025, draft the quotas again with what was made, publish."""
    gc.set_threshold(100_000, 50, 100)  # as the command line does
    month = Month(2025, 3)
    opened = open_book(folder)
    with closing(opened.store):
        assessment = opened.assess(month, "steel")
        opened.allocate(month.year, "steel", person="lin", as_of=month)
        publish(opened, month, "steel", assessment=assessment)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
