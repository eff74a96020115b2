"""When law was in force, as far as a reviewed table says: for rules that compare a term with the law it cites."""

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from releasegraph.graph.law.provisions import provision_parts

__all__ = ["Force", "in_force", "in_force_table"]

_NUMBER = re.compile(r"(\d+)([A-Z]*)(\d*)([A-Z]*)")


@dataclass(frozen=True, slots=True)
class Force:
    """The days some law was in force: a row of ontology/in-force.csv."""

    first: str
    """A target, or the first of a range of targets."""
    last: str
    """The last target of the range; empty for a single one."""
    begins: str
    """The first day in force, or the earliest it may have been, as `YYYY-MM-DD`; empty where not known."""
    ends: str
    """The last day in force; empty where it still is, or is not known."""
    source: str
    confirmed: bool
    note: str

    def covers(self, target: str) -> bool:
        """Tell whether the row is about this target itself, not only about something it is part of."""
        if not self.last:
            return target == self.first
        among, _, number = target.rpartition("/")
        if among != self.first.rpartition("/")[0] or not _NUMBER.fullmatch(number):
            return False
        return _order(self.first) <= _order(target) <= _order(self.last)


def _order(target: str) -> tuple[int, str, int, str]:
    """Give what numbers are ordered by: 14Z9 comes before 14Z32, and 14Z32A after it."""
    found = _NUMBER.fullmatch(target.rpartition("/")[2])
    if not found:
        raise ValueError(f"not the number of a provision: {target}")
    return int(found[1]), found[2], int(found[3] or 0), found[4]


@cache
def in_force_table() -> tuple[Force, ...]:
    """Read the table, in its order."""
    table = (files("releasegraph.ontology") / "in-force.csv").read_text(encoding="utf-8")
    return tuple(
        Force(
            first=row["first"],
            last=row["last"],
            begins=row["from"],
            ends=row["until"],
            source=row["source"],
            confirmed=row["confirmed"] == "yes",
            note=row["note"],
        )
        for row in csv.DictReader(table.splitlines())
    )


def in_force(target: str) -> Force | None:
    """Give the row about a target, or else about the nearest thing it is part of; None where the table has none."""
    rows = in_force_table()
    return next((row for part in provision_parts(target) for row in rows if row.covers(part)), None)
