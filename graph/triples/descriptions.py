"""The end of a graph: what its triples mention is described once (bodies, datasets, merges, concepts, law, issues)."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from releasegraph.graph.concepts import Concept, concept_schemes
from releasegraph.graph.identifiers import slug
from releasegraph.graph.law.in_force import in_force
from releasegraph.graph.law.instruments import instruments
from releasegraph.graph.law.provisions import instrument_path, provision_label, provision_number, provision_parts
from releasegraph.graph.names import nested_bodies, resolve_name, reviewed_name
from releasegraph.graph.triples.lines import A, boolean, day, english, iri, predicate, state, text
from releasegraph.graph.triples.mentions import Mentions
from releasegraph.graph.triples.sources import issue_triples
from releasegraph.graph.vocabulary import DCT, ORG, RDFS, RG, SKOS

__all__ = ["concept_scheme_triples", "description_triples"]

_LABEL = predicate(RDFS.label)
_PREFERRED = predicate(SKOS.prefLabel)
_ALTERNATIVE = predicate(SKOS.altLabel)
_CLASSES = {"organisation": RG.Organisation, "dataset": RG.Dataset}


def description_triples(mentions: Mentions) -> Iterator[str]:
    """Describe all that a graph's triples mention; call it once, after the last of them."""
    yield from issue_triples(mentions.issues, mentions)
    for kind, name_slug in sorted(mentions.spellings):
        yield _named(kind, name_slug, mentions.spellings[kind, name_slug], mentions)
    yield from _nestings(mentions)
    for (scheme, code), label in sorted(mentions.minted.items()):
        yield _minted(scheme, code, label, mentions)
    yield from _laws(mentions)
    for dataset, law in sorted(mentions.released_under):
        yield f"{dataset}{predicate(RG.releasedUnder)}{law}{mentions.end}"


def _named(kind: str, name_slug: str, spellings: Counter[str], mentions: Mentions) -> str:
    """Describe a body or dataset: its name is the reviewed one, else its most used spelling; each other is a merge."""
    end = mentions.end
    subject = iri(mentions.ids.named(kind, name_slug))
    preferred = reviewed_name(kind, name_slug) or min(spellings, key=lambda name: (-spellings[name], name))
    lines = [
        f"{subject}{A}{iri(_CLASSES[kind])}{end}{subject}{_PREFERRED}{english(preferred)}{end}"
        f"{subject}{_LABEL}{text(preferred)}{end}"
    ]
    for spelling in sorted(spellings):
        if spelling == preferred:
            continue
        resolved = resolve_name(kind, spelling)
        rule = resolved.rule
        if rule != "reviewed" and slug(spelling) == slug(preferred):
            rule = "same-letters"
        elif rule == "same-letters":
            rule = resolve_name(kind, preferred).rule
        merge = iri(mentions.ids.hashed("merge", kind, spelling))
        lines.append(
            f"{subject}{_ALTERNATIVE}{english(spelling)}{end}{merge}{A}{iri(RG.NameMerge)}{end}"
            f"{merge}{predicate(RG.spelling)}{text(spelling)}{end}{merge}{predicate(RG.mergedInto)}{subject}{end}"
            f"{merge}{predicate(RG.mergeRule)}{mentions.concept('merge-rule', rule)}{end}"
        )
        if resolved.reason:
            lines.append(f"{merge}{predicate(RG.reviewedBecause)}{text(resolved.reason)}{end}")
    return "".join(lines)


def _nestings(mentions: Mentions) -> Iterator[str]:
    for part, wholes in sorted(nested_bodies().items()):
        for whole in wholes:
            if ("organisation", part) in mentions.spellings and ("organisation", whole) in mentions.spellings:
                subject = iri(mentions.ids.named("organisation", part))
                holder = iri(mentions.ids.named("organisation", whole))
                yield f"{subject}{predicate(ORG.subOrganizationOf)}{holder}{mentions.end}"


def _minted(scheme: str, code: str, label: str, mentions: Mentions) -> str:
    """Describe a concept the schemes lack, under the label the source prints."""
    subject, end = iri(mentions.ids.concept(scheme, code)), mentions.end
    return (
        f"{subject}{A}{iri(SKOS.Concept)}{end}{subject}{_PREFERRED}{english(label)}{end}"
        f"{subject}{_LABEL}{text(label)}{end}{subject}{predicate(SKOS.inScheme)}{iri(mentions.ids.scheme(scheme))}{end}"
    )


def concept_scheme_triples(mentions: Mentions) -> Iterator[str]:
    """Describe every concept scheme of ours with all its concepts."""
    end = mentions.end
    for name, scheme in concept_schemes().items():
        subject = iri(mentions.ids.scheme(name))
        yield (
            f"{subject}{A}{iri(SKOS.ConceptScheme)}{end}{subject}{_PREFERRED}{english(scheme.label)}{end}"
            f"{subject}{_LABEL}{text(scheme.label)}{end}"
            f"{subject}{predicate(SKOS.definition)}{english(scheme.definition)}{end}"
        )
        for concept in scheme.concepts.values():
            yield _concept(concept, subject, mentions)


def _concept(concept: Concept, scheme: str, mentions: Mentions) -> str:
    subject = iri(mentions.ids.concept(concept.scheme, concept.code))
    facts = [
        (A, iri(SKOS.Concept)),
        (_PREFERRED, english(concept.label)),
        (_LABEL, text(concept.label)),
        (predicate(SKOS.inScheme), scheme),
        (predicate(SKOS.definition), english(concept.definition)),
        *((_ALTERNATIVE, english(label)) for label in concept.alt_labels),
        *((predicate(relation), iri(other)) for relation, other in concept.alignments),
    ]
    return state(subject, facts, mentions.end)


def _laws(mentions: Mentions) -> Iterator[str]:
    """Describe each provision cited, its parts up to the instrument, and each instrument."""
    parts = {part for target in mentions.law for part in provision_parts(target)}
    for target in sorted(parts):
        yield _law(target, mentions)


def _law(target: str, mentions: Mentions) -> str:
    subject = iri(mentions.ids.law(target))
    instrument = instrument_path(target)
    if target != instrument:
        facts = [
            (A, iri(RG.StatutoryProvision)),
            (_LABEL, text(provision_label(target))),
            (predicate(RG.provisionNumber), text(provision_number(target))),
            (predicate(DCT.isPartOf), iri(mentions.ids.law(provision_parts(target)[1]))),
            (predicate(RG.inInstrument), iri(mentions.ids.law(instrument))),
        ]
    else:
        row = instruments().get(target)
        label = row.title if row else mentions.local_law.get(target, target)
        facts = [(A, iri(RG.LegalInstrument)), (_LABEL, text(label)), (predicate(DCT.title), text(label))]
        if row:
            facts += [(_ALTERNATIVE, english(alias)) for alias in row.aliases]
            facts.append((predicate(RG.identifierConfirmed), boolean(row.confirmed)))
    force = in_force(target)
    days = ((RG.inForceFrom, force.begins), (RG.inForceUntil, force.ends)) if force else ()
    facts += [(predicate(term), day(date.fromisoformat(printed))) for term, printed in days if printed]
    return state(subject, facts, mentions.end)
