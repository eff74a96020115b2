"""Names the search shows and finds by: of bodies and datasets under all their spellings, and of law with its parts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from releasegraph.graph.identifiers import LAW
from releasegraph.graph.search.reading import Reader
from releasegraph.graph.vocabulary import RG

__all__ = ["Law", "Named", "Names", "last_part", "read_names"]

_CLASSES = {"organisation": RG.Organisation, "dataset": RG.Dataset}
_SHORT_KINDS = {"section": "s", "article": "art", "regulation": "reg", "schedule": "sch", "paragraph": "para"}
_LAW = """
SELECT ?law ?label ?number ?whole ?alias WHERE {
  VALUES ?kind { rg:StatutoryProvision rg:LegalInstrument } ?law a ?kind ; rdfs:label ?label .
  OPTIONAL { ?law rg:provisionNumber ?number } OPTIONAL { ?law dct:isPartOf ?whole }
  OPTIONAL { ?law skos:altLabel ?alias } }"""


@dataclass(slots=True)
class Named:
    """A body or dataset: its name, its other spellings; for a dataset the law it was released under."""

    label: str
    others: dict[str, None] = field(default_factory=dict)
    laws: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Law:
    """An instrument, or a provision of one."""

    label: str
    number: str
    whole: str
    """The IRI of what it is part of; "" for an instrument."""
    aliases: dict[str, None] = field(default_factory=dict)


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


def read_names(readers: Sequence[Reader], base: str) -> Names:
    """Read the names of several graphs; what the first says of a thing stands."""
    named = {kind: _read_named(readers, term) for kind, term in _CLASSES.items()}
    for reader in readers:
        for iri, law in reader.pairs("?a rg:releasedUnder ?b"):
            if iri in named["dataset"]:
                named["dataset"][iri].laws.add(law)
    return Names(base, named, _read_laws(readers))


def _read_named(readers: Sequence[Reader], term: str) -> dict[str, Named]:
    found: dict[str, Named] = {}
    others: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for reader in readers:
        for iri, label in sorted(reader.pairs(f"?a a <{term}> ; rdfs:label ?b")):
            found.setdefault(iri, Named(label))
            others[iri][label] = None
        for iri, other in sorted(reader.pairs(f"?a a <{term}> ; skos:altLabel ?b")):
            others[iri][other] = None
    for iri, one in found.items():
        one.others = {name: None for name in others[iri] if name != one.label}
    return dict(sorted(found.items()))


def _read_laws(readers: Sequence[Reader]) -> dict[str, Law]:
    found: dict[str, Law] = {}
    for reader in readers:
        for iri, label, number, whole, alias in sorted(reader.rows(_LAW)):
            law = found.setdefault(iri, Law(label, number, whole))
            if alias:
                law.aliases[alias] = None
    return dict(sorted(found.items()))
