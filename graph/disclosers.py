"""Who disclosed the data on a day: the three names the national body has had (ontology/disclosers.csv)."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

__all__ = ["Discloser", "discloser_on", "disclosers"]


@dataclass(frozen=True, slots=True)
class Discloser:
    """A name of the disclosing body and the days it holds: from the first, up to but not on the second."""

    name: str
    first: date
    until: date
    source: str


@cache
def disclosers() -> tuple[Discloser, ...]:
    """Give the disclosing bodies in order of time; together they cover every day once."""
    table = resources.files("releasegraph.ontology").joinpath("disclosers.csv").read_text(encoding="utf-8")
    return tuple(
        Discloser(
            row["name"],
            date.fromisoformat(row["from"]) if row["from"] else date.min,
            date.fromisoformat(row["until"]) if row["until"] else date.max,
            row["source"],
        )
        for row in csv.DictReader(table.splitlines())
    )


def discloser_on(day: date) -> str:
    """Give the name of the body that disclosed data under an agreement that began on a day."""
    return next(body.name for body in disclosers() if body.first <= day < body.until)
