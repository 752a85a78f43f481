"""How hard property tests try: as given for every day, times ZHIBIAO_SOAK in a long run (`make soak`)."""

import os


def examples(everyday: int) -> int:
    """How many examples to draw."""
    return everyday * int(os.environ.get("ZHIBIAO_SOAK", "1"))
