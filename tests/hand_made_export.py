"""An export of four firms worked out by hand, without the engine: 2500 t on bases of 1500, 500, 300 and 200 t.

One indicator, value added per tonne against a fixed 1000 yuan: 1100, 800, 1300 and 700 give the scores 1.1, 0.8, 1.3
and 0.7, the base-weighted mean is (1650 + 400 + 390 + 140) / 2500 = 1.032. Quotas lie within ten per cent of the base.
The second and fourth firm stay at their floors 450 and 180, the third at its ceiling 330, so the first gets what is
left: 1540. The scale is 1540 / (1500 × 1.065891473), just short of 0.9632; the parts follow from it to whole tonnes.
"""

from typing import Any

from forging import Values, canonical, chained, listed, packed, sha256

FIRMS = ("LH-S01", "LH-S02", "LH-S03", "LH-S04")
BASES = (1500, 500, 300, 200)
VALUE_ADDED = (1_650_000, 400_000, 390_000, 140_000)
SCORES = ("1.100000", "0.800000", "1.300000", "0.700000")
TILTS = ("1.065891473", "0.775193798", "1.259689922", "0.678294574")
QUOTAS = (1540, 450, 330, 180)
BOUNDS = ((1350, 1650), (450, 550), (270, 330), (180, 220))
BINDING = ("", "floor.base", "ceiling.base", "floor.base")
PARTS = (
    # lifted = 0.9632 × 1500 = 1444.8; 1444.8 × 0.068 / 1.032 = 95.2; 1444.8 − 1500 = −55.2
    {"base": 1500, "indicator.value_added_per_t": 95, "multiplier": 0, "redistribution": -55},
    # 481.6 × −0.232 / 1.032 = −108.27; −18.4; 450 − 373.33 = 76.67: the two largest remainders are .73 and .67
    {"base": 500, "indicator.value_added_per_t": -108, "multiplier": 0, "redistribution": -19, "bound.floor.base": 77},
    # 288.96 × 0.268 / 1.032 = 75.04; −11.04; 330 − 364 = −34
    {"base": 300, "indicator.value_added_per_t": 75, "multiplier": 0, "redistribution": -11, "bound.ceiling.base": -34},
    # 192.64 × −0.332 / 1.032 = −61.97; −7.36; 180 − 130.67 = 49.33
    {"base": 200, "indicator.value_added_per_t": -62, "multiplier": 0, "redistribution": -7, "bound.floor.base": 49},
)
RAW = tuple(sha256(f"{firm}.xlsx".encode()) for firm in FIRMS)


def _text(text: str) -> dict[str, str]:
    return {"zh": text, "en": text}


def _parameter(value: str) -> dict[str, Any]:
    return {"unit": "1", "clause": "1", "values": {"2025-01-01": value}}


SECTOR: dict[str, Any] = {
    **{"id": "steel", "quantity": "crude_steel_t", "output": "steel_products_t"},
    **{"fields": {"crude_steel_t": "flow", "value_added_yuan": "flow"}, "products": [], "catalogues": []},
}
RULEBOOK: dict[str, Any] = {
    "rulebook": "four-firms-2025",
    "title": _text("four firms"),
    "authority": _text("nobody"),
    "sector": "steel",
    "plan_year": 2025,
    "quantity": "crude_steel_t",
    "issued": "2025-01-10",
    "effective": "2025-01-01",
    "expires": "2025-12-31",
    "clauses": {"1": _text("everything")},
    "parameters": {
        code: _parameter(value)
        for code, value in {
            "cap_t": "2500",
            "reserve_share": "0",
            "base_years": "1",
            "score_cap": "1.5",
            "tilt_beta": "1",
            "floor_delta": "0.1",
            "ceiling_delta": "0.1",
            "capacity_factor": "1.2",
            "appeal_days": "10",
        }.items()
    },
    **{
        name: {"rule": rule, "clause": "1"}
        for name, rule in {
            "scope": "compliant_capacity",
            "base": "mean_within_capacity",
            "method": "contribution_tilt",
            "bounds": "base_and_capacity",
            "rounding": "largest_remainder",
            "settlement": "recall_unused_and_debt",
        }.items()
    },
    "indicators": [
        {
            "code": "value_added_per_t",
            "name": _text("value added per tonne"),
            "numerator": ["value_added_yuan"],
            "denominator": "crude_steel_t",
            "direction": "benefit",
            "weight": "1",
            "reference": "1000",
            "missing": "refuse",
            "price_normalised": False,
            "actionable": True,
            "clause": "1",
        }
    ],
    "multipliers": [],
}


