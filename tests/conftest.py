"""What tests share: the folder of public data sets, where it is present."""

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("ZHIBIAO_SHARED", Path(__file__).parents[2] / "shared" / "data"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of public data sets beside the repository, or where ZHIBIAO_SHARED points."""
    if not SHARED.is_dir():
        pytest.skip("public data sets are not here; set ZHIBIAO_SHARED to their folder")
    return SHARED
