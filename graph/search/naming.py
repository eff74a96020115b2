"""Names the search shows and finds by: of bodies and datasets under all their spellings, and of law with its parts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from releasegraph.graph.identifiers import LAW
from releasegraph.graph.search.notes import Statements
from releasegraph.graph.vocabulary import DCT, RDFS, RG, SKOS

__all__ = ["Law", "Named", "Names", "last_part", "read_names"]

_CLASSES = {"organisation": RG.Organisation, "dataset": RG.Dataset}
_SHORT_KINDS = {"section": "s", "article": "art", "regulation": "reg", "schedule": "sch", "paragraph": "para"}


@dataclass(slots=True)
class Named:
    """A body or dataset: its name, its other spellings; for a dataset the law it was released under."""

    label: str
    others: tuple[str, ...] = ()
    laws: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Law:
    """An instrument, or a provision of one."""

    label: str
    number: str
    whole: str
    """The IRI of what it is part of; "" for an instrument."""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Names:
    """Every name, by IRI in order."""

    base: str
    named: Mapping[str, Mapping[str, Named]]
    """By kind: `organisation`, `dataset`."""
    laws: Mapping[str, Law]

    def of(self, kind: str, iri: str) -> str:
        """Give a body's or dataset's name, the end of its IRI where nothing names it."""
        found = self.named[kind].get(iri)
        return found.label if found else last_part(iri)

    def law_code(self, iri: str) -> str:
        """Give a law as the `law` filter names it: its path at legislation.gov.uk, or `instrument/…`."""
        return iri.removeprefix(LAW).removeprefix(f"{self.base}id/")

    def wholes(self, iri: str) -> Iterator[str]:
        """Give a law and all that it is part of, the instrument last."""
        seen = set()
        while iri and iri not in seen:
            seen.add(iri)
            yield iri
            iri = self.laws[iri].whole if iri in self.laws else ""

    def law_codes(self, laws: Iterable[str]) -> set[str]:
        """Give what filters find some laws: they themselves and all that they are part of."""
        return {self.law_code(whole) for law in laws for whole in self.wholes(law)}

    def short_numbers(self, iri: str) -> tuple[str, ...]:
        """Give a provision's number as people write it: `261(2)(a)`, `s261(2)(a)`."""
        number = self.laws[iri].number
        kinds = [step for step in self.law_code(iri).split("/") if step in _SHORT_KINDS]
        return (number, f"{_SHORT_KINDS[kinds[0]]}{number}") if kinds and number[:1].isdigit() else ()

    def aliases(self, iri: str) -> tuple[str, ...]:
        """Give the other names of a law's instrument, and the one that says NHS for what the NHS is short for."""
        *_, instrument = self.wholes(iri)
        if instrument not in self.laws:
            return ()
        label, aliases = self.laws[instrument].label, self.laws[instrument].aliases
        short = label.replace("National Health Service", "NHS")
        return tuple(dict.fromkeys((*aliases, short) if short != label else aliases))


def last_part(iri: str) -> str:
    """Give the last part of an IRI: a concept's code, a slug, an edition's name."""
    return iri.rpartition("/")[2]


def read_names(graphs: Sequence[Statements], base: str) -> Names:
    """Read the names of several graphs; what the first says of a thing stands."""
    labels = _first(graphs, RDFS.label)
    others = _all(graphs, SKOS.altLabel)
    spelt = _all(graphs, RDFS.label)
    named = {
        kind: {
            iri: Named(labels[iri], tuple(sorted((others[iri] | spelt[iri]) - {labels[iri]})))
            for iri in sorted({one for graph in graphs for one in graph.members(term)} & labels.keys())
        }
        for kind, term in _CLASSES.items()
    }
    for iri, laws in _all(graphs, RG.releasedUnder).items():
        if iri in named["dataset"]:
            named["dataset"][iri].laws |= laws
    numbers, wholes = _first(graphs, RG.provisionNumber), _first(graphs, DCT.isPartOf)
    found = {one for graph in graphs for one in graph.members(RG.StatutoryProvision, RG.LegalInstrument)}
    laws_by_iri = {
        iri: Law(labels[iri], numbers.get(iri, ""), wholes.get(iri, ""), tuple(sorted(others[iri])))
        for iri in sorted(found & labels.keys())
    }
    return Names(base, named, laws_by_iri)


def _first(graphs: Sequence[Statements], predicate: str) -> dict[str, str]:
    """Give each subject's value in the first graph that has one."""
    found: dict[str, str] = {}
    for graph in graphs:
        found = graph.single(predicate) | found
    return found


def _all(graphs: Sequence[Statements], predicate: str) -> defaultdict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for graph in graphs:
        for subject, value in graph.pairs(predicate):
            found[subject].add(value)
    return found
