"""The answer to an example question as its page shows it: rows with links, and the whole of it for a chart."""

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil
from types import MappingProxyType

from rdflib.term import Identifier, Literal

from releasegraph.api.links import Links
from releasegraph.graph.errors import QueryError
from releasegraph.graph.questions import Question
from releasegraph.graph.store import GraphStore, Solutions
from releasegraph.graph.vocabulary import RDFS, RG, SKOS

__all__ = ["NAMING", "Answer", "AnswerPage", "Cell", "Solution", "answer_from", "answer_of", "answer_page"]

Solution = Mapping[str, Identifier]

_MOST = 10_000
"""Solutions read at most: beyond them an answer is one for the result formats, which have no limit."""
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NAMES = (SKOS.prefLabel, RDFS.label)
NAMING: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **dict.fromkeys(("author", "body", "dataset", "law", "other", "pageOf", "predecessor", "provision"), _NAMES),
        "agreement": (RG.reference,),
        "file": (RG.fileReference,),
    }
)
"""Variables of the questions whose values name one thing, and the properties that give the name."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The solutions of a question, in its order; not `complete` where there are more."""

    variables: tuple[str, ...]
    solutions: Sequence[Solution]
    complete: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One value: its text, empty where unbound, and the page of the thing it names."""

    text: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's name in words, and whether numbers stand under it."""

    text: str
    numeric: bool


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """Some rows of an answer: page `number` of `last`."""

    headings: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]
    number: int
    last: int
    first_row: int


def answer_of(store: GraphStore, question: Question) -> Answer:
    """Ask a question, up to the most rows that a page is for; raise QueryError where it is no SELECT."""
    found = store.query(question.query)
    if not isinstance(found, Solutions):
        raise QueryError("an example question asks with SELECT")
    return answer_from(found.variables, list(itertools.islice(found, _MOST + 1)))


def answer_from(variables: Iterable[str], solutions: Sequence[Solution]) -> Answer:
    """Give solutions as an answer, up to the most rows that a page is for."""
    return Answer(tuple(variables), solutions[:_MOST], len(solutions) <= _MOST)


def answer_page(answer: Answer, store: GraphStore, links: Links, number: int, size: int) -> AnswerPage:
    """Give page `number` of an answer, `size` rows each; a number past the end gives the last page."""
    last = max(1, ceil(len(answer.solutions) / size))
    number = min(number, last)
    start = (number - 1) * size
    shown = answer.solutions[start : start + size]
    namer = _Namer(store, links)
    return AnswerPage(
        tuple(_heading(name, (one.get(name) for one in shown)) for name in answer.variables),
        tuple(tuple(namer.cell(name, solution.get(name)) for name in answer.variables) for solution in shown),
        number,
        last,
        start + 1,
    )


def _heading(variable: str, values: Iterable[Identifier | None]) -> Heading:
    """Give a variable's name in words; years and such count as words, counts as numbers."""
    bound = [value for value in values if value is not None]
    numeric = bool(bound) and all(isinstance(one, Literal) and _is_count(one) for one in bound)
    return Heading(_WORDS.sub(" ", variable).capitalize(), numeric)


def _is_count(term: Literal) -> bool:
    return term.datatype is not None and _NUMBER.fullmatch(str(term)) is not None


class _Namer:
    """Finds the things that values name, each once."""

    def __init__(self, store: GraphStore, links: Links) -> None:
        self._store, self._links = store, links
        self._href = cache(self._look_up)

    def cell(self, variable: str, term: Identifier | None) -> Cell:
        """Show a value, with the page of the one thing it names where there is just one."""
        if term is None:
            return Cell("")
        if not isinstance(term, Literal):
            return Cell(str(term), self._links.href(str(term)))
        if _is_count(term):
            return Cell(f"{int(term):,}" if str(term).isdigit() else str(term))
        return Cell(str(term), self._href(variable, term))

    def _look_up(self, variable: str, term: Literal) -> str | None:
        for predicate in NAMING.get(variable, ()):
            named = {str(quad[0]) for quad in itertools.islice(self._store.quads(None, predicate, term), 2)}
            if len(named) == 1:
                return self._links.href(named.pop())
        return None
