"""The controlled values: the SKOS concept schemes of `ontology/schemes`, read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from rdflib import Graph, URIRef
from rdflib.namespace import RDFS, SKOS

from releasegraph.graph.identifiers import DEFAULT_BASE, slug

__all__ = ["Concept", "Scheme", "concept_schemes", "find_concept", "scheme"]

_ROOT = f"{DEFAULT_BASE}id/concept/"
_MATCHES = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, RDFS.seeAlso)


@dataclass(frozen=True, slots=True)
class Concept:
    """One controlled value; its IRI is `{base}id/concept/{scheme}/{code}`."""

    scheme: str
    code: str
    label: str
    alt_labels: tuple[str, ...]
    definition: str
    alignments: tuple[tuple[str, str], ...]
    """Pairs of the IRI of a mapping property (or `rdfs:seeAlso`) and the IRI of another vocabulary's term."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """One list of controlled values; its IRI is `{base}id/concept/{name}`."""

    name: str
    label: str
    definition: str
    concepts: Mapping[str, Concept]
    """By code, in the order of the codes."""


@cache
def concept_schemes() -> Mapping[str, Scheme]:
    """Give every scheme by its name, in the order of the names."""
    folder = files("releasegraph.ontology") / "schemes"
    names = sorted(file.name.removesuffix(".ttl") for file in folder.iterdir() if file.name.endswith(".ttl"))
    return MappingProxyType({name: _read_scheme(name, (folder / f"{name}.ttl").read_bytes()) for name in names})


def scheme(name: str) -> Mapping[str, Concept]:
    """Give the concepts of a scheme by code; raise KeyError for a scheme that is not ours."""
    return concept_schemes()[name].concepts


def find_concept(scheme: str, printed: str) -> Concept | None:
    """Find the concept one of whose labels has the slug of a printed value; None where no label has it."""
    return _by_slug(scheme).get(slug(printed))


@cache
def _by_slug(name: str) -> Mapping[str, Concept]:
    concepts = scheme(name).values()
    return {slug(label): concept for concept in concepts for label in (concept.label, *concept.alt_labels)}


def _read_scheme(name: str, turtle: bytes) -> Scheme:
    graph = Graph().parse(data=turtle, format="turtle")
    iri = URIRef(_ROOT + name)
    members = sorted(node for node in graph.subjects(SKOS.inScheme, iri) if isinstance(node, URIRef))
    concepts = (_read_concept(graph, name, node) for node in members)
    return Scheme(
        name,
        str(graph.value(iri, SKOS.prefLabel)),
        str(graph.value(iri, SKOS.definition)),
        MappingProxyType({concept.code: concept for concept in concepts}),
    )


def _read_concept(graph: Graph, name: str, node: URIRef) -> Concept:
    return Concept(
        scheme=name,
        code=node.removeprefix(f"{_ROOT}{name}/"),
        label=str(graph.value(node, SKOS.prefLabel)),
        alt_labels=tuple(sorted(str(label) for label in graph.objects(node, SKOS.altLabel))),
        definition=str(graph.value(node, SKOS.definition)),
        alignments=tuple(
            (str(match), term) for match in _MATCHES for term in sorted(map(str, graph.objects(node, match)))
        ),
    )
