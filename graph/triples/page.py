"""A page becomes triples: its author's claims, and a listing for each project, never a fact of the register."""

from collections.abc import Iterator, Mapping
from datetime import date

from releasegraph.graph.authorship import PAGE_AUTHOR
from releasegraph.graph.cells import Month, read_boolean
from releasegraph.graph.controllers import KnownBodies, split_controllers
from releasegraph.graph.disclosers import discloser_on
from releasegraph.graph.fields import columns
from releasegraph.graph.identifiers import Reference, read_reference
from releasegraph.graph.law.citations import Field
from releasegraph.graph.names import name_problems
from releasegraph.graph.page_values import (
    When,
    read_list,
    read_listed_opt_outs,
    read_purposes,
    read_unsafe_count,
    read_when,
)
from releasegraph.graph.records import Block, Located, Page, Problem, Project
from releasegraph.graph.triples.citations import IN_TEXT, field_law
from releasegraph.graph.triples.lines import A, about, boolean, day, integer, iri, month_tails, predicate, text
from releasegraph.graph.triples.mentions import Mentions
from releasegraph.graph.triples.narratives import Narratives, Passage
from releasegraph.graph.triples.policies import policy_triples
from releasegraph.graph.triples.sources import (
    RECORDED_IN,
    block_path,
    block_triples,
    edition_triples,
)
from releasegraph.graph.vocabulary import DCT, RDFS, RG

__all__ = ["page_triples", "project_triples"]

_CLAIMS = (("unsafe_files", "unsafe-files"), ("flag", "mixed-opt-outs"))
_TEXTS: Mapping[str, str] = {
    "opt_outs": RG.optOutText,
    "legal_basis": RG.legalBasisText,
    "purposes": RG.purposesText,
    "when": RG.whenText,
    "sublicensing": RG.sublicensingText,
    "data_controllers": RG.dataControllerText,
    "discussions": RG.discussionText,
}
"""Fields kept as printed beside what is read from them."""
_UNIONS: Mapping[str, tuple[str, str]] = {
    "type_of_data": ("type-of-data", RG.listedTypeOfData),
    "sensitivity": ("sensitivity", RG.listedSensitivity),
    "frequency": ("frequency", RG.listedFrequency),
}
"""Fields that hold the union of a column over a project's datasets, with scheme and property."""


def page_triples(page: Page, mentions: Mentions) -> Iterator[str]:
    """Write all of a page but its projects: its edition, its blocks, the claims of its author."""
    yield edition_triples(page.edition, mentions, page.layout)
    yield from block_triples(page.edition, page.blocks, mentions)
    mentions.issues.extend(page.issues)
    about = mentions.organisation(page.organisation.value)
    located = [(kind, getattr(page, name)) for name, kind in _CLAIMS]
    for kind, claim in (*located, *(("listed-project", title) for title in page.listed_titles)):
        if claim is not None:
            yield _claim(page, kind, claim, about, mentions)


def _claim(page: Page, kind: str, claim: Located, about: str, mentions: Mentions) -> str:
    ids, end = mentions.ids, mentions.end
    subject = iri(ids.hashed("claim", page.edition.name, kind, claim.value))
    record = iri(ids.record(block_path(page.edition, claim.block)))
    lines = (
        f"{subject}{A}{iri(RG.Claim)}{end}{subject}{predicate(RG.about)}{about}{end}"
        f"{subject}{predicate(RG.claimKind)}{mentions.concept('claim-kind', kind)}{end}"
        f"{subject}{predicate(RG.claimedBy)}{mentions.organisation(PAGE_AUTHOR)}{end}"
        f"{subject}{predicate(RG.text)}{text(claim.value)}{end}{subject}{RECORDED_IN}{record}{end}"
    )
    count = read_unsafe_count(claim.value) if kind == "unsafe-files" else None
    return lines + (f"{subject}{predicate(RG.unsafeFileCount)}{integer(count)}{end}" if count is not None else "")


def project_triples(
    page: Page, project: Project, number: int, known: KnownBodies, mentions: Mentions, narratives: Narratives
) -> str:
    """Write the listing of one project; its unions stay on the listing, never handed down to a dataset.

    `number` counts the projects of one agreement on the page: the second adds `/2` to the listing's address.
    """
    return _Listing(page, project, number, known, mentions, narratives).write()


