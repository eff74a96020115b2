"""A build's sources become the lines of its graphs: current state in the default graph, the rest by edition."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from releasegraph.graph.controllers import KnownBodies, known_bodies
from releasegraph.graph.editions import Plan, current_pages, name_registers
from releasegraph.graph.errors import SourceError
from releasegraph.graph.identifiers import Identifiers, read_reference
from releasegraph.graph.records import Edition, Issue, Page, Problem, Register
from releasegraph.graph.triples.descriptions import concept_scheme_triples, description_triples
from releasegraph.graph.triples.mentions import Mentions
from releasegraph.graph.triples.narratives import Narratives
from releasegraph.graph.triples.ontology import ontology_triples
from releasegraph.graph.triples.page import page_triples, project_triples
from releasegraph.graph.triples.register import agreements_of, register_triples
from releasegraph.graph.triples.sources import block_path

__all__ = ["Assembly", "Progress"]

Progress = Callable[[str, int, int], None]
"""Told what is being done, how far it is, and how far it goes."""


@dataclass(slots=True)
class Assembly:
    """Writes every graph of a build; afterwards says which editions it held and which issues they have."""

    plan: Plan
    ids: Identifiers
    progress: Progress
    editions: list[Edition] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """Give the N-Quads of the build in runs of whole lines; each source is read when its turn comes."""
        self.notices.extend(self.plan.notices)
        yield from ontology_triples(self.ids.graph("ontology"))
        current = Mentions(self.ids)
        yield from concept_scheme_triples(current)
        agreements: set[str] = set()
        applicants: set[str] = set()
        registers = name_registers(self.plan)
        for done, (name, source) in enumerate(registers.items()):
            self.progress(f"Reading {source.name}", done, len(registers))
            register = source.read(name)
            assert isinstance(register, Register)
            self.editions.append(register.edition)
            own = {str(row.applicant) for row in register.agreements if row.applicant}
            agreements |= agreements_of(register)
            applicants |= own
            self.progress(f"Writing {source.name}", done, len(registers))
            is_current = done == len(registers) - 1
            mentions = current if is_current else Mentions(self.ids, self.ids.edition_graph(register.edition.name))
            yield from register_triples(register, known_bodies(own), mentions)
            if not is_current:
                yield from self._end(mentions)
        yield from self._pages(frozenset(agreements), known_bodies(applicants), current)
        yield from self._end(current)

    def _end(self, mentions: Mentions) -> Iterator[str]:
        self.issues.extend(mentions.issues)
        yield from description_triples(mentions)

    def _pages(self, agreements: frozenset[str], known: KnownBodies, current: Mentions) -> Iterator[str]:
        pages = list(self._read_pages())
        newest, undated = current_pages(pages)
        narratives = Narratives(current)
        for page in pages:
            group = next((group for group in undated if page.edition.name in group), None)
            if group is not None:
                self.notices.append(f"{page.edition.source_file}: no printed day orders it among {', '.join(group)}")
                problem = Problem("undated-captures", ", ".join(group), "captures that print different days", "info")
                current.note([problem], block_path(page.edition, page.blocks[0]), "")
            own = Mentions(self.ids, self.ids.edition_graph(page.edition.name))
            own_narratives = Narratives(own)
            of_page = current if page.edition.name in newest else own
            yield from page_triples(page, of_page)
            listings: Counter[str] = Counter()
            for project in page.projects:
                agreement = read_reference(project.reference).agreement
                listings[agreement] += 1
                superseded = of_page is own or agreement in agreements
                yield project_triples(
                    page,
                    project,
                    listings[agreement],
                    known,
                    own if superseded else current,
                    own_narratives if superseded else narratives,
                )
            if of_page is current:
                # what is wrong with a current source is current, wherever its listings live
                current.issues.extend(own.issues)
                own.issues.clear()
            yield from self._end(own)

    def _read_pages(self) -> Iterator[Page]:
        total = len(self.plan.pages)
        names: dict[str, str] = {}
        for done, source in enumerate(self.plan.pages):
            self.progress("Reading pages", done, total)
            page = source.read(self.plan.edition)
            assert isinstance(page, Page)
            other = names.setdefault(page.edition.name, source.name)
            if other != source.name:
                raise SourceError(
                    source.name, "", f"edition {page.edition.name} again, with other content than {other}"
                )
            self.editions.append(page.edition)
            yield page
