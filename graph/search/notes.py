"""What the search needs of a graph, noted from its lines on their way to the store.

Reading it back, from a store that is still being finished, takes three times as long as all the rest of the search.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

import orjson
from rdflib.term import URIRef

from releasegraph.graph.store import GraphStore
from releasegraph.graph.vocabulary import DCT, RDF, RDFS, RG, SKOS

__all__ = ["Notes", "Statements"]

_CLASSES = frozenset(
    f"<{one}>"
    for one in (
        *(RG.Organisation, RG.Dataset, RG.Agreement, RG.AgreementVersion, RG.PageListing, RG.LegalInstrument),
        *(RG.StatutoryProvision, RG.RegisterEdition, RG.Narrative, RG.Claim, RG.Release),
    )
)
_PROPERTIES = (
    *(RDFS.label, SKOS.altLabel, SKOS.inScheme, DCT.title, DCT.isPartOf),
    *(RG.releasedUnder, RG.provisionNumber, RG.versionOf, RG.reference, RG.applicant, RG.dataController),
    *(RG.pageOrganisation, RG.organisationType, RG.commercialPurpose, RG.startDate, RG.endDate),
    *(RG.startMonthStart, RG.endMonthEnd, RG.dataset, RG.reliesOn, RG.provisionOf, RG.typeOfData),
    *(RG.listedTypeOfData, RG.listedOptOuts, RG.underVersion, RG.fileReference, RG.optOutsApplied),
    *(RG.releaseMonthStart, RG.narrative, RG.usedBy, RG.narrativeKind, RG.layout, RG.about, RG.claimKind),
)
_TEXTS = ("/id/text/", "/id/claim/")
"""Parts of the IRIs of things whose texts are noted."""
_CLAIM = "/id/claim/"
_RECORD = "/id/record/"
"""What is stated of a record the search needs not; its lines are runs of their own."""

Pair = tuple[str, str]
"""A subject and an object as written in N-Quads."""


class Statements:
    """The statements noted of one graph; `also` names properties that others than the search read."""

    def __init__(self, also: Iterable[str] = ()) -> None:
        self._noted: defaultdict[str, list[Pair]] = defaultdict(list)
        self.notes: dict[str, Callable[[Pair], None]] = {
            f"<{one}>": self._noted[one].append for one in (*_PROPERTIES, *also)
        }
        """What to do with a pair, by predicate as written; with those of other predicates nothing."""
        self.notes |= {
            f"<{RDF.type}>": self._note_class,
            f"<{RG.text}>": self._note_text,
            f"<{RG.recordedIn}>": self._note_record,
        }
        self._texts: dict[str, bytes] = {}

    def _note_class(self, pair: Pair) -> None:
        if pair[1] in _CLASSES:
            self._noted[RDF.type].append(pair)

    def _note_text(self, pair: Pair) -> None:
        if any(part in pair[0] for part in _TEXTS):
            self._texts[pair[0]] = pair[1].encode()

    def _note_record(self, pair: Pair) -> None:
        if _CLAIM in pair[0]:
            self._noted[RG.recordedIn].append(pair)

    def text(self, iri: str) -> str:
        """Give the text of a narrative or claim; "" where it is not of this graph."""
        noted = self._texts.get(f"<{iri}>")
        return "" if noted is None else _value(noted.decode())

    def pairs(self, predicate: str) -> Iterator[Pair]:
        """Give subject and value of every statement with a predicate."""
        return ((subject[1:-1], _value(term)) for subject, term in self._noted[predicate])

    def single(self, predicate: str) -> dict[str, str]:
        """Give each subject's value; of several the least, so that the order of lines does not matter."""
        found: dict[str, str] = {}
        for subject, value in self.pairs(predicate):
            if value < found.setdefault(subject, value):
                found[subject] = value
        return found

    def members(self, *classes: str) -> set[str]:
        """Give the things of some classes."""
        return {thing for one in classes for thing in self._members.get(one, ())}

    @cached_property
    def _members(self) -> dict[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for thing, kind in self.pairs(RDF.type):
            found[kind].append(thing)
        return found


class Notes:
    """Notes statements, graph by graph; `also` names properties that others read of the default graph."""

    def __init__(self, also: Iterable[str] = ()) -> None:
        self.graphs: dict[str, Statements] = {"": Statements(also)}
        """By name, "" for the default graph."""
        self._iris: dict[str, str] = {}
        """Objects, each held once."""

    @classmethod
    def of(cls, store: GraphStore) -> "Notes":
        """Note a store that is there already."""
        notes = cls()
        for subject, predicate, term, graph in store.quads(graph=None):
            note = notes._of(str(graph or "")).notes.get(f"<{predicate}>")
            if note is not None:
                note((f"<{subject}>", f"<{term}>" if isinstance(term, URIRef) else orjson.dumps(str(term)).decode()))
        return notes

    def _of(self, graph: str) -> Statements:
        found = self.graphs.get(graph)
        if found is None:
            found = self.graphs[graph] = Statements()
        return found

    def passing(self, runs: Iterable[str]) -> Iterator[str]:
        """Pass on runs of whole lines of N-Quads of our own writing, and note what they say."""
        for run in runs:
            self._note(run)
            yield run

    def _note(self, run: str) -> None:
        if not run or _RECORD in run[: run.find(" ")]:
            return
        notes, same = self._of("").notes, ""
        for line in run[:-1].split("\n"):
            subject, predicate, rest = line.split(" ", 2)
            note = notes.get(predicate)
            if note is None:
                continue
            # the statements of one thing, which follow each other, share its name
            same = same if subject == same else subject
            # " .": no literal's datatype or language holds a space, so that a last word in brackets names the graph
            graph = rest.rfind(" <", 0, -2) if rest[-3] == ">" else -1
            if graph < 0:
                term = rest[:-2]
            else:
                term, note = rest[:graph], self._of(rest[graph + 2 : -3]).notes.get(predicate)
                if note is None:
                    continue
            note((same, self._iris.setdefault(term, term) if term[0] == "<" else term))


def _value(term: str) -> str:
    """Give an IRI, or the text of a literal: JSON's escapes are those of N-Quads."""
    if term[0] == "<":
        return term[1:-1]
    quoted = term[: term.rindex('"') + 1]
    return str(orjson.loads(quoted)) if "\\" in quoted else quoted[1:-1]
