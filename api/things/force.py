"""The days a law was in force, as the reviewed table says, with the source of that."""

from dataclasses import dataclass
from datetime import date

from releasegraph.api.things.wording import day_in_words
from releasegraph.graph.identifiers import LAW
from releasegraph.graph.law.in_force import in_force

__all__ = ["InForce", "in_force_of"]


@dataclass(frozen=True, slots=True)
class InForce:
    """When a law was in force."""

    days: str
    """`from 1 July 2022`, `until 24 May 2018`, both or neither."""
    of_whole: bool
    """Whether that is said of what the law is part of."""
    source: str
    confirmed: bool
    note: str


def in_force_of(iri: str, base: str) -> InForce | None:
    """Give what ontology/in-force.csv says of a law or of the nearest thing it is part of; None where it has none."""
    target = iri.removeprefix(LAW).removeprefix(f"{base}id/")
    force = in_force(target)
    if force is None:
        return None
    days = ((word, printed) for word, printed in (("from", force.begins), ("until", force.ends)) if printed)
    return InForce(
        " ".join(f"{word} {day_in_words(date.fromisoformat(printed))}" for word, printed in days),
        not force.covers(target),
        force.source,
        force.confirmed,
        force.note,
    )
