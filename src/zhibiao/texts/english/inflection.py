"""English verb forms from the base form that a table holds."""

from __future__ import annotations

_IRREGULAR = {
    "build": "built",
    "set": "set",
    "begin": "begun",
    "draw": "drawn",
    "hold": "held",
    "cut": "cut",
    "shut": "shut",
    "lay": "laid",
    "put": "put",
    "seal": "sealed",
    "forbid": "forbidden",
    "freeze": "frozen",
    "seek": "sought",
    "shrink": "shrunk",
    "let": "let",
    "keep": "kept",
    "control": "controlled",
    "trim": "trimmed",
    "ban": "banned",
    "equip": "equipped",
    "scrap": "scrapped",
    "stop": "stopped",
    "curb": "curbed",
    "sign": "signed",
    "step": "stepped",
    "ramp": "ramped",
    "crack": "cracked",
    "bring": "brought",
    "refit": "refitted",
    "transfer": "transferred",
}
_DOUBLED = ("b", "p", "t")


def participle(verb: str) -> str:
    """The past participle of a verb, the words behind it kept.

    >>> participle("phase out"), participle("build"), participle("carry out"), participle("close")
    ('phased out', 'built', 'carried out', 'closed')
    """
    first, blank, rest = verb.partition(" ")
    return _ed(first) + blank + rest


def gerund(verb: str) -> str:
    """The form in -ing.

    >>> gerund("close"), gerund("cut"), gerund("speed up"), gerund("ban")
    ('closing', 'cutting', 'speeding up', 'banning')
    """
    first, blank, rest = verb.partition(" ")
    if first.endswith("e") and not first.endswith("ee"):
        first = first[:-1]
    elif _IRREGULAR.get(first, "").endswith(first[-1] * 2 + "ed") or first in ("cut", "shut", "set", "put", "begin"):
        first += first[-1]
    return f"{first}ing{blank}{rest}"


def _ed(verb: str) -> str:
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2] not in "aeo":
        return f"{verb[:-1]}ied"
    return f"{verb}ed"
