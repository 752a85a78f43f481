"""The form's own checks (审核关系) as values: what must equal or bound what, how nearly, and how figures come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from zhibiao.monthly.checks.balances import OUTPUTS
from zhibiao.monthly.checks.stocks import MATERIALS
from zhibiao.monthly.returns import Scope
from zhibiao.monthly.standing import Tolerances
from zhibiao.terms.dictionary import Field, Kind
from zhibiao.terms.period import Period
from zhibiao.terms.quantity import convert

_ONE = Decimal(1)


class Sense(StrEnum):
    """How the left side stands to the right one."""

    EQUALS = "="
    AT_MOST = "≤"
    AT_LEAST = "≥"


class Mark(StrEnum):
    """How a relation comes out; it is not judged while a figure it needs is blank."""

    HOLDS = "✓"
    FAILS = "✗"
    OPEN = "—"


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """One figure of the form: a field in its first column (this period) or its second (the year so far)."""

    field: str
    scope: Scope = Scope.PERIOD


@dataclass(frozen=True, slots=True)
class Term:
    """A figure times a factor."""

    ref: Ref
    factor: Decimal = _ONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One relation between figures in the form's units.

    Args:
        code: of the finding that a broken relation leads to.
        left, right: sums of terms.
        sense: how left stands to right.
        carried: what the record adds to the right side: the year to date before, or the opening stock.
        share: of the largest scale by which the sides may differ.
        least: by which they may differ in any case: what rounding leaves.
        scales: sums of figures of which the largest counts.
        needs: figures without which nothing is judged; other blanks count as nothing.
        when: judged only where that figure is above zero.
        may_lack: whether a right side with blanks may fall short.
    """

    code: str
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    sense: Sense
    carried: Decimal | None = None
    share: Decimal = Decimal(0)
    least: Decimal = Decimal(0)
    scales: tuple[tuple[Ref, ...], ...] = ()
    needs: tuple[Ref, ...]
    when: Ref | None = None
    may_lack: bool = False

    @property
    def refs(self) -> tuple[Ref, ...]:
        """Every figure of the two sides, once, in order."""
        return tuple(dict.fromkeys(term.ref for term in (*self.left, *self.right)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A relation with its sides worked out; sides are None where it is not judged."""

    left: Decimal | None
    right: Decimal | None
    difference: Decimal | None
    tolerance: Decimal | None
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What the record brings into a period, in inner units: a flow's year to date so far, a stock's opening."""

    to_date: Mapping[str, Decimal] = field(default_factory=dict)
    opening: Mapping[str, Decimal] = field(default_factory=dict)


def judge(relation: Relation, figures: Mapping[Ref, Decimal]) -> Judged:
    """Work a relation out over figures in the form's units; a figure that is not there is blank.

    >>> a, b = Ref("a"), Ref("b")
    >>> same = Relation(code="x", left=(Term(a),), right=(Term(b),), sense=Sense.EQUALS, needs=(a, b))
    >>> judge(same, {a: Decimal(2), b: Decimal(3)}).mark.value, judge(same, {a: Decimal(2)}).mark.value
    ('✗', '—')
    """
    is_open = any(ref not in figures for ref in relation.needs)
    if is_open or (relation.when is not None and figures.get(relation.when, Decimal(0)) <= 0):
        return Judged(left=None, right=None, difference=None, tolerance=None, mark=Mark.OPEN)
    left = _sum(relation.left, figures)
    right = _sum(relation.right, figures) + (relation.carried or Decimal(0))
    scales = [abs(sum((figures.get(ref, Decimal(0)) for ref in refs), Decimal(0))) for refs in relation.scales]
    tolerance = max(relation.least, relation.share * max(scales, default=Decimal(0)))
    difference = left - right
    mark = _mark(relation, figures, difference, tolerance)
    return Judged(left=left, right=right, difference=difference, tolerance=tolerance, mark=mark)


def _sum(terms: Sequence[Term], figures: Mapping[Ref, Decimal]) -> Decimal:
    return sum((figures.get(term.ref, Decimal(0)) * term.factor for term in terms), Decimal(0))


def _mark(relation: Relation, figures: Mapping[Ref, Decimal], difference: Decimal, tolerance: Decimal) -> Mark:
    if relation.sense is not Sense.EQUALS:
        apart = difference if relation.sense is Sense.AT_MOST else -difference
        return Mark.HOLDS if apart <= tolerance else Mark.FAILS
    if abs(difference) <= tolerance:
        return Mark.HOLDS
    lacks = relation.may_lack and any(term.ref not in figures for term in relation.right)
    return Mark.OPEN if lacks and difference > 0 else Mark.FAILS


def relations_of(
    fields: Sequence[Field], period: Period, *, carried: Carried, tolerances: Tolerances, sand_factor: Decimal | None
) -> tuple[Relation, ...]:
    """The relations of one form, as far as its fields and the record reach.

    Args:
        fields: of the firm's sector, supplementary ones included.
        period: in January nothing was before, so the year so far is the month.
        carried: of the record.
        tolerances: as the checks of intake use them.
        sand_factor: tonnes of magnesite that a tonne of magnesia takes at least; None in sectors that make none.
    """
    made = _Making({one.code: one for one in fields}, period, carried, tolerances)
    return (
        *made.parts(),
        *made.bounds(sand_factor),
        *made.metal(),
        *made.stocks(),
        *made.materials(),
        *made.to_dates(),
    )


@dataclass(frozen=True, slots=True)
class _Making:
    fields: Mapping[str, Field]
    period: Period
    carried: Carried
    limits: Tolerances

    def _relation(
        self, code: str, left: Sequence[Term], sense: Sense, right: Sequence[Term], **more: object
    ) -> Relation:
        given: dict[str, object] = {"needs": tuple(term.ref for term in (*left, *right)), **more}
        least = self.limits.rounding_form_units
        return Relation(code=code, left=tuple(left), sense=sense, right=tuple(right), least=least, **given)  # type: ignore[arg-type]

    def parts(self) -> Iterator[Relation]:
        for total in self.fields.values():
            parts = [one.code for one in self.fields.values() if one.part_of == total.code]
            for scope in Scope if parts else ():
                whole = Ref(total.code, scope)
                yield self._relation(
                    "edit.parts_exceed_total",
                    (Term(whole),),
                    Sense.EQUALS,
                    [Term(Ref(part, scope)) for part in parts],
                    needs=(whole,),
                    share=self.limits.parts_share,
                    scales=((whole,),),
                    may_lack=True,
                )

    def bounds(self, sand_factor: Decimal | None) -> Iterator[Relation]:
        for scope in Scope:
            output, added = Ref("gross_output_yuan", scope), Ref("value_added_yuan", scope)
            if self._has(output, added):
                yield self._relation("edit.value_ratio", (Term(output),), Sense.AT_LEAST, (Term(added),))
            ore, sand = Ref("magnesite_used_t", scope), Ref("magnesia_sand_t", scope)
            if sand_factor is not None and self._has(ore, sand):
                yield self._relation(
                    "edit.metal_balance", (Term(ore),), Sense.AT_LEAST, (Term(sand, sand_factor),), when=sand
                )

    def metal(self) -> Iterator[Relation]:
        steel, iron, scrap = (Ref(code) for code in ("crude_steel_t", "pig_iron_t", "scrap_used_t"))
        products, billets = Ref("steel_products_t"), Ref("billets_bought_t")
        if not self._has(steel, iron, scrap, products, billets):
            return
        yield self._relation(
            "edit.products_exceed_steel",
            (Term(products),),
            Sense.AT_MOST,
            (Term(steel), Term(billets)),
            needs=(products, steel),
            share=self.limits.rolling_high - 1,
            scales=((steel, billets),),
        )
        charge, needs = (Term(iron), Term(scrap)), (iron, scrap, steel)
        for sense, factor in ((Sense.AT_LEAST, self.limits.charge_low), (Sense.AT_MOST, self.limits.charge_high)):
            yield self._relation("edit.metal_balance", charge, sense, (Term(steel, factor),), needs=needs, when=iron)

    def stocks(self) -> Iterator[Relation]:
        made = next((Ref(code) for code in OUTPUTS if code in self.fields), None)
        opening = self.carried.opening.get("stock_t")
        if made is None or opening is None:
            return
        stock, sold = Ref("stock_t"), Ref("sales_t")
        yield self._relation(
            "edit.stock_balance",
            (Term(stock),),
            Sense.EQUALS,
            (Term(made), Term(sold, -_ONE)),
            carried=form_amount(opening, self.fields["stock_t"]),
            share=self.limits.stock_share,
            scales=((made,), (sold,)),
        )

    def materials(self) -> Iterator[Relation]:
        """Scrap that falls in the mill itself is on no form, so its closing stock may be higher by it."""
        for material in MATERIALS:
            opening = self.carried.opening.get(material.stock)
            stock, used = Ref(material.stock), Ref(material.used)
            inflows = [Ref(code) for code in material.inflows]
            if opening is None or not self._has(stock, used, *inflows):
                continue
            yield self._relation(
                "edit.material_balance",
                (Term(stock),),
                Sense.AT_LEAST if material.stock == "melt_scrap_stock_t" else Sense.EQUALS,
                (*(Term(ref) for ref in inflows), Term(used, -_ONE)),
                carried=form_amount(opening, self.fields[material.stock]),
                share=self.limits.material_share,
                scales=(tuple(inflows), (used,)),
            )

    def to_dates(self) -> Iterator[Relation]:
        """Where the record does not reach, the year so far is at least the month in what is never negative."""
        for one in self.fields.values():
            if one.kind is not Kind.FLOW:
                continue
            month, to_date = Ref(one.code), Ref(one.code, Scope.YEAR_TO_DATE)
            before = Decimal(0) if self.period.start.month == 1 else self.carried.to_date.get(one.code)
            if before is not None:
                yield self._relation(
                    "edit.cumulative_identity",
                    (Term(to_date),),
                    Sense.EQUALS,
                    (Term(month),),
                    carried=form_amount(before, one),
                    share=self.limits.identity_share,
                    scales=((to_date,),),
                )
            elif one.unit.dimension != "money":
                yield self._relation("edit.cumulative_falls", (Term(to_date),), Sense.AT_LEAST, (Term(month),))

    def _has(self, *refs: Ref) -> bool:
        return all(ref.field in self.fields for ref in refs)


def form_amount(value: Decimal, of: Field) -> Decimal:
    """A figure in the field's inner unit as the form's unit shows it, exact."""
    return convert(value, source=of.unit, target=of.form_unit)


def row_codes(terms: Sequence[Term], fields: Mapping[str, Field], *, with_column: bool = True) -> str:
    """One side in row codes, with the column's number in brackets; long runs of one column are shortened.

    >>> from zhibiao.terms.quantity import unit
    >>> from zhibiao.terms.text import Text
    >>> one = Field(code="a", row_code="25", name=Text("粗钢"), unit=unit("t"), form_unit=unit("万吨"), kind=Kind.FLOW,
    ...             sectors=(), required=False, synonyms=(), part_of="", description=Text(""))
    >>> row_codes((Term(Ref("a"), Decimal("1.15")),), {"a": one})
    '1.15×25(1)'
    """
    shown = [_term(term, fields, with_column) for term in terms]
    if len(shown) > _MOST_SHOWN and all(term.factor == 1 for term in terms):
        shown = [*shown[:1], "…", shown[-1]]
    return "+".join(shown).replace("+-", "-")


_MOST_SHOWN = 4


def _term(term: Term, fields: Mapping[str, Field], with_column: bool) -> str:
    column = f"({2 if term.ref.scope is Scope.YEAR_TO_DATE else 1})" if with_column else ""
    sign = "-" if term.factor < 0 else ""
    factor = "" if abs(term.factor) == 1 else f"{abs(term.factor).normalize():f}×"
    return f"{sign}{factor}{fields[term.ref.field].row_code}{column}"
