"""The table of rights from its CSV files: one row a route, one column a viewpoint."""

from __future__ import annotations

import csv
from pathlib import Path

from zhibiao.terms.access import VIEWPOINTS, Reach, RouteRight

COLUMNS = ("method", "path", "object", *VIEWPOINTS)


def read_rights(folder: Path) -> dict[tuple[str, str], RouteRight]:
    """Every row of `*.csv` in a folder by method and path; ValueError on a row twice or a cell that says nothing."""
    rights: dict[tuple[str, str], RouteRight] = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            if tuple(reader.fieldnames or ()) != COLUMNS:
                raise ValueError(f"{path.name}: the columns are {', '.join(COLUMNS)}")
            for row in reader:
                key = row["method"], row["path"]
                if key in rights:
                    raise ValueError(f"{path.name}: {' '.join(key)} stands twice")
                rights[key] = RouteRight(
                    method=row["method"],
                    path=row["path"],
                    object=row["object"],
                    reach={viewpoint: Reach(row[viewpoint]) for viewpoint in VIEWPOINTS},
                )
    return rights
