"""What of a graph a question reads: found from its query, so that it is asked again only where some of that differs."""

from collections.abc import Iterator, Mapping, Sequence

from rdflib.paths import AlternativePath, InvPath, MulPath, Path, SequencePath
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Identifier, URIRef

from releasegraph.api.answers import NAMING
from releasegraph.api.publishing.record import digest_of_lines
from releasegraph.api.questions import QUESTION_OF
from releasegraph.graph.query_parts import parts_of
from releasegraph.graph.term_digests import class_key
from releasegraph.graph.vocabulary import RDF

__all__ = ["question_states", "terms_read"]


def question_states(digests: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Give each question whose reads are known, by its slug, with the digest of all they state."""
    for slug, question in QUESTION_OF.items():
        read = terms_read(question.query)
        if read is not None:
            yield slug, digest_of_lines(f"{key} {digests.get(key)}" for key in sorted(read))


def terms_read(query: str) -> frozenset[str] | None:
    """Give the keys of the properties and classes whose statements decide an answer and its page.

    None for a query whose answer may depend on anything: a property is a variable or a negated set, the class is not
    named, or it asks graphs by name (SPARQL 1.1, sections 9 and 13).
    """
    algebra = translateQuery(parseQuery(query)).algebra
    parts = list(parts_of(algebra))
    if any(dict.get(part, "datasetClause") for part in parts) or any(part.name == "Graph" for part in parts):
        return None
    keys = [key for part in parts for triple in _patterns(part) for key in _keys(*triple)]
    named = [name for variable in algebra["PV"] for name in NAMING.get(str(variable), ())]
    known = frozenset(key for key in keys if key is not None)
    return None if None in keys else known.union(named)


def _patterns(part: CompValue) -> Iterator[Sequence[Identifier | Path]]:
    """Give the triple patterns of a part; within a filter they stay as they were parsed, those of a thing in one."""
    for terms in dict.get(part, "triples", ()):  # a part's own `get` gives the key for what it has not
        yield from (terms[start : start + 3] for start in range(0, len(terms), 3))


def _keys(_subject: object, predicate: Identifier | Path, object_: object) -> Iterator[str | None]:
    """Give the keys of what a triple pattern reads; None for one that may read anything."""
    if predicate == URIRef(RDF.type):
        yield class_key(str(object_)) if isinstance(object_, URIRef) else None
    else:
        yield from _steps(predicate)


def _steps(path: Identifier | Path) -> Iterator[str | None]:
    match path:
        case SequencePath() | AlternativePath():
            for step in path.args:
                yield from _steps(step)
        case InvPath():
            yield from _steps(path.arg)
        case MulPath():
            yield from _steps(path.path)
        case URIRef():
            yield None if str(path) == RDF.type else str(path)
        case _:
            yield None
