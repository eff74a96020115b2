"""The store: an interface any SPARQL 1.1 store could implement, and what is read from any of them.

Terms that leave it are rdflib's.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, Literal, Protocol, runtime_checkable

import rdflib
from rdflib.term import Identifier

from releasegraph.graph.formats import Format, Kind, format_named

__all__ = [
    "Answer",
    "AnsweredTriples",
    "Boolean",
    "Bounds",
    "GraphStore",
    "NamedGraph",
    "Quad",
    "Solutions",
    "Stated",
    "Triple",
    "Triples",
    "graph_of",
    "rows_of",
    "solutions_of",
]

Quad = tuple[Identifier, Identifier, Identifier, rdflib.URIRef | None]
"""Subject, predicate, object, and the named graph, None for the default graph."""


Triple = tuple[Identifier, Identifier, Identifier]
"""Subject, predicate, object."""


Stated = Mapping[str, Sequence[tuple[object, str | None]]]
"""A thing's statements by property: each object as the engine has it, and the named graph, None for the default one."""


@runtime_checkable
class Solutions(Protocol):
    """The answer to a SELECT: iterated at most once, or written at most once."""

    kind: Literal[Kind.SOLUTIONS]
    """What formats it is written in; tells answers apart at once, where `isinstance` compares every member."""
    variables: tuple[str, ...]

    def __iter__(self) -> Iterator[dict[str, Identifier]]:
        """Give each solution as variable name to bound term; unbound variables are absent."""
        ...

    def write(self, out: BinaryIO, form: Format) -> None:
        """Write all solutions as they come."""
        ...


@dataclass(frozen=True, slots=True)
class Boolean:
    """The answer to an ASK."""

    value: bool
    kind: Literal[Kind.SOLUTIONS] = field(default=Kind.SOLUTIONS, init=False, repr=False)

    def write(self, out: BinaryIO, form: Format) -> None:
        """Write it in a result format (SPARQL 1.1 Results; CSV and TSV have none, we write the bare word)."""
        out.write(_BOOLEANS[form.name].format("true" if self.value else "false").encode())


_BOOLEANS: Mapping[str, str] = {
    "json": '{{"head":{{}},"boolean":{}}}',
    "xml": '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head></head>'
    "<boolean>{}</boolean></sparql>",
    "csv": "{}\n",
    "tsv": "{}\n",
}


class Triples(Protocol):
    """The answer to a CONSTRUCT or DESCRIBE: iterated at most once, or written at most once."""

    def __iter__(self) -> Iterator[Triple]:
        """Give each triple."""
        ...

    def write(self, out: BinaryIO, form: Format, prefixes: Mapping[str, str] | None = None) -> None:
        """Write all triples as they come."""
        ...


class AnsweredTriples(Triples, Protocol):
    """Triples as the store's own answer."""

    kind: Literal[Kind.TRIPLES]


Answer = Solutions | Boolean | AnsweredTriples


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where an excerpt of a graph ends."""

    kept: Callable[[str], bool]
    """Whether the excerpt has statements of a property."""
    followed: Callable[[str], bool]
    """Whether a property's values are described too; of a property that is kept."""
    apart: frozenset[str]
    """Classes of things that are described only where they were asked for."""
    datatypes: Mapping[str, str] = field(default_factory=dict)
    """Property to the datatype of its values, of properties whose datatype the engine makes another."""


class NamedGraph(Protocol):
    """A named graph that was read."""

    def excerpt(self, things: Iterable[str], bounds: Bounds, first: Iterable[Triple] = ()) -> Triples:
        """Give what it says of things and of what these lead to, subject by subject, after triples of ours.

        The excerpt may be iterated and written any number of times.
        """
        ...


class GraphStore(Protocol):
    """What the rest of the program asks of a store: reading only."""

    def query(
        self,
        text: str,
        *,
        base: str | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] | None = None,
        prefixes: Mapping[str, str] | None = None,
    ) -> Answer:
        """Answer a SPARQL 1.1 query, these prefixes declared beforehand; raise QueryError where it is not one."""
        ...

    def select(self, text: str, **values: Identifier) -> list[dict[str, Identifier]]:
        """Answer a SELECT of our own with some variables bound beforehand."""
        ...

    def quads(
        self,
        subject: str | None = None,
        predicate: str | None = None,
        object_: Identifier | None = None,
        graph: str | None = "",
    ) -> Iterator[Quad]:
        """Give the quads that match; graph "" is the default graph, None any graph."""
        ...

    def about(self, subject: str, most: int) -> Stated | None:
        """Give a thing's statements by property: each object, for `term_of` or `text_of`, and its named graph.

        None where there are more than `most`.
        """
        ...

    def subjects(self, predicate: str, object_: str, graph: str | None = "") -> Iterator[str]:
        """Give what has a thing as the value of a property, once for each graph that says so; graphs as for `quads`."""
        ...

    def named_graph(self, name: str) -> NamedGraph:
        """Read a named graph, to make excerpts of it."""
        ...

    def dump(
        self, out: BinaryIO, form: Format, graph: str | None = None, prefixes: Mapping[str, str] | None = None
    ) -> None:
        """Write one graph ("" the default graph), or with None every graph in a format of quads."""
        ...

    def named_graphs(self) -> list[str]:
        """Give the names of the named graphs, sorted."""
        ...

    def __hash__(self) -> int:
        """Tell one open store from another, so that what was read of it can be kept by it."""
        ...


def graph_of(triples: Iterator[Triple] | Triples) -> rdflib.Graph:
    """Give triples as an rdflib graph."""
    graph = rdflib.Graph()
    for triple in triples:
        graph.add(triple)
    return graph


def solutions_of(store: GraphStore, query: str) -> Solutions:
    """Answer a SELECT of ours; raise TypeError for another form of query."""
    answer = store.query(query)
    if not isinstance(answer, Solutions):
        raise TypeError(f"not a SELECT: {query}")
    return answer


def rows_of(store: GraphStore, query: str) -> list[list[str]]:
    """Answer a SELECT of ours as rows of bare text, unbound variables empty: thousands cost less than as terms."""
    written = io.BytesIO()
    solutions_of(store, query).write(written, _CSV)
    return list(csv.reader(io.StringIO(written.getvalue().decode("utf-8"), newline="")))[1:]


_CSV = format_named("csv")
