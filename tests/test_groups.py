"""Tests that share a book stay on one worker; where the plugin no longer sees to that, this says so."""

from __future__ import annotations

import pytest


@pytest.mark.xdist_group("together")
def test_a_group_is_known_to_whoever_deals_out_the_tests(request: pytest.FixtureRequest) -> None:
    if not getattr(request.config.option, "loadgroup", False):
        pytest.skip("the tests are not dealt out by their groups: one process, or another --dist")
    assert request.node.nodeid.endswith("@together")
