"""Agreement versions of a workbook: one node for each row of `Agreements`, with what the other sheets add to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from releasegraph.graph.cells import read_boolean, read_date
from releasegraph.graph.controllers import KnownBodies, split_controllers
from releasegraph.graph.disclosers import discloser_on
from releasegraph.graph.fields import columns
from releasegraph.graph.identifiers import Reference
from releasegraph.graph.names import name_problems
from releasegraph.graph.records import AgreementRow, Cell, Problem
from releasegraph.graph.triples.lines import A, boolean, day, integer, iri, predicate, state, text
from releasegraph.graph.triples.mentions import Mentions
from releasegraph.graph.triples.narratives import Narratives, Passage
from releasegraph.graph.triples.policies import policy_triples
from releasegraph.graph.triples.sources import RECORDED_IN
from releasegraph.graph.vocabulary import DCT, RDFS, RG

__all__ = ["VersionNode", "VersionTriples", "printed"]

_PROSE = ("objective", "processing_activities", "expected_output", "expected_benefits", "yielded_benefits")
_COLUMN = columns("Agreements")
_LABEL = predicate(RDFS.label)
_DATASET = predicate(RG.dataset)
_RELIES_ON = predicate(RG.reliesOn)


@dataclass(slots=True)
class VersionNode:
    """A version about to be written: its address, its rows, and the shortcuts its provisions give it."""

    address: str
    """Its IRI; `…/2` for a second row of the same reference that says other things."""
    reference: Reference
    rows: Sequence[AgreementRow]
    """Rows that say the same; none for a stub, which other sheets name and `Agreements` lacks."""
    printed: str
    order: int
    datasets: Iterable[str]
    """Terms of the datasets its provisions name."""
    relies_on: Iterable[str]
    """Terms of the law its provisions rely on."""
    named_in: Iterable[str] = ()
    """Terms of the records that name a stub."""


def printed(cell: Cell) -> str | None:
    """Give a cell as text; a date as `YYYY-MM-DD`."""
    return None if cell is None else str(cell)


class VersionTriples:
    """Writes the versions of one edition into one graph."""

    def __init__(self, path: str, known: KnownBodies, mentions: Mentions, narratives: Narratives) -> None:
        self._path = path
        self._known = known
        self._mentions = mentions
        self._narratives = narratives

    def write(self, node: VersionNode) -> str:
        """Describe a version; a stub says only what names it."""
        subject, end = iri(node.address), self._mentions.end
        agreement = iri(self._mentions.ids.agreement(node.reference))
        lines = [
            f"{subject}{A}{iri(RG.AgreementVersion)}{end}{subject}{_LABEL}{text(node.printed)}{end}"
            f"{subject}{predicate(RG.reference)}{text(node.printed)}{end}"
            f"{subject}{predicate(RG.versionOf)}{agreement}{end}"
            f"{subject}{predicate(RG.versionOrder)}{integer(node.order)}{end}"
        ]
        if node.reference.version:
            lines.append(f"{subject}{predicate(RG.versionNumber)}{text(node.reference.version)}{end}")
        lines += [f"{subject}{_DATASET}{dataset}{end}" for dataset in node.datasets]
        lines += [f"{subject}{_RELIES_ON}{law}{end}" for law in node.relies_on]
        if node.rows:
            lines.append(self._described(node, subject))
        else:
            lines.append(f"{subject}{predicate(RG.stub)}{boolean(True)}{end}")
            lines += [f"{subject}{RECORDED_IN}{record}{end}" for record in node.named_in]
        return "".join(lines)

    def _described(self, node: VersionNode, subject: str) -> str:
        row, mentions = node.rows[0], self._mentions
        paths = [f"{self._path}/{one.row}" for one in node.rows]
        records = [iri(mentions.ids.record(path)) for path in paths]
        facts = [(RECORDED_IN, record) for record in records]
        if title := printed(row.title):
            facts.append((predicate(DCT.title), text(title)))
        recipients = []
        if row.applicant is None:
            self._note("applicant", [Problem("blank-name", "", "the name of the applicant", "info")], paths)
        if applicant := printed(row.applicant):
            self._note("applicant", name_problems(applicant), paths)
            recipients.append(mentions.organisation(applicant))
            facts.append((predicate(RG.applicant), recipients[0]))
            facts.append((predicate(RG.applicantText), text(applicant)))
        if kind := printed(row.organisation_type):
            facts.append(
                (predicate(RG.organisationType), self._value("organisation_type", kind, "organisation-type", paths))
            )
        if controllers := printed(row.data_controllers):
            facts.append((predicate(RG.dataControllerText), text(controllers)))
            named = split_controllers(controllers, self._known)
            self._note("data_controllers", named.problems, paths)
            if not named.names:
                self._note("data_controllers", [Problem("blank-name", controllers, "the names of bodies")], paths)
            for name in named.names:
                self._note("data_controllers", name_problems(name), paths)
            facts += [(predicate(RG.dataController), mentions.organisation(name)) for name in named.names]
        if controllership := printed(row.controllership):
            facts.append(
                (predicate(RG.controllership), self._value("controllership", controllership, "controllership", paths))
            )
        start = self._day(row.start_date, "start_date", paths)
        finish = self._day(row.end_date, "end_date", paths)
        discloser = None
        if start:
            discloser = mentions.organisation(discloser_on(start))
            facts += [(predicate(RG.startDate), day(start)), (predicate(RG.discloser), discloser)]
        if finish:
            facts.append((predicate(RG.endDate), day(finish)))
        if start and finish and finish < start:
            self._note("end_date", [Problem("reversed-term", str(finish), f"a day on or after {start}")], paths)
        sublicensing = self._truth(row.sublicensing, "sublicensing", paths)
        if sublicensing is not None:
            facts.append((predicate(RG.sublicensingAllowed), boolean(sublicensing)))
        commercial = self._truth(row.commercial, "commercial", paths)
        if commercial is not None:
            facts.append((predicate(RG.commercialPurpose), boolean(commercial)))
        passages = [
            Passage(field.replace("_", "-"), _COLUMN[field], words, paths)
            for field in _PROSE
            if (words := printed(getattr(row, field)))
        ]
        prose, destruction = self._narratives.write(node.address, passages, recipients[0] if recipients else None)
        policy = policy_triples(
            node.address,
            sublicensing=sublicensing,
            destruction=destruction,
            discloser=discloser,
            recipients=recipients,
            datasets=node.datasets,
            records=records,
            mentions=mentions,
        )
        return state(subject, facts, mentions.end) + prose + policy

    def _note(self, field: str, problems: Iterable[Problem], paths: Sequence[str]) -> None:
        self._mentions.note(problems, paths[0], _COLUMN[field])

    def _value(self, field: str, words: str, scheme: str, paths: Sequence[str]) -> str:
        return self._mentions.value(scheme, words, paths[0], _COLUMN[field])

    def _day(self, cell: Cell, field: str, paths: Sequence[str]) -> date | None:
        found = read_date(cell)
        if isinstance(found, Problem):
            self._note(field, [found], paths)
            return None
        return found

    def _truth(self, cell: Cell, field: str, paths: Sequence[str]) -> bool | None:
        found = read_boolean(printed(cell))
        if isinstance(found, Problem):
            self._note(field, [found], paths)
            return None
        return found
