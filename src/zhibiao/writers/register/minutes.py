"""Minutes of a meeting as a Word paper: its conclusions item by item, and what became of those before."""

from __future__ import annotations

from zhibiao.register.deeds import Blocked, Claim, Deed, ItemNamed, Moved, Released, Reported
from zhibiao.register.follow_up.marks import RegisterMarks
from zhibiao.register.follow_up.minutes import Became, Conclusion, Minutes
from zhibiao.register.progress.values import State
from zhibiao.writers.printable import printable
from zhibiao.writers.register.paper import Issuer, begin, finish
from zhibiao.writers.register.words import RegisterWords
from zhibiao.writers.word_table import Table
from zhibiao.writers.wording import Words

_CLAIMED = {
    Claim.NOT_STARTED: State.WAITING,
    Claim.UNDER_WAY: State.UNDER_WAY,
    Claim.DONE: State.CLAIMED,
    Claim.STOPPED: State.STOPPED,
}


def write_minutes(minutes: Minutes, marks: RegisterMarks, *, issuer: Issuer, words: Words) -> bytes:
    """The minutes as a .docx; the same minutes and marks give the same bytes."""
    say = RegisterWords(words)
    meeting = printable(minutes.meeting, most=60)
    title = say("minutes.title", meeting=meeting)
    paper = begin(say, issuer, number=words.day(minutes.on), title=title)
    agenda = minutes.agenda
    paper.body(say("minutes.lead", day=words.day(minutes.on), meeting=meeting, items=len(agenda)))
    paper.heading(say("minutes.agenda"))
    for item, conclusions in agenda:
        paper.subheading(say.title(item))
        for one in conclusions:
            paper.body(concluded(one, say))
        facts = {"unit": say.unit(item.unit), "due": say.due(item), "state": say.state(item)}
        blocks = "".join(say("minutes.block", block=say.block(block)) for block in item.blocks)
        paper.body(say("minutes.stands", **facts) + blocks)
    paper.heading(say("minutes.before"))
    if minutes.became:
        before = printable(minutes.before, most=60)
        day = say.day(minutes.before_on)
        paper.body(say("minutes.before_lead", meeting=before, day=day, count=len(minutes.became)))
        paper.table(_before(minutes, say))
    else:
        paper.body(say("minutes.no_before"))
    return finish(paper, say, issuer, marks, title=title, subject=meeting)


def concluded(one: Conclusion, say: RegisterWords) -> str:
    """What was concluded, whose move it is and by when, as sentences."""
    text = printable(one.text)
    if one.mover and one.by:
        return say("minutes.mover_by", text=text, mover=say.unit(one.mover), by=one.by)
    if one.mover:
        return say("minutes.mover", text=text, mover=say.unit(one.mover))
    return say("minutes.by", text=text, by=one.by) if one.by else say("minutes.concluded", text=text)


def _before(minutes: Minutes, say: RegisterWords) -> Table:
    heads = ("item", "concluded", "of", "by", "since", "state")
    return Table(
        title=say("minutes.before"),
        head=tuple(say(f"head.{head}") for head in heads),
        rows=tuple(
            (
                say.title(one.conclusion.item),
                printable(one.conclusion.text),
                say.unit(one.conclusion.mover) if one.conclusion.mover else say.words("mark.none"),
                say.day(one.conclusion.by),
                became(one, say),
                say.state(one.conclusion.item),
            )
            for one in minutes.became
        ),
        widths=(24, 30, 18, 17, 32, 16),
        figures=frozenset(),
        is_small=True,
        may_break=True,
    )


def became(one: Became, say: RegisterWords) -> str:
    """What was put on record since; that nothing was, and that the day passed."""
    if one.unanswered:
        return say("since.unanswered")
    return "\n".join(_told(deed, say) for deed in one.since) or say("since.nothing")


def _told(deed: Deed, say: RegisterWords) -> str:
    match deed:
        case Reported():
            state = State.DONE if deed.claim is Claim.DONE and deed.evidence else _CLAIMED[deed.claim]
            return say("since.reported", day=deed.as_of, state=say.state_name(state))
        case Released():
            return say("since.released", day=deed.on)
        case Moved():
            return say("since.moved", due=deed.due)
        case Blocked():
            cause = say.words.label(f"cli.register.cause_{deed.cause.value}")
            return say("since.blocked", day=deed.since, cause=cause, mover=say.unit(deed.mover))
        case ItemNamed():
            return say("since.item", name=printable(deed.name, most=30))
        case _:
            raise TypeError(type(deed).__name__)
