"""Read all numbers of a text: find them, give each unit and comparator, bar what is no figure, join what belongs."""

from __future__ import annotations

from zhibiao.texts.lexicon import Lexicon
from zhibiao.texts.quantities import comparing
from zhibiao.texts.quantities.bars import TABLE, Around, bar_of
from zhibiao.texts.quantities.candidates import Candidate, candidates
from zhibiao.texts.quantities.cells import in_cells
from zhibiao.texts.quantities.joining import alike, joined
from zhibiao.texts.quantities.marks import Quoted, quoted
from zhibiao.texts.quantities.numerals import half_width
from zhibiao.texts.quantity import Bar, Quantity
from zhibiao.texts.statement import Comparator

_ROUND = frozenset(("百", "千", "万", "亿", "百万", "千万", "百亿", "千亿", "万亿"))


def quantities(text: str, lexicon: Lexicon) -> tuple[Quantity, ...]:
    """The numbers of a clean Chinese text in order, not overlapping, each with unit, comparator and perhaps a bar.

    Places are those of `text`. The tables `units`, `comparators` and `number_context` of the lexicon are asked.
    Numerals that no unit makes a number (一系列, 统一) are left out.
    """
    plain = half_width(text)
    around = Around(text=plain, quoted=quoted(text), idioms=_idioms(plain, lexicon), lexicon=lexicon)
    found = [_quantity(one, around) for one in in_cells(plain, candidates(plain, lexicon), lexicon) if _counts(one)]
    return joined(plain, alike(plain, found))


def _counts(one: Candidate) -> bool:
    return one.form != "chinese" or bool(one.sense)


def _idioms(text: str, lexicon: Lexicon) -> Quoted:
    spans = [found.span() for found in lexicon.pattern(TABLE, "idiom").finditer(text)]
    return Quoted(tuple(start for start, _ in spans), tuple(end for _, end in spans))


def _quantity(one: Candidate, around: Around) -> Quantity:
    bar = bar_of(one, around)
    shown = around.text[one.start : one.number_end]
    if bar is not None:
        return _barred(one, bar)
    lead, start = comparing.before(around.text, one.start, is_round=shown in _ROUND, lexicon=around.lexicon)
    tail, end = comparing.behind(around.text, one.end, one.more, around.lexicon)
    if tail is not None and around.text[start : one.start].startswith("控制在"):
        lead = tail
    if one.form == "half" and shown.startswith("过"):
        lead = lead or Comparator.AT_LEAST
    if one.form == "fore":
        lead = Comparator.AT_MOST
    return Quantity(
        start=start,
        end=end,
        number_start=one.start,
        number_end=one.number_end,
        value=one.value,
        unit=one.unit,
        comparator=lead or tail or Comparator.EQUAL,
        is_rank=one.sense == "rank",
    )


def _barred(one: Candidate, bar: Bar) -> Quantity:
    return Quantity(
        start=one.start,
        end=one.end,
        number_start=one.start,
        number_end=one.number_end,
        value=one.value,
        unit=one.unit,
        is_rank=one.sense == "rank",
        bar=bar,
    )
