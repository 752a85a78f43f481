"""Who may do what, and that it takes two: the refusals that every act has in common."""

from __future__ import annotations

from zhibiao.errors import ActRefused, NotAllowed
from zhibiao.procedures.ports import Person, Role
from zhibiao.terms.text import Text

KEEPS_BOOKS = frozenset({Role.ANALYST, Role.APPROVER})
"""Whoever changes books: analysts and approvers."""

FILES = KEEPS_BOOKS | {Role.OFFICER}

APPROVES = frozenset({Role.APPROVER})

_ROLES = {
    Role.ANALYST: Text("分析人员", "analyst"),
    Role.APPROVER: Text("审批人员", "approver"),
    Role.AUDITOR: Text("审计人员", "auditor"),
    Role.OFFICER: Text("企业报送人员", "an enterprise's officer"),
    Role.PLANNER: Text("集团计划人员", "a group's planner"),
    Role.ADMINISTRATOR: Text("系统管理员", "administrator"),
}


def check_right(person: Person, roles: frozenset[Role], act: Text) -> None:
    """Refuse whoever has none of the roles; NotAllowed `auth.forbidden`.

    Args:
        person: who acts.
        roles: any of these may.
        act: what it is, with what it is done to: "approve decision x".
    """
    if not roles & set(person.roles):
        raise forbidden(person, roles, act)


def forbidden(person: Person, roles: frozenset[Role], act: Text) -> NotAllowed:
    """The refusal of an act that is not this person's, with the roles whose it is."""
    named = [_ROLES[role] for role in Role if role in roles]
    may = Text("、".join(one.zh for one in named), ", ".join(one.en for one in named))
    return NotAllowed("auth.forbidden", person=person.id, act=act, roles=may)


def one_person(person: Person, act: Text) -> ActRefused:
    """The refusal of an act by whoever put forward what it decides; persons count, not accounts."""
    return ActRefused("flow.same_person", person=person.id, act=act)
