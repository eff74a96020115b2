"""Digests of what a graph says of each entity, added up from its lines on their way to the store.

An entity's digest is the sum of the hashes of its statements, so that neither the order of the lines nor how they are
grouped matters. What is said only of where something is recorded goes into a digest of its own: a new edition moves
every row, and that alone is no change of an agreement.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xxhash import xxh3_128_intdigest

from releasegraph.graph.identifiers import LAW
from releasegraph.graph.relating import Stated
from releasegraph.graph.term_digests import TermDigests
from releasegraph.graph.vocabulary import RG

__all__ = ["KINDS", "NAMING", "Digest", "Digests", "kind_of"]

KINDS = ("agreement", "organisation", "dataset", "edition", "law")
"""Kinds of entities; an agreement is one with its versions, listings, provisions and releases."""
NAMING = (RG.applicant, RG.dataController, RG.dataProcessor, RG.dataset, RG.reliesOn, RG.cites)
"""Properties of versions and listings whose statements are about their object too."""

_MASK = (1 << 128) - 1
_RECORDED = f" <{RG.recordedIn}> "
_NAMED_GRAPH = "graph/"


@dataclass(frozen=True, slots=True)
class Digest:
    """What is said of an entity, and where that is recorded: each 32 hexadecimal digits, equal where equal is said."""

    said: str
    recorded: str


def kind_of(iri: str, base: str) -> str | None:
    """Give the kind of the entity of that IRI; None for what is part of an entity, or is none."""
    if iri.startswith(LAW):
        return "law"
    kind, _, name = iri.removeprefix(f"{base}id/").partition("/")
    if kind == "instrument":
        return "law"
    return kind if kind in KINDS and name and "/" not in name and iri.startswith(base) else None


class Digests:
    """Adds up the digests of the entities of the current state, and of every edition; and of `terms`, on the way."""

    def __init__(self, base: str) -> None:
        self.terms = TermDigests()
        self._base = base
        self._agreement = f"<{base}id/agreement/"
        self._own = (self._agreement, f"<{base}id/release/")
        self._skipped = (f"<{base}id/record/", f"<{base}id/issue/", f"<{base}id/concept/")
        self._edition = f"<{base}id/edition/"
        self._graph = f"<{base}{_NAMED_GRAPH}"
        self._said: defaultdict[str, int] = defaultdict(int)
        self._recorded: defaultdict[str, int] = defaultdict(int)

    def passing(self, runs: Iterable[str]) -> Iterator[str]:
        """Pass on runs of whole lines of N-Quads of our own writing, and add up what they say."""
        for run in runs:
            if run:
                lines = run[:-1].split("\n")
                hashes = list(map(xxh3_128_intdigest, map(str.encode, lines)))
                self.terms.add(lines, hashes)
                if run.startswith(self._agreement):
                    self._add_agreement(lines, hashes)
                elif not run.startswith(self._skipped):
                    self._add_lines(lines, hashes)
            yield run

    def _add_agreement(self, lines: Sequence[str], hashes: Iterable[int]) -> None:
        """Add the lines of one agreement, which are nine of ten: all at once.

        A run that begins with an agreement is about no other, and of one graph.
        """
        if self._graph_of(lines[0]):
            return
        own = [(line, number) for line, number in zip(lines, hashes, strict=True) if line.startswith(self._own)]
        agreement = _subject(lines[0], len(self._agreement))
        recorded = sum(number for line, number in own if _RECORDED in line)
        self._said[agreement] += sum(number for _, number in own) - recorded
        self._recorded[agreement] += recorded

    def _add_lines(self, lines: Sequence[str], hashes: Iterable[int]) -> None:
        """Add lines of anything, each by what it states, whichever edition's graph it is of."""
        agreement = ""
        for line, number in zip(lines, hashes, strict=True):
            graph = self._graph_of(line)
            if line.startswith(self._agreement):
                entity = agreement = _subject(line, len(self._agreement))
            elif line.startswith(self._own):
                entity = agreement
            else:
                entity = line[1 : line.index(">")]
                if kind_of(entity, self._base) is None:
                    continue
            if graph and not line.startswith(self._edition):
                continue
            sums = self._recorded if _RECORDED in line else self._said
            sums[entity] += xxh3_128_intdigest(f"{line[: line.rindex(' <', 0, -2)]} .".encode()) if graph else number

    def _graph_of(self, line: str) -> bool:
        """Tell whether a line is of a named graph: no literal's datatype or language begins with a graph's name."""
        return line[-3] == ">" and line.startswith(self._graph, line.rindex(" <", 0, -2) + 1)

    def of(self, stated: Stated) -> Mapping[str, Digest]:
        """Give each entity's digest by its IRI; `stated` is what the default graph states of naming properties."""
        start = self._agreement[1:]
        for predicate in NAMING:
            for subject, named in stated.pairs(predicate):
                if named in self._said and subject.startswith(start) and "/provision/" not in subject:
                    self._said[named] += xxh3_128_intdigest(f"<{subject}> <{predicate}> <{named}> .".encode())
        return {
            iri: Digest(f"{said & _MASK:032x}", f"{self._recorded.get(iri, 0) & _MASK:032x}")
            for iri, said in sorted(self._said.items())
        }


def _subject(line: str, start: int) -> str:
    """Give the agreement's IRI that a line's subject begins with, its name beginning at `start`."""
    end = line.index(">", start)
    slash = line.find("/", start, end)
    return line[1 : end if slash < 0 else slash]
