"""What would become of a firm's quota with other figures of its own, decided again while somebody waits."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from zhibiao.allocation.reasons.own_trial import OwnTrial, own_trial
from zhibiao.assemble.book import OpenBook
from zhibiao.assemble.desk.desk import Desk
from zhibiao.assemble.desk.firms.firm import FirmView, dossier_of, trials_of
from zhibiao.errors import NotFound
from zhibiao.terms.access import Viewer


def firm_trial(
    desk: Desk, opened: OpenBook, view: FirmView, changes: Mapping[str, Decimal], *, viewer: Viewer
) -> OwnTrial:
    """Decide again with per cents more or less on the firm's indicators; of a regulation, its allocation is.

    Args:
        view: of the firm whose figures are moved, which the viewer may see.
        changes: per cents by indicator code.
        viewer: the bureau tries and hears exactly, others in whole per cents and coarse steps.

    Raises:
        NotFound: `trial.no_quota` where there is no quota to try; and as `own_trial`.
    """
    dossier = None if view.month is None else dossier_of(desk, opened, view.firm.sector, view.month)
    if view.notice is None or dossier is None or dossier.decision is None:
        raise NotFound("trial.no_quota", enterprise=view.firm.id)
    return own_trial(
        dossier.allocation or dossier.decision,
        view.firm.id,
        changes,
        quota_t=view.notice.view.share.quota_t,
        is_exact=viewer.sees_all,
        trials=trials_of(desk, opened, dossier),
    )