def _claimant(place: int) -> dict[str, Any]:
    measure = {
        "indicator": "value_added_per_t",
        "numerator": str(VALUE_ADDED[place]),
        "denominator": str(BASES[place]),
    }
    return {
        "enterprise": FIRMS[place],
        "history_t": {"2024": BASES[place]},
        "capacity_t": 5000,
        "made_t": 0,
        "tier": "normative",
        "grade": "B",
        "is_vetoed": False,
        "measures": [measure],
        "sources": [[f"{FIRMS[place]}/2024-01..12/v1", RAW[place]]],
    }


def _share(place: int) -> dict[str, Any]:
    floor, ceiling = BOUNDS[place]
    value = f"{VALUE_ADDED[place] // BASES[place]}.000000000"
    return {
        "enterprise": FIRMS[place],
        "base_t": BASES[place],
        "indicators": [
            {
                "indicator": "value_added_per_t",
                "value": value,
                "reference": "1000",
                "score": SCORES[place],
                "weight": "1",
                "treatment": "",
            }
        ],
        "multiplier": "1",
        "score": SCORES[place],
        "tilt": TILTS[place],
        "floor_t": floor,
        "floor_reason": "floor.base",
        "ceiling_t": ceiling,
        "ceiling_reason": "ceiling.base",
        "quota_t": QUOTAS[place],
        "binding": BINDING[place],
        "parts": [{"code": code, "tonnes": tonnes} for code, tonnes in {**PARTS[place], "rounding": 0}.items()],
    }


def _return(place: int) -> dict[str, Any]:
    facts = {"crude_steel_t": BASES[place], "value_added_yuan": VALUE_ADDED[place]}
    return {
        "reference": f"{FIRMS[place]}/2024-01..12/v1",
        "enterprise": FIRMS[place],
        "period": "2024-01..12",
        "version": 1,
        "received_at": "2025-01-08T02:00:00Z",
        "provenance": "bureau",
        "file_sha256": RAW[place],
        "facts": [
            {"field": field, "value": str(value), "place": f"{FIRMS[place]}.xlsx / Sheet1 / D{row}"}
            for row, (field, value) in enumerate(facts.items(), 6)
        ],
    }


def _entry(seq: int, kind: str, postings: list[list[Any]], basis: str, *, id_: str) -> dict[str, Any]:
    return {
        "version": 1,
        "seq": seq,
        "recorded_at": "2025-01-12T03:00:00Z",
        "previous": "",
        "id": id_,
        "kind": kind,
        "sector": "steel",
        "plan_year": 2025,
        "postings": postings,
        "reason": "allocation.first",
        "basis": basis,
        "actor": "zhao",
        "month": "",
        "corrects": "",
    }


def four_firms() -> dict[str, bytes]:
    """The export's files."""
    decision: Values = {
        "sector": "steel",
        "plan_year": 2025,
        "as_of": "",
        "quantity": "crude_steel_t",
        "cap_t": 2500,
        "reserve_t": 0,
        "rulebook": RULEBOOK,
        "rulebook_sha256": sha256(canonical(RULEBOOK)),
        "sector_data": SECTOR,
        "ledger_head": "0" * 64,
        "code_version": "by hand",
        "drafted_by": "wang",
        "claimants": [_claimant(place) for place in range(4)],
        "mean_score": "1.032000",
        "scale": "3080000000/3197674419",
        "shares": [_share(place) for place in range(4)],
    }
    own = sha256(canonical(decision))
    name = f"steel-2025-{own[:8]}"
    moves = [_entry(1, "cap", [["cap", -2500], ["pool", 2500]], own, id_=f"cap:{name}")]
    moves += [
        _entry(seq, "issue", [["pool", -quota], [f"available:{firm}", quota]], own, id_=f"issue:{name}:{firm}")
        for seq, (firm, quota) in enumerate(zip(FIRMS, QUOTAS, strict=True), 2)
    ]
    entries = chained(moves)
    acts = (("draft", "wang", "11"), ("approve", "zhao", "12"), ("issue", "zhao", "12"))
    signed = {
        "decision": name,
        "sha256": own,
        "state": "issued",
        "signatures": [
            {"decision": name, "act": act, "person": person, "at": f"2025-01-{day}T03:00:00Z"}
            for act, person, day in acts
        ],
    }
    values: Values = {
        "decision.json": decision,
        "rulebook.json": RULEBOOK,
        "sector.json": SECTOR,
        "register.json": [
            {
                "enterprise": firm,
                "name": _text(firm),
                "credit_code": "",
                "veto_years": [],
                "facilities": [
                    {"id": "1", "counts_for": "crude_steel_t", "capacity_t": 5000, "since": "2015-01", "until": ""}
                ],
            }
            for firm in FIRMS
        ],
        "returns.json": [_return(place) for place in range(4)],
        "entries.jsonl": entries,
        "signatures.json": signed,
        "manifest.json": {
            "format": "zhibiao-export/1",
            "decision": name,
            "decision_sha256": own,
            "entries": len(entries),
            "head": entries[-1]["hash"],
            "files": {},
        },
    }
    return listed(packed(values))
