"""What the triples of one graph mention and its last triples describe: bodies, datasets, concepts, law, issues."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from releasegraph.graph.concepts import find_concept, scheme
from releasegraph.graph.identifiers import Identifiers, slug
from releasegraph.graph.names import resolve_name
from releasegraph.graph.records import Issue, Problem
from releasegraph.graph.triples.lines import iri, line_end

__all__ = ["Mentions"]


class Mentions:
    """Gives the terms of things named in one graph, and remembers each for the graph's end.

    One instance belongs to one graph while that is written. Terms come ready to stand in a line.
    """

    def __init__(self, ids: Identifiers, graph: str | None = None) -> None:
        self.ids = ids
        self.graph = graph
        self.end = line_end(graph)
        self.spellings: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        """Kind and slug of a body or dataset to its spellings, counted."""
        self.minted: dict[tuple[str, str], str] = {}
        """Scheme and code of a concept the schemes lack to its label, as printed."""
        self.law: set[str] = set()
        """Targets of citations."""
        self.local_law: dict[str, str] = {}
        """Instruments without an address at legislation.gov.uk to their words, as first printed."""
        self.released_under: set[tuple[str, str]] = set()
        """Dataset and law of every legal basis."""
        self.issues: list[Issue] = []
        self._names: dict[tuple[str, str], tuple[str, Counter[str]]] = {}
        self._concepts: dict[tuple[str, str], tuple[str, tuple[Problem, ...]]] = {}
        self._codes: dict[tuple[str, str], str] = {}
        self._laws: dict[str, str] = {}

    def organisation(self, spelling: str) -> str:
        """Give the body a spelling names."""
        return self._named("organisation", spelling)

    def dataset(self, spelling: str) -> str:
        """Give the NHS dataset a spelling names."""
        return self._named("dataset", spelling)

    def _named(self, kind: str, spelling: str) -> str:
        known = self._names.get((kind, spelling))
        if known is None:
            name_slug = resolve_name(kind, spelling).slug
            known = (iri(self.ids.named(kind, name_slug)), self.spellings[kind, name_slug])
            self._names[kind, spelling] = known
        known[1][spelling] += 1
        return known[0]

    def concept(self, scheme_name: str, code: str) -> str:
        """Give a concept of ours by its code; raise KeyError where the scheme lacks it."""
        term = self._codes.get((scheme_name, code))
        if term is None:
            term = self._codes[scheme_name, code] = iri(self.ids.concept(scheme_name, scheme(scheme_name)[code].code))
        return term

    def find_value(self, scheme_name: str, printed: str) -> tuple[str, tuple[Problem, ...]]:
        """Give the concept a printed value names; mint one, and say so, where the scheme has none."""
        known = self._concepts.get((scheme_name, printed))
        if known is None:
            concept = find_concept(scheme_name, printed)
            code = concept.code if concept else slug(printed)
            problems: tuple[Problem, ...] = ()
            if concept is None:
                self.minted.setdefault((scheme_name, code), printed)
                problems = (Problem("unlisted-value", printed, f"a value of the scheme {scheme_name}", "info"),)
            known = self._concepts[scheme_name, printed] = (iri(self.ids.concept(scheme_name, code)), problems)
        return known

    def value(self, scheme_name: str, printed: str, record: str, column: str) -> str:
        """Give the concept a printed value names, and note at its place where it had to be minted."""
        term, problems = self.find_value(scheme_name, printed)
        self.note(problems, record, column)
        return term

    def law_term(self, target: str, words: str = "") -> str:
        """Give a provision or instrument by the target of a citation and the words that cite it."""
        term = self._laws.get(target)
        if term is None:
            self.law.add(target)
            term = self._laws[target] = iri(self.ids.law(target))
        if words and target.startswith("instrument/"):
            self.local_law[target] = min(self.local_law.get(target, words), words)
        return term

    def note(self, problems: Iterable[Problem], record: str, column: str) -> None:
        """Note problems of one value at its place."""
        self.issues.extend(Issue(problem, record, column) for problem in problems)
