"""Who relies on some law, and who only cites it: counts of agreement versions, as the relations have them."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from releasegraph.api.things.asked import Asked
from releasegraph.graph.relations import Relations

__all__ = ["Citations", "Scope", "Use", "citations_of", "datasets_under", "direct_uses", "starts", "used_by"]

_GROUPED = (
    "SELECT iri, number FROM (SELECT {group} AS named, count({counted}) AS number FROM {source} GROUP BY {group}) "
    "JOIN thing ON thing.id = named ORDER BY number DESC, named"
)
"""Counts by thing, the most frequent first: numbers of things are in the order of their IRIs."""
_CHOSEN = "json_each(?) AS chosen JOIN version ON version.id = chosen.value"


@dataclass(frozen=True, slots=True)
class Scope:
    """The law a page speaks of: the numbers of one provision or instrument and, where they count too, of its parts."""

    law: int
    laws: tuple[int, ...]

    @classmethod
    def of(cls, relations: Relations, iri: str, *, with_parts: bool) -> "Scope":
        """Find the law in scope."""
        law = relations.id(iri)
        parts = {part for (part,) in relations.rows("SELECT law FROM part WHERE whole = ?", law)} if with_parts else ()
        return cls(law, tuple(sorted({law, *parts})))

    @property
    def among(self) -> str:
        """Write that a law is in scope, but for the column's name."""
        return f"IN ({', '.join(map(str, self.laws))})"

    def relying(self, relations: Relations) -> frozenset[int]:
        """Give the versions whose datasets have law in scope as legal basis."""
        return relations.numbers("version", f"relied WHERE law {self.among}")

    def citing(self, relations: Relations) -> frozenset[int]:
        """Give the versions whose prose cites law in scope."""
        return relations.numbers("version", f"cited WHERE law {self.among}")


@dataclass(frozen=True, slots=True)
class Use:
    """The versions that use some law: how many, by agreement and by data controller, the most first."""

    versions: int
    listings: int
    """Those of the versions that are a third party's listings."""
    agreements: Mapping[str, int]
    bodies: Mapping[str, int]


def used_by(relations: Relations, versions: Collection[int]) -> Use:
    """Count versions, given by their numbers."""
    agreements = _counts(relations, "agreement", _CHOSEN, among=versions)
    if not agreements:
        return Use(0, 0, {}, {})
    controlled = "json_each(?) AS chosen JOIN role ON role.version = chosen.value WHERE role = 'data controller'"
    return Use(
        sum(agreements.values()),
        relations.number(f"SELECT sum(listing) FROM {_CHOSEN}", _written(versions)),
        agreements,
        _counts(relations, "body", controlled, among=versions),
    )


def starts(relations: Relations, versions: Collection[int]) -> Mapping[int, int]:
    """Count versions by the year they start, where a day is printed; the most first."""
    return dict(
        relations.rows(
            "SELECT CAST(substr(first_day, 1, 4) AS INTEGER) AS year, count(*) AS number "
            f"FROM {_CHOSEN} WHERE first_day <> '' GROUP BY year ORDER BY number DESC, year",
            _written(versions),
        )
    )


def _written(versions: Collection[int]) -> str:
    """Write numbers as SQLite takes a list of them."""
    return json.dumps(sorted(versions))


def direct_uses(relations: Relations, scope: Scope) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Count, for each law in scope by itself, the versions that rely on it, and those whose prose cites it."""
    relied, cited = (_counts(relations, "law", f"{name} WHERE law {scope.among}") for name in ("relied", "cited"))
    return relied, cited


@dataclass(frozen=True, slots=True)
class Citations:
    """The places in texts that cite some law."""

    number: int
    by_convention: int
    """Those that do not name the instrument, and are read by convention."""
    instrument_only: int
    """Those that name the instrument and no part of it."""
    amending: int
    """Those that name it as what amended the provision they cite."""
    roles: Mapping[str, int]
    """What they are for: concept to number."""


def citations_of(asked: Asked, scope: Scope, *, is_instrument: bool) -> Citations:
    """Count the citations of law in scope."""
    relations = asked.relations
    status = f"{asked.here.base}id/concept/citation-status/"
    cited = relations.rows(f"SELECT law, role, status, number FROM citation WHERE law {scope.among}")
    by_convention, instrument_only = (relations.id(f"{status}{code}") for code in ("by-convention", "instrument-only"))
    return Citations(
        sum(number for *_, number in cited),
        sum(number for _, _, one, number in cited if one == by_convention),
        sum(number for law, _, one, number in cited if one == instrument_only and law == scope.law)
        if is_instrument
        else 0,
        relations.number(f"SELECT sum(number) FROM amended WHERE law {scope.among}"),
        dict(
            relations.rows(
                f"SELECT iri, sum(number) AS total FROM citation JOIN thing ON thing.id = role WHERE law {scope.among} "
                "GROUP BY role ORDER BY total DESC, role"
            )
        ),
    )


def datasets_under(asked: Asked, scope: Scope) -> Mapping[str, int]:
    """Count, for each dataset with law in scope as legal basis, its provisions that have it."""
    named = asked.relations.rows(
        f"SELECT DISTINCT iri FROM under JOIN thing ON thing.id = dataset WHERE law {scope.among} ORDER BY dataset"
    )
    counts = _counts(asked.relations, "dataset", f"based WHERE law {scope.among}", "DISTINCT provision")
    return {iri: counts.get(iri, 0) for (iri,) in named}


def _counts(
    relations: Relations, group: str, source: str, counted: str = "*", among: Collection[int] | None = None
) -> Mapping[str, int]:
    values = () if among is None else (_written(among),)
    return dict(relations.rows(_GROUPED.format(group=group, counted=counted, source=source), *values))
