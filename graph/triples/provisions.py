"""Dataset provisions of a workbook: each dataset named on a version, with its own attributes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from releasegraph.graph.fields import columns
from releasegraph.graph.law.citations import Field
from releasegraph.graph.names import name_problems, resolve_name
from releasegraph.graph.records import DatasetRow, Problem
from releasegraph.graph.triples.citations import IN_TEXT, FieldLaw, field_law
from releasegraph.graph.triples.lines import A, about, iri, predicate, text
from releasegraph.graph.triples.mentions import Mentions
from releasegraph.graph.triples.sources import RECORDED_IN, RowTriples
from releasegraph.graph.triples.versions import printed
from releasegraph.graph.vocabulary import RG

__all__ = ["Attributes", "ProvisionTriples", "Provisions"]

_COLUMN = columns("Datasets")
_SCHEMES = (
    ("type_of_data", "type-of-data", predicate(RG.typeOfData)),
    ("sensitivity", "sensitivity", predicate(RG.sensitivity)),
    ("frequency", "frequency", predicate(RG.frequency)),
    ("confidentiality_basis", "confidentiality-basis", predicate(RG.confidentialityBasis)),
)
_LAWS = (
    ("legal_basis", Field.LEGAL_BASIS, predicate(RG.legalBasisText), predicate(RG.legalBasis)),
    ("confidentiality_basis", Field.CONFIDENTIALITY, predicate(RG.confidentialityText), None),
)
_DATASET = predicate(RG.dataset)
_DATASET_TEXT = predicate(RG.datasetText)
_PROVISION_OF = predicate(RG.provisionOf)
_HAS_PROVISION = predicate(RG.hasProvision)


@dataclass(slots=True)
class Provisions:
    """The provisions of one version, written; and the shortcuts they give it."""

    lines: list[str] = field(default_factory=list)
    datasets: dict[str, None] = field(default_factory=dict)
    """Terms of the datasets named, each once."""
    relies_on: dict[str, None] = field(default_factory=dict)
    """Terms of the law relied on, each once."""


class Attributes(NamedTuple):
    """What rows of one dataset can differ in, as printed; empty where blank."""

    type_of_data: str
    sensitivity: str
    frequency: str
    legal_basis: str
    confidentiality_basis: str


@dataclass(frozen=True, slots=True)
class _Said:
    """What attributes say, ready for every provision that prints them."""

    tails: tuple[str, ...]
    citations: tuple[str, ...]
    laws: tuple[str, ...]
    problems: tuple[tuple[str, Problem], ...]
    """Field and problem."""


class ProvisionTriples:
    """Writes the provisions of one edition into one graph."""

    def __init__(self, rows: RowTriples, mentions: Mentions) -> None:
        self._rows = rows
        self._mentions = mentions
        self._kind = f"{A}{iri(RG.DatasetProvision)}{mentions.end}"
        self._known: dict[Attributes, _Said] = {}
        self._laws: dict[tuple[Field, str], FieldLaw] = {}
        self._written = Provisions()

    def write(self, version: str, rows: Iterable[DatasetRow]) -> Provisions:
        """Describe the provisions of a version (an IRI) from its rows of `Datasets`."""
        self._written = Provisions()
        for name_slug, variants in self._by_dataset(rows).items():
            for number, attributes in enumerate(sorted(variants), 1):
                address = f"{version}/provision/{name_slug}" + (f"/{number}" if number > 1 else "")
                self._provision(address, version, attributes, variants[attributes])
        return self._written

    def _by_dataset(self, rows: Iterable[DatasetRow]) -> Mapping[str, dict[Attributes, list[DatasetRow]]]:
        """Group rows by dataset, then by attributes: identical rows are one provision with several records."""
        found: dict[str, dict[Attributes, list[DatasetRow]]] = {}
        for row in rows:
            name = printed(row.dataset)
            if name is None:
                self._note(row, "dataset", Problem("blank-name", "", "the name of a dataset"))
                continue
            for problem in name_problems(name):
                self._note(row, "dataset", problem)
            attributes = Attributes(*(printed(getattr(row, field)) or "" for field in Attributes._fields))
            same = found.setdefault(resolve_name("dataset", name).slug, {}).setdefault(attributes, [])
            if same:
                self._note(row, "dataset", Problem("repeated-row", name, f"a row unlike row {same[0].row}", "info"))
            same.append(row)
        return found

    def _provision(self, address: str, version: str, attributes: Attributes, rows: list[DatasetRow]) -> None:
        mentions, end, written = self._mentions, self._mentions.end, self._written
        subject, holder = iri(address), iri(version)
        dataset = mentions.dataset(str(rows[0].dataset))
        said = self._said(attributes)
        tails = [
            self._kind,
            f"{_PROVISION_OF}{holder}{end}",
            f"{_DATASET}{dataset}{end}",
            *(f"{RECORDED_IN}{self._rows.term(one.row)}{end}" for one in rows),
            *said.tails,
        ]
        for spelling in dict.fromkeys(str(one.dataset) for one in rows):
            tails.append(f"{_DATASET_TEXT}{text(spelling)}{end}")
            mentions.dataset(spelling)
        written.lines.append(f"{holder}{_HAS_PROVISION}{subject}{end}{about(subject, tails)}")
        written.lines += [f"{citation}{IN_TEXT}{subject}{end}" for citation in said.citations]
        written.datasets[dataset] = None
        written.relies_on.update(dict.fromkeys(said.laws))
        mentions.released_under.update((dataset, law) for law in said.laws)
        for name, problem in said.problems:
            self._note(rows[0], name, problem)

    def _said(self, attributes: Attributes) -> _Said:
        """Give what attributes say; provisions that print the same share it, and its citations are written once."""
        known = self._known.get(attributes)
        if known is None:
            known = self._known[attributes] = self._read(attributes)
        return known

    def _read(self, attributes: Attributes) -> _Said:
        end = self._mentions.end
        tails: list[str] = []
        citations: list[str] = []
        laws: list[str] = []
        problems: list[tuple[str, Problem]] = []
        for name, scheme, middle in _SCHEMES:
            if words := getattr(attributes, name):
                value, unlisted = self._mentions.find_value(scheme, words)
                tails.append(f"{middle}{value}{end}")
                problems += [(name, problem) for problem in unlisted]
        for name, kind, text_middle, law_middle in _LAWS:
            if words := getattr(attributes, name):
                law = self._law(kind, words)
                tails.append(f"{text_middle}{text(words)}{end}")
                citations += law.citations
                problems += [(name, problem) for problem in law.problems]
                if law_middle:
                    tails += [f"{law_middle}{term}{end}" for term in law.laws]
                    laws += law.laws
        return _Said(tuple(tails), tuple(citations), tuple(laws), tuple(problems))

    def _law(self, kind: Field, words: str) -> FieldLaw:
        law = self._laws.get((kind, words))
        if law is None:
            law, described = field_law(words, kind, self._mentions)
            self._laws[kind, words] = law
            self._written.lines.append(described)
        return law

    def _note(self, row: DatasetRow, name: str, problem: Problem) -> None:
        self._mentions.note([problem], f"{self._rows.path}/{row.row}", _COLUMN[name])
