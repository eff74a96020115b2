"""What superseded editions said of a version: the values that differ from those it has now."""

from collections.abc import Sequence
from dataclasses import dataclass

from releasegraph.api.things.asked import Asked
from releasegraph.api.things.differences import compare_fields
from releasegraph.api.things.statements import edition_name, editions_of
from releasegraph.api.things.uses import narratives_of
from releasegraph.api.things.version_fields import read_fields, shown
from releasegraph.api.view import Value

__all__ = ["EarlierEdition", "EarlierValue", "read_earlier"]


@dataclass(frozen=True, slots=True)
class EarlierValue:
    """A property whose values differed: those said then and not now, and those said now and not then."""

    label: str
    then: tuple[Value, ...]
    now: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class EarlierEdition:
    """A superseded edition that knows the thing, and what it said otherwise; nothing where it said the same."""

    name: str
    edition: Value
    values: tuple[EarlierValue, ...]


def read_earlier(asked: Asked, home: str, fields: Sequence[str]) -> tuple[EarlierEdition, ...]:
    """Give what editions other than the one the page speaks from say, the newest first."""
    own = asked.statements(home)
    now, prose_now = read_fields(own, asked.iri, fields), narratives_of(own, asked.iri)
    found = []
    for graph in editions_of(asked.reading, asked.here.base, asked.iri):
        if graph == home:
            continue
        then = asked.statements(graph)
        values = [
            EarlierValue(
                asked.labels.property(change.field),
                tuple(shown(asked, term) for term in change.removed),
                tuple(shown(asked, term) for term in change.added),
            )
            for change in compare_fields(read_fields(then, asked.iri, fields), now, fields)
        ]
        prose_then = narratives_of(then, asked.iri)
        for kind in dict.fromkeys((*prose_then, *prose_now)):
            before, after = prose_then.get(kind), prose_now.get(kind)
            if before != after:
                values.append(EarlierValue(kind.replace("-", " "), _text(asked, before), _text(asked, after)))
        name = edition_name(asked.here.base, graph)
        iri = f"{asked.here.base}id/edition/{name}"
        found.append(EarlierEdition(name, Value(asked.labels.of(iri), asked.links.href(iri), iri), tuple(values)))
    return tuple(found)


def _text(asked: Asked, narrative: str | None) -> tuple[Value, ...]:
    return () if narrative is None else (Value(asked.labels.of(narrative), asked.links.href(narrative), narrative),)
