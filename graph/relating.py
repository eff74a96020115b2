"""From statements to the rows of the relations that pages count by."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from releasegraph.graph.store import GraphStore, rows_of
from releasegraph.graph.vocabulary import DCT, RDF, RG, SKOS

__all__ = ["NOTED", "Stated", "StatedInStore", "relate"]

_ROLES = {RG.applicant: "applicant", RG.dataController: "data controller", RG.dataProcessor: "data processor"}
_ATTRIBUTES = (RG.typeOfData, RG.sensitivity, RG.frequency, RG.legalBasis, RG.confidentialityBasis)
"""Properties of provisions whose values are counted by dataset."""
_BETWEEN_THINGS = (
    *(RG.versionOf, RG.organisationType, *_ROLES, RG.reliesOn, RG.cites, RG.provisionOf),
    *(DCT.isPartOf, RG.releasedUnder),
)
_TO_THINGS = (RG.dataset, *_ATTRIBUTES)
"""Properties that lead to a thing with a number, from others too."""
_OF_RELEASES = (RG.underVersion, RG.dataset, RG.releaseMonthStart, RG.optOutsApplied, RG.datasetText)
_TO_TEXT = (RG.reference, RG.versionNumber, RG.versionOrder, DCT.title, RG.startDate, RG.endDate, RG.stub)
NOTED = tuple(sorted({*_BETWEEN_THINGS, *_TO_THINGS, *_OF_RELEASES, *_TO_TEXT}))
"""The properties read, and with them classes."""

_CITATIONS = f"""
SELECT ?law ?role ?status (COUNT(*) AS ?n) WHERE {{
  {{ SELECT ?citation ?law WHERE {{ ?citation <{RG.citesProvision}> ?law }} }}
  {{ SELECT ?citation ?role WHERE {{ ?citation <{RG.citationRole}> ?role }} }}
  {{ SELECT ?citation ?status WHERE {{ ?citation <{RG.citationStatus}> ?status }} }}
}}
GROUP BY ?law ?role ?status"""
"""Sub-selects, which the engine joins by hash: one pattern would look up each citation's properties by themselves."""
_AMENDED = f"SELECT ?law (COUNT(*) AS ?n) WHERE {{ ?citation <{RG.amendedBy}> ?law }} GROUP BY ?law"
_VALUED = f"""
SELECT ?concept ?property (COUNT(*) AS ?n) WHERE {{
  {{ SELECT ?concept WHERE {{ ?concept <{SKOS.inScheme}> ?scheme }} }}
  ?thing ?property ?concept
}}
GROUP BY ?concept ?property"""
_SHEETS = f"SELECT ?sheet (COUNT(*) AS ?n) WHERE {{ ?record <{RG.sheet}> ?sheet }} GROUP BY ?sheet"

Rows = Iterable[tuple[object, ...]]


class Stated(Protocol):
    """What the default graph states, property by property."""

    def pairs(self, predicate: str) -> Iterable[tuple[str, str]]:
        """Give the subject and the text of the object of every statement with a predicate."""
        ...


