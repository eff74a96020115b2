"""From notes to the things a search finds: the current graph's, and what only superseded or page editions hold."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from urllib.parse import unquote

from releasegraph.graph.concepts import scheme
from releasegraph.graph.identifiers import Identifiers, read_reference
from releasegraph.graph.search.naming import last_part, read_names
from releasegraph.graph.search.notes import Notes, Statements
from releasegraph.graph.search.things import KINDS, Shown, Thing, Use
from releasegraph.graph.search.versions import Facts, Release, Version, edition_in, read_releases, read_versions
from releasegraph.graph.search.words import key
from releasegraph.graph.vocabulary import RDFS, RG, SKOS

__all__ = ["Gathering"]

MOST_USES = 4
"""Versions shown with a text; more may use it."""
_CODE_AT_END = re.compile(r" - ([0-9A-Z]{3,6})$")
"""An organisation's code, as names of parts of boards end with it."""
_SCHEMES = {"body": "organisation-type", "data": "type-of-data", "optouts": "opt-outs"}


class Gathering:
    """Reads noted graphs, the default one first: what the first says of a thing stands."""

    def __init__(self, notes: Notes, base: str) -> None:
        self._ids = Identifiers(base)
        start = self._ids.graph("edition/")
        editions = sorted((name for name in notes.graphs if name.startswith(start)), reverse=True)
        self._graphs = {name: notes.graphs[name] for name in ("", *editions)}
        self._ontology = notes.graphs.get(self._ids.graph("ontology"), Statements())
        self._names = read_names(list(self._graphs.values()), base)

    def things(self) -> Iterator[Thing]:
        """Give every thing to be found, kind by kind, each kind by IRI."""
        releases = self._read_releases()
        yield from self._organisations()
        yield from self._datasets()
        yield from self._law("instrument")
        yield from self._law("provision")
        yield from self._agreements()
        for kind in ("version", "listing"):
            yield from (self._version(one) for one in self._versions.values() if one.kind == kind)
        yield from self._narratives()
        yield from self._claims()
        yield from (self._release(release, editions) for release, editions in releases)

    def labels(self) -> Mapping[str, Mapping[str, str]]:
        """Give the words for the values of each facet."""
        classes = self._ontology.single(RDFS.label)
        labels = dict(self._everywhere(RDFS.label))
        return {
            "kind": {kind: classes.get(term, kind) for kind, term in KINDS.items()},
            "dataset": {last_part(iri): named.label for iri, named in self._names.named["dataset"].items()},
            "law": {self._names.law_code(iri): law.label for iri, law in self._names.laws.items()},
            "commercial": {"yes": "Yes", "no": "No", "not-stated": "Not stated"},
            "source": {"register": "The register", "page": "A page about one body"},
            "edition": {
                unquote(last_part(iri)): labels[iri] for iri in self._members(RG.RegisterEdition) if iri in labels
            },
            **{facet: self._concept_labels(name) for facet, name in _SCHEMES.items()},
        }

    def _concept_labels(self, name: str) -> dict[str, str]:
        """Give the labels of a scheme's concepts, and of the values it lacks, which sources print."""
        concepts = {iri for iri, scheme_iri in self._everywhere(SKOS.inScheme) if scheme_iri == self._ids.scheme(name)}
        printed = {last_part(iri): label for iri, label in self._everywhere(RDFS.label) if iri in concepts}
        return {**printed, **_labels(name)}

    def _everywhere(self, predicate: str) -> Iterator[tuple[str, str]]:
        return (pair for graph in self._graphs.values() for pair in graph.pairs(predicate))

    def _members(self, term: str) -> list[str]:
        return sorted({thing for graph in self._graphs.values() for thing in graph.members(term)})

    @cached_property
    def _versions(self) -> Mapping[str, Version]:
        found: dict[str, Version] = {}
        for name, graph in self._graphs.items():
            for iri, version in read_versions(graph, self._register_editions(name)).items():
                found.setdefault(iri, version).facts.facets["edition"] |= version.facts.facets["edition"]
        for version in found.values():
            version.facts.facets["dataset"] = {last_part(one) for one in version.datasets}
            version.facts.facets["law"] = self._names.law_codes(version.laws)
        return dict(sorted(found.items()))

    def _read_releases(self) -> list[tuple[Release, tuple[str, ...]]]:
        """Give each release with the editions that print it; its version has its opt-outs from now on."""
        found: dict[str, tuple[Release, tuple[str, ...]]] = {}
        for name, graph in self._graphs.items():
            editions = self._register_editions(name)
            for release in read_releases(graph):
                first, before = found.get(release.iri, (release, ()))
                found[release.iri] = (first, (*before, *editions) if before else editions)
        for release, _ in found.values():
            if release.version in self._versions and release.opt_outs:
                self._versions[release.version].facts.facets["optouts"].add(last_part(release.opt_outs))
        return [found[iri] for iri in sorted(found)]

    def _register_editions(self, name: str) -> tuple[str, ...]:
        """Give the edition whose rows a graph holds: the newest for the default graph."""
        if name:
            return (unquote(last_part(name)),)
        graph = self._graphs[""]
        workbooks = graph.members(RG.RegisterEdition) - graph.single(RG.layout).keys()
        return tuple(sorted(unquote(last_part(iri)) for iri in workbooks))

    def _organisations(self) -> Iterator[Thing]:
        bodies: defaultdict[str, set[str]] = defaultdict(set)
        for version in self._versions.values():
            bodies[version.applicant] |= version.facts.facets["body"]
        for iri, named in self._names.named["organisation"].items():
            names = (named.label, *named.others)
            codes = [found[1] for found in map(_CODE_AT_END.search, names) if found]
            yield Thing(
                Shown(iri, "organisation", named.label, other_names=named.others),
                names=names,
                keys={key(name) for name in (*names, *codes)},
                facets={"kind": {"organisation"}, "body": bodies[iri]},
            )

    def _datasets(self) -> Iterator[Thing]:
        for iri, named in self._names.named["dataset"].items():
            names = (named.label, *named.others)
            yield Thing(
                Shown(iri, "dataset", named.label, other_names=named.others),
                names=names,
                keys={key(name) for name in names},
                facets={
                    "kind": {"dataset"},
                    "dataset": {last_part(iri)},
                    "law": self._names.law_codes(named.laws),
                },
            )

    def _law(self, kind: str) -> Iterator[Thing]:
        for iri, law in self._names.laws.items():
            if (kind == "provision") != bool(law.number):
                continue
            short, aliases = self._names.short_numbers(iri), self._names.aliases(iri)
            yield Thing(
                Shown(iri, kind, law.label, other_names=law.aliases),
                names=(law.label, *short, *(aliases if kind == "instrument" else ())),
                keys={
                    key(law.label),
                    *(key(name) for name in (short if kind == "provision" else aliases)),
                    *(key(f"{alias} {number}") for alias in aliases for number in short),
                    *(key(f"{number} {alias}") for alias in aliases for number in short),
                },
                about=aliases if kind == "provision" else (),
                facets={"kind": {kind}, "law": self._names.law_codes([iri])},
            )

    def _agreements(self) -> Iterator[Thing]:
        by_agreement: defaultdict[str, list[Version]] = defaultdict(list)
        for version in self._versions.values():
            by_agreement[version.agreement].append(version)
        references = dict(self._everywhere(RG.reference))
        for iri in self._members(RG.Agreement):
            label = references.get(iri, last_part(iri))
            versions = _newest_first(by_agreement[iri])
            titles = _distinct(version.title for version in versions)
            datasets = tuple(sorted({name for version in versions for name in self._dataset_names(version)}))
            bodies = sorted({name for version in versions for name in self._body_names(version)})
            facts = _all_facts(versions)
            yield Thing(
                Shown(
                    iri,
                    "agreement",
                    label,
                    reference=label,
                    title=titles[0] if titles else "",
                    applicant="; ".join(_distinct(self._applicant(version) for version in versions)),
                    start=min((version.start for version in versions if version.start), default=""),
                    end=max((version.end for version in versions if version.end), default=""),
                    datasets=datasets,
                ),
                names=(label,),
                keys=_reference_keys(label),
                title=titles,
                about=(*bodies, *datasets),
                facets={**facts.facets, "kind": {"agreement"}},
                active=facts.active,
                day=facts.day,
            )

    def _applicant(self, version: Version) -> str:
        return self._names.of("organisation", version.applicant) if version.applicant else ""

    def _dataset_names(self, version: Version) -> tuple[str, ...]:
        return tuple(sorted(self._names.of("dataset", iri) for iri in version.datasets))

    def _body_names(self, version: Version) -> list[str]:
        return sorted(self._names.of("organisation", iri) for iri in {version.applicant, *version.bodies} - {""})

    def _version(self, version: Version) -> Thing:
        datasets = self._dataset_names(version)
        numbered = version.kind == "version" and read_reference(version.reference).version is not None
        return Thing(
            Shown(
                version.iri,
                version.kind,
                version.reference,
                reference=version.reference,
                title=version.title,
                applicant=self._applicant(version),
                start=version.start,
                end=version.end,
                datasets=datasets,
            ),
            names=(version.reference,),
            keys=_reference_keys(version.reference) if numbered else (),
            title=(version.title,) if version.title else (),
            about=(*self._body_names(version), *datasets),
            facets={**version.facts.facets, "kind": {version.kind}},
            active=version.facts.active,
            day=version.facts.day,
        )

    def _narratives(self) -> Iterator[Thing]:
        uses: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
        for graph in self._graphs.values():
            versions, kinds_of = graph.single(RG.usedBy), graph.single(RG.narrativeKind)
            for use, text in graph.pairs(RG.narrative):
                uses[text].add((versions[use], last_part(kinds_of[use])))
        kinds = _labels("narrative-kind")
        for iri in sorted(uses):
            used = sorted(uses[iri], key=lambda use: (-self._versions[use[0]].facts.day, use))
            using = [self._versions[version] for version in dict.fromkeys(version for version, _ in used)]
            facts = _all_facts(using)
            yield Thing(
                Shown(
                    iri,
                    "narrative",
                    ", ".join(_distinct(kinds.get(kind, kind) for _, kind in used)),
                    reference="; ".join(_distinct(version.reference for version in using)),
                    title="; ".join(_distinct(version.title for version in using)),
                    applicant="; ".join(_distinct(self._applicant(version) for version in using)),
                    uses=tuple(Use(version.iri, version.reference) for version in using[:MOST_USES]),
                    use_count=len(using),
                ),
                prose=self._text(iri),
                facets={**facts.facets, "kind": {"narrative"}},
                active=facts.active,
                day=facts.day,
            )

    def _text(self, iri: str) -> str:
        return next((text for graph in self._graphs.values() if (text := graph.text(iri))), "")

    def _claims(self) -> Iterator[Thing]:
        kinds = _labels("claim-kind")
        abouts, kinds_of, records = (dict(self._everywhere(one)) for one in (RG.about, RG.claimKind, RG.recordedIn))
        for iri in self._members(RG.Claim):
            about, kind = abouts[iri], kinds_of[iri]
            body = self._names.of("organisation", about)
            code = last_part(kind)
            yield Thing(
                Shown(iri, "claim", f"{kinds.get(code, code)}: {body}"),
                about=(body,),
                prose=self._text(iri),
                facets={
                    "kind": {"claim"},
                    "source": {"page"},
                    "edition": {edition_in(records.get(iri, ""), "/id/record/")} - {""},
                },
            )

    def _release(self, release: Release, editions: Collection[str]) -> Thing:
        version = self._versions.get(release.version)
        facets: dict[str, Collection[str]] = {"kind": ("release",), "source": ("register",), "edition": editions}
        if release.dataset:
            facets["dataset"] = (last_part(release.dataset),)
        if release.opt_outs:
            facets["optouts"] = (last_part(release.opt_outs),)
        if version:
            facets["body"] = version.facts.facets["body"]
            facets["commercial"] = version.facts.facets["commercial"]
        return Thing(
            Shown(
                release.iri,
                "release",
                release.file_reference,
                reference=version.reference if version else "",
                applicant=self._applicant(version) if version else "",
                start=release.day,
                datasets=(self._names.of("dataset", release.dataset),) if release.dataset else (),
                uses=(Use(version.iri, version.reference),) if version else (),
                use_count=1 if version else 0,
            ),
            names=(release.file_reference,),
            keys=(key(release.file_reference),),
            facets=facets,
            day=int(release.day.replace("-", "") or 0),
        )


def _labels(name: str) -> dict[str, str]:
    return {code: concept.label for code, concept in scheme(name).items()}


def _distinct(values: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _newest_first(versions: Sequence[Version]) -> list[Version]:
    return sorted(versions, key=lambda version: (-version.facts.day, version.iri))


def _all_facts(versions: Sequence[Version]) -> Facts:
    facts = Facts()
    for version in versions:
        facts.add(version.facts)
    return facts


def _reference_keys(reference: str) -> set[str]:
    """Give a reference as typed with `DARS-` and without."""
    read = read_reference(reference)
    whole = f"{read.printed}-v{read.version}" if read.version else read.printed
    return {key(reference), key(whole), key(whole.removeprefix("DARS-"))}