class _Listing:
    def __init__(
        self,
        page: Page,
        project: Project,
        number: int,
        known: KnownBodies,
        mentions: Mentions,
        narratives: Narratives,
    ) -> None:
        self._page = page
        self._project = project
        self._known = known
        self._mentions = mentions
        self._narratives = narratives
        self._reference: Reference = read_reference(project.reference)
        self._address = mentions.ids.listing(self._reference, page.edition.name) + (f"/{number}" if number > 1 else "")
        self._facts: list[tuple[str, str]] = []
        self._lines: list[str] = []

    def write(self) -> str:
        project, mentions, ids, end = self._project, self._mentions, self._mentions.ids, self._mentions.end
        agreement, subject = iri(ids.agreement(self._reference)), iri(self._address)
        label = f"{project.reference} as listed on the page of {self._page.organisation.value}"
        organisation = mentions.organisation(self._page.organisation.value)
        if not self._reference.well_formed:
            problem = Problem("malformed-reference", project.reference, "a reference such as DARS-NIC-00574-V2H1F")
            mentions.note([problem], self._record(project.heading), "")
        self._add(RDFS.label, text(label))
        self._add(RG.reference, text(project.reference))
        self._add(RG.versionOf, agreement)
        self._add(RG.statedBy, mentions.organisation(PAGE_AUTHOR))
        self._add(RG.pageOrganisation, organisation)
        if project.title:
            self._add(DCT.title, text(project.title))
        for name, term in _TEXTS.items():
            if words := self._value(name):
                self._add(term, text(words))
        self._unions()
        controllers, certain = self._controllers()
        sublicensing = self._rules()
        discloser = self._when()
        self._legal_basis()
        datasets = self._datasets()
        recipient = controllers[0] if certain and len(controllers) == 1 else organisation
        prose, destruction = self._narratives.write(self._address, self._passages(), recipient)
        records = [iri(ids.record(path)) for path in self._blocks()]
        policy = policy_triples(
            self._address,
            sublicensing=sublicensing,
            destruction=destruction,
            discloser=discloser,
            recipients=controllers,
            datasets=datasets,
            records=records,
            mentions=mentions,
        )
        short = text(self._reference.printed)
        return (
            f"{agreement}{A}{iri(RG.Agreement)}{end}{agreement}{predicate(RG.reference)}{short}{end}"
            f"{agreement}{predicate(RDFS.label)}{short}{end}{agreement}{predicate(RG.hasVersion)}{subject}{end}"
            f"{subject}{A}{iri(RG.PageListing)}{end}"
            + "".join(f"{subject}{RECORDED_IN}{record}{end}" for record in records)
            + "".join(f"{subject}{predicate(term)}{value}{end}" for term, value in dict.fromkeys(self._facts))
            + "".join(self._lines)
            + prose
            + policy
        )

    def _add(self, term: str, value: str) -> None:
        self._facts.append((term, value))

    def _value(self, name: str) -> str:
        located = self._project.fields.get(name)
        return located.value if located else ""

    def _record(self, block: Block) -> str:
        return block_path(self._page.edition, block)

    def _note(self, name: str, *problems: Problem) -> None:
        located = self._project.fields.get(name)
        block = located.block if located else self._project.heading
        self._mentions.note(problems, self._record(block), columns(f"page {self._page.layout}")[name])

    def _listed(self, term: str, scheme: str, values: tuple[str, ...], name: str) -> None:
        record = self._record(self._project.fields[name].block)
        label = columns(f"page {self._page.layout}")[name]
        for value in values:
            self._add(term, self._mentions.value(scheme, value, record, label))

    def _unions(self) -> None:
        for name, (scheme, term) in _UNIONS.items():
            if words := self._value(name):
                self._listed(term, scheme, read_list(scheme, words.split("\n")[0]), name)
        if words := self._value("opt_outs"):
            found = read_listed_opt_outs(words)
            self._listed(RG.listedTypeOfData, "type-of-data", found.types_of_data, "opt_outs")
            for code in found.opt_outs:
                self._add(RG.listedOptOuts, self._mentions.concept("opt-outs", code))
            self._listed(RG.listedConfidentialityBasis, "confidentiality-basis", found.confidentiality, "opt_outs")
            self._note("opt_outs", *found.problems)
            self._law("opt_outs", words, Field.OPT_OUTS)

    def _controllers(self) -> tuple[list[str], bool]:
        """Give the controllers, and whether the list could be taken apart with certainty."""
        found = split_controllers(self._value("data_controllers"), self._known)
        if found.problems:
            self._note("data_controllers", *found.problems)
        terms = [self._mentions.organisation(name) for name in found.names]
        for term in terms:
            self._add(RG.dataController, term)
        return terms, not found.problems

    def _rules(self) -> bool | None:
        purposes = read_purposes(self._value("purposes"))
        if purposes.organisation_type:
            self._listed(RG.organisationType, "organisation-type", (purposes.organisation_type,), "purposes")
        commercial = self._truth("purposes", purposes.commercial)
        if commercial is not None:
            self._add(RG.commercialPurpose, boolean(commercial))
        sublicensing = self._truth("sublicensing", self._value("sublicensing"))
        if sublicensing is not None:
            self._add(RG.sublicensingAllowed, boolean(sublicensing))
        return sublicensing

    def _truth(self, name: str, words: str) -> bool | None:
        found = read_boolean(words)
        if isinstance(found, Problem):
            self._note(name, found)
            return None
        return found

    def _when(self) -> str | None:
        when: When = read_when(self._value("when"))
        if when.problems:
            self._note("when", *when.problems)
        subject, end = iri(self._address), self._mentions.end
        for value, day_term, month_term in (
            (when.start, RG.startDate, RG.startMonth),
            (when.end, RG.endDate, RG.endMonth),
            (when.first_release, "", RG.firstReleaseMonth),
            (when.last_release, "", RG.lastReleaseMonth),
        ):
            if isinstance(value, date):
                self._add(day_term, day(value))
            elif value:
                self._lines.append(about(subject, month_tails(month_term, value, end)))
        if when.released_before:
            self._add(RG.releasedBeforeFirstMonth, boolean(True))
        if when.start is None:
            return None
        body = _discloser(when.start)
        if body is None:
            return None
        discloser = self._mentions.organisation(body)
        self._add(RG.discloser, discloser)
        return discloser

    def _legal_basis(self) -> None:
        if words := self._value("legal_basis"):
            for law in self._law("legal_basis", words, Field.LEGAL_BASIS):
                self._add(RG.reliesOn, law)

    def _law(self, name: str, words: str, field: Field) -> tuple[str, ...]:
        law, lines = field_law(words, field, self._mentions)
        subject, end = iri(self._address), self._mentions.end
        self._lines.append(lines)
        self._lines += [f"{citation}{IN_TEXT}{subject}{end}" for citation in law.citations]
        if law.problems:
            self._note(name, *law.problems)
        return law.laws

    def _datasets(self) -> list[str]:
        terms = []
        label = columns(f"page {self._page.layout}")["datasets"]
        for located in self._project.datasets:
            self._mentions.note(name_problems(located.value), self._record(located.block), label)
            term = self._mentions.dataset(located.value)
            terms.append(term)
            self._add(RG.dataset, term)
            self._add(RG.datasetText, text(located.value))
        return list(dict.fromkeys(terms))

    def _passages(self) -> Iterator[Passage]:
        """Give the prose of each kind; sections of one kind printed twice are one passage."""
        for kind in dict.fromkeys(section.kind for section in self._project.sections):
            sections = [section for section in self._project.sections if section.kind == kind]
            lines = [line for section in sections for line in section.lines]
            if lines:
                line_records = [self._record(line.block) for line in lines]
                labels = [self._record(section.label) for section in sections]
                words = "\n".join(line.value for line in lines)
                label = columns(f"page {self._page.layout}")[kind.replace("-", "_")]
                yield Passage(kind, label, words, [*labels, *line_records], line_records)

    def _blocks(self) -> list[str]:
        """Give the paths of the records of the listing itself; its prose is recorded in its uses."""
        project = self._project
        blocks = [project.heading, *(located.block for located in project.fields.values())]
        if project.datasets_label:
            blocks.append(project.datasets_label)
        blocks += [located.block for located in project.datasets]
        return list(dict.fromkeys(self._record(block) for block in blocks))


def _discloser(start: date | Month) -> str | None:
    """Give who disclosed under a term that began then; None where the name changed within the month."""
    if isinstance(start, date):
        return discloser_on(start)
    names = {discloser_on(start.first), discloser_on(start.last)}
    return names.pop() if len(names) == 1 else None
