"""The official headings of provisions (`ontology/headings.csv`), to check what a text prints as one."""

import csv
import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from releasegraph.graph.records import Problem

__all__ = ["check_heading", "is_official", "normalised_heading", "read_headings_table"]

_SIGNS = re.compile(r"[^\w\s]|_")


@cache
def read_headings_table() -> Mapping[str, frozenset[str]]:
    """Read the reviewed table: each provision's path to its headings, past ones included, as normalised words."""
    rows: defaultdict[str, set[str]] = defaultdict(set)
    table = files("releasegraph.ontology").joinpath("headings.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(table.splitlines()):
        rows[row["path"]].add(normalised_heading(row["heading"]))
    return {path: frozenset(headings) for path, headings in rows.items()}


def normalised_heading(printed: str) -> str:
    """Give the words of a heading without case, signs or spacing, `&` read as `and`."""
    return " ".join(_SIGNS.sub(" ", printed.replace("’", "").replace("'", "").replace("&", " and ")).casefold().split())


def is_official(printed: str) -> bool:
    """Tell whether some provision of the table has this heading."""
    words = normalised_heading(printed)
    return any(words in headings for headings in read_headings_table().values())


def check_heading(path: str, printed: str) -> Problem | None:
    """Give a problem where the words are another provision's heading, of the same instrument, and not this one's.

    Only a provision whose own heading is known is judged: many sections share a heading.
    """
    table = read_headings_table()
    own = table.get(path)
    words = normalised_heading(printed)
    if own is None or words in own:
        return None
    instrument, unit, number = path.rsplit("/", 2)
    others = sorted(
        other.rsplit("/", 1)[1]
        for other, headings in table.items()
        if words in headings and other.startswith(f"{instrument}/{unit}/")
    )
    if not others:
        return None
    return Problem(
        "misquoted-heading", printed, f"the heading of {unit} {number}: this is the heading of {unit} {others[0]}"
    )
