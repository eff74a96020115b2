"""What the page of results shows: hits with what matched marked, filters with their counts, and ways out of nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import ceil

from releasegraph.api.filters import Choice, Group, Way, group_of
from releasegraph.api.links import Links
from releasegraph.api.search_parameters import SearchParameters
from releasegraph.graph.search.index import Asked, SearchIndex
from releasegraph.graph.search.marking import Marks, Piece, excerpt, mark
from releasegraph.graph.search.things import KINDS, Shown
from releasegraph.graph.search.words import key, read_chunks
from releasegraph.graph.store import GraphStore
from releasegraph.graph.vocabulary import RG

__all__ = ["DEEPEST", "SearchView", "view_search"]

DEEPEST = 10_000
"""Results that can be paged through; the CSV has them all."""
MOST_DATASETS = 3
"""Datasets named with a hit, those that match first."""
MOST_TRIES = 5
"""Other searches offered where nothing is found."""
_EXCERPTED = ("narrative", "claim")
"""Kinds of things that are a text."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter as the form shows it: a parameter, its words, and how many values stand there before the list of all."""

    name: str
    legend: str
    shown: int


FILTERS = (
    Filter("kind", "Kind of thing", 12),
    Filter("body", "Kind of applicant", 8),
    Filter("dataset", "Dataset", 6),
    Filter("law", "Law relied on", 6),
    Filter("data", "Identifiable or not", 10),
    Filter("commercial", "Commercial purpose", 3),
    Filter("optouts", "Opt-outs applied to files", 3),
    Filter("source", "Printed in", 2),
    Filter("edition", "Edition", 4),
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing found; each text as pieces, of which some are marked."""

    shown: Shown
    kind: str
    href: str | None
    label: tuple[Piece, ...]
    title: tuple[Piece, ...]
    applicant: tuple[Piece, ...]
    other_names: tuple[tuple[Piece, ...], ...]
    """Other spellings that match."""
    datasets: tuple[tuple[Piece, ...], ...]
    more_datasets: int
    excerpt: tuple[Piece, ...]
    uses: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class SearchView:
    """A page of results."""

    parameters: SearchParameters
    total: int
    number: int
    last: int
    pages: str
    """The address of a page, but for its number."""
    ends: bool
    """Whether this is the last page though there are more results."""
    hits: tuple[Hit, ...]
    groups: tuple[Group, ...]
    chosen: tuple[Way, ...]
    """The filters set, each with the address of the search without it."""
    ways_out: tuple[Way, ...]
    """Where nothing is found: searches that find something."""
    nothing_typed: bool
    """Whether what is typed has no letter or digit to look for."""
    table: str
    """The address's query for the CSV."""


def view_search(
    index: SearchIndex, store: GraphStore, links: Links, parameters: SearchParameters, size: int
) -> SearchView:
    """Ask the index and show the answer; a page's number past the end is the last page."""
    asked = parameters.asked
    total = index.count(asked)
    last = max(1, ceil(min(total, DEEPEST) / size))
    number = min(parameters.page, last)
    found = index.find(asked, size, (number - 1) * size)
    labels, path = index.labels, links.path("search")
    return SearchView(
        parameters,
        total,
        number,
        last,
        f"{path}{parameters.query()}{'&' if parameters.query() else '?'}page=",
        number == last and total > last * size,
        tuple(_hit(one, found.marks, labels, store, links) for one in found.shown),
        tuple(_groups(index, asked)),
        tuple(_chosen(parameters, labels, path)),
        () if total else tuple(_ways_out(index, parameters, path)),
        bool(parameters.q.strip()) and not index.understands(parameters.q),
        parameters.query(),
    )


def _hit(shown: Shown, marks: Marks, labels: Mapping[str, Mapping[str, str]], store: GraphStore, links: Links) -> Hit:
    datasets = [mark(name, marks) for name in shown.datasets]
    datasets.sort(key=lambda pieces: not _has_marks(pieces))
    others = {key(name): name for name in reversed(shown.other_names) if key(name) != key(shown.label)}
    names = [pieces for pieces in (mark(name, marks) for name in others.values()) if _has_marks(pieces)]
    text = _text(store, shown.iri) if shown.kind in _EXCERPTED else ""
    return Hit(
        shown,
        labels["kind"].get(shown.kind, shown.kind),
        links.href(shown.iri),
        mark(shown.label, marks),
        mark(shown.title, marks) if shown.kind not in _EXCERPTED else (),
        mark(shown.applicant, marks),
        tuple(names[:MOST_DATASETS]),
        tuple(datasets[:MOST_DATASETS]),
        max(0, len(datasets) - MOST_DATASETS),
        excerpt(text, marks.whole) if text else (),
        tuple(Way(use.reference, links.href(use.iri) or "") for use in shown.uses),
    )


def _has_marks(pieces: tuple[Piece, ...]) -> bool:
    return any(piece.marked for piece in pieces)


def _text(store: GraphStore, iri: str) -> str:
    return next((str(quad[2]) for quad in store.quads(iri, RG.text, None, None)), "")


def _groups(index: SearchIndex, asked: Asked) -> Iterator[Group]:
    counts = index.facets(asked)
    for one in FILTERS:
        chosen = asked.facets.get(one.name, ())
        labels = index.labels[one.name]
        choices = [
            Choice(value, labels.get(value, value), counts[one.name].get(value, 0), value in chosen)
            for value in dict.fromkeys((*chosen, *counts[one.name]))
        ]
        if one.name == "kind":
            choices.sort(key=lambda choice: list(KINDS).index(choice.value) if choice.value in KINDS else len(KINDS))
        else:
            choices.sort(key=lambda choice: (not choice.chosen, -choice.count, choice.label))
        if choices and (len(index.labels[one.name]) > 1 or chosen):
            yield group_of(one.name, one.legend, choices, one.shown)


def _chosen(parameters: SearchParameters, labels: Mapping[str, Mapping[str, str]], path: str) -> Iterator[Way]:
    for one in FILTERS:
        for value in getattr(parameters, one.name):
            label = labels[one.name].get(value, value)
            yield Way(f"{one.legend}: {label}", path + parameters.without(one.name, value))
    if parameters.active:
        yield Way(f"Active on {parameters.active.isoformat()}", path + parameters.without("active"))


def _ways_out(index: SearchIndex, parameters: SearchParameters, path: str) -> Iterator[Way]:
    """Give searches with one filter fewer, without any, and for one of the words; only those that find something."""
    asked = parameters.asked
    tries: list[tuple[str, str, Asked]] = [
        (f"without “{one.legend}”", parameters.without(one.name), asked.without(one.name))
        for one in FILTERS
        if getattr(parameters, one.name)
    ]
    if parameters.active:
        tries.append(("on any day", parameters.without("active"), asked.without("active")))
    if len(tries) > 1:
        plain = SearchParameters(q=parameters.q)
        tries.append(("without any filter", plain.query(), plain.asked))
    chunks = read_chunks(parameters.q)
    if len(chunks) > 1 or any(chunk.quoted for chunk in chunks):
        words = [word for chunk in chunks for word in chunk.text.split()]
        tries += [
            (f"“{word}” alone", parameters.query(q=word), replace(asked, text=word)) for word in dict.fromkeys(words)
        ]
    found = ((label, href, index.count(other)) for label, href, other in tries[: 3 * MOST_TRIES])
    ways = [Way(label, path + href, count) for label, href, count in found if count]
    yield from ways[:MOST_TRIES]
