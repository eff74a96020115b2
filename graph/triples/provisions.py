"""Dataset provisions of a workbook: each dataset named on a version, with its own attributes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from releasegraph.graph.citations import Field
from releasegraph.graph.fields import columns
from releasegraph.graph.names import name_problems, resolve_name
from releasegraph.graph.records import DatasetRow, Problem
from releasegraph.graph.triples.citations import IN_TEXT, FieldLaw, field_law
from releasegraph.graph.triples.lines import A, iri, predicate, text
from releasegraph.graph.triples.mentions import Mentions
from releasegraph.graph.triples.sources import RECORDED_IN, RowTriples
from releasegraph.graph.triples.versions import printed
from releasegraph.graph.vocabulary import RG

__all__ = ["ProvisionTriples", "Provisions"]

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
_KIND = f"{A}{iri(RG.DatasetProvision)}"


@dataclass(slots=True)
class Provisions:
    """The provisions of one version, written; and the shortcuts they give it."""

    lines: list[str] = field(default_factory=list)
    datasets: dict[str, None] = field(default_factory=dict)
    """Terms of the datasets named, each once."""
    relies_on: dict[str, None] = field(default_factory=dict)
    """Terms of the law relied on, each once."""


class ProvisionTriples:
    """Writes the provisions of one edition into one graph."""

    def __init__(self, rows: RowTriples, mentions: Mentions) -> None:
        self._rows = rows
        self._mentions = mentions
        self._laws: dict[tuple[Field, str], FieldLaw] = {}

    def write(self, version: str, rows: Iterable[DatasetRow]) -> Provisions:
        """Describe the provisions of a version (an IRI) from its rows of `Datasets`."""
        written = Provisions()
        for name_slug, variants in self._by_dataset(rows).items():
            for number, attributes in enumerate(sorted(variants), 1):
                address = f"{version}/provision/{name_slug}" + (f"/{number}" if number > 1 else "")
                self._provision(address, version, variants[attributes], written)
        return written

    def _by_dataset(self, rows: Iterable[DatasetRow]) -> Mapping[str, dict[tuple[str, ...], list[DatasetRow]]]:
        """Group rows by dataset, then by attributes: identical rows are one provision with several records."""
        found: dict[str, dict[tuple[str, ...], list[DatasetRow]]] = {}
        for row in rows:
            name = printed(row.dataset)
            if name is None:
                self._note(row, "dataset", Problem("blank-name", "", "the name of a dataset"))
                continue
            for problem in name_problems(name):
                self._note(row, "dataset", problem)
            attributes = (
                printed(row.type_of_data) or "",
                printed(row.sensitivity) or "",
                printed(row.frequency) or "",
                printed(row.legal_basis) or "",
                printed(row.confidentiality_basis) or "",
            )
            same = found.setdefault(resolve_name("dataset", name).slug, {}).setdefault(attributes, [])
            if same:
                self._note(row, "dataset", Problem("repeated-row", name, f"a row unlike row {same[0].row}", "info"))
            same.append(row)
        return found

    def _provision(self, address: str, version: str, rows: list[DatasetRow], written: Provisions) -> None:
        row, mentions = rows[0], self._mentions
        subject, holder, end = iri(address), iri(version), mentions.end
        dataset = mentions.dataset(str(row.dataset))
        written.datasets[dataset] = None
        out = written.lines
        out.append(
            f"{subject}{_KIND}{end}{subject}{_PROVISION_OF}{holder}{end}{holder}{_HAS_PROVISION}{subject}{end}"
            f"{subject}{_DATASET}{dataset}{end}"
        )
        for spelling in dict.fromkeys(str(one.dataset) for one in rows):
            out.append(f"{subject}{_DATASET_TEXT}{text(spelling)}{end}")
            mentions.dataset(spelling)
        out += [f"{subject}{RECORDED_IN}{self._rows.term(one.row)}{end}" for one in rows]
        for name, scheme, middle in _SCHEMES:
            if words := printed(getattr(row, name)):
                value = mentions.value(scheme, words, f"{self._rows.path}/{row.row}", _COLUMN[name])
                out.append(f"{subject}{middle}{value}{end}")
        for name, kind, text_middle, law_middle in _LAWS:
            if words := printed(getattr(row, name)):
                out.append(f"{subject}{text_middle}{text(words)}{end}")
                law = self._law(kind, words, out)
                out += [f"{citation}{IN_TEXT}{subject}{end}" for citation in law.citations]
                for problem in law.problems:
                    self._note(row, name, problem)
                if law_middle:
                    out += [f"{subject}{law_middle}{term}{end}" for term in law.laws]
                    written.relies_on.update(dict.fromkeys(law.laws))
                    mentions.released_under.update((dataset, term) for term in law.laws)

    def _law(self, kind: Field, words: str, out: list[str]) -> FieldLaw:
        law = self._laws.get((kind, words))
        if law is None:
            law, described = field_law(words, kind, self._mentions)
            self._laws[kind, words] = law
            out.append(described)
        return law

    def _note(self, row: DatasetRow, name: str, problem: Problem) -> None:
        self._mentions.note([problem], f"{self._rows.path}/{row.row}", _COLUMN[name])
