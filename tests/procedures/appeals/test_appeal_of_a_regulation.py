"""An appeal against a regulation: the allocation behind it is run again, and what the month moved stays on top."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from ledger_sample import APPROVER
from regulated_book import build_regulated_book, draft
from zhibiao.allocation.appeals.deeds import Claim, Ground
from zhibiao.allocation.appeals.rerun import decided_again, rerun
from zhibiao.procedures.appeals.acting import kept_rerun, with_behind
from zhibiao.procedures.appeals.claims import Said
from zhibiao.procedures.appeals.file import file_appeal
from zhibiao.procedures.appeals.view import effect_on_all
from zhibiao.procedures.approve import approve
from zhibiao.procedures.issue import issue
from zhibiao.procedures.viewing import viewer_of
from zhibiao.terms.authority import Person, Role


def test_the_months_moves_stay_on_top(tmp_path: Path) -> None:
    book = build_regulated_book(tmp_path / "book.sqlite")
    with closing(book.store):
        stored = draft(book)
        book.clock.tick()
        approve(book.store, book.clock, stored.id, APPROVER)
        issue(book.store, book.clock, stored.id, APPROVER, rulebook_sha256=stored.body["rulebook_sha256"])
        issued = book.store.decision(stored.id)
        assert issued is not None
        regulation, behind = with_behind(book.store, issued)
        assert behind is not None
        moved = {one.enterprise: one.quota_t for one in regulation.shares}
        stood = {one.enterprise: one.quota_t for one in behind.shares}
        name = next(one for one in moved if moved[one] != stood[one])
        officer = Person(id="he", name="何报", roles=(Role.OFFICER,), enterprise=name)
        appeal = file_appeal(
            book.store,
            book.clock,
            book.dictionary,
            officer,
            decision_id=stored.id,
            enterprise=name,
            grounds=(Ground.STANDING,),
            statement="环保绩效等级有误",
            said=(Said(figure="taxes_yuan/2024", text="9", unit="亿元"),),
        )
        found = kept_rerun(book.store, appeal)
        assert found is not None
        assert found.claimed is not None
        again = decided_again(behind, name, appeal.claims)
        assert not isinstance(again, str)
        expected = next(one for one in again.shares if one.enterprise == name).quota_t
        assert expected + moved[name] - stood[name] == found.claimed.quota_t
        assert found.claimed.quota_t == sum(part.tonnes for part in found.claimed.parts)
        assert moved[name] == found.issued.quota_t
        auditor = Person(id="zhao", name="赵", roles=(Role.AUDITOR,))
        assert 0 == sum(one.change_t for one in effect_on_all(book.store, viewer_of(auditor, book.city), appeal))
        unmoved = rerun(regulation, name, [Claim(clause="1")], behind=behind)
        assert (0, moved[name]) == (unmoved.change_t, unmoved.issued.quota_t)