class StatedInStore:
    """What the default graph of a store states."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store

    def pairs(self, predicate: str) -> Iterator[tuple[str, str]]:
        """Give the subject and the text of the object of every statement with a predicate."""
        return ((one, other) for one, other in rows_of(self._store, f"SELECT ?s ?o WHERE {{ ?s <{predicate}> ?o }}"))


def relate(stated: Stated, store: GraphStore) -> Iterator[tuple[str, Rows]]:
    """Give the name and the rows of each relation, in the same order whatever the order of the statements."""
    pairs = {predicate: list(stated.pairs(predicate)) for predicate in (*_BETWEEN_THINGS, *_TO_THINGS)}
    cited, amended, valued = rows_of(store, _CITATIONS), rows_of(store, _AMENDED), rows_of(store, _VALUED)
    things = {one for predicate in _BETWEEN_THINGS for pair in pairs[predicate] for one in pair}
    things.update(other for predicate in _TO_THINGS for _, other in pairs[predicate])
    things.update(one for row in cited for one in row[:3])
    things.update(row[0] for row in (*amended, *valued))
    ids = {iri: number for number, iri in enumerate(sorted(things), 1)}
    yield "thing", ((number, iri) for iri, number in ids.items())
    yield from _versions(stated, pairs, ids)
    yield from _provisions(pairs, ids)
    yield "file", _files(stated, pairs, ids)
    yield "part", _parts(pairs, ids)
    yield "under", sorted({(ids[law], ids[dataset]) for dataset, law in pairs[RG.releasedUnder]})
    yield "citation", ((ids[law], ids[role], ids[status], int(n)) for law, role, status, n in sorted(cited))
    yield "amended", ((ids[law], int(n)) for law, n in sorted(amended))
    yield "valued", ((ids[concept], term, int(n)) for concept, term, n in sorted(valued))
    yield "sheet", ((name, int(n)) for name, n in sorted(rows_of(store, _SHEETS)))


_Pairs = Mapping[str, list[tuple[str, str]]]
_Ids = Mapping[str, int]


def _versions(stated: Stated, pairs: _Pairs, ids: _Ids) -> Iterator[tuple[str, Rows]]:
    """Give the versions and listings of agreements, and what each names."""
    agreements = _single(pairs[RG.versionOf])
    listings = {one for one, kind in stated.pairs(RDF.type) if kind == RG.PageListing}
    references, numbers, orders, titles, starts, ends, stubs = (_single(stated.pairs(one)) for one in _TO_TEXT)
    kinds = _single(pairs[RG.organisationType])
    yield (
        "version",
        sorted(
            (
                ids[one],
                ids[agreement],
                int(one in listings),
                references.get(one),
                numbers.get(one),
                int(orders.get(one, 0)),
                titles.get(one),
                starts.get(one, ""),
                ends.get(one, ""),
                int(stubs.get(one) == "true"),
                ids.get(kinds.get(one, "")),
            )
            for one, agreement in agreements.items()
        ),
    )
    yield "role", sorted({(ids[body], role, ids[one]) for term, role in _ROLES.items() for one, body in pairs[term]})
    yield "named", sorted({(ids[one], ids[dataset]) for one, dataset in pairs[RG.dataset] if one in agreements})
    for name, term in (("relied", RG.reliesOn), ("cited", RG.cites)):
        yield name, sorted({(ids[law], ids[one]) for one, law in pairs[term]})


def _provisions(pairs: _Pairs, ids: _Ids) -> Iterator[tuple[str, Rows]]:
    """Give the provisions of datasets, and their values."""
    versions = {ids[one]: ids[version] for one, version in pairs[RG.provisionOf]}
    datasets = {ids[one]: ids[other] for one, other in pairs[RG.dataset] if ids.get(one) in versions}
    yield "provision", sorted((dataset, versions[one], one) for one, dataset in datasets.items())
    counts: Counter[tuple[int, str, int]] = Counter()
    types: set[tuple[int, int, int]] = set()
    based: set[tuple[int, int, int]] = set()
    for term in _ATTRIBUTES:
        for subject, value_iri in pairs[term]:
            one, value = ids.get(subject, 0), ids[value_iri]
            dataset = datasets.get(one)
            if dataset is None:
                continue
            counts[dataset, term, value] += 1
            if term == RG.typeOfData:
                types.add((versions[one], dataset, value))
            elif term == RG.legalBasis:
                based.add((value, one, dataset))
    yield "attribute", sorted((*key, number) for key, number in counts.items())
    yield "supplied", sorted(types)
    yield "based", sorted(based)


def _files(stated: Stated, pairs: _Pairs, ids: _Ids) -> Rows:
    """Count the files by all that pages tell them apart by; what a file does not say is 0 or empty."""
    datasets, months, opt_outs, printed = (
        _single(pairs[term] if term in pairs else stated.pairs(term)) for term in _OF_RELEASES[1:]
    )
    counts = Counter(
        (
            ids[version],
            ids.get(datasets.get(one, ""), 0),
            months.get(one, "")[:7],
            opt_outs.get(one, "").rpartition("/")[2],
            printed.get(one, ""),
        )
        for one, version in stated.pairs(RG.underVersion)
    )
    return sorted((*key, number) for key, number in counts.items())


def _parts(pairs: _Pairs, ids: _Ids) -> Rows:
    """Give each law with all of its parts, itself among them."""
    wholes: defaultdict[str, list[str]] = defaultdict(list)
    for part, whole in pairs[DCT.isPartOf]:
        wholes[part].append(whole)
    laws = {one for term in (RG.reliesOn, RG.cites) for _, one in pairs[term]}
    laws |= {one for pair in pairs[DCT.isPartOf] for one in pair}
    found = set()
    for law in laws:
        above, seen = [law], {law}
        while above:
            for whole in wholes[above.pop()]:
                if whole not in seen:
                    seen.add(whole)
                    above.append(whole)
        found |= {(ids[whole], ids[law]) for whole in seen}
    return sorted(found)


def _single(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Give each subject's value; of several the least, so that their order does not matter."""
    found: dict[str, str] = {}
    for subject, value in pairs:
        if value < found.setdefault(subject, value):
            found[subject] = value
    return found
