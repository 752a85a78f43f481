"""An export worked out by hand holds, on paper and in the verifier."""

from hand_made_export import four_firms
from zhibiao.verification.verify import WORDS, verify


def test_the_hand_made_export_holds() -> None:
    report = verify(four_firms())
    assert [] == list(report.differences)
    assert set() == set(report.counts) - set(WORDS)
    assert {"reference", "score", "bound", "quota", "part", "input", "balance", "issued"} <= set(report.counts)
