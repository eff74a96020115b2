"""From an engine's results to findings: in order, with rule, place, what stands there, and whom it concerns."""

import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import unquote

from rdflib import BNode, Literal
from rdflib.namespace import SH
from rdflib.term import Identifier

from releasegraph.graph.shacl import Result
from releasegraph.graph.shacl.paths import Path, Step, sparql_path
from releasegraph.graph.store import GraphStore
from releasegraph.graph.validating.concerned import bodies_of
from releasegraph.graph.validating.evidence import Sources, read_sources
from releasegraph.graph.validating.lookups import Lookups
from releasegraph.graph.validating.places import Described, Place, Spot, spots_of
from releasegraph.graph.validating.printed import Wanted, read_printed
from releasegraph.graph.validating.report import SEVERITIES, Finding
from releasegraph.graph.validating.rules import Rules
from releasegraph.graph.validating.shapes import SHAPES
from releasegraph.graph.vocabulary import PREFIXES, RDF, RG

__all__ = ["findings_of", "in_order"]

_HAVE_COLUMNS = ("Issue", "ExtraCell")
_IN_EDITION = f"<{RG.inEdition}>"


def findings_of(results: Sequence[Result], rules: Rules, store: GraphStore) -> tuple[Finding, ...]:
    """Give the findings, the worst first, led back to the sources by what the store says of their focus nodes."""
    lookups = Lookups(store)
    focus = [str(result.focus_node) for result in results]
    nodes = {node for node, one in zip(focus, results, strict=True) if not isinstance(one.focus_node, BNode | Literal)}
    kinds = lookups.values(nodes, f"<{RDF.type}>")
    classes = {node: frozenset(one.removeprefix(PREFIXES["rg"]) for one in own) for node, own in kinds.items()}
    in_columns = [node for node, own in classes.items() if not own.isdisjoint(_HAVE_COLUMNS)]
    columns = lookups.values(in_columns, f"<{RG.column}>")
    described = {node: Described(own, next(iter(columns.get(node, ())), None)) for node, own in classes.items()}
    records = [node for node, said in described.items() if "SourceRecord" in said.classes]
    sources = read_sources(nodes, records, lookups)
    files = lookups.values(nodes - sources.keys(), f"<{RG.sourceFile}>")
    bodies = bodies_of(kinds, lookups)
    paths = [_path_text(result.path) for result in results]
    unknown = Described(frozenset())
    said = [described.get(node, unknown) for node in focus]
    spots = [spots_of(sources.get(node, ()), path, of) for node, path, of in zip(focus, paths, said, strict=True)]
    printed = read_printed(map(_wanted, focus, said, results, paths, spots), lookups)
    editions = _editions(sources, lookups.values(nodes - sources.keys(), _IN_EDITION))
    found = [
        Finding(
            severity=str(result.severity).removeprefix(str(SH)),
            rule=rules.of(result.source_shape),
            message=" ".join(sorted(map(str, result.messages))),
            focus_node=_text(result.focus_node),
            path=path,
            value=None if result.value is None else _text(result.value),
            datatype=_datatype(result.value),
            places=tuple(spot.place for spot in spots_) or tuple(map(Place, files.get(node, ()))),
            printed=stands,
            expected=_expected(result, rules),
            bodies=bodies.get(node, ()),
            edition=editions.get(node),
            component=str(result.component),
            focus_datatype=_datatype(result.focus_node),
        )
        for node, result, path, spots_, stands in zip(focus, results, paths, spots, printed, strict=True)
    ]
    return in_order(found)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Give findings the worst first, then by what they are about."""
    return tuple(sorted(findings, key=_order))


def _expected(result: Result, rules: Rules) -> str:
    if result.component == SH.SPARQLConstraintComponent:
        return rules.expected(result.source_shape, result.source_constraint)
    return _short(result.expected)


def _wanted(node: str, said: Described, result: Result, path: str | None, spots: Sequence[Spot]) -> Wanted:
    literal = str(result.value) if isinstance(result.value, Literal) else None
    return Wanted(node, said.classes, path, literal, next(iter(spots), None))


def _editions(sources: Sources, stated: Mapping[str, Iterable[str]]) -> Mapping[str, str]:
    """Give the name of the edition each node was read in, the first of several: its own, or its records'."""
    found = {node: one.edition for node, (one, *_) in sources.items() if one.edition}
    return {
        node: _edition_name(iri) for node, iri in ({node: min(iris) for node, iris in stated.items()} | found).items()
    }


def _edition_name(iri: str) -> str:
    return unquote(iri.rpartition("/")[2])


def _path_text(path: Path | None) -> str | None:
    match path:
        case None:
            return None
        case Step(predicate, False):
            return predicate[1:-1]
    return sparql_path(path)


def _text(term: Identifier) -> str:
    return f"_:{term}" if isinstance(term, BNode) else str(term)


def _datatype(term: Identifier | None) -> str:
    if not isinstance(term, Literal):
        return ""
    return f"@{term.language}" if term.language else str(term.datatype or _STRING)


_STRING = PREFIXES["xsd"] + "string"
_IN_BRACKETS = re.compile(r"<([^<>\s]*)>")


def _short(text: str) -> str:
    """Write the IRIs in a text with prefixes."""

    def shorten(found: re.Match[str]) -> str:
        for prefix, namespace in (("rgs", SHAPES), *PREFIXES.items()):
            if found[1].startswith(namespace):
                return f"{prefix}:{found[1].removeprefix(namespace)}"
        return found[0]

    return _IN_BRACKETS.sub(shorten, text)


def _order(finding: Finding) -> tuple[int, str, str, str, str, str]:
    rank = SEVERITIES.index(finding.severity) if finding.severity in SEVERITIES else len(SEVERITIES)
    return rank, finding.focus_node, finding.rule.iri, finding.path or "", finding.value or "", finding.message
