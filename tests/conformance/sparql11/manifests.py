"""The suite's manifests: what to load, what to ask, what to expect."""

import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

SHARED = Path(os.environ.get("RELEASEGRAPH_SHARED", Path(__file__).resolve().parents[4] / "shared"))
SUITE = SHARED / "conformance" / "sparql11"
ROOT = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/"
"""Where the suite's files are at home; files name each other relative to it."""

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"

Resource = ox.NamedNode | ox.BlankNode
Term = Resource | ox.Literal


class Description:
    """An RDF file, read by subject and predicate."""

    def __init__(self, file: Path) -> None:
        self._objects: dict[tuple[Resource, str], list[Term]] = defaultdict(list)
        for quad in ox.parse(path=file, format=ox.RdfFormat.TURTLE, base_iri=iri_of(file)):
            self._objects[quad.subject, quad.predicate.value].append(quad.object)

    def objects(self, subject: Resource, predicate: str) -> list[Term]:
        return self._objects.get((subject, predicate), [])

    def one(self, subject: Resource, predicate: str) -> Term | None:
        return next(iter(self.objects(subject, predicate)), None)

    def subjects(self, predicate: str, object_: Term) -> list[Resource]:
        return [subject for (subject, one), terms in self._objects.items() if one == predicate and object_ in terms]

    def items(self, head: Term | None) -> Iterator[Term]:
        """Give the members of an RDF list."""
        while head is not None and head != ox.NamedNode(RDF + "nil"):
            yield from self.objects(head, RDF + "first")
            head = self.one(head, RDF + "rest")


@dataclass(frozen=True, slots=True)
class Case:
    """A test of a query."""

    iri: str
    kind: str
    query: Path
    data: tuple[Path, ...] = ()
    graphs: tuple[Path, ...] = ()
    result: Path | None = None

    @property
    def name(self) -> str:
        return f"{self.query.parent.name}/{self.iri.partition('#')[2]}"

    @property
    def base(self) -> str:
        """Give the IRI that relative IRIs of the query start from."""
        return iri_of(self.query.parent) + "/"


def iri_of(file: Path) -> str:
    return ROOT + file.relative_to(SUITE).as_posix()


def file_of(term: Term | None) -> Path:
    assert isinstance(term, ox.NamedNode), term
    assert term.value.startswith(ROOT), term
    return SUITE / term.value.removeprefix(ROOT)


def read_cases(manifest: str) -> Iterator[Case]:
    """Give every test of the manifests a manifest includes, in their order."""
    whole = Description(SUITE / manifest)
    for included in whole.items(whole.one(ox.NamedNode(iri_of(SUITE / manifest)), MF + "include")):
        file = file_of(included)
        one = Description(file)
        for entry in one.items(one.one(ox.NamedNode(iri_of(file)), MF + "entries")):
            yield _case(one, entry)


def _case(manifest: Description, entry: Term) -> Case:
    assert isinstance(entry, ox.NamedNode)
    kind, action = manifest.one(entry, RDF + "type"), manifest.one(entry, MF + "action")
    assert isinstance(kind, ox.NamedNode)
    assert action is not None
    result = manifest.one(entry, MF + "result")
    if isinstance(action, ox.NamedNode):
        return Case(entry.value, kind.value.removeprefix(MF), file_of(action))
    return Case(
        entry.value,
        kind.value.removeprefix(MF),
        file_of(manifest.one(action, QT + "query")),
        tuple(file_of(one) for one in manifest.objects(action, QT + "data")),
        tuple(file_of(one) for one in manifest.objects(action, QT + "graphData")),
        None if result is None else file_of(result),
    )
