"""Documents shaped as trees: one thing, within it what belongs to it, and a label beside every IRI that has one.

The rules are those of framing (JSON-LD 1.1 Framing, section 4.1) with `@embed: @always`, for a frame that names the
root: what is said of a node stands wherever the node is named, save within itself and under the properties of `NEVER`,
where its IRI stands alone. What names the root, and is not in its tree, stands under a reverse property. The context is
inlined, and no more of it than the document uses.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from rdflib.term import BNode, Identifier, Literal, URIRef

from releasegraph.graph.json_ld.context import Term, context, reverse_terms, terms
from releasegraph.graph.json_ld.values import is_misread, native, shortened
from releasegraph.graph.store import Triple
from releasegraph.graph.vocabulary import RDF, RDFS, RG

__all__ = ["NEVER", "framed"]

Node = dict[str, Any]
Said = dict[str, dict[Identifier, None]]
"""Property to objects, each once."""

NEVER: Final = frozenset({RG.latestVersion})
"""Properties under which a node is only named: what is said of it stands elsewhere in the document."""
_FIRST = (RDF.type, RDFS.label)


def framed(root: str, triples: Iterable[Triple]) -> Node | None:
    """Give triples as a tree from one thing; None where no tree holds them, or the context would misread an IRI.

    Keys and values have the order of the triples, but type and label come first.
    """
    top = URIRef(root)
    only_top = frozenset((top,))
    said: defaultdict[Identifier, Said] = defaultdict(dict)
    pointing: dict[tuple[Identifier, str], None] = {}
    iris: set[str] = set()
    for subject, predicate, object_ in triples:
        property_ = str(predicate)
        own = said[subject]
        own[property_] = objects = own.get(property_, {})
        objects[object_] = None
        iris.add(property_)
        if type(object_) is URIRef:  # not a subclass: what terms are is looked up slowly otherwise, thousands of times
            iris.add(object_)
            if object_ in only_top:  # by hash: a comparison of terms is slow too
                pointing[subject, property_] = None
    if any(map(is_misread, iris.union(one for one in said if isinstance(one, URIRef)))):
        return None
    tree = _Tree(said)
    document = tree.node(top)
    for subject, by in pointing:
        if subject not in tree.reached:
            tree.incoming.setdefault(by, []).append(subject)
    for by, subjects in tree.incoming.items():
        nodes = [tree.node(subject, within=(top, by)) for subject in subjects]
        name = reverse_terms().get(by)
        if name is not None:
            tree.names.add(name)
            document[name] = _one_or_all(nodes)
        else:
            document.setdefault("@reverse", {})[tree.name(by).name] = nodes
    if len(tree.reached) < len(said):
        return None
    return {"@context": _pruned(tree.names)} | document


class _Tree:
    """A document in the making: what was put into it, and which terms it uses."""

    def __init__(self, said: Mapping[Identifier, Said]) -> None:
        self._said = said
        self._above: list[Identifier] = []
        self.reached: set[Identifier] = set()
        self.incoming: dict[str, list[Identifier]] = {}
        self.names: set[str] = set()

    def node(self, subject: Identifier, within: tuple[Identifier, str] | None = None) -> Node:
        """Give all that is said of a node, but that it has the property that leads to the node it stands within."""
        if within is not None:
            self._above.append(within[0])
        self._above.append(subject)
        self.reached.add(subject)
        node: Node = {"id": _id(subject)}
        own = self._said.get(subject, {})
        for predicate in (*(one for one in _FIRST if one in own), *(one for one in own if one not in _FIRST)):
            objects: Collection[Identifier] = own[predicate]
            if within is not None and within[1] == predicate:
                objects = [one for one in objects if one != within[0]]
            if objects:
                key, values = self._member(predicate, objects)
                node[key] = _one_or_all(values)
        del self._above[-1 if within is None else -2 :]
        return node

    def name(self, predicate: str) -> Term:
        """Give the term, or the name, of a property."""
        term = terms().get(predicate) or Term(self._short(predicate))
        self.names.add(term.name)
        return term

    def _member(self, predicate: str, objects: Collection[Identifier]) -> tuple[str, list[object]]:
        if predicate == RDF.type and all(isinstance(one, URIRef) for one in objects):
            return "type", [self._short(str(one)) for one in objects]
        term = self.name(predicate)
        return term.name, [self._value(term, one, named=predicate in NEVER) for one in objects]

    def _value(self, term: Term, object_: Identifier, *, named: bool) -> object:
        if type(object_) is not URIRef and isinstance(object_, Literal):
            return self._literal(term, object_)
        if not named and object_ in self._said and object_ not in self._above:
            return self.node(object_)
        return _id(object_) if term.coerced == "@id" else {"id": _id(object_)}

    def _literal(self, term: Term, literal: Literal) -> object:
        text, language = str(literal), literal.language
        datatype = str(literal.datatype) if literal.datatype else None
        if language:
            return text if language == term.language else {"@value": text, "@language": language}
        if datatype is None:
            return text if term.coerced is None and term.language is None else {"@value": text}
        if term.coerced in (None, datatype):
            value = native(text, datatype)
            if value is not None:
                return value
        return text if term.coerced == datatype else {"@value": text, "@type": self._short(datatype)}

    def _short(self, iri: str) -> str:
        name = shortened(iri)
        self.names.add(name)
        return name


def _one_or_all(values: Sequence[object]) -> object:
    return values[0] if len(values) == 1 else list(values)


def _id(term: Identifier) -> str:
    return f"_:{term}" if type(term) is not URIRef and isinstance(term, BNode) else str(term)


def _pruned(names: Iterable[str]) -> Node:
    """Give the part of the context that a document with these names needs, in its order."""
    whole = context()
    needed = {"@version", "id", "type"}
    for name in names:
        meaning = whole.get(name, name)
        needed.add(name)
        for one in meaning.values() if isinstance(meaning, dict) else (meaning,):
            needed.add(str(one).partition(":")[0])
    return {name: meaning for name, meaning in whole.items() if name in needed}
