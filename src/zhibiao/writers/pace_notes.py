"""What stands beside the pace in papers: where the season comes from, and what this month's colours ask for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zhibiao.assessment.monthly import EnterpriseAssessment, MonthAssessment
from zhibiao.assessment.pace.pacing import Colour
from zhibiao.assessment.pace.season import Season, SeasonOrigin
from zhibiao.assessment.pace.standing import Standing
from zhibiao.assessment.verdict.asked import Ask
from zhibiao.assessment.verdict.verdict import COLOURS
from zhibiao.policy.pacing_part import Concern, Party
from zhibiao.terms.exact import plain_decimal, rounded
from zhibiao.writers.word_table import Table
from zhibiao.writers.wording import Words

_NAMED = 1  # the table of quotas above has every name
Case = tuple[Colour, Concern]


def season_sentence(season: Season, words: Words) -> str:
    """Where a season comes from: the years it was measured over, or the clause that sets it."""
    facts = {"clause": season.clause, "left_out": year_spans(season.left_out), "years": year_spans(season.years)}
    if season.origin is SeasonOrigin.RULED and season.given_sum is not None:
        return words.label("season.ruled_divided", **facts, sum=plain_decimal(rounded(season.given_sum, 4)))
    return words.label(f"season.{season.origin.value}" + ("_left_out" if season.left_out else ""), **facts)


def season_notes(assessment: MonthAssessment, words: Words) -> list[str]:
    """The city's season as a sentence, and whose season a clause sets apart from it; nothing without a pace."""
    whole = _season(assessment.total)
    notes = [] if whole is None else [words.sentence(season_sentence(whole, words))]
    own: dict[str, list[str]] = {}
    for item in assessment.enterprises:
        season = _season(item.standing)
        if season is not None and season.origin is SeasonOrigin.RULED and (whole is None or season != whole):
            own.setdefault(season_sentence(season, words), []).append(words.name(item.name))
    notes += [words.label("season.own", names=words.joined(names), season=told) for told, names in own.items()]
    return notes


def year_spans(years: Sequence[int]) -> str:
    """Years as people list them, neighbours as a span.

    >>> year_spans((2018, 2019, 2020, 2023))
    '2018–2020, 2023'
    """
    spans: list[list[int]] = []
    for year in sorted(years):
        if spans and year == spans[-1][-1] + 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    return ", ".join(str(one[0]) if len(one) == 1 else f"{one[0]}–{one[-1]}" for one in spans)


def asked_table(assessment: MonthAssessment, words: Words, *, number: int) -> Table | None:
    """What this month's colours ask for and of whom, hardest first, the city last; None where nothing is asked."""
    cases: dict[Case, list[EnterpriseAssessment]] = {}
    for item in assessment.enterprises:
        for case in dict.fromkeys((ask.colour, ask.concern) for ask in item.verdict.asks):
            cases.setdefault(case, []).append(item)
    rows = [
        _row(case, firms, words) for case, firms in sorted(cases.items(), key=lambda one: -COLOURS.index(one[0][0]))
    ]
    of_city = assessment.verdict.asks
    rows += [
        (
            _warning(case, words),
            words("table.city"),
            _acts([ask for ask in of_city if (ask.colour, ask.concern) == case], Party.CITY, words),
            words("mark.none"),
        )
        for case in dict.fromkeys((ask.colour, ask.concern) for ask in of_city)
    ]
    if not rows:
        return None
    return Table(
        title=words("bulletin.asked_table", number=number),
        head=tuple(words(f"table.{key}") for key in ("warning", "whose", "bureau_does", "enterprise_does")),
        rows=tuple(rows),
        widths=(26, 36, 50, 44),
        figures=frozenset(),
        is_small=True,
        may_break=True,
        note=words.joined_notes([source_sentence(assessment, words)]),
    )


def source_sentence(assessment: MonthAssessment, words: Words) -> str:
    """Who set what is asked: clauses of the rulebook, or nobody."""
    verdicts = [assessment.verdict, *(item.verdict for item in assessment.enterprises)]
    clauses = sorted({ask.clause for verdict in verdicts for ask in verdict.asks})
    ruled = [clause for clause in clauses if clause]
    if not ruled:
        return words.label("ask.all_suggested")
    named = words.joined([words("clause", number=clause) for clause in ruled])
    return words.label("ask.some_suggested" if "" in clauses else "ask.all_ruled", clauses=named)


def act_of(ask: Ask, words: Words) -> str:
    """What is to be done, in words."""
    return words.label(ask.code, **ask.facts)


def asked_of(item: EnterpriseAssessment, words: Words) -> str:
    """One enterprise's asks as a line: who, and what; empty where nothing is asked."""
    parties = dict.fromkeys(ask.party for ask in item.verdict.asks)
    return words("mark.semicolon").join(
        words.label(
            "ask.of", party=words.label(f"ask.party.{party.value}"), acts=_acts(item.verdict.asks, party, words)
        )
        for party in parties
    )


def _row(case: Case, firms: Sequence[EnterpriseAssessment], words: Words) -> tuple[str, str, str, str]:
    asks = [ask for item in firms for ask in item.verdict.asks if (ask.colour, ask.concern) == case]
    once = list({(ask.party, ask.act): ask for ask in asks}.values())
    names = words.joined([words.name(item.name) for item in firms[:_NAMED]])
    whose = names if len(firms) <= _NAMED else words("ask.and_more", names=names, count=len(firms))
    return (
        _warning(case, words),
        whose,
        _acts(once, Party.BUREAU, words, is_shared=len(firms) > 1),
        _acts(once, Party.ENTERPRISE, words, is_shared=len(firms) > 1),
    )


def _warning(case: Case, words: Words) -> str:
    colour, concern = case
    return words.label(
        "ask.warning", colour=words(f"colour_word.{colour.value}"), on=words.label(f"ask.on.{concern.value}")
    )


def _acts(asks: Iterable[Ask], party: Party, words: Words, *, is_shared: bool = False) -> str:
    """The acts of one party; where several enterprises share a line, none of their figures stands in it."""
    told = [
        words.label(f"{ask.code}_each") if is_shared and "needed_t_per_day" in ask.facts else act_of(ask, words)
        for ask in asks
        if ask.party is party
    ]
    return words("mark.semicolon").join(told) if told else words("mark.none")


def _season(standing: Standing | None) -> Season | None:
    return None if standing is None or standing.pace is None else standing.pace.season
